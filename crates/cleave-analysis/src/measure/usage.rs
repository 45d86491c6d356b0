//! Who uses what of whom: the data of services, and the operations they offer.

use crate::graph::{Dependency, DesignGraph, Tie};
use crate::measure::feedback::{Weights, least};
use crate::measure::tangle::count;
use cleave_model::{ConnectionKind, Kind};
use petgraph::graph::NodeIndex;
use std::collections::BTreeSet;

/// Who reads and writes whose data.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct DataUse {
    /// Reads and writes of a service's own stores: each service, store and kind counts once.
    pub(crate) own: u32,
    /// Reads and writes of all stores.
    pub(crate) all: u32,
    /// Stores that two or more services use.
    pub(crate) shared: u32,
}

impl DataUse {
    /// Counts it.
    pub(crate) fn of(graph: &DesignGraph<'_>) -> Self {
        let mut use_of = Self::default();
        for node in graph.stores.iter().copied() {
            let mut users = BTreeSet::new();
            for kind in [ConnectionKind::Read, ConnectionKind::Write] {
                for service in graph.services_at(node, kind) {
                    users.insert(service);
                    use_of.all += 1;
                    use_of.own += u32::from(graph.drawn[node].service == Some(service));
                }
            }
            use_of.shared += u32::from(users.len() > 1);
        }
        use_of
    }

    /// The share of accesses that stay at home; none where nothing is accessed.
    pub(crate) fn autonomy(&self) -> Option<f64> {
        (self.all > 0).then(|| f64::from(self.own) / f64::from(self.all))
    }
}

/// Service interface usage cohesion of each judged service: the operations its clients use, over clients times
/// operations (Perepletchikov 2007). None without a client or an operation. Clients are other services that call one.
pub(crate) fn interface_use(graph: &DesignGraph<'_>) -> Vec<Option<f64>> {
    let n = graph.services.len();
    let mut operations = vec![0u32; n];
    for service in graph.operations.iter().filter_map(|node| graph.drawn[*node].service) {
        operations[service as usize] += 1;
    }
    let of_operation = |tie: &Dependency<'_>| tie.tie == Tie::Sync && graph.drawn[tie.way.to].kind == Kind::Operation;
    let mut used = Vec::new();
    let mut share = |(service, offered): (u32, u32)| {
        used.clear();
        used.extend(graph.needed(service).filter(of_operation).map(|tie| (tie.from, tie.way.to)));
        used.sort_unstable();
        used.dedup();
        let clients = used.chunk_by(|one, other| one.0 == other.0).count();
        let most = f64::from(count(clients)) * f64::from(offered);
        (most > 0.0).then(|| f64::from(count(used.len())) / most)
    };
    (0..).zip(operations).map(&mut share).collect()
}

/// Largest tangle whose cheapest cut is weighed.
pub(crate) const LARGEST_WEIGHED: usize = 1_000;

/// The connections behind the dependencies that have to go so that no circle is left, over the connections behind all
/// dependencies (as Structure101 counts). Not defined without dependencies. Exact up to 18 services in a tangle, else of
/// few connections. Not counted at all where a tangle has more than [`LARGEST_WEIGHED`] services.
pub(crate) fn tangled_share(graph: &DesignGraph<'_>) -> Option<Option<f64>> {
    let tangles = graph.all.tangles.tangles();
    if tangles.first().is_some_and(|members| members.len() > LARGEST_WEIGHED) {
        return None;
    }
    let cut: u64 = tangles
        .iter()
        .map(|members| {
            let mut weights = Weights::new();
            let inside =
                members.iter().enumerate().flat_map(|(at, from)| graph.needs(*from).map(move |tie| (at, tie.to)));
            for (at, to) in inside {
                if let Ok(other) = members.binary_search(&to) {
                    *weights.entry((at, other)).or_default() += 1;
                }
            }
            least(members.len(), &weights)
        })
        .sum();
    let all = graph.dependencies().count();
    Some((all > 0).then(|| cut as f64 / all as f64))
}

/// For each operation that somebody needs in some version, how many versions are needed of it (NVS; Hirzalla 2008).
pub(crate) fn versions_in_use(graph: &DesignGraph<'_>) -> Vec<(NodeIndex, u32)> {
    let of_operation = |node: NodeIndex| {
        let calls = graph.arriving(node).filter(|way| {
            way.marks.is_versioned() && matches!(way.marks.kind, ConnectionKind::Call | ConnectionKind::Use)
        });
        let versions = calls.filter_map(|way| way.connection().version);
        count(versions.map(|version| (version.major, version.minor)).collect::<BTreeSet<_>>().len())
    };
    let counted = graph.operations.iter().map(|node| (*node, of_operation(*node)));
    counted.filter(|(_, versions)| *versions > 0).collect()
}

#[cfg(test)]
mod tests {
    use super::{DataUse, interface_use, tangled_share, versions_in_use};
    use crate::drawing::draw;
    use crate::graph::DesignGraph;

    #[test]
    fn accesses_by_service_store_and_kind() {
        let model = draw("a.x writes a.db; a.y writes a.db; a.x reads a.db; b reads a.db; b writes loose");
        let found = DataUse::of(&DesignGraph::of(&model));
        assert_eq!(found, DataUse { own: 2, all: 4, shared: 1 });
        assert_eq!(found.autonomy(), Some(0.5));
        assert_eq!(DataUse::of(&DesignGraph::of(&draw("a calls b"))).autonomy(), None);
    }

    #[test]
    fn the_connections_to_cut_over_all_of_them() {
        let share = |lines: &str| tangled_share(&DesignGraph::of(&draw(lines))).unwrap();
        // a calls two operations of b, b one of a: one of four has to go.
        assert_eq!(share("a calls b.x; a calls b.y; b calls a.z; b calls c"), Some(0.25));
        // The published example: 6 of 6 + 14 + 51.
        let many = |from: &str, to: &str, many: usize| -> String {
            (0..many).map(|at| format!("{from} calls {to}.{from}{at};")).collect()
        };
        let example = many("a", "b", 14) + &many("b", "c", 51) + &many("c", "a", 6);
        assert_eq!(share(&example), Some(6.0 / 71.0));
        assert_eq!((share("a calls b"), share("service a")), (Some(0.0), None));
    }

    #[test]
    fn versions_that_are_needed_at_once() {
        let mut model = draw("a calls c.x; b calls c.x; d calls c.x; a calls c.y; ~bank uses c.x");
        for (from, version) in [("service:a", "1.0"), ("service:b", "2.0"), ("external:bank", "1.0")] {
            let to = |way: &&cleave_model::Connection| way.from.as_str() == from && way.to.as_str() == "operation:c.x";
            let way = model.connections().find(to).unwrap().head.id.clone();
            crate::drawing::saying(&mut model, way.as_str(), serde_json::json!({"version": version}));
        }
        let graph = DesignGraph::of(&model);
        let found = versions_in_use(&graph);
        assert_eq!(found, [(graph.place(&"operation:c.x".into()).unwrap(), 2)]);
        let service = |name: &str| crate::analyse(&model).metrics.services[&format!("service:{name}").into()].clone();
        assert_eq!((service("c").versions, service("c").operations, service("a").versions), (2, 2, 0));
    }

    #[test]
    fn two_clients_that_use_half_each() {
        // c offers two; a uses one, b uses one, and c itself does not count.
        let model = draw("a calls c.x; b calls c.y; b.z calls c.y; c.x calls c.y");
        assert_eq!(interface_use(&DesignGraph::of(&model)), [None, None, Some(0.5)]);
    }
}
