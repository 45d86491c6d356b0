//! Random values for every field of every record, spelled as commands spell them.

use super::Choices;
use crate::{
    ActorKind, Auth, Camera, Constraints, Delivery, Does, Engine, Field, Filter, Hue, Id, Idempotency, Implementation,
    Index, Kind, Lens, Link, Model, OperationKind, Options, Point, Policy, Replica, Resources, Role, Scalar,
    Sensitivity, Severity, Shape, Timeout, TypeExpr, Verb, Version, Visibility,
    topology::{AllowedOnly, Forbidden, RuleSetting, SelectBy, Selector, Within},
};
use serde::Serialize;
use serde_json::Value;

const NAMES: [&str; 44] = [
    "orders",
    "catalog",
    "payments",
    "place_order",
    "Order",
    "id",
    "sku",
    "a",
    "b",
    "type",
    "crate",
    "Order placed",
    "a.b",
    "b.a",
    "orders.orders",
    "../../etc",
    "\"; rm -rf",
    "注文",
    "x y",
    "*",
    "string",
    "list<string>",
    "`q`",
    "`",
    "@a",
    "x-note",
    "field",
    "tags",
    "#true",
    "true",
    "null",
    "-1",
    "1.5",
    "C:\\temp",
    "{sku}",
    "a=b",
    "e\u{301}👩‍👩‍👧",
    "//c",
    "/-",
    "/*",
    "service:orders",
    "r#\"raw\"#",
    "(t)",
    "\u{200E}mark",
];

const TEXTS: [&str; 13] = [
    "what it is for",
    "",
    "line\nbreak",
    "\r\n\ttab",
    "nul\u{0}and\u{7F}",
    "\u{202E}turned\u{FEFF}",
    "\"\"\"",
    "back\\slash\\",
    " spaces ",
    "a,b;c",
    "<https://example.com/adr/7>",
    "{sku}: {requested} asked",
    "\u{2028}\u{85}\u{C}",
];

/// A name that a record may have, often a hostile one.
pub(super) fn name(choices: &mut Choices) -> String {
    match choices.below(64) {
        at if at < NAMES.len() => NAMES[at].to_owned(),
        44 => "é".repeat(200),
        45 => "🛒".repeat(150),
        n => format!("n{n}"),
    }
}

/// Any text at all.
pub(super) fn text(choices: &mut Choices) -> String {
    if choices.once_in(2) { choices.pick(&TEXTS).to_owned() } else { name(choices) }
}

/// A place on the canvas.
pub(super) fn point(choices: &mut Choices) -> Point {
    Point { x: integer(choices, 4000) - 1000, y: integer(choices, 4000) - 1000 }
}

/// A whole number below the limit.
pub(super) fn integer(choices: &mut Choices, limit: usize) -> i32 {
    i32::try_from(choices.below(limit)).unwrap_or(0)
}

/// A count below the limit.
pub(super) fn number(choices: &mut Choices, limit: usize) -> u32 {
    u32::try_from(choices.below(limit)).unwrap_or(0)
}

fn maybe<T>(choices: &mut Choices, make: impl FnOnce(&mut Choices) -> T) -> Option<T> {
    (!choices.once_in(4)).then(|| make(choices))
}

fn several<T>(choices: &mut Choices, mut make: impl FnMut(&mut Choices) -> T) -> Vec<T> {
    (0..choices.below(4)).map(|_| make(choices)).collect()
}

fn float(choices: &mut Choices) -> f64 {
    choices.pick(&[0.0, 1.0, 3.0, -2.5, 0.1, 1e300, 1.0e-7, 123_456_789.125, f64::MAX, f64::MIN_POSITIVE])
}

fn share(choices: &mut Choices) -> f64 {
    choices.pick(&[0.0, 0.5, 0.999, 0.9995, 1.0])
}

fn pick_id(model: &Model, choices: &mut Choices, kind: Kind) -> Option<Id> {
    super::of_kind(model, choices, kind)
}

/// The types a record in this home would name: its own service's most of the time.
fn type_id(model: &Model, choices: &mut Choices, home: Option<&Id>) -> Option<Id> {
    let service = home.and_then(|home| model.service_of(home)).map(|service| service.head.id.clone());
    let own: Vec<Id> =
        service.iter().flat_map(|of| model.children(Some(of), Kind::DataType)).map(|r| r.id().clone()).collect();
    if own.is_empty() || choices.once_in(4) { pick_id(model, choices, Kind::DataType) } else { choices.some(own) }
}

fn type_expr(model: &Model, choices: &mut Choices, home: Option<&Id>) -> TypeExpr {
    let mut of = match type_id(model, choices, home) {
        Some(id) if choices.once_in(2) => TypeExpr::Named(id),
        _ => TypeExpr::Scalar(choices.pick(Scalar::ALL)),
    };
    for _ in 0..choices.below(4) {
        of = match choices.below(3) {
            0 => TypeExpr::List(Box::new(of)),
            1 => TypeExpr::Map(Box::new(of)),
            _ if matches!(of, TypeExpr::Optional(_)) => of,
            _ => TypeExpr::Optional(Box::new(of)),
        };
    }
    of
}

