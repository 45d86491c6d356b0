//! Reads what each node says into its record, once everything is known by its name.

mod placing;

use super::part::{child, connection, fields, head, options, policy, texts, type_of};
use super::{Seen, fresh, service_of};
use crate::entries::{Entries, Page, a};
use crate::names::{Mention, read};
use crate::syntax::{At, Entry, Node, Value};
use cleave_model::{
    Actor, ActorKind, Api, Auth, Camera, Connection, ConnectionKind, DataStore, DataType, Delivery, Deployable, Design,
    Does, Domain, Engine, Entity, Event, External, Filter, Hue, Id, Idempotency, Implementation, Index, Kind, Lens,
    Note, Operation, OperationKind, Options, Policy, Record, Replica, Resources, Role, Sensitivity, Service, Shape,
    Timeout, Topology, TypeExpr, Verb, View, Visibility, Waiver,
};
use std::collections::HashMap;

/// The records of a text, and which node tells of which.
pub(super) fn records(page: &Page, seen: &mut Seen) -> (Vec<Record>, HashMap<At, Id>) {
    let mut records = Vec::with_capacity(seen.drafts.len());
    connections(page, seen, &mut records);
    placing::placements(page, seen, &mut records);
    let mut ids = HashMap::with_capacity(seen.drafts.len());
    for at in 0..seen.drafts.len() {
        let draft = &seen.drafts[at];
        if !draft.id.as_str().is_empty() {
            ids.insert(draft.at, draft.id.clone());
        }
        if !matches!(draft.kind, Kind::Connection | Kind::Placement) {
            records.extend(Builder { page, seen, at, entries: page.entries(draft.at) }.record());
        }
    }
    (records, ids)
}

/// Everything that has a name others can mention.
const MENTIONED: &[Kind] = &[
    Kind::Operation,
    Kind::DataType,
    Kind::Event,
    Kind::DataStore,
    Kind::Entity,
    Kind::Service,
    Kind::External,
    Kind::Domain,
    Kind::Actor,
];

/// How people speak of a kind.
fn spoken(kind: Kind) -> &'static str {
    if kind == Kind::External { "external system" } else { kind.word() }
}

/// `operation, service or external system`
fn choice(kinds: &[Kind]) -> String {
    let words: Vec<&str> = kinds.iter().map(|kind| spoken(*kind)).collect();
    match words.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    }
}

/// Reads one node.
struct Builder<'a> {
    page: &'a Page<'a>,
    seen: &'a Seen,
    at: usize,
    entries: Entries<'a>,
}

fn connections(page: &Page, seen: &mut Seen, records: &mut Vec<Record>) {
    for at in 0..seen.drafts.len() {
        if seen.drafts[at].kind != Kind::Connection {
            continue;
        }
        let builder = Builder { page, seen, at, entries: page.entries(seen.drafts[at].at) };
        let Some(mut record) = builder.connection() else { continue };
        let written = match builder.entries.property("id").map(|entry| &entry.value) {
            Some(Value::Text(id)) => Some(Id::new(id)),
            _ => None,
        };
        let born = Id::new(format!("{}:{}->{}", record.kind, record.from, record.to));
        let id = written.unwrap_or_else(|| fresh(&mut seen.taken, &born));
        record.head.id = id.clone();
        seen.names.add(&id, Kind::Connection, "", None);
        seen.drafts[at].id = id;
        records.push(record.into());
    }
}

