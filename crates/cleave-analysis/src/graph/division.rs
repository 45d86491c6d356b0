//! Which services the architect put together.

use super::DesignGraph;
use crate::measure::tangle::count;
use cleave_model::Id;

/// The boundaries of a design: its innermost domains, and each service that stands in none.
#[derive(Debug)]
pub(crate) struct Division {
    /// The boundaries that hold a judged service, by id.
    pub(crate) parts: Vec<Id>,
    /// For each judged service its place among them.
    pub(crate) of: Vec<u32>,
}

pub(super) fn of(graph: &DesignGraph<'_>) -> Division {
    let homes: Vec<&Id> = (0..graph.n()).map(|service| graph.boundary(service)).collect();
    let mut parts = homes.clone();
    parts.sort_unstable();
    parts.dedup();
    let of = homes.iter().map(|home| count(parts.partition_point(|id| id < home))).collect();
    Division { parts: parts.into_iter().cloned().collect(), of }
}
