//! Drives any view over the log: checkpoint, catch-up, rebuild beside the live one, wait for a position.
//!
//! A view implements [`View`]: its tables and how a page of events changes them. [`ViewHandle::start`] opens the
//! view's file, keeps it up to date in one task, and lends out read-only snapshots ([`ViewRead`]) that say exactly
//! which position they reflect. Effects and checkpoint are committed in one transaction, so nothing is lost or
//! applied twice; a view that cannot apply an event pauses in front of it and says so.

mod advance;
mod handle;
mod lag;
mod origin;
mod page;
mod postgres;
mod read;
mod rebuild;
mod shared;
pub mod sql;
mod sqlite;
pub mod testing;
mod view;

pub use handle::{Ended, Progress, ReadError, RunnerOptions, StartError, ViewHandle, ViewPlace, ViewState, ViewStatus};
pub use postgres::{Comparison, compare_with_rebuild};
pub use read::{MemoryView, ViewRead};
pub use rebuild::{RebuildError, Rebuilt, rebuild_offline};
pub use sqlite::find_live_file;
pub use view::{ApplyError, View};
