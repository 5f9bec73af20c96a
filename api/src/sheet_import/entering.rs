//! An operator's sheet is entered, state by state (R16).

use commands::ExecuteError;
use consultation::command::{EnterSubmission, EnteredBy, Expected};
use consultation::visibility::entered_submission;
use consultation::{Command, Event, Submission};
use jiff::Timestamp;

use super::{ImportSheetResponse, Sent};
use crate::http::query::invalid;
use crate::problem::Problem;
use crate::sheets_in::batch::{Batch, by_state};
use crate::sheets_in::landing::{Change, Landed};
use crate::sheets_in::refusals::refusal_of;
use crate::sheets_in::report::{Report, sha256_of};

/// What all entries of one sheet have in common.
struct Source {
    channel: String,
    received_at: Timestamp,
    evidence_sha256: String,
}

impl Sent<'_> {
    /// Enters the rows of each state.
    ///
    /// # Errors
    /// What is wrong with the sheet as a whole, or a failure; what was entered before one stays, and is known again.
    pub async fn enter(
        &self,
        channel: Option<String>,
        received_at: Option<Timestamp>,
    ) -> Result<ImportSheetResponse, Problem> {
        let source = Source {
            channel: channel.ok_or_else(|| invalid("channel", "is needed from an operator"))?,
            received_at: received_at.ok_or_else(|| invalid("received_at", "is needed from an operator"))?,
            evidence_sha256: sha256_of(self.bytes),
        };
        let sheet = self.read(None, self.language.as_ref())?;
        let mut report = Report::of(&sheet, self.dry_run);
        let about = (sheet.unused_columns.clone(), sheet.notes.clone());
        let (batches, refused) = by_state(sheet.rows);
        for (row, refusal) in refused {
            report.refuse(row, refusal);
        }
        let mut position = None;
        for batch in batches {
            position = self.enter_batch(&source, batch, &mut report).await?.or(position);
        }
        Ok(self.answer(report, about, position))
    }

    /// Enters one batch; rows at fault are refused, and the rest is tried again without them. Answers the position.
    async fn enter_batch(
        &self,
        source: &Source,
        mut batch: Batch,
        report: &mut Report,
    ) -> Result<Option<u64>, Problem> {
        while !batch.is_empty() {
            let entry = self.entry(source, &batch);
            let command = Command::EnterSubmission(entry.clone());
            let refusal = match self.app.commands.check(&command).await {
                Ok(_) if !self.dry_run => {
                    let identity = &self.who.identity;
                    let executed = self.app.execute_keyed(identity, self.request, None, &command).await?;
                    let submission = executed.submission.as_deref();
                    self.tell_entered(report, &batch, &entry, submission, executed.appended.is_some());
                    return Ok(executed.appended.map(|appended| appended.last.0));
                }
                Ok(events) => {
                    self.tell_entered(
                        report,
                        &batch,
                        &entry,
                        self.would_be(&events).await?.as_ref(),
                        !events.is_empty(),
                    );
                    return Ok(None);
                }
                Err(ExecuteError::Rejected(rejection)) => Problem::from(rejection),
                Err(failure) => return Err(failure.into()),
            };
            let refused = refusal_of(&serde_json::json!(refusal.body()));
            let at_fault = batch.take_out(refused.by_comment);
            if at_fault.is_empty() {
                for row in batch.rows() {
                    report.refuse(row, refused.whole.clone());
                }
                return Ok(None);
            }
            for (row, reason) in at_fault {
                report.refuse(row, reason);
            }
        }
        Ok(None)
    }

    fn entry(&self, source: &Source, batch: &Batch) -> EnterSubmission {
        EnterSubmission {
            proposal: self.proposal.id,
            by: EnteredBy::Operator,
            at: self.who.now,
            expected: Expected::Unstated,
            state: batch.state,
            channel: source.channel.clone(),
            received_at: batch.received_at.unwrap_or(source.received_at),
            evidence_sha256: source.evidence_sha256.clone(),
            draft: batch.submission(),
        }
    }

    async fn would_be(&self, events: &[Event]) -> Result<Option<Submission>, Problem> {
        let Some(first) = events.first() else { return Ok(None) };
        let Some(head) = first.submission_head() else {
            return Ok(None);
        };
        let known = self.app.commands.find_submission(head.submission_id).await?;
        Ok(match known {
            Some(known) => {
                let mut next = Submission::clone(&known);
                next.evolve(first);
                Some(next)
            }
            None => Submission::initial(first),
        })
    }

    /// Says which rows are written and which were known, not whether one continues a comment: that one may be hidden
    /// from whoever enters (R15d). A dry run tells no numbers either, since it leaves no trace.
    fn tell_entered(
        &self,
        report: &mut Report,
        batch: &Batch,
        entry: &EnterSubmission,
        submission: Option<&Submission>,
        wrote: bool,
    ) {
        let seen = submission.and_then(|submission| entered_submission(entry, self.proposal, submission));
        let comments = seen.iter().flat_map(|seen| &seen.comments);
        let mut comments = comments.map(|seen| &seen.comment);
        for (row, _) in &batch.comments {
            let comment = comments.next();
            let fresh = wrote && comment.is_some_and(|comment| comment.at == entry.at);
            let change = if fresh { Change::Entered } else { Change::Unchanged };
            let number = comment.map(|comment| consultation::submission::comment_number(batch.state, comment.number));
            report.land(
                *row,
                Landed {
                    change,
                    number: number.filter(|_| !self.dry_run),
                },
            );
        }
        let change = if wrote { Change::Entered } else { Change::Unchanged };
        for row in &batch.wordless {
            report.land(*row, Landed { change, number: None });
        }
    }
}
