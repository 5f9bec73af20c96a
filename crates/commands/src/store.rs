//! Folded states: cached, read again on demand.

use std::sync::{Arc, PoisonError, RwLock};

use consultation::event::{decode, streams};
use consultation::register::Register;
use consultation::{Dossier, Event, Proposal, ProposalId, Submission, SubmissionId};
use event_log::{EventLog, Position, RecordedEvent, StreamId};
use moka::sync::Cache;

use crate::LoadError;
use crate::dossiers::DossierAt;

/// A folded state and the stream version that it reflects; 0 and the empty state if there is no stream.
#[derive(Debug, Clone)]
pub struct Versioned<T> {
    /// The state.
    pub state: T,
    /// The stream version.
    pub version: u64,
}

/// Bounds of the caches.
#[derive(Debug, Clone, Copy)]
pub struct CacheLimits {
    /// Folded proposals.
    pub proposals: u64,
    /// Text of folded submissions, in KiB.
    pub submissions_kib: u64,
    /// Text of dossiers, in KiB.
    pub dossiers_kib: u64,
}

impl Default for CacheLimits {
    fn default() -> Self {
        Self {
            proposals: 1_000,
            submissions_kib: 16 * 1024,
            dossiers_kib: 64 * 1024,
        }
    }
}

/// Carries out commands on a log. Cheap to clone.
#[derive(Clone)]
pub struct Commands {
    pub(crate) log: EventLog,
    caches: Arc<Caches>,
}

struct Caches {
    register: RwLock<Versioned<Arc<Register>>>,
    proposals: Cache<ProposalId, Versioned<Arc<Proposal>>>,
    submissions: Cache<SubmissionId, Arc<Submission>>,
    dossiers: Cache<ProposalId, DossierAt>,
}

impl Commands {
    /// Commands on this log.
    #[must_use]
    pub fn new(log: EventLog, limits: CacheLimits) -> Self {
        let caches = Caches {
            register: RwLock::new(Versioned {
                state: Arc::default(),
                version: 0,
            }),
            proposals: Cache::new(limits.proposals),
            submissions: Cache::builder()
                .max_capacity(limits.submissions_kib)
                .weigher(|_, submission: &Arc<Submission>| kib(submission))
                .build(),
            dossiers: Cache::builder()
                .max_capacity(limits.dossiers_kib)
                .weigher(|_, kept: &DossierAt| dossier_kib(&kept.dossier))
                .build(),
        };
        Self {
            log,
            caches: Arc::new(caches),
        }
    }

    /// The log behind.
    #[must_use]
    pub fn log(&self) -> &EventLog {
        &self.log
    }

