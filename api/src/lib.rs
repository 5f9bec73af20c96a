//! HTTP, JWT, OpenAPI, command line, wiring: the program `regional-input` as a library with a thin binary.

pub mod aligning;
pub mod app;
pub mod auth;
pub mod cli;
pub mod clock;
pub mod closing;
pub mod config;
pub mod docs;
pub mod dossiers;
pub mod endpoints;
pub mod following;
pub mod http;
pub mod ids;
pub mod openapi;
pub mod permission;
pub mod problem;
pub mod reads;
pub mod register_file;
pub mod server;
pub mod steering;
pub mod store;
pub mod submissions;
pub mod wire;
