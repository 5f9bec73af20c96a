//! Steps of the members' review.

use consultation::command::{
    AnswerDisposition, AssignComments, BreakPackage, ConcludeDuePackage, ConfirmPlacement, DeferComments,
    ExtendPackage, OpenPackage, ProposeDispositions, PublishDispositions, RecordMemberView, SetCutOff, SetTopics,
    TakeBackPackage,
};
use consultation::review::{DispositionKind, MemberView};
use consultation::{Command, CommentId, Submission};
use jiff::SignedDuration;
use proptest::prelude::*;

use super::house::House;
use super::steps::{Act, STEERERS, Step, Words, somebody};
use crate::fixtures::*;
use crate::review_fixtures::*;

/// What members do with comments; most acts are on all that stand.
#[derive(Debug, Clone)]
pub(super) enum Reviewing {
    Propose {
        by: usize,
        kind: DispositionKind,
        first: bool,
    },
    View {
        by: usize,
        view: MemberView,
        first: bool,
    },
    Assign {
        by: usize,
    },
    Topics {
        by: usize,
    },
    Defer {
        by: usize,
    },
    CutOff {
        hours: i64,
    },
    Publish {
        by: usize,
    },
    Answer {
        satisfied: bool,
    },
    Open {
        by: usize,
        hours: i64,
    },
    Extend {
        hours: i64,
    },
    TakeBack,
    Break {
        by: usize,
        first: bool,
    },
    Conclude,
    Place {
        by: usize,
    },
}

pub(super) fn reviewing() -> impl Strategy<Value = Reviewing> {
    let kinds = prop::sample::select(&[
        DispositionKind::Accepted,
        DispositionKind::Noted,
        DispositionKind::NotAccepted,
        DispositionKind::ClarificationRequested,
        DispositionKind::NoCommonView,
    ]);
    let views = prop::sample::select(MemberView::ALL);
    prop_oneof![
        6 => (somebody(), kinds, any::<bool>()).prop_map(|(by, kind, first)| Reviewing::Propose { by, kind, first }),
        6 => (0..4_usize, views, any::<bool>()).prop_map(|(by, view, first)| Reviewing::View { by, view, first }),
        2 => somebody().prop_map(|by| Reviewing::Assign { by }),
        2 => somebody().prop_map(|by| Reviewing::Topics { by }),
        2 => somebody().prop_map(|by| Reviewing::Defer { by }),
        3 => (-2..40_i64).prop_map(|hours| Reviewing::CutOff { hours }),
        6 => somebody().prop_map(|by| Reviewing::Publish { by }),
        4 => any::<bool>().prop_map(|satisfied| Reviewing::Answer { satisfied }),
        6 => (somebody(), 20..80_i64).prop_map(|(by, hours)| Reviewing::Open { by, hours }),
        3 => (-2..40_i64).prop_map(|hours| Reviewing::Extend { hours }),
        2 => Just(Reviewing::TakeBack),
        4 => (0..4_usize, any::<bool>()).prop_map(|(by, first)| Reviewing::Break { by, first }),
        6 => Just(Reviewing::Conclude),
        3 => somebody().prop_map(|by| Reviewing::Place { by }),
    ]
}

/// Comments are lodged and disposed of, and their package is played with before its end.
pub(super) fn a_package() -> impl Strategy<Value = Vec<Step>> {
    let step = |hours, act| Step { hours, act };
    let act = prop_oneof![
        (62..73_i64).prop_map(|hours| Reviewing::Extend { hours }),
        Just(Reviewing::TakeBack),
        (0..4_usize, any::<bool>()).prop_map(|(by, first)| Reviewing::Break { by, first }),
    ];
    proptest::collection::vec((4..10_i64, act), 1..4).prop_map(move |acts| {
        let words = Words {
            keep: 0,
            changed: false,
            new: 2,
            reference: None,
            position: true,
        };
        let kind = DispositionKind::Accepted;
        let mut steps = vec![
            step(1, Act::Lodge { by: 0, words }),
            step(
                1,
                Act::Review(Reviewing::Propose {
                    by: 0,
                    kind,
                    first: false,
                }),
            ),
            step(1, Act::Review(Reviewing::Open { by: 0, hours: 65 })),
        ];
        steps.extend(acts.into_iter().map(|(hours, act)| step(hours, Act::Review(act))));
        steps.push(step(100, Act::Review(Reviewing::Conclude)));
        steps
    })
}

