//! The cheapest edges whose loss ends every circle: exact for small tangles, by a good order for large ones.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

/// Largest tangle for which the cheapest cut is found exactly.
pub(crate) const EXACT: usize = 18;

/// What an edge costs that may not be cut; far above what any design can weigh.
const NEVER: u64 = 1 << 40;

/// Largest tangle that is looked at at all; beyond, nobody cuts it in one step.
const LARGEST: usize = 5_000;

/// Most edges of a cut that are tried to do without, so that seconds do not become minutes; all of them where there are
/// at most [`QUICK`] nodes.
const BRANCHES: usize = 12;
const QUICK: usize = 12;

/// Most cuts that are looked at in search of different ones.
const TRIES: usize = 64;

/// How often the nodes of a large tangle are moved to better places.
const PASSES: usize = 10;

/// Weighted edges between the nodes 0 to n − 1, by their ends.
pub(crate) type Weights = BTreeMap<(usize, usize), u64>;

/// Edges to cut, and what they weigh.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Cut {
    pub(crate) weight: u64,
    pub(crate) edges: Vec<(usize, usize)>,
}

/// The `most` cheapest cuts that cut no more than they need, the cheapest first. Exact up to [`EXACT`] nodes (beyond
/// [`QUICK`], those after the first only where it has at most [`BRANCHES`] edges); one good cut for larger tangles.
///
/// After Lawler: every cut that differs from the best lacks one of its edges, so the next is among the cheapest that may
/// not cut the first of them, that must cut the first and may not cut the second, and so on.
pub(crate) fn cheapest(n: usize, weights: &Weights, most: usize) -> Vec<Cut> {
    type Part = (BTreeSet<(usize, usize)>, BTreeSet<(usize, usize)>);
    if n > LARGEST {
        return Vec::new();
    }
    let (most, branches) = match n {
        0..=QUICK => (most, usize::MAX),
        _ if n <= EXACT => (most, BRANCHES),
        _ => (most.min(1), 0),
    };
    let best = |(must, never): &Part| -> Option<Cut> {
        let free: Weights = weights
            .iter()
            .filter(|(edge, _)| !must.contains(*edge))
            .map(|(edge, weight)| (*edge, if never.contains(edge) { NEVER } else { *weight }))
            .collect();
        let mut edges = minimum(n, &free);
        edges.extend(must);
        edges.sort_unstable();
        let weight = edges.iter().filter_map(|edge| weights.get(edge)).sum();
        (!edges.iter().any(|edge| never.contains(edge))).then_some(Cut { weight, edges })
    };
    let whole = Part::default();
    let mut ahead: BinaryHeap<Reverse<(Cut, Part)>> =
        best(&whole).map(|cut| Reverse((cut, whole))).into_iter().collect();
    let mut found: Vec<Cut> = Vec::new();
    let mut tries = 0;
    while let Some(Reverse((cut, (must, never)))) = ahead.pop() {
        tries += 1;
        if !found.contains(&cut) && is_lean(n, weights, &cut.edges) {
            found.push(cut.clone());
        }
        if found.len() >= most || tries >= TRIES {
            break;
        }
        let mut must = must;
        for edge in cut.edges.into_iter().take(branches) {
            if must.contains(&edge) {
                continue;
            }
            let mut closed = never.clone();
            closed.insert(edge);
            let part = (must.clone(), closed);
            ahead.extend(best(&part).map(|cut| Reverse((cut, part))));
            must.insert(edge);
        }
    }
    found
}

/// What the cheapest cut weighs; that of a cheap one above [`EXACT`] nodes.
pub(crate) fn least(n: usize, weights: &Weights) -> u64 {
    minimum(n, weights).iter().filter_map(|edge| weights.get(edge)).sum()
}

/// Whether each edge of the cut is needed: putting any of them back closes a circle.
fn is_lean(n: usize, weights: &Weights, cut: &[(usize, usize)]) -> bool {
    let gone: BTreeSet<&(usize, usize)> = cut.iter().collect();
    let mut kept: Vec<Vec<usize>> = vec![Vec::new(); n];
    for edge in weights.keys().filter(|edge| !gone.contains(edge)) {
        kept[edge.0].push(edge.1);
    }
    cut.iter().all(|(start, end)| {
        // From where it ends one comes back to where it starts.
        let (mut seen, mut ahead) = (vec![false; n], vec![*end]);
        while let Some(node) = ahead.pop() {
            if !std::mem::replace(&mut seen[node], true) {
                ahead.extend(&kept[node]);
            }
        }
        seen[*start]
    })
}

