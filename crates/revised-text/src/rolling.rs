//! The rolling text: for each paragraph what was put forward, in its place, with who stands behind it; and the clean
//! text with what was accepted.

mod backing;
mod clean;
mod layout;
mod suggestion;

use consultation::alignment::stances::Stances;
use consultation::submission::WordingAction;
use consultation::visibility::SeenRow;
use consultation::{CommentId, Dossier, Paragraph, Revision, StateCode};
use jiff::Timestamp;

pub use backing::{Backing, Sayings};
pub use clean::{CleanParagraph, Conflict, Unapplied, WhyUnapplied};

use backing::Supporters;
use suggestion::{Spot, Suggestion, Target};

/// What stands between brackets where words are to be taken out.
pub const DELETION: &str = "–";

/// What a rolling text is made from.
#[derive(Debug, Clone, Copy)]
pub struct Reading<'r, 'a> {
    /// The proposal and what the members did.
    pub dossier: &'a Dossier,
    /// The comments that the viewer sees.
    pub rows: &'r [SeenRow<'a>],
    /// Who stands where, as far as the viewer may know.
    pub stances: &'r Stances,
    /// The members, if the viewer is one: then what they agreed on and did not yet publish counts as accepted.
    pub members: Option<&'r [StateCode]>,
    /// The instant at which dispositions are read.
    pub now: Timestamp,
}

/// The rolling text of a revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RollingText<'a> {
    /// The revision.
    pub revision: &'a Revision,
    /// Its paragraphs, in reading order.
    pub paragraphs: Vec<RollingParagraph<'a>>,
    /// Wording put forward for no paragraph.
    pub general: Vec<Alternative>,
    /// Wording that was put forward on an earlier revision, is still open, and has no place in this one.
    pub unplaced: Vec<Below>,
}

/// A paragraph with what was put forward.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RollingParagraph<'a> {
    /// The paragraph.
    pub paragraph: &'a Paragraph,
    /// Its text, with alternatives in their places.
    pub pieces: Vec<Piece>,
    /// What has no place of its own in the text: for the whole paragraph, overlapping with what stands there, or found
    /// again in other words.
    pub below: Vec<Below>,
    /// What it reads with the accepted ones.
    pub clean: CleanParagraph,
}

/// A part of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Words that nobody wants to change.
    Text(String),
    /// Words and what was put forward in their place.
    Stretch(Stretch),
}

/// Words of the text, and what was put forward in their place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// The words; none where something is to be put in.
    pub words: Option<String>,
    /// What was put forward, the most supported first.
    pub alternatives: Vec<Alternative>,
}

/// Something put forward, whoever stands behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alternative {
    /// What it does to the words.
    pub action: WordingAction,
    /// The words; none for a deletion.
    pub text: Option<String>,
    /// Who stands behind it.
    pub backing: Backing,
    /// The comments that put it forward, each with its number.
    pub comments: Vec<(CommentId, String)>,
    /// One of them was accepted as it is.
    pub accepted: bool,
}

/// Something put forward that stands below its paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Below {
    /// The words that it is about, or behind which it is to be put in; none for the whole paragraph.
    pub quote: Option<String>,
    /// It was put forward on an earlier revision, and a member has to look where it belongs (R22).
    pub needs_look: bool,
    /// What was put forward.
    pub alternative: Alternative,
}

/// The rolling text of a revision. `None` if there is no such revision.
///
/// It holds what was put forward on this revision, and of earlier ones what has no published disposition yet, where it
/// stands here.
#[must_use]
pub fn rolling_text<'a>(reading: &Reading<'_, 'a>, number: u32) -> Option<RollingText<'a>> {
    let revision = reading.dossier.proposal.find_revision(number)?;
    let supporters = Supporters::of(reading.stances);
    let mut of_paragraph: Vec<Vec<Suggestion<'_>>> = revision.paragraphs.iter().map(|_| Vec::new()).collect();
    let (mut general, mut unplaced) = (Vec::new(), Vec::new());
    for suggestion in suggestion::suggestions(reading, revision, &supporters) {
        match suggestion.target {
            Target::Paragraph(index) => of_paragraph.get_mut(index).into_iter().for_each(|list| {
                list.push(suggestion.clone());
            }),
            Target::Whole => general.push(suggestion),
            Target::Nowhere => unplaced.push(suggestion),
        }
    }
    let paragraphs = revision.paragraphs.iter().zip(&of_paragraph);
    let below = |(quote, alternative)| Below {
        quote,
        needs_look: true,
        alternative,
    };
    Some(RollingText {
        revision,
        paragraphs: paragraphs
            .map(|(paragraph, suggestions)| rolling_paragraph(paragraph, suggestions))
            .collect(),
        general: suggestion::merged(&general, |_| ())
            .into_iter()
            .map(|((), alternative)| alternative)
            .collect(),
        unplaced: suggestion::merged(&unplaced, |one| one.spot.quote())
            .into_iter()
            .map(below)
            .collect(),
    })
}

fn rolling_paragraph<'a>(paragraph: &'a Paragraph, suggestions: &[Suggestion<'_>]) -> RollingParagraph<'a> {
    let merged = suggestion::merged(suggestions, |one| one.spot.clone());
    let (pieces, mut below) = layout::lay_out(&paragraph.text, merged.iter());
    let without_place = merged.into_iter().filter_map(|(spot, alternative)| match spot {
        Spot::Stretch(_) => None,
        Spot::Whole => Some(Below {
            quote: None,
            needs_look: false,
            alternative,
        }),
        Spot::Moved(quote) => Some(Below {
            quote,
            needs_look: true,
            alternative,
        }),
    });
    below.extend(without_place);
    RollingParagraph {
        paragraph,
        pieces,
        below,
        clean: clean::clean(&paragraph.text, suggestions),
    }
}

impl Alternative {
    /// The words between brackets, and who stands behind them: `[mandatory] (FJI, WSM; on behalf of PIF)`.
    #[must_use]
    pub fn shown(&self, sayings: &dyn Sayings) -> String {
        let words = self.text.as_deref().unwrap_or(DELETION);
        format!("[{words}] ({})", self.backing.shown(sayings))
    }
}

impl RollingParagraph<'_> {
    /// The text in one line: words that are questioned between brackets, and after them what was put forward.
    #[must_use]
    pub fn shown(&self, sayings: &dyn Sayings) -> String {
        let mut line = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => line.push_str(text),
                Piece::Stretch(stretch) => {
                    let words = stretch.words.as_ref().map(|words| format!("[{words}]"));
                    let alternatives = stretch.alternatives.iter().map(|one| one.shown(sayings));
                    let parts: Vec<String> = words.into_iter().chain(alternatives).collect();
                    // What is put in, or stands beside other brackets, follows after a space.
                    if stretch.words.is_none() && line.ends_with(|last: char| !last.is_whitespace()) {
                        line.push(' ');
                    }
                    line.push_str(&parts.join(" "));
                }
            }
        }
        line
    }
}
