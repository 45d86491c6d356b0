//! Events that lack somebody, have too many, or set each other off.

use super::{Case, Idea, Pad, list, words};
use crate::graph::DesignGraph;
use crate::measure::feedback::{Weights, cheapest};
use cleave_model::{Connection, ConnectionKind, Draft, Event, Id, Kind};
use serde_json::json;
use std::collections::BTreeSet;

/// Most services that are proposed as the one who should publish.
const PUBLISHERS: usize = 3;

fn subject<'a>(case: &Case<'a>) -> Option<&'a Event> {
    case.finding.subjects.first().and_then(|id| case.model.event(id))
}

pub(super) fn without_subscriber(case: &Case<'_>) -> Vec<Option<Idea>> {
    let Some(event) = subject(case) else { return Vec::new() };
    let (id, name) = (&event.head.id, &event.head.name);
    let mut public = case.pad();
    public.say(id, "public", true);
    let mut gone = case.pad();
    gone.remove([id.clone()]);
    vec![
        public.idea(
            "mark-public",
            1,
            format!("Mark {name} as public"),
            format!("Others outside the design may subscribe to {name}, so it is kept for them."),
        ),
        gone.idea("drop-event", 2, format!("Drop {name}"), format!("{name} is no longer published.")),
    ]
}

pub(super) fn without_publisher(case: &Case<'_>) -> Vec<Option<Idea>> {
    let Some(event) = subject(case) else { return Vec::new() };
    let (id, name) = (&event.head.id, &event.head.name);
    let mut ideas = Vec::new();
    if let Some(owner) = case.model.service_of(id) {
        let mut pad = case.pad();
        pad.connect(ConnectionKind::Publish, &owner.head.id, id);
        let owner = &owner.head.name;
        let about = format!("{owner}, whose event it is, tells of it; say in which of its operations.");
        ideas.push(pad.idea("publish", 1, format!("Let {owner} publish {name}"), about));
    } else {
        let others: BTreeSet<Id> = case
            .evidence()
            .filter_map(|hears| case.model.service_of(&hears.from))
            .flat_map(|service| neighbours(case, &service.head.id))
            .collect();
        for service in others.into_iter().take(PUBLISHERS) {
            let mut pad = case.pad();
            pad.rehome(id, Some(&service));
            pad.connect(ConnectionKind::Publish, &service, id);
            let service = case.name(&service);
            let about = format!("{name} becomes an event of {service}, which answers for what it means.");
            ideas.push(pad.idea("publish", 3, format!("Let {service} publish {name}"), about));
        }
    }
    let mut gone = case.pad();
    gone.remove(case.evidence().map(|hears| hears.head.id.clone()));
    let hears: Vec<&str> =
        case.evidence().filter_map(|hears| case.model.service_of(&hears.from)).map(|s| s.head.name.as_str()).collect();
    let about = format!("{} no longer waits for what never comes.", list(&hears));
    ideas.push(gone.idea("drop-subscription", 4, format!("Take the subscription to {name} away"), about));
    ideas
}

/// The services that one depends on, by any connection.
fn neighbours(case: &Case<'_>, service: &Id) -> Vec<Id> {
    let graph = DesignGraph::at(case.model, case.today);
    let Some(at) = graph.element(service).and_then(|element| element.service) else { return Vec::new() };
    graph.all.graph.out(at).iter().map(|other| graph.id(*other).clone()).collect()
}

/// One publisher stays; each of the others gets an event of its own, which the same subscribers hear.
pub(super) fn multiple_publishers(case: &Case<'_>) -> Vec<Option<Idea>> {
    let Some(event) = subject(case) else { return Vec::new() };
    let owner = case.model.service_of(&event.head.id).map(|owner| owner.head.id.clone());
    let publishes: Vec<(Id, Connection)> = case
        .evidence()
        .filter_map(|way| Some((case.model.service_of(&way.from)?.head.id.clone(), way.clone())))
        .collect();
    let mut keepers: Vec<Id> = publishes.iter().map(|(service, _)| service.clone()).collect();
    keepers.sort_by_key(|keeper| (owner.as_ref() != Some(keeper), keeper.clone()));
    keepers.dedup();
    keepers.iter().take(PUBLISHERS).map(|keeper| only(case, event, owner.as_ref(), keeper, &publishes)).collect()
}

