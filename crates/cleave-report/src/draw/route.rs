//! Ways of arrows between boxes in columns that run over no box: in the gaps between columns, and past a column between
//! two of its boxes.

use super::boxes::BOX;

/// How far from a box an arrow passes it.
const CLEAR: f64 = 9.0;

/// The ways between boxes that stand at these corners.
pub(crate) struct Routes<'a> {
    places: &'a [(f64, f64)],
    /// The left edges of the columns, ascending, each with the tops of its boxes, ascending.
    columns: Vec<(f64, Vec<f64>)>,
}

impl<'a> Routes<'a> {
    pub(crate) fn of(places: &'a [(f64, f64)]) -> Self {
        let mut columns: Vec<(f64, Vec<f64>)> = Vec::new();
        let mut sorted = places.to_vec();
        sorted.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.total_cmp(&other.1)));
        for (x, y) in sorted {
            match columns.last_mut().filter(|(left, _)| *left == x) {
                Some((_, tops)) => tops.push(y),
                None => columns.push((x, vec![y])),
            }
        }
        Self { places, columns }
    }

    /// The corners of an arrow from one box to another, `aside` from the middle of its ends where several run beside each
    /// other: at least two, and never over a box.
    pub(crate) fn between(&self, from: usize, to: usize, aside: f64) -> Vec<(f64, f64)> {
        let (start, end) = (self.places[from], self.places[to]);
        if start.0 == end.0 {
            return self.within_column(start, end, aside);
        }
        let right = start.0 < end.0;
        let facing =
            |at: (f64, f64), right: bool| (if right { at.0 + BOX.0 } else { at.0 }, at.1 + BOX.1 / 2.0 + aside);
        let (first, last) = (facing(start, right), facing(end, !right));
        let mut corners = vec![first];
        let passed = self.columns.iter().filter(|(left, _)| {
            let (low, high) = if right { (start.0, end.0) } else { (end.0, start.0) };
            low < *left && *left < high
        });
        let mut passed: Vec<&(f64, Vec<f64>)> = passed.collect();
        if !right {
            passed.reverse();
        }
        for (left, tops) in passed {
            let share = (left + BOX.0 / 2.0 - first.0) / (last.0 - first.0);
            let y = open(tops, first.1 + (last.1 - first.1) * share) + aside * 0.4;
            let (near, far) = if right { (*left, left + BOX.0) } else { (left + BOX.0, *left) };
            corners.extend([(near, y), (far, y)]);
        }
        corners.push(last);
        corners
    }

    /// Straight to the next box of the column; to others through the gap beside it.
    fn within_column(&self, start: (f64, f64), end: (f64, f64), aside: f64) -> Vec<(f64, f64)> {
        let between = |top: &&f64| (start.1 < **top && **top < end.1) || (end.1 < **top && **top < start.1);
        let tops = self.columns.iter().find(|(left, _)| *left == start.0).map_or(&[][..], |(_, tops)| tops);
        if tops.iter().find(between).is_none() {
            let x = start.0 + BOX.0 / 2.0 + aside;
            let down = start.1 < end.1;
            let edge = |at: (f64, f64), low: bool| (x, if low { at.1 + BOX.1 } else { at.1 });
            return vec![edge(start, down), edge(end, !down)];
        }
        let edge = start.0 + BOX.0;
        let beside = edge + 20.0 + aside;
        let middle = |at: (f64, f64)| at.1 + BOX.1 / 2.0 + aside;
        // Steep lines at both ends leave the column at once.
        let turn = if start.1 < end.1 { CLEAR } else { -CLEAR };
        vec![(edge, middle(start)), (beside, middle(start) + turn), (beside, middle(end) - turn), (edge, middle(end))]
    }
}

/// The height nearest to the wish at which a line passes a column between its boxes.
fn open(tops: &[f64], wish: f64) -> f64 {
    let above = tops.iter().map(|top| top - CLEAR);
    let below = tops.last().map(|top| top + BOX.1 + CLEAR);
    above.chain(below).min_by(|one, other| (one - wish).abs().total_cmp(&(other - wish).abs())).unwrap_or(wish)
}

#[cfg(test)]
mod tests {
    use super::Routes;
    use crate::draw::boxes::{BOX, columns};

    /// Whether a line runs through the inside of a box, walked in small steps.
    fn crosses(corners: &[(f64, f64)], at: (f64, f64)) -> bool {
        corners.windows(2).any(|line| {
            (0..=400).any(|step| {
                let share = f64::from(step) / 400.0;
                let (x, y) = (line[0].0 + (line[1].0 - line[0].0) * share, line[0].1 + (line[1].1 - line[0].1) * share);
                x > at.0 + 0.5 && x < at.0 + BOX.0 - 0.5 && y > at.1 + 0.5 && y < at.1 + BOX.1 - 0.5
            })
        })
    }

    #[test]
    fn no_arrow_runs_over_a_box() {
        let mut dice = 2026_u64;
        let mut below = |most: usize| {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (dice >> 33) as usize % most
        };
        for _ in 0..200 {
            let many = 2 + below(20);
            let ends: Vec<(usize, usize)> =
                (0..below(40)).map(|_| (below(many), below(many))).filter(|(from, to)| from != to).collect();
            let (places, size) = columns(many, &ends, 76.0);
            let routes = Routes::of(&places);
            for (from, to) in &ends {
                for aside in [-11.0, 0.0, 5.5] {
                    let corners = routes.between(*from, *to, aside);
                    assert!(places.iter().all(|at| !crosses(&corners, *at)), "{places:?} {from} {to} {corners:?}");
                    let inside =
                        |at: &(f64, f64)| at.0 >= 0.0 && at.0 <= size.0 + 40.0 && at.1 >= 0.0 && at.1 <= size.1;
                    assert!(corners.iter().all(inside), "{size:?} {corners:?}");
                }
            }
        }
    }
}
