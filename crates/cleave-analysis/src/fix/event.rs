//! Events in place of calls: telling what was asked for, or keeping a copy of what was asked about.

use super::{Pad, words};
use cleave_model::{
    Connection, ConnectionKind, Draft, Entity, Field, Id, Kind, OperationKind, Record, Sensitivity, TypeExpr,
};
use serde_json::json;

/// Which side answers for the contract of an event that comes in place of a call for data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Contract {
    /// Whoever has the data, as usual.
    Source,
    /// Whoever needs the data: then neither depends on the other's contract but on its own.
    Consumer,
}

/// Whether a call asks for data, so that an event can only end it if the caller keeps a copy.
pub(super) fn asks(pad: &Pad, call: &Connection) -> bool {
    pad.model().operation(&call.to).is_some_and(|operation| operation.kind == OperationKind::Query)
}

/// Ends a call from service to service by an event, in the way that fits what it is for.
pub(super) fn turn(pad: &mut Pad, call: &Id, contract: Contract) {
    let Some(connection) = pad.connection(call) else { return };
    if asks(pad, &connection) { copy(pad, &connection, contract) } else { tell(pad, &connection) }
}

/// The caller publishes what happened on its side, and the called side subscribes and does what it was called for.
pub(super) fn tell(pad: &mut Pad, call: &Connection) {
    let (Some(caller), Some(called)) = (pad.service_of(&call.from), pad.service_of(&call.to)) else {
        return pad.refuse();
    };
    let own: Vec<Id> = pad
        .model()
        .outgoing(&call.from)
        .filter(|other| other.kind == ConnectionKind::Publish)
        .map(|other| other.to.clone())
        .filter(|event| pad.service_of(event).as_ref() == Some(&caller))
        .collect();
    let event = match own.as_slice() {
        [event] => Some(event.clone()),
        _ => {
            let operation = if call.from == caller { String::new() } else { pad.name(&call.from) };
            let carried = pad.model().operation(&call.to).map_or_else(Vec::new, |operation| plain(&operation.input));
            let sensitivity = most_sensitive(&carried, &call.data);
            fact(pad, &caller, &words::fact(&operation, &pad.name(&caller)), carried, None, sensitivity)
        }
    };
    let Some(event) = event else { return pad.refuse() };
    pad.connect(ConnectionKind::Publish, &call.from, &event);
    let hears = if pad.model().operation(&call.to).is_some() { &call.to } else { &called };
    pad.connect(ConnectionKind::Subscribe, hears, &event);
    pad.remove([call.head.id.clone()]);
}

/// The called side publishes when what was asked about changes; the caller subscribes and asks its own copy.
pub(super) fn copy(pad: &mut Pad, call: &Connection, contract: Contract) {
    let (Some(caller), Some(called)) = (pad.service_of(&call.from), pad.service_of(&call.to)) else {
        return pad.refuse();
    };
    let master = master(pad, &call.to);
    let what = master.as_ref().map_or_else(|| about(pad, call), |entity| entity.head.name.clone());
    let stores: Vec<Id> = accessed(pad, &call.to, ConnectionKind::Read);
    let writers: Vec<Id> = pad
        .model()
        .operations_of(&called)
        .filter(|operation| operation.kind == OperationKind::Command)
        .map(|operation| operation.head.id.clone())
        .filter(|operation| accessed(pad, operation, ConnectionKind::Write).iter().any(|store| stores.contains(store)))
        .collect();
    let sources = if writers.is_empty() { vec![called.clone()] } else { writers };
    let Some(event) = feed(pad, &sources, &caller, contract, (&what, master.as_ref(), &call.data)) else {
        return pad.refuse();
    };
    keep(pad, (&call.from, &caller), &called, &event, (&what, master.as_ref()));
    pad.remove([call.head.id.clone()]);
}

/// The sources publish that something changed, and the consumer subscribes to it. Answers the event.
pub(super) fn feed(
    pad: &mut Pad,
    sources: &[Id],
    consumer: &Id,
    contract: Contract,
    (what, master, data): (&str, Option<&Entity>, &[Sensitivity]),
) -> Option<Id> {
    let source = sources.first().and_then(|source| pad.service_of(source));
    let owner = if contract == Contract::Consumer { Some(consumer.clone()) } else { source };
    let owner = owner?;
    let carried = master.map_or_else(Vec::new, |entity| plain(&entity.fields));
    let key = master.and_then(|entity| single_key(entity, &carried));
    let sensitivity = most_sensitive(&carried, data);
    let event = fact(pad, &owner, &words::changed(what), carried, key, sensitivity)?;
    for source in sources {
        pad.connect(ConnectionKind::Publish, source, &event);
    }
    pad.connect(ConnectionKind::Subscribe, consumer, &event);
    Some(event)
}

