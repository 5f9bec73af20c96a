//! Who took part, as the viewer may know it (R15): each invited state once.

use std::collections::BTreeSet;

use consultation::alignment::{AlignmentAct, Direction};
use consultation::submission::Position;
use consultation::visibility::{SeenSubmission, seen_submission};
use consultation::{StateCode, Submission, SubmissionId};

use crate::Seen;

/// The invited states by what is seen of them; none is in two lists.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TookPart {
    /// All that were ever invited.
    pub invited: BTreeSet<StateCode>,
    /// Lodged comments, remarks or a position.
    pub lodged: BTreeSet<StateCode>,
    /// Recorded that they do not object, and nothing else.
    pub no_objection: BTreeSet<StateCode>,
    /// Said nothing of their own, and aligned themselves with others.
    pub aligned: BTreeSet<StateCode>,
    /// Acknowledged the invitation, and nothing else: their position is reserved, or they state none.
    pub acknowledged: BTreeSet<StateCode>,
    /// Silent, or not for attribution to the viewer.
    pub silent: BTreeSet<StateCode>,
}

/// Who took part in one consultation, or in all of the proposal.
#[must_use]
pub fn took_part(seen: &Seen<'_>, consultation: Option<u32>) -> TookPart {
    let asked = |number: u32| consultation.is_none_or(|wanted| wanted == number);
    let mut part = TookPart::default();
    let consultations = seen.dossier.proposal.consultations.iter();
    part.invited = consultations
        .filter(|consultation| asked(consultation.number))
        .flat_map(|consultation| consultation.invited.keys().copied())
        .collect();
    for submission in seen.dossier.submissions.values().filter(|one| asked(one.consultation)) {
        let Some(shown) = standing(seen, submission) else {
            continue;
        };
        let list = match said(&shown) {
            Said::Something => &mut part.lodged,
            Said::NoObjection => &mut part.no_objection,
            Said::Nothing => &mut part.acknowledged,
        };
        list.insert(submission.state);
    }
    let aligned = part.invited.iter().copied();
    part.aligned = aligned.filter(|state| is_aligned(seen, *state, &asked)).collect();
    part.silent.clone_from(&part.invited);
    part.each_once()
}

/// What a submission says, as far as it is seen.
enum Said {
    Something,
    NoObjection,
    Nothing,
}

fn said(shown: &SeenSubmission<'_>) -> Said {
    let part = shown.part.as_ref();
    let remarks = part.is_some_and(|part| part.general_remarks.is_some());
    match part.and_then(|part| part.position) {
        _ if !shown.comments.is_empty() => Said::Something,
        Some(Position::NoObjection) => Said::NoObjection,
        None | Some(Position::PositionReserved) if !remarks => Said::Nothing,
        None | Some(_) => Said::Something,
    }
}

impl TookPart {
    /// Leaves each state in the first list only that it is in.
    fn each_once(mut self) -> Self {
        let mut taken = BTreeSet::new();
        for list in [
            &mut self.lodged,
            &mut self.no_objection,
            &mut self.aligned,
            &mut self.acknowledged,
            &mut self.silent,
        ] {
            list.retain(|state| taken.insert(*state));
        }
        self
    }
}

/// What the viewer sees of a submission that stands, under its state's name.
pub(crate) fn standing<'a>(seen: &Seen<'a>, submission: &'a Submission) -> Option<SeenSubmission<'a>> {
    let consultation = seen.present.consultation_of(submission)?;
    let now = seen.present.submissions.get(&submission.id)?;
    let shown = seen_submission(seen.rights, consultation, now, submission)?;
    let stands = submission.withdrawn_at.is_none() && shown.withdrawn_at.is_none();
    let says = shown.part.is_some() || !shown.comments.is_empty() || seen.rights.is_own(submission.state);
    (stands && says).then_some(shown)
}

/// Whether a state is aligned with something that the viewer sees.
fn is_aligned(seen: &Seen<'_>, state: StateCode, asked: &impl Fn(u32) -> bool) -> bool {
    let acts = &seen.dossier.alignments.acts;
    let joined: BTreeSet<SubmissionId> = acts
        .iter()
        .filter(|act| act.by == state && asked(act.consultation))
        .map(|act| act.submission)
        .collect();
    joined.into_iter().any(|id| {
        let mut on_it = acts.iter().rev().filter(|act| act.by == state && act.submission == id);
        let stands = on_it
            .find(|act| act.direction == Direction::Aligned || leaves_all(act))
            .filter(|act| act.direction == Direction::Aligned);
        stands.is_some_and(|act| seen.rights.is_own(state) || is_seen(seen, act))
    })
}

/// A dissociation from comments or paragraphs only leaves the rest joined.
fn leaves_all(act: &AlignmentAct) -> bool {
    act.comments.is_none() && act.paragraphs.is_empty()
}

fn is_seen(seen: &Seen<'_>, act: &AlignmentAct) -> bool {
    let submission = seen.dossier.submissions.get(&act.submission);
    let Some(shown) = submission.and_then(|submission| standing(seen, submission)) else {
        return false;
    };
    match &act.comments {
        None => true,
        Some(comments) => shown.comments.iter().any(|one| comments.contains(&one.comment.id)),
    }
}
