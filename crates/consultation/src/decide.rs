//! From a command and what is known to events or a refusal: synchronous, total, no I/O.
//!
//! Every file decides one command, and checks in the order of the API's answers: who (403), content (422), the
//! caller's precondition (412), the present state (409).

mod adopt_due_proposal;
mod align_with;
mod alignment;
mod answer_disposition;
mod apply_register;
mod assign_comments;
mod associate_with_text;
mod break_package;
mod break_silence;
mod circulate_revision;
mod close_consultation;
mod close_due_consultation;
mod conclude_due_package;
mod confirm_placement;
mod confirm_submission;
mod defer_comments;
mod dissociate_from;
mod enter_submission;
mod explain_position;
mod extend_consultation;
mod extend_package;
mod extend_silence;
mod lodge_submission;
mod open_consultation;
mod open_package;
mod open_silence;
mod propose_dispositions;
mod publish_dispositions;
mod record_member_view;
mod revise_submission;
mod revision;
mod selection;
mod set_cut_off;
mod set_topics;
mod table_proposal;
mod take_back_package;
mod take_back_silence;
mod withdraw_proposal;
mod withdraw_submission;

use std::sync::Arc;

use jiff::Timestamp;

use crate::command::Expected;
use crate::event::{ConsultationClosed, SubmissionHead};
use crate::permit;
use crate::register::{Register, RegisterAt};
use crate::silence::{Silence, SilenceEnd};
use crate::submission::Numbers;
use crate::{
    Command, Consultation, ContentCode, ContentError, Dossier, Event, ParagraphId, Proposal, Rejection, Revision,
    StateCode, Submission, SubmissionId,
};

/// What is known when a command is decided: folded from the streams that guard the append.
#[derive(Debug, Clone, Default)]
pub struct World {
    /// The register.
    pub register: Arc<Register>,
    /// Stream version of the register.
    pub register_version: u64,
    /// The proposal that the command, or its submission, belongs to.
    pub proposal: Option<Arc<Proposal>>,
    /// Stream version of the proposal.
    pub proposal_version: u64,
    /// Id of the submission that the command writes.
    pub submission_id: Option<SubmissionId>,
    /// That submission, if it exists.
    pub submission: Option<Arc<Submission>>,
    /// The comment numbers that the state was given in other consultations of the proposal (R8).
    pub numbers_elsewhere: Numbers,
    /// All of the proposal, for commands that need it ([`Command::needs_dossier`]).
    pub dossier: Option<Arc<Dossier>>,
}

/// Decides a command.
///
/// # Errors
/// [`Rejection`] when a rule refuses; nothing happened then. No event at all means that the world already is as the
/// command wants it.
pub fn decide(world: &World, command: &Command) -> Result<Vec<Event>, Rejection> {
    match command {
        Command::ApplyRegister(command) => apply_register::decide(world, command),
        Command::TableProposal(command) => table_proposal::decide(world, command),
        Command::CirculateRevision(command) => circulate_revision::decide(world, command),
        Command::OpenConsultation(command) => open_consultation::decide(world, command),
        Command::ExtendConsultation(command) => extend_consultation::decide(world, command),
        Command::CloseConsultation(command) => close_consultation::decide(world, command),
        Command::CloseDueConsultation(command) => close_due_consultation::decide(world, command),
        Command::WithdrawProposal(command) => withdraw_proposal::decide(world, command),
        Command::LodgeSubmission(command) => lodge_submission::decide(world, command),
        Command::ReviseSubmission(command) => revise_submission::decide(world, command),
        Command::WithdrawSubmission(command) => withdraw_submission::decide(world, command),
        Command::EnterSubmission(command) => enter_submission::decide(world, command),
        Command::ConfirmSubmission(command) => confirm_submission::decide(world, command),
        Command::AlignWith(command) => align_with::decide(world, command),
        Command::DissociateFrom(command) => dissociate_from::decide(world, command),
        Command::ProposeDispositions(command) => propose_dispositions::decide(world, command),
        Command::RecordMemberView(command) => record_member_view::decide(world, command),
        Command::AssignComments(command) => assign_comments::decide(world, command),
        Command::SetTopics(command) => set_topics::decide(world, command),
        Command::DeferComments(command) => defer_comments::decide(world, command),
        Command::SetCutOff(command) => set_cut_off::decide(world, command),
        Command::PublishDispositions(command) => publish_dispositions::decide(world, command),
        Command::AnswerDisposition(command) => answer_disposition::decide(world, command),
        Command::OpenPackage(command) => open_package::decide(world, command),
        Command::ExtendPackage(command) => extend_package::decide(world, command),
        Command::TakeBackPackage(command) => take_back_package::decide(world, command),
        Command::BreakPackage(command) => break_package::decide(world, command),
        Command::ConcludeDuePackage(command) => conclude_due_package::decide(world, command),
        Command::ConfirmPlacement(command) => confirm_placement::decide(world, command),
        Command::OpenSilence(command) => open_silence::decide(world, command),
        Command::ExtendSilence(command) => extend_silence::decide(world, command),
        Command::TakeBackSilence(command) => take_back_silence::decide(world, command),
        Command::BreakSilence(command) => break_silence::decide(world, command),
        Command::AdoptDueProposal(command) => adopt_due_proposal::decide(world, command),
        Command::ExplainPosition(command) => explain_position::decide(world, command),
        Command::AssociateWithText(command) => associate_with_text::decide(world, command),
    }
}

