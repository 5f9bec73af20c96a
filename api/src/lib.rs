//! HTTP, JWT, OpenAPI, command line, wiring: the program `regional-input` as a library with a thin binary.

pub mod auth;
pub mod clock;
pub mod config;
pub mod http;
pub mod ids;
pub mod problem;
