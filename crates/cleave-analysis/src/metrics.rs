//! The numbers of a design: per service and for the whole system.

use crate::graph::{DesignGraph, Projection};
use crate::measure::closure::Visibility;
use crate::measure::tangle::count;
use cleave_model::{ConnectionKind, Id, Record};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The numbers of one service. Dependencies are the calls, subscriptions, foreign data accesses and declared
/// dependencies between services, each pair counted once.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ServiceMetrics {
    /// How many services depend on it (Ca).
    pub used_by: u32,
    /// How many services it depends on (Ce).
    pub uses: u32,
    /// Ce / (Ca + Ce), 0 to 1; nothing where both are 0.
    pub instability: Option<f64>,
    /// Longest chain of synchronous calls that starts here, in hops; a call cycle of k services counts k − 1.
    pub sync_depth: u32,
    /// How many services it calls directly.
    pub sync_fan_out: u32,
    /// 1 for a service that depends on none; a tangle counts its size.
    pub level: u32,
    /// How many services depend on it, also through others, itself included. Nothing above 100,000 services.
    pub visibility_in: Option<u32>,
    /// How many services it depends on, also through others, itself included. Nothing above 100,000 services.
    pub visibility_out: Option<u32>,
    /// How many services are cut off when it is down: those that call it, also through others.
    pub blast_radius: Option<u32>,
    /// How many services are in the call cycle it stands in; 0 where it stands in none.
    pub sync_cycle: u32,
    /// How many services are in the tangle it stands in; 0 where it stands in none.
    pub tangle: u32,
    /// Events it publishes.
    pub events_out: u32,
    /// Events it subscribes to.
    pub events_in: u32,
    /// Stores it shares with another service.
    pub shared_stores: u32,
}

/// The numbers of the whole system.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SystemMetrics {
    /// Services that are judged: all but brokers.
    pub services: u32,
    /// Connections drawn, of any kind.
    pub connections: u32,
    /// Pairs of services of which one depends on the other.
    pub dependencies: u32,
    /// Groups of services that depend on each other in a circle.
    pub tangles: u32,
    /// Services in the largest of them; 0 where there is none.
    pub largest_tangle: u32,
    /// Groups of services that call each other in a circle.
    pub call_cycles: u32,
    /// Share of all pairs (each service with itself included) where one depends on the other, also through others,
    /// 0 to 1. Nothing without services, or above 100,000 of them.
    pub propagation_cost: Option<f64>,
    /// Longest chain of synchronous calls, in hops.
    pub sync_depth_max: u32,
    /// Stores that two or more services read or write.
    pub shared_stores: u32,
}

/// All numbers of a design.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Metrics {
    /// By service id.
    pub services: BTreeMap<Id, ServiceMetrics>,
    /// Of the whole.
    pub system: SystemMetrics,
}

impl Metrics {
    /// Takes the numbers off the graphs.
    pub(crate) fn of(graph: &DesignGraph<'_>) -> Self {
        let (all, sync) = (&graph.all, &graph.sync);
        let (seen, called) = (Visibility::of(&all.graph, &all.tangles), Visibility::of(&sync.graph, &sync.tangles));
        let (levels, depths) = (all.levels(), sync.levels());
        let mut rows: Vec<ServiceMetrics> = (0..all.graph.n())
            .map(|service| {
                let at = service as usize;
                let (used_by, uses) = (count(all.graph.ins(service).len()), count(all.graph.out(service).len()));
                let circle = |of: &Projection| Some(of.tangles.size(service)).filter(|size| *size > 1).unwrap_or(0);
                ServiceMetrics {
                    used_by,
                    uses,
                    instability: instability(used_by, uses),
                    sync_depth: depths[at] - 1,
                    sync_fan_out: count(sync.graph.out(service).len()),
                    level: levels[at],
                    visibility_in: seen.as_ref().map(|seen| seen.into[at]),
                    visibility_out: seen.as_ref().map(|seen| seen.out[at]),
                    blast_radius: called.as_ref().map(|called| called.into[at] - 1),
                    sync_cycle: circle(sync),
                    tangle: circle(all),
                    ..ServiceMetrics::default()
                }
            })
            .collect();
        let shared_stores = events_and_stores(graph, &mut rows);
        let tangles = all.tangles.tangles();
        let squared = f64::from(all.graph.n()) * f64::from(all.graph.n());
        let system = SystemMetrics {
            services: all.graph.n(),
            connections: count(graph.drawn.edge_count()),
            dependencies: all.graph.e(),
            tangles: count(tangles.len()),
            largest_tangle: count(tangles.first().map_or(0, |nodes| nodes.len())),
            call_cycles: count(sync.tangles.tangles().len()),
            propagation_cost: seen.filter(|_| all.graph.n() > 0).map(|seen| seen.ccd() as f64 / squared),
            sync_depth_max: rows.iter().map(|row| row.sync_depth).max().unwrap_or(0),
            shared_stores,
        };
        Self { services: (0u32..).zip(rows).map(|(service, row)| (graph.id(service).clone(), row)).collect(), system }
    }
}

