//! Carries out one command.

use std::sync::Arc;

use consultation::event::{Home, encode};
use consultation::{Command, Dossier, Event, Proposal, Rejection, Submission, World, decide};
use event_log::{Append, AppendError, Appended, IdempotencyKey, NewEvent, StreamId};
use uuid::Uuid;

use crate::load::{Freshness, Loaded};
use crate::store::evolve_register;
use crate::{Commands, ExecuteError, Versioned};

/// How often a decision is made again after a conflict, beyond the first time.
const RETRIES: u32 = 3;

/// The same where a decision looks at a whole dossier, which many write to: each round one of them gets through.
const RETRIES_WITH_DOSSIER: u32 = 16;

/// What an append carries beside its events. Ids are fresh ones of the caller.
#[derive(Debug, Clone)]
pub struct Envelope {
    /// Names the append.
    pub append_id: Uuid,
    /// Random local id of who acts (R26).
    pub actor: Uuid,
    /// Ties together everything that one request caused.
    pub correlation_id: Uuid,
    /// The client's key, if one was sent.
    pub idempotency: Option<IdempotencyKey>,
}

/// What a command led to.
#[derive(Debug, Clone)]
pub struct Executed {
    /// The events; empty if the world already was as the command wanted it, or on a replay.
    pub events: Vec<Event>,
    /// The log's answer; none if nothing was appended.
    pub appended: Option<Appended>,
    /// The proposal that was written or belongs to what was written, after the events.
    pub proposal: Option<Versioned<Arc<Proposal>>>,
    /// The submission that was written, after the events.
    pub submission: Option<Arc<Submission>>,
    /// All of the proposal after the events, for commands that need it.
    pub dossier: Option<Arc<Dossier>>,
}

impl Executed {
    /// Whether this is the answer to an earlier request with the same idempotency key.
    #[must_use]
    pub fn is_replay(&self) -> bool {
        self.appended.as_ref().is_some_and(|appended| appended.replayed)
    }
}

impl Commands {
    /// Decides without appending: the events that [`Commands::execute`] would append.
    ///
    /// # Errors
    /// As [`Commands::execute`], but for those of appending.
    pub async fn check(&self, command: &Command) -> Result<Vec<Event>, ExecuteError> {
        let loaded = self.load(command, Freshness::Fresh).await?;
        decide(&loaded.world, command).map_err(ExecuteError::Rejected)
    }

    /// Decides a command and appends its events, guarded by every stream that was read. `new_event_id` gives fresh
    /// `UUIDv7` ids.
    ///
    /// # Errors
    /// See [`ExecuteError`]. With a known idempotency key the first answer is given again instead of a refusal.
    pub async fn execute(
        &self,
        command: &Command,
        envelope: &Envelope,
        new_event_id: &(dyn Fn() -> Uuid + Send + Sync),
    ) -> Result<Executed, ExecuteError> {
        let mut freshness = Freshness::Known;
        let mut retries = 0;
        let most = if command.needs_dossier() {
            RETRIES_WITH_DOSSIER
        } else {
            RETRIES
        };
        loop {
            let loaded = self.load(command, freshness).await?;
            let events = match decide(&loaded.world, command) {
                Ok(events) => events,
                Err(_) if freshness == Freshness::Known => {
                    freshness = Freshness::Fresh;
                    continue;
                }
                Err(rejection) => return self.replay_or(envelope, ExecuteError::Rejected(rejection)).await,
            };
            if events.is_empty() {
                if freshness == Freshness::Known {
                    freshness = Freshness::Fresh;
                    continue;
                }
                return self.unchanged(envelope, loaded.world).await;
            }
            let append = append_of(&loaded, &events, envelope, new_event_id)?;
            match self.log.append(append).await {
                Ok(appended) if appended.replayed => return self.replay(appended).await,
                Ok(appended) => return Ok(self.take_up(loaded.world, events, appended)),
                Err(AppendError::VersionConflict { .. }) if retries < most => {
                    retries += 1;
                    freshness = Freshness::Fresh;
                }
                Err(AppendError::VersionConflict { .. }) => {
                    return self.replay_or(envelope, ExecuteError::Conflict).await;
                }
                Err(AppendError::IdempotencyMismatch) => return Err(ExecuteError::IdempotencyMismatch),
                Err(error) => return Err(ExecuteError::Append(error)),
            }
        }
    }

