//! A view in a database that several nodes share: each node is a log and a handle of its own in this process.

mod driving;
mod nodes;
mod rebuilding;
