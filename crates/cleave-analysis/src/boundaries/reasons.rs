//! Why a service belongs to others: its dependencies, its team, and what it shares with them, in words.
//!
//! The criteria are those of Service Cutter (Gysel et al. 2016), as an explanation and not as an automatic cut.

use super::domain;
use crate::graph::{DesignGraph, Tie};
use crate::measure::tangle::count;
use cleave_model::{ConnectionKind, Id};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// More names than this are counted.
const NAMES: usize = 3;

/// What reasons are taken from, gathered once.
pub(super) struct Reasons<'g, 'm> {
    graph: &'g DesignGraph<'m>,
    /// For each service its part.
    of: &'g [Option<u32>],
    /// The stores and events each service uses, as places among the shared.
    used: Vec<BTreeSet<usize>>,
    shared: Vec<Shared<'m>>,
    /// The services of a team in a part.
    teams: BTreeMap<(u32, &'m str), Vec<u32>>,
    /// How many services a domain has.
    sizes: BTreeMap<&'m Id, u32>,
    /// How many of those stand in a part.
    together: BTreeMap<(&'m Id, Option<u32>), u32>,
}

/// A store or event, with its users by part.
struct Shared<'m> {
    name: &'m str,
    event: bool,
    users: BTreeMap<u32, Vec<u32>>,
}

impl<'g, 'm> Reasons<'g, 'm> {
    pub(super) fn of(graph: &'g DesignGraph<'m>, of: &'g [Option<u32>]) -> Self {
        let mut used = vec![BTreeSet::new(); of.len()];
        let mut shared = Vec::new();
        let stores = graph.stores.iter().map(|node| (*node, false));
        for (node, event) in stores.chain(graph.events.iter().map(|node| (*node, true))) {
            let kinds: &[ConnectionKind] =
                if event { &[ConnectionKind::Subscribe] } else { &[ConnectionKind::Read, ConnectionKind::Write] };
            let users: BTreeSet<u32> = kinds.iter().flat_map(|kind| graph.services_at(node, *kind)).collect();
            let mut by_part: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
            for service in users {
                used[service as usize].insert(shared.len());
                if let Some(part) = of[service as usize] {
                    by_part.entry(part).or_default().push(service);
                }
            }
            shared.push(Shared { name: graph.drawn[node].record.name(), event, users: by_part });
        }
        let mut teams: BTreeMap<(u32, &'m str), Vec<u32>> = BTreeMap::new();
        let (mut sizes, mut together) = (BTreeMap::new(), BTreeMap::new());
        for service in 0..graph.n() {
            if let (Some(part), Some(team)) = (of[service as usize], graph.services[service as usize].team.as_deref()) {
                teams.entry((part, team)).or_default().push(service);
            }
            if let Some(home) = domain(graph, service) {
                *sizes.entry(home).or_default() += 1;
                *together.entry((home, of[service as usize])).or_default() += 1;
            }
        }
        Self { graph, of, used, shared, teams, sizes, together }
    }

    /// Why a service belongs to its part, which has this name.
    pub(super) fn why(&self, service: u32, part_name: &str) -> Vec<String> {
        let graph = self.graph;
        let Some(part) = self.of[service as usize] else { return Vec::new() };
        let home = domain(graph, service);
        let mut ties: BTreeMap<(bool, Tie), BTreeMap<u32, u32>> = BTreeMap::new();
        let (mut here, mut there) = (0u32, 0u32);
        let needs = graph.needs(service).map(|found| (false, found.tie, found.to));
        for (back, tie, other) in needs.chain(graph.needed(service).map(|found| (true, found.tie, found.from))) {
            if self.of[other as usize] == Some(part) {
                *ties.entry((back, tie)).or_default().entry(other).or_default() += 1;
                here += 1;
            } else if home.is_some() && domain(graph, other) == home {
                there += 1;
            }
        }
        let mut reasons: Vec<String> = ties
            .into_iter()
            .map(|((back, tie), others)| format!("{} {}", verb(back, tie), self.counted(others)))
            .collect();
        reasons.extend(home.and_then(|home| self.leaving(service, home, (here, there), part_name)));
        let others = |users: &[u32]| -> BTreeMap<u32, u32> {
            users.iter().filter(|other| **other != service).map(|other| (*other, 1)).collect()
        };
        if let Some(team) = graph.services[service as usize].team.as_deref() {
            let same = self.teams.get(&(part, team)).map(|all| others(all)).filter(|same| !same.is_empty());
            reasons.extend(same.map(|same| format!("has the same team as {}: {team}", self.counted(same))));
        }
        for shared in self.used[service as usize].iter().map(|at| &self.shared[*at]) {
            let same = shared.users.get(&part).map(|all| others(all)).filter(|same| !same.is_empty());
            let says = if shared.event { "hears the same event as" } else { "uses the same data as" };
            reasons.extend(same.map(|same| format!("{says} {}: {}", self.counted(same), shared.name)));
        }
        reasons
    }

    /// What ties a service to the domain it leaves.
    fn leaving(&self, service: u32, home: &'m Id, (here, there): (u32, u32), part: &str) -> Option<String> {
        let name = self.graph.model.get(home)?.name();
        let of_domain = self.sizes.get(home).copied().unwrap_or(0);
        if of_domain < 2 {
            return Some(format!("stands alone in {name}"));
        }
        // Where all of it leaves together nothing is left behind.
        if self.together.get(&(home, self.of[service as usize])) == Some(&of_domain) {
            return None;
        }
        let connections = |many: u32| if many == 1 { "1 connection".into() } else { format!("{many} connections") };
        Some(match there {
            0 => format!("shares no connection with the rest of {name}"),
            _ if here == 0 => format!("shares only {} with the rest of {name}", connections(there)),
            _ => format!("shares {} with the rest of {name}, {here} with {part}", connections(there)),
        })
    }

    /// The names of services, the most often first: `inventory 3 times, shipping and 2 more`.
    fn counted(&self, others: BTreeMap<u32, u32>) -> String {
        let mut others: Vec<(u32, u32)> = others.into_iter().collect();
        others.sort_by_key(|(other, many)| (Reverse(*many), self.graph.name(*other), *other));
        let name = |(other, many): &(u32, u32)| match many {
            1 => self.graph.name(*other).to_owned(),
            _ => format!("{} {many} times", self.graph.name(*other)),
        };
        let mut names: Vec<String> = others.iter().take(NAMES).map(name).collect();
        if others.len() > NAMES {
            names.push(format!("{} more", count(others.len() - NAMES)));
        }
        let last = names.pop().unwrap_or_default();
        if names.is_empty() { last } else { format!("{} and {last}", names.join(", ")) }
    }
}

/// What one service does to another, or has done to it.
fn verb(back: bool, tie: Tie) -> &'static str {
    match (back, tie) {
        (false, Tie::Sync) => "calls",
        (false, Tie::Event) => "hears events of",
        (false, Tie::Data) => "uses data of",
        (false, Tie::Declared) => "depends on",
        (true, Tie::Sync) => "is called by",
        (true, Tie::Event) => "has its events heard by",
        (true, Tie::Data) => "has its data used by",
        (true, Tie::Declared) => "is depended on by",
    }
}
