//! Topologies: which services stand in which process, what each is called, and where it listens.

use super::Lowering;
use crate::blueprint::{Deployable, Process, Service, Topology};
use crate::naming::{self, Words};
use cleave_model::{Id, Kind, Model, Record};
use std::collections::{BTreeMap, BTreeSet};

/// Where the only deployable, or the gateway, listens.
const DOOR: u16 = 8080;
/// How much higher the internal port is.
const INTERNAL: u16 = 1000;

pub(super) fn lower(lowering: &mut Lowering<'_>, services: &[Service]) -> Vec<Topology> {
    let model = lowering.model;
    let mut packages: BTreeMap<String, Id> = BTreeMap::new();
    for own in ["platform-core", "platform-store", "platform-http"].iter().chain(naming::EXTERNAL_CRATES) {
        packages.insert((*own).replace('_', "-"), Id::new(Model::DESIGN));
    }
    for service in services {
        for end in ["", "-contract", "-ports", "-http"] {
            packages.insert(format!("{}{end}", service.package), service.id.clone());
        }
    }
    let drawn: Vec<_> = model.children(None, Kind::Topology).filter_map(Record::as_topology).collect();
    if drawn.is_empty() {
        return vec![implied(lowering, services)];
    }
    let default = drawn.iter().find(|topology| topology.default).map(|topology| topology.head.id.clone());
    let mut taken: BTreeMap<String, Id> = BTreeMap::new();
    let mut topologies = Vec::new();
    for topology in drawn {
        let id = &topology.head.id;
        let Some(words) = lowering.words(id, naming::folder(&topology.head.name)) else { continue };
        let name = words.kebab();
        if let Some(other) = taken.insert(name.clone(), id.clone()) {
            let message = format!("its folder would be called {name}, as that of {}", lowering.model.path(&other));
            lowering.gap(id, message, "Rename one of the two");
            continue;
        }
        let database = topology.database.clone().filter(|url| url.starts_with("postgres"));
        if topology.database.is_some() && database.is_none() {
            lowering.gap(
                id,
                "its database is not an address of PostgreSQL",
                "Write it as postgres://user@host/database",
            );
        }
        let deployables = deployables(lowering, services, id, &name, &mut packages, database.is_some());
        let gateway = (deployables.len() > 1).then(|| Process {
            name: "gateway".into(),
            package: format!("{name}-gateway"),
            public: DOOR,
            internal: DOOR + INTERNAL,
        });
        if let Some(gateway) = &gateway
            && let Some(other) = packages.insert(gateway.package.clone(), id.clone())
        {
            let message =
                format!("its gateway would be called {}, and so is {}", gateway.package, lowering.model.path(&other));
            lowering.gap(&other, message, "Rename it");
        }
        let topology = Topology { name, is_default: default.as_ref() == Some(id), deployables, gateway, database };
        check_ports(lowering, id, &topology);
        topologies.push(topology);
    }
    topologies.sort_by(|a, b| a.name.cmp(&b.name));
    if default.is_none() {
        // Where the design names none: one that a plain `cargo run` can start, if there is one.
        let single = topologies.iter().position(|topology| topology.gateway.is_none()).unwrap_or(0);
        if let Some(topology) = topologies.get_mut(single) {
            topology.is_default = true;
        }
    }
    topologies
}

/// A design without topologies is one process.
fn implied(lowering: &Lowering<'_>, services: &[Service]) -> Topology {
    let hosted = (0..services.len()).filter(|i| services[*i].is_hosted()).collect();
    let name = lowering.slug.chars().take(40).collect::<String>();
    let package = format!("monolith-{name}");
    let process = Process { name, package, public: DOOR, internal: DOOR + INTERNAL };
    let deployable = Deployable { process, services: in_order(services, hosted) };
    Topology { name: "monolith".into(), is_default: true, deployables: vec![deployable], gateway: None, database: None }
}

fn deployables(
    lowering: &mut Lowering<'_>,
    services: &[Service],
    topology: &Id,
    folder: &str,
    packages: &mut BTreeMap<String, Id>,
    has_database: bool,
) -> Vec<Deployable> {
    let model: &Model = lowering.model;
    let drawn: Vec<_> = model.children(Some(topology), Kind::Deployable).filter_map(Record::as_deployable).collect();
    let held = |id: &Id| services.iter().position(|service| service.id == *id && service.is_hosted());
    let filled: Vec<_> = drawn
        .iter()
        .map(|deployable| {
            let inside = model.services_in(deployable);
            (*deployable, inside.iter().filter_map(|service| held(&service.head.id)).collect::<BTreeSet<usize>>())
        })
        .filter(|(_, inside)| !inside.is_empty())
        .collect();
    let alone = filled.len() == 1;
    let mut deployables = Vec::new();
    for (deployable, inside) in filled {
        let id = &deployable.head.id;
        let Some(words) = lowering.words(id, naming::folder(&deployable.head.name)) else { continue };
        let name = words.kebab();
        let package = format!("{folder}-{name}");
        if let Some(other) = packages.insert(package.clone(), id.clone()) {
            let message =
                format!("its program would be called {package}, and so is that of {}", lowering.model.path(&other));
            lowering.gap(id, message, "Rename one of the two");
        }
        let stores = inside.iter().any(|i| services[*i].has_store);
        if deployable.replicas.is_some_and(|replicas| replicas > 1) && stores && !has_database {
            let message = "several copies would write the same SQLite files";
            lowering.gap(id, message, "Give the topology a PostgreSQL database, or run one copy");
        }
        let rank = u16::try_from(deployable.head.rank).unwrap_or(u16::MAX / 2).min(500);
        let public = deployable.port.unwrap_or(if alone { DOOR } else { DOOR + 1 + rank });
        let process = Process { name, package, public, internal: public + INTERNAL };
        deployables.push(Deployable { process, services: in_order(services, inside) });
    }
    deployables
}

/// Those that are called before those that call; by name where that leaves a choice.
fn in_order(services: &[Service], mut left: BTreeSet<usize>) -> Vec<usize> {
    let mut order = Vec::new();
    while !left.is_empty() {
        let ready = left.iter().copied().find(|i| {
            let waits = |callee: &String| left.iter().any(|other| other != i && services[*other].package == *callee);
            !services[*i].calls.iter().any(waits)
        });
        // In a circle of calls, which is a gap anyway, nothing is ready.
        let Some(next) = ready.or_else(|| left.first().copied()) else { break };
        left.remove(&next);
        order.push(next);
    }
    order
}

fn check_ports(lowering: &mut Lowering<'_>, id: &Id, topology: &Topology) {
    let mut taken: BTreeMap<u16, &str> = BTreeMap::new();
    let processes = topology.gateway.iter().chain(topology.deployables.iter().map(|deployable| &deployable.process));
    for process in processes {
        for port in [process.public, process.internal] {
            if let Some(other) = taken.insert(port, &process.name) {
                let message = format!("{} and {other} would both listen at port {port}", process.name);
                lowering.gap(id, message, "Give one of the two another port");
            }
        }
    }
}

/// The name of a topology as a folder, for comparing with what was asked for.
pub(crate) fn folder_name(name: &str) -> String {
    Words::lenient(name).kebab()
}
