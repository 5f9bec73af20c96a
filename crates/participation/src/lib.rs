//! Who takes part, as a viewer may know it (R15c): each invited state once, and who has not spoken on which paragraph.
//!
//! A state all of whose input is unattributed counts, for that viewer, as silent or not for attribution.

mod paragraphs;
mod took_part;

use consultation::Dossier;
use consultation::visibility::Rights;

pub use paragraphs::{ParagraphSpeakers, Unheard, speakers_by_paragraph, unheard};
pub use took_part::{TookPart, took_part};

/// What is looked at, by whom.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    /// The viewer's rights, now.
    pub rights: &'a Rights,
    /// The dossier at the point asked for.
    pub dossier: &'a Dossier,
    /// The dossier as it stands: what rights are judged by (R15b).
    pub present: &'a Dossier,
}
