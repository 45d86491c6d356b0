//! The smaller parts of records: heads, fields, types, connections' words, options and policy.

use crate::entries::{Entries, Page};
use crate::names::Names;
use crate::syntax::{At, Entry};
use crate::types::{self, Miss};
use crate::words::{FIELD_PROPERTIES, FIELD_WORD, is_foreign};
use cleave_model::{
    ConnectionKind, Constraints, Field, Head, Id, Options, Policy, Sensitivity, Severity, TypeExpr,
    topology::{AllowedOnly, Forbidden, RuleSetting, SelectBy, Selector, Within},
};
use std::collections::BTreeMap;

/// The words of connections, in the order of the kinds.
const CONNECTIONS: [(&str, ConnectionKind); 8] = [
    ("calls", ConnectionKind::Call),
    ("publishes", ConnectionKind::Publish),
    ("subscribes", ConnectionKind::Subscribe),
    ("reads", ConnectionKind::Read),
    ("writes", ConnectionKind::Write),
    ("uses", ConnectionKind::Use),
    ("depends", ConnectionKind::Depend),
    ("releases-with", ConnectionKind::ReleaseWith),
];

/// What a connection's word says.
pub(crate) fn connection(word: &str) -> Option<ConnectionKind> {
    CONNECTIONS.iter().find(|(known, _)| *known == word).map(|(_, kind)| *kind)
}

/// How a connection of this kind is written.
pub(crate) fn connection_word(kind: ConnectionKind) -> &'static str {
    CONNECTIONS.iter().find(|(_, known)| *known == kind).map_or("calls", |(word, _)| word)
}

/// What every record says of itself.
pub(super) fn head(entries: Entries, id: Id, name: &str, home: Option<Id>, rank: u32) -> Head {
    Head {
        id,
        name: name.to_owned(),
        description: entries.text("description"),
        tags: entries.list("tags"),
        links: entries.links("links"),
        home,
        rank,
    }
}

/// The one child of this word.
pub(super) fn child(page: &Page, at: At, word: &str) -> Option<At> {
    page.node(at).children.iter().copied().find(|child| page.node(*child).name.value == word)
}

/// The type that an argument says.
pub(super) fn type_of(
    page: &Page,
    names: &Names,
    service: Option<&Id>,
    entries: Entries,
    entry: &Entry,
) -> Option<TypeExpr> {
    let crate::syntax::Value::Text(text) = &entry.value else {
        let written = &page.source[entry.at.clone()];
        page.tell(entry.at.clone(), format!("{written} is not a type"), "For example string, int or list<Order>");
        return None;
    };
    let _ = entries;
    let short: String = text.chars().take(60).collect();
    match types::parse(names, service, text) {
        Ok(of) => Some(of),
        Err(Miss::Form) => {
            let hint = "For example string, int, Order?, list<Order> or \"map<string, money>\"";
            page.tell(entry.at.clone(), format!("{short} is not a type"), hint);
            None
        }
        Err(Miss::Deep) => {
            let hint = "Give the inner part a name of its own";
            page.tell(entry.at.clone(), "This type nests more than 8 levels", hint);
            None
        }
        // The widest thing it could be, so that the field is not lost.
        Err(Miss::Unknown(name)) if page.leave_out(&name) => Some(TypeExpr::Scalar(cleave_model::Scalar::Json)),
        Err(Miss::Unknown(name)) => {
            let short: String = name.chars().take(60).collect();
            let hint = if page.is_full() { String::new() } else { type_hint(names, service, &name) };
            page.tell(entry.at.clone(), format!("There is no type {short}"), hint);
            None
        }
    }
}

fn type_hint(names: &Names, service: Option<&Id>, name: &str) -> String {
    let scalars: Vec<&str> = cleave_model::Scalar::ALL.iter().map(|scalar| scalar.word()).collect();
    let scalar = crate::names::nearest(name, scalars.iter().copied()).map(str::to_owned);
    match scalar.or_else(|| names.nearest(service, &[cleave_model::Kind::DataType], name)) {
        Some(near) => format!("Did you mean {near}?"),
        None => "Types of another service are written service.Type".into(),
    }
}

/// The fields of a block.
pub(super) fn fields(page: &Page, names: &Names, service: Option<&Id>, at: At) -> Vec<Field> {
    let mut fields: Vec<Field> = Vec::new();
    for child in &page.node(at).children {
        if let Some(field) = field(page, names, service, *child) {
            let node = page.node(*child);
            if fields.iter().any(|other| other.name == field.name) {
                let message = format!("There is already a field called {}", field.name);
                page.tell(node.name.span.clone(), message, "Choose another name");
            }
            fields.push(field);
        }
    }
    fields
}

fn field(page: &Page, names: &Names, service: Option<&Id>, at: At) -> Option<Field> {
    let node = page.node(at);
    let entries = page.entries(at);
    let word = node.name.value.as_str();
    if is_foreign(word) || matches!(word, "@index" | "@unique") {
        return None;
    }
    let named = word == FIELD_WORD;
    if word.starts_with('@') && !named {
        page.unknown(node.name.span.clone(), "There is no word", word, ["@field", "@index", "@unique"].into_iter());
        return None;
    }
    entries.check(FIELD_PROPERTIES, if named { 2 } else { 1 });
    if let Some(child) = node.children.first() {
        let hint = "Declare a type and name it here";
        page.tell(page.node(*child).name.span.clone(), "A field has no block", hint);
    }
    let name = if named { entries.argument(0, "field's name")? } else { word };
    let Some(entry) = entries.arguments().nth(usize::from(named)) else {
        let hint = format!("Write it after the name, for example {} string", crate::spelling::text(name));
        page.tell(node.name.span.clone(), format!("The type of {name} is missing"), hint);
        return None;
    };
    let of = type_of(page, names, service, entries, entry)?;
    Some(Field {
        name: name.to_owned(),
        of,
        constraints: Constraints {
            min: entries.number("min"),
            max: entries.number("max"),
            min_length: entries.whole("min-length"),
            max_length: entries.whole("max-length"),
            pattern: entries.text("pattern"),
        },
        sensitivity: entries.one_of("sensitivity", Sensitivity::ALL, Sensitivity::word).unwrap_or(Sensitivity::None),
        description: entries.text("description"),
    })
}