/// Ce / (Ca + Ce); not defined where both are 0.
pub(crate) fn instability(used_by: u32, uses: u32) -> Option<f64> {
    (used_by + uses > 0).then(|| f64::from(uses) / f64::from(used_by + uses))
}

/// Counts each service's events and shared stores, and answers how many stores are shared.
fn events_and_stores(graph: &DesignGraph<'_>, rows: &mut [ServiceMetrics]) -> u32 {
    let mut shared = 0;
    for node in graph.drawn.node_indices() {
        match graph.drawn[node].record {
            Record::Event(_) => {
                for service in graph.services_at(node, ConnectionKind::Publish) {
                    rows[service as usize].events_out += 1;
                }
                for service in graph.services_at(node, ConnectionKind::Subscribe) {
                    rows[service as usize].events_in += 1;
                }
            }
            Record::DataStore(_) => {
                let mut users = graph.services_at(node, ConnectionKind::Read);
                users.extend(graph.services_at(node, ConnectionKind::Write));
                users.sort_unstable();
                users.dedup();
                if users.len() > 1 {
                    shared += 1;
                    users.iter().for_each(|service| rows[*service as usize].shared_stores += 1);
                }
            }
            _ => {}
        }
    }
    shared
}

#[cfg(test)]
mod tests {
    use crate::analyse;
    use crate::drawing::draw;

    #[test]
    fn the_numbers_of_a_small_shop_by_hand() {
        // gateway → orders → inventory → catalog; orders → catalog; shipping hears orders and writes inventory's store
        let metrics = analyse(&draw(
            "shopper uses gateway; gateway calls orders.place; orders.place calls inventory.reserve; \
             orders.place calls inventory.check; inventory.reserve calls catalog.get; orders.place calls catalog.get; \
             orders.place publishes orders.Placed; shipping subscribes orders.Placed; shipping writes inventory.stock; \
             inventory writes inventory.stock; orders calls ~bank",
        ))
        .metrics;
        let row = |name: &str| metrics.services[&format!("service:{name}").into()].clone();
        let martin = |name: &str| (row(name).used_by, row(name).uses, row(name).instability);
        assert_eq!(martin("gateway"), (0, 1, Some(1.0)));
        assert_eq!(martin("orders"), (2, 2, Some(0.5)));
        assert_eq!(martin("inventory"), (2, 1, Some(1.0 / 3.0)));
        assert_eq!(martin("catalog"), (2, 0, Some(0.0)));
        assert_eq!(martin("shipping"), (0, 2, Some(1.0)));
        let depth = |name: &str| row(name).sync_depth;
        assert_eq!([depth("gateway"), depth("orders"), depth("catalog"), depth("shipping")], [3, 2, 0, 0]);
        assert_eq!(row("catalog").blast_radius, Some(3));
        assert_eq!((row("orders").events_out, row("shipping").events_in, row("inventory").shared_stores), (1, 1, 1));
        // Reached, itself included: gateway 4, orders 3, inventory 2, catalog 1, shipping 4 (orders, inventory, catalog).
        assert_eq!(metrics.system.propagation_cost, Some(14.0 / 25.0));
        assert_eq!((metrics.system.services, metrics.system.dependencies), (5, 6));
        assert_eq!((metrics.system.tangles, metrics.system.sync_depth_max), (0, 3));
        assert_eq!(metrics.system.shared_stores, 1);
    }

    #[test]
    fn a_circle_counts_its_size_and_alone_is_not_stable() {
        let metrics = analyse(&draw("a calls b; b calls c; c calls b; c calls d; service e")).metrics;
        let depth = |name: &str| metrics.services[&format!("service:{name}").into()].sync_depth;
        assert_eq!([depth("a"), depth("b"), depth("c"), depth("d"), depth("e")], [3, 2, 2, 0, 0]);
        let row = |name: &str| metrics.services[&format!("service:{name}").into()].clone();
        assert_eq!((row("b").tangle, row("b").sync_cycle, row("a").tangle), (2, 2, 0));
        assert_eq!((row("e").instability, row("e").level), (None, 1));
        assert_eq!((metrics.system.call_cycles, metrics.system.largest_tangle), (1, 2));
    }

    #[test]
    fn nothing_has_no_cost_and_one_costs_itself() {
        assert_eq!(analyse(&draw("")).metrics.system.propagation_cost, None);
        assert_eq!(analyse(&draw("service a")).metrics.system.propagation_cost, Some(1.0));
    }
}
