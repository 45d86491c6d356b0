//! An immutable directed graph in two flat arrays, readable by petgraph's algorithms.

use crate::measure::tangle::count;
use petgraph::Direction;
use petgraph::visit::{
    GraphBase, IntoNeighbors, IntoNeighborsDirected, IntoNodeIdentifiers, NodeCount, NodeIndexable, VisitMap, Visitable,
};

/// Compressed rows of out- and in-neighbours over the nodes 0 to n − 1, without parallel edges and self-edges.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Csr {
    outs: Rows,
    ins: Rows,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Rows {
    starts: Vec<u32>,
    ends: Vec<u32>,
}

impl Rows {
    /// Edges in rows by their first node, in the order they come.
    fn of(n: u32, edges: impl Iterator<Item = (u32, u32)> + Clone) -> Self {
        let mut starts = vec![0; n as usize + 1];
        for (from, _) in edges.clone() {
            starts[from as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut free = starts.clone();
        let mut ends = vec![0; starts[n as usize] as usize];
        for (from, to) in edges {
            let place = &mut free[from as usize];
            ends[*place as usize] = to;
            *place += 1;
        }
        Self { starts, ends }
    }

    /// The rows turned round: by their second node, each ascending.
    fn turned(&self, n: u32) -> Self {
        let mut starts = vec![0; n as usize + 1];
        for to in &self.ends {
            starts[*to as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut free = starts.clone();
        let mut ends = vec![0; self.ends.len()];
        for from in 0..n {
            for to in self.row(from) {
                let place = &mut free[*to as usize];
                ends[*place as usize] = from;
                *place += 1;
            }
        }
        Self { starts, ends }
    }

    /// Every edge, row by row.
    fn edges(&self) -> impl Iterator<Item = (u32, u32)> + Clone {
        let rows = (0..count(self.starts.len()).saturating_sub(1)).map(move |node| (node, self.row(node)));
        rows.flat_map(|(node, row)| row.iter().map(move |to| (node, *to)))
    }

    /// The rows without what a row says twice; each has to be sorted.
    fn once(mut self) -> Self {
        let mut kept = 0;
        for node in 0..self.starts.len() - 1 {
            let (start, end) = (self.starts[node], self.starts[node + 1]);
            let first = kept;
            self.starts[node] = first;
            for at in start..end {
                let to = self.ends[at as usize];
                if kept == first || self.ends[kept as usize - 1] != to {
                    self.ends[kept as usize] = to;
                    kept += 1;
                }
            }
        }
        if let Some(last) = self.starts.last_mut() {
            *last = kept;
        }
        self.ends.truncate(kept as usize);
        self
    }

    /// Takes an edge out where it is, and puts it in where it is not. The rows have to be sorted.
    fn toggle(&mut self, from: u32, to: u32) {
        let start = self.starts[from as usize] as usize;
        match self.row(from).binary_search(&to) {
            Ok(at) => {
                self.ends.remove(start + at);
                self.starts[from as usize + 1..].iter_mut().for_each(|start| *start -= 1);
            }
            Err(at) => {
                self.ends.insert(start + at, to);
                self.starts[from as usize + 1..].iter_mut().for_each(|start| *start += 1);
            }
        }
    }

    fn row(&self, node: u32) -> &[u32] {
        &self.ends[self.starts[node as usize] as usize..self.starts[node as usize + 1] as usize]
    }
}

impl Csr {
    /// The graph of `n` nodes with these edges; self-edges are dropped. Turning the rows round twice sorts them.
    pub(crate) fn of(n: u32, edges: Vec<(u32, u32)>) -> Self {
        let turned = edges.iter().filter(|(from, to)| from != to).map(|(from, to)| (*to, *from));
        let unsorted = Rows::of(n, turned);
        let outs = Rows::of(n, unsorted.edges().map(|(to, from)| (from, to))).once();
        let ins = outs.turned(n);
        Self { outs, ins }
    }

    /// The graph of `n` nodes of which `row` lists where the edges of one end: in any order, some more than once, none at
    /// the node itself.
    pub(crate) fn by_rows(n: u32, row: impl Fn(u32, &mut Vec<u32>)) -> Self {
        let mut outs = Rows { starts: Vec::with_capacity(n as usize + 1), ends: Vec::new() };
        let mut to = Vec::new();
        outs.starts.push(0);
        for node in 0..n {
            row(node, &mut to);
            to.sort_unstable();
            to.dedup();
            outs.ends.append(&mut to);
            outs.starts.push(count(outs.ends.len()));
        }
        let ins = outs.turned(n);
        Self { outs, ins }
    }

    /// The same graph without an edge that it has, or with one that it has not.
    pub(crate) fn toggled(&self, from: u32, to: u32) -> Self {
        let mut graph = self.clone();
        graph.outs.toggle(from, to);
        graph.ins.toggle(to, from);
        graph
    }

    /// Number of nodes.
    pub(crate) fn n(&self) -> u32 {
        u32::try_from(self.outs.starts.len()).unwrap_or(u32::MAX).saturating_sub(1)
    }

    /// Number of edges.
    pub(crate) fn e(&self) -> u32 {
        u32::try_from(self.outs.ends.len()).unwrap_or(u32::MAX)
    }

    /// Where edges from this node end, ascending.
    pub(crate) fn out(&self, node: u32) -> &[u32] {
        self.outs.row(node)
    }

    /// Where edges to this node start, ascending.
    pub(crate) fn ins(&self, node: u32) -> &[u32] {
        self.ins.row(node)
    }

    /// Whether there is an edge.
    pub(crate) fn has(&self, from: u32, to: u32) -> bool {
        self.out(from).binary_search(&to).is_ok()
    }

    /// How many pairs have an edge each way.
    pub(crate) fn mutual(&self) -> u32 {
        count(self.edges().filter(|(from, to)| from < to && self.has(*to, *from)).count())
    }

    /// Every edge, by its ends.
    pub(crate) fn edges(&self) -> impl Iterator<Item = (u32, u32)> {
        (0..self.n()).flat_map(|from| self.out(from).iter().map(move |to| (from, *to)))
    }

    /// Which nodes can be reached from `start` along out-edges, or along in-edges where `back`; itself included.
    pub(crate) fn reach(&self, start: u32, back: bool) -> Vec<bool> {
        let mut seen = vec![false; self.n() as usize];
        let mut left = vec![start];
        seen[start as usize] = true;
        while let Some(node) = left.pop() {
            for next in if back { self.ins(node) } else { self.out(node) } {
                if !std::mem::replace(&mut seen[*next as usize], true) {
                    left.push(*next);
                }
            }
        }
        seen
    }

    /// A shortest path from `start` to `end`, both included, over nodes that `within` admits and of at most `most` edges.
    pub(crate) fn path(&self, start: u32, end: u32, most: usize, within: impl Fn(u32) -> bool) -> Option<Vec<u32>> {
        let mut from = std::collections::BTreeMap::from([(start, start)]);
        let mut rim = vec![start];
        for _ in 0..most {
            let mut next = Vec::new();
            for node in rim {
                for to in self.out(node).iter().filter(|to| within(**to)) {
                    if let std::collections::btree_map::Entry::Vacant(free) = from.entry(*to) {
                        free.insert(node);
                        next.push(*to);
                    }
                }
            }
            if from.contains_key(&end) {
                let back = std::iter::successors(Some(end), |at| from.get(at).copied().filter(|_| *at != start));
                let mut path: Vec<u32> = back.collect();
                path.reverse();
                return Some(path);
            }
            if next.is_empty() {
                return None;
            }
            rim = next;
        }
        None
    }
}

/// Which nodes a walk has seen.
#[derive(Debug, Clone, Default)]
pub(crate) struct Seen(Vec<bool>);

impl VisitMap<u32> for Seen {
    fn visit(&mut self, node: u32) -> bool {
        !std::mem::replace(&mut self.0[node as usize], true)
    }

    fn is_visited(&self, node: &u32) -> bool {
        self.0[*node as usize]
    }

    fn unvisit(&mut self, node: u32) -> bool {
        std::mem::replace(&mut self.0[node as usize], false)
    }
}

impl GraphBase for Csr {
    type NodeId = u32;
    type EdgeId = u32;
}

impl Visitable for Csr {
    type Map = Seen;

    fn visit_map(&self) -> Seen {
        Seen(vec![false; self.n() as usize])
    }

    fn reset_map(&self, map: &mut Seen) {
        map.0.clear();
        map.0.resize(self.n() as usize, false);
    }
}

impl NodeCount for Csr {
    fn node_count(&self) -> usize {
        self.n() as usize
    }
}

impl NodeIndexable for Csr {
    fn node_bound(&self) -> usize {
        self.n() as usize
    }

    fn to_index(&self, node: u32) -> usize {
        node as usize
    }

    fn from_index(&self, index: usize) -> u32 {
        u32::try_from(index).unwrap_or(u32::MAX)
    }
}

impl IntoNodeIdentifiers for &Csr {
    type NodeIdentifiers = std::ops::Range<u32>;

    fn node_identifiers(self) -> Self::NodeIdentifiers {
        0..self.n()
    }
}

impl<'a> IntoNeighbors for &'a Csr {
    type Neighbors = std::iter::Copied<std::slice::Iter<'a, u32>>;

    fn neighbors(self, node: u32) -> Self::Neighbors {
        self.out(node).iter().copied()
    }
}

impl<'a> IntoNeighborsDirected for &'a Csr {
    type NeighborsDirected = std::iter::Copied<std::slice::Iter<'a, u32>>;

    fn neighbors_directed(self, node: u32, direction: Direction) -> Self::NeighborsDirected {
        match direction {
            Direction::Outgoing => self.out(node).iter().copied(),
            Direction::Incoming => self.ins(node).iter().copied(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Csr;

    #[test]
    fn rows_in_any_order_make_the_graph_of_their_edges() {
        let edges = vec![(2, 0), (0, 2), (2, 1), (0, 1), (2, 0), (3, 2), (0, 2)];
        let rows =
            Csr::by_rows(5, |node, row| row.extend(edges.iter().filter(|(from, _)| *from == node).map(|(_, to)| *to)));
        assert_eq!(rows, Csr::of(5, edges));
        assert_eq!((rows.e(), rows.out(2), rows.ins(2)), (5, &[0, 1][..], &[0, 3][..]));
        assert_eq!(Csr::by_rows(0, |_, _| ()), Csr::of(0, Vec::new()));
    }

    #[test]
    fn an_edge_comes_and_goes() {
        let graph = Csr::of(3, vec![(0, 2), (2, 1)]);
        let more = graph.toggled(0, 1);
        assert_eq!(more, Csr::of(3, vec![(0, 1), (0, 2), (2, 1)]));
        assert_eq!(more.toggled(0, 2), Csr::of(3, vec![(0, 1), (2, 1)]));
        assert_eq!(more.toggled(0, 1), graph);
    }
}
