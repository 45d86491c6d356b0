//! What an edit would change: findings that come and go, and at most three numbers, now and then.

use crate::Finding;
use cleave_model::Model;
use serde::{Deserialize, Serialize};

/// One number that would change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Number {
    /// What is counted, for example "Call cycles".
    pub label: String,
    /// Its value now; nothing where it is not defined.
    pub now: Option<f64>,
    /// Its value after the edit.
    pub then: Option<f64>,
    /// Its unit, for example "hops" or "%"; empty for a plain count.
    pub unit: String,
}

/// What an edit would change.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Preview {
    /// Findings the edit brings.
    pub added: Vec<Finding>,
    /// Findings the edit ends.
    pub removed: Vec<Finding>,
    /// At most three numbers that change, the most telling first.
    pub numbers: Vec<Number>,
}

/// Compares two states of a design.
pub fn preview(_before: &Model, _after: &Model) -> Preview {
    Preview::default()
}
