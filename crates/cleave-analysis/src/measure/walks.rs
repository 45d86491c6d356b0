//! Betweenness after an edit: only those walks are taken again that the edit can touch.

use super::centrality::{MOST_WALKS, Walker, betweenness, shares};
use super::tangle::count;
use crate::graph::Csr;
use cleave_model::Id;

/// Most finds that are kept, 16 bytes each; a graph that has more is walked anew each time.
const MOST_FINDS: usize = 2_000_000;

/// What the walks from each node found, and where they went.
#[derive(Debug, Default)]
pub(crate) struct Walks {
    graph: Csr,
    /// The nodes by id, ascending.
    names: Vec<Id>,
    /// For each start the nodes it reaches with the ways that run through them, in the order of its walk.
    found: Vec<Vec<(u32, f64)>>,
    kept: bool,
}

impl Walks {
    /// [`betweenness`] of a graph whose nodes have these ids, ascending: the same to the last digit, sooner the more of
    /// the graph is as it was when this was asked last.
    ///
    /// A walk is the same while the rows of edges of all nodes on it are. One that comes to a changed row comes to the
    /// first such on rows that did not change, so those who reach a changed row now are all that reached one before.
    pub(crate) fn betweenness(&mut self, graph: &Csr, names: &[&Id]) -> Vec<f64> {
        if graph.n() > MOST_WALKS {
            return betweenness(graph);
        }
        let (mut found, again) = self.carried(graph, names);
        let mut walker = Walker::of(graph);
        let mut many = 0;
        for (start, ways) in (0u32..).zip(&mut found) {
            if again[start as usize] {
                ways.clear();
                // Where nothing runs through, nothing is added.
                walker.walk(graph, start, |node, share| {
                    if share != 0.0 {
                        ways.push((node, share));
                    }
                });
            }
            many += ways.len();
            if many > MOST_FINDS {
                *self = Self::default();
                return betweenness(graph);
            }
        }
        let mut through = vec![0.0; graph.n() as usize];
        for (node, share) in found.iter().flatten() {
            through[*node as usize] += share;
        }
        shares(&mut through, graph.n());
        if self.graph != *graph {
            self.graph = graph.clone();
        }
        if !self.kept || self.names.iter().ne(names.iter().copied()) {
            self.names = names.iter().map(|id| (*id).clone()).collect();
        }
        (self.found, self.kept) = (found, true);
        through
    }

    /// What was found before, in the places of now, and from which nodes one has to walk again.
    fn carried(&mut self, graph: &Csr, names: &[&Id]) -> (Vec<Vec<(u32, f64)>>, Vec<bool>) {
        let n = graph.n() as usize;
        let mut found = std::mem::take(&mut self.found);
        if !self.kept {
            return (vec![Vec::new(); n], vec![true; n]);
        }
        let same = self.names.iter().eq(names.iter().copied());
        if same && self.graph == *graph {
            return (found, vec![false; n]);
        }
        // Where each node stands now; nodes keep their order.
        let place = |name: &Id| names.binary_search(&name).ok().map(count);
        let now: Vec<Option<u32>> =
            if same { (0..graph.n()).map(Some).collect() } else { self.names.iter().map(place).collect() };
        let mut again = vec![true; n];
        for (before, node) in now.iter().enumerate() {
            let Some(node) = node else { continue };
            let row = self.graph.out(count(before)).iter().map(|to| now[*to as usize]);
            again[*node as usize] = row.ne(graph.out(*node).iter().copied().map(Some));
        }
        if same && let Some((from, to)) = single_edge(&self.graph, graph, &again) {
            return (found, touched(graph, from, to));
        }
        let mut left: Vec<u32> = (0..graph.n()).filter(|node| again[*node as usize]).collect();
        while let Some(node) = left.pop() {
            for from in graph.ins(node) {
                if !std::mem::replace(&mut again[*from as usize], true) {
                    left.push(*from);
                }
            }
        }
        if !same {
            let mut moved = vec![Vec::new(); n];
            for (before, node) in now.iter().enumerate() {
                let Some(node) = node.filter(|node| !again[*node as usize]) else { continue };
                let mut ways = std::mem::take(&mut found[before]);
                // A walk that is the same meets nobody who is gone.
                ways.iter_mut().for_each(|(at, _)| *at = now[*at as usize].unwrap_or(*at));
                moved[node as usize] = ways;
            }
            found = moved;
        }
        (found, again)
    }
}

