//! The first answer again: the states as they were right after the first append.

use std::sync::Arc;

use consultation::Event;
use consultation::event::{Home, decode};
use event_log::{Appended, Position};

use crate::execute::{Envelope, Executed};
use crate::{Commands, ExecuteError, LoadError};

impl Commands {
    /// What an earlier request with this key was answered.
    ///
    /// # Errors
    /// [`ExecuteError::IdempotencyMismatch`] if that was a different request.
    pub(crate) async fn find_replay(&self, envelope: &Envelope) -> Result<Option<Executed>, ExecuteError> {
        let Some(sent) = envelope.idempotency else {
            return Ok(None);
        };
        match self.log.find_append(&sent.key).await.map_err(LoadError::Log)? {
            None => Ok(None),
            Some(known) if known.fingerprint != sent.fingerprint => Err(ExecuteError::IdempotencyMismatch),
            Some(known) => self
                .replay(Appended {
                    replayed: true,
                    ..known.appended
                })
                .await
                .map(Some),
        }
    }

    pub(crate) async fn replay(&self, appended: Appended) -> Result<Executed, ExecuteError> {
        let last = self.event_at(appended.last).await?;
        let mut executed = Executed {
            events: Vec::new(),
            appended: None,
            proposal: None,
            submission: None,
            dossier: None,
        };
        if let Some(head) = last.as_ref().and_then(Event::submission_head) {
            executed.submission = self
                .submission_at(head.submission_id, appended.last)
                .await?
                .map(Arc::new);
        }
        if let Some(id) = last.as_ref().and_then(Event::proposal_id)
            && let Some(found) = self.proposal_at(id, appended.last).await?
        {
            executed.proposal = Some(crate::Versioned {
                state: Arc::new(found.state),
                version: found.version,
            });
        }
        if let Some(Home::Alignment(id) | Home::Review(id)) = last.as_ref().map(Event::home) {
            executed.dossier = self.dossier_at(id, appended.last).await?.map(|found| found.dossier);
        }
        executed.appended = Some(appended);
        Ok(executed)
    }

    /// The event at a log position.
    ///
    /// # Errors
    /// [`LoadError`], when the log cannot be read or holds what this program cannot read.
    pub async fn event_at(&self, position: Position) -> Result<Option<Event>, LoadError> {
        let before = Position(position.0.saturating_sub(1));
        let found = self.log.read_after(before, 1).await.map_err(LoadError::Log)?;
        let Some(recorded) = found
            .into_iter()
            .next()
            .filter(|recorded| recorded.position == position)
        else {
            return Ok(None);
        };
        decode(&recorded.kind, recorded.schema_version, &recorded.payload)
            .map(Some)
            .map_err(|source| LoadError::Decode { position, source })
    }
}
