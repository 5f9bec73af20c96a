//! A PostgreSQL database as operators meet it: refused with a mend, roles kept apart, away and back, replicas, nodes that
//! hear of each other. Real processes on private servers.

#![expect(clippy::unwrap_used, reason = "a test ends at the first fault")]

mod away;
mod house;
mod nodes;
mod refused;
mod replica;
mod roles;
