//! A large design made from three numbers: nested domains, named services, connections, and a place for everything.
//!
//! For trying the canvas and the rules at the size of a large company. Behind the feature `synthetic`. The same numbers
//! give the same design everywhere. What is called stands before what calls it, as in a layered system, except for a
//! few pairs that call each other.

mod chance;
mod connections;
mod domains;
mod place;
mod services;
mod words;

use crate::{Id, Model, Record};
use chance::Chance;
use std::collections::BTreeMap;

/// How many connections the busiest service has.
pub const HUB: u32 = 20;

/// How many services the largest domain has, where there are so many.
pub const LARGEST_DOMAIN: u32 = 50;

/// What to make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extent {
    /// How many services, 1 to [`Extent::MOST_SERVICES`].
    pub services: u32,
    /// How many connections between services, at most [`Extent::most_connections`]. What a service does with its own
    /// events and data stores comes on top; no line is drawn for it.
    pub connections: u32,
    /// Another seed, another design.
    pub seed: u64,
}

impl Extent {
    /// The most services a design is made of.
    pub const MOST_SERVICES: u32 = 20_000;

    /// The most connections between so many services; beyond, it would be hard to find two that have none.
    pub fn most_connections(services: u32) -> u32 {
        let services = u64::from(services);
        u32::try_from((services * services / 5).min(200_000)).unwrap_or(u32::MAX)
    }
}

/// The design of this extent. Numbers beyond the limits are brought down to them.
pub fn design(name: &str, extent: Extent) -> Model {
    let services = extent.services.clamp(1, Extent::MOST_SERVICES);
    let count = extent.connections.min(Extent::most_connections(services));
    let mut chance = Chance::new(extent.seed);
    let mut records: Vec<Record> = Model::new(name).records().cloned().collect();
    let regions = domains::make(services, &mut chance, &mut records);
    let made = services::make(&regions, &mut chance, &mut records);
    connections::make(&made, &regions, count, &mut chance, &mut records);
    place::place(&regions, &made, &mut records);
    Model::from_records(records)
}

/// Counts the siblings of each home.
#[derive(Default)]
struct Ranks(BTreeMap<Option<Id>, u32>);

impl Ranks {
    fn next(&mut self, home: Option<&Id>) -> u32 {
        let rank = self.0.entry(home.cloned()).or_insert(0);
        *rank += 1;
        *rank - 1
    }
}

#[cfg(test)]
mod tests;
