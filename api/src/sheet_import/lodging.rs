//! A state's own sheet becomes its submission, or revises it.

use commands::{ExecuteError, Executed};
use consultation::command::{Expected, LodgeSubmission, ReviseSubmission, SubmissionDraft};
use consultation::submission::{Comment, Content, comment_number};
use consultation::{Command, Event, StateCode, Submission, SubmissionId};

use super::{ImportSheetResponse, Sent};
use crate::problem::Problem;
use crate::sheets_in::own::OwnSheet;
use crate::sheets_in::refusals::refusal_of;
use crate::sheets_in::report::Report;

impl Sent<'_> {
    /// Lodges or revises.
    ///
    /// # Errors
    /// What is wrong with the sheet as a whole, or with the act.
    pub async fn lodge(&self, state: StateCode) -> Result<ImportSheetResponse, Problem> {
        let known = self.known(state).await?;
        let before = known.as_ref().filter(|known| known.withdrawn_at.is_none());
        let before = before
            .and_then(|known| known.current())
            .map(|version| version.content.clone());
        let language = self
            .language
            .as_ref()
            .or(before.as_ref().map(|content| &content.language));
        let sheet = self.read(Some(state), language)?;
        let mut report = Report::of(&sheet, self.dry_run);
        let about = (sheet.unused_columns.clone(), sheet.notes.clone());
        let (mut own, refused) = OwnSheet::of(self.proposal, state, before.as_ref(), &sheet.fields, sheet.rows);
        for (row, refusal) in refused {
            report.refuse(row, refusal);
        }
        let mut position = None;
        while let Some((draft, rows)) = own.draft() {
            let command = self.command(state, known.as_deref(), draft);
            let refusal = match self.app.commands.check(&command).await {
                Ok(events) => {
                    if !self.dry_run {
                        position = self.execute(&command).await?.appended.map(|appended| appended.last.0);
                    }
                    self.tell_lodged(
                        &mut report,
                        state,
                        (before.as_ref(), &events),
                        &command,
                        &rows,
                        &own.wordless,
                    );
                    break;
                }
                Err(ExecuteError::Rejected(rejection)) => Problem::from(rejection),
                Err(failure) => return Err(failure.into()),
            };
            let refused = refusal_of(&serde_json::json!(refusal.body()));
            let mut at_fault = false;
            for (place, reason) in refused.by_comment {
                if let Some(row) = rows.get(place).copied().flatten() {
                    own.leave_out(row);
                    report.refuse(row, reason);
                    at_fault = true;
                }
            }
            if !at_fault {
                return Err(refusal);
            }
        }
        Ok(self.answer(report, about, position))
    }

    /// The state's submission in the current consultation.
    async fn known(&self, state: StateCode) -> Result<Option<std::sync::Arc<Submission>>, Problem> {
        let Some(consultation) = self.proposal.current_consultation() else {
            return Ok(None);
        };
        let id = SubmissionId::derive(self.app.log().log_id(), self.proposal.id, consultation.number, state);
        Ok(self.app.commands.find_submission(id).await?)
    }

    /// Says what the draft says, if nobody wrote in between.
    fn command(&self, state: StateCode, known: Option<&Submission>, draft: SubmissionDraft) -> Command {
        let (by, at) = (state, self.who.now);
        let expected = Expected::Versions(vec![known.map_or(0, Submission::version)]);
        match known.filter(|known| known.withdrawn_at.is_none()) {
            Some(known) => Command::ReviseSubmission(ReviseSubmission {
                submission: known.id,
                by,
                at,
                expected,
                draft,
            }),
            None => Command::LodgeSubmission(LodgeSubmission {
                proposal: self.proposal.id,
                by,
                at,
                expected,
                draft,
            }),
        }
    }

    async fn execute(&self, command: &Command) -> Result<Executed, Problem> {
        let body = || Ok(self.bytes);
        self.app
            .execute_bytes(&self.who.identity, self.request, body, command)
            .await
    }

    fn tell_lodged(
        &self,
        report: &mut Report,
        state: StateCode,
        (before, events): (Option<&Content>, &[Event]),
        command: &Command,
        rows: &[Option<usize>],
        wordless: &[usize],
    ) {
        let draft = match command {
            Command::ReviseSubmission(revise) => &revise.draft,
            Command::LodgeSubmission(lodge) => &lodge.draft,
            _ => return,
        };
        let after = events.iter().find_map(|event| match event {
            Event::SubmissionLodged(lodged) => Some(&lodged.content),
            Event::SubmissionRevised(revised) => Some(&revised.content),
            _ => None,
        });
        let find = |content: Option<&Content>, id| {
            let mut comments = content.into_iter().flat_map(|content| content.comments.iter());
            comments.find(|comment| comment.id == id).cloned()
        };
        for (comment, row) in draft.comments.iter().zip(rows) {
            let Some(row) = row else { continue };
            let id = comment.id.unwrap_or(comment.new_id);
            let (old, new) = (find(before, id), find(after, id));
            let number = new
                .as_ref()
                .or(old.as_ref())
                .map(|found| comment_number(state, found.number));
            report.lodge(*row, self.word(old.as_ref(), new.as_ref()), number);
        }
        for row in wordless {
            let unchanged = after.is_none_or(|after| before.is_some_and(|before| before.position == after.position));
            let word = match (unchanged, self.dry_run) {
                (true, _) => "unchanged",
                (false, false) => "lodged",
                (false, true) => "would_lodge",
            };
            report.lodge(*row, word, None);
        }
    }

    fn word(&self, old: Option<&Comment>, new: Option<&Comment>) -> &'static str {
        match (old, new) {
            (Some(_), None) => "unchanged",
            (Some(old), Some(new)) if old == new => "unchanged",
            (Some(_), Some(_)) if self.dry_run => "would_revise",
            (Some(_), Some(_)) => "revised",
            (None, _) if self.dry_run => "would_lodge",
            (None, _) => "lodged",
        }
    }
}
