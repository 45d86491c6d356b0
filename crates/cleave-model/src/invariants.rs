//! What is true of every design that can exist: checked for the records a change touches, and swept whole in tests.

use crate::{
    Change, Connection, Deployable, Field, Filter, Head, Id, Kind, Model, Placement, Point, Record, Refusal, Shape,
    TypeExpr, command::connect, name,
};
use std::collections::BTreeSet;

/// Most domains inside one another, so that nothing has to recurse without bound and every text can be read.
pub const DEEPEST: usize = 16;

/// Checks every record of the model.
///
/// # Errors
/// The first thing that is not so.
pub fn sweep(model: &Model) -> Result<(), Refusal> {
    if model.designs().count() != 1 || model.design(&Id::new(Model::DESIGN)).is_none() {
        return Err(Refusal::Unknown { id: Id::new(Model::DESIGN) });
    }
    for record in model.records() {
        check(model, record)?;
    }
    for topology in model.topologies() {
        partition(model, &topology.head.id)?;
    }
    let homes: BTreeSet<(Option<Id>, Kind)> = model.records().map(|r| (r.home().cloned(), r.kind())).collect();
    for (home, kind) in homes {
        for (expected, record) in model.children(home.as_ref(), kind).enumerate() {
            if kind != Kind::Placement && record.rank() as usize != expected {
                return Err(bad("rank", &format!("{} stands at {expected}", record.id())));
            }
        }
    }
    Ok(())
}

/// Everything that is not so, by record: at most one thing for each, in the order of their ids. For texts that were
/// written by hand, which may be wrong in many places at once.
pub fn faults(model: &Model) -> Vec<(Id, Refusal)> {
    let records = model.records().filter_map(|record| Some((record.id().clone(), check(model, record).err()?)));
    let topologies = model.topologies().map(|topology| &topology.head.id);
    let topologies = topologies.filter_map(|id| Some((id.clone(), partition(model, id).err()?)));
    records.chain(topologies).collect()
}

/// Checks the records a change touches, in the model it was applied to, and the topologies it may have unsettled.
///
/// # Errors
/// The first thing that would not be so.
pub fn check_change(after: &Model, change: &Change) -> Result<(), Refusal> {
    let mut unsettled = false;
    for swap in change.swaps() {
        let either = swap.after.as_ref().or(swap.before.as_ref());
        unsettled |= either.is_some_and(|r| matches!(r.kind(), Kind::Service | Kind::Topology | Kind::Deployable));
        if let Some(record) = &swap.after {
            check(after, record)?;
        } else if swap.before.as_ref().is_some_and(|record| record.kind() == Kind::Design) {
            return Err(Refusal::Fixed {
                id: Id::new(Model::DESIGN),
                reason: "a design cannot be without itself".into(),
            });
        }
    }
    if unsettled {
        for topology in after.topologies() {
            partition(after, &topology.head.id)?;
        }
    }
    Ok(())
}

/// Checks one record against the model it stands in.
fn check(model: &Model, record: &Record) -> Result<(), Refusal> {
    if let Some(head) = record.head() {
        check_head(model, record, head)?;
    }
    for (field, to, kinds) in references(record) {
        let fits = model.get(to).is_some_and(|target| kinds.is_empty() || kinds.contains(&target.kind()));
        if !fits {
            return Err(Refusal::BadReference { field: field.into(), to: to.clone() });
        }
    }
    match record {
        Record::Connection(connection) => check_connection(model, connection),
        Record::Placement(placement) => check_placement(placement),
        Record::Operation(operation) => {
            ratio_free("rate", operation.rate)?;
            if operation.status.is_some_and(|status| !(200..=299).contains(&status)) {
                return Err(bad("status", "the status of success is 200 to 299"));
            }
            check_fields(&operation.input)?;
            operation.output.as_ref().map_or(Ok(()), check_type)
        }
        Record::DataType(data_type) => match &data_type.shape {
            Shape::Struct { fields } => check_fields(fields),
            Shape::Enum { values } => {
                values.iter().try_for_each(|value| name::check(value))?;
                unique("values", values.iter().map(String::as_str))
            }
            Shape::Alias { of } => check_type(of),
            Shape::Error { status, fields, .. } => {
                if !(400..=499).contains(status) {
                    return Err(bad("status", "a declared error answers 400 to 499"));
                }
                check_fields(fields)
            }
        },
        Record::Event(event) => {
            if event.version == 0 {
                return Err(bad("version", "the first version is 1"));
            }
            known("key", event.key.iter(), &event.fields)?;
            check_fields(&event.fields)
        }
        Record::Entity(entity) => {
            check_fields(&entity.fields)?;
            known("key", entity.key.iter(), &entity.fields)?;
            entity.indexes.iter().try_for_each(|index| known("indexes", index.fields.iter(), &entity.fields))
        }
        Record::Service(service) => {
            share("availability", service.availability)?;
            share("slo", service.slo)?;
            copies(service.replicas)
        }
        Record::View(view) if view.camera.is_some_and(|camera| !(5..=400).contains(&camera.zoom)) => {
            Err(bad("camera", "the zoom is 5 to 400 percent"))
        }
        Record::Topology(topology) if topology.default => {
            let another = model.topologies().find(|other| other.default && other.head.id != topology.head.id);
            another.map_or(Ok(()), |other| Err(bad("default", &format!("{} is the default already", other.head.name))))
        }
        Record::Deployable(deployable) => check_deployable(deployable),
        Record::Design(design) => {
            let rules = design.policy.rules.values();
            let limits = rules
                .flat_map(|rule| rule.limits.values().chain(rule.within.iter().flat_map(|part| part.limits.values())));
            limits.copied().try_for_each(|limit| ratio_free("policy", Some(limit)))
        }
        _ => Ok(()),
    }
}