/// The cheapest cut, or a cheap one above [`EXACT`] nodes.
fn minimum(n: usize, weights: &Weights) -> Vec<(usize, usize)> {
    let order = if n <= EXACT { exact(n, weights) } else { good(n, weights) };
    let mut place = vec![0; n];
    for (at, node) in order.iter().enumerate() {
        place[*node] = at;
    }
    weights.keys().copied().filter(|(from, to)| place[*from] > place[*to]).collect()
}

/// The order of nodes in which the edges that run back weigh least: tries every set that can come first. Sums over sets
/// come from two tables for each node, one for the lower half of the nodes and one for the upper.
fn exact(n: usize, weights: &Weights) -> Vec<usize> {
    let half = n.div_ceil(2);
    let table = |from: usize, start: usize, width: usize| -> Vec<u64> {
        let mut sums = vec![0u64; 1 << width];
        for set in 1..sums.len() {
            let low = set.trailing_zeros() as usize;
            sums[set] = sums[set & (set - 1)] + weights.get(&(from, start + low)).copied().unwrap_or(0);
        }
        sums
    };
    let tables: Vec<(Vec<u64>, Vec<u64>)> =
        (0..n).map(|from| (table(from, 0, half), table(from, half, n - half))).collect();
    let mask = (1usize << half) - 1;
    let mut least = vec![u64::MAX; 1 << n];
    let mut last = vec![0u8; 1 << n];
    least[0] = 0;
    for set in 0..least.len() {
        for (at, (low, high)) in tables.iter().enumerate() {
            if set & (1 << at) != 0 {
                continue;
            }
            // An edge from the new node to one that stands before it runs back.
            let cost = least[set] + low[set & mask] + high[set >> half];
            let with = set | (1 << at);
            if cost < least[with] {
                least[with] = cost;
                last[with] = u8::try_from(at).unwrap_or(u8::MAX);
            }
        }
    }
    let mut order = Vec::with_capacity(n);
    let mut set = least.len() - 1;
    while set > 0 {
        let node = usize::from(last[set]);
        order.push(node);
        set &= !(1 << node);
    }
    order.reverse();
    order
}

/// A good order: sinks to the back, sources to the front, otherwise whoever gives most and takes least (Eades, Lin and
/// Smyth 1993); then each node moves to its best place among the others while that saves something.
fn good(n: usize, weights: &Weights) -> Vec<usize> {
    let (mut out, mut ins) = (vec![Vec::new(); n], vec![Vec::new(); n]);
    for ((from, to), weight) in weights {
        out[*from].push((*to, *weight));
        ins[*to].push((*from, *weight));
    }
    let sum = |edges: &[(usize, u64)], left: &[bool]| -> u64 {
        edges.iter().filter(|(node, _)| left[*node]).map(|(_, weight)| weight).sum()
    };
    let mut left = vec![true; n];
    let (mut front, mut back) = (Vec::new(), Vec::new());
    for _ in 0..n {
        let open = || (0..n).filter(|node| left[*node]);
        let sink = open().find(|node| sum(&out[*node], &left) == 0);
        let node = sink.or_else(|| {
            open().max_by_key(|node| {
                let (gives, takes) = (sum(&out[*node], &left), sum(&ins[*node], &left));
                (i128::from(gives) - i128::from(takes), Reverse(*node))
            })
        });
        let Some(node) = node else { break };
        left[node] = false;
        if sink.is_some() { back.push(node) } else { front.push(node) }
    }
    front.extend(back.into_iter().rev());
    improve(&mut front, &out, &ins);
    front
}

