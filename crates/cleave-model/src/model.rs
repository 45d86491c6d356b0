//! The whole design in memory: its records, and the indexes that make questions about them cheap.

use crate::{
    Actor, Api, Change, Connection, DataStore, DataType, Deployable, Design, Domain, Entity, Event, External, Head, Id,
    Kind, Note, Operation, Placement, Record, Service, Swap, Topology, View, Waiver,
};
use equivalent::{Comparable, Equivalent};
use imbl::ordmap::DiffItem;
use imbl::{OrdMap, OrdSet};
use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::ops::Bound;
use std::sync::Arc;

// The indexes are sets of whole entries and not maps to sets: nearly all of these would hold one id or two, and the
// least that a set takes is room for sixteen.

/// One among siblings: what they live in, their kind, and the order.
type Sibling = (Option<Id>, Kind, u32, Id);

/// A connection and where it ends.
type Arrival = (Id, Id);

/// A record by what it is looked up by: the kind, the home its name must be unique in, and the name.
type Named = (Kind, Option<Id>, Box<str>, Id);

/// A design. Cloning costs nothing (the maps are persistent), so a command can be tried on a copy and an analysis can
/// keep a snapshot. Two models are equal when their records are; the ids that were used before do not count.
#[derive(Debug, Clone)]
pub struct Model {
    records: OrdMap<Id, Arc<Record>>,
    kinds: OrdMap<Kind, OrdSet<Id>>,
    siblings: OrdSet<Sibling>,
    incoming: OrdSet<Arrival>,
    names: OrdSet<Named>,
    retired: OrdSet<Id>,
}

impl PartialEq for Model {
    fn eq(&self, other: &Self) -> bool {
        self.records == other.records
    }
}

/// Declares typed lookup and iteration for one kind.
macro_rules! typed {
    ($($one:ident $many:ident $of:ident $as:ident),+ $(,)?) => {$(
        /// The record with this id, if it is of this kind.
        pub fn $one(&self, id: &Id) -> Option<&$of> {
            self.records.get(id).and_then(|record| record.$as())
        }

        /// All records of this kind, by id.
        pub fn $many(&self) -> impl Iterator<Item = &$of> {
            self.of_kind(Kind::$of).filter_map(|record| record.$as())
        }
    )+};
}

impl Model {
    /// The id of the design's own record.
    pub const DESIGN: &'static str = "design";

    /// An empty design of this name.
    pub fn new(name: impl Into<String>) -> Self {
        let mut model = Self::bare();
        let head = Head::new(Id::new(Self::DESIGN), name, None, 0);
        if let Some(design) = Record::blank(Kind::Design, head) {
            model.insert(Arc::new(design));
        }
        model
    }

    fn bare() -> Self {
        Self {
            records: OrdMap::new(),
            kinds: OrdMap::new(),
            siblings: OrdSet::new(),
            incoming: OrdSet::new(),
            names: OrdSet::new(),
            retired: OrdSet::new(),
        }
    }

    /// A model of exactly these records. The caller answers for the invariants: see [`crate::invariants::sweep`].
    pub fn from_records(records: impl IntoIterator<Item = Record>) -> Self {
        Self::from_shared(records.into_iter().map(Arc::new))
    }

    /// [`Model::from_records`] of records that are shared already: nothing is copied.
    pub fn from_shared(records: impl IntoIterator<Item = Arc<Record>>) -> Self {
        let mut records: Vec<Arc<Record>> = records.into_iter().collect();
        records.sort_by(|one, other| one.id().cmp(other.id()));
        let mut model = Self::bare();
        if records.windows(2).any(|pair| pair[0].id() == pair[1].id()) {
            records.into_iter().for_each(|record| model.insert(record));
            return model;
        }
        // A design of a million connections is read in seconds only where every index is written once, in its order.
        let mut kinds: Vec<(Kind, &Id)> = records.iter().map(|record| (record.kind(), record.id())).collect();
        kinds.sort_by_key(|(kind, _)| *kind);
        for one in kinds.chunk_by(|one, other| one.0 == other.0) {
            model.kinds.insert(one[0].0, packed(one.iter().map(|(_, id)| (*id).clone()).collect()));
        }
        model.siblings = packed(sorted(records.iter().map(|record| Self::sibling(record))));
        model.incoming = packed(sorted(records.iter().filter_map(|record| Self::arrival(record))));
        model.names = packed(sorted(records.iter().filter_map(|record| Self::by_name(record))));
        for record in every_other(records) {
            model.records.insert(record.id().clone(), record);
        }
        model
    }

