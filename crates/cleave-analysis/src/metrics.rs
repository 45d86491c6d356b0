//! The numbers of a design: per service and for the whole system.

use crate::analysis::{Far, Memory};
use crate::graph::{DesignGraph, Owned, Projection};
use crate::measure::closure::Visibility;
use crate::measure::cut::Feedback;
use crate::measure::lakos::tree_ccd;
use crate::measure::modularity;
use crate::measure::tangle::count;
use crate::measure::usage::{DataUse, interface_use, versions_in_use};
use cleave_model::{ConnectionKind, Id};
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
    /// How many services call it (AIS: absolute importance of the service; Rud, Schmietendorf, Dumke 2006). What they
    /// call ADS, absolute dependence, is [`ServiceMetrics::sync_fan_out`].
    pub callers: u32,
    /// Callers times callees (ACS: absolute criticality of the service; the same source).
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub criticality: u64,
    /// Share of the shortest ways between other services, over all dependencies, that run through it, by
    /// (n − 1)(n − 2), 0 to 1 (Brandes 2001); 0 below three services. Above 5,000 services estimated from 256 of them.
    /// Nothing where it was not counted: see [`crate::analyse_soon`].
    pub betweenness: Option<f64>,
    /// How likely one who follows dependencies at random stands here (PageRank, damping 0.85, what ends is spread over
    /// all): the rank of being depended on. All services together have 1.
    pub risk_rank: f64,
    /// How many services calls from the entries reach only through it. Nothing where no entry reaches it.
    pub dominated: Option<u32>,
    /// The product of the availabilities of it and all that it waits for, each once, 0 to 1; calls with a fallback do
    /// not count. Nothing where one of them is not said, or the design is too large for the walks.
    pub availability: Option<f64>,
    /// Service interface usage cohesion, 0 to 1: operations its clients use, over clients times operations
    /// (Perepletchikov 2007). Nothing without a client or an operation.
    pub interface_use: Option<f64>,
    /// Operations it offers (WSIC, each weighing 1; Hirzalla, Cleland-Huang, Arsanjani 2008).
    pub operations: u32,
    /// Versions that its callers need of one of its operations, at most (NVS; the same source); 0 where none says one.
    pub versions: u32,
    /// Where it stands to the core. Nothing where no tangle is the largest, or above 100,000 services.
    pub core: Option<CorePlace>,
    /// Share of published contracts in the operations, events and stores it owns, 0 to 1; 0 where it owns none
    /// (Martin's abstractness, for a design instead of classes).
    pub abstractness: f64,
    /// Abstractness + instability − 1, −1 (pain) to 1 (useless): the distance from the main sequence, signed and not
    /// divided by √2. Nothing where instability is not defined.
    pub distance: Option<f64>,
}

/// Where a service stands to the core, the largest tangle (Baldwin, MacCormack, Rusnak 2014).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum CorePlace {
    /// In it.
    Core,
    /// As many depend on it, and it depends on fewer.
    Shared,
    /// It depends on as many, and fewer on it.
    Control,
    /// Apart from it.
    Periphery,
}

/// The numbers of one domain. A service belongs to its innermost domain.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DomainMetrics {
    /// Judged services directly in it.
    pub services: u32,
    /// Dependencies between two of them.
    pub inside: u32,
    /// Dependencies that begin or end at one of them.
    pub touching: u32,
    /// The first of these over the second, 0 to 1. Nothing where there is no dependency.
    pub cohesion: Option<f64>,
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
    /// Cumulative component dependency over that of an exact balanced binary tree of as many services (NCCD; Lakos 1996,
    /// in the form of ArchUnit). Nothing without services, or above 100,000 of them.
    pub nccd: Option<f64>,
    /// How many dependencies have to go so that no tangle is left: the fewest there are, or few where that is not known.
    pub feedback_arcs: u32,
    /// Whether there is no smaller number.
    pub feedback_exact: bool,
    /// Services in the largest tangle over all, 0 to 1 (the core of Baldwin, MacCormack, Rusnak 2014, whose size is
    /// [`SystemMetrics::largest_tangle`]). Nothing where there is no tangle.
    pub core_share: Option<f64>,
    /// Pairs of services that call each other (SIY; Rud, Schmietendorf, Dumke 2006).
    pub mutual_calls: u32,
    /// Share of reads and writes that go to a service's own stores, 0 to 1; each service, store and kind counts once.
    /// Nothing where nothing is accessed.
    pub data_autonomy: Option<f64>,
    /// How well the drawn domains follow the dependencies: directed modularity Q (Leicht, Newman 2008), below 1; a
    /// service without a domain is a part of its own. Nothing without dependencies.
    pub modularity: Option<f64>,
}

