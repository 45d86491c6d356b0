//! What each record is to the graphs, and between what each connection runs: looked up once, and carried over edits.

use super::{ById, Marks, owner_outside};
use crate::measure::tangle::count;
use cleave_model::{Kind, Model, Record};
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

/// More edits at once than this are read anew.
const MOST_EDITS: usize = 200;

/// What one record is to the graphs. Places of what is drawn are numbers: judged services come first, then the others,
/// each by id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Nothing.
    Other,
    /// A judged service, and whether its home is a domain.
    Service { inside: bool },
    /// An API.
    Api,
    /// What else a connection can end at: whether it is marked as a published contract, the place of its judged service,
    /// whether it belongs to any or to an external system, and the place of its API among all.
    End { kind: Kind, contract: bool, service: Option<u32>, owned: bool, api: Option<u32> },
    /// A connection, and the places of its ends where both are drawn.
    Connection { ends: Option<(u32, u32)>, marks: Marks },
}

/// The parts of the records of a model, by id.
#[derive(Debug, Default)]
pub(crate) struct Reading {
    model: Option<Model>,
    parts: Vec<Part>,
}

impl Reading {
    /// What these are, which are all records of the model, by id: the same whatever was read before.
    pub(super) fn parts(&mut self, model: &Model, records: &[&Record]) -> &[Part] {
        let before = self.model.replace(model.clone());
        let carried = before.and_then(|before| carried(&before, &self.parts, model, records));
        self.parts = carried.unwrap_or_else(|| fresh(records));
        &self.parts
    }
}

fn is_judged(record: &Record) -> bool {
    record.as_service().is_some_and(|service| service.is_judged())
}

/// Whether it is an operation or event that is marked as published contract.
fn is_contract(record: &Record) -> bool {
    match record {
        Record::Operation(operation) => operation.published == Some(true),
        Record::Event(event) => event.public == Some(true),
        _ => false,
    }
}

/// Whether connections can end at it, or what they end at stands in it.
fn is_drawn(record: &Record) -> bool {
    let kinds = [Kind::Domain, Kind::Service, Kind::Api, Kind::Operation, Kind::Event, Kind::DataStore];
    kinds.contains(&record.kind()) || matches!(record.kind(), Kind::External | Kind::Actor)
}

/// The parts after edits that leave everything drawn where it was; nothing where one does not.
fn carried(before: &Model, parts: &[Part], model: &Model, records: &[&Record]) -> Option<Vec<Part>> {
    let mut left = parts;
    let mut now = Vec::with_capacity(records.len());
    let mut connections = Vec::new();
    for (many, (old, new)) in model.differences(before).enumerate() {
        let same = match (old, new) {
            // Drawn as before, called otherwise or saying something else.
            (Some(old), Some(new)) => {
                let outside = |record| owner_outside(record).is_some();
                let as_before = is_judged(old) == is_judged(new)
                    && is_contract(old) == is_contract(new)
                    && outside(old) == outside(new);
                old.kind() == new.kind() && old.home() == new.home() && as_before
            }
            (one, other) => !one.or(other).is_some_and(is_drawn),
        };
        if !same || many >= MOST_EDITS {
            return None;
        }
        let id = old.or(new)?.id();
        let at = records.binary_search_by(|record| record.id().cmp(id)).unwrap_or_else(|at| at);
        let (kept, rest) = left.split_at_checked(at.checked_sub(now.len())?)?;
        now.extend_from_slice(kept);
        let (was, rest) =
            if old.is_some() { rest.split_first().map(|(was, rest)| (Some(*was), rest))? } else { (None, rest) };
        left = rest;
        match new {
            Some(Record::Connection(connection)) => {
                connections.push((now.len(), connection));
                now.push(Part::Connection { ends: None, marks: Marks::of(connection) });
            }
            Some(_) => now.push(was.unwrap_or(Part::Other)),
            None => {}
        }
    }
    now.extend_from_slice(left);
    if now.len() != records.len() {
        return None;
    }
    let judged = |part: &&Part| matches!(part, Part::Service { .. });
    let end = |part: &&Part| matches!(part, Part::End { .. });
    let services = now.iter().filter(judged).count();
    let place = |id: &cleave_model::Id| {
        let at = records.binary_search_by(|record| record.id().cmp(id)).ok()?;
        match now[at] {
            Part::Service { .. } => Some(count(now[..at].iter().filter(judged).count())),
            Part::End { .. } => Some(count(services + now[..at].iter().filter(end).count())),
            _ => None,
        }
    };
    let ends: Vec<_> = connections.iter().map(|(_, it)| place(&it.from).zip(place(&it.to))).collect();
    for ((at, connection), ends) in connections.iter().zip(ends) {
        now[*at] = Part::Connection { ends, marks: Marks::of(connection) };
    }
    Some(now)
}

