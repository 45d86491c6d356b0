//! The design as graphs: everything drawn, and the dependencies between services that follow from it.

mod csr;
mod division;
mod owned;
mod projection;
mod reading;
mod replicas;
mod way;

pub(crate) use csr::Csr;
pub(crate) use division::Division;
pub(crate) use owned::Owned;
pub(crate) use projection::Projection;
pub(crate) use reading::Reading;
pub(crate) use way::{Marks, Way};

use crate::kept::Kept;
use crate::measure::availability;
use crate::measure::dominance::Dominance;
use crate::measure::tangle::count;
use cleave_model::{Api, Connection, ConnectionKind, Id, Kind, Model, OWNER, Policy, Record, Service};
use petgraph::graph::{DiGraph, Edge, NodeIndex};
use petgraph::visit::EdgeRef;
use reading::Part;
use rustc_hash::FxHashMap;
use std::cell::OnceCell;
use std::rc::Rc;
use std::sync::LazyLock;

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
    pub(crate) connection: &'m Connection,
    pub(crate) marks: Marks,
    /// Where the connection ends, among everything drawn.
    pub(crate) end: NodeIndex,
}

/// Everything the rules and measures read, derived once per run.
pub(crate) struct DesignGraph<'m> {
    pub(crate) model: &'m Model,
    pub(crate) policy: &'m Policy,
    /// The judged services by id: all but brokers and what only carries others. Their places are the node numbers of the projections.
    pub(crate) services: Vec<&'m Service>,
    /// Services, operations, events, stores, externals and actors with the connections between them, parallel ones too.
    pub(crate) drawn: DiGraph<Element<'m>, Way<'m>>,
    /// The operations, events and stores among them.
    pub(crate) operations: Vec<NodeIndex>,
    pub(crate) events: Vec<NodeIndex>,
    pub(crate) stores: Vec<NodeIndex>,
    /// For each of what is drawn the places of the connections that end there, in the order of their ids.
    arriving: Places,
    /// For each judged service its innermost domain, or itself.
    homes: Vec<&'m Id>,
    /// By id, made when one is first asked for. The text of the id stands in the table, so that looking one up touches no
    /// record.
    places: OnceCell<FxHashMap<&'m str, NodeIndex>>,
    /// By id.
    pub(crate) apis: Vec<&'m Api>,
    /// In the order of the connections' ids.
    pub(crate) dependencies: Vec<Dependency<'m>>,
    /// For each service the places of its own dependencies, and of those on it, among all.
    needs: Places,
    needed: Places,
    /// Who calls whom.
    pub(crate) sync: Rc<Projection>,
    /// Who depends on whom, for whatever reason.
    pub(crate) all: Rc<Projection>,
    /// Whose events reach whom.
    pub(crate) flow: Rc<Projection>,
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
}

/// Places in a list, in rows by service.
#[derive(Debug, Default)]
struct Places {
    starts: Vec<u32>,
    places: Vec<u32>,
}

