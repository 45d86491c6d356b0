//! Which service runs in which process.

use crate::graph::DesignGraph;
use crate::measure::tangle::count;
use cleave_model::{Id, Kind, Role};
use std::collections::HashMap;

/// A division of the judged services into processes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Grouping {
    /// The process of each service.
    pub(super) of: Vec<u32>,
    /// What each process is called.
    pub(super) names: Vec<String>,
    /// How many copies of each run.
    pub(super) copies: Vec<u32>,
}

impl Grouping {
    /// As a topology says. What stands in no deployable runs by itself; a drawn gateway is the door of the deployable
    /// where there is only one.
    pub(super) fn of(graph: &DesignGraph<'_>, topology: &Id) -> Self {
        let model = graph.model;
        let deployables: Vec<_> =
            model.children(Some(topology), Kind::Deployable).filter_map(|record| record.as_deployable()).collect();
        let mut stands: HashMap<&Id, usize> = HashMap::new();
        let mut held = vec![0usize; deployables.len()];
        for (at, deployable) in deployables.iter().enumerate() {
            for service in model.services_in(deployable) {
                stands.insert(&service.head.id, at);
                held[at] += 1;
            }
        }
        let one = deployables.len() == 1;
        let keys = graph.services.iter().map(|service| match stands.get(&service.head.id) {
            Some(at) => Some(*at),
            None if one && service.role == Role::Gateway => Some(0),
            None => None,
        });
        let keys: Vec<Option<usize>> = keys.collect();
        let copies = |at: usize| {
            let alone = held[at] == 1;
            let own = graph.services.iter().find(|service| alone && stands.get(&service.head.id) == Some(&at));
            deployables[at].replicas.or(own.and_then(|service| service.replicas)).unwrap_or(1)
        };
        Self::from_keys(graph, &keys, |at| (deployables[at].head.name.clone(), copies(at)))
    }

    /// All generated services and gateways in one process.
    pub(super) fn together(graph: &DesignGraph<'_>) -> Self {
        let inside = graph.services.iter().map(|service| service.is_generated() || service.role == Role::Gateway);
        let keys: Vec<Option<usize>> = inside.map(|inside| inside.then_some(0)).collect();
        Self::from_keys(graph, &keys, |_| (graph.model.design_name().to_owned(), 1))
    }

    /// Each service in a process of its own.
    pub(super) fn apart(graph: &DesignGraph<'_>) -> Self {
        Self::from_keys(graph, &vec![None; graph.services.len()], |_| (String::new(), 1))
    }

    /// Processes by key; a service without a key has one to itself.
    fn from_keys(graph: &DesignGraph<'_>, keys: &[Option<usize>], about: impl Fn(usize) -> (String, u32)) -> Self {
        let (mut names, mut copies) = (Vec::new(), Vec::new());
        let mut known: HashMap<usize, u32> = HashMap::new();
        let of = (0u32..)
            .zip(keys)
            .map(|(service, key)| {
                if let Some(process) = key.and_then(|key| known.get(&key)) {
                    return *process;
                }
                let process = count(names.len());
                let alone = || (graph.name(service).to_owned(), graph.services[service as usize].replicas.unwrap_or(1));
                let (name, many) = key.map_or_else(alone, &about);
                known.extend(key.map(|key| (key, process)));
                names.push(name);
                copies.push(many.max(1));
                process
            })
            .collect();
        Self { of, names, copies }
    }
}
