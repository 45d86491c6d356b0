//! Contracts: the types and events of each service, with their fields and rules.

use super::{Lowering, Taken};
use crate::blueprint::{DataType, ErrorShape, Event, Field, MessagePart, Service, Shape, Ty, TypeRef, is_text};
use crate::gap::shown;
use crate::naming::{self, Words};
use cleave_model::{Constraints, Id, Kind, Record, Scalar, Shape as Drawn, TypeExpr};
use std::collections::{BTreeMap, BTreeSet};

/// More aliases of aliases than anyone draws; beyond, they go in a circle.
const LONGEST_CHAIN: usize = 16;

/// One service for each name, with types and events and nothing else yet.
pub(super) fn lower(lowering: &mut Lowering<'_>) -> Vec<Service> {
    let names = lowering.names.clone();
    let mut by_package: Vec<(String, Id, Words)> =
        names.into_iter().map(|(id, words)| (words.kebab(), id, words)).collect();
    by_package.sort();
    let mut services = Vec::new();
    for (package, id, words) in by_package {
        let Some(drawn) = lowering.model.service(&id) else { continue };
        let mut service = Service {
            title: drawn.head.name.clone(),
            module: words.snake(),
            pascal: words.pascal(),
            main_type: words.pascal(),
            description: drawn.head.description.clone(),
            elsewhere: lowering.elsewhere(&id),
            package,
            types: Vec::new(),
            events: Vec::new(),
            operations: Vec::new(),
            tables: Vec::new(),
            has_store: false,
            calls: Vec::new(),
            callers: Vec::new(),
            subscriptions: Vec::new(),
            deliveries: Vec::new(),
            contract_needs: BTreeSet::new(),
            id,
        };
        contract(lowering, &mut service);
        services.push(service);
    }
    note_rules(&mut services);
    services
}

fn contract(lowering: &mut Lowering<'_>, service: &mut Service) {
    let model = lowering.model;
    let mut taken = Taken::default();
    let mut types = Vec::new();
    for data_type in model.children(Some(&service.id), Kind::DataType).filter_map(Record::as_data_type) {
        let id = &data_type.head.id;
        let Some(words) = lowering.words(id, naming::type_name(&data_type.head.name)) else { continue };
        if !taken.take(lowering, &words.pascal(), id) {
            continue;
        }
        let shape = match &data_type.shape {
            Drawn::Struct { fields } => Shape::Struct(self::fields(lowering, id, fields)),
            Drawn::Enum { values } => Shape::Enum(variants(lowering, id, values)),
            Drawn::Alias { of } => match ty(lowering, id, of) {
                Some(of) => Shape::Alias(of),
                None => continue,
            },
            Drawn::Error { status, message, fields } => {
                let fields = self::fields(lowering, id, fields);
                Shape::Error(ErrorShape {
                    status: *status,
                    message: message_parts(lowering, id, message, &fields),
                    fields,
                    code: format!("{}.{}", service.module, words.snake()),
                    uri: format!("urn:problem:{}:{}:{}", lowering.slug, service.package, words.snake()),
                    title: words.sentence(),
                })
            }
        };
        types.push(DataType {
            name: words.pascal(),
            description: data_type.head.description.clone(),
            shape,
            has_rules: false,
        });
    }
    types.sort_by(|a, b| a.name.cmp(&b.name));
    service.types = types;

    let mut events = Vec::new();
    for event in model.children(Some(&service.id), Kind::Event).filter_map(Record::as_event) {
        let id = &event.head.id;
        let Some(words) = lowering.words(id, naming::type_name(&event.head.name)) else { continue };
        if !taken.take(lowering, &words.pascal(), id) {
            continue;
        }
        let key = event.key.as_ref().and_then(|key| event.fields.iter().position(|field| field.name == *key));
        events.push(Event {
            id: id.clone(),
            name: words.pascal(),
            description: event.head.description.clone(),
            event_type: format!("{}.{}.{}.v{}", lowering.slug, service.package, words.pascal(), event.version),
            source: format!("/{}/{}", lowering.slug, service.package),
            key,
            fields: self::fields(lowering, id, &event.fields),
        });
    }
    events.sort_by(|a, b| a.name.cmp(&b.name));
    service.events = events;

    // The names that are made from those of operations and entities share the crate's name space with the types.
    for operation in model.operations_of(&service.id) {
        let id = &operation.head.id;
        let Some(words) = lowering.words(id, naming::function(&operation.head.name)) else { continue };
        for made in ["Request", "Error"] {
            taken.take(lowering, &format!("{}{made}", words.pascal()), id);
        }
        taken.take(lowering, &words.upper(), id);
    }
    for entity in entities(lowering, &service.id) {
        let name = model.get(&entity).map_or("", Record::name);
        let Ok(words) = Words::of(name) else { continue };
        for made in ["Row", "Rows"] {
            taken.take(lowering, &format!("{}{made}", words.pascal()), &entity);
        }
    }
    let id = service.id.clone();
    for made in ["Api", "Subscriber"] {
        taken.take(lowering, &format!("{}{made}", service.pascal), &id);
    }
    if !taken.is_free(&service.main_type) {
        service.main_type = format!("{}Service", service.pascal);
        taken.take(lowering, &service.main_type.clone(), &id);
    }
    service.contract_needs = needs(service);
}

