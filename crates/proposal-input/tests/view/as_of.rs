//! Answers about the past, with the rights of now (R15b).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use consultation::submission::Position;
use consultation::visibility::seen_submission;
use consultation::{Attribution, Audience, BeforeClose, CommentId, Event, SubmissionId};
use event_log::Position as LogPosition;
use proposal_input::{
    CommentFilter, CommentItem, Scope, Seen, Speaker, SubmissionItem, Summary, as_of, find_submissions, summarise,
};

use crate::answers::all_comments;
use crate::history::{History, PROPOSALS, random_history, viewers};
use crate::register::state;
use crate::scenario::*;

const NAMED: Attribution = Attribution::Named;
const PUBLIC: Audience = Audience::Public;

#[tokio::test]
async fn r15b_what_was_closed_to_members_later_is_hidden_from_others_in_the_past_too() {
    let words = |audience| draft(None, vec![now_says(1, "Frank words.", audience, NAMED)]);
    let first = draft(None, vec![comment(1, "Words.", PUBLIC, NAMED)]);
    let history = history(
        BeforeClose::Open,
        vec![lodge("FJI", 20, first), revise("FJI", 30, words(Audience::MembersOnly))],
        40,
    );
    for who in ["anybody", "JPN"] {
        assert_eq!(past(&history, 1, who).await, [], "{who}");
    }
    assert_eq!(
        texts(&past(&history, 1, "KOR").await),
        [None],
        "members see that it was, not what it said"
    );
    assert_eq!(texts(&past(&history, 1, "FJI").await), [Some("Words.")]);
    assert_eq!(texts(&past(&history, 2, "KOR").await), [Some("Frank words.")]);
}

#[tokio::test]
async fn r15b_what_was_for_members_only_is_not_opened_by_what_was_said_later() {
    let first = draft(None, vec![comment(1, "Frank words.", Audience::MembersOnly, NAMED)]);
    let words = draft(None, vec![now_says(1, "Polite words.", PUBLIC, NAMED)]);
    let history = history(
        BeforeClose::Open,
        vec![lodge("FJI", 20, first), revise("FJI", 30, words)],
        40,
    );
    assert_eq!(past(&history, 1, "anybody").await, []);
    assert_eq!(texts(&past(&history, 2, "anybody").await), [Some("Polite words.")]);
}

#[tokio::test]
async fn r15b_earlier_words_are_for_the_own_state_only_and_are_not_searched_for_others() {
    let first = draft(
        None,
        vec![
            comment(1, "Mandatory.", PUBLIC, NAMED),
            comment(2, "Thanks.", PUBLIC, NAMED),
        ],
    );
    let second = draft(
        None,
        vec![
            now_says(1, "Voluntary.", PUBLIC, NAMED),
            now_says(2, "Thanks.", PUBLIC, NAMED),
        ],
    );
    let history = history(
        BeforeClose::Open,
        vec![lodge("FJI", 20, first), revise("FJI", 30, second)],
        40,
    );
    for who in ["anybody", "JPN", "KOR"] {
        assert_eq!(texts(&past(&history, 1, who).await), [None, Some("Thanks.")], "{who}");
    }
    assert_eq!(
        texts(&past(&history, 1, "FJI").await),
        [Some("Mandatory."), Some("Thanks.")]
    );
    let mandatory = CommentFilter {
        words: Some("mandatory".into()),
        ..CommentFilter::default()
    };
    for (who, found) in [("KOR", 0), ("FJI", 1)] {
        let mut view = view_as_of(&history, 1).await;
        let items = all_comments(view.conn(), &scope(&history, who), &mandatory, 10).await;
        assert_eq!(items.len(), found, "{who}");
    }
}

#[tokio::test]
async fn r15b_what_was_withdrawn_is_seen_to_have_been_there() {
    let first = draft(None, vec![comment(1, "Words.", PUBLIC, NAMED)]);
    let history = history(
        BeforeClose::Open,
        vec![lodge("FJI", 20, first), withdraw("FJI", 30)],
        40,
    );
    assert_eq!(texts(&past(&history, 1, "anybody").await), [None]);
    assert_eq!(texts(&past(&history, 1, "FJI").await), [Some("Words.")]);
    assert_eq!(past(&history, 2, "anybody").await, []);
}

