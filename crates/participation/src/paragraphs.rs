//! Who has spoken on which paragraph of the newest revision.

use std::collections::{BTreeMap, BTreeSet};

use consultation::alignment::stances::{Asked, Stances};
use consultation::placement::continuations;
use consultation::{Paragraph, ParagraphId, StateCode};

/// A paragraph and the states that the viewer knows to have spoken on it.
#[derive(Debug, Clone)]
pub struct ParagraphSpeakers<'a> {
    /// The paragraph of the newest revision.
    pub paragraph: &'a Paragraph,
    /// Invited states that stand behind a comment on it or on what it comes from, through whatever (R13).
    pub states: BTreeSet<StateCode>,
}

/// The paragraphs of the newest revision in reading order, each with who has spoken on it. The stances are those of the
/// same question.
#[must_use]
pub fn speakers_by_paragraph<'a>(asked: Asked<'a>, stances: &Stances) -> Vec<ParagraphSpeakers<'a>> {
    let proposal = &asked.shown.proposal;
    let Some(newest) = proposal.latest_revision() else {
        return Vec::new();
    };
    let mut states: BTreeMap<ParagraphId, BTreeSet<StateCode>> = BTreeMap::new();
    for ((revision, paragraph), spoke) in spoken(stances) {
        for one in continuations(proposal, paragraph, revision, newest.number) {
            states.entry(one.id).or_default().extend(&spoke);
        }
    }
    let of = |paragraph: &'a Paragraph| ParagraphSpeakers {
        paragraph,
        states: states.remove(&paragraph.id).unwrap_or_default(),
    };
    newest.paragraphs.iter().map(of).collect()
}

/// Who stands behind a comment on a paragraph of a revision.
fn spoken(stances: &Stances) -> BTreeMap<(u32, ParagraphId), BTreeSet<StateCode>> {
    let mut spoken: BTreeMap<_, BTreeSet<StateCode>> = BTreeMap::new();
    for (paragraph, place) in &stances.paragraphs {
        let Some(paragraph) = paragraph else { continue };
        for stand in &place.stands {
            for said in stand.voices().flat_map(|voice| &voice.said) {
                let states = spoken.entry((said.revision, *paragraph)).or_default();
                states.insert(stand.state);
            }
        }
    }
    spoken
}