/// The entities of the relational stores of a service, in order.
pub(super) fn entities(lowering: &Lowering<'_>, service: &Id) -> Vec<Id> {
    let model = lowering.model;
    let stores = model.children(Some(service), Kind::DataStore).filter_map(Record::as_data_store);
    stores
        .filter(|store| store.engine == cleave_model::Engine::Relational)
        .flat_map(|store| model.children(Some(&store.head.id), Kind::Entity))
        .map(|entity| entity.id().clone())
        .collect()
}

/// The contracts that a service's types and events mention, except its own.
pub(super) fn needs(service: &Service) -> BTreeSet<String> {
    let mut modules = BTreeSet::new();
    for data_type in &service.types {
        match &data_type.shape {
            Shape::Struct(fields) => fields.iter().for_each(|field| mentioned(&field.ty, &mut modules)),
            Shape::Error(error) => error.fields.iter().for_each(|field| mentioned(&field.ty, &mut modules)),
            Shape::Alias(of) => mentioned(of, &mut modules),
            Shape::Enum(_) => {}
        }
    }
    for field in service.events.iter().flat_map(|event| &event.fields) {
        mentioned(&field.ty, &mut modules);
    }
    for operation in &service.operations {
        operation.input.iter().for_each(|field| mentioned(&field.ty, &mut modules));
        operation.output.iter().for_each(|of| mentioned(of, &mut modules));
    }
    modules.remove(&service.module);
    modules.into_iter().map(|module| module.replace('_', "-")).collect()
}

/// The modules of the types named in a type.
pub(crate) fn mentioned(of: &Ty, modules: &mut BTreeSet<String>) {
    let mut at = of;
    loop {
        match at {
            Ty::Scalar(_) => return,
            Ty::List(of) | Ty::Map(of) | Ty::Optional(of) => at = of,
            Ty::Struct(named, _) | Ty::Enum(named) | Ty::Alias(named, _) => {
                modules.insert(named.module.clone());
                return;
            }
        }
    }
}

/// The fields of a record, in order.
pub(super) fn fields(lowering: &mut Lowering<'_>, place: &Id, drawn: &[cleave_model::Field]) -> Vec<Field> {
    let mut taken: BTreeMap<String, &str> = BTreeMap::new();
    let mut fields = Vec::new();
    for field in drawn {
        let words = Words::of(&field.name);
        let Some(words) = lowering.inner_words(place, "field", &field.name, words) else { continue };
        let name = words.snake();
        if let Some(other) = taken.insert(name.clone(), &field.name) {
            let message =
                format!("the fields {} and {} would both be called {name} in Rust", shown(other), shown(&field.name));
            lowering.gap(place, message, "Rename one of the two");
            continue;
        }
        check_pattern(lowering, place, field);
        let Some(ty) = ty(lowering, place, &field.of) else { continue };
        fields.push(Field {
            json: field.name.clone(),
            name,
            ty,
            description: field.description.clone(),
            rules: field.constraints.clone(),
        });
    }
    fields
}

fn check_pattern(lowering: &mut Lowering<'_>, place: &Id, field: &cleave_model::Field) {
    let Some(pattern) = &field.constraints.pattern else { return };
    if let Err(error) = regex_lite::Regex::new(&whole(pattern)) {
        let message = format!("the pattern of the field {} is not a regular expression: {error}", shown(&field.name));
        lowering.gap(place, message, "Correct the pattern");
    }
}

/// The pattern as it must match the whole text.
pub(crate) fn whole(pattern: &str) -> String {
    format!("^(?:{pattern})$")
}

fn variants(lowering: &mut Lowering<'_>, place: &Id, values: &[String]) -> Vec<(String, String)> {
    if values.is_empty() {
        lowering.gap(place, "the enum has no words", "Give it at least one");
    }
    let mut taken: BTreeMap<String, &str> = BTreeMap::new();
    let mut variants = Vec::new();
    for value in values {
        let pascal = Words::lenient(value).pascal();
        let plain = pascal.starts_with(|c: char| c.is_ascii_alphabetic()) && pascal != "Self";
        let name = if plain { pascal } else { format!("V{pascal}") };
        if let Some(other) = taken.insert(name.clone(), value) {
            let message =
                format!("the words {} and {} would both be called {name} in Rust", shown(other), shown(value));
            lowering.gap(place, message, "Change one of the two");
        }
        variants.push((value.clone(), name));
    }
    variants
}

/// A type in terms of Rust, or a gap.
pub(super) fn ty(lowering: &mut Lowering<'_>, place: &Id, of: &TypeExpr) -> Option<Ty> {
    chained(lowering, place, of, 0)
}