#[tokio::test]
async fn r15b_what_was_sealed_is_seen_in_the_past_once_it_has_closed() {
    let words = || draft(None, vec![comment(1, "Words.", PUBLIC, NAMED)]);
    let sealed = history(BeforeClose::Sealed, vec![lodge("FJI", 20, words())], 40);
    for who in ["anybody", "JPN", "KOR"] {
        assert_eq!(past(&sealed, 1, who).await, [], "{who}");
    }
    assert_eq!(past(&sealed, 1, "FJI").await.len(), 1);
    let closed = history(BeforeClose::Sealed, vec![lodge("FJI", 20, words()), close()], 101);
    for who in ["anybody", "JPN", "KOR"] {
        assert_eq!(texts(&past(&closed, 1, who).await), [Some("Words.")], "{who}");
    }
}

#[tokio::test]
async fn r15b_what_was_withdrawn_under_seal_was_never_for_others() {
    let words = || draft(Some(Position::Supports), vec![comment(1, "Words.", PUBLIC, NAMED)]);
    let more = vec![
        lodge("FJI", 20, words()),
        withdraw("FJI", 30),
        lodge("WSM", 40, words2()),
        close(),
    ];
    let history = history(BeforeClose::Sealed, more, 101);
    for who in ["anybody", "JPN", "KOR"] {
        assert_eq!(past(&history, 1, who).await, [], "{who}");
        for events in [1, 2, 4] {
            let mut view = view_as_of(&history, events).await;
            let (listed, _) = find_submissions(view.conn(), &scope(&history, who), None, None, 10)
                .await
                .unwrap();
            assert!(
                listed.iter().all(|item| item.state == state("WSM")),
                "{who} after {events}"
            );
        }
    }
    let mut view = history.view().await;
    let (own, _) = find_submissions(view.conn(), &scope(&history, "FJI"), Some(state("FJI")), None, 10)
        .await
        .unwrap();
    assert_eq!(own[0].withdrawn_at, Some(crate::register::hour(30)));
}

fn words2() -> consultation::command::SubmissionDraft {
    draft(None, vec![comment(9, "Others.", PUBLIC, NAMED)])
}

#[tokio::test]
async fn r15b_an_earlier_position_is_for_the_own_state_only() {
    let first = draft(
        Some(Position::DoesNotSupport),
        vec![comment(1, "Words.", PUBLIC, NAMED)],
    );
    let second = draft(Some(Position::Supports), vec![now_says(1, "Words.", PUBLIC, NAMED)]);
    let history = history(
        BeforeClose::Open,
        vec![lodge("FJI", 20, first), revise("FJI", 30, second)],
        40,
    );
    for (who, positions) in [("KOR", 0), ("anybody", 0), ("FJI", 1)] {
        let mut view = view_as_of(&history, 1).await;
        let scope = scope(&history, who);
        let summary = summarise(view.conn(), &scope).await.unwrap();
        assert_eq!(
            (summary.submissions, summary.by_position.len()),
            (1, positions),
            "{who}"
        );
        let items = all_comments(view.conn(), &scope, &CommentFilter::default(), 10).await;
        let Seen::Named { position, .. } = items[0].seen else {
            unreachable!()
        };
        assert_eq!(position.is_some(), positions == 1, "{who}");
    }
}

/// R15c: FJI says one thing under its name and one under a label. When the second was said must not be found by asking
/// about the past, since the first tells its time.
#[tokio::test]
async fn r15c_the_past_does_not_tell_when_something_was_said_under_a_label() {
    let under_label = |id| comment(id, "Words.", PUBLIC, Attribution::ToNone);
    let more = vec![
        lodge("WSM", 15, draft(None, vec![comment(7, "Early.", PUBLIC, NAMED)])),
        lodge(
            "FJI",
            20,
            draft(None, vec![under_label(1), comment(2, "By name.", PUBLIC, NAMED)]),
        ),
        close(),
        lodge(
            "TON",
            110,
            draft(None, vec![under_label(3), comment(4, "Late.", PUBLIC, NAMED)]),
        ),
        lodge("VUT", 120, draft(None, vec![comment(5, "Later.", PUBLIC, NAMED)])),
    ];
    let history = history(BeforeClose::Open, more, 130);
    let labelled = |items: &[CommentItem]| {
        items
            .iter()
            .filter(|item| matches!(item.seen, Seen::Labelled(_)))
            .map(|item| item.id.0.as_u128())
            .collect()
    };
    for who in ["anybody", "KOR"] {
        let now: Vec<u128> = labelled(&present(&history, who).await);
        assert_eq!(now, [1, 3], "{who}");
        for (events, wanted) in [(1, vec![]), (2, vec![]), (3, vec![1]), (4, vec![1])] {
            let then: Vec<u128> = labelled(&past(&history, events, who).await);
            assert_eq!(then, wanted, "{who} after {events} events");
            let mut view = view_as_of(&history, events).await;
            let summary = summarise(view.conn(), &scope(&history, who)).await.unwrap();
            let counted = summary
                .tallies
                .iter()
                .filter(|tally| matches!(tally.speaker, Speaker::Labelled(_)));
            assert_eq!(
                counted.map(|tally| tally.comments).sum::<u64>(),
                u64::try_from(wanted.len()).unwrap()
            );
        }
        assert_eq!(
            past(&history, 5, who).await,
            present(&history, who).await,
            "at the head the past is the present"
        );
    }
}

