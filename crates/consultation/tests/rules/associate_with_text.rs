//! `AssociateWithText` (R24): invited partners, from the adoption until the key event.

use consultation::command::AssociateWithText;
use consultation::event::TextAssociated;
use consultation::testing::given;
use consultation::{Command, Event, Rejection};

use crate::fixtures::*;
use crate::silence_fixtures::*;

fn associate(change: impl FnOnce(&mut AssociateWithText)) -> Command {
    let mut command = associate_with_text();
    change(&mut command);
    Command::AssociateWithText(command)
}

#[test]
fn r24_an_invited_partner_joins_the_adopted_text_except_paragraphs() {
    given(adopted())
        .when(associate(|_| ()))
        .then([Event::TextAssociated(TextAssociated {
            proposal_id: PROPOSAL,
            at: at(THEN),
            state: state("FJI"),
            except_paragraphs: vec![P2],
            statement: None,
        })]);
    let again = associate(|command| {
        command.except_paragraphs = Vec::new();
        command.statement = Some("Wholly.".into());
    });
    let events = and(and(adopted(), associate(|_| ())), again);
    let said = proposal_after(&events).procedure.associations;
    assert_eq!(said.len(), 1, "the last one counts");
    assert_eq!(
        (said[0].except_paragraphs.len(), said[0].statement.as_deref()),
        (0, Some("Wholly."))
    );
}

#[test]
fn r24_only_invited_partners_join() {
    let by = |code: &str| given(adopted()).when(associate(|command| command.by = state(code)));
    assert_eq!(by("WSM").events().len(), 1);
    by("MNG").then_rejected(Rejection::NotAnInvitedState { state: state("MNG") });
    by("KOR").then_rejected(Rejection::MembersGiveNoInput { state: state("KOR") });
}

#[test]
fn r24_partners_join_from_the_adoption_until_the_key_event_begins() {
    for events in [under_silence(), broken(), disposed()] {
        given(events)
            .when(associate(|_| ()))
            .then_rejected(Rejection::NotAdopted);
    }
    let on = |instant: &str| given(adopted()).when(associate(|command| command.at = at(instant)));
    assert_eq!(on("2027-11-19T23:59:59Z").events().len(), 1);
    let began = at("2027-11-20T00:00:00Z");
    on("2027-11-20T00:00:00Z").then_rejected(Rejection::KeyEventBegan { at: began });
}

#[test]
fn r24_an_association_leaves_out_paragraphs_that_exist() {
    let errors = |change: fn(&mut AssociateWithText)| given(adopted()).when(associate(change)).content_errors();
    assert_eq!(
        errors(|command| command.except_paragraphs = vec!["7".into()]),
        [("/except_paragraphs/0".into(), "unknown_paragraph")]
    );
    assert_eq!(
        errors(|command| command.statement = Some(String::new())),
        [("/statement".into(), "empty")]
    );
    assert_eq!(
        errors(|command| command.statement = Some("x".repeat(64 * 1024 + 1))),
        [("/statement".into(), "too_long")]
    );
}
