//! Taking operations out of a service into one of their own, with the data and the types that only they use.

use super::{Case, Idea, Pad, list, words};
use cleave_model::{Connection, ConnectionKind, Draft, Id, Kind, Model, invariants};
use std::collections::{BTreeMap, BTreeSet};

/// Most parts a service is split into.
const PARTS: usize = 6;

/// Moves operations of a service, with the stores, events and types that nobody else there uses, into a new service.
/// Answers the new service.
pub(super) fn part(pad: &mut Pad, from: &Id, operations: &BTreeSet<Id>, wish: &str) -> Option<Id> {
    let new = pad.sibling(from, wish)?;
    let apis: BTreeSet<Id> = operations.iter().filter_map(|id| pad.model().get(id)?.home().cloned()).collect();
    let own: BTreeSet<(Kind, Id)> = alone(pad, from, operations);
    for old in apis {
        let api = pad.model().api(&old)?.clone();
        let mut draft = Draft::new(Kind::Api, api.head.name.clone()).within(new.clone());
        for (field, value) in [
            ("version", serde_json::to_value(api.version)),
            ("visibility", serde_json::to_value(api.visibility)),
            ("auth", serde_json::to_value(&api.auth)),
        ] {
            draft = draft.with(field, value.ok()?);
        }
        let home = pad.add(draft)?;
        let there: Vec<Id> = pad
            .model()
            .children(Some(&old), Kind::Operation)
            .map(|record| record.id().clone())
            .filter(|id| operations.contains(id))
            .collect();
        for operation in there {
            pad.rehome(&operation, Some(&home));
        }
        if pad.model().count(Some(&old), Kind::Operation) == 0 && pad.model().incoming(&old).next().is_none() {
            pad.remove([old]);
        }
    }
    for (_, id) in own {
        pad.rehome(&id, Some(&new));
    }
    Some(new)
}

/// What of a service only these operations use: stores, events, and types.
fn alone(pad: &Pad, service: &Id, operations: &BTreeSet<Id>) -> BTreeSet<(Kind, Id)> {
    let model = pad.model();
    let mut own = BTreeSet::new();
    for kind in [Kind::DataStore, Kind::Event] {
        for record in model.children(Some(service), kind) {
            let inside = |id: &Id| model.service_of(id).is_some_and(|owner| owner.head.id == *service);
            let mut users = model.incoming(record.id()).filter(|connection| inside(&connection.from)).peekable();
            if users.peek().is_some() && users.all(|connection| operations.contains(&connection.from)) {
                own.insert((kind, record.id().clone()));
            }
        }
    }
    // A type goes along when all that mention it go.
    let mut moved: BTreeSet<Id> = operations.iter().chain(own.iter().map(|(_, id)| id)).cloned().collect();
    let types: Vec<Id> = model.children(Some(service), Kind::DataType).map(|record| record.id().clone()).collect();
    let mentioned_by = |id: &Id| -> Vec<Id> {
        model
            .records()
            .filter(|record| !matches!(record.kind(), Kind::Placement | Kind::Note))
            .filter(|record| invariants::references(record).iter().any(|(_, to, _)| *to == id))
            .map(|record| record.id().clone())
            .collect()
    };
    let mentions: Vec<(Id, Vec<Id>)> = types.iter().map(|id| (id.clone(), mentioned_by(id))).collect();
    loop {
        let before = moved.len();
        for (id, by) in &mentions {
            let goes = |other: &Id| model.ancestry(other).any(|above| moved.contains(above.id()));
            if !moved.contains(id) && !by.is_empty() && by.iter().all(goes) {
                moved.insert(id.clone());
                own.insert((Kind::DataType, id.clone()));
            }
        }
        if moved.len() == before {
            return own;
        }
    }
}