impl World {
    fn register_at(&self, instant: Timestamp) -> RegisterAt<'_> {
        self.register.at(instant)
    }

    fn proposal(&self) -> Result<&Proposal, Rejection> {
        self.proposal.as_deref().ok_or(Rejection::ProposalNotFound)
    }

    fn submission(&self) -> Result<&Submission, Rejection> {
        self.submission.as_deref().ok_or(Rejection::SubmissionNotFound)
    }

    /// The proposal, if the member may steer it (R3, R2).
    fn steered_by(&self, member: StateCode, at: Timestamp) -> Result<&Proposal, Rejection> {
        let proposal = self.proposal()?;
        permit::steer(self.register_at(at), proposal, member)?;
        Ok(proposal)
    }

    fn dossier(&self) -> Result<&Dossier, Rejection> {
        self.dossier.as_deref().ok_or(Rejection::ProposalNotFound)
    }

    fn expect_proposal(&self, expected: &Expected) -> Result<(), Rejection> {
        expect(self.proposal_version, expected)
    }

    fn expect_submission(&self, expected: &Expected) -> Result<(), Rejection> {
        expect(self.submission.as_deref().map_or(0, Submission::version), expected)
    }
}

fn expect(present: u64, expected: &Expected) -> Result<(), Rejection> {
    let holds = match expected {
        Expected::Unstated => true,
        Expected::AnyExisting => present > 0,
        Expected::Versions(versions) => versions.contains(&present),
    };
    if holds {
        Ok(())
    } else {
        Err(Rejection::StaleVersion { present })
    }
}

fn not_withdrawn(proposal: &Proposal) -> Result<(), Rejection> {
    proposal
        .withdrawn_at
        .map_or(Ok(()), |at| Err(Rejection::ProposalWithdrawn { at }))
}

fn not_adopted(proposal: &Proposal) -> Result<(), Rejection> {
    match &proposal.procedure.adoption {
        Some(adoption) => Err(Rejection::AlreadyAdopted {
            at: adoption.adopted_at,
        }),
        None => Ok(()),
    }
}

/// Whether the proposal still takes input and steering (R12, R23): neither withdrawn, nor adopted, nor under silence.
/// A text whose silence has run out stays under silence until its adoption is recorded.
fn takes_changes(proposal: &Proposal) -> Result<(), Rejection> {
    not_withdrawn(proposal)?;
    not_adopted(proposal)?;
    match proposal.procedure.open_silence() {
        Some(silence) => Err(Rejection::UnderSilence { until: silence.until }),
        None => Ok(()),
    }
}

/// The silence that is kept, if it has not run out at the instant (R23).
fn running_silence(proposal: &Proposal, at: Timestamp) -> Result<&Silence, Rejection> {
    not_withdrawn(proposal)?;
    let silence = proposal.procedure.silences.last().ok_or(Rejection::NotUnderSilence)?;
    match silence.end {
        None if at < silence.until => Ok(silence),
        None => Err(Rejection::SilenceOver { until: silence.until }),
        Some(SilenceEnd::Prevailed) => not_adopted(proposal).and(Err(Rejection::NotUnderSilence)),
        Some(SilenceEnd::Broken | SilenceEnd::TakenBack { .. }) => Err(Rejection::NotUnderSilence),
    }
}

/// A text that somebody wrote: there, and not beyond its cap.
fn check_text(errors: &mut Vec<ContentError>, pointer: &str, text: &str, cap: usize, missing: &str) {
    if text.trim().is_empty() {
        errors.push(ContentError::new(pointer, ContentCode::Empty, missing));
    } else if text.len() > cap {
        errors.push(ContentError::new(
            pointer,
            ContentCode::TooLong,
            format!("at most {cap} bytes"),
        ));
    }
}

/// The paragraphs of a revision that are named by label or id, each once.
fn named_paragraphs(
    revision: &Revision,
    named: &[String],
    pointer: &str,
    errors: &mut Vec<ContentError>,
) -> Vec<ParagraphId> {
    let mut found: Vec<ParagraphId> = Vec::new();
    for (index, name) in named.iter().enumerate() {
        let pointer = format!("{pointer}/{index}");
        match revision.find_paragraph(name) {
            None => errors.push(ContentError::new(
                pointer,
                ContentCode::UnknownParagraph,
                revision.lacks(name),
            )),
            Some(paragraph) if found.contains(&paragraph.id) => errors.push(ContentError::new(
                pointer,
                ContentCode::Duplicate,
                "this paragraph is named twice",
            )),
            Some(paragraph) => found.push(paragraph.id),
        }
    }
    found
}

/// The closing of the last consultation, if the clock has not recorded it yet.
fn overdue_closing(proposal: &Proposal) -> Option<Event> {
    let last = proposal.current_consultation().filter(|last| !last.closing_recorded)?;
    Some(Event::ConsultationClosed(ConsultationClosed {
        proposal_id: proposal.id,
        consultation: last.number,
        closed_at: last.closes_at,
    }))
}

/// The current consultation, if it is open at the instant (R6).
fn open_consultation_of(proposal: &Proposal, at: Timestamp) -> Result<&Consultation, Rejection> {
    let consultation = proposal.current_consultation().ok_or(Rejection::NoConsultation)?;
    if consultation.is_open_at(at) {
        Ok(consultation)
    } else {
        Err(Rejection::ConsultationClosed {
            closed_at: consultation.closes_at,
        })
    }
}

fn head_of(submission: &Submission) -> SubmissionHead {
    SubmissionHead {
        submission_id: submission.id,
        proposal_id: submission.proposal,
        consultation: submission.consultation,
        state: submission.state,
    }
}
