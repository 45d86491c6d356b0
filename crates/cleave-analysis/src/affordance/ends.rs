//! What is said at both ends of a connection: stores, layers, prohibitions, the outside, events.

use super::{Line, Told};
use crate::graph::{DesignGraph, Element};
use crate::rules::{Verdict, breach, crossing, far, judge_by, store_words, verdict, verdict_beyond};
use cleave_model::{Auth, Connection, ConnectionKind, Event, Id, Record, Role, Severity, Visibility};
use petgraph::graph::NodeIndex;
use std::collections::BTreeSet;

/// What is so already, found out once.
pub(super) struct Ends<'m> {
    /// The pairs that a prohibition or a list tells already, and those that sensitive data crosses.
    forbidden: BTreeSet<Vec<Id>>,
    leaks: BTreeSet<Vec<Id>>,
    /// The services that the actor or external where the line begins uses.
    used: BTreeSet<u32>,
    start: &'m Id,
}

impl<'m> Ends<'m> {
    pub(super) fn of(graph: &DesignGraph<'m>, start: Element<'m>) -> Self {
        let pairs = |rule: &str| judge_by(graph, rule).iter().map(|finding| finding.subjects.clone()).collect();
        let node = graph.place(start.record.id());
        let ways = node.into_iter().flat_map(|node| graph.leaving(node));
        let uses = ways.filter(|way| way.marks.kind == ConnectionKind::Use);
        let used = uses.filter_map(|way| graph.drawn[way.to].service);
        Self {
            forbidden: pairs("forbidden-dependency"),
            leaks: pairs("sensitive-data-crossing"),
            used: used.collect(),
            start: start.record.id(),
        }
    }

    pub(super) fn tell(&self, graph: &DesignGraph<'m>, line: &Line<'m>, ties: &[(u32, u32)], told: &mut Told<'_, 'm>) {
        for (from, to) in ties.iter().copied().filter(|(from, to)| !graph.all.graph.has(*from, *to)) {
            if let Some((own, other)) = breach(graph, from, to) {
                let layers = &graph.policy.layers;
                let text = || match other > own {
                    true => format!("Skips the layer {}", layers[own + 1]),
                    false => format!("Runs up from layer {} to {}", layers[own], layers[other]),
                };
                told.add("layer-violation", Severity::Error, &[graph.id(from), graph.id(to)], text);
            }
        }
        self.prohibitions(graph, line, ties, told);
        match line.kind {
            ConnectionKind::Read => reading(graph, line, told),
            ConnectionKind::Use => self.outside(graph, line, told),
            ConnectionKind::Call => calling(graph, line, told),
            ConnectionKind::Publish => self.publishing(graph, line, told),
            ConnectionKind::Subscribe => self.subscribing(graph, line, told),
            _ => {}
        }
    }

    fn prohibitions(&self, graph: &DesignGraph<'m>, line: &Line<'m>, ties: &[(u32, u32)], told: &mut Told<'_, 'm>) {
        let outward = matches!(line.kind, ConnectionKind::Call | ConnectionKind::Read | ConnectionKind::Subscribe)
            && matches!(graph.outer(line.to).record, Record::External(_));
        if line.kind == ConnectionKind::Publish {
            // Who hears an event that nobody owns comes to depend on its publisher.
            let hears = at(graph, line.to.record.id(), ConnectionKind::Subscribe).filter(|_| !ties.is_empty());
            for (near, _) in hears {
                let Some((from, to)) = near.service.zip(line.from.service).filter(|(from, to)| from != to) else {
                    continue;
                };
                if let Some(found) = verdict(graph, &graph.whole(near), &far(graph, to, line.to)) {
                    self.against((graph.id(from), graph.id(to)), found, told);
                }
            }
            return;
        }
        let found = if let [(from, to)] = ties {
            let found = verdict(graph, &graph.whole(line.from), &far(graph, *to, line.to));
            found.map(|found| (graph.id(*from), graph.id(*to), found))
        } else if outward || line.kind == ConnectionKind::Use {
            let judged = if outward { line.from.service } else { line.to.service };
            let found = judged.and_then(|_| verdict_beyond(graph, line.from, line.to));
            let outer = graph.outer(line.to);
            found.map(|rule| (graph.subject(line.from), graph.subject(outer), Verdict::Forbidden(rule)))
        } else {
            None
        };
        if let Some((from, to, found)) = found {
            self.against((from, to), found, told);
        }
    }

