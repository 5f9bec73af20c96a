//! Many at once: every answer is right in the order of the log.

use std::sync::Arc;

use commands::ExecuteError;
use consultation::event::decode;
use consultation::{Event, Rejection};
use event_log::Position;
use tokio::task::JoinSet;

use crate::house::*;

const MANY: usize = 50;

#[tokio::test(flavor = "multi_thread")]
async fn lodgings_of_different_states_do_not_hinder_each_other() {
    let house = Arc::new(House::opened().await);
    let before = house.events().await;
    let mut lodgings = JoinSet::new();
    for (id, by) in (1_u128..).zip(partners().into_iter().take(MANY)) {
        let house = Arc::clone(&house);
        lodgings.spawn(async move { house.run(&lodge(by, LODGED, draft(vec![comment(id, "One.")]))).await });
    }
    let mut positions: Vec<u64> = Vec::new();
    for lodged in lodgings.join_all().await {
        let lodged = lodged.unwrap();
        assert_eq!(lodged.submission.unwrap().version(), 1);
        positions.push(lodged.appended.unwrap().last.0);
    }
    positions.sort_unstable();
    let wanted: Vec<u64> = (before + 1..=before + u64::try_from(MANY).unwrap()).collect();
    assert_eq!(positions, wanted);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_lodgings_by_one_state_one_wins_and_the_others_are_told() {
    let house = Arc::new(House::opened().await);
    let fji = state("FJI");
    let mut lodgings = JoinSet::new();
    for id in 1..=u128::try_from(MANY).unwrap() {
        let house = Arc::clone(&house);
        lodgings.spawn(async move { house.run(&lodge(fji, LODGED, draft(vec![comment(id, "One.")]))).await });
    }
    let (won, lost): (Vec<_>, Vec<_>) = lodgings.join_all().await.into_iter().partition(Result::is_ok);
    assert_eq!((won.len(), lost.len()), (1, MANY - 1));
    for answer in lost {
        assert_eq!(
            rejection(answer),
            Rejection::AlreadyLodged {
                submission: house.submission_of(1, fji)
            }
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn r12_nothing_slips_in_as_on_time_after_the_closing_was_brought_forward() {
    let house = Arc::new(House::opened().await);
    // Lodgings at an instant that is on time by the old closing and late by the new one.
    let (moved, closes, said) = (LODGED, "2027-02-10T00:00:00Z", "2027-02-10T00:00:01Z");
    let mut lodgings = JoinSet::new();
    for (id, by) in (1_u128..).zip(partners().into_iter().take(MANY)) {
        let house = Arc::clone(&house);
        lodgings.spawn(async move {
            if id == 25 {
                house.run(&close_early(moved, closes)).await.unwrap();
            }
            house.run(&lodge(by, said, draft(vec![comment(id, "One.")]))).await
        });
    }
    for lodged in lodgings.join_all().await {
        lodged.unwrap();
    }
    let mut brought_forward = false;
    let mut late = 0;
    for recorded in house.log.read_after(Position(0), 1_000).await.unwrap() {
        match decode(&recorded.kind, recorded.schema_version, &recorded.payload).unwrap() {
            Event::ConsultationBroughtForward(_) => brought_forward = true,
            Event::SubmissionLodged(lodged) => {
                assert_eq!(lodged.late, brought_forward, "at position {}", recorded.position);
                assert_eq!(lodged.content.comments[0].late, brought_forward);
                late += usize::from(lodged.late);
            }
            _ => {}
        }
    }
    assert!(
        brought_forward && late > 0,
        "at least the one that closed lodges afterwards"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_conflicts_too_often_is_a_conflict_and_is_not_in_the_log() {
    let house = Arc::new(House::opened().await);
    let fji = state("FJI");
    let mut entries = JoinSet::new();
    for id in 1..=u128::try_from(MANY).unwrap() {
        let house = Arc::clone(&house);
        entries.spawn(async move { house.run(&enter(fji, id)).await });
    }
    let mut entered = 0;
    for answer in entries.join_all().await {
        match answer {
            Ok(_) => entered += 1,
            Err(ExecuteError::Conflict) => {}
            Err(other) => unreachable!("{other:?}"),
        }
    }
    assert!(entered > 0);
    let submission = house
        .commands
        .find_submission(house.submission_of(1, fji))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(submission.version(), entered);
    let comments = submission.current().unwrap().content.comments.len();
    assert_eq!(
        u64::try_from(comments).unwrap(),
        entered,
        "each entry added its row to all before it"
    );
}
