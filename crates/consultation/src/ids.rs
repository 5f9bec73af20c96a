//! Ids: one newtype a kind, constructed by the caller.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::StateCode;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )+};
}

ids! {
    /// A proposal (`UUIDv7`).
    ProposalId,
    /// A paragraph, the same from revision to revision (`UUIDv7`).
    ParagraphId,
    /// A comment (random, v4, so that it tells no order, time or state: R15).
    CommentId,
    /// A submission: see [`SubmissionId::derive`].
    SubmissionId,
}

impl SubmissionId {
    /// The id of a state's only submission in a consultation (R8): v5 of log, proposal, consultation and state, so
    /// that every node finds the stream without a lookup.
    #[must_use]
    pub fn derive(log_id: Uuid, proposal: ProposalId, consultation: u32, state: StateCode) -> Self {
        Self(Uuid::new_v5(
            &log_id,
            format!("{proposal}/{consultation}/{state}").as_bytes(),
        ))
    }
}

impl CommentId {
    /// The number shown to a viewer who may not know the state: drawn from the random id, so that it tells nothing
    /// (R15c).
    #[must_use]
    pub fn unattributed_number(self) -> String {
        let [a, b, ..] = *self.0.as_bytes();
        format!("DEL-{a:02X}{b:02X}")
    }
}
