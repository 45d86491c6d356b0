//! The design as graphs: everything drawn, and the dependencies between services that follow from it.

mod csr;
mod division;
mod owned;
mod projection;
mod replicas;

pub(crate) use csr::Csr;
pub(crate) use division::Division;
pub(crate) use owned::Owned;
pub(crate) use projection::Projection;

use crate::measure::dominance::Dominance;
use crate::measure::tangle::count;
use cleave_model::{Api, Connection, ConnectionKind, Id, Model, Policy, Record, Service};
use petgraph::Direction;
use petgraph::stable_graph::{NodeIndex, StableDiGraph};
use petgraph::visit::{EdgeRef, IntoEdgeReferences};
use std::cell::OnceCell;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, DefaultHasher};
use std::sync::LazyLock;

/// Looked up by id and never iterated, with a fixed hash: the same design gives the same run.
pub(crate) type ById<'m, T> = HashMap<&'m Id, T, BuildHasherDefault<DefaultHasher>>;

/// Marks a service that is reached from outside though no actor is drawn.
const ENTRY_TAG: &str = "entry";

static NO_POLICY: LazyLock<Policy> = LazyLock::new(Policy::default);

/// An element a connection can end at, and the judged service it is or belongs to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Element<'m> {
    pub(crate) record: &'m Record,
    pub(crate) service: Option<u32>,
    /// Whether it is or belongs to a service of any role, judged or not.
    pub(crate) owned: bool,
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
    pub(crate) connection: &'m Connection,
}

/// Everything the rules and measures read, derived once per run.
pub(crate) struct DesignGraph<'m> {
    pub(crate) model: &'m Model,
    pub(crate) policy: &'m Policy,
    /// The judged services by id: all but brokers and what only carries others. Their places are the node numbers of the projections.
    pub(crate) services: Vec<&'m Service>,
    /// Services, operations, events, stores, externals and actors with the connections between them, parallel ones too.
    pub(crate) drawn: StableDiGraph<Element<'m>, &'m Connection>,
    places: ById<'m, NodeIndex>,
    /// By id.
    pub(crate) apis: Vec<&'m Api>,
    /// In the order of the connections' ids.
    pub(crate) dependencies: Vec<Dependency<'m>>,
    /// For each service the places of its own dependencies, and of those on it, among all.
    needs: Places,
    needed: Places,
    /// Who calls whom.
    pub(crate) sync: Projection,
    /// Who depends on whom, for whatever reason.
    pub(crate) all: Projection,
    /// Whose events reach whom.
    pub(crate) flow: Projection,
    /// Whether a service is used by an actor or external system, or is tagged as an entry.
    pub(crate) used_outside: Vec<bool>,
    /// The day of the judgement, `YYYY-MM-DD`; waivers end by it.
    pub(crate) today: Option<&'m str>,
    division: OnceCell<Division>,
    owned: OnceCell<Vec<Owned>>,
    dominance: OnceCell<Dominance>,
    replicas: OnceCell<Vec<u32>>,
}

/// Places in a list, in rows by service.
#[derive(Debug, Default)]
struct Places {
    starts: Vec<usize>,
    places: Vec<usize>,
}

