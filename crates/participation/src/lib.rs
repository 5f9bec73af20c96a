//! Who takes part, as a viewer may know it (R15c): each invited state once, and who has not spoken on which paragraph.
//!
//! It counts what the stances count (R13): own words, alignments, what a group said. A state all of whose input is
//! unattributed counts, for that viewer, as silent or not for attribution.

mod lodging;
mod paragraphs;
mod took_part;

pub use lodging::{Lodging, lodging};
pub use paragraphs::{ParagraphSpeakers, Unheard, speakers_by_paragraph, unheard};
pub use took_part::{TookPart, took_part};
