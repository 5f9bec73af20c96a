//! Steps of the silence procedure, and what must be true of it.

use consultation::command::{
    AdoptDueProposal, AssociateWithText, BreakSilence, DeferralDraft, ExplainPosition, ExtendSilence, OpenSilence,
    TakeBackSilence,
};
use consultation::silence::{BREAKS_IN_FLIGHT, SilenceEnd};
use consultation::{Command, Event, Proposal, Submission};
use jiff::SignedDuration;

use super::house::House;
use super::steps::{Quiet, SPEAKERS, STEERERS};
use crate::fixtures::*;
use crate::silence_fixtures::*;

impl House {
    pub(super) fn quiet(&self, act: &Quiet) -> Command {
        let at = self.now;
        let paragraph = || {
            let text = self.proposal().latest_revision().unwrap().clone();
            text.paragraphs[0].label.clone()
        };
        match act {
            Quiet::Open { by, all, hours } => Command::OpenSilence(OpenSilence {
                by: state(STEERERS[*by]),
                at,
                until: at.checked_add(SignedDuration::from_hours(*hours)).ok(),
                deferred: if *all { self.leave_all_open() } else { Vec::new() },
                ..open_silence()
            }),
            Quiet::Extend { hours } => {
                let until = self
                    .proposal()
                    .procedure
                    .open_silence()
                    .map_or(at, |silence| silence.until);
                let until = until.checked_add(SignedDuration::from_hours(*hours)).unwrap();
                Command::ExtendSilence(ExtendSilence {
                    at,
                    until,
                    ..extend_silence()
                })
            }
            Quiet::TakeBack => Command::TakeBackSilence(TakeBackSilence {
                at,
                ..take_back_silence()
            }),
            Quiet::Break { by } => Command::BreakSilence(BreakSilence {
                by: state(STEERERS[*by]),
                at,
                paragraphs: vec![broken_on(&paragraph())],
                ..break_silence()
            }),
            Quiet::Adopt => Command::AdoptDueProposal(AdoptDueProposal { proposal: PROPOSAL, at }),
            Quiet::Explain { by } => Command::ExplainPosition(ExplainPosition {
                by: state(STEERERS[*by]),
                at,
                paragraphs: vec![paragraph()],
                ..explain_position()
            }),
            Quiet::Associate { of } => Command::AssociateWithText(AssociateWithText {
                by: state(SPEAKERS[*of]),
                at,
                except_paragraphs: Vec::new(),
                ..associate_with_text()
            }),
        }
    }

    /// Every comment that stands, left open for the same reason.
    fn leave_all_open(&self) -> Vec<DeferralDraft> {
        let submissions = self.submissions();
        let standing = submissions.values().filter(|one| one.withdrawn_at.is_none());
        let comments = standing
            .filter_map(Submission::current)
            .flat_map(|version| &version.content.comments);
        comments
            .map(|comment| DeferralDraft {
                comment: comment.id.to_string(),
                reason: "for the next chair".into(),
            })
            .collect()
    }

    /// No input and no change under silence or after adoption; an adoption only of a silence that ran out unbroken.
    pub(super) fn check_silence(&self, proposal: &Proposal, event: &Event) {
        let procedure = &proposal.procedure;
        let settled = procedure.adoption.is_some() || procedure.open_silence().is_some();
        if settled && proposal.withdrawn_at.is_none() {
            let adds = event.submission_head().is_some()
                || matches!(event, Event::RevisionCirculated(_) | Event::ConsultationOpened(_));
            assert!(!adds, "input or a change to a text under silence or adopted: {event:?}");
        }
        match event {
            Event::ProposalAdopted(adopted) => {
                let silence = procedure.open_silence().unwrap();
                assert_eq!(adopted.adopted_at, silence.until);
                assert!(silence.until.checked_add(BREAKS_IN_FLIGHT).unwrap() <= self.now);
                assert!(silence.breaks.is_empty() && procedure.adoption.is_none());
            }
            Event::SilenceBroken(broken) => {
                let silence = procedure.silences.last().unwrap();
                assert!(broken.at < silence.until && procedure.adoption.is_none());
                assert!(!matches!(silence.end, Some(SilenceEnd::TakenBack { .. })));
            }
            Event::TextAssociated(_) => assert!(procedure.adoption.is_some()),
            _ => {}
        }
    }
}
