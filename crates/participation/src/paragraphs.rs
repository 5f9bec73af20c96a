//! Who has spoken on which paragraph of the newest revision.

use std::collections::{BTreeMap, BTreeSet};

use consultation::alignment::stances::{Asked, Stances};
use consultation::geography::areas_of;
use consultation::placement::continuations;
use consultation::visibility::{Speaker, seen_rows_at};
use consultation::{AttributionLabel, Paragraph, ParagraphId, StateCode};

/// A paragraph and those that the viewer knows to have spoken on it.
#[derive(Debug, Clone)]
pub struct ParagraphSpeakers<'a> {
    /// The paragraph of the newest revision.
    pub paragraph: &'a Paragraph,
    /// Invited states that stand behind a comment on it or on what it comes from, through whatever (R13).
    pub states: BTreeSet<StateCode>,
    /// What stands for those that may not be known.
    pub labels: BTreeSet<AttributionLabel>,
}

/// Where no state of some area has spoken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unheard {
    /// The paragraphs, by label in reading order, if there are any on which somebody else has.
    pub paragraphs: Vec<String>,
    /// On no paragraph has anybody of the area spoken.
    pub anywhere: bool,
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
    let mut labels: BTreeMap<ParagraphId, BTreeSet<AttributionLabel>> = BTreeMap::new();
    for ((revision, paragraph), under) in labelled(asked) {
        for one in continuations(proposal, paragraph, revision, newest.number) {
            labels.entry(one.id).or_default().extend(&under);
        }
    }
    let of = |paragraph: &'a Paragraph| ParagraphSpeakers {
        paragraph,
        states: states.remove(&paragraph.id).unwrap_or_default(),
        labels: labels.remove(&paragraph.id).unwrap_or_default(),
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

/// The labels under which comments on a paragraph of a revision are shown.
fn labelled(asked: Asked<'_>) -> BTreeMap<(u32, ParagraphId), BTreeSet<AttributionLabel>> {
    let mut labelled: BTreeMap<_, BTreeSet<AttributionLabel>> = BTreeMap::new();
    for row in seen_rows_at(asked.rights, asked.shown, asked.past) {
        let is_asked = asked
            .consultation
            .is_none_or(|wanted| wanted == row.consultation.number);
        if let (true, Speaker::Label(label), Some(paragraph)) = (is_asked, row.speaker, row.comment.paragraph) {
            labelled
                .entry((row.comment.revision, paragraph))
                .or_default()
                .insert(label);
        }
    }
    labelled
}

impl ParagraphSpeakers<'_> {
    /// Whether somebody of these states spoke, or may have behind a label.
    #[must_use]
    pub fn may_be_heard(&self, of: &BTreeSet<StateCode>) -> bool {
        let covers = |label: &AttributionLabel| match label {
            AttributionLabel::Delegation => true,
            AttributionLabel::Area(code) => of.iter().any(|state| {
                let areas = areas_of(*state);
                [areas.region, areas.subregion].contains(&code.as_str())
            }),
        };
        !self.states.is_disjoint(of) || self.labels.iter().any(covers)
    }
}

/// Where none of these states has spoken, as far as the viewer may know; `None` if they were heard on all paragraphs that
/// anybody spoke on.
#[must_use]
pub fn unheard(speakers: &[ParagraphSpeakers<'_>], of: &BTreeSet<StateCode>) -> Option<Unheard> {
    let (heard, silent): (Vec<_>, Vec<_>) = speakers.iter().partition(|one| one.may_be_heard(of));
    let label = |one: &&ParagraphSpeakers<'_>| one.paragraph.label.clone();
    (!silent.is_empty()).then(|| Unheard {
        paragraphs: silent.iter().map(label).collect(),
        anywhere: heard.is_empty(),
    })
}
