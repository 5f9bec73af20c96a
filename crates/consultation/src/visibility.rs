//! Who may see what (R15): the one module that decides, for every read, count, filter and order.
//!
//! [`Rights`] are those of now (R15b). [`Rights::sight`] decides for one thing in memory; [`Rights::sight_sql`] says
//! the same as an SQL condition, generated from the same steps, and a property test in `proposal-input` holds the two
//! together. `to_none` binds what the program shows; whoever operates the database can know (R15e).

mod entered;
mod rows;
mod seen;

use std::sync::Arc;

use jiff::Timestamp;

pub use entered::entered_submission;
pub use rows::{
    Past, ReadingKey, ReadingOrder, SeenRow, Speaker, seen_row, seen_row_at, seen_rows, seen_rows_at, sees_withdrawn,
};
pub use seen::{SeenComment, SeenPart, SeenSubmission, WithdrawnComment, seen_submission};

use crate::command::EnteredBy;
use crate::register::RegisterAt;
use crate::submission::Content;
use crate::{Attribution, Audience, BeforeClose, Comment, Consultation, Proposal, RegisterCode, StateCode};

/// Who looks. Operators and tokens without a state look as [`Viewer::Anonymous`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Viewer {
    /// Anybody.
    Anonymous,
    /// The delegation of a state.
    Delegation(StateCode),
}

/// How much of a thing a viewer sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sight {
    /// Nothing, not even that it exists.
    Hidden,
    /// Its words, under a label instead of the state's name, without time, order, language or number of its own.
    Labelled,
    /// All of it.
    Named,
}

/// What decides who may see a comment, or a submission's position and remarks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InputFacts<'a> {
    /// The state that speaks.
    pub state: StateCode,
    /// Who may read it.
    pub audience: Audience,
    /// Who may know the state.
    pub attribution: Attribution,
    /// What is seen before the consultation closes.
    pub before_close: BeforeClose,
    /// When it closes.
    pub closes_at: Timestamp,
    /// The group spoken for, whose invited partners see it like their own.
    pub on_behalf_of: Option<&'a RegisterCode>,
    /// The states that it is joint with, which see it like their own.
    pub joint_with: &'a [StateCode],
}

impl<'a> InputFacts<'a> {
    /// What decides on a comment.
    #[must_use]
    pub fn of(state: StateCode, comment: &'a Comment, consultation: &Consultation) -> Self {
        Self {
            state,
            audience: comment.audience,
            attribution: comment.attribution,
            before_close: consultation.before_close,
            closes_at: consultation.closes_at,
            on_behalf_of: comment.on_behalf_of.as_ref(),
            joint_with: &comment.joint_with,
        }
    }

    /// What decides on what a submission says beside its comments.
    #[must_use]
    pub fn of_part(state: StateCode, content: &'a Content, consultation: &Consultation) -> Self {
        Self {
            state,
            audience: content.audience,
            attribution: content.attribution,
            before_close: consultation.before_close,
            closes_at: consultation.closes_at,
            on_behalf_of: content.on_behalf_of.as_ref(),
            joint_with: &content.joint_with,
        }
    }
}

/// A viewer's rights over the input to one proposal, now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rights {
    viewer: Viewer,
    member: bool,
    participant: bool,
    sees_proposal: bool,
    /// The groups that the viewer's state belongs to, by code; none unless it is an invited partner.
    groups: Arc<[RegisterCode]>,
    now: Timestamp,
}

/// The columns that [`Rights::sight_sql`] reads. Audience, attribution and `before_close` hold their ranks
/// ([`audience_rank`] …), `closes_at` microseconds since 1970, `state` alpha-3.
#[derive(Debug, Clone, Copy)]
pub struct Columns<'a> {
    /// The state that speaks.
    pub state: &'a str,
    /// Who may read it.
    pub audience: &'a str,
    /// Who may know the state.
    pub attribution: &'a str,
    /// What is seen before the consultation closes.
    pub before_close: &'a str,
    /// When it closes.
    pub closes_at: &'a str,
    /// The instant of the rights, in microseconds since 1970: [`Rights::now`].
    pub now: &'a str,
    /// Alpha-3 of the viewer's own state, or an empty text: [`Rights::own_state`].
    pub own: &'a str,
    /// The group spoken for, or null.
    pub on_behalf_of: &'a str,
    /// The states that it is joint with, as [`joint_column`] writes them, or null.
    pub joint_with: &'a str,
    /// The viewer's groups: [`Rights::groups_text`].
    pub groups: &'a str,
}

