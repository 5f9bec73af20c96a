//! What members do among themselves, which others are not told: proposals that are not published, views and notes,
//! topics and assignments (R18), packages and their breaks (R19), who broke silence and why (R23).

use acceptance::TestApp;
use consultation::command::{
    AssignComments, BreakPackage, BreakSilence, BrokenParagraphDraft, Expected, OpenPackage, OpenSilence,
    ProposeDispositions, RecordMemberView, SetTopics, TakeBackPackage,
};
use consultation::review::{Disposition, DispositionKind, MemberView};
use consultation::{Command, CommentId, StateCode};
use jiff::{SignedDuration, Timestamp};

use crate::random::Random;
use crate::run::{PROPOSAL, deferrals, execute};
use crate::world::{state, words};

/// Members beside KOR, which leads the proposal.
const OTHERS: [&str; 4] = ["MEX", "IDN", "TUR", "AUS"];

/// How long before the text is adopted it is under silence for the first time.
const BROKEN_BEFORE: SignedDuration = SignedDuration::from_hours(2);

/// What may differ between worlds without a partner's knowing.
#[derive(Debug, Clone)]
pub(crate) struct AmongMembers {
    by: StateCode,
    kind: DispositionKind,
    view: MemberView,
    assigned_to: StateCode,
    breaks_package: StateCode,
    breaks_silence: StateCode,
    paragraph: &'static str,
    words: String,
}

impl AmongMembers {
    pub(crate) fn random(random: &mut Random) -> Self {
        let mut member = || state(random.pick(&OTHERS));
        let [by, assigned_to, breaks_package, breaks_silence] = [(); 4].map(|()| member());
        Self {
            by,
            assigned_to,
            breaks_package,
            breaks_silence,
            kind: random.pick(&[DispositionKind::NotAccepted, DispositionKind::OutOfScope]),
            view: random.pick(&[MemberView::Differs, MemberView::AwaitingInstructions]),
            paragraph: random.pick(&["1", "2", "3"]),
            words: words(random),
        }
    }

    /// A disposition of some comments is prepared, and none of it published.
    pub(crate) async fn prepare(&self, app: &TestApp, comments: &[CommentId], at: Timestamp) {
        if comments.is_empty() {
            return;
        }
        let (proposal, expected, by) = (PROPOSAL, Expected::Unstated, self.by);
        let comments = || comments.to_vec();
        let disposition = Disposition {
            disposition: self.kind,
            duplicate_of: None,
            response: Some(self.words.clone()),
            wording: None,
        };
        let words = || self.words.clone();
        let acts = [
            Command::ProposeDispositions(ProposeDispositions {
                proposal,
                by,
                at,
                expected: expected.clone(),
                comments: comments(),
                disposition,
            }),
            Command::OpenPackage(OpenPackage {
                proposal,
                by: state("KOR"),
                at,
                until: None,
                comments: Some(comments()),
                shortest_seconds: None,
            }),
            Command::BreakPackage(BreakPackage {
                proposal,
                by: self.breaks_package,
                at,
                comments: comments(),
                note: words(),
            }),
            Command::TakeBackPackage(TakeBackPackage {
                proposal,
                by: state("KOR"),
                at,
                reason: words(),
            }),
            Command::RecordMemberView(RecordMemberView {
                proposal,
                by: state("KOR"),
                at,
                expected,
                comments: comments(),
                view: self.view,
                note: Some(words()),
            }),
            Command::AssignComments(AssignComments {
                proposal,
                by,
                at,
                comments: comments(),
                to: Some(self.assigned_to),
            }),
            Command::SetTopics(SetTopics {
                proposal,
                by,
                at,
                comments: comments(),
                topics: vec![words()],
            }),
        ];
        for act in acts {
            let _ = execute(app, act).await;
        }
    }

    /// The text goes under silence, and a member breaks it without letting others know who it is.
    pub(crate) async fn break_silence(&self, app: &TestApp, adopted_at: Timestamp) {
        let at = adopted_at - BROKEN_BEFORE;
        app.clock.set(at);
        let open = OpenSilence {
            proposal: PROPOSAL,
            by: state("KOR"),
            at,
            expected: Expected::Unstated,
            revision: None,
            until: Some(at + SignedDuration::from_mins(60)),
            urgency: None,
            deferred: deferrals(app, at).await,
            shortest_seconds: Some(1),
        };
        let _ = execute(app, Command::OpenSilence(open)).await;
        let breaks = BreakSilence {
            proposal: PROPOSAL,
            by: self.breaks_silence,
            at: at + SignedDuration::from_mins(30),
            expected: Expected::Unstated,
            paragraphs: vec![BrokenParagraphDraft {
                paragraph: self.paragraph.to_owned(),
                rationale: Some(self.words.clone()),
                amendment: None,
            }],
            disclosed: false,
        };
        let _ = execute(app, Command::BreakSilence(breaks)).await;
    }
}
