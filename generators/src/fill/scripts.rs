//! `run.sh` and `run.ps1`: every process of a topology, started on one machine with nothing installed.

use super::filled;
use crate::blueprint::{Blueprint, Deployable, Process, Service, Topology};
use askama::Template;

struct Variable {
    name: String,
    value: String,
    quoted: String,
}

pub(super) struct Shown<'f> {
    pub(super) package: &'f str,
    pub(super) services: String,
    pub(super) public: u16,
    pub(super) internal: u16,
}

#[derive(Template)]
#[template(path = "run_sh.txt", escape = "none")]
struct RunSh<'f> {
    topology: &'f str,
    processes: &'f [Shown<'f>],
    variables: &'f [Variable],
    door: u16,
}

#[derive(Template)]
#[template(path = "run_ps1.txt", escape = "none")]
struct RunPs1<'f> {
    topology: &'f str,
    processes: &'f [Shown<'f>],
    variables: &'f [Variable],
    door: u16,
}

/// `run.sh` and `run.ps1` of a topology.
pub fn run_scripts(blueprint: &Blueprint, topology: &Topology) -> (String, String) {
    let (processes, variables, door) = (processes(blueprint, topology), variables(blueprint, topology), door(topology));
    let (topology, processes, variables) = (topology.name.as_str(), processes.as_slice(), variables.as_slice());
    (
        filled(&RunSh { topology, processes, variables, door }),
        filled(&RunPs1 { topology, processes, variables, door }).replace('\n', "\r\n"),
    )
}

/// The database of a service in a topology that names one: a schema of its own.
pub fn database_url(topology: &Topology, service: &Service) -> Option<String> {
    let url = topology.database.as_ref()?;
    let joint = if url.contains('?') { '&' } else { '?' };
    Some(format!("{url}{joint}options=-c%20search_path%3D{}", service.module))
}

/// `ORDERS_DATABASE_URL`
pub fn variable_name(name: &str, end: &str) -> String {
    format!("{}_{end}", name.to_ascii_uppercase().replace('-', "_"))
}

fn variables(blueprint: &Blueprint, topology: &Topology) -> Vec<Variable> {
    let services = topology.deployables.iter().flat_map(|deployable| &deployable.services);
    let mut variables: Vec<Variable> = services
        .map(|index| &blueprint.services[*index])
        .filter(|service| service.has_store)
        .filter_map(|service| {
            let url = database_url(topology, service)?;
            // Inside `"${NAME:-…}"` a shell gives meaning to these.
            let value: String = url
                .chars()
                .flat_map(|c| if matches!(c, '"' | '\\' | '$' | '`' | '}') { vec!['\\', c] } else { vec![c] })
                .collect();
            let name = variable_name(&service.package, "DATABASE_URL");
            Some(Variable { name, value, quoted: url.replace('\'', "''") })
        })
        .collect();
    variables.sort_by(|a, b| a.name.cmp(&b.name));
    variables
}

pub(super) fn processes<'t>(blueprint: &Blueprint, topology: &'t Topology) -> Vec<Shown<'t>> {
    let names = |deployable: &Deployable| {
        let names = deployable.services.iter().map(|index| blueprint.services[*index].package.clone());
        names.collect::<Vec<_>>().join(", ")
    };
    let one = |process: &'t Process, services: String| Shown {
        package: &process.package,
        services,
        public: process.public,
        internal: process.internal,
    };
    let deployables = topology.deployables.iter().map(|deployable| one(&deployable.process, names(deployable)));
    let gateway = topology.gateway.iter().map(|gateway| one(gateway, "gateway: the door of all".to_owned()));
    gateway.chain(deployables).collect()
}

pub(super) fn door(topology: &Topology) -> u16 {
    let process = topology.gateway.as_ref().or(topology.deployables.first().map(|deployable| &deployable.process));
    process.map_or(0, |process| process.public)
}