/// States as a column holds them: alpha-3, divided by spaces; none if there are none.
#[must_use]
pub fn joint_column(states: &[StateCode]) -> Option<String> {
    let codes: Vec<&str> = states.iter().map(StateCode::as_str).collect();
    (!codes.is_empty()).then(|| codes.join(" "))
}

/// SQL conditions over one row. They name columns and hold ranks, so that there are few distinct texts: what differs
/// from request to request is in the columns `now` and `own`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SightSql {
    /// [`Sight::Named`].
    pub named: String,
    /// [`Sight::Named`] or [`Sight::Labelled`].
    pub visible: String,
    /// The state may be known, now or once the consultation has closed.
    pub attributable: String,
}

/// 0 public, 1 participants, 2 members only.
#[must_use]
pub fn audience_rank(audience: Audience) -> i64 {
    match audience {
        Audience::Public => 0,
        Audience::Participants => 1,
        Audience::MembersOnly => 2,
    }
}

/// 0 named, 1 to members, 2 to none.
#[must_use]
pub fn attribution_rank(attribution: Attribution) -> i64 {
    match attribution {
        Attribution::Named => 0,
        Attribution::ToMembers => 1,
        Attribution::ToNone => 2,
    }
}

/// 0 open, 1 members see, 2 sealed.
#[must_use]
pub fn before_close_rank(before_close: BeforeClose) -> i64 {
    match before_close {
        BeforeClose::Open => 0,
        BeforeClose::MembersSee => 1,
        BeforeClose::Sealed => 2,
    }
}

impl Rights {
    /// The rights of a viewer over a proposal's input at `now`; the register is asked as of `now`, too.
    #[must_use]
    pub fn of(viewer: Viewer, register: RegisterAt<'_>, proposal: &Proposal, now: Timestamp) -> Self {
        let (member, invited) = match viewer {
            Viewer::Anonymous => (false, false),
            Viewer::Delegation(state) => (register.is_member(state), proposal.has_invited(state)),
        };
        let participant = member || invited;
        let groups: Vec<RegisterCode> = match viewer {
            Viewer::Delegation(state) if invited && !member => register.groups_of(state).into_iter().cloned().collect(),
            _ => Vec::new(),
        };
        let draft = proposal.consultations.is_empty();
        let sees_proposal = member || (!draft && (invited || proposal.audience == Audience::Public));
        Self {
            viewer,
            member,
            participant,
            sees_proposal,
            groups: groups.into(),
            now,
        }
    }

    /// Whether the proposal, its text and its consultations may be seen.
    #[must_use]
    pub fn sees_proposal(&self) -> bool {
        self.sees_proposal
    }

    /// Whether whoever enters input may know of the proposal. An operator enters for every proposal that was opened,
    /// and sees nothing of it by that: as a viewer it is anybody.
    #[must_use]
    pub fn may_enter_into(&self, proposal: &Proposal, by: EnteredBy) -> bool {
        self.sees_proposal || (by == EnteredBy::Operator && !proposal.consultations.is_empty())
    }

    /// All that decides beside the instant, as a word: viewers of the same standing see the same at the same instant.
    #[must_use]
    pub fn standing(&self) -> String {
        let viewer = self.own_state().map(|own| own.to_string()).unwrap_or_default();
        let groups = self.groups_text();
        format!(
            "{viewer}/{}/{}/{}/{groups}",
            self.member, self.participant, self.sees_proposal
        )
    }

    /// The viewer's groups, each between spaces; empty if there are none. Codes have no spaces.
    #[must_use]
    pub fn groups_text(&self) -> String {
        let end = if self.groups.is_empty() { "" } else { " " };
        let codes = self.groups.iter().map(|group| format!(" {group}"));
        codes.chain([end.to_owned()]).collect()
    }

    /// Whether the viewer is a member.
    #[must_use]
    pub fn is_member(&self) -> bool {
        self.member
    }

    /// Whether the viewer is a member or invited.
    #[must_use]
    pub fn is_participant(&self) -> bool {
        self.participant
    }

