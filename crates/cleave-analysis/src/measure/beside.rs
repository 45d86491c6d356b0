//! Long walks over very large graphs, made on a second core while the rules judge.

use super::centrality::{Estimate, MOST_WALKS};
use super::closure::Visibility;
use crate::graph::Projection;
use std::thread::{Builder, scope};

/// Does something, while betweenness and visibility of a graph of more than [`MOST_WALKS`] nodes are counted beside it.
/// Whoever is ready first takes what is left. None knows of the others, so the numbers are the same where there is one
/// core.
pub(crate) fn counting<T>(projection: &Projection, meanwhile: impl FnOnce() -> T) -> T {
    let (graph, tangles) = (&projection.graph, &projection.tangles);
    if graph.n() <= MOST_WALKS {
        return meanwhile();
    }
    let estimate = Estimate::of(graph);
    let (seen, done) = scope(|scope| {
        let count = || {
            let seen = Visibility::of(graph, tangles);
            estimate.walk();
            seen
        };
        // Where there is no thread to be had it is counted here, and when it is asked for.
        let beside = Builder::new().spawn_scoped(scope, count);
        let done = meanwhile();
        estimate.walk();
        (beside.ok().and_then(|beside| beside.join().ok()), done)
    });
    projection.know(estimate.found(), seen);
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_counted_beside_is_what_would_be_counted() {
        let n = MOST_WALKS + 1;
        let edges = || (0..n).flat_map(|node| [(node, (node * 7 + 1) % n), (node, (node + 13) % n)]).collect();
        let (beside, alone) = (Projection::of(n, edges()), Projection::of(n, edges()));
        assert_eq!(counting(&beside, || "judged"), "judged");
        let bits = |of: &Projection| of.betweenness().iter().map(|share| share.to_bits()).collect::<Vec<_>>();
        assert_eq!(bits(&beside), bits(&alone));
        let seen = |of: &Projection| of.visibility().map(|seen| (seen.out.clone(), seen.into.clone()));
        assert_eq!(seen(&beside), seen(&alone));
        assert!(seen(&beside).is_some());
    }
}
