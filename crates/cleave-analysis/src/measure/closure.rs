//! Exact reachability counts: how many nodes each one depends on, and how many depend on it.

use super::tangle::{Tangles, count};
use crate::graph::Csr;

/// Above this many nodes the counts are left out: they cost n times the edges.
pub(crate) const LARGEST: u32 = 100_000;

/// Components are counted in blocks of this many bits, in words.
const WORDS: usize = 8;
const BLOCK: usize = WORDS * 64;

/// How many nodes are visible, for each node; itself included.
#[derive(Debug, Clone, Default)]
pub(crate) struct Visibility {
    /// How many can be reached from it.
    pub(crate) out: Vec<u32>,
    /// How many reach it.
    pub(crate) into: Vec<u32>,
}

impl Visibility {
    /// Counts them; nothing above [`LARGEST`].
    pub(crate) fn of(graph: &Csr, tangles: &Tangles) -> Option<Self> {
        (graph.n() <= LARGEST).then(|| counts(tangles, &Condensed::of(graph, tangles)))
    }

    /// Cumulative component dependency: the sum over all nodes of what each reaches.
    pub(crate) fn ccd(&self) -> u64 {
        self.out.iter().map(|count| u64::from(*count)).sum()
    }
}

/// The components of a graph and what their edges lead to; each comes after all it leads to.
struct Condensed {
    /// Where the row of each component begins in `below`; the rows descend.
    starts: Vec<u32>,
    below: Vec<u32>,
}

impl Condensed {
    fn of(graph: &Csr, tangles: &Tangles) -> Self {
        let mut condensed = Self { starts: vec![0], below: Vec::with_capacity(graph.e() as usize) };
        let mut seen = vec![u32::MAX; tangles.many() as usize];
        for (at, members) in (0u32..).zip(tangles.components()) {
            let start = condensed.below.len();
            for next in members.iter().flat_map(|node| graph.out(*node)) {
                let other = tangles.of[*next as usize];
                if other != at && std::mem::replace(&mut seen[other as usize], at) != at {
                    condensed.below.push(other);
                }
            }
            condensed.below[start..].sort_unstable_by_key(|other| std::cmp::Reverse(*other));
            condensed.starts.push(count(condensed.below.len()));
        }
        condensed
    }
}

/// A bit for each component of a block.
type Row = [u64; WORDS];

/// How many each node leads to and is led to by, itself included. Components have a bit each, and none leads to one
/// behind it: a block of them is asked for only from its own place on.
fn counts(tangles: &Tangles, Condensed { starts, below }: &Condensed) -> Visibility {
    let sizes: Vec<u32> = tangles.components().map(|nodes| count(nodes.len())).collect();
    let many = sizes.len();
    let (mut out, mut into) = (vec![0u32; many], vec![0u32; many]);
    let mut rows = vec![Row::default(); many];
    for first in (0..many).step_by(BLOCK) {
        let last = many.min(first + BLOCK);
        // What a component of several nodes counts more than its bit.
        let more: Vec<(usize, u32)> =
            (first..last).filter(|at| sizes[*at] > 1).map(|at| (at - first, sizes[at] - 1)).collect();
        let mut columns = Columns::default();
        for at in first..many {
            let (done, rest) = rows.split_at_mut(at);
            let mut row = Row::default();
            if at < last {
                row[(at - first) / 64] = 1 << ((at - first) % 64);
            }
            // Those before the block do not lead into it.
            let below = &below[starts[at] as usize..starts[at + 1] as usize];
            for other in below.iter().take_while(|other| **other as usize >= first) {
                for (word, more) in row.iter_mut().zip(&done[*other as usize]) {
                    *word |= more;
                }
            }
            rest[0] = row;
            let bits = row.iter().map(|word| word.count_ones()).sum::<u32>();
            if bits == 0 {
                continue;
            }
            out[at] += bits;
            for (bit, more) in &more {
                out[at] += more * u32::from(row[bit / 64] >> (bit % 64) & 1 == 1);
            }
            columns.add(&row);
            if sizes[at] > 1 {
                each_bit(&row, |bit| into[first + bit] += sizes[at] - 1);
            }
        }
        columns.close(&mut into[first..last]);
    }
    let of_nodes = |counts: &[u32]| tangles.of.iter().map(|component| counts[*component as usize]).collect();
    Visibility { out: of_nodes(&out), into: of_nodes(&into) }
}

