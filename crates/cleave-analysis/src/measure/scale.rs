//! What the measures do at a size that nobody draws: a million services in one row, and in one ring. A walk that recursed
//! would burst the stack of a test many times over.

use super::centrality::{betweenness, pagerank};
use super::closure::Visibility;
use super::cut::{Feedback, Parting, fewest_feedback};
use super::dominance::Dominance;
use super::tangle::Tangles;
use crate::graph::Csr;

const MANY: u32 = 1_000_000;

fn chain(n: u32) -> Csr {
    Csr::of(n, (1..n).map(|node| (node - 1, node)).collect())
}

#[test]
fn a_chain_of_a_million_has_its_circles_levels_and_cuts() {
    let graph = chain(MANY);
    let tangles = Tangles::of(&graph);
    assert_eq!((graph.n(), graph.e(), graph.mutual()), (MANY, MANY - 1, 0));
    assert_eq!((tangles.many(), tangles.tangles().len()), (MANY, 0));
    let levels = tangles.levels(&graph);
    assert_eq!((levels[0], levels[MANY as usize - 1]), (MANY, 1));
    let parting = Parting::of(&graph);
    assert_eq!((parting.nodes.len(), parting.pairs.len()), (MANY as usize - 2, MANY as usize - 1));
    assert_eq!(fewest_feedback(&graph, &tangles), Some(0));
    assert!(graph.reach(0, false).iter().all(|seen| *seen));
}

#[test]
fn a_chain_of_a_million_has_its_dominators_and_ranks() {
    let graph = chain(MANY);
    let Dominance { nearest, dominated } = Dominance::of(&graph, &[0]);
    assert_eq!(nearest[MANY as usize - 1], (MANY - 1, Some(MANY - 2)));
    assert!((0..).zip(&dominated).all(|(at, (node, below))| *node == at && *below == MANY - 1 - at));
    let tangles = Tangles::of(&graph);
    let rank = pagerank(&graph, &tangles);
    // Far from its ends each hands on what it got: rank = (1 − 0.85^k) / 0.15 by the sum of all.
    let last = rank[MANY as usize - 1];
    assert!((rank.iter().sum::<f64>() - 1.0).abs() < 1e-9);
    assert!((last / rank[0] - 1.0 / 0.15).abs() < 1e-9, "{last} {}", rank[0]);
    // What costs n times the edges is left out rather than waited for.
    assert!(Visibility::of(&graph, &tangles).is_none());
}

#[test]
fn a_ring_of_a_million_is_one_circle_that_one_edge_opens() {
    let graph = Csr::of(MANY, (0..MANY).map(|node| (node, (node + 1) % MANY)).collect());
    let tangles = Tangles::of(&graph);
    assert_eq!(tangles.size(7), MANY);
    assert_eq!(tangles.levels(&graph)[0], MANY);
    assert_eq!(Parting::of(&graph), Parting::default());
    assert_eq!(Feedback::of(&graph, &tangles).arcs, 1);
    assert_eq!(fewest_feedback(&graph, &tangles), None);
}

#[test]
fn betweenness_of_a_long_chain_is_estimated_in_bounded_time() {
    let n = 20_001;
    let through = betweenness(&chain(n));
    // Through the middle run the ways from each before it to each after it: nearly half of all pairs in order.
    let middle = through[n as usize / 2];
    assert!((middle - 0.25).abs() < 0.01, "{middle}");
    assert!(through[0] < 0.01 && through[n as usize - 1] == 0.0, "{}", through[0]);
}
