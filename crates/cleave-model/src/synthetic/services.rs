//! The services of a synthetic design, each with an API, its operations, and often a data store and events.

use super::{Ranks, chance::Chance, connections::drawn, domains::Region, words};
use crate::{ConnectionKind, DataStore, Engine, Head, Id, Kind, Record};

/// One service while the design is made.
pub(super) struct Made {
    pub(super) id: Id,
    /// Position of its domain.
    pub(super) domain: usize,
    pub(super) operations: Vec<Id>,
    pub(super) events: Vec<Id>,
    pub(super) store: Option<Id>,
}

pub(super) fn make(regions: &[Region], chance: &mut Chance, records: &mut Vec<Record>) -> Vec<Made> {
    let mut made = Vec::new();
    for (domain, region) in regions.iter().enumerate() {
        for rank in 0..region.services {
            let at = u32::try_from(made.len()).unwrap_or(u32::MAX);
            let (name, thing) = words::service(at);
            let id = Id::new(format!("service:{name}"));
            let head = Head::new(id.clone(), &name, Some(region.id.clone()), rank);
            let mut record = Record::blank(Kind::Service, head);
            if let Some(Record::Service(service)) = &mut record {
                service.team = Some(format!("{} {}", region.name, words::TEAMS[chance.at(words::TEAMS.len())]));
            }
            records.extend(record);
            made.push(furnish(Made::new(id, domain), &name, thing, chance, records));
        }
    }
    made
}

impl Made {
    fn new(id: Id, domain: usize) -> Self {
        Self { id, domain, operations: Vec::new(), events: Vec::new(), store: None }
    }
}

/// Gives a service what stands in it.
fn furnish(mut made: Made, name: &str, thing: &str, chance: &mut Chance, records: &mut Vec<Record>) -> Made {
    let home = Some(made.id.clone());
    let api = Id::new(format!("api:{name}.api"));
    records.extend(Record::blank(Kind::Api, Head::new(api.clone(), "api", home.clone(), 0)));
    let kinds = words::OPERATIONS.iter().take(1 + chance.at(words::OPERATIONS.len()));
    for ((does, kind, verb, path), rank) in kinds.zip(0..) {
        let called = format!("{does}_{thing}");
        let id = Id::new(format!("operation:{name}.{called}"));
        let mut record = Record::blank(Kind::Operation, Head::new(id.clone(), called, Some(api.clone()), rank));
        if let Some(Record::Operation(operation)) = &mut record {
            operation.kind = *kind;
            operation.verb = Some(*verb);
            operation.path = Some(path.replace("things", &format!("{thing}s")));
        }
        records.extend(record);
        made.operations.push(id);
    }
    let mut ranks = Ranks::default();
    let worker = made.operations.last().cloned().unwrap_or_else(|| made.id.clone());
    if chance.percent(60) {
        let called = format!("{thing}_store");
        let id = Id::new(format!("store:{name}.{called}"));
        let engine = Engine::ALL[chance.at(Engine::ALL.len())];
        records.push(DataStore { head: Head::new(id.clone(), called, home.clone(), 0), engine }.into());
        records.push(drawn(ConnectionKind::Write, &worker, &id, &mut ranks));
        made.store = Some(id);
    }
    let happened = words::HAPPENED.iter().take(chance.at(words::HAPPENED.len() + 1));
    for (what, rank) in happened.zip(0..) {
        let called = format!("{}{what}", words::capital(thing));
        let id = Id::new(format!("event:{name}.{called}"));
        records.extend(Record::blank(Kind::Event, Head::new(id.clone(), called, home.clone(), rank)));
        records.push(drawn(ConnectionKind::Publish, &worker, &id, &mut ranks));
        made.events.push(id);
    }
    made
}
