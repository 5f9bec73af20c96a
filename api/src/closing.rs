//! The clock: it records what is due without anybody's act, correct after downtime and with several nodes. Consultations
//! close (R6), silence on packages of dispositions ends (R19), and texts on which silence prevailed are adopted (R23).

use std::sync::Arc;
use std::time::Duration;

use commands::{Envelope, ExecuteError};
use consultation::command::{AdoptDueProposal, CloseDueConsultation, ConcludeDuePackage};
use consultation::silence::BREAKS_IN_FLIGHT;
use consultation::{Command, Rejection};
use jiff::Timestamp;
use tokio::sync::watch;

use crate::app::App;

/// How often the clock looks. What is seen as closed does not wait for it: that follows from `closes_at`.
const EVERY: Duration = Duration::from_millis(500);

/// Issuer and subject behind the actor of the clock's events.
const CLOCK: (&str, &str) = ("regional-input", "clock");

/// Records what is due, until told to stop.
pub async fn run(app: Arc<App>, mut stop: watch::Receiver<bool>) {
    loop {
        if let Err(error) = close_due(&app).await {
            tracing::warn!(error, "what is due could not be found; trying again");
        }
        tokio::select! {
            _ = stop.changed() => return,
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}

/// Records everything that is due now.
///
/// What cannot be recorded is logged, and holds up none of the others.
///
/// # Errors
/// Why it is not known what is due, for the log.
pub async fn close_due(app: &App) -> Result<(), String> {
    for command in due(app).await? {
        if let Err(error) = record(app, &command).await {
            let proposal = command.proposal().map(|id| id.to_string());
            tracing::warn!(proposal, error, "what is due could not be recorded; trying again");
        }
    }
    Ok(())
}

/// The acts that are due, as far as the view knows; the rules decide whether they are.
async fn due(app: &App) -> Result<Vec<Command>, String> {
    let at = app.clock.now();
    let mut view = app.input.read(None).await.map_err(chain)?;
    let closing = proposal_input::find_due_consultations(view.conn(), at)
        .await
        .map_err(chain)?;
    let silent_since = at.checked_sub(BREAKS_IN_FLIGHT).unwrap_or(Timestamp::MIN);
    let adopted = proposal_input::find_due_silences(view.conn(), silent_since)
        .await
        .map_err(chain)?;
    let concluded = proposal_input::find_due_packages(view.conn(), silent_since)
        .await
        .map_err(chain)?;
    let conclude = |proposal| Command::ConcludeDuePackage(ConcludeDuePackage { proposal, at });
    let close = |proposal| Command::CloseDueConsultation(CloseDueConsultation { proposal, at });
    let adopt = |proposal| Command::AdoptDueProposal(AdoptDueProposal { proposal, at });
    Ok(closing
        .into_iter()
        .map(close)
        .chain(concluded.into_iter().map(conclude))
        .chain(adopted.into_iter().map(adopt))
        .collect())
}

/// An error with all its causes.
fn chain(error: impl std::error::Error + Send + Sync + 'static) -> String {
    format!("{:#}", anyhow::Error::new(error))
}

async fn record(app: &App, command: &Command) -> Result<(), String> {
    let actor = app.actor_of(CLOCK.0, CLOCK.1).await.map_err(chain)?;
    let envelope = Envelope {
        append_id: app.ids.v7(),
        actor,
        correlation_id: app.ids.v4(),
        idempotency: None,
    };
    let ids = Arc::clone(&app.ids);
    match app.commands.execute(command, &envelope, &move || ids.v7()).await {
        // Extended or recorded since the view was read.
        Ok(_) | Err(ExecuteError::Rejected(Rejection::NotYetDue { .. } | Rejection::NoConsultation)) => Ok(()),
        Err(error) => Err(chain(error)),
    }
}
