//! States as they stood, and the events of a proposal.

use consultation::submission::Act;
use event_log::Position;

use crate::house::*;

#[tokio::test]
async fn states_are_folded_as_of_a_position() {
    let house = House::opened().await;
    let fji = state("FJI");
    let id = house.submission_of(1, fji);
    house
        .run(&lodge(fji, LODGED, draft(vec![comment(1, "One.")])))
        .await
        .unwrap();
    house.run(&close_early(LODGED, "2027-02-20T16:00:00Z")).await.unwrap();
    house
        .run(&revise(id, fji, REVISED, draft(vec![comment(2, "Two.")])))
        .await
        .unwrap();
    house.run(&withdraw(id, fji, REVISED)).await.unwrap();

    let commands = &house.commands;
    assert!(commands.proposal_at(PROPOSAL, Position(1)).await.unwrap().is_none());
    let drafted = commands.proposal_at(PROPOSAL, Position(2)).await.unwrap().unwrap();
    assert_eq!((drafted.version, drafted.state.consultations.len()), (1, 0));
    let opened = commands.proposal_at(PROPOSAL, Position(4)).await.unwrap().unwrap();
    assert_eq!(
        (opened.version, opened.state.consultations[0].closes_at),
        (2, at(CLOSES))
    );
    let moved = commands.proposal_at(PROPOSAL, Position(99)).await.unwrap().unwrap();
    assert_eq!(
        (moved.version, moved.state.consultations[0].closes_at),
        (3, at("2027-02-20T16:00:00Z"))
    );

    assert!(commands.submission_at(id, Position(3)).await.unwrap().is_none());
    for (position, act) in [
        (4, Act::Lodged),
        (5, Act::Lodged),
        (6, Act::Revised),
        (7, Act::Withdrawn),
    ] {
        let stood = commands.submission_at(id, Position(position)).await.unwrap().unwrap();
        assert_eq!(stood.current().unwrap().act, act, "at position {position}");
    }
    assert!(commands.register_at(Position(0)).await.unwrap().state.is_empty());
    assert_eq!(commands.register_at(Position(1)).await.unwrap().version, 1);
}

#[tokio::test]
async fn the_history_of_a_proposal_has_its_submissions_and_the_register_and_nothing_else() {
    let house = House::opened().await;
    let (fji, wsm) = (state("FJI"), state("WSM"));
    house
        .run(&lodge(fji, LODGED, draft(vec![comment(1, "One.")])))
        .await
        .unwrap();
    house
        .run(&lodge(wsm, LODGED, draft(vec![comment(2, "Two.")])))
        .await
        .unwrap();
    house.run(&open(AFTER, CLOSES_AGAIN)).await.unwrap();
    house
        .run(&lodge(fji, AFTER, draft(vec![comment(3, "Three.")])))
        .await
        .unwrap();
    let other_proposal = consultation::ProposalId(uuid::Uuid::from_u128(0xB));
    let consultation::Command::TableProposal(other) = table() else {
        unreachable!()
    };
    let other = consultation::command::TableProposal {
        proposal: other_proposal,
        ..other
    };
    house.run(&consultation::Command::TableProposal(other)).await.unwrap();

    let proposal = house.commands.find_proposal(PROPOSAL).await.unwrap().unwrap().state;
    let history = house.commands.history_of(&proposal, Position(99)).await.unwrap();
    let positions: Vec<u64> = history.iter().map(|recorded| recorded.position.0).collect();
    // 6 and 7 are the closing and the second opening; 9 is the other proposal.
    assert_eq!(positions, [1, 2, 3, 4, 5, 6, 7, 8]);
    let until = house.commands.history_of(&proposal, Position(4)).await.unwrap();
    assert_eq!(until.last().unwrap().position, Position(4));
}
