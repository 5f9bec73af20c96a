//! Refusals and failures. A refusal and a failure are never the same variant.

use consultation::Rejection;
use consultation::event::DecodeError;
use event_log::{AppendError, LogError, Position};

/// Why a state could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The log cannot be read.
    #[error("the log cannot be read")]
    Log(#[source] LogError),
    /// A stored event cannot be read.
    #[error("the event at position {position} cannot be read")]
    Decode {
        /// Where it stands.
        position: Position,
        /// What is wrong with it.
        #[source]
        source: DecodeError,
    },
    /// A stream begins with an event that cannot begin it.
    #[error("the stream {stream} begins with an event that cannot begin it")]
    Beginning {
        /// The stream.
        stream: String,
    },
}

/// Why a command was not carried out. Nothing of it is in the log.
#[derive(Debug, thiserror::Error)]
pub enum ExecuteError {
    /// A rule refused.
    #[error("refused: {0}")]
    Rejected(Rejection),
    /// Others kept changing what was decided on, four times in a row.
    #[error("too many concurrent changes")]
    Conflict,
    /// The idempotency key is known for a different request.
    #[error("the idempotency key was used for a different request")]
    IdempotencyMismatch,
    /// The log could not be written.
    #[error("the log could not be written")]
    Append(#[source] AppendError),
    /// What the decision needs could not be loaded.
    #[error("what the decision needs could not be loaded")]
    Load(#[source] LoadError),
    /// An event could not be encoded.
    #[error("an event could not be encoded")]
    Encode(#[source] serde_json::Error),
}

impl From<LoadError> for ExecuteError {
    fn from(error: LoadError) -> Self {
        Self::Load(error)
    }
}
