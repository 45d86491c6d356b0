//! The connections of a synthetic design: 70 of 100 within a domain, 20 within an outer one, 10 anywhere.

use super::{HUB, Ranks, chance::Chance, domains::Region, services::Made};
use crate::{Connection, ConnectionKind, Head, Id, Record};
use std::collections::BTreeSet;
use std::ops::Range;

/// A connection of this kind, the next of its source.
pub(super) fn drawn(kind: ConnectionKind, from: &Id, to: &Id, ranks: &mut Ranks) -> Record {
    let id = Id::new(format!("{kind}:{from}->{to}"));
    let head = Head::new(id, "", None, ranks.next(Some(from)));
    Connection::new(head, kind, from.clone(), to.clone()).into()
}

/// From whom to whom; whom stands first in the design, save in a circle.
type Pairs = BTreeSet<(usize, usize)>;

pub(super) fn make(made: &[Made], regions: &[Region], count: u32, chance: &mut Chance, records: &mut Vec<Record>) {
    let mut ranks = Ranks::default();
    for own in records.iter().filter_map(Record::as_connection) {
        ranks.next(Some(&own.from));
    }
    let total = count as usize;
    let mut pairs = hub(made.len(), count);
    circles(made.len(), total, &mut pairs);
    let homes = Homes::new(made, regions);
    while pairs.len() < total {
        let from = 1 + chance.at(made.len() - 1);
        let peers = match chance.below(100) {
            0..70 => homes.of(made, from),
            70..90 => homes.around(made, from),
            _ => 0..made.len(),
        };
        let everyone = peers.len() == made.len();
        let is_free = |to: &usize| *to != from && *to != 0 && !connected(&pairs, from, *to);
        let mut to = (0..24).map(|_| peers.start + chance.at(peers.len())).find(is_free);
        if everyone {
            // However crowded it is: some pair is free.
            to = to.or_else(|| peers.clone().find(is_free));
        }
        pairs.extend(to.map(|to| (from.max(to), from.min(to))));
    }
    for (from, to) in pairs {
        records.push(between(&made[from], &made[to], from < to || to + 1 == from, chance, &mut ranks));
    }
}

fn connected(pairs: &Pairs, one: usize, other: usize) -> bool {
    pairs.contains(&(one, other)) || pairs.contains(&(other, one))
}

/// The connections of the hub, which is the first service of the largest domain. Every fifth comes from afar.
fn hub(services: usize, count: u32) -> Pairs {
    let most = HUB as usize;
    let spokes = most.min(count as usize).min(services.saturating_sub(1));
    let stride = services / (most + 1);
    let place = |step: usize| if step.is_multiple_of(5) && stride > most { step * stride } else { step };
    (1..=spokes).map(|step| (place(step), 0)).collect()
}

/// A few neighbours that need each other, far from one another so that no circle grows.
fn circles(services: usize, total: usize, pairs: &mut Pairs) {
    let wanted = (total / 1_500).max(usize::from(total >= 60));
    for at in 0..wanted {
        let one = (at * services / wanted.max(1) + 3).min(services.saturating_sub(2));
        if one > 0 && pairs.len() + 2 <= total {
            pairs.extend([(one, one + 1), (one + 1, one)]);
        }
    }
}

/// Which services stand together; those of one domain follow one another.
struct Homes {
    inner: Vec<Range<usize>>,
    outer: Vec<Range<usize>>,
    outer_of: Vec<usize>,
}

impl Homes {
    fn new(made: &[Made], regions: &[Region]) -> Self {
        let outer_of: Vec<usize> = regions.iter().enumerate().map(|(at, region)| region.outer.unwrap_or(at)).collect();
        let mut homes = Self { inner: vec![0..0; regions.len()], outer: vec![0..0; regions.len()], outer_of };
        for (at, service) in made.iter().enumerate() {
            let grow = |range: &mut Range<usize>| {
                let start = if range.end == 0 { at } else { range.start };
                *range = start..at + 1;
            };
            grow(&mut homes.inner[service.domain]);
            grow(&mut homes.outer[homes.outer_of[service.domain]]);
        }
        homes
    }

    fn of(&self, made: &[Made], service: usize) -> Range<usize> {
        self.inner[made[service].domain].clone()
    }

    fn around(&self, made: &[Made], service: usize) -> Range<usize> {
        self.outer[self.outer_of[made[service].domain]].clone()
    }
}

/// Mostly calls, many subscriptions, here and there a declared dependency, very rarely somebody else's data store.
fn between(from: &Made, to: &Made, call: bool, chance: &mut Chance, ranks: &mut Ranks) -> Record {
    let pick = chance.below(1_000);
    let caller = &from.operations[chance.at(from.operations.len())];
    let (kind, source, target) = match (pick, to.events.as_slice(), &to.store) {
        (0..300, [first, others @ ..], _) if !call => {
            let event = others.last().filter(|_| pick.is_multiple_of(2)).unwrap_or(first);
            (ConnectionKind::Subscribe, &from.id, event)
        }
        (960..999, ..) if !call => (ConnectionKind::Depend, &from.id, &to.id),
        (999, _, Some(store)) if !call => (ConnectionKind::Read, caller, store),
        _ => (ConnectionKind::Call, caller, &to.operations[chance.at(to.operations.len())]),
    };
    drawn(kind, source, target, ranks)
}
