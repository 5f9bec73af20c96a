//! The view of all input on a proposal: its tables, its answers, and what these never tell.
#![expect(clippy::unwrap_used, reason = "a failed expectation fails the test")]

mod answers;
// as_of
// at_close
mod hidden;
mod history;
mod however_applied;
// lists
mod model;
mod random;
mod register;
// search
mod secrecy;
mod sight;
