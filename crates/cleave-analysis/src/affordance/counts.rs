//! What is counted of services: a connection adds one at both of its ends.

use super::{Line, Told};
use crate::graph::{DesignGraph, Element, Tie};
use crate::measure::modularity::{Part, parts};
use crate::measure::tangle::count;
use crate::metrics::instability;
use crate::policy::Limits;
use crate::rules::unstable_dependency::{EACH_SIDE, EXACT};
use crate::rules::{esb_hub, rank, usual};
use cleave_model::{ConnectionKind, Id, Kind, Severity};
use std::collections::{BTreeMap, BTreeSet};

/// Most services next to one that are looked at again for each target.
const NEAR: usize = 256;

/// What more would come in and go out of a service.
type More = BTreeMap<u32, (u32, u32)>;

/// What is counted once, whatever the targets.
pub(super) struct Counts<'m> {
    fan_out: Limits<'m>,
    chatty: Limits<'m>,
    hub: Limits<'m>,
    bus: Limits<'m>,
    unstable: Limits<'m>,
    cohesion: Limits<'m>,
    /// The operations that the service where the line begins calls, by their service.
    called: BTreeMap<u32, BTreeSet<&'m Id>>,
    /// Degrees of all services, ascending, and the one that is usual.
    degrees: Vec<u32>,
    usual: u32,
    /// For each boundary its dependencies, and how many services it has.
    boundaries: Vec<Part>,
    sizes: Vec<u32>,
}

impl<'m> Counts<'m> {
    pub(super) fn of(graph: &DesignGraph<'m>, start: Element<'m>) -> Self {
        let all = &graph.all.graph;
        let mut called: BTreeMap<u32, BTreeSet<&Id>> = BTreeMap::new();
        let calls = start.service.into_iter().flat_map(|service| graph.needs(service));
        for call in calls.filter(|found| found.tie == Tie::Sync) {
            let operations = called.entry(call.to).or_default();
            if graph.drawn[call.way.to].record.kind() == Kind::Operation {
                operations.insert(&call.way.connection().to);
            }
        }
        let mut degrees: Vec<u32> = (0..all.n()).map(|node| count(all.ins(node).len() + all.out(node).len())).collect();
        let usual = usual(&degrees);
        degrees.sort_unstable();
        let division = graph.division();
        let mut sizes = vec![0; division.parts.len()];
        division.of.iter().for_each(|part| sizes[*part as usize] += 1);
        Self {
            fan_out: Limits::of(graph, "sync-fan-out"),
            chatty: Limits::of(graph, "chatty-pair"),
            hub: Limits::of(graph, "hub-service"),
            bus: Limits::of(graph, "esb-hub"),
            unstable: Limits::of(graph, "unstable-dependency"),
            cohesion: Limits::of(graph, "low-boundary-cohesion"),
            called,
            degrees,
            usual,
            boundaries: parts(all, &division.of, division.parts.len()),
            sizes,
        }
    }

    pub(super) fn tell(&self, graph: &DesignGraph<'m>, line: &Line<'m>, ties: &[(u32, u32)], told: &mut Told<'_, 'm>) {
        if let (ConnectionKind::Call, Some((from, to))) = (line.kind, ties.first()) {
            self.calls(graph, line, (*from, *to), told);
        }
        let new: Vec<(u32, u32)> = ties.iter().copied().filter(|(from, to)| !graph.all.graph.has(*from, *to)).collect();
        if new.is_empty() {
            return;
        }
        let mut more = More::new();
        for (from, to) in &new {
            more.entry(*from).or_default().1 += 1;
            more.entry(*to).or_default().0 += 1;
        }
        self.hubs(graph, &more, told);
        self.buses(graph, &new, &more, told);
        self.loose(graph, &new, &more, told);
        self.parts(graph, &new, told);
    }

