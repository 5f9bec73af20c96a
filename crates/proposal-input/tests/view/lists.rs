//! The list of proposals, what is due, positions over two consultations, and who is silent.

use consultation::command::{Expected, Invitation, OpenConsultation, TableProposal, WithdrawProposal};
use consultation::submission::Position;
use consultation::visibility::Rights;
use consultation::{Attribution, Audience, BeforeClose, Command, ProposalId, ProposalStatus};
use jiff::Timestamp;
use projection::sql::ViewConn;
use proposal_input::{ProposalFilter, ProposalItem, Scope, find_due_consultations, find_proposals, summarise};
use uuid::Uuid;

use crate::history::{History, PROPOSALS, random_history, viewers};
use crate::register::{code, hour, state};
use crate::scenario::*;

fn filter_of(rights: &Rights) -> ProposalFilter {
    ProposalFilter {
        viewer: rights.own_state(),
        member: rights.is_member(),
        now: rights.now(),
        status: None,
        lead_member: None,
        focus_area: None,
        key_event: None,
    }
}

async fn all(conn: &mut ViewConn, filter: &ProposalFilter, limit: u32) -> Vec<ProposalItem> {
    let (mut items, mut after) = (Vec::new(), None);
    loop {
        let (page, end) = find_proposals(conn, filter, after.as_ref(), limit).await.unwrap();
        items.extend(page);
        after = end;
        if after.is_none() {
            return items;
        }
    }
}

/// Five proposals: a draft, one open, one closed, one withdrawn, one for participants. FJI is invited to the last.
fn five() -> History {
    let mut commands = beginning(BeforeClose::Open);
    let Command::TableProposal(first) = commands[1].clone() else {
        unreachable!()
    };
    let Command::OpenConsultation(opening) = commands[2].clone() else {
        unreachable!()
    };
    let id = |number: u128| ProposalId(Uuid::from_u128(number));
    for (number, audience, focus_area) in [
        (2, Audience::Public, "health"),
        (3, Audience::Public, "health"),
        (4, Audience::Public, "cybersecurity"),
        (5, Audience::Participants, "cybersecurity"),
    ] {
        let (proposal, focus_area) = (id(number), code(focus_area));
        // Two at the same instant.
        let at = hour(1 + u64::try_from(number).unwrap() / 2);
        commands.push(Command::TableProposal(TableProposal {
            proposal,
            audience,
            focus_area,
            at,
            by: state("MEX"),
            ..first.clone()
        }));
    }
    for (number, closes, invited) in [(3, 30, "WSM"), (4, 100, "WSM"), (5, 100, "FJI")] {
        commands.push(Command::OpenConsultation(OpenConsultation {
            proposal: id(number),
            closes_at: hour(closes),
            invite: Invitation {
                states: vec![state(invited)],
                ..Invitation::default()
            },
            ..opening.clone()
        }));
    }
    let (at, expected) = (hour(20), Expected::Unstated);
    commands.push(Command::WithdrawProposal(WithdrawProposal {
        proposal: id(4),
        by: state("MEX"),
        at,
        expected,
        reason: None,
    }));
    History::from_commands(&commands, hour(50))
}

#[tokio::test]
async fn r3_proposals_are_listed_for_those_who_may_see_them_newest_first() {
    let history = five();
    let mut view = history.view().await;
    let number = |item: &ProposalItem| item.id.0.as_u128();
    let cases = [
        ("KOR", vec![5, 4, 3, 2, 10]),
        ("anybody", vec![4, 3, 10]),
        ("FJI", vec![5, 4, 3, 10]),
        ("MNG", vec![4, 3, 10]),
    ];
    for (who, wanted) in cases {
        let rights = history.rights(viewer(who), PROPOSAL, hour(50));
        for limit in 1..=6 {
            let items = all(view.conn(), &filter_of(&rights), limit).await;
            assert_eq!(
                items.iter().map(number).collect::<Vec<_>>(),
                wanted,
                "{who}, pages of {limit}"
            );
        }
        // The same as the decision in memory.
        for (id, proposal) in &history.proposals {
            let rights = Rights::of(viewer(who), history.register.at(hour(50)), proposal, hour(50));
            assert_eq!(rights.sees_proposal(), wanted.contains(&id.0.as_u128()), "{who}");
        }
    }
}

#[tokio::test]
async fn proposals_are_found_by_status_lead_member_and_subject() {
    let history = five();
    let mut view = history.view().await;
    let base = filter_of(&history.rights(viewer("KOR"), PROPOSAL, hour(50)));
    let with = |status| ProposalFilter {
        status: Some(status),
        ..base.clone()
    };
    let cases = [
        (with(ProposalStatus::Draft), vec![2]),
        (with(ProposalStatus::Open), vec![5, 10]),
        (with(ProposalStatus::Closed), vec![3]),
        (with(ProposalStatus::Withdrawn), vec![4]),
        // R6: closed from that instant on, whether recorded or not.
        (
            ProposalFilter {
                now: hour(30),
                ..with(ProposalStatus::Closed)
            },
            vec![3],
        ),
        (
            ProposalFilter {
                now: hour(29),
                ..with(ProposalStatus::Closed)
            },
            vec![],
        ),
        (
            ProposalFilter {
                lead_member: Some(state("KOR")),
                ..base.clone()
            },
            vec![10],
        ),
        (
            ProposalFilter {
                focus_area: Some(code("health")),
                ..base.clone()
            },
            vec![3, 2],
        ),
        (
            ProposalFilter {
                key_event: Some(code("g20-2027")),
                ..base.clone()
            },
            vec![],
        ),
    ];
    for (filter, wanted) in cases {
        let items = all(view.conn(), &filter, 10).await;
        assert_eq!(
            items.iter().map(|item| item.id.0.as_u128()).collect::<Vec<_>>(),
            wanted,
            "{filter:?}"
        );
        for item in items {
            assert_eq!(item.status, history.proposals[&item.id].status_at(filter.now));
        }
    }
}

