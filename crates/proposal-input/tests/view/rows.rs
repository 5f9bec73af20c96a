//! The rows that views of the review are made from agree with the comment list, now and in the past.

use consultation::visibility::{Past, SeenRow, Speaker, seen_rows_at};
use consultation::{CommentId, Dossier};
use event_log::Position as LogPosition;
use proposal_input::{CommentFilter, CommentItem, Scope, Seen, as_of};

use crate::answers::all_comments;
use crate::history::{History, PROPOSALS, random_history, viewers};

/// Id, number, who speaks, words.
type Said = (CommentId, String, Speaker, Option<String>);

fn listed(items: Vec<CommentItem>) -> Vec<Said> {
    let said = items.into_iter().map(|item| {
        let speaker = match item.seen {
            Seen::Named { state, .. } => Speaker::State(state),
            Seen::Labelled(label) => Speaker::Label(label),
        };
        (item.id, item.number, speaker, item.text)
    });
    by_id(said.collect())
}

fn rows(rows: &[SeenRow<'_>]) -> Vec<Said> {
    let said = rows.iter().map(|row| {
        let words = (!row.withheld).then(|| row.comment.text.clone());
        (row.id, row.number.clone(), row.speaker, words)
    });
    by_id(said.collect())
}

fn by_id(mut said: Vec<Said>) -> Vec<Said> {
    said.sort_by_key(|(id, ..)| *id);
    said
}

#[tokio::test]
async fn r15b_rows_of_the_past_and_of_now_are_those_of_the_comment_list() {
    let (mut compared, mut withheld, mut labelled) = (0, 0, 0);
    for seed in 0..6 {
        let history = random_history(seed, 120);
        for events in (6..=history.events.len()).rev().step_by(13) {
            let then = History::of(history.events[..events].to_vec(), history.end);
            let position = LogPosition(u64::try_from(events).unwrap());
            let (instant, head) = (history.instant_of(position), history.recorded.last().unwrap().position);
            let known = |proposal: &_| then.proposals.contains_key(proposal);
            for proposal in PROPOSALS.into_iter().filter(known) {
                let about = history.recorded.iter().zip(&history.events);
                let own = about.filter(|(_, event)| event.proposal_id().is_none_or(|id| id == proposal));
                let (own, events): (Vec<_>, Vec<_>) =
                    own.map(|(recorded, event)| (recorded.clone(), event.clone())).unzip();
                let until = own.partition_point(|recorded| recorded.position <= position);
                let fold = |events: &[consultation::Event]| {
                    let own = events.iter().filter(|event| event.proposal_id() == Some(proposal));
                    Dossier::fold(own).unwrap()
                };
                let (shown, present) = (fold(&events[..until]), fold(&events));
                let mut past = as_of(&history.proposals[&proposal], &own, position, instant, head)
                    .await
                    .unwrap();
                for viewer in viewers() {
                    let rights = history.rights(viewer, proposal, history.end);
                    let scope = Scope {
                        proposal,
                        consultation: None,
                        rights: rights.clone(),
                    };
                    let items = all_comments(past.conn(), &scope, &CommentFilter::default(), 100).await;
                    let past = Past {
                        present: &present,
                        instant,
                    };
                    let seen = seen_rows_at(&rights, &shown, (position < head).then_some(past));
                    let at = format!("seed {seed}, {viewer:?} at {position:?}");
                    assert_eq!(rows(&seen), listed(items), "{at}");
                    compared += seen.len();
                    withheld += seen.iter().filter(|row| row.withheld).count();
                    labelled += seen.iter().filter(|row| !row.is_named()).count();
                }
            }
        }
    }
    assert!(
        compared > 200 && withheld > 20 && labelled > 20,
        "{compared}, {withheld}, {labelled}"
    );
}
