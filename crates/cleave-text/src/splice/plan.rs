//! What becomes of the pieces of a block, and where what is new among them is put.

use crate::pieces::{Cut, Piece};
use crate::print::{Key, Line};
use std::collections::{HashMap, HashSet};

/// What becomes of one piece, or of one line that has none here.
pub(super) enum Item<'a> {
    /// It stays, with what `Line` says.
    Stay(&'a Piece, &'a Line),
    /// It is not ours.
    Verbatim(&'a Piece),
    /// It goes; its comments stay unless they move along.
    Go(&'a Piece, bool),
    /// It comes: born, or moved here.
    Come(&'a Line),
}

impl Item<'_> {
    pub(super) fn key(&self) -> Option<&Key> {
        match self {
            Self::Stay(_, line) | Self::Come(line) => Some(&line.key),
            Self::Verbatim(piece) | Self::Go(piece, _) => piece.key.as_ref(),
        }
    }
}

/// What becomes of each piece, and where what comes is put.
pub(super) fn plan<'a>(cut: &'a Cut, before: &HashMap<&Key, &Line>, new: &'a [Line]) -> Vec<Item<'a>> {
    let places: HashMap<&Key, usize> = new.iter().enumerate().map(|(at, line)| (&line.key, at)).collect();
    let staying = staying(cut, &places);
    let mut items: Vec<Item> = Vec::with_capacity(cut.pieces.len());
    for (nth, piece) in cut.pieces.iter().enumerate() {
        items.push(match piece.key.as_ref().map(|key| (key, places.get(key))) {
            None => Item::Verbatim(piece),
            Some((_, Some(at))) if staying.contains(&nth) => Item::Stay(piece, &new[*at]),
            Some((_, Some(_))) => Item::Go(piece, false),
            Some((key, None)) if before.contains_key(key) => Item::Go(piece, true),
            // It says what goes without saying, so its absence before and after means nothing.
            Some((_, None)) => Item::Verbatim(piece),
        });
    }
    let here: HashSet<&Key> =
        items.iter().filter(|item| matches!(item, Item::Stay(..))).filter_map(Item::key).collect();
    let coming: Vec<usize> = (0..new.len()).filter(|at| !here.contains(&new[*at].key)).collect();
    if coming.is_empty() {
        return items;
    }
    let mut present: HashSet<Key> = here.into_iter().cloned().collect();
    for at in coming {
        let group = new[at].key.group();
        let sibling = |line: &&Line| line.key.group() == group && present.contains(&line.key);
        let find = |key: &Key| {
            items.iter().position(|item| matches!(item, Item::Stay(..) | Item::Come(_)) && item.key() == Some(key))
        };
        let elder = new[..at].iter().rev().find(sibling).and_then(|line| find(&line.key)).map(|place| place + 1);
        let younger = || new[at + 1..].iter().find(sibling).and_then(|line| find(&line.key));
        let place = elder.or_else(younger).unwrap_or_else(|| {
            let earlier = |item: &Item| item.key().is_some_and(|key| key.group() <= group);
            items.iter().rposition(earlier).map_or(0, |place| place + 1)
        });
        items.insert(place, Item::Come(&new[at]));
        present.insert(new[at].key.clone());
    }
    items
}

/// The pieces that need not move: of each group as many as possible.
fn staying(cut: &Cut, places: &HashMap<&Key, usize>) -> HashSet<usize> {
    let mut groups: HashMap<usize, Vec<(usize, usize)>> = HashMap::new();
    let mut staying = HashSet::new();
    for (nth, piece) in cut.pieces.iter().enumerate() {
        let Some((key, at)) = piece.key.as_ref().and_then(|key| Some((key, *places.get(key)?))) else { continue };
        if key.is_ordered() {
            groups.entry(key.group().0).or_default().push((nth, at));
        } else {
            staying.insert(nth);
        }
    }
    for group in groups.values() {
        staying.extend(longest_rise(group));
    }
    staying
}

/// The pieces of the longest run of rising places.
fn longest_rise(group: &[(usize, usize)]) -> Vec<usize> {
    // For each length, the index in the group at which the run of that length with the lowest end ends.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; group.len()];
    for (at, (_, place)) in group.iter().enumerate() {
        let length = ends.partition_point(|end| group[*end].1 < *place);
        before[at] = length.checked_sub(1).map(|shorter| ends[shorter]);
        match ends.get_mut(length) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let run = std::iter::successors(ends.last().copied(), |at| before[*at]);
    run.map(|at| group[at].0).collect()
}
