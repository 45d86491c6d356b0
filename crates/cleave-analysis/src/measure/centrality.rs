//! How much runs through a node and how much leads to it: betweenness and rank.

use crate::graph::Csr;

/// Above this many nodes betweenness is left out: it costs a walk from each.
pub(crate) const MOST_WALKS: u32 = 5_000;

/// Share of steps that follow an edge.
const DAMPING: f64 = 0.85;

/// Brandes' betweenness: the share of shortest paths between other nodes that run through each, by (n − 1)(n − 2). All
/// zero below three nodes; nothing above [`MOST_WALKS`].
pub(crate) fn betweenness(graph: &Csr) -> Option<Vec<f64>> {
    let n = graph.n();
    if n > MOST_WALKS {
        return None;
    }
    let size = n as usize;
    let mut through = vec![0.0; size];
    let (mut paths, mut far, mut owed) = (vec![0.0; size], vec![u32::MAX; size], vec![0.0; size]);
    let mut order: Vec<u32> = Vec::with_capacity(size);
    for start in 0..n {
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
        let pairs = f64::from(n - 1) * f64::from(n - 2);
        through.iter_mut().for_each(|value| *value /= pairs);
    }
    Some(through)
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
        near(&betweenness(&star).unwrap(), &[0.0, 0.0, 4.0 / 12.0, 0.0, 0.0]);
        // Two ways from 0 to 3 share the honour.
        let diamond = Csr::of(4, vec![(0, 1), (0, 2), (1, 3), (2, 3)]);
        near(&betweenness(&diamond).unwrap(), &[0.0, 0.5 / 6.0, 0.5 / 6.0, 0.0]);
        near(&betweenness(&Csr::of(2, vec![(0, 1)])).unwrap(), &[0.0, 0.0]);
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
