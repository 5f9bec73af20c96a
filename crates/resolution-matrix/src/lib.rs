//! The comment resolution matrix: each comment, what became of it, the response, and what changed (R17, R20).
//!
//! It is made from a dossier and a viewer's rights, without a database. Filters, order and pages are computed from what
//! the viewer sees and from nothing else (R15).

mod changed;
mod filter;
mod page;

pub use changed::changed_in;
pub use filter::{About, MatrixFilter, Speakers};
pub use page::{Matrix, MatrixPage, MatrixRow};
