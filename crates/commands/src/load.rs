//! Loads the world that a command is decided in, and names the guards over every stream that was read.

use std::sync::Arc;

use consultation::event::streams;
use consultation::{Command, Proposal, StateCode, SubmissionId, World};
use event_log::{ExpectedVersion, Guard, StreamId};

use crate::{Commands, LoadError, Versioned};

/// Whether cached states will do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Freshness {
    /// What this process last saw; the guards catch what is stale.
    Known,
    /// Read from the log.
    Fresh,
}

/// A world and the guards under which a decision in it holds.
pub(crate) struct Loaded {
    pub(crate) world: World,
    pub(crate) guards: Vec<Guard>,
}

impl Commands {
    pub(crate) async fn load(&self, command: &Command, freshness: Freshness) -> Result<Loaded, LoadError> {
        let mut loaded = Loaded {
            world: World::default(),
            guards: Vec::new(),
        };
        let register = match freshness {
            Freshness::Known => self.known_register(),
            Freshness::Fresh => self.register().await?,
        };
        loaded.guard(streams::REGISTER.to_owned(), register.version);
        loaded.world.register = register.state;
        loaded.world.register_version = register.version;
        if let Some(id) = command.submission() {
            self.load_named_submission(&mut loaded, id, freshness).await?;
        } else if let Some(id) = command.proposal() {
            let new = matches!(command, Command::TableProposal(_));
            let found = if new { None } else { self.proposal(id, freshness).await? };
            loaded.take_proposal(streams::proposal(id), found);
            self.load_speakers_submission(&mut loaded, command.speaking_state(), freshness)
                .await?;
        }
        if command.needs_dossier() {
            self.load_dossier(&mut loaded, command).await?;
        }
        Ok(loaded)
    }

    /// All of the proposal. Guarded are the members' review, the alignments, and the submissions that hold the comments
    /// named; where a command names none, all submissions.
    async fn load_dossier(&self, loaded: &mut Loaded, command: &Command) -> Result<(), LoadError> {
        let Some(id) = loaded.world.proposal.as_ref().map(|proposal| proposal.id) else {
            return Ok(());
        };
        let Some(found) = self.find_dossier(id).await? else {
            return Ok(());
        };
        let dossier = found.dossier;
        // The proposal of the dossier is the one to decide on: it is never older.
        loaded.guards.clear();
        loaded.guard(streams::REGISTER.to_owned(), loaded.world.register_version);
        loaded.guard(streams::proposal(id), dossier.proposal_version);
        loaded.guard(streams::review(id), dossier.review_version);
        loaded.guard(streams::alignment(id), dossier.alignments_version);
        let named = command.named_comments();
        for submission in dossier.submissions.values() {
            let looked_at = match named {
                _ if command.submission() == Some(submission.id) => true,
                Some(comments) => submission.current().is_some_and(|version| {
                    let mut said = version.content.comments.iter();
                    said.any(|comment| comments.contains(&comment.id))
                }),
                None => true,
            };
            if looked_at {
                loaded.guard(streams::submission(submission.id), submission.version());
            }
        }
        loaded.world.proposal = Some(Arc::clone(&dossier.proposal));
        loaded.world.proposal_version = dossier.proposal_version;
        if let Some(id) = command.submission() {
            loaded.world.submission = dossier.submissions.get(&id).cloned();
        }
        loaded.world.dossier = Some(dossier);
        Ok(())
    }

    async fn proposal(
        &self,
        id: consultation::ProposalId,
        freshness: Freshness,
    ) -> Result<Option<Versioned<Arc<Proposal>>>, LoadError> {
        match (freshness, self.known_proposal(id)) {
            (Freshness::Known, Some(known)) => Ok(Some(known)),
            _ => self.find_proposal(id).await,
        }
    }

    /// A submission named by its id: its proposal follows from it.
    async fn load_named_submission(
        &self,
        loaded: &mut Loaded,
        id: SubmissionId,
        freshness: Freshness,
    ) -> Result<(), LoadError> {
        let found = match (freshness, self.known_submission(id)) {
            (Freshness::Known, Some(known)) => Some(known),
            _ => self.find_submission(id).await?,
        };
        loaded.guard(
            streams::submission(id),
            found.as_ref().map_or(0, |submission| submission.version()),
        );
        loaded.world.submission_id = Some(id);
        if let Some(submission) = &found {
            let proposal = self.proposal(submission.proposal, freshness).await?;
            loaded.take_proposal(streams::proposal(submission.proposal), proposal);
            self.load_numbers(loaded, submission.state, submission.consultation)
                .await?;
        }
        loaded.world.submission = found;
        Ok(())
    }

    /// The submission that a state has, or will have, in the current consultation. One that is not cached is taken
    /// for absent at first: the guard tells when that is wrong.
    async fn load_speakers_submission(
        &self,
        loaded: &mut Loaded,
        speaker: Option<StateCode>,
        freshness: Freshness,
    ) -> Result<(), LoadError> {
        let Some(state) = speaker else { return Ok(()) };
        let Some(proposal) = loaded.world.proposal.clone() else {
            return Ok(());
        };
        let Some(consultation) = proposal.current_consultation().map(|current| current.number) else {
            return Ok(());
        };
        let id = SubmissionId::derive(self.log.log_id(), proposal.id, consultation, state);
        let found = match freshness {
            Freshness::Known => self.known_submission(id),
            Freshness::Fresh => self.find_submission(id).await?,
        };
        loaded.guard(
            streams::submission(id),
            found.as_ref().map_or(0, |submission| submission.version()),
        );
        loaded.world.submission_id = Some(id);
        loaded.world.submission = found;
        self.load_numbers(loaded, state, consultation).await
    }

    /// The numbers that the state was given in the proposal's other consultations (R8).
    async fn load_numbers(&self, loaded: &mut Loaded, state: StateCode, consultation: u32) -> Result<(), LoadError> {
        let Some(proposal) = loaded.world.proposal.clone() else {
            return Ok(());
        };
        for other in proposal
            .consultations
            .iter()
            .filter(|other| other.number != consultation)
        {
            if !other.invited.contains_key(&state) {
                continue;
            }
            let id = SubmissionId::derive(self.log.log_id(), proposal.id, other.number, state);
            let found = self.find_submission(id).await?;
            loaded.guard(
                streams::submission(id),
                found.as_ref().map_or(0, |submission| submission.version()),
            );
            if let Some(other) = &found {
                loaded.world.numbers_elsewhere.see_all(other.numbers);
            }
        }
        Ok(())
    }
}

impl Loaded {
    fn guard(&mut self, stream: String, version: u64) {
        let expected = if version == 0 {
            ExpectedVersion::NoStream
        } else {
            ExpectedVersion::Exactly(version)
        };
        self.guards.push((StreamId(stream), expected));
    }

    fn take_proposal(&mut self, stream: String, proposal: Option<Versioned<Arc<Proposal>>>) {
        self.world.proposal_version = proposal.as_ref().map_or(0, |proposal| proposal.version);
        self.guard(stream, self.world.proposal_version);
        self.world.proposal = proposal.map(|proposal| proposal.state);
    }
}
