//! Events that cannot be applied.

use std::sync::atomic::Ordering;

use event_log::Position;
use projection::{ReadError, RebuildError, RunnerOptions, ViewState};

use crate::harness::{House, Notes, POISON, notes, options, paused};

#[tokio::test]
async fn a_poisoned_event_pauses_the_view_right_before_it_and_is_visible() {
    let house = House::with(&["one", "two", POISON, "four"]).await;
    let view = house
        .start_with(
            &Notes::new(),
            RunnerOptions {
                max_page_events: 100,
                ..options()
            },
        )
        .await;
    assert_eq!(paused(&view).await, (Position(3), "it is poison".to_owned()));
    let status = view.status();
    assert_eq!((status.position, status.lag_events), (Position(2), 2));
    assert_eq!(
        status.state,
        ViewState::Paused {
            position: Position(3),
            reason: "it is poison".to_owned()
        }
    );
    let refused = view.read(Some(Position(3))).await.unwrap_err();
    assert!(matches!(refused, ReadError::Paused { .. }), "{refused:?}");
}

#[tokio::test]
async fn a_paused_view_still_answers_what_it_has() {
    let house = House::with(&["one"]).await;
    let view = house.start(&Notes::new()).await;
    view.wait_for(Position(1)).await.unwrap();
    house.append(&["two", POISON]).await;
    paused(&view).await;
    assert_eq!(notes(&view, Position(2)).await.unwrap(), ["one", "two"]);
}

#[tokio::test]
async fn a_statement_that_can_never_succeed_pauses_at_the_event_to_blame() {
    let house = House::with(&["unique a", "b", "unique a", "c"]).await;
    let view = house
        .start_with(
            &Notes::new(),
            RunnerOptions {
                max_page_events: 100,
                ..options()
            },
        )
        .await;
    let (position, reason) = paused(&view).await;
    assert_eq!(position, Position(3));
    assert!(reason.contains("UNIQUE"), "{reason}");
    assert_eq!(view.status().position, Position(2));
}

#[tokio::test]
async fn a_paused_view_goes_on_after_a_rebuild_with_a_mended_view() {
    let house = House::with(&["one", POISON, "three"]).await;
    let notes_view = Notes::new();
    let view = house.start(&notes_view).await;
    paused(&view).await;

    let refused = view.rebuild().await.unwrap_err();
    assert!(
        matches!(
            refused,
            RebuildError::Poisoned {
                position: Position(2),
                ..
            }
        ),
        "{refused:?}"
    );
    assert!(
        matches!(view.status().state, ViewState::Paused { .. }),
        "a failed rebuild changes nothing"
    );

    notes_view.mended.store(true, Ordering::SeqCst);
    assert_eq!(view.rebuild().await.unwrap().position, Position(3));
    assert_eq!(notes(&view, Position(3)).await.unwrap(), ["one", POISON, "three"]);
    let last = house.append(&["four"]).await;
    view.wait_for(last).await.unwrap();
}

#[tokio::test]
async fn a_paused_view_goes_on_after_a_start_with_a_mended_view() {
    let house = House::with(&["one", POISON, "three"]).await;
    let view = house.start(&Notes::new()).await;
    paused(&view).await;
    view.stop().await;

    let mended = Notes::new();
    mended.mended.store(true, Ordering::SeqCst);
    let view = house.start(&mended).await;
    assert_eq!(notes(&view, Position(3)).await.unwrap(), ["one", POISON, "three"]);
}
