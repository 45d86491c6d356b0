//! How much runs through a node and how much leads to it: betweenness and rank.

use super::tangle::{Tangles, count};
use crate::graph::Csr;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Above this many nodes betweenness is estimated: it costs a walk from each.
pub(crate) const MOST_WALKS: u32 = 5_000;

/// From so many nodes, spread evenly over all, it is estimated then, in so many parts of equal size.
const SAMPLES: u32 = 256;
const PARTS: usize = 8;

/// Share of steps that follow an edge.
const DAMPING: f64 = 0.85;

/// Brandes' betweenness: the share of shortest paths between other nodes that run through each, by (n − 1)(n − 2). All
/// zero below three nodes. Above [`MOST_WALKS`] what the walks from a few starts find, times nodes by starts.
pub(crate) fn betweenness(graph: &Csr) -> Vec<f64> {
    if graph.n() > MOST_WALKS {
        let estimate = Estimate::of(graph);
        estimate.walk();
        return estimate.found();
    }
    let mut through = vec![0.0; graph.n() as usize];
    add_walks(graph, 0..graph.n(), &mut through);
    shares(&mut through, graph.n());
    through
}

/// Adds what walks from these starts find.
fn add_walks(graph: &Csr, starts: impl Iterator<Item = u32>, through: &mut [f64]) {
    let mut walker = Walker::of(graph);
    for start in starts {
        walker.walk(graph, start, |node, ways| through[node as usize] += ways);
    }
}

/// The walks from a few starts, in parts that whoever has time may take. What the parts found is added in their order, so
/// the sum is the same to the last digit whoever took which.
pub(crate) struct Estimate<'g> {
    graph: &'g Csr,
    starts: u32,
    next: AtomicUsize,
    parts: [OnceLock<Vec<f64>>; PARTS],
}

impl<'g> Estimate<'g> {
    /// Of betweenness in a graph.
    pub(crate) fn of(graph: &'g Csr) -> Self {
        Self::from_starts(graph, SAMPLES)
    }

    fn from_starts(graph: &'g Csr, starts: u32) -> Self {
        Self { graph, starts, next: AtomicUsize::new(0), parts: Default::default() }
    }

    /// Takes one part after the other until none is left.
    pub(crate) fn walk(&self) {
        loop {
            let at = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(part) = self.parts.get(at) else { break };
            part.get_or_init(|| self.part(at));
        }
    }

    fn part(&self, at: usize) -> Vec<f64> {
        let mut through = vec![0.0; self.graph.n() as usize];
        let starts = (0..self.starts).skip(at).step_by(PARTS).map(|at| nth(at, self.starts, self.graph.n()));
        add_walks(self.graph, starts, &mut through);
        through
    }

    /// What all walks found; a part that nobody ended is walked now.
    pub(crate) fn found(self) -> Vec<f64> {
        let mut through = vec![0.0; self.graph.n() as usize];
        for (at, part) in self.parts.iter().enumerate() {
            let found = part.get_or_init(|| self.part(at));
            through.iter_mut().zip(found).for_each(|(sum, ways)| *sum += ways);
        }
        shares(&mut through, self.starts);
        through
    }
}

/// Makes shares of what walks from so many starts found.
pub(super) fn shares(through: &mut [f64], starts: u32) {
    let n = count(through.len());
    if n > 2 {
        let pairs = f64::from(n - 1) * f64::from(n - 2) * (f64::from(starts) / f64::from(n));
        through.iter_mut().for_each(|value| *value /= pairs);
    }
}

/// Walks along shortest ways, one start after the other. It has no branch that depends on what it finds: which neighbour
/// is new and which is nearer is as good as random, and guessing that wrong costs more than the sums.
pub(super) struct Walker {
    /// How far each node is, and how many shortest ways lead to it; then what is owed to each of these ways.
    far: Vec<u32>,
    value: Vec<f64>,
    /// What was seen, nearest first, and the ends of the edges on shortest ways, row by row in that order. Each has one
    /// place more than is ever filled, for what is written and not kept.
    order: Vec<u32>,
    rows: Vec<usize>,
    nearer: Vec<u32>,
}

impl Walker {
    pub(super) fn of(graph: &Csr) -> Self {
        let n = graph.n() as usize;
        Self {
            far: vec![u32::MAX; n],
            value: vec![0.0; n],
            order: vec![0; n + 1],
            rows: vec![0; n + 1],
            nearer: vec![0; graph.e() as usize + 1],
        }
    }

