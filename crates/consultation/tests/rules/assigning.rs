//! `AssignComments`, `SetTopics`, `DeferComments` (R17, R23).

use consultation::command::{AssignComments, DeferComments, SetTopics};
use consultation::testing::given;
use consultation::{Command, Rejection, StateCode};

use crate::fixtures::*;
use crate::review_fixtures::*;

fn assign(to: Option<StateCode>) -> Command {
    Command::AssignComments(AssignComments {
        proposal: PROPOSAL,
        by: state("TUR"),
        at: at(AFTER),
        comments: vec![one()],
        to,
    })
}

fn topics(topics: &[&str]) -> Command {
    Command::SetTopics(SetTopics {
        proposal: PROPOSAL,
        by: state("TUR"),
        at: at(AFTER),
        comments: vec![one()],
        topics: topics.iter().map(|topic| (*topic).to_owned()).collect(),
    })
}

fn defer(by: &str, reason: &str) -> Command {
    Command::DeferComments(DeferComments {
        proposal: PROPOSAL,
        by: state(by),
        at: at(AFTER),
        comments: vec![one()],
        reason: reason.into(),
    })
}

#[test]
fn any_member_assigns_to_a_member_and_takes_it_back() {
    let assigned = and(spoken(), assign(Some(state("AUS"))));
    assert_eq!(review_after(&assigned, one()).assigned_to, Some(state("AUS")));
    given(assigned.clone()).when(assign(Some(state("AUS")))).then([]);
    assert_eq!(review_after(&and(assigned, assign(None)), one()).assigned_to, None);
    let partner = given(spoken()).when(assign(Some(state("FJI"))));
    assert_eq!(partner.content_errors(), [("/to".into(), "unknown_code")]);
}

#[test]
fn topics_are_replaced_and_each_is_named_once() {
    let set = and(spoken(), topics(&["law", " capacity "]));
    assert_eq!(review_after(&set, one()).topics, ["law", "capacity"]);
    given(set.clone()).when(topics(&["law", "capacity"])).then([]);
    assert!(review_after(&and(set, topics(&[])), one()).topics.is_empty());
    let faults = given(spoken()).when(topics(&["law", "", "law"])).content_errors();
    assert_eq!(
        faults,
        [("/topics/1".into(), "empty"), ("/topics/2".into(), "duplicate")]
    );
    let many = given(spoken()).when(topics(&["a", "b", "c"].repeat(7)));
    assert_eq!(many.content_errors()[0], ("/topics".into(), "too_long"));
}

#[test]
fn r23_lead_member_or_chair_leave_comments_open_with_a_reason() {
    let deferred = and(spoken(), defer("KOR", "for the next chair"));
    assert_eq!(
        review_after(&deferred, one()).deferred.as_deref(),
        Some("for the next chair")
    );
    given(deferred).when(defer("KOR", "for the next chair")).then([]);
    assert_eq!(
        given(spoken()).when(defer("KOR", "")).content_errors(),
        [("/reason".into(), "empty")]
    );
    let refused = Rejection::NotLeadMemberOrChair { state: state("TUR") };
    given(spoken()).when(defer("TUR", "later")).then_rejected(refused);
}
