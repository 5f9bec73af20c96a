//! From events to tables.
//!
//! First lodgings, the bulk of every consultation, are collected and inserted many rows a statement. Before an event
//! that reads or changes such rows, what was collected is written: order is kept.

mod insert;
mod proposal;
mod submission;

use consultation::Event;
use consultation::event::decode;
use event_log::{Position, RecordedEvent};
use projection::ApplyError;
use sqlx::SqliteConnection;

use submission::Lodgings;

pub(crate) async fn apply(tx: &mut SqliteConnection, events: &[RecordedEvent]) -> Result<(), ApplyError> {
    let mut lodgings = Lodgings::default();
    for recorded in events {
        let event = decode(&recorded.kind, recorded.schema_version, &recorded.payload).map_err(|error| {
            let detail = std::error::Error::source(&error)
                .map(|source| format!(": {source}"))
                .unwrap_or_default();
            poisoned(recorded.position, format!("{error}{detail}"))
        })?;
        if let Event::SubmissionLodged(lodged) = &event
            && recorded.stream_version == 1
        {
            lodgings.take(tx, lodged, recorded.position).await?;
            continue;
        }
        if touches_input(&event) {
            lodgings.flush(tx).await?;
        }
        apply_one(tx, recorded, &event).await?;
    }
    lodgings.flush(tx).await
}

/// Whether an event other than a first lodging reads or changes rows of submissions, comments or reading order.
fn touches_input(event: &Event) -> bool {
    match event {
        Event::RevisionCirculated(_)
        | Event::SubmissionLodged(_)
        | Event::SubmissionRevised(_)
        | Event::SubmissionEntered(_)
        | Event::SubmissionConfirmed(_)
        | Event::SubmissionWithdrawn(_) => true,
        Event::RegisterApplied(_)
        | Event::ProposalTabled(_)
        | Event::ConsultationOpened(_)
        | Event::ConsultationExtended(_)
        | Event::ConsultationBroughtForward(_)
        | Event::ConsultationClosed(_)
        | Event::ProposalWithdrawn(_) => false,
    }
}

async fn apply_one(tx: &mut SqliteConnection, recorded: &RecordedEvent, event: &Event) -> Result<(), ApplyError> {
    let at = recorded.position;
    match event {
        Event::RegisterApplied(_) => Ok(()),
        Event::ProposalTabled(event) => proposal::tabled(tx, event, at).await,
        Event::RevisionCirculated(event) => proposal::circulated(tx, event, at).await,
        Event::ConsultationOpened(event) => proposal::opened(tx, event, at).await,
        Event::ConsultationExtended(event) => {
            proposal::moved(tx, event.proposal_id, event.consultation, event.closes_at).await
        }
        Event::ConsultationBroughtForward(event) => {
            proposal::moved(tx, event.proposal_id, event.consultation, event.closes_at).await
        }
        Event::ConsultationClosed(event) => proposal::closed(tx, event).await,
        Event::ProposalWithdrawn(event) => proposal::withdrawn(tx, event).await,
        Event::SubmissionLodged(_) | Event::SubmissionRevised(_) | Event::SubmissionEntered(_) => {
            submission::replaced(tx, recorded, event).await
        }
        Event::SubmissionConfirmed(event) => submission::confirmed(tx, event, recorded.stream_version).await,
        Event::SubmissionWithdrawn(event) => submission::withdrawn(tx, event, recorded.stream_version).await,
    }
}

pub(crate) fn poisoned(position: Position, reason: impl Into<String>) -> ApplyError {
    ApplyError::Poisoned {
        position,
        reason: reason.into(),
    }
}
