//! The group-commit writer over a real engine.

use std::sync::Arc;

use tokio::task::{JoinHandle, yield_now};

use super::{Factory, Fixture, Gate};
use crate::{AppendError, Appended, LogError, Storage, WriterEnd, WriterLimits};

type Answer = JoinHandle<Result<Appended, AppendError>>;

/// A log behind a shut gate, and an append that already stands at the gate.
async fn held(factory: &dyn Factory, limits: WriterLimits) -> (Arc<Gate>, Arc<Fixture>, Answer) {
    let gate = Gate::before(factory.open().await);
    let engine: Arc<dyn Storage> = Arc::<Gate>::clone(&gate);
    let fixture = Arc::new(Fixture::start_on(engine, limits, 0).await);
    let first = queue(&fixture, &["a"]).await;
    gate.commit_waits().await;
    (gate, fixture, first)
}

/// Starts an append and returns when it stands in the queue. Tests run on one thread, so one yield is enough.
async fn queue(fixture: &Arc<Fixture>, streams: &[&str]) -> Answer {
    let append = fixture.append_to(streams);
    let log = fixture.log.clone();
    let answer = tokio::spawn(async move { log.append(append).await });
    yield_now().await;
    answer
}

fn is_closed(result: &Result<Appended, AppendError>) -> bool {
    matches!(result, Err(AppendError::Unavailable(cause)) if matches!(**cause, LogError::Closed))
}

/// What arrives while a commit runs goes into the next one together, as far as the limits allow.
pub async fn a_batch_takes_what_has_arrived(factory: &dyn Factory) {
    let limits = WriterLimits {
        batch_requests: 4,
        ..WriterLimits::default()
    };
    let (gate, fixture, first) = held(factory, limits).await;
    let mut answers = vec![first];
    for _ in 0..6 {
        answers.push(queue(&fixture, &["a"]).await);
    }
    gate.open();
    for (position, answer) in (1..).zip(answers) {
        assert_eq!(
            answer.await.unwrap().unwrap().last.0,
            position,
            "answers follow the order of arrival"
        );
    }
    assert_eq!(gate.batches(), [1, 4, 2]);
    fixture.assert_gapless(7).await;
}

/// An append larger than a batch is committed alone; those around it keep their order.
pub async fn a_huge_append_goes_alone(factory: &dyn Factory) {
    let limits = WriterLimits {
        batch_events: 3,
        batch_bytes: 10_000,
        ..WriterLimits::default()
    };
    let (gate, fixture, first) = held(factory, limits).await;
    let mut answers = vec![first];
    for streams in [&["a"][..], &["b"], &["a", "a", "b", "b", "c"], &["a"], &["b"]] {
        answers.push(queue(&fixture, streams).await);
    }
    let mut heavy = fixture.append_to(&["c"]);
    heavy.events.first_mut().unwrap().payload = vec![b'x'; 20_000];
    let log = fixture.log.clone();
    answers.push(tokio::spawn(async move { log.append(heavy).await }));
    yield_now().await;
    answers.push(queue(&fixture, &["a"]).await);
    gate.open();
    let mut last = 0;
    for answer in answers {
        let appended = answer.await.unwrap().unwrap();
        assert_eq!(appended.first.0, last + 1);
        last = appended.last.0;
    }
    assert_eq!(gate.batches(), [1, 2, 1, 2, 1, 1]);
    fixture.assert_gapless(12).await;
}

/// One more than the queue holds is refused at once; the others are committed.
pub async fn a_full_queue_is_overloaded(factory: &dyn Factory) {
    let (gate, fixture, first) = held(
        factory,
        WriterLimits {
            queue: 3,
            ..WriterLimits::default()
        },
    )
    .await;
    let mut waiting = Vec::new();
    for _ in 0..3 {
        waiting.push(queue(&fixture, &["a"]).await);
    }
    let refused = fixture.log.append(fixture.append_to(&["a"])).await.unwrap_err();
    assert!(matches!(refused, AppendError::Overloaded), "{refused:?}");
    gate.open();
    first.await.unwrap().unwrap();
    for answer in waiting {
        answer.await.unwrap().unwrap();
    }
    fixture.appended(&["a"]).await;
    fixture.assert_gapless(5).await;
}

/// Closing answers everything that was accepted, and refuses the rest.
pub async fn closing_commits_what_was_accepted(factory: &dyn Factory) {
    let limits = WriterLimits {
        batch_requests: 2,
        ..WriterLimits::default()
    };
    let (gate, fixture, first) = held(factory, limits).await;
    let mut accepted = vec![first];
    for _ in 0..5 {
        accepted.push(queue(&fixture, &["a"]).await);
    }
    let log = fixture.log.clone();
    let closing = tokio::spawn(async move { log.close().await });
    yield_now().await;
    assert!(!fixture.log.is_writing());
    gate.open();
    closing.await.unwrap();
    for answer in accepted {
        answer.await.unwrap().unwrap();
    }
    assert_eq!(fixture.log.writer_stopped().await, WriterEnd::Closed);
    assert!(is_closed(&fixture.log.append(fixture.append_to(&["a"])).await));
    assert!(matches!(fixture.log.head().await, Err(LogError::Closed)));
    fixture.log.close().await;

    let again = Fixture::start_on(factory.open().await, WriterLimits::default(), 1_000).await;
    again.assert_gapless(6).await;
}

/// When the writer dies, everybody who waits is told, new appends are refused, and the process can find out.
pub async fn a_dead_writer_is_noticed(factory: &dyn Factory) {
    let (gate, fixture, first) = held(factory, WriterLimits::default()).await;
    let second = queue(&fixture, &["a"]).await;
    assert!(fixture.log.is_writing());
    gate.break_next();
    assert_eq!(fixture.log.writer_stopped().await, WriterEnd::Failed);
    assert!(is_closed(&first.await.unwrap()));
    assert!(is_closed(&second.await.unwrap()));
    assert!(is_closed(&fixture.log.append(fixture.append_to(&["a"])).await));
    assert!(!fixture.log.is_writing());
    assert!(fixture.everything().await.is_empty());
}
