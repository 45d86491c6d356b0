//! Strongly connected components: which nodes depend on each other in a circle, and the levels they stand on.

use crate::graph::Csr;

/// The components of a graph. Those of two and more nodes are its tangles.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tangles {
    /// The component of each node.
    pub(crate) of: Vec<u32>,
    /// Where the nodes of each component begin among all, and where those of the last one end.
    starts: Vec<u32>,
    nodes: Vec<u32>,
}

impl Tangles {
    /// Finds them (Tarjan 1972) in one walk with a stack of its own. petgraph's Tarjan recurses, and its Kosaraju, which
    /// does not, walks twice.
    pub(crate) fn of(graph: &Csr) -> Self {
        let n = graph.n();
        let mut of = vec![u32::MAX; n as usize];
        // When each node was met, 0 where it was not; then the earliest that can be reached from it.
        let mut low = vec![0u32; n as usize];
        let (mut clock, mut found) = (0, 0);
        let (mut open, mut way): (Vec<u32>, Vec<(u32, u32, u32)>) = (Vec::new(), Vec::new());
        for root in 0..n {
            if low[root as usize] != 0 {
                continue;
            }
            clock += 1;
            low[root as usize] = clock;
            // The node, which of its edges is next, and when it was met.
            way.push((root, 0, clock));
            open.push(root);
            while let Some((node, at, met)) = way.last_mut() {
                let (node, met) = (*node, *met);
                let ahead = graph.out(node).get(*at as usize..).unwrap_or_default();
                let mut least = low[node as usize];
                let mut fresh = None;
                for next in ahead {
                    *at += 1;
                    let other = low[*next as usize];
                    if other == 0 {
                        fresh = Some(*next);
                        break;
                    }
                    if of[*next as usize] == u32::MAX {
                        least = least.min(other);
                    }
                }
                low[node as usize] = least;
                if let Some(next) = fresh {
                    clock += 1;
                    low[next as usize] = clock;
                    way.push((next, 0, clock));
                    open.push(next);
                    continue;
                }
                way.pop();
                if let Some((above, ..)) = way.last() {
                    low[*above as usize] = low[*above as usize].min(least);
                }
                if least == met {
                    while let Some(member) = open.pop() {
                        of[member as usize] = found;
                        if member == node {
                            break;
                        }
                    }
                    found += 1;
                }
            }
        }
        let mut starts = vec![0u32; found as usize + 1];
        of.iter().for_each(|component| starts[*component as usize + 1] += 1);
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let (mut free, mut nodes) = (starts.clone(), vec![0; n as usize]);
        for (node, component) in (0u32..).zip(&of) {
            let place = &mut free[*component as usize];
            nodes[*place as usize] = node;
            *place += 1;
        }
        Self { of, starts, nodes }
    }

    /// How many components there are.
    pub(crate) fn many(&self) -> u32 {
        count(self.starts.len()).saturating_sub(1)
    }

    /// The nodes of a component, ascending.
    pub(crate) fn members(&self, component: u32) -> &[u32] {
        &self.nodes[self.starts[component as usize] as usize..self.starts[component as usize + 1] as usize]
    }

    /// The nodes of each component, ascending. A component comes after all that it depends on.
    pub(crate) fn components(&self) -> impl DoubleEndedIterator<Item = &[u32]> + ExactSizeIterator {
        self.starts.windows(2).map(|ends| &self.nodes[ends[0] as usize..ends[1] as usize])
    }

    /// The components of two and more nodes: the largest first, then by their first node.
    pub(crate) fn tangles(&self) -> Vec<&[u32]> {
        let mut tangles: Vec<&[u32]> = self.components().filter(|nodes| nodes.len() > 1).collect();
        tangles.sort_by_key(|nodes| (usize::MAX - nodes.len(), nodes[0]));
        tangles
    }

    /// How many nodes stand in this node's component.
    pub(crate) fn size(&self, node: u32) -> u32 {
        count(self.members(self.of[node as usize]).len())
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
        let mut high = vec![0; self.many() as usize];
        for (at, nodes) in self.components().enumerate() {
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
        assert_eq!(tangles.tangles(), [&[1, 2]]);
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
