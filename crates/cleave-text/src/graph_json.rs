//! The neutral graph: a plain typed multigraph in JSON, in which other tools and experiments describe a system.
//!
//! Original ids stay the ids of the records, and their names, so that every report answers in them. What is missing is
//! not said; fields nobody knows here are ignored.

// Long because: one form of a file, whose words are read beside each other.

use cleave_model::topology::{AllowedOnly, Forbidden, SelectBy, Selector};
use cleave_model::{
    Actor, ActorKind, Api, Auth, COMPUTE, Connection, ConnectionKind, DataStore, Design, Domain, Engine, Entity, Event,
    External, Head, Id, Kind, Model, Operation, Policy, Record, Replica, Role, Sensitivity, Service, Timeout, Version,
    Visibility,
};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::sync::Arc;

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

#[derive(Deserialize)]
struct Graph {
    id: Option<String>,
    nodes: Vec<Node>,
    #[serde(default)]
    edges: Vec<Edge>,
    #[serde(default)]
    config: Config,
}

#[derive(Deserialize)]
struct Node {
    id: String,
    kind: NodeKind,
    role: Option<String>,
    boundary: Option<String>,
    team: Option<String>,
    layer: Option<String>,
    #[serde(default)]
    tags: Vec<String>,
    public: Option<bool>,
    published: Option<bool>,
    auth: Option<String>,
    version: Option<Number>,
    #[serde(default)]
    entities: Vec<EntityNode>,
    sensitivity: Option<String>,
    #[serde(default)]
    cleared: Vec<String>,
    availability: Option<f64>,
    slo: Option<f64>,
    replicas: Option<u32>,
    entry: Option<bool>,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum NodeKind {
    Service,
    Operation,
    Event,
    Store,
    External,
    Actor,
    Broker,
    Compute,
}

/// A version, or a span of ms: written as a number or as a text.
#[derive(Deserialize)]
#[serde(untagged)]
enum Number {
    Whole(u32),
    Broken(f64),
    Text(String),
}

impl Number {
    /// As a version; none where it is none.
    fn version(&self) -> Option<Version> {
        match self {
            Self::Whole(major) => Some(Version { major: *major, minor: 0 }),
            Self::Broken(number) => number.to_string().parse().ok(),
            Self::Text(text) => {
                let text = text.trim_start_matches(['v', 'V']);
                text.split('.').take(2).collect::<Vec<_>>().join(".").parse().ok()
            }
        }
    }
}

/// Yes, no, or so many ms.
#[derive(Deserialize)]
#[serde(untagged)]
enum Wait {
    Said(bool),
    After(f64),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum EntityNode {
    Named(String),
    Said {
        name: String,
        #[serde(default)]
        replica: Option<serde_json::Value>,
    },
}

#[derive(Deserialize)]
struct Edge {
    from: String,
    to: String,
    kind: EdgeKind,
    timeout: Option<Wait>,
    retries: Option<u32>,
    circuit_breaker: Option<bool>,
    dynamic_discovery: Option<bool>,
    version: Option<Number>,
    #[serde(default)]
    data: Vec<String>,
    encrypted: Option<bool>,
    authenticated: Option<bool>,
    optional: Option<bool>,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum EdgeKind {
    Sync,
    Publish,
    Subscribe,
    Read,
    Write,
    Owns,
    Depends,
    ReleasedWith,
    DeployedOn,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Config {
    layers: Vec<String>,
    strict_layers: bool,
    forbidden: Vec<NamedPair>,
    allowed_only: Vec<NamedLimit>,
    availability_slo: Option<f64>,
    edge_members: Vec<String>,
}

#[derive(Deserialize)]
struct NamedPair {
    from: String,
    to: String,
}

#[derive(Deserialize)]
struct NamedLimit {
    from: String,
    to: Vec<String>,
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

/// Reads a neutral graph.
///
/// # Errors
/// What is wrong with it: no JSON of this form, two nodes of one id, an edge without an end, a share beyond 0 to 1.
pub fn parse_graph_json(source: &str) -> Result<Model, GraphProblem> {
    let graph: Graph = serde_json::from_str(source).map_err(|error| {
        let at = format!("line {}, column {}", error.line(), error.column());
        problem(
            format!("{at}: {error}"),
            "A neutral graph is {\"nodes\": [{\"id\", \"kind\"}], \"edges\": [{\"from\", \"to\", \"kind\"}]}",
        )
    })?;
    check(&graph)?;
    let mut page = Page::of(&graph);
    let policy = policy(&graph);
    let name = graph.id.as_deref().filter(|id| !id.trim().is_empty()).unwrap_or("graph");
    page.put(Design {
        head: Head::new(Id::new(Model::DESIGN), name, None, 0),
        options: cleave_model::Options::default(),
        policy,
    });
    page.domains(&graph);
    page.elements(&graph);
    page.connections(&graph);
    let Page { records, .. } = page;
    // A graph of a million edges and a design of as many connections need not stand beside each other.
    drop(graph);
    Ok(Model::from_shared(records))
}

fn check(graph: &Graph) -> Result<(), GraphProblem> {
    let mut seen = BTreeSet::new();
    for node in &graph.nodes {
        if !seen.insert(node.id.as_str()) {
            return Err(problem(format!("Two nodes have the id {}", node.id), "Give each its own"));
        }
        for (what, share) in [("availability", node.availability), ("slo", node.slo)] {
            if share.is_some_and(|share| !(0.0..=1.0).contains(&share)) {
                return Err(problem(format!("{what} of {}", node.id), "It is a share from 0 to 1"));
            }
        }
    }
    for (at, edge) in graph.edges.iter().enumerate() {
        for end in [&edge.from, &edge.to] {
            if !seen.contains(end.as_str()) {
                let message = format!("Edge {at} (from {} to {}) ends at {end}, which is no node", edge.from, edge.to);
                return Err(problem(message, "Add the node, or leave the edge out"));
            }
        }
    }
    if graph.config.availability_slo.is_some_and(|share| !(0.0..=1.0).contains(&share)) {
        return Err(problem("config.availability_slo".into(), "It is a share from 0 to 1"));
    }
    Ok(())
}

/// What has been read so far.
struct Page<'g> {
    records: Vec<Arc<Record>>,
    ranks: HashMap<(Option<Id>, Kind), u32>,
    /// Every node with the id of its record: its own, unless the design itself has it. Made once, however many edges end there.
    nodes: HashMap<&'g str, Id>,
}

impl<'g> Page<'g> {
    fn of(graph: &'g Graph) -> Self {
        let nodes = graph.nodes.iter().map(|node| (node.id.as_str(), Id::new(&node.id))).collect();
        let mut page = Self { records: Vec::new(), ranks: HashMap::new(), nodes };
        let namesake = page.free(Model::DESIGN);
        if let Some(id) = page.nodes.get_mut(Model::DESIGN) {
            *id = namesake;
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

    /// An id for what the graph does not name: the wish, unless a node has it.
    fn free(&self, wish: &str) -> Id {
        let mut id = wish.to_owned();
        while id == Model::DESIGN || self.nodes.contains_key(id.as_str()) {
            id.push('_');
        }
        Id::new(id)
    }

    fn domains(&mut self, graph: &'g Graph) {
        let named: BTreeSet<&str> = graph.nodes.iter().filter_map(|node| node.boundary.as_deref()).collect();
        for name in named {
            let head = self.head(Kind::Domain, self.free(name), name, None);
            self.put(Domain { head, hue: None });
        }
    }

    fn elements(&mut self, graph: &'g Graph) {
        let mut owners: BTreeMap<&str, &str> = BTreeMap::new();
        let mut hosts: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for edge in &graph.edges {
            match edge.kind {
                EdgeKind::Owns => drop(owners.insert(&edge.to, &edge.from)),
                EdgeKind::DeployedOn => hosts.entry(&edge.from).or_default().push(&edge.to),
                _ => {}
            }
        }
        let kinds: BTreeMap<&str, NodeKind> = graph.nodes.iter().map(|node| (node.id.as_str(), node.kind)).collect();
        let services = [NodeKind::Service, NodeKind::Broker, NodeKind::Compute];
        let mut owned: HashMap<&str, Id> = HashMap::new();
        for (element, owner) in owners {
            if kinds.get(owner).is_some_and(|kind| services.contains(kind)) {
                owned.insert(element, self.own(owner));
            }
        }
        let owner = |node: &Node| owned.get(node.id.as_str()).cloned();
        let mut apis: BTreeMap<ApiKey, Id> = BTreeMap::new();
        for node in &graph.nodes {
            let mut tags = node.tags.clone();
            tags.extend(hosts.get(node.id.as_str()).into_iter().flatten().map(|host| format!("deployed_on {host}")));
            let id = self.own(&node.id);
            match node.kind {
                NodeKind::Service | NodeKind::Broker | NodeKind::Compute => {
                    tags.extend((node.entry == Some(true)).then(|| "entry".to_owned()));
                    tags.extend((node.kind == NodeKind::Compute).then(|| COMPUTE.to_owned()));
                    let home = node.boundary.as_deref().map(|name| self.free(name));
                    let head = Head { tags, ..self.head(Kind::Service, id, &node.id, home) };
                    self.put(service(node, head, graph.config.availability_slo));
                }
                NodeKind::Operation => {
                    let api = self.api(owner(node), node, &mut apis);
                    let head = Head { tags, ..self.head(Kind::Operation, id, &node.id, Some(api)) };
                    if let Some(Record::Operation(blank)) = Record::blank(Kind::Operation, head) {
                        self.put(Operation { published: node.published, ..blank });
                    }
                }
                NodeKind::Event => {
                    let head = Head { tags, ..self.head(Kind::Event, id, &node.id, owner(node)) };
                    if let Some(Record::Event(blank)) = Record::blank(Kind::Event, head) {
                        let sensitivity = node.sensitivity.as_deref().and_then(class).unwrap_or(Sensitivity::None);
                        let version =
                            node.version.as_ref().and_then(Number::version).map_or(1, |version| version.major);
                        self.put(Event { version, sensitivity, public: node.public, ..blank });
                    }
                }
                NodeKind::Store => {
                    let head = Head { tags, ..self.head(Kind::DataStore, id.clone(), &node.id, owner(node)) };
                    self.put(DataStore { head, engine: Engine::Relational });
                    self.entities(node, &id);
                }
                NodeKind::External => {
                    let head = Head { tags, ..self.head(Kind::External, id, &node.id, None) };
                    if let Some(Record::External(blank)) = Record::blank(Kind::External, head) {
                        self.put(External { cleared: classes(&node.cleared), ..blank });
                    }
                }
                NodeKind::Actor => {
                    let head = Head { tags, ..self.head(Kind::Actor, id, &node.id, None) };
                    self.put(Actor { head, kind: ActorKind::Person });
                }
            }
        }
    }

    /// The API that operations with this owner and these manners stand in.
    fn api(&mut self, owner: Option<Id>, node: &Node, apis: &mut BTreeMap<ApiKey, Id>) -> Id {
        let auth = match node.auth.as_deref() {
            None | Some("") => Auth::NotSaid,
            Some("none") => Auth::None,
            Some(_) => Auth::Bearer { issuer: None, audience: None },
        };
        let visibility = if node.public == Some(true) { Visibility::Public } else { Visibility::Internal };
        let version = node.version.as_ref().and_then(Number::version);
        let said = node.auth.as_deref().map(|auth| auth == "none");
        let key =
            (owner.clone(), said, node.public == Some(true), version.map(|version| (version.major, version.minor)));
        if let Some(id) = apis.get(&key) {
            return id.clone();
        }
        let id = self.free(&format!("api:{}", apis.len() + 1));
        let head = self.head(Kind::Api, id.clone(), &format!("api {}", apis.len() + 1), owner);
        self.put(Api { head, version, visibility, auth });
        apis.insert(key, id.clone());
        id
    }

    fn entities(&mut self, node: &Node, store: &Id) {
        for entity in &node.entities {
            let (name, replica) = match entity {
                EntityNode::Named(name) => (name, false),
                EntityNode::Said { name, replica } => {
                    let absent =
                        matches!(replica, None | Some(serde_json::Value::Null | serde_json::Value::Bool(false)));
                    (name, !absent)
                }
            };
            let id = self.free(&format!("{}: entity {name}", node.id));
            let head = self.head(Kind::Entity, id, name, Some(store.clone()));
            let replica = replica.then_some(Replica { entity: None, event: None });
            self.put(Entity { head, fields: Vec::new(), key: Vec::new(), indexes: Vec::new(), replica });
        }
    }

    fn connections(&mut self, graph: &'g Graph) {
        let kinds: HashMap<&str, NodeKind> = graph.nodes.iter().map(|node| (node.id.as_str(), node.kind)).collect();
        let mut known: HashMap<(&str, ConnectionKind, &str), usize> = HashMap::new();
        for edge in &graph.edges {
            let outside = matches!(kinds.get(edge.from.as_str()), Some(NodeKind::Actor | NodeKind::External));
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
            let said = connection(edge, kind, self.own(&edge.from), self.own(&edge.to));
            // A design has one connection of a kind between two ends: what parallel edges say is put together.
            match known.get(&(edge.from.as_str(), kind, edge.to.as_str())) {
                Some(at) => {
                    if let Some(Record::Connection(first)) = self.records.get_mut(*at).and_then(Arc::get_mut) {
                        join(first, said);
                    }
                }
                None => {
                    let id = self.free(&format!("connection:{}", known.len()));
                    let mut head = self.head(Kind::Connection, id, "", Some(said.from.clone()));
                    head.home = None;
                    known.insert((&edge.from, kind, &edge.to), self.records.len());
                    self.put(Connection { head, ..said });
                }
            }
        }
    }
}

type ApiKey = (Option<Id>, Option<bool>, bool, Option<(u32, u32)>);

fn service(node: &Node, head: Head, slo: Option<f64>) -> Record {
    let role = node.role.as_deref().map(|role| role.replace('_', "-").to_lowercase());
    let role = match role.as_deref() {
        _ if node.kind == NodeKind::Broker => Role::Broker,
        Some("loadbalancer") => Role::LoadBalancer,
        Some(word) => Role::from_word(word).unwrap_or(Role::Business),
        None => Role::Business,
    };
    Service {
        head,
        team: node.team.clone(),
        role,
        layer: node.layer.clone(),
        implementation: cleave_model::Implementation::Generated,
        availability: node.availability,
        slo: node.slo.or(slo),
        replicas: node.replicas,
        cleared: classes(&node.cleared),
    }
    .into()
}

fn connection(edge: &Edge, kind: ConnectionKind, from: Id, to: Id) -> Connection {
    // Its own id comes with its place among all.
    let head = Head::new(from.clone(), "", None, 0);
    Connection {
        version: edge.version.as_ref().and_then(Number::version),
        data: classes(&edge.data),
        timeout: edge.timeout.as_ref().map(|wait| match wait {
            Wait::Said(false) => Timeout::No,
            Wait::Said(true) => Timeout::Yes,
            Wait::After(ms) => Timeout::After(ms.clamp(0.0, f64::from(u32::MAX)) as u32),
        }),
        retries: edge.retries,
        breaker: edge.circuit_breaker,
        discovery: edge.dynamic_discovery,
        encrypted: edge.encrypted,
        authenticated: edge.authenticated,
        optional: edge.optional,
        ..Connection::new(head, kind, from, to)
    }
}

/// Adds what a parallel edge says: a plain no of either stands, since one of the two ways is then without.
fn join(first: &mut Connection, other: Connection) {
    let no = |one: Option<bool>, other: Option<bool>| match (one, other) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (one, other) => one.or(other),
    };
    // Both safeguards must be missing on the same edge to be missing.
    let bare = |connection: &Connection| connection.timeout == Some(Timeout::No) && connection.breaker == Some(false);
    if !bare(first) && (bare(&other) || first.timeout.is_none() && first.breaker.is_none()) {
        (first.timeout, first.breaker) = (other.timeout, other.breaker);
    }
    first.discovery = no(first.discovery, other.discovery);
    first.encrypted = no(first.encrypted, other.encrypted);
    first.authenticated = no(first.authenticated, other.authenticated);
    first.optional = no(first.optional, other.optional);
    first.version = first.version.or(other.version);
    first.data.extend(other.data);
    first.data.sort_unstable();
    first.data.dedup();
}

fn class(word: &str) -> Option<Sensitivity> {
    if word.eq_ignore_ascii_case("pii") { Some(Sensitivity::Personal) } else { Sensitivity::from_word(word) }
}

fn classes(words: &[String]) -> Vec<Sensitivity> {
    let known: BTreeSet<Sensitivity> = words.iter().filter_map(|word| class(word)).collect();
    known.into_iter().filter(|class| *class != Sensitivity::None).collect()
}

fn policy(graph: &Graph) -> Policy {
    let Config { layers, strict_layers, forbidden, allowed_only, availability_slo: _, edge_members } = &graph.config;
    let names = Names::of(graph);
    let forbid = |pair: &NamedPair| -> Vec<Forbidden> {
        let to = names.selectors(&pair.to);
        let one = |from: Selector| {
            let pair = |to: &Selector| Forbidden {
                name: String::new(),
                from: from.clone(),
                to: to.clone(),
                reachable: false,
                why: None,
            };
            to.iter().map(pair).collect::<Vec<_>>()
        };
        names.selectors(&pair.from).into_iter().flat_map(one).collect()
    };
    let limit = |limit: &NamedLimit| -> Vec<AllowedOnly> {
        let to: Vec<Selector> = limit.to.iter().flat_map(|name| names.selectors(name)).collect();
        names.selectors(&limit.from).into_iter().map(|from| AllowedOnly { from, to: to.clone() }).collect()
    };
    Policy {
        rules: BTreeMap::new(),
        layers: layers.clone(),
        strict_layers: *strict_layers,
        forbidden: forbidden.iter().flat_map(forbid).collect(),
        allowed_only: allowed_only.iter().flat_map(limit).collect(),
        edge_members: edge_members.iter().map(|id| Selector { by: SelectBy::Service, value: id.clone() }).collect(),
    }
}

/// What a name in the configuration can mean: it does not say.
struct Names<'g> {
    tags: BTreeSet<&'g str>,
    boundaries: BTreeSet<&'g str>,
    teams: BTreeSet<&'g str>,
}

impl<'g> Names<'g> {
    fn of(graph: &'g Graph) -> Self {
        let nodes = || graph.nodes.iter();
        Self {
            tags: nodes().flat_map(|node| &node.tags).map(String::as_str).collect(),
            boundaries: nodes().filter_map(|node| node.boundary.as_deref()).collect(),
            teams: nodes().filter_map(|node| node.team.as_deref()).collect(),
        }
    }

    /// A selector for each thing the name means here; by kind where it means nothing else.
    fn selectors(&self, name: &str) -> Vec<Selector> {
        let meant = [(SelectBy::Tag, &self.tags), (SelectBy::Domain, &self.boundaries), (SelectBy::Team, &self.teams)];
        let known = meant.into_iter().filter(|(_, names)| names.contains(name)).map(|(by, _)| by);
        let mut known: Vec<SelectBy> = known.collect();
        let is_kind = Kind::from_word(name).is_some() || Role::from_word(name).is_some();
        if known.is_empty() || is_kind {
            known.push(SelectBy::Kind);
        }
        known.into_iter().map(|by| Selector { by, value: name.to_owned() }).collect()
    }
}

#[cfg(test)]
mod tests;
