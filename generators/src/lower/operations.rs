//! Operations: what they are given, what they answer, how they are reached, and the steps the design draws.

use super::{Lowering, types};
use crate::blueprint::{HttpRoute, Operation, Service, Shape, Ty, is_text};
use crate::emit::print::clean;
use crate::gap::shown;
use crate::naming::{self, Words, plural};
use cleave_model::{
    Api, Connection, ConnectionKind, Does, Id, Idempotency, OperationKind, Record, Shape as Drawn, Timeout, Verb,
    Visibility,
};

/// What an operation may take where the design does not say, ms.
const TIMEOUT: u32 = 5000;

pub(super) fn lower(lowering: &mut Lowering<'_>, services: &mut [Service]) {
    for service in services {
        let drawn: Vec<_> = lowering.model.operations_of(&service.id).cloned().collect();
        for operation in &drawn {
            if let Some(operation) = one(lowering, service, operation) {
                service.operations.push(operation);
            }
        }
        service.contract_needs = types::needs(service);
    }
}

fn one(lowering: &mut Lowering<'_>, service: &Service, drawn: &cleave_model::Operation) -> Option<Operation> {
    let id = &drawn.head.id;
    let words = naming::function(&drawn.head.name).ok()?;
    let input = types::fields(lowering, id, &drawn.input);
    let output = drawn.output.as_ref().and_then(|of| types::ty(lowering, id, of));
    let fails = drawn.fails.iter().filter_map(|error| declared(lowering, service, id, error)).collect();
    let api = drawn.head.home.as_ref().and_then(|home| lowering.model.api(home));
    let public = api.is_some_and(|api: &Api| api.visibility == Visibility::Public);
    let is_query = drawn.kind == OperationKind::Query;
    let mut operation = Operation {
        id: id.clone(),
        title: drawn.head.name.clone(),
        name: words.snake(),
        pascal: words.pascal(),
        description: drawn.head.description.clone(),
        is_query,
        timeout: drawn.timeout.unwrap_or(TIMEOUT),
        idempotency: drawn.idempotent.unwrap_or(if is_query { Idempotency::Yes } else { Idempotency::No }),
        input,
        output,
        fails,
        route: None,
        steps: lowering.model.outgoing(id).filter_map(|connection| step(lowering, service, connection)).collect(),
        crud: None,
    };
    if public && service.is_hosted() {
        operation.route = route(lowering, service, drawn, &operation);
    }
    Some(operation)
}

/// The name of a declared error of the same service, or a gap.
fn declared(lowering: &mut Lowering<'_>, service: &Service, place: &Id, error: &Id) -> Option<String> {
    let model = lowering.model;
    let data_type = model.data_type(error)?;
    if !matches!(data_type.shape, Drawn::Error { .. }) {
        let message = format!("it fails with {}, which is not an error", shown(&model.path(error)));
        lowering.gap(place, message, "Make the type an error, with a status and a message");
        return None;
    }
    if model.service_of(error).is_none_or(|owner| owner.head.id != service.id) {
        let message = format!("it fails with {}, an error of another service", shown(&model.path(error)));
        lowering.gap(place, message, "Declare an error of its own and turn the other's into it");
        return None;
    }
    naming::type_name(&data_type.head.name).ok().map(|words| words.pascal())
}

/// One connection in words.
fn step(lowering: &Lowering<'_>, service: &Service, connection: &Connection) -> Option<String> {
    let model = lowering.model;
    let own = model.service_of(&connection.to).is_some_and(|owner| owner.head.id == service.id);
    let path = model.path(&connection.to);
    let name = if own { model.get(&connection.to).map_or("", Record::name) } else { path.as_str() };
    let verb = match connection.kind {
        ConnectionKind::Call if model.external(&connection.to).is_some() => "calls the external system",
        ConnectionKind::Call => "calls",
        ConnectionKind::Publish => "publishes",
        ConnectionKind::Subscribe => "subscribes to",
        ConnectionKind::Read => "reads",
        ConnectionKind::Write => "writes",
        _ => return None,
    };
    let mut said = Vec::new();
    if let Some(Timeout::After(ms)) = connection.timeout {
        said.push(format!("timeout {ms} ms"));
    }
    if let Some(retries) = connection.retries {
        said.push(if retries == 1 { "1 retry".to_owned() } else { format!("{retries} retries") });
    }
    if connection.optional == Some(true) {
        said.push("optional: has a fallback".to_owned());
    }
    let foreign = matches!(connection.kind, ConnectionKind::Read | ConnectionKind::Write) && !own;
    if foreign {
        said.push("out of reach: a service sees only its own store".to_owned());
    }
    let said = if said.is_empty() { String::new() } else { format!(" ({})", said.join(", ")) };
    let text = connection.head.description.as_ref().map_or_else(String::new, |text| format!(": {text}"));
    Some(one_line(&format!("{verb} {name}{said}{text}")))
}

/// For comments: without line breaks, and no longer than one reads.
fn one_line(text: &str) -> String {
    let line = clean(text);
    let mut cut: String = line.chars().take(200).collect();
    if cut.len() < line.len() {
        cut.push('…');
    }
    cut
}

