//! Everything a design can say: one struct for each kind of record, and [`Record`], the closed union of them.

// Long because: every kind of record stands in it once, and what they share shows only side by side.

use crate::{
    ActorKind, ConnectionKind, Deployable, Does, Engine, Field, Hue, Id, Idempotency, OperationKind, Options,
    Placement, Policy, Role, Sensitivity, Topology, TypeExpr, Verb, Version, View, Visibility, vocabulary::words,
};
use serde::{Deserialize, Serialize};

words! {
    /// The kinds of record.
    Kind {
        /// The design itself; exactly one.
        Design = "design",
        /// A named group of services.
        Domain = "domain",
        /// A boundary with its own contract, data and team.
        Service = "service",
        /// What a service offers.
        Api = "api",
        /// One synchronous offer.
        Operation = "operation",
        /// A type of a service's published language.
        DataType = "type",
        /// A fact a service publishes.
        Event = "event",
        /// A service's own data.
        DataStore = "store",
        /// A table, collection or key space.
        Entity = "entity",
        /// Somebody else's system.
        External = "external",
        /// A person, client or device.
        Actor = "actor",
        /// Free text on the canvas.
        Note = "note",
        /// A typed arrow.
        Connection = "connection",
        /// A partition into deployables.
        Topology = "topology",
        /// One process.
        Deployable = "deployable",
        /// An accepted finding.
        Waiver = "waiver",
        /// A named way of looking.
        View = "view",
        /// Where something stands.
        Placement = "placement",
    }
}

impl Kind {
    /// Whether records of this kind must have a name.
    pub fn is_named(self) -> bool {
        !matches!(self, Self::Connection | Self::Note | Self::Waiver | Self::Placement)
    }

    /// The kinds a record of this kind may live in; empty where it lives in the design only.
    pub fn homes(self) -> &'static [Kind] {
        match self {
            Self::Domain | Self::Service => &[Self::Domain],
            Self::Api => &[Self::Service, Self::Domain],
            Self::Operation => &[Self::Api],
            Self::DataType | Self::Event | Self::DataStore => &[Self::Service],
            Self::Entity => &[Self::DataStore],
            Self::Deployable => &[Self::Topology],
            Self::Note => &[Self::Domain],
            _ => &[],
        }
    }

    /// Whether a record of this kind cannot be without a home.
    pub fn needs_home(self) -> bool {
        matches!(self, Self::DataType | Self::Entity | Self::Deployable)
    }
}

/// A pointer to something outside the design: an ADR, a wiki, a repository.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Link {
    /// What is shown; the URL itself where empty.
    pub label: String,
    /// Where it leads.
    pub url: String,
}

/// What every record but a placement has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Head {
    /// Stable for ever.
    pub id: Id,
    /// As the team wrote it; empty only for kinds that need no name.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// Free words to select by.
    pub tags: Vec<String>,
    /// Pointers outside.
    pub links: Vec<Link>,
    /// The record it belongs to; none is the design (or nobody yet). A connection belongs to its source.
    pub home: Option<Id>,
    /// Place among the records of its kind and home: 0, 1, 2 without holes.
    pub rank: u32,
}

impl Head {
    /// A head with nothing but the given fields.
    pub fn new(id: Id, name: impl Into<String>, home: Option<Id>, rank: u32) -> Self {
        Self { id, name: name.into(), description: None, tags: Vec::new(), links: Vec::new(), home, rank }
    }
}

