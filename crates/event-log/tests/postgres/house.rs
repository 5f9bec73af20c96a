//! A log whose sessions go through a proxy.

use std::sync::Arc;
use std::time::{Duration, Instant};

use event_log::conformance::Fixture;
use event_log::{Append, AppendError, Appended, Birth, Database, PostgresStorage, WriterLimits};
use private_postgres::PrivatePostgres;
use tokio::task::JoinHandle;
use uuid::Uuid;

use crate::proxy::{Caught, Proxy};

/// Stands in the payload of the event whose statement is caught.
const WORD: &[u8] = b"caught on its way";

/// The program resolves for 20 seconds; the rest is for a busy machine.
const DEADLINE: Duration = Duration::from_mins(1);

pub(crate) fn birth() -> Birth {
    Birth {
        log_id: Uuid::from_u128(1),
        epoch: Uuid::from_u128(2),
        now: "2025-12-31T00:00:00Z".parse().unwrap(),
    }
}

pub(crate) struct House<'a> {
    server: &'a PrivatePostgres,
    database: String,
    proxy: Proxy,
    pub(crate) fixture: Fixture,
}

impl<'a> House<'a> {
    pub(crate) async fn on(server: &'a PrivatePostgres) -> Self {
        let url = server.fresh_database().unwrap();
        let name = url.split(['/', '?']).nth(3).unwrap();
        // No superuser, so that what it needs of the server is what every role may do.
        let role = format!("owner_of_{name}");
        server.psql("postgres", &format!("CREATE ROLE {role} LOGIN")).unwrap();
        let give = format!("ALTER DATABASE {name} OWNER TO {role}");
        server.psql("postgres", &give).unwrap();
        let proxy = Proxy::before(server.directory());
        let through = url.replace("postgres@", &format!("{role}@")).replace(
            server.directory().to_str().unwrap(),
            proxy.directory().to_str().unwrap(),
        );
        let database = Database::parse(&through).unwrap();
        let storage = Arc::new(PostgresStorage::open(&database, birth()).await.unwrap());
        let fixture = Fixture::start_on(storage, WriterLimits::default(), 0).await;
        Self {
            server,
            database: name.to_owned(),
            proxy,
            fixture,
        }
    }

    /// A second node, whose sessions go to the server directly.
    pub(crate) async fn other_node(&self) -> PostgresStorage {
        let database = Database::parse(&self.server.url(&self.database)).unwrap();
        PostgresStorage::open(&database, birth()).await.unwrap()
    }

    /// An append that can be caught.
    pub(crate) fn append(&self) -> Append {
        let mut append = self.fixture.append_to(&["caught"]);
        append.events[0].payload = WORD.to_vec();
        append
    }

    /// Appends it, and answers what will be told and the session that was caught with its statement.
    pub(crate) async fn catch(&self, append: &Append) -> (JoinHandle<Result<Appended, AppendError>>, Caught) {
        let caught = self.proxy.catch(WORD);
        let (log, append) = (self.fixture.log.clone(), append.clone());
        let told = tokio::spawn(async move { log.append(append).await });
        (told, caught.await.unwrap())
    }

    pub(crate) fn psql(&self, statement: &str) -> String {
        self.server.psql(&self.database, statement).unwrap()
    }

    pub(crate) fn is_in_log(&self, append: &Append) -> bool {
        let count = format!(
            "SELECT count(*) FROM log.events WHERE append_id = '{}'",
            append.append_id
        );
        self.psql(&count) == "1"
    }

    /// Waits until the statement answers `t`.
    pub(crate) async fn until(&self, statement: &str) {
        self.until_or(statement, || false).await;
    }

    /// Waits for that, or for something else.
    pub(crate) async fn until_or(&self, statement: &str, other: impl Fn() -> bool) {
        let deadline = Instant::now() + DEADLINE;
        while self.psql(statement) != "t" && !other() {
            assert!(Instant::now() < deadline, "never true: {statement}");
            tokio::task::yield_now().await;
        }
    }

    /// What the caller was told is what the log holds, and it goes on.
    pub(crate) async fn assert_true(&self, told: &Result<Appended, AppendError>, append: &Append) {
        assert_eq!(told.is_ok(), self.is_in_log(append), "told {told:?}");
        let events = u64::from(told.is_ok());
        self.fixture.appended(&["later"]).await;
        self.fixture.assert_gapless(events + 1).await;
        self.fixture.log.close().await;
    }
}