fn route(
    lowering: &mut Lowering<'_>,
    service: &Service,
    drawn: &cleave_model::Operation,
    operation: &Operation,
) -> Option<HttpRoute> {
    let id = &drawn.head.id;
    let does = drawn.does.filter(|_| drawn.entity.is_some());
    let plain = operation.input.iter().all(|field| in_query(&field.ty));
    let verb = drawn.verb.unwrap_or(match does {
        Some(Does::Get | Does::List) => Verb::Get,
        Some(Does::Create) => Verb::Post,
        Some(Does::Update) => Verb::Put,
        Some(Does::Delete) => Verb::Delete,
        None if operation.is_query && plain => Verb::Get,
        None => Verb::Post,
    });
    let path = match (&drawn.path, does, &drawn.entity) {
        (Some(path), ..) => path.clone(),
        (None, Some(does), Some(entity)) => crud_path(lowering, service, does, entity)?,
        _ => format!("/{}/{}", service.package, operation.name),
    };
    let status = drawn.status.unwrap_or(match (does, &operation.output) {
        (Some(Does::Create), Some(_)) => 201,
        (_, Some(_)) => 200,
        (_, None) => 204,
    });
    if let Err(what) = sound(&path) {
        lowering.gap(id, format!("its path {} {what}", shown(&path)), "Write it like /orders/{id}");
        return None;
    }
    let route = HttpRoute { verb: verb.word(), path, status };
    for parameter in route.parameters() {
        match operation.input.iter().find(|field| field.json == parameter) {
            Some(field) if is_scalar(&field.ty) => {}
            Some(_) => {
                let message = format!("the input {parameter} stands in its path and is not a scalar");
                lowering.gap(id, message, "Take it out of the path or give it a scalar type");
            }
            None => {
                let message = format!("its path names {{{parameter}}} and there is no such input");
                lowering.gap(id, message, format!("Add an input {parameter} or change the path"));
            }
        }
    }
    let in_path: Vec<&str> = route.parameters().collect();
    let textual = matches!(verb, Verb::Get | Verb::Delete);
    for field in operation.input.iter().filter(|field| !in_path.contains(&field.json.as_str())) {
        if textual && !in_query(&field.ty) {
            let message =
                format!("the input {} cannot be written in the query string of a {}", shown(&field.json), verb);
            lowering.gap(id, message, "Make it a POST, or give the input a scalar type");
        }
    }
    Some(route)
}

/// The usual path of a collection or of an item in it.
fn crud_path(lowering: &Lowering<'_>, service: &Service, does: Does, entity: &Id) -> Option<String> {
    let entity = lowering.model.entity(entity)?;
    let many = plural(&Words::of(&entity.head.name).ok()?.kebab());
    let collection = if many == service.package || service.package == Words::of(&entity.head.name).ok()?.kebab() {
        format!("/{}", service.package)
    } else {
        format!("/{}/{many}", service.package)
    };
    let item = || entity.key.iter().map(|key| format!("/{{{key}}}")).collect::<String>();
    Some(match does {
        Does::List | Does::Create => collection,
        Does::Get | Does::Update | Does::Delete => format!("{collection}{}", item()),
    })
}

/// Whether a path can be one of the server's: segments of plain characters or one name in braces.
fn sound(path: &str) -> Result<(), &'static str> {
    let Some(rest) = path.strip_prefix('/') else { return Err("does not begin with a slash") };
    if path == "/openapi.json" {
        return Err("is where the description of the interface stands");
    }
    if path.len() > 1000 {
        return Err("is too long");
    }
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._~!$&'()+,;=@%".contains(c);
    let mut seen = Vec::new();
    let parts: Vec<&str> = rest.split('/').collect();
    for (i, part) in parts.iter().enumerate() {
        if let Some(name) = part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
            if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-') {
                return Err("has a parameter whose name is not letters, digits and _");
            }
            if seen.contains(&name) {
                return Err("names a parameter twice");
            }
            seen.push(name);
        } else if part.is_empty() && (i + 1 < parts.len() || parts.len() > 1) {
            return Err("has an empty segment");
        } else if matches!(*part, "." | "..") || !part.chars().all(plain) {
            return Err("has characters that no path can hold");
        }
    }
    Ok(())
}

/// Whether values can stand in a path.
fn is_scalar(of: &Ty) -> bool {
    match of.plain() {
        Ty::Scalar(scalar) => {
            is_text(*scalar) || !matches!(scalar, cleave_model::Scalar::Json | cleave_model::Scalar::Money)
        }
        Ty::Enum(_) => true,
        _ => false,
    }
}

/// Whether values can stand in a query string: scalars and lists of them.
fn in_query(of: &Ty) -> bool {
    match of.required().0.plain() {
        Ty::List(of) => is_scalar(of),
        of => is_scalar(of),
    }
}

/// The shape of a struct of some contract.
pub(super) fn struct_fields<'s>(
    services: &'s [Service],
    named: &crate::blueprint::TypeRef,
) -> Option<&'s [crate::blueprint::Field]> {
    let service = services.iter().find(|service| service.module == named.module)?;
    let data_type = service.types.iter().find(|data_type| data_type.name == named.name)?;
    match &data_type.shape {
        Shape::Struct(fields) => Some(fields),
        Shape::Error(error) => Some(&error.fields),
        _ => None,
    }
}
