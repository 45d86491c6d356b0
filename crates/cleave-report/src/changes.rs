//! What the architect changed between two states: elements and connections that came, went, moved, are called something
//! else or say something else, what the policy says anew, and the tangles that appeared.

mod map;

pub(crate) use map::{ChangeMap, Mark, Way};

use crate::words::{counted, proof, spoken, visible};
use cleave_analysis::{Evidence, structure};
use cleave_model::{Connection, Design, Id, Kind, Model, Policy, Record};
use serde::Serialize;
use serde_json::{Map, Value};
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

/// What happened to an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// It was not there.
    Added,
    /// It is there no more.
    Removed,
    /// It stands somewhere else, or a connection has another end.
    Moved,
    /// It is called something else.
    Renamed,
    /// It says something else.
    Changed,
}

impl What {
    /// The word before the element.
    pub fn word(self) -> &'static str {
        match self {
            Self::Added => "Added",
            Self::Removed => "Removed",
            Self::Moved => "Moved",
            Self::Renamed => "Renamed",
            Self::Changed => "Changed",
        }
    }
}

/// One element or connection that is not as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Changed {
    /// What happened.
    pub what: What,
    /// The element's kind, or `connection`, `policy` or `options`.
    pub kind: &'static str,
    /// The element.
    pub id: Id,
    /// What it is and how it was, for example "service orders, with 3 operations" or "service orders, from Sales to
    /// Checkout".
    pub text: String,
}

/// Everything that differs in what two states of a design say; where things stand on the canvas does not count.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Changes {
    /// By what happened, kind and id. What lives in an element that came or went is counted there.
    pub elements: Vec<Changed>,
    /// The members of each circle of dependencies that was not there, as names.
    pub tangles: Vec<Vec<String>>,
}

/// The kinds that are told, in their order.
const KINDS: [Kind; 15] = [
    Kind::Design,
    Kind::Domain,
    Kind::Service,
    Kind::Api,
    Kind::Operation,
    Kind::DataType,
    Kind::Event,
    Kind::DataStore,
    Kind::Entity,
    Kind::External,
    Kind::Actor,
    Kind::Connection,
    Kind::Topology,
    Kind::Deployable,
    Kind::Waiver,
];

impl Changes {
    /// What differs from `before` in `now`. Elements are the same where their ids are.
    pub fn between(before: &Model, now: &Model) -> Self {
        let mut elements: Vec<(usize, Changed)> = Vec::new();
        let told = |record: &&Record| KINDS.contains(&record.kind());
        let (held_now, held_before) = (Held::of(now), Held::of(before));
        for record in now.records().filter(told) {
            match before.get(record.id()) {
                None if arrives_within(before, now, record) => {}
                None => elements.push(line(now, What::Added, record, held_now.with(record))),
                Some(old) => elements.extend(differing((before, old), (now, record))),
            }
        }
        for record in before.records().filter(told).filter(|record| now.get(record.id()).is_none()) {
            if !arrives_within(now, before, record) {
                elements.push(line(before, What::Removed, record, held_before.with(record)));
            }
        }
        elements.sort_by(|(one, a), (other, b)| (a.what, one, &a.id).cmp(&(b.what, other, &b.id)));
        Self { elements: elements.into_iter().map(|(_, changed)| changed).collect(), tangles: tangles(before, now) }
    }

    /// Whether both say the same.
    pub fn is_empty(&self) -> bool {
        self.elements.is_empty() && self.tangles.is_empty()
    }

    /// "3 added, 1 renamed": nothing where nothing differs.
    pub fn counts(&self) -> String {
        let all = [What::Added, What::Removed, What::Moved, What::Renamed, What::Changed];
        let count = |what: What| self.elements.iter().filter(|changed| changed.what == what).count();
        let words = all.into_iter().filter(|what| count(*what) > 0);
        words.map(|what| format!("{} {}", count(what), what.word().to_lowercase())).collect::<Vec<_>>().join(", ")
    }
}

/// What is told with how much is in it.
const HOLDING: [Kind; 4] = [Kind::Service, Kind::Api, Kind::DataStore, Kind::Topology];

/// What is counted there, with its words.
const COUNTED: [(Kind, &str, &str); 6] = [
    (Kind::Operation, "operation", "operations"),
    (Kind::DataType, "type", "types"),
    (Kind::Event, "event", "events"),
    (Kind::DataStore, "data store", "data stores"),
    (Kind::Entity, "entity", "entities"),
    (Kind::Deployable, "deployable", "deployables"),
];

/// How much is in what, counted for the whole model when somebody first asks.
struct Held<'m> {
    model: &'m Model,
    counts: OnceCell<BTreeMap<&'m Id, [u32; COUNTED.len()]>>,
}

