//! The division of a graph that keeps most of its edges inside its parts: the Leiden method on directed modularity.
//!
//! Traag, Waltman, van Eck 2019, with the gain of Leicht and Newman 2008. The published crates know undirected modularity
//! only. All weights are whole numbers, so gains are exact, and every choice is made by number: the same graph gives the
//! same division on every machine.

use super::modularity::{modularity, parts};
use super::tangle::count;
use crate::graph::Csr;
use std::collections::VecDeque;

/// Up to so many nodes every division is tried.
const EXHAUSTIVE: u32 = 8;

/// Above so many nodes a division takes too long while somebody waits.
pub(crate) const LARGEST: u32 = 20_000;

/// A division: for each node its part, numbered by their first nodes, and its modularity; none without edges.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Found {
    pub(crate) of: Vec<u32>,
    pub(crate) quality: Option<f64>,
}

/// The best division that is found, never worse than `own`. Exact up to 8 nodes.
pub(crate) fn best(graph: &Csr, own: &[u32]) -> Found {
    let mut best = judged(graph, own.to_vec());
    let mut take = |of: Vec<u32>| {
        let found = judged(graph, of);
        // The last digits of a sum are no better division.
        if found.quality > best.quality.map(|quality| quality + 1e-12) {
            best = found;
        }
    };
    if graph.n() <= EXHAUSTIVE {
        each_division(graph.n(), |of| take(of.to_vec()));
        return best;
    }
    let net = Net::of(graph);
    let singles: Vec<u32> = (0..graph.n()).collect();
    take(leiden(&net, own.to_vec(), &singles));
    let tries = match graph.n() {
        ..=500 => 12,
        501..=5_000 => 4,
        _ => 1,
    };
    for seed in 0..tries {
        take(leiden(&net, singles.clone(), &shuffled(graph.n(), seed)));
    }
    best
}

/// A division with its parts numbered anew, and how good it is.
fn judged(graph: &Csr, mut of: Vec<u32>) -> Found {
    let many = renumber(&mut of);
    Found { quality: modularity(&parts(graph, &of, many)), of }
}

/// Numbers the parts by their first nodes and answers how many there are.
fn renumber(of: &mut [u32]) -> usize {
    let most = of.iter().copied().max().map_or(0, |most| most as usize + 1);
    let mut names = vec![u32::MAX; most];
    let mut many = 0;
    for part in of {
        let name = &mut names[*part as usize];
        if *name == u32::MAX {
            *name = many;
            many += 1;
        }
        *part = *name;
    }
    many as usize
}

/// Calls back with every division of `n` nodes, as restricted growth strings.
fn each_division(n: u32, mut with: impl FnMut(&[u32])) {
    let mut of = vec![0u32; n as usize];
    loop {
        with(&of);
        let grows = |at: &usize| of[*at] <= of[..*at].iter().copied().max().unwrap_or(0);
        let Some(at) = (1..of.len()).rev().find(grows) else { return };
        of[at] += 1;
        of[at + 1..].fill(0);
    }
}

/// The numbers 0 to n − 1 in an order that a seed gives; seed 0 leaves them.
fn shuffled(n: u32, seed: u64) -> Vec<u32> {
    let mut order: Vec<u32> = (0..n).collect();
    let mut state = seed;
    for at in (1..order.len()).rev().filter(|_| seed > 0) {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let other = usize::try_from((state >> 33) % (at as u64 + 1)).unwrap_or(0);
        order.swap(at, other);
    }
    order
}

/// A graph of groups of nodes.
struct Net {
    /// How much runs between two groups, either way.
    rows: Vec<Vec<(u32, i64)>>,
    /// How many edges begin in each, and end there; those inside count in both.
    out: Vec<i64>,
    into: Vec<i64>,
    /// All edges.
    m: i64,
}

impl Net {
    fn of(graph: &Csr) -> Self {
        let n = graph.n();
        let row = |node: u32| graph.out(node).iter().chain(graph.ins(node)).map(|other| (*other, 1)).collect();
        Self {
            rows: (0..n).map(row).map(joined).collect(),
            out: (0..n).map(|node| graph.out(node).len() as i64).collect(),
            into: (0..n).map(|node| graph.ins(node).len() as i64).collect(),
            m: i64::from(graph.e()),
        }
    }

