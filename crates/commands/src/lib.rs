//! The way of every write: load, fold, decide, append guarded by every stream that was read.
//!
//! Folded states are cached. A cached state may be stale: the guards make that harmless for an append, and a refusal
//! is given only after the streams were read again. So an ordinary lodging costs no read and one shared commit.

mod dossiers;
mod error;
mod execute;
mod follow;
mod load;
mod replay;
mod store;

pub use dossiers::DossierAt;
pub use error::{ExecuteError, LoadError};
pub use execute::{Envelope, Executed};
pub use store::{CacheLimits, Commands, Versioned};