/// The same without what stands under a label, which an answer about the past holds back.
fn named(items: Vec<CommentItem>) -> Vec<CommentItem> {
    items
        .into_iter()
        .filter(|item| matches!(item.seen, Seen::Named { .. }))
        .collect()
}

fn named_only(mut summary: Summary) -> Summary {
    summary
        .tallies
        .retain(|tally| matches!(tally.speaker, Speaker::State(_)));
    summary
}

/// Only new submissions, texts and consultations follow.
fn followed_by_others_only(history: &History, events: usize) -> History {
    let (before, after) = history.events.split_at(events);
    let known: BTreeSet<SubmissionId> = before
        .iter()
        .filter_map(Event::submission_head)
        .map(|head| head.submission_id)
        .collect();
    let keeps = |event: &&Event| match event {
        Event::ConsultationExtended(_) | Event::ConsultationBroughtForward(_) => false,
        event => event
            .submission_head()
            .is_none_or(|head| !known.contains(&head.submission_id)),
    };
    History::of(
        before.iter().chain(after.iter().filter(keeps)).cloned().collect(),
        history.end,
    )
}

#[tokio::test]
async fn where_nothing_was_changed_since_the_past_is_what_was_seen_then() {
    let mut compared = 0;
    for seed in 0..6 {
        let whole = random_history(seed, 120);
        for events in (6..whole.events.len()).step_by(9) {
            let history = followed_by_others_only(&whole, events);
            let then = History::of(history.events[..events].to_vec(), history.end);
            let mut live = then.view().await;
            for proposal in PROPOSALS
                .into_iter()
                .filter(|proposal| then.proposals.contains_key(proposal))
            {
                let about = history.recorded.iter().zip(&history.events);
                let own = about.filter(|(_, event)| event.proposal_id().is_none_or(|id| id == proposal));
                let own: Vec<_> = own.map(|(recorded, _)| recorded.clone()).collect();
                let position = LogPosition(u64::try_from(events).unwrap());
                let instant = history.instant_of(position);
                let now = &history.proposals[&proposal];
                let mut past = as_of(now, &own, position, instant, LogPosition(u64::MAX))
                    .await
                    .unwrap();
                for viewer in viewers() {
                    let rights = history.rights(viewer, proposal, history.end);
                    let scope = Scope {
                        proposal,
                        consultation: None,
                        rights,
                    };
                    let at = format!("seed {seed}, {viewer:?} after {events} events");
                    let all = CommentFilter::default();
                    let (one, two) = (
                        all_comments(past.conn(), &scope, &all, 100).await,
                        all_comments(live.conn(), &scope, &all, 100).await,
                    );
                    assert_eq!(named(one), named(two), "{at}");
                    let (one, two) = (
                        summarise(past.conn(), &scope).await.unwrap(),
                        summarise(live.conn(), &scope).await.unwrap(),
                    );
                    compared += one.submissions;
                    assert_eq!(named_only(one), named_only(two), "{at}");
                }
            }
        }
    }
    assert!(compared > 200, "{compared}");
}