/// Declares a record struct with the derives and serde manners all records share.
macro_rules! record {
    ($(#[$doc:meta])* $name:ident { $($(#[$fdoc:meta])* $field:ident: $of:ty),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        #[cfg_attr(feature = "ts", derive(ts_rs::TS))]
        pub struct $name {
            /// Id, name and the rest that every record has.
            pub head: Head,
            $($(#[$fdoc])* pub $field: $of,)*
        }
    };
}

record! {
    /// The design itself.
    Design {
        /// What changes generated code.
        options: Options,
        /// Which coupling the team allows.
        policy: Policy,
    }
}

record! {
    /// A named group of services; may nest.
    Domain {
        /// Its colour; given by position where nothing is said.
        hue: Option<Hue>,
    }
}

/// Who writes a service's code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "of", rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Implementation {
    /// Cleave generates its workspace.
    Generated,
    /// Another team or language; only a client is generated.
    Elsewhere {
        /// For example `java`.
        language: Option<String>,
        /// Where it answers.
        base_url: Option<String>,
    },
}

record! {
    /// A boundary: its own contract, data and team.
    Service {
        /// The owning team.
        team: Option<String>,
        /// What part it plays.
        role: Role,
        /// The layer it stands in.
        layer: Option<String>,
        /// Who writes it.
        implementation: Implementation,
        /// Share of time it answers, 0 to 1.
        availability: Option<f64>,
        /// Share of time it must answer, 0 to 1.
        slo: Option<f64>,
        /// How many copies of it run side by side; 1 where nothing is said.
        replicas: Option<u32>,
        /// Data classes it may hold.
        cleared: Vec<Sensitivity>,
    }
}

/// The tag of services that only carry others: a cluster, a host. They are not judged.
pub const COMPUTE: &str = "compute";

/// What a tag of a data store begins with that says which team answers for it, where that is not its owner's.
pub const TEAM: &str = "team:";

/// What a tag of an operation, event or data store begins with that says which external system owns it.
pub const OWNER: &str = "owner:";

impl Service {
    /// Whether rules and numbers are about it: all but brokers and what only carries others.
    pub fn is_judged(&self) -> bool {
        self.role != Role::Broker && !self.head.tags.iter().any(|tag| tag == COMPUTE)
    }

    /// Whether a crate is generated for it, so that it stands in a deployable of each topology.
    pub fn is_generated(&self) -> bool {
        self.implementation == Implementation::Generated && !self.role.is_infrastructure()
    }
}

/// How callers of an API prove who they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "of", rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Auth {
    /// The design does not say.
    NotSaid,
    /// Anyone may call.
    None,
    /// A bearer token.
    Bearer {
        /// Who issues it.
        issuer: Option<String>,
        /// For whom it is issued.
        audience: Option<String>,
    },
}

record! {
    /// What a service offers synchronously.
    Api {
        /// Of the contract.
        version: Option<Version>,
        /// Who may call.
        visibility: Visibility,
        /// How callers prove who they are.
        auth: Auth,
    }
}

record! {
    /// A command or query.
    Operation {
        /// Whether it changes state.
        kind: OperationKind,
        /// HTTP method; by kind where nothing is said.
        verb: Option<Verb>,
        /// HTTP path; by name where nothing is said.
        path: Option<String>,
        /// HTTP status of success; 200, 201 or 204 by kind where nothing is said.
        status: Option<u16>,
        /// What it is given.
        input: Vec<Field>,
        /// What it answers; nothing where none.
        output: Option<TypeExpr>,
        /// Data types of shape error that it may answer.
        fails: Vec<Id>,
        /// The scope a caller's token must have.
        scope: Option<String>,
        /// Longest time it may take, ms.
        timeout: Option<u32>,
        /// Whether it may be repeated.
        idempotent: Option<Idempotency>,
        /// Expected calls per second.
        rate: Option<f64>,
        /// What it does to `entity`, where it is plain CRUD.
        does: Option<Does>,
        /// The entity it works on.
        entity: Option<Id>,
        /// Whether it is part of the published contract.
        published: Option<bool>,
    }
}

/// What a data type is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "of", rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Shape {
    /// Named fields.
    Struct {
        /// In order.
        fields: Vec<Field>,
    },
    /// One of some words.
    Enum {
        /// The words, in order.
        values: Vec<String>,
    },
    /// Another name for a type.
    Alias {
        /// The type.
        of: TypeExpr,
    },
    /// An answer that declares failure.
    Error {
        /// HTTP status, 400 to 499.
        status: u16,
        /// For people, with `{field}` holes.
        message: String,
        /// In order.
        fields: Vec<Field>,
    },
}

impl Shape {
    /// Its fields, where it has any.
    pub fn fields(&self) -> &[Field] {
        match self {
            Self::Struct { fields } | Self::Error { fields, .. } => fields,
            Self::Enum { .. } | Self::Alias { .. } => &[],
        }
    }
}

record! {
    /// A type of a service's published language.
    DataType {
        /// What it is.
        shape: Shape,
    }
}

record! {
    /// A fact that a service publishes.
    Event {
        /// Changes when subscribers of the old one break; 1 and up.
        version: u32,
        /// The field by which it is ordered and named.
        key: Option<String>,
        /// What it carries.
        fields: Vec<Field>,
        /// How harmful a leak is.
        sensitivity: Sensitivity,
        /// Whether others outside the design may subscribe.
        public: Option<bool>,
    }
}

record! {
    /// A service's own data.
    DataStore {
        /// What kind of store.
        engine: Engine,
    }
}

/// A way to find rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Index {
    /// Field names, in order.
    pub fields: Vec<String>,
    /// At most one row for each value.
    pub unique: bool,
}

/// Where a copy comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Replica {
    /// The master entity, where it is drawn.
    pub entity: Option<Id>,
    /// The event that feeds it.
    pub event: Option<Id>,
}

