//! The same request again gets the first answer again.

use std::sync::Arc;

use commands::ExecuteError;
use consultation::Rejection;
use tokio::task::JoinSet;

use crate::house::*;

#[tokio::test]
async fn a_retry_gets_the_first_answer_whatever_happened_since() {
    let house = House::opened().await;
    let fji = state("FJI");
    let id = house.submission_of(1, fji);
    let command = lodge(fji, LODGED, draft(vec![comment(1, "One.")]));
    let first = house.run_keyed(&command, 1, 1).await.unwrap();
    assert!(!first.is_replay());
    house
        .run(&revise(id, fji, REVISED, draft(vec![comment(2, "Two.")])))
        .await
        .unwrap();
    house.run(&close_early(REVISED, "2027-02-20T16:00:00Z")).await.unwrap();
    let events = house.events().await;

    // The rule would refuse now (already lodged), and the body may carry fresh ids.
    let retry = lodge(fji, AFTER, draft(vec![comment(77, "One.")]));
    let again = house.run_keyed(&retry, 1, 1).await.unwrap();
    assert!(again.is_replay());
    assert_eq!(
        again.submission, first.submission,
        "as of then: version 1, before the revision"
    );
    assert_eq!(
        again.proposal.as_ref().unwrap().version,
        first.proposal.as_ref().unwrap().version
    );
    assert_eq!(again.proposal.unwrap().state, first.proposal.unwrap().state);
    let (again, first) = (again.appended.unwrap(), first.appended.unwrap());
    assert_eq!(
        (again.first, again.last, again.versions),
        (first.first, first.last, first.versions)
    );

    // Nor when it is withdrawn and could be lodged again.
    house.run(&withdraw(id, fji, REVISED)).await.unwrap();
    let again = house.run_keyed(&retry, 1, 1).await.unwrap();
    assert!(again.is_replay() && again.submission.unwrap().version() == 1);
    assert_eq!(house.events().await, events + 1);
}

#[tokio::test]
async fn proposals_and_the_register_are_replayed_too() {
    let house = House::registered().await;
    let tabled = house.run_keyed(&table(), 1, 1).await.unwrap();
    house.run(&open(OPENED, CLOSES)).await.unwrap();
    let again = house.run_keyed(&table(), 1, 1).await.unwrap();
    assert!(again.is_replay());
    assert_eq!(again.proposal.unwrap().state, tabled.proposal.unwrap().state);
    // Two events in one append: the overdue closing, and the opening.
    let reopened = house.run_keyed(&open(AFTER, CLOSES_AGAIN), 2, 2).await.unwrap();
    assert_eq!(reopened.events.len(), 2);
    let again = house.run_keyed(&open(AFTER, CLOSES_AGAIN), 2, 2).await.unwrap();
    assert_eq!(again.proposal.unwrap().state, reopened.proposal.unwrap().state);
    let fewer = facts()
        .into_iter()
        .filter(|dated| dated.fact.key() != "partner FJI")
        .collect::<Vec<_>>();
    let applied = house
        .run_keyed(&apply_register(fewer.clone(), AFTER), 3, 3)
        .await
        .unwrap();
    // It would change nothing now.
    let again = house.run_keyed(&apply_register(fewer, AFTER), 3, 3).await.unwrap();
    assert!(again.is_replay());
    assert_eq!(again.appended.unwrap().last, applied.appended.unwrap().last);
}

#[tokio::test]
async fn a_key_is_for_one_request() {
    let house = House::opened().await;
    let (fji, wsm) = (state("FJI"), state("WSM"));
    let words = || draft(vec![comment(1, "One.")]);
    house.run_keyed(&lodge(fji, LODGED, words()), 1, 1).await.unwrap();
    let before = house.events().await;
    let mismatch = |result| matches!(result, Err(ExecuteError::IdempotencyMismatch));
    assert!(mismatch(
        house
            .run_keyed(&lodge(wsm, LODGED, draft(vec![comment(2, "Two.")])), 1, 2)
            .await
    ));
    // Also where the rule would refuse, and where nothing would change.
    assert!(mismatch(house.run_keyed(&lodge(fji, LODGED, words()), 1, 2).await));
    assert!(mismatch(house.run_keyed(&apply_register(facts(), LODGED), 1, 2).await));
    assert_eq!(house.events().await, before);
}

#[tokio::test]
async fn a_refused_request_stores_nothing() {
    let house = House::opened().await;
    let fji = state("FJI");
    let id = house.submission_of(1, fji);
    let empty = lodge(
        fji,
        LODGED,
        consultation::command::SubmissionDraft {
            position: None,
            ..draft(Vec::new())
        },
    );
    assert!(matches!(
        rejection(house.run_keyed(&empty, 1, 1).await),
        Rejection::Content(_)
    ));
    assert_eq!(
        rejection(house.run_keyed(&withdraw(id, fji, LODGED), 2, 2).await),
        Rejection::SubmissionNotFound
    );
    // The keys are free.
    let lodged = house
        .run_keyed(&lodge(fji, LODGED, draft(vec![comment(1, "One.")])), 1, 9)
        .await
        .unwrap();
    assert!(!lodged.is_replay());
    assert!(
        !house
            .run_keyed(&withdraw(id, fji, LODGED), 2, 2)
            .await
            .unwrap()
            .is_replay()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn twins_at_once_get_the_same_answer() {
    let house = Arc::new(House::opened().await);
    let fji = state("FJI");
    let before = house.events().await;
    let mut twins = JoinSet::new();
    for twin in 0..16_u128 {
        let house = Arc::clone(&house);
        twins.spawn(async move {
            let command = lodge(fji, LODGED, draft(vec![comment(1 + twin, "One.")]));
            house.run_keyed(&command, 5, 5).await
        });
    }
    let answers: Vec<_> = twins.join_all().await.into_iter().map(Result::unwrap).collect();
    assert_eq!(house.events().await, before + 1);
    assert_eq!(answers.iter().filter(|answer| !answer.is_replay()).count(), 1);
    for answer in &answers {
        assert_eq!(answer.submission, answers[0].submission);
        assert_eq!(
            answer.appended.as_ref().unwrap().last,
            answers[0].appended.as_ref().unwrap().last
        );
    }
}