/// `get_submission` is answered by `seen_submission` from folded states: the list agrees with it, now and in the past.
#[tokio::test]
async fn the_list_of_submissions_agrees_with_what_is_seen_of_each() {
    let (mut compared, mut closed_gates) = (0, 0);
    for seed in 0..6 {
        let history = random_history(seed, 120);
        for events in (6..=history.events.len()).rev().step_by(13) {
            let then = History::of(history.events[..events].to_vec(), history.end);
            let position = LogPosition(u64::try_from(events).unwrap());
            for proposal in PROPOSALS
                .into_iter()
                .filter(|proposal| then.proposals.contains_key(proposal))
            {
                let about = history.recorded.iter().zip(&history.events);
                let own = about.filter(|(_, event)| event.proposal_id().is_none_or(|id| id == proposal));
                let own: Vec<_> = own.map(|(recorded, _)| recorded.clone()).collect();
                let (now, head) = (&history.proposals[&proposal], history.recorded.last().unwrap().position);
                let mut past = as_of(now, &own, position, history.instant_of(position), head)
                    .await
                    .unwrap();
                for viewer in viewers() {
                    let rights = history.rights(viewer, proposal, history.end);
                    let scope = Scope {
                        proposal,
                        consultation: None,
                        rights: rights.clone(),
                    };
                    let (listed, _) = find_submissions(past.conn(), &scope, None, None, 1_000).await.unwrap();
                    let listed: HashMap<SubmissionId, SubmissionItem> =
                        listed.into_iter().map(|item| (item.id, item)).collect();
                    let comments = all_comments(past.conn(), &scope, &CommentFilter::default(), 100).await;
                    for shown in then.submissions_to(proposal) {
                        let consultation = now.find_consultation(shown.consultation).unwrap();
                        let present = &history.submissions[&shown.id];
                        let seen = seen_submission(&rights, consultation, present, shown);
                        let wanted = seen.as_ref().map(item_of);
                        let at = format!("seed {seed}, {viewer:?}, {} after {events} events", shown.state);
                        assert_eq!(listed.get(&shown.id), wanted.as_ref(), "{at}");
                        let words = seen.as_ref().map(words_of).unwrap_or_default();
                        assert_eq!(words_listed(&comments, shown.id), words, "{at}");
                        compared += usize::from(wanted.is_some());
                        closed_gates += usize::from(wanted.is_some() && consultation.before_close != BeforeClose::Open);
                    }
                }
            }
        }
    }
    assert!(compared > 200 && closed_gates > 100, "{compared}, {closed_gates}");
}

/// The words of each comment, and those at close, as far as they may be read.
type Words = BTreeMap<CommentId, (Option<String>, Option<String>)>;

fn words_listed(comments: &[CommentItem], submission: SubmissionId) -> Words {
    let named = comments.iter().filter_map(|item| match &item.seen {
        Seen::Named {
            submission: its,
            at_close,
            ..
        } if *its == submission => Some((item, at_close.as_ref())),
        _ => None,
    });
    named
        .map(|(item, at_close)| (item.id, (item.text.clone(), at_close.map(|stood| stood.text.clone()))))
        .collect()
}

fn words_of(seen: &consultation::visibility::SeenSubmission<'_>) -> Words {
    // The own state reads there what it withdrew; the list shows what stands.
    let standing = seen.comments.iter().filter(|_| seen.withdrawn_at.is_none());
    standing
        .map(|one| {
            let text = (!one.superseded).then(|| one.comment.text.clone());
            (one.comment.id, (text, one.at_close.map(|stood| stood.text.clone())))
        })
        .collect()
}

fn item_of(seen: &consultation::visibility::SeenSubmission<'_>) -> SubmissionItem {
    SubmissionItem {
        id: seen.id,
        consultation: seen.consultation,
        state: seen.state,
        version: seen.version,
        positioned: seen.part.is_some(),
        position: seen.part.as_ref().and_then(|part| part.position),
        ad_referendum: seen.part.as_ref().is_some_and(|part| part.ad_referendum),
        language: seen.part.as_ref().map(|part| part.language.as_str().to_owned()),
        on_behalf_of: seen
            .part
            .as_ref()
            .and_then(|part| part.on_behalf_of)
            .map(|group| group.as_str().to_owned()),
        late: seen.late,
        standing: seen.standing.map(|standing| standing.as_str().to_owned()),
        lodged_at: seen.lodged_at,
        revised_at: seen.revised_at,
        withdrawn_at: seen.withdrawn_at,
        // The own state reads there what it withdrew; the list counts what stands.
        comments: if seen.withdrawn_at.is_none() {
            u64::try_from(seen.comments.len()).unwrap()
        } else {
            0
        },
    }
}
