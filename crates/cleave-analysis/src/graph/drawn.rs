//! Everything that connections end at.

use super::{Element, Shape};
use crate::measure::tangle::count;
use cleave_model::{Api, Kind, Record};
use petgraph::graph::NodeIndex;
use std::ops::Index;

/// The elements by place: the judged services first, then the others, each by id.
#[derive(Debug)]
pub(crate) struct Drawn<'m>(Vec<Element<'m>>);

impl<'m> Drawn<'m> {
    pub(super) fn of(services: &[&'m Record], ends: &[&'m Record], apis: &[&'m Api], shape: &Shape) -> Self {
        let services = (0..).zip(services).map(|(place, record)| Element {
            record,
            kind: Kind::Service,
            contract: false,
            service: Some(place),
            owned: true,
            api: None,
        });
        let ends = ends.iter().zip(&shape.ends).map(|(record, end)| Element {
            record,
            kind: end.kind,
            contract: end.contract,
            service: end.service,
            owned: end.owned,
            api: end.api.and_then(|api| apis.get(api as usize)).copied(),
        });
        Self(services.chain(ends).collect())
    }

    /// How many they are.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Each element, by place.
    pub(crate) fn elements(&self) -> impl Iterator<Item = &Element<'m>> {
        self.0.iter()
    }

    /// Each place.
    pub(crate) fn places(&self) -> impl Iterator<Item = NodeIndex> + use<> {
        (0..count(self.0.len())).map(|place| NodeIndex::new(place as usize))
    }
}

impl<'m> Index<NodeIndex> for Drawn<'m> {
    type Output = Element<'m>;

    fn index(&self, place: NodeIndex) -> &Element<'m> {
        &self.0[place.index()]
    }
}
