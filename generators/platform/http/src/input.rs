//! From the parts of an HTTP request to one request struct.

use std::collections::BTreeMap;
use std::fmt;

use platform_core::{Fault, Violation};
use serde::Deserialize;
use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{self, DeserializeOwned, Deserializer, IntoDeserializer, Visitor};
use serde_json::Value;

/// What a request brings: fields from path and query as text, fields from the body as JSON.
#[derive(Debug)]
pub struct Input(Source);

#[derive(Debug)]
enum Source {
    Body(Vec<u8>),
    Pieces(BTreeMap<String, Piece>),
}

#[derive(Debug, Clone)]
enum Piece {
    Text(Vec<String>),
    Json(Value),
}

impl Input {
    /// The request struct as JSON: what one service sends to another.
    pub(crate) fn body(json: Vec<u8>) -> Self {
        Self(Source::Body(json))
    }

    /// The parts of a public request. A name in the path wins over the same name elsewhere.
    pub(crate) fn parts(path: Vec<(String, String)>, query: Option<&str>, body: &[u8]) -> Result<Self, Fault> {
        let mut pieces = BTreeMap::new();
        for (name, value) in form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
            match pieces.entry(name.into_owned()).or_insert_with(|| Piece::Text(Vec::new())) {
                Piece::Text(values) => values.push(value.into_owned()),
                Piece::Json(_) => {}
            }
        }
        if !body.is_empty() {
            match serde_json::from_slice(body) {
                Ok(Value::Object(fields)) => pieces.extend(fields.into_iter().map(|(k, v)| (k, Piece::Json(v)))),
                Ok(_) => return Err(Fault::unreadable("the body must be a JSON object")),
                Err(e) => return Err(Fault::unreadable(format!("the body is not JSON: {e}"))),
            }
        }
        pieces.extend(path.into_iter().map(|(name, value)| (name, Piece::Text(vec![value]))));
        Ok(Self(Source::Pieces(pieces)))
    }

    /// The request struct, or what does not fit.
    pub fn read<R: DeserializeOwned>(self) -> Result<R, Fault> {
        match self.0 {
            Source::Body(json) => {
                serde_json::from_slice(&json).map_err(|e| Fault::unreadable(format!("the request does not fit: {e}")))
            }
            Source::Pieces(pieces) => {
                let names = pieces.into_iter().map(|(name, piece)| (name.clone(), Named { name, piece }));
                R::deserialize(MapDeserializer::new(names)).map_err(|misfit: Misfit| match misfit.field {
                    Some(field) => Fault::invalid(vec![Violation::new(field, misfit.message)]),
                    None => Fault::unreadable(format!("the request does not fit: {}", misfit.message)),
                })
            }
        }
    }
}

/// A field that does not fit its type; `serde`'s own error would not know which.
#[derive(Debug)]
struct Misfit {
    field: Option<String>,
    message: String,
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Misfit {}

impl de::Error for Misfit {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self { field: None, message: message.to_string() }
    }

    fn missing_field(field: &'static str) -> Self {
        Self { field: Some(field.to_owned()), message: "is required".to_owned() }
    }
}

struct Named {
    name: String,
    piece: Piece,
}

impl IntoDeserializer<'_, Misfit> for Named {
    type Deserializer = Self;
    fn into_deserializer(self) -> Self {
        self
    }
}

impl Named {
    fn misfit(&self, message: impl Into<String>) -> Misfit {
        Misfit { field: Some(self.name.clone()), message: message.into() }
    }

    /// The text as whatever the struct wants there.
    fn parse<T: std::str::FromStr>(&self, wanted: &str) -> Result<T, Misfit> {
        let text = self.text()?;
        text.parse().map_err(|_| self.misfit(format!("must be {wanted}")))
    }

    fn text(&self) -> Result<&str, Misfit> {
        match &self.piece {
            Piece::Text(values) if values.len() == 1 => Ok(&values[0]),
            _ => Err(self.misfit("must be given once")),
        }
    }
}

macro_rules! number {
    ($($method:ident $visit:ident $of:ty, $wanted:literal;)*) => { $(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
            match self.piece {
                Piece::Text(_) => {
                    let value: $of = self.parse($wanted)?;
                    visitor.$visit(value).map_err(|e: Misfit| self.misfit(e.message))
                }
                Piece::Json(value) => value.$method(visitor).map_err(in_field(self.name)),
            }
        }
    )* };
}

fn in_field(field: String) -> impl FnOnce(serde_json::Error) -> Misfit {
    move |e| Misfit { field: Some(field), message: e.to_string() }
}

impl<'de> Deserializer<'de> for Named {
    type Error = Misfit;

    number! {
        deserialize_bool visit_bool bool, "true or false";
        deserialize_i8 visit_i64 i64, "a whole number";
        deserialize_i16 visit_i64 i64, "a whole number";
        deserialize_i32 visit_i64 i64, "a whole number";
        deserialize_i64 visit_i64 i64, "a whole number";
        deserialize_u8 visit_u64 u64, "a whole number, not negative";
        deserialize_u16 visit_u64 u64, "a whole number, not negative";
        deserialize_u32 visit_u64 u64, "a whole number, not negative";
        deserialize_u64 visit_u64 u64, "a whole number, not negative";
        deserialize_f32 visit_f64 f64, "a number";
        deserialize_f64 visit_f64 f64, "a number";
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.piece {
            Piece::Json(value) => value.deserialize_any(visitor).map_err(in_field(self.name)),
            Piece::Text(_) => {
                let text = self.text()?.to_owned();
                visitor.visit_string(text).map_err(|e: Misfit| self.misfit(e.message))
            }
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.piece {
            Piece::Json(Value::Null) => visitor.visit_none(),
            // `?limit=` says as much as leaving it out.
            Piece::Text(ref values) if values.iter().all(String::is_empty) => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.piece {
            Piece::Json(value) => value.deserialize_seq(visitor).map_err(in_field(self.name)),
            Piece::Text(values) => {
                let each =
                    values.into_iter().map(|value| Named { name: self.name.clone(), piece: Piece::Text(vec![value]) });
                visitor.visit_seq(SeqDeserializer::new(each))
            }
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        match self.piece {
            Piece::Json(value) => value.deserialize_enum(name, variants, visitor).map_err(in_field(self.name)),
            Piece::Text(_) => {
                let text = self.text()?.to_owned();
                visitor.visit_enum(text.into_deserializer()).map_err(|e: Misfit| self.misfit(e.message))
            }
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        match self.piece {
            Piece::Json(value) => value.deserialize_struct(name, fields, visitor).map_err(in_field(self.name)),
            Piece::Text(_) => Err(self.misfit("cannot be given as text")),
        }
    }

    serde::forward_to_deserialize_any! {
        i128 u128 char str string bytes byte_buf unit unit_struct tuple tuple_struct map identifier ignored_any
    }
}

/// The parameters of the path as axum found them.
#[derive(Debug, Deserialize)]
pub(crate) struct PathParameters(pub(crate) Vec<(String, String)>);
