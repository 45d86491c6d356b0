//! How each record is written. What is as it would be without saying so is not said.

use super::{Key, Line, inside};
use crate::names::{Names, segment};
use crate::parse::connection_word;
use crate::spelling::{duration, links, list, number, prose, text, timeout, truth};
use crate::types;
use crate::words::{FIELD_WORD, is_foreign};
use cleave_model::{
    Actor, ActorKind, Api, Auth, Camera, Connection, ConnectionKind, Constraints, DataStore, DataType, Deployable,
    Design, Domain, Engine, Entity, Event, External, Field, Filter, Head, Id, Implementation, Index, Kind, Model, Note,
    Operation, Options, Placement, Policy, Record, Replica, Resources, Role, Sensitivity, Service, Shape, Topology,
    View, Visibility, Waiver,
    topology::{Forbidden, Selector, Within},
};

/// Writes the records of one model.
pub(super) struct Printer<'a> {
    pub(super) model: &'a Model,
    pub(super) names: &'a Names,
}

/// A line that is being written, entry by entry.
struct Row(String);

impl Row {
    fn new(word: &str) -> Self {
        Self(word.to_owned())
    }

    fn argument(mut self, value: &str) -> Self {
        self.0.push(' ');
        self.0.push_str(value);
        self
    }

    fn property(mut self, key: &str, value: &str) -> Self {
        self.0.push_str(&format!(" {key}={value}"));
        self
    }

    fn some<T>(self, key: &str, value: Option<T>, write: impl FnOnce(T) -> String) -> Self {
        match value {
            Some(value) => self.property(key, &write(value)),
            None => self,
        }
    }

    /// A text in quotes.
    fn prose(self, key: &str, value: Option<&String>) -> Self {
        self.some(key, value, |value| prose(value))
    }

    fn truth(self, key: &str, value: Option<bool>) -> Self {
        self.some(key, value, |value| truth(value).into())
    }

    fn flag(self, key: &str, value: bool) -> Self {
        self.truth(key, value.then_some(true))
    }

    fn word(self, key: &str, value: Option<&str>) -> Self {
        self.some(key, value, str::to_owned)
    }

    fn whole<T: std::fmt::Display>(self, key: &str, value: Option<T>) -> Self {
        self.some(key, value, |value| value.to_string())
    }

    fn number(self, key: &str, value: Option<f64>) -> Self {
        self.some(key, value, number)
    }

    fn list<'a>(self, key: &str, items: impl ExactSizeIterator<Item = &'a str>) -> Self {
        if items.len() == 0 { self } else { self.property(key, &prose(&list(items))) }
    }

    fn sensitivities(self, key: &str, items: &[Sensitivity]) -> Self {
        self.list(key, items.iter().map(|item| item.word()))
    }

    fn sensitivity(self, value: Sensitivity) -> Self {
        self.word("sensitivity", (value != Sensitivity::None).then(|| value.word()))
    }
}

