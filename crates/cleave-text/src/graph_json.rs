//! The neutral graph: a plain typed multigraph in JSON, in which other tools and experiments describe a system.
//!
//! Original ids stay the ids of the records, and their names, so that every report answers in them. What is missing is
//! not said; fields nobody knows here are ignored.

mod form;
mod parallel;
mod policy;
mod unread;

use cleave_model::{
    Actor, ActorKind, Api, Auth, COMPUTE, Connection, ConnectionKind, DataStore, Design, Domain, Engine, Entity, Event,
    External, Head, Id, Kind, Model, OWNER, Operation, Record, Replica, Role, Sensitivity, Service, TEAM, Timeout,
    Visibility,
};
use form::{Edge, EdgeKind, EntityNode, Graph, Node, NodeKind, Wait, Word};
use parallel::join;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::sync::Arc;
pub use unread::Unread;

/// What is wrong with a neutral graph: what is so, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GraphProblem {
    /// What is so, with where.
    pub message: String,
    /// What to do.
    pub hint: String,
}

impl fmt::Display for GraphProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}. {}", self.message, self.hint)
    }
}

impl std::error::Error for GraphProblem {}

fn problem(message: String, hint: &str) -> GraphProblem {
    GraphProblem { message, hint: hint.into() }
}

/// The word a neutral graph has for a kind of connection.
pub fn edge_word(kind: ConnectionKind) -> &'static str {
    match kind {
        ConnectionKind::Call | ConnectionKind::Use => "sync",
        ConnectionKind::Publish => "publish",
        ConnectionKind::Subscribe => "subscribe",
        ConnectionKind::Read => "read",
        ConnectionKind::Write => "write",
        ConnectionKind::Depend => "depends",
        ConnectionKind::ReleaseWith => "released_with",
    }
}

/// Reads a neutral graph, whatever else it says.
///
/// # Errors
/// What is wrong with it: no JSON of this form, two nodes of one id, an edge without an end, a share beyond 0 to 1.
pub fn parse_graph_json(source: &str) -> Result<Model, GraphProblem> {
    Ok(read_graph_json(source)?.0)
}

/// Reads a neutral graph, and what in it nobody reads here: keys and words that are not known, each once with where it
/// first is.
///
/// # Errors
/// As [`parse_graph_json`].
pub fn read_graph_json(source: &str) -> Result<(Model, Vec<Unread>), GraphProblem> {
    // Some editors put a mark of the byte order in front.
    let source = source.trim_start_matches('\u{feff}');
    let mut keys = unread::Keys::default();
    let mut json = serde_json::Deserializer::from_str(source);
    let read = serde_ignored::deserialize(&mut json, |path| keys.note(&path));
    let graph: Graph = read.and_then(|graph| json.end().map(|()| graph)).map_err(|error| {
        let at = format!("line {}, column {}", error.line(), error.column());
        // Where it is stands in front, in our words.
        let what = error.to_string();
        let what = what.rsplit_once(" at line ").map_or(what.as_str(), |(what, _)| what);
        problem(
            format!("{at}: {what}"),
            "A neutral graph is {\"nodes\": [{\"id\", \"kind\"}], \"edges\": [{\"from\", \"to\", \"kind\"}]}",
        )
    })?;
    let ends = check(&graph)?;
    let unread = keys.with_words(&graph);
    let mut page = Page::of(&graph);
    let policy = policy::of(&graph);
    let name = graph.id.as_ref().map(|id| id.0.as_str()).filter(|id| !id.trim().is_empty()).unwrap_or("graph");
    page.put(Design {
        head: Head::new(Id::new(Model::DESIGN), name, None, 0),
        options: cleave_model::Options::default(),
        policy,
    });
    page.domains(&graph);
    page.elements(&graph);
    page.connections(&graph, &ends);
    let Page { records, .. } = page;
    // A graph of a million edges and a design of as many connections need not stand beside each other.
    drop(graph);
    Ok((Model::from_shared(records), unread))
}

