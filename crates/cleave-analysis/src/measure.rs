//! The measures of one graph: each family in one file, all of them iterative.

pub(crate) mod availability;
pub(crate) mod beside;
pub(crate) mod centrality;
pub(crate) mod closure;
pub(crate) mod cut;
pub(crate) mod cycle;
pub(crate) mod dominance;
pub(crate) mod feedback;
pub(crate) mod lakos;
pub(crate) mod leiden;
pub(crate) mod modularity;
#[cfg(test)]
mod scale;
pub(crate) mod tangle;
pub(crate) mod usage;
pub(crate) mod walks;