fn only(
    case: &Case<'_>,
    event: &Event,
    owner: Option<&Id>,
    keeper: &Id,
    publishes: &[(Id, Connection)],
) -> Option<Idea> {
    let mut pad = case.pad();
    let id = &event.head.id;
    if owner != Some(keeper) {
        pad.rehome(id, Some(keeper));
    }
    let hears: Vec<Connection> =
        case.model.incoming(id).filter(|end| end.kind == ConnectionKind::Subscribe).cloned().collect();
    let mut made: Vec<(Id, Id)> = Vec::new();
    for (service, way) in publishes.iter().filter(|(service, _)| service != keeper) {
        let known = made.iter().find(|(other, _)| other == service).map(|(_, event)| event.clone());
        let own = match known {
            Some(own) => own,
            None => {
                let own = sibling(&mut pad, event, service)?;
                for end in &hears {
                    pad.connect(ConnectionKind::Subscribe, &end.from, &own);
                }
                made.push((service.clone(), own.clone()));
                own
            }
        };
        pad.reconnect(&way.head.id, &way.from, &own);
    }
    let (name, keeper) = (&event.head.name, case.name(keeper));
    let told: Vec<String> =
        made.iter().map(|(service, event)| format!("{} publishes {}", case.name(service), pad.name(event))).collect();
    let about = format!("{}; who hears {name} hears them too.", super::turn::capital(&list(&told)));
    let cost = if owner.is_some_and(|owner| case.name(owner) == keeper) { 3 } else { 4 };
    pad.idea("one-publisher", cost, format!("Let {keeper} alone publish {name}"), about)
}

/// An event of another service that carries the same.
fn sibling(pad: &mut Pad, event: &Event, service: &Id) -> Option<Id> {
    let wish = words::fitting(&format!("{}_{}", pad.name(service), event.head.name));
    let wish = words::pascal(&words::parts(&wish));
    let fields: Vec<_> = event.fields.iter().filter(|field| field.of.named().is_none()).cloned().collect();
    let key = event.key.as_ref().filter(|key| fields.iter().any(|field| field.name == **key));
    let draft = Draft::new(Kind::Event, words::fitting(&wish))
        .within(service.clone())
        .with("key", json!(key))
        .with("fields", json!(fields))
        .with("sensitivity", json!(event.sensitivity))
        .with("public", json!(event.public));
    pad.add(draft)
}

/// The circle of events ends where a service stops hearing, or where a call takes the place of an event.
pub(super) fn event_loop(case: &Case<'_>) -> Vec<Option<Idea>> {
    let members = &case.finding.subjects;
    let at = |id: &Id| members.iter().position(|member| member == id);
    let user = |end: &Connection| case.model.service_of(&end.from).and_then(|service| at(&service.head.id));
    let ends: Vec<&Connection> = case.evidence().collect();
    let of = |kind: ConnectionKind| ends.iter().copied().filter(move |end| end.kind == kind);
    // An edge of the circle is cut by ending the subscriptions behind it: one for each event.
    let mut behind: std::collections::BTreeMap<(usize, usize), BTreeSet<Id>> = std::collections::BTreeMap::new();
    for hears in of(ConnectionKind::Subscribe) {
        for tells in of(ConnectionKind::Publish).filter(|tells| tells.to == hears.to) {
            if let (Some(from), Some(to)) = (user(tells), user(hears))
                && from != to
            {
                behind.entry((from, to)).or_default().insert(hears.head.id.clone());
            }
        }
    }
    let weights: Weights = behind.iter().map(|(edge, hears)| (*edge, hears.len() as u64)).collect();
    let mut ideas = Vec::new();
    for cut in cheapest(members.len(), &weights, 3) {
        let hears: Vec<Connection> = cut
            .edges
            .iter()
            .filter_map(|edge| behind.get(edge))
            .flatten()
            .filter_map(|id| case.model.connection(id).cloned())
            .collect();
        let words: Vec<String> = hears
            .iter()
            .map(|end| {
                let who = case.model.service_of(&end.from).map_or("", |service| service.head.name.as_str());
                format!("{who} no longer hears {}", case.name(&end.to))
            })
            .collect();
        let size = u32::try_from(hears.len()).unwrap_or(0);
        let mut pad = case.pad();
        pad.remove(hears.iter().map(|end| end.head.id.clone()));
        let about = format!("Then nothing sets the circle off again: {}.", list(&words));
        let events: Vec<&str> = hears.iter().map(|end| case.name(&end.to)).collect();
        ideas.push(pad.idea("stop-loop", 2 * size, format!("End the circle at {}", list(&events)), about));
    }
    ideas
}
