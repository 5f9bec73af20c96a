//! From refusals and failures of the layers below to problem documents.

use commands::ExecuteError;
use consultation::review::{DispositionKind, Obstacle};
use consultation::{CommentId, Rejection, StateCode};
use event_log::AppendError;
use jiff::Timestamp;
use projection::ReadError;
use proposal_input::{AsOfError, QueryError};

use super::{FieldError, OpenCommentBody, Problem};

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
            Rejection::ProposalNotFound | Rejection::SubmissionNotFound | Rejection::CommentNotFound => {
                Self::of("not_found")
            }
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
            Rejection::CommentsWithdrawn(comments) => Self::of("comment_withdrawn").detail(format!(
                "Withdrawn by the state meanwhile: {}. Leave them out.",
                listed(&comments, CommentId::to_string)
            )),
            Rejection::StaleReview { present, proposed } => Self::of("precondition_failed").detail(stale(present, proposed)),
            Rejection::DuplicateChain { comment } => Self::of("duplicate_chain").detail(format!(
                "The comment {comment} would repeat another and be repeated. Name the comment that is answered itself."
            )),
            Rejection::NothingProposed(comments) => Self::of("nothing_proposed").detail(format!(
                "No disposition is proposed for {}.",
                listed(&comments, CommentId::to_string)
            )),
            Rejection::NotPublishable(comments) => Self::of("not_publishable").detail(obstacles(&comments)),
            Rejection::NotForSilence(comments) => Self::of("not_for_silence").detail(obstacles(&comments)),
            Rejection::NothingToPublish => of("nothing_to_publish"),
            Rejection::NothingPublished => of("nothing_published"),
            Rejection::PackageAlreadyOpen { .. } => of("package_already_open"),
            Rejection::NothingForSilence => of("nothing_for_silence"),
            Rejection::NoPackage => of("no_package"),
            Rejection::NotInPackage(comments) => Self::of("not_in_package").detail(format!(
                "Not under silence: {}. Record your view on them instead.",
                listed(&comments, CommentId::to_string)
            )),
            Rejection::UnderSilence { until } => Self::of("under_silence").detail(format!(
                "The text is under silence until {until}: it takes neither input nor changes. A member may break silence; \
                 the lead member or the chair may take it back first."
            )),
            Rejection::AlreadyAdopted { at } => Self::of("already_adopted").detail(format!(
                "The text was adopted at {at}. It takes neither input nor changes; members explain their position, and \
                 invited partners associate themselves with it."
            )),
            Rejection::NotUnderSilence => of("not_under_silence"),
            Rejection::SilenceOver { until } => Self::of("silence_over").detail(format!(
                "The silence ended at {until}; what came at or after that instant changes nothing."
            )),
            Rejection::GateNotMet(open) => Self::of("gate_not_met").detail(gate_detail(&open)).open_comments(
                open.into_iter().map(|one| OpenCommentBody {
                    comment: one.comment.0,
                    number: one.number,
                    paragraph: one.paragraph,
                }),
            ),
            Rejection::NotAdopted => of("not_adopted"),
            Rejection::KeyEventBegan { .. } => of("key_event_began"),
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

/// Things that a detail names at most.
const NAMED: usize = 20;

fn listed<T>(things: &[T], name: impl Fn(&T) -> String) -> String {
    let names = things.iter().take(NAMED).map(name).collect::<Vec<_>>().join(", ");
    match things.len().checked_sub(NAMED) {
        Some(more) if more > 0 => format!("{names} and {more} more"),
        _ => names,
    }
}

fn obstacles(comments: &[(CommentId, Obstacle)]) -> String {
    let named = listed(comments, |(comment, obstacle)| {
        format!("{comment} ({})", obstacle.as_str())
    });
    format!("In the way: {named}.")
}

/// So that the second of two members sees why (R17).
fn stale(present: u64, proposed: Option<(StateCode, DispositionKind, Timestamp)>) -> String {
    match proposed {
        None if present == 0 => "Nothing is proposed yet; propose with If-None-Match: *.".to_owned(),
        None => format!("The present version is {present}. Read it, then decide again."),
        Some((by, kind, at)) => format!(
            "The present version is {present}: {by} proposed {} at {at}. Read it, then decide again.",
            kind.as_str()
        ),
    }
}

/// How many comments are open, and what to do about them.
fn gate_detail(open: &[consultation::OpenComment]) -> String {
    format!(
        "{} comment(s) have neither a published disposition nor a reason to be left open; open_comments names them. \
         Publish their dispositions, or defer them with a reason.",
        open.len()
    )
}

/// A refusal as a sentence for the client.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        format!("{}{}.", first.to_uppercase(), letters.as_str())
    })
}
