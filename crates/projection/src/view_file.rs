//! One view's database: its tables, its identity, its checkpoint.

use std::path::{Path, PathBuf};

use event_log::{Head, Position, RecordedEvent};
use jiff::Timestamp;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteLockingMode, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, Row, SqliteConnection};

use crate::{ApplyError, View};

/// The tables every view file has besides the view's own.
const OWN_SCHEMA: &str = "
CREATE TABLE projection_view (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    name TEXT NOT NULL,
    version INTEGER NOT NULL,
    schema_sql TEXT NOT NULL,
    log_id TEXT NOT NULL,
    log_epoch TEXT NOT NULL,
    complete_from INTEGER NOT NULL
) STRICT;
CREATE TABLE projection_checkpoint (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    position INTEGER NOT NULL,
    recorded_at_us INTEGER NOT NULL
) STRICT;
";

/// The WAL file is cut back to this many bytes after a checkpoint that emptied it.
const WAL_LIMIT_BYTES: &str = "16777216";

/// Page cache of a building connection, in KiB (SQLite's negative unit). Freed with the connection.
const BUILD_CACHE_KIB: &str = "-32768";

/// What a view file was made from and by. Another origin means another file.
#[derive(Debug, Clone)]
pub(crate) struct Origin {
    log_id: String,
    log_epoch: String,
    /// The head when the origin was read.
    pub(crate) head: Position,
    /// What a view at position 0 says as its instant: the log's creation, or its first event if it has one.
    pub(crate) start: Timestamp,
}

impl Origin {
    pub(crate) fn new(head: &Head, first: Option<&RecordedEvent>) -> Self {
        Self {
            log_id: head.log_id.to_string(),
            log_epoch: head.epoch.to_string(),
            head: head.position,
            start: first.map_or(head.recorded_at, |event| event.recorded_at),
        }
    }
}

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// In use: readers beside the writer, consistent after a crash.
    Live,
    /// Being built and seen by nobody: fast, worthless after a crash.
    Building,
}

/// Up to where a snapshot reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Checkpoint {
    pub(crate) position: Position,
    pub(crate) instant: Timestamp,
}

/// Why a file that exists is not used.
#[derive(Debug)]
pub(crate) enum OpenError {
    /// It is damaged, or made from something else: discard it.
    Unusable(String),
    /// It could not be looked at.
    Database(sqlx::Error),
}

/// The write connection to one view's database.
#[derive(Debug)]
pub(crate) struct ViewFile {
    path: PathBuf,
    conn: SqliteConnection,
    checkpoint: Checkpoint,
    complete_from: Position,
}

impl ViewFile {
    /// Makes a new database at position 0, in place of anything of that name.
    pub(crate) async fn create(path: &Path, view: &dyn View, origin: &Origin, mode: Mode) -> Result<Self, sqlx::Error> {
        crate::generations::remove_database(path)?;
        let conn = options(path, mode).create_if_missing(true).connect().await?;
        Self::initialise(path, conn, view, origin).await
    }

    /// The same in memory, for one connection.
    pub(crate) async fn in_memory(view: &dyn View, origin: &Origin) -> Result<Self, sqlx::Error> {
        Self::initialise(Path::new(":memory:"), memory_connection().await?, view, origin).await
    }

    async fn initialise(
        path: &Path,
        mut conn: SqliteConnection,
        view: &dyn View,
        origin: &Origin,
    ) -> Result<Self, sqlx::Error> {
        let mut tx = conn.begin_with("BEGIN IMMEDIATE").await?;
        sqlx::raw_sql(OWN_SCHEMA).execute(&mut *tx).await?;
        sqlx::raw_sql(view.schema()).execute(&mut *tx).await?;
        sqlx::query(
            "INSERT INTO projection_view (only_row, name, version, schema_sql, log_id, log_epoch, complete_from)
             VALUES (1, $1, $2, $3, $4, $5, $6)",
        )
        .bind(view.name())
        .bind(i64::from(view.version()))
        .bind(view.schema())
        .bind(&origin.log_id)
        .bind(&origin.log_epoch)
        .bind(to_db(origin.head)?)
        .execute(&mut *tx)
        .await?;
        sqlx::query("INSERT INTO projection_checkpoint (only_row, position, recorded_at_us) VALUES (1, 0, $1)")
            .bind(origin.start.as_microsecond())
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        let checkpoint = Checkpoint {
            position: Position(0),
            instant: origin.start,
        };
        Ok(Self {
            path: path.to_path_buf(),
            conn,
            checkpoint,
            complete_from: origin.head,
        })
    }

    /// Opens an existing database for writing, if it is this view's, from this log, and not ahead of it.
    pub(crate) async fn open(path: &Path, view: &dyn View, origin: &Origin) -> Result<Self, OpenError> {
        let mut conn = options(path, Mode::Live).connect().await.map_err(OpenError::from)?;
        match Self::inspect(&mut conn, view, origin).await {
            Ok((checkpoint, complete_from)) => Ok(Self {
                path: path.to_path_buf(),
                conn,
                checkpoint,
                complete_from,
            }),
            Err(error) => {
                // The reason to give the file up is `error`; a failing close adds nothing to it.
                drop(conn.close().await);
                Err(error)
            }
        }
    }

