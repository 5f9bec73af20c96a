//! One view's database: its tables, its identity, its checkpoint.

use std::path::{Path, PathBuf};

use event_log::{Position, RecordedEvent};
use sqlx::ConnectOptions;

use super::connections::{Mode, memory_connection, writer_options};
use crate::advance::Target;
use crate::origin::{Checkpoint, Origin, from_db, to_db};
use crate::sql::{Engine, Sql, ViewConn};
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
    conn: ViewConn,
    checkpoint: Checkpoint,
    complete_from: Position,
}

impl ViewFile {
    /// Makes a new database at position 0, in place of anything of that name.
    pub(crate) async fn create(path: &Path, view: &dyn View, origin: &Origin, mode: Mode) -> Result<Self, sqlx::Error> {
        super::generations::remove_database(path)?;
        let conn = writer_options(path, mode).create_if_missing(true).connect().await?;
        let mut file = Self::initialise(path, ViewConn::sqlite(conn), view, origin).await?;
        if mode == Mode::Live {
            file.create_late_indexes(view).await?;
        }
        Ok(file)
    }

    /// Creates what only reads need; a file that is being built gets it when it has caught up.
    pub(crate) async fn create_late_indexes(&mut self, view: &dyn View) -> Result<(), sqlx::Error> {
        self.conn.run(view.late_indexes(Engine::Sqlite)).await
    }

    /// The same in memory, for one connection.
    pub(crate) async fn in_memory(view: &dyn View, origin: &Origin) -> Result<Self, sqlx::Error> {
        let conn = ViewConn::sqlite(memory_connection().await?);
        Self::initialise(Path::new(":memory:"), conn, view, origin).await
    }

