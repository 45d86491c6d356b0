//! Making one service of two: everything moves and keeps its id, so nothing written for it is lost.

use super::{Case, Idea, Pad};
use cleave_model::{Connection, ConnectionKind, Id, Kind, Model, name};

/// Moves all of one service into another, with its connections, and takes the empty one away.
pub(super) fn merge(pad: &mut Pad, from: &Id, into: &Id) {
    let operations: Vec<(Id, String)> = pad
        .model()
        .operations_of(from)
        .map(|operation| (operation.head.id.clone(), operation.head.name.clone()))
        .collect();
    for (id, own) in operations {
        let free = name::free(&own, |name| {
            let there = pad.model().operations_of(into).any(|other| other.head.name == name);
            there || name != own && pad.model().operations_of(from).any(|other| other.head.name == name)
        });
        if free != own {
            pad.rename(&id, free);
        }
    }
    for kind in [Kind::Api, Kind::DataType, Kind::Event, Kind::DataStore] {
        let parts: Vec<Id> = pad.model().children(Some(from), kind).map(|record| record.id().clone()).collect();
        for part in parts {
            pad.rehome(&part, Some(into));
        }
    }
    take_over(pad, from, into);
    pad.remove([from.clone()]);
}

/// Lets the connections of one service itself end at another; those between the two go, since nothing is between them.
fn take_over(pad: &mut Pad, from: &Id, into: &Id) {
    let within = |model: &Model, id: &Id| model.service_of(id).is_some_and(|service| service.head.id == *into);
    let between_services = |connection: &Connection| {
        matches!(connection.kind, ConnectionKind::Call | ConnectionKind::Depend | ConnectionKind::ReleaseWith)
    };
    let outgoing: Vec<Connection> = pad.model().outgoing(from).cloned().collect();
    for connection in outgoing {
        if between_services(&connection) && within(pad.model(), &connection.to) {
            pad.remove([connection.head.id]);
        } else {
            pad.reconnect(&connection.head.id, into, &connection.to);
        }
    }
    let incoming: Vec<Connection> = pad.model().incoming(from).cloned().collect();
    for connection in incoming {
        if between_services(&connection) && within(pad.model(), &connection.from) {
            pad.remove([connection.head.id]);
        } else {
            pad.reconnect(&connection.head.id, &connection.from, into);
        }
    }
    let own: Vec<Id> = pad
        .model()
        .outgoing(into)
        .filter(|connection| between_services(connection) && within(pad.model(), &connection.to))
        .map(|connection| connection.head.id.clone())
        .collect();
    pad.remove(own);
}

/// How much of a design is in a service.
fn weight(model: &Model, service: &Id) -> usize {
    let kinds = [Kind::Event, Kind::DataStore, Kind::DataType];
    model.operations_of(service).count() + kinds.iter().map(|kind| model.count(Some(service), *kind)).sum::<usize>()
}

/// Merging these services into the one that holds most, the first among equals.
pub(super) fn together(case: &Case<'_>, services: &[Id]) -> Option<Idea> {
    let into = services.iter().rev().max_by_key(|service| weight(case.model, service))?;
    into_one(case, services, into)
}

/// Merging these services into one of them.
pub(super) fn into_one(case: &Case<'_>, services: &[Id], into: &Id) -> Option<Idea> {
    let same = |id: &Id| {
        let (one, other) = (case.model.service(id)?, case.model.service(into)?);
        (one.is_generated() == other.is_generated() && one.role == other.role).then_some(())
    };
    let others: Vec<&Id> = services.iter().filter(|service| *service != into).collect();
    if others.is_empty() || others.iter().any(|other| same(other).is_none()) {
        return None;
    }
    let mut pad = case.pad();
    for other in &others {
        merge(&mut pad, other, into);
    }
    let names: Vec<&str> = others.iter().map(|other| case.name(other)).collect();
    let (names, into) = (super::list(&names), case.name(into));
    pad.idea(
        "merge",
        12 * u32::try_from(others.len()).unwrap_or(u32::MAX / 12),
        format!("Merge {names} into {into}"),
        format!("Operations, events and data of {names} move to {into} and keep what was written for them."),
    )
}

pub(super) fn nano_service(case: &Case<'_>) -> Vec<Option<Idea>> {
    let Some(service) = case.finding.subjects.first() else { return Vec::new() };
    let users: Vec<Id> =
        case.evidence().filter_map(|use_| case.model.service_of(&use_.from)).map(|user| user.head.id.clone()).collect();
    let Some(user) = users.first() else {
        let mut pad = case.pad();
        pad.remove([service.clone()]);
        let name = case.name(service);
        let about = format!("Nobody uses {name}. It goes with all that is in it.");
        return vec![pad.idea("remove-service", 4, format!("Remove {name}"), about)];
    };
    vec![into_one(case, &[service.clone(), user.clone()], user)]
}
