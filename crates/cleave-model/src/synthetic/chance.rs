//! Numbers that look random and are the same everywhere for the same seed (splitmix64).

pub(super) struct Chance(u64);

impl Chance {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// 0 up to but without `limit`; 0 where there is none.
    pub(super) fn below(&mut self, limit: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
        u32::try_from((mixed >> 32) % u64::from(limit.max(1))).unwrap_or(0)
    }

    /// A position in a list of this length.
    pub(super) fn at(&mut self, length: usize) -> usize {
        self.below(u32::try_from(length).unwrap_or(u32::MAX)) as usize
    }

    /// So many of 100.
    pub(super) fn percent(&mut self, of_hundred: u32) -> bool {
        self.below(100) < of_hundred
    }
}
