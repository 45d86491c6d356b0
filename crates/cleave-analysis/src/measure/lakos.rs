//! Lakos' measures: how a system's cumulative dependency compares with that of a balanced binary tree.

/// CCD of an exact balanced binary tree of `n` nodes: the sum of the levels counted from its root.
pub(crate) fn tree_ccd(n: u32) -> u64 {
    (1..=u64::from(n)).map(|node| u64::from(node.ilog2()) + 1).sum()
}

/// The closed form (n + 1) · log2(n + 1) − n, which equals [`tree_ccd`] only at n = 2^k − 1.
pub(crate) fn closed_ccd(n: u32) -> f64 {
    let more = f64::from(n) + 1.0;
    more * more.log2() - f64::from(n)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_forms_differ_at_six_and_agree_at_seven() {
        assert_eq!(tree_ccd(6), 14);
        assert!((closed_ccd(6) - 13.651_484).abs() < 1e-6);
        assert_eq!(tree_ccd(7), 17);
        assert!((closed_ccd(7) - 17.0).abs() < 1e-12);
        assert_eq!((tree_ccd(0), tree_ccd(1)), (0, 1));
    }
}
