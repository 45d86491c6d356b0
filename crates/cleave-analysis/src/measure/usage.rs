//! Who uses what of whom: the data of services, and the operations they offer.

use crate::graph::{Dependency, DesignGraph, Tie};
use crate::measure::tangle::count;
use cleave_model::{ConnectionKind, Kind};
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
    let of_operation = |tie: &&Dependency<'_>| tie.tie == Tie::Sync && graph.drawn[tie.end].kind == Kind::Operation;
    let mut used = Vec::new();
    let mut share = |(service, offered): (u32, u32)| {
        used.clear();
        used.extend(graph.needed(service).filter(of_operation).map(|tie| (tie.from, tie.end)));
        used.sort_unstable();
        used.dedup();
        let clients = used.chunk_by(|one, other| one.0 == other.0).count();
        let most = f64::from(count(clients)) * f64::from(offered);
        (most > 0.0).then(|| f64::from(count(used.len())) / most)
    };
    (0..).zip(operations).map(&mut share).collect()
}

#[cfg(test)]
mod tests {
    use super::{DataUse, interface_use};
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
    fn two_clients_that_use_half_each() {
        // c offers two; a uses one, b uses one, and c itself does not count.
        let model = draw("a calls c.x; b calls c.y; b.z calls c.y; c.x calls c.y");
        assert_eq!(interface_use(&DesignGraph::of(&model)), [None, None, Some(0.5)]);
    }
}