record! {
    /// A table, collection or key space.
    Entity {
        /// In order.
        fields: Vec<Field>,
        /// Names of the fields that identify a row.
        key: Vec<String>,
        /// Further ways to find rows.
        indexes: Vec<Index>,
        /// Set where it is a copy.
        replica: Option<Replica>,
    }
}

record! {
    /// Somebody else's system.
    External {
        /// Free word, for example `payment provider`.
        kind: Option<String>,
        /// Where it answers.
        base_url: Option<String>,
        /// Names of the operations used.
        operations: Vec<String>,
        /// Data classes it may hold.
        cleared: Vec<Sensitivity>,
    }
}

record! {
    /// A person, client or device.
    Actor {
        /// Which of these.
        kind: ActorKind,
    }
}

record! {
    /// Free text on the canvas.
    Note {
        /// The text.
        text: String,
        /// The element it points at.
        about: Option<Id>,
    }
}

/// A three-valued timeout: not said is `None` of the option around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "of", rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Timeout {
    /// There is none.
    No,
    /// There is one, of unknown length.
    Yes,
    /// This many ms.
    After(u32),
}

record! {
    /// A typed arrow. Its place among its source's connections is its rank: these are an operation's steps.
    Connection {
        /// What it says.
        kind: ConnectionKind,
        /// Where it starts.
        from: Id,
        /// Where it ends.
        to: Id,
        /// The contract version the source needs.
        version: Option<Version>,
        /// Data classes that travel.
        data: Vec<Sensitivity>,
        /// Longest wait.
        timeout: Option<Timeout>,
        /// Repetitions after a failure.
        retries: Option<u32>,
        /// Whether a circuit breaker guards it.
        breaker: Option<bool>,
        /// Whether the target is looked up at run time.
        discovery: Option<bool>,
        /// Whether the way is encrypted.
        encrypted: Option<bool>,
        /// Whether the caller proves who it is.
        authenticated: Option<bool>,
        /// Whether order matters.
        ordered: Option<bool>,
        /// Whether the source has a fallback.
        optional: Option<bool>,
    }
}

record! {
    /// An accepted finding.
    Waiver {
        /// The rule's name.
        rule: String,
        /// Of the one finding it accepts.
        fingerprint: String,
        /// Who answers for it.
        owner: Option<String>,
        /// Why.
        reason: String,
        /// The decision record.
        adr: Option<String>,
        /// Day granted, `YYYY-MM-DD`.
        granted: Option<String>,
        /// Day it ends, `YYYY-MM-DD`.
        expires: Option<String>,
        /// How many pieces of evidence were accepted.
        evidence: Option<u32>,
    }
}

