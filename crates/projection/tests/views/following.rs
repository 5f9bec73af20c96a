//! Catch-up, following, waiting for a position.

use std::sync::atomic::Ordering;
use std::time::Duration;

use event_log::Position;
use projection::sql::Sql;
use projection::{Ended, ReadError, RunnerOptions, ViewState};
use tokio::time::timeout;

use crate::harness::{DEADLINE, House, Notes, append_bytes, notes, number, options};

#[tokio::test]
async fn a_view_catches_up_follows_and_says_what_it_reflects() {
    let house = House::with(&["one", "two", "three", "four", "five"]).await;
    let view = house.start(&Notes::new()).await;
    assert_eq!(
        notes(&view, Position(5)).await.unwrap(),
        ["one", "two", "three", "four", "five"]
    );

    let last = house.append(&["six", "seven"]).await;
    let mut read = view.read(Some(last)).await.unwrap();
    assert_eq!(read.position(), last);
    assert_eq!(Some(read.instant()), house.log.recorded_at(last).await.unwrap());
    let count = number(read.conn(), "SELECT count(*) FROM @note").await;
    assert_eq!(count, 7);

    let status = view.status();
    assert_eq!(
        (status.name, status.version, status.position, status.lag_events),
        ("notes", 1, last, 0)
    );
    assert!(status.lag_seconds.abs() < f64::EPSILON);
    view.subscribe()
        .wait_for(|now| now.state == ViewState::Live)
        .await
        .unwrap();
}

#[tokio::test]
async fn an_empty_view_reflects_the_beginning_of_the_log() {
    let house = House::new().await;
    let view = house.start(&Notes::new()).await;
    let read = view.read(None).await.unwrap();
    assert_eq!(read.position(), Position(0));
    assert_eq!(read.instant(), house.log.head().await.unwrap().recorded_at);
}

#[tokio::test]
async fn a_snapshot_stands_still_while_the_view_goes_on() {
    let house = House::with(&["one"]).await;
    let view = house.start(&Notes::new()).await;
    let mut read = view.read(None).await.unwrap();
    let last = house.append(&["two"]).await;
    view.wait_for(last).await.unwrap();
    let count = number(read.conn(), "SELECT count(*) FROM @note").await;
    assert_eq!((read.position(), count), (Position(1), 1));
    assert!(
        Sql::new("DELETE FROM @note").execute(read.conn()).await.is_err(),
        "a read must not write"
    );
}

#[tokio::test]
async fn a_read_waits_for_its_position_and_gives_up_in_time() {
    let house = House::with(&["one"]).await;
    let patient = house.start(&Notes::new()).await;
    let waiting = tokio::spawn(async move { notes(&patient, Position(2)).await });
    house.append(&["two"]).await;
    assert_eq!(
        timeout(DEADLINE, waiting).await.unwrap().unwrap().unwrap(),
        ["one", "two"]
    );

    let hasty = RunnerOptions {
        read_timeout: Duration::from_millis(20),
        ..options()
    };
    let view = house.start_with(&Notes::new(), hasty).await;
    let refused = view.read(Some(Position(3))).await.unwrap_err();
    assert!(
        matches!(
            refused,
            ReadError::Behind {
                wanted: Position(3),
                ..
            }
        ),
        "{refused:?}"
    );
}

#[tokio::test]
async fn a_view_in_its_first_build_answers_nothing_rather_than_a_part() {
    let house = House::with(&["one", "two", "three", "four"]).await;
    let notes_view = Notes::new();
    notes_view.first_page.forget_permits(1_000);
    let view = house
        .start_with(
            &notes_view,
            RunnerOptions {
                read_timeout: Duration::from_millis(20),
                ..options()
            },
        )
        .await;
    let refused = view.read(None).await.unwrap_err();
    assert!(
        matches!(
            refused,
            ReadError::Behind {
                position: Position(0),
                wanted: Position(4)
            }
        ),
        "{refused:?}"
    );
    assert_eq!(
        (view.status().state, view.status().lag_events),
        (ViewState::CatchingUp, 4)
    );
    notes_view.first_page.add_permits(1);
    view.subscribe()
        .wait_for(|now| now.position == Position(4))
        .await
        .unwrap();
    assert_eq!(notes(&view, Position(0)).await.unwrap().len(), 4);
}

#[tokio::test]
async fn a_fault_that_passes_is_tried_again_and_loses_nothing() {
    let house = House::with(&["one one", "two", "three", "four"]).await;
    let notes_view = Notes::new();
    notes_view.failures.store(2, Ordering::SeqCst);
    let view = house.start(&notes_view).await;
    assert_eq!(
        notes(&view, Position(4)).await.unwrap(),
        ["one one", "two", "three", "four"]
    );
    let mut read = view.read(None).await.unwrap();
    let ones = number(read.conn(), "SELECT count FROM @word WHERE word = 'one'").await;
    assert_eq!(ones, 2, "the two broken-off attempts left nothing behind");
    assert!(notes_view.pages.load(Ordering::SeqCst) >= 4);
}

#[tokio::test]
async fn two_runners_on_one_file_apply_every_event_once() {
    let house = House::new().await;
    let (first, second) = (house.start(&Notes::new()).await, house.start(&Notes::new()).await);
    for _ in 0..20 {
        house.append(&["again", "again"]).await;
    }
    assert_eq!(notes(&first, Position(40)).await.unwrap().len(), 40);
    let mut read = second.read(Some(Position(40))).await.unwrap();
    let count = number(read.conn(), "SELECT count FROM @word").await;
    assert_eq!(count, 40);
}

#[tokio::test]
async fn the_end_of_the_task_can_be_seen() {
    let house = House::with(&["one"]).await;
    let view = house.start(&Notes::new()).await;
    view.stop().await;
    assert_eq!(view.stopped().await, Ended::Requested);
    view.stop().await;

    let orphan = house.start(&Notes::new()).await;
    orphan.wait_for(Position(1)).await.unwrap();
    house.log.close().await;
    let ended = timeout(DEADLINE, orphan.stopped()).await.unwrap();
    assert!(matches!(ended, Ended::Failed(_)), "{ended:?}");
}

#[tokio::test]
async fn a_view_whose_apply_panics_ends_visibly() {
    let house = House::new().await;
    let view = house.start(&Notes::new()).await;
    // No UTF-8: the view's own unwrap fails.
    append_bytes(&house.log, &[&[0xff]]).await;
    let ended = timeout(DEADLINE, view.stopped()).await.unwrap();
    assert!(
        matches!(&ended, Ended::Failed(reason) if reason.contains("panicked")),
        "{ended:?}"
    );
}
