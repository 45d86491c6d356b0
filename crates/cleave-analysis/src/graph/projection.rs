//! One graph between services with its tangles: what most rules and all measures start from.

use super::Csr;
use crate::measure::tangle::Tangles;
use std::cell::OnceCell;

/// A graph and its strongly connected components.
#[derive(Debug, Clone, Default)]
pub(crate) struct Projection {
    /// The graph.
    pub(crate) graph: Csr,
    /// Its components.
    pub(crate) tangles: Tangles,
    levels: OnceCell<Vec<u32>>,
}

impl Projection {
    /// The graph of `n` nodes with these edges, parallel ones counted once.
    pub(crate) fn of(n: u32, edges: Vec<(u32, u32)>) -> Self {
        let graph = Csr::of(n, edges);
        let tangles = Tangles::of(&graph);
        Self { graph, tangles, levels: OnceCell::new() }
    }

    /// The level of each node: see [`Tangles::levels`].
    pub(crate) fn levels(&self) -> &[u32] {
        self.levels.get_or_init(|| self.tangles.levels(&self.graph))
    }
}
