//! One graph between services with its tangles: what most rules and all measures start from.

use super::Csr;
use crate::measure::centrality::{betweenness, pagerank};
use crate::measure::closure::Visibility;
use crate::measure::tangle::Tangles;
use std::sync::OnceLock;

/// A graph and its strongly connected components. What else is counted of it is counted when it is first asked for, once
/// for the rules, the numbers of the app and the JSON of a check.
#[derive(Debug, Default)]
pub(crate) struct Projection {
    /// The graph.
    pub(crate) graph: Csr,
    /// Its components.
    pub(crate) tangles: Tangles,
    levels: OnceLock<Vec<u32>>,
    visibility: OnceLock<Option<Visibility>>,
    betweenness: OnceLock<Vec<f64>>,
    rank: OnceLock<Vec<f64>>,
}

impl Projection {
    /// The graph of `n` nodes with these edges, parallel ones counted once.
    pub(crate) fn of(n: u32, edges: Vec<(u32, u32)>) -> Self {
        Self::on(Csr::of(n, edges))
    }

    /// The graph with its components.
    pub(crate) fn on(graph: Csr) -> Self {
        let tangles = Tangles::of(&graph);
        Self { graph, tangles, ..Self::default() }
    }

    /// The level of each node: see [`Tangles::levels`].
    pub(crate) fn levels(&self) -> &[u32] {
        self.levels.get_or_init(|| self.tangles.levels(&self.graph))
    }

    /// How many each node sees and is seen by: see [`Visibility::of`].
    pub(crate) fn visibility(&self) -> Option<&Visibility> {
        self.visibility.get_or_init(|| Visibility::of(&self.graph, &self.tangles)).as_ref()
    }

    /// The betweenness of each node: see [`betweenness`].
    pub(crate) fn betweenness(&self) -> &[f64] {
        self.betweenness.get_or_init(|| betweenness(&self.graph))
    }

    /// [`Projection::betweenness`], for those who know a quicker way to the same digits.
    pub(crate) fn betweenness_by(&self, find: impl FnOnce(&Csr) -> Vec<f64>) -> &[f64] {
        self.betweenness.get_or_init(|| find(&self.graph))
    }

    /// Keeps what was counted elsewhere.
    pub(crate) fn know(&self, betweenness: Vec<f64>, visibility: Option<Option<Visibility>>) {
        self.betweenness.get_or_init(|| betweenness);
        if let Some(visibility) = visibility {
            self.visibility.get_or_init(|| visibility);
        }
    }

    /// The rank of each node: see [`pagerank`].
    pub(crate) fn rank(&self) -> &[f64] {
        self.rank.get_or_init(|| pagerank(&self.graph, &self.tangles))
    }
}
