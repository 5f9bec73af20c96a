//! Commands over a real log in a directory of its own.
#![expect(clippy::unwrap_used, reason = "a failed expectation fails the test")]

mod clock;
mod concurrency;
mod house;
mod idempotency;
mod life;
mod numbers;
mod past;
mod retries;
mod stale;
