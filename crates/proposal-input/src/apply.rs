//! From events to tables.
//!
//! Tablings, openings and first lodgings only add rows. They are collected and inserted many rows a statement; before any
//! other event, what was collected is written: order is kept. Lodgings are written stage by stage, while the next is
//! prepared; the few rows of tablings and openings wait for the end of the page.

mod insert;
mod proposal;
mod review;
mod submission;

use consultation::Event;
use consultation::event::decode;
use event_log::{Position, RecordedEvent};
use projection::ApplyError;
use projection::sql::ViewConn;

use proposal::Firsts;
use submission::{Lodging, Lodgings};

/// Events decoded at once.
const STAGE_EVENTS: usize = 512;

/// An event, read and prepared without asking the database.
enum Prepared {
    /// A first lodging.
    Lodging(Position, Box<Lodging>),
    /// Anything else.
    Other(Box<Event>),
}

pub(crate) async fn apply(tx: &mut ViewConn, events: &[RecordedEvent]) -> Result<(), ApplyError> {
    let mut collected = Collected::default();
    let mut stages = events.chunks(STAGE_EVENTS);
    let mut stage = stages.next().unwrap_or_default();
    let mut prepared = prepare(stage)?;
    while !stage.is_empty() {
        let next = stages.next().unwrap_or_default();
        // SQLite works in a thread of its own; another prepares what comes next.
        let ahead = (!next.is_empty()).then(|| {
            let next = next.to_vec();
            tokio::task::spawn_blocking(move || prepare(&next))
        });
        apply_stage(tx, &mut collected, stage, prepared).await?;
        stage = next;
        prepared = match ahead {
            None => Vec::new(),
            Some(ahead) => match ahead.await {
                Ok(prepared) => prepared?,
                Err(died) => {
                    return Err(poisoned(
                        next_position(next),
                        format!("an event could not be read: {died}"),
                    ));
                }
            },
        };
    }
    collected.flush(tx).await
}

fn next_position(events: &[RecordedEvent]) -> Position {
    events.first().map(|recorded| recorded.position).unwrap_or_default()
}

fn prepare(events: &[RecordedEvent]) -> Result<Vec<Prepared>, ApplyError> {
    let one = |recorded: &RecordedEvent| {
        let event = decode(&recorded.kind, recorded.schema_version, &recorded.payload).map_err(|error| {
            let detail = std::error::Error::source(&error)
                .map(|source| format!(": {source}"))
                .unwrap_or_default();
            poisoned(recorded.position, format!("{error}{detail}"))
        })?;
        match &event {
            Event::SubmissionLodged(lodged) if recorded.stream_version == 1 => {
                let lodging = Lodging::of(lodged, recorded.position)?;
                Ok(Prepared::Lodging(recorded.position, Box::new(lodging)))
            }
            _ => Ok(Prepared::Other(Box::new(event))),
        }
    };
    events.iter().map(one).collect()
}

/// Rows that were collected and not yet written.
#[derive(Default)]
struct Collected {
    firsts: Firsts,
    lodgings: Lodgings,
}

impl Collected {
    async fn flush(&mut self, tx: &mut ViewConn) -> Result<(), ApplyError> {
        self.firsts.flush(tx).await?;
        self.lodgings.flush(tx).await
    }
}

async fn apply_stage(
    tx: &mut ViewConn,
    collected: &mut Collected,
    events: &[RecordedEvent],
    prepared: Vec<Prepared>,
) -> Result<(), ApplyError> {
    for (recorded, prepared) in events.iter().zip(prepared) {
        match prepared {
            Prepared::Lodging(position, lodging) => collected.lodgings.take(tx, *lodging, position).await?,
            Prepared::Other(event) => match event.as_ref() {
                Event::RegisterApplied(_) => {}
                Event::ProposalTabled(tabled) => {
                    collected.firsts.tabled(tabled, recorded.position)?;
                    collected.lodgings.tabled(tabled);
                }
                Event::ConsultationOpened(opened) => collected.firsts.opened(opened),
                other => {
                    collected.flush(tx).await?;
                    apply_one(tx, recorded, other).await?;
                    if matches!(other, Event::RevisionCirculated(_)) {
                        collected.lodgings.forget_places();
                    }
                }
            },
        }
    }
    collected.lodgings.flush(tx).await
}

async fn apply_one(tx: &mut ViewConn, recorded: &RecordedEvent, event: &Event) -> Result<(), ApplyError> {
    match event {
        Event::RevisionCirculated(event) => proposal::circulated(tx, event).await,
        Event::ConsultationExtended(event) => {
            proposal::moved(tx, event.proposal_id, event.consultation, event.closes_at).await
        }
        Event::ConsultationBroughtForward(event) => {
            proposal::moved(tx, event.proposal_id, event.consultation, event.closes_at).await
        }
        Event::ConsultationClosed(event) => proposal::closed(tx, event).await,
        Event::ProposalWithdrawn(event) => proposal::withdrawn(tx, event).await,
        Event::SilenceOpened(event) => proposal::silence(tx, event.proposal_id, Some(event.until)).await,
        Event::SilenceExtended(event) => proposal::silence(tx, event.proposal_id, Some(event.until)).await,
        Event::SilenceTakenBack(event) => proposal::silence(tx, event.proposal_id, None).await,
        Event::SilenceBroken(event) => proposal::silence(tx, event.proposal_id, None).await,
        Event::ProposalAdopted(event) => proposal::adopted(tx, event).await,
        Event::PackagePutUnderSilence(event) => proposal::package(tx, event.proposal_id, Some(event.until)).await,
        Event::PackageExtended(event) => proposal::package(tx, event.proposal_id, Some(event.until)).await,
        Event::PackageTakenBack(event) => proposal::package(tx, event.proposal_id, None).await,
        Event::PackageConcluded(event) => proposal::package(tx, event.proposal_id, None).await,
        Event::DispositionProposed(event) => review::proposed(tx, event).await,
        Event::DispositionsPublished(event) => review::published(tx, event).await,
        Event::DispositionAnswered(event) => review::answered(tx, event).await,
        Event::SubmissionLodged(_) | Event::SubmissionRevised(_) | Event::SubmissionEntered(_) => {
            submission::replaced(tx, recorded, event).await
        }
        Event::SubmissionConfirmed(event) => submission::confirmed(tx, event, recorded.stream_version).await,
        Event::SubmissionWithdrawn(event) => submission::withdrawn(tx, event, recorded.stream_version).await,
        // Collected before this is asked, or not in this view.
        _ => Ok(()),
    }
}

pub(crate) fn poisoned(position: Position, reason: impl Into<String>) -> ApplyError {
    ApplyError::Poisoned {
        position,
        reason: reason.into(),
    }
}
