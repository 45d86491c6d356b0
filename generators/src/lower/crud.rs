//! The bodies of operations marked `does=… entity=…`: which row, from which inputs, answered as what.

use super::operations::struct_fields;
use super::{Lowering, tables};
use crate::blueprint::{
    Crud, CrudAnswer, CrudKind, Field, Operation, Refusal, RowView, Service, Shape, Source, Table, Ty, TypeRef,
    ViewSource,
};
use crate::gap::shown;
use cleave_model::{ConnectionKind, Does, Id, Scalar};

pub(super) fn lower(lowering: &mut Lowering<'_>, services: &mut [Service]) {
    for i in 0..services.len() {
        if !services[i].is_hosted() {
            continue;
        }
        for o in 0..services[i].operations.len() {
            let id = services[i].operations[o].id.clone();
            let Some(drawn) = lowering.model.operation(&id) else { continue };
            let (does, entity) = (drawn.does, drawn.entity.clone());
            let crud = match (does, entity) {
                (Some(does), Some(entity)) => one(lowering, services, i, o, does, &entity),
                (Some(does), None) => {
                    let message = format!("it does \"{does}\" and the design does not say to which entity");
                    lowering.gap(&id, message, "Say the entity, or take away what it does");
                    None
                }
                (None, _) => None,
            };
            let crud = crud.map(|crud| publishing(lowering, services, i, o, crud));
            services[i].operations[o].crud = crud;
        }
    }
}

fn one(lowering: &mut Lowering<'_>, services: &[Service], i: usize, o: usize, does: Does, entity: &Id) -> Option<Crud> {
    let (service, operation) = (&services[i], &services[i].operations[o]);
    let Some(place) = service.tables.iter().position(|table| table.id == *entity) else {
        // Where the entity itself has a gap, that is reported there.
        if lowering.model.service_of(entity).is_none_or(|owner| owner.head.id != service.id) {
            let message = format!("it works on {}, an entity of another service", shown(&lowering.model.path(entity)));
            lowering.gap(&operation.id, message, "Work on an entity of the service's own stores");
        } else if lowering.gaps.is_empty() {
            let message =
                format!("it works on {}, which is not in a relational store", shown(&lowering.model.path(entity)));
            lowering.gap(&operation.id, message, "Make the store relational, or take away what it does");
        }
        return None;
    };
    let table = &service.tables[place];
    if does != Does::List && does != Does::Create {
        check_key(lowering, operation, table)?;
    }
    let kind = match does {
        Does::Get => CrudKind::Get,
        Does::Delete => CrudKind::Delete,
        Does::List => list(lowering, operation, table)?,
        Does::Create => create(lowering, operation, table)?,
        Does::Update => update(lowering, operation, table)?,
    };
    let answer = match does {
        Does::List => rows(lowering, services, operation, table)?,
        _ => row(lowering, services, operation, table, does)?,
    };
    let status = if does == Does::Create { 409 } else { 404 };
    Some(Crud { table: place, does: kind, answer, refusal: refusal(service, operation, status), publishes: Vec::new() })
}

/// Adds the events that are drawn and can be made of the row; says in the steps which cannot.
fn publishing(lowering: &Lowering<'_>, services: &mut [Service], i: usize, o: usize, mut crud: Crud) -> Crud {
    let model = lowering.model;
    let id = services[i].operations[o].id.clone();
    let table = &services[i].tables[crud.table];
    let mut by_hand = Vec::new();
    let drawn = model.outgoing(&id).filter(|connection| connection.kind == ConnectionKind::Publish);
    for connection in drawn {
        let owner = services.iter().find(|service| service.events.iter().any(|event| event.id == connection.to));
        let event = owner.and_then(|owner| {
            let event = owner.events.iter().find(|event| event.id == connection.to)?;
            let fields = event.fields.iter().map(|field| Some((field.name.clone(), from_row(table, field)?)));
            let of = TypeRef { module: owner.module.clone(), name: event.name.clone() };
            Some(RowView { of, fields: fields.collect::<Option<Vec<_>>>()? })
        });
        match event {
            Some(event) if !matches!(crud.does, CrudKind::Get | CrudKind::List { .. }) => crud.publishes.push(event),
            _ => by_hand.push(format!("publishes {}", model.get(&connection.to).map_or("", |record| record.name()))),
        }
    }
    for step in &mut services[i].operations[o].steps {
        if by_hand.iter().any(|event| step.starts_with(event.as_str())) {
            step.push_str(" (not by the generated body: the row does not say all of it)");
        }
    }
    crud
}