    fn calls(&self, graph: &DesignGraph<'m>, line: &Line<'m>, (from, to): (u32, u32), told: &mut Told<'_, 'm>) {
        if !graph.sync.graph.has(from, to) && !graph.is_infrastructure(from) {
            let many = count(graph.sync.graph.out(from).len());
            let grades = self.fan_out.grades();
            let grade = (grades.judge(from, many), grades.judge(from, many + 1));
            let text = || format!("{} then calls {} other services", graph.name(from), many + 1);
            told.change("sync-fan-out", grade, &[graph.id(from)], text);
        }
        let is_operation = line.to.record.kind() == Kind::Operation;
        let known = self.called.get(&to);
        if is_operation && known.is_none_or(|known| !known.contains(line.to.record.id())) {
            let many = count(known.map_or(0, BTreeSet::len));
            let min = self.chatty.get("min").for_all(&[from, to]).max(1.0);
            if f64::from(many) < min && f64::from(many + 1) >= min {
                let text = || format!("{} then calls {} operations of {}", graph.name(from), many + 1, graph.name(to));
                told.add("chatty-pair", Severity::Warning, &[graph.id(from), graph.id(to)], text);
            }
        }
    }

    fn hubs(&self, graph: &DesignGraph<'m>, more: &More, told: &mut Told<'_, 'm>) {
        let all = &graph.all.graph;
        let sides = |service: u32| (count(all.ins(service).len()), count(all.out(service).len()));
        let moved: Vec<(u32, u32)> = more
            .iter()
            .map(|(service, (into, out))| {
                let (above, below) = sides(*service);
                (above + below, above + below + into + out)
            })
            .collect();
        // The usual degree may rise by what is added.
        let at_most = |degree: u32| {
            let gone = moved.iter().filter(|(old, new)| *old <= degree && degree < *new).count();
            self.degrees.partition_point(|other| *other <= degree) - gone
        };
        let place = rank(self.degrees.len()).max(1);
        let usual = (self.usual..).find(|degree| at_most(*degree) >= place).unwrap_or(self.usual);
        let (used_by, uses, least) = (self.hub.get("used-by"), self.hub.get("uses"), self.hub.get("degree"));
        let is_hub = |service: u32, above: u32, below: u32, usual: u32| {
            f64::from(above) >= used_by.at(service)
                && f64::from(below) >= uses.at(service)
                && f64::from(above + below) >= least.at(service).max(f64::from(usual))
        };
        for (service, (into, out)) in more.iter().filter(|(service, _)| !graph.is_infrastructure(**service)) {
            let (above, below) = sides(*service);
            if is_hub(*service, above + into, below + out, usual) && !is_hub(*service, above, below, self.usual) {
                let name = graph.name(*service);
                let text = || format!("Makes {name} a hub: {} depend on it, and it on {}", above + into, below + out);
                told.add("hub-service", Severity::Warning, &[graph.id(*service)], text);
            }
        }
    }

    fn buses(&self, graph: &DesignGraph<'m>, new: &[(u32, u32)], more: &More, told: &mut Told<'_, 'm>) {
        let all = &graph.all.graph;
        let n = graph.n();
        let others = n.saturating_sub(1);
        let (services, percent) = (self.bus.get("services"), self.bus.get("percent"));
        let exempt = |service: u32| esb_hub::exempt(graph.services[service as usize].role);
        for (service, (into, out)) in more.iter().filter(|(service, _)| !exempt(**service)) {
            let (above, below) = (all.ins(*service), all.out(*service));
            // Who is next to it is counted only where it can matter.
            let most = count(above.len() + below.len()) + into + out;
            let share = |around: u32| f64::from(around) * 100.0 >= percent.at(*service) * f64::from(others);
            if f64::from(n) < services.at(*service) || others == 0 || !share(most) {
                continue;
            }
            let twice = below.iter().filter(|node| above.binary_search(node).is_ok()).count();
            let around = count(above.len() + below.len() - twice);
            let beside = |pair: &&(u32, u32)| {
                let other = if pair.0 == *service { pair.1 } else { pair.0 };
                [pair.0, pair.1].contains(service) && !all.has(*service, other) && !all.has(other, *service)
            };
            let then = around + count(new.iter().filter(beside).count());
            let sides = |above: u32, below: u32| above >= esb_hub::EACH_SIDE && below >= esb_hub::EACH_SIDE;
            let was = share(around) && sides(count(above.len()), count(below.len()));
            if !was && share(then) && sides(count(above.len()) + into, count(below.len()) + out) {
                let text = || format!("Connects {} to {then} of the {others} other services", graph.name(*service));
                told.add("esb-hub", Severity::Warning, &[graph.id(*service)], text);
            }
        }
    }