    /// A dependency that the policy does not allow, unless it is told already.
    fn against(&self, (from, to): (&Id, &Id), found: Verdict<'m>, told: &mut Told<'_, 'm>) {
        if !self.forbidden.contains([from.clone(), to.clone()].as_slice()) {
            let text = || match found {
                Verdict::Forbidden(rule) if !rule.name.is_empty() => format!("{} forbids it", rule.name),
                Verdict::Forbidden(_) => "The policy forbids it".into(),
                Verdict::NotAllowed => "Not on the list of what it may depend on".into(),
            };
            told.add("forbidden-dependency", Severity::Error, &[from, to], text);
        }
    }

    fn outside(&self, graph: &DesignGraph<'m>, line: &Line<'m>, told: &mut Told<'_, 'm>) {
        let judged = line.to.service;
        let open = |service: &u32| !matches!(graph.services[*service as usize].role, Role::Gateway | Role::Ui);
        if let Some(service) = judged.filter(|service| open(service) && !self.used.contains(service)) {
            let text = || format!("Comes to {} past every gateway", graph.name(service));
            told.add("no-gateway", Severity::Warning, &[self.start, graph.id(service)], text);
        }
        let (Record::Operation(operation), Some(api)) = (line.to.record, line.to.api) else { return };
        let known =
            api.visibility == Visibility::Public || at(graph, &operation.head.id, ConnectionKind::Use).next().is_some();
        let (severity, text) = match api.auth {
            Auth::Bearer { .. } => return,
            Auth::None => (Severity::Error, "Anybody outside may call it"),
            Auth::NotSaid => (Severity::Warning, "Nothing says how callers prove who they are"),
        };
        if !known {
            told.add("unauthenticated-api", severity, &[&operation.head.id], || text.into());
        }
    }

