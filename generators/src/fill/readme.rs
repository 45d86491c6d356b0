//! The workspace's README: made for this design, with its routes, its ports and its topologies.

use super::filled;
use super::scripts::{Shown, door, processes};
use crate::blueprint::{Blueprint, Topology};
use askama::Template;

struct ShownTopology<'f> {
    name: &'f str,
    processes: Vec<Shown<'f>>,
}

struct ShownRoute {
    verb: &'static str,
    path: String,
    operation: String,
}

struct ShownService<'f> {
    title: String,
    package: &'f str,
    hosted: bool,
    url: String,
    description: String,
}

#[derive(Template)]
#[template(path = "readme.txt", escape = "none")]
struct Readme<'f> {
    title: String,
    description: String,
    single: bool,
    default: &'f str,
    first_package: String,
    last: &'f str,
    door: u16,
    topologies: Vec<ShownTopology<'f>>,
    routes: Vec<ShownRoute>,
    services: Vec<ShownService<'f>>,
    wants_auth: bool,
}

/// `README.md`
pub fn readme(blueprint: &Blueprint, topologies: &[&Topology]) -> String {
    let default = topologies.iter().find(|topology| topology.is_default).or(topologies.first());
    let routes = blueprint.services.iter().flat_map(|service| {
        service.operations.iter().filter_map(move |operation| {
            let route = operation.route.as_ref()?;
            let operation = format!("{}.{}", service.package, operation.name);
            Some(ShownRoute { verb: route.verb, path: route.path.replace('|', "\\|"), operation })
        })
    });
    let services = blueprint.services.iter().map(|service| ShownService {
        title: markdown(&service.title),
        package: &service.package,
        hosted: service.is_hosted(),
        url: markdown(service.elsewhere.as_deref().unwrap_or_default()),
        description: markdown(service.description.as_deref().unwrap_or_default()),
    });
    filled(&Readme {
        title: markdown(&blueprint.system.title),
        description: markdown(blueprint.system.description.as_deref().unwrap_or_default()),
        single: default.is_none_or(|topology| topology.gateway.is_none()),
        default: default.map_or("", |topology| &topology.name),
        first_package: default
            .and_then(|topology| topology.deployables.first())
            .map_or_else(String::new, |deployable| deployable.process.package.clone()),
        last: topologies.last().map_or("", |topology| &topology.name),
        door: default.map_or(0, |topology| door(topology)),
        topologies: topologies
            .iter()
            .map(|topology| ShownTopology { name: &topology.name, processes: processes(blueprint, topology) })
            .collect(),
        routes: routes.collect(),
        services: services.collect(),
        wants_auth: blueprint.system.wants_auth,
    })
}

/// Text inside a line of Markdown: no line breaks, no marks that begin something.
fn markdown(text: &str) -> String {
    let line: Vec<&str> = text.split_whitespace().collect();
    line.join(" ").chars().flat_map(|c| if "\\`*_[]<>|#".contains(c) { vec!['\\', c] } else { vec![c] }).collect()
}