/// Declares the union of records with typed access. What is larger than a connection stands apart: there are many more
/// connections than anything else, and each record takes the room of the largest.
macro_rules! union {
    ($($variant:ident($held:ty) $get:ident $word:literal),+ $(,)?) => {
        /// Any record.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[serde(tag = "kind", content = "value")]
        #[cfg_attr(feature = "ts", derive(ts_rs::TS))]
        #[allow(missing_docs, reason = "each variant is documented at its struct")]
        pub enum Record { $(#[serde(rename = $word)] $variant($held)),+ }

        impl Record {
            /// Its kind.
            pub fn kind(&self) -> Kind {
                match self { $(Self::$variant(_) => Kind::$variant),+ }
            }

            $(
                /// The record as this kind, if it is one.
                pub fn $get(&self) -> Option<&$variant> {
                    match self { Self::$variant(value) => Some(value), _ => None }
                }
            )+
        }

        $(impl From<$variant> for Record {
            fn from(value: $variant) -> Self { Self::$variant(value.into()) }
        })+
    };
}

union! {
    Design(Box<Design>) as_design "design", Domain(Domain) as_domain "domain",
    Service(Box<Service>) as_service "service", Api(Api) as_api "api",
    Operation(Box<Operation>) as_operation "operation", DataType(DataType) as_data_type "type",
    Event(Event) as_event "event", DataStore(DataStore) as_data_store "store", Entity(Box<Entity>) as_entity "entity",
    External(External) as_external "external", Actor(Actor) as_actor "actor", Note(Note) as_note "note",
    Connection(Connection) as_connection "connection", Topology(Topology) as_topology "topology",
    Deployable(Deployable) as_deployable "deployable", Waiver(Box<Waiver>) as_waiver "waiver",
    View(View) as_view "view", Placement(Placement) as_placement "placement",
}

/// Expands to a match over every record that has a head.
macro_rules! headed {
    ($self:expr, $one:ident => $some:expr, $none:expr) => {
        headed!($self, $one => $some, $none, Design Domain Service Api Operation DataType Event DataStore Entity External
            Actor Note Connection Topology Deployable Waiver View)
    };
    ($self:expr, $one:ident => $some:expr, $none:expr, $($variant:ident)+) => {
        match $self {
            $(Record::$variant($one) => $some,)+
            Record::Placement(_) => $none,
        }
    };
}

impl Record {
    /// Its head; a placement has none.
    pub fn head(&self) -> Option<&Head> {
        headed!(self, one => Some(&one.head), None)
    }

    /// Its head, to change; a placement has none.
    pub fn head_mut(&mut self) -> Option<&mut Head> {
        headed!(self, one => Some(&mut one.head), None)
    }

    /// Its id.
    pub fn id(&self) -> &Id {
        match self {
            Self::Placement(placement) => &placement.id,
            other => headed!(other, one => &one.head.id, unreachable!("placements are matched above")),
        }
    }

    /// Its name; empty where it has none.
    pub fn name(&self) -> &str {
        self.head().map_or("", |head| &head.name)
    }

    /// Its place among its siblings.
    pub fn rank(&self) -> u32 {
        self.head().map_or(0, |head| head.rank)
    }

    /// The record it belongs to: its home, a connection's source, a placement's element.
    pub fn home(&self) -> Option<&Id> {
        match self {
            Self::Connection(connection) => Some(&connection.from),
            Self::Placement(placement) => Some(&placement.element),
            other => other.head().and_then(|head| head.home.as_ref()),
        }
    }

    /// A record of this kind with nothing said but its head. `None` for the kinds that are nothing without ends:
    /// connection and placement.
    pub fn blank(kind: Kind, head: Head) -> Option<Self> {
        Some(match kind {
            Kind::Design => Design { head, options: Options::default(), policy: Policy::default() }.into(),
            Kind::Domain => Domain { head, hue: None }.into(),
            Kind::Service => Service {
                head,
                team: None,
                role: Role::Business,
                layer: None,
                implementation: Implementation::Generated,
                availability: None,
                slo: None,
                replicas: None,
                cleared: Vec::new(),
            }
            .into(),
            Kind::Api => Api { head, version: None, visibility: Visibility::Internal, auth: Auth::NotSaid }.into(),
            Kind::Operation => Operation {
                head,
                kind: OperationKind::Command,
                verb: None,
                path: None,
                status: None,
                input: Vec::new(),
                output: None,
                fails: Vec::new(),
                scope: None,
                timeout: None,
                idempotent: None,
                rate: None,
                does: None,
                entity: None,
                published: None,
            }
            .into(),
            Kind::DataType => DataType { head, shape: Shape::Struct { fields: Vec::new() } }.into(),
            Kind::Event => {
                Event { head, version: 1, key: None, fields: Vec::new(), sensitivity: Sensitivity::None, public: None }
                    .into()
            }
            Kind::DataStore => DataStore { head, engine: Engine::Relational }.into(),
            Kind::Entity => {
                Entity { head, fields: Vec::new(), key: Vec::new(), indexes: Vec::new(), replica: None }.into()
            }
            Kind::External => {
                External { head, kind: None, base_url: None, operations: Vec::new(), cleared: Vec::new() }.into()
            }
            Kind::Actor => Actor { head, kind: ActorKind::Person }.into(),
            Kind::Note => Note { head, text: String::new(), about: None }.into(),
            Kind::Topology => {
                Topology { head, default: false, database: None, broker: None, tls: None, delivery: Vec::new() }.into()
            }
            Kind::Deployable => {
                Deployable { head, services: Vec::new(), rest: false, replicas: None, port: None, resources: None }
                    .into()
            }
            Kind::Waiver => Waiver {
                head,
                rule: String::new(),
                fingerprint: String::new(),
                owner: None,
                reason: String::new(),
                adr: None,
                granted: None,
                expires: None,
                evidence: None,
            }
            .into(),
            Kind::View => View { head, filter: crate::Filter::All, lens: None, camera: None }.into(),
            Kind::Connection | Kind::Placement => return None,
        })
    }
}

impl Connection {
    /// A connection with nothing said but its ends.
    pub fn new(head: Head, kind: ConnectionKind, from: Id, to: Id) -> Self {
        Self {
            head,
            kind,
            from,
            to,
            version: None,
            data: Vec::new(),
            timeout: None,
            retries: None,
            breaker: None,
            discovery: None,
            encrypted: None,
            authenticated: None,
            ordered: None,
            optional: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Connection, Record};

    #[test]
    fn a_record_takes_the_room_of_a_connection() {
        assert!(size_of::<Record>() <= size_of::<Connection>() + 8, "{}", size_of::<Record>());
    }
}