    fn publishing(&self, graph: &DesignGraph<'m>, line: &Line<'m>, told: &mut Told<'_, 'm>) {
        let (Some(node), Record::Event(event)) = (graph.place(line.to.record.id()), line.to.record) else { return };
        let publishers = graph.services_at(node, ConnectionKind::Publish);
        let subscribers: Vec<(Element<'m>, &Connection)> =
            at(graph, &event.head.id, ConnectionKind::Subscribe).collect();
        let first = at(graph, &event.head.id, ConnectionKind::Publish).next().is_none();
        if first && subscribers.is_empty() && event.public != Some(true) {
            let text = || format!("No service subscribes to {}", event.head.name);
            told.add("event-without-subscriber", Severity::Info, &[&event.head.id], text);
        }
        if let (Some(from), [other]) = (line.from.service, publishers.as_slice())
            && from != *other
        {
            let text = || format!("{} publishes it already", graph.name(*other));
            told.add("multiple-publishers", Severity::Warning, &[&event.head.id], text);
        }
        for (subscriber, hears) in &subscribers {
            self.carrying(graph, event, (line.from, *subscriber), &hears.data, told);
        }
        let Some(from) = line.from.service else { return };
        for to in graph.services_at(node, ConnectionKind::Subscribe) {
            mixed(graph, (from, to), told);
        }
    }

    fn subscribing(&self, graph: &DesignGraph<'m>, line: &Line<'m>, told: &mut Told<'_, 'm>) {
        let (Some(node), Record::Event(event)) = (graph.place(line.to.record.id()), line.to.record) else { return };
        let publishing: Vec<(Element<'m>, &Connection)> = at(graph, &event.head.id, ConnectionKind::Publish).collect();
        let first = at(graph, &event.head.id, ConnectionKind::Subscribe).next().is_none();
        if first && publishing.is_empty() {
            let text = || format!("No service publishes {}", event.head.name);
            told.add("event-without-publisher", Severity::Error, &[&event.head.id], text);
        }
        for (publisher, publishes) in &publishing {
            self.carrying(graph, event, (*publisher, line.from), &publishes.data, told);
        }
        if publishing.is_empty() && line.to.service.is_some() {
            self.carrying(graph, event, (line.to, line.from), &[], told);
        }
        let Some(to) = line.from.service else { return };
        for from in graph.services_at(node, ConnectionKind::Publish) {
            mixed(graph, (from, to), told);
        }
    }

    /// What an event carries from one to another who may not have it.
    fn carrying(
        &self,
        graph: &DesignGraph<'m>,
        event: &Event,
        (from, to): (Element<'m>, Element<'m>),
        more: &[cleave_model::Sensitivity],
        told: &mut Told<'_, 'm>,
    ) {
        let classes: Vec<_> = std::iter::once(event.sensitivity).chain(more.iter().copied()).collect();
        let Some(open) = crossing(graph, (from, to), to, &classes) else { return };
        let id = |end: Element<'m>| end.service.map_or(end.record.id(), |service| graph.id(service));
        let ends = [id(from), id(to)];
        if !self.leaks.contains([ends[0].clone(), ends[1].clone()].as_slice()) {
            let words: Vec<&str> = open.iter().map(|class| class.word()).collect();
            let name = to.service.map_or(to.record.name(), |service| graph.name(service));
            let text = || format!("Carries {} data to {name}, which is not cleared for it", words.join(" and "));
            told.add("sensitive-data-crossing", Severity::Error, &ends, text);
        }
    }
}

/// The connections of a kind that end at an element.
fn at<'m>(
    graph: &DesignGraph<'m>,
    id: &Id,
    kind: ConnectionKind,
) -> impl Iterator<Item = (Element<'m>, &'m Connection)> {
    let node: Option<NodeIndex> = graph.place(id);
    let ends = node.into_iter().flat_map(|node| graph.incoming(node));
    ends.filter(move |(_, connection)| connection.kind == kind)
}

fn reading<'m>(graph: &DesignGraph<'m>, line: &Line<'m>, told: &mut Told<'_, 'm>) {
    let (Some(from), Some(node)) = (line.from.service, graph.place(line.to.record.id())) else { return };
    let (store, owner) = (line.to.record, line.to.service);
    let accesses: Vec<(u32, ConnectionKind)> =
        graph.accesses(node).filter_map(|(end, access)| Some((end.service?, access.kind))).collect();
    if accesses.iter().any(|(service, _)| *service == from) {
        return;
    }
    if owner.is_some_and(|owner| owner != from) {
        let text = || format!("Reads {}", store_words(graph, store.name(), owner));
        told.add("foreign-store-access", Severity::Warning, &[graph.id(from), store.id()], text);
    }
    let users: BTreeSet<u32> = accesses.iter().map(|(service, _)| *service).collect();
    if let Some(other) = users.first().filter(|_| users.len() == 1) {
        let foreign = accesses.iter().any(|(by, kind)| *kind == ConnectionKind::Write && Some(*by) != owner);
        let severity = if foreign { Severity::Error } else { Severity::Warning };
        let text = || format!("Shares {} with {}", store_words(graph, store.name(), owner), graph.name(*other));
        told.add("shared-store", severity, &[store.id()], text);
    }
}

fn calling<'m>(graph: &DesignGraph<'m>, line: &Line<'m>, told: &mut Told<'_, 'm>) {
    let Some((from, to)) = line.from.service.zip(line.to.service).filter(|(from, to)| from != to) else { return };
    if let Record::Operation(operation) = line.to.record {
        let private = operation.published == Some(false) && graph.boundary(from) != graph.boundary(to);
        let known = || at(graph, &operation.head.id, ConnectionKind::Call).any(|(end, _)| end.service == Some(from));
        if private && !known() {
            let text = || format!("Private to the domain of {}", graph.name(to));
            told.add("private-operation", Severity::Error, &[graph.id(from), &operation.head.id], text);
        }
    }
    if graph.flow.graph.has(from, to) && !graph.sync.graph.has(from, to) {
        let text = || format!("{} is told by an event already", graph.name(to));
        told.add("mixed-sync-async", Severity::Info, &[graph.id(from), graph.id(to)], text);
    }
}

/// An event to somebody who is called already.
fn mixed(graph: &DesignGraph<'_>, (from, to): (u32, u32), told: &mut Told<'_, '_>) {
    if graph.sync.graph.has(from, to) && !graph.flow.graph.has(from, to) {
        let text = || format!("{} calls {} already", graph.name(from), graph.name(to));
        told.add("mixed-sync-async", Severity::Info, &[graph.id(from), graph.id(to)], text);
    }
}
