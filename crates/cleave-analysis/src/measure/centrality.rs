//! How much runs through a node and how much leads to it: betweenness and rank.

use crate::graph::Csr;

/// Above this many nodes betweenness is estimated: it costs a walk from each.
pub(crate) const MOST_WALKS: u32 = 5_000;

/// From so many nodes, spread evenly over all, it is estimated then.
const SAMPLES: u32 = 256;

/// Share of steps that follow an edge.
const DAMPING: f64 = 0.85;

/// Brandes' betweenness: the share of shortest paths between other nodes that run through each, by (n − 1)(n − 2). All
/// zero below three nodes. Above [`MOST_WALKS`] what the walks from a few starts find, times nodes by starts.
pub(crate) fn betweenness(graph: &Csr) -> Vec<f64> {
    let n = graph.n();
    let starts = if n > MOST_WALKS { SAMPLES } else { n };
    from_starts(graph, starts)
}

/// Betweenness from so many starts.
fn from_starts(graph: &Csr, starts: u32) -> Vec<f64> {
    let n = graph.n();
    let size = n as usize;
    let mut through = vec![0.0; size];
    let (mut paths, mut far, mut owed) = (vec![0.0; size], vec![u32::MAX; size], vec![0.0; size]);
    let mut order: Vec<u32> = Vec::with_capacity(size);
    for start in (0..starts).map(|at| nth(at, starts, n)) {
        order.clear();
        paths.fill(0.0);
        far.fill(u32::MAX);
        owed.fill(0.0);
        (paths[start as usize], far[start as usize]) = (1.0, 0);
        order.push(start);
        let mut at = 0;
        while at < order.len() {
            let node = order[at];
            at += 1;
            for next in graph.out(node) {
                if far[*next as usize] == u32::MAX {
                    far[*next as usize] = far[node as usize] + 1;
                    order.push(*next);
                }
                if far[*next as usize] == far[node as usize] + 1 {
                    paths[*next as usize] += paths[node as usize];
                }
            }
        }
        for node in order.iter().rev().map(|node| *node as usize) {
            for next in graph.out(u32::try_from(node).unwrap_or(u32::MAX)).iter().map(|next| *next as usize) {
                if far[next] == far[node] + 1 {
                    owed[node] += paths[node] / paths[next] * (1.0 + owed[next]);
                }
            }
            if node != start as usize {
                through[node] += owed[node];
            }
        }
    }
    if n > 2 {
        let pairs = f64::from(n - 1) * f64::from(n - 2) * (f64::from(starts) / f64::from(n));
        through.iter_mut().for_each(|value| *value /= pairs);
    }
    through
}

/// The `at`-th of `starts` numbers that are spread evenly over 0 to n − 1.
fn nth(at: u32, starts: u32, n: u32) -> u32 {
    u32::try_from(u64::from(at) * u64::from(n) / u64::from(starts.max(1))).unwrap_or(0)
}

/// PageRank with damping 0.85: how likely one who follows dependencies at random stands at each node. What nodes without
/// edges would pass on is spread over all. Exact to 1e-10 and better.
pub(crate) fn pagerank(graph: &Csr) -> Vec<f64> {
    let n = graph.n();
    let all = f64::from(n);
    let mut rank = vec![1.0 / all; n as usize];
    for _ in 0..1_000 {
        let stuck: f64 = (0..n).filter(|node| graph.out(*node).is_empty()).map(|node| rank[node as usize]).sum();
        let base = (1.0 - DAMPING) / all + DAMPING * stuck / all;
        let share = |from: &u32| rank[*from as usize] / graph.out(*from).len() as f64;
        let next: Vec<f64> =
            (0..n).map(|node| base + DAMPING * graph.ins(node).iter().map(share).sum::<f64>()).collect();
        let moved: f64 = next.iter().zip(&rank).map(|(next, last)| (next - last).abs()).sum();
        rank = next;
        if moved < 1e-13 {
            break;
        }
    }
    rank
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: &[f64], expected: &[f64]) {
        assert_eq!(found.len(), expected.len());
        for (found, expected) in found.iter().zip(expected) {
            assert!((found - expected).abs() < 1e-9, "{found} is not {expected}");
        }
    }

    #[test]
    fn all_paths_of_a_star_run_through_its_middle() {
        // 0, 1 → 2 → 3, 4: four pairs of twelve.
        let star = Csr::of(5, vec![(0, 2), (1, 2), (2, 3), (2, 4)]);
        near(&betweenness(&star), &[0.0, 0.0, 4.0 / 12.0, 0.0, 0.0]);
        // Two ways from 0 to 3 share the honour.
        let diamond = Csr::of(4, vec![(0, 1), (0, 2), (1, 3), (2, 3)]);
        near(&betweenness(&diamond), &[0.0, 0.5 / 6.0, 0.5 / 6.0, 0.0]);
        near(&betweenness(&Csr::of(2, vec![(0, 1)])), &[0.0, 0.0]);
    }

    #[test]
    fn an_estimate_is_near_the_truth_where_all_nodes_are_alike() {
        // A ring: the ways from any node run through every other but the last, one less each step.
        let n = 600;
        let ring = Csr::of(n, (0..n).map(|node| (node, (node + 1) % n)).collect());
        let exact = from_starts(&ring, n);
        let some = from_starts(&ring, 200);
        let worst = exact.iter().zip(&some).map(|(one, other)| (one - other).abs()).fold(0.0, f64::max);
        assert!((exact[0] - 0.5).abs() < 1e-9 && worst < 0.01, "{} {worst}", exact[0]);
        assert_eq!([nth(0, 3, 10), nth(1, 3, 10), nth(2, 3, 10)], [0, 3, 6]);
    }

    #[test]
    fn rank_is_shared_evenly_in_a_ring_and_flows_to_what_is_used() {
        near(&pagerank(&Csr::of(4, vec![(0, 1), (1, 2), (2, 3), (3, 0)])), &[0.25; 4]);
        // One edge and a dead end: r0 = 0.075 + 0.425·r1, r1 = r0 + 0.85·r0, and both are 1.
        let rank = pagerank(&Csr::of(2, vec![(0, 1)]));
        near(&rank, &[1.0 / 2.85, 1.85 / 2.85]);
        near(&pagerank(&Csr::of(0, Vec::new())), &[]);
    }
}