#[tokio::test]
async fn random_proposals_are_shown_as_they_fold() {
    for seed in 0..6 {
        let history = random_history(seed, 120);
        let mut view = history.view().await;
        for viewer in viewers() {
            let items = all(
                view.conn(),
                &filter_of(&history.rights(viewer, PROPOSALS[0], history.end)),
                1,
            )
            .await;
            for id in PROPOSALS {
                let (proposal, rights) = (&history.proposals[&id], history.rights(viewer, id, history.end));
                let item = items.iter().find(|item| item.id == id);
                assert_eq!(item.is_some(), rights.sees_proposal(), "{viewer:?}");
                let Some(item) = item else { continue };
                let last = proposal.current_consultation();
                assert_eq!(item.status, proposal.status_at(history.end));
                assert_eq!(item.revision, proposal.latest_revision().unwrap().number);
                assert_eq!(item.consultation, last.map(|last| last.number));
                assert_eq!(item.closes_at, last.map(|last| last.closes_at));
                assert_eq!(
                    (item.lead_member, item.audience, item.tabled_at),
                    (proposal.lead_member, proposal.audience, proposal.tabled_at)
                );
            }
        }
    }
}

#[tokio::test]
async fn r6_what_is_due_is_found_until_its_closing_is_recorded() {
    let due = async |history: &History, instant: Timestamp| {
        let mut view = history.view().await;
        find_due_consultations(view.conn(), instant).await.unwrap()
    };
    let open = history(BeforeClose::Open, Vec::new(), 20);
    let just_before = hour(100).checked_sub(jiff::SignedDuration::from_micros(1)).unwrap();
    assert_eq!(due(&open, just_before).await, []);
    assert_eq!(due(&open, hour(100)).await, [PROPOSAL]);
    let closed = history(BeforeClose::Open, vec![close()], 101);
    assert_eq!(due(&closed, hour(200)).await, []);
    let several = five();
    assert_eq!(
        due(&several, hour(100)).await.len(),
        4,
        "a withdrawn proposal's consultation closes, too"
    );
    assert_eq!(due(&several, hour(100)).await[0].0.as_u128(), 3, "the earliest first");
}

fn reopened(before_close: BeforeClose, first: Vec<Command>, second: Vec<Command>, now: u64) -> History {
    let Command::OpenConsultation(opening) = beginning(before_close)[2].clone() else {
        unreachable!()
    };
    let again = Command::OpenConsultation(OpenConsultation {
        at: hour(110),
        closes_at: hour(200),
        ..opening
    });
    let more = first.into_iter().chain([again]).chain(second).collect();
    history(BeforeClose::Open, more, now)
}

fn says(by: &str, hours: u64, position: Position, audience: Audience) -> Command {
    let words = consultation::command::SubmissionDraft {
        audience,
        ..draft(Some(position), Vec::new())
    };
    lodge(by, hours, words)
}

#[tokio::test]
async fn r5_under_seal_members_see_how_many_have_lodged_and_nobody_else_does() {
    let first = vec![says("FJI", 20, Position::Supports, Audience::Public)];
    let unknown = consultation::command::SubmissionDraft {
        attribution: Attribution::ToNone,
        ..draft(
            Some(Position::Supports),
            vec![comment(1, "Words.", Audience::Public, Attribution::ToNone)],
        )
    };
    let second = vec![
        says("FJI", 120, Position::Supports, Audience::Public),
        says("WSM", 120, Position::Supports, Audience::MembersOnly),
        lodge("TON", 120, unknown),
    ];
    let history = reopened(BeforeClose::Sealed, first, second, 130);
    let mut view = history.view().await;
    let invited = u64::try_from(crate::register::INVITED.len()).unwrap();
    let mut ask = async |who: &str, consultation| {
        let scope = Scope {
            consultation,
            ..scope(&history, who)
        };
        let summary = summarise(view.conn(), &scope).await.unwrap();
        (summary.submissions, summary.silent, summary.lodged)
    };
    // TON chose not to be known to anybody.
    assert_eq!(ask("KOR", Some(2)).await, (2, invited - 2, states(&[])));
    // Of both together it is not told whether those under seal are among those who lodged before.
    assert_eq!(ask("KOR", None).await, (3, invited - 1, states(&["FJI"])));
    assert_eq!(ask("JPN", Some(2)).await, (0, invited, states(&[])));
    assert_eq!(ask("FJI", Some(2)).await, (1, invited - 1, states(&["FJI"])));
}