/// Answers between which nodes each edge runs, by their places.
fn check(graph: &Graph) -> Result<Vec<(usize, usize)>, GraphProblem> {
    let mut places: HashMap<&str, usize> = HashMap::with_capacity(graph.nodes.len());
    for (place, node) in graph.nodes.iter().enumerate() {
        let id = &node.id.0;
        if places.insert(id.as_str(), place).is_some() {
            return Err(problem(format!("Two nodes have the id {id}"), "Give each its own"));
        }
        for (what, share) in [("availability", node.availability), ("slo", node.slo)] {
            if let Some(share) = share.filter(|share| !(0.0..=1.0).contains(share)) {
                return Err(problem(format!("The {what} of {id} is {share}"), "It is a share from 0 to 1"));
            }
        }
        if let Some(many) = node.replicas.filter(|many| !is_count(*many)) {
            return Err(problem(format!("The replicas of {id} are {many}"), "They are a whole number"));
        }
    }
    let mut ends = Vec::with_capacity(graph.edges.len());
    for (at, edge) in graph.edges.iter().enumerate() {
        let (from, to) = (&edge.from.0, &edge.to.0);
        let place = |end: &str| {
            let message = || format!("Edge {at} (from {from} to {to}) ends at {end}, which is no node");
            let hint = "Add the node, or leave the edge out";
            places.get(end).copied().ok_or_else(|| problem(message(), hint))
        };
        ends.push((place(from)?, place(to)?));
        if let Some(many) = edge.retries.filter(|many| !is_count(*many)) {
            let message = format!("The retries of edge {at} (from {from} to {to}) are {many}");
            return Err(problem(message, "They are a whole number"));
        }
    }
    if graph.config.availability_slo.is_some_and(|share| !(0.0..=1.0).contains(&share)) {
        return Err(problem("config.availability_slo".into(), "It is a share from 0 to 1"));
    }
    Ok(ends)
}

/// A whole number that is not negative, as JSON may write it: 2 or 2.0.
fn is_count(number: f64) -> bool {
    number.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&number)
}

/// What has been read so far.
struct Page<'g> {
    records: Vec<Arc<Record>>,
    ranks: HashMap<(Option<Id>, Kind), u32>,
    /// Every node with the id of its record: its own, unless the design itself has it. Made once, however many edges end there.
    nodes: HashMap<&'g str, Id>,
    /// The ids of what the graph does not name, but for connections, which are numbered.
    ours: BTreeSet<Id>,
    /// By the name of the boundary.
    domains: BTreeMap<&'g str, Id>,
}

impl<'g> Page<'g> {
    fn of(graph: &'g Graph) -> Self {
        let nodes = graph.nodes.iter().map(|node| (node.id.0.as_str(), Id::new(&node.id.0))).collect();
        let (ours, domains) = (BTreeSet::new(), BTreeMap::new());
        let mut page = Self { records: Vec::new(), ranks: HashMap::new(), nodes, ours, domains };
        if page.nodes.contains_key(Model::DESIGN) {
            let namesake = page.claim(Model::DESIGN);
            page.nodes.insert(Model::DESIGN, namesake);
        }
        page
    }

    fn put(&mut self, record: impl Into<Record>) {
        self.records.push(Arc::new(record.into()));
    }

    /// The id of a node.
    fn own(&self, node: &str) -> Id {
        self.nodes.get(node).cloned().unwrap_or_else(|| Id::new(node))
    }

    fn head(&mut self, kind: Kind, id: Id, name: &str, home: Option<Id>) -> Head {
        let rank = self.ranks.entry((home.clone(), kind)).or_default();
        let head = Head::new(id, name, home, *rank);
        *rank += 1;
        head
    }

    /// An id for what the graph does not name: the wish, unless something has it.
    fn free(&self, wish: &str) -> Id {
        let mut id = Id::new(wish);
        while id.as_str() == Model::DESIGN || self.nodes.contains_key(id.as_str()) || self.ours.contains(&id) {
            id = Id::new(format!("{id}_"));
        }
        id
    }

    /// [`Page::free`], and nothing else gets it.
    fn claim(&mut self, wish: &str) -> Id {
        let id = self.free(wish);
        self.ours.insert(id.clone());
        id
    }

    fn domains(&mut self, graph: &'g Graph) {
        let named: BTreeSet<&str> = graph.nodes.iter().filter_map(|node| boundary(node)).collect();
        for name in named {
            let id = self.claim(name);
            let head = self.head(Kind::Domain, id.clone(), name, None);
            self.put(Domain { head, hue: None });
            self.domains.insert(name, id);
        }
    }