/// The operations of a service in groups that nothing ties together: no common store, no call between them and, where
/// `by_clients`, no common client. The largest group first.
fn groups(model: &Model, service: &Id, by_clients: bool) -> Vec<BTreeSet<Id>> {
    let operations: BTreeSet<Id> = model.operations_of(service).map(|operation| operation.head.id.clone()).collect();
    let mut group: BTreeMap<Id, Id> = operations.iter().map(|id| (id.clone(), id.clone())).collect();
    let mut tie = |one: &Id, other: &Id| {
        let (Some(keep), Some(give)) = (group.get(one).cloned(), group.get(other).cloned()) else { return };
        for of in group.values_mut().filter(|of| **of == give) {
            of.clone_from(&keep);
        }
    };
    let mut users: BTreeMap<Id, Id> = BTreeMap::new();
    for operation in &operations {
        for way in model.outgoing(operation) {
            if operations.contains(&way.to) {
                tie(operation, &way.to);
            } else if matches!(way.kind, ConnectionKind::Read | ConnectionKind::Write)
                && let Some(first) = users.insert(way.to.clone(), operation.clone())
            {
                tie(&first, operation);
            }
        }
        let clients = model.incoming(operation).filter(|_| by_clients).filter_map(|way| model.service_of(&way.from));
        for client in clients.filter(|client| client.head.id != *service) {
            if let Some(first) = users.insert(client.head.id.clone(), operation.clone()) {
                tie(&first, operation);
            }
        }
    }
    let mut groups: BTreeMap<Id, BTreeSet<Id>> = BTreeMap::new();
    for (operation, of) in group {
        groups.entry(of).or_default().insert(operation);
    }
    let mut groups: Vec<BTreeSet<Id>> = groups.into_values().collect();
    groups.sort_by_key(|group| (usize::MAX - group.len(), group.first().cloned()));
    groups
}

