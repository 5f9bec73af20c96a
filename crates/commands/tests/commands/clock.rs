//! The clock closes a consultation (R6).

use consultation::{Event, Rejection};

use crate::house::*;

#[tokio::test]
async fn r6_closing_twice_is_harmless() {
    let house = House::opened().await;
    let refused = house.run(&close_due(LODGED)).await;
    assert_eq!(rejection(refused), Rejection::NotYetDue { closes_at: at(CLOSES) });
    let closed = house.run(&close_due(AFTER)).await.unwrap();
    let [Event::ConsultationClosed(event)] = closed.events.as_slice() else {
        unreachable!("{:?}", closed.events)
    };
    assert_eq!(event.closed_at, at(CLOSES), "whenever it was recorded");
    let before = house.events().await;
    for commands in [house.commands.clone(), house.newcomer()] {
        let again = house.run_by(&commands, &close_due(AFTER)).await.unwrap();
        assert!(again.appended.is_none() && again.events.is_empty());
        assert!(again.proposal.unwrap().state.consultations[0].closing_recorded);
    }
    assert_eq!(house.events().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn r6_two_clocks_at_once_record_one_closing() {
    let house = std::sync::Arc::new(House::opened().await);
    let before = house.events().await;
    let mut clocks = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let house = std::sync::Arc::clone(&house);
        clocks.spawn(async move { house.run(&close_due(AFTER)).await });
    }
    let answers = clocks.join_all().await;
    let appended = answers
        .into_iter()
        .filter(|answer| answer.as_ref().unwrap().appended.is_some());
    assert_eq!(appended.count(), 1);
    assert_eq!(house.events().await, before + 1);
}
