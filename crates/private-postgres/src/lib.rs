//! A private PostgreSQL server for tests and measurements, started from the machine's binaries.
//!
//! It listens on a Unix socket in a directory of its own, so there is no port to collide. When the process that started
//! it ends, however it ends, a small shell that holds the other end of a pipe stops the server and removes the directory.

mod binaries;
mod server;

pub use binaries::{Binaries, NotInstalled};
pub use server::{Durability, PrivatePostgres, ServerError, Stop};
