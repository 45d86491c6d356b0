//! The smoke test of a workspace: one call of every public operation, in whatever topology runs.

use super::print::{Document, NotRust, number};
use crate::blueprint::{Blueprint, Field, Operation, Service, Shape, Ty};
use cleave_model::Scalar;
use quote::quote;
use serde_json::{Map, Value, json};

/// Deeper than anyone nests what must be given; beyond, samples are left empty.
const DEEPEST: u32 = 6;

/// `tests/e2e/tests/smoke.rs`
///
/// # Errors
/// A mistake in this emitter.
pub fn emit(blueprint: &Blueprint) -> Result<String, NotRust> {
    let all = blueprint.services.iter().flat_map(|s| s.operations.iter().map(move |o| (s, o)));
    let calls = all.filter_map(|(service, operation)| {
        let route = operation.route.as_ref()?;
        let (path, body) = sample(blueprint, operation);
        let (method, status, operation_name) =
            (route.verb, number(route.status), format!("{}.{}", service.package, operation.name));
        let declared = statuses(service, operation).into_iter().map(number);
        Some(quote! {
            Call { operation: #operation_name, method: #method, path: #path, body: #body, success: #status, declared: &[#(#declared),*] }
        })
    });
    let mut document = Document::new(
        "One call of every public operation, with made-up values: each answers as the design says, or 501.",
    );
    document.push(quote! { use e2e::{Database, System, Workspace, request}; });
    document.push(quote! {
        /// A request, and what the design lets it answer.
        struct Call {
            operation: &'static str,
            method: &'static str,
            path: &'static str,
            body: &'static str,
            success: u16,
            declared: &'static [u16],
        }

        const CALLS: &[Call] = &[#(#calls),*];

        /// What any operation may answer to values that mean nothing to it.
        const ALWAYS: &[u16] = &[400, 404, 409, 501];

        #[test]
        fn every_public_operation_answers_as_the_design_says() -> Result<(), String> {
            let workspace = Workspace::at(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))?;
            let name = std::env::var("E2E_TOPOLOGY").unwrap_or_else(|_| workspace.default_topology());
            let folder = std::env::temp_dir().join(format!("smoke-{}-{name}", std::process::id()));
            let system = System::start(&workspace.build(&name)?, &folder, &Database::Sqlite)?;
            let mut wrong = Vec::new();
            for call in CALLS {
                let answer = request(system.base(), call.method, call.path, &[], call.body)
                    .map_err(|e| format!("{}: {e}", call.operation))?;
                let known = answer.status == call.success
                    || call.declared.contains(&answer.status)
                    || ALWAYS.contains(&answer.status);
                let form = answer.status < 400 || answer.header("content-type") == "application/problem+json";
                if !known || !form {
                    wrong.push(format!("{}: {} {}", call.operation, answer.status, answer.body));
                }
            }
            wrong.extend(system.stop());
            if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n")) }
        }
    });
    document.print()
}

fn statuses(service: &Service, operation: &Operation) -> Vec<u16> {
    let declared = operation.fails.iter().filter_map(|name| {
        let data_type = service.types.iter().find(|data_type| data_type.name == *name)?;
        match &data_type.shape {
            Shape::Error(error) => Some(error.status),
            _ => None,
        }
    });
    let mut statuses: Vec<u16> = declared.collect();
    statuses.sort_unstable();
    statuses.dedup();
    statuses
}

/// Path with query, and body.
fn sample(blueprint: &Blueprint, operation: &Operation) -> (String, String) {
    let Some(route) = &operation.route else { return (String::new(), String::new()) };
    let in_path: Vec<&str> = route.parameters().collect();
    let textual = matches!(route.verb, "GET" | "DELETE");
    let (mut path, mut query, mut body) = (route.path.clone(), Vec::new(), Map::new());
    for field in &operation.input {
        let value = value(blueprint, &field.ty, DEEPEST);
        if in_path.contains(&field.json.as_str()) {
            path = path.replace(&format!("{{{}}}", field.json), &text(&value));
        } else if field.ty.required().1 {
            continue;
        } else if textual {
            let values = value.as_array().cloned().unwrap_or_else(|| vec![value.clone()]);
            query.extend(values.iter().map(|value| format!("{}={}", encoded(&field.json), text(value))));
        } else {
            body.insert(field.json.clone(), value);
        }
    }
    if !query.is_empty() {
        path = format!("{path}?{}", query.join("&"));
    }
    let body = if textual || body.is_empty() && operation.input.is_empty() {
        String::new()
    } else {
        Value::Object(body).to_string()
    };
    (path, body)
}

fn text(value: &Value) -> String {
    encoded(&value.as_str().map_or_else(|| value.to_string(), str::to_owned))
}

fn encoded(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~".contains(&b);
    text.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

fn value(blueprint: &Blueprint, of: &Ty, left: u32) -> Value {
    let object = |fields: &[Field]| -> Value {
        let given = fields.iter().filter(|field| !field.ty.required().1);
        given
            .map(|field| (field.json.clone(), value(blueprint, &field.ty, left.saturating_sub(1))))
            .collect::<Map<_, _>>()
            .into()
    };
    if left == 0 {
        return Value::Null;
    }
    match of.plain() {
        Ty::Scalar(scalar) => match scalar {
            Scalar::String | Scalar::Text => json!("sample"),
            Scalar::Int | Scalar::Long => json!(1),
            Scalar::Decimal => json!("1.00"),
            Scalar::Bool => json!(true),
            Scalar::Date => json!("2026-01-01"),
            Scalar::Datetime => json!("2026-01-01T00:00:00Z"),
            Scalar::Duration => json!("PT1H"),
            Scalar::Uuid => json!("01890a5d-ac96-774b-bcce-b302099a8057"),
            Scalar::Email => json!("someone@example.com"),
            Scalar::Url => json!("https://example.com"),
            Scalar::Json => json!({}),
            Scalar::Bytes => json!(""),
            Scalar::Money => json!({ "amount": 100, "currency": "EUR" }),
        },
        Ty::List(of) => json!([value(blueprint, of, left - 1)]),
        Ty::Map(of) => json!({ "sample": value(blueprint, of, left - 1) }),
        Ty::Optional(of) => value(blueprint, of, left),
        Ty::Alias(_, of) => value(blueprint, of, left),
        Ty::Struct(named, _) | Ty::Enum(named) => match blueprint.data_type(named).map(|data_type| &data_type.shape) {
            Some(Shape::Struct(fields)) => object(fields),
            Some(Shape::Error(error)) => object(&error.fields),
            Some(Shape::Enum(variants)) => variants.first().map_or(Value::Null, |(word, _)| json!(word)),
            _ => Value::Null,
        },
    }
}
