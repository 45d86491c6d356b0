//! Through whom every call has to go: the dominators of a graph from a root above its entries.

use crate::graph::Csr;
use petgraph::algo::dominators::simple_fast;

/// Who stands in every way to each node that an entry reaches.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Dominance {
    /// The node and the nearest one that every way to it runs through; none where that is the root above the entries.
    pub(crate) nearest: Vec<(u32, Option<u32>)>,
    /// The node and how many others can only be reached through it.
    pub(crate) dominated: Vec<(u32, u32)>,
}

impl Dominance {
    /// Finds them from these entries.
    pub(crate) fn of(graph: &Csr, entries: &[u32]) -> Self {
        let root = graph.n();
        let rooted = Csr::of(root + 1, graph.edges().chain(entries.iter().map(|entry| (root, *entry))).collect());
        let tree = simple_fast(&rooted, root);
        let nearest: Vec<(u32, Option<u32>)> = (0..root)
            .filter_map(|node| tree.immediate_dominator(node).map(|by| (node, Some(by).filter(|by| *by != root))))
            .collect();
        let mut below: Vec<Vec<u32>> = vec![Vec::new(); root as usize + 1];
        for (node, by) in &nearest {
            below[by.unwrap_or(root) as usize].push(*node);
        }
        let mut order = vec![root];
        let mut at = 0;
        while at < order.len() {
            order.extend_from_slice(&below[order[at] as usize]);
            at += 1;
        }
        let mut sizes = vec![1u32; root as usize + 1];
        for node in order.iter().rev() {
            sizes[*node as usize] += below[*node as usize].iter().map(|child| sizes[*child as usize]).sum::<u32>();
        }
        let dominated = nearest.iter().map(|(node, _)| (*node, sizes[*node as usize] - 1)).collect();
        Self { nearest, dominated }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_two_ways_lead_to_nobody_dominates_but_the_fork() {
        // 0 → 1 → {2, 3} → 4, and 5 that no entry reaches.
        let graph = Csr::of(6, vec![(0, 1), (1, 2), (1, 3), (2, 4), (3, 4), (5, 4)]);
        let found = Dominance::of(&graph, &[0]);
        assert_eq!(found.nearest, [(0, None), (1, Some(0)), (2, Some(1)), (3, Some(1)), (4, Some(1))]);
        assert_eq!(found.dominated, [(0, 4), (1, 3), (2, 0), (3, 0), (4, 0)]);
    }

    #[test]
    fn a_second_entry_breaks_the_monopoly() {
        let graph = Csr::of(3, vec![(0, 1), (1, 2)]);
        assert_eq!(Dominance::of(&graph, &[0, 2]).dominated, [(0, 1), (1, 0), (2, 0)]);
        assert_eq!(Dominance::of(&graph, &[]), Dominance { nearest: Vec::new(), dominated: Vec::new() });
    }
}