/// The names a node's arguments say.
pub(super) fn texts(entries: Entries, skip: usize) -> Vec<String> {
    entries.arguments().skip(skip).filter_map(|entry| entries.as_text(entry)).map(str::to_owned).collect()
}

/// What changes generated code.
pub(super) fn options(page: &Page, at: At) -> Options {
    let entries = page.entries(at);
    let said = |key: &str| entries.truth(key).unwrap_or(false);
    Options { auth: said("auth"), broker: said("broker"), tracing: said("tracing"), rate_limit: said("rate-limit") }
}

/// Which coupling the team allows.
pub(super) fn policy(page: &Page, at: At) -> Policy {
    let mut policy =
        Policy { strict_layers: page.entries(at).truth("strict-layers").unwrap_or(false), ..Policy::default() };
    for child in &page.node(at).children {
        let entries = page.entries(*child);
        match page.node(*child).name.value.as_str() {
            "layers" => policy.layers = texts(entries, 0),
            "rule" => {
                let Some(name) = entries.argument(0, "rule's name") else { continue };
                let severity = entries.one_of("severity", Severity::ALL, Severity::word);
                let setting = RuleSetting { severity, limits: limits(page, *child), within: within(page, *child) };
                if policy.rules.insert(name.to_owned(), setting).is_some() {
                    let message = format!("The rule {name} stands there twice");
                    page.tell(entries.node.span.clone(), message, "Put both into one");
                }
            }
            "forbid" => {
                let name = entries.arguments().next().and_then(|entry| entries.as_text(entry)).unwrap_or_default();
                if let (Some(from), Some(to)) = (selector_in(entries, "from"), selector_in(entries, "to")) {
                    policy.forbidden.push(Forbidden {
                        name: name.to_owned(),
                        from,
                        to,
                        reachable: entries.truth("reachable").unwrap_or(false),
                        why: entries.text("why"),
                    });
                }
            }
            "allow-only" => {
                let from = entries.argument(0, "selector").and_then(|_| entries.arguments().next());
                let to = page.node(*child).children.iter().filter(|to| page.node(**to).name.value == "to");
                let to = to.filter_map(|to| {
                    let entries = page.entries(*to);
                    entries.argument(0, "selector")?;
                    selector(entries, entries.arguments().next()?)
                });
                let to: Vec<Selector> = to.collect();
                if let Some(from) = from.and_then(|entry| selector(entries, entry)) {
                    policy.allowed_only.push(AllowedOnly { from, to });
                }
            }
            "edge" => policy.edge_members.extend(entries.arguments().filter_map(|entry| selector(entries, entry))),
            _ => {}
        }
    }
    policy
}

fn limits(page: &Page, at: At) -> BTreeMap<String, f64> {
    let mut limits = BTreeMap::new();
    for child in page.node(at).children.iter().filter(|child| page.node(**child).name.value == "limit") {
        let entries = page.entries(*child);
        let Some(name) = entries.argument(0, "limit's name") else { continue };
        let Some(entry) = entries.arguments().nth(1) else {
            page.tell(entries.node.span.clone(), format!("The limit {name} says no number"), "For example limit max 3");
            continue;
        };
        let Some(number) = entries.as_number(entry) else { continue };
        if limits.insert(name.to_owned(), number).is_some() {
            page.tell(
                entries.node.span.clone(),
                format!("The limit {name} stands there twice"),
                "Remove one of the two",
            );
        }
    }
    limits
}

fn within(page: &Page, at: At) -> Vec<Within> {
    let lines = page.node(at).children.iter().filter(|child| page.node(**child).name.value == "within");
    let read = lines.filter_map(|child| {
        let entries = page.entries(*child);
        entries.argument(0, "selector")?;
        let at = selector(entries, entries.arguments().next()?)?;
        let severity = entries.one_of("severity", Severity::ALL, Severity::word);
        Some(Within { at, severity, limits: limits(page, *child) })
    });
    read.collect()
}

fn selector_in(entries: Entries, key: &str) -> Option<Selector> {
    let Some(entry) = entries.property(key) else {
        let hint = "Write forbid from=\"domain:a\" to=\"domain:b\"";
        entries.page.tell(entries.node.span.clone(), format!("The property {key} is missing"), hint);
        return None;
    };
    selector(entries, entry)
}

fn selector(entries: Entries, entry: &Entry) -> Option<Selector> {
    let crate::syntax::Value::Text(text) = &entry.value else {
        entries.page.tell(entry.at.clone(), "This is not a selector", "For example \"tag:pci\" or \"domain:sales\"");
        return None;
    };
    let read = text
        .split_once(':')
        .and_then(|(by, value)| Some(Selector { by: SelectBy::from_word(by)?, value: value.to_owned() }));
    if read.is_none() {
        let known: Vec<&str> = SelectBy::ALL.iter().map(|by| by.word()).collect();
        let hint = format!("Write one of {} before a colon, for example \"domain:sales\"", known.join(", "));
        entries.page.tell(entry.at.clone(), "This is not a selector", hint);
    }
    read
}
