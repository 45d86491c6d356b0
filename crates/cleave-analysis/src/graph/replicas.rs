//! How many copies of each service run.

use super::{ById, DesignGraph};
use cleave_model::Record;

/// For each judged service what it says itself, otherwise the replicas of its deployable in the default topology; 1 where
/// nothing is said.
pub(super) fn of(graph: &DesignGraph<'_>) -> Vec<u32> {
    let default = graph.model.records().filter_map(Record::as_topology).find(|topology| topology.default);
    let default = default.map(|topology| &topology.head.id);
    let mut named: ById<'_, u32> = ById::default();
    let mut rest = 1;
    let deployables = graph.model.records().filter_map(Record::as_deployable);
    for deployable in deployables.filter(|deployable| default.is_some() && deployable.head.home.as_ref() == default) {
        let replicas = deployable.replicas.unwrap_or(1);
        named.extend(deployable.services.iter().map(|service| (service, replicas)));
        if deployable.rest {
            rest = replicas;
        }
    }
    let replicas = |service: &&cleave_model::Service| match (service.replicas, named.get(&service.head.id)) {
        (Some(replicas), _) | (None, Some(&replicas)) => replicas,
        (None, None) if service.is_generated() => rest,
        (None, None) => 1,
    };
    graph.services.iter().map(replicas).collect()
}