/// The groups in this many parts of about the same size.
fn parts(groups: &[BTreeSet<Id>], many: usize) -> Vec<BTreeSet<Id>> {
    let mut parts = vec![BTreeSet::new(); many];
    for group in groups {
        if let Some(least) = parts.iter_mut().min_by_key(|part| part.len()) {
            least.extend(group.iter().cloned());
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// What most of these operations are about, in a word.
fn theme(model: &Model, operations: &BTreeSet<Id>) -> Option<String> {
    let mut words_: BTreeMap<String, usize> = BTreeMap::new();
    for id in operations {
        *words_.entry(words::object(&model.operation(id)?.head.name)).or_default() += 1;
    }
    words_.into_iter().max_by_key(|(word, many)| (*many, std::cmp::Reverse(word.clone()))).map(|(word, _)| word)
}

/// Splits a service into as few parts as end the finding; the first stays what it was.
fn split(case: &Case<'_>, service: &Id, groups: &[BTreeSet<Id>], how: &str) -> Option<Idea> {
    let name = case.name(service);
    for many in 2..=groups.len().min(PARTS) {
        let mut pad = case.pad();
        let mut made = Vec::new();
        for operations in parts(groups, many).iter().skip(1) {
            let wish = match theme(case.model, operations) {
                Some(theme) if case.model.named(Kind::Service, None, &theme).next().is_none() => theme,
                _ => format!("{name}_part"),
            };
            let new = part(&mut pad, service, operations, &wish)?;
            made.push(pad.name(&new));
        }
        if case.still(&pad).is_none() {
            let cost = 8 + 2 * u32::try_from(many).unwrap_or(0);
            let about = format!("{} {how}; ids and code move along. {name} keeps the rest.", {
                let take = if made.len() == 1 { "takes" } else { "take" };
                format!("{} {take}", list(&made))
            });
            return pad.idea("split-service", cost, format!("Split {} off {name}", list(&made)), about);
        }
    }
    None
}

pub(super) fn mega_service(case: &Case<'_>) -> Vec<Option<Idea>> {
    let Some(service) = case.finding.subjects.first() else { return Vec::new() };
    let mut ideas = Vec::new();
    let of_api = |api: &cleave_model::Record| -> BTreeSet<Id> {
        case.model.children(Some(api.id()), Kind::Operation).map(|record| record.id().clone()).collect()
    };
    let mut apis: Vec<BTreeSet<Id>> = case.model.children(Some(service), Kind::Api).map(of_api).collect();
    apis.retain(|api| !api.is_empty());
    apis.sort_by_key(|api| usize::MAX - api.len());
    if apis.len() > 1 {
        ideas.push(split(case, service, &apis, "the operations of an API of their own"));
    }
    ideas.push(split(
        case,
        service,
        &groups(case.model, service, true),
        "operations that are used together, with their data",
    ));
    ideas.push(split(case, service, &groups(case.model, service, false), "operations that share data, with that data"));
    ideas
}

pub(super) fn hub_service(case: &Case<'_>) -> Vec<Option<Idea>> {
    let Some(service) = case.finding.subjects.first() else { return Vec::new() };
    vec![
        split(case, service, &groups(case.model, service, true), "the operations of other clients, with their data"),
        split(case, service, &groups(case.model, service, false), "operations that share data, with that data"),
        clients_apart(case, service),
        shed(case, service),
    ]
}

/// Where clients are connected with the service as a whole: half of them get a service of their own, which needs the same.
fn clients_apart(case: &Case<'_>, service: &Id) -> Option<Idea> {
    let name = case.name(service);
    let user = |way: &Connection| case.model.service_of(&way.from).map(|user| user.head.id.clone());
    let ways: Vec<Connection> = case.model.incoming(service).cloned().collect();
    let clients: BTreeSet<Id> = ways.iter().filter_map(user).collect();
    let needs: Vec<Connection> = case.model.outgoing(service).cloned().collect();
    // With few clients or few needs each half is smaller than the whole.
    for (moved_needs, kept_needs) in [(needs.len(), 0), (needs.len().div_ceil(2), needs.len() / 2)] {
        let mut pad = case.pad();
        let new = pad.sibling(service, &format!("{name}_part"))?;
        let moved: BTreeSet<&Id> = clients.iter().skip(clients.len().div_ceil(2)).collect();
        for way in ways.iter().filter(|way| user(way).is_some_and(|user| moved.contains(&user))) {
            pad.reconnect(&way.head.id, &way.from, &new);
        }
        for way in needs.iter().take(moved_needs) {
            if kept_needs > 0 {
                pad.reconnect(&way.head.id, &new, &way.to);
            } else {
                pad.connect(way.kind, &new, &way.to);
            }
        }
        if moved.is_empty() || case.still(&pad).is_some() {
            continue;
        }
        let names: Vec<&str> = moved.iter().map(|id| case.name(id)).collect();
        let new = pad.name(&new);
        let about = format!("{new} serves {}, {name} the others; each stands between fewer.", list(&names));
        return pad.idea("split-by-clients", 14, format!("Split {name} by who uses it"), about);
    }
    None
}

/// Takes what the service in the middle asks others for out of it: they tell it by events of its own contract.
fn shed(case: &Case<'_>, service: &Id) -> Option<Idea> {
    let mut pad = case.pad();
    let mut told: Vec<String> = Vec::new();
    let mut cost = 4;
    let needs: Vec<Connection> = case
        .evidence()
        .filter(|way| case.model.service_of(&way.from).is_some_and(|user| user.head.id == *service))
        .cloned()
        .collect();
    for way in &needs {
        if let Some(step) = super::turn::round(&mut pad, way, super::event::Contract::Consumer)
            && !told.contains(&step)
        {
            told.push(step);
        }
        cost += super::turn::cost(way);
        if case.still(&pad).is_none() {
            break;
        }
    }
    let about = format!("What is decided in {} for others is decided by them again.", case.name(service));
    pad.idea("move-to-ends", cost, super::turn::capital(&list(&told)), about)
}
