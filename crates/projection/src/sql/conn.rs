//! A connection to the tables of one generation of a view.

use sqlx::{AssertSqlSafe, Connection, PgConnection, Postgres, Sqlite, SqliteConnection, Transaction};

/// Which database answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// A file of its own, or memory.
    Sqlite,
    /// Tables in schema `views`.
    Postgres,
}

/// A connection to a view's tables: what [`crate::View::apply`] writes through and queries read through.
#[derive(Debug)]
pub struct ViewConn {
    wire: Wire,
    /// What `@` in a statement stands for.
    prefix: String,
}

#[derive(Debug)]
enum Wire {
    Sqlite(SqliteConnection),
    SqliteTx(Transaction<'static, Sqlite>),
    Postgres(PgConnection),
    PostgresTx(Transaction<'static, Postgres>),
}

/// A borrowed connection of either engine.
pub(super) enum Borrowed<'c> {
    Sqlite(&'c mut SqliteConnection),
    Postgres(&'c mut PgConnection),
}

impl ViewConn {
    /// A database of the view's own, which is not in a transaction.
    #[must_use]
    pub fn sqlite(connection: SqliteConnection) -> Self {
        Self::with(Wire::Sqlite(connection), String::new())
    }

    pub(crate) fn sqlite_snapshot(tx: Transaction<'static, Sqlite>) -> Self {
        Self::with(Wire::SqliteTx(tx), String::new())
    }

    /// Tables of a schema on the connection's search path, whose names begin with the prefix.
    #[must_use]
    pub fn postgres(connection: PgConnection, prefix: String) -> Self {
        Self::with(Wire::Postgres(connection), prefix)
    }

    pub(crate) fn postgres_snapshot(tx: Transaction<'static, Postgres>, prefix: String) -> Self {
        Self::with(Wire::PostgresTx(tx), prefix)
    }

    fn with(wire: Wire, prefix: String) -> Self {
        Self { wire, prefix }
    }

    /// Which database answers.
    #[must_use]
    pub fn engine(&self) -> Engine {
        match self.wire {
            Wire::Sqlite(_) | Wire::SqliteTx(_) => Engine::Sqlite,
            Wire::Postgres(_) | Wire::PostgresTx(_) => Engine::Postgres,
        }
    }

    /// One of two texts.
    #[must_use]
    pub fn dialect(&self, sqlite: &'static str, postgres: &'static str) -> &'static str {
        match self.engine() {
            Engine::Sqlite => sqlite,
            Engine::Postgres => postgres,
        }
    }

    /// Works on the tables of another generation from now on.
    pub(crate) fn set_prefix(&mut self, prefix: String) {
        self.prefix = prefix;
    }

    /// The text with the names of this generation's tables.
    pub(super) fn named(&self, text: &str) -> String {
        text.replace('@', &self.prefix)
    }

    pub(super) fn borrow(&mut self) -> Borrowed<'_> {
        match &mut self.wire {
            Wire::Sqlite(connection) => Borrowed::Sqlite(connection),
            Wire::SqliteTx(tx) => Borrowed::Sqlite(tx),
            Wire::Postgres(connection) => Borrowed::Postgres(connection),
            Wire::PostgresTx(tx) => Borrowed::Postgres(tx),
        }
    }

    /// Runs statements without parameters, such as those that make tables.
    pub(crate) async fn run(&mut self, statements: &str) -> Result<(), sqlx::Error> {
        let statements = self.named(statements);
        match self.borrow() {
            Borrowed::Sqlite(connection) => {
                sqlx::raw_sql(AssertSqlSafe(statements)).execute(connection).await?;
            }
            Borrowed::Postgres(connection) => {
                sqlx::raw_sql(AssertSqlSafe(statements)).execute(connection).await?;
            }
        }
        Ok(())
    }

    /// Begins to write. What follows is kept by [`ViewConn::commit`], or lost.
    ///
    /// # Errors
    /// The driver's.
    pub async fn begin(&mut self) -> Result<(), sqlx::Error> {
        // IMMEDIATE: a read that wants to write later could find that it may not.
        let begin = self.dialect("BEGIN IMMEDIATE", "BEGIN");
        self.run(begin).await
    }

    /// Keeps what was written.
    ///
    /// # Errors
    /// The driver's.
    pub async fn commit(&mut self) -> Result<(), sqlx::Error> {
        self.run("COMMIT").await
    }

    /// Gives up what was written.
    ///
    /// # Errors
    /// The driver's.
    pub async fn rollback(&mut self) -> Result<(), sqlx::Error> {
        self.run("ROLLBACK").await
    }

    /// Closes a connection that no pool lent.
    pub(crate) async fn close(self) -> Result<(), sqlx::Error> {
        match self.wire {
            Wire::Sqlite(connection) => connection.close().await,
            Wire::SqliteTx(tx) => tx.rollback().await,
            Wire::Postgres(connection) => connection.close().await,
            Wire::PostgresTx(tx) => tx.rollback().await,
        }
    }
}
