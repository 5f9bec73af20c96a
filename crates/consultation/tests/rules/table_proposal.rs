//! `TableProposal` (R3, R4).

use consultation::command::{RevisionDraft, TableProposal};
use consultation::event::ProposalTabled;
use consultation::proposal::ParagraphChange;
use consultation::testing::given;
use consultation::{Audience, Command, Event, Paragraph, ProposalStatus, Rejection, Revision};

use crate::fixtures::*;

#[test]
fn r3_a_member_tables_a_proposal_and_becomes_its_lead_member() {
    let unchanged = |id, label: &str, text: &str| Paragraph {
        id,
        label: label.into(),
        text: text.into(),
        from: Vec::new(),
        change: ParagraphChange::New,
    };
    given(registered())
        .when(Command::TableProposal(table_proposal()))
        .then([Event::ProposalTabled(ProposalTabled {
            proposal_id: PROPOSAL,
            at: at(TABLED),
            lead_member: state("KOR"),
            title: [(language("en"), "Incident response".to_owned())].into(),
            focus_area: code("cybersecurity"),
            key_event: Some(code("g20-2027")),
            audience: Audience::Public,
            revision: Revision {
                number: 0,
                label: "zero draft".into(),
                language: language("en"),
                paragraphs: vec![unchanged(P1, "1", P1_TEXT), unchanged(P2, "2", P2_TEXT)],
                deleted: Vec::new(),
            },
        })]);
    assert_eq!(proposal_after(&tabled()).status_at(at(OPENED)), ProposalStatus::Draft);
}

#[test]
fn r3_a_partner_tables_nothing() {
    given(registered())
        .when(Command::TableProposal(TableProposal {
            by: state("FJI"),
            ..table_proposal()
        }))
        .then_rejected(Rejection::NotAMember { state: state("FJI") });
}

#[test]
fn r2_membership_follows_from_the_register_at_that_instant() {
    let before_the_register = given([]).when(Command::TableProposal(table_proposal()));
    before_the_register.then_rejected(Rejection::NotAMember { state: state("KOR") });
}

#[test]
fn r1_codes_are_looked_up_as_of_the_instant() {
    let over = TableProposal {
        focus_area: code("piracy"),
        key_event: Some(code("g20-1999")),
        ..table_proposal()
    };
    assert_eq!(
        given(registered()).when(Command::TableProposal(over)).content_errors(),
        [
            ("/focus_area".into(), "unknown_code"),
            ("/key_event".into(), "unknown_code")
        ]
    );
    let in_time = TableProposal {
        at: at("2026-12-30T00:00:00Z"),
        focus_area: code("piracy"),
        ..table_proposal()
    };
    assert_eq!(
        given(registered()).when(Command::TableProposal(in_time)).events().len(),
        1
    );
}

#[test]
fn a_key_event_is_optional_and_a_revision_may_bear_a_name_of_its_own() {
    let revision = RevisionDraft {
        label: Some("non-paper".into()),
        ..zero_draft()
    };
    let events = given(registered())
        .when(Command::TableProposal(TableProposal {
            key_event: None,
            revision,
            ..table_proposal()
        }))
        .events();
    let [Event::ProposalTabled(tabled)] = events.as_slice() else {
        panic!("{events:?}")
    };
    assert_eq!(
        (tabled.key_event.as_ref(), tabled.revision.label.as_str()),
        (None, "non-paper")
    );
}

#[test]
fn a_proposal_is_for_the_public_or_for_participants() {
    for (audience, fits) in [
        (Audience::Public, true),
        (Audience::Participants, true),
        (Audience::MembersOnly, false),
    ] {
        let outcome = given(registered()).when(Command::TableProposal(TableProposal {
            audience,
            ..table_proposal()
        }));
        if fits {
            assert_eq!(outcome.events().len(), 1);
        } else {
            assert_eq!(outcome.content_errors(), [("/audience".into(), "invalid")]);
        }
    }
}

#[test]
fn every_mistake_is_told_at_once() {
    let wrong = TableProposal {
        title: [(language("en"), " ".to_owned())].into(),
        focus_area: code("nothing"),
        revision: text_of(vec![
            paragraph(P1, &[P2], "1", "  "),
            paragraph(P2, &[], "1", "Same label."),
            paragraph(P2, &[], &P1.to_string(), "Label like an id."),
        ]),
        ..table_proposal()
    };
    assert_eq!(
        given(registered()).when(Command::TableProposal(wrong)).content_errors(),
        [
            ("/title".into(), "empty"),
            ("/focus_area".into(), "unknown_code"),
            ("/revision/paragraphs/0/text".into(), "empty"),
            ("/revision/paragraphs/0/from/0".into(), "unknown_paragraph"),
            ("/revision/paragraphs/1/label".into(), "duplicate"),
            ("/revision/paragraphs/2/label".into(), "label_looks_like_id"),
        ]
    );
}
