//! Entering into a data directory.

use std::collections::BTreeMap;

use commands::ExecuteError;
use consultation::command::{CommentDraft, EnterSubmission, EnteredBy, Expected, Inherited};
use consultation::submission::{Comment, comment_number};
use consultation::{Command, Event, ParagraphId, Proposal, ProposalId, StateCode, Submission, SubmissionId};
use std::sync::Arc;

use super::Source;
use super::batch::{Batch, DEFAULTS, Refused};
use super::destination::refusal_of;
use super::landing::{Change, Key, Landed, Landing};
use super::rows::Refusal;
use crate::cli::directory::Directory;
use crate::problem::Problem;

/// A proposal in a data directory.
pub(super) struct InDirectory {
    pub(super) directory: Directory,
    pub(super) proposal: Arc<Proposal>,
    pub(super) dry_run: bool,
}

impl InDirectory {
    /// Finds the proposal.
    pub(super) async fn new(directory: Directory, id: ProposalId, dry_run: bool) -> anyhow::Result<Self> {
        if let Some(found) = directory.commands.find_proposal(id).await? {
            return Ok(Self {
                directory,
                proposal: found.state,
                dry_run,
            });
        }
        directory.close().await;
        anyhow::bail!("there is no proposal {id} in this data directory; check --proposal and --data-dir")
    }

    /// Enters a batch, or finds out what that would do.
    pub(super) async fn enter(&self, source: &Source, batch: &Batch) -> Result<Vec<Landed>, Refused> {
        let before = self.comments_of(batch.state).await?;
        let command = self.command(source, batch);
        let events = if self.dry_run {
            self.directory.commands.check(&command).await
        } else {
            self.directory.execute(&command).await.map(|executed| executed.events)
        };
        let entered = events.map_err(refused)?.into_iter().find_map(|event| match event {
            Event::SubmissionEntered(entered) => Some(entered.content.comments),
            _ => None,
        });
        let after = entered.as_ref().unwrap_or(&before);
        let mut landing = Landing::of(after.iter().map(|comment| landed(batch.state, &before, comment)));
        Ok(batch
            .comments
            .iter()
            .map(|(_, draft)| landing.claim(&self.key(draft)))
            .collect())
    }

    fn command(&self, source: &Source, batch: &Batch) -> Command {
        let now = self.directory.clock.now();
        Command::EnterSubmission(EnterSubmission {
            proposal: self.proposal.id,
            by: EnteredBy::Operator,
            at: now,
            expected: Expected::Unstated,
            state: batch.state,
            channel: source.channel.clone(),
            received_at: batch.received_at.unwrap_or(now),
            evidence_sha256: source.evidence_sha256.clone(),
            draft: batch.submission(),
        })
    }

    /// The comments that the state has in the current consultation.
    async fn comments_of(&self, state: StateCode) -> Result<Vec<Comment>, Refused> {
        let Some(consultation) = self.proposal.current_consultation() else {
            return Ok(Vec::new());
        };
        let log_id = self.directory.log().log_id();
        let id = SubmissionId::derive(log_id, self.proposal.id, consultation.number, state);
        let found = self
            .directory
            .commands
            .find_submission(id)
            .await
            .map_err(|error| refused(error.into()))?;
        let current = found.as_deref().and_then(Submission::current);
        Ok(current
            .map(|version| version.content.comments.clone())
            .unwrap_or_default())
    }

    fn key(&self, draft: &CommentDraft) -> Key {
        let revision = self
            .proposal
            .current_consultation()
            .map_or(0, |current| current.revision);
        let revision = self.proposal.find_revision(revision);
        let found = revision.and_then(|revision| revision.find_paragraph(draft.paragraph.as_deref()?));
        Key {
            reference: draft.reference.clone(),
            paragraph: found.map(|paragraph| paragraph_key(paragraph.id)),
            audience: own_or(&draft.audience, DEFAULTS.0),
            attribution: own_or(&draft.attribution, DEFAULTS.1),
        }
    }
}

fn own_or<T: Copy>(own: &Inherited<T>, default: T) -> T {
    match own {
        Inherited::Inherit => default,
        Inherited::Own(value) => *value,
    }
}

fn paragraph_key(id: ParagraphId) -> String {
    id.to_string()
}

fn landed(state: StateCode, before: &[Comment], comment: &Comment) -> (Key, Landed) {
    let change = match before.iter().find(|old| old.id == comment.id) {
        None => Change::Entered,
        Some(old) if old == comment => Change::Unchanged,
        Some(_) => Change::Revised,
    };
    let key = Key {
        reference: comment.reference.clone(),
        paragraph: comment.paragraph.map(paragraph_key),
        audience: comment.audience,
        attribution: comment.attribution,
    };
    (
        key,
        Landed {
            change,
            number: Some(comment_number(state, comment.number)),
        },
    )
}

/// A refusal has a code of the API; a failure tells its causes, which the API would not.
fn refused(error: ExecuteError) -> Refused {
    match error {
        ExecuteError::Rejected(rejection) => refusal_of(&serde_json::json!(Problem::from(rejection).body())),
        failure => {
            let code = "failed";
            let reason = format!("{:#}", anyhow::Error::from(failure));
            Refused {
                whole: Refusal::new(code, reason),
                by_comment: BTreeMap::new(),
            }
        }
    }
}