    /// The register as this process last saw it.
    #[must_use]
    pub fn known_register(&self) -> Versioned<Arc<Register>> {
        self.caches
            .register
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// The proposal as this process last saw it.
    #[must_use]
    pub fn known_proposal(&self, id: ProposalId) -> Option<Versioned<Arc<Proposal>>> {
        self.caches.proposals.get(&id)
    }

    pub(crate) fn known_submission(&self, id: SubmissionId) -> Option<Arc<Submission>> {
        self.caches.submissions.get(&id)
    }

    pub(crate) fn known_dossier(&self, id: ProposalId) -> Option<DossierAt> {
        self.caches.dossiers.get(&id)
    }

    pub(crate) fn keep_dossier(&self, dossier: DossierAt) {
        let id = dossier.dossier.proposal.id;
        if self
            .known_dossier(id)
            .is_none_or(|known| known.position < dossier.position)
        {
            self.caches.dossiers.insert(id, dossier);
        }
    }

    /// The register as it stands in the log.
    ///
    /// # Errors
    /// [`LoadError`], when the log cannot be read or holds what this program cannot read.
    pub async fn register(&self) -> Result<Versioned<Arc<Register>>, LoadError> {
        let mut known = self.known_register();
        let tail = self.tail(streams::REGISTER.to_owned(), known.version).await?;
        if let Some((last, _)) = tail.last() {
            known.version = last.stream_version;
            let register = Arc::make_mut(&mut known.state);
            for (_, event) in &tail {
                evolve_register(register, event);
            }
            self.keep_register(known.clone());
        }
        Ok(known)
    }

    /// The proposal as it stands in the log.
    ///
    /// # Errors
    /// [`LoadError`], when the log cannot be read or holds what this program cannot read.
    pub async fn find_proposal(&self, id: ProposalId) -> Result<Option<Versioned<Arc<Proposal>>>, LoadError> {
        let stream = streams::proposal(id);
        let known = self.known_proposal(id);
        let tail = self
            .tail(stream.clone(), known.as_ref().map_or(0, |known| known.version))
            .await?;
        let Some((last, _)) = tail.last() else { return Ok(known) };
        let version = last.stream_version;
        let mut state = known.map(|known| known.state);
        for (_, event) in &tail {
            match &mut state {
                Some(proposal) => Arc::make_mut(proposal).evolve(event),
                None => state = Some(Arc::new(Proposal::initial(event).ok_or_else(|| beginning(&stream))?)),
            }
        }
        let found = state.map(|state| Versioned { state, version });
        if let Some(found) = &found {
            self.keep_proposal(found.clone());
        }
        Ok(found)
    }

    /// The submission as it stands in the log.
    ///
    /// # Errors
    /// [`LoadError`], when the log cannot be read or holds what this program cannot read.
    pub async fn find_submission(&self, id: SubmissionId) -> Result<Option<Arc<Submission>>, LoadError> {
        let stream = streams::submission(id);
        let known = self.known_submission(id);
        let tail = self
            .tail(stream.clone(), known.as_ref().map_or(0, |known| known.version()))
            .await?;
        if tail.is_empty() {
            return Ok(known);
        }
        let mut state = known;
        for (_, event) in &tail {
            match &mut state {
                Some(submission) => Arc::make_mut(submission).evolve(event),
                None => state = Some(Arc::new(Submission::initial(event).ok_or_else(|| beginning(&stream))?)),
            }
        }
        if let Some(found) = &state {
            self.keep_submission(Arc::clone(found));
        }
        Ok(state)
    }

    /// The register as it stood at a log position.
    ///
    /// # Errors
    /// [`LoadError`], when the log cannot be read or holds what this program cannot read.
    pub async fn register_at(&self, until: Position) -> Result<Versioned<Register>, LoadError> {
        let mut found = Versioned {
            state: Register::default(),
            version: 0,
        };
        for (recorded, event) in self.until(streams::REGISTER.to_owned(), until).await? {
            evolve_register(&mut found.state, &event);
            found.version = recorded.stream_version;
        }
        Ok(found)
    }

    /// The proposal as it stood at a log position.
    ///
    /// # Errors
    /// [`LoadError`], when the log cannot be read or holds what this program cannot read.
    pub async fn proposal_at(&self, id: ProposalId, until: Position) -> Result<Option<Versioned<Proposal>>, LoadError> {
        let stream = streams::proposal(id);
        let events = self.until(stream.clone(), until).await?;
        let Some((_, first)) = events.first() else {
            return Ok(None);
        };
        let mut state = Proposal::initial(first).ok_or_else(|| beginning(&stream))?;
        events.iter().skip(1).for_each(|(_, event)| state.evolve(event));
        Ok(Some(Versioned {
            state,
            version: events.last().map_or(0, |(last, _)| last.stream_version),
        }))
    }

    /// The submission as it stood at a log position.
    ///
    /// # Errors
    /// [`LoadError`], when the log cannot be read or holds what this program cannot read.
    pub async fn submission_at(&self, id: SubmissionId, until: Position) -> Result<Option<Submission>, LoadError> {
        let stream = streams::submission(id);
        let events = self.until(stream.clone(), until).await?;
        let Some((_, first)) = events.first() else {
            return Ok(None);
        };
        let mut state = Submission::initial(first).ok_or_else(|| beginning(&stream))?;
        events.iter().skip(1).for_each(|(_, event)| state.evolve(event));
        Ok(Some(state))
    }

    /// Every event of a proposal, all that belongs to it, and the register up to a position, in position order: what a view
    /// needs to be replayed as of then. The submissions' streams follow from the invitations, without a lookup.
    ///
    /// # Errors
    /// [`LoadError`], when the log cannot be read or holds what this program cannot read.
    pub async fn history_of(&self, proposal: &Proposal, until: Position) -> Result<Vec<RecordedEvent>, LoadError> {
        let mut names = self.streams_of(proposal);
        names.push(StreamId(streams::REGISTER.to_owned()));
        self.log.read_streams(&names, until).await.map_err(LoadError::Log)
    }

    pub(crate) fn keep_register(&self, register: Versioned<Arc<Register>>) {
        let mut known = self.caches.register.write().unwrap_or_else(PoisonError::into_inner);
        if register.version > known.version {
            *known = register;
        }
    }

    pub(crate) fn keep_proposal(&self, proposal: Versioned<Arc<Proposal>>) {
        if self
            .known_proposal(proposal.state.id)
            .is_none_or(|known| known.version < proposal.version)
        {
            self.caches.proposals.insert(proposal.state.id, proposal);
        }
    }

    pub(crate) fn keep_submission(&self, submission: Arc<Submission>) {
        if self
            .known_submission(submission.id)
            .is_none_or(|known| known.version() < submission.version())
        {
            self.caches.submissions.insert(submission.id, submission);
        }
    }

    async fn tail(&self, stream: String, after: u64) -> Result<Vec<(RecordedEvent, Event)>, LoadError> {
        decoded(
            self.log
                .read_stream(&StreamId(stream), after)
                .await
                .map_err(LoadError::Log)?,
        )
    }

    async fn until(&self, stream: String, until: Position) -> Result<Vec<(RecordedEvent, Event)>, LoadError> {
        decoded(
            self.log
                .read_streams(&[StreamId(stream)], until)
                .await
                .map_err(LoadError::Log)?,
        )
    }
}

pub(crate) fn decoded(events: Vec<RecordedEvent>) -> Result<Vec<(RecordedEvent, Event)>, LoadError> {
    events.into_iter().map(decoded_one).collect()
}

pub(crate) fn decoded_one(recorded: RecordedEvent) -> Result<(RecordedEvent, Event), LoadError> {
    match decode(&recorded.kind, recorded.schema_version, &recorded.payload) {
        Ok(event) => Ok((recorded, event)),
        Err(source) => Err(LoadError::Decode {
            position: recorded.position,
            source,
        }),
    }
}

pub(crate) fn evolve_register(register: &mut Register, event: &Event) {
    if let Event::RegisterApplied(applied) = event {
        register.evolve(&applied.changes);
    }
}

pub(crate) fn beginning(stream: &str) -> LoadError {
    LoadError::Beginning {
        stream: stream.to_owned(),
    }
}

/// About what a submission weighs, in KiB, from 1.
fn kib(submission: &Submission) -> u32 {
    let comments = submission.versions.iter().flat_map(|version| &version.content.comments);
    let bytes: usize = comments
        .map(|comment| 512 + comment.text.len() + comment.explanation.as_ref().map_or(0, String::len))
        .sum();
    u32::try_from(1 + bytes / 1024).unwrap_or(u32::MAX)
}

/// About what a dossier weighs, in KiB, from 1.
fn dossier_kib(dossier: &Dossier) -> u32 {
    let input: u32 = dossier.submissions.values().map(|submission| kib(submission)).sum();
    let review = u32::try_from(dossier.review.comments.len() / 2).unwrap_or(u32::MAX);
    input.saturating_add(review).saturating_add(16)
}
