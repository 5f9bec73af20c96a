//! The clock that closes consultations (R6): no manual step, and correct after downtime.

use std::sync::Arc;
use std::time::Duration;

use commands::{Envelope, ExecuteError};
use consultation::command::CloseDueConsultation;
use consultation::{Command, ProposalId, Rejection};
use tokio::sync::watch;

use crate::app::App;

/// How often the clock looks. What is seen as closed does not wait for it: that follows from `closes_at`.
const EVERY: Duration = Duration::from_millis(500);

/// Issuer and subject behind the actor of the clock's events.
const CLOCK: (&str, &str) = ("regional-input", "clock");

/// Records closings that are due, until told to stop.
pub async fn run(app: Arc<App>, mut stop: watch::Receiver<bool>) {
    loop {
        if let Err(error) = close_due(&app).await {
            tracing::warn!(error, "due consultations could not be found; trying again");
        }
        tokio::select! {
            _ = stop.changed() => return,
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}

/// Records every closing that is due now.
///
/// One that cannot be closed is logged, and keeps none of the others open.
///
/// # Errors
/// Why it is not known what is due, for the log.
pub async fn close_due(app: &App) -> Result<(), String> {
    let now = app.clock.now();
    let mut view = app.input.read(None).await.map_err(chain)?;
    let due = proposal_input::find_due_consultations(view.conn(), now)
        .await
        .map_err(chain)?;
    drop(view);
    for proposal in due {
        if let Err(error) = close(app, proposal).await {
            tracing::warn!(%proposal, error, "a due consultation could not be closed; trying again");
        }
    }
    Ok(())
}

/// An error with all its causes.
fn chain(error: impl std::error::Error + Send + Sync + 'static) -> String {
    format!("{:#}", anyhow::Error::new(error))
}

async fn close(app: &App, proposal: ProposalId) -> Result<(), String> {
    let actor = app.actor_of(CLOCK.0, CLOCK.1).await.map_err(chain)?;
    let envelope = Envelope {
        append_id: app.ids.v7(),
        actor,
        correlation_id: app.ids.v4(),
        idempotency: None,
    };
    let command = Command::CloseDueConsultation(CloseDueConsultation {
        proposal,
        at: app.clock.now(),
    });
    let ids = Arc::clone(&app.ids);
    match app.commands.execute(&command, &envelope, &move || ids.v7()).await {
        // Extended or recorded since the view was read.
        Ok(_) | Err(ExecuteError::Rejected(Rejection::NotYetDue { .. } | Rejection::NoConsultation)) => Ok(()),
        Err(error) => Err(chain(error)),
    }
}
