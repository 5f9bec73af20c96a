//! The program as a process that is killed and started again, and one proposal in it.

use std::time::Duration;

use acceptance::binary::run;
use acceptance::{Actor, Engine, Program, Server};
use event_log::Clock;
use jiff::{SignedDuration, Timestamp};
use regional_input::clock::SystemClock;
use serde_json::{Value, json};
use tokio::time::{Instant, sleep};

/// Longest wait for anything here.
const DEADLINE: Duration = Duration::from_mins(1);

const PAUSE: Duration = Duration::from_millis(30);

const MIKTA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../deploy/mikta.toml");

/// The shortest silence is a second.
const CONFIG: &str = "[silence]\nshortest_seconds = 1\n";

pub(super) struct House {
    program: Program,
    /// Beside the data directory.
    args: Vec<String>,
    server: Option<Server>,
    proposal: String,
}

impl House {
    /// A text that the Republic of Korea tabled, open to two partners for some seconds.
    pub(super) async fn open() -> Self {
        let program = Program::in_new_directory();
        let config = program.beside("config.toml");
        std::fs::write(&config, CONFIG).unwrap();
        let mut args = vec!["--config".to_owned(), config];
        let mut place = vec!["--data-dir".to_owned(), program.data_dir().to_owned()];
        if let Some(url) = Engine::under_test().fresh_database_url() {
            place = vec!["--database-url".to_owned(), url];
            args.extend(place.clone());
        }
        let mut apply = vec!["register", "apply", MIKTA];
        apply.extend(place.iter().map(String::as_str));
        let _ = run(&apply).expect(0);
        let mut house = Self {
            program,
            args,
            server: None,
            proposal: String::new(),
        };
        house.start();
        house.proposal = house.open_for(SignedDuration::from_secs(4)).await;
        house
    }

    /// Starts the server, on what is there.
    pub(super) fn start(&mut self) {
        let args: Vec<&str> = self.args.iter().map(String::as_str).collect();
        self.server = Some(Server::start("serve", self.program.data_dir(), &args));
    }

    /// SIGKILL.
    pub(super) fn kill(&mut self) {
        self.server.take().unwrap().kill();
    }

    pub(super) fn member(&self, state: &str) -> Actor {
        self.actor("member_mission", state)
    }

    pub(super) fn partner(&self, state: &str) -> Actor {
        self.actor("focal_point", state)
    }

    fn actor(&self, role: &str, state: &str) -> Actor {
        self.server.as_ref().unwrap().actor(&self.program.token(role, state))
    }

    pub(super) fn path(&self, rest: &str) -> String {
        format!("/v1/proposals/{}{rest}", self.proposal)
    }

    /// An act of the lead member.
    pub(super) async fn steer(&self, act: &str, body: Value) {
        let done = self.member("KOR").post(&self.path(act), body).await;
        assert!([200, 201].contains(&done.status), "{act}: {}", done.text);
    }

    /// The proposal as it stands.
    pub(super) async fn text(&self) -> Value {
        self.member("KOR").get(&self.path("")).await.expect(200).json
    }

    /// Asks for the proposal until something holds of it.
    pub(super) async fn until(&self, holds: impl Fn(&Value) -> bool) -> Value {
        until(&self.member("KOR"), &self.path(""), holds).await
    }

    /// Waits until the clock has recorded something that was not due before: after that it has looked at everything.
    pub(super) async fn the_clock_has_looked(&self) {
        let other = self.open_for(SignedDuration::from_secs(1)).await;
        let path = format!("/v1/proposals/{other}");
        // Tabled, opened, closed.
        let _ = until(&self.member("KOR"), &path, |text| text["version"] == 3).await;
    }

    /// Tables a text and opens it for so long.
    async fn open_for(&self, time: SignedDuration) -> String {
        let lead = self.member("KOR");
        let id = lead
            .post("/v1/proposals", acceptance::proposal())
            .await
            .expect(201)
            .id();
        let opening = json!({"closes_at": now() + time, "invite": {"states": ["FJI", "WSM"]}});
        let path = format!("/v1/proposals/{id}/consultation/open");
        let _ = lead.post(&path, opening).await.expect(200);
        id
    }
}

async fn until(who: &Actor, path: &str, holds: impl Fn(&Value) -> bool) -> Value {
    let deadline = Instant::now() + DEADLINE;
    loop {
        let answer = who.get(path).await.expect(200).json;
        if holds(&answer) {
            return answer;
        }
        assert!(Instant::now() < deadline, "{answer}");
        sleep(PAUSE).await;
    }
}

/// What the program's clock says.
pub(super) fn now() -> Timestamp {
    SystemClock.now()
}

/// Waits until the clock has come to an instant.
pub(super) async fn reach(instant: Timestamp) {
    let deadline = Instant::now() + DEADLINE;
    while now() < instant {
        assert!(Instant::now() < deadline, "{instant} does not come");
        sleep(PAUSE).await;
    }
}
