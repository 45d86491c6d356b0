//! The design in terms of Rust: crates, types, routes and tables; every name is final, everything is in its order.

pub mod crud;

pub use crud::{Crud, CrudAnswer, CrudKind, Refusal, RowView, Source, ViewSource};

use cleave_model::{Constraints, Id, Scalar};
use std::collections::BTreeSet;

/// What is going to be written.
#[derive(Debug, Clone, PartialEq)]
pub struct Blueprint {
    /// The whole.
    pub system: System,
    /// Those with a contract, by package name.
    pub services: Vec<Service>,
    /// By name.
    pub topologies: Vec<Topology>,
}

/// The design itself.
#[derive(Debug, Clone, PartialEq)]
pub struct System {
    /// As drawn.
    pub title: String,
    /// As it stands in event types and problem URIs.
    pub slug: String,
    /// What it is for.
    pub description: Option<String>,
    /// Whether it speaks of tokens or scopes, which this version does not check.
    pub wants_auth: bool,
}

/// A service with a contract.
#[derive(Debug, Clone, PartialEq)]
pub struct Service {
    /// Its record.
    pub id: Id,
    /// As drawn.
    pub title: String,
    /// `order-history`: package, folder, name on the wire.
    pub package: String,
    /// `order_history`
    pub module: String,
    /// `OrderHistory`: the beginning of the names made for it.
    pub pascal: String,
    /// The struct that holds its business code.
    pub main_type: String,
    /// What it is for.
    pub description: Option<String>,
    /// Where it answers, if its code is written elsewhere. Then only contract and client are generated.
    pub elsewhere: Option<String>,
    /// By name.
    pub types: Vec<DataType>,
    /// By name.
    pub events: Vec<Event>,
    /// In the order they are drawn.
    pub operations: Vec<Operation>,
    /// In the order they are drawn.
    pub tables: Vec<Table>,
    /// Whether it has a store: for tables, events or remembered answers.
    pub has_store: bool,
    /// Packages of the services it calls.
    pub calls: Vec<String>,
    /// Packages of the services that call it.
    pub callers: Vec<String>,
    /// What it subscribes to.
    pub subscriptions: Vec<Subscription>,
    /// Who gets what it publishes.
    pub deliveries: Vec<EventRoute>,
    /// Packages of the services whose contracts its own contract mentions.
    pub contract_needs: BTreeSet<String>,
}

/// Names a type of some contract.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct TypeRef {
    /// The module of the service it belongs to: `orders`, for `orders_contract`.
    pub module: String,
    /// `Order`
    pub name: String,
}

/// A type in terms of Rust.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ty {
    /// A scalar.
    Scalar(Scalar),
    /// `Vec<T>`
    List(Box<Ty>),
    /// `BTreeMap<String, T>`
    Map(Box<Ty>),
    /// `Option<T>`
    Optional(Box<Ty>),
    /// A struct of a contract; boxed where it would else contain itself.
    Struct(TypeRef, bool),
    /// An enum of a contract.
    Enum(TypeRef),
    /// An alias of a contract, and what it stands for.
    Alias(TypeRef, Box<Ty>),
}

impl Ty {
    /// What it is once aliases are looked through, at the outermost level.
    pub fn plain(&self) -> &Ty {
        let mut at = self;
        while let Self::Alias(_, of) = at {
            at = of;
        }
        at
    }

    /// What it is without being optional, and whether it is.
    pub fn required(&self) -> (&Ty, bool) {
        match self.plain() {
            Self::Optional(of) => (of.as_ref(), true),
            _ => (self, false),
        }
    }

    /// Whether both have the same form in Rust.
    pub fn same_as(&self, other: &Ty) -> bool {
        match (self.plain(), other.plain()) {
            (Self::Scalar(a), Self::Scalar(b)) => a == b || (is_text(*a) && is_text(*b)),
            (Self::List(a), Self::List(b)) | (Self::Map(a), Self::Map(b)) | (Self::Optional(a), Self::Optional(b)) => {
                a.same_as(b)
            }
            (a, b) => a == b,
        }
    }
}

/// Whether the scalar is a `String` in Rust.
pub fn is_text(scalar: Scalar) -> bool {
    matches!(scalar, Scalar::String | Scalar::Text | Scalar::Email | Scalar::Url | Scalar::Decimal)
}

/// A named value.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// As drawn: the name in JSON.
    pub json: String,
    /// `order_id`: the word before keywords are made raw.
    pub name: String,
    /// What it holds.
    pub ty: Ty,
    /// What it means.
    pub description: Option<String>,
    /// What its values must satisfy.
    pub rules: Constraints,
}

/// A type of a contract.
#[derive(Debug, Clone, PartialEq)]
pub struct DataType {
    /// `Order`
    pub name: String,
    /// What it means.
    pub description: Option<String>,
    /// What it is.
    pub shape: Shape,
    /// Whether its values must satisfy something.
    pub has_rules: bool,
}

/// What a type is.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// Named fields.
    Struct(Vec<Field>),
    /// Word in JSON and variant in Rust.
    Enum(Vec<(String, String)>),
    /// Another name.
    Alias(Ty),
    /// A declared error.
    Error(ErrorShape),
}

/// A declared error.
#[derive(Debug, Clone, PartialEq)]
pub struct ErrorShape {
    /// HTTP status.
    pub status: u16,
    /// Text and holes in turn.
    pub message: Vec<MessagePart>,
    /// What it carries.
    pub fields: Vec<Field>,
    /// `orders.out_of_stock`
    pub code: String,
    /// `urn:problem:shop:orders:out_of_stock`
    pub uri: String,
    /// `Out of stock`
    pub title: String,
}

