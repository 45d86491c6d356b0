//! What a topology would mean when it runs: calls that cross processes, chains, availability, waiting, outages.

mod advice;
mod grouping;
mod ways;

pub use advice::{Advice, Barriers, advise};

use crate::graph::{Csr, DesignGraph, Tie};
use crate::measure::dominance::Dominance;
use crate::measure::tangle::{Tangles, count};
use crate::policy;
use cleave_model::{Id, Model, Policy};
use grouping::Grouping;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use ways::{Entry, Ways};

/// The name under which a policy says what is assumed: `rule prediction { limit hop-ms 2 }`.
pub const PREDICTION: &str = "prediction";

/// What stands for everything a design does not say. A policy replaces each by its name, see [`PREDICTION`].
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Assumptions {
    /// What a call across processes adds, ms (`hop-ms`, 2).
    pub hop_ms: f64,
    /// How long an operation works itself, ms (`work-ms`, 5).
    pub work_ms: f64,
    /// How long an external system takes, ms (`external-ms`, 100).
    pub external_ms: f64,
    /// Share of time one copy of a process answers, 0 to 1, where its services do not say (`availability`, 0.9995).
    pub availability: f64,
}

impl Assumptions {
    /// What this policy assumes.
    pub fn of(policy: &Policy) -> Self {
        let said = |name: &str, own: f64, most: f64| policy::limit(policy, PREDICTION, name, own).clamp(0.0, most);
        Self {
            hop_ms: said("hop-ms", 2.0, 1e6),
            work_ms: said("work-ms", 5.0, 1e6),
            external_ms: said("external-ms", 100.0, 1e6),
            availability: said("availability", 0.9995, 1.0),
        }
    }
}

/// A process that runs once and without which others cannot be reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SinglePoint {
    /// The deployable's name, or the service's where it stands in none.
    pub process: String,
    /// How many services run in it.
    pub own: u32,
    /// How many services are gone with it: its own, and those that calls from outside reach only through it.
    pub takes_down: u32,
}

/// What one grouping of the services would mean.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Prediction {
    /// How many processes run: deployables, and services that stand in none.
    pub processes: u32,
    /// Drawn calls between services of different processes.
    pub crossing_calls: u32,
    /// Subscriptions to events that come from other processes.
    pub crossing_events: u32,
    /// Expected calls a second across processes: the rates of the operations that make them; none where no rate is said.
    pub crossing_rate: Option<f64>,
    /// The most hops between processes that one call from outside can lead to; a tangle over k processes adds k − 1.
    pub longest_chain: u32,
    /// Share of time the entry can answer: the product over the processes its calls need, each once, with r copies
    /// 1 − (1 − a)^r (series and parallel systems of reliability theory). None without an entry.
    pub availability: Option<f64>,
    /// How long the entry takes, ms: own work, hops and calls one after the other, no call longer than its timeout.
    /// None without an entry.
    pub latency_ms: Option<f64>,
    /// Processes that run once and take down at least three services and a tenth of all, the worst first.
    pub single_points: Vec<SinglePoint>,
}

/// What a topology means, what it would mean after an edit, and the two ends between which it stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Predictions {
    /// The operation that the outside calls and that waits longest when every service runs apart.
    pub entry: Option<Id>,
    /// How people speak of it, for example `orders.place_order`.
    pub entry_name: Option<String>,
    /// What was assumed.
    pub assumed: Assumptions,
    /// The topology as it is.
    pub now: Prediction,
    /// After the edit, where one was asked about.
    pub then: Option<Prediction>,
    /// All services in one process.
    pub together: Prediction,
    /// Each service in a process of its own.
    pub apart: Prediction,
    /// What else follows from the edit, or from the topology where none was asked about; each one sentence.
    pub notes: Vec<String>,
}

/// Predicts what a topology of this design means, and what it would mean in `after`, the same design after an edit.
/// Nothing for an id that is no topology.
pub fn predict(model: &Model, topology: &Id, after: Option<&Model>) -> Option<Predictions> {
    model.topology(topology)?;
    let graph = DesignGraph::of(model);
    let assumed = Assumptions::of(graph.policy);
    let apart = Grouping::apart(&graph);
    let ways = Ways::of(&graph, assumed);
    let entry = ways.slowest(&apart);
    let now = Grouping::of(&graph, topology);
    let judge = |graph: &DesignGraph<'_>, ways: &Ways<'_, '_>, grouping: &Grouping| {
        let entry = entry.as_ref().and_then(|entry: &Entry| ways.again(entry));
        prediction(graph, ways, grouping, entry.as_ref())
    };
    let mut notes = Vec::new();
    let then = after.filter(|after| after.topology(topology).is_some()).map(|after| {
        let graph_then = DesignGraph::of(after);
        let ways_then = Ways::of(&graph_then, Assumptions::of(graph_then.policy));
        let grouping = Grouping::of(&graph_then, topology);
        notes = tangle_notes(&graph, &now, Some((&graph_then, &grouping)));
        judge(&graph_then, &ways_then, &grouping)
    });
    if after.is_none() {
        notes = tangle_notes(&graph, &now, None);
    }
    Some(Predictions {
        entry: entry.as_ref().map(|entry| entry.id.clone()),
        entry_name: entry.as_ref().map(|entry| model.path(&entry.id)),
        assumed,
        now: judge(&graph, &ways, &now),
        then,
        together: judge(&graph, &ways, &Grouping::together(&graph)),
        apart: judge(&graph, &ways, &apart),
        notes,
    })
}

