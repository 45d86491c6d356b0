//! Tables: the entities of a service's relational stores.

use super::{Lowering, types};
use crate::blueprint::{Field, Service, Table, TableIndex, Ty};
use crate::gap::shown;
use crate::naming::Words;
use cleave_model::{Id, Scalar};
use std::collections::BTreeMap;

/// The platform's own tables, which stand in the same store.
const OWN: &[&str] = &["schema_version", "outbox_event", "outbox_delivery", "inbox", "idempotency"];

pub(super) fn lower(lowering: &mut Lowering<'_>, services: &mut [Service]) {
    for service in services {
        let mut taken: BTreeMap<String, Id> = BTreeMap::new();
        for entity in types::entities(lowering, &service.id) {
            let Some(table) = one(lowering, &entity) else { continue };
            if let Some(other) = taken.insert(table.name.clone(), entity.clone()) {
                let message =
                    format!("its table would be called {}, as that of {}", table.name, lowering.model.path(&other));
                lowering.gap(&entity, message, "Rename one of the two");
                continue;
            }
            service.tables.push(table);
        }
    }
}

fn one(lowering: &mut Lowering<'_>, id: &Id) -> Option<Table> {
    let entity = lowering.model.entity(id)?;
    let words = lowering.words(id, Words::of(&entity.head.name))?;
    let name = words.snake();
    if OWN.contains(&name.as_str()) || name.starts_with("sqlite_") || name.starts_with("pg_") {
        lowering.gap(id, format!("the table {name} is there already, for the store's own use"), "Rename it");
    }
    let fields = types::fields(lowering, id, &entity.fields);
    if fields.len() != entity.fields.len() {
        return None;
    }
    if entity.key.is_empty() {
        lowering.gap(id, "it has no key", "Say which fields identify a row");
    }
    let place = |name: &String| entity.fields.iter().position(|field| field.name == *name);
    let key: Vec<usize> = entity.key.iter().filter_map(place).collect();
    for field in key.iter().map(|index| &fields[*index]) {
        if !can_be_key(&field.ty) {
            let message = format!("the field {} cannot be part of a key", shown(&field.json));
            lowering.gap(id, message, "Use a required text, number, id, date or enum");
        }
    }
    let mut indexes = Vec::new();
    for index in &entity.indexes {
        let columns: Vec<usize> = index.fields.iter().filter_map(place).collect();
        if let Some(field) = columns.iter().map(|index| &fields[*index]).find(|field| !can_be_found(&field.ty)) {
            let message = format!("the field {} cannot be part of an index", shown(&field.json));
            lowering.gap(id, message, "Use a text, number, id, date or enum");
            continue;
        }
        let twin = indexes.iter().any(|other: &TableIndex| other.fields == columns);
        if !columns.is_empty() && columns != key && !twin {
            indexes.push(TableIndex { fields: columns, unique: index.unique });
        }
    }
    check_columns(lowering, id, &fields);
    Some(Table {
        id: id.clone(),
        name,
        pascal: words.pascal(),
        description: entity.head.description.clone(),
        fields,
        key,
        indexes,
    })
}

/// An amount of money takes two columns, whose names must not be those of others.
fn check_columns(lowering: &mut Lowering<'_>, id: &Id, fields: &[Field]) {
    for field in fields.iter().filter(|field| matches!(field.ty.required().0.plain(), Ty::Scalar(Scalar::Money))) {
        let columns = [format!("{}_amount", field.name), format!("{}_currency", field.name)];
        if let Some(other) = fields.iter().find(|other| columns.contains(&other.name)) {
            let message = format!("the column {} is needed for the money in {}", other.name, shown(&field.json));
            lowering.gap(id, message, "Rename one of the two");
        }
    }
}

fn can_be_key(of: &Ty) -> bool {
    !of.required().1 && can_be_found(of)
}

/// Whether rows can be found by values of the type.
pub(super) fn can_be_found(of: &Ty) -> bool {
    match of.required().0.plain() {
        Ty::Scalar(scalar) => !matches!(scalar, Scalar::Json | Scalar::Bytes | Scalar::Money),
        Ty::Enum(_) => true,
        _ => false,
    }
}
