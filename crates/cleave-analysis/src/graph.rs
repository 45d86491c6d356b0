//! The design as graphs: everything drawn, and the dependencies between services that follow from it.

mod csr;
mod division;
mod drawn;
mod owned;
mod places;
mod projection;
mod replicas;
mod shape;
mod way;

pub(crate) use csr::Csr;
pub(crate) use division::Division;
pub(crate) use drawn::Drawn;
pub(crate) use owned::Owned;
pub(crate) use projection::Projection;
pub(crate) use shape::Shape;
pub(crate) use way::{Marks, Way};

use crate::kept::Kept;
use crate::measure::availability;
use crate::measure::dominance::Dominance;
use crate::measure::tangle::count;
use cleave_model::{Api, Connection, ConnectionKind, Id, Kind, Model, OWNER, Policy, Record, Service};
use petgraph::graph::NodeIndex;
use places::Places;
use rustc_hash::FxHashMap;
use shape::{Course, Role, Tied};
use std::cell::OnceCell;
use std::sync::{Arc, LazyLock};

/// Looked up by id and never iterated, with a fixed hash: the same design gives the same run.
pub(crate) type ById<'m, T> = FxHashMap<&'m Id, T>;

/// Marks a service that is reached from outside though no actor is drawn.
const ENTRY_TAG: &str = "entry";

static NO_POLICY: LazyLock<Policy> = LazyLock::new(Policy::default);

/// An element a connection can end at, and the judged service it is or belongs to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Element<'m> {
    pub(crate) record: &'m Record,
    /// What the record is, and whether it is marked as a published contract: known without looking at it.
    pub(crate) kind: Kind,
    pub(crate) contract: bool,
    pub(crate) service: Option<u32>,
    /// Whether it is or belongs to a service of any role, judged or not, or to an external system.
    pub(crate) owned: bool,
    /// The API of an operation.
    pub(crate) api: Option<&'m Api>,
}

/// Why one service depends on another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Tie {
    /// It calls it.
    Sync,
    /// It subscribes to its event.
    Event,
    /// It reads or writes its store.
    Data,
    /// It says so.
    Declared,
}

/// One connection as a dependency between two different services.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Dependency<'m> {
    pub(crate) from: u32,
    pub(crate) to: u32,
    pub(crate) tie: Tie,
    /// The connection between what is drawn in them.
    pub(crate) way: Way<'m>,
}

/// Everything the rules and measures read, derived once per run.
pub(crate) struct DesignGraph<'m> {
    pub(crate) model: &'m Model,
    pub(crate) policy: &'m Policy,
    /// The judged services by id: all but brokers and what only carries others. Their places are the node numbers of the projections.
    pub(crate) services: Vec<&'m Service>,
    /// Services, operations, events, stores, externals and actors.
    pub(crate) drawn: Drawn<'m>,
    /// The connections between them, parallel ones too, by id.
    lines: Vec<&'m Record>,
    /// All that follows from them and touches no record.
    pub(crate) shape: Shape,
    /// The operations, events and stores among them.
    pub(crate) operations: Vec<NodeIndex>,
    pub(crate) events: Vec<NodeIndex>,
    pub(crate) stores: Vec<NodeIndex>,
    /// For each judged service its innermost domain, or itself.
    homes: Vec<&'m Id>,
    /// By id, made when one is first asked for. The text of the id stands in the table, so that looking one up touches no
    /// record.
    places: OnceCell<FxHashMap<&'m str, NodeIndex>>,
    /// By id.
    pub(crate) apis: Vec<&'m Api>,
    /// Who calls whom.
    pub(crate) sync: Arc<Projection>,
    /// Who depends on whom, for whatever reason.
    pub(crate) all: Arc<Projection>,
    /// Whose events reach whom.
    pub(crate) flow: Arc<Projection>,
    /// Whether a service is used by an actor or external system, or is tagged as an entry.
    pub(crate) used_outside: Vec<bool>,
    /// The day of the judgement, `YYYY-MM-DD`; waivers end by it.
    pub(crate) today: Option<&'m str>,
    /// What was found before.
    pub(crate) kept: Kept,
    division: OnceCell<Division<'m>>,
    owned: OnceCell<Vec<Owned>>,
    dominance: OnceCell<Dominance>,
    replicas: OnceCell<Vec<u32>>,
    availability: OnceCell<Option<Vec<Option<f64>>>>,
    externals: OnceCell<FxHashMap<&'m str, NodeIndex>>,
    /// For each of what is drawn the places of the connections that start there.
    leaving: OnceCell<Places>,
}

