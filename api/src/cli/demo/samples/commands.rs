//! Acts, as the commands that carry them out.

use consultation::command::{
    AdoptDueProposal, AlignWith, AnswerDisposition, AssignComments, AssociateWithText, BreakPackage, BreakSilence,
    BrokenParagraphDraft, CirculateRevision, ConcludeDuePackage, ConfirmPlacement, DeferralDraft, Expected,
    ExplainPosition, OpenPackage, OpenSilence, ProposeDispositions, PublishDispositions, RecordMemberView, SetCutOff,
    SetTopics,
};
use consultation::review::Disposition;
use consultation::silence::BREAKS_IN_FLIGHT;
use consultation::{Command, StateCode};
use jiff::Timestamp;

use super::acts::{SampleAct, SampleBreak, SampleDeferral, What};
use super::days_before;
use super::story::Story;

impl Story<'_> {
    /// Tells an act, and what the clock does when the silence is over that it opens.
    pub(super) fn act(&mut self, act: SampleAct) -> anyhow::Result<()> {
        let at = days_before(self.now, act.days_ago)?;
        let command = self.command(act.by, at, act.what)?;
        let proposal = self.proposal;
        let silence = match &command {
            Command::OpenPackage(opened) => opened.until,
            Command::OpenSilence(opened) => opened.until,
            _ => None,
        };
        let due_at = silence.map(|until| until.checked_add(BREAKS_IN_FLIGHT)).transpose()?;
        let due = due_at.map(|at| match &command {
            Command::OpenPackage(_) => (at, Command::ConcludeDuePackage(ConcludeDuePackage { proposal, at })),
            _ => (at, Command::AdoptDueProposal(AdoptDueProposal { proposal, at })),
        });
        if let Command::AlignWith(_) | Command::AnswerDisposition(_) | Command::AssociateWithText(_) = &command {
            self.partner(act.by, at, command);
        } else {
            self.member(act.by, at, command);
        }
        if let Some((at, due)) = due {
            self.clock(at, due);
        }
        Ok(())
    }

    #[expect(clippy::too_many_lines, reason = "one arm an act")]
    fn command(&mut self, by: StateCode, at: Timestamp, what: What) -> anyhow::Result<Command> {
        let (proposal, expected) = (self.proposal, Expected::Unstated);
        Ok(match what {
            What::AlignWith {
                state,
                except_paragraphs,
            } => Command::AlignWith(AlignWith {
                submission: self.submission(state),
                by,
                at,
                comments: None,
                except_paragraphs,
            }),
            What::AssignComments { comments, to } => Command::AssignComments(AssignComments {
                proposal,
                by,
                at,
                comments: self.comments(&comments)?,
                to: Some(to),
            }),
            What::SetTopics { comments, topics } => Command::SetTopics(SetTopics {
                proposal,
                by,
                at,
                comments: self.comments(&comments)?,
                topics,
            }),
            What::SetCutOff { in_days } => Command::SetCutOff(SetCutOff {
                proposal,
                by,
                at,
                cut_off_at: self.in_days(in_days)?,
            }),
            What::ProposeDisposition {
                comments,
                disposition,
                duplicate_of,
                response,
                wording,
            } => Command::ProposeDispositions(ProposeDispositions {
                proposal,
                by,
                at,
                expected,
                comments: self.comments(&comments)?,
                disposition: Disposition {
                    disposition,
                    duplicate_of: duplicate_of.map(|key| self.comment(&key)).transpose()?,
                    response,
                    wording,
                },
            }),
            What::RecordMemberView { comments, view, note } => Command::RecordMemberView(RecordMemberView {
                proposal,
                by,
                at,
                expected,
                comments: self.comments(&comments)?,
                view,
                note,
            }),
            What::OpenPackage { until_in_days } => Command::OpenPackage(OpenPackage {
                proposal,
                by,
                at,
                until: Some(self.in_days(until_in_days)?),
                comments: None,
                shortest_seconds: None,
            }),
            What::BreakPackage { comments, note } => Command::BreakPackage(BreakPackage {
                proposal,
                by,
                at,
                comments: self.comments(&comments)?,
                note,
            }),
            What::PublishDispositions {} => Command::PublishDispositions(PublishDispositions {
                proposal,
                by,
                at,
                comments: None,
            }),
            What::AnswerDisposition {
                comment,
                satisfied,
                justification,
                suggestion,
            } => Command::AnswerDisposition(AnswerDisposition {
                proposal,
                by,
                at,
                expected,
                comment: self.comment(&comment)?,
                satisfied,
                justification,
                suggestion,
            }),
            What::CirculateRevision { paragraphs } => Command::CirculateRevision(CirculateRevision {
                proposal,
                by,
                at,
                expected,
                revision: self.revision(None, paragraphs)?,
            }),
            What::ConfirmPlacement {
                comment,
                paragraph,
                quote,
            } => Command::ConfirmPlacement(ConfirmPlacement {
                proposal,
                by,
                at,
                comment: self.comment(&comment)?,
                revision: None,
                paragraph: Some(paragraph),
                quote,
            }),
            What::OpenSilence {
                until_in_days,
                deferred,
            } => Command::OpenSilence(OpenSilence {
                proposal,
                by,
                at,
                expected,
                revision: None,
                until: Some(self.in_days(until_in_days)?),
                urgency: None,
                deferred: deferred
                    .into_iter()
                    .map(|one| self.deferral(one))
                    .collect::<anyhow::Result<_>>()?,
                shortest_seconds: None,
            }),
            What::BreakSilence { paragraphs } => Command::BreakSilence(BreakSilence {
                proposal,
                by,
                at,
                expected,
                paragraphs: paragraphs.into_iter().map(SampleBreak::draft).collect(),
                disclosed: false,
            }),
            What::ExplainPosition { kind, paragraphs, text } => Command::ExplainPosition(ExplainPosition {
                proposal,
                by,
                at,
                expected,
                kind,
                paragraphs,
                text,
            }),
            What::AssociateWithText {
                except_paragraphs,
                statement,
            } => Command::AssociateWithText(AssociateWithText {
                proposal,
                by,
                at,
                expected,
                except_paragraphs,
                statement,
            }),
        })
    }

    fn deferral(&self, sample: SampleDeferral) -> anyhow::Result<DeferralDraft> {
        Ok(DeferralDraft {
            comment: self.comment(&sample.comment)?.to_string(),
            reason: sample.reason,
        })
    }
}

impl SampleBreak {
    fn draft(self) -> BrokenParagraphDraft {
        BrokenParagraphDraft {
            paragraph: self.paragraph,
            rationale: self.rationale,
            amendment: self.amendment,
        }
    }
}
