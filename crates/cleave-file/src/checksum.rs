//! A checksum for each row: SQLite's own check does not notice one flipped bit in a text.

use sha2::{Digest, Sha256};

/// The first 16 bytes of a SHA-256.
pub type Checksum = [u8; 16];

/// The checksum of these parts in this order; parts cannot run into each other.
pub fn of(parts: &[&str]) -> Checksum {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    let mut sum = Checksum::default();
    sum.copy_from_slice(&hash.finalize()[..16]);
    sum
}

/// Takes a checksum into a digest of many, or out of it: a lost, doubled or stale row shows in the digest.
pub fn toggle(digest: &mut Checksum, sum: &Checksum) {
    for (byte, other) in digest.iter_mut().zip(sum) {
        *byte ^= other;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_do_not_run_into_each_other() {
        assert_ne!(of(&["ab", "c"]), of(&["a", "bc"]));
        assert_eq!(of(&["ab", "c"]), of(&["ab", "c"]));
    }
}