fn one_field(model: &Model, choices: &mut Choices, home: Option<&Id>) -> Field {
    let mut field = Field::new(name(choices), type_expr(model, choices, home));
    if choices.once_in(3) {
        field.constraints = Constraints {
            min: maybe(choices, float),
            max: maybe(choices, float),
            min_length: maybe(choices, |c| number(c, 9)),
            max_length: maybe(choices, |c| number(c, 300)),
            pattern: maybe(choices, text),
        };
        field.sensitivity = choices.pick(Sensitivity::ALL);
        field.description = maybe(choices, text);
    }
    field
}

fn fields(model: &Model, choices: &mut Choices, home: Option<&Id>) -> Vec<Field> {
    let mut fields = several(choices, |c| one_field(model, c, home));
    let mut seen = std::collections::BTreeSet::new();
    fields.retain(|field| seen.insert(field.name.clone()));
    fields
}

fn shape(model: &Model, choices: &mut Choices, home: Option<&Id>) -> Shape {
    match choices.below(4) {
        0 => Shape::Struct { fields: fields(model, choices, home) },
        1 => {
            let mut values = several(choices, name);
            values.sort();
            values.dedup();
            Shape::Enum { values }
        }
        2 => Shape::Alias { of: type_expr(model, choices, home) },
        _ => Shape::Error {
            status: choices.pick(&[400, 404, 409, 499]),
            message: text(choices),
            fields: fields(model, choices, home),
        },
    }
}

fn version(choices: &mut Choices) -> Version {
    Version { major: number(choices, 300), minor: number(choices, 20) }
}

fn selector(choices: &mut Choices) -> Selector {
    Selector { by: choices.pick(SelectBy::ALL), value: text(choices) }
}

fn policy(choices: &mut Choices) -> Policy {
    let rule = |c: &mut Choices| {
        let limits = |c: &mut Choices| several(c, |c| (text(c), float(c))).into_iter().collect();
        let limits_of = limits(c);
        let severity = |c: &mut Choices| maybe(c, |c| c.pick(Severity::ALL));
        let within = several(c, |c| Within { at: selector(c), severity: severity(c), limits: limits(c) });
        (name(c), RuleSetting { severity: severity(c), limits: limits_of, within })
    };
    Policy {
        rules: several(choices, rule).into_iter().collect(),
        layers: several(choices, text),
        strict_layers: choices.once_in(2),
        forbidden: several(choices, |c| Forbidden {
            name: text(c),
            from: selector(c),
            to: selector(c),
            reachable: c.once_in(2),
            why: maybe(c, text),
        }),
        allowed_only: several(choices, |c| AllowedOnly { from: selector(c), to: several(c, selector) }),
        edge_members: several(choices, selector),
    }
}

fn spelled(value: impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or(Value::Null)
}

/// Says one field of its record's choice: the first of the arms that the choice meets.
macro_rules! one_of {
    ($choices:expr, $($name:literal => $value:expr),+ $(,)?) => {{
        let names = [$($name),+];
        let name = names[$choices.below(names.len())];
        let value = match name { $($name => spelled($value),)+ _ => Value::Null };
        (name.to_owned(), value)
    }};
}