impl Places {
    /// Rows for `n` services of what each of `keys` belongs to; the order within a row is that of the list.
    fn of(n: u32, keys: impl Iterator<Item = u32> + Clone) -> Self {
        let mut starts = vec![0; n as usize + 1];
        for key in keys.clone() {
            starts[key as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut free = starts.clone();
        let mut places = vec![0; starts.last().copied().unwrap_or(0)];
        for (place, key) in keys.enumerate() {
            places[free[key as usize]] = place;
            free[key as usize] += 1;
        }
        Self { starts, places }
    }

    fn row(&self, service: u32) -> &[usize] {
        &self.places[self.starts[service as usize]..self.starts[service as usize + 1]]
    }
}

impl<'m> DesignGraph<'m> {
    /// Derives the graphs. Everything is taken in the order of ids, so the order of drawing does not count.
    pub(crate) fn of(model: &'m Model) -> Self {
        let mut services: Vec<&'m Service> = Vec::new();
        let mut homes: ById<'m, Option<&'m Id>> = ById::default();
        let mut apis: Vec<&'m Api> = Vec::new();
        let mut brokers: std::collections::BTreeSet<&'m Id> = std::collections::BTreeSet::new();
        let mut ends: Vec<&'m Record> = Vec::new();
        let mut connections: Vec<&'m Connection> = Vec::new();
        for record in model.records() {
            match record {
                Record::Service(service) if service.is_judged() => services.push(service),
                Record::Api(api) => {
                    homes.insert(&api.head.id, api.head.home.as_ref());
                    apis.push(api);
                }
                Record::Connection(connection) => connections.push(connection),
                Record::Service(service) => {
                    brokers.insert(&service.head.id);
                    ends.push(record);
                }
                Record::Operation(_)
                | Record::Event(_)
                | Record::DataStore(_)
                | Record::External(_)
                | Record::Actor(_) => ends.push(record),
                _ => {}
            }
        }
        let dense: ById<'m, u32> = (0u32..).zip(&services).map(|(at, service)| (&service.head.id, at)).collect();
        let mut drawn = StableDiGraph::with_capacity(services.len() + ends.len(), connections.len());
        let mut places = ById::default();
        for (at, service) in (0u32..).zip(&services) {
            if let Some(record) = model.get(&service.head.id) {
                places.insert(&service.head.id, drawn.add_node(Element { record, service: Some(at), owned: true }));
            }
        }
        for record in ends {
            let home = match (record, record.home()) {
                (Record::Operation(_), Some(api)) => homes.get(api).copied().flatten(),
                (_, home) => home,
            };
            let service = home.and_then(|home| dense.get(home).copied());
            let owned = service.is_some() || home.is_some_and(|home| brokers.contains(home));
            places.insert(record.id(), drawn.add_node(Element { record, service, owned }));
        }
        for connection in connections {
            if let (Some(from), Some(to)) = (places.get(&connection.from), places.get(&connection.to)) {
                drawn.add_edge(*from, *to, connection);
            }
        }
        let used_outside =
            services.iter().map(|service| service.head.tags.iter().any(|tag| tag == ENTRY_TAG)).collect();
        let mut graph = Self {
            model,
            policy: model.designs().next().map_or(&*NO_POLICY, |design| &design.policy),
            services,
            drawn,
            places,
            apis,
            dependencies: Vec::new(),
            needs: Places::default(),
            needed: Places::default(),
            sync: Projection::default(),
            all: Projection::default(),
            flow: Projection::default(),
            used_outside,
            today: None,
            division: OnceCell::new(),
            owned: OnceCell::new(),
            dominance: OnceCell::new(),
            replicas: OnceCell::new(),
        };
        graph.project();
        graph
    }

    /// The graphs on a day, written `YYYY-MM-DD`.
    pub(crate) fn at(model: &'m Model, today: Option<&'m str>) -> Self {
        Self { today, ..Self::of(model) }
    }

    /// Follows every connection to the services at its ends.
    fn project(&mut self) {
        let mut dependencies = Vec::with_capacity(self.drawn.edge_count());
        for edge in self.drawn.edge_references() {
            let (from, to) = (self.drawn[edge.source()], self.drawn[edge.target()]);
            let connection: &'m Connection = edge.weight();
            let tie = match connection.kind {
                ConnectionKind::Call => Tie::Sync,
                ConnectionKind::Subscribe => Tie::Event,
                ConnectionKind::Read | ConnectionKind::Write => Tie::Data,
                ConnectionKind::Depend => Tie::Declared,
                ConnectionKind::Use => {
                    if let Some(service) = to.service {
                        self.used_outside[service as usize] = true;
                    }
                    continue;
                }
                ConnectionKind::Publish | ConnectionKind::ReleaseWith => continue,
            };
            let Some(from) = from.service else { continue };
            match to.service {
                Some(to) => dependencies.push(Dependency { from, to, tie, connection }),
                // An event nobody owns is owed to whoever publishes it.
                None if tie == Tie::Event => {
                    let publishers = self.services_at(edge.target(), ConnectionKind::Publish);
                    dependencies.extend(publishers.iter().map(|to| Dependency { from, to: *to, tie, connection }));
                }
                None => {}
            }
        }
        dependencies.retain(|dependency| dependency.from != dependency.to);
        let n = count(self.services.len());
        let pairs = |of: &dyn Fn(Tie) -> bool| -> Vec<(u32, u32)> {
            dependencies.iter().filter(|found| of(found.tie)).map(|found| (found.from, found.to)).collect()
        };
        self.sync = Projection::of(n, pairs(&|tie| tie == Tie::Sync));
        self.all = Projection::of(n, pairs(&|_| true));
        self.needs = Places::of(n, dependencies.iter().map(|found| found.from));
        self.needed = Places::of(n, dependencies.iter().map(|found| found.to));
        self.dependencies = dependencies;
        let mut flow = Vec::new();
        for node in self.drawn.node_indices().filter(|node| matches!(self.drawn[*node].record, Record::Event(_))) {
            let subscribers = self.services_at(node, ConnectionKind::Subscribe);
            for from in self.services_at(node, ConnectionKind::Publish) {
                flow.extend(subscribers.iter().filter(|to| **to != from).map(|to| (from, *to)));
            }
        }
        self.flow = Projection::of(n, flow);
    }

    /// Number of judged services.
    pub(crate) fn n(&self) -> u32 {
        count(self.services.len())
    }

    /// What a service depends on, connection by connection, in the order of their ids.
    pub(crate) fn needs(&self, service: u32) -> impl Iterator<Item = &Dependency<'m>> {
        self.needs.row(service).iter().map(|place| &self.dependencies[*place])
    }

    /// What depends on a service, connection by connection, in the order of their ids.
    pub(crate) fn needed(&self, service: u32) -> impl Iterator<Item = &Dependency<'m>> {
        self.needed.row(service).iter().map(|place| &self.dependencies[*place])
    }

