//! The world of the tests of silence: a text whose comments are disposed of, and commands that work.

use consultation::command::{
    AdoptDueProposal, AssociateWithText, BreakSilence, BrokenParagraphDraft, Expected, ExplainPosition, ExtendSilence,
    OpenSilence, TakeBackSilence,
};
use consultation::event::{CommentsDeferred, DispositionAnswered, DispositionProposed, DispositionsPublished};
use consultation::review::{Disposition, DispositionKind};
use consultation::silence::ExplanationKind;
use consultation::{Command, CommentId, Event};

use crate::fixtures::*;

/// 72 hours after [`LATER`], when [`open_silence`] puts the text under silence.
pub(crate) const UNTIL: &str = "2027-03-06T08:00:00Z";
/// While it is kept.
pub(crate) const MEANWHILE: &str = "2027-03-04T08:00:00Z";
/// When the clock adopts.
pub(crate) const ADOPTS: &str = "2027-03-06T08:00:05Z";
/// After the adoption.
pub(crate) const THEN: &str = "2027-03-08T08:00:00Z";

pub(crate) fn open_silence() -> OpenSilence {
    OpenSilence {
        proposal: PROPOSAL,
        by: state("KOR"),
        at: at(LATER),
        expected: Expected::Unstated,
        revision: None,
        until: None,
        urgency: None,
        deferred: Vec::new(),
        shortest_seconds: None,
    }
}

pub(crate) fn extend_silence() -> ExtendSilence {
    ExtendSilence {
        proposal: PROPOSAL,
        by: state("KOR"),
        at: at(MEANWHILE),
        expected: Expected::Unstated,
        until: at("2027-03-09T08:00:00Z"),
    }
}

pub(crate) fn take_back_silence() -> TakeBackSilence {
    TakeBackSilence {
        proposal: PROPOSAL,
        by: state("KOR"),
        at: at(MEANWHILE),
        expected: Expected::Unstated,
        reason: "paragraph 2 is to be corrected".into(),
    }
}

pub(crate) fn broken_on(paragraph: &str) -> BrokenParagraphDraft {
    BrokenParagraphDraft {
        paragraph: paragraph.into(),
        rationale: Some("It goes too far.".into()),
        amendment: None,
    }
}

pub(crate) fn break_silence() -> BreakSilence {
    BreakSilence {
        proposal: PROPOSAL,
        by: state("TUR"),
        at: at(MEANWHILE),
        expected: Expected::Unstated,
        paragraphs: vec![broken_on("1")],
        disclosed: false,
    }
}

pub(crate) fn adopt_due(instant: &str) -> Command {
    Command::AdoptDueProposal(AdoptDueProposal {
        proposal: PROPOSAL,
        at: at(instant),
    })
}

pub(crate) fn explain_position() -> ExplainPosition {
    ExplainPosition {
        proposal: PROPOSAL,
        by: state("TUR"),
        at: at(MEANWHILE),
        expected: Expected::Unstated,
        kind: ExplanationKind::Reservation,
        paragraphs: vec!["2".into()],
        text: "National law prevails.".into(),
    }
}

pub(crate) fn associate_with_text() -> AssociateWithText {
    AssociateWithText {
        proposal: PROPOSAL,
        by: state("FJI"),
        at: at(THEN),
        expected: Expected::Unstated,
        except_paragraphs: vec!["2".into()],
        statement: None,
    }
}

/// The events with a disposition of these comments, proposed and published.
pub(crate) fn disposed_of(mut events: Vec<Event>, kind: DispositionKind, comments: &[CommentId]) -> Vec<Event> {
    events.push(Event::DispositionProposed(DispositionProposed {
        proposal_id: PROPOSAL,
        at: at(AFTER),
        by: state("KOR"),
        comments: comments.to_vec(),
        disposition: Disposition {
            disposition: kind,
            duplicate_of: None,
            response: Some("Thank you.".into()),
            wording: None,
        },
    }));
    if kind != DispositionKind::ClarificationRequested {
        events.push(Event::DispositionsPublished(DispositionsPublished {
            proposal_id: PROPOSAL,
            at: at(AFTER),
            by: state("KOR"),
            comments: comments.to_vec(),
            no_common_view: Vec::new(),
        }));
    }
    events
}

/// The events with a comment left open by the members.
pub(crate) fn deferred(mut events: Vec<Event>, comment: CommentId) -> Vec<Event> {
    events.push(Event::CommentsDeferred(CommentsDeferred {
        proposal_id: PROPOSAL,
        at: at(AFTER),
        by: state("KOR"),
        comments: vec![comment],
        reason: "for the next chair".into(),
    }));
    events
}

/// The events with FJI's answer to the disposition of a comment.
pub(crate) fn answered(mut events: Vec<Event>, comment: CommentId, satisfied: bool) -> Vec<Event> {
    events.push(Event::DispositionAnswered(DispositionAnswered {
        proposal_id: PROPOSAL,
        at: at(LATER),
        by: state("FJI"),
        comment,
        satisfied,
        justification: Some("The sea does not wait.".into()),
        suggestion: None,
    }));
    events
}

/// FJI lodged two comments; both are accepted.
pub(crate) fn disposed() -> Vec<Event> {
    let comments = [comment_id(1), comment_id(2)];
    disposed_of(lodged(), DispositionKind::Accepted, &comments)
}

/// The zero draft is under silence until [`UNTIL`].
pub(crate) fn under_silence() -> Vec<Event> {
    and(disposed(), Command::OpenSilence(open_silence()))
}

/// TUR broke it on paragraph 1.
pub(crate) fn broken() -> Vec<Event> {
    and(under_silence(), Command::BreakSilence(break_silence()))
}

/// Silence prevailed.
pub(crate) fn adopted() -> Vec<Event> {
    and(under_silence(), adopt_due(ADOPTS))
}
