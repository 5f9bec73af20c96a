//! `OpenSilence` (R23): puts the newest revision under silence, once the gate is open.

use jiff::{SignedDuration, Timestamp};

use super::{World, check_text, overdue_closing, takes_changes};
use crate::command::{DeferralDraft, OpenSilence};
use crate::event::SilenceOpened;
use crate::gate::{gate, is_settled};
use crate::silence::Deferred;
use crate::visibility::{Rights, SeenRow, Viewer, seen_rows};
use crate::{CommentId, ContentCode, ContentError, Dossier, Event, Proposal, Rejection, limits};

pub(super) fn decide(world: &World, command: &OpenSilence) -> Result<Vec<Event>, Rejection> {
    let proposal = world.steered_by(command.by, command.at)?;
    let dossier = world.dossier()?;
    let register = world.register_at(command.at);
    let viewer = Viewer::Delegation(command.by);
    let rights = Rights::of(viewer, register, proposal, command.at);
    let mut errors = Vec::new();
    let revision = newest(proposal, command.revision, &mut errors);
    check_urgency(command, register.chair() == Some(command.by), &mut errors);
    let until = until(command, &mut errors);
    let deferred = deferrals(&rights, dossier, command, &mut errors);
    if !errors.is_empty() {
        return Err(Rejection::Content(errors));
    }
    world.expect_proposal(&command.expected)?;
    takes_changes(proposal)?;
    if let Some(consultation) = proposal.current_consultation()
        && consultation.is_open_at(command.at)
    {
        return Err(Rejection::ConsultationAlreadyOpen {
            closes_at: consultation.closes_at,
        });
    }
    let gate = gate(&rights, dossier, &deferred, command.at);
    if !gate.open.is_empty() {
        return Err(Rejection::GateNotMet(gate.open));
    }
    let mut events: Vec<Event> = overdue_closing(proposal).into_iter().collect();
    events.push(Event::SilenceOpened(SilenceOpened {
        proposal_id: proposal.id,
        silence: proposal.procedure.silences.last().map_or(1, |last| last.number + 1),
        at: command.at,
        by: command.by,
        revision,
        until,
        urgency: command.urgency.as_ref().map(|urgency| urgency.trim().to_owned()),
        deferred: gate.deferred,
        late_noted: gate.late,
    }));
    Ok(events)
}

fn newest(proposal: &Proposal, asked: Option<u32>, errors: &mut Vec<ContentError>) -> u32 {
    let latest = proposal.latest_revision().map_or(0, |revision| revision.number);
    let code = match asked {
        Some(number) if number > latest => ContentCode::UnknownRevision,
        Some(number) if number < latest => ContentCode::Invalid,
        Some(_) | None => return latest,
    };
    let detail = format!("the newest revision is {latest}; only the newest goes under silence");
    errors.push(ContentError::new("/revision", code, detail));
    latest
}

fn check_urgency(command: &OpenSilence, in_the_chair: bool, errors: &mut Vec<ContentError>) {
    let Some(urgency) = &command.urgency else { return };
    let missing = "say why it is urgent, or leave it out";
    check_text(errors, "/urgency", urgency, limits::LINE_BYTES, missing);
    if !in_the_chair {
        let detail = "only the chair states urgency";
        errors.push(ContentError::new("/urgency", ContentCode::Invalid, detail));
    }
}

fn until(command: &OpenSilence, errors: &mut Vec<ContentError>) -> Timestamp {
    let after = |notice: SignedDuration| command.at.checked_add(notice).unwrap_or(command.at);
    let hours = match command.urgency {
        Some(_) => limits::URGENT_SILENCE_HOURS,
        None => limits::SILENCE_HOURS,
    };
    let shortest = match command.shortest_seconds {
        Some(seconds) => SignedDuration::from_secs(seconds),
        None => SignedDuration::from_hours(hours),
    };
    let until = command
        .until
        .unwrap_or_else(|| after(SignedDuration::from_hours(limits::SILENCE_HOURS)));
    if until < after(shortest) || until <= command.at {
        let detail = format!("silence is kept at least until {}", after(shortest));
        errors.push(ContentError::new("/until", ContentCode::TooEarly, detail));
    }
    until
}

/// The comments that the member leaves open, found among those that it sees.
fn deferrals(
    rights: &Rights,
    dossier: &Dossier,
    command: &OpenSilence,
    errors: &mut Vec<ContentError>,
) -> Vec<Deferred> {
    if command.deferred.is_empty() {
        return Vec::new();
    }
    let rows = seen_rows(rights, dossier);
    let mut found: Vec<Deferred> = Vec::new();
    for (index, draft) in command.deferred.iter().enumerate() {
        let pointer = format!("/deferred/{index}");
        let missing = "say why the comment is left open";
        let reason = format!("{pointer}/reason");
        check_text(errors, &reason, &draft.reason, limits::LINE_BYTES, missing);
        match named(&rows, dossier, draft, &found, command.at) {
            Ok(comment) => found.push(Deferred {
                comment,
                reason: draft.reason.trim().to_owned(),
            }),
            Err((code, detail)) => errors.push(ContentError::new(format!("{pointer}/comment"), code, detail)),
        }
    }
    found
}

fn named(
    rows: &[SeenRow<'_>],
    dossier: &Dossier,
    draft: &DeferralDraft,
    before: &[Deferred],
    at: Timestamp,
) -> Result<CommentId, (ContentCode, String)> {
    let wanted = draft.comment.trim();
    let id = wanted.parse::<uuid::Uuid>().ok();
    let mut matching = rows.iter().filter(|row| match id {
        Some(id) => row.id.0 == id,
        None => row.number == wanted,
    });
    let Some(row) = matching.next() else {
        return Err((ContentCode::UnknownComment, format!("no comment {wanted} stands")));
    };
    if matching.next().is_some() {
        let detail = format!("more than one comment is shown as {wanted}; give its id");
        return Err((ContentCode::Invalid, detail));
    }
    if before.iter().any(|one| one.comment == row.id) {
        return Err((ContentCode::Duplicate, "this comment is named twice".to_owned()));
    }
    if is_settled(dossier.review.of(row.id), at) {
        let detail = "its disposition is published; there is nothing to leave open";
        return Err((ContentCode::Invalid, detail.to_owned()));
    }
    Ok(row.id)
}
