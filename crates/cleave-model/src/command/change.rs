//! Saying something else of a record, field by field, in the spelling of JSON.

use super::{Fields, assign, trial::Trial};
use crate::{Id, Kind, Record, Refusal};
use serde_json::{Map, Value};

/// Fields of the head that are said like any other. The rest of the head has verbs of its own.
const OPEN_HEAD: [&str; 3] = ["description", "tags", "links"];

/// Fields with verbs of their own: a connection's ends move by `Reconnect`, a placement by `Place`.
const CLOSED: [&str; 6] = ["head", "from", "to", "id", "element", "view"];

pub(super) fn run(trial: &mut Trial, id: &Id, fields: &Fields) -> Result<(), Refusal> {
    let record = trial.need(id)?.clone();
    if record.kind() == Kind::Placement {
        return Err(Refusal::Fixed { id: id.clone(), reason: "where something stands is said by placing it".into() });
    }
    let next = with_fields(&record, fields)?;
    let was_generated = record.as_service().is_some_and(crate::Service::is_generated);
    let becomes_default = next.as_topology().is_some_and(|topology| topology.default);
    let service = next.as_service().map(crate::Service::is_generated);
    trial.put(next);
    match service {
        Some(true) if !was_generated => assign::settle(trial, id)?,
        Some(false) if was_generated => assign::unsettle(trial, id),
        _ => {}
    }
    if becomes_default {
        assign::only_default(trial, id);
    }
    Ok(())
}

/// The record with these fields said anew.
pub(super) fn with_fields(record: &Record, fields: &Fields) -> Result<Record, Refusal> {
    if fields.is_empty() {
        return Ok(record.clone());
    }
    let bad = |field: &str, reason: String| Refusal::BadField { field: field.into(), reason };
    let mut spelled = serde_json::to_value(record).map_err(|error| bad("record", error.to_string()))?;
    let Some(own) = spelled.get_mut("value").and_then(Value::as_object_mut) else {
        return Err(bad("record", "it has no fields".into()));
    };
    for (field, value) in fields {
        if OPEN_HEAD.contains(&field.as_str()) {
            match own.get_mut("head").and_then(Value::as_object_mut) {
                Some(head) => head.insert(field.clone(), value.clone()),
                None => return Err(bad(field, "this record has no such field".into())),
            };
        } else if is_open(own, record, field) {
            own.insert(field.clone(), value.clone());
        } else {
            return Err(bad(field, format!("a {} has no such field to change", record.kind())));
        }
    }
    let named = if fields.len() == 1 { fields.keys().next().map_or("fields", String::as_str) } else { "fields" };
    serde_json::from_value(spelled).map_err(|error| bad(named, error.to_string()))
}

fn is_open(own: &Map<String, Value>, record: &Record, field: &str) -> bool {
    let kind_of_connection = field == "kind" && record.kind() == Kind::Connection;
    own.contains_key(field) && !CLOSED.contains(&field) && !kind_of_connection
}