/// A piece of an error's message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MessagePart {
    /// As it is.
    Text(String),
    /// The value of a field, by its name.
    Field(String),
}

/// An event of a contract.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Its record.
    pub id: Id,
    /// `OrderPlaced`
    pub name: String,
    /// What it means.
    pub description: Option<String>,
    /// `shop.orders.OrderPlaced.v1`
    pub event_type: String,
    /// `/shop/orders`
    pub source: String,
    /// The field it is ordered by.
    pub key: Option<usize>,
    /// What it carries.
    pub fields: Vec<Field>,
}

/// An event that a service subscribes to.
#[derive(Debug, Clone, PartialEq)]
pub struct Subscription {
    /// Where its type is.
    pub event: TypeRef,
    /// `on_order_placed`
    pub method: String,
    /// Package of the service that owns the event.
    pub owner: String,
    /// Packages of the services that publish it.
    pub publishers: Vec<String>,
    /// What the event means.
    pub description: Option<String>,
}

/// Who gets one event of a publisher.
#[derive(Debug, Clone, PartialEq)]
pub struct EventRoute {
    /// Where its type is.
    pub event: TypeRef,
    /// Packages of the services that subscribe.
    pub subscribers: Vec<String>,
}

/// An operation of a contract.
#[derive(Debug, Clone, PartialEq)]
pub struct Operation {
    /// Its record.
    pub id: Id,
    /// As drawn.
    pub title: String,
    /// `place_order`: function, name on the wire.
    pub name: String,
    /// `PlaceOrder`
    pub pascal: String,
    /// What it does, for people.
    pub description: Option<String>,
    /// Whether it only reads.
    pub is_query: bool,
    /// Longest time it may take, ms.
    pub timeout: u32,
    /// Whether it may be repeated.
    pub idempotency: cleave_model::Idempotency,
    /// What it is given.
    pub input: Vec<Field>,
    /// What it answers.
    pub output: Option<Ty>,
    /// Names of the declared errors of the same contract that it may answer.
    pub fails: Vec<String>,
    /// Its public route, where it has one.
    pub route: Option<HttpRoute>,
    /// What the design draws it doing, in order, one line each.
    pub steps: Vec<String>,
    /// Its body, where it is plain CRUD.
    pub crud: Option<Crud>,
}

/// A public route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpRoute {
    /// `POST`
    pub verb: &'static str,
    /// `/orders/{id}`
    pub path: String,
    /// Of success.
    pub status: u16,
}

impl HttpRoute {
    /// The names in braces, in order.
    pub fn parameters(&self) -> impl Iterator<Item = &str> {
        self.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
    }
}

/// A table of a service's store.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Its record.
    pub id: Id,
    /// `order`: in SQL.
    pub name: String,
    /// `Order`: the beginning of `OrderRow` and `OrderRows`.
    pub pascal: String,
    /// What it means.
    pub description: Option<String>,
    /// In order.
    pub fields: Vec<Field>,
    /// Indexes of the fields that identify a row.
    pub key: Vec<usize>,
    /// Further ways to find rows.
    pub indexes: Vec<TableIndex>,
}

/// A way to find rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableIndex {
    /// Indexes of fields.
    pub fields: Vec<usize>,
    /// At most one row for each value.
    pub unique: bool,
}

/// A partition into processes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topology {
    /// `services`: folder.
    pub name: String,
    /// Whether a plain `cargo run` starts it.
    pub is_default: bool,
    /// In the order they are drawn.
    pub deployables: Vec<Deployable>,
    /// The one door, where there is more than one deployable.
    pub gateway: Option<Process>,
    /// Address of a PostgreSQL database, where the design names one.
    pub database: Option<String>,
}

/// A binary and its ports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Process {
    /// `orders`: folder.
    pub name: String,
    /// `services-orders`
    pub package: String,
    /// Public port.
    pub public: u16,
    /// Internal port.
    pub internal: u16,
}

/// One process and the services in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deployable {
    /// Binary and ports.
    pub process: Process,
    /// Indexes of its services, those that are called before those that call.
    pub services: Vec<usize>,
}

impl Blueprint {
    /// The service with this package name.
    pub fn service(&self, package: &str) -> Option<&Service> {
        self.services.iter().find(|service| service.package == package)
    }

    /// The name of the OpenAPI document of the whole: that of the system, unless a service is called the same.
    pub fn document_name(&self) -> String {
        match self.service(&self.system.slug) {
            Some(_) => format!("{}-system", self.system.slug),
            None => self.system.slug.clone(),
        }
    }

    /// A type by where it is.
    pub fn data_type(&self, named: &TypeRef) -> Option<&DataType> {
        let service = self.services.iter().find(|service| service.module == named.module)?;
        service.types.iter().find(|data_type| data_type.name == named.name)
    }
}

impl Service {
    /// Whether its code stands in the workspace.
    pub fn is_hosted(&self) -> bool {
        self.elsewhere.is_none()
    }

    /// The services that publish something it subscribes to.
    pub fn publishers(&self) -> BTreeSet<&str> {
        self.subscriptions.iter().flat_map(|subscription| &subscription.publishers).map(String::as_str).collect()
    }

    /// The services that subscribe to something it publishes.
    pub fn subscribers(&self) -> BTreeSet<&str> {
        self.deliveries.iter().flat_map(|delivery| &delivery.subscribers).map(String::as_str).collect()
    }
}
