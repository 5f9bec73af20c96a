//! Entering into a data directory.

use std::collections::BTreeMap;

use commands::ExecuteError;
use consultation::command::{CommentDraft, EnterSubmission, EnteredBy, Expected, Inherited};
use consultation::submission::{Comment, Content, comment_number};
use consultation::{Command, Event, ParagraphId, Proposal, ProposalId, StateCode, Submission, SubmissionId};
use std::sync::Arc;

use super::Source;
use crate::cli::directory::Directory;
use crate::problem::Problem;
use crate::sheets_in::batch::{Batch, DEFAULTS, Refused};
use crate::sheets_in::landing::{Change, Entered, Key, Landed, Landing};
use crate::sheets_in::refusals::refusal_of;
use crate::sheets_in::rows::Refusal;

/// A proposal in a data directory.
pub(super) struct InDirectory {
    pub(super) directory: Directory,
    pub(super) proposal: Arc<Proposal>,
    pub(super) dry_run: bool,
}

impl InDirectory {
    /// Finds the proposal.
    pub(super) async fn new(directory: Directory, id: ProposalId, dry_run: bool) -> anyhow::Result<Self> {
        let found = directory.commands.find_proposal(id).await;
        if let Ok(Some(found)) = found {
            return Ok(Self {
                directory,
                proposal: found.state,
                dry_run,
            });
        }
        directory.close().await;
        found?;
        anyhow::bail!("there is no proposal {id} there; check --proposal, and --data-dir or --database-url")
    }

    /// Enters a batch, or finds out what that would do.
    pub(super) async fn enter(&self, source: &Source, batch: &Batch) -> Result<Entered, Refused> {
        let known = self.known(batch.state).await?;
        let before = known
            .as_ref()
            .map(|content| content.comments.as_slice())
            .unwrap_or_default();
        let command = self.command(source, batch);
        let events = if self.dry_run {
            self.directory.commands.check(&command).await
        } else {
            self.directory.execute(&command).await.map(|executed| executed.events)
        };
        let entered = events.map_err(refused)?.into_iter().find_map(|event| match event {
            Event::SubmissionEntered(entered) => Some(entered.content),
            _ => None,
        });
        let after = entered.as_ref().map_or(before, |content| content.comments.as_slice());
        let mut landing = Landing::of(after.iter().map(|comment| landed(batch.state, before, comment)));
        let comments = batch.comments.iter();
        Ok(Entered {
            comments: comments.map(|(_, draft)| landing.claim(&self.key(draft))).collect(),
            position: position_change(known.as_ref(), entered.as_ref()),
        })
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

    /// What the state says in the current consultation so far.
    async fn known(&self, state: StateCode) -> Result<Option<Content>, Refused> {
        let Some(consultation) = self.proposal.current_consultation() else {
            return Ok(None);
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
        Ok(current.map(|version| version.content.clone()))
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

fn position_change(before: Option<&Content>, entered: Option<&Content>) -> Change {
    match (before, entered) {
        (_, None) => Change::Unchanged,
        (None, Some(_)) => Change::Entered,
        (Some(before), Some(after)) => {
            let same = (before.position, before.ad_referendum) == (after.position, after.ad_referendum);
            if same { Change::Unchanged } else { Change::Revised }
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
                stops: true,
            }
        }
    }
}