    fn elements(&mut self, graph: &'g Graph) {
        let owners = Owners::of(graph);
        let mut hosts: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for edge in graph.edges.iter().filter(|edge| edge.kind == EdgeKind::DeployedOn) {
            hosts.entry(&edge.from.0).or_default().push(&edge.to.0);
        }
        let mut apis: BTreeMap<ApiKey, Id> = BTreeMap::new();
        for node in &graph.nodes {
            let name = node.id.0.as_str();
            let mut tags: Vec<String> = node.tags.iter().map(|tag| tag.0.clone()).collect();
            tags.extend(hosts.get(name).into_iter().flatten().map(|host| format!("deployed_on {host}")));
            let id = self.own(name);
            let owner = owners.service(name).map(|owner| self.own(owner));
            let owned = matches!(node.kind, NodeKind::Operation | NodeKind::Event | NodeKind::Store);
            let outside = owners.outside(name).filter(|_| owned && owner.is_none());
            tags.extend(outside.map(|owner| format!("{OWNER}{owner}")));
            match node.kind {
                NodeKind::Service | NodeKind::Broker | NodeKind::Compute => {
                    tags.extend((node.entry == Some(true)).then(|| "entry".to_owned()));
                    tags.extend((node.kind == NodeKind::Compute).then(|| COMPUTE.to_owned()));
                    // One that is called like a boundary and says none is in it: its own boundary has that name too.
                    let home = self.domains.get(boundary(node).unwrap_or(name)).cloned();
                    let head = Head { tags, ..self.head(Kind::Service, id, name, home) };
                    self.put(service(node, head, graph.config.availability_slo));
                }
                NodeKind::Operation => {
                    let api = self.api(owner, node, &mut apis);
                    let head = Head { tags, ..self.head(Kind::Operation, id, name, Some(api)) };
                    if let Some(Record::Operation(blank)) = Record::blank(Kind::Operation, head) {
                        let timeout = node.timeout.as_ref().and_then(Wait::ms);
                        self.put(Operation { published: node.published, timeout, ..*blank });
                    }
                }
                NodeKind::Event => {
                    let head = Head { tags, ..self.head(Kind::Event, id, name, owner) };
                    if let Some(Record::Event(blank)) = Record::blank(Kind::Event, head) {
                        let sensitivity = node.sensitivity.as_deref().and_then(class).unwrap_or(Sensitivity::None);
                        let version = said_version(node).unwrap_or(1);
                        self.put(Event { version, sensitivity, public: node.public, ..blank });
                    }
                }
                NodeKind::Store => {
                    tags.extend(node.team.as_ref().map(|team| format!("{TEAM}{}", team.0)));
                    let head = Head { tags, ..self.head(Kind::DataStore, id.clone(), name, owner) };
                    self.put(DataStore { head, engine: Engine::Relational });
                    self.entities(node, &id);
                }
                NodeKind::External => {
                    let head = Head { tags, ..self.head(Kind::External, id, name, None) };
                    if let Some(Record::External(blank)) = Record::blank(Kind::External, head) {
                        self.put(External { cleared: classes(&node.cleared), ..blank });
                    }
                }
                NodeKind::Actor => {
                    let head = Head { tags, ..self.head(Kind::Actor, id, name, None) };
                    self.put(Actor { head, kind: ActorKind::Person });
                }
            }
        }
    }

    /// The API that operations with this owner and these manners stand in.
    fn api(&mut self, owner: Option<Id>, node: &Node, apis: &mut BTreeMap<ApiKey, Id>) -> Id {
        // Whether callers prove who they are, where that is said.
        let proven = node.auth.as_deref().filter(|auth| !auth.is_empty()).map(|auth| auth != "none");
        let auth = match proven {
            None => Auth::NotSaid,
            Some(false) => Auth::None,
            Some(true) => Auth::Bearer { issuer: None, audience: None },
        };
        let visibility = if node.public == Some(true) { Visibility::Public } else { Visibility::Internal };
        let version = node.version.as_ref().and_then(Word::version);
        let key =
            (owner.clone(), proven, node.public == Some(true), version.map(|version| (version.major, version.minor)));
        if let Some(id) = apis.get(&key) {
            return id.clone();
        }
        let id = self.claim(&format!("api:{}", apis.len() + 1));
        let head = self.head(Kind::Api, id.clone(), &format!("api {}", apis.len() + 1), owner);
        self.put(Api { head, version, visibility, auth });
        apis.insert(key, id.clone());
        id
    }

