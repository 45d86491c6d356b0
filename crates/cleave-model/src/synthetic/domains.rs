//! The domains of a synthetic design: a few outer ones, and inner ones of uneven sizes that hold the services.

use super::{Ranks, chance::Chance, words};
use crate::{Head, Hue, Id, Kind, Record};

/// A domain while the design is made.
pub(super) struct Region {
    pub(super) id: Id,
    pub(super) name: String,
    /// Position of the domain around it; none for an outer one.
    pub(super) outer: Option<usize>,
    /// How many services stand directly in it.
    pub(super) services: u32,
}

/// 60 domains for 2,800 services, 8 of them outer ones. Outer ones come first; the inner ones of one outer domain
/// follow one another, and the first of all has the fixed size.
pub(super) fn make(services: u32, chance: &mut Chance, records: &mut Vec<Record>) -> Vec<Region> {
    let all = (services * 60).div_ceil(2_800).max(2);
    let outer = (all * 8 / 60).max(1);
    let inner = all - outer;
    let mut regions: Vec<Region> = (0..outer).map(|at| region(words::outer(at), None, 0)).collect();
    let sizes = sizes(services, inner, chance);
    for (at, size) in (0..inner).zip(sizes) {
        regions.push(region(words::inner(at), Some((at * outer / inner) as usize), size));
    }
    let mut ranks = Ranks::default();
    for region in &regions {
        let home = region.outer.and_then(|at| regions.get(at)).map(|outer| outer.id.clone());
        let rank = ranks.next(home.as_ref());
        let mut record = Record::blank(Kind::Domain, Head::new(region.id.clone(), &region.name, home, rank));
        if let Some(Record::Domain(domain)) = record.as_mut().filter(|_| region.outer.is_none()) {
            domain.hue = Hue::ALL.get(rank as usize % Hue::ALL.len()).copied();
        }
        records.extend(record);
    }
    regions
}

fn region(name: String, outer: Option<usize>, services: u32) -> Region {
    Region { id: Id::new(format!("domain:{name}")), name, outer, services }
}

/// How many services each inner domain holds: the first its fixed number, the others an uneven share of what is left.
fn sizes(services: u32, inner: u32, chance: &mut Chance) -> Vec<u32> {
    let largest = if inner == 1 { services } else { super::LARGEST_DOMAIN.min(services) };
    let mut left = services - largest;
    let weights: Vec<u32> = (1..inner).map(|_| 50 + chance.below(60)).collect();
    let mut weight: u32 = weights.iter().sum();
    let mut sizes = vec![largest];
    for own in weights {
        let share = u64::from(left) * u64::from(own) / u64::from(weight.max(1));
        let share = if weight == own { left } else { u32::try_from(share).unwrap_or(left) };
        left -= share;
        weight -= own;
        sizes.push(share);
    }
    sizes
}
