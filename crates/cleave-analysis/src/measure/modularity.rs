//! How well a division of the services follows their dependencies.

use crate::graph::Csr;

/// What runs inside one part of a division and what touches it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Part {
    /// Dependencies with both ends inside.
    pub(crate) inside: u32,
    /// Dependencies that begin inside.
    pub(crate) out: u32,
    /// Dependencies that end inside.
    pub(crate) into: u32,
}

impl Part {
    /// Dependencies with an end inside.
    pub(crate) fn touching(self) -> u32 {
        self.out + self.into - self.inside
    }

    /// The share of what touches the part that stays inside it; none where nothing touches it.
    pub(crate) fn cohesion(self) -> Option<f64> {
        let touching = self.touching();
        (touching > 0).then(|| f64::from(self.inside) / f64::from(touching))
    }
}

/// The parts of a division that says for each node in which it stands, of so many.
pub(crate) fn parts(graph: &Csr, division: &[u32], count: usize) -> Vec<Part> {
    let mut parts = vec![Part::default(); count];
    for (from, to) in graph.edges() {
        let (source, target) = (division[from as usize], division[to as usize]);
        parts[source as usize].out += 1;
        parts[target as usize].into += 1;
        parts[source as usize].inside += u32::from(source == target);
    }
    parts
}

/// Directed modularity: the sum over the parts of `e/m - out*in/m^2` (Leicht and Newman 2008). None without edges.
pub(crate) fn modularity(parts: &[Part]) -> Option<f64> {
    let m: u32 = parts.iter().map(|part| part.out).sum();
    let all = f64::from(m);
    let share = |part: &Part| f64::from(part.inside) / all - f64::from(part.out) * f64::from(part.into) / (all * all);
    (m > 0).then(|| parts.iter().map(share).sum())
}

#[cfg(test)]
mod tests {
    use super::{modularity, parts};
    use crate::graph::Csr;

    #[test]
    fn two_triangles_and_a_bridge_by_hand() {
        let circle = [(0, 1), (1, 2), (2, 0), (3, 4), (4, 5), (5, 3), (2, 3)];
        let parts = parts(&Csr::of(6, circle.to_vec()), &[0, 0, 0, 1, 1, 1], 2);
        // Inside 3 and 3 of 7; 4 begin in the first and 3 end there.
        let by_hand = 6.0 / 7.0 - (4.0 * 3.0 + 3.0 * 4.0) / 49.0;
        assert!((modularity(&parts).unwrap() - by_hand).abs() < 1e-15);
        assert_eq!(parts[0].cohesion(), Some(0.75));
    }

    #[test]
    fn one_part_is_no_division_and_nothing_is_undefined() {
        let one = parts(&Csr::of(2, vec![(0, 1)]), &[0, 0], 1);
        assert_eq!(modularity(&one), Some(0.0));
        let none = parts(&Csr::of(2, vec![]), &[0, 1], 2);
        assert_eq!((modularity(&none), none[0].cohesion()), (None, None));
    }
}
