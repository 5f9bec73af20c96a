//! R15: nothing that a viewer may not see changes a byte of any answer, present or past.

use std::fmt::Write;

use consultation::visibility::{Rights, Viewer};
use consultation::{Event, ProposalStatus, StateCode};
use event_log::Position;
use jiff::Timestamp;
use projection::MemoryView;
use projection::sql::ViewConn;
use proposal_input::{
    CommentFilter, ProposalFilter, ProposalInput, Scope, as_of, find_comments, find_proposals, find_submissions,
    list_paragraphs, summarise,
};

use crate::answers::filters;
use crate::hidden::{PROPOSAL, Rewritten, World, random_world, rewrite};
use crate::history::{History, record};
use crate::random::Random;
use crate::register::{hour, register, state};

/// Before the first closing, between the two, after both.
const NOWS: [u64; 3] = [90, 150, 250];
const WORLDS: u64 = 5;

fn viewers() -> [(&'static str, Viewer); 5] {
    [
        ("anybody", Viewer::Anonymous),
        ("a member", Viewer::Delegation(state("MEX"))),
        ("an invited partner", Viewer::Delegation(state("FJI"))),
        ("a partner alone under its label", Viewer::Delegation(state("JPN"))),
        ("an uninvited partner", Viewer::Delegation(state("MNG"))),
    ]
}

fn rights(world: &World, viewer: Viewer, now: u64) -> Rights {
    Rights::of(viewer, register().at(hour(now)), &world.proposal(), hour(now))
}

/// Everything that can be asked, as one text.
async fn answers(conn: &mut ViewConn, rights: &Rights, filters: &[CommentFilter]) -> String {
    let mut text = String::new();
    for consultation in [None, Some(1), Some(2)] {
        let scope = Scope {
            proposal: PROPOSAL,
            consultation,
            rights: rights.clone(),
        };
        writeln!(text, "{:?}", summarise(conn, &scope).await.unwrap()).unwrap();
        let mut after = None;
        loop {
            let (page, end) = find_submissions(conn, &scope, None, after.as_ref(), 3).await.unwrap();
            writeln!(text, "{page:?} {}", serde_json::to_string(&end).unwrap()).unwrap();
            after = end;
            if after.is_none() {
                break;
            }
        }
        // The same conditions hold in one consultation: the first filters will do.
        let asked = if consultation.is_none() { filters.len() } else { 4 };
        for filter in filters.iter().take(asked) {
            comment_pages(
                conn,
                &scope,
                filter,
                if consultation.is_none() { 3 } else { 100 },
                &mut text,
            )
            .await;
        }
    }
    writeln!(text, "{:?}", list_paragraphs(conn, PROPOSAL).await.unwrap()).unwrap();
    proposal_pages(conn, rights, &mut text).await;
    text
}

async fn comment_pages(conn: &mut ViewConn, scope: &Scope, filter: &CommentFilter, limit: u32, text: &mut String) {
    let mut after = None;
    loop {
        let (page, end) = find_comments(conn, scope, filter, after.as_ref(), limit).await.unwrap();
        writeln!(text, "{page:?} {}", serde_json::to_string(&end).unwrap()).unwrap();
        after = end;
        if after.is_none() {
            break;
        }
    }
}

async fn proposal_pages(conn: &mut ViewConn, rights: &Rights, text: &mut String) {
    for status in [
        None,
        Some(ProposalStatus::Draft),
        Some(ProposalStatus::Open),
        Some(ProposalStatus::Closed),
    ] {
        let filter = ProposalFilter {
            viewer: rights.own_state(),
            member: rights.is_member(),
            now: rights.now(),
            status,
            lead_member: None,
            focus_area: None,
            key_event: None,
        };
        let (page, end) = find_proposals(conn, &filter, None, 1).await.unwrap();
        writeln!(text, "{page:?} {}", serde_json::to_string(&end).unwrap()).unwrap();
    }
}

async fn present(world: &World, rights: &Rights, filters: &[CommentFilter]) -> String {
    let events: Vec<Event> = world.events().into_iter().map(|(_, event)| event).collect();
    let recorded = record(&events);
    let mut view = MemoryView::replay(&ProposalInput, &recorded, Position(1), rights.now())
        .await
        .unwrap();
    answers(view.conn(), rights, filters).await
}

async fn past(world: &World, rights: &Rights, instant: Timestamp, filters: &[CommentFilter]) -> String {
    let events = world.events();
    // A history is of one proposal.
    let own = |event: &Event| event.proposal_id().is_none_or(|id| id == PROPOSAL);
    let events: Vec<(Timestamp, Event)> = events.into_iter().filter(|(_, event)| own(event)).collect();
    let position = Position(u64::try_from(events.partition_point(|(at, _)| *at <= instant)).unwrap());
    let recorded = record(&events.into_iter().map(|(_, event)| event).collect::<Vec<_>>());
    let head = Position(u64::MAX);
    let mut view = as_of(&world.proposal(), &recorded, position, instant, head)
        .await
        .unwrap();
    answers(view.conn(), rights, filters).await
}

fn some_filters(world: &World, random: &mut Random) -> Vec<CommentFilter> {
    let events = world.events().into_iter().map(|(_, event)| event).collect();
    filters(&History::of(events, hour(0)), PROPOSAL, random)
}

#[track_caller]
fn assert_same(one: &str, other: &str, what: &str) {
    let difference = one.lines().zip(other.lines()).find(|(one, other)| one != other);
    assert!(one == other, "{what}:\n{difference:#?}");
}

#[tokio::test]
async fn r15_what_is_hidden_changes_no_byte_of_an_answer() {
    let mut total = Rewritten::default();
    for seed in 0..WORLDS {
        for now in NOWS {
            let mut random = Random::new(seed * 1_000 + now);
            let world = random_world(&mut random, now);
            let filters = some_filters(&world, &mut random);
            for (who, viewer) in viewers() {
                let rights = rights(&world, viewer, now);
                let (other, done) = rewrite(&world, &rights, &mut random);
                let (one, two) = (
                    present(&world, &rights, &filters).await,
                    present(&other, &rights, &filters).await,
                );
                assert_same(&one, &two, &format!("seed {seed}, {who} at hour {now}"));
                total.dropped += done.dropped;
                total.added += done.added;
                total.moved += done.moved;
                total.sealed |= done.sealed;
            }
        }
    }
    assert!(
        total.dropped > 500 && total.added > 500 && total.moved > 100 && total.sealed,
        "{total:?}"
    );
}

#[tokio::test]
async fn r15_what_is_hidden_changes_no_byte_of_an_answer_about_the_past() {
    let mut compared = 0;
    for seed in 0..WORLDS {
        for now in [150, 250] {
            let mut random = Random::new(seed * 1_000 + now);
            let world = random_world(&mut random, now);
            let filters = [
                CommentFilter::default(),
                CommentFilter {
                    words: Some("data".into()),
                    ..CommentFilter::default()
                },
            ];
            for (who, viewer) in viewers() {
                let rights = rights(&world, viewer, now);
                let (other, done) = rewrite(&world, &rights, &mut random);
                if done.sealed {
                    // Under seal members may know how many had lodged when; other numbers are drawn here.
                    continue;
                }
                for instant in [50, 99, 100, 101, 120, 149, 201, 249]
                    .into_iter()
                    .filter(|hours| *hours < now)
                    .map(hour)
                {
                    let one = past(&world, &rights, instant, &filters).await;
                    let two = past(&other, &rights, instant, &filters).await;
                    assert_same(
                        &one,
                        &two,
                        &format!("seed {seed}, {who} at hour {now}, as of {instant}"),
                    );
                    compared += 1;
                }
            }
        }
    }
    assert!(compared > 150, "{compared}");
}

/// The property would fail if there were something to see: whoever sees the rewritten part sees the difference.
#[tokio::test]
async fn what_is_rewritten_for_one_viewer_is_seen_by_others() {
    let (mut by_members, mut by_own, mut by_anybody_after_close) = (0, 0, 0);
    for seed in 0..WORLDS {
        let mut random = Random::new(seed);
        let world = random_world(&mut random, 150);
        let filters = [CommentFilter::default()];
        let differs = async |for_whom: Viewer, seen_by: Viewer, now: u64| {
            let (other, _) = rewrite(&world, &rights(&world, for_whom, 150), &mut Random::new(seed));
            let seen_by = rights(&world, seen_by, now);
            let (one, two) = (
                present(&world, &seen_by, &filters).await,
                present(&other, &seen_by, &filters).await,
            );
            usize::from(one != two)
        };
        let speaker: StateCode = state("WSM");
        by_members += differs(Viewer::Anonymous, Viewer::Delegation(state("MEX")), 150).await;
        by_own += differs(Viewer::Delegation(state("MEX")), Viewer::Delegation(speaker), 150).await;
        by_anybody_after_close += differs(Viewer::Anonymous, Viewer::Anonymous, 250).await;
    }
    let all = usize::try_from(WORLDS).unwrap();
    assert!(by_members == all && by_own > all / 2 && by_anybody_after_close > 0);
}
