//! What the design says and does not say yet. Unknown is not false: what is not said is counted, never judged.

use cleave_model::{Auth, ConnectionKind, Kind, Model};
use serde::{Deserialize, Serialize};

/// How much of one attribute is said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Said {
    /// A word for programs: `timeouts`, `auth`, `data-classes`, `owners`, `teams`, `layers`.
    pub key: String,
    /// A label for people.
    pub label: String,
    /// On how many elements it is said.
    pub said: u32,
    /// On how many it could be.
    pub of: u32,
}

/// How far the analysis can be trusted.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Coverage {
    /// What is said and what could be.
    pub said: Vec<Said>,
    /// The rules that judged, by name.
    pub rules: Vec<String>,
    /// The rules the policy switched off, by name.
    pub off: Vec<String>,
    /// Selectors of the policy that match nothing.
    pub unmatched: Vec<String>,
    /// Waivers that were given and match no finding, or have ended: ids of their records.
    pub stale_waivers: Vec<cleave_model::Id>,
    /// Numbers that were left out because the design is too large for them.
    pub left_out: Vec<String>,
}

/// Counts what the design says.
pub(crate) fn said(model: &Model) -> Vec<Said> {
    let mut rows = Vec::new();
    let mut row = |key: &str, label: &str, of: Vec<bool>| {
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let said = count(of.iter().filter(|said| **said).count());
        rows.push(Said { key: key.into(), label: label.into(), said, of: count(of.len()) });
    };
    let calls = || model.connections().filter(|c| c.kind == ConnectionKind::Call);
    row("timeouts", "Timeouts of calls", calls().map(|c| c.timeout.is_some()).collect());
    row("auth", "Callers' proof of APIs", model.apis().map(|api| api.auth != Auth::NotSaid).collect());
    row("data-classes", "Data classes of calls", calls().map(|c| !c.data.is_empty()).collect());
    let owned = [Kind::Operation, Kind::DataStore, Kind::Event].into_iter().flat_map(|kind| model.of_kind(kind));
    row("owners", "Owners", owned.map(|record| model.service_of(record.id()).is_some()).collect());
    row("teams", "Teams of services", model.services().map(|service| service.team.is_some()).collect());
    let layers = model.designs().next().map(|design| design.policy.layers.as_slice()).unwrap_or_default();
    if !layers.is_empty() {
        let layered = |layer: &Option<String>| layer.as_ref().is_some_and(|layer| layers.contains(layer));
        row("layers", "Layers of services", model.services().map(|service| layered(&service.layer)).collect());
    }
    rows
}