fn each_bit(row: &Row, mut with: impl FnMut(usize)) {
    for (at, word) in row.iter().enumerate() {
        let mut left = *word;
        while left != 0 {
            with(at * 64 + left.trailing_zeros() as usize);
            left &= left - 1;
        }
    }
}

/// So many rows are added in binary, all columns at once, before anything is counted one by one: 2 to this power.
const PLACES: usize = 10;

/// How many rows have each bit (Harley and Seal's carry-save adder, one for each binary place).
#[derive(Default)]
struct Columns {
    /// The digit of each place, and a row that waits at it for another.
    digit: [Row; PLACES],
    waiting: [Row; PLACES],
    /// Rows added; its ones say where something waits.
    rows: u32,
    /// Whole rounds of rows, by bit.
    rounds: Vec<u32>,
}

impl Columns {
    fn add(&mut self, row: &Row) {
        let mut carry = *row;
        let mut place = 0;
        while self.rows >> place & 1 == 1 {
            for ((digit, waiting), carry) in self.digit[place].iter_mut().zip(&self.waiting[place]).zip(&mut carry) {
                let (one, two, three) = (*digit, *waiting, *carry);
                *digit = one ^ two ^ three;
                *carry = (one & two) | ((one ^ two) & three);
            }
            place += 1;
        }
        if place < PLACES {
            self.waiting[place] = carry;
            self.rows += 1;
            return;
        }
        self.rounds.resize(BLOCK, 0);
        each_bit(&carry, |bit| self.rounds[bit] += 1 << PLACES);
        self.rows = 0;
    }

    /// Adds what was counted to the columns.
    fn close(self, counts: &mut [u32]) {
        for (count, more) in counts.iter_mut().zip(&self.rounds) {
            *count += more;
        }
        for place in 0..PLACES {
            each_bit(&self.digit[place], |bit| counts[bit] += 1 << place);
            if self.rows >> place & 1 == 1 {
                each_bit(&self.waiting[place], |bit| counts[bit] += 1 << place);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(n: u32, edges: &[(u32, u32)]) -> Visibility {
        let graph = Csr::of(n, edges.to_vec());
        Visibility::of(&graph, &Tangles::of(&graph)).unwrap()
    }

    #[test]
    fn counts_include_the_node_itself_and_are_shared_in_a_circle() {
        let small = seen(4, &[(0, 1), (1, 2), (2, 1), (2, 3)]);
        assert_eq!(small.out, [4, 3, 3, 1]);
        assert_eq!(small.into, [1, 3, 3, 4]);
        assert_eq!(small.ccd(), 11);
    }

    #[test]
    fn blocks_join_without_a_seam() {
        let n = 1_300;
        let chain = seen(n, &(1..n).map(|node| (node - 1, node)).collect::<Vec<_>>());
        assert_eq!(chain.ccd(), u64::from(n) * u64::from(n + 1) / 2);
        assert_eq!((chain.out[0], chain.into[0], chain.into[1_299]), (n, 1, n));
    }

    #[test]
    fn counts_equal_a_walk_from_every_node() {
        // A fixed scramble: no randomness is needed to be irregular.
        let edges: Vec<(u32, u32)> = (0..900u32).map(|i| (i * 7919 % 601, (i * i + 31 * i) % 601)).collect();
        let graph = Csr::of(601, edges.clone());
        let seen = seen(601, &edges);
        for node in 0..601 {
            let walk = |back| graph.reach(node, back).iter().filter(|seen| **seen).count();
            assert_eq!(seen.out[node as usize] as usize, walk(false));
            assert_eq!(seen.into[node as usize] as usize, walk(true));
        }
    }
}
