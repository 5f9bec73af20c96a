//! The operations over HTTP, in process: one module a group.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that meets something unexpected fails"
)]

mod board;
mod consultations;
mod deadlines;
mod filled_matrix;
mod input;
mod matrix;
mod past;
mod proposals;
mod register;
mod review;
mod rolling;
mod service;
mod sheets;
mod silence;
mod submissions;
