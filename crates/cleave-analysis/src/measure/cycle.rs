//! The cycle that is shown for a tangle: a short one, never an enumeration.

use super::tangle::Tangles;
use crate::graph::Csr;

/// Most edges that are tried; a complete graph of thousands must not hang.
const TRIES: usize = 200;

/// A shortest cycle inside the component `at` that runs over an edge `through` admits, without its closing node. Exact
/// while at most [`TRIES`] edges qualify or where two nodes depend on each other directly.
pub(crate) fn shortest(graph: &Csr, tangles: &Tangles, at: u32, through: impl Fn(u32, u32) -> bool) -> Vec<u32> {
    let members = tangles.members(at);
    let edges = || {
        let out = members.iter().flat_map(|from| graph.out(*from).iter().map(|to| (*from, *to)));
        out.filter(|(from, to)| tangles.of[*to as usize] == at && through(*from, *to))
    };
    if let Some((from, to)) = edges().find(|(from, to)| graph.has(*to, *from)) {
        return vec![from, to];
    }
    let mut best: Vec<u32> = Vec::new();
    for (from, to) in edges().take(TRIES) {
        let most = if best.is_empty() { members.len() } else { best.len() - 2 };
        if let Some(mut path) = graph.path(to, from, most, |node| tangles.of[node as usize] == at) {
            path.rotate_right(1);
            best = path;
            if best.len() == 3 {
                break;
            }
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cycle(n: u32, edges: &[(u32, u32)]) -> Vec<u32> {
        let graph = Csr::of(n, edges.to_vec());
        let tangles = Tangles::of(&graph);
        let at = tangles.of[tangles.tangles()[0][0] as usize];
        shortest(&graph, &tangles, at, |_, _| true)
    }

    #[test]
    fn the_shortest_way_round_is_shown() {
        assert_eq!(cycle(3, &[(0, 1), (1, 2), (2, 0)]), [0, 1, 2]);
        assert_eq!(cycle(5, &[(0, 1), (1, 2), (2, 3), (3, 4), (4, 0), (3, 1)]), [1, 2, 3]);
        assert_eq!(cycle(4, &[(0, 1), (1, 2), (2, 3), (3, 0), (3, 2)]), [2, 3]);
    }

    #[test]
    fn a_complete_graph_of_sixty_does_not_hang() {
        let edges: Vec<_> = (0..60).flat_map(|from| (0..60).map(move |to| (from, to))).collect();
        assert_eq!(cycle(60, &edges), [0, 1]);
        let ring: Vec<_> = (0..3000).map(|node| (node, (node + 1) % 3000)).collect();
        assert_eq!(cycle(3000, &ring).len(), 3000);
    }

    #[test]
    fn the_cycle_can_be_asked_to_run_over_an_edge() {
        let graph = Csr::of(3, vec![(0, 1), (1, 0), (1, 2), (2, 0)]);
        let tangles = Tangles::of(&graph);
        assert_eq!(shortest(&graph, &tangles, tangles.of[0], |from, to| (from, to) == (1, 2)), [1, 2, 0]);
    }
}
