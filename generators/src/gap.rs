//! What generation lacks: a place in the design, what is wrong there, and what to do about it.

use cleave_model::Id;
use serde::{Deserialize, Serialize};

/// Something in the design that cannot become code. Gaps stop generation before anything is written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Gap {
    /// The record it is about.
    pub place: Id,
    /// How people speak of the record, for example `orders.place_order`.
    pub path: String,
    /// What is so.
    pub message: String,
    /// What to do.
    pub fix: String,
}

impl std::fmt::Display for Gap {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}. {}.", shown(&self.path), self.message, self.fix)
    }
}

/// A name for people: cut where it is longer than anyone wants to read.
pub(crate) fn shown(name: &str) -> String {
    const LONGEST: usize = 60;
    if name.chars().count() <= LONGEST {
        return name.to_owned();
    }
    name.chars().take(LONGEST).chain(['…']).collect()
}
