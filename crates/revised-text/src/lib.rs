//! What became of a text and why (R22): the difference between two revisions, word by word, with the comments behind
//! each change, and the rolling text: what was put forward, in its place.
//!
//! All of it is made from a dossier and the comments that the viewer sees of it; there are no rights here (R15).

mod behind;
mod difference;
mod rolling;
mod words;

pub use behind::{Behind, behind};
pub use difference::{Difference, DifferenceKind, differences};
pub use rolling::{
    Alternative, Backing, Below, CleanParagraph, Conflict, DELETION, Piece, Reading, RollingParagraph, RollingText,
    Sayings, Stretch, Unapplied, WhyUnapplied, rolling_text,
};
pub use words::{Segment, SegmentKind, compare};
