//! Bulk inserts with few statement texts, so that SQLite compiles each of them once a connection.

use std::iter;
use std::sync::LazyLock;

use sqlx::sqlite::SqliteArguments;
use sqlx::{Arguments, SqliteConnection};

use super::failure::signed;
use crate::judge::{NewKey, NumberedEvent};

/// Rows in the largest statement. 128 rows of 12 values are far below SQLite's 32,766 values; larger ones gain nothing.
const MOST_ROWS: usize = 128;

/// One statement for each power of two rows, largest first: any number of rows needs at most eight texts.
struct BulkInsert(Vec<(usize, String)>);

impl BulkInsert {
    fn new(target: &str, columns: usize) -> Self {
        let row = format!("({})", vec!["?"; columns].join(","));
        let sizes = iter::successors(Some(MOST_ROWS), |rows| (*rows > 1).then_some(rows / 2));
        let statement = |rows| {
            (
                rows,
                format!("INSERT INTO {target} VALUES {}", vec![row.as_str(); rows].join(",")),
            )
        };
        Self(sizes.map(statement).collect())
    }

    /// Inserts all items; `bind` adds the values of one row.
    async fn run<T>(
        &'static self,
        connection: &mut SqliteConnection,
        mut items: &[T],
        bind: impl Fn(&mut SqliteArguments, &T) -> Result<(), sqlx::error::BoxDynError>,
    ) -> Result<(), sqlx::Error> {
        for (rows, statement) in &self.0 {
            while let Some((chunk, rest)) = items.split_at_checked(*rows) {
                let mut arguments = SqliteArguments::default();
                for item in chunk {
                    bind(&mut arguments, item).map_err(sqlx::Error::Encode)?;
                }
                sqlx::query_with(statement.as_str(), arguments)
                    .execute(&mut *connection)
                    .await?;
                items = rest;
            }
        }
        Ok(())
    }
}

static EVENTS: LazyLock<BulkInsert> = LazyLock::new(|| {
    let columns = "events (position, stream, stream_version, event_id, append_id, kind, schema_version, payload, \
                   actor, correlation_id, causation_id, recorded_at)";
    BulkInsert::new(columns, 12)
});

static KEYS: LazyLock<BulkInsert> =
    LazyLock::new(|| BulkInsert::new("idempotency (first_position, last_position, key, fingerprint)", 4));

pub(super) async fn events(
    connection: &mut SqliteConnection,
    events: &[NumberedEvent<'_>],
    recorded_at: i64,
) -> Result<(), sqlx::Error> {
    let bind = |arguments: &mut SqliteArguments, numbered: &NumberedEvent<'_>| {
        let (event, append) = (numbered.event, numbered.append);
        arguments.add(signed(numbered.position))?;
        arguments.add(event.stream.as_str())?;
        arguments.add(signed(numbered.stream_version))?;
        arguments.add(event.event_id.as_bytes().as_slice())?;
        arguments.add(append.append_id.as_bytes().as_slice())?;
        arguments.add(event.kind.as_str())?;
        arguments.add(event.schema_version)?;
        arguments.add(event.payload.as_slice())?;
        arguments.add(append.actor.as_bytes().as_slice())?;
        arguments.add(append.correlation_id.as_bytes().as_slice())?;
        arguments.add(append.causation_id.as_ref().map(|id| id.as_bytes().as_slice()))?;
        arguments.add(recorded_at)
    };
    EVENTS.run(connection, events, bind).await
}

pub(super) async fn keys(connection: &mut SqliteConnection, keys: &[NewKey]) -> Result<(), sqlx::Error> {
    let bind = |arguments: &mut SqliteArguments, key: &NewKey| {
        arguments.add(signed(key.first.0))?;
        arguments.add(signed(key.last.0))?;
        arguments.add(key.key.as_slice())?;
        arguments.add(key.fingerprint.as_slice())
    };
    KEYS.run(connection, keys, bind).await
}