impl<'m> Held<'m> {
    fn of(model: &'m Model) -> Self {
        Self { model, counts: OnceCell::new() }
    }

    fn counts(&self) -> &BTreeMap<&'m Id, [u32; COUNTED.len()]> {
        self.counts.get_or_init(|| {
            let mut counts: BTreeMap<&Id, [u32; COUNTED.len()]> = BTreeMap::new();
            for record in self.model.records() {
                let Some(column) = COUNTED.iter().position(|(kind, ..)| *kind == record.kind()) else { continue };
                let around = self.model.ancestry(record.id()).skip(1);
                for holder in around.filter(|around| HOLDING.contains(&around.kind())) {
                    counts.entry(holder.id()).or_default()[column] += 1;
                }
            }
            counts
        })
    }

    /// ", with 2 operations and 1 event": what came or went with an element.
    fn with(&self, record: &Record) -> String {
        if !HOLDING.contains(&record.kind()) {
            return String::new();
        }
        let Some(counts) = self.counts().get(record.id()) else { return String::new() };
        let told = COUNTED.iter().zip(counts).filter(|(_, count)| **count > 0);
        let parts: Vec<String> = told.map(|((_, one, many), count)| counted(*count, one, many)).collect();
        match parts.as_slice() {
            [] => String::new(),
            [one] => format!(", with {one}"),
            [first @ .., last] => format!(", with {} and {last}", first.join(", ")),
        }
    }
}

/// Whether a service, API or store around it is missing in the other state, too: then that is what is told, with how
/// much is in it. Connections are always told, for they are what couples.
fn arrives_within(other: &Model, model: &Model, record: &Record) -> bool {
    let holds = |around: &Record| HOLDING.contains(&around.kind());
    let mut around = model.ancestry(record.id()).skip(1).filter(|around| holds(around));
    record.kind() != Kind::Connection && around.any(|around| other.get(around.id()).is_none())
}

fn line(model: &Model, what: What, record: &Record, more: String) -> (usize, Changed) {
    let kind = record.kind();
    let name = match record {
        Record::Connection(connection) => connected(model, connection),
        Record::Entity(_) => format!("entity {}", spoken(model, record.id())),
        Record::Deployable(deployable) => {
            let topology = deployable.head.home.as_ref().map(|home| spoken(model, home)).unwrap_or_default();
            format!("deployable {} of topology {topology}", visible(&deployable.head.name))
        }
        Record::Waiver(waiver) => format!("waiver of {}: {}", visible(&waiver.rule), visible(&waiver.reason)),
        other => format!("{} {}", words(kind), spoken(model, other.id())),
    };
    let order = KINDS.iter().position(|known| *known == kind).unwrap_or(KINDS.len());
    (order, Changed { what, kind: kind.word(), id: record.id().clone(), text: name + &more })
}

/// How people call a kind.
fn words(kind: Kind) -> &'static str {
    match kind {
        Kind::DataStore => "data store",
        Kind::External => "external system",
        Kind::Api => "API",
        Kind::DataType => "type",
        other => other.word(),
    }
}

/// "orders.place calls inventory.reserve".
fn connected(model: &Model, connection: &Connection) -> String {
    let Connection { head, from, to, kind, .. } = connection;
    let (from, to, connection) = (from.clone(), to.clone(), Some(head.id.clone()));
    proof(model, &Evidence { from, to, kind: kind.word().into(), connection })
}

/// How one element that is in both differs: where it stands, what it is called, what it says.
fn differing((before, old): (&Model, &Record), (now, new): (&Model, &Record)) -> Vec<(usize, Changed)> {
    let mut lines = Vec::new();
    if let (Record::Connection(was), Record::Connection(is)) = (old, new) {
        if (&was.from, &was.to, was.kind) != (&is.from, &is.to, is.kind) {
            lines.push(line(now, What::Moved, new, format!("; before, {}", connected(before, was))));
        }
    } else if old.home() != new.home() {
        let place = |model: &Model, home: Option<&Id>| home.map_or("the design".to_owned(), |home| spoken(model, home));
        let (from, to) = (place(before, old.home()), place(now, new.home()));
        lines.push(line(now, What::Moved, new, format!(", from {from} to {to}")));
    }
    if old.name() != new.name() {
        lines.push(line(now, What::Renamed, new, format!(", before {}", visible(old.name()))));
    }
    if let (Record::Design(was), Record::Design(is)) = (old, new) {
        lines.extend(decided_anew(was, is));
    }
    let mut fields = said_anew(old, new);
    fields.retain(|field| old.kind() != Kind::Design || !["policy", "options"].contains(&field.as_str()));
    if !fields.is_empty() {
        lines.push(line(now, What::Changed, new, format!(": {}", fields.join(", "))));
    }
    lines
}

