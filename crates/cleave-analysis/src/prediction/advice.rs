//! Groupings worth a look: fewer calls across processes, within what teams, scaling and secrets allow.

use super::grouping::Grouping;
use super::ways::{Entry, Ways};
use super::{Assumptions, Prediction, prediction};
use crate::graph::{DesignGraph, Tie};
use crate::measure::tangle::count;
use cleave_model::{Command, Id, Kind, Model, Record, Sensitivity, decide};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Most proposals that are made.
const MOST: usize = 6;

/// What keeps services in different processes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Barriers {
    /// Services of different teams stay apart.
    pub teams: bool,
    /// Services that run in different numbers of copies stay apart.
    pub scaling: bool,
    /// A service that keeps personal or secret data stays apart from those not cleared for it.
    pub sensitivity: bool,
}

impl Default for Barriers {
    fn default() -> Self {
        Self { teams: true, scaling: true, sensitivity: true }
    }
}

/// One proposal, ready to be carried out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Advice {
    /// What it does, for example "Run orders with inventory".
    pub title: String,
    /// Why, each one sentence.
    pub reasons: Vec<String>,
    /// What carries it out, as one step.
    pub command: Command,
    /// What the topology means with it.
    pub then: Prediction,
}

/// The services that can be grouped, and what speaks for and against each pair.
struct Pieces<'g, 'm> {
    graph: &'g DesignGraph<'m>,
    /// The generated services.
    services: Vec<u32>,
    /// How many calls are drawn between two of them, either way; by the pair in ascending order.
    calls: BTreeMap<(u32, u32), u32>,
    /// The most sensitive data each service keeps or publishes.
    keeps: Vec<Sensitivity>,
}

/// Proposes groupings for a topology that lower the calls across processes, the best first. Also proposes to split where
/// the topology runs together what is kept apart. Empty for an id that is no topology.
pub fn advise(model: &Model, topology: &Id, barriers: Barriers) -> Vec<Advice> {
    if model.topology(topology).is_none() {
        return Vec::new();
    }
    let graph = DesignGraph::of(model);
    let pieces = Pieces::of(&graph);
    let ways = Ways::of(&graph, Assumptions::of(graph.policy));
    let entry = ways.slowest(&Grouping::apart(&graph));
    let now = Grouping::of(&graph, topology);
    let before = prediction(&graph, &ways, &now, entry.as_ref());
    let mut advice: Vec<Advice> = Vec::new();
    let mut seen: BTreeSet<BTreeSet<BTreeSet<u32>>> = BTreeSet::from([partition(&now)]);
    for Proposal { title, reasons, groups, mends } in pieces.proposals(&now, barriers) {
        let Some((command, after)) = carry_out(model, topology, &graph, &groups) else { continue };
        let graph_then = DesignGraph::of(&after);
        let grouping = Grouping::of(&graph_then, topology);
        if !seen.insert(partition(&grouping)) {
            continue;
        }
        let ways_then = Ways::of(&graph_then, Assumptions::of(graph_then.policy));
        let entry_then = entry.as_ref().and_then(|entry: &Entry| ways_then.again(entry));
        let then = prediction(&graph_then, &ways_then, &grouping, entry_then.as_ref());
        if then.crossing_calls < before.crossing_calls || mends {
            let command = command.called(title.clone());
            advice.push(Advice { title, reasons, command, then });
        }
    }
    // What separates was proposed first and stays there; the rest by what it saves.
    advice.sort_by_key(|advice| (advice.then.crossing_calls >= before.crossing_calls, advice.then.crossing_calls));
    advice.sort_by_key(|advice| advice.then.crossing_calls < before.crossing_calls);
    advice.truncate(MOST);
    advice
}

/// A grouping by its sets of services, whatever the processes are called.
fn partition(grouping: &Grouping) -> BTreeSet<BTreeSet<u32>> {
    let mut sets: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
    for (service, process) in (0u32..).zip(&grouping.of) {
        sets.entry(*process).or_default().insert(service);
    }
    sets.into_values().collect()
}

