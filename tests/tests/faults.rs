//! SIGKILL at random moments while 32 clients lodge: every submission that was answered 201 is there afterwards, once
//! and unaltered; positions have no gap; the view agrees with a rebuild. Real processes, real files.
//!
//! The seed is printed; `REGIONAL_INPUT_FAULT_SEED` repeats a run.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test ends at the first fault"
)]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use acceptance::{Actor, Program, Server};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::sync::watch;

const CLIENTS: usize = 32;
const PROPOSALS: usize = 8;
const KILLS: usize = 5;
/// For one wait of the test: until the next kill, or for a client to end.
const DEADLINE: Duration = Duration::from_mins(2);

/// One lodging: which proposal, which state, and a word that no other has.
#[derive(Debug, Clone)]
struct Lodging {
    proposal: String,
    token: String,
    word: String,
}

/// xorshift64*: a random moment needs no more.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        usize::try_from(self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33).unwrap() % end
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_was_acknowledged_is_lost_when_the_server_is_killed() {
    let seed = seed();
    println!("REGIONAL_INPUT_FAULT_SEED={seed}");
    let mut random = Random(seed);
    let program = Program::in_new_directory();
    let mut server = program.serve();
    let (lodgings, partners) = prepare(&program, &server).await;
    let lodgings = Arc::new(lodgings);
    let given = Arc::new(AtomicUsize::new(0));
    let (acknowledged, mut reached) = watch::channel(0_usize);
    let (moved, address) = watch::channel(server.base().to_owned());
    let clients: Vec<_> = (0..CLIENTS)
        .map(|_| {
            tokio::spawn(client(
                lodgings.clone(),
                given.clone(),
                acknowledged.clone(),
                address.clone(),
            ))
        })
        .collect();
    // If every client died, the wait for their answers ends.
    drop(acknowledged);
    for kill in 1..=KILLS {
        let moment = lodgings.len() * kill / (KILLS + 1) + random.below(40);
        within(reached.wait_for(|count| *count >= moment)).await.unwrap();
        server.kill();
        server = program.serve();
        moved.send_replace(server.base().to_owned());
    }
    let mut answers = Vec::new();
    for client in clients {
        answers.extend(within(client).await.unwrap());
    }
    assert_eq!(answers.len(), lodgings.len());
    check_answers(&server, &answers, partners).await;
    assert!(server.terminate().success());
    check_log(&program, lodgings.len()).await;
    let doctor = program.run(&["doctor", "--data-dir", program.data_dir()]);
    assert!(doctor.status.success(), "{}", String::from_utf8_lossy(&doctor.stdout));
}

async fn within<T>(waited_for: impl Future<Output = T>) -> T {
    tokio::time::timeout(DEADLINE, waited_for).await.unwrap()
}

#[expect(clippy::disallowed_methods, reason = "a test, not the program: a new seed each run")]
fn seed() -> u64 {
    let now = || std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap().as_nanos();
    let named = std::env::var("REGIONAL_INPUT_FAULT_SEED")
        .ok()
        .map(|text| text.parse().unwrap());
    named.unwrap_or_else(|| u64::try_from(now() % u128::from(u64::MAX)).unwrap() | 1)
}

