//! The program under test: in process with a settable clock, or as real processes.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "a test ends where what it needs is not there"
)]

mod actor;
pub mod binary;
mod contract;
mod engine;
mod node;
mod test_app;

pub use actor::{Actor, Reply};
pub use binary::{Program, Server};
pub use engine::Engine;
pub use node::{Node, NodeAddress};
pub use test_app::{TestApp, proposal};
