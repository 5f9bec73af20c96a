//! Dossiers: everything about one proposal, folded from the log and kept, so that a read costs what was added since.

use std::collections::HashSet;
use std::sync::Arc;

use consultation::event::streams;
use consultation::{Dossier, Event, Proposal, ProposalId, SubmissionId};
use event_log::{Position, RecordedEvent, StreamId};

use crate::store::{beginning, decoded, decoded_one};
use crate::{Commands, LoadError};

/// Positions behind which a kept dossier is folded anew instead of being brought up to date.
const FAR_BEHIND: u64 = 100_000;

/// No stream's name begins with this: a question for all streams that were written.
const NO_STREAM: &str = "!";

/// A dossier and the position of the log that it reflects.
#[derive(Debug, Clone)]
pub struct DossierAt {
    /// The dossier.
    pub dossier: Arc<Dossier>,
    /// The position.
    pub position: Position,
}

impl Commands {
    /// The proposal's dossier as it stands in the log now.
    ///
    /// # Errors
    /// [`LoadError`], when the log cannot be read or holds what this program cannot read.
    pub async fn find_dossier(&self, id: ProposalId) -> Result<Option<DossierAt>, LoadError> {
        let head = self.log.head().await.map_err(LoadError::Log)?.position;
        let known = self.known_dossier(id);
        let found = match known {
            Some(known) if known.position >= head => return Ok(Some(known)),
            Some(known) if head.0 - known.position.0 <= FAR_BEHIND => self.brought_up_to(known, head).await?,
            _ => None,
        };
        let found = match found {
            Some(found) => Some(found),
            None => self.dossier_at(id, head).await?,
        };
        if let Some(found) = &found {
            self.keep_dossier(found.clone());
        }
        Ok(found)
    }

    /// The proposal's dossier as it stood at a position.
    ///
    /// # Errors
    /// [`LoadError`], when the log cannot be read or holds what this program cannot read.
    pub async fn dossier_at(&self, id: ProposalId, until: Position) -> Result<Option<DossierAt>, LoadError> {
        let Some(proposal) = self.proposal_at(id, until).await? else {
            return Ok(None);
        };
        let history = self.log.read_streams(&self.streams_of(&proposal.state), until).await;
        let mut dossier = None;
        for recorded in history.map_err(LoadError::Log)? {
            let (_, event) = decoded_one(recorded)?;
            Dossier::take_up(&mut dossier, &event);
        }
        let dossier = dossier.ok_or_else(|| beginning(&streams::proposal(id)))?;
        Ok(Some(DossierAt {
            dossier: Arc::new(dossier),
            position: until,
        }))
    }

    /// Takes up what was written to the dossier's streams since. `None` if it takes more than that: a consultation was
    /// opened, so there are streams that nobody looked at.
    async fn brought_up_to(&self, known: DossierAt, head: Position) -> Result<Option<DossierAt>, LoadError> {
        let written = self.log.streams_written(known.position, head, NO_STREAM).await;
        let own: HashSet<StreamId> = self.streams_of(&known.dossier.proposal).into_iter().collect();
        let mut tail: Vec<(RecordedEvent, Event)> = Vec::new();
        for stream in written.map_err(LoadError::Log)? {
            if own.contains(&stream) {
                let after = version_in(&known.dossier, &stream);
                let events = self.log.read_stream(&stream, after).await.map_err(LoadError::Log)?;
                tail.extend(decoded(events)?);
            }
        }
        tail.retain(|(recorded, _)| recorded.position <= head);
        tail.sort_by_key(|(recorded, _)| recorded.position);
        if tail
            .iter()
            .any(|(_, event)| matches!(event, Event::ConsultationOpened(_)))
        {
            return Ok(None);
        }
        let mut dossier = known.dossier;
        if !tail.is_empty() {
            let changed = Arc::make_mut(&mut dossier);
            for (_, event) in &tail {
                changed.evolve(event);
            }
        }
        Ok(Some(DossierAt {
            dossier,
            position: head,
        }))
    }

    /// The streams of everything about a proposal. Those of submissions follow from the invitations.
    pub(crate) fn streams_of(&self, proposal: &Proposal) -> Vec<StreamId> {
        let mut names = vec![
            StreamId(streams::proposal(proposal.id)),
            StreamId(streams::alignment(proposal.id)),
            StreamId(streams::review(proposal.id)),
        ];
        for consultation in &proposal.consultations {
            names.extend(consultation.invited.keys().map(|state| {
                let id = SubmissionId::derive(self.log.log_id(), proposal.id, consultation.number, *state);
                StreamId(streams::submission(id))
            }));
        }
        names
    }
}

/// How much of a stream a dossier has taken up.
fn version_in(dossier: &Dossier, stream: &StreamId) -> u64 {
    let name = stream.as_str();
    let proposal = dossier.proposal.id;
    if name == streams::proposal(proposal) {
        dossier.proposal_version
    } else if name == streams::review(proposal) {
        dossier.review_version
    } else if name == streams::alignment(proposal) {
        dossier.alignments_version
    } else {
        let id = name.strip_prefix(streams::SUBMISSIONS).and_then(|id| id.parse().ok());
        id.and_then(|id| dossier.submissions.get(&SubmissionId(id)))
            .map_or(0, |submission| submission.version())
    }
}
