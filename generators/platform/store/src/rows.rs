//! Rows and values: the little that generated repositories need, so that they hold SQL and nothing of the driver.

use std::borrow::Cow;
use std::fmt::Display;
use std::str::FromStr;

use platform_core::Fault;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::query::Query;
use sqlx::{Any, Row as _};

use crate::store::fault;

/// A row of one table.
pub trait Row: Sized + Send {
    /// Its columns, in the order of the table's column list.
    fn values(&self) -> Result<Vec<Value<'_>>, Fault>;
    /// Reads the columns in the same order.
    fn read(columns: &mut Columns<'_>) -> Result<Self, Fault>;
}

/// A value on its way into a query: the four column types that both databases have. `None` is NULL.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// TEXT: also ids, decimals, dates, JSON.
    Text(Option<Cow<'a, str>>),
    /// BIGINT: also 0/1 for booleans, milliseconds for instants.
    Int(Option<i64>),
    /// DOUBLE PRECISION.
    Real(Option<f64>),
    /// BYTEA or BLOB.
    Bytes(Option<Cow<'a, [u8]>>),
}

impl Value<'_> {
    /// Anything that is stored as the text it prints: ids, decimals, dates.
    pub fn text(value: &impl Display) -> Self {
        Self::Text(Some(Cow::Owned(value.to_string())))
    }

    /// The same for a column that may be NULL.
    pub fn text_or_null(value: Option<&impl Display>) -> Self {
        Self::Text(value.map(|value| Cow::Owned(value.to_string())))
    }

    /// Anything that is stored as JSON: lists, maps, structs, enums.
    pub fn json(value: &impl Serialize) -> Result<Self, Fault> {
        let text = serde_json::to_string(value).map_err(|e| Fault::internal(format!("column as JSON: {e}")))?;
        Ok(Self::Text(Some(Cow::Owned(text))))
    }

    /// The same for a column that may be NULL.
    pub fn json_or_null(value: Option<&impl Serialize>) -> Result<Self, Fault> {
        value.map_or(Ok(Self::Text(None)), Self::json)
    }
}

macro_rules! value_from {
    ($($kind:ident: $from:ty => |$value:ident| $into:expr;)*) => { $(
        impl<'a> From<$from> for Value<'a> {
            fn from($value: $from) -> Self {
                Self::$kind(Some($into))
            }
        }
        impl<'a> From<Option<$from>> for Value<'a> {
            fn from(value: Option<$from>) -> Self {
                Self::$kind(value.map(|$value| $into))
            }
        }
    )* };
}

value_from! {
    Text: &'a str => |value| Cow::Borrowed(value);
    Text: &'a String => |value| Cow::Borrowed(value.as_str());
    Text: String => |value| Cow::Owned(value);
    Int: i64 => |value| value;
    Int: i32 => |value| i64::from(value);
    Int: u32 => |value| i64::from(value);
    Int: bool => |value| i64::from(value);
    Real: f64 => |value| value;
    Bytes: &'a [u8] => |value| Cow::Borrowed(value);
    Bytes: &'a Vec<u8> => |value| Cow::Borrowed(value.as_slice());
}

pub(crate) fn query<'q>(sql: &'static str, values: &[Value<'_>]) -> Query<'q, Any, AnyArguments> {
    bind(sqlx::query(sql), values)
}

pub(crate) fn bind<'q>(query: Query<'q, Any, AnyArguments>, values: &[Value<'_>]) -> Query<'q, Any, AnyArguments> {
    values.iter().cloned().fold(query, |query, value| match value {
        Value::Text(value) => query.bind(value.map(Cow::into_owned)),
        Value::Int(value) => query.bind(value),
        Value::Real(value) => query.bind(value),
        Value::Bytes(value) => query.bind(value.map(Cow::into_owned)),
    })
}

/// Takes a row's columns one after the other.
pub struct Columns<'r> {
    row: &'r AnyRow,
    next: usize,
}

/// What a column can be read as.
pub trait Column: Sized {
    /// Reads the column at this index.
    fn read(row: &AnyRow, index: usize) -> Result<Self, sqlx::Error>;
}

macro_rules! column {
    ($($of:ty => $as:ty, |$value:ident| $into:expr;)*) => { $(
        impl Column for $as {
            fn read(row: &AnyRow, index: usize) -> Result<Self, sqlx::Error> {
                let $value = row.try_get::<$of, _>(index)?;
                $into
            }
        }
        impl Column for Option<$as> {
            fn read(row: &AnyRow, index: usize) -> Result<Self, sqlx::Error> {
                let Some($value) = row.try_get::<Option<$of>, _>(index)? else { return Ok(None) };
                $into.map(Some)
            }
        }
    )* };
}

fn narrow<T: TryFrom<i64>>(value: i64) -> Result<T, sqlx::Error> {
    T::try_from(value).map_err(|_| sqlx::Error::Decode(format!("{value} does not fit").into()))
}

column! {
    String => String, |value| Ok(value);
    i64 => i64, |value| Ok(value);
    i64 => i32, |value| narrow(value);
    i64 => u32, |value| narrow(value);
    i64 => bool, |value| Ok(value != 0);
    f64 => f64, |value| Ok(value);
    Vec<u8> => Vec<u8>, |value| Ok(value);
}

impl<'r> Columns<'r> {
    /// Starts at the first column.
    pub fn of(row: &'r AnyRow) -> Self {
        Self { row, next: 0 }
    }

    /// The next column.
    pub fn take<T: Column>(&mut self) -> Result<T, Fault> {
        let index = self.next;
        self.next += 1;
        T::read(self.row, index).map_err(fault)
    }

    /// The next column, from the text it was stored as.
    pub fn text<T: FromStr<Err: Display>>(&mut self) -> Result<T, Fault> {
        let text: String = self.take()?;
        text.parse().map_err(|e| Fault::internal(format!("column {}: {e}", self.next - 1)))
    }

    /// The same for a column that may be NULL.
    pub fn text_or_null<T: FromStr<Err: Display>>(&mut self) -> Result<Option<T>, Fault> {
        let text: Option<String> = self.take()?;
        text.map(|text| text.parse()).transpose().map_err(|e| Fault::internal(format!("column {}: {e}", self.next - 1)))
    }

    /// The next column, converted: an instant from its milliseconds, a duration from its text.
    pub fn with<T: Column, U, E: Display>(&mut self, convert: impl FnOnce(T) -> Result<U, E>) -> Result<U, Fault> {
        convert(self.take()?).map_err(|e| Fault::internal(format!("column {}: {e}", self.next - 1)))
    }

    /// The same for a column that may be NULL.
    pub fn with_or_null<T, U, E: Display>(
        &mut self,
        convert: impl FnOnce(T) -> Result<U, E>,
    ) -> Result<Option<U>, Fault>
    where
        Option<T>: Column,
    {
        let value: Option<T> = self.take()?;
        value.map(convert).transpose().map_err(|e| Fault::internal(format!("column {}: {e}", self.next - 1)))
    }

    /// The next column, from the JSON it was stored as.
    pub fn json<T: DeserializeOwned>(&mut self) -> Result<T, Fault> {
        let text: String = self.take()?;
        serde_json::from_str(&text).map_err(|e| Fault::internal(format!("column {}: {e}", self.next - 1)))
    }

    /// The same for a column that may be NULL.
    pub fn json_or_null<T: DeserializeOwned>(&mut self) -> Result<Option<T>, Fault> {
        self.with_or_null(|text: String| serde_json::from_str(&text))
    }
}
