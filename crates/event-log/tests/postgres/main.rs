//! What only PostgreSQL can do to a writer.
#![expect(clippy::unwrap_used, reason = "a test's helper fails the test")]

mod house;
mod sessions;