/// Where a field of an event comes from: the field of the row with its name, or the row's key where it is called as
/// the entity is.
fn from_row(table: &Table, field: &Field) -> Option<ViewSource> {
    let (of, optional) = field.ty.required();
    let same = table.fields.iter().position(|column| column.name == field.name);
    let index = match (same, table.key.as_slice()) {
        (Some(index), _) => index,
        (None, [key]) if field.name == table.name => *key,
        _ if optional => return Some(ViewSource::Nothing),
        _ => return None,
    };
    let column = &table.fields[index].ty;
    match () {
        () if column.same_as(&field.ty) => Some(ViewSource::Column(index)),
        () if optional && column.same_as(of) => Some(ViewSource::ColumnAsSome(index)),
        () => None,
    }
}

fn input<'o>(operation: &'o Operation, field: &Field) -> Option<(usize, &'o Field)> {
    operation.input.iter().enumerate().find(|(_, input)| input.name == field.name)
}

fn check_key(lowering: &mut Lowering<'_>, operation: &Operation, table: &Table) -> Option<()> {
    let mut complete = true;
    for field in table.key.iter().map(|index| &table.fields[*index]) {
        if !input(operation, field).is_some_and(|(_, input)| input.ty.same_as(&field.ty)) {
            complete = false;
            let message =
                format!("it has no input {} of the type that the key of {} has", shown(&field.json), table.name);
            lowering.gap(&operation.id, message, format!("Add the input {}", shown(&field.json)));
        }
    }
    (complete && !table.key.is_empty()).then_some(())
}

fn list(lowering: &mut Lowering<'_>, operation: &Operation, table: &Table) -> Option<CrudKind> {
    let (mut filters, mut after, mut limit) = (Vec::new(), None, None);
    for (at, input) in operation.input.iter().enumerate() {
        let (of, _) = input.ty.required();
        let field = table.fields.iter().position(|field| field.name == input.name);
        let fits = |index: usize| {
            let (column, _) = table.fields[index].ty.required();
            column.same_as(of) && tables::can_be_found(column)
        };
        let single = match table.key.as_slice() {
            [one] => Some(*one),
            _ => None,
        };
        match field {
            Some(index) if fits(index) => filters.push((index, at)),
            _ if input.name == "limit" && matches!(of.plain(), Ty::Scalar(Scalar::Int | Scalar::Long)) => {
                limit = Some(at);
            }
            _ if input.name == "after" && single.is_some_and(fits) => after = Some(at),
            _ => {
                let message =
                    format!("the input {} is no field of {} by which rows are found", shown(&input.json), table.name);
                lowering.gap(&operation.id, message, "Use fields of the entity, `after` and `limit`");
                return None;
            }
        }
    }
    Some(CrudKind::List { filters, after, limit })
}

fn create(lowering: &mut Lowering<'_>, operation: &Operation, table: &Table) -> Option<CrudKind> {
    let mut sources = Vec::new();
    for (index, field) in table.fields.iter().enumerate() {
        let source = match (input(operation, field), field.ty.required()) {
            (Some((at, given)), _) if given.ty.same_as(&field.ty) => Source::Input(at),
            (Some((at, given)), (of, true)) if given.ty.same_as(of) => Source::InputAsSome(at),
            (None, (of, false)) if table.key == [index] && *of.plain() == Ty::Scalar(Scalar::Uuid) => Source::NewId,
            (None, (of, false)) if *of.plain() == Ty::Scalar(Scalar::Datetime) => Source::Now,
            (None, (_, true)) => Source::Nothing,
            (given, _) => {
                let what = if given.is_some() { "its input has another type" } else { "it has no such input" };
                let message = format!("a row of {} needs {} and {what}", table.name, shown(&field.json));
                lowering.gap(&operation.id, message, "Add the input, or make the entity's field optional");
                return None;
            }
        };
        sources.push(source);
    }
    for given in &operation.input {
        if !table.fields.iter().any(|field| field.name == given.name) {
            let message = format!("the input {} is no field of {}", shown(&given.json), table.name);
            lowering.gap(&operation.id, message, "Add the field to the entity, or take the input away");
        }
    }
    Some(CrudKind::Create(sources))
}

fn update(lowering: &mut Lowering<'_>, operation: &Operation, table: &Table) -> Option<CrudKind> {
    let mut changes = Vec::new();
    for (at, given) in operation.input.iter().enumerate() {
        let Some(index) = table.fields.iter().position(|field| field.name == given.name) else {
            let message = format!("the input {} is no field of {}", shown(&given.json), table.name);
            lowering.gap(&operation.id, message, "Add the field to the entity, or take the input away");
            continue;
        };
        if table.key.contains(&index) {
            continue;
        }
        let column = &table.fields[index].ty;
        let source = match (given.ty.required(), column.required()) {
            _ if given.ty.same_as(column) => Source::Input(at),
            (_, (of, true)) if given.ty.same_as(of) => Source::InputAsSome(at),
            ((of, true), _) if of.same_as(column) => Source::InputOrKeep(at),
            _ => {
                let message =
                    format!("the input {} has another type than the field of {}", shown(&given.json), table.name);
                lowering.gap(&operation.id, message, "Give both the same type");
                return None;
            }
        };
        changes.push((index, source));
    }
    Some(CrudKind::Update(changes))
}

