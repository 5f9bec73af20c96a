//! Where a database is, and how this program's sessions are set up.

use std::fmt;
use std::io;
use std::str::FromStr;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{ConnectOptions, PgConnection, PgPool};
use tokio::time::timeout;

use crate::LogError;

/// Settings of every session, by the server's names. A node that is frozen or cut off must not hold anybody up: it is
/// thrown out after five seconds in a transaction without a statement, or of waiting for a lock, or when its network is
/// silent.
const SESSION: [(&str, &str); 9] = [
    ("lock_timeout", "5s"),
    ("statement_timeout", "60s"),
    ("idle_in_transaction_session_timeout", "5s"),
    ("tcp_keepalives_idle", "5"),
    ("tcp_keepalives_interval", "2"),
    ("tcp_keepalives_count", "3"),
    ("tcp_user_timeout", "10s"),
    // Each statement sees what was committed before it; a role or a database may have been given another default.
    ("default_transaction_isolation", "read committed"),
    // Compiling a plan takes longer than running any statement of this program.
    ("jit", "off"),
];

/// Settings of a session whose statements are prepared once and look into indexes only. Planned for the values of each
/// call, which PostgreSQL does where arrays differ in length, they would take longer to plan than to run; and a plan
/// made while a table is empty must not be one that reads the whole table when it is large.
const PREPARED: [(&str, &str); 2] = [("plan_cache_mode", "force_generic_plan"), ("enable_seqscan", "off")];

/// How long a caller waits for a session of a pool.
const ACQUIRE: Duration = Duration::from_secs(2);

/// How long the making of a session may take. A host that takes connections and says nothing would hold its caller for
/// ever.
const CONNECT: Duration = Duration::from_secs(10);

/// A PostgreSQL database, by its URL. Neither its messages nor its `Debug` show a password.
#[derive(Clone)]
pub struct Database {
    options: PgConnectOptions,
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Database").field(&self.place()).finish()
    }
}

impl Database {
    /// From `postgres://role:password@host:5432/database`; a socket's directory is given as `?host=/run/postgresql`.
    ///
    /// # Errors
    ///
    /// [`LogError::Unusable`] if it is no such URL. The message does not repeat it: it may hold a password.
    pub fn parse(url: &str) -> Result<Self, LogError> {
        let unusable = |reason: &str| {
            LogError::Unusable(format!(
                "the database URL {reason}; write postgres://role:password@host:5432/database"
            ))
        };
        if !(url.starts_with("postgres://") || url.starts_with("postgresql://")) {
            return Err(unusable("does not begin with postgres://"));
        }
        let options = PgConnectOptions::from_str(url).map_err(|_holds_the_url| unusable("cannot be read"))?;
        if options.get_database().is_none_or(str::is_empty) {
            return Err(unusable("names no database"));
        }
        Ok(Self {
            options: options
                .application_name("regional-input")
                .options(SESSION)
                .disable_statement_logging(),
        })
    }

    /// How a session is made.
    #[must_use]
    pub fn options(&self) -> &PgConnectOptions {
        &self.options
    }

    /// A session.
    ///
    /// # Errors
    ///
    /// The driver's, and `TimedOut` when the server has not let it in after ten seconds.
    pub async fn connect(&self) -> Result<PgConnection, sqlx::Error> {
        in_time(&self.options).await
    }

    /// The options of a session whose statements are prepared once and look into indexes only.
    #[must_use]
    pub fn prepared_options(&self) -> PgConnectOptions {
        self.options.clone().options(PREPARED)
    }

    /// A session of such options.
    pub(super) async fn connect_prepared(&self) -> Result<PgConnection, sqlx::Error> {
        in_time(&self.prepared_options()).await
    }

    /// Sessions that are made when they are needed and lent out untested.
    #[must_use]
    pub fn pool(&self, max: u32) -> PgPool {
        lazy_pool(max, self.options.clone())
    }

    /// As [`Database::pool`], of sessions whose statements are prepared once and look into indexes only.
    pub(super) fn prepared_pool(&self, max: u32) -> PgPool {
        lazy_pool(max, self.prepared_options())
    }

    /// The database without role and password, for messages.
    #[must_use]
    pub fn place(&self) -> String {
        let database = self.options.get_database().unwrap_or_default();
        match self.options.get_socket() {
            Some(socket) => format!("postgres:///{database}?host={}", socket.display()),
            None => format!(
                "postgres://{}:{}/{database}",
                self.options.get_host(),
                self.options.get_port()
            ),
        }
    }

    /// The role that connects.
    pub(super) fn role(&self) -> &str {
        self.options.get_username()
    }
}

fn lazy_pool(max: u32, options: PgConnectOptions) -> PgPool {
    PgPoolOptions::new()
        .max_connections(max)
        .acquire_timeout(ACQUIRE)
        // A ping before each use costs a fifth of the appends; a dead session is noticed by using it.
        .test_before_acquire(false)
        .connect_lazy_with(options)
}

async fn in_time(options: &PgConnectOptions) -> Result<PgConnection, sqlx::Error> {
    // Boxed: the driver's future is large, and whoever waits for a session holds it.
    timeout(CONNECT, Box::pin(options.connect()))
        .await
        .unwrap_or_else(|_elapsed| Err(sqlx::Error::Io(io::ErrorKind::TimedOut.into())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_read_and_its_password_never_shown() {
        let database = Database::parse("postgresql://ri:s3cret@db.example:6543/input").unwrap();
        assert_eq!(database.place(), "postgres://db.example:6543/input");
        assert!(!format!("{database:?}").contains("s3cret"));
        let socket = Database::parse("postgres:///input?host=/run/postgresql&user=ri").unwrap();
        assert_eq!(socket.place(), "postgres:///input?host=/run/postgresql");
        for (wrong, reason) in [
            ("mysql://ri:s3cret@db/input", "does not begin"),
            ("postgres://ri:s3cret@db:port/input", "cannot be read"),
            ("postgres://ri:s3cret@db:5432", "names no database"),
        ] {
            let error = Database::parse(wrong).unwrap_err().to_string();
            assert!(error.contains(reason) && !error.contains("s3cret"), "{wrong}: {error}");
        }
    }
}
