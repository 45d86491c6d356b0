//! Exact reachability counts: how many nodes each one depends on, and how many depend on it.

use super::tangle::Tangles;
use crate::graph::Csr;

/// Above this many nodes the counts are left out: they cost n times the edges.
pub(crate) const LARGEST: u32 = 100_000;

/// Nodes are counted in blocks of this many bits.
const WORDS: usize = 8;

/// How many nodes are visible, for each node; itself included.
#[derive(Debug, Clone, Default)]
pub(crate) struct Visibility {
    /// How many can be reached from it.
    pub(crate) out: Vec<u32>,
    /// How many reach it.
    pub(crate) into: Vec<u32>,
}

impl Visibility {
    /// Counts them; nothing above [`LARGEST`].
    pub(crate) fn of(graph: &Csr, tangles: &Tangles) -> Option<Self> {
        (graph.n() <= LARGEST).then(|| {
            let order: Vec<usize> = (0..tangles.members.len()).collect();
            let turned: Vec<usize> = order.iter().rev().copied().collect();
            Self { out: counts(graph, tangles, &order), into: counts(&graph.reversed(), tangles, &turned) }
        })
    }

    /// Cumulative component dependency: the sum over all nodes of what each reaches.
    pub(crate) fn ccd(&self) -> u64 {
        self.out.iter().map(|count| u64::from(*count)).sum()
    }
}

/// For each node how many it reaches, with the components in an order where each comes after all that it reaches.
fn counts(graph: &Csr, tangles: &Tangles, order: &[usize]) -> Vec<u32> {
    let n = graph.n() as usize;
    let below = condensed(graph, tangles);
    let mut reached = vec![0u32; tangles.members.len()];
    let mut rows = vec![[0u64; WORDS]; tangles.members.len()];
    for block in (0..n).step_by(WORDS * 64) {
        for at in order {
            let mut row = [0u64; WORDS];
            let (low, high) = (block, block + WORDS * 64);
            for node in tangles.members[*at].iter().map(|node| *node as usize).filter(|node| (low..high).contains(node))
            {
                row[(node - block) / 64] |= 1 << ((node - block) % 64);
            }
            for other in &below[*at] {
                for (word, more) in row.iter_mut().zip(&rows[*other as usize]) {
                    *word |= more;
                }
            }
            reached[*at] += row.iter().map(|word| word.count_ones()).sum::<u32>();
            rows[*at] = row;
        }
    }
    tangles.of.iter().map(|component| reached[*component as usize]).collect()
}

/// The components each component's edges lead to, itself excluded.
fn condensed(graph: &Csr, tangles: &Tangles) -> Vec<Vec<u32>> {
    let mut below: Vec<Vec<u32>> = vec![Vec::new(); tangles.members.len()];
    for (from, to) in graph.edges().filter(|(from, to)| !tangles.together(*from, *to)) {
        below[tangles.of[from as usize] as usize].push(tangles.of[to as usize]);
    }
    for row in &mut below {
        row.sort_unstable();
        row.dedup();
    }
    below
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(n: u32, edges: &[(u32, u32)]) -> Visibility {
        let graph = Csr::of(n, edges.to_vec());
        Visibility::of(&graph, &Tangles::of(&graph)).unwrap()
    }

    #[test]
    fn counts_include_the_node_itself_and_are_shared_in_a_circle() {
        let small = seen(4, &[(0, 1), (1, 2), (2, 1), (2, 3)]);
        assert_eq!(small.out, [4, 3, 3, 1]);
        assert_eq!(small.into, [1, 3, 3, 4]);
        assert_eq!(small.ccd(), 11);
    }

    #[test]
    fn blocks_join_without_a_seam() {
        let n = 1_300;
        let chain = seen(n, &(1..n).map(|node| (node - 1, node)).collect::<Vec<_>>());
        assert_eq!(chain.ccd(), u64::from(n) * u64::from(n + 1) / 2);
        assert_eq!((chain.out[0], chain.into[0], chain.into[1_299]), (n, 1, n));
    }

    #[test]
    fn counts_equal_a_walk_from_every_node() {
        // A fixed scramble: no randomness is needed to be irregular.
        let edges: Vec<(u32, u32)> = (0..900u32).map(|i| (i * 7919 % 601, (i * i + 31 * i) % 601)).collect();
        let graph = Csr::of(601, edges.clone());
        let seen = seen(601, &edges);
        for node in 0..601 {
            let walk = |back| graph.reach(node, back).iter().filter(|seen| **seen).count();
            assert_eq!(seen.out[node as usize] as usize, walk(false));
            assert_eq!(seen.into[node as usize] as usize, walk(true));
        }
    }
}