/// The fields of a record that say something else, without where it stands and what it is called.
fn said_anew(old: &Record, new: &Record) -> Vec<String> {
    if old == new {
        return Vec::new();
    }
    let fields = |record: &Record| -> Vec<(String, Value)> {
        let Ok(Value::Object(outer)) = serde_json::to_value(record) else { return Vec::new() };
        // A record is its kind and what it says; a head stands within.
        let inner = match outer.get("value") {
            Some(Value::Object(value)) => value.clone(),
            _ => outer,
        };
        let mut fields = Vec::new();
        for (name, value) in inner {
            match (name.as_str(), value) {
                ("head", Value::Object(head)) => fields.extend(head),
                // The ends and the kind of a connection are told as its place.
                ("from" | "to" | "kind", _) if record.kind() == Kind::Connection => {}
                (_, value) => fields.push((name, value)),
            }
        }
        fields.retain(|(name, _)| !["id", "name", "home", "rank"].contains(&name.as_str()));
        fields
    };
    let was = fields(old);
    let differs = |(name, value): &(String, Value)| {
        was.iter().find(|(known, _)| known == name).is_none_or(|(_, before)| before != value)
    };
    fields(new).into_iter().filter(differs).map(|(name, _)| name.replace('_', " ")).collect()
}

/// What the policy and the options of the design say anew.
fn decided_anew(was: &Design, is: &Design) -> Vec<(usize, Changed)> {
    let json = |value: Result<Value, serde_json::Error>| match value {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    };
    let differing = |before: Map<String, Value>, now: Map<String, Value>| -> Vec<String> {
        let names: BTreeSet<&String> = before.keys().chain(now.keys()).collect();
        names.into_iter().filter(|name| before.get(*name) != now.get(*name)).cloned().collect()
    };
    let mut policy = Vec::new();
    for field in differing(json(serde_json::to_value(&was.policy)), json(serde_json::to_value(&is.policy))) {
        if field == "rules" {
            let rules = |policy: &Policy| json(serde_json::to_value(&policy.rules));
            let rules = differing(rules(&was.policy), rules(&is.policy));
            policy.extend(rules.into_iter().map(|rule| format!("rule {}", visible(&rule))));
        } else {
            policy.push(field.replace('_', " "));
        }
    }
    let options = differing(json(serde_json::to_value(&was.options)), json(serde_json::to_value(&is.options)));
    let options = options.into_iter().map(|field| field.replace('_', " ")).collect();
    let line = |(kind, fields): (&'static str, Vec<String>)| {
        let (id, text) = (is.head.id.clone(), format!("{kind}: {}", fields.join(", ")));
        (!fields.is_empty()).then_some((0, Changed { what: What::Changed, kind, id, text }))
    };
    [("policy", policy), ("options", options)].into_iter().filter_map(line).collect()
}

