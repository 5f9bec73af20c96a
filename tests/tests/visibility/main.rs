//! R15 over HTTP: what a viewer may not see changes no byte of any answer.
//!
//! Two programs with the same clock and ids are given the same acts, except that in the second everything is changed
//! that the viewer may not see: hidden words, types, paragraphs, languages and positions; words that no longer stand;
//! for others than members what these do among themselves; and for comments under a label also the state that lodged them, when they came, and their language. Then every
//! GET operation must answer the same, at present and about the past: status, headers and body.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that meets something unexpected fails"
)]

mod members;
mod random;
mod reads;
mod run;
mod twin;
mod world;

use random::Random;
use world::{Viewer, World};

/// Worlds that are tried; each takes two programs.
const WORLDS: u64 = 12;

#[tokio::test]
async fn nothing_that_a_viewer_may_not_see_changes_a_byte() {
    for seed in 0..WORLDS {
        let mut random = Random::new(seed);
        let world = World::random(&mut random);
        let viewer = Viewer::random(&mut random, &world);
        let twin = twin::of(&world, viewer, &mut random);
        let (one, other) = (run::play(&world).await, run::play(&twin).await);
        let compared = reads::compare(&one, &other, viewer, seed).await;
        assert!(compared > 100, "seed {seed}: only {compared} answers");
    }
}