/// The parts from nothing.
fn fresh<'r>(records: &[&'r Record]) -> Vec<Part> {
    let mut apis: ById<'_, (u32, &Record)> = ById::default();
    let mut brokers = FxHashSet::default();
    let mut domains = FxHashSet::default();
    let mut places: FxHashMap<&str, u32> = FxHashMap::with_capacity_and_hasher(records.len() / 2, FxBuildHasher);
    for record in records {
        match record {
            Record::Service(service) if service.is_judged() => {
                places.insert(service.head.id.as_str(), count(places.len()));
            }
            Record::Service(service) => drop(brokers.insert(&service.head.id)),
            Record::Api(api) => drop(apis.insert(&api.head.id, (count(apis.len()), record))),
            Record::Domain(domain) => drop(domains.insert(&domain.head.id)),
            _ => {}
        }
    }
    let services = count(places.len());
    let first = |record: &&&Record| !is_judged(record);
    for record in records.iter().filter(first) {
        let drawn = matches!(
            record,
            Record::Service(_)
                | Record::Operation(_)
                | Record::Event(_)
                | Record::DataStore(_)
                | Record::External(_)
                | Record::Actor(_)
        );
        if drawn {
            places.insert(record.id().as_str(), count(places.len()));
        }
    }
    // The id of a connection often begins with that of its source, so one source follows the other.
    let mut last: Option<(&str, Option<u32>)> = None;
    let part = |record: &'r Record| match record {
        Record::Service(service) if service.is_judged() => {
            Part::Service { inside: service.head.home.as_ref().is_some_and(|home| domains.contains(home)) }
        }
        Record::Api(_) => Part::Api,
        Record::Connection(connection) => {
            let from = connection.from.as_str();
            let known = last.filter(|(id, _)| *id == from);
            let (_, source) = known.unwrap_or_else(|| (from, places.get(from).copied()));
            last = Some((from, source));
            let ends = source.zip(places.get(connection.to.as_str()).copied());
            Part::Connection { ends, marks: Marks::of(connection) }
        }
        Record::Operation(operation) => {
            let api = operation.head.home.as_ref().and_then(|api| apis.get(api)).copied();
            let (at, home) = (api.map(|(at, _)| at), api.and_then(|(_, api)| api.home()));
            belonging(record, home, at, &places, services, &brokers)
        }
        record if places.contains_key(record.id().as_str()) && is_drawn(record) => {
            belonging(record, record.home(), None, &places, services, &brokers)
        }
        _ => Part::Other,
    };
    records.iter().copied().map(part).collect()
}

/// What stands in this home.
fn belonging(
    record: &Record,
    home: Option<&cleave_model::Id>,
    api: Option<u32>,
    places: &FxHashMap<&str, u32>,
    services: u32,
    brokers: &FxHashSet<&cleave_model::Id>,
) -> Part {
    let service = home.and_then(|home| places.get(home.as_str())).copied().filter(|at| *at < services);
    let by_broker = home.is_some_and(|home| brokers.contains(home));
    let owned = service.is_some() || by_broker || owner_outside(record).is_some();
    Part::End { kind: record.kind(), contract: is_contract(record), service, owned, api }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drawing::{draw, run};
    use cleave_model::{Command, ConnectionKind, Draft};

    #[test]
    fn connections_and_names_are_carried_and_what_is_drawn_anew_is_not() {
        let mut model =
            draw("domain sales a b; a.go calls b.x; b.x writes b.db; shopper uses a.go; a.go calls ~bank; service c");
        let mut check = |command: &Command, is_carried: bool| {
            let before = model.clone();
            run(&mut model, command);
            let (old, new): (Vec<&Record>, Vec<&Record>) = (before.records().collect(), model.records().collect());
            let found = carried(&before, &fresh(&old), &model, &new);
            assert_eq!(found.is_some(), is_carried, "{command:?}");
            if let Some(found) = found {
                assert_eq!(found, fresh(&new), "{command:?}");
            }
        };
        let ends = ("operation:b.x", "operation:a.go");
        check(&Command::connect(ConnectionKind::Call, ends.0, ends.1), true);
        check(&Command::connect(ConnectionKind::Call, "service:c", "service:a"), true);
        check(&Command::Rename { id: "service:a".into(), name: "z".into() }, true);
        check(&Command::add(Draft::new(Kind::Note, "").with("text", "x")), true);
        check(&Command::Remove { ids: vec!["call:operation:b.x->operation:a.go".into()] }, true);
        check(&Command::add(Draft::new(Kind::Service, "d")), false);
        let says = |field: &str, value: serde_json::Value| Command::Change {
            id: "operation:b.x".into(),
            fields: [(field.to_owned(), value)].into_iter().collect(),
        };
        check(&says("timeout", 5.into()), true);
        check(&says("published", true.into()), false);
        check(&Command::Remove { ids: vec!["store:b.db".into()] }, false);
    }
}
