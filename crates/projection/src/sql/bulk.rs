//! Many rows at once: statements with few distinct texts on SQLite, so that prepared ones are found again; COPY on
//! PostgreSQL.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use sqlx::postgres::PgCopyIn;
use sqlx::sqlite::SqliteArguments;
use sqlx::{AssertSqlSafe, PgConnection, SqliteConnection};

use super::conn::Borrowed;
use super::{Sql, Value, ViewConn};

/// Rows a statement on SQLite. 256 rows of 32 columns stay far below its 32,766 parameters.
const SQLITE_CHUNKS: [usize; 5] = [256, 64, 16, 4, 1];

/// Up to this many rows PostgreSQL takes a prepared INSERT: one round trip, where COPY needs three.
const POSTGRES_FEW: usize = 8;

/// First bytes of COPY's binary form: signature, flags, length of the header's extension
/// (<https://www.postgresql.org/docs/current/sql-copy.html>, "Binary Format").
const COPY_HEADER: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";

/// Last bytes: a row of -1 fields.
const COPY_TRAILER: [u8; 2] = (-1_i16).to_be_bytes();

/// Bytes that COPY sends at once.
const COPY_CHUNK: usize = 64 * 1024;

/// Length of a null in COPY's binary form.
const COPY_NULL: [u8; 4] = (-1_i32).to_be_bytes();

/// Inserts rows whose values are in the order of `columns` (a list separated by commas). The table is named without
/// its `@`.
///
/// # Errors
/// The driver's.
pub async fn insert_rows(
    conn: &mut ViewConn,
    table: &'static str,
    columns: &'static str,
    rows: Vec<Vec<Value>>,
) -> Result<(), sqlx::Error> {
    if rows.is_empty() {
        return Ok(());
    }
    let table = conn.named(&format!("@{table}"));
    match conn.borrow() {
        Borrowed::Sqlite(connection) => in_chunks(connection, &table, columns, rows).await,
        Borrowed::Postgres(_) if rows.len() <= POSTGRES_FEW => {
            let mut insert = Sql::new(&format!("INSERT INTO {table} ({columns}) VALUES "));
            for (index, row) in rows.into_iter().enumerate() {
                insert
                    .push(if index == 0 { "(" } else { ", (" })
                    .push_list(row)
                    .push(")");
            }
            insert.execute(conn).await.map(|_| ())
        }
        Borrowed::Postgres(connection) => copy(connection, &table, columns, rows).await,
    }
}

async fn in_chunks(
    connection: &mut SqliteConnection,
    table: &str,
    columns: &'static str,
    rows: Vec<Vec<Value>>,
) -> Result<(), sqlx::Error> {
    let mut rows = rows.into_iter();
    let width = rows.as_slice().first().map_or(0, Vec::len);
    while let Some(count) = SQLITE_CHUNKS.into_iter().find(|count| *count <= rows.len()) {
        let mut arguments = SqliteArguments::default();
        for value in rows.by_ref().take(count).flatten() {
            value.add_to_sqlite(&mut arguments)?;
        }
        let text = insert_text(table, columns, width, count);
        sqlx::query_with(AssertSqlSafe(text), arguments)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// Statements by table, columns and number of rows.
type Texts = HashMap<(String, &'static str, usize), Arc<str>>;

/// The statement for so many rows of so many columns. Made once: a large one takes as long to write as to run.
fn insert_text(table: &str, columns: &'static str, width: usize, count: usize) -> Arc<str> {
    static TEXTS: LazyLock<RwLock<Texts>> = LazyLock::new(RwLock::default);
    let key = (table.to_owned(), columns, count);
    if let Some(text) = TEXTS.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
        return Arc::clone(text);
    }
    let row = format!("({})", vec!["?"; width].join(","));
    let text = format!(
        "INSERT INTO {table} ({columns}) VALUES {}",
        vec![row.as_str(); count].join(",")
    );
    let text: Arc<str> = text.into();
    let mut texts = TEXTS.write().unwrap_or_else(PoisonError::into_inner);
    texts.insert(key, Arc::clone(&text));
    text
}

async fn copy(
    connection: &mut PgConnection,
    table: &str,
    columns: &str,
    rows: Vec<Vec<Value>>,
) -> Result<(), sqlx::Error> {
    let statement = format!("COPY {table} ({columns}) FROM STDIN (FORMAT binary)");
    let mut sink = connection.copy_in_raw(&statement).await?;
    match send_rows(&mut sink, rows).await {
        Ok(()) => sink.finish().await.map(|_| ()),
        // The server's own reason is more than that of the pipe; it comes with the end.
        Err(error) => Err(sink.abort("the rows could not be sent").await.err().unwrap_or(error)),
    }
}

/// Sends rows as they are encoded, so that the server inserts the first while the next are being encoded.
async fn send_rows(sink: &mut PgCopyIn<&mut PgConnection>, rows: Vec<Vec<Value>>) -> Result<(), sqlx::Error> {
    let mut data = COPY_HEADER.to_vec();
    for row in rows {
        let fields = i16::try_from(row.len()).map_err(|error| sqlx::Error::Encode(error.into()))?;
        data.extend(fields.to_be_bytes());
        for value in row {
            push_field(&mut data, &value)?;
        }
        if data.len() >= COPY_CHUNK {
            sink.send(data.as_slice()).await?;
            data.clear();
        }
    }
    data.extend(COPY_TRAILER);
    sink.send(data).await.map(|_| ())
}

fn push_field(data: &mut Vec<u8>, value: &Value) -> Result<(), sqlx::Error> {
    match value {
        Value::Int(Some(value)) => push_bytes(data, &value.to_be_bytes()),
        Value::Bool(Some(value)) => push_bytes(data, &[u8::from(*value)]),
        Value::Text(Some(value)) => push_bytes(data, value.as_bytes()),
        Value::Id(Some(value)) => push_bytes(data, value.as_bytes()),
        Value::Int(None) | Value::Bool(None) | Value::Text(None) | Value::Id(None) => {
            data.extend(COPY_NULL);
            Ok(())
        }
    }
}

fn push_bytes(data: &mut Vec<u8>, bytes: &[u8]) -> Result<(), sqlx::Error> {
    let length = i32::try_from(bytes.len()).map_err(|error| sqlx::Error::Encode(error.into()))?;
    data.extend(length.to_be_bytes());
    data.extend(bytes);
    Ok(())
}
