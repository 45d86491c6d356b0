//! Strongly connected components: which nodes depend on each other in a circle, and the levels they stand on.

use crate::graph::Csr;
use petgraph::algo::kosaraju_scc;

/// The components of a graph. Those of two and more nodes are its tangles.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tangles {
    /// The component of each node.
    pub(crate) of: Vec<u32>,
    /// The nodes of each component, ascending. A component comes after all that it depends on.
    pub(crate) members: Vec<Vec<u32>>,
}

impl Tangles {
    /// Finds them. petgraph's Kosaraju is the one of its algorithms that does not recurse.
    pub(crate) fn of(graph: &Csr) -> Self {
        let mut members: Vec<Vec<u32>> = kosaraju_scc(graph);
        let mut of = vec![0; graph.n() as usize];
        for (component, nodes) in (0u32..).zip(&mut members) {
            nodes.sort_unstable();
            for node in nodes {
                of[*node as usize] = component;
            }
        }
        Self { of, members }
    }

    /// The components of two and more nodes: the largest first, then by their first node.
    pub(crate) fn tangles(&self) -> Vec<&Vec<u32>> {
        let mut tangles: Vec<&Vec<u32>> = self.members.iter().filter(|nodes| nodes.len() > 1).collect();
        tangles.sort_by_key(|nodes| (usize::MAX - nodes.len(), nodes[0]));
        tangles
    }

    /// How many nodes stand in this node's component.
    pub(crate) fn size(&self, node: u32) -> u32 {
        count(self.members[self.of[node as usize] as usize].len())
    }

    /// Whether both stand in the same component.
    pub(crate) fn together(&self, one: u32, other: u32) -> bool {
        self.of[one as usize] == self.of[other as usize]
    }

    /// How many edges run inside components.
    pub(crate) fn edges_inside(&self, graph: &Csr) -> u32 {
        count(graph.edges().filter(|(from, to)| self.together(*from, *to)).count())
    }

    /// The level of each node: a leaf has 1, others the size of their component more than the highest below. One less
    /// is the longest chain that starts there, in hops.
    pub(crate) fn levels(&self, graph: &Csr) -> Vec<u32> {
        let mut high = vec![0; self.members.len()];
        for (at, nodes) in self.members.iter().enumerate() {
            let below = nodes.iter().flat_map(|node| graph.out(*node)).map(|to| self.of[*to as usize] as usize);
            let highest = below.filter(|component| *component != at).map(|component| high[component]).max();
            high[at] = count(nodes.len()) + highest.unwrap_or(0);
        }
        self.of.iter().map(|component| high[*component as usize]).collect()
    }
}

/// A length as a number of the wire.
pub(crate) fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_circle_counts_its_size_and_its_callers_stand_above() {
        // 0 → 1 ⇄ 2 → 3, and 4 alone
        let graph = Csr::of(5, vec![(0, 1), (1, 2), (2, 1), (2, 3), (1, 2)]);
        let tangles = Tangles::of(&graph);
        assert_eq!(tangles.tangles(), [&vec![1, 2]]);
        assert_eq!(tangles.levels(&graph), [4, 3, 3, 1, 1]);
        assert_eq!(tangles.edges_inside(&graph), 2);
        assert_eq!((graph.e(), tangles.size(2), tangles.size(0)), (4, 2, 1));
    }

    #[test]
    fn a_call_to_oneself_is_no_tangle() {
        assert!(Tangles::of(&Csr::of(1, vec![(0, 0)])).tangles().is_empty());
    }

    #[test]
    fn a_chain_of_a_hundred_thousand_fits_a_small_stack() {
        let n = 100_000;
        let run = move || {
            let graph = Csr::of(n, (1..n).map(|node| (node - 1, node)).collect());
            let levels = Tangles::of(&graph).levels(&graph);
            assert_eq!((levels[0], levels[99_999]), (n, 1));
            let ring = Csr::of(n, (0..n).map(|node| (node, (node + 1) % n)).collect());
            assert_eq!(Tangles::of(&ring).tangles()[0].len(), 100_000);
        };
        std::thread::Builder::new().stack_size(128 * 1024).spawn(run).unwrap().join().unwrap();
    }
}
