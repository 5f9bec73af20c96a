//! A submission in requests and answers.

mod request;
mod response;

pub use request::{
    CommentRequest, ProposedWordingRequest, QuoteRequest, SubmissionRequest, TranslationRequest, named, participants,
};
pub use response::{
    CommentAtCloseResponse, EntryResponse, SubmissionCommentResponse, SubmissionContext, SubmissionResponse,
    WithdrawnCommentResponse, without_what_is_answered,
};