struct Proposal {
    title: String,
    reasons: Vec<String>,
    /// The generated services in their new groups.
    groups: Vec<Vec<u32>>,
    /// Whether it separates what may not run together, at whatever price.
    mends: bool,
}

impl<'g, 'm> Pieces<'g, 'm> {
    fn of(graph: &'g DesignGraph<'m>) -> Self {
        let services = (0..graph.n()).filter(|service| graph.services[*service as usize].is_generated()).collect();
        let mut calls = BTreeMap::new();
        for tie in graph.dependencies().filter(|tie| tie.tie == Tie::Sync) {
            *calls.entry((tie.from.min(tie.to), tie.from.max(tie.to))).or_default() += 1;
        }
        let mut keeps = vec![Sensitivity::None; graph.services.len()];
        let place: BTreeMap<&Id, usize> = graph.services.iter().map(|s| &s.head.id).zip(0..).collect();
        for record in graph.model.records() {
            let class = match record {
                Record::Event(event) => {
                    event.fields.iter().map(|field| field.sensitivity).fold(event.sensitivity, Ord::max)
                }
                Record::Entity(entity) => {
                    entity.fields.iter().map(|field| field.sensitivity).max().unwrap_or(Sensitivity::None)
                }
                _ => continue,
            };
            let owner = graph.model.service_of(record.id()).and_then(|service| place.get(&service.head.id));
            if let Some(owner) = owner {
                keeps[*owner] = keeps[*owner].max(class);
            }
        }
        Self { graph, services, calls, keeps }
    }

    /// Why two services may not run together; none where they may.
    fn bar(&self, one: u32, other: u32, barriers: Barriers) -> Option<String> {
        let (a, b) = (self.graph.services[one as usize], self.graph.services[other as usize]);
        let (name_a, name_b) = (&a.head.name, &b.head.name);
        if let (true, Some(team_a), Some(team_b)) = (barriers.teams, &a.team, &b.team)
            && team_a != team_b
        {
            return Some(format!("{name_a} belongs to {team_a}, {name_b} to {team_b}."));
        }
        let (copies_a, copies_b) = (a.replicas.unwrap_or(1), b.replicas.unwrap_or(1));
        if barriers.scaling && copies_a != copies_b {
            return Some(format!("{name_a} runs in {copies_a}, {name_b} in {copies_b} copies."));
        }
        let leaks = |keeper: u32, guest: u32| {
            let class = self.keeps[keeper as usize];
            let guest = self.graph.services[guest as usize];
            class == Sensitivity::Secret
                && self.keeps[place(guest, self.graph)] < class
                && !guest.cleared.contains(&class)
        };
        if barriers.sensitivity && (leaks(one, other) || leaks(other, one)) {
            let (keeper, guest) = if leaks(one, other) { (name_a, name_b) } else { (name_b, name_a) };
            return Some(format!("{keeper} keeps secret data that {guest} is not cleared for."));
        }
        None
    }

    fn fit(&self, group: &[u32], more: &[u32], barriers: Barriers) -> bool {
        group.iter().all(|one| more.iter().all(|other| self.bar(*one, *other, barriers).is_none()))
    }

    fn between(&self, one: u32, other: u32) -> u32 {
        self.calls.get(&(one.min(other), one.max(other))).copied().unwrap_or(0)
    }

    /// The generated services as they stand.
    fn groups(&self, grouping: &Grouping) -> Vec<Vec<u32>> {
        let mut groups: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for service in &self.services {
            groups.entry(grouping.of[*service as usize]).or_default().push(*service);
        }
        groups.into_values().collect()
    }

