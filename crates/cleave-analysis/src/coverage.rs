//! What the design says and does not say yet. Unknown is not false: what is not said is counted, never judged.

use crate::graph::{DesignGraph, Marks};
use cleave_model::{Auth, ConnectionKind, Kind};
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
    /// Numbers that are estimated because the design is too large to count: betweenness from 256 services.
    pub estimated: Vec<String>,
}

/// Counts what the design says.
pub(crate) fn said(graph: &DesignGraph<'_>) -> Vec<Said> {
    let calls = || graph.marks().filter(|marks| marks.kind == ConnectionKind::Call);
    let of_kind = |kinds: &'static [Kind]| graph.drawn.elements().filter(move |element| kinds.contains(&element.kind));
    let services = || of_kind(&[Kind::Service]).filter_map(|element| element.record.as_service());
    let owned = of_kind(&[Kind::Operation, Kind::DataStore, Kind::Event]);
    let mut rows = vec![
        row("timeouts", "Timeouts of calls", calls().map(Marks::is_timed)),
        row("auth", "Callers' proof of APIs", graph.apis.iter().map(|api| api.auth != Auth::NotSaid)),
        row("data-classes", "Data classes of calls", calls().map(Marks::is_classed)),
        row("owners", "Owners", owned.map(|element| element.owned)),
        row("teams", "Teams of services", services().map(|service| service.team.is_some())),
    ];
    let layers = &graph.policy.layers;
    if !layers.is_empty() {
        let layered = services().map(|service| service.layer.as_ref().is_some_and(|layer| layers.contains(layer)));
        rows.push(row("layers", "Layers of services", layered));
    }
    rows
}

fn row(key: &str, label: &str, each: impl Iterator<Item = bool>) -> Said {
    let (mut said, mut of) = (0, 0);
    for is_said in each {
        said += u32::from(is_said);
        of += 1;
    }
    Said { key: key.into(), label: label.into(), said, of }
}

#[cfg(test)]
mod tests {
    use crate::analyse;
    use crate::drawing::draw;

    #[test]
    fn unknown_is_counted_and_not_judged() {
        let analysis = analyse(&draw("a.x calls b.y; b.y calls c.z; a.x writes loose; a.x writes a.db"));
        let said = |key: &str| {
            let row = analysis.coverage.said.iter().find(|row| row.key == key).unwrap();
            (row.said, row.of)
        };
        assert_eq!([said("timeouts"), said("auth"), said("teams")], [(0, 2), (0, 3), (0, 3)]);
        assert_eq!(said("owners"), (4, 5));
        let judged = analysis.findings.iter().filter(|found| found.severity != cleave_model::Severity::Info);
        assert_eq!(judged.map(|found| found.rule.as_str()).collect::<Vec<_>>(), ["unowned-element"]);
        assert!(analysis.coverage.said.iter().all(|row| row.key != "layers"));
    }
}
