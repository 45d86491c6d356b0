//! Making a record: it gets an id for life, a free name, a place among its siblings and, if asked, on the canvas.

use super::{Draft, assign, change, trial::Trial};
use crate::{Id, Kind, Model, Placement, Point, Record, Refusal, name};

pub(super) fn run(trial: &mut Trial, draft: &Draft, at: Option<Point>) -> Result<Id, Refusal> {
    let home = draft.home.as_ref();
    if let Some(home) = home {
        let home_kind = trial.need(home)?.kind();
        if !draft.kind.homes().contains(&home_kind) {
            return Err(Refusal::WrongHome { of: draft.kind, home: Some(home_kind) });
        }
    }
    let name = wished_name(trial.model(), draft)?;
    let head = trial.head(draft.kind, &name, home);
    let fixed = || Refusal::Fixed { id: Id::new(draft.kind.word()), reason: "it is not made in this way".into() };
    let blank = match draft.kind {
        Kind::Design => return Err(fixed()),
        kind => Record::blank(kind, head).ok_or_else(fixed)?,
    };
    let record = change::with_fields(&blank, &draft.fields)?;
    let id = trial.born(record);
    if draft.kind == Kind::Service {
        assign::settle(trial, &id)?;
    }
    if draft.kind == Kind::Topology {
        assign::populate(trial, &id);
    }
    if at.is_some() {
        trial.put(Placement { at, ..Placement::new(id.clone(), None) });
    }
    Ok(id)
}

fn wished_name(model: &Model, draft: &Draft) -> Result<String, Refusal> {
    if !draft.kind.is_named() {
        return Ok(draft.name.clone());
    }
    name::check(&draft.name)?;
    if draft.exact {
        return Ok(draft.name.clone());
    }
    Ok(free_name(model, draft.kind, draft.home.as_ref(), &draft.name))
}

/// The wish, or the wish with the first number that no sibling has.
pub(super) fn free_name(model: &Model, kind: Kind, home: Option<&Id>, wish: &str) -> String {
    let service = home.and_then(|home| model.service_of(home));
    name::free(wish, |name| match (kind, service) {
        (Kind::Operation, Some(service)) => model.operations_of(&service.head.id).any(|op| op.head.name == name),
        _ => model.named(kind, home, name).next().is_some(),
    })
}
