//! The view of all input on a proposal: its tables, its answers, and what these never tell.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed expectation fails the test"
)]

mod answers;
mod as_of;
mod at_close;
mod hidden;
mod history;
mod however_applied;
mod lists;
mod model;
mod random;
mod register;
mod rows;
mod scenario;
mod search;
mod secrecy;
mod sight;
mod silence;