    /// The entities of a store; one that is named twice is a replica only where both say so.
    fn entities(&mut self, node: &Node, store: &Id) {
        let mut entities: BTreeMap<&str, bool> = BTreeMap::new();
        for entity in &node.entities {
            let (name, replica) = match entity {
                EntityNode::Named(name) => (name, false),
                EntityNode::Said { name, replica } => {
                    let absent =
                        matches!(replica, None | Some(serde_json::Value::Null | serde_json::Value::Bool(false)));
                    (name, !absent)
                }
            };
            entities.entry(&name.0).and_modify(|known| *known &= replica).or_insert(replica);
        }
        for (name, replica) in entities {
            let id = self.claim(&format!("{}: entity {name}", node.id.0));
            let head = self.head(Kind::Entity, id, name, Some(store.clone()));
            let replica = replica.then_some(Replica { entity: None, event: None });
            self.put(Entity { head, fields: Vec::new(), key: Vec::new(), indexes: Vec::new(), replica });
        }
    }

    /// The connections, of edges between the nodes at these places.
    fn connections(&mut self, graph: &'g Graph, ends: &[(usize, usize)]) {
        let ids: Vec<Id> = graph.nodes.iter().map(|node| self.own(&node.id.0)).collect();
        // What edges ask of their ends lies close together: nodes are large, and edges jump between them.
        let kinds: Vec<NodeKind> = graph.nodes.iter().map(|node| node.kind).collect();
        let versions: Vec<Option<u32>> = graph.nodes.iter().map(said_version).collect();
        let mut ranks = vec![0u32; ids.len()];
        let mut known: HashMap<(usize, ConnectionKind, usize), usize> = HashMap::with_capacity(ends.len());
        const NUMBERED: &str = "connection:";
        let mut named = self.nodes.keys().copied().chain(self.ours.iter().map(Id::as_str));
        let free = !named.any(|name| name.starts_with(NUMBERED));
        for (edge, (from, to)) in graph.edges.iter().zip(ends.iter().copied()) {
            let outside = matches!(kinds[from], NodeKind::Actor | NodeKind::External);
            let kind = match edge.kind {
                EdgeKind::Sync if outside => ConnectionKind::Use,
                EdgeKind::Sync => ConnectionKind::Call,
                EdgeKind::Publish => ConnectionKind::Publish,
                EdgeKind::Subscribe => ConnectionKind::Subscribe,
                EdgeKind::Read => ConnectionKind::Read,
                EdgeKind::Write => ConnectionKind::Write,
                EdgeKind::Depends => ConnectionKind::Depend,
                EdgeKind::ReleasedWith => ConnectionKind::ReleaseWith,
                EdgeKind::Owns | EdgeKind::DeployedOn => continue,
            };
            let mut said = connection(edge, kind, ids[from].clone(), ids[to].clone());
            let provided = versions[to];
            // A version that nobody says is not another one; an event of the model always has one.
            if provided.is_none() && kinds[to] == NodeKind::Event {
                said.version = None;
            }
            // A design has one connection of a kind between two ends: what parallel edges say is put together.
            match known.get(&(from, kind, to)) {
                Some(at) => {
                    if let Some(Record::Connection(first)) = self.records.get_mut(*at).and_then(Arc::get_mut) {
                        join(first, said, provided);
                    }
                }
                None => {
                    let wish = format!("{NUMBERED}{}", known.len());
                    let id = if free { Id::new(wish) } else { self.free(&wish) };
                    known.insert((from, kind, to), self.records.len());
                    let head = Head::new(id, "", None, ranks[from]);
                    ranks[from] += 1;
                    self.put(Connection { head, ..said });
                }
            }
        }
    }
}

/// Through how many others a service may own something.
const DEEPEST_OWNED: usize = 16;