fn check_head(model: &Model, record: &Record, head: &Head) -> Result<(), Refusal> {
    let kind = record.kind();
    if kind.is_named() || !head.name.is_empty() {
        name::check(&head.name)?;
    }
    match head.home.as_ref().map(|home| model.get(home)) {
        None if kind.needs_home() => return Err(Refusal::WrongHome { of: kind, home: None }),
        None => {}
        Some(None) => {
            return Err(Refusal::BadReference {
                field: "home".into(),
                to: head.home.clone().unwrap_or_else(|| head.id.clone()),
            });
        }
        Some(Some(home)) if !kind.homes().contains(&home.kind()) => {
            return Err(Refusal::WrongHome { of: kind, home: Some(home.kind()) });
        }
        Some(Some(_)) => {
            let mut above = model.ancestry(&head.id).skip(1);
            if above.any(|ancestor| ancestor.id() == &head.id) {
                return Err(Refusal::InItself { id: head.id.clone() });
            }
            if kind == Kind::Domain && model.ancestry(&head.id).count() + levels_below(model, &head.id) > DEEPEST {
                return Err(bad("home", &format!("domains stand inside one another at most {DEEPEST} deep")));
            }
        }
    }
    if kind.is_named()
        && let Some(by) = namesake(model, record)
    {
        return Err(Refusal::NameTaken { name: head.name.clone(), of: kind, by });
    }
    Ok(())
}

/// How many levels of domains stand inside this one.
fn levels_below(model: &Model, domain: &Id) -> usize {
    let mut level = vec![domain.clone()];
    let mut levels = 0;
    while levels <= DEEPEST {
        level = level.iter().flat_map(|id| model.children(Some(id), Kind::Domain)).map(|r| r.id().clone()).collect();
        if level.is_empty() {
            break;
        }
        levels += 1;
    }
    levels
}

/// Another record that has the name this one may not share.
fn namesake(model: &Model, record: &Record) -> Option<Id> {
    let (kind, id) = (record.kind(), record.id());
    let homes: Vec<Option<Id>> = match (kind, record.home().and_then(|home| model.service_of(home))) {
        // Operations are unique in their service, whichever of its APIs they stand in.
        (Kind::Operation, Some(service)) => {
            model.children(Some(&service.head.id), Kind::Api).map(|api| Some(api.id().clone())).collect()
        }
        _ => vec![record.home().cloned()],
    };
    homes
        .iter()
        .flat_map(|home| model.named(kind, home.as_ref(), record.name()))
        .map(Record::id)
        .find(|other| *other != id)
        .cloned()
}

fn check_connection(model: &Model, connection: &Connection) -> Result<(), Refusal> {
    let kind_of = |id: &Id| model.get(id).map(Record::kind).ok_or_else(|| Refusal::Unknown { id: id.clone() });
    let (from, to) = (kind_of(&connection.from)?, kind_of(&connection.to)?);
    if !connect::fits(connection.kind, from, to) {
        return Err(Refusal::WrongEnds { connection: connection.kind.word().into(), from, to });
    }
    let twin = model.outgoing(&connection.from).find(|other| {
        other.head.id != connection.head.id && other.kind == connection.kind && other.to == connection.to
    });
    twin.map_or(Ok(()), |other| Err(Refusal::AlreadyConnected { id: other.head.id.clone() }))
}