    fn n(&self) -> usize {
        self.rows.len()
    }

    /// What it brings to join what has these ends, where `between` runs between the two: the change of Q · m².
    fn gain(&self, (out, into): (i64, i64), between: i64, (other_out, other_into): (i64, i64)) -> i64 {
        self.m * between - out * other_into - into * other_out
    }

    fn ends(&self, node: usize) -> (i64, i64) {
        (self.out[node], self.into[node])
    }

    /// The groups of a division of these groups.
    fn grouped(&self, of: &[u32], many: usize) -> Self {
        let mut rows = vec![Vec::new(); many];
        let (mut out, mut into) = (vec![0; many], vec![0; many]);
        for (node, part) in of.iter().enumerate() {
            let at = *part as usize;
            (out[at], into[at]) = (out[at] + self.out[node], into[at] + self.into[node]);
            let away = self.rows[node].iter().map(|(other, weight)| (of[*other as usize], *weight));
            rows[at].extend(away.filter(|(other, _)| other != part));
        }
        Self { rows: rows.into_iter().map(joined).collect(), out, into, m: self.m }
    }
}

/// The same row with one entry for each end.
fn joined(mut row: Vec<(u32, i64)>) -> Vec<(u32, i64)> {
    row.sort_unstable();
    row.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        kept.1 += if same { next.1 } else { 0 };
        same
    });
    row
}

/// Moves nodes, refines what came out and goes on with the groups, until nothing gets better.
fn leiden(net: &Net, mut start: Vec<u32>, order: &[u32]) -> Vec<u32> {
    renumber(&mut start);
    let mut group_of: Vec<u32> = (0..count(net.n())).collect();
    let mut level = Net { rows: net.rows.clone(), out: net.out.clone(), into: net.into.clone(), m: net.m };
    let mut of = start;
    let mut order = order.to_vec();
    loop {
        settle(&level, &mut of, &order);
        let mut refined = refine(&level, &of);
        let many = renumber(&mut refined);
        let here: Vec<u32> = group_of.iter().map(|group| of[*group as usize]).collect();
        if many == level.n() {
            return here;
        }
        let mut above = vec![0; many];
        refined.iter().zip(&of).for_each(|(group, part)| above[*group as usize] = *part);
        group_of.iter_mut().for_each(|group| *group = refined[*group as usize]);
        level = level.grouped(&refined, many);
        renumber(&mut above);
        of = above;
        order = (0..count(many)).collect();
    }
}

/// Moves each node to the part where it fits best, and looks again at the neighbours of what moved.
fn settle(net: &Net, of: &mut [u32], order: &[u32]) {
    let n = net.n();
    let mut ends = vec![(0i64, 0i64); n];
    let mut sizes = vec![0u32; n];
    for (node, part) in of.iter().enumerate() {
        let (out, into) = net.ends(node);
        let part = *part as usize;
        (ends[part], sizes[part]) = ((ends[part].0 + out, ends[part].1 + into), sizes[part] + 1);
    }
    let mut empty: Vec<u32> = (0..count(n)).rev().filter(|part| sizes[*part as usize] == 0).collect();
    let mut between = vec![0i64; n];
    let mut waiting = vec![true; n];
    let mut queue: VecDeque<u32> = order.iter().copied().collect();
    while let Some(node) = queue.pop_front() {
        let at = node as usize;
        waiting[at] = false;
        let (home, own) = (of[at], net.ends(at));
        let mut near: Vec<u32> = Vec::with_capacity(net.rows[at].len());
        for (other, weight) in &net.rows[at] {
            let part = of[*other as usize];
            if between[part as usize] == 0 {
                near.push(part);
            }
            between[part as usize] += weight;
        }
        near.sort_unstable();
        let left = &mut ends[home as usize];
        *left = (left.0 - own.0, left.1 - own.1);
        sizes[home as usize] -= 1;
        if sizes[home as usize] == 0 {
            empty.push(home);
        }
        // Alone it gains nothing.
        let stays = net.gain(own, between[home as usize], ends[home as usize]);
        let (mut best, mut most) = (home, stays);
        if most < 0 {
            (best, most) = (empty.last().copied().unwrap_or(home), 0);
        }
        for part in near {
            let gain = net.gain(own, between[part as usize], ends[part as usize]);
            if gain > most {
                (best, most) = (part, gain);
            }
            between[part as usize] = 0;
        }
        if sizes[best as usize] == 0 {
            empty.retain(|part| *part != best);
        }
        let joined = &mut ends[best as usize];
        *joined = (joined.0 + own.0, joined.1 + own.1);
        sizes[best as usize] += 1;
        of[at] = best;
        if best != home {
            for (other, _) in &net.rows[at] {
                if of[*other as usize] != best && !std::mem::replace(&mut waiting[*other as usize], true) {
                    queue.push_back(*other);
                }
            }
        }
    }
}

