//! Who has spoken on which paragraph of the newest revision.

use std::collections::BTreeSet;

use consultation::placement::continuations;
use consultation::{Paragraph, ParagraphId, StateCode};

use crate::Seen;
use crate::took_part::standing;

/// A paragraph and the states that the viewer knows to have spoken on it.
#[derive(Debug, Clone)]
pub struct ParagraphSpeakers<'a> {
    /// The paragraph of the newest revision.
    pub paragraph: &'a Paragraph,
    /// Invited states with a comment on it or on what it comes from.
    pub states: BTreeSet<StateCode>,
}

/// The paragraphs of the newest revision in reading order, each with who has spoken on it.
#[must_use]
pub fn speakers_by_paragraph<'a>(seen: &Seen<'a>, consultation: Option<u32>) -> Vec<ParagraphSpeakers<'a>> {
    let proposal = &seen.dossier.proposal;
    let Some(newest) = proposal.latest_revision() else {
        return Vec::new();
    };
    let mut said: Vec<(StateCode, BTreeSet<ParagraphId>)> = Vec::new();
    for submission in seen.dossier.submissions.values() {
        if consultation.is_some_and(|wanted| wanted != submission.consultation) {
            continue;
        }
        let Some(shown) = standing(seen, submission) else {
            continue;
        };
        let mut on = BTreeSet::new();
        for one in &shown.comments {
            if let Some(paragraph) = one.comment.paragraph {
                let now = continuations(proposal, paragraph, one.comment.revision, newest.number);
                on.extend(now.iter().map(|paragraph| paragraph.id));
            }
        }
        said.push((submission.state, on));
    }
    let of = |paragraph: &'a Paragraph| ParagraphSpeakers {
        paragraph,
        states: said
            .iter()
            .filter(|(_, on)| on.contains(&paragraph.id))
            .map(|(state, _)| *state)
            .collect(),
    };
    newest.paragraphs.iter().map(of).collect()
}
