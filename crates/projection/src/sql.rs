//! One way to speak SQL to either engine.
//!
//! A view's statements are written once where the dialects agree, with `$1`, `$2` … for what is bound and `@` before
//! the name of each of the view's own tables and indexes: on PostgreSQL several generations of a view stand in one
//! schema, told apart by a prefix. Where the dialects differ, the two texts stand side by side
//! ([`ViewConn::engine`]).
//!
//! Types are few and the same on both sides: integers of 64 bits (`INTEGER`, `BIGINT`), `BOOLEAN`, `TEXT`, and ids of
//! 16 bytes (`BLOB`, `UUID`). Instants are microseconds since 1970-01-01T00:00:00Z.

mod bulk;
mod conn;
mod row;
mod statement;
mod value;

pub use bulk::insert_rows;
pub use conn::{Engine, ViewConn};
pub use row::{Column, Row};
pub use statement::Sql;
pub use value::Value;
