//! Who calls whom, who publishes what to whom, and who therefore needs a store.

use super::{Lowering, types};
use crate::blueprint::{EventRoute, Service, Subscription, TypeRef};
use crate::gap::shown;
use crate::naming::Words;
use cleave_model::{Connection, ConnectionKind, Engine, Id, Idempotency, Kind, Record};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn lower(lowering: &mut Lowering<'_>, services: &mut [Service]) {
    calls(lowering, services);
    events(lowering, services);
    for service in services.iter_mut().filter(|service| service.is_hosted()) {
        let relational = lowering
            .model
            .children(Some(&service.id), Kind::DataStore)
            .filter_map(Record::as_data_store)
            .any(|store| store.engine == Engine::Relational);
        service.has_store = relational
            || !service.tables.is_empty()
            || !service.subscriptions.is_empty()
            || !service.deliveries.is_empty()
            || service.operations.iter().any(|op| op.idempotency == Idempotency::Keyed);
    }
}

/// The connections that start at a service, at its operations, or at anything else of it.
fn outgoing<'m>(lowering: &Lowering<'m>, service: &Id) -> Vec<&'m Connection> {
    let model = lowering.model;
    let operations = model.operations_of(service).flat_map(|operation| model.outgoing(&operation.head.id));
    model.outgoing(service).chain(operations).collect()
}

fn calls(lowering: &mut Lowering<'_>, services: &mut [Service]) {
    let mut edges: BTreeSet<(String, String)> = BTreeSet::new();
    for service in services.iter().filter(|service| service.is_hosted()) {
        for call in outgoing(lowering, &service.id).into_iter().filter(|c| c.kind == ConnectionKind::Call) {
            if let Some(callee) = callee(lowering, call)
                && callee != service.package
            {
                edges.insert((service.package.clone(), callee));
            }
        }
    }
    // The gateway is a door for people, not a caller with a name of its own: it comes in by the public listener.
    for service in services {
        service.calls = edges.iter().filter(|(from, _)| *from == service.package).map(|(_, to)| to.clone()).collect();
        service.callers = edges.iter().filter(|(_, to)| *to == service.package).map(|(from, _)| from.clone()).collect();
    }
}

/// The package that a call reaches; none where nothing is generated for it.
fn callee(lowering: &mut Lowering<'_>, call: &Connection) -> Option<String> {
    let model = lowering.model;
    if model.external(&call.to).is_some() {
        return None;
    }
    let target = shown(&model.path(&call.to));
    let Some(service) = model.service_of(&call.to) else {
        let message = format!("it calls {target}, which belongs to no service yet");
        lowering.gap(&call.from, message, "Put the operation into a service");
        return None;
    };
    if service.role.is_infrastructure() {
        return None;
    }
    if model.operations_of(&service.head.id).next().is_none() {
        let message = format!("it calls {target}, which offers no operation");
        lowering.gap(&call.from, message, "Draw the operation that is called");
        return None;
    }
    lowering.package(&service.head.id)
}

fn events(lowering: &mut Lowering<'_>, services: &mut [Service]) {
    let model = lowering.model;
    let mut subscribers: BTreeMap<Id, BTreeSet<String>> = BTreeMap::new();
    let mut publishers: BTreeMap<Id, BTreeSet<String>> = BTreeMap::new();
    for service in services.iter() {
        for event in &service.events {
            publishers.entry(event.id.clone()).or_default().insert(service.package.clone());
        }
        if !service.is_hosted() {
            continue;
        }
        for connection in outgoing(lowering, &service.id) {
            let side = match connection.kind {
                ConnectionKind::Publish => &mut publishers,
                ConnectionKind::Subscribe => &mut subscribers,
                _ => continue,
            };
            if lowering.contract_of(&connection.to).is_none() {
                let message = format!(
                    "it {} {}, an event that belongs to no service with a contract",
                    if connection.kind == ConnectionKind::Publish { "publishes" } else { "subscribes to" },
                    shown(&model.path(&connection.to)),
                );
                lowering.gap(&connection.from, message, "Put the event into the service that owns it");
                continue;
            }
            side.entry(connection.to.clone()).or_default().insert(service.package.clone());
        }
    }
    let known: Vec<(Id, TypeRef, String, Option<String>)> = services
        .iter()
        .flat_map(|owner| {
            owner.events.iter().map(|event| {
                let named = TypeRef { module: owner.module.clone(), name: event.name.clone() };
                (event.id.clone(), named, owner.package.clone(), event.description.clone())
            })
        })
        .collect();
    for service in services.iter_mut().filter(|service| service.is_hosted()) {
        for (id, event, owner, description) in &known {
            let of = |side: &BTreeMap<Id, BTreeSet<String>>| side.get(id).cloned().unwrap_or_default();
            let (publishing, subscribing) = (of(&publishers), of(&subscribers));
            if publishing.contains(&service.package) && !subscribing.is_empty() {
                let subscribers = subscribing.iter().cloned().collect();
                service.deliveries.push(EventRoute { event: event.clone(), subscribers });
            }
            if subscribing.contains(&service.package) {
                service.subscriptions.push(Subscription {
                    event: event.clone(),
                    method: String::new(),
                    owner: owner.clone(),
                    publishers: publishing.into_iter().collect(),
                    description: description.clone(),
                });
            }
        }
        name_methods(service);
    }
}

/// `on_order_placed`, with the owner's name where two events share theirs.
fn name_methods(service: &mut Service) {
    let mut uses: BTreeMap<String, u32> = BTreeMap::new();
    for subscription in &service.subscriptions {
        *uses.entry(subscription.event.name.clone()).or_default() += 1;
    }
    for subscription in &mut service.subscriptions {
        let event = Words::lenient(&subscription.event.name).snake();
        subscription.method = match uses.get(&subscription.event.name) {
            Some(1) => format!("on_{event}"),
            _ => format!("on_{}_{event}", subscription.event.module),
        };
    }
}

/// The contracts that what a service stands on mentions: its own, those it calls, those whose events it gets or sends.
pub(crate) fn ports_need(service: &Service) -> BTreeSet<String> {
    let mut modules: BTreeSet<String> = BTreeSet::new();
    service.tables.iter().flat_map(|table| &table.fields).for_each(|field| types::mentioned(&field.ty, &mut modules));
    modules.extend(service.deliveries.iter().map(|delivery| delivery.event.module.clone()));
    let mut packages: BTreeSet<String> = modules.into_iter().map(|module| module.replace('_', "-")).collect();
    packages.extend(service.subscriptions.iter().map(|subscription| subscription.owner.clone()));
    packages.extend(service.calls.iter().cloned());
    packages
}
