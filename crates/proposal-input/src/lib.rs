//! The view of all input on a proposal: its tables, its `apply`, its queries.
//!
//! Every query takes [`Scope`], which carries the viewer's rights; the conditions on rows come from
//! `consultation::visibility` alone (R15). What a query answers is a function of what the viewer may see.

mod apply;
mod as_of;
mod query;
mod rows;

use async_trait::async_trait;
use event_log::RecordedEvent;
use projection::sql::{Engine, ViewConn};
use projection::{ApplyError, View};

pub use as_of::{AsOfError, as_of};
pub use query::comments::{CommentFilter, CommentItem, CommentKey, ParagraphFilter, Seen, find_comments};
pub use query::due::{find_due_consultations, find_due_packages, find_due_silences};
pub use query::homes::find_proposal_of_comment;
pub use query::paragraphs::{ParagraphItem, list_paragraphs};
pub use query::proposals::{ProposalFilter, ProposalItem, ProposalKey, find_proposals};
pub use query::submissions::{SubmissionItem, SubmissionKey, find_submissions};
pub use query::summary::{Speaker, Summary, Tally, is_sealed, summarise};
pub use query::{QueryError, Scope};
pub use rows::{AtClose, Body};

/// The view.
#[derive(Debug, Clone, Copy, Default)]
pub struct ProposalInput;

#[async_trait]
impl View for ProposalInput {
    fn name(&self) -> &'static str {
        "proposal-input"
    }

    fn version(&self) -> u32 {
        4
    }

    fn schema(&self, engine: Engine) -> &'static str {
        match engine {
            Engine::Sqlite => include_str!("schema.sqlite.sql"),
            Engine::Postgres => include_str!("schema.postgres.sql"),
        }
    }

    fn late_indexes(&self, engine: Engine) -> &'static str {
        match engine {
            Engine::Sqlite => include_str!("late_indexes.sqlite.sql"),
            Engine::Postgres => include_str!("late_indexes.postgres.sql"),
        }
    }

    async fn apply(&self, tx: &mut ViewConn, events: &[RecordedEvent]) -> Result<(), ApplyError> {
        apply::apply(tx, events).await
    }
}
