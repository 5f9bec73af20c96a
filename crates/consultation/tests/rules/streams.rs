//! Which stream an event belongs to, and that events of other streams change nothing (R25).

use consultation::command::{CirculateRevision, OpenConsultation, TableProposal};
use consultation::testing::{LOG_ID, given};
use consultation::{Command, Event, ProposalId, SubmissionId};
use uuid::Uuid;

use crate::fixtures::*;

const OTHER: ProposalId = ProposalId(Uuid::from_u128(0xB));

#[test]
fn r25_each_event_belongs_to_the_stream_of_what_it_is_about() {
    let streams: Vec<_> = lodged().iter().map(Event::stream).collect();
    let proposal = format!("proposal/{PROPOSAL}");
    let submission = format!("submission/{}", submission_of("FJI"));
    assert_eq!(streams, ["register".to_owned(), proposal.clone(), proposal, submission]);
    assert_eq!(
        consultation::event::streams::proposal_of(&format!("proposal/{PROPOSAL}")),
        Some(PROPOSAL)
    );
    assert_eq!(consultation::event::streams::proposal_of("register"), None);
    assert_eq!(lodged()[3].proposal_id(), Some(PROPOSAL));
    assert_eq!(lodged()[0].proposal_id(), None);
}

#[test]
fn r8_the_id_of_a_submission_follows_from_log_proposal_consultation_and_state() {
    let id = submission_in(1, "FJI");
    assert_eq!(id, SubmissionId::derive(LOG_ID, PROPOSAL, 1, state("FJ")));
    for other in [
        SubmissionId::derive(STRANGER, PROPOSAL, 1, state("FJI")),
        SubmissionId::derive(LOG_ID, OTHER, 1, state("FJI")),
        submission_in(2, "FJI"),
        submission_in(1, "WSM"),
    ] {
        assert_ne!(other, id);
    }
    assert_eq!(id.0.get_version_num(), 5);
}

#[test]
fn r25_a_proposal_takes_up_no_events_of_another() {
    let tabled_beside = Command::TableProposal(TableProposal {
        proposal: OTHER,
        ..table_proposal()
    });
    let events = and(lodged(), tabled_beside);
    let revision = text_of(vec![paragraph(P1, &[P1], "1", "Other words.")]);
    let circulated = Command::CirculateRevision(CirculateRevision {
        proposal: OTHER,
        ..circulate_revision(revision)
    });
    let opened_beside = Command::OpenConsultation(OpenConsultation {
        proposal: OTHER,
        ..open_consultation()
    });
    let mut others = given(events.clone()).when(circulated).events();
    others.extend(given(events).when(opened_beside).events());
    let mut proposal = proposal_after(&lodged());
    let mut submission = submission_after(&lodged(), submission_of("FJI"));
    let before = (proposal.clone(), submission.clone());
    others.extend(
        given(opened())
            .when(Command::LodgeSubmission(lodge("WSM", two_comments())))
            .events(),
    );
    assert_eq!(others.len(), 3);
    for event in &others {
        proposal.evolve(event);
        submission.evolve(event);
    }
    assert_eq!((proposal, submission), before);
}