/// A field of a record of this kind, and a value for it.
pub(super) fn field(model: &Model, choices: &mut Choices, kind: Kind, home: Option<&Id>) -> (String, Value) {
    let c = choices;
    if kind != Kind::Placement && c.once_in(6) {
        return one_of!(c,
            "description" => maybe(c, text),
            "tags" => several(c, text),
            "links" => several(c, |c| Link { label: text(c), url: text(c) }),
        );
    }
    match kind {
        Kind::Design => one_of!(c,
            "options" => Options {
                auth: c.once_in(2), broker: c.once_in(2), tracing: c.once_in(2), rate_limit: c.once_in(2),
            },
            "policy" => policy(c),
        ),
        Kind::Domain => one_of!(c, "hue" => maybe(c, |c| c.pick(Hue::ALL))),
        Kind::Service => one_of!(c,
            "team" => maybe(c, text),
            "role" => c.pick(Role::ALL),
            "layer" => maybe(c, text),
            "implementation" => if c.once_in(2) {
                Implementation::Elsewhere { language: maybe(c, text), base_url: maybe(c, text) }
            } else {
                Implementation::Generated
            },
            "availability" => maybe(c, share),
            "slo" => maybe(c, share),
            "replicas" => maybe(c, |c| 1 + number(c, 9)),
            "cleared" => several(c, |c| c.pick(Sensitivity::ALL)),
        ),
        Kind::Api => one_of!(c,
            "version" => maybe(c, version),
            "visibility" => c.pick(Visibility::ALL),
            "auth" => match c.below(3) {
                0 => Auth::NotSaid,
                1 => Auth::None,
                _ => Auth::Bearer { issuer: maybe(c, text), audience: maybe(c, text) },
            },
        ),
        Kind::Operation => one_of!(c,
            "kind" => c.pick(OperationKind::ALL),
            "verb" => maybe(c, |c| c.pick(Verb::ALL)),
            "path" => maybe(c, text),
            "status" => maybe(c, |c| c.pick(&[200u16, 201, 204, 299])),
            "input" => fields(model, c, home),
            "output" => maybe(c, |c| type_expr(model, c, home)),
            "fails" => several(c, |c| type_id(model, c, home)).into_iter().flatten().collect::<Vec<_>>(),
            "scope" => maybe(c, text),
            "timeout" => maybe(c, |c| c.pick(&[0u32, 1, 500, 2000, 60_000, u32::MAX])),
            "idempotent" => maybe(c, |c| c.pick(Idempotency::ALL)),
            "rate" => maybe(c, float),
            "does" => maybe(c, |c| c.pick(Does::ALL)),
            "entity" => pick_id(model, c, Kind::Entity),
            "published" => maybe(c, |c| c.once_in(2)),
        ),
        Kind::DataType => one_of!(c, "shape" => shape(model, c, home)),
        Kind::Event => one_of!(c,
            "fields" => fields(model, c, home),
            "version" => 1 + number(c, 9),
            "key" => None::<String>,
            "sensitivity" => c.pick(Sensitivity::ALL),
            "public" => maybe(c, |c| c.once_in(2)),
        ),
        Kind::DataStore => one_of!(c, "engine" => c.pick(Engine::ALL)),
        Kind::Entity => entity(model, c, home),
        Kind::External => one_of!(c,
            "kind" => maybe(c, text),
            "base_url" => maybe(c, text),
            "operations" => several(c, text),
            "cleared" => several(c, |c| c.pick(Sensitivity::ALL)),
        ),
        Kind::Actor => one_of!(c, "kind" => c.pick(ActorKind::ALL)),
        Kind::Note => one_of!(c, "text" => text(c), "about" => super::any(model, c)),
        Kind::Connection => one_of!(c,
            "version" => maybe(c, version),
            "data" => several(c, |c| c.pick(Sensitivity::ALL)),
            "timeout" => maybe(c, |c| c.pick(&[Timeout::No, Timeout::Yes, Timeout::After(0), Timeout::After(1500)])),
            "retries" => maybe(c, |c| number(c, 9)),
            "breaker" => maybe(c, |c| c.once_in(2)),
            "discovery" => maybe(c, |c| c.once_in(2)),
            "encrypted" => maybe(c, |c| c.once_in(2)),
            "authenticated" => maybe(c, |c| c.once_in(2)),
            "ordered" => maybe(c, |c| c.once_in(2)),
            "optional" => maybe(c, |c| c.once_in(2)),
        ),
        Kind::Topology => one_of!(c,
            "default" => c.once_in(2),
            "database" => maybe(c, text),
            "broker" => maybe(c, text),
            "tls" => maybe(c, |c| c.once_in(2)),
            "delivery" => several(c, |c| c.pick(Delivery::ALL)),
        ),
        Kind::Deployable => one_of!(c,
            "replicas" => maybe(c, |c| 1 + number(c, 9)),
            "port" => maybe(c, |c| c.pick(&[1024u16, 8080, 64535])),
            "resources" => maybe(c, |c| Resources {
                cpu_millis: maybe(c, |c| number(c, 4000)), memory_mib: maybe(c, |c| number(c, 4000)),
            }),
        ),
        Kind::Waiver => one_of!(c,
            "rule" => text(c),
            "fingerprint" => text(c),
            "owner" => maybe(c, text),
            "reason" => text(c),
            "adr" => maybe(c, text),
            "granted" => maybe(c, text),
            "expires" => maybe(c, text),
            "evidence" => maybe(c, |c| number(c, 99)),
        ),
        Kind::View => one_of!(c,
            "filter" => match c.below(4) {
                0 => Filter::All,
                1 => pick_id(model, c, Kind::Domain).map_or(Filter::All, Filter::Domain),
                2 => pick_id(model, c, Kind::Service).map_or(Filter::All, Filter::Service),
                _ => pick_id(model, c, Kind::Operation).map_or(Filter::All, Filter::Flow),
            },
            "lens" => maybe(c, |c| c.pick(Lens::ALL)),
            "camera" => maybe(c, |c| Camera { x: integer(c, 900), y: -integer(c, 900), zoom: 5 + number(c, 395) }),
        ),
        Kind::Placement => ("locked".into(), Value::Bool(true)),
    }
}

fn entity(model: &Model, c: &mut Choices, home: Option<&Id>) -> (String, Value) {
    let known: Vec<String> = model
        .entities()
        .filter(|entity| entity.head.home.as_ref() == home)
        .flat_map(|entity| entity.fields.iter().map(|field| field.name.clone()))
        .collect();
    let some = |c: &mut Choices| -> Vec<String> {
        let at = c.below(known.len().max(1));
        known.iter().skip(at).take(2).cloned().collect()
    };
    one_of!(c,
        "fields" => fields(model, c, home),
        "key" => some(c),
        "indexes" => several(c, |c| Index { fields: some(c), unique: c.once_in(2) }),
        "replica" => maybe(c, |c| Replica {
            entity: pick_id(model, c, Kind::Entity), event: pick_id(model, c, Kind::Event),
        }),
    )
}
