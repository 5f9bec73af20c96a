//! A statement being written: its text, and what is bound to it.

use std::fmt::Display;
use std::fmt::Write as _;

use sqlx::AssertSqlSafe;
use sqlx::postgres::PgArguments;
use sqlx::sqlite::SqliteArguments;

use super::conn::Borrowed;
use super::{Row, Value, ViewConn};

/// A statement. Nothing that came from outside is ever part of its text: that is what binding is for.
#[derive(Debug, Clone, Default)]
pub struct Sql {
    text: String,
    values: Vec<Value>,
}

impl Sql {
    /// Begins with a text, in which `$1`, `$2` … stand for what [`Sql::bind`] adds.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            values: Vec::new(),
        }
    }

    /// Binds the next parameter.
    #[must_use]
    pub fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self
    }

    /// Adds to the text: numbers, names and conditions of the program's own.
    pub fn push(&mut self, text: impl Display) -> &mut Self {
        // Writing to a String cannot fail.
        write!(self.text, "{text}").ok();
        self
    }

    /// Binds a parameter and adds its sign to the text.
    pub fn push_bind(&mut self, value: impl Into<Value>) -> &mut Self {
        self.values.push(value.into());
        let number = self.values.len();
        self.push(format_args!("${number}"))
    }

    /// Adds a list of parameters, `$3, $4, $5`.
    pub fn push_list<T: Into<Value>>(&mut self, values: impl IntoIterator<Item = T>) -> &mut Self {
        for (index, value) in values.into_iter().enumerate() {
            if index > 0 {
                self.text.push_str(", ");
            }
            self.push_bind(value);
        }
        self
    }

    /// Runs it. Answers how many rows it changed.
    ///
    /// # Errors
    /// The driver's.
    pub async fn execute(self, conn: &mut ViewConn) -> Result<u64, sqlx::Error> {
        let text = AssertSqlSafe(conn.named(&self.text));
        match conn.borrow() {
            Borrowed::Sqlite(connection) => {
                let query = sqlx::query_with(text, for_sqlite(self.values)?);
                Ok(query.execute(connection).await?.rows_affected())
            }
            Borrowed::Postgres(connection) => {
                let query = sqlx::query_with(text, for_postgres(self.values)?);
                Ok(query.execute(connection).await?.rows_affected())
            }
        }
    }

    /// All rows.
    ///
    /// # Errors
    /// The driver's.
    pub async fn fetch_all(self, conn: &mut ViewConn) -> Result<Vec<Row>, sqlx::Error> {
        let text = AssertSqlSafe(conn.named(&self.text));
        match conn.borrow() {
            Borrowed::Sqlite(connection) => {
                let query = sqlx::query_with(text, for_sqlite(self.values)?);
                Ok(query.fetch_all(connection).await?.into_iter().map(Row::from).collect())
            }
            Borrowed::Postgres(connection) => {
                let query = sqlx::query_with(text, for_postgres(self.values)?);
                Ok(query.fetch_all(connection).await?.into_iter().map(Row::from).collect())
            }
        }
    }

    /// The first row, if there is one.
    ///
    /// # Errors
    /// The driver's.
    pub async fn fetch_optional(self, conn: &mut ViewConn) -> Result<Option<Row>, sqlx::Error> {
        let text = AssertSqlSafe(conn.named(&self.text));
        match conn.borrow() {
            Borrowed::Sqlite(connection) => {
                let query = sqlx::query_with(text, for_sqlite(self.values)?);
                Ok(query.fetch_optional(connection).await?.map(Row::from))
            }
            Borrowed::Postgres(connection) => {
                let query = sqlx::query_with(text, for_postgres(self.values)?);
                Ok(query.fetch_optional(connection).await?.map(Row::from))
            }
        }
    }

    /// The first row, which there must be.
    ///
    /// # Errors
    /// The driver's, and `RowNotFound` without a row.
    pub async fn fetch_one(self, conn: &mut ViewConn) -> Result<Row, sqlx::Error> {
        self.fetch_optional(conn).await?.ok_or(sqlx::Error::RowNotFound)
    }

    /// All values of the first column, as text.
    pub(crate) async fn fetch_texts(self, conn: &mut ViewConn) -> Result<Vec<String>, sqlx::Error> {
        let rows = self.fetch_all(conn).await?;
        rows.iter().map(|row| row.try_get::<String>(0_usize)).collect()
    }
}

fn for_sqlite(values: Vec<Value>) -> Result<SqliteArguments, sqlx::Error> {
    let mut arguments = SqliteArguments::default();
    for value in values {
        value.add_to_sqlite(&mut arguments)?;
    }
    Ok(arguments)
}

fn for_postgres(values: Vec<Value>) -> Result<PgArguments, sqlx::Error> {
    let mut arguments = PgArguments::default();
    for value in values {
        value.add_to_postgres(&mut arguments)?;
    }
    Ok(arguments)
}