/// The external system that owns an operation, event or store, by its name: a tag says so.
pub(crate) fn owner_outside(record: &Record) -> Option<&str> {
    record.head()?.tags.iter().find_map(|tag| tag.strip_prefix(OWNER))
}

impl<'m> DesignGraph<'m> {
    /// Derives the graphs. Everything is taken in the order of ids, so the order of drawing does not count.
    pub(crate) fn of(model: &'m Model) -> Self {
        Self::at(model, None)
    }

    /// The graphs on a day, written `YYYY-MM-DD`.
    pub(crate) fn at(model: &'m Model, today: Option<&'m str>) -> Self {
        Self::again_at(Shape::default(), model, today)
    }

    /// [`DesignGraph::at`], sooner after an edit of what the shape was read from.
    pub(crate) fn again_at(mut shape: Shape, model: &'m Model, today: Option<&'m str>) -> Self {
        let records: Vec<&'m Record> = model.records().collect();
        shape.read(model, &records);
        let (mut services, mut apis): (Vec<&'m Service>, Vec<&'m Api>) = Default::default();
        let mut judged = Vec::with_capacity(shape.inside.len());
        let (mut ends, mut lines) = (Vec::with_capacity(shape.ends.len()), Vec::with_capacity(shape.ways.len()));
        for (record, role) in records.into_iter().zip(&shape.roles) {
            match (role, record) {
                (Role::Way, record) => lines.push(record),
                (Role::End, record) => ends.push(record),
                (Role::Service, Record::Service(service)) => {
                    services.push(service);
                    judged.push(record);
                }
                (Role::Api, Record::Api(api)) => apis.push(api),
                _ => {}
            }
        }
        let homes = services.iter().zip(&shape.inside).map(|(service, inside)| {
            let home = service.head.home.as_ref().filter(|_| *inside);
            home.unwrap_or(&service.head.id)
        });
        let is_entry = |service: &&Service| service.head.tags.iter().any(|tag| tag == ENTRY_TAG);
        let used_outside = services.iter().zip(&shape.used).map(|(service, used)| *used || is_entry(service));
        let drawn = Drawn::of(&judged, &ends, &apis, &shape);
        let of_kind = |kind: Kind| drawn.places().filter(|place| drawn[*place].kind == kind).collect();
        Self {
            model,
            policy: model.designs().next().map_or(&*NO_POLICY, |design| &design.policy),
            operations: of_kind(Kind::Operation),
            events: of_kind(Kind::Event),
            stores: of_kind(Kind::DataStore),
            homes: homes.collect(),
            used_outside: used_outside.collect(),
            sync: shape.sync.clone(),
            all: shape.all.clone(),
            flow: shape.flow.clone(),
            services,
            drawn,
            lines,
            shape,
            places: OnceCell::new(),
            apis,
            today,
            kept: Kept::default(),
            division: OnceCell::new(),
            owned: OnceCell::new(),
            dominance: OnceCell::new(),
            replicas: OnceCell::new(),
            availability: OnceCell::new(),
            externals: OnceCell::new(),
            leaving: OnceCell::new(),
        }
    }

    /// Number of judged services.
    pub(crate) fn n(&self) -> u32 {
        count(self.services.len())
    }

