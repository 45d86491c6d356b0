//! Exact reachability counts: how many nodes each one depends on, and how many depend on it.

use super::tangle::{Tangles, count};
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
        let out = || counts(tangles, &Condensed::of(graph, tangles, false));
        (graph.n() <= LARGEST).then(|| Self { out: out(), into: counts(tangles, &Condensed::of(graph, tangles, true)) })
    }

    /// Only how many reach each node; nothing above [`LARGEST`].
    pub(crate) fn into(graph: &Csr, tangles: &Tangles) -> Option<Vec<u32>> {
        (graph.n() <= LARGEST).then(|| counts(tangles, &Condensed::of(graph, tangles, true)))
    }

    /// Cumulative component dependency: the sum over all nodes of what each reaches.
    pub(crate) fn ccd(&self) -> u64 {
        self.out.iter().map(|count| u64::from(*count)).sum()
    }
}

/// The components of a graph and what their edges lead to, numbered so that each comes after all it leads to.
struct Condensed {
    /// Where the row of each component begins in `below`.
    starts: Vec<u32>,
    below: Vec<u32>,
    /// The component of each node.
    of: Vec<u32>,
}

impl Condensed {
    /// Along the edges, or against them where `back`.
    fn of(graph: &Csr, tangles: &Tangles, back: bool) -> Self {
        let many = count(tangles.members.len());
        let number = |component: u32| if back { many - 1 - component } else { component };
        let mut condensed = Self { starts: vec![0], below: Vec::with_capacity(graph.e() as usize), of: Vec::new() };
        let mut seen = vec![u32::MAX; many as usize];
        for at in 0..many {
            let component = number(at);
            for node in &tangles.members[component as usize] {
                for next in if back { graph.ins(*node) } else { graph.out(*node) } {
                    let other = number(tangles.of[*next as usize]);
                    if other != at && std::mem::replace(&mut seen[other as usize], at) != at {
                        condensed.below.push(other);
                    }
                }
            }
            condensed.starts.push(count(condensed.below.len()));
        }
        condensed.of = tangles.of.iter().map(|component| number(*component)).collect();
        condensed
    }
}

/// For each node how many it leads to, itself included.
fn counts(tangles: &Tangles, condensed: &Condensed) -> Vec<u32> {
    let Condensed { starts, below, of } = condensed;
    let many = tangles.members.len();
    let mut reached = vec![0u32; many];
    let mut rows = vec![[0u64; WORDS]; many];
    for block in (0..of.len()).step_by(WORDS * 64) {
        rows.fill([0; WORDS]);
        for (bit, component) in of[block..of.len().min(block + WORDS * 64)].iter().enumerate() {
            rows[*component as usize][bit / 64] |= 1 << (bit % 64);
        }
        for at in 0..many {
            let (done, rest) = rows.split_at_mut(at);
            let row = &mut rest[0];
            for other in &below[starts[at] as usize..starts[at + 1] as usize] {
                for (word, more) in row.iter_mut().zip(&done[*other as usize]) {
                    *word |= more;
                }
            }
            reached[at] += row.iter().map(|word| word.count_ones()).sum::<u32>();
        }
    }
    of.iter().map(|component| reached[*component as usize]).collect()
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
