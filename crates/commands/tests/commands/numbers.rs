//! Comment numbers run on through the proposal (R8), whatever happens at once.

use std::collections::BTreeMap;
use std::sync::Arc;

use consultation::CommentId;
use consultation::command::CommentDraft;
use tokio::task::JoinSet;

use crate::house::*;

fn keeping(number: &str, id: u128, text: &str) -> CommentDraft {
    CommentDraft {
        number: Some(number.into()),
        ..comment(id, text)
    }
}

#[tokio::test]
async fn r8_numbers_run_on_over_consultations() {
    let house = House::opened().await;
    let fji = state("FJI");
    let first = draft(vec![comment(1, "One."), comment(2, "Two.")]);
    house.run(&lodge(fji, LODGED, first)).await.unwrap();
    house.run(&open(AFTER, CLOSES_AGAIN)).await.unwrap();
    let numbers = |executed: commands::Executed| -> Vec<u32> {
        let submission = executed.submission.unwrap();
        submission
            .current()
            .unwrap()
            .content
            .comments
            .iter()
            .map(|comment| comment.number)
            .collect()
    };
    // By commands that have to look for the other submission first.
    let lodged = house
        .run_by(&house.newcomer(), &lodge(fji, AFTER, draft(vec![comment(3, "Three.")])))
        .await
        .unwrap();
    assert_eq!(numbers(lodged), [3]);
    let (id, words) = (
        house.submission_of(1, fji),
        draft(vec![keeping("FJI-002", 0, "Two."), comment(4, "Late.")]),
    );
    assert_eq!(
        numbers(house.run(&revise(id, fji, AFTER, words)).await.unwrap()),
        [2, 4]
    );
    let (id, words) = (
        house.submission_of(2, fji),
        draft(vec![keeping("FJI-003", 0, "Three."), comment(5, "More.")]),
    );
    assert_eq!(
        numbers(house.run(&revise(id, fji, AFTER, words)).await.unwrap()),
        [3, 5]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn r8_revising_two_submissions_at_once_never_gives_a_number_twice() {
    let house = Arc::new(House::opened().await);
    let fji = state("FJI");
    house
        .run(&lodge(fji, LODGED, draft(vec![comment(1, "One.")])))
        .await
        .unwrap();
    house.run(&open(AFTER, CLOSES_AGAIN)).await.unwrap();
    house
        .run(&lodge(fji, AFTER, draft(vec![comment(2, "Two.")])))
        .await
        .unwrap();
    for round in 0..20_u128 {
        let mut both = JoinSet::new();
        for consultation in [1_u32, 2] {
            let house = Arc::clone(&house);
            both.spawn(async move {
                // All comments are replaced by one new one.
                let words = draft(vec![comment(0x1000 + round * 2 + u128::from(consultation), "Again.")]);
                let id = house.submission_of(consultation, fji);
                house.run(&revise(id, fji, AFTER, words)).await
            });
        }
        for revised in both.join_all().await {
            revised.unwrap();
        }
    }
    let mut owners: BTreeMap<u32, CommentId> = BTreeMap::new();
    for consultation in [1, 2] {
        let submission = house
            .commands
            .find_submission(house.submission_of(consultation, fji))
            .await
            .unwrap()
            .unwrap();
        assert_eq!(submission.version(), 21);
        for comment in submission.versions.iter().flat_map(|version| &version.content.comments) {
            let owner = *owners.entry(comment.number).or_insert(comment.id);
            assert_eq!(owner, comment.id, "FJI-{:03} was given twice", comment.number);
        }
    }
    assert_eq!(owners.len(), 42);
}
