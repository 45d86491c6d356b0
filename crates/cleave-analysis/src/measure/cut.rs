//! Where a graph falls apart: nodes and edges whose loss parts it, and the fewest edges whose loss ends its circles.

use super::tangle::Tangles;
use crate::graph::Csr;

/// Largest tangle for which the fewest edges are found exactly.
const EXACT: usize = 18;

/// What parts the graph when the direction of edges does not count.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Parting {
    /// Nodes, ascending.
    pub(crate) nodes: Vec<u32>,
    /// Pairs, the lower node first, ascending. Two edges that run opposite ways are one pair.
    pub(crate) pairs: Vec<(u32, u32)>,
}

impl Parting {
    /// Finds them in one walk with a stack of its own.
    pub(crate) fn of(graph: &Csr) -> Self {
        let n = graph.n();
        let both = undirected(graph);
        let (mut seen, mut low) = (vec![0u32; n as usize], vec![0u32; n as usize]);
        let mut parts = vec![false; n as usize];
        let mut pairs = Vec::new();
        let mut clock = 0;
        for root in 0..n {
            if seen[root as usize] > 0 {
                continue;
            }
            clock += 1;
            (seen[root as usize], low[root as usize]) = (clock, clock);
            let mut branches = 0;
            // Node, where it came from, which neighbour is next.
            let mut stack = vec![(root, root, 0)];
            while let Some((node, from, at)) = stack.last_mut() {
                let (node, from) = (*node, *from);
                if let Some(next) = both.out(node).get(*at).copied() {
                    *at += 1;
                    if seen[next as usize] == 0 {
                        clock += 1;
                        (seen[next as usize], low[next as usize]) = (clock, clock);
                        stack.push((next, node, 0));
                    } else if next != from {
                        low[node as usize] = low[node as usize].min(seen[next as usize]);
                    }
                    continue;
                }
                stack.pop();
                if node == root {
                    continue;
                }
                low[from as usize] = low[from as usize].min(low[node as usize]);
                if low[node as usize] > seen[from as usize] {
                    pairs.push((node.min(from), node.max(from)));
                }
                if from == root {
                    branches += 1;
                } else if low[node as usize] >= seen[from as usize] {
                    parts[from as usize] = true;
                }
            }
            parts[root as usize] = branches > 1;
        }
        pairs.sort_unstable();
        Self { nodes: (0..n).filter(|node| parts[*node as usize]).collect(), pairs }
    }
}

/// The same graph with every edge both ways, pairs counted once.
fn undirected(graph: &Csr) -> Csr {
    Csr::of(graph.n(), graph.edges().flat_map(|(from, to)| [(from, to), (to, from)]).collect())
}

/// The fewest edges whose loss ends every circle; nothing where a tangle is too large to know.
pub(crate) fn fewest_feedback(graph: &Csr, tangles: &Tangles) -> Option<u32> {
    let circles = tangles.tangles();
    if circles.iter().any(|members| members.len() > EXACT) {
        return None;
    }
    Some(circles.iter().map(|members| fewest_within(graph, members)).sum())
}

/// Tries every order of the members, by the sets that can come first: an edge that runs from a later member back to an
/// earlier one has to go.
fn fewest_within(graph: &Csr, members: &[u32]) -> u32 {
    let bit = |node: u32| members.binary_search(&node).map_or(0u32, |at| 1 << at);
    let out: Vec<u32> =
        members.iter().map(|from| graph.out(*from).iter().fold(0, |bits, to| bits | bit(*to))).collect();
    let mut least = vec![u32::MAX; 1 << members.len()];
    least[0] = 0;
    for set in 0..least.len() {
        for (at, row) in out.iter().enumerate().filter(|(at, _)| set & (1 << at) == 0) {
            let back = (u32::try_from(set).unwrap_or(u32::MAX) & row).count_ones();
            let with = set | (1 << at);
            least[with] = least[with].min(least[set] + back);
        }
    }
    least.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feedback(n: u32, edges: &[(u32, u32)]) -> Option<u32> {
        let graph = Csr::of(n, edges.to_vec());
        fewest_feedback(&graph, &Tangles::of(&graph))
    }

    #[test]
    fn a_path_parts_everywhere_and_a_ring_nowhere() {
        let path = Parting::of(&Csr::of(4, vec![(0, 1), (2, 1), (2, 3)]));
        assert_eq!(path, Parting { nodes: vec![1, 2], pairs: vec![(0, 1), (1, 2), (2, 3)] });
        assert_eq!(Parting::of(&Csr::of(3, vec![(0, 1), (1, 2), (2, 0)])), Parting::default());
        assert_eq!(Parting::of(&Csr::of(2, vec![(0, 1), (1, 0)])).pairs, [(0, 1)]);
    }

    #[test]
    fn two_rings_that_share_a_node_part_there() {
        let rings = Csr::of(5, vec![(0, 1), (1, 2), (2, 0), (2, 3), (3, 4), (4, 2)]);
        assert_eq!(Parting::of(&rings), Parting { nodes: vec![2], pairs: Vec::new() });
    }

    #[test]
    fn a_long_path_needs_no_stack() {
        let n = 100_000;
        let run = move || Parting::of(&Csr::of(n, (1..n).map(|at| (at - 1, at)).collect())).nodes.len();
        assert_eq!(std::thread::Builder::new().stack_size(128 * 1024).spawn(run).unwrap().join().unwrap(), 99_998);
    }

    #[test]
    fn the_fewest_edges_are_cut() {
        assert_eq!(feedback(3, &[(0, 1), (1, 2)]), Some(0));
        assert_eq!(feedback(4, &[(0, 1), (1, 0), (2, 3), (3, 2)]), Some(2));
        // Three circles that all run over 0 → 1.
        assert_eq!(feedback(5, &[(0, 1), (1, 2), (2, 0), (1, 3), (3, 0), (1, 4), (4, 0)]), Some(1));
        // All ways between five: each pair needs one.
        let all: Vec<_> = (0..5).flat_map(|from| (0..5).map(move |to| (from, to))).collect();
        assert_eq!(feedback(5, &all), Some(10));
        let ring: Vec<_> = (0..19).map(|at| (at, (at + 1) % 19)).collect();
        assert_eq!(feedback(19, &ring), None);
    }
}