fn check_placement(placement: &Placement) -> Result<(), Refusal> {
    const LIMIT: u32 = Point::LIMIT.unsigned_abs();
    let near = |at: &Point| at.x.unsigned_abs() <= LIMIT && at.y.unsigned_abs() <= LIMIT;
    if !placement.at.iter().chain(&placement.points).all(near) {
        return Err(bad("at", "it is more than 10 million px from the origin"));
    }
    let sound = |extent: i32| (1..=Point::LIMIT).contains(&extent);
    if placement.size.is_some_and(|size| !sound(size.width) || !sound(size.height)) {
        return Err(bad("size", "width and height are 1 px to 10 million px"));
    }
    if placement.id != Placement::id_of(&placement.element, placement.view.as_ref()) {
        return Err(bad("id", "a placement's id says what it places"));
    }
    Ok(())
}

fn check_deployable(deployable: &Deployable) -> Result<(), Refusal> {
    copies(deployable.replicas)?;
    if deployable.port.is_some_and(|port| !(1024..=64535).contains(&port)) {
        return Err(bad("port", "a public port is 1024 to 64535; the internal one is 1000 higher"));
    }
    unique("services", deployable.services.iter().map(Id::as_str))
}

/// Checks that the topology holds each generated service exactly once.
fn partition(model: &Model, topology: &Id) -> Result<(), Refusal> {
    let name = || model.topology(topology).map_or_else(String::new, |t| t.head.name.clone());
    let wrong = |reason: String| Err(Refusal::NotAPartition { topology: name(), reason });
    let deployables = || model.children(Some(topology), Kind::Deployable).filter_map(Record::as_deployable);
    let mut seen = BTreeSet::new();
    for id in deployables().flat_map(|deployable| &deployable.services) {
        let Some(service) = model.service(id) else { continue };
        if !service.is_generated() {
            return wrong(format!("{} is not generated, so it stands in no deployable", service.head.name));
        }
        if !seen.insert(id) {
            return wrong(format!("{} stands in two deployables", service.head.name));
        }
    }
    match deployables().filter(|deployable| deployable.rest).count() {
        0 => match model.services().find(|service| service.is_generated() && !seen.contains(&service.head.id)) {
            Some(service) => wrong(format!("{} stands in no deployable", service.head.name)),
            None => Ok(()),
        },
        1 => Ok(()),
        _ => wrong("two deployables take all the rest".into()),
    }
}

/// What a placement or a note may be about: anything but a placement, which may be taken away by placing anew.
const PLACEABLE: &[Kind] = &[
    Kind::Design,
    Kind::Domain,
    Kind::Service,
    Kind::Api,
    Kind::Operation,
    Kind::DataType,
    Kind::Event,
    Kind::DataStore,
    Kind::Entity,
    Kind::External,
    Kind::Actor,
    Kind::Note,
    Kind::Connection,
    Kind::Topology,
    Kind::Deployable,
    Kind::Waiver,
    Kind::View,
];

/// Every reference a record makes beside its home: the field, the target, and the kinds the target may have.
pub fn references(record: &Record) -> Vec<(&'static str, &Id, &'static [Kind])> {
    const TYPES: &[Kind] = &[Kind::DataType];
    let mut found: Vec<(&'static str, &Id, &'static [Kind])> = Vec::new();
    match record {
        Record::Operation(operation) => {
            let inputs = operation.input.iter().filter_map(|field| field.of.named());
            found.extend(inputs.map(|id| ("input", id, TYPES)));
            found.extend(operation.output.iter().filter_map(TypeExpr::named).map(|id| ("output", id, TYPES)));
            found.extend(operation.fails.iter().map(|id| ("fails", id, TYPES)));
            found.extend(operation.entity.iter().map(|id| ("entity", id, &[Kind::Entity] as &[Kind])));
        }
        Record::DataType(data_type) => {
            found.extend(data_type.shape.fields().iter().filter_map(|f| f.of.named()).map(|id| ("fields", id, TYPES)));
            if let Shape::Alias { of } = &data_type.shape {
                found.extend(of.named().map(|id| ("alias", id, TYPES)));
            }
        }
        Record::Event(event) => {
            found.extend(event.fields.iter().filter_map(|f| f.of.named()).map(|id| ("fields", id, TYPES)));
        }
        Record::Entity(entity) => {
            found.extend(entity.fields.iter().filter_map(|f| f.of.named()).map(|id| ("fields", id, TYPES)));
            if let Some(replica) = &entity.replica {
                found.extend(replica.entity.iter().map(|id| ("replica", id, &[Kind::Entity] as &[Kind])));
                found.extend(replica.event.iter().map(|id| ("replica", id, &[Kind::Event] as &[Kind])));
            }
        }
        Record::Note(note) => found.extend(note.about.iter().map(|id| ("about", id, PLACEABLE))),
        Record::Connection(connection) => {
            found.push(("from", &connection.from, &[]));
            found.push(("to", &connection.to, &[]));
        }
        Record::Deployable(deployable) => {
            found.extend(deployable.services.iter().map(|id| ("services", id, &[Kind::Service] as &[Kind])));
        }
        Record::View(view) => match &view.filter {
            Filter::All => {}
            Filter::Domain(id) => found.push(("filter", id, &[Kind::Domain])),
            Filter::Service(id) => found.push(("filter", id, &[Kind::Service])),
            Filter::Flow(id) => found.push(("filter", id, &[Kind::Operation])),
        },
        Record::Placement(placement) => {
            found.push(("element", &placement.element, PLACEABLE));
            found.extend(placement.view.iter().map(|id| ("view", id, &[Kind::View] as &[Kind])));
        }
        _ => {}
    }
    found
}

