//! Caches that others have overtaken: right answers, and a refusal only after the log was read again.

use consultation::Command;
use consultation::Rejection;
use consultation::command::{Expected, ReviseSubmission};

use crate::house::*;

#[tokio::test]
async fn commands_that_have_seen_nothing_carry_out_what_is_right() {
    let house = House::opened().await;
    let fji = state("FJI");
    let newcomer = house.newcomer();
    let lodged = house
        .run_by(&newcomer, &lodge(fji, LODGED, draft(vec![comment(1, "One.")])))
        .await
        .unwrap();
    assert_eq!(lodged.submission.unwrap().version(), 1);
    assert_eq!(lodged.proposal.unwrap().version, 2);
}

#[tokio::test]
async fn a_lodging_unknown_to_the_cache_is_refused_as_already_lodged() {
    let house = House::opened().await;
    let (fji, other) = (state("FJI"), house.newcomer());
    // The other has the proposal in its cache, and knows of no submission.
    other.find_proposal(PROPOSAL).await.unwrap();
    other.register().await.unwrap();
    house
        .run(&lodge(fji, LODGED, draft(vec![comment(1, "One.")])))
        .await
        .unwrap();
    let refused = house
        .run_by(&other, &lodge(fji, LODGED, draft(vec![comment(2, "Two.")])))
        .await;
    assert_eq!(
        rejection(refused),
        Rejection::AlreadyLodged {
            submission: house.submission_of(1, fji)
        }
    );
}

#[tokio::test]
async fn a_refusal_is_given_only_after_a_fresh_read() {
    let house = House::opened().await;
    let (fji, other) = (state("FJI"), house.newcomer());
    let id = house.submission_of(1, fji);
    house
        .run_by(&other, &lodge(fji, LODGED, draft(vec![comment(1, "One.")])))
        .await
        .unwrap();
    // By the other's cache the submission stands; by the log it was withdrawn and may be lodged again.
    house.run(&withdraw(id, fji, REVISED)).await.unwrap();
    let again = house
        .run_by(&other, &lodge(fji, REVISED, draft(vec![comment(2, "Two.")])))
        .await
        .unwrap();
    assert_eq!(again.submission.unwrap().version(), 3);
    // The same the other way round.
    let refused = house.run(&lodge(fji, REVISED, draft(vec![comment(3, "Three.")]))).await;
    assert_eq!(rejection(refused), Rejection::AlreadyLodged { submission: id });
}

#[tokio::test]
async fn a_version_unknown_to_the_cache_satisfies_the_precondition() {
    let house = House::opened().await;
    let (fji, other) = (state("FJI"), house.newcomer());
    let id = house.submission_of(1, fji);
    house
        .run_by(&other, &lodge(fji, LODGED, draft(vec![comment(1, "One.")])))
        .await
        .unwrap();
    house
        .run(&revise(id, fji, REVISED, draft(vec![comment(2, "Two.")])))
        .await
        .unwrap();
    let on_version = |version| {
        Command::ReviseSubmission(ReviseSubmission {
            submission: id,
            by: fji,
            at: at(REVISED),
            expected: Expected::Versions(vec![version]),
            draft: draft(vec![comment(3, "Three.")]),
        })
    };
    let refused = house.run_by(&house.newcomer(), &on_version(1)).await;
    assert_eq!(rejection(refused), Rejection::StaleVersion { present: 2 });
    // Only now: the refusal above did not go through the other's cache, which still holds version 1.
    assert_eq!(
        house
            .run_by(&other, &on_version(2))
            .await
            .unwrap()
            .submission
            .unwrap()
            .version(),
        3
    );
    let refused = house.run(&on_version(2)).await;
    assert_eq!(rejection(refused), Rejection::StaleVersion { present: 3 });
}

#[tokio::test]
async fn a_register_that_changed_since_is_noticed() {
    let house = House::opened().await;
    let (fji, other) = (state("FJI"), house.newcomer());
    other.register().await.unwrap();
    other.find_proposal(PROPOSAL).await.unwrap();
    // KOR leaves; KOR's table command is refused though the other's cache has it as a member.
    let without = facts()
        .into_iter()
        .filter(|dated| dated.fact.key() != "member KOR")
        .collect();
    house.run(&apply_register(without, LODGED)).await.unwrap();
    let refused = house
        .run_by(&other, &close_early(REVISED, "2027-02-20T16:00:00Z"))
        .await;
    assert_eq!(rejection(refused), Rejection::NotAMember { state: state("KOR") });
    // Lodging goes on, guarded by the register as it is now.
    let third = house.newcomer();
    assert!(
        house
            .run_by(&third, &lodge(fji, REVISED, draft(vec![comment(1, "One.")])))
            .await
            .is_ok()
    );
}