/// The circles of dependencies of now whose services were in no circle together before.
fn tangles(before: &Model, now: &Model) -> Vec<Vec<String>> {
    let sets = |model: &Model| -> Vec<BTreeSet<Id>> {
        let found = structure(model);
        let members = |(first, many): &(u32, u32)| {
            found.order.iter().skip(*first as usize).take(*many as usize).cloned().collect()
        };
        found.tangles.iter().map(members).collect()
    };
    let was = sets(before);
    // One that lost a member is no new one.
    let new = sets(now).into_iter().filter(|set| !was.iter().any(|was| set.is_subset(was)));
    new.map(|set| set.iter().map(|id| spoken(now, id)).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::{Changes, What};
    use cleave_model::{Command, ConnectionKind, Draft, Id, Kind, Model, decide};

    fn run(model: &mut Model, command: &Command) {
        let change = decide(model, command).unwrap_or_else(|refusal| panic!("{command:?}: {refusal}"));
        model.apply(&change);
    }

    fn shop() -> Model {
        cleave_text::parse(
            "cleave 1\ndesign shop\ndomain sales {\n service orders {\n  api orders { command place { calls stock.take } }\n }\n}\n\
             domain depot {\n service stock {\n  api stock { command take; query left }\n  store boxes { entity box { id uuid } }\n }\n}\nservice mail",
        )
        .unwrap()
    }

    fn told(change: impl FnOnce(&mut Model)) -> Vec<String> {
        let before = shop();
        let mut now = shop();
        change(&mut now);
        let changes = Changes::between(&before, &now);
        changes.elements.iter().map(|changed| format!("{} {}", changed.what.word(), changed.text)).collect()
    }

    #[test]
    fn nothing_differs_from_itself_and_places_do_not_count() {
        let model = shop();
        assert!(Changes::between(&model, &model).is_empty());
        let moved = told(|model| {
            run(model, &Command::Reorder { id: "operation:stock.left".into(), rank: 0 });
        });
        assert_eq!(moved, [""; 0]);
    }

    #[test]
    fn what_comes_and_goes_is_told_with_what_is_in_it() {
        let removed = told(|model| run(model, &Command::Remove { ids: vec!["service:stock".into()] }));
        assert_eq!(
            removed,
            [
                "Removed service stock, with 2 operations, 1 data store and 1 entity",
                "Removed orders.place calls stock.take"
            ]
        );
        let added = told(|model| {
            run(model, &Command::add(Draft::new(Kind::Service, "returns").within(Id::new("domain:sales"))));
            run(model, &Command::connect(ConnectionKind::Call, "service:returns", "operation:orders.place"));
        });
        assert_eq!(added, ["Added service returns", "Added returns calls orders.place"]);
    }

    #[test]
    fn what_is_renamed_moved_or_says_something_else_stays_itself() {
        let lines = told(|model| {
            run(model, &Command::Rename { id: "service:mail".into(), name: "letters".into() });
            run(model, &Command::Rehome { ids: vec!["service:mail".into()], home: Some("domain:depot".into()) });
            let fields = [("team".to_owned(), "post".into())].into_iter().collect();
            run(model, &Command::Change { id: "service:mail".into(), fields });
        });
        assert_eq!(
            lines,
            [
                "Moved service letters, from the design to depot",
                "Renamed service letters, before mail",
                "Changed service letters: team"
            ]
        );
        let call = shop().connections().next().unwrap().head.id.clone();
        let turned = told(|model| {
            let again = Command::Reconnect {
                id: call.clone(),
                connection: ConnectionKind::Call,
                from: "operation:orders.place".into(),
                to: "operation:stock.left".into(),
            };
            run(model, &again);
        });
        assert_eq!(turned, ["Moved orders.place calls stock.left; before, orders.place calls stock.take"]);
    }

    #[test]
    fn types_topologies_and_what_the_team_allows_are_told() {
        let parse = |more: &str| {
            let text = format!(
                "cleave 1\ndesign shop {{\n policy {{ {} }}\n}}\nservice a {{\n{}\n}}\n{more}",
                if more.is_empty() { "layers ui core" } else { "layers core\nrule cycle-sync severity=warning" },
                if more.is_empty() { "" } else { "type Money {\n amount decimal\n}" },
            );
            cleave_text::parse(&text).unwrap()
        };
        let (before, now) = (parse(""), parse("topology cloud {\n deployable all a\n}"));
        let lines = |before: &Model, now: &Model| -> Vec<String> {
            let elements = Changes::between(before, now).elements;
            elements.iter().map(|changed| format!("{} {}", changed.what.word(), changed.text)).collect()
        };
        assert_eq!(
            lines(&before, &now),
            [
                "Added type a.Money",
                "Added topology cloud, with 1 deployable",
                "Changed policy: layers, rule cycle-sync"
            ]
        );
        let mut later = now.clone();
        let deployable = now.deployables().next().unwrap().head.id.clone();
        let fields = [("replicas".to_owned(), 3.into())].into_iter().collect();
        run(&mut later, &Command::Change { id: deployable, fields });
        assert_eq!(lines(&now, &later), ["Changed deployable all of topology cloud: replicas"]);
    }

    #[test]
    fn a_tangle_that_appears_is_told_and_one_that_was_there_is_not() {
        let before = shop();
        let mut now = shop();
        run(&mut now, &Command::connect(ConnectionKind::Call, "operation:stock.take", "operation:orders.place"));
        let changes = Changes::between(&before, &now);
        assert_eq!(changes.tangles, [["orders", "stock"]]);
        assert_eq!((changes.counts().as_str(), changes.elements[0].what), ("1 added", What::Added));
        let mut later = now.clone();
        run(&mut later, &Command::add(Draft::new(Kind::Service, "more")));
        assert!(Changes::between(&now, &later).tangles.is_empty());
        // One that grows is told, one that becomes smaller is not.
        run(&mut later, &Command::connect(ConnectionKind::Call, "operation:stock.take", "service:mail"));
        run(&mut later, &Command::connect(ConnectionKind::Call, "service:mail", "operation:orders.place"));
        assert_eq!(Changes::between(&now, &later).tangles, [["mail", "orders", "stock"]]);
        assert!(Changes::between(&later, &now).tangles.is_empty());
    }
}
