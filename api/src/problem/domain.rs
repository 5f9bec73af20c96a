//! From refusals and failures of the layers below to problem documents.

use commands::ExecuteError;
use consultation::Rejection;
use event_log::AppendError;
use projection::ReadError;
use proposal_input::{AsOfError, QueryError};

use super::{FieldError, Problem};

impl From<Rejection> for Problem {
    fn from(rejection: Rejection) -> Self {
        let said = rejection.to_string();
        let of = |code: &str| Self::of(code).detail(sentence(&said));
        match rejection {
            Rejection::NotAMember { .. } => of("not_a_member"),
            Rejection::NotLeadMemberOrChair { .. } => of("not_lead_member_or_chair"),
            Rejection::NotLeadMember { .. } => of("not_lead_member"),
            Rejection::MembersGiveNoInput { .. } => of("members_give_no_input"),
            Rejection::NotAnInvitedState { .. } => of("not_an_invited_state"),
            Rejection::NotTheSubmittingState { .. } => of("not_the_submitting_state"),
            Rejection::MayNotEnter => of("may_not_enter"),
            Rejection::ProposalNotFound | Rejection::SubmissionNotFound => Self::of("not_found"),
            Rejection::Content(errors) => Self::of("invalid_body").fields(errors.into_iter().map(|error| FieldError {
                pointer: error.pointer,
                code: error.code.as_str().to_owned(),
                detail: error.detail,
            })),
            Rejection::StaleVersion { present } => Self::of("precondition_failed").detail(if present == 0 {
                "There is no version yet.".to_owned()
            } else {
                format!("The present version is {present}. Read it, then decide again.")
            }),
            Rejection::ProposalWithdrawn { at } => Self::of("proposal_withdrawn").detail(format!(
                "The proposal was withdrawn at {at}, for good. Input goes to a proposal that stands; the lead member may \
                 table a new one."
            )),
            Rejection::ConsultationAlreadyOpen { .. } => of("consultation_already_open"),
            Rejection::NoConsultation => Self::of("no_consultation").detail(
                "The proposal was not opened for input yet. The lead member or the chair opens it; then it takes input.",
            ),
            Rejection::ConsultationClosed { .. } => of("consultation_closed"),
            Rejection::NotYetDue { .. } => of("conflict"),
            Rejection::AlreadyLodged { submission } => Self::of("already_lodged").detail(format!(
                "One submission per state and consultation: revise /v1/submissions/{submission} instead."
            )),
            Rejection::LodgedByTheState => {
                Self::of("lodged_by_the_state").detail("The state lodged its input itself; only the state changes it.")
            }
            Rejection::AlreadyWithdrawn { .. } => Self::of("already_withdrawn").detail(
                "The submission was withdrawn. If it is yours: Lodge again with POST; it becomes the next version.",
            ),
            Rejection::NothingToConfirm => Self::of("nothing_to_confirm").detail(
                "The state lodged, revised or confirmed it already: it is the state's own word. Revise it with PUT to \
                 change it.",
            ),
            Rejection::OwnSubmission => of("own_submission"),
            Rejection::NothingToLeave => of("nothing_to_leave"),
        }
    }
}

impl From<ExecuteError> for Problem {
    fn from(error: ExecuteError) -> Self {
        match error {
            ExecuteError::Rejected(rejection) => rejection.into(),
            ExecuteError::Conflict => {
                Self::of("conflict").detail("Others kept changing the same thing. Send the request again.")
            }
            ExecuteError::IdempotencyMismatch => Self::of("idempotency_key_reused"),
            ExecuteError::Append(AppendError::Overloaded) => Self::of("overloaded"),
            ExecuteError::Append(error @ AppendError::Unavailable(_)) => Self::of("unavailable").caused_by(error),
            ExecuteError::Append(AppendError::Invalid(reason)) => Self::of("body_too_large").detail(sentence(reason)),
            ExecuteError::Load(commands::LoadError::Log(error)) => Self::of("unavailable").caused_by(error),
            error @ (ExecuteError::Append(_) | ExecuteError::Load(_) | ExecuteError::Encode(_)) => {
                Self::internal(error)
            }
        }
    }
}

impl From<commands::LoadError> for Problem {
    fn from(error: commands::LoadError) -> Self {
        ExecuteError::Load(error).into()
    }
}

impl From<ReadError> for Problem {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Behind { position, wanted } => Self::of("view_behind").detail(format!(
                "The view has position {position}, not yet {wanted}. Try again shortly."
            )),
            error @ (ReadError::Paused { .. } | ReadError::Unavailable(_)) => Self::of("unavailable").caused_by(error),
        }
    }
}

impl From<QueryError> for Problem {
    fn from(error: QueryError) -> Self {
        Self::internal(error)
    }
}

impl From<AsOfError> for Problem {
    fn from(error: AsOfError) -> Self {
        Self::internal(error)
    }
}

/// A refusal as a sentence for the client.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        format!("{}{}.", first.to_uppercase(), letters.as_str())
    })
}
