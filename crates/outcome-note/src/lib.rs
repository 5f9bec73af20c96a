//! The record of silence and the outcome note (R21, R23, R24): as facts, and as documents in words of a language.
//!
//! Both are made from a dossier and a viewer's rights. Of comments they tell what the viewer sees of them and no more
//! (R15): every list, count and order is computed from those alone.

mod comments;
mod documents;
mod note;
mod record;

pub use comments::{CommentRef, Reading};
pub use documents::{Wording, note_document, record_document};
pub use note::{ChangedParagraph, NoCommonView, OutcomeNote, outcome_note};
pub use record::{DeferredComment, ExplanationEntry, Objection, Record, SilenceRecord, record};
