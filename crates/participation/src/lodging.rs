//! Who was invited and who has lodged, as far as the viewer may know (R5, R15).

use std::collections::BTreeSet;

use consultation::alignment::stances::Asked;
use consultation::submission::Position;
use consultation::visibility::{SeenSubmission, seen_submission};
use consultation::{BeforeClose, Consultation, StateCode, Submission};
use jiff::Timestamp;

/// Who lodged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lodging {
    /// States that were invited. Who is a member by then is no partner any more (R13).
    pub invited: BTreeSet<StateCode>,
    /// Of these, with a submission that stands and that the viewer sees something of.
    pub lodged: BTreeSet<StateCode>,
    /// Of those that lodged, who recorded no objection and nothing else.
    pub no_objection: BTreeSet<StateCode>,
    /// Of those that lodged, who acknowledged the invitation and nothing else: their position is reserved, or they state
    /// none.
    pub acknowledged: BTreeSet<StateCode>,
    /// While a consultation that counts is sealed and open: how many more have lodged, of those that the viewer may know
    /// at close; 0 for others than members, and once they see another submission.
    pub under_seal: Option<usize>,
}

/// Who lodged, as far as the viewer may know.
#[must_use]
pub fn lodging(asked: Asked<'_>) -> Lodging {
    let (mut lodged, mut under_seal) = (BTreeSet::new(), BTreeSet::new());
    let (mut said_something, mut not_objecting) = (BTreeSet::new(), BTreeSet::new());
    let standing = asked.shown.submissions.values();
    for submission in standing.filter(|one| one.withdrawn_at.is_none() && is_asked_for(&asked, one.consultation)) {
        let now = asked.present.submissions.get(&submission.id);
        let consultation = now.and_then(|now| asked.present.consultation_of(now));
        let (Some(now), Some(consultation)) = (now, consultation) else {
            continue;
        };
        let seen = seen_submission(asked.rights, consultation, now, submission);
        if seen.is_none()
            && is_sealed(consultation, asked.rights.now())
            && is_known_at_close(&asked, now, submission, consultation)
        {
            under_seal.insert(submission.state);
        }
        let Some(seen) = seen.filter(|seen| seen.withdrawn_at.is_none()) else {
            continue;
        };
        lodged.insert(submission.state);
        match said(&seen) {
            Said::Something => drop(said_something.insert(submission.state)),
            Said::NoObjection => drop(not_objecting.insert(submission.state)),
            Said::Nothing => {}
        }
    }
    let under_seal = if asked.rights.is_member() && lodged.is_empty() {
        under_seal.len()
    } else {
        0
    };
    let invited = invited(&asked);
    lodged.retain(|state| invited.contains(state));
    let said_nothing_else = &lodged - &said_something;
    Lodging {
        no_objection: &said_nothing_else & &not_objecting,
        acknowledged: &said_nothing_else - &not_objecting,
        lodged,
        invited,
        under_seal: any_sealed(&asked).then_some(under_seal),
    }
}

/// What a submission says, as far as it is seen.
enum Said {
    Something,
    NoObjection,
    Nothing,
}

fn said(seen: &SeenSubmission<'_>) -> Said {
    let part = seen.part.as_ref();
    let remarks = part.is_some_and(|part| part.general_remarks.is_some());
    match part.and_then(|part| part.position) {
        _ if !seen.comments.is_empty() => Said::Something,
        Some(Position::NoObjection) => Said::NoObjection,
        None | Some(Position::PositionReserved) if !remarks => Said::Nothing,
        None | Some(_) => Said::Something,
    }
}

fn is_asked_for(asked: &Asked<'_>, consultation: u32) -> bool {
    asked.consultation.is_none_or(|number| number == consultation)
}

fn invited(asked: &Asked<'_>) -> BTreeSet<StateCode> {
    let consultations = asked.shown.proposal.consultations.iter();
    let states = consultations
        .filter(|one| is_asked_for(asked, one.number))
        .flat_map(|one| one.invited.keys().copied());
    states.filter(|state| !asked.register.is_member(*state)).collect()
}

/// Whether one of the consultations asked for is sealed, as they stand now.
fn any_sealed(asked: &Asked<'_>) -> bool {
    let known = asked.shown.proposal.consultations.iter();
    let mut asked_for = known.filter(|one| is_asked_for(asked, one.number));
    asked_for.any(|one| {
        let present = asked.present.proposal.find_consultation(one.number);
        present.is_some_and(|present| is_sealed(present, asked.rights.now()))
    })
}

fn is_sealed(consultation: &Consultation, now: Timestamp) -> bool {
    consultation.before_close == BeforeClose::Sealed && now < consultation.closes_at
}

/// Only states that the viewer may know of at close count, so that the number never tells of one that chose not to be
/// known.
fn is_known_at_close(asked: &Asked<'_>, now: &Submission, shown: &Submission, consultation: &Consultation) -> bool {
    let closed = Consultation {
        before_close: BeforeClose::Open,
        closes_at: Timestamp::MIN,
        ..consultation.clone()
    };
    let seen = seen_submission(asked.rights, &closed, now, shown);
    seen.is_some_and(|seen| seen.withdrawn_at.is_none())
}
