//! Which services the architect put together.

use super::{ById, DesignGraph};
use cleave_model::Id;
use rustc_hash::FxHashSet;

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
    // A service that is its own boundary stands in the order of ids already, and domains are few.
    let alone = |service: &u32| std::ptr::eq(homes[*service as usize], graph.id(*service));
    let mut parts: Vec<&Id> = (0..graph.n()).filter(alone).map(|service| graph.id(service)).collect();
    let inside = (0..graph.n()).filter(|service| !alone(service)).map(|service| homes[service as usize]);
    let domains: FxHashSet<&Id> = inside.collect();
    let first = parts.len();
    parts.extend(domains);
    parts[first..].sort_unstable();
    parts.sort();
    let places: ById<'_, u32> = (0..).zip(&parts).map(|(at, id)| (*id, at)).collect();
    let of = homes.iter().map(|home| places.get(home).copied().unwrap_or(0)).collect();
    Division { parts: parts.into_iter().cloned().collect(), of }
}
