//! The ways of calls from outside through operations, how long they take and how often they can be gone.

use super::Assumptions;
use super::grouping::Grouping;
use crate::graph::{Csr, DesignGraph};
use crate::measure::tangle::{Tangles, count};
use cleave_model::{Connection, ConnectionKind, Id, Record, Timeout};
use std::collections::BTreeMap;

/// Where the outside comes in.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    /// The operation, or the service where none is drawn.
    pub(super) id: Id,
    /// Its place among all that is drawn.
    at: u32,
    /// The services that stand before it and pass the call on: gateways, front ends. The outermost first.
    before: Vec<u32>,
}

/// Calls between everything that is drawn.
pub(super) struct Ways<'g, 'm> {
    graph: &'g DesignGraph<'m>,
    assumed: Assumptions,
    /// Each element's calls in the order in which they are made.
    calls: Vec<Vec<(u32, &'m Connection)>>,
    /// The operations behind each service that is called as a whole: any of them may be meant.
    offers: Vec<Vec<u32>>,
    /// Which elements call each other in a circle; a component comes after all that it calls.
    circles: Tangles,
}

impl<'g, 'm> Ways<'g, 'm> {
    pub(super) fn of(graph: &'g DesignGraph<'m>, assumed: Assumptions) -> Self {
        let mut calls: Vec<Vec<(u32, &'m Connection)>> = Vec::new();
        for node in graph.drawn.places() {
            let ways = graph.leaving(node);
            let made = ways.filter(|way| way.marks.kind == ConnectionKind::Call);
            let mut made: Vec<(u32, &'m Connection)> =
                made.map(|way| (count(way.to.index()), way.connection())).collect();
            made.sort_by_key(|(_, call)| (call.head.rank, &call.head.id));
            calls.push(made);
        }
        let mut offers: Vec<Vec<u32>> = vec![Vec::new(); calls.len()];
        for node in graph.drawn.places() {
            let element = graph.drawn[node];
            let home = element.service.and_then(|service| graph.place(graph.id(service)));
            if let (Record::Operation(_), Some(home)) = (element.record, home) {
                offers[home.index()].push(count(node.index()));
            }
        }
        let made = (0u32..).zip(&calls).flat_map(|(from, made)| made.iter().map(move |(to, _)| (from, *to)));
        let offered = (0u32..).zip(&offers).flat_map(|(from, own)| own.iter().map(move |to| (from, *to)));
        let circles = Tangles::of(&Csr::of(count(calls.len()), made.chain(offered).collect()));
        Self { graph, assumed, calls, offers, circles }
    }

    /// The expected calls a second of an operation.
    pub(super) fn rate(&self, operation: &Id) -> Option<f64> {
        self.graph.element(operation)?.record.as_operation()?.rate
    }

    fn service(&self, at: u32) -> Option<u32> {
        self.graph.drawn[petgraph::graph::NodeIndex::new(at as usize)].service
    }

    fn record(&self, at: u32) -> &'m Record {
        self.graph.drawn[petgraph::graph::NodeIndex::new(at as usize)].record
    }

    /// The entry of the same id in this design.
    pub(super) fn again(&self, entry: &Entry) -> Option<Entry> {
        self.entries().into_iter().find(|found| found.id == entry.id)
    }

    /// The entry that waits longest; of equals the first by id.
    pub(super) fn slowest(&self, grouping: &Grouping) -> Option<Entry> {
        let times = self.times(grouping);
        let mut slowest: Option<(f64, Entry)> = None;
        for entry in self.entries() {
            let time = self.with_way(&entry, grouping, &times);
            let better = |(most, found): &(f64, Entry)| time > *most || (time == *most && entry.id < found.id);
            if slowest.as_ref().is_none_or(better) {
                slowest = Some((time, entry));
            }
        }
        slowest.map(|(_, entry)| entry)
    }

    /// Every operation the outside calls; where it calls a whole service, its operations and what it passes calls on to.
    fn entries(&self) -> Vec<Entry> {
        let graph = self.graph;
        let mut open: Vec<(u32, Vec<u32>)> = Vec::new();
        for node in graph.drawn.places() {
            let outside = |connection: &Connection| connection.kind == ConnectionKind::Use;
            if graph.incoming(node).any(|(_, connection)| outside(connection)) {
                open.push((count(node.index()), Vec::new()));
            }
        }
        if open.is_empty() {
            let services = graph.entries(&graph.sync.graph);
            let of_service = |node: &u32| self.service(*node).is_some_and(|own| services.contains(&own));
            let all = (0..count(self.calls.len())).filter(of_service);
            open = all.filter(|at| !self.calls[*at as usize].is_empty()).map(|at| (at, Vec::new())).collect();
        }
        let mut found: BTreeMap<Id, Entry> = BTreeMap::new();
        let mut seen = vec![false; self.calls.len()];
        let mut next = 0;
        while next < open.len() {
            let (at, before) = open[next].clone();
            next += 1;
            if std::mem::replace(&mut seen[at as usize], true) {
                continue;
            }
            let (calls, offers) = (&self.calls[at as usize], &self.offers[at as usize]);
            let whole = matches!(self.record(at), Record::Service(_)) && !(calls.is_empty() && offers.is_empty());
            if let (true, Some(service)) = (whole, self.service(at)) {
                let further: Vec<u32> = before.iter().copied().chain([service]).collect();
                open.extend(offers.iter().map(|to| (*to, before.clone())));
                open.extend(calls.iter().map(|(to, _)| (*to, further.clone())));
            } else if self.service(at).is_some() {
                let id = self.record(at).id().clone();
                found.insert(id.clone(), Entry { id, at, before });
            }
        }
        found.into_values().collect()
    }

    /// How long each element takes to answer, ms: its own work and its calls one after the other. A call back into a
    /// circle is not followed again.
    fn times(&self, grouping: &Grouping) -> Vec<f64> {
        let mut times = vec![0.0; self.calls.len()];
        for members in self.circles.components() {
            for at in members {
                let own = match (self.service(*at), self.record(*at)) {
                    (Some(_), _) => self.assumed.work_ms,
                    (None, Record::External(_)) => self.assumed.external_ms,
                    _ => 0.0,
                };
                let onward = self.calls[*at as usize].iter().filter(|(to, _)| !self.circles.together(*at, *to));
                let waits = onward.map(|(to, call)| {
                    let took = times[*to as usize] + self.hop(self.service(*at), self.service(*to), grouping);
                    match call.timeout {
                        Some(Timeout::After(ms)) => f64::from(ms).min(took),
                        _ => took,
                    }
                });
                // A service called as a whole does one thing for each call: an operation of its own, or a call of its own.
                let whole = matches!(self.record(*at), Record::Service(_));
                let took = own + if whole { waits.fold(0.0, f64::max) } else { waits.sum() };
                let offers = self.offers[*at as usize].iter().filter(|to| !self.circles.together(*at, **to));
                times[*at as usize] = offers.map(|to| times[*to as usize]).fold(took, f64::max);
            }
        }
        times
    }

    /// What a call between two services adds, ms; an external is always another process, its own time says all.
    fn hop(&self, from: Option<u32>, to: Option<u32>, grouping: &Grouping) -> f64 {
        match (from, to) {
            (Some(from), Some(to)) if grouping.of[from as usize] != grouping.of[to as usize] => self.assumed.hop_ms,
            _ => 0.0,
        }
    }

    fn with_way(&self, entry: &Entry, grouping: &Grouping, times: &[f64]) -> f64 {
        let stops: Vec<Option<u32>> = entry.before.iter().map(|s| Some(*s)).chain([self.service(entry.at)]).collect();
        let hops: f64 = stops.windows(2).map(|pair| self.hop(pair[0], pair[1], grouping)).sum();
        let work = self.assumed.work_ms * f64::from(count(entry.before.len()));
        times[entry.at as usize] + hops + work
    }

    /// How long an entry takes, ms.
    pub(super) fn latency(&self, entry: &Entry, grouping: &Grouping) -> f64 {
        self.with_way(entry, grouping, &self.times(grouping))
    }

    /// Share of time in which everything answers that an entry needs: its way, and all its calls lead to that have no
    /// fallback.
    pub(super) fn availability(&self, entry: &Entry, grouping: &Grouping) -> f64 {
        let mut seen = vec![false; self.calls.len()];
        let mut left = vec![entry.at];
        seen[entry.at as usize] = true;
        // The lowest share that a service of each needed process says.
        let mut needed: BTreeMap<u32, Option<f64>> = BTreeMap::new();
        let mut need = |service: u32| {
            let said = self.graph.services[service as usize].availability;
            let lowest = needed.entry(grouping.of[service as usize]).or_default();
            *lowest = match (*lowest, said) {
                (Some(one), Some(other)) => Some(one.min(other)),
                (one, other) => one.or(other),
            };
        };
        entry.before.iter().copied().for_each(&mut need);
        while let Some(at) = left.pop() {
            self.service(at).into_iter().for_each(&mut need);
            let calls = self.calls[at as usize].iter().filter(|(_, call)| call.optional != Some(true));
            for to in calls.map(|(to, _)| to).chain(&self.offers[at as usize]) {
                if !std::mem::replace(&mut seen[*to as usize], true) {
                    left.push(*to);
                }
            }
        }
        let share = |(process, said): (&u32, &Option<f64>)| {
            let one = said.unwrap_or(self.assumed.availability).clamp(0.0, 1.0);
            let copies = i32::try_from(grouping.copies[*process as usize]).unwrap_or(i32::MAX);
            1.0 - (1.0 - one).powi(copies)
        };
        needed.iter().map(share).product()
    }
}