    async fn initialise(
        path: &Path,
        mut conn: ViewConn,
        view: &dyn View,
        origin: &Origin,
    ) -> Result<Self, sqlx::Error> {
        conn.begin().await?;
        conn.run(OWN_SCHEMA).await?;
        conn.run(view.schema(Engine::Sqlite)).await?;
        Sql::new(
            "INSERT INTO projection_view (only_row, name, version, schema_sql, log_id, log_epoch, complete_from)
             VALUES (1, $1, $2, $3, $4, $5, $6)",
        )
        .bind(view.name())
        .bind(view.version())
        .bind(view.schema(Engine::Sqlite))
        .bind(origin.log_id.clone())
        .bind(origin.log_epoch.clone())
        .bind(to_db(origin.head)?)
        .execute(&mut conn)
        .await?;
        Sql::new("INSERT INTO projection_checkpoint (only_row, position, recorded_at_us) VALUES (1, 0, $1)")
            .bind(origin.start.as_microsecond())
            .execute(&mut conn)
            .await?;
        conn.commit().await?;
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
        let opening = writer_options(path, Mode::Live).connect().await;
        let mut conn = ViewConn::sqlite(opening.map_err(OpenError::from)?);
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
        conn: &mut ViewConn,
        view: &dyn View,
        origin: &Origin,
    ) -> Result<(Checkpoint, Position), OpenError> {
        let row = Sql::new(
            "SELECT name, version, schema_sql, log_id, log_epoch, complete_from FROM projection_view WHERE only_row = 1",
        )
        .fetch_one(conn)
        .await?;
        let (name, version): (String, i64) = (row.try_get(0_usize)?, row.try_get(1_usize)?);
        let (schema, log_id): (String, String) = (row.try_get(2_usize)?, row.try_get(3_usize)?);
        let epoch: String = row.try_get(4_usize)?;
        let complete_from = from_db(row.try_get(5_usize)?)?;
        let checkpoint = read_checkpoint(conn).await?;
        let differs = [
            (
                name != view.name() || version != i64::from(view.version()),
                "it belongs to another view",
            ),
            (
                schema != view.schema(Engine::Sqlite),
                "its tables are not the ones of this program",
            ),
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
        let mut conn = ViewConn::sqlite(writer_options(&self.path, Mode::Live).connect().await?);
        self.checkpoint = read_checkpoint(&mut conn).await?;
        self.conn = conn;
        Ok(())
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The view holds no partial answers from this position on: it was the head when the file was made.
    pub(crate) fn complete_from(&self) -> Position {
        self.complete_from
    }

    /// The write connection, for reading what was written.
    pub(crate) fn conn(&mut self) -> &mut ViewConn {
        &mut self.conn
    }

    /// False if the page does not begin right behind the checkpoint.
    async fn apply_in_transaction(
        &mut self,
        view: &dyn View,
        page: &[RecordedEvent],
        first: Position,
    ) -> Result<bool, ApplyError> {
        let Some(last) = page.last() else { return Ok(true) };
        let moved = Sql::new("UPDATE projection_checkpoint SET position = $1, recorded_at_us = $2 WHERE position = $3")
            .bind(to_db(last.position)?)
            .bind(last.recorded_at.as_microsecond())
            .bind(to_db(Position(first.0.saturating_sub(1)))?)
            .execute(&mut self.conn)
            .await?;
        if moved == 0 {
            return Ok(false);
        }
        view.apply(&mut self.conn, page).await?;
        Ok(true)
    }

    /// Closes the connection. The last one to close folds the WAL into the database.
    pub(crate) async fn close(self) -> Result<(), sqlx::Error> {
        self.conn.close().await
    }
}

#[async_trait::async_trait]
impl Target for ViewFile {
    fn position(&self) -> Position {
        self.checkpoint.position
    }

    async fn apply(&mut self, view: &dyn View, page: &[RecordedEvent]) -> Result<(), ApplyError> {
        let (Some(first), Some(last)) = (page.first(), page.last()) else {
            return Ok(());
        };
        self.conn.begin().await?;
        let applied = self.apply_in_transaction(view, page, first.position).await;
        match applied {
            Ok(true) => self.conn.commit().await?,
            Ok(false) => {
                self.checkpoint = read_checkpoint(&mut self.conn).await?;
                self.conn.rollback().await?;
                return Ok(());
            }
            Err(error) => {
                // The error is the reason; a connection on which even this fails is opened anew by the runner.
                drop(self.conn.rollback().await);
                return Err(error);
            }
        }
        self.checkpoint = Checkpoint {
            position: last.position,
            instant: last.recorded_at,
        };
        Ok(())
    }
}

/// The checkpoint that the connection's present snapshot holds.
pub(crate) async fn read_checkpoint(conn: &mut ViewConn) -> Result<Checkpoint, sqlx::Error> {
    let row = Sql::new("SELECT position, recorded_at_us FROM projection_checkpoint WHERE only_row = 1")
        .fetch_one(conn)
        .await?;
    Checkpoint::of_columns(row.try_get(0_usize)?, row.try_get(1_usize)?)
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

#[cfg(test)]
mod tests {
    use super::*;

    struct Empty;

    #[async_trait::async_trait]
    impl View for Empty {
        fn name(&self) -> &'static str {
            "empty"
        }

        fn version(&self) -> u32 {
            1
        }

        fn schema(&self, _engine: Engine) -> &'static str {
            "CREATE TABLE thing (id INTEGER PRIMARY KEY)"
        }

        async fn apply(&self, _tx: &mut ViewConn, _events: &[RecordedEvent]) -> Result<(), ApplyError> {
            Ok(())
        }
    }

    async fn pragmas(file: &mut ViewFile) -> (i64, String) {
        let synchronous = Sql::new("PRAGMA synchronous").fetch_one(file.conn()).await.unwrap();
        let journal = Sql::new("PRAGMA journal_mode").fetch_one(file.conn()).await.unwrap();
        let (synchronous, journal) = (synchronous.try_get(0).unwrap(), journal.try_get(0).unwrap());
        (synchronous, journal)
    }

    #[tokio::test]
    async fn a_live_file_is_written_through_a_wal_also_after_a_careless_build() {
        let dir = tempfile::tempdir().unwrap();
        let (path, origin) = (dir.path().join("empty.db"), Origin::of_no_log());
        let mut building = ViewFile::create(&path, &Empty, &origin, Mode::Building).await.unwrap();
        assert_eq!(pragmas(&mut building).await, (0, "off".to_owned()));
        building.close().await.unwrap();
        // 1 is NORMAL.
        let mut live = ViewFile::open(&path, &Empty, &origin).await.unwrap();
        assert_eq!(pragmas(&mut live).await, (1, "wal".to_owned()));
        live.reconnect().await.unwrap();
        assert_eq!(pragmas(&mut live).await, (1, "wal".to_owned()));
    }
}