/// The one edge by which two graphs with the same nodes differ; nothing where there are more.
fn single_edge(before: &Csr, now: &Csr, changed: &[bool]) -> Option<(u32, u32)> {
    let mut rows = (0u32..).zip(changed).filter(|(_, is_changed)| **is_changed).map(|(node, _)| node);
    let (from, None) = (rows.next()?, rows.next()) else { return None };
    let only_in = |row: &[u32], other: &[u32]| -> Vec<u32> {
        row.iter().filter(|to| other.binary_search(to).is_err()).copied().collect()
    };
    let (gone, come) = (only_in(before.out(from), now.out(from)), only_in(now.out(from), before.out(from)));
    match (gone.as_slice(), come.as_slice()) {
        ([to], []) | ([], [to]) => Some((from, *to)),
        _ => None,
    }
}

/// The nodes whose shortest ways can run along an edge: from where one does not come to its end sooner without it. Who
/// comes there sooner finds, in the same order, what he finds where the edge is not.
fn touched(graph: &Csr, from: u32, to: u32) -> Vec<bool> {
    // To its start no shortest way runs along it; to its end it is left out.
    let far = |end: u32| {
        let mut hops = vec![u32::MAX; graph.n() as usize];
        hops[end as usize] = 0;
        let mut rim = vec![end];
        while !rim.is_empty() {
            let mut next = Vec::new();
            for node in rim {
                for before in graph.ins(node) {
                    if hops[*before as usize] == u32::MAX && (*before, node) != (from, to) {
                        hops[*before as usize] = hops[node as usize] + 1;
                        next.push(*before);
                    }
                }
            }
            rim = next;
        }
        hops
    };
    let (start, end) = (far(from), far(to));
    start.iter().zip(&end).map(|(start, end)| start < end).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn bits(values: &[f64]) -> Vec<u64> {
        values.iter().map(|value| value.to_bits()).collect()
    }

    #[test]
    fn what_an_edit_cannot_touch_is_not_walked_again() {
        let names: Vec<Id> = (0..6).map(|at| Id::new(format!("s{at}"))).collect();
        let names: Vec<&Id> = names.iter().collect();
        let mut walks = Walks::default();
        let edges = vec![(0, 1), (1, 2), (3, 4), (4, 5)];
        walks.betweenness(&Csr::of(6, edges.clone()), &names);
        let more = Csr::of(6, [edges, vec![(3, 5)]].concat());
        assert_eq!(walks.carried(&more, &names).1, [false, false, false, true, false, false]);
        let mut walks = Walks::default();
        walks.betweenness(&more, &names);
        // Without the first service everybody is called by another number and nobody's walk changes but that of its caller.
        let fewer = Csr::of(5, vec![(0, 1), (2, 3), (3, 4), (2, 4)]);
        assert_eq!(walks.carried(&fewer, &names[1..]).1, [false; 5]);
        // 2 comes to 1 sooner than over 0, and 3 does not come to 0.
        let before = vec![(2, 0), (2, 1), (0, 4), (4, 5), (3, 4)];
        let mut walks = Walks::default();
        walks.betweenness(&Csr::of(6, before.clone()), &names);
        let more = Csr::of(6, [before, vec![(0, 1)]].concat());
        assert_eq!(walks.carried(&more, &names).1, [true, false, false, false, false, false]);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn after_any_edits_every_digit_is_that_of_a_walk_from_everywhere(
            states in proptest::collection::vec(
                (proptest::collection::vec((0u32..9, 0u32..9), 0..24), 0u32..512),
                1..6,
            ),
        ) {
            let all: Vec<Id> = (0..9).map(|at| Id::new(format!("s{at}"))).collect();
            let mut walks = Walks::default();
            let mut drawn: std::collections::BTreeSet<(u32, u32)> = Default::default();
            for (edges, there) in states {
                // Each state turns some edges round about the one before, with some of the nodes.
                for edge in edges {
                    if !drawn.remove(&edge) {
                        drawn.insert(edge);
                    }
                }
                let kept: Vec<u32> = (0..9).filter(|at| there & (1 << at) != 0).collect();
                let names: Vec<&Id> = kept.iter().map(|at| &all[*at as usize]).collect();
                let place = |at: &u32| kept.binary_search(at).ok().map(count);
                let edges = drawn.iter().filter_map(|(from, to)| place(from).zip(place(to))).collect();
                let graph = Csr::of(count(kept.len()), edges);
                prop_assert_eq!(bits(&walks.betweenness(&graph, &names)), bits(&betweenness(&graph)));
            }
        }
    }
}
