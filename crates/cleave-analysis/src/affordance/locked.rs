//! Services that a connection would lock into one release.

use super::{Line, Told};
use crate::graph::{Csr, DesignGraph, Element};
use crate::measure::tangle::count;
use crate::policy::Limits;
use crate::rules::locks;
use cleave_model::{ConnectionKind, Id, Kind, Severity};
use std::collections::{BTreeSet, VecDeque};

const RULE: &str = "distributed-monolith";

/// What is locked together already, and who leads to where the line begins.
pub(super) struct Locked<'m> {
    min: Limits<'m>,
    groups: Vec<BTreeSet<u32>>,
    /// For each service its group; none where nothing locks it.
    of: Vec<Option<usize>>,
    /// For each store that somebody else writes whom it locks.
    stores: Vec<(&'m Id, Vec<u32>)>,
    /// Whether a service calls, also through others, the one where the line begins.
    leads: Vec<bool>,
    /// Whether it matters who exactly stands in a group.
    parts: bool,
}

impl<'m> Locked<'m> {
    pub(super) fn of(graph: &DesignGraph<'m>, start: Element<'m>) -> Self {
        let (groups, stores) = locks(graph);
        let mut of = vec![None; graph.n() as usize];
        for (at, group) in groups.iter().enumerate() {
            group.iter().for_each(|service| of[*service as usize] = Some(at));
        }
        let calls = matches!(start.record.kind(), Kind::Service | Kind::Operation);
        let leads = start.service.filter(|_| calls).map(|service| graph.sync.graph.reach(service, true));
        Self {
            min: Limits::of(graph, RULE),
            groups,
            of,
            stores,
            leads: leads.unwrap_or_default(),
            parts: graph.policy.rules.get(RULE).is_some_and(|setting| !setting.within.is_empty()),
        }
    }

    pub(super) fn tell(&self, graph: &DesignGraph<'m>, line: &Line<'m>, ties: &[(u32, u32)], told: &mut Told<'_, 'm>) {
        let mut held = Held { locked: self, services: BTreeSet::new(), units: 0, least: self.min.get("min").least() };
        match (line.kind, ties.first()) {
            (ConnectionKind::Call, Some((from, to))) => {
                let closes = self.leads.get(*to as usize) == Some(&true) && !graph.sync.tangles.together(*from, *to);
                if !closes {
                    return;
                }
                held.circle(&graph.sync.graph, *from, *to);
            }
            (ConnectionKind::Read, _) => {
                let Some(reader) = line.from.service else { return };
                let Ok(at) = self.stores.binary_search_by_key(&line.to.record.id(), |(store, _)| *store) else {
                    return;
                };
                held.add(reader);
                self.stores[at].1.iter().for_each(|service| held.add(*service));
            }
            _ => return,
        }
        // Who is in one group already is told already.
        let members: Vec<u32> = held.services.iter().copied().collect();
        if held.units < 2 || f64::from(count(members.len())) < self.min.get("min").for_all(&members) {
            return;
        }
        let ids: Vec<&Id> = members.iter().map(|service| graph.id(*service)).collect();
        let text = || match line.kind {
            ConnectionKind::Read => format!("Locks it into one release with all who use {}", line.to.record.name()),
            _ => format!("Locks it into one release with {} and others", line.target.record.name()),
        };
        told.add(RULE, Severity::Error, &ids, text);
    }
}

/// Who would be in one group.
struct Held<'l, 'm> {
    locked: &'l Locked<'m>,
    services: BTreeSet<u32>,
    /// How many groups and free services came together.
    units: u32,
    least: f64,
}

impl Held<'_, '_> {
    fn add(&mut self, service: u32) {
        if self.services.insert(service) {
            self.units += 1;
            let locked = self.locked;
            if let Some(at) = locked.of[service as usize] {
                self.services.extend(&locked.groups[at]);
            }
        }
    }

    /// Everybody between the two ends of a call that closes a circle; where only their number matters, until it does.
    fn circle(&mut self, graph: &Csr, from: u32, to: u32) {
        let mut left = VecDeque::from([to]);
        let mut seen = BTreeSet::from([to]);
        self.add(from);
        while let Some(service) = left.pop_front() {
            self.add(service);
            let enough = self.units > 1 && f64::from(count(self.services.len())) >= self.least;
            if enough && !self.locked.parts {
                return;
            }
            for next in graph.out(service) {
                if self.locked.leads[*next as usize] && seen.insert(*next) {
                    left.push_back(*next);
                }
            }
        }
    }
}
