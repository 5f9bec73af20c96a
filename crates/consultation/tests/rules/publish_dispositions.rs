//! `PublishDispositions` and `SetCutOff` (R19, R20), and how a published disposition reads.

use consultation::event::{CutOffSet, DispositionsPublished};
use consultation::review::{DispositionKind, MemberView, Obstacle, disposition_now};
use consultation::testing::given;
use consultation::{Command, CommentId, Event, Rejection};

use crate::fixtures::*;
use crate::review_fixtures::*;

fn published(comments: &[CommentId], no_common_view: &[CommentId]) -> Event {
    Event::DispositionsPublished(DispositionsPublished {
        proposal_id: PROPOSAL,
        at: at(LATER),
        by: state("KOR"),
        comments: comments.to_vec(),
        no_common_view: no_common_view.to_vec(),
    })
}

fn publishing(comments: Option<&[CommentId]>) -> Command {
    Command::PublishDispositions(publish(comments))
}

/// The first is agreed on, TUR differs on the second, the third waits.
fn divided() -> Vec<Event> {
    let events = all_agree(proposed(), &[one()]);
    and(
        events,
        Command::RecordMemberView(view("TUR", &[two()], MemberView::Differs)),
    )
}

#[test]
fn r20_what_the_members_share_is_published_together() {
    given(divided()).when(publishing(None)).then([published(&[one()], &[])]);
    let once = and(divided(), publishing(None));
    given(once)
        .when(publishing(None))
        .then_rejected(Rejection::NothingToPublish);
}

#[test]
fn r20_what_is_named_is_published_or_named_with_what_is_in_the_way() {
    let all = [one(), two(), three()];
    given(divided())
        .when(publishing(Some(&all)))
        .then_rejected(Rejection::NotPublishable(vec![
            (two(), Obstacle::Differing),
            (three(), Obstacle::Waiting),
        ]));
    let nothing = Rejection::NotPublishable(vec![(one(), Obstacle::NotProposed)]);
    given(spoken()).when(publishing(Some(&[one()]))).then_rejected(nothing);
    let again = Rejection::NotPublishable(vec![(one(), Obstacle::Published)]);
    given(and(divided(), publishing(None)))
        .when(publishing(Some(&[one()])))
        .then_rejected(again);
    let silent = Rejection::NotPublishable(vec![(one(), Obstacle::UnderSilence)]);
    given(packaged()).when(publishing(Some(&[one()]))).then_rejected(silent);
}

#[test]
fn r19_at_the_cut_off_who_waits_goes_along_and_what_differs_has_no_common_view() {
    let set = and(divided(), cut_off(LATER));
    given(set.clone())
        .when(publishing(None))
        .then([published(&[one(), three()], &[two()])]);
    let done = and(set, publishing(None));
    let review = review_after(&done, two());
    assert_eq!(
        review.published.unwrap().disposition,
        consultation::review::Disposition::no_common_view()
    );
    given(done.clone())
        .when(publishing(None))
        .then_rejected(Rejection::NothingToPublish);
    // Who differed comes round: what was proposed is published after all.
    let round = and(all_agree(done, &[two()]), publishing(None));
    assert_eq!(
        review_after(&round, two()).published.unwrap().disposition,
        disposition(DispositionKind::Accepted)
    );
}

#[test]
fn r19_the_cut_off_is_set_by_lead_member_or_chair_for_a_time_to_come() {
    let event = Event::CutOffSet(CutOffSet {
        proposal_id: PROPOSAL,
        at: at(AFTER),
        by: state("KOR"),
        cut_off_at: at(LATER),
    });
    given(spoken()).when(cut_off(LATER)).then([event]);
    given(and(spoken(), cut_off(LATER))).when(cut_off(LATER)).then([]);
    assert_eq!(
        given(spoken()).when(cut_off(AFTER)).content_errors(),
        [("/cut_off_at".into(), "too_early")]
    );
    let mut other = publish(None);
    other.by = state("TUR");
    let refused = Rejection::NotLeadMemberOrChair { state: state("TUR") };
    given(divided())
        .when(Command::PublishDispositions(other))
        .then_rejected(refused);
}

#[test]
fn r17_a_published_disposition_stays_until_the_next_publication() {
    let once = and(divided(), publishing(None));
    let anew = and(
        once,
        Command::ProposeDispositions(propose("TUR", &[one()], DispositionKind::NotAccepted)),
    );
    let review = review_after(&anew, one());
    assert_eq!(
        review.published.unwrap().disposition,
        disposition(DispositionKind::Accepted)
    );
}

#[test]
fn r20_a_request_for_clarification_goes_out_at_once_and_reads_as_noted_after_five_working_days() {
    let ask = propose("TUR", &[one()], DispositionKind::ClarificationRequested);
    let asked = and(spoken(), Command::ProposeDispositions(ask));
    let published = review_after(&asked, one()).published.unwrap();
    // 2027-03-02 is a Tuesday.
    let reads = |instant: &str| disposition_now(&published, published.at, at(instant));
    assert_eq!(reads("2027-03-09T07:59:59Z"), DispositionKind::ClarificationRequested);
    assert_eq!(reads("2027-03-09T08:00:00Z"), DispositionKind::Noted);
    let mut late = answer(false);
    late.at = at("2027-03-12T08:00:00Z");
    let answered = review_after(&and(asked, Command::AnswerDisposition(late)), one())
        .published
        .unwrap();
    let reads = disposition_now(&answered, answered.at, at("2027-04-12T08:00:00Z"));
    assert_eq!(reads, DispositionKind::ClarificationRequested);
}