fn row(
    lowering: &mut Lowering<'_>,
    services: &[Service],
    operation: &Operation,
    table: &Table,
    does: Does,
) -> Option<CrudAnswer> {
    let Some(output) = &operation.output else {
        if does == Does::Get {
            let message = "it reads a row and has no output";
            lowering.gap(&operation.id, message, "Give it an output, a type with fields of the entity");
            return None;
        }
        return Some(CrudAnswer::Nothing);
    };
    let (of, optional) = output.required();
    if let (false, [key]) = (optional, table.key.as_slice())
        && does != Does::Get
        && output.same_as(&table.fields[*key].ty)
    {
        return Some(CrudAnswer::Key);
    }
    match of.plain() {
        Ty::Struct(named, false) => {
            let view = view(lowering, services, operation, table, named)?;
            let maybe = optional && does == Does::Get;
            if optional && !maybe {
                lowering.gap(&operation.id, "its output may be absent, and there always is one", "Make it required");
            }
            Some(if maybe { CrudAnswer::MaybeRow(view) } else { CrudAnswer::Row(view) })
        }
        _ => {
            let message = format!("its output cannot be made of a row of {}", table.name);
            lowering.gap(&operation.id, message, "Answer a type with fields of the entity, or nothing");
            None
        }
    }
}

fn rows(lowering: &mut Lowering<'_>, services: &[Service], operation: &Operation, table: &Table) -> Option<CrudAnswer> {
    let one = |of: &Ty| match of.plain() {
        Ty::List(of) => match of.plain() {
            Ty::Struct(named, false) => Some(named.clone()),
            _ => None,
        },
        _ => None,
    };
    let output = operation.output.as_ref();
    if let Some(named) = output.and_then(one) {
        return view(lowering, services, operation, table, &named).map(CrudAnswer::Rows);
    }
    if let Some(Ty::Struct(page, false)) = output.map(Ty::plain)
        && let Some(fields) = struct_fields(services, page)
    {
        let items = fields.iter().find_map(|field| one(&field.ty).map(|named| (field.name.clone(), named)));
        let next = fields.iter().find(|field| {
            let (of, optional) = field.ty.required();
            optional && matches!(table.key.as_slice(), [key] if of.same_as(&table.fields[*key].ty))
        });
        if let Some((items, named)) = items
            && fields.len() == 1 + usize::from(next.is_some())
        {
            let row = view(lowering, services, operation, table, &named)?;
            return Some(CrudAnswer::Page {
                page: page.clone(),
                items,
                next: next.map(|field| field.name.clone()),
                row,
            });
        }
    }
    let message = format!("its output is no list made of rows of {}", table.name);
    lowering.gap(&operation.id, message, "Answer a list of a type with fields of the entity");
    None
}

/// How a row becomes the struct, or a gap for each field that it cannot give.
fn view(
    lowering: &mut Lowering<'_>,
    services: &[Service],
    operation: &Operation,
    table: &Table,
    named: &TypeRef,
) -> Option<RowView> {
    let mut fields = Vec::new();
    for field in struct_fields(services, named)? {
        let column = table.fields.iter().position(|column| column.name == field.name);
        let (of, optional) = field.ty.required();
        let source = match column {
            Some(index) if table.fields[index].ty.same_as(&field.ty) => ViewSource::Column(index),
            Some(index) if optional && table.fields[index].ty.same_as(of) => ViewSource::ColumnAsSome(index),
            None if optional => ViewSource::Nothing,
            _ => {
                let what = if column.is_some() { "has another type" } else { "is missing" };
                let message =
                    format!("it answers {}, whose {} {what} in {}", named.name, shown(&field.json), table.name);
                lowering.gap(&operation.id, message, "Give the entity the field with the same type");
                return None;
            }
        };
        fields.push((field.name.clone(), source));
    }
    Some(RowView { of: named.clone(), fields })
}

/// The declared error of this status whose fields all stand in the input; else a fault of the same status.
fn refusal(service: &Service, operation: &Operation, status: u16) -> Refusal {
    let declared = operation.fails.iter().find_map(|name| {
        let data_type = service.types.iter().find(|data_type| data_type.name == *name)?;
        let Shape::Error(error) = &data_type.shape else { return None };
        let given = error.fields.iter().map(|field| {
            let (at, _) = input(operation, field).filter(|(_, input)| input.ty.same_as(&field.ty))?;
            Some((field.name.clone(), at))
        });
        let given: Option<Vec<_>> = given.collect();
        given.filter(|_| error.status == status).map(|given| Refusal::Declared(name.clone(), given))
    });
    declared.unwrap_or(Refusal::Fault)
}