fn check_fields(fields: &[Field]) -> Result<(), Refusal> {
    unique("fields", fields.iter().map(|field| field.name.as_str()))?;
    fields.iter().try_for_each(|field| {
        name::check(&field.name)?;
        check_type(&field.of)?;
        let limits = &field.constraints;
        ratio_free(&field.name, limits.min)?;
        ratio_free(&field.name, limits.max)?;
        let crossed = limits.min.zip(limits.max).is_some_and(|(min, max)| min > max)
            || limits.min_length.zip(limits.max_length).is_some_and(|(min, max)| min > max);
        if crossed { Err(bad(&field.name, "its smallest value is larger than its largest")) } else { Ok(()) }
    })
}

fn check_type(of: &TypeExpr) -> Result<(), Refusal> {
    if of.depth() > TypeExpr::MAX_DEPTH {
        return Err(bad("type", "it nests more than 8 levels; name the inner part"));
    }
    let mut at = of;
    while let TypeExpr::List(inner) | TypeExpr::Map(inner) | TypeExpr::Optional(inner) = at {
        if matches!((at, inner.as_ref()), (TypeExpr::Optional(_), TypeExpr::Optional(_))) {
            return Err(bad("type", "a value cannot be optional twice"));
        }
        at = inner;
    }
    Ok(())
}

fn known<'a>(field: &str, names: impl Iterator<Item = &'a String>, fields: &[Field]) -> Result<(), Refusal> {
    let names: Vec<&str> = names.map(String::as_str).collect();
    match names.iter().find(|name| !fields.iter().any(|f| f.name == **name)) {
        Some(name) => Err(bad(field, &format!("there is no field {name}"))),
        None => unique(field, names.into_iter()),
    }
}

fn unique<'a>(field: &str, names: impl Iterator<Item = &'a str>) -> Result<(), Refusal> {
    let mut seen = BTreeSet::new();
    for name in names {
        if !seen.insert(name) {
            return Err(bad(field, &format!("{name} stands there twice")));
        }
    }
    Ok(())
}

fn copies(replicas: Option<u32>) -> Result<(), Refusal> {
    if replicas == Some(0) { Err(bad("replicas", "at least one copy runs")) } else { Ok(()) }
}

fn share(field: &str, value: Option<f64>) -> Result<(), Refusal> {
    match value {
        Some(value) if !(0.0..=1.0).contains(&value) => Err(bad(field, "it is a share from 0 to 1")),
        _ => Ok(()),
    }
}

fn ratio_free(field: &str, value: Option<f64>) -> Result<(), Refusal> {
    match value {
        Some(value) if !value.is_finite() => Err(bad(field, "it is not a number")),
        _ => Ok(()),
    }
}

fn bad(field: &str, reason: &str) -> Refusal {
    Refusal::BadField { field: field.into(), reason: reason.into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Command, Draft, decide};

    #[test]
    fn domains_nest_only_so_deep() {
        let mut model = Model::new("shop");
        let add = |model: &Model, draft: Draft| decide(model, &Command::add(draft));
        for n in 0..DEEPEST {
            let draft = Draft::new(Kind::Domain, format!("d{n}"));
            let draft = if n == 0 { draft } else { draft.within(Id::new(format!("domain:d{}", n - 1))) };
            let change = add(&model, draft).expect("not too deep yet");
            model.apply(&change);
        }
        assert!(add(&model, Draft::new(Kind::Domain, "low").within(Id::new("domain:d15"))).is_err());
        model.apply(&add(&model, Draft::new(Kind::Domain, "top")).expect("beside them"));
        let under = Command::Rehome { ids: vec![Id::new("domain:d0")], home: Some(Id::new("domain:top")) };
        assert!(decide(&model, &under).is_err(), "what is inside counts too");
    }
}