impl Builder<'_> {
    fn node(&self) -> At {
        self.seen.drafts[self.at].at
    }

    /// The service this stands in.
    fn service(&self) -> Option<&Id> {
        service_of(&self.seen.drafts, Some(self.at)).map(|at| &self.seen.drafts[at].id)
    }

    /// What an entry mentions.
    fn mention(&self, entry: &Entry, wanted: &[Kind]) -> Option<Id> {
        let text = self.entries.as_text_of(entry)?;
        let mention = read(text);
        let found = mention.as_ref().and_then(|mention| self.seen.names.find(self.service(), wanted, mention));
        if found.is_none() && !self.page.leave_out(text) {
            let short: String = text.chars().take(60).collect();
            let other = mention.as_ref().and_then(|mention| self.seen.names.find(self.service(), MENTIONED, mention));
            let message = match other.and_then(|other| self.seen.names.kind(&other)) {
                Some(kind) => format!("{short} is {}, not {}", a(spoken(kind)), a(&choice(wanted))),
                None => format!("There is no {} called {short}", choice(wanted)),
            };
            let hint = if self.page.is_full() {
                String::new()
            } else if let Some(Mention::Id(id)) = &mention {
                self.seen.names.nearest_id(id).map_or_else(String::new, |near| format!("Did you mean @{near}?"))
            } else {
                match self.seen.names.nearest(self.service(), wanted, text) {
                    Some(near) => format!("Did you mean {near}?"),
                    None => "Own things are called by their name, others service.name".into(),
                }
            };
            self.page.tell(entry.at.clone(), message, hint);
        }
        found
    }

    /// What the argument mentions, which must be there.
    fn target(&self, wanted: &[Kind]) -> Option<Id> {
        self.entries.argument(0, "name of the other end")?;
        self.mention(self.entries.arguments().next()?, wanted)
    }

    /// Tells if there is nothing of this id.
    fn known(&self, entry: Option<&Entry>, id: &Id, kind: Option<Kind>) {
        let found = self.seen.names.kind(id);
        let fits = found.is_some_and(|found| kind.is_none_or(|kind| kind == found));
        if !fits && let Some(entry) = entry {
            let hint = match self.seen.names.nearest_id(id.as_str()) {
                _ if self.page.is_full() => String::new(),
                Some(near) if near != id.as_str() => format!("Did you mean {near}?"),
                _ => "An id is kind and path, for example service:orders".into(),
            };
            let short: String = id.as_str().chars().take(60).collect();
            self.page.tell(entry.at.clone(), format!("There is nothing with the id {short}"), hint);
        }
    }

    fn type_in(&self, nth: usize) -> Option<TypeExpr> {
        self.entries.argument(nth, "type")?;
        let entry = self.entries.arguments().nth(nth)?;
        type_of(self.page, &self.seen.names, self.service(), self.entries, entry)
    }

    fn fields(&self, at: At) -> Vec<cleave_model::Field> {
        fields(self.page, &self.seen.names, self.service(), at)
    }

    fn record(&self) -> Option<Record> {
        let draft = &self.seen.drafts[self.at];
        let entries = self.entries;
        let home = draft.home.map(|home| self.seen.drafts[home].id.clone());
        let head = head(entries, draft.id.clone(), &draft.name, home, draft.rank);
        let cleared = || entries.some_of("cleared", Sensitivity::ALL, Sensitivity::word);
        Some(match draft.kind {
            Kind::Design => Design {
                head,
                options: child(self.page, draft.at, "options")
                    .map_or_else(Options::default, |at| options(self.page, at)),
                policy: child(self.page, draft.at, "policy").map_or_else(Policy::default, |at| policy(self.page, at)),
            }
            .into(),
            Kind::Domain => Domain { head, hue: entries.one_of("hue", Hue::ALL, Hue::word) }.into(),
            Kind::Service => Service {
                head,
                team: entries.text("team"),
                role: entries.one_of("role", Role::ALL, Role::word).unwrap_or(Role::Business),
                layer: entries.text("layer"),
                implementation: self.implementation(),
                availability: entries.number("availability"),
                slo: entries.number("slo"),
                replicas: entries.whole("replicas"),
                cleared: cleared(),
            }
            .into(),
            Kind::Api => Api {
                head,
                version: entries.version("version"),
                visibility: entries
                    .one_of("visibility", Visibility::ALL, Visibility::word)
                    .unwrap_or(Visibility::Internal),
                auth: self.auth(),
            }
            .into(),
            Kind::Operation => self.operation(head).into(),
            Kind::DataType => DataType { head, shape: self.shape()? }.into(),
            Kind::Event => Event {
                head,
                version: entries.whole("version").unwrap_or(1),
                key: entries.text("key"),
                fields: self.fields(draft.at),
                sensitivity: self.sensitivity(),
                public: entries.truth("public"),
            }
            .into(),
            Kind::DataStore => DataStore {
                head,
                engine: entries.one_of("engine", Engine::ALL, Engine::word).unwrap_or(Engine::Relational),
            }
            .into(),
            Kind::Entity => Entity {
                head,
                fields: self.fields(draft.at),
                key: entries.list("key"),
                indexes: self.indexes(),
                replica: self.replica(),
            }
            .into(),
            Kind::External => External {
                head,
                kind: entries.text("kind"),
                base_url: entries.text("base-url"),
                operations: entries.list("operations"),
                cleared: cleared(),
            }
            .into(),
            Kind::Actor => {
                let kind = entries.one_of("kind", ActorKind::ALL, ActorKind::word);
                Actor { head, kind: kind.unwrap_or(ActorKind::Person) }.into()
            }
            Kind::Note => {
                let about = entries.text("about").map(Id::from).and_then(|about| self.about(about));
                Note { head, text: entries.argument(0, "text")?.to_owned(), about }.into()
            }
            Kind::Topology => Topology {
                head,
                default: entries.truth("default").unwrap_or(false),
                database: entries.text("database"),
                broker: entries.text("broker"),
                tls: entries.truth("tls"),
                delivery: entries.some_of("delivery", Delivery::ALL, Delivery::word),
            }
            .into(),
            Kind::Deployable => self.deployable(head).into(),
            Kind::Waiver => Waiver {
                head,
                rule: entries.argument(0, "rule's name")?.to_owned(),
                fingerprint: entries.argument(1, "fingerprint")?.to_owned(),
                owner: entries.text("owner"),
                reason: entries.text("reason").unwrap_or_default(),
                adr: entries.text("adr"),
                granted: entries.text("granted"),
                expires: entries.text("expires"),
                evidence: entries.whole("evidence"),
            }
            .into(),
            Kind::View => self.view(head).into(),
            Kind::Connection | Kind::Placement => return None,
        })
    }

    /// What a note is about; in a piece of a design it may be what stayed behind.
    fn about(&self, id: Id) -> Option<Id> {
        if self.page.is_fragment() && self.seen.names.kind(&id).is_none() {
            let outside = Some(id.outside()).filter(|outside| self.seen.names.kind(outside).is_some());
            if outside.is_none() {
                self.page.leave_out(id.as_str());
            }
            return outside;
        }
        self.known(self.entries.property("about"), &id, None);
        Some(id)
    }

    fn sensitivity(&self) -> Sensitivity {
        self.entries.one_of("sensitivity", Sensitivity::ALL, Sensitivity::word).unwrap_or(Sensitivity::None)
    }

    fn implementation(&self) -> Implementation {
        let (language, base_url) = (self.entries.text("language"), self.entries.text("base-url"));
        let said = self.entries.one_of("implementation", &["generated", "elsewhere"], |word| word);
        match said {
            Some("elsewhere") => Implementation::Elsewhere { language, base_url },
            _ => {
                for key in ["language", "base-url"] {
                    if let Some(entry) = self.entries.property(key) {
                        let message = format!("{key} is said of services that are implemented elsewhere");
                        self.page.tell(entry.span.clone(), message, "Add implementation=elsewhere, or remove it");
                    }
                }
                Implementation::Generated
            }
        }
    }

    fn auth(&self) -> Auth {
        let (issuer, audience) = (self.entries.text("issuer"), self.entries.text("audience"));
        let said = self.entries.one_of("auth", &["none", "bearer"], |word| word);
        if said != Some("bearer") {
            for key in ["issuer", "audience"] {
                if let Some(entry) = self.entries.property(key) {
                    only_with_bearer(self.page, entry, key);
                }
            }
        }
        match said {
            Some("bearer") => Auth::Bearer { issuer, audience },
            Some(_) => Auth::None,
            None => Auth::NotSaid,
        }
    }

    fn operation(&self, head: cleave_model::Head) -> Operation {
        let (page, at, entries) = (self.page, self.node(), self.entries);
        let kind = if entries.node.name.value == "query" { OperationKind::Query } else { OperationKind::Command };
        let entity = entries.property("entity").and_then(|entry| self.mention(entry, &[Kind::Entity]));
        // What it does is said of an entity; where that stayed behind, nothing is said.
        let says = entity.is_some() || !page.is_fragment();
        let inner = |word: &str| child(page, at, word).map(|at| Builder { entries: page.entries(at), ..*self });
        let fails = inner("fails").map_or_else(Vec::new, |fails| {
            let mentioned = fails.entries.arguments().filter_map(|entry| self.mention(entry, &[Kind::DataType]));
            mentioned.collect()
        });
        Operation {
            head,
            kind,
            verb: entries.one_of("verb", Verb::ALL, Verb::word),
            path: entries.text("path"),
            status: entries.whole("status"),
            input: child(page, at, "input").map_or_else(Vec::new, |at| self.fields(at)),
            output: inner("output").and_then(|output| output.type_in(0)),
            fails,
            scope: entries.text("scope"),
            timeout: entries.duration("timeout"),
            idempotent: entries.one_of("idempotent", Idempotency::ALL, Idempotency::word),
            rate: entries.number("rate"),
            does: entries.one_of("does", Does::ALL, Does::word).filter(|_| says),
            entity,
            published: entries.truth("published"),
        }
    }

    fn shape(&self) -> Option<Shape> {
        let entries = self.entries;
        Some(match entries.node.name.value.as_str() {
            "enum" => Shape::Enum { values: texts(entries, 1) },
            "alias" => Shape::Alias { of: self.type_in(1)? },
            "error" => Shape::Error {
                status: entries.whole("status").unwrap_or(400),
                message: texts(entries, 1).pop().unwrap_or_default(),
                fields: self.fields(self.node()),
            },
            _ => Shape::Struct { fields: self.fields(self.node()) },
        })
    }

    fn indexes(&self) -> Vec<Index> {
        let nodes = self.page.node(self.node()).children.iter();
        let index = |at: &At| {
            let entries = self.page.entries(*at);
            let unique = match entries.node.name.value.as_str() {
                "@unique" => true,
                "@index" => false,
                _ => return None,
            };
            entries.check(&[], usize::MAX);
            no_block(self.page, entries.node);
            Some(Index { fields: texts(entries, 0), unique })
        };
        nodes.filter_map(index).collect()
    }

    fn replica(&self) -> Option<Replica> {
        let entries = self.entries;
        let entity = entries.property("of").and_then(|entry| self.mention(entry, &[Kind::Entity]));
        let event = entries.property("by").and_then(|entry| self.mention(entry, &[Kind::Event]));
        let said = entries.truth("replica").unwrap_or(false) || entity.is_some() || event.is_some();
        said.then_some(Replica { entity, event })
    }

    fn deployable(&self, head: cleave_model::Head) -> Deployable {
        let entries = self.entries;
        let mut services = Vec::new();
        let mut rest = false;
        for entry in entries.arguments().skip(1) {
            if entry.value == Value::Text("*".into()) {
                rest = true;
            } else {
                services.extend(self.mention(entry, &[Kind::Service]));
            }
        }
        let (cpu_millis, memory_mib) = (entries.whole("cpu-millis"), entries.whole("memory-mib"));
        let said = entries.truth("resources").unwrap_or(false) || cpu_millis.is_some() || memory_mib.is_some();
        Deployable {
            head,
            services,
            rest,
            replicas: entries.whole("replicas"),
            port: entries.whole("port"),
            resources: said.then_some(Resources { cpu_millis, memory_mib }),
        }
    }

    fn view(&self, head: cleave_model::Head) -> View {
        let entries = self.entries;
        let of = |key: &str, kind: Kind| entries.property(key).and_then(|entry| self.mention(entry, &[kind]));
        let said = [
            of("domain", Kind::Domain).map(Filter::Domain),
            of("service", Kind::Service).map(Filter::Service),
            of("flow", Kind::Operation).map(Filter::Flow),
        ];
        let mut said = said.into_iter().flatten();
        let filter = said.next().unwrap_or(Filter::All);
        if said.next().is_some() {
            let hint = "Keep one of domain, service and flow";
            self.page.tell(entries.node.span.clone(), "A view shows one thing", hint);
        }
        let camera = match (entries.whole("x"), entries.whole("y"), entries.whole("zoom")) {
            (Some(x), Some(y), Some(zoom)) => Some(Camera { x, y, zoom }),
            (None, None, None) => None,
            _ => {
                let hint = "Write all three or none";
                self.page.tell(entries.node.span.clone(), "x, y and zoom stand together", hint);
                None
            }
        };
        View { head, filter, lens: entries.one_of("lens", Lens::ALL, Lens::word), camera }
    }

    fn connection(&self) -> Option<Connection> {
        use ConnectionKind as C;
        let draft = &self.seen.drafts[self.at];
        let entries = self.entries;
        let kind = connection(&entries.node.name.value)?;
        let from = self.seen.drafts[draft.home?].id.clone();
        let to = self.target(match kind {
            C::Call => &[Kind::Operation, Kind::Service, Kind::External],
            C::Publish | C::Subscribe => &[Kind::Event],
            C::Read | C::Write => &[Kind::DataStore],
            C::Use => &[Kind::Operation, Kind::Service],
            C::Depend | C::ReleaseWith => &[Kind::Service],
        })?;
        let timeout = entries.property("timeout").and_then(|entry| match &entry.value {
            Value::Truth(true) => Some(Timeout::Yes),
            Value::Truth(false) => Some(Timeout::No),
            _ => entries.as_duration(entry).map(Timeout::After),
        });
        Some(Connection {
            head: head(entries, Id::new(""), &draft.name, None, draft.rank),
            kind,
            from,
            to,
            version: entries.version("version"),
            data: entries.some_of("data", Sensitivity::ALL, Sensitivity::word),
            timeout,
            retries: entries.whole("retries"),
            breaker: entries.truth("breaker"),
            discovery: entries.truth("discovery"),
            encrypted: entries.truth("encrypted"),
            authenticated: entries.truth("authenticated"),
            ordered: entries.truth("ordered"),
            optional: entries.truth("optional"),
        })
    }
}

/// Tells of a block where there can be none.
pub(super) fn no_block(page: &Page, node: &Node) {
    if let Some(child) = node.children.first() {
        let hint = "Write it in one line, without braces";
        page.tell(page.node(*child).name.span.clone(), format!("Nothing may stand inside {}", node.name.value), hint);
    }
}

fn only_with_bearer(page: &Page, entry: &Entry, key: &str) {
    page.tell(entry.span.clone(), format!("{key} is said of bearer tokens"), "Add auth=bearer, or remove it");
}
