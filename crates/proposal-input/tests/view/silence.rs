//! Texts under silence and adopted ones in the list, and what the clock adopts (R23).

use consultation::command::{
    AdoptDueProposal, CloseDueConsultation, Expected, ExtendSilence, OpenSilence, TakeBackSilence, WithdrawProposal,
};
use consultation::{BeforeClose, Command, ProposalStatus};
use proposal_input::{ProposalFilter, find_due_silences, find_proposals};

use crate::history::History;
use crate::register::{hour, state};
use crate::scenario::*;

/// After the consultation has closed.
const OPENS: u64 = 2_000;

fn open_silence() -> Command {
    Command::OpenSilence(OpenSilence {
        proposal: PROPOSAL,
        by: state("KOR"),
        at: hour(OPENS),
        expected: Expected::Unstated,
        revision: None,
        until: Some(hour(OPENS + 72)),
        urgency: None,
        deferred: Vec::new(),
        shortest_seconds: None,
    })
}

fn history(more: impl IntoIterator<Item = Command>) -> History {
    let mut commands = beginning(BeforeClose::Open);
    commands.retain(|command| command.submission().is_none() && command.speaking_state().is_none());
    commands.push(Command::CloseDueConsultation(CloseDueConsultation {
        proposal: PROPOSAL,
        at: hour(OPENS),
    }));
    commands.push(open_silence());
    commands.extend(more);
    History::from_commands(&commands, hour(OPENS + 100))
}

/// Status, and until when silence is kept, as the list has them; whether the filter by that status finds it, and no other.
async fn listed(history: &History) -> (ProposalStatus, Option<jiff::Timestamp>) {
    let mut view = history.view().await;
    let filter = |status| ProposalFilter {
        viewer: Some(state("KOR")),
        member: true,
        now: history.end,
        status,
        lead_member: None,
        focus_area: None,
        key_event: None,
    };
    let (items, _) = find_proposals(view.conn(), &filter(None), None, 10).await.unwrap();
    let item = items.iter().find(|item| item.id == PROPOSAL).unwrap();
    let proposal = &history.proposals[&PROPOSAL];
    assert_eq!(item.status, proposal.status_at(history.end));
    let adopted_at = proposal.procedure.adoption.as_ref().map(|adoption| adoption.adopted_at);
    assert_eq!(item.adopted_at, adopted_at);
    for status in [
        ProposalStatus::Draft,
        ProposalStatus::Open,
        ProposalStatus::Closed,
        ProposalStatus::UnderSilence,
        ProposalStatus::Adopted,
        ProposalStatus::Withdrawn,
    ] {
        let (found, _) = find_proposals(view.conn(), &filter(Some(status)), None, 10)
            .await
            .unwrap();
        assert_eq!(
            found.iter().any(|one| one.id == PROPOSAL),
            status == item.status,
            "{status:?}"
        );
    }
    (item.status, item.silence_until)
}

#[tokio::test]
async fn r23_a_silence_is_listed_until_it_ends() {
    let kept = history([]);
    let until = hour(OPENS + 72);
    assert_eq!(listed(&kept).await, (ProposalStatus::UnderSilence, Some(until)));
    let at = hour(OPENS + 10);
    let (by, expected) = (state("KOR"), Expected::Unstated);
    let extended = history([Command::ExtendSilence(ExtendSilence {
        proposal: PROPOSAL,
        by,
        at,
        expected: expected.clone(),
        until: hour(OPENS + 80),
    })]);
    let later = Some(hour(OPENS + 80));
    assert_eq!(listed(&extended).await, (ProposalStatus::UnderSilence, later));
    let taken_back = history([Command::TakeBackSilence(TakeBackSilence {
        proposal: PROPOSAL,
        by,
        at,
        expected: expected.clone(),
        reason: "a mistake".into(),
    })]);
    assert_eq!(listed(&taken_back).await, (ProposalStatus::Closed, None));
    let withdrawn = history([Command::WithdrawProposal(WithdrawProposal {
        proposal: PROPOSAL,
        by,
        at,
        expected,
        reason: None,
    })]);
    assert_eq!(listed(&withdrawn).await, (ProposalStatus::Withdrawn, None));
    let adopt = || AdoptDueProposal {
        proposal: PROPOSAL,
        at: hour(OPENS + 90),
    };
    let adopted = history([Command::AdoptDueProposal(adopt())]);
    assert_eq!(listed(&adopted).await, (ProposalStatus::Adopted, None));
}

#[tokio::test]
async fn r23_the_clock_finds_silences_that_ran_out_once() {
    let mut kept = history([]).view().await;
    let until = hour(OPENS + 72);
    let before = until.checked_sub(jiff::SignedDuration::from_micros(1)).unwrap();
    assert_eq!(find_due_silences(kept.conn(), before).await.unwrap(), []);
    assert_eq!(find_due_silences(kept.conn(), until).await.unwrap(), [PROPOSAL]);
    let adopt = Command::AdoptDueProposal(AdoptDueProposal {
        proposal: PROPOSAL,
        at: hour(OPENS + 90),
    });
    let mut adopted = history([adopt]).view().await;
    assert_eq!(find_due_silences(adopted.conn(), until).await.unwrap(), []);
}
