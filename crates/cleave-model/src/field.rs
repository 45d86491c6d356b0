//! The types of data: scalars, lists, maps, optional values and named types, and the fields made of them.

use crate::{Id, Sensitivity, vocabulary::words};
use serde::{Deserialize, Serialize};

words! {
    /// A value without parts.
    Scalar {
        /// A short text.
        String = "string",
        /// A long text.
        Text = "text",
        /// A 32-bit whole number.
        Int = "int",
        /// A 64-bit whole number.
        Long = "long",
        /// A decimal number, written as text on the wire so that no digit is lost.
        Decimal = "decimal",
        /// True or false.
        Bool = "bool",
        /// A calendar date.
        Date = "date",
        /// An instant.
        Datetime = "datetime",
        /// A span of time.
        Duration = "duration",
        /// A universally unique identifier.
        Uuid = "uuid",
        /// An e-mail address.
        Email = "email",
        /// A URL.
        Url = "url",
        /// Any JSON value.
        Json = "json",
        /// Binary data.
        Bytes = "bytes",
        /// An amount in minor units with a currency.
        Money = "money",
    }
}

/// The type of a field, an output or an alias.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", content = "of", rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum TypeExpr {
    /// A scalar.
    Scalar(Scalar),
    /// `list<T>`
    List(Box<TypeExpr>),
    /// `map<string, T>`
    Map(Box<TypeExpr>),
    /// `T?`: may be absent.
    Optional(Box<TypeExpr>),
    /// A data type of the own service, or of a service that is called.
    Named(Id),
}

impl TypeExpr {
    /// Most levels a type may nest; deeper ones are refused so that nothing has to recurse without bound.
    pub const MAX_DEPTH: usize = 8;

    /// The types named anywhere in this one.
    pub fn named(&self) -> Option<&Id> {
        let mut at = self;
        loop {
            match at {
                Self::Scalar(_) => return None,
                Self::Named(id) => return Some(id),
                Self::List(of) | Self::Map(of) | Self::Optional(of) => at = of,
            }
        }
    }

    /// Levels of nesting; a scalar has one.
    pub fn depth(&self) -> usize {
        let (mut at, mut depth) = (self, 1);
        while let Self::List(of) | Self::Map(of) | Self::Optional(of) = at {
            at = of;
            depth += 1;
        }
        depth
    }

    /// The same type with every mention of `from` replaced by `to`.
    pub fn renamed(&self, from: &Id, to: &Id) -> Self {
        match self {
            Self::Scalar(scalar) => Self::Scalar(*scalar),
            Self::Named(id) => Self::Named(if id == from { to.clone() } else { id.clone() }),
            Self::List(of) => Self::List(Box::new(of.renamed(from, to))),
            Self::Map(of) => Self::Map(Box::new(of.renamed(from, to))),
            Self::Optional(of) => Self::Optional(Box::new(of.renamed(from, to))),
        }
    }
}

/// Limits on a value; each that is said is checked before business code sees the value.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Constraints {
    /// Smallest number.
    pub min: Option<f64>,
    /// Largest number.
    pub max: Option<f64>,
    /// Fewest characters or items.
    pub min_length: Option<u32>,
    /// Most characters or items.
    pub max_length: Option<u32>,
    /// A regular expression that the whole text must match.
    pub pattern: Option<String>,
}

/// One named value of a type, an event, an entity or an operation's input. Required unless its type is optional.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Field {
    /// Unique among its siblings.
    pub name: String,
    /// What it holds.
    #[serde(rename = "type")]
    pub of: TypeExpr,
    /// What its values must satisfy.
    #[serde(default)]
    pub constraints: Constraints,
    /// How harmful a leak is.
    #[serde(default = "none_sensitive")]
    pub sensitivity: Sensitivity,
    /// What it means.
    #[serde(default)]
    pub description: Option<String>,
}

fn none_sensitive() -> Sensitivity {
    Sensitivity::None
}

impl Field {
    /// A plain required field.
    pub fn new(name: impl Into<String>, of: TypeExpr) -> Self {
        Self {
            name: name.into(),
            of,
            constraints: Constraints::default(),
            sensitivity: Sensitivity::None,
            description: None,
        }
    }

    /// Whether a value must be given.
    pub fn required(&self) -> bool {
        !matches!(self.of, TypeExpr::Optional(_))
    }
}
