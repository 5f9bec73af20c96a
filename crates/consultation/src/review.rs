//! What the members have done with the comments of a proposal, as the stream `review/{proposal}` tells it (R17–R22).

mod asked;
mod convergence;
pub mod near_duplicates;
mod publishing;
mod words;

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use asked::DispositionAsked;
pub use convergence::{Convergence, Standing, convergence};
pub use publishing::{Obstacle, Publishing, clarification_lapses_at, disposition_now, publishing, unanswered_now};
pub use words::{DispositionKind, MemberView};

use crate::text::Quote;
use crate::{CommentId, Event, ParagraphId, StateCode};

/// What becomes of a comment, with the reasoned text that its state reads (R17).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disposition {
    /// What becomes of it.
    pub disposition: DispositionKind,
    /// The comment that it repeats, for `duplicate_of`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duplicate_of: Option<CommentId>,
    /// The reasoned text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response: Option<String>,
    /// The wording taken instead of the proposed one, for `accepted_with_modification`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wording: Option<String>,
}

/// A disposition that was proposed for a comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposed {
    /// What is proposed.
    pub disposition: Disposition,
    /// The member that proposed it.
    pub by: StateCode,
    /// When.
    pub at: Timestamp,
}

/// A member's view on the disposition that is proposed now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedView {
    /// What it thinks.
    pub view: MemberView,
    /// For the other members.
    pub note: Option<String>,
    /// When.
    pub at: Timestamp,
    /// By its silence on a package, not by an act of its own (R19).
    pub by_silence: bool,
}

/// A disposition as partners read it (R20).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// What became of the comment.
    pub disposition: Disposition,
    /// When it was published, or for a request for clarification, when that went out.
    pub at: Timestamp,
    /// The state's answer to it (R21).
    pub answer: Option<Answer>,
}

/// A state's answer to the disposition of its comment (R21).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Satisfied; otherwise it objects.
    pub satisfied: bool,
    /// Why it objects, or what it adds.
    pub justification: Option<String>,
    /// What it suggests instead.
    pub suggestion: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// Where a member confirmed that a comment stands in a later revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfirmedPlace {
    /// The paragraph; none if it has no place there any more.
    pub paragraph: Option<ParagraphId>,
    /// The words that it speaks of there.
    pub quote: Option<Quote>,
    /// The member that looked.
    pub by: StateCode,
    /// When.
    pub at: Timestamp,
}

/// What the members have done with one comment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CommentReview {
    /// How often its disposition was proposed, published or answered: the version in its `ETag`, from 1.
    pub version: u64,
    /// How often its disposition was published or answered: the version that partners know, which tells nothing of
    /// proposals.
    pub public_version: u64,
    /// How often a disposition of it was answered; versions count that, too.
    pub answers: u64,
    /// The disposition that is proposed now.
    pub proposed: Option<Proposed>,
    /// Views on it; a new proposal starts them afresh, and its proposer agrees.
    pub views: BTreeMap<StateCode, RecordedView>,
    /// What partners read.
    pub published: Option<Published>,
    /// The member that prepares its disposition.
    pub assigned_to: Option<StateCode>,
    /// Since when it does.
    pub assigned_at: Option<Timestamp>,
    /// Topics.
    pub topics: Vec<String>,
    /// Why it is left open, if it is (R23).
    pub deferred: Option<String>,
    /// The package whose silence it is under.
    pub package: Option<u32>,
    /// Confirmed places, by revision.
    pub placements: BTreeMap<u32, ConfirmedPlace>,
}

/// Where a package stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PackageEnd {
    /// The clock concluded it: silence prevailed on what is left in it.
    Concluded,
    /// It was taken back.
    TakenBack,
}

/// A break of a package on some of its comments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageBreak {
    /// The member that differs.
    pub by: StateCode,
    /// When.
    pub at: Timestamp,
    /// On which comments.
    pub comments: Vec<CommentId>,
}

/// A package of dispositions under silence (R19).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    /// 1, 2 … within the proposal.
    pub number: u32,
    /// The member that opened it: lead member or chair.
    pub by: StateCode,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// Until when silence is kept.
    pub until: Timestamp,
    /// What was put under silence.
    pub comments: Vec<CommentId>,
    /// Breaks, in the order in which they came.
    pub breaks: Vec<PackageBreak>,
    /// How and when it ended.
    pub end: Option<(PackageEnd, Timestamp)>,
    /// Why it was taken back.
    pub taken_back_reason: Option<String>,
}

