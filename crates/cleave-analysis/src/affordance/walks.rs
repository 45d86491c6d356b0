//! Circles and chains that a connection would close: a few walks from where the line begins answer for all targets.

use super::forbidding::Forbidding;
use super::{Line, Told};
use crate::graph::{Csr, DesignGraph, Element};
use crate::measure::tangle::count;
use crate::policy::Limits;
use cleave_model::{ConnectionKind, Id, Kind, Severity};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// Most services from which is walked: an event that more than these share is looked at for these.
const SOURCES: usize = 64;

/// What leads where in one graph, for pairs of which one is where the line begins.
struct Ways(Vec<(u32, Vec<bool>, Vec<bool>)>);

impl Ways {
    fn of(graph: &Csr, sources: &[u32]) -> Self {
        let of = |source: &u32| (*source, graph.reach(*source, false), graph.reach(*source, true));
        Self(sources.iter().take(SOURCES).map(of).collect())
    }

    /// Whether the first leads to the other.
    fn lead(&self, from: u32, to: u32) -> bool {
        self.0
            .iter()
            .any(|(source, out, back)| (*source == from && out[to as usize]) || (*source == to && back[from as usize]))
    }
}

/// Everything that is walked once.
pub(super) struct Walks<'m> {
    calls: Ways,
    all: Ways,
    flow: Ways,
    chains: Option<Chains<'m>>,
    entries: Vec<u32>,
    forbidding: Forbidding<'m>,
}

impl<'m> Walks<'m> {
    pub(super) fn of(graph: &DesignGraph<'m>, start: Element<'m>) -> Self {
        let at = |kind: ConnectionKind| {
            let event = graph.place(start.record.id()).filter(|_| start.record.kind() == Kind::Event);
            event.map_or_else(Vec::new, |event| graph.services_at(event, kind))
        };
        let own: Vec<u32> = start.service.into_iter().collect();
        let (publishers, subscribers) = (at(ConnectionKind::Publish), at(ConnectionKind::Subscribe));
        let is_event = start.record.kind() == Kind::Event;
        // An event nobody owns ties those at its ends to each other.
        let tied = if is_event && own.is_empty() { &subscribers } else { &own };
        let mut flowing = if is_event { [publishers, subscribers.clone()].concat() } else { own.clone() };
        flowing.sort_unstable();
        flowing.dedup();
        let calls = matches!(start.record.kind(), Kind::Service | Kind::Operation);
        Self {
            calls: Ways::of(&graph.sync.graph, if calls { &own } else { &[] }),
            all: Ways::of(&graph.all.graph, tied),
            flow: Ways::of(&graph.flow.graph, &flowing),
            chains: start.service.filter(|_| calls).map(|service| Chains::of(graph, service)),
            entries: graph.entries(&graph.sync.graph),
            forbidding: Forbidding::of(graph, tied),
        }
    }

    pub(super) fn tell(&self, graph: &DesignGraph<'m>, line: &Line<'m>, ties: &[(u32, u32)], told: &mut Told<'_, 'm>) {
        let target = line.target.service;
        let name = |pair: (u32, u32)| {
            let far = target.filter(|target| [pair.0, pair.1].contains(target));
            graph.name(far.unwrap_or(pair.1))
        };
        let closing = ties.iter().copied().find(|(from, to)| {
            line.kind == ConnectionKind::Call && self.calls.lead(*to, *from) && !graph.sync.tangles.together(*from, *to)
        });
        let tying = ties
            .iter()
            .copied()
            .find(|(from, to)| self.all.lead(*to, *from) && !graph.all.tangles.together(*from, *to));
        if let Some(pair) = closing {
            let ids = circle(graph, "cycle-sync", &graph.sync.graph, &[pair]);
            told.add("cycle-sync", Severity::Error, &ids, || format!("Closes a cycle with {}", name(pair)));
        } else if let Some(pair) = tying {
            let ids = circle(graph, "cycle-mixed", &graph.all.graph, ties);
            let text = || format!("Closes a cycle of contracts with {}", name(pair));
            told.add("cycle-mixed", Severity::Warning, &ids, text);
        }
        self.loops(graph, line, told);
        self.forbidding.tell(ties, |from, to, rule| {
            let words = if rule.name.is_empty() { "The policy".to_owned() } else { rule.name.clone() };
            let text = || format!("{words} keeps {} from {}", graph.name(from), graph.name(to));
            told.add("forbidden-dependency", Severity::Error, &[graph.id(from), graph.id(to)], text);
        });
        match line.kind {
            ConnectionKind::Call if closing.is_none() => {
                // Within a circle nothing gets longer: it counts as a whole.
                let apart = ties.iter().find(|(from, to)| !graph.sync.tangles.together(*from, *to));
                if let Some(((_, to), chains)) = apart.zip(self.chains.as_ref()) {
                    chains.tell(graph, *to, told);
                }
            }
            // Whoever is used from outside is an entry from then on.
            ConnectionKind::Use => {
                if let Some(entry) = line.to.service.filter(|entry| self.entries.binary_search(entry).is_err()) {
                    let hops = graph.sync.levels()[entry as usize] - 1;
                    let limits = Limits::of(graph, "deep-sync-chain");
                    let text = || format!("A chain of {hops} calls starts there");
                    let grade = limits.grades().judge(entry, hops);
                    told.change("deep-sync-chain", (None, grade), &[graph.id(entry)], text);
                }
            }
            _ => {}
        }
    }