    /// Every connection between drawn elements, by id.
    pub(crate) fn ways(&self) -> impl Iterator<Item = Way<'m>> {
        self.shape.ways.iter().zip(&self.lines).map(|(course, record)| way(*course, record))
    }

    /// What every connection says, in little.
    pub(crate) fn marks(&self) -> impl Iterator<Item = Marks> {
        self.shape.ways.iter().map(|way| way.marks)
    }

    fn way(&self, place: u32) -> Way<'m> {
        way(self.shape.ways[place as usize], self.lines[place as usize])
    }

    /// Every dependency between services, in the order of the connections' ids.
    pub(crate) fn dependencies(&self) -> impl Iterator<Item = Dependency<'m>> {
        self.shape.ties.iter().map(|tied| self.dependency(*tied))
    }

    fn dependency(&self, Tied { from, to, tie, way }: Tied) -> Dependency<'m> {
        Dependency { from, to, tie, way: self.way(way) }
    }

    /// What a service depends on, connection by connection, in the order of their ids.
    pub(crate) fn needs(&self, service: u32) -> impl Iterator<Item = Dependency<'m>> {
        self.shape.needs.row(service).iter().map(|place| self.dependency(self.shape.ties[*place as usize]))
    }

    /// What depends on a service, connection by connection, in the order of their ids.
    pub(crate) fn needed(&self, service: u32) -> impl Iterator<Item = Dependency<'m>> {
        self.shape.needed.row(service).iter().map(|place| self.dependency(self.shape.ties[*place as usize]))
    }

    /// The architect's own boundaries.
    pub(crate) fn division(&self) -> &Division<'m> {
        self.division.get_or_init(|| division::of(self))
    }

    /// What each service owns.
    pub(crate) fn owned(&self) -> &[Owned] {
        self.owned.get_or_init(|| owned::of(self))
    }

    /// How many copies of a service run.
    pub(crate) fn replicas(&self, service: u32) -> u32 {
        self.replicas.get_or_init(|| replicas::of(self))[service as usize]
    }

    /// For each judged service how often it can answer; nothing where that is too much to count.
    pub(crate) fn availability(&self) -> Option<&[Option<f64>]> {
        self.availability.get_or_init(|| availability::of_all(self)).as_deref()
    }

    /// The external system that owns what is drawn, or the element itself: who calls an operation of an external system
    /// calls that system.
    pub(crate) fn outer(&self, element: Element<'m>) -> Element<'m> {
        // Few are owned by whom no judged service is, and only of these the record is looked at.
        let ownable = matches!(element.kind, Kind::Operation | Kind::Event | Kind::DataStore);
        if element.service.is_some() || !element.owned || !ownable {
            return element;
        }
        let Some(owner) = owner_outside(element.record) else { return element };
        let externals = self.externals.get_or_init(|| {
            let name = |place: NodeIndex| match self.drawn[place].record {
                Record::External(external) => Some((external.head.name.as_str(), place)),
                _ => None,
            };
            self.drawn.places().filter_map(name).collect()
        });
        externals.get(owner).map_or(element, |place| self.drawn[*place])
    }

    /// Through whom calls from the entries have to go.
    pub(crate) fn dominance(&self) -> &Dominance {
        self.dominance.get_or_init(|| Dominance::of(&self.sync.graph, &self.entries(&self.sync.graph)))
    }

    /// The connections that end at a drawn element, in the order of their ids, and where they start.
    pub(crate) fn incoming(&self, node: NodeIndex) -> impl Iterator<Item = (Element<'m>, &'m Connection)> {
        self.arriving(node).map(|way| (self.drawn[way.from], way.connection()))
    }

    /// The connections that end at a drawn element, in the order of their ids.
    pub(crate) fn arriving(&self, node: NodeIndex) -> impl Iterator<Item = Way<'m>> {
        self.shape.arriving.row(count(node.index())).iter().map(|place| self.way(*place))
    }

    /// The connections that start at a drawn element, in the order of their ids.
    pub(crate) fn leaving(&self, node: NodeIndex) -> impl Iterator<Item = Way<'m>> {
        let leaving = self
            .leaving
            .get_or_init(|| Places::of(count(self.drawn.len()), self.shape.ways.iter().map(|way| way.from)));
        leaving.row(count(node.index())).iter().map(|place| self.way(*place))
    }

    /// The reads and writes of a store; a dependency that is only declared says neither.
    pub(crate) fn accesses(&self, store: NodeIndex) -> impl Iterator<Item = (Element<'m>, &'m Connection)> {
        let is_access = |way: &Way<'m>| matches!(way.marks.kind, ConnectionKind::Read | ConnectionKind::Write);
        self.arriving(store).filter(is_access).map(|way| (self.drawn[way.from], way.connection()))
    }

    /// The judged services whose connections of this kind end at a drawn element, ascending, each once.
    pub(crate) fn services_at(&self, node: NodeIndex, kind: ConnectionKind) -> Vec<u32> {
        self.shape.services_at(count(node.index()), kind)
    }

    /// The place of the element with this id among everything drawn.
    pub(crate) fn place(&self, id: &Id) -> Option<NodeIndex> {
        let places = self.places.get_or_init(|| {
            let id = |place: NodeIndex| (self.drawn[place].record.id().as_str(), place);
            self.drawn.places().map(id).collect()
        });
        places.get(id.as_str()).copied()
    }

    /// The element with this id.
    pub(crate) fn element(&self, id: &Id) -> Option<Element<'m>> {
        self.place(id).map(|place| self.drawn[place])
    }

    /// A drawn element and the service or external system it belongs to.
    pub(crate) fn whole(&self, element: Element<'m>) -> Vec<Element<'m>> {
        // Services come first among what is drawn.
        let service = element.service.map(|service| self.drawn[NodeIndex::new(service as usize)]);
        let other = service.unwrap_or_else(|| self.outer(element));
        let other = Some(other).filter(|other| other.record.id() != element.record.id());
        std::iter::once(element).chain(other).collect()
    }

    /// What findings call a drawn element: the judged service it is or belongs to, or itself.
    pub(crate) fn subject(&self, element: Element<'m>) -> &'m Id {
        match element.service {
            Some(service) => self.id(service),
            None => element.record.id(),
        }
    }

    /// The id of a judged service.
    pub(crate) fn id(&self, service: u32) -> &'m Id {
        &self.services[service as usize].head.id
    }

    /// The ids of judged services, in the given order.
    pub(crate) fn ids(&self, services: &[u32]) -> Vec<Id> {
        services.iter().map(|service| self.id(*service).clone()).collect()
    }

    /// The name of a judged service.
    pub(crate) fn name(&self, service: u32) -> &'m str {
        &self.services[service as usize].head.name
    }

    /// Whether a judged service is plumbing, which some rules exempt.
    pub(crate) fn is_infrastructure(&self, service: u32) -> bool {
        self.services[service as usize].role.is_infrastructure()
    }

    /// The innermost domain of a judged service; one without is its own boundary.
    pub(crate) fn boundary(&self, service: u32) -> &'m Id {
        self.homes[service as usize]
    }

    /// The services from which the outside comes in: those used from outside or, where there are none, those that
    /// nothing in `graph` leads to.
    pub(crate) fn entries(&self, graph: &Csr) -> Vec<u32> {
        let all = || 0..graph.n();
        let used: Vec<u32> = all().filter(|service| self.used_outside[*service as usize]).collect();
        if used.is_empty() { all().filter(|service| graph.ins(*service).is_empty()).collect() } else { used }
    }
}

fn way<'m>(Course { from, to, marks }: Course, record: &'m Record) -> Way<'m> {
    Way { from: NodeIndex::new(from as usize), to: NodeIndex::new(to as usize), marks, record }
}
