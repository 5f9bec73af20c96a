//! The program in process: real server, real SQLite files or a real PostgreSQL database, a clock that tests set, ids
//! that repeat.

use std::net::TcpListener;
use std::sync::Arc;

use event_log::Database;
use jiff::{SignedDuration, Timestamp};
use regional_input::app::{App, Parts};
use regional_input::auth::{OwnIssuer, Role, TokenRequest};
use regional_input::clock::SettableClock;
use regional_input::config::{Config, Reads};
use regional_input::ids::{IdSource, SeededIds};
use regional_input::server::{self, Running};
use regional_input::store::Databases;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{Actor, Engine};

/// When every test begins.
const BEGINNING: &str = "2027-01-10T09:00:00Z";

/// The program, listening on a free loopback port.
pub struct TestApp {
    /// The clock that the program reads.
    pub clock: Arc<SettableClock>,
    /// Its base address.
    pub base: String,
    /// The data directory.
    pub dir: TempDir,
    ids: Arc<SeededIds>,
    database: Option<Database>,
    running: Option<Running>,
}

impl TestApp {
    /// Starts with the register of `deploy/mikta.toml`.
    pub async fn start() -> Self {
        Self::start_with(Config::default()).await
    }

    /// Starts with a configuration, and the register of `deploy/mikta.toml`.
    pub async fn start_with(config: Config) -> Self {
        let app = Self::start_empty(config).await;
        let register: Value =
            regional_input::register_file::to_json(include_str!("../../deploy/mikta.toml")).expect("mikta.toml");
        let _ = app.operator().post("/v1/register", register).await.expect(200);
        app
    }

    /// Starts with an empty register.
    pub async fn start_empty(config: Config) -> Self {
        let clock = Arc::new(SettableClock::new(BEGINNING.parse().expect("an instant")));
        let ids = Arc::new(SeededIds::new(1, clock.clone()));
        let mut app = Self {
            clock,
            base: String::new(),
            dir: TempDir::new().expect("a directory"),
            ids,
            database: Engine::under_test().fresh_database(),
            running: None,
        };
        app.open(config).await;
        app
    }

    async fn open(&mut self, mut config: Config) {
        if self.database.is_some() && config.reads == Reads::default() {
            // The lease of a program that was stopped may have to run out first, and many tests share the server.
            config.reads.at_least_wait_ms = 20_000;
        }
        let parts = Parts {
            data_dir: self.dir.path().to_owned(),
            databases: self.database.clone().map(|primary| Databases {
                primary,
                replica: None,
                owner: None,
            }),
            config,
            clock: self.clock.clone(),
            ids: self.ids.clone(),
        };
        let app = App::open(parts).await.expect("the program opens");
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let running = server::start(app, listener).expect("the program serves");
        self.base = format!("http://{}", running.address);
        self.running = Some(running);
    }

    /// Stops the program as SIGTERM does, and starts it again on the same data.
    pub async fn restart(&mut self) {
        self.stop().await;
        self.open(Config::default()).await;
    }

    /// Stops the program as SIGTERM does.
    pub async fn stop(&mut self) {
        if let Some(running) = self.running.take() {
            running.stop().await;
        }
    }

    /// The application inside.
    #[must_use]
    pub fn app(&self) -> &App {
        &self.running.as_ref().expect("the program runs").app
    }

    /// Lets the clock do what is due, once the view that it finds this in has all that was recorded.
    pub async fn close_due(&self) {
        let app = self.app();
        drop(app.input.read(Some(app.head())).await.expect("the view catches up"));
        regional_input::closing::close_due(self.app())
            .await
            .expect("due consultations are closed");
    }

    /// Somebody without a token.
    #[must_use]
    pub fn anonymous(&self) -> Actor {
        Actor::new(&self.base, None)
    }

    /// A partner's focal point.
    #[must_use]
    pub fn focal_point(&self, state: &str) -> Actor {
        self.actor(Role::FocalPoint, Some(state))
    }

    /// A member's mission.
    #[must_use]
    pub fn member_mission(&self, state: &str) -> Actor {
        self.actor(Role::MemberMission, Some(state))
    }

    /// An operator.
    #[must_use]
    pub fn operator(&self) -> Actor {
        self.actor(Role::Operator, None)
    }

    /// Somebody with a role, valid for 30 days of the test's clock.
    #[must_use]
    pub fn actor(&self, role: Role, state: Option<&str>) -> Actor {
        Actor::new(
            &self.base,
            Some(&self.token(role, state, SignedDuration::from_hours(30 * 24))),
        )
    }

    /// A token of the program's own issuer.
    #[must_use]
    pub fn token(&self, role: Role, state: Option<&str>, expires_in: SignedDuration) -> String {
        self.mint(role, state, None, None, expires_in)
    }

    /// A focal point whose token names this subject.
    #[must_use]
    pub fn focal_point_with_subject(&self, state: &str, subject: &str) -> Actor {
        let hour = SignedDuration::from_hours(1);
        let token = self.mint(Role::FocalPoint, Some(state), Some(subject), None, hour);
        Actor::new(&self.base, Some(&token))
    }

    /// Somebody with a role whose token is for one scope only.
    #[must_use]
    pub fn actor_with_scope(&self, role: Role, state: Option<&str>, scope: &str) -> Actor {
        let token = self.mint(role, state, None, Some(scope), SignedDuration::from_hours(1));
        Actor::new(&self.base, Some(&token))
    }

    fn mint(
        &self,
        role: Role,
        state: Option<&str>,
        subject: Option<&str>,
        scope: Option<&str>,
        expires_in: SignedDuration,
    ) -> String {
        let issuer = OwnIssuer::open(self.dir.path()).expect("the issuer's key");
        let state = state.map(|code| code.parse().expect("a state"));
        let now: Timestamp = event_log::Clock::now(self.clock.as_ref());
        let request = TokenRequest {
            role,
            state,
            subject: subject.map(str::to_owned),
            scope: scope.map(|scope| [scope.to_owned()].into()),
            expires_in,
            now,
            jti: self.ids.v4(),
        };
        issuer.mint(request).expect("a token")
    }

    /// A proposal that the Republic of Korea tabled: paragraphs "1", "2" and "3". Its id.
    pub async fn tabled(&self) -> String {
        self.member_mission("KOR")
            .post("/v1/proposals", proposal())
            .await
            .expect(201)
            .id()
    }

    /// The same, opened until 2027-03-01T16:00Z to these states. Its id.
    pub async fn opened(&self, states: &[&str]) -> String {
        let id = self.tabled().await;
        let opening = json!({"closes_at": "2027-03-01T16:00:00Z", "invite": {"states": states}});
        let path = format!("/v1/proposals/{id}/consultation/open");
        let _ = self.member_mission("KOR").post(&path, opening).await.expect(200);
        id
    }
}

/// What [`TestApp::tabled`] tables.
#[must_use]
pub fn proposal() -> Value {
    json!({
        "title": {"en": "Regional cooperation on incident response"},
        "focus_area": "cybersecurity", "key_event": "g20-2027",
        "revision": {"language": "en", "paragraphs": [
            {"label": "1", "text": "Participating States shall name a national point of contact."},
            {"label": "2", "text": "They shall exchange information on incidents on a voluntary basis."},
            {"label": "3", "text": "They shall report on a voluntary basis, and review on a voluntary basis."}
        ]}
    })
}
