//! The world of the tests of the review: FJI's two comments and one of WSM, and commands that work. Members are those of
//! the small register.

use consultation::command::{
    AnswerDisposition, BreakPackage, ConcludeDuePackage, Expected, ExtendPackage, OpenPackage, ProposeDispositions,
    PublishDispositions, RecordMemberView, SetCutOff, TakeBackPackage,
};
use consultation::review::{CommentReview, Disposition, DispositionKind, MemberView};
use consultation::{Command, CommentId, Dossier, Event};

use crate::fixtures::*;

/// The members of the small register.
pub(crate) const MEMBERS: [&str; 5] = ["MEX", "IDN", "KOR", "TUR", "AUS"];
/// When silence on the package of [`open_package`] ends: 72 hours after [`LATER`].
pub(crate) const UNTIL: &str = "2027-03-06T08:00:00Z";
/// While it is kept.
pub(crate) const MEANWHILE: &str = "2027-03-04T08:00:00Z";

pub(crate) fn one() -> CommentId {
    comment_id(1)
}

pub(crate) fn two() -> CommentId {
    comment_id(2)
}

pub(crate) fn three() -> CommentId {
    comment_id(3)
}

pub(crate) fn disposition(kind: DispositionKind) -> Disposition {
    Disposition {
        disposition: kind,
        duplicate_of: None,
        response: Some("The basis stays voluntary.".into()),
        wording: None,
    }
}

pub(crate) fn propose(by: &str, comments: &[CommentId], kind: DispositionKind) -> ProposeDispositions {
    ProposeDispositions {
        proposal: PROPOSAL,
        by: state(by),
        at: at(AFTER),
        expected: Expected::Unstated,
        comments: comments.to_vec(),
        disposition: disposition(kind),
    }
}

pub(crate) fn view(by: &str, comments: &[CommentId], view: MemberView) -> RecordMemberView {
    RecordMemberView {
        proposal: PROPOSAL,
        by: state(by),
        at: at(AFTER),
        expected: Expected::Unstated,
        comments: comments.to_vec(),
        view,
        note: (view == MemberView::Differs).then(|| "Our law has another term.".into()),
    }
}

pub(crate) fn publish(comments: Option<&[CommentId]>) -> PublishDispositions {
    PublishDispositions {
        proposal: PROPOSAL,
        by: state("KOR"),
        at: at(LATER),
        comments: comments.map(<[CommentId]>::to_vec),
    }
}

pub(crate) fn open_package(comments: Option<&[CommentId]>) -> OpenPackage {
    OpenPackage {
        proposal: PROPOSAL,
        by: state("KOR"),
        at: at(LATER),
        until: None,
        comments: comments.map(<[CommentId]>::to_vec),
        shortest_seconds: None,
    }
}

pub(crate) fn break_package(comments: &[CommentId]) -> BreakPackage {
    BreakPackage {
        proposal: PROPOSAL,
        by: state("TUR"),
        at: at(MEANWHILE),
        comments: comments.to_vec(),
        note: "Our law has another term.".into(),
    }
}

pub(crate) fn extend_package(until: &str) -> ExtendPackage {
    ExtendPackage {
        proposal: PROPOSAL,
        by: state("KOR"),
        at: at(MEANWHILE),
        until: at(until),
    }
}

pub(crate) fn take_back_package() -> TakeBackPackage {
    TakeBackPackage {
        proposal: PROPOSAL,
        by: state("KOR"),
        at: at(MEANWHILE),
        reason: "paragraph 1 first".into(),
    }
}

pub(crate) fn conclude(instant: &str) -> Command {
    Command::ConcludeDuePackage(ConcludeDuePackage {
        proposal: PROPOSAL,
        at: at(instant),
    })
}

pub(crate) fn cut_off(instant: &str) -> Command {
    Command::SetCutOff(SetCutOff {
        proposal: PROPOSAL,
        by: state("KOR"),
        at: at(AFTER),
        cut_off_at: at(instant),
    })
}

pub(crate) fn answer(satisfied: bool) -> AnswerDisposition {
    AnswerDisposition {
        proposal: PROPOSAL,
        by: state("FJI"),
        at: at(LATER),
        expected: Expected::Unstated,
        comment: one(),
        satisfied,
        justification: (!satisfied).then(|| "It was never meant to be voluntary.".into()),
        suggestion: None,
    }
}

/// FJI lodged two comments and WSM one.
pub(crate) fn spoken() -> Vec<Event> {
    and(
        lodged(),
        Command::LodgeSubmission(lodge("WSM", draft(vec![comment(3, "We agree with FJI.")]))),
    )
}

/// KOR proposed to accept all three.
pub(crate) fn proposed() -> Vec<Event> {
    let all = [one(), two(), three()];
    and(
        spoken(),
        Command::ProposeDispositions(propose("KOR", &all, DispositionKind::Accepted)),
    )
}

/// The events with the view of every other member on these comments.
pub(crate) fn all_agree(events: Vec<Event>, comments: &[CommentId]) -> Vec<Event> {
    let others = MEMBERS.iter().filter(|code| **code != "KOR");
    others.fold(events, |events, code| {
        and(
            events,
            Command::RecordMemberView(view(code, comments, MemberView::CanGoAlong)),
        )
    })
}

/// All three under silence until [`UNTIL`].
pub(crate) fn packaged() -> Vec<Event> {
    and(proposed(), Command::OpenPackage(open_package(None)))
}

pub(crate) fn review_after(events: &[Event], id: CommentId) -> CommentReview {
    let own = events.iter().filter(|event| event.proposal_id() == Some(PROPOSAL));
    Dossier::fold(own).unwrap().review.of(id).cloned().unwrap_or_default()
}