impl Places {
    /// Rows for `n` services of what each of `keys` belongs to; the order within a row is that of the list.
    fn of(n: u32, keys: impl Iterator<Item = u32> + Clone) -> Self {
        let mut starts = vec![0u32; n as usize + 1];
        for key in keys.clone() {
            starts[key as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut free = starts.clone();
        let mut places = vec![0; starts.last().copied().unwrap_or(0) as usize];
        for (place, key) in (0..).zip(keys) {
            places[free[key as usize] as usize] = place;
            free[key as usize] += 1;
        }
        Self { starts, places }
    }

    fn row(&self, service: u32) -> &[u32] {
        &self.places[self.starts[service as usize] as usize..self.starts[service as usize + 1] as usize]
    }
}

/// The external system that owns an operation, event or store, by its name: a tag says so.
pub(crate) fn owner_outside(record: &Record) -> Option<&str> {
    record.head()?.tags.iter().find_map(|tag| tag.strip_prefix(OWNER))
}

impl<'m> DesignGraph<'m> {
    /// Derives the graphs. Everything is taken in the order of ids, so the order of drawing does not count.
    pub(crate) fn of(model: &'m Model) -> Self {
        Self::again(&mut Reading::default(), model)
    }

    /// [`DesignGraph::of`], sooner after an edit of what was read last.
    pub(crate) fn again(reading: &mut Reading, model: &'m Model) -> Self {
        let records: Vec<&'m Record> = model.records().collect();
        let parts = reading.parts(model, &records);
        let each = || records.iter().copied().zip(parts);
        let is_end = |part: &&Part| matches!(part, Part::End { .. } | Part::Service { .. });
        let nodes = parts.iter().filter(is_end).count();
        let mut drawn = DiGraph::with_capacity(nodes, parts.len() - nodes);
        let (mut services, mut apis): (Vec<&'m Service>, Vec<&'m Api>) = Default::default();
        let mut homes: Vec<&'m Id> = Vec::new();
        for (record, part) in each() {
            match (part, record) {
                (Part::Service { inside }, Record::Service(service)) => {
                    let place = Some(count(services.len()));
                    let element = Element {
                        contract: false,
                        record,
                        kind: Kind::Service,
                        service: place,
                        owned: true,
                        api: None,
                    };
                    drawn.add_node(element);
                    let home = service.head.home.as_ref().filter(|_| *inside);
                    homes.push(home.unwrap_or(&service.head.id));
                    services.push(service);
                }
                (Part::Api, Record::Api(api)) => apis.push(api),
                _ => {}
            }
        }
        let (mut operations, mut events, mut stores) = (Vec::new(), Vec::new(), Vec::new());
        for (record, part) in each() {
            let Part::End { kind, contract, service, owned, api } = *part else { continue };
            let api = api.and_then(|api| apis.get(api as usize)).copied();
            let place = drawn.add_node(Element { record, kind, contract, service, owned, api });
            match kind {
                Kind::Operation => operations.push(place),
                Kind::Event => events.push(place),
                Kind::DataStore => stores.push(place),
                _ => {}
            }
        }
        let place = |at: u32| NodeIndex::new(at as usize);
        for (record, part) in each() {
            if let Part::Connection { ends: Some((from, to)), marks } = *part
                && let Record::Connection(connection) = record
            {
                drawn.add_edge(place(from), place(to), Way { connection, marks });
            }
        }
        let targets = drawn.raw_edges().iter().map(|edge| count(edge.target().index()));
        let arriving = Places::of(count(drawn.node_count()), targets);
        let used_outside =
            services.iter().map(|service| service.head.tags.iter().any(|tag| tag == ENTRY_TAG)).collect();
        let mut graph = Self {
            model,
            policy: model.designs().next().map_or(&*NO_POLICY, |design| &design.policy),
            services,
            drawn,
            operations,
            events,
            stores,
            arriving,
            homes,
            places: OnceCell::new(),
            apis,
            dependencies: Vec::new(),
            needs: Places::default(),
            needed: Places::default(),
            sync: Rc::default(),
            all: Rc::default(),
            flow: Rc::default(),
            used_outside,
            today: None,
            kept: Kept::default(),
            division: OnceCell::new(),
            owned: OnceCell::new(),
            dominance: OnceCell::new(),
            replicas: OnceCell::new(),
            availability: OnceCell::new(),
            externals: OnceCell::new(),
        };
        graph.project();
        graph
    }

    /// The graphs on a day, written `YYYY-MM-DD`.
    pub(crate) fn at(model: &'m Model, today: Option<&'m str>) -> Self {
        Self::again_at(&mut Reading::default(), model, today)
    }

    /// [`DesignGraph::at`], sooner after an edit of what was read last.
    pub(crate) fn again_at(reading: &mut Reading, model: &'m Model, today: Option<&'m str>) -> Self {
        Self { today, ..Self::again(reading, model) }
    }

    /// Follows every connection to the services at its ends.
    fn project(&mut self) {
        let mut dependencies = Vec::with_capacity(self.drawn.edge_count());
        for edge in self.drawn.edge_references() {
            let (from, to) = (&self.drawn[edge.source()], &self.drawn[edge.target()]);
            let (Way { connection, marks }, end) = (*edge.weight(), edge.target());
            let tie = match marks.kind {
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
                Some(to) => dependencies.push(Dependency { from, to, tie, connection, marks, end }),
                // An event nobody owns is owed to whoever publishes it.
                None if tie == Tie::Event => {
                    let publishers = self.services_at(edge.target(), ConnectionKind::Publish);
                    let on = |to: &u32| Dependency { from, to: *to, tie, connection, marks, end };
                    dependencies.extend(publishers.iter().map(on));
                }
                None => {}
            }
        }
        dependencies.retain(|dependency| dependency.from != dependency.to);
        let n = count(self.services.len());
        self.needs = Places::of(n, dependencies.iter().map(|found| found.from));
        self.needed = Places::of(n, dependencies.iter().map(|found| found.to));
        self.dependencies = dependencies;
        let calls = |found: &&Dependency<'m>| found.tie == Tie::Sync;
        let sync = Csr::by_rows(n, |from, row| row.extend(self.needs(from).filter(calls).map(|found| found.to)));
        self.sync = Projection::on(sync).into();
        // Where nothing but calls ties them the two are one, and what is counted of it is counted once.
        let is_one = self.dependencies.iter().all(|found| calls(&found));
        let all = || Csr::by_rows(n, |from, row| row.extend(self.needs(from).map(|found| found.to)));
        self.all = if is_one { self.sync.clone() } else { Projection::on(all()).into() };
        let mut flow = Vec::new();
        for node in self.events.iter().copied() {
            let subscribers = self.services_at(node, ConnectionKind::Subscribe);
            for from in self.services_at(node, ConnectionKind::Publish) {
                flow.extend(subscribers.iter().filter(|to| **to != from).map(|to| (from, *to)));
            }
        }
        self.flow = Projection::of(n, flow).into();
    }

    /// Number of judged services.
    pub(crate) fn n(&self) -> u32 {
        count(self.services.len())
    }

    /// What a service depends on, connection by connection, in the order of their ids.
    pub(crate) fn needs(&self, service: u32) -> impl Iterator<Item = &Dependency<'m>> {
        self.needs.row(service).iter().map(|place| &self.dependencies[*place as usize])
    }

    /// What depends on a service, connection by connection, in the order of their ids.
    pub(crate) fn needed(&self, service: u32) -> impl Iterator<Item = &Dependency<'m>> {
        self.needed.row(service).iter().map(|place| &self.dependencies[*place as usize])
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
            self.drawn.node_indices().filter_map(name).collect()
        });
        externals.get(owner).map_or(element, |place| self.drawn[*place])
    }

    /// Through whom calls from the entries have to go.
    pub(crate) fn dominance(&self) -> &Dominance {
        self.dominance.get_or_init(|| Dominance::of(&self.sync.graph, &self.entries(&self.sync.graph)))
    }

    /// The connections that end at a drawn element, in the order of their ids.
    pub(crate) fn incoming(&self, node: NodeIndex) -> impl Iterator<Item = (Element<'m>, &'m Connection)> {
        self.arriving(node).map(|edge| (self.drawn[edge.source()], edge.weight.connection))
    }

    /// [`DesignGraph::incoming`] with their marks, for those that mean few of them.
    pub(crate) fn arriving(&self, node: NodeIndex) -> impl Iterator<Item = &Edge<Way<'m>>> {
        let edges = self.drawn.raw_edges();
        self.arriving.row(count(node.index())).iter().map(|place| &edges[*place as usize])
    }

    /// The reads and writes of a store; a dependency that is only declared says neither.
    pub(crate) fn accesses(&self, store: NodeIndex) -> impl Iterator<Item = (Element<'m>, &'m Connection)> {
        let is_access = |way: &Way<'m>| matches!(way.marks.kind, ConnectionKind::Read | ConnectionKind::Write);
        let ways = self.arriving(store).filter(move |edge| is_access(&edge.weight));
        ways.map(|edge| (self.drawn[edge.source()], edge.weight.connection))
    }

    /// The judged services whose connections of this kind end at a drawn element, ascending, each once.
    pub(crate) fn services_at(&self, node: NodeIndex, kind: ConnectionKind) -> Vec<u32> {
        let of_kind = self.arriving(node).filter(|edge| edge.weight.marks.kind == kind);
        let mut services: Vec<u32> = of_kind.filter_map(|edge| self.drawn[edge.source()].service).collect();
        services.sort_unstable();
        services.dedup();
        services
    }

    /// The place of the element with this id among everything drawn.
    pub(crate) fn place(&self, id: &Id) -> Option<NodeIndex> {
        let places = self.places.get_or_init(|| {
            let id = |place: NodeIndex| (self.drawn[place].record.id().as_str(), place);
            self.drawn.node_indices().map(id).collect()
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
