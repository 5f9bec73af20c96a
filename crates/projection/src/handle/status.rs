//! What a running view says of itself.

use event_log::Position;

/// What a view is doing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ViewState {
    /// More events are known than applied.
    CatchingUp,
    /// At the head, following.
    Live,
    /// Before an event that this version of the view cannot apply; nothing is skipped. A rebuild or a start with a
    /// mended view goes on.
    Paused {
        /// The event it cannot apply.
        position: Position,
        /// Why; for the log and the operator.
        reason: String,
    },
    /// A new file is being built; the live one serves and follows meanwhile.
    Rebuilding,
}

/// How far a view has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// The last event applied.
    pub position: Position,
    /// Never [`ViewState::Rebuilding`]: that is no state of the live file.
    pub state: ViewState,
}

/// A view's health.
#[derive(Debug, Clone, PartialEq)]
pub struct ViewStatus {
    /// The view's name.
    pub name: &'static str,
    /// The view's version.
    pub version: u32,
    /// The last event applied.
    pub position: Position,
    /// Events in the log that are not applied.
    pub lag_events: u64,
    /// Seconds since this process first saw the log pass what the view has applied; precise to one second.
    pub lag_seconds: f64,
    /// What it is doing.
    pub state: ViewState,
}

/// Why a view's task ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    /// It was told to, or nobody held it any more.
    Requested,
    /// It died, or the log it follows is closed or damaged.
    Failed(String),
}