impl House {
    fn standing(&self, first: bool) -> Vec<CommentId> {
        let submissions = self.submissions();
        let standing = submissions.values().filter(|one| one.withdrawn_at.is_none());
        let comments = standing
            .filter_map(Submission::current)
            .flat_map(|version| &version.content.comments);
        comments
            .map(|comment| comment.id)
            .take(if first { 1 } else { usize::MAX })
            .collect()
    }

    pub(super) fn review(&self, act: &Reviewing) -> Command {
        let (at, proposal) = (self.now, PROPOSAL);
        let after = |hours: i64| at.checked_add(SignedDuration::from_hours(hours)).unwrap();
        let member = |by: &usize| state(STEERERS[*by]);
        match act {
            Reviewing::Propose { by, kind, first } => Command::ProposeDispositions(ProposeDispositions {
                at,
                ..propose(STEERERS[*by], &self.standing(*first), *kind)
            }),
            Reviewing::View { by, view: think, first } => Command::RecordMemberView(RecordMemberView {
                at,
                ..view(STEERERS[*by], &self.standing(*first), *think)
            }),
            Reviewing::Place { by } => Command::ConfirmPlacement(ConfirmPlacement {
                proposal,
                by: member(by),
                at,
                comment: self.standing(true).first().copied().unwrap_or(comment_id(1)),
                revision: None,
                paragraph: None,
                quote: None,
            }),
            Reviewing::Assign { by } => Command::AssignComments(AssignComments {
                proposal,
                by: member(by),
                at,
                comments: self.standing(true),
                to: Some(state("AUS")),
            }),
            Reviewing::Topics { by } => Command::SetTopics(SetTopics {
                proposal,
                by: member(by),
                at,
                comments: self.standing(true),
                topics: vec!["law".into()],
            }),
            Reviewing::Defer { by } => Command::DeferComments(DeferComments {
                proposal,
                by: member(by),
                at,
                comments: self.standing(true),
                reason: "for the next chair".into(),
            }),
            Reviewing::CutOff { hours } => Command::SetCutOff(SetCutOff {
                proposal,
                by: state("KOR"),
                at,
                cut_off_at: after(*hours),
            }),
            Reviewing::Publish { by } => Command::PublishDispositions(PublishDispositions {
                by: member(by),
                at,
                ..publish(None)
            }),
            Reviewing::Answer { satisfied } => {
                let submissions = self.submissions();
                let comment = self.standing(true).first().copied().unwrap_or_else(one);
                let speaks = |said: &&Submission| {
                    let current = said.current().map(|version| &version.content.comments);
                    current.into_iter().flatten().any(|known| known.id == comment)
                };
                let by = submissions
                    .values()
                    .find(speaks)
                    .map_or(state("FJI"), |said| said.state);
                Command::AnswerDisposition(AnswerDisposition {
                    by,
                    at,
                    comment,
                    ..answer(*satisfied)
                })
            }
            Reviewing::Open { by, hours } => Command::OpenPackage(OpenPackage {
                by: member(by),
                at,
                until: Some(after(*hours)),
                ..open_package(None)
            }),
            Reviewing::Extend { hours } => Command::ExtendPackage(ExtendPackage {
                at,
                until: after(*hours),
                ..extend_package(UNTIL)
            }),
            Reviewing::TakeBack => Command::TakeBackPackage(TakeBackPackage {
                at,
                ..take_back_package()
            }),
            Reviewing::Break { by, first } => Command::BreakPackage(BreakPackage {
                by: member(by),
                at,
                ..break_package(&self.standing(*first))
            }),
            Reviewing::Conclude => Command::ConcludeDuePackage(ConcludeDuePackage { proposal, at }),
        }
    }
}
