//! What only PostgreSQL can do to a writer: sessions that die, servers that say nothing, replicas that are away.
#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test's helper fails the test"
)]

mod epochs;
mod house;
mod proxy;
mod replicas;
mod sessions;
mod unknown;