    async fn inspect(
        conn: &mut SqliteConnection,
        view: &dyn View,
        origin: &Origin,
    ) -> Result<(Checkpoint, Position), OpenError> {
        let row = sqlx::query(
            "SELECT name, version, schema_sql, log_id, log_epoch, complete_from FROM projection_view WHERE only_row = 1",
        )
        .fetch_one(&mut *conn)
        .await?;
        let (name, version): (String, i64) = (row.try_get(0)?, row.try_get(1)?);
        let (schema, log_id, epoch): (String, String, String) = (row.try_get(2)?, row.try_get(3)?, row.try_get(4)?);
        let complete_from = from_db(row.try_get(5)?)?;
        let checkpoint = read_checkpoint(&mut *conn).await?;
        let differs = [
            (
                name != view.name() || version != i64::from(view.version()),
                "it belongs to another view",
            ),
            (schema != view.schema(), "its tables are not the ones of this program"),
            (log_id != origin.log_id, "it was made from another log"),
            (epoch != origin.log_epoch, "the log was restored from a backup since"),
            (checkpoint.position > origin.head, "it is ahead of the log"),
        ];
        match differs.iter().find(|(differs, _)| *differs) {
            Some((_, reason)) => Err(OpenError::Unusable((*reason).to_owned())),
            None => Ok((checkpoint, complete_from)),
        }
    }

    /// Connects anew after a connection broke.
    pub(crate) async fn reconnect(&mut self) -> Result<(), sqlx::Error> {
        let mut conn = options(&self.path, Mode::Live).connect().await?;
        self.checkpoint = read_checkpoint(&mut conn).await?;
        self.conn = conn;
        Ok(())
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn position(&self) -> Position {
        self.checkpoint.position
    }

    /// The view holds no partial answers from this position on: it was the head when the file was made.
    pub(crate) fn complete_from(&self) -> Position {
        self.complete_from
    }

    /// The write connection, for reading what was written.
    pub(crate) fn conn(&mut self) -> &mut SqliteConnection {
        &mut self.conn
    }

    /// Applies a gap-free page and moves the checkpoint from just before it to its end, both or neither. A page that
    /// does not begin right behind the checkpoint changes nothing; then the checkpoint is read again.
    pub(crate) async fn apply(&mut self, view: &dyn View, page: &[RecordedEvent]) -> Result<(), ApplyError> {
        let (Some(first), Some(last)) = (page.first(), page.last()) else {
            return Ok(());
        };
        let mut tx = self.conn.begin_with("BEGIN IMMEDIATE").await?;
        let moved =
            sqlx::query("UPDATE projection_checkpoint SET position = $1, recorded_at_us = $2 WHERE position = $3")
                .bind(to_db(last.position)?)
                .bind(last.recorded_at.as_microsecond())
                .bind(to_db(Position(first.position.0.saturating_sub(1)))?)
                .execute(&mut *tx)
                .await?
                .rows_affected();
        if moved == 0 {
            self.checkpoint = read_checkpoint(&mut tx).await?;
            tx.rollback().await?;
            return Ok(());
        }
        view.apply(&mut tx, page).await?;
        tx.commit().await?;
        self.checkpoint = Checkpoint {
            position: last.position,
            instant: last.recorded_at,
        };
        Ok(())
    }

    /// Closes the connection. The last one to close folds the WAL into the database.
    pub(crate) async fn close(self) -> Result<(), sqlx::Error> {
        self.conn.close().await
    }
}

/// The checkpoint that the connection's present snapshot holds.
pub(crate) async fn read_checkpoint(conn: &mut SqliteConnection) -> Result<Checkpoint, sqlx::Error> {
    let (position, recorded_at_us): (i64, i64) =
        sqlx::query_as("SELECT position, recorded_at_us FROM projection_checkpoint WHERE only_row = 1")
            .fetch_one(conn)
            .await?;
    let instant = Timestamp::from_microsecond(recorded_at_us).map_err(|error| sqlx::Error::Decode(error.into()))?;
    Ok(Checkpoint {
        position: from_db(position)?,
        instant,
    })
}

/// A database in memory, gone with its connection.
pub(crate) async fn memory_connection() -> Result<SqliteConnection, sqlx::Error> {
    SqliteConnectOptions::new()
        .filename(":memory:")
        .disable_statement_logging()
        .connect()
        .await
}

/// How readers open a view's file.
pub(crate) fn reader_options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .read_only(true)
        // Rows that the connection's thread hands over at once; the default of 50 makes lists wake it often.
        .row_buffer_size(256)
        .disable_statement_logging()
}

fn options(path: &Path, mode: Mode) -> SqliteConnectOptions {
    let options = SqliteConnectOptions::new().filename(path).disable_statement_logging();
    match mode {
        Mode::Live => options
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Normal)
            .pragma("journal_size_limit", WAL_LIMIT_BYTES),
        Mode::Building => options
            .locking_mode(SqliteLockingMode::Exclusive)
            .journal_mode(SqliteJournalMode::Memory)
            .synchronous(SqliteSynchronous::Off)
            .pragma("cache_size", BUILD_CACHE_KIB),
    }
}

fn to_db(position: Position) -> Result<i64, sqlx::Error> {
    i64::try_from(position.0).map_err(|error| sqlx::Error::Encode(error.into()))
}

fn from_db(position: i64) -> Result<Position, sqlx::Error> {
    u64::try_from(position)
        .map(Position)
        .map_err(|error| sqlx::Error::Decode(error.into()))
}

impl From<sqlx::Error> for OpenError {
    fn from(error: sqlx::Error) -> Self {
        if crate::advance::can_pass(&error) {
            Self::Database(error)
        } else {
            Self::Unusable(error.to_string())
        }
    }
}
