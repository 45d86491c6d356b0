//! What each possible end of a connection would mean, before it is drawn.

use cleave_model::{Id, Model, Severity};
use serde::{Deserialize, Serialize};

/// One element a connection could end at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Affordance {
    /// The element.
    pub target: Id,
    /// How serious the finding would be that the connection adds; nothing where it adds none.
    pub severity: Option<Severity>,
    /// What it would do, for example "Closes a cycle with inventory"; empty where it adds no finding.
    pub text: String,
}

/// Answers for every element that a connection from `from` may end at, by id. Empty where none may start there.
pub fn affordances(_model: &Model, _from: &Id) -> Vec<Affordance> {
    Vec::new()
}