fn prediction(graph: &DesignGraph<'_>, ways: &Ways<'_, '_>, grouping: &Grouping, entry: Option<&Entry>) -> Prediction {
    let crossing = |tie: Tie| {
        let ties = graph.dependencies().filter(move |found| found.tie == tie);
        ties.filter(|found| grouping.of[found.from as usize] != grouping.of[found.to as usize])
    };
    let rates: Vec<f64> = crossing(Tie::Sync).filter_map(|found| ways.rate(&found.way.connection().from)).collect();
    Prediction {
        processes: count(grouping.names.len()),
        crossing_calls: count(crossing(Tie::Sync).count()),
        crossing_events: count(crossing(Tie::Event).count()),
        crossing_rate: (!rates.is_empty()).then(|| rates.iter().sum()),
        longest_chain: longest_chain(&graph.sync.graph, &graph.sync.tangles, grouping),
        availability: entry.map(|entry| ways.availability(entry, grouping)),
        latency_ms: entry.map(|entry| ways.latency(entry, grouping)),
        single_points: single_points(graph, grouping),
    }
}

/// The longest way through calls, counting those that cross processes.
fn longest_chain(calls: &Csr, tangles: &Tangles, grouping: &Grouping) -> u32 {
    let mut hops = vec![0u32; tangles.many() as usize];
    let process = |service: u32| grouping.of[service as usize];
    for (at, services) in tangles.components().enumerate() {
        let own: BTreeSet<u32> = services.iter().map(|service| process(*service)).collect();
        let onward = services.iter().flat_map(|from| calls.out(*from).iter().map(move |to| (*from, *to)));
        let below = onward
            .filter(|(from, to)| !tangles.together(*from, *to))
            .map(|(from, to)| hops[tangles.of[to as usize] as usize] + u32::from(process(from) != process(to)));
        hops[at] = below.max().unwrap_or(0) + count(own.len()).saturating_sub(1);
    }
    hops.into_iter().max().unwrap_or(0)
}

fn single_points(graph: &DesignGraph<'_>, grouping: &Grouping) -> Vec<SinglePoint> {
    let process = |service: u32| grouping.of[service as usize];
    let n = count(grouping.names.len());
    let calls = graph.sync.graph.edges().map(|(from, to)| (process(from), process(to))).collect();
    let mut entries: Vec<u32> =
        graph.entries(&graph.sync.graph).into_iter().map(process).collect::<BTreeSet<_>>().into_iter().collect();
    entries.sort_unstable();
    let ways = Dominance::of(&Csr::of(n, calls), &entries);
    // What stands behind a process is taken down with it, and so on upwards in the tree of dominators.
    let (mut own, mut down) = (vec![0u32; n as usize], vec![0u32; n as usize]);
    for service in 0..graph.n() {
        own[process(service) as usize] += 1;
        let mut at = Some(process(service));
        let mut steps = 0;
        while let Some(here) = at {
            down[here as usize] += 1;
            let place = ways.nearest.binary_search_by_key(&here, |(node, _)| *node);
            at = place.ok().and_then(|place| ways.nearest[place].1);
            steps += 1;
            if steps > n {
                break;
            }
        }
    }
    let enough = (f64::from(graph.n()) * 0.1).ceil().max(3.0);
    let mut points: Vec<SinglePoint> = (0..n as usize)
        .filter(|at| grouping.copies[*at] < 2 && f64::from(down[*at]) >= enough)
        .map(|at| SinglePoint { process: grouping.names[at].clone(), own: own[at], takes_down: down[at] })
        .collect();
    points.sort_by(|one, other| other.takes_down.cmp(&one.takes_down).then_with(|| one.process.cmp(&other.process)));
    points
}

/// Where call cycles stand: inside one process, or across several.
fn tangle_notes(graph: &DesignGraph<'_>, now: &Grouping, then: Option<(&DesignGraph<'_>, &Grouping)>) -> Vec<String> {
    let across = |graph: &DesignGraph<'_>, grouping: &Grouping| -> (BTreeSet<Vec<Id>>, BTreeSet<Vec<Id>>) {
        graph.sync.tangles.tangles().into_iter().map(|nodes| (nodes, graph.ids(nodes))).fold(
            Default::default(),
            |(mut split, mut whole), (nodes, ids)| {
                let processes: BTreeSet<u32> = nodes.iter().map(|node| grouping.of[*node as usize]).collect();
                if processes.len() > 1 {
                    split.insert(ids)
                } else {
                    whole.insert(ids)
                };
                (split, whole)
            },
        )
    };
    let (split, _) = across(graph, now);
    let plural = |n: usize, one: &str, many: &str| if n == 1 { one.to_owned() } else { format!("{n} {many}") };
    match then {
        None if split.is_empty() => Vec::new(),
        None => vec![format!(
            "{} over the network: the processes in it fail and wait together.",
            plural(split.len(), "One call cycle runs", "call cycles run")
        )],
        Some((graph, grouping)) => {
            let (split_then, whole_then) = across(graph, grouping);
            let inside = split.intersection(&whole_then).count();
            let outside = split_then.difference(&split).count();
            let mut notes = Vec::new();
            if inside > 0 {
                notes.push(format!(
                    "{} inside one process. It is still a finding, but no longer a network problem.",
                    plural(inside, "The call cycle stays", "call cycles stay")
                ));
            }
            if outside > 0 {
                notes.push(format!(
                    "{} the network: the processes in it fail and wait together.",
                    plural(outside, "A call cycle goes over", "call cycles go over")
                ));
            }
            notes
        }
    }
}

#[cfg(test)]
mod tests;
