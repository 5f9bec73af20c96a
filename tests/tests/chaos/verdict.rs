//! What must be true after every run.

use std::collections::HashMap;
use std::time::Duration;

use acceptance::Actor;
use event_log::{Birth, Position, PostgresStorage, RecordedEvent, Storage};
use tokio::time::Instant;
use uuid::Uuid;

use crate::clients::Act;
use crate::cluster::{Cluster, NODES};
use crate::followers::Followers;

/// For the views to have everything after the last fault.
const SHOWN: Duration = Duration::from_mins(1);

pub(crate) fn summary(acts: &[Act]) -> String {
    let acknowledged = acts.iter().filter(|act| act.acknowledged.is_some()).count();
    format!(
        "{acknowledged} acts acknowledged, {} unanswered",
        acts.len() - acknowledged
    )
}

pub(crate) async fn judge(cluster: &Cluster, acts: &[Act], followers: Followers) {
    let events = all_events(cluster).await;
    every_position_is_there(cluster, &events);
    every_act_is_there_once(acts, &events);
    let end = events.last().map_or(0, |event| event.position.0);
    let expected: Vec<Uuid> = events.iter().map(|event| event.event_id).collect();
    for delivered in followers.delivered(end).await {
        assert_eq!(delivered, expected, "a follower was delivered something else");
    }
    every_node_shows(cluster, end).await;
    let doctor = acceptance::binary::run(&["doctor", "--database-url", &cluster.url]);
    assert_eq!(doctor.code, Some(0), "{}\n{}", doctor.stdout, doctor.stderr);
    let equals = format!("equals a rebuild up to event {end} of {end}");
    assert!(doctor.stdout.contains(&equals), "{}", doctor.stdout);
}

/// Every node answers from the view with everything in it.
async fn every_node_shows(cluster: &Cluster, end: u64) {
    let deadline = Instant::now() + SHOWN;
    for number in 0..NODES {
        let actor = Actor::new(&cluster.base(number), None);
        loop {
            let reply = actor.get(&format!("/v1/proposals?at_least={end}")).await;
            if reply.status == 200 {
                break;
            }
            assert!(
                Instant::now() < deadline,
                "node {number}: {} {}\n{}",
                reply.status,
                reply.text,
                cluster.node_log(number)
            );
        }
    }
}

async fn all_events(cluster: &Cluster) -> Vec<RecordedEvent> {
    let birth = Birth {
        log_id: Uuid::nil(),
        epoch: Uuid::nil(),
        now: jiff::Timestamp::UNIX_EPOCH,
    };
    let storage = PostgresStorage::open(&cluster.database(), birth).await.unwrap();
    let events = storage.read_after(Position(0), u32::MAX).await.unwrap();
    storage.close().await;
    events
}

fn every_position_is_there(cluster: &Cluster, events: &[RecordedEvent]) {
    let counted = "SELECT count(*), max(position), (SELECT position FROM log.head) FROM log.events";
    let counted = cluster.psql(counted);
    let end = events.len();
    assert_eq!(counted, format!("{end}|{end}|{end}"));
    for (expected, event) in (1..).zip(events) {
        assert_eq!(event.position.0, expected);
    }
}

/// Every act has a word of its own, in the event that it caused and in no other.
fn every_act_is_there_once(acts: &[Act], events: &[RecordedEvent]) {
    let mut by_word: HashMap<String, Vec<&RecordedEvent>> = HashMap::new();
    for event in events
        .iter()
        .filter(|event| event.stream.as_str().starts_with("submission/"))
    {
        let payload = String::from_utf8(event.payload.clone()).unwrap();
        let start = payload.find("word-").expect("every submission has its word");
        let word = payload[start..].split("-end").next().unwrap();
        by_word.entry(format!("{word}-end")).or_default().push(event);
    }
    let mut known = 0;
    for act in acts {
        let found = by_word.get(&act.word).map(Vec::as_slice).unwrap_or_default();
        known += found.len();
        let Some(version) = act.acknowledged else {
            assert!(found.len() <= 1, "{act:?} is there {} times", found.len());
            continue;
        };
        assert_eq!(
            found.len(),
            1,
            "{act:?} was acknowledged and is there {} times",
            found.len()
        );
        let event = found[0];
        let stream = format!("submission/{}", act.submission.as_deref().unwrap());
        assert_eq!(
            (event.stream.as_str(), event.stream_version),
            (stream.as_str(), version),
            "{act:?}"
        );
        assert_eq!(Some(event.position.0), act.position, "{act:?}");
    }
    let submitted = events
        .iter()
        .filter(|event| event.stream.as_str().starts_with("submission/"));
    assert_eq!(known, submitted.count(), "events that no client caused");
}
