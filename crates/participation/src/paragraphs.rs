//! Who has spoken on which paragraph of the newest revision.

use std::collections::{BTreeMap, BTreeSet};

use consultation::alignment::stances::Stances;
use consultation::geography::areas_of;
use consultation::placement::continuations;
use consultation::visibility::{SeenRow, Speaker};
use consultation::{AttributionLabel, Dossier, Paragraph, ParagraphId, StateCode};

/// A paragraph and those that the viewer knows to have spoken on it.
#[derive(Debug, Clone)]
pub struct ParagraphSpeakers<'a> {
    /// The paragraph of the newest revision.
    pub paragraph: &'a Paragraph,
    /// States that spoke on it or on what it comes from, themselves, by aligning themselves or through a group.
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

/// The paragraphs of the newest revision in reading order, each with who has spoken on it: of the comments and stances
/// that the viewer sees.
#[must_use]
pub fn speakers_by_paragraph<'a>(
    dossier: &'a Dossier,
    rows: &[SeenRow<'_>],
    stances: &Stances,
    consultation: Option<u32>,
) -> Vec<ParagraphSpeakers<'a>> {
    let proposal = &dossier.proposal;
    let Some(newest) = proposal.latest_revision() else {
        return Vec::new();
    };
    let mut found: BTreeMap<ParagraphId, (BTreeSet<StateCode>, BTreeSet<AttributionLabel>)> = BTreeMap::new();
    let stood: BTreeMap<ParagraphId, Vec<StateCode>> = stances
        .paragraphs
        .iter()
        .filter_map(|(id, place)| Some(((*id)?, place.stands.iter().map(|stand| stand.state).collect())))
        .collect();
    let asked = |row: &&SeenRow<'_>| consultation.is_none_or(|wanted| wanted == row.consultation.number);
    for row in rows.iter().filter(asked) {
        let Some(paragraph) = row.comment.paragraph else {
            continue;
        };
        for now in continuations(proposal, paragraph, row.comment.revision, newest.number) {
            let (states, labels) = found.entry(now.id).or_default();
            states.extend(stood.get(&paragraph).into_iter().flatten());
            match row.speaker {
                Speaker::State(state) => drop(states.insert(state)),
                Speaker::Label(label) => drop(labels.insert(label)),
            }
        }
    }
    let of = |paragraph: &'a Paragraph| {
        let (states, labels) = found.remove(&paragraph.id).unwrap_or_default();
        ParagraphSpeakers {
            paragraph,
            states,
            labels,
        }
    };
    newest.paragraphs.iter().map(of).collect()
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