    /// Folds the new events into the states they were decided on, and remembers these.
    fn take_up(&self, world: World, events: Vec<Event>, appended: Appended) -> Executed {
        let World {
            register,
            register_version,
            proposal,
            mut proposal_version,
            mut submission,
            mut dossier,
            ..
        } = world;
        let mut register = Versioned {
            state: register,
            version: register_version,
        };
        let mut proposal = proposal;
        for event in &events {
            match event.home() {
                Home::Register => {
                    register.version += 1;
                    evolve_register(Arc::make_mut(&mut register.state), event);
                }
                Home::Proposal(_) => {
                    proposal_version += 1;
                    match &mut proposal {
                        Some(known) => Arc::make_mut(known).evolve(event),
                        None => proposal = Proposal::initial(event).map(Arc::new),
                    }
                }
                Home::Submission(_) => match &mut submission {
                    Some(known) => Arc::make_mut(known).evolve(event),
                    None => submission = Submission::initial(event).map(Arc::new),
                },
                Home::Alignment(_) | Home::Review(_) => {}
            }
            if let Some(dossier) = &mut dossier {
                Arc::make_mut(dossier).evolve(event);
            }
        }
        let proposal = proposal.map(|state| Versioned {
            state,
            version: proposal_version,
        });
        self.keep_register(register);
        if let Some(proposal) = &proposal {
            self.keep_proposal(proposal.clone());
        }
        if let Some(submission) = &submission {
            self.keep_submission(Arc::clone(submission));
        }
        Executed {
            events,
            appended: Some(appended),
            proposal,
            submission,
            dossier,
        }
    }

    /// Nothing to append: the first answer again if the key is known, else the present state.
    async fn unchanged(&self, envelope: &Envelope, world: World) -> Result<Executed, ExecuteError> {
        if let Some(replayed) = self.find_replay(envelope).await? {
            return Ok(replayed);
        }
        let proposal = world.proposal.map(|state| Versioned {
            state,
            version: world.proposal_version,
        });
        Ok(Executed {
            events: Vec::new(),
            appended: None,
            proposal,
            submission: world.submission,
            dossier: world.dossier,
        })
    }

    /// The first answer again if the key is known, else the error.
    async fn replay_or(&self, envelope: &Envelope, error: ExecuteError) -> Result<Executed, ExecuteError> {
        match self.find_replay(envelope).await? {
            Some(replayed) => Ok(replayed),
            None => Err(error),
        }
    }
}

fn append_of(
    loaded: &Loaded,
    events: &[Event],
    envelope: &Envelope,
    new_event_id: &(dyn Fn() -> Uuid + Send + Sync),
) -> Result<Append, ExecuteError> {
    let new_event = |event: &Event| {
        let (kind, schema_version, payload) = encode(event).map_err(ExecuteError::Encode)?;
        Ok(NewEvent {
            event_id: new_event_id(),
            stream: StreamId(event.stream()),
            kind: kind.to_owned(),
            schema_version,
            payload,
        })
    };
    Ok(Append {
        append_id: envelope.append_id,
        events: events.iter().map(new_event).collect::<Result<_, ExecuteError>>()?,
        guards: loaded.guards.clone(),
        idempotency: envelope.idempotency,
        actor: envelope.actor,
        correlation_id: envelope.correlation_id,
        causation_id: None,
    })
}

impl From<Rejection> for ExecuteError {
    fn from(rejection: Rejection) -> Self {
        Self::Rejected(rejection)
    }
}
