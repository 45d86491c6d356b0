//! Through whom every call has to go: the dominators of a graph from a root above its entries.

use super::tangle::count;
use crate::graph::Csr;

/// Who stands in every way to each node that an entry reaches.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Dominance {
    /// The node and the nearest one that every way to it runs through; none where that is the root above the entries.
    pub(crate) nearest: Vec<(u32, Option<u32>)>,
    /// The node and how many others can only be reached through it.
    pub(crate) dominated: Vec<(u32, u32)>,
}

impl Dominance {
    /// Finds them from these entries (Cooper, Harvey, Kennedy 2001). petgraph's `simple_fast` does the same with hash maps.
    pub(crate) fn of(graph: &Csr, entries: &[u32]) -> Self {
        let root = graph.n();
        let order = finished(graph, entries);
        let mut number = vec![UNSEEN; root as usize + 1];
        (0u32..).zip(&order).for_each(|(at, node)| number[*node as usize] = at);
        let mut is_entry = vec![false; root as usize];
        entries.iter().for_each(|entry| is_entry[*entry as usize] = true);
        // By number: the root was finished last.
        let top = count(order.len()) - 1;
        let mut by = vec![UNSEEN; order.len()];
        by[top as usize] = top;
        let mut settled = false;
        while !settled {
            settled = true;
            for at in (0..top).rev() {
                let node = order[at as usize];
                let callers = graph.ins(node).iter().map(|from| number[*from as usize]);
                let callers = callers.filter(|from| *from != UNSEEN && by[*from as usize] != UNSEEN);
                let callers = callers.chain(is_entry[node as usize].then_some(top));
                let nearest = callers.reduce(|one, other| common(&by, one, other)).unwrap_or(top);
                settled &= by[at as usize] == nearest;
                by[at as usize] = nearest;
            }
        }
        // What was finished later stands above, so each is complete before it is added to the one above.
        let mut sizes = vec![1u32; order.len()];
        for at in 0..top as usize {
            sizes[by[at] as usize] += sizes[at];
        }
        let reached = || (0..root).map(|node| (node, number[node as usize])).filter(|(_, at)| *at != UNSEEN);
        let above = |at: u32| Some(by[at as usize]).filter(|by| *by != top).map(|by| order[by as usize]);
        Self {
            nearest: reached().map(|(node, at)| (node, above(at))).collect(),
            dominated: reached().map(|(node, at)| (node, sizes[at as usize] - 1)).collect(),
        }
    }
}

/// The number of a node that was not seen.
const UNSEEN: u32 = u32::MAX;

/// The nodes that the entries reach in the order a walk in depth is done with them; the root above the entries, whose
/// number is one more than the last node's, comes last.
fn finished(graph: &Csr, entries: &[u32]) -> Vec<u32> {
    let root = graph.n();
    let out = |node: u32| if node == root { entries } else { graph.out(node) };
    let mut seen = vec![false; root as usize + 1];
    let mut order = Vec::new();
    let mut stack = vec![(root, 0)];
    while let Some((node, at)) = stack.last_mut() {
        match out(*node).get(*at) {
            Some(next) => {
                *at += 1;
                if !std::mem::replace(&mut seen[*next as usize], true) {
                    stack.push((*next, 0));
                }
            }
            None => {
                order.push(*node);
                stack.pop();
            }
        }
    }
    order
}

/// Where the ways up from two nodes meet, all by number.
fn common(by: &[u32], mut one: u32, mut other: u32) -> u32 {
    while one != other {
        if one < other {
            one = by[one as usize];
        } else {
            other = by[other as usize];
        }
    }
    one
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