    fn proposals(&self, now: &Grouping, barriers: Barriers) -> Vec<Proposal> {
        let groups = self.groups(now);
        let mut proposals = self.splits(&groups, barriers);
        proposals.extend(self.circles(&groups, barriers));
        proposals.extend(self.moves(&groups, barriers));
        proposals.extend(self.by_traffic(barriers));
        proposals.extend(self.by_team());
        proposals
    }

    /// Splits off what may not run where it runs.
    fn splits(&self, groups: &[Vec<u32>], barriers: Barriers) -> Vec<Proposal> {
        let mut proposals = Vec::new();
        for (at, group) in groups.iter().enumerate() {
            let barred = |service: u32| {
                group.iter().filter_map(|other| self.bar(service, *other, barriers)).collect::<Vec<String>>()
            };
            // The one with the most against it goes; of equals the last by id.
            let Some((service, reasons)) =
                group.iter().map(|service| (*service, barred(*service))).max_by_key(|(_, reasons)| reasons.len())
            else {
                continue;
            };
            if reasons.is_empty() || proposals.len() == MOST / 2 {
                continue;
            }
            let mut then: Vec<Vec<u32>> = groups.to_vec();
            then[at].retain(|other| *other != service);
            then.push(vec![service]);
            let title = format!("Split {} out", self.graph.name(service));
            proposals.push(Proposal { title, reasons: first(reasons), groups: then, mends: true });
        }
        proposals
    }

    /// Brings a call cycle into one process.
    fn circles(&self, groups: &[Vec<u32>], barriers: Barriers) -> Vec<Proposal> {
        let mut proposals = Vec::new();
        for circle in self.graph.sync.tangles.tangles() {
            let inside: Vec<u32> = circle.iter().copied().filter(|service| self.services.contains(service)).collect();
            let touched: Vec<usize> =
                (0..groups.len()).filter(|at| groups[*at].iter().any(|service| inside.contains(service))).collect();
            if touched.len() < 2 || inside.len() > 8 || !self.fit(&inside, &inside, barriers) {
                continue;
            }
            let mut then = groups.to_vec();
            then.iter_mut().for_each(|group| group.retain(|service| !inside.contains(service)));
            let most = touched.iter().max_by_key(|at| groups[**at].len()).copied().unwrap_or(0);
            if !self.fit(&then[most], &inside, barriers) {
                continue;
            }
            then[most].extend(&inside);
            let reason = "They call each other in a circle, so none of them answers without the others anyway.";
            let title = format!("Run {} in one process", self.names(&inside));
            proposals.push(Proposal { title, reasons: vec![reason.into()], groups: then, mends: false });
        }
        proposals
    }

    /// Moves of one service to where it calls and is called most.
    fn moves(&self, groups: &[Vec<u32>], barriers: Barriers) -> Vec<Proposal> {
        let mut best: Vec<(u32, usize, usize, u32, u32)> = Vec::new();
        for (from, group) in groups.iter().enumerate() {
            for service in group {
                let to_group = |members: &[u32]| -> u32 { members.iter().map(|m| self.between(*service, *m)).sum() };
                let stays = to_group(group);
                let mut gains: Vec<(u32, usize)> = (0..groups.len())
                    .filter(|to| *to != from && self.fit(&groups[*to], &[*service], barriers))
                    .map(|to| (to_group(&groups[to]), to))
                    .filter(|(calls, _)| *calls > stays)
                    .collect();
                gains.sort_by_key(|(calls, to)| (u32::MAX - calls, *to));
                best.extend(gains.first().map(|(calls, to)| (*service, from, *to, stays, *calls)));
            }
        }
        best.sort_by_key(|(service, _, _, stays, calls)| (u32::MAX - (calls - stays), *service));
        let proposal = |(service, from, to, stays, calls): &(u32, usize, usize, u32, u32)| {
            let mut then = groups.to_vec();
            then[*from].retain(|other| other != service);
            then[*to].push(*service);
            let with: Vec<u32> =
                groups[*to].iter().copied().filter(|other| self.between(*service, *other) > 0).collect();
            let (name, partners) = (self.graph.name(*service), self.names(&with));
            let reason = match stays {
                0 => format!(
                    "{name} shares {} with {partners} and none with those it runs beside.",
                    calls_in_words(*calls)
                ),
                _ => format!(
                    "{name} shares {} with {partners} and {} with those it runs beside.",
                    calls_in_words(*calls),
                    calls_in_words(*stays)
                ),
            };
            Proposal { title: format!("Run {name} with {partners}"), reasons: vec![reason], groups: then, mends: false }
        };
        best.iter().take(MOST).map(proposal).collect()
    }

