//! `CirculateRevision` (R3, R4).

use consultation::command::{CirculateRevision, Expected, RevisionDraft};
use consultation::event::RevisionCirculated;
use consultation::proposal::ParagraphChange;
use consultation::testing::given;
use consultation::{Command, Event, Paragraph, ParagraphId, Rejection, Revision};
use uuid::Uuid;

use crate::fixtures::*;

const P3: ParagraphId = ParagraphId(Uuid::from_u128(0x103));
const P4: ParagraphId = ParagraphId(Uuid::from_u128(0x104));
const P5: ParagraphId = ParagraphId(Uuid::from_u128(0x105));

fn circulate(revision: RevisionDraft) -> Command {
    Command::CirculateRevision(circulate_revision(revision))
}

#[track_caller]
fn circulated(revision: RevisionDraft) -> Revision {
    let mut events = given(tabled()).when(circulate(revision)).events();
    match events.pop() {
        Some(Event::RevisionCirculated(circulated)) if events.is_empty() => circulated.revision,
        other => unreachable!("{other:?}"),
    }
}

fn changes(revision: &Revision) -> Vec<(ParagraphId, ParagraphChange)> {
    revision
        .paragraphs
        .iter()
        .map(|paragraph| (paragraph.id, paragraph.change))
        .collect()
}

#[test]
fn r4_a_revision_says_what_became_of_each_paragraph() {
    let revision = text_of(vec![
        paragraph(P3, &[], "1", "A new beginning."),
        paragraph(P4, &[P1], "2", P1_TEXT),
        paragraph(P5, &[P2], "3", "States name two points of contact."),
    ]);
    let written = |id, label: &str, text: &str, from: &[ParagraphId], change| Paragraph {
        id,
        label: label.into(),
        text: text.into(),
        from: from.to_vec(),
        change,
    };
    given(tabled())
        .when(circulate(revision))
        .then([Event::RevisionCirculated(RevisionCirculated {
            proposal_id: PROPOSAL,
            at: at(TABLED),
            by: state("KOR"),
            revision: Revision {
                number: 1,
                label: "rev.1".into(),
                language: language("en"),
                paragraphs: vec![
                    written(P3, "1", "A new beginning.", &[], ParagraphChange::New),
                    written(P1, "2", P1_TEXT, &[P1], ParagraphChange::Kept),
                    written(
                        P2,
                        "3",
                        "States name two points of contact.",
                        &[P2],
                        ParagraphChange::Changed,
                    ),
                ],
                deleted: Vec::new(),
            },
        })]);
}

#[test]
fn r4_the_first_part_of_a_split_paragraph_keeps_its_identity() {
    let revision = circulated(text_of(vec![
        paragraph(P3, &[P1], "1", "States share data."),
        paragraph(P4, &[P1], "1 bis", "They protect data."),
        paragraph(P5, &[P2], "2", P2_TEXT),
    ]));
    assert_eq!(
        changes(&revision),
        [
            (P1, ParagraphChange::Split),
            (P4, ParagraphChange::Split),
            (P2, ParagraphChange::Kept)
        ]
    );
    assert_eq!(revision.deleted, []);
}

#[test]
fn r4_a_merged_paragraph_keeps_the_identity_of_its_first_source_and_the_other_is_not_deleted() {
    let revision = circulated(text_of(vec![paragraph(P3, &[P2, P1], "1", "One text.")]));
    assert_eq!(changes(&revision), [(P2, ParagraphChange::Merged)]);
    assert_eq!(revision.paragraphs[0].from, [P2, P1]);
    assert_eq!(revision.deleted, []);
}

#[test]
fn r4_a_paragraph_that_is_not_named_is_deleted() {
    let revision = circulated(text_of(vec![paragraph(P3, &[P2], "1", P2_TEXT)]));
    assert_eq!(revision.deleted, [P1]);
    assert_eq!(changes(&revision), [(P2, ParagraphChange::Kept)]);
}