/// The review of a proposal's comments.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Review {
    /// By comment; those that nothing was done with are absent.
    pub comments: BTreeMap<CommentId, CommentReview>,
    /// Packages, by number.
    pub packages: Vec<Package>,
    /// From then on what still differs is published as "no common view" (R19).
    pub cut_off_at: Option<Timestamp>,
    /// Instants at which dispositions were published.
    pub published_at: Vec<Timestamp>,
}

impl Review {
    /// What was done with a comment.
    #[must_use]
    pub fn of(&self, comment: CommentId) -> Option<&CommentReview> {
        self.comments.get(&comment)
    }

    /// The package with this number.
    #[must_use]
    pub fn find_package(&self, number: u32) -> Option<&Package> {
        self.packages.iter().find(|package| package.number == number)
    }

    /// The package that is still open, if there is one.
    #[must_use]
    pub fn open_package(&self) -> Option<&Package> {
        self.packages.iter().find(|package| package.end.is_none())
    }

    fn comment(&mut self, id: CommentId) -> &mut CommentReview {
        self.comments.entry(id).or_default()
    }

    fn package_mut(&mut self, number: u32) -> Option<&mut Package> {
        self.packages.iter_mut().find(|package| package.number == number)
    }

    /// Takes up an event of the stream `review/{proposal}`; others change nothing.
    pub fn evolve(&mut self, event: &Event) {
        match event {
            Event::DispositionProposed(proposed) => {
                for id in &proposed.comments {
                    self.comment(*id)
                        .propose(&proposed.disposition, proposed.by, proposed.at);
                }
            }
            Event::MemberViewRecorded(recorded) => {
                for id in &recorded.comments {
                    let view = RecordedView {
                        view: recorded.view,
                        note: recorded.note.clone(),
                        at: recorded.at,
                        by_silence: false,
                    };
                    self.comment(*id).views.insert(recorded.by, view);
                }
            }
            Event::CommentsAssigned(assigned) => {
                for id in &assigned.comments {
                    let comment = self.comment(*id);
                    comment.assigned_to = assigned.to;
                    comment.assigned_at = assigned.to.map(|_| assigned.at);
                }
            }
            Event::TopicsSet(set) => {
                for id in &set.comments {
                    self.comment(*id).topics.clone_from(&set.topics);
                }
            }
            Event::CommentsDeferred(deferred) => {
                for id in &deferred.comments {
                    self.comment(*id).deferred = Some(deferred.reason.clone());
                }
            }
            Event::CutOffSet(set) => self.cut_off_at = Some(set.cut_off_at),
            Event::DispositionsPublished(published) => {
                self.published_at.push(published.at);
                for id in &published.comments {
                    self.comment(*id).publish(published.at);
                }
                for id in &published.no_common_view {
                    self.comment(*id).publish_no_common_view(published.at);
                }
            }
            Event::DispositionAnswered(answered) => {
                let comment = self.comment(answered.comment);
                comment.version += 1;
                comment.public_version += 1;
                comment.answers += 1;
                if let Some(published) = &mut comment.published {
                    published.answer = Some(Answer {
                        satisfied: answered.satisfied,
                        justification: answered.justification.clone(),
                        suggestion: answered.suggestion.clone(),
                        at: answered.at,
                    });
                }
            }
            Event::PlacementConfirmed(confirmed) => {
                let place = ConfirmedPlace {
                    paragraph: confirmed.paragraph,
                    quote: confirmed.quote.clone(),
                    by: confirmed.by,
                    at: confirmed.at,
                };
                self.comment(confirmed.comment)
                    .placements
                    .insert(confirmed.revision, place);
            }
            _ => self.evolve_package(event),
        }
    }