/// All numbers of a design.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Metrics {
    /// By service id.
    pub services: BTreeMap<Id, ServiceMetrics>,
    /// By domain id.
    pub domains: BTreeMap<Id, DomainMetrics>,
    /// Of the whole.
    pub system: SystemMetrics,
}

impl Metrics {
    /// Takes the numbers off the graphs. Says after each family of them that it is done.
    pub(crate) fn of(
        memory: &mut Memory,
        graph: &DesignGraph<'_>,
        far: Far,
        done: &mut dyn FnMut(&'static str),
    ) -> Self {
        let all = &graph.all;
        let n = all.graph.n();
        let seen = all.visibility();
        done("visibility");
        let mut rows = rows(memory, graph, (seen, far), done);
        let shared_stores = events_and_stores(graph, &mut rows);
        done("events and stores");
        let division = graph.division();
        let parts = modularity::parts(&all.graph, &division.of, division.parts.len());
        let tangles = all.tangles.tangles();
        let ccd = seen.filter(|_| n > 0).map(|seen| seen.ccd() as f64);
        done("modularity");
        let feedback = Feedback::of(&all.graph, &all.tangles);
        done("feedback arcs");
        let system = SystemMetrics {
            services: n,
            connections: count(graph.marks().count()),
            dependencies: all.graph.e(),
            tangles: count(tangles.len()),
            largest_tangle: count(tangles.first().map_or(0, |nodes| nodes.len())),
            call_cycles: count(graph.sync.tangles.tangles().len()),
            propagation_cost: ccd.map(|ccd| ccd / (f64::from(n) * f64::from(n))),
            sync_depth_max: rows.iter().map(|row| row.sync_depth).max().unwrap_or(0),
            shared_stores,
            nccd: ccd.map(|ccd| ccd / tree_ccd(n) as f64),
            feedback_arcs: feedback.arcs,
            feedback_exact: feedback.exact,
            core_share: tangles.first().map(|nodes| nodes.len() as f64 / f64::from(n)),
            mutual_calls: graph.sync.graph.mutual(),
            data_autonomy: DataUse::of(graph).autonomy(),
            modularity: modularity::modularity(&parts),
        };
        let mut services = vec![0; parts.len()];
        division.of.iter().for_each(|part| services[*part as usize] += 1);
        let domain = |at: &u32| {
            let (part, services) = (&parts[*at as usize], services[*at as usize]);
            let numbers =
                DomainMetrics { services, inside: part.inside, touching: part.touching(), cohesion: part.cohesion() };
            (division.parts[*at as usize].clone(), numbers)
        };
        let metrics = Self {
            services: (0u32..).zip(rows).map(|(service, row)| (graph.id(service).clone(), row)).collect(),
            domains: division.domains.iter().map(domain).collect(),
            system,
        };
        done("tables");
        metrics
    }
}

/// The numbers of each service but those of its events and stores.
fn rows(
    memory: &mut Memory,
    graph: &DesignGraph<'_>,
    (seen, far): (Option<&Visibility>, Far),
    done: &mut dyn FnMut(&'static str),
) -> Vec<ServiceMetrics> {
    let (all, sync) = (&graph.all, &graph.sync);
    let called = sync.visibility().map(|seen| &seen.into);
    done("blast radius");
    let (levels, depths, owned) = (all.levels(), sync.levels(), graph.owned());
    let names: Vec<&Id> = (0..graph.n()).map(|service| graph.id(service)).collect();
    let through = (far == Far::Yes).then(|| all.betweenness_by(|graph| memory.walks.betweenness(graph, &names)));
    done("betweenness");
    let rank = all.rank();
    done("risk rank");
    let (interfaces, answering) = (interface_use(graph), graph.availability());
    let core = core_places(all, seen);
    let mut rows: Vec<ServiceMetrics> = (0..graph.n())
        .map(|service| {
            let at = service as usize;
            let (used_by, uses) = (count(all.graph.ins(service).len()), count(all.graph.out(service).len()));
            let (callers, callees) = (count(sync.graph.ins(service).len()), count(sync.graph.out(service).len()));
            let circle = |of: &Projection| Some(of.tangles.size(service)).filter(|size| *size > 1).unwrap_or(0);
            let (abstractness, instability) = (abstractness(owned[at]), instability(used_by, uses));
            ServiceMetrics {
                used_by,
                uses,
                instability,
                sync_depth: depths[at] - 1,
                sync_fan_out: callees,
                level: levels[at],
                visibility_in: seen.map(|seen| seen.into[at]),
                visibility_out: seen.map(|seen| seen.out[at]),
                blast_radius: called.map(|called| called[at] - 1),
                sync_cycle: circle(sync),
                tangle: circle(all),
                callers,
                criticality: u64::from(callers) * u64::from(callees),
                betweenness: through.map(|through| through[at]),
                risk_rank: rank[at],
                availability: answering.and_then(|answering| answering[at]),
                interface_use: interfaces[at],
                operations: owned[at].operations,
                core: core.as_ref().map(|places| places[at]),
                abstractness,
                distance: instability.map(|instability| abstractness + instability - 1.0),
                ..ServiceMetrics::default()
            }
        })
        .collect();
    for (operation, versions) in versions_in_use(graph) {
        if let Some(service) = graph.drawn[operation].service {
            let most = &mut rows[service as usize].versions;
            *most = versions.max(*most);
        }
    }
    for (service, dominated) in &graph.dominance().dominated {
        rows[*service as usize].dominated = Some(*dominated);
    }
    done("numbers of services");
    rows
}

/// Where each service stands to the core; nothing where no tangle is the largest.
fn core_places(all: &Projection, seen: Option<&Visibility>) -> Option<Vec<CorePlace>> {
    let (tangles, seen) = (all.tangles.tangles(), seen?);
    let core = match tangles.as_slice() {
        [largest, next, ..] if largest.len() == next.len() => return None,
        tangles => tangles.first()?[0],
    };
    let place = |service: u32| {
        let is_as_far = |reached: &[u32]| reached[service as usize] >= reached[core as usize];
        match (is_as_far(&seen.into), is_as_far(&seen.out)) {
            _ if all.tangles.together(service, core) => CorePlace::Core,
            (true, false) => CorePlace::Shared,
            (false, true) => CorePlace::Control,
            _ => CorePlace::Periphery,
        }
    };
    Some((0..all.graph.n()).map(place).collect())
}

/// The share of published contracts in what a service owns; 0 where it owns nothing.
pub(crate) fn abstractness(owned: Owned) -> f64 {
    if owned.all() == 0 { 0.0 } else { f64::from(owned.contracts) / f64::from(owned.all()) }
}

/// Ce / (Ca + Ce); not defined where both are 0.
pub(crate) fn instability(used_by: u32, uses: u32) -> Option<f64> {
    (used_by + uses > 0).then(|| f64::from(uses) / f64::from(used_by + uses))
}

/// Counts each service's events and shared stores, and answers how many stores are shared.
fn events_and_stores(graph: &DesignGraph<'_>, rows: &mut [ServiceMetrics]) -> u32 {
    for node in graph.events.iter().copied() {
        for service in graph.services_at(node, ConnectionKind::Publish) {
            rows[service as usize].events_out += 1;
        }
        for service in graph.services_at(node, ConnectionKind::Subscribe) {
            rows[service as usize].events_in += 1;
        }
    }
    let mut shared = 0;
    for node in graph.stores.iter().copied() {
        let mut users = graph.services_at(node, ConnectionKind::Read);
        users.extend(graph.services_at(node, ConnectionKind::Write));
        users.sort_unstable();
        users.dedup();
        if users.len() > 1 {
            shared += 1;
            users.iter().for_each(|service| rows[*service as usize].shared_stores += 1);
        }
    }
    shared
}

#[cfg(test)]
mod tests {
    use super::CorePlace;
    use crate::analyse;
    use crate::drawing::{draw, saying};
    use serde_json::json;

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
    fn the_added_numbers_by_hand() {
        let mut model = draw(
            "domain sales gateway orders; shopper uses gateway; gateway calls orders.place; orders.place calls stock.take; \
             stock.take calls orders.get; orders.place writes orders.db; stock.take reads orders.db; \
             orders.place publishes orders.Placed!; service idle",
        );
        for (service, share) in [("gateway", 0.5), ("orders", 0.8), ("stock", 0.9)] {
            saying(&mut model, &format!("service:{service}"), json!({"availability": share}));
        }
        let metrics = analyse(&model).metrics;
        let row = |name: &str| metrics.services[&format!("service:{name}").into()].clone();
        let rud = |name: &str| (row(name).callers, row(name).sync_fan_out, row(name).criticality);
        assert_eq!([rud("gateway"), rud("orders"), rud("stock")], [(0, 1, 0), (2, 1, 2), (1, 1, 1)]);
        // Of 3 · 2 pairs without it only gateway → stock runs through orders.
        assert_eq!([row("orders").betweenness, row("stock").betweenness], [Some(1.0 / 6.0), Some(0.0)]);
        // gateway passes on all of its 1, orders and stock all of theirs to each other; idle has 1 too.
        let (orders, stock) = ((1.85 + 0.85) / (1.0 - 0.85 * 0.85), (1.0 + 0.85 * 1.85) / (1.0 - 0.85 * 0.85));
        let all = 1.0 + orders + stock + 1.0;
        assert!((row("idle").risk_rank - 1.0 / all).abs() < 1e-12);
        assert!((row("orders").risk_rank - orders / all).abs() < 1e-12);
        assert_eq!(
            [row("gateway").dominated, row("orders").dominated, row("idle").dominated],
            [Some(2), Some(1), None]
        );
        let close = |found: Option<f64>, value: f64| assert!((found.unwrap() - value).abs() < 1e-12, "{found:?}");
        close(row("gateway").availability, 0.36);
        close(row("stock").availability, 0.72);
        assert_eq!(row("idle").availability, None);
        // Two clients of two operations use one each.
        assert_eq!([row("orders").interface_use, row("idle").interface_use], [Some(0.5), None]);
        // orders owns place, get, a store and an event, of which the event is published; it depends on one, two on it.
        close(Some(row("orders").abstractness), 0.25);
        close(row("orders").distance, 0.25 + 1.0 / 3.0 - 1.0);
        assert_eq!((row("idle").abstractness, row("idle").distance), (0.0, None));
        // orders and stock are the core; gateway depends on them and itself, idle has nothing to do with it.
        use CorePlace::{Control, Core, Periphery};
        let places = ["gateway", "orders", "stock", "idle"].map(|name| row(name).core);
        assert_eq!(places, [Control, Core, Core, Periphery].map(Some));
        assert_eq!([row("orders").operations, row("idle").operations], [2, 0]);
        let system = metrics.system;
        // gateway 3, orders 2, stock 2, idle 1; the tree of four has 1 + 2 + 2 + 3.
        assert_eq!((system.nccd, system.core_share), (Some(1.0), Some(0.5)));
        assert_eq!((system.feedback_arcs, system.feedback_exact, system.mutual_calls), (1, true, 1));
        close(system.data_autonomy, 0.5);
        // One of three stays in sales, where two begin and two end; the other part has one of each.
        close(system.modularity, 1.0 / 3.0 - (2.0 * 2.0 + 1.0 * 1.0) / 9.0);
        let sales = &metrics.domains[&"domain:sales".into()];
        assert_eq!((sales.services, sales.inside, sales.touching), (2, 1, 3));
        assert_eq!((sales.cohesion, metrics.domains.len()), (Some(1.0 / 3.0), 1));
    }

    #[test]
    fn nothing_has_no_cost_and_one_costs_itself() {
        assert_eq!(analyse(&draw("")).metrics.system.propagation_cost, None);
        assert_eq!(analyse(&draw("service a")).metrics.system.propagation_cost, Some(1.0));
    }
}