/// Who owns whom, as the graph says it.
struct Owners<'g> {
    above: HashMap<&'g str, &'g str>,
    services: BTreeSet<&'g str>,
    outside: BTreeSet<&'g str>,
}

impl<'g> Owners<'g> {
    fn of(graph: &'g Graph) -> Self {
        let owns = graph.edges.iter().filter(|edge| edge.kind == EdgeKind::Owns);
        let of_kind = |kinds: &[NodeKind]| {
            graph.nodes.iter().filter(|node| kinds.contains(&node.kind)).map(|node| node.id.0.as_str()).collect()
        };
        Self {
            above: owns.map(|edge| (edge.to.0.as_str(), edge.from.0.as_str())).collect(),
            services: of_kind(&[NodeKind::Service, NodeKind::Broker, NodeKind::Compute]),
            outside: of_kind(&[NodeKind::External, NodeKind::Actor]),
        }
    }

    /// The service that owns a node, also through what it owns.
    fn service(&self, node: &str) -> Option<&'g str> {
        self.among(&self.services, node)
    }

    /// Who outside owns a node, also through what they own.
    fn outside(&self, node: &str) -> Option<&'g str> {
        self.among(&self.outside, node)
    }

    fn among(&self, owners: &BTreeSet<&'g str>, node: &str) -> Option<&'g str> {
        let mut at = node;
        // Things that own each other in a circle belong to nobody.
        for _ in 0..DEEPEST_OWNED {
            at = self.above.get(at)?;
            if let Some(owner) = owners.get(at) {
                return Some(owner);
            }
        }
        None
    }
}

/// The boundary a node says; an empty one is none.
fn boundary(node: &Node) -> Option<&str> {
    node.boundary.as_ref().map(|name| name.0.as_str()).filter(|name| !name.is_empty())
}

/// The major version a node says.
fn said_version(node: &Node) -> Option<u32> {
    node.version.as_ref().and_then(Word::version).map(|version| version.major)
}

fn word(word: Option<&Word>) -> Option<String> {
    word.map(|word| word.0.clone())
}

type ApiKey = (Option<Id>, Option<bool>, bool, Option<(u32, u32)>);

fn service(node: &Node, head: Head, slo: Option<f64>) -> Record {
    let said = node.role.as_deref().and_then(role);
    let role = if node.kind == NodeKind::Broker { Role::Broker } else { said.unwrap_or(Role::Business) };
    Service {
        head,
        team: word(node.team.as_ref()),
        role,
        layer: word(node.layer.as_ref()),
        implementation: cleave_model::Implementation::Generated,
        availability: node.availability,
        slo: node.slo.or(slo),
        replicas: node.replicas.map(|many| many as u32),
        cleared: classes(&node.cleared),
    }
    .into()
}

fn connection(edge: &Edge, kind: ConnectionKind, from: Id, to: Id) -> Connection {
    // Its own id comes with its place among all.
    let head = Head::new(from.clone(), "", None, 0);
    Connection {
        version: edge.version.as_ref().and_then(Word::version),
        data: classes(&edge.data),
        timeout: edge.timeout.as_ref().map(Timeout::from),
        retries: edge.retries.map(|many| many as u32),
        breaker: edge.circuit_breaker,
        discovery: edge.dynamic_discovery,
        encrypted: edge.encrypted,
        authenticated: edge.authenticated,
        optional: edge.optional,
        ..Connection::new(head, kind, from, to)
    }
}

fn role(word: &str) -> Option<Role> {
    match word.replace('_', "-").to_lowercase().as_str() {
        "loadbalancer" => Some(Role::LoadBalancer),
        word => Role::from_word(word),
    }
}

fn class(word: &str) -> Option<Sensitivity> {
    match word.to_lowercase().as_str() {
        "pii" => Some(Sensitivity::Personal),
        word => Sensitivity::from_word(word),
    }
}

fn classes(words: &[String]) -> Vec<Sensitivity> {
    let known: BTreeSet<Sensitivity> = words.iter().filter_map(|word| class(word)).collect();
    known.into_iter().filter(|class| *class != Sensitivity::None).collect()
}

#[cfg(test)]
mod tests;
