//! The whole judgement of a design: findings, numbers, and how far both can be trusted.

use crate::graph::DesignGraph;
use crate::measure::{centrality, closure, leiden};
use crate::{Coverage, Finding, Metrics, coverage, rules, waiver};
use cleave_model::Model;
use serde::{Deserialize, Serialize};

/// What an analysis says.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Analysis {
    /// By severity, rule and subjects.
    pub findings: Vec<Finding>,
    /// The numbers.
    pub metrics: Metrics,
    /// What they rest on.
    pub coverage: Coverage,
}

/// Judges the design by its own policy. Total and pure; the same design gives the same answer whatever the order in
/// which it was drawn. Waivers never end here: see [`analyse_at`].
pub fn analyse(model: &Model) -> Analysis {
    analyse_at(model, None)
}

/// [`analyse`] on a day, written `YYYY-MM-DD`: waivers that ended before it no longer count.
pub fn analyse_at(model: &Model, today: Option<&str>) -> Analysis {
    judge(&DesignGraph::at(model, today), today)
}

/// The judgement of graphs that are derived already.
pub(crate) fn judge(graph: &DesignGraph<'_>, today: Option<&str>) -> Analysis {
    let mut findings = rules::judge(graph);
    let stale_waivers = waiver::apply(graph.model, today, &mut findings);
    let (off, on): (Vec<_>, Vec<_>) = rules::ALL.iter().partition(|rule| rules::is_off(graph, rule));
    let names = |rules: Vec<&rules::Rule>| {
        let mut names: Vec<String> = rules.iter().map(|rule| rule.name.to_owned()).collect();
        names.sort();
        names
    };
    let above = |most: u32, words: &[&str]| -> Vec<String> {
        let words = if graph.n() > most { words } else { &[] };
        words.iter().map(|word| (*word).to_owned()).collect()
    };
    let coverage = Coverage {
        said: coverage::said(graph),
        rules: names(on),
        off: names(off),
        unmatched: rules::unmatched(graph),
        stale_waivers,
        left_out: [
            above(closure::LARGEST, &["propagation cost", "visibility"]),
            above(leiden::LARGEST, &["best modularity"]),
        ]
        .concat(),
        estimated: above(centrality::MOST_WALKS, &["betweenness"]),
    };
    Analysis { findings, metrics: Metrics::of(graph), coverage }
}