    /// The architect's own boundaries.
    pub(crate) fn division(&self) -> &Division {
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

    /// Through whom calls from the entries have to go.
    pub(crate) fn dominance(&self) -> &Dominance {
        self.dominance.get_or_init(|| Dominance::of(&self.sync.graph, &self.entries(&self.sync.graph)))
    }

    /// The connections that end at a drawn element, in the order of their ids.
    pub(crate) fn incoming(&self, node: NodeIndex) -> Vec<(Element<'m>, &'m Connection)> {
        let edges = self.drawn.edges_directed(node, Direction::Incoming);
        let mut found: Vec<_> = edges.map(|edge| (self.drawn[edge.source()], *edge.weight())).collect();
        found.sort_by_key(|(_, connection)| &connection.head.id);
        found
    }

    /// The judged services whose connections of this kind end at a drawn element, ascending, each once.
    pub(crate) fn services_at(&self, node: NodeIndex, kind: ConnectionKind) -> Vec<u32> {
        let edges = self.drawn.edges_directed(node, Direction::Incoming);
        let of_kind = edges.filter(|edge| edge.weight().kind == kind);
        let mut services: Vec<u32> = of_kind.filter_map(|edge| self.drawn[edge.source()].service).collect();
        services.sort_unstable();
        services.dedup();
        services
    }

    /// The place of the element with this id among everything drawn.
    pub(crate) fn place(&self, id: &Id) -> Option<NodeIndex> {
        self.places.get(id).copied()
    }

    /// The element with this id.
    pub(crate) fn element(&self, id: &Id) -> Option<Element<'m>> {
        self.places.get(id).map(|place| self.drawn[*place])
    }

    /// A drawn element and the service it belongs to.
    pub(crate) fn whole(&self, element: Element<'m>) -> Vec<Element<'m>> {
        let service = element.service.and_then(|service| self.element(self.id(service)));
        let other = service.filter(|service| service.record.id() != element.record.id());
        std::iter::once(element).chain(other).collect()
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
        let head = &self.services[service as usize].head;
        head.home.as_ref().filter(|home| self.model.domain(home).is_some()).unwrap_or(&head.id)
    }

    /// The services from which the outside comes in: those used from outside or, where there are none, those that
    /// nothing in `graph` leads to.
    pub(crate) fn entries(&self, graph: &Csr) -> Vec<u32> {
        let all = || 0..graph.n();
        let used: Vec<u32> = all().filter(|service| self.used_outside[*service as usize]).collect();
        if used.is_empty() { all().filter(|service| graph.ins(*service).is_empty()).collect() } else { used }
    }
}
