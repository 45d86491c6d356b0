//! Grouping services into deployables, so that each topology always holds each generated service once.

use super::{Grouping, add::free_name, remove, trial::Trial};
use crate::{Deployable, Domain, Id, Kind, Model, Record, Refusal, Service};
use std::collections::BTreeMap;

pub(super) fn run(trial: &mut Trial, topology: &Id, service: &Id, to: Option<&Id>) -> Result<(), Refusal> {
    let name = match trial.need(service)?.as_service() {
        Some(found) if found.is_generated() => found.head.name.clone(),
        _ => {
            return Err(Refusal::Fixed {
                id: service.clone(),
                reason: "it is not generated, so it runs elsewhere".into(),
            });
        }
    };
    if trial.need(topology)?.as_topology().is_none() {
        return Err(Refusal::BadReference { field: "topology".into(), to: topology.clone() });
    }
    let to = match to {
        Some(to) => match trial.need(to)?.as_deployable() {
            Some(deployable) if deployable.head.home.as_ref() == Some(topology) => to.clone(),
            _ => return Err(Refusal::BadReference { field: "deployable".into(), to: to.clone() }),
        },
        None => new_deployable(trial, topology, &name, Vec::new()),
    };
    let from = trial.model().deployable_of(topology, service).map(|deployable| deployable.head.id.clone());
    if from.as_ref() == Some(&to) {
        return Ok(());
    }
    take_out(trial, topology, service);
    put_in(trial, &to, service)?;
    if let Some(from) = from {
        drop_if_empty(trial, &from);
    }
    Ok(())
}

pub(super) fn regroup(trial: &mut Trial, topology: &Id, grouping: Grouping) -> Result<(), Refusal> {
    if trial.need(topology)?.as_topology().is_none() {
        return Err(Refusal::BadReference { field: "topology".into(), to: topology.clone() });
    }
    let old: Vec<Id> = deployables(trial.model(), topology).map(|d| d.head.id.clone()).collect();
    remove::erase(trial, &old)?;
    match grouping {
        Grouping::Together => {
            let name = trial.model().design_name().to_owned();
            let id = new_deployable(trial, topology, &name, Vec::new());
            trial.edit(&id, take_rest)?;
        }
        Grouping::Apart => {
            for (name, id) in generated(trial.model()) {
                new_deployable(trial, topology, &name, vec![id]);
            }
        }
        Grouping::ByDomain => {
            let mut groups: BTreeMap<String, Vec<Id>> = BTreeMap::new();
            for (name, id) in generated(trial.model()) {
                let outermost = trial.model().ancestry(&id).filter_map(Record::as_domain).last();
                groups.entry(outermost.map_or(name, |domain: &Domain| domain.head.name.clone())).or_default().push(id);
            }
            for (name, services) in groups {
                new_deployable(trial, topology, &name, services);
            }
        }
    }
    Ok(())
}

/// Finds a deployable for a service in every topology that has none for it: where there is no rest, a new one.
pub(super) fn settle(trial: &mut Trial, service: &Id) -> Result<(), Refusal> {
    let Some(found) = trial.need(service)?.as_service().filter(|service| service.is_generated()) else { return Ok(()) };
    let name = found.head.name.clone();
    let topologies: Vec<Id> = trial.model().topologies().map(|topology| topology.head.id.clone()).collect();
    for topology in topologies {
        if trial.model().deployable_of(&topology, service).is_none() {
            new_deployable(trial, &topology, &name, vec![service.clone()]);
        }
    }
    Ok(())
}

/// Takes a service that is no longer generated out of every deployable.
pub(super) fn unsettle(trial: &mut Trial, service: &Id) {
    let topologies: Vec<Id> = trial.model().topologies().map(|topology| topology.head.id.clone()).collect();
    for topology in topologies {
        let from = trial.model().deployable_of(&topology, service).map(|d| d.head.id.clone());
        take_out(trial, &topology, service);
        if let Some(from) = from {
            drop_if_empty(trial, &from);
        }
    }
}

/// Fills a new topology with one deployable that takes everything.
pub(super) fn populate(trial: &mut Trial, topology: &Id) {
    let name = trial.model().design_name().to_owned();
    let id = new_deployable(trial, topology, &name, Vec::new());
    // The deployable was made one line above, so the edit finds it.
    let _ = trial.edit(&id, take_rest);
    if trial.model().topologies().count() == 1 {
        let _ = trial.edit(topology, |record| set_default(record, true));
    } else if trial.model().topology(topology).is_some_and(|topology| topology.default) {
        only_default(trial, topology);
    }
}

/// Makes every other topology not the default.
pub(super) fn only_default(trial: &mut Trial, topology: &Id) {
    let others = trial.model().topologies().filter(|other| other.default && other.head.id != *topology);
    let others: Vec<Id> = others.map(|other| other.head.id.clone()).collect();
    for other in others {
        let _ = trial.edit(&other, |record| set_default(record, false));
    }
}

fn new_deployable(trial: &mut Trial, topology: &Id, wish: &str, services: Vec<Id>) -> Id {
    let name = free_name(trial.model(), Kind::Deployable, Some(topology), wish);
    let head = trial.head(Kind::Deployable, &name, Some(topology));
    trial.born(Deployable { head, services, rest: false, replicas: None, port: None, resources: None }.into())
}

fn take_out(trial: &mut Trial, topology: &Id, service: &Id) {
    let holders = deployables(trial.model(), topology).filter(|deployable| deployable.services.contains(service));
    let holders: Vec<Id> = holders.map(|deployable| deployable.head.id.clone()).collect();
    for holder in holders {
        let _ = trial.edit(&holder, |record| {
            if let Record::Deployable(deployable) = record {
                deployable.services.retain(|other| other != service);
            }
        });
    }
}

fn put_in(trial: &mut Trial, deployable: &Id, service: &Id) -> Result<(), Refusal> {
    trial.edit(deployable, |record| {
        if let Record::Deployable(deployable) = record
            && !deployable.rest
        {
            deployable.services.push(service.clone());
        }
    })
}

/// Removes a deployable that holds nothing any more, unless it is there to take the rest.
fn drop_if_empty(trial: &mut Trial, id: &Id) {
    let Some(deployable) = trial.model().deployable(id) else { return };
    if deployable.services.is_empty() && !deployable.rest {
        // It was found one line above, and only the design itself cannot be removed.
        let _ = remove::erase(trial, std::slice::from_ref(id));
    }
}

fn deployables<'a>(model: &'a Model, topology: &Id) -> impl Iterator<Item = &'a Deployable> {
    model.children(Some(topology), Kind::Deployable).filter_map(Record::as_deployable)
}

fn generated(model: &Model) -> Vec<(String, Id)> {
    let services = model.services().filter(|service| service.is_generated());
    services.map(|service: &Service| (service.head.name.clone(), service.head.id.clone())).collect()
}

fn take_rest(record: &mut Record) {
    if let Record::Deployable(deployable) = record {
        deployable.rest = true;
    }
}

fn set_default(record: &mut Record, default: bool) {
    if let Record::Topology(topology) = record {
        topology.default = default;
    }
}