    /// The design's own record. Empty models made by [`Model::from_records`] may lack it; then a nameless one answers.
    pub fn design_name(&self) -> &str {
        self.design(&Id::new(Self::DESIGN)).map_or("", |design| &design.head.name)
    }

    /// The record with this id.
    pub fn get(&self, id: &Id) -> Option<&Record> {
        self.records.get(id).map(Arc::as_ref)
    }

    /// The shared record with this id.
    pub fn shared(&self, id: &Id) -> Option<&Arc<Record>> {
        self.records.get(id)
    }

    /// Every record, by id.
    pub fn records(&self) -> impl Iterator<Item = &Record> {
        self.records.values().map(Arc::as_ref)
    }

    /// Where this differs from a model that it may have come from, by id: the record there, and the record here. What
    /// they share is not looked at, so between two states of one design it costs what was edited.
    pub fn differences<'a>(
        &'a self,
        before: &'a Self,
    ) -> impl Iterator<Item = (Option<&'a Record>, Option<&'a Record>)> {
        before.records.diff(&self.records).map(|item| match item {
            DiffItem::Add(_, new) => (None, Some(new.as_ref())),
            DiffItem::Update { old: (_, old), new: (_, new) } => (Some(old.as_ref()), Some(new.as_ref())),
            DiffItem::Remove(_, old) => (Some(old.as_ref()), None),
        })
    }

    /// How many records there are.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether there is nothing but the design itself.
    pub fn is_empty(&self) -> bool {
        self.records.len() <= 1
    }

    /// The records of one kind, by id.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &Record> {
        self.kinds.get(&kind).into_iter().flatten().filter_map(|id| self.get(id))
    }

    typed! {
        design designs Design as_design, domain domains Domain as_domain, service services Service as_service,
        api apis Api as_api, operation operations Operation as_operation, data_type data_types DataType as_data_type,
        event events Event as_event, store stores DataStore as_data_store, entity entities Entity as_entity,
        external externals External as_external, actor actors Actor as_actor, note notes Note as_note,
        connection connections Connection as_connection, topology topologies Topology as_topology,
        deployable deployables Deployable as_deployable, waiver waivers Waiver as_waiver, view views View as_view,
        placement placements Placement as_placement,
    }

    /// The records of `kind` that live in `home` (a connection lives in its source), by rank.
    pub fn children(&self, home: Option<&Id>, kind: Kind) -> impl DoubleEndedIterator<Item = &Record> {
        self.siblings_in(home, kind).filter_map(|(.., id)| self.get(id))
    }

    fn siblings_in(&self, home: Option<&Id>, kind: Kind) -> impl DoubleEndedIterator<Item = &Sibling> {
        run(&self.siblings, move |one: &Sibling| home.cmp(&one.0.as_ref()).then(kind.cmp(&one.1)))
    }

    /// How many records of `kind` live in `home`.
    pub fn count(&self, home: Option<&Id>, kind: Kind) -> usize {
        self.siblings_in(home, kind).count()
    }

    /// The connections that start at exactly this record, in order.
    pub fn outgoing(&self, from: &Id) -> impl DoubleEndedIterator<Item = &Connection> {
        self.children(Some(from), Kind::Connection).filter_map(Record::as_connection)
    }

    /// The connections that end at exactly this record, by id.
    pub fn incoming(&self, to: &Id) -> impl Iterator<Item = &Connection> {
        run(&self.incoming, move |one: &Arrival| to.cmp(&one.0)).filter_map(|(_, id)| self.connection(id))
    }

    /// The records of this kind, home and name. Services and domains are found whatever their home.
    pub fn named<'a>(&'a self, kind: Kind, home: Option<&Id>, name: &str) -> impl Iterator<Item = &'a Record> {
        let home = Self::name_home(kind, home);
        let alike =
            move |one: &Named| kind.cmp(&one.0).then_with(|| home.cmp(&one.1.as_ref())).then_with(|| name.cmp(&*one.2));
        run(&self.names, alike).filter_map(|(.., id)| self.get(id))
    }

    /// Services and domains are named in the whole design, everything else in its home.
    fn name_home(kind: Kind, home: Option<&Id>) -> Option<&Id> {
        match kind {
            Kind::Service | Kind::Domain | Kind::Note => None,
            _ => home,
        }
    }

    /// The record and everything it lives in, from the inside out.
    pub fn ancestry<'a>(&'a self, id: &Id) -> impl Iterator<Item = &'a Record> {
        let mut left = self.records.len();
        std::iter::successors(self.get(id), move |record| {
            left = left.saturating_sub(1);
            (left > 0).then(|| record.home().and_then(|home| self.get(home))).flatten()
        })
    }

    /// The service a record is or lives in.
    pub fn service_of(&self, id: &Id) -> Option<&Service> {
        self.ancestry(id).find_map(Record::as_service)
    }

    /// The innermost domain a record is or lives in.
    pub fn domain_of(&self, id: &Id) -> Option<&Domain> {
        self.ancestry(id).find_map(Record::as_domain)
    }

    /// The operations of a service, over all its APIs, in order.
    pub fn operations_of<'a>(&'a self, service: &Id) -> impl Iterator<Item = &'a Operation> {
        self.children(Some(service), Kind::Api)
            .flat_map(|api| self.children(Some(api.id()), Kind::Operation))
            .filter_map(Record::as_operation)
    }

    /// The deployable of `topology` that holds `service`.
    pub fn deployable_of(&self, topology: &Id, service: &Id) -> Option<&Deployable> {
        let all = || self.children(Some(topology), Kind::Deployable).filter_map(Record::as_deployable);
        all().find(|deployable| deployable.services.contains(service)).or_else(|| all().find(|d| d.rest))
    }

    /// The generated services of a deployable: those it names, then the rest where it takes them.
    pub fn services_in<'a>(&'a self, deployable: &'a Deployable) -> Vec<&'a Service> {
        let mut services: Vec<_> = deployable.services.iter().filter_map(|id| self.service(id)).collect();
        if deployable.rest {
            let named: BTreeSet<&Id> = self
                .children(deployable.head.home.as_ref(), Kind::Deployable)
                .filter_map(Record::as_deployable)
                .flat_map(|other| &other.services)
                .collect();
            services.extend(self.services().filter(|s| s.is_generated() && !named.contains(&s.head.id)));
        }
        services
    }

    /// `service.operation`, `service.store.entity` or the plain name: how people speak of a record.
    pub fn path(&self, id: &Id) -> String {
        let named = |record: &&Record| !matches!(record.kind(), Kind::Api | Kind::Domain | Kind::Topology);
        let mut parts: Vec<&str> = self.ancestry(id).filter(named).map(Record::name).collect();
        if parts.is_empty() {
            parts.extend(self.get(id).map(Record::name));
        }
        parts.reverse();
        parts.join(".")
    }

    /// The id a record gets at birth where it is free: formed from its kind and path, a connection's from its kind and
    /// the ids of its ends (so that renaming an end leaves it alone). The text form writes an id only where it differs.
    pub fn born_as(&self, record: &Record) -> Id {
        let word = record.kind().word();
        let path = match record {
            Record::Design(_) => return Id::new(Self::DESIGN),
            Record::Placement(p) => return Placement::id_of(&p.element, p.view.as_ref()),
            Record::Connection(c) => return Id::new(format!("{}:{}->{}", c.kind, c.from, c.to)),
            Record::Waiver(waiver) => format!("{}:{}", waiver.rule, waiver.fingerprint),
            Record::Note(note) => {
                let words: String = note.text.chars().filter(|c| c.is_alphanumeric()).take(24).collect();
                if words.is_empty() { "note".into() } else { words }
            }
            Record::Domain(_) | Record::Service(_) => record.name().to_owned(),
            _ => {
                let above = record.home().map(|home| self.ancestry(home)).into_iter().flatten();
                let spoken = above.filter(|up| match up.kind() {
                    Kind::Domain => false,
                    Kind::Api => record.kind() != Kind::Operation,
                    _ => true,
                });
                let mut parts: Vec<&str> = spoken.map(Record::name).collect();
                parts.reverse();
                parts.push(record.name());
                parts.join(".")
            }
        };
        Id::new(format!("{word}:{path}"))
    }

    /// [`Model::born_as`], with the first number that makes it fresh where it was ever used.
    pub fn fresh_id(&self, record: &Record) -> Id {
        let plain = self.born_as(record);
        if self.is_fresh(&plain) {
            return plain;
        }
        (2u64..).map(|n| Id::new(format!("{plain}#{n}"))).find(|id| self.is_fresh(id)).unwrap_or(plain)
    }

    /// Whether the id is free for ever: never used by this model or by one it came from.
    pub fn is_fresh(&self, id: &Id) -> bool {
        !self.records.contains_key(id) && !self.retired.contains(id)
    }

    /// Remembers that an id was used, so that it is never given again.
    pub fn retire(&mut self, id: Id) {
        self.retired.insert(id);
    }

    /// The ids that were used and are not to be given again; some may be in use.
    pub fn retired(&self) -> impl Iterator<Item = &Id> {
        self.retired.iter()
    }

    /// Makes the change true. Cannot fail: what a swap says before is not looked at, only what it says after.
    pub fn apply(&mut self, change: &Change) {
        for Swap { before, after } in change.swaps() {
            if let Some(id) = before.as_ref().map(|record| record.id()) {
                self.remove(id);
            }
            if let Some(record) = after {
                self.remove(record.id());
                self.insert(record.clone());
            }
        }
    }

    fn insert(&mut self, record: Arc<Record>) {
        self.kinds.entry(record.kind()).or_default().insert(record.id().clone());
        self.siblings.insert(Self::sibling(&record));
        self.incoming.extend(Self::arrival(&record));
        self.names.extend(Self::by_name(&record));
        self.records.insert(record.id().clone(), record);
    }

    fn remove(&mut self, id: &Id) {
        let Some(record) = self.records.remove(id) else { return };
        let kind = record.kind();
        if let Some(ids) = self.kinds.get_mut(&kind) {
            ids.remove(id);
            if ids.is_empty() {
                self.kinds.remove(&kind);
            }
        }
        self.siblings.remove(&Self::sibling(&record));
        if let Some(arrival) = Self::arrival(&record) {
            self.incoming.remove(&arrival);
        }
        if let Some(named) = Self::by_name(&record) {
            self.names.remove(&named);
        }
        self.retired.insert(id.clone());
    }

    /// The entry of a record among its siblings.
    fn sibling(record: &Record) -> Sibling {
        (record.home().cloned(), record.kind(), record.rank(), record.id().clone())
    }

    /// The entry of a connection at its end.
    fn arrival(record: &Record) -> Option<Arrival> {
        record.as_connection().map(|connection| (connection.to.clone(), connection.head.id.clone()))
    }

    /// The entry of what is looked up by name.
    fn by_name(record: &Record) -> Option<Named> {
        let kind = record.kind();
        let home = Self::name_home(kind, record.home()).cloned();
        kind.is_named().then(|| (kind, home, record.name().into(), record.id().clone()))
    }
}