    /// Groups that keep their calls to themselves, found by joining the pair that gains most modularity (Newman 2004)
    /// until none gains.
    fn by_traffic(&self, barriers: Barriers) -> Option<Proposal> {
        let total = f64::from(self.calls.values().sum::<u32>());
        if total == 0.0 {
            return None;
        }
        let mut groups: Vec<Vec<u32>> = self.services.iter().map(|service| vec![*service]).collect();
        let ends = |group: &[u32]| -> f64 {
            let touching = self.calls.iter().filter(|((a, b), _)| group.contains(a) || group.contains(b));
            touching
                .map(|((a, b), many)| {
                    f64::from(*many) * f64::from(u8::from(group.contains(a)) + u8::from(group.contains(b)))
                })
                .sum()
        };
        let mut weight: Vec<f64> = groups.iter().map(|group| ends(group)).collect();
        // Calls between groups, by place; both shrink together.
        let mut links: BTreeMap<(usize, usize), f64> = BTreeMap::new();
        let at: BTreeMap<u32, usize> = self.services.iter().copied().zip(0..).collect();
        for ((a, b), many) in &self.calls {
            if let (Some(a), Some(b)) = (at.get(a), at.get(b)) {
                *links.entry((*a.min(b), *a.max(b))).or_default() += f64::from(*many);
            }
        }
        loop {
            let gain = |(a, b): (usize, usize), many: f64| many / total - weight[a] * weight[b] / (2.0 * total * total);
            let open = links.iter().map(|(pair, many)| (*pair, gain(*pair, *many)));
            let mut open: Vec<((usize, usize), f64)> = open.filter(|(_, gain)| *gain > 1e-9).collect();
            open.sort_by(|one, other| other.1.total_cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
            let join = open.into_iter().find(|((a, b), _)| self.fit(&groups[*a], &groups[*b], barriers));
            let Some(((a, b), _)) = join else { break };
            let moved = std::mem::take(&mut groups[b]);
            groups[a].extend(moved);
            weight[a] += std::mem::replace(&mut weight[b], 0.0);
            let old: Vec<((usize, usize), f64)> =
                links.iter().filter(|((x, y), _)| *x == b || *y == b).map(|(pair, many)| (*pair, *many)).collect();
            for ((x, y), many) in old {
                links.remove(&(x, y));
                let other = if x == b { y } else { x };
                if other != a {
                    *links.entry((a.min(other), a.max(other))).or_default() += many;
                }
            }
        }
        groups.retain(|group| !group.is_empty());
        let inside: u32 = groups
            .iter()
            .map(|group| {
                self.calls
                    .iter()
                    .filter(|((a, b), _)| group.contains(a) && group.contains(b))
                    .map(|(_, many)| many)
                    .sum::<u32>()
            })
            .sum();
        let all: u32 = self.calls.values().sum();
        let mut reasons = vec![format!("{inside} of {} stay inside a process.", calls_in_words(all))];
        reasons.extend(kept(barriers));
        let title = format!("Group by calls: {} processes", groups.len());
        (groups.len() < self.services.len()).then_some(Proposal { title, reasons, groups, mends: false })
    }

    fn by_team(&self) -> Option<Proposal> {
        let mut teams: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
        for service in &self.services {
            teams.entry(self.graph.services[*service as usize].team.as_deref()?).or_default().push(*service);
        }
        let title = format!("One process for each of {} teams", teams.len());
        let reason = "Each team releases what it owns, and nobody else's.".to_owned();
        let groups: Vec<Vec<u32>> = teams.into_values().collect();
        (groups.len() > 1).then_some(Proposal { title, reasons: vec![reason], groups, mends: false })
    }

    fn names(&self, services: &[u32]) -> String {
        let names: Vec<&str> = services.iter().take(3).map(|service| self.graph.name(*service)).collect();
        match (names.as_slice(), services.len()) {
            ([one], _) => (*one).to_owned(),
            ([one, other], _) => format!("{one} and {other}"),
            ([one, other, _], 3) => format!("{one}, {other} and {}", names[2]),
            _ => format!("{} and {} more", names.join(", "), services.len().saturating_sub(names.len())),
        }
    }
}

fn place(service: &cleave_model::Service, graph: &DesignGraph<'_>) -> usize {
    graph.services.partition_point(|other| other.head.id < service.head.id)
}

/// The first few reasons, and how many more there are.
fn first(mut reasons: Vec<String>) -> Vec<String> {
    let more = reasons.len().saturating_sub(2);
    reasons.truncate(2);
    reasons.extend((more > 0).then(|| format!("{more} more speak against it.")));
    reasons
}

fn kept(barriers: Barriers) -> Option<String> {
    let said = [
        (barriers.teams, "no two teams"),
        (barriers.scaling, "no different numbers of copies"),
        (barriers.sensitivity, "no secrets beside those not cleared for them"),
    ];
    let said: Vec<&str> = said.iter().filter(|(on, _)| *on).map(|(_, words)| *words).collect();
    (!said.is_empty()).then(|| format!("In one process: {}.", said.join(", ")))
}

fn calls_in_words(calls: u32) -> String {
    if calls == 1 { "1 call".into() } else { format!("{calls} calls") }
}

/// The command that brings the generated services into these groups, and the design after it. A group goes into the
/// deployable that has most of it and no other group yet; one without gets a new deployable.
fn carry_out(model: &Model, topology: &Id, graph: &DesignGraph<'_>, groups: &[Vec<u32>]) -> Option<(Command, Model)> {
    let mut after = model.clone();
    let mut commands = Vec::new();
    let mut taken: BTreeSet<Id> = BTreeSet::new();
    let mut order: Vec<&Vec<u32>> = groups.iter().filter(|group| !group.is_empty()).collect();
    // The largest group chooses first.
    order.sort_by_key(|group| (usize::MAX - group.len(), group.iter().min().copied()));
    for group in order {
        let mut held: BTreeMap<Id, u32> = BTreeMap::new();
        for service in group {
            let home = after.deployable_of(topology, graph.id(*service)).map(|found| found.head.id.clone());
            held.extend(
                home.filter(|home| !taken.contains(home))
                    .map(|home| (home.clone(), 1 + held.get(&home).copied().unwrap_or(0))),
            );
        }
        let mut home =
            held.into_iter().max_by_key(|(id, many)| (*many, std::cmp::Reverse(id.clone()))).map(|(id, _)| id);
        for service in group {
            let id = graph.id(*service);
            let stands = after.deployable_of(topology, id).map(|found| found.head.id.clone());
            if stands.is_some() && stands == home {
                continue;
            }
            let command = Command::Assign { topology: topology.clone(), service: id.clone(), deployable: home.clone() };
            let change = decide(&after, &command).ok()?;
            after.apply(&change);
            commands.push(command);
            home = after.deployable_of(topology, id).map(|found| found.head.id.clone());
        }
        taken.extend(home);
    }
    let deployables = count(after.children(Some(topology), Kind::Deployable).count());
    (!commands.is_empty() && deployables > 0).then_some((Command::all(commands), after))
}
