//! What of the graphs touches no record: kept from one judgement to the next, and mended after an edit.

mod mend;

use super::places::Places;
use super::{ById, Csr, Marks, Projection, Tie, owner_outside};
use crate::measure::tangle::count;
use cleave_model::{ConnectionKind, Id, Kind, Model, Record};
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};
use std::sync::Arc;

/// The graphs of a design, in numbers: judged services come first, then what else connections end at, each by id.
#[derive(Debug, Default)]
pub(crate) struct Shape {
    model: Option<Model>,
    /// What each record is, by id.
    pub(super) roles: Vec<Role>,
    /// For each judged service whether its home is a domain.
    pub(super) inside: Vec<bool>,
    /// What else connections can end at.
    pub(super) ends: Vec<End>,
    /// The connections whose ends are both drawn, by id.
    pub(super) ways: Vec<Course>,
    /// For each of what is drawn the places of the ways that end there, ascending.
    pub(super) arriving: Places,
    /// In the order of the ways.
    pub(super) ties: Vec<Tied>,
    /// For each service the places of its own ties, and of those on it.
    pub(super) needs: Places,
    pub(super) needed: Places,
    /// For each service whether an actor or external system uses it.
    pub(super) used: Vec<bool>,
    pub(super) sync: Arc<Projection>,
    pub(super) all: Arc<Projection>,
    pub(super) flow: Arc<Projection>,
}

/// What one record is to the graphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Nothing.
    Other,
    /// A judged service.
    Service,
    /// An API.
    Api,
    /// What else a connection can end at.
    End,
    /// A connection whose ends are both drawn.
    Way,
}

/// Something drawn that is no judged service: whether it is marked as a published contract, its judged service, whether it
/// belongs to any or to an external system, and the place of its API among all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct End {
    pub(super) kind: Kind,
    pub(super) contract: bool,
    pub(super) service: Option<u32>,
    pub(super) owned: bool,
    pub(super) api: Option<u32>,
}

/// A connection between two places of what is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Course {
    pub(super) from: u32,
    pub(super) to: u32,
    pub(super) marks: Marks,
}

/// A dependency between two different services, and the place of its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tied {
    pub(super) from: u32,
    pub(super) to: u32,
    pub(super) tie: Tie,
    pub(super) way: u32,
}

impl Shape {
    /// Becomes that of a model with these records, by id: the same whatever was read before.
    pub(super) fn read(&mut self, model: &Model, records: &[&Record]) {
        let before = self.model.take();
        if !before.is_some_and(|before| self.mend(&before, model, records)) {
            *self = Self::of(records);
        }
        self.model = Some(model.clone());
    }

    /// The shape of records, from nothing.
    fn of(records: &[&Record]) -> Self {
        let mut shape = drawn(records);
        shape.derive();
        shape
    }

    /// Finds everything that follows from what is drawn.
    fn derive(&mut self) {
        let n = count(self.inside.len());
        self.arriving = Places::of(n + count(self.ends.len()), self.ways.iter().map(|way| way.to));
        let mut ties = Vec::with_capacity(self.ways.len());
        for (at, way) in (0..).zip(&self.ways) {
            let (Some(tie), Some(from)) = (tie(way.marks.kind), self.service(way.from)) else { continue };
            let mut tied = |to: u32| {
                if from != to {
                    ties.push(Tied { from, to, tie, way: at });
                }
            };
            match self.service(way.to) {
                Some(to) => tied(to),
                // An event nobody owns is owed to whoever publishes it.
                None if tie == Tie::Event => {
                    self.services_at(way.to, ConnectionKind::Publish).into_iter().for_each(tied);
                }
                None => {}
            }
        }
        self.ties = ties;
        self.needs = Places::of(n, self.ties.iter().map(|tied| tied.from));
        self.needed = Places::of(n, self.ties.iter().map(|tied| tied.to));
        self.find_used();
        let row = |from: u32, calls: bool, row: &mut Vec<u32>| {
            let ties = self.needs.row(from).iter().map(|place| &self.ties[*place as usize]);
            row.extend(ties.filter(|tied| !calls || tied.tie == Tie::Sync).map(|tied| tied.to));
        };
        let sync: Arc<Projection> = Projection::on(Csr::by_rows(n, |from, to| row(from, true, to))).into();
        // Where nothing but calls ties them the two are one, and what is counted of it is counted once.
        let is_one = self.ties.iter().all(|tied| tied.tie == Tie::Sync);
        let all = || Projection::on(Csr::by_rows(n, |from, to| row(from, false, to))).into();
        let all = if is_one { sync.clone() } else { all() };
        let mut flow = Vec::new();
        for (at, _) in (n..).zip(&self.ends).filter(|(_, end)| end.kind == Kind::Event) {
            let subscribers = self.services_at(at, ConnectionKind::Subscribe);
            for from in self.services_at(at, ConnectionKind::Publish) {
                flow.extend(subscribers.iter().filter(|to| **to != from).map(|to| (from, *to)));
            }
        }
        (self.sync, self.all, self.flow) = (sync, all, Projection::of(n, flow).into());
    }

