//! Taking records away with everything that hangs on them: what lives in them, connections, placements, mentions.

use super::{assign, trial::Trial};
use crate::{Filter, Id, Kind, Model, Refusal, invariants::references, mentions::turn};
use std::collections::BTreeSet;

pub(super) fn run(trial: &mut Trial, ids: &[Id]) -> Result<(), Refusal> {
    let stranded = services_of(trial.model(), ids);
    let doomed = erase(trial, ids)?;
    for service in stranded.iter().filter(|service| !doomed.contains(*service)) {
        assign::settle(trial, service)?;
    }
    Ok(())
}

/// Takes the records and what hangs on them away, and answers with everything that is gone. Services that stood in a
/// removed deployable are left without one.
pub(super) fn erase(trial: &mut Trial, ids: &[Id]) -> Result<BTreeSet<Id>, Refusal> {
    let mut doomed: BTreeSet<Id> = BTreeSet::new();
    let mut ahead: Vec<Id> = Vec::new();
    for id in ids {
        if trial.need(id)?.kind() == Kind::Design {
            return Err(Refusal::Fixed { id: id.clone(), reason: "a design cannot be without itself".into() });
        }
        ahead.push(id.clone());
    }
    while let Some(id) = ahead.pop() {
        if doomed.insert(id.clone()) {
            ahead.extend(hanging_on(trial.model(), &id));
        }
    }
    let mentioning: Vec<Id> = trial
        .model()
        .records()
        .filter(|record| !doomed.contains(record.id()))
        .filter(|record| references(record).iter().any(|(_, to, _)| doomed.contains(*to)))
        .map(|record| record.id().clone())
        .collect();
    for id in mentioning {
        trial.edit(&id, |record| turn(record, &|id| (!doomed.contains(id)).then(|| id.clone())))?;
    }
    let groups: BTreeSet<(Option<Id>, Kind)> = doomed
        .iter()
        .filter_map(|id| trial.model().get(id))
        .map(|record| (record.home().cloned(), record.kind()))
        .filter(|(home, _)| home.as_ref().is_none_or(|home| !doomed.contains(home)))
        .collect();
    for id in &doomed {
        trial.drop(id);
    }
    for (home, kind) in groups {
        trial.close_ranks(home.as_ref(), kind);
    }
    Ok(doomed)
}

/// What cannot be without the record. A domain's services move out of it only when it is dissolved, not when removed.
fn hanging_on(model: &Model, id: &Id) -> Vec<Id> {
    let inside = Kind::ALL.iter().flat_map(|kind| model.children(Some(id), *kind)).map(|record| record.id().clone());
    let arriving = model.incoming(id).map(|connection| connection.head.id.clone());
    let views = model.views().filter(|view| match &view.filter {
        Filter::All => false,
        Filter::Domain(of) | Filter::Service(of) | Filter::Flow(of) => of == id,
    });
    let seen_in = model.placements().filter(|placement| placement.view.as_ref() == Some(id));
    inside
        .chain(arriving)
        .chain(views.map(|view| view.head.id.clone()))
        .chain(seen_in.map(|placement| placement.id.clone()))
        .collect()
}

/// The services that stand in removed deployables and so need another.
fn services_of(model: &Model, ids: &[Id]) -> Vec<Id> {
    let deployables = ids.iter().filter_map(|id| model.deployable(id));
    deployables.flat_map(|deployable| model.services_in(deployable)).map(|service| service.head.id.clone()).collect()
}
