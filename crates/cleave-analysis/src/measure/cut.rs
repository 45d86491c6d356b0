//! Where a graph falls apart: nodes and edges whose loss parts it, and the fewest edges whose loss ends its circles.

use super::tangle::{Tangles, count};
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

/// How many edges have to go so that no circle is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Feedback {
    /// The number that was found.
    pub(crate) arcs: u32,
    /// Whether there is no smaller one.
    pub(crate) exact: bool,
}

impl Feedback {
    /// The fewest edges, tangle by tangle; in one of more than [`EXACT`] nodes few edges.
    pub(crate) fn of(graph: &Csr, tangles: &Tangles) -> Self {
        let mut found = Self { arcs: 0, exact: true };
        for members in tangles.tangles() {
            let (few, least) = (few_within(graph, tangles, members), disjoint_circles(graph, tangles, members));
            found.arcs += match members.len() {
                _ if few == least => few,
                ..=EXACT => fewest_within(graph, members),
                _ => {
                    found.exact = false;
                    few
                }
            };
        }
        found
    }
}

/// Most times all nodes of a tangle are moved to a better place.
const PASSES: usize = 12;

/// How many edges run back in a good order of the members: by what runs out less what runs in, then each node is moved
/// to its best place among its neighbours until none gets better.
fn few_within(graph: &Csr, tangles: &Tangles, members: &[u32]) -> u32 {
    let at = tangles.of[members[0] as usize];
    let dense = |node: &u32| members.binary_search(node).ok().filter(|_| tangles.of[*node as usize] == at);
    let row = |nodes: &[u32]| nodes.iter().filter_map(dense).collect::<Vec<usize>>();
    let outs: Vec<Vec<usize>> = members.iter().map(|node| row(graph.out(*node))).collect();
    let ins: Vec<Vec<usize>> = members.iter().map(|node| row(graph.ins(*node))).collect();
    let mut order: Vec<usize> = (0..members.len()).collect();
    order.sort_by_key(|node| (ins[*node].len() as i64 - outs[*node].len() as i64, *node));
    let mut place = vec![0.0; members.len()];
    for _ in 0..PASSES {
        order.iter().enumerate().for_each(|(at, node)| place[*node] = at as f64);
        let mut moved = false;
        for node in 0..members.len() {
            moved |= improve(&mut place, node, &outs[node], &ins[node]);
        }
        order.sort_by(|a, b| place[*a].total_cmp(&place[*b]).then(a.cmp(b)));
        if !moved {
            break;
        }
    }
    let mut rank = vec![0; members.len()];
    order.iter().enumerate().for_each(|(at, node)| rank[*node] = at);
    let back = |(from, out): (usize, &Vec<usize>)| out.iter().filter(|to| rank[**to] < rank[from]).count();
    count(outs.iter().enumerate().map(back).sum())
}

/// Moves a node between two of its neighbours where fewest of its edges run back; false where it stands as well.
fn improve(place: &mut [f64], node: usize, outs: &[usize], ins: &[usize]) -> bool {
    let out = outs.iter().map(|to| (place[*to], 1i64));
    let mut around: Vec<(f64, i64)> = out.chain(ins.iter().map(|from| (place[*from], -1))).collect();
    around.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    // Before all of them every edge that comes in runs back.
    let mut back = count(ins.len()) as i64;
    let (mut best, mut best_at, mut now) = (back, 0, back);
    for (at, (other, way)) in around.iter().enumerate() {
        back += way;
        if *other < place[node] {
            now = back;
        }
        if back < best {
            (best, best_at) = (back, at + 1);
        }
    }
    if best >= now {
        return false;
    }
    let low = if best_at == 0 { around[0].0 - 2.0 } else { around[best_at - 1].0 };
    let high = around.get(best_at).map_or(low + 2.0, |next| next.0);
    let between = low + (high - low) / 2.0;
    // So often halved that no number is left between them: the next pass counts anew.
    let free = low < between && between < high;
    if free {
        place[node] = between;
    }
    free
}

/// How many circles without a common edge are found inside a tangle: so many edges have to go at least. Two nodes that
/// depend on each other first, then a short circle through each edge that is left, while the tangle is small.
fn disjoint_circles(graph: &Csr, tangles: &Tangles, members: &[u32]) -> u32 {
    let at = tangles.of[members[0] as usize];
    let inside = |to: &u32| tangles.of[*to as usize] == at;
    let pairs = members
        .iter()
        .map(|from| graph.out(*from).iter().filter(|to| from < *to && inside(to) && graph.has(**to, *from)).count());
    let pairs = count(pairs.sum());
    if members.len() > EXACT {
        return pairs;
    }
    let dense = |node: &u32| members.binary_search(node).unwrap_or(0);
    let mut left = vec![0u32; members.len()];
    for (from, row) in members.iter().enumerate() {
        let one_way = graph.out(*row).iter().filter(|to| inside(to) && !graph.has(**to, *row));
        left[from] = one_way.fold(0, |bits, to| bits | 1 << dense(to));
    }
    let mut circles = pairs;
    for start in 0..members.len() {
        while let Some(circle) = circle_through(&left, start) {
            for (from, to) in circle {
                left[from] &= !(1 << to);
            }
            circles += 1;
        }
    }
    circles
}

/// The edges of a shortest circle through a node, in a graph of at most 32 nodes that has a word of ends for each.
fn circle_through(out: &[u32], start: usize) -> Option<Vec<(usize, usize)>> {
    let mut from = vec![None; out.len()];
    let mut rim = vec![start];
    while !rim.is_empty() {
        let mut next = Vec::new();
        for node in rim {
            for to in (0..out.len()).filter(|to| out[node] & (1 << to) != 0) {
                if to == start {
                    let back = std::iter::successors(Some(node), |at| from[*at]);
                    let mut nodes: Vec<usize> = back.collect();
                    nodes.reverse();
                    nodes.push(start);
                    return Some(nodes.windows(2).map(|edge| (edge[0], edge[1])).collect());
                }
                if from[to].is_none() {
                    from[to] = Some(node);
                    next.push(to);
                }
            }
        }
        rim = next;
    }
    None
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