fn sorted<T: Ord>(entries: impl Iterator<Item = T>) -> Vec<T> {
    let mut entries: Vec<T> = entries.collect();
    entries.sort_unstable();
    entries
}

/// The set of these, which are in its order, in little room: see [`every_other`].
fn packed<T: Ord + Clone>(sorted: Vec<T>) -> OrdSet<T> {
    every_other(sorted).collect()
}

/// First every other one, then those between: a leaf that is split is half full, and the second half fills it.
fn every_other<T>(all: Vec<T>) -> impl Iterator<Item = T> {
    let (even, odd): (Vec<_>, Vec<_>) = all.into_iter().enumerate().partition(|(at, _)| at % 2 == 0);
    even.into_iter().chain(odd).map(|(_, one)| one)
}

/// The entries that are as they should be. `order` says whether an entry is too late (less), right, or too early.
fn run<T: Ord>(entries: &OrdSet<T>, order: impl Fn(&T) -> Ordering + Copy) -> impl DoubleEndedIterator<Item = &T> {
    let end = |then| Bound::Excluded(End { order, then });
    entries.range((end(Ordering::Less), end(Ordering::Greater)))
}

/// A place just before or just behind all entries that are as they should be.
struct End<F> {
    order: F,
    then: Ordering,
}

impl<T, F: Fn(&T) -> Ordering> Equivalent<T> for End<F> {
    fn equivalent(&self, entry: &T) -> bool {
        self.compare(entry) == Ordering::Equal
    }
}

impl<T, F: Fn(&T) -> Ordering> Comparable<T> for End<F> {
    fn compare(&self, entry: &T) -> Ordering {
        (self.order)(entry).then(self.then)
    }
}
