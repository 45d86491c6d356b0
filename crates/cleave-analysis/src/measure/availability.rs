//! How often a service can answer, given how often each it waits for does (a series system of reliability theory).

use super::tangle::Tangles;
use crate::graph::{Csr, DesignGraph, Tie};

/// Most calls that are followed for the availability of all services: about half a second. Beyond, it is left out.
const MOST_STEPS: u64 = 100_000_000;

/// Who waits for whom: calls without a fallback. Nobody where no service says its availability.
pub(crate) fn needed_calls(graph: &DesignGraph<'_>) -> Csr {
    if graph.services.iter().all(|service| service.availability.is_none()) {
        return Csr::of(graph.n(), Vec::new());
    }
    let calls = graph.dependencies().filter(|tie| tie.tie == Tie::Sync && tie.way.connection().optional != Some(true));
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

/// [`of`] each service, to the same digit. Nothing at all where that takes too many steps: what two services wait for
/// together counts once for each, so sets have to be walked, not products passed on.
pub(crate) fn of_all(graph: &DesignGraph<'_>) -> Option<Vec<Option<f64>>> {
    let shares: Vec<Option<f64>> = graph.services.iter().map(|service| service.availability).collect();
    of_each(&needed_calls(graph), &shares, MOST_STEPS)
}

fn of_each(needed: &Csr, shares: &[Option<f64>], most: u64) -> Option<Vec<Option<f64>>> {
    if shares.iter().all(Option::is_none) {
        return Some(vec![None; shares.len()]);
    }
    let tangles = Tangles::of(needed);
    let share = |service: &u32| shares[*service as usize];
    let mut products: Vec<Option<f64>> = Vec::with_capacity(tangles.many() as usize);
    let mut seen = vec![u32::MAX; shares.len()];
    let mut reached: Vec<u32> = Vec::new();
    let mut steps = 0;
    // Each component comes after all it leads to, and its members wait for the same.
    for (at, members) in (0u32..).zip(tangles.components()) {
        let below = members.iter().flat_map(|service| needed.out(*service)).map(|next| tangles.of[*next as usize]);
        let is_said = |other: u32| other == at || products[other as usize].is_some();
        if !members.iter().all(|service| share(service).is_some()) || !below.into_iter().all(is_said) {
            products.push(None);
            continue;
        }
        reached.clear();
        reached.extend(members);
        members.iter().for_each(|service| seen[*service as usize] = at);
        let mut next = 0;
        while let Some(service) = reached.get(next).copied() {
            next += 1;
            let calls = needed.out(service);
            steps += 1 + calls.len() as u64;
            for to in calls {
                if std::mem::replace(&mut seen[*to as usize], at) != at {
                    reached.push(*to);
                }
            }
        }
        if steps > most {
            return None;
        }
        // In one order, so that every machine multiplies to the same digits.
        reached.sort_unstable();
        products.push(reached.iter().try_fold(1.0, |product, service| Some(product * share(service)?)));
    }
    Some(tangles.of.iter().map(|component| products[*component as usize]).collect())
}

#[cfg(test)]
mod tests {
    use super::{MOST_STEPS, needed_calls, of, of_each};
    use crate::drawing::{draw, saying};
    use crate::graph::{Csr, DesignGraph};
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn what_is_waited_for_twice_counts_once() {
        let mut model = draw("a calls b; a calls c; b calls d; c calls d; e calls a; f calls g");
        for (service, share) in [("a", 0.5), ("b", 0.25), ("c", 0.5), ("d", 0.5), ("f", 0.5)] {
            saying(&mut model, &format!("service:{service}"), json!({"availability": share}));
        }
        let graph = DesignGraph::of(&model);
        // Neither e nor g says its own, and f waits for g.
        let all = [Some(0.03125), Some(0.125), Some(0.25), Some(0.5), None, None, None];
        assert_eq!(graph.availability().unwrap(), all);
    }

    #[test]
    fn too_long_walks_are_left_out_altogether() {
        let chain = Csr::of(10, (0..9).map(|at| (at, at + 1)).collect());
        let shares = vec![Some(0.5); 10];
        // From the end: 1, 3, 5, … steps.
        assert_eq!(of_each(&chain, &shares, 99), None);
        assert_eq!(of_each(&chain, &shares, 100).unwrap()[0], Some(0.5f64.powi(10)));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn every_digit_is_that_of_a_walk_from_each(
            edges in proptest::collection::btree_set((0u32..9, 0u32..9), 0..24),
            shares in proptest::collection::vec(proptest::option::weighted(0.9, 0.9f64..1.0), 9),
        ) {
            let between = edges.iter().filter(|(from, to)| from != to);
            let lines: String = between.map(|(from, to)| format!("s{from} calls s{to};")).collect();
            let mut model = draw(&((0..9).map(|at| format!("service s{at};")).collect::<String>() + &lines));
            for (at, share) in shares.iter().enumerate() {
                saying(&mut model, &format!("service:s{at}"), json!({"availability": share}));
            }
            let graph = DesignGraph::of(&model);
            let needed = needed_calls(&graph);
            let each: Vec<_> = (0..9).map(|service| of(&graph, &needed, service)).collect();
            prop_assert_eq!(of_each(&needed, &shares, MOST_STEPS).unwrap(), each);
        }
    }
}
