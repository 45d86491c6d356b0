//! Who depends on whom and why, in the order of a dependency matrix: what a picture of the structure is drawn from.

use crate::graph::{DesignGraph, Projection, Tie};
use crate::measure::tangle::count;
use cleave_model::{Id, Model};
use std::collections::BTreeMap;

/// Everything on which one service (or domain) depends on another, counted by reason.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bond {
    /// The place in [`Structure::order`] of the one that depends.
    pub from: u32,
    /// The place of the one it depends on; never the same.
    pub to: u32,
    /// Calls.
    pub calls: u32,
    /// Subscriptions.
    pub events: u32,
    /// Accesses to its data.
    pub data: u32,
    /// What is only declared.
    pub declared: u32,
}

/// The services, or the domains, of a design in the order of a partitioned matrix.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Structure {
    /// What depends on nothing comes first, tangles stand together.
    pub order: Vec<Id>,
    /// Where each tangle begins in the order, and how many it has.
    pub tangles: Vec<(u32, u32)>,
    /// By the places of their ends.
    pub bonds: Vec<Bond>,
    /// Of services: which share of what each owns is marked as published contract, 0 to 1 (A of Martin, adapted to
    /// designs); 0 where it owns nothing. Empty for domains.
    pub contract_share: Vec<f64>,
}

/// The services of a design.
pub fn structure(model: &Model) -> Structure {
    let graph = DesignGraph::of(model);
    let ids: Vec<&Id> = (0..graph.n()).map(|service| graph.id(service)).collect();
    let own: Vec<u32> = (0..graph.n()).collect();
    let mut found = arranged(&graph, &ids, &own);
    let shares: BTreeMap<&Id, f64> = ids
        .iter()
        .zip(graph.owned())
        .map(|(id, owned)| {
            (*id, if owned.all() == 0 { 0.0 } else { f64::from(owned.contracts) / f64::from(owned.all()) })
        })
        .collect();
    found.contract_share = found.order.iter().map(|id| shares.get(id).copied().unwrap_or(0.0)).collect();
    found
}

/// The innermost domains of a design; a service without one stands for itself.
pub fn domain_structure(model: &Model) -> Structure {
    let graph = DesignGraph::of(model);
    let mut ids: Vec<&Id> = (0..graph.n()).map(|service| graph.boundary(service)).collect();
    ids.sort();
    ids.dedup();
    let division: Vec<u32> =
        (0..graph.n()).map(|service| count(ids.partition_point(|id| *id < graph.boundary(service)))).collect();
    arranged(&graph, &ids, &division)
}

/// The parts in order; `division` says to which each service belongs.
fn arranged(graph: &DesignGraph<'_>, ids: &[&Id], division: &[u32]) -> Structure {
    let mut bonds: BTreeMap<(u32, u32), Bond> = BTreeMap::new();
    for found in graph.dependencies() {
        let (from, to) = (division[found.from as usize], division[found.to as usize]);
        if from == to {
            continue;
        }
        let bond = bonds.entry((from, to)).or_default();
        match found.tie {
            Tie::Sync => bond.calls += 1,
            Tie::Event => bond.events += 1,
            Tie::Data => bond.data += 1,
            Tie::Declared => bond.declared += 1,
        }
    }
    let whole = Projection::of(count(ids.len()), bonds.keys().copied().collect());
    let levels = whole.levels();
    // The first of a component stands for it, so that components of one level do not mix.
    let leads: Vec<u32> = whole.tangles.components().map(|nodes| nodes.first().copied().unwrap_or(0)).collect();
    let mut order: Vec<u32> = (0..count(ids.len())).collect();
    order.sort_by_key(|node| (levels[*node as usize], leads[whole.tangles.of[*node as usize] as usize], *node));
    let mut place = vec![0; ids.len()];
    for (at, node) in (0u32..).zip(&order) {
        place[*node as usize] = at;
    }
    let mut tangles: Vec<(u32, u32)> = whole
        .tangles
        .tangles()
        .into_iter()
        .map(|nodes| (nodes.iter().map(|node| place[*node as usize]).min().unwrap_or(0), count(nodes.len())))
        .collect();
    tangles.sort_unstable();
    let mut bonds: Vec<Bond> = bonds
        .into_iter()
        .map(|((from, to), bond)| Bond { from: place[from as usize], to: place[to as usize], ..bond })
        .collect();
    bonds.sort_by_key(|bond| (bond.from, bond.to));
    Structure {
        order: order.iter().map(|node| ids[*node as usize].clone()).collect(),
        tangles,
        bonds,
        contract_share: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Bond, domain_structure, structure};
    use crate::drawing::draw;

    fn names(order: &[cleave_model::Id]) -> Vec<&str> {
        order.iter().map(|id| id.as_str().split_once(':').map_or("", |(_, name)| name)).collect()
    }

    #[test]
    fn what_depends_on_nothing_comes_first_and_tangles_stand_together() {
        let found = structure(&draw("a calls b.x; a calls b.y; b.x calls c.z; c.z calls b.x; c reads d.db; e calls d"));
        assert_eq!(names(&found.order), ["d", "e", "b", "c", "a"]);
        assert_eq!(found.tangles, [(2, 2)]);
        assert_eq!(found.bonds[0], Bond { from: 1, to: 0, calls: 1, ..Bond::default() });
        assert_eq!(found.bonds[1], Bond { from: 2, to: 3, calls: 1, ..Bond::default() });
        assert_eq!(found.bonds[2], Bond { from: 3, to: 0, data: 1, ..Bond::default() });
        assert_eq!(found.bonds[4], Bond { from: 4, to: 2, calls: 2, ..Bond::default() });
    }

    #[test]
    fn domains_take_the_ties_of_their_services() {
        let found = domain_structure(&draw("domain sales a b; a calls b; a calls c.x; d subscribes a.Said"));
        assert_eq!(names(&found.order), ["c", "sales", "d"]);
        assert_eq!(found.bonds.len(), 2);
        assert_eq!(structure(&draw("")).order.len(), 0);
    }

    #[test]
    fn the_share_of_contract_is_counted() {
        let found = structure(&draw("c subscribes base.Done!; base reads base.db"));
        assert_eq!((names(&found.order), found.contract_share), (vec!["base", "c"], vec![0.5, 0.0]));
    }
}
