//! What is bound to a statement.

use sqlx::Arguments;
use sqlx::postgres::PgArguments;
use sqlx::sqlite::SqliteArguments;
use uuid::Uuid;

/// A value of a type that both engines store; `None` is the null of that type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A 64-bit integer.
    Int(Option<i64>),
    /// A truth value.
    Bool(Option<bool>),
    /// Text. PostgreSQL stores no U+0000: U+FFFD stands for it, on either engine.
    Text(Option<String>),
    /// An id of 16 bytes.
    Id(Option<Uuid>),
}

impl Value {
    pub(super) fn add_to_sqlite(self, arguments: &mut SqliteArguments) -> Result<(), sqlx::Error> {
        let added = match self {
            Self::Int(value) => arguments.add(value),
            Self::Bool(value) => arguments.add(value),
            Self::Text(value) => arguments.add(value),
            Self::Id(value) => arguments.add(value),
        };
        added.map_err(sqlx::Error::Encode)
    }

    pub(super) fn add_to_postgres(self, arguments: &mut PgArguments) -> Result<(), sqlx::Error> {
        let added = match self {
            Self::Int(value) => arguments.add(value),
            Self::Bool(value) => arguments.add(value),
            Self::Text(value) => arguments.add(value),
            Self::Id(value) => arguments.add(value),
        };
        added.map_err(sqlx::Error::Encode)
    }
}

macro_rules! value_from {
    ($($type:ty => $variant:ident;)+) => {
        $(
            impl From<$type> for Value {
                fn from(value: $type) -> Self {
                    Self::$variant(Some(value))
                }
            }

            impl From<Option<$type>> for Value {
                fn from(value: Option<$type>) -> Self {
                    Self::$variant(value)
                }
            }
        )+
    };
}

value_from! {
    i64 => Int;
    bool => Bool;
    Uuid => Id;
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Some(value).into()
    }
}

impl From<Option<String>> for Value {
    fn from(value: Option<String>) -> Self {
        Self::Text(value.map(|text| {
            if text.contains('\0') {
                text.replace('\0', "\u{fffd}")
            } else {
                text
            }
        }))
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        value.to_owned().into()
    }
}

impl From<Option<&str>> for Value {
    fn from(value: Option<&str>) -> Self {
        value.map(str::to_owned).into()
    }
}

impl From<u32> for Value {
    fn from(value: u32) -> Self {
        Self::Int(Some(i64::from(value)))
    }
}
