//! What records mention: every id a record holds beside its own and its home, to be turned into another or forgotten.

use crate::{Field, Filter, Id, Record, Scalar, Shape, TypeExpr};

/// Puts the answer in place of each mention; where there is none the mention is forgotten. A field of a type that is
/// gone keeps its name: any JSON is the widest thing it could still be. The ends of a connection and what a placement
/// places are no mentions: without them there is nothing to say.
pub(crate) fn turn(record: &mut Record, to: &dyn Fn(&Id) -> Option<Id>) {
    match record {
        Record::Operation(operation) => {
            retype_all(&mut operation.input, to);
            if let Some(output) = operation.output.take() {
                let known = output.named().is_none_or(|id| to(id).is_some());
                operation.output = known.then(|| retyped(output, to));
            }
            operation.fails = operation.fails.iter().filter_map(to).collect();
            operation.entity = operation.entity.as_ref().and_then(to);
            if operation.entity.is_none() {
                operation.does = None;
            }
        }
        Record::DataType(data_type) => match &mut data_type.shape {
            Shape::Struct { fields } | Shape::Error { fields, .. } => retype_all(fields, to),
            Shape::Alias { of } => *of = retyped(of.clone(), to),
            Shape::Enum { .. } => {}
        },
        Record::Event(event) => retype_all(&mut event.fields, to),
        Record::Entity(entity) => {
            retype_all(&mut entity.fields, to);
            if let Some(replica) = &mut entity.replica {
                replica.entity = replica.entity.as_ref().and_then(to);
                replica.event = replica.event.as_ref().and_then(to);
            }
        }
        Record::Note(note) => note.about = note.about.as_ref().and_then(to),
        Record::Deployable(deployable) => deployable.services = deployable.services.iter().filter_map(to).collect(),
        Record::View(view) => match &mut view.filter {
            Filter::All => {}
            Filter::Domain(of) | Filter::Service(of) | Filter::Flow(of) => match to(of) {
                Some(id) => *of = id,
                None => view.filter = Filter::All,
            },
        },
        _ => {}
    }
}

fn retype_all(fields: &mut [Field], to: &dyn Fn(&Id) -> Option<Id>) {
    for field in fields {
        if field.of.named().is_some() {
            field.of = retyped(field.of.clone(), to);
        }
    }
}

fn retyped(of: TypeExpr, to: &dyn Fn(&Id) -> Option<Id>) -> TypeExpr {
    let Some(id) = of.named() else { return of };
    match to(id) {
        Some(other) => of.renamed(id, &other),
        None => TypeExpr::Scalar(Scalar::Json),
    }
}