impl Printer<'_> {
    /// The record with everything in it. The depth is that of domains, which the model bounds.
    pub(super) fn line(&self, record: &Record) -> Line {
        let (row, mut block) = self.own(record);
        let row = match record.head() {
            Some(head) => self.head(row, record, head),
            None => row,
        };
        for kind in inside(record) {
            block.extend(self.model.children(Some(record.id()), kind).map(|child| self.line(child)));
        }
        Line::new(Key::Record(record.kind(), record.id().clone()), row.0).with(block)
    }

    fn head(&self, row: Row, record: &Record, head: &Head) -> Row {
        let unnamed = !record.kind().is_named() && !head.name.is_empty();
        let moved = self.model.born_as(record) != head.id;
        row.some("name", unnamed.then_some(&head.name), |name| prose(name))
            .some("id", moved.then_some(&head.id), |id| prose(id.as_str()))
            .prose("description", head.description.as_ref())
            .list("tags", head.tags.iter().map(String::as_str))
            .some("links", (!head.links.is_empty()).then_some(&head.links), |some| prose(&links(some)))
    }

    /// What the record says of itself beside its head, and the parts in its block.
    fn own(&self, record: &Record) -> (Row, Vec<Line>) {
        let none = Vec::new();
        let named = |word: &str| Row::new(word).argument(&text(record.name()));
        match record {
            Record::Design(design) => (named("design"), Self::design(design)),
            Record::Domain(Domain { head: _, hue }) => (named("domain").word("hue", hue.map(|hue| hue.word())), none),
            Record::Service(service) => (Self::service(named("service"), service), none),
            Record::Api(api) => (Self::api(named("api"), api), none),
            Record::Operation(operation) => self.operation(record, operation),
            Record::DataType(data_type) => self.data_type(record, data_type),
            Record::Event(Event { head: _, version, key, fields, sensitivity, public }) => {
                let row = named("event")
                    .whole("version", (*version != 1).then_some(version))
                    .some("key", key.as_ref(), |key| text(key))
                    .sensitivity(*sensitivity)
                    .truth("public", *public);
                (row, self.fields(record.id(), fields))
            }
            Record::DataStore(DataStore { head: _, engine }) => {
                let said = (*engine != Engine::Relational).then(|| engine.word());
                (named("store").word("engine", said), none)
            }
            Record::Entity(entity) => self.entity(record, entity),
            Record::External(External { head: _, kind, base_url, operations, cleared }) => {
                let row = named("external")
                    .prose("kind", kind.as_ref())
                    .prose("base-url", base_url.as_ref())
                    .list("operations", operations.iter().map(String::as_str))
                    .sensitivities("cleared", cleared);
                (row, none)
            }
            Record::Actor(Actor { head: _, kind }) => {
                (named("actor").word("kind", (*kind != ActorKind::Person).then(|| kind.word())), none)
            }
            Record::Note(Note { head: _, text: said, about }) => {
                let row = Row::new("note").argument(&prose(said));
                // Of what stayed behind the plain id is said.
                let id = about.as_ref().map(|id| id.inside().unwrap_or_else(|| id.clone()));
                (row.some("about", id, |id| text(id.as_str())), none)
            }
            Record::Connection(connection) => (self.connection(connection), none),
            Record::Topology(Topology { head: _, default, database, broker, tls, delivery }) => {
                let row = named("topology")
                    .flag("default", *default)
                    .prose("database", database.as_ref())
                    .prose("broker", broker.as_ref())
                    .truth("tls", *tls)
                    .list("delivery", delivery.iter().map(|what| what.word()));
                (row, none)
            }
            Record::Deployable(deployable) => (self.deployable(deployable), none),
            Record::Waiver(waiver) => {
                let Waiver { head: _, rule, fingerprint, owner, reason, adr, granted, expires, evidence } = &**waiver;
                let row = Row::new("waiver")
                    .argument(&text(rule))
                    .argument(&text(fingerprint))
                    .prose("owner", owner.as_ref())
                    .prose("reason", Some(reason).filter(|reason| !reason.is_empty()))
                    .prose("adr", adr.as_ref())
                    .prose("granted", granted.as_ref())
                    .prose("expires", expires.as_ref())
                    .whole("evidence", *evidence);
                (row, none)
            }
            Record::View(view) => (self.view(view), none),
            Record::Placement(placement) => (Row(self.placement(placement).head), none),
        }
    }

    fn design(design: &Design) -> Vec<Line> {
        let Design { head: _, options, policy } = design;
        let mut block = Vec::new();
        if *options != Options::default() {
            let Options { auth, broker, tracing, rate_limit } = options;
            let row = Row::new("options")
                .flag("auth", *auth)
                .flag("broker", *broker)
                .flag("tracing", *tracing)
                .flag("rate-limit", *rate_limit);
            block.push(Line::new(Key::Part("options"), row.0));
        }
        if *policy != Policy::default() {
            let row = Row::new("policy").flag("strict-layers", policy.strict_layers);
            block.push(Line::new(Key::Part("policy"), row.0).with(Self::policy(policy)));
        }
        block
    }

    fn policy(policy: &Policy) -> Vec<Line> {
        let Policy { rules, layers, strict_layers: _, forbidden, allowed_only, edge_members } = policy;
        let mut block = Vec::new();
        if !layers.is_empty() {
            let row = layers.iter().fold(Row::new("layers"), |row, layer| row.argument(&text(layer)));
            block.push(Line::new(Key::Part("layers"), row.0));
        }
        for (name, rule) in rules {
            let row = Row::new("rule").argument(&text(name)).word("severity", rule.severity.map(|s| s.word()));
            let limit = |(name, limit): (&String, &f64)| {
                let row = Row::new("limit").argument(&text(name)).argument(&number(*limit));
                Line::new(Key::Named("limit", name.clone()), row.0)
            };
            let within = |(nth, within): (usize, &Within)| {
                let row = Row::new("within")
                    .argument(&selector(&within.at))
                    .word("severity", within.severity.map(|severity| severity.word()));
                Line::new(Key::Nth("within", nth), row.0).with(within.limits.iter().map(limit).collect())
            };
            let of_rule = rule.limits.iter().map(limit).chain(rule.within.iter().enumerate().map(within)).collect();
            block.push(Line::new(Key::Named("rule", name.clone()), row.0).with(of_rule));
        }
        for (nth, Forbidden { name, from, to, reachable, why }) in forbidden.iter().enumerate() {
            let row = if name.is_empty() { Row::new("forbid") } else { Row::new("forbid").argument(&text(name)) };
            let row = row
                .property("from", &selector(from))
                .property("to", &selector(to))
                .flag("reachable", *reachable)
                .prose("why", why.as_ref());
            block.push(Line::new(Key::Nth("forbid", nth), row.0));
        }
        for (nth, allowed) in allowed_only.iter().enumerate() {
            let row = Row::new("allow-only").argument(&selector(&allowed.from));
            let to = |(nth, to): (usize, &Selector)| Line::new(Key::Nth("to", nth), format!("to {}", selector(to)));
            let block_of = allowed.to.iter().enumerate().map(to).collect();
            block.push(Line::new(Key::Nth("allow-only", nth), row.0).with(block_of));
        }
        if !edge_members.is_empty() {
            let row = edge_members.iter().fold(Row::new("edge"), |row, member| row.argument(&selector(member)));
            block.push(Line::new(Key::Part("edge"), row.0));
        }
        block
    }

    fn service(row: Row, service: &Service) -> Row {
        let Service { head: _, team, role, layer, implementation, availability, slo, replicas, cleared } = service;
        let row = row
            .prose("team", team.as_ref())
            .word("role", (*role != Role::Business).then(|| role.word()))
            .prose("layer", layer.as_ref());
        let row = match implementation {
            Implementation::Generated => row,
            Implementation::Elsewhere { language, base_url } => row
                .property("implementation", "elsewhere")
                .prose("language", language.as_ref())
                .prose("base-url", base_url.as_ref()),
        };
        let row = row.number("availability", *availability).number("slo", *slo).whole("replicas", *replicas);
        row.sensitivities("cleared", cleared)
    }

    fn api(row: Row, api: &Api) -> Row {
        let Api { head: _, version, visibility, auth } = api;
        let row = row
            .some("version", *version, |version| format!("\"{version}\""))
            .word("visibility", (*visibility != Visibility::Internal).then(|| visibility.word()));
        match auth {
            Auth::NotSaid => row,
            Auth::None => row.property("auth", "none"),
            Auth::Bearer { issuer, audience } => {
                row.property("auth", "bearer").prose("issuer", issuer.as_ref()).prose("audience", audience.as_ref())
            }
        }
    }

    fn service_of(&self, id: &Id) -> Option<&Id> {
        self.model.service_of(id).map(|service| &service.head.id)
    }

    fn mention(&self, inside: &Id, wanted: &[Kind], id: &Id) -> String {
        text(&self.names.spell(self.service_of(inside), wanted, id, segment))
    }

    fn type_text(&self, inside: &Id, of: &cleave_model::TypeExpr) -> String {
        text(&types::spell(self.names, self.service_of(inside), of))
    }

    fn operation(&self, record: &Record, operation: &Operation) -> (Row, Vec<Line>) {
        let Operation {
            head,
            kind,
            verb,
            path,
            status,
            input,
            output,
            fails,
            scope,
            timeout,
            idempotent,
            rate,
            does,
            entity,
            published,
        } = operation;
        let row = Row::new(kind.word())
            .argument(&text(&head.name))
            .word("verb", verb.map(|verb| verb.word()))
            .prose("path", path.as_ref())
            .whole("status", *status)
            .some("scope", scope.as_ref(), |scope| text(scope))
            .some("timeout", *timeout, |millis| format!("\"{}\"", duration(millis)))
            .word("idempotent", idempotent.map(|how| how.word()))
            .number("rate", *rate)
            .word("does", does.map(|does| does.word()))
            .some("entity", entity.as_ref(), |id| self.mention(record.id(), &[Kind::Entity], id))
            .truth("published", *published);
        let mut block = Vec::new();
        if !input.is_empty() {
            block.push(Line::new(Key::Part("input"), "input").with(self.fields(record.id(), input)));
        }
        if let Some(of) = output {
            block.push(Line::new(Key::Part("output"), format!("output {}", self.type_text(record.id(), of))));
        }
        if !fails.is_empty() {
            let mention = |row: Row, id: &Id| row.argument(&self.mention(record.id(), &[Kind::DataType], id));
            block.push(Line::new(Key::Part("fails"), fails.iter().fold(Row::new("fails"), mention).0));
        }
        (row, block)
    }

    fn data_type(&self, record: &Record, data_type: &DataType) -> (Row, Vec<Line>) {
        let named = |word: &str| Row::new(word).argument(&text(record.name()));
        match &data_type.shape {
            Shape::Struct { fields } => (named("type"), self.fields(record.id(), fields)),
            Shape::Enum { values } => {
                (values.iter().fold(named("enum"), |row, value| row.argument(&text(value))), Vec::new())
            }
            Shape::Alias { of } => (named("alias").argument(&self.type_text(record.id(), of)), Vec::new()),
            Shape::Error { status, message, fields } => {
                let row = named("error").whole("status", Some(status));
                let row = if message.is_empty() { row } else { row.argument(&prose(message)) };
                (row, self.fields(record.id(), fields))
            }
        }
    }

    fn entity(&self, record: &Record, entity: &Entity) -> (Row, Vec<Line>) {
        let Entity { head, fields, key, indexes, replica } = entity;
        let keys = |key: &Vec<String>| text(&list(key.iter().map(String::as_str)));
        let mut row =
            Row::new("entity").argument(&text(&head.name)).some("key", (!key.is_empty()).then_some(key), keys);
        if let Some(Replica { entity, event }) = replica {
            row = row
                .flag("replica", entity.is_none() && event.is_none())
                .some("of", entity.as_ref(), |id| self.mention(record.id(), &[Kind::Entity], id))
                .some("by", event.as_ref(), |id| self.mention(record.id(), &[Kind::Event], id));
        }
        let mut block = self.fields(record.id(), fields);
        for (nth, Index { fields, unique }) in indexes.iter().enumerate() {
            let row = Row::new(if *unique { "@unique" } else { "@index" });
            let row = fields.iter().fold(row, |row, field| row.argument(&text(field)));
            block.push(Line::new(Key::Nth("@index", nth), row.0));
        }
        (row, block)
    }

    fn fields(&self, inside: &Id, fields: &[Field]) -> Vec<Line> {
        fields.iter().map(|field| self.field(inside, field)).collect()
    }

    fn field(&self, inside: &Id, field: &Field) -> Line {
        let Field { name, of, constraints, sensitivity, description } = field;
        let Constraints { min, max, min_length, max_length, pattern } = constraints;
        let misread = name.starts_with('@') || is_foreign(name);
        let row = if misread { Row::new(FIELD_WORD).argument(&text(name)) } else { Row(text(name)) };
        let row = row
            .argument(&self.type_text(inside, of))
            .number("min", *min)
            .number("max", *max)
            .whole("min-length", *min_length)
            .whole("max-length", *max_length)
            .prose("pattern", pattern.as_ref())
            .sensitivity(*sensitivity)
            .prose("description", description.as_ref());
        Line::new(Key::Field(name.clone()), row.0)
    }

    fn connection(&self, connection: &Connection) -> Row {
        use ConnectionKind as C;
        let Connection {
            head: _,
            kind,
            from,
            to,
            version,
            data,
            timeout: wait,
            retries,
            breaker,
            discovery,
            encrypted,
            authenticated,
            ordered,
            optional,
        } = connection;
        let wanted: &[Kind] = match kind {
            C::Call => &[Kind::Operation, Kind::Service, Kind::External],
            C::Publish | C::Subscribe => &[Kind::Event],
            C::Read | C::Write => &[Kind::DataStore],
            C::Use => &[Kind::Operation, Kind::Service],
            C::Depend | C::ReleaseWith => &[Kind::Service],
        };
        Row::new(connection_word(*kind))
            .argument(&self.mention(from, wanted, to))
            .some("version", *version, |version| format!("\"{version}\""))
            .sensitivities("data", data)
            .some("timeout", *wait, timeout)
            .whole("retries", *retries)
            .truth("breaker", *breaker)
            .truth("discovery", *discovery)
            .truth("encrypted", *encrypted)
            .truth("authenticated", *authenticated)
            .truth("ordered", *ordered)
            .truth("optional", *optional)
    }

    fn deployable(&self, deployable: &Deployable) -> Row {
        let Deployable { head, services, rest, replicas, port, resources } = deployable;
        let row = Row::new("deployable").argument(&text(&head.name));
        let row = services.iter().fold(row, |row, id| row.argument(&self.mention(&head.id, &[Kind::Service], id)));
        let row = if *rest { row.argument("\"*\"") } else { row };
        let row = row.whole("replicas", *replicas).whole("port", *port);
        match resources {
            None => row,
            Some(Resources { cpu_millis, memory_mib }) => row
                .flag("resources", cpu_millis.is_none() && memory_mib.is_none())
                .whole("cpu-millis", *cpu_millis)
                .whole("memory-mib", *memory_mib),
        }
    }

    fn view(&self, view: &View) -> Row {
        let View { head, filter, lens, camera } = view;
        let row = Row::new("view").argument(&text(&head.name));
        let mention = |kind: Kind, id: &Id| self.mention(&head.id, &[kind], id);
        let row = match filter {
            Filter::All => row,
            Filter::Domain(id) => row.property("domain", &mention(Kind::Domain, id)),
            Filter::Service(id) => row.property("service", &mention(Kind::Service, id)),
            Filter::Flow(id) => row.property("flow", &mention(Kind::Operation, id)),
        };
        let row = row.word("lens", lens.map(|lens| lens.word()));
        match camera {
            None => row,
            Some(Camera { x, y, zoom }) => row.whole("x", Some(x)).whole("y", Some(y)).whole("zoom", Some(zoom)),
        }
    }

    pub(super) fn placement(&self, placement: &Placement) -> Line {
        let Placement { id, element, view, at, size, collapsed, locked, order, points } = placement;
        let points: Vec<String> = points.iter().map(|point| format!("{},{}", point.x, point.y)).collect();
        let row = Row::new("place")
            .argument(&text(element.as_str()))
            .some("view", view.as_ref(), |view| text(view.as_str()))
            .whole("x", at.map(|at| at.x))
            .whole("y", at.map(|at| at.y))
            .whole("width", size.map(|size| size.width))
            .whole("height", size.map(|size| size.height))
            .flag("collapsed", *collapsed)
            .flag("locked", *locked)
            .whole("order", (*order != 0).then_some(order))
            .some("points", (!points.is_empty()).then(|| points.join(" ")), |points| format!("\"{points}\""));
        Line::new(Key::Record(Kind::Placement, id.clone()), row.0)
    }
}

fn selector(selector: &Selector) -> String {
    prose(&format!("{}:{}", selector.by, selector.value))
}