/// Divides each part again from its single nodes: each that still stands alone and belongs to its part joins the group
/// where it gains most, if that group belongs to the part as well.
fn refine(net: &Net, of: &[u32]) -> Vec<u32> {
    let n = net.n();
    let mut refined: Vec<u32> = (0..count(n)).collect();
    let mut whole = vec![(0i64, 0i64); n];
    for (node, part) in of.iter().enumerate() {
        let (out, into) = net.ends(node);
        let whole = &mut whole[*part as usize];
        *whole = (whole.0 + out, whole.1 + into);
    }
    let inside = |node: usize| net.rows[node].iter().filter(move |(other, _)| of[*other as usize] == of[node]);
    let mut ends: Vec<(i64, i64)> = (0..n).map(|node| net.ends(node)).collect();
    // What runs from each group to the rest of its part.
    let mut cut: Vec<i64> = (0..n).map(|node| inside(node).map(|(_, weight)| weight).sum()).collect();
    let mut sizes = vec![1u32; n];
    let belongs =
        |ends: (i64, i64), cut: i64, whole: (i64, i64)| net.gain(ends, cut, (whole.0 - ends.0, whole.1 - ends.1)) >= 0;
    let mut between = vec![0i64; n];
    for node in 0..n {
        let (home, own, whole) = (refined[node] as usize, net.ends(node), whole[of[node] as usize]);
        if sizes[home] != 1 || !belongs(own, cut[home], whole) {
            continue;
        }
        let mut near = Vec::new();
        for (other, weight) in inside(node) {
            let group = refined[*other as usize];
            if between[group as usize] == 0 {
                near.push(group);
            }
            between[group as usize] += weight;
        }
        near.sort_unstable();
        let (mut best, mut most) = (home, 0);
        for group in near.iter().map(|group| *group as usize) {
            let gain = net.gain(own, between[group], ends[group]);
            if gain > most && belongs(ends[group], cut[group], whole) {
                (best, most) = (group, gain);
            }
        }
        if best != home {
            cut[best] += cut[home] - 2 * between[best];
            ends[best] = (ends[best].0 + own.0, ends[best].1 + own.1);
            (sizes[best], sizes[home]) = (sizes[best] + 1, 0);
            refined[node] = count(best);
        }
        near.iter().for_each(|group| between[*group as usize] = 0);
    }
    refined
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Zachary's karate club, nodes from 1.
    const KARATE: [(u32, u32); 78] = [
        (2, 1),
        (3, 1),
        (3, 2),
        (4, 1),
        (4, 2),
        (4, 3),
        (5, 1),
        (6, 1),
        (7, 1),
        (7, 5),
        (7, 6),
        (8, 1),
        (8, 2),
        (8, 3),
        (8, 4),
        (9, 1),
        (9, 3),
        (10, 3),
        (11, 1),
        (11, 5),
        (11, 6),
        (12, 1),
        (13, 1),
        (13, 4),
        (14, 1),
        (14, 2),
        (14, 3),
        (14, 4),
        (17, 6),
        (17, 7),
        (18, 1),
        (18, 2),
        (20, 1),
        (20, 2),
        (22, 1),
        (22, 2),
        (26, 24),
        (26, 25),
        (28, 3),
        (28, 24),
        (28, 25),
        (29, 3),
        (30, 24),
        (30, 27),
        (31, 2),
        (31, 9),
        (32, 1),
        (32, 25),
        (32, 26),
        (32, 29),
        (33, 3),
        (33, 9),
        (33, 15),
        (33, 16),
        (33, 19),
        (33, 21),
        (33, 23),
        (33, 24),
        (33, 30),
        (33, 31),
        (33, 32),
        (34, 9),
        (34, 10),
        (34, 14),
        (34, 15),
        (34, 16),
        (34, 19),
        (34, 20),
        (34, 21),
        (34, 23),
        (34, 24),
        (34, 27),
        (34, 28),
        (34, 29),
        (34, 30),
        (34, 31),
        (34, 32),
        (34, 33),
    ];

    fn quality(n: u32, edges: &[(u32, u32)]) -> f64 {
        let singles: Vec<u32> = (0..n).collect();
        best(&Csr::of(n, edges.to_vec()), &singles).quality.unwrap()
    }

    #[test]
    fn the_karate_club_falls_into_four() {
        // Every friendship both ways: directed modularity is then the undirected one, at most 0.4198.
        let both: Vec<_> = KARATE.iter().flat_map(|(a, b)| [(a - 1, b - 1), (b - 1, a - 1)]).collect();
        let found = best(&Csr::of(34, both), &[0; 34]);
        assert!((found.quality.unwrap() - 0.419_789_6).abs() < 1e-6, "{:?}", found.quality);
        assert_eq!(found.of.iter().max(), Some(&3));
    }

    #[test]
    fn two_triangles_and_a_bridge_are_two_parts() {
        let edges = [(0, 1), (1, 2), (2, 0), (3, 4), (4, 5), (5, 3), (2, 3)];
        let found = best(&Csr::of(6, edges.to_vec()), &[0; 6]);
        assert_eq!(found.of, [0, 0, 0, 1, 1, 1]);
        assert!((found.quality.unwrap() - (6.0 / 7.0 - 24.0 / 49.0)).abs() < 1e-12);
    }

    #[test]
    fn it_finds_nearly_what_trying_everything_finds() {
        let mut state = 7u64;
        let mut next = |below: u32| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            u32::try_from((state >> 33) % u64::from(below)).unwrap()
        };
        let (mut found, mut most) = (0.0, 0.0);
        for _ in 0..60 {
            let edges: Vec<_> = (0..14).map(|_| (next(8), next(8))).collect();
            let graph = Csr::of(8, edges);
            most += best(&graph, &[0; 8]).quality.unwrap();
            let net = Net::of(&graph);
            let singles: Vec<u32> = (0..8).collect();
            let tries = (0..12).map(|seed| judged(&graph, leiden(&net, singles.clone(), &shuffled(8, seed))).quality);
            found += tries.flatten().fold(f64::MIN, f64::max);
        }
        // On graphs that have no parts at all.
        assert!(found <= most && found > 0.97 * most, "{found} {most}");
    }

    #[test]
    fn ten_rings_are_found_again_and_own_is_never_lost() {
        let ring = |k: u32| {
            (0..6).flat_map(move |at| [(6 * k + at, 6 * k + (at + 1) % 6), (6 * k + at, 6 * k + (at + 2) % 6)])
        };
        let edges: Vec<_> = (0..10).flat_map(|k| ring(k).chain([(6 * k, 6 * ((k + 1) % 10))])).collect();
        let own: Vec<u32> = (0..60).map(|node| node / 6).collect();
        let graph = Csr::of(60, edges.clone());
        assert_eq!(best(&graph, &[0; 60]).of, own);
        assert!(best(&graph, &own).quality >= judged(&graph, own).quality);
        assert!((quality(60, &edges) - best(&graph, &[0; 60]).quality.unwrap()).abs() < 1e-12);
    }

    #[test]
    fn nothing_is_not_divided() {
        assert_eq!(best(&Csr::of(0, Vec::new()), &[]), Found { of: Vec::new(), quality: None });
        assert_eq!(best(&Csr::of(3, Vec::new()), &[0, 0, 1]).quality, None);
    }
}