    /// Tells of each node that is reached from the start how many shortest ways to others run through it, a way that
    /// shares its ends with others as a share.
    pub(super) fn walk(&mut self, graph: &Csr, start: u32, mut tell: impl FnMut(u32, f64)) {
        if graph.out(start).is_empty() {
            return;
        }
        let (far, value, order) = (&mut self.far[..], &mut self.value[..], &mut self.order[..]);
        let (rows, nearer) = (&mut self.rows[..], &mut self.nearer[..]);
        far[start as usize] = 0;
        value[start as usize] = 1.0;
        order[0] = start;
        let (mut at, mut seen, mut edges) = (0, 1, 0);
        while at < seen {
            let node = order[at] as usize;
            at += 1;
            let (next_far, ways) = (far[node] + 1, value[node]);
            for next in graph.out(order[at - 1]) {
                let place = *next as usize;
                let known = far[place];
                order[seen] = *next;
                seen += usize::from(known == u32::MAX);
                far[place] = known.min(next_far);
                let shortest = known >= next_far;
                nearer[edges] = *next;
                edges += usize::from(shortest);
                value[place] += if shortest { ways } else { 0.0 };
            }
            rows[at] = edges;
        }
        for at in (0..seen).rev() {
            let node = order[at] as usize;
            let owed: f64 = nearer[rows[at]..rows[at + 1]].iter().map(|next| value[*next as usize]).sum();
            let ways = value[node];
            let owed = owed * ways;
            if at > 0 {
                tell(order[at], owed);
            }
            value[node] = (1.0 + owed) / ways;
        }
        // Only what was seen has to be forgotten.
        for node in &order[..seen] {
            far[*node as usize] = u32::MAX;
            value[*node as usize] = 0.0;
        }
    }
}

/// The `at`-th of `starts` numbers that are spread evenly over 0 to n − 1.
fn nth(at: u32, starts: u32, n: u32) -> u32 {
    u32::try_from(u64::from(at) * u64::from(n) / u64::from(starts.max(1))).unwrap_or(0)
}

/// PageRank with damping 0.85: how likely one who follows dependencies at random stands at each node. What nodes without
/// edges would pass on is spread over all. Exact to 1e-10 and better.
///
/// What is spread over all is the same for each node, so the ranks are the solution of
/// `rank = 1 + 0.85 · (what comes in)` divided by their sum. That is solved from the top down:
/// outside circles one step is exact, within one it is repeated.
pub(crate) fn pagerank(graph: &Csr, tangles: &Tangles) -> Vec<f64> {
    let mut rank = vec![1.0; graph.n() as usize];
    // What each node passes on to each that it depends on.
    let mut share = vec![0.0; graph.n() as usize];
    for members in tangles.components().rev() {
        for _ in 0..1_000 {
            let mut moved = 0.0;
            let mut most = 0.0f64;
            for node in members {
                let comes: f64 = graph.ins(*node).iter().map(|from| share[*from as usize]).sum();
                let next = 1.0 + DAMPING * comes;
                moved += (next - rank[*node as usize]).abs();
                most = most.max(next);
                rank[*node as usize] = next;
                share[*node as usize] = next / graph.out(*node).len().max(1) as f64;
            }
            if members.len() == 1 || moved < 1e-15 * most * members.len() as f64 {
                break;
            }
        }
    }
    let all: f64 = rank.iter().sum();
    rank.iter_mut().for_each(|rank| *rank /= all);
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

    fn rank(n: u32, edges: Vec<(u32, u32)>) -> Vec<f64> {
        let graph = Csr::of(n, edges);
        pagerank(&graph, &Tangles::of(&graph))
    }

    #[test]
    fn rank_equals_what_a_walk_of_many_steps_finds() {
        let n = 97u32;
        let edges: Vec<(u32, u32)> = (0..300u32).map(|i| (i * 7919 % n, (i * i + 31 * i + 5) % n)).collect();
        let graph = Csr::of(n, edges.clone());
        let mut walked = vec![1.0 / 97.0; 97];
        for _ in 0..400 {
            let stuck: f64 = (0..n).filter(|node| graph.out(*node).is_empty()).map(|node| walked[node as usize]).sum();
            let comes = |node: u32| -> f64 {
                graph.ins(node).iter().map(|from| walked[*from as usize] / graph.out(*from).len() as f64).sum()
            };
            walked = (0..n).map(|node| (0.15 + DAMPING * stuck) / 97.0 + DAMPING * comes(node)).collect();
        }
        assert!(Tangles::of(&graph).tangles().first().is_some_and(|circle| circle.len() > 3));
        let found = rank(n, edges);
        assert!(found.iter().zip(&walked).all(|(one, other)| (one - other).abs() < 1e-13));
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
        let exact = betweenness(&ring);
        let some = Estimate::from_starts(&ring, 200).found();
        let worst = exact.iter().zip(&some).map(|(one, other)| (one - other).abs()).fold(0.0, f64::max);
        assert!((exact[0] - 0.5).abs() < 1e-9 && worst < 0.01, "{} {worst}", exact[0]);
        assert_eq!([nth(0, 3, 10), nth(1, 3, 10), nth(2, 3, 10)], [0, 3, 6]);
    }

    #[test]
    fn rank_is_shared_evenly_in_a_ring_and_flows_to_what_is_used() {
        near(&rank(4, vec![(0, 1), (1, 2), (2, 3), (3, 0)]), &[0.25; 4]);
        // One edge and a dead end: r0 = 0.075 + 0.425·r1, r1 = r0 + 0.85·r0, and both are 1.
        near(&rank(2, vec![(0, 1)]), &[1.0 / 2.85, 1.85 / 2.85]);
        near(&rank(0, Vec::new()), &[]);
    }
}
