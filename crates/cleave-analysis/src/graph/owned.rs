//! What a service owns, counted.

use super::DesignGraph;
use cleave_model::Kind;

/// How much one service owns.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Owned {
    pub(crate) operations: u32,
    pub(crate) events: u32,
    pub(crate) stores: u32,
    /// Operations and events that are marked as published contract.
    pub(crate) contracts: u32,
}

impl Owned {
    /// Operations, events and stores.
    pub(crate) fn all(self) -> u32 {
        self.operations + self.events + self.stores
    }
}

/// What each judged service owns.
pub(super) fn of(graph: &DesignGraph<'_>) -> Vec<Owned> {
    let mut owned = vec![Owned::default(); graph.services.len()];
    for element in graph.drawn.elements() {
        let Some(service) = element.service else { continue };
        let owned = &mut owned[service as usize];
        owned.contracts += u32::from(element.contract);
        match element.kind {
            Kind::Operation => owned.operations += 1,
            Kind::Event => owned.events += 1,
            Kind::DataStore => owned.stores += 1,
            _ => {}
        }
    }
    owned
}