    /// Finds who is used from outside.
    fn find_used(&mut self) {
        self.used = vec![false; self.inside.len()];
        for way in self.ways.iter().filter(|way| way.marks.kind == ConnectionKind::Use) {
            if let Some(service) = service(&self.inside, &self.ends, way.to) {
                self.used[service as usize] = true;
            }
        }
    }

    /// The judged service that something drawn is or belongs to.
    fn service(&self, at: u32) -> Option<u32> {
        service(&self.inside, &self.ends, at)
    }

    /// The judged services whose connections of this kind end at something drawn, ascending, each once.
    pub(super) fn services_at(&self, at: u32, kind: ConnectionKind) -> Vec<u32> {
        let ways = self.arriving.row(at).iter().map(|place| &self.ways[*place as usize]);
        let of_kind = ways.filter(|way| way.marks.kind == kind);
        let mut services: Vec<u32> = of_kind.filter_map(|way| self.service(way.from)).collect();
        services.sort_unstable();
        services.dedup();
        services
    }
}

fn service(inside: &[bool], ends: &[End], at: u32) -> Option<u32> {
    let services = inside.len();
    if (at as usize) < services { Some(at) } else { ends.get(at as usize - services)?.service }
}

/// What a connection of this kind ties services by.
fn tie(kind: ConnectionKind) -> Option<Tie> {
    match kind {
        ConnectionKind::Call => Some(Tie::Sync),
        ConnectionKind::Subscribe => Some(Tie::Event),
        ConnectionKind::Read | ConnectionKind::Write => Some(Tie::Data),
        ConnectionKind::Depend => Some(Tie::Declared),
        ConnectionKind::Use | ConnectionKind::Publish | ConnectionKind::ReleaseWith => None,
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

/// What of these records is drawn, from nothing.
fn drawn(records: &[&Record]) -> Shape {
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
    let is_end = |record: &Record| {
        let is_end = matches!(
            record,
            Record::Service(_)
                | Record::Operation(_)
                | Record::Event(_)
                | Record::DataStore(_)
                | Record::External(_)
                | Record::Actor(_)
        );
        is_end && !is_judged(record)
    };
    for record in records.iter().filter(|record| is_end(record)) {
        places.insert(record.id().as_str(), count(places.len()));
    }
    let belonging = |record: &Record, home: Option<&Id>, api: Option<u32>| {
        let service = home.and_then(|home| places.get(home.as_str())).copied().filter(|at| *at < services);
        let by_broker = home.is_some_and(|home| brokers.contains(home));
        let owned = service.is_some() || by_broker || owner_outside(record).is_some();
        End { kind: record.kind(), contract: is_contract(record), service, owned, api }
    };
    let mut shape = Shape { roles: Vec::with_capacity(records.len()), ..Shape::default() };
    // The id of a connection often begins with that of its source, so one source follows the other.
    let mut last: Option<(&str, Option<u32>)> = None;
    for record in records.iter().copied() {
        let role = match record {
            Record::Service(service) if service.is_judged() => {
                shape.inside.push(service.head.home.as_ref().is_some_and(|home| domains.contains(home)));
                Role::Service
            }
            Record::Api(_) => Role::Api,
            Record::Connection(connection) => {
                let from = connection.from.as_str();
                let known = last.filter(|(id, _)| *id == from);
                let (_, source) = known.unwrap_or_else(|| (from, places.get(from).copied()));
                last = Some((from, source));
                match source.zip(places.get(connection.to.as_str()).copied()) {
                    Some((from, to)) => {
                        shape.ways.push(Course { from, to, marks: Marks::of(connection) });
                        Role::Way
                    }
                    None => Role::Other,
                }
            }
            Record::Operation(operation) => {
                let api = operation.head.home.as_ref().and_then(|api| apis.get(api)).copied();
                let (at, home) = (api.map(|(at, _)| at), api.and_then(|(_, api)| api.home()));
                shape.ends.push(belonging(record, home, at));
                Role::End
            }
            record if is_end(record) => {
                shape.ends.push(belonging(record, record.home(), None));
                Role::End
            }
            _ => Role::Other,
        };
        shape.roles.push(role);
    }
    shape
}
