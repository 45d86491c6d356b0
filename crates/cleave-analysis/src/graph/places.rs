//! Places in a list, in rows by what they belong to.

/// Rows of ascending places.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Places {
    starts: Vec<u32>,
    places: Vec<u32>,
}

impl Places {
    /// `n` rows of what each of `keys` belongs to.
    pub(super) fn of(n: u32, keys: impl Iterator<Item = u32> + Clone) -> Self {
        let mut starts = vec![0u32; n as usize + 1];
        for key in keys.clone() {
            starts[key as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut free = starts.clone();
        let mut places = vec![0; starts.last().copied().unwrap_or(0) as usize];
        for (place, key) in (0..).zip(keys) {
            places[free[key as usize] as usize] = place;
            free[key as usize] += 1;
        }
        Self { starts, places }
    }

    pub(super) fn row(&self, key: u32) -> &[u32] {
        &self.places[self.starts[key as usize] as usize..self.starts[key as usize + 1] as usize]
    }

    /// Follows that something was put into the list at a place, and belongs to a row.
    pub(super) fn insert(&mut self, key: u32, place: u32) {
        self.places.iter_mut().for_each(|other| *other += u32::from(*other >= place));
        let at = self.starts[key as usize] as usize + self.row(key).partition_point(|other| *other < place);
        self.places.insert(at, place);
        self.starts[key as usize + 1..].iter_mut().for_each(|start| *start += 1);
    }

    /// Follows that what belonged to a row was taken out of the list.
    pub(super) fn remove(&mut self, key: u32, place: u32) {
        let at = self.starts[key as usize] as usize + self.row(key).partition_point(|other| *other < place);
        self.places.remove(at);
        self.places.iter_mut().for_each(|other| *other -= u32::from(*other > place));
        self.starts[key as usize + 1..].iter_mut().for_each(|start| *start -= 1);
    }
}

#[cfg(test)]
mod tests {
    use super::Places;

    #[test]
    fn rows_follow_the_list() {
        let mut keys = vec![2, 0, 2, 1, 0];
        let mut places = Places::of(4, keys.iter().copied());
        assert_eq!((places.row(0), places.row(2), places.row(3)), (&[1, 4][..], &[0, 2][..], &[][..]));
        for (key, place) in [(3, 5), (0, 0), (2, 3)] {
            keys.insert(place, key);
            places.insert(key, u32::try_from(place).unwrap());
            assert_eq!(places, Places::of(4, keys.iter().copied()));
        }
        for place in [3, 6, 0] {
            let key = keys.remove(place);
            places.remove(key, u32::try_from(place).unwrap());
            assert_eq!(places, Places::of(4, keys.iter().copied()));
        }
    }
}