    /// The instant of the rights.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// What the viewer saw at an earlier instant with the rights of now.
    #[must_use]
    pub(crate) fn at(&self, now: Timestamp) -> Self {
        Self { now, ..self.clone() }
    }

    /// Whether this is the viewer's own delegation, which always sees all its own (R15a).
    #[must_use]
    pub fn is_own(&self, state: StateCode) -> bool {
        self.viewer == Viewer::Delegation(state)
    }

    /// The viewer's state, if it has one.
    #[must_use]
    pub fn own_state(&self) -> Option<StateCode> {
        match self.viewer {
            Viewer::Anonymous => None,
            Viewer::Delegation(state) => Some(state),
        }
    }

    /// Whether the viewer is an invited partner that belongs to the group.
    #[must_use]
    pub fn belongs_to(&self, group: &RegisterCode) -> bool {
        self.groups.contains(group)
    }

    /// How much of a comment, or of a submission's position and remarks, is seen.
    #[must_use]
    pub fn sight(&self, facts: &InputFacts<'_>) -> Sight {
        if self.is_own(facts.state) || self.is_co_author(facts) {
            return Sight::Named;
        }
        let closed = facts.closes_at <= self.now;
        let gate_open = closed || before_close_rank(facts.before_close) <= self.highest_gate();
        if !self.sees_proposal || !gate_open || audience_rank(facts.audience) > self.highest_audience() {
            Sight::Hidden
        } else if attribution_rank(facts.attribution) <= self.highest_attribution() {
            Sight::Named
        } else if closed {
            Sight::Labelled
        } else {
            Sight::Hidden
        }
    }

    /// Whether the viewer is an invited partner for whose group this speaks, or with whom it is joint (R13): such words
    /// are its own, too, before the close and whoever else may know them. Members get nothing by this.
    fn is_co_author(&self, facts: &InputFacts<'_>) -> bool {
        let of_group = facts.on_behalf_of.is_some_and(|group| self.groups.contains(group));
        let joint = || self.own_state().is_some_and(|own| facts.joint_with.contains(&own));
        self.may_be_co_author() && (of_group || joint())
    }

    fn may_be_co_author(&self) -> bool {
        self.sees_proposal && self.participant && !self.member
    }

    /// [`Rights::sight`] as SQL.
    #[must_use]
    pub fn sight_sql(&self, columns: Columns<'_>) -> SightSql {
        let mut own = format!("{} = {}", columns.state, columns.own);
        if self.may_be_co_author() {
            own = format!("{own} OR {}", co_author_sql(columns));
        }
        let closed = format!("{} <= {}", columns.closes_at, columns.now);
        let gate_open = format!("({closed} OR {} <= {})", columns.before_close, self.highest_gate());
        let sees = self.sees_proposal;
        let audience = format!("({sees} AND {} <= {})", columns.audience, self.highest_audience());
        let attribution = format!("{} <= {}", columns.attribution, self.highest_attribution());
        SightSql {
            named: format!("({own} OR ({gate_open} AND {audience} AND {attribution}))"),
            visible: format!("({own} OR ({gate_open} AND {audience} AND ({attribution} OR {closed})))"),
            attributable: format!("({own} OR ({audience} AND {attribution}))"),
        }
    }

    fn highest_gate(&self) -> i64 {
        before_close_rank(if self.member {
            BeforeClose::MembersSee
        } else {
            BeforeClose::Open
        })
    }

    fn highest_audience(&self) -> i64 {
        audience_rank(match (self.member, self.participant) {
            (true, _) => Audience::MembersOnly,
            (false, true) => Audience::Participants,
            (false, false) => Audience::Public,
        })
    }

    fn highest_attribution(&self) -> i64 {
        attribution_rank(if self.member {
            Attribution::ToMembers
        } else {
            Attribution::Named
        })
    }
}

/// [`Rights::is_co_author`] as SQL. A text is found in another where replacing it by nothing changes that one.
fn co_author_sql(columns: Columns<'_>) -> String {
    let Columns {
        own,
        on_behalf_of,
        joint_with,
        groups,
        ..
    } = columns;
    format!(
        "(replace({groups}, ' ' || coalesce({on_behalf_of}, '') || ' ', '') <> {groups} OR replace(coalesce({joint_with}, ''), {own}, '') <> coalesce({joint_with}, ''))"
    )
}
