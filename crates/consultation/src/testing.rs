//! Given/when/then for the rules: `given([events]).when(command).then([events])`.

use std::sync::Arc;

use uuid::Uuid;

use crate::command::Command;
use crate::event::Home;
use crate::{Dossier, Event, Proposal, Rejection, Submission, SubmissionId, World, decide};

/// The log id under which [`given`] derives submission ids.
pub const LOG_ID: Uuid = Uuid::from_u128(0x10c);

/// The world as these events left it.
#[must_use]
pub fn given(events: impl IntoIterator<Item = Event>) -> Given {
    Given {
        events: events.into_iter().collect(),
    }
}

/// Events that happened.
#[derive(Debug, Clone)]
pub struct Given {
    events: Vec<Event>,
}

impl Given {
    /// Decides a command in this world.
    #[expect(clippy::needless_pass_by_value, reason = "a test writes the command in place")]
    pub fn when(self, command: Command) -> Outcome {
        let world = world_for(&self.events, &command);
        Outcome {
            result: decide(&world, &command),
        }
    }
}

/// What a command led to.
#[derive(Debug)]
#[must_use]
pub struct Outcome {
    /// Events or a refusal.
    pub result: Result<Vec<Event>, Rejection>,
}

impl Outcome {
    /// Asserts the events.
    ///
    /// # Panics
    /// If others, or a refusal, came.
    #[track_caller]
    pub fn then(self, events: impl IntoIterator<Item = Event>) {
        assert_eq!(self.result, Ok(events.into_iter().collect()));
    }

    /// Asserts a refusal.
    ///
    /// # Panics
    /// If another, or events, came.
    #[track_caller]
    pub fn then_rejected(self, rejection: Rejection) {
        assert_eq!(self.result, Err(rejection));
    }

    /// The events, to look at parts of them.
    ///
    /// # Panics
    /// If the command was refused.
    #[track_caller]
    #[must_use]
    #[expect(clippy::panic, reason = "a failed assertion of a test")]
    pub fn events(self) -> Vec<Event> {
        match self.result {
            Ok(events) => events,
            Err(rejection) => panic!("refused: {rejection:?}"),
        }
    }

    /// Asserts a refusal for content, and answers pointer and code of each field.
    ///
    /// # Panics
    /// If events or another refusal came.
    #[track_caller]
    #[must_use]
    #[expect(clippy::panic, reason = "a failed assertion of a test")]
    pub fn content_errors(self) -> Vec<(String, &'static str)> {
        match self.result {
            Err(Rejection::Content(errors)) => errors
                .into_iter()
                .map(|error| (error.pointer, error.code.as_str()))
                .collect(),
            other => panic!("no refusal for content: {other:?}"),
        }
    }
}

/// Folds events to the world that a command is decided in, as the `commands` crate does from streams.
#[must_use]
pub fn world_for(events: &[Event], command: &Command) -> World {
    let mut world = World::default();
    let mut proposals: Vec<(Proposal, u64)> = Vec::new();
    let mut submissions: Vec<Submission> = Vec::new();
    for event in events {
        fold(&mut world, &mut proposals, &mut submissions, event);
    }
    let named = command
        .submission()
        .and_then(|id| submissions.iter().find(|submission| submission.id == id));
    let proposal_id = command.proposal().or(named.map(|submission| submission.proposal));
    if let Some((proposal, version)) = proposals
        .into_iter()
        .find(|(proposal, _)| Some(proposal.id) == proposal_id)
    {
        world.submission_id = command.submission().or_else(|| {
            let consultation = proposal.current_consultation()?.number;
            Some(SubmissionId::derive(
                LOG_ID,
                proposal.id,
                consultation,
                command.speaking_state()?,
            ))
        });
        world.proposal = Some(Arc::new(proposal));
        world.proposal_version = version;
    }
    let written = submissions
        .iter()
        .find(|submission| Some(submission.id) == world.submission_id)
        .or(named)
        .cloned();
    let speaker = command
        .speaking_state()
        .or(written.as_ref().map(|submission| submission.state));
    let others = submissions
        .iter()
        .filter(|other| Some(other.state) == speaker && Some(other.proposal) == proposal_id)
        .filter(|other| written.as_ref().is_none_or(|written| written.id != other.id));
    others.for_each(|other| world.numbers_elsewhere.see_all(other.numbers));
    world.submission = written.map(Arc::new);
    if command.needs_dossier() {
        let own = events.iter().filter(|event| event.proposal_id() == proposal_id);
        world.dossier = Dossier::fold(own).map(Arc::new);
    }
    world
}

fn fold(world: &mut World, proposals: &mut Vec<(Proposal, u64)>, submissions: &mut Vec<Submission>, event: &Event) {
    if let Event::RegisterApplied(applied) = event {
        Arc::make_mut(&mut world.register).evolve(&applied.changes);
        world.register_version += 1;
    } else if let Some(head) = event.submission_head() {
        match submissions
            .iter_mut()
            .find(|submission| submission.id == head.submission_id)
        {
            Some(submission) => submission.evolve(event),
            None => submissions.extend(Submission::initial(event)),
        }
    } else if let Home::Proposal(id) = event.home() {
        match proposals.iter_mut().find(|(proposal, _)| proposal.id == id) {
            Some((proposal, version)) => {
                proposal.evolve(event);
                *version += 1;
            }
            None => proposals.extend(Proposal::initial(event).map(|proposal| (proposal, 1))),
        }
    }
}