/// Moves each node to where the edges that run back weigh least, until nothing is saved any more.
fn improve(order: &mut Vec<usize>, out: &[Vec<(usize, u64)>], ins: &[Vec<(usize, u64)>]) {
    for _ in 0..PASSES {
        let mut saved = false;
        for node in 0..order.len() {
            let mut place = vec![0; order.len()];
            for (at, other) in order.iter().enumerate() {
                place[*other] = at;
            }
            let own = place[node];
            // What the place just before the node at `at` costs: edges from here to those before it run back, and so do
            // edges to here from those at or behind it.
            let mut turns: BTreeMap<usize, i128> = BTreeMap::new();
            for (to, weight) in &out[node] {
                *turns.entry(place[*to] + 1).or_default() += i128::from(*weight);
            }
            for (from, weight) in &ins[node] {
                *turns.entry(place[*from] + 1).or_default() -= i128::from(*weight);
            }
            let (mut cost, mut best, mut at_own) = (0i128, (0i128, 0usize), 0i128);
            for (at, step) in turns {
                if at <= own {
                    at_own += step;
                }
                cost += step;
                if cost < best.0 {
                    best = (cost, at);
                }
            }
            if best.0 < at_own {
                let node = order.remove(own);
                order.insert(if best.1 > own { best.1 - 1 } else { best.1 }, node);
                saved = true;
            }
        }
        if !saved {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cuts(n: usize, edges: &[(usize, usize, u64)], most: usize) -> Vec<(u64, Vec<(usize, usize)>)> {
        let weights = edges.iter().map(|(from, to, weight)| ((*from, *to), *weight)).collect();
        cheapest(n, &weights, most).into_iter().map(|cut| (cut.weight, cut.edges)).collect()
    }

    #[test]
    fn the_cheapest_come_first() {
        let ring = [(0, 1, 3), (1, 2, 1), (2, 0, 2)];
        assert_eq!(cuts(3, &ring, 3), [(1, vec![(1, 2)]), (2, vec![(2, 0)]), (3, vec![(0, 1)])]);
        assert_eq!(cuts(3, &ring, 9).len(), 3, "none that cuts more than it needs");
        assert_eq!(cuts(2, &[(0, 1, 6), (1, 0, 3)], 1), [(3, vec![(1, 0)])]);
    }

    #[test]
    fn a_shared_edge_is_cut_once() {
        let edges = [(0, 1, 4), (1, 2, 3), (2, 0, 3), (1, 3, 3), (3, 0, 3)];
        assert_eq!(cuts(4, &edges, 2)[0], (4, vec![(0, 1)]));
        assert_eq!(cuts(4, &edges, 2)[1].0, 6);
    }

    #[test]
    fn a_large_tangle_is_cut_where_it_was_tied() {
        // A layered graph of 60, tied up by three edges back.
        let mut edges: Vec<(usize, usize, u64)> = (0..60).flat_map(|at| [(at, at + 1, 3), (at, at + 2, 3)]).collect();
        edges.retain(|(_, to, _)| *to < 60);
        edges.extend([(59, 0, 1), (40, 3, 1), (30, 10, 1)]);
        assert_eq!(cuts(60, &edges, 1), [(3, vec![(30, 10), (40, 3), (59, 0)])]);
    }

    /// Whether what is left runs in no circle.
    fn free(n: usize, weights: &Weights, cut: &[(usize, usize)]) -> bool {
        let kept: Vec<(usize, usize)> = weights.keys().copied().filter(|edge| !cut.contains(edge)).collect();
        let mut left: BTreeSet<usize> = (0..n).collect();
        while let Some(sink) =
            left.iter().copied().find(|node| !kept.iter().any(|(from, to)| from == node && left.contains(to)))
        {
            left.remove(&sink);
        }
        left.is_empty()
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn cuts_end_every_circle_and_none_is_cheaper(
            edges in proptest::collection::btree_map((0usize..5, 0usize..5), 1u64..9, 0..12)
        ) {
            let weights: Weights = edges.into_iter().filter(|((from, to), _)| from != to).collect();
            // Every set of edges that ends all circles and of which none can be missing, by weight.
            let all: Vec<(usize, usize)> = weights.keys().copied().collect();
            let ends = |cut: &[(usize, usize)]| free(5, &weights, cut);
            let needed = |cut: &[(usize, usize)]| {
                (0..cut.len()).all(|at| !ends(&[&cut[..at], &cut[at + 1..]].concat()))
            };
            let mut sets: Vec<u64> = (0u32..1 << all.len())
                .map(|set| all.iter().enumerate().filter(|(at, _)| set & (1 << at) != 0).map(|(_, e)| *e).collect::<Vec<_>>())
                .filter(|cut| ends(cut) && needed(cut))
                .map(|cut| cut.iter().map(|edge| weights[edge]).sum())
                .collect();
            sets.sort_unstable();
            let found = cheapest(5, &weights, 3);
            for cut in &found {
                prop_assert!(free(5, &weights, &cut.edges));
            }
            let expected: Vec<u64> = sets.into_iter().take(3).collect();
            prop_assert_eq!(found.iter().map(|cut| cut.weight).collect::<Vec<_>>(), expected);
            let order = good(5, &weights);
            let place = |node: usize| order.iter().position(|other| *other == node);
            let back: Vec<_> = weights.keys().copied().filter(|(from, to)| place(*from) > place(*to)).collect();
            prop_assert!(free(5, &weights, &back));
        }
    }
}