/// Register, proposals opened to all partners, and one lodging for each; and the number of partners.
async fn prepare(program: &Program, server: &Server) -> (Vec<Lodging>, usize) {
    let register = regional_input::register_file::to_json(include_str!("../../deploy/mikta.toml")).unwrap();
    let actor = |role: &str, state: &str| Actor::new(server.base(), Some(&program.token(role, state)));
    let _ = actor("operator", "")
        .post("/v1/register", register.clone())
        .await
        .expect(200);
    let lead = actor("member_mission", "KOR");
    let mut proposals = Vec::new();
    for _ in 0..PROPOSALS {
        let id = lead
            .post("/v1/proposals", acceptance::proposal())
            .await
            .expect(201)
            .id();
        let opening = json!({"closes_at": "2099-01-01T00:00:00Z",
            "invite": {"neighbourhoods": ["MEX", "IDN", "KOR", "TUR", "AUS"]}});
        let _ = lead
            .post(&format!("/v1/proposals/{id}/consultation/open"), opening)
            .await
            .expect(200);
        proposals.push(id);
    }
    let partners = register["partners"].as_array().unwrap();
    let codes: Vec<&str> = partners
        .iter()
        .map(|partner| partner["code"].as_str().unwrap())
        .collect();
    let tokens: Vec<String> = codes.iter().map(|code| program.token("focal_point", code)).collect();
    let lodgings = proposals
        .iter()
        .flat_map(|proposal| {
            codes.iter().zip(&tokens).map(move |(code, token)| Lodging {
                proposal: proposal.clone(),
                token: token.clone(),
                word: format!("{code} speaks on {proposal}"),
            })
        })
        .collect();
    (lodgings, codes.len())
}

/// Lodges until nothing is left, and tries again with the same key when the server is gone.
async fn client(
    lodgings: Arc<Vec<Lodging>>,
    given: Arc<AtomicUsize>,
    acknowledged: watch::Sender<usize>,
    mut address: watch::Receiver<String>,
) -> Vec<(Lodging, Value)> {
    let mut answers = Vec::new();
    while let Some(lodging) = lodgings.get(given.fetch_add(1, Ordering::AcqRel)) {
        let body = json!({"position": "supports", "language": "en",
            "comments": [{"paragraph": "2", "type": "technical", "text": lodging.word, "quote": {"exact": "voluntary"}}]});
        let path = format!("/v1/proposals/{}/submissions", lodging.proposal);
        let answer = loop {
            let base = address.borrow_and_update().clone();
            let actor =
                Actor::new(&base, Some(&lodging.token)).with("idempotency-key", &lodging.word.replace(' ', "-"));
            match actor.try_send(Method::POST, &path, Some(body.to_string())).await {
                Ok(reply) => break reply.expect(201).json,
                // The answer was lost with the server; whether the lodging was is for the key to tell.
                Err(_) => address.changed().await.unwrap(),
            }
        };
        acknowledged.send_modify(|count| *count += 1);
        answers.push((lodging.clone(), answer));
    }
    answers
}

/// Each submission reads as it was answered.
async fn check_answers(server: &Server, answers: &[(Lodging, Value)], partners: usize) {
    for (lodging, answer) in answers {
        let actor = Actor::new(server.base(), Some(&lodging.token));
        let id = answer["id"].as_str().unwrap();
        let now = actor.get(&format!("/v1/submissions/{id}")).await.expect(200).json;
        for part in ["state", "version", "lodged_at", "position", "comments"] {
            assert_eq!(now[part], answer[part], "{part} of {}", lodging.word);
        }
        assert_eq!(now["comments"][0]["text"], lodging.word.as_str());
    }
    let (lodging, _) = answers.first().unwrap();
    let head = Actor::new(server.base(), None)
        .get(&format!("/v1/proposals/{}", lodging.proposal))
        .await
        .expect(200);
    let at_least = head.header("log-position").unwrap();
    let summary = Actor::new(server.base(), Some(&lodging.token))
        .get(&format!("/v1/proposals/{}/input?at_least={at_least}", lodging.proposal))
        .await
        .expect(200);
    assert_eq!(summary.json["submissions"], partners);
}

/// Positions have no gap, and every lodging is there once.
async fn check_log(program: &Program, lodged: usize) {
    let log = program.open_log().await;
    let (mut after, mut found) = (event_log::Position(0), 0);
    loop {
        let page = log.read_after(after, 1_000).await.unwrap();
        let Some(last) = page.last() else { break };
        for (expected, event) in (after.0 + 1..).zip(&page) {
            assert_eq!(event.position.0, expected, "a gap in the log");
            found += usize::from(event.kind == "submission.lodged");
        }
        after = last.position;
    }
    assert_eq!(found, lodged, "a lodging is missing or there twice");
    log.close().await;
}