    /// Events that would run in a circle.
    fn loops(&self, graph: &DesignGraph<'m>, line: &Line<'m>, told: &mut Told<'_, 'm>) {
        let Some((event, who)) = graph.place(line.to.record.id()).zip(line.from.service) else { return };
        let ends = |kind: ConnectionKind| graph.services_at(event, kind).into_iter().filter(|other| *other != who);
        let new: Vec<(u32, u32)> = match line.kind {
            ConnectionKind::Subscribe => ends(ConnectionKind::Publish).map(|other| (other, who)).collect(),
            ConnectionKind::Publish => ends(ConnectionKind::Subscribe).map(|other| (who, other)).collect(),
            _ => return,
        };
        let closes = |(from, to): &(u32, u32)| self.flow.lead(*to, *from) && !graph.flow.tangles.together(*from, *to);
        if let Some((from, to)) = new.iter().copied().find(closes) {
            let other = if from == who { to } else { from };
            let text = || format!("Closes a loop of events with {}", graph.name(other));
            told.add("event-loop", Severity::Warning, &circle(graph, "event-loop", &graph.flow.graph, &new), text);
        }
    }
}

/// Who would stand in the circle that these edges close. Where no part of the design has a severity of its own it does
/// not matter, and the ends are enough.
fn circle<'m>(graph: &DesignGraph<'m>, rule: &str, of: &Csr, edges: &[(u32, u32)]) -> Vec<&'m Id> {
    let parts = graph.policy.rules.get(rule).is_some_and(|setting| !setting.within.is_empty());
    let mut members: Vec<u32> = Vec::new();
    for (from, to) in edges {
        if !parts {
            members.extend([from, to]);
            break;
        }
        let (out, back) = (of.reach(*to, false), of.reach(*from, true));
        members.extend((0..of.n()).filter(|node| out[*node as usize] && back[*node as usize]));
    }
    members.into_iter().map(|service| graph.id(service)).collect()
}

/// A chain that is too long: the entry it starts at, its services, and how bad that is.
type TooLong = (u32, u32, Severity);

/// How long the chains are that lead from the entries to the service where the line begins.
struct Chains<'m> {
    limits: Limits<'m>,
    /// Entries with the services on the longest chain to it, both ends included.
    to_it: Vec<(u32, u32)>,
    /// What each number of services below would add: found out once.
    known: RefCell<BTreeMap<u32, Option<TooLong>>>,
}

impl<'m> Chains<'m> {
    fn of(graph: &DesignGraph<'m>, service: u32) -> Self {
        let tangles = &graph.sync.tangles;
        let end = tangles.of[service as usize] as usize;
        let mut longest: Vec<u32> = vec![0; tangles.many() as usize];
        // A component comes after all that it calls.
        for (at, members) in tangles.components().enumerate().skip(end) {
            let below = members.iter().flat_map(|node| graph.sync.graph.out(*node));
            let below = below.map(|to| tangles.of[*to as usize] as usize).filter(|to| *to != at);
            let highest = below.map(|to| longest[to]).max().unwrap_or(0);
            if at == end || highest > 0 {
                longest[at] = highest + count(members.len());
            }
        }
        let length = |entry: u32| (entry, longest[tangles.of[entry as usize] as usize]);
        let entries = graph.entries(&graph.sync.graph).into_iter().map(length);
        let to_it = entries.filter(|(_, length)| *length > 0).collect();
        Self { limits: Limits::of(graph, "deep-sync-chain"), to_it, known: RefCell::default() }
    }

    /// Whether a chain becomes too long by the call of a service with this many levels.
    fn tell(&self, graph: &DesignGraph<'m>, to: u32, told: &mut Told<'_, 'm>) {
        let levels = graph.sync.levels();
        let below = levels[to as usize];
        let mut known = self.known.borrow_mut();
        let found = *known.entry(below).or_insert_with(|| {
            let grades = self.limits.grades();
            let judged = self.to_it.iter().filter_map(|(entry, above)| {
                let (before, hops) = (levels[*entry as usize] - 1, above + below - 1);
                let heavier = grades.judge(*entry, hops).filter(|_| hops > before)?;
                let was = grades.judge(*entry, before);
                was.is_none_or(|was| heavier < was).then_some((*entry, hops, heavier))
            });
            judged.min_by_key(|(entry, hops, severity)| (*severity, u32::MAX - hops, *entry))
        });
        if let Some((entry, hops, severity)) = found {
            let before = self.limits.grades().judge(entry, levels[entry as usize] - 1);
            let text = || format!("Makes a chain of {hops} calls from {}", graph.name(entry));
            let subject: &Id = graph.id(entry);
            told.change("deep-sync-chain", (before, Some(severity)), &[subject], text);
        }
    }
}