#[test]
fn r4_sources_are_paragraphs_of_the_revision_before_each_named_once() {
    let revision = text_of(vec![paragraph(P3, &[P1, P1, P5], "1", "One text.")]);
    assert_eq!(
        given(tabled()).when(circulate(revision)).content_errors(),
        [
            ("/paragraphs/0/from/1".into(), "duplicate"),
            ("/paragraphs/0/from/2".into(), "unknown_paragraph")
        ]
    );
    let first = circulate(text_of(vec![paragraph(P3, &[P1], "1", P1_TEXT)]));
    let gone = text_of(vec![paragraph(P4, &[P2], "1", P2_TEXT)]);
    assert_eq!(
        given(and(tabled(), first)).when(circulate(gone)).content_errors(),
        [("/paragraphs/0/from/0".into(), "unknown_paragraph")]
    );
}

#[test]
fn r4_a_revision_can_be_found_by_number_and_a_paragraph_by_label_or_id() {
    let revision = text_of(vec![paragraph(P3, &[P1], "Preamble", P1_TEXT)]);
    let proposal = proposal_after(&and(tabled(), circulate(revision)));
    let newest = proposal.find_revision(1).unwrap();
    assert_eq!(proposal.latest_revision(), Some(newest));
    assert_eq!(newest.find_paragraph("Preamble").unwrap().id, P1);
    assert_eq!(newest.find_paragraph(&P1.to_string()).unwrap().label, "Preamble");
    assert_eq!(newest.find_paragraph("2"), None);
    assert_eq!(proposal.find_revision(0).unwrap().find_paragraph("2").unwrap().id, P2);
    assert_eq!(proposal.find_revision(2), None);
}

#[test]
fn r3_lead_member_or_chair_circulate_and_nobody_else() {
    let by = |code: &str, instant: &str| {
        let command = CirculateRevision {
            by: state(code),
            at: at(instant),
            ..circulate_revision(zero_successor())
        };
        given(tabled()).when(Command::CirculateRevision(command))
    };
    assert_eq!(by("KOR", LODGED).events().len(), 1);
    assert_eq!(by("MEX", LODGED).events().len(), 1);
    by("TUR", LODGED).then_rejected(Rejection::NotLeadMemberOrChair { state: state("TUR") });
    by("FJI", LODGED).then_rejected(Rejection::NotAMember { state: state("FJI") });
}

#[test]
fn r2_the_powers_of_the_chair_pass_on_at_the_instant_of_the_hand_over() {
    let by = |code: &str, instant: &str| {
        let command = CirculateRevision {
            by: state(code),
            at: at(instant),
            ..circulate_revision(zero_successor())
        };
        given(tabled()).when(Command::CirculateRevision(command))
    };
    let just_before = "2027-02-15T02:59:59.999999Z";
    assert_eq!(by("MEX", just_before).events().len(), 1);
    by("AUS", just_before).then_rejected(Rejection::NotLeadMemberOrChair { state: state("AUS") });
    assert_eq!(by("AUS", HAND_OVER).events().len(), 1);
    by("MEX", HAND_OVER).then_rejected(Rejection::NotLeadMemberOrChair { state: state("MEX") });
}

#[test]
fn a_revision_needs_its_proposal_as_the_caller_saw_it_and_not_withdrawn() {
    given(registered())
        .when(circulate(zero_successor()))
        .then_rejected(Rejection::ProposalNotFound);
    let stale = CirculateRevision {
        expected: Expected::Versions(vec![2]),
        ..circulate_revision(zero_successor())
    };
    given(tabled())
        .when(Command::CirculateRevision(stale))
        .then_rejected(Rejection::StaleVersion { present: 1 });
    given(withdrawn(tabled()))
        .when(circulate(zero_successor()))
        .then_rejected(Rejection::ProposalWithdrawn { at: at(LODGED) });
}

/// Keeps both paragraphs.
fn zero_successor() -> RevisionDraft {
    text_of(vec![
        paragraph(P3, &[P1], "1", P1_TEXT),
        paragraph(P4, &[P2], "2", P2_TEXT),
    ])
}
