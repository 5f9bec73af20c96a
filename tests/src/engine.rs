//! Which engine a test run is about. `cargo xtask test` runs the acceptance tests once for each.

#![expect(clippy::expect_used, clippy::panic, reason = "a test that has no engine ends")]

use event_log::Database;
use private_postgres::PrivatePostgres;

/// Where the program under test keeps log and views.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// Files in its data directory.
    Sqlite,
    /// A database of a private server.
    Postgres,
}

impl Engine {
    /// The one that `ACCEPTANCE_ENGINE` names: `sqlite`, which is the default, or `postgres`.
    ///
    /// # Panics
    /// If it names another.
    #[must_use]
    pub fn under_test() -> Self {
        match std::env::var_os("ACCEPTANCE_ENGINE").as_ref().map(|name| name.to_str()) {
            None | Some(Some("" | "sqlite")) => Self::Sqlite,
            Some(Some("postgres")) => Self::Postgres,
            Some(other) => panic!("ACCEPTANCE_ENGINE is sqlite or postgres, not {other:?}"),
        }
    }

    /// An empty database, if this engine is one.
    ///
    /// # Panics
    /// As [`Engine::fresh_database_url`].
    #[must_use]
    pub fn fresh_database(self) -> Option<Database> {
        let url = self.fresh_database_url()?;
        Some(Database::parse(&url).expect("its URL"))
    }

    /// The URL of an empty database, if this engine is one.
    ///
    /// # Panics
    /// If the private server cannot be started; it says which package brings it.
    #[must_use]
    pub fn fresh_database_url(self) -> Option<String> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => {
                let server = PrivatePostgres::shared().expect("a private PostgreSQL server");
                Some(server.fresh_database().expect("a database"))
            }
        }
    }
}