/// The consumer keeps a copy in a store of its own, and the reader reads it there.
pub(super) fn keep(
    pad: &mut Pad,
    (reader, consumer): (&Id, &Id),
    from: &Id,
    event: &Id,
    (what, master): (&str, Option<&Entity>),
) {
    let name = words::fitting(&format!("{}_copy", pad.name(from)));
    let known = pad.model().named(Kind::DataStore, Some(consumer), &name).next().map(|store| store.id().clone());
    let Some(store) = known.or_else(|| pad.add(Draft::new(Kind::DataStore, name).within(consumer.clone()))) else {
        return pad.refuse();
    };
    let entity = words::fitting(what);
    let taken = pad.model().named(Kind::Entity, Some(&store), &entity).next().is_some();
    if let (Some(master), false) = (master, taken) {
        let fields = plain(&master.fields);
        let key: Vec<&String> =
            master.key.iter().filter(|key| fields.iter().any(|field| field.name == **key)).collect();
        let draft = Draft::new(Kind::Entity, entity)
            .within(store.clone())
            .with("key", json!(key))
            .with("fields", json!(fields))
            .with("replica", json!({"entity": master.head.id, "event": event}));
        pad.add(draft);
    }
    pad.connect(ConnectionKind::Write, consumer, &store);
    pad.connect(ConnectionKind::Read, reader, &store);
}

/// The event by which a service tells that an entity changed, made where it is not there yet.
pub(super) fn fact_about(pad: &mut Pad, owner: &Id, entity: &Entity) -> Option<Id> {
    let carried = plain(&entity.fields);
    let key = single_key(entity, &carried);
    let sensitivity = most_sensitive(&carried, &[]);
    fact(pad, owner, &words::changed(&entity.head.name), carried, key, sensitivity)
}

/// The key of an entity, where it is one field and that is carried.
fn single_key(entity: &Entity, carried: &[Field]) -> Option<String> {
    match entity.key.as_slice() {
        [key] if carried.iter().any(|field| field.name == *key) => Some(key.clone()),
        _ => None,
    }
}

/// The event of this name in a service, made where it is not there yet.
fn fact(
    pad: &mut Pad,
    owner: &Id,
    name: &str,
    fields: Vec<Field>,
    key: Option<String>,
    sensitivity: Sensitivity,
) -> Option<Id> {
    if let Some(known) = pad.model().named(Kind::Event, Some(owner), name).next() {
        return Some(known.id().clone());
    }
    let draft = Draft::new(Kind::Event, name)
        .within(owner.clone())
        .with("fields", json!(fields))
        .with("key", json!(key))
        .with("sensitivity", json!(sensitivity));
    pad.add(draft)
}

/// The stores that an operation reads or writes.
pub(super) fn accessed(pad: &Pad, operation: &Id, kind: ConnectionKind) -> Vec<Id> {
    let connections = pad.model().outgoing(operation).filter(|connection| connection.kind == kind);
    connections.map(|connection| connection.to.clone()).collect()
}

/// The entity that an operation is about: the one it names, or the only one of the stores it reads.
fn master(pad: &Pad, operation: &Id) -> Option<Entity> {
    let model = pad.model();
    if let Some(entity) = model.operation(operation)?.entity.as_ref().and_then(|id| model.entity(id)) {
        return Some(entity.clone());
    }
    let stores = accessed(pad, operation, ConnectionKind::Read);
    let mut entities =
        stores.iter().flat_map(|store| model.children(Some(store), Kind::Entity)).filter_map(Record::as_entity);
    let only = entities.next()?;
    entities.next().is_none().then(|| only.clone())
}

/// What a call asks about, in a word.
fn about(pad: &Pad, call: &Connection) -> String {
    let name = pad.name(&call.to);
    let fact = words::fact(&name, &pad.service_of(&call.to).map_or_else(String::new, |called| pad.name(&called)));
    let mut parts = words::parts(&fact);
    parts.pop();
    if parts.is_empty() { name } else { parts.join("_") }
}

/// The fields that mean the same in every service: those whose types no service owns.
fn plain(fields: &[Field]) -> Vec<Field> {
    fields.iter().filter(|field| TypeExpr::named(&field.of).is_none()).cloned().collect()
}

fn most_sensitive(fields: &[Field], data: &[Sensitivity]) -> Sensitivity {
    let classes = fields.iter().map(|field| field.sensitivity).chain(data.iter().copied());
    classes.max_by_key(|class| Sensitivity::ALL.iter().position(|other| other == class)).unwrap_or(Sensitivity::None)
}
