//! Who was invited and who has lodged, as far as the viewer may know (R5, R15).

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::Asked;
use crate::visibility::{InputFacts, Sight, seen_submission};
use crate::{BeforeClose, Consultation, StateCode, Submission};

/// Who takes part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakingPart {
    /// States that were invited.
    pub invited: BTreeSet<StateCode>,
    /// States with a submission that stands and that the viewer sees something of.
    pub lodged: BTreeSet<StateCode>,
    /// A consultation that counts is sealed and open.
    pub sealed: bool,
    /// How many more have lodged under seal, of those that the viewer may know at close; for members only, and only as
    /// long as they see no other submission.
    pub under_seal: usize,
}

/// Who takes part, as far as the viewer may know.
#[must_use]
pub fn taking_part(asked: Asked<'_>) -> TakingPart {
    let consultations = || {
        let all = asked.shown.proposal.consultations.iter();
        all.filter(|one| asked.consultation.is_none_or(|number| number == one.number))
    };
    let mut lodged = BTreeSet::new();
    let mut under_seal = BTreeSet::new();
    for submission in asked
        .shown
        .submissions
        .values()
        .filter(|one| one.withdrawn_at.is_none())
    {
        let now = asked.present.submissions.get(&submission.id);
        let consultation = now.and_then(|now| asked.present.consultation_of(now));
        let (Some(now), Some(consultation)) = (now, consultation) else {
            continue;
        };
        if asked.consultation.is_some_and(|number| number != consultation.number) {
            continue;
        }
        let seen = seen_submission(asked.rights, consultation, now, submission);
        if seen.as_ref().is_some_and(|seen| seen.withdrawn_at.is_none()) {
            lodged.insert(submission.state);
        }
        let sealed = is_sealed(consultation, asked.rights.now());
        if seen.is_none() && sealed && is_known_at_close(&asked, submission, consultation) {
            under_seal.insert(submission.state);
        }
    }
    let counted = asked.rights.is_member() && lodged.is_empty();
    TakingPart {
        invited: consultations().flat_map(|one| one.invited.keys().copied()).collect(),
        sealed: asked
            .present
            .proposal
            .consultations
            .iter()
            .filter(|one| consultations().any(|shown| shown.number == one.number))
            .any(|one| is_sealed(one, asked.rights.now())),
        under_seal: if counted { under_seal.len() } else { 0 },
        lodged,
    }
}

fn is_sealed(consultation: &Consultation, now: Timestamp) -> bool {
    consultation.before_close == BeforeClose::Sealed && now < consultation.closes_at
}

/// Only states that the viewer may know of at close count, so that the number never tells of one that chose not to be
/// known.
fn is_known_at_close(asked: &Asked<'_>, submission: &Submission, consultation: &Consultation) -> bool {
    let named = |facts: InputFacts<'_>| {
        let at_close = InputFacts {
            before_close: BeforeClose::Open,
            closes_at: Timestamp::MIN,
            ..facts
        };
        asked.rights.sight(&at_close) == Sight::Named
    };
    let state = submission.state;
    submission.current().is_some_and(|current| {
        let content = &current.content;
        let mut comments = content.comments.iter();
        (content.speaks_beside_comments() && named(InputFacts::of_part(state, content, consultation)))
            || comments.any(|comment| named(InputFacts::of(state, comment, consultation)))
    })
}
