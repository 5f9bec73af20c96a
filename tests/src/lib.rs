//! The program under test: in process with a settable clock, or as real processes.

mod actor;
pub mod binary;
mod test_app;

pub use actor::{Actor, Reply};
pub use binary::{Program, Server};
pub use test_app::{TestApp, proposal};