/// The depth of recursion is bounded: a type nests 8 levels at most, a chain of aliases [`LONGEST_CHAIN`].
fn chained(lowering: &mut Lowering<'_>, place: &Id, of: &TypeExpr, links: usize) -> Option<Ty> {
    Some(match of {
        TypeExpr::Scalar(scalar) => Ty::Scalar(*scalar),
        TypeExpr::List(of) => Ty::List(Box::new(chained(lowering, place, of, links)?)),
        TypeExpr::Map(of) => Ty::Map(Box::new(chained(lowering, place, of, links)?)),
        TypeExpr::Optional(of) => {
            let inner = chained(lowering, place, of, links)?;
            // An alias of something optional is optional already.
            if matches!(inner.plain(), Ty::Optional(_)) { inner } else { Ty::Optional(Box::new(inner)) }
        }
        TypeExpr::Named(id) => named(lowering, place, id, links)?,
    })
}

fn named(lowering: &mut Lowering<'_>, place: &Id, id: &Id, links: usize) -> Option<Ty> {
    let model = lowering.model;
    let data_type = model.data_type(id)?;
    let Some(service) = lowering.contract_of(id) else {
        let message = format!("it uses the type {}, whose service has no contract", shown(&model.path(id)));
        lowering.gap(place, message, "Use a type of a service that is generated");
        return None;
    };
    let module = lowering.names.get(service)?.snake();
    // A name that cannot be one is reported where the type itself is lowered.
    let name = naming::type_name(&data_type.head.name).ok()?.pascal();
    let named = TypeRef { module, name };
    Some(match &data_type.shape {
        Drawn::Struct { .. } | Drawn::Error { .. } => Ty::Struct(named, false),
        Drawn::Enum { .. } => Ty::Enum(named),
        Drawn::Alias { .. } if links == LONGEST_CHAIN => {
            lowering.gap(id, "the alias stands for itself, by way of others", "Say which type it stands for");
            return None;
        }
        Drawn::Alias { of } => {
            let of = of.clone();
            Ty::Alias(named, Box::new(chained(lowering, place, &of, links + 1)?))
        }
    })
}

fn message_parts(lowering: &mut Lowering<'_>, place: &Id, message: &str, fields: &[Field]) -> Vec<MessagePart> {
    let (mut parts, mut rest) = (Vec::new(), message);
    while let Some(open) = rest.find('{') {
        let Some(length) = rest[open..].find('}') else { break };
        let hole = rest[open + 1..open + length].trim();
        parts.push(MessagePart::Text(rest[..open].to_owned()));
        match fields.iter().find(|field| field.json == hole) {
            Some(field) => parts.push(MessagePart::Field(field.name.clone())),
            None => {
                let message = format!("the message has a hole {{{}}} and there is no such field", shown(hole));
                lowering.gap(place, message, "Name a field of the error in the braces");
            }
        }
        rest = &rest[open + length + 1..];
    }
    parts.push(MessagePart::Text(rest.to_owned()));
    parts.retain(|part| *part != MessagePart::Text(String::new()));
    if parts.is_empty() {
        parts.push(MessagePart::Text(Words::lenient(lowering.model.get(place).map_or("", Record::name)).sentence()));
    }
    parts
}

/// Notes which types have rules, until nothing changes any more.
fn note_rules(services: &mut [Service]) {
    let mut ruled: BTreeSet<TypeRef> = BTreeSet::new();
    loop {
        let before = ruled.len();
        for service in services.iter_mut() {
            for data_type in &mut service.types {
                let fields = match &data_type.shape {
                    Shape::Struct(fields) => fields,
                    _ => continue,
                };
                if fields.iter().any(|field| field_has_rules(field, &ruled)) {
                    data_type.has_rules = true;
                    ruled.insert(TypeRef { module: service.module.clone(), name: data_type.name.clone() });
                }
            }
        }
        if ruled.len() == before {
            return;
        }
    }
}

/// Whether a value of the field must satisfy something, in itself or in its parts.
fn field_has_rules(field: &Field, ruled: &BTreeSet<TypeRef>) -> bool {
    field.rules != Constraints::default() || ty_has_rules(&field.ty, ruled)
}

/// Whether values of the type must satisfy something.
pub(crate) fn ty_has_rules(of: &Ty, ruled: &BTreeSet<TypeRef>) -> bool {
    let mut at = of.plain();
    loop {
        match at {
            Ty::Scalar(scalar) => return has_form(*scalar),
            Ty::List(of) | Ty::Map(of) | Ty::Optional(of) => at = of.plain(),
            Ty::Struct(named, _) => return ruled.contains(named),
            Ty::Enum(_) | Ty::Alias(..) => return false,
        }
    }
}

/// Whether texts of the scalar have a form that is checked although Rust has no type for it.
pub(crate) fn has_form(scalar: Scalar) -> bool {
    is_text(scalar) && !matches!(scalar, Scalar::String | Scalar::Text)
}