    fn evolve_package(&mut self, event: &Event) {
        match event {
            Event::PackagePutUnderSilence(opened) => {
                for id in &opened.comments {
                    self.comment(*id).package = Some(opened.package);
                }
                self.packages.push(Package {
                    number: opened.package,
                    by: opened.by,
                    opened_at: opened.at,
                    until: opened.until,
                    comments: opened.comments.clone(),
                    breaks: Vec::new(),
                    end: None,
                    taken_back_reason: None,
                });
            }
            Event::PackageExtended(extended) => {
                if let Some(package) = self.package_mut(extended.package) {
                    package.until = extended.until;
                }
            }
            Event::PackageBroken(broken) => {
                for id in &broken.comments {
                    let comment = self.comment(*id);
                    comment.package = None;
                    let view = RecordedView {
                        view: MemberView::Differs,
                        note: Some(broken.note.clone()),
                        at: broken.at,
                        by_silence: false,
                    };
                    comment.views.insert(broken.by, view);
                }
                if let Some(package) = self.package_mut(broken.package) {
                    package.breaks.push(PackageBreak {
                        by: broken.by,
                        at: broken.at,
                        comments: broken.comments.clone(),
                    });
                }
            }
            Event::PackageTakenBack(taken) => {
                self.end_package(taken.package, PackageEnd::TakenBack, taken.at, &[]);
                if let Some(package) = self.package_mut(taken.package) {
                    package.taken_back_reason = Some(taken.reason.clone());
                }
            }
            Event::PackageConcluded(concluded) => {
                let at = concluded.concluded_at;
                self.end_package(concluded.package, PackageEnd::Concluded, at, &concluded.members);
            }
            _ => {}
        }
    }

    /// Ends a package; the members named that were silent on what is left in it can go along.
    fn end_package(&mut self, number: u32, end: PackageEnd, at: Timestamp, members: &[StateCode]) {
        if let Some(package) = self.package_mut(number) {
            package.end = Some((end, at));
        }
        let left_in_it = self.comments.values_mut().filter(|one| one.package == Some(number));
        for comment in left_in_it {
            comment.package = None;
            for member in members {
                comment.go_along(*member, at);
            }
        }
    }
}

impl CommentReview {
    /// Whether a disposition is proposed, and the member has not said yet or awaits instructions.
    #[must_use]
    pub fn waits_for(&self, member: StateCode) -> bool {
        let view = self.views.get(&member).map(|view| view.view);
        self.proposed.is_some() && view.is_none_or(|view| view == MemberView::AwaitingInstructions)
    }

    /// What is proposed and not answered by a publication yet: neither published as it stands, nor published since as
    /// "no common view".
    #[must_use]
    pub fn open_proposal(&self) -> Option<&Proposed> {
        let settles = |published: &Published, proposed: &Proposed| {
            published.disposition == proposed.disposition
                || (published.disposition.disposition == DispositionKind::NoCommonView && published.at >= proposed.at)
        };
        let proposed = self.proposed.as_ref()?;
        let settled = self
            .published
            .as_ref()
            .is_some_and(|published| settles(published, proposed));
        (!settled).then_some(proposed)
    }

    fn propose(&mut self, disposition: &Disposition, by: StateCode, at: Timestamp) {
        self.version += 1;
        self.deferred = None;
        self.package = None;
        self.views.clear();
        let agrees = RecordedView {
            view: MemberView::Agrees,
            note: None,
            at,
            by_silence: false,
        };
        self.views.insert(by, agrees);
        // R20: a request for clarification goes out at once.
        if disposition.disposition == DispositionKind::ClarificationRequested {
            self.public_version += 1;
            self.published = Some(Published {
                disposition: disposition.clone(),
                at,
                answer: None,
            });
        }
        self.proposed = Some(Proposed {
            disposition: disposition.clone(),
            by,
            at,
        });
    }

    fn publish(&mut self, at: Timestamp) {
        self.version += 1;
        self.public_version += 1;
        if let Some(proposed) = &self.proposed {
            self.published = Some(Published {
                disposition: proposed.disposition.clone(),
                at,
                answer: None,
            });
        }
    }

    fn publish_no_common_view(&mut self, at: Timestamp) {
        self.version += 1;
        self.public_version += 1;
        self.published = Some(Published {
            disposition: Disposition::no_common_view(),
            at,
            answer: None,
        });
    }

    /// A member that was silent can go along; what it said itself stands, unless it only awaited instructions.
    fn go_along(&mut self, member: StateCode, at: Timestamp) {
        let spoke = self
            .views
            .get(&member)
            .is_some_and(|view| view.view != MemberView::AwaitingInstructions);
        if !spoke {
            let view = RecordedView {
                view: MemberView::CanGoAlong,
                note: None,
                at,
                by_silence: true,
            };
            self.views.insert(member, view);
        }
    }
}
