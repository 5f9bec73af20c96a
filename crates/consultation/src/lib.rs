//! The rules of the house, pure: commands, events, `decide`, `evolve`, register and visibility.
//!
//! Nothing here reads a clock, a file or the network; every outside fact is a field of a command. Rule numbers (`R7`)
//! are those of `docs/rules.md`.

pub mod alignment;
mod codes;
pub mod command;
mod content;
pub mod decide;
pub mod dossier;
pub mod event;
pub mod gate;
pub mod geography;
mod ids;
pub mod limits;
pub mod permit;
pub mod placement;
pub mod proposal;
pub mod register;
mod rejection;
pub mod review;
pub mod silence;
pub mod submission;
pub mod testing;
pub mod text;
pub mod visibility;
mod words;

pub use codes::{CodeError, LanguageTag, RegisterCode, StateCode};
pub use command::Command;
pub use decide::{World, decide};
pub use dossier::Dossier;
pub use event::Event;
pub use ids::{CommentId, ParagraphId, ProposalId, SubmissionId};
pub use proposal::{
    AreaCode, AttributionLabel, BeforeClose, Consultation, Paragraph, Proposal, ProposalStatus, Revision,
};
pub use rejection::{ContentCode, ContentError, OpenComment, Rejection};
pub use submission::{Attribution, Audience, Comment, Submission};
