//! How often a service can answer, given how often each it waits for does (a series system of reliability theory).

use crate::graph::{Csr, DesignGraph, Tie};

/// Who waits for whom: calls without a fallback. Nobody where no service says its availability.
pub(crate) fn needed_calls(graph: &DesignGraph<'_>) -> Csr {
    if graph.services.iter().all(|service| service.availability.is_none()) {
        return Csr::of(graph.n(), Vec::new());
    }
    let calls = graph.dependencies.iter().filter(|tie| tie.tie == Tie::Sync && tie.connection.optional != Some(true));
    Csr::of(graph.all.graph.n(), calls.map(|tie| (tie.from, tie.to)).collect())
}

/// The product of the availabilities of the service and of all its calls reach, each once; none where one is not said.
pub(crate) fn of(graph: &DesignGraph<'_>, needed: &Csr, service: u32) -> Option<f64> {
    // Most designs say none of them, and a walk from every service is long.
    graph.services[service as usize].availability?;
    let seen = needed.reach(service, false);
    let reached = (0..needed.n()).filter(|other| seen[*other as usize]);
    reached
        .map(|other| graph.services[other as usize].availability)
        .try_fold(1.0, |product, share| Some(product * share?))
}
