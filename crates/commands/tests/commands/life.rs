//! The life of a submission: what each command answers.

use consultation::Rejection;
use consultation::submission::{Act, Standing};
use event_log::Position;

use crate::house::*;

#[tokio::test]
async fn a_submission_is_lodged_revised_withdrawn_and_lodged_again() {
    let house = House::registered().await;
    let tabled = house.run(&table()).await.unwrap();
    assert_eq!(tabled.proposal.as_ref().unwrap().version, 1);
    assert_eq!(tabled.appended.unwrap().last, Position(2));
    let opened = house.run(&open(OPENED, CLOSES)).await.unwrap();
    assert_eq!(opened.proposal.unwrap().version, 2);
    assert!(opened.submission.is_none());

    let fji = state("FJI");
    let id = house.submission_of(1, fji);
    let lodged = house
        .run(&lodge(fji, LODGED, draft(vec![comment(1, "One.")])))
        .await
        .unwrap();
    let submission = lodged.submission.unwrap();
    assert_eq!((submission.id, submission.version()), (id, 1));
    assert_eq!(lodged.appended.unwrap().last, Position(4));
    assert_eq!(
        lodged.proposal.unwrap().version,
        2,
        "a submission is no event of the proposal's stream"
    );

    let revised = house
        .run(&revise(id, fji, REVISED, draft(vec![comment(2, "Two.")])))
        .await
        .unwrap();
    assert_eq!(revised.submission.unwrap().version(), 2);
    assert_eq!(revised.appended.unwrap().last, Position(5));

    let withdrawn = house
        .run(&withdraw(id, fji, REVISED))
        .await
        .unwrap()
        .submission
        .unwrap();
    assert_eq!((withdrawn.version(), withdrawn.withdrawn_at), (3, Some(at(REVISED))));
    let refused = house.run(&withdraw(id, fji, REVISED)).await;
    assert_eq!(rejection(refused), Rejection::AlreadyWithdrawn { at: at(REVISED) });

    let again = house
        .run(&lodge(fji, REVISED, draft(vec![comment(3, "Three.")])))
        .await
        .unwrap();
    let submission = again.submission.unwrap();
    assert_eq!(
        (submission.id, submission.version(), submission.withdrawn_at),
        (id, 4, None)
    );
    assert_eq!(again.appended.unwrap().last, Position(7));
    let acts: Vec<Act> = submission.versions.iter().map(|version| version.act).collect();
    assert_eq!(acts, [Act::Lodged, Act::Revised, Act::Withdrawn, Act::Lodged]);
    assert_eq!(house.events().await, 7, "what was refused is not in the log");
}

#[tokio::test]
async fn what_is_answered_is_what_the_log_folds_to() {
    let house = House::opened().await;
    let fji = state("FJI");
    let entered = house.run(&enter(fji, 1)).await.unwrap().submission.unwrap();
    assert_eq!(entered.standing, Standing::AwaitingConfirmation);
    let more = house.run(&enter(fji, 2)).await.unwrap().submission.unwrap();
    assert_eq!(more.current().unwrap().content.comments.len(), 2);
    let newcomer = house.newcomer();
    assert_eq!(newcomer.find_submission(more.id).await.unwrap(), Some(more));
    let known = house.commands.known_proposal(PROPOSAL).unwrap();
    let found = newcomer.find_proposal(PROPOSAL).await.unwrap().unwrap();
    assert_eq!((found.version, found.state), (known.version, known.state));
}

#[tokio::test]
async fn what_changes_nothing_appends_nothing() {
    let house = House::opened().await;
    let before = house.events().await;
    let register = house.run(&apply_register(facts(), LODGED)).await.unwrap();
    assert!(register.appended.is_none() && register.events.is_empty());
    let fji = state("FJI");
    let lodged = house.run(&enter(fji, 1)).await.unwrap();
    let again = house.run(&enter(fji, 1)).await.unwrap();
    assert!(again.appended.is_none());
    assert_eq!(again.submission, lodged.submission, "the present state is the answer");
    assert_eq!(house.events().await, before + 1);
}

#[tokio::test]
async fn check_decides_and_appends_nothing() {
    let house = House::opened().await;
    let before = house.events().await;
    let fji = state("FJI");
    let command = lodge(fji, LODGED, draft(vec![comment(1, "One.")]));
    let events = house.commands.check(&command).await.unwrap();
    assert_eq!(events.len(), 1);
    assert_eq!(house.events().await, before);
    assert_eq!(
        house.run(&command).await.unwrap().events,
        events,
        "the events that execute appends"
    );
    let refused = house.commands.check(&command).await.unwrap_err();
    assert!(matches!(
        refused,
        commands::ExecuteError::Rejected(Rejection::AlreadyLodged { .. })
    ));
}