    /// Services that would depend on what changes more easily: those at the ends, and who depends on the one that would
    /// depend on more.
    fn loose(&self, graph: &DesignGraph<'m>, new: &[(u32, u32)], more: &More, told: &mut Told<'_, 'm>) {
        let all = &graph.all.graph;
        let near = more.keys().all(|service| all.out(*service).len() <= NEAR);
        if !near || new.iter().any(|(from, _)| all.ins(*from).len() > NEAR) {
            return;
        }
        let nothing = More::new();
        let above_below = |service: u32, more: &More| {
            let (into, out) = more.get(&service).copied().unwrap_or_default();
            (count(all.ins(service).len()) + into, count(all.out(service).len()) + out)
        };
        let own = |service: u32, more: &More| {
            let (above, below) = above_below(service, more);
            instability(above, below)
        };
        let (margin, percent) = (self.unstable.get("margin"), self.unstable.get("percent"));
        let breaks = |service: u32, more: &More, new: &[(u32, u32)]| {
            let (above, below) = above_below(service, more);
            let enough = above >= EACH_SIDE && below >= EACH_SIDE;
            let Some(own_now) = own(service, more).filter(|_| enough) else { return false };
            let added = new.iter().filter(|(from, _)| *from == service).map(|(_, to)| *to);
            let looser = all
                .out(service)
                .iter()
                .copied()
                .chain(added)
                .filter(|to| own(*to, more).is_some_and(|other| other >= own_now + margin.at(service) - EXACT));
            f64::from(count(looser.count())) * 100.0 > percent.at(service) * f64::from(below)
        };
        let rise = |from: u32, by: u32| {
            // Nothing changes for who depends on it unless it becomes looser than that by the margin.
            let (before, after) = (own(from, &nothing), own(from, more));
            own(by, &nothing).is_some_and(|own| {
                let bound = own + margin.at(by) - EXACT;
                after.is_some_and(|after| after >= bound) && before.is_none_or(|before| before < bound)
            })
        };
        let mut seen: BTreeSet<u32> = more.keys().copied().collect();
        for (from, _) in new {
            seen.extend(all.ins(*from).iter().copied().filter(|by| rise(*from, *by)));
        }
        for service in seen {
            if breaks(service, more, new) && !breaks(service, &nothing, &[]) {
                let text = || format!("Lets {} depend on what changes more easily", graph.name(service));
                told.add("unstable-dependency", Severity::Info, &[graph.id(service)], text);
            }
        }
    }

    /// Boundaries that would no longer hold most of what touches them.
    fn parts(&self, graph: &DesignGraph<'m>, new: &[(u32, u32)], told: &mut Told<'_, 'm>) {
        let division = graph.division();
        let mut then: BTreeMap<u32, Part> = BTreeMap::new();
        for (from, to) in new {
            let (source, target) = (division.of[*from as usize], division.of[*to as usize]);
            let was = |at: u32| self.boundaries[at as usize];
            let from = then.entry(source).or_insert_with(|| was(source));
            from.out += 1;
            from.inside += u32::from(source == target);
            then.entry(target).or_insert_with(|| was(target)).into += 1;
        }
        for (at, now) in then {
            let (id, was) = (division.parts[at as usize], self.boundaries[at as usize]);
            let Some(domain) = graph.model.domain(id) else { continue };
            let limit = |name: &str| self.cohesion.for_id(graph, id, name);
            let percent = limit("percent");
            let low = |part: Part| {
                part.touching() > 0 && f64::from(part.inside) * 100.0 < percent * f64::from(part.touching())
            };
            let small = f64::from(self.sizes[at as usize]) < limit("services");
            if !small && low(now) && !low(was) {
                let (inside, touching) = (now.inside, now.touching());
                let text = || format!("Leaves {inside} of {touching} dependencies inside {}", domain.head.name);
                told.add("low-boundary-cohesion", Severity::Info, &[id], text);
            }
        }
    }
}
