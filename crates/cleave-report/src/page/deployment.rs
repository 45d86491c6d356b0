//! What each topology makes of the design: its deployables and what crosses between them.

use super::count;
use crate::Report;
use crate::words::{grouped, visible};
use cleave_model::{ConnectionKind, Id, Kind, Model, Topology};
use std::collections::BTreeMap;

/// One topology.
pub(crate) struct Laid {
    pub(crate) name: String,
    pub(crate) deployables: Vec<(String, String)>,
}

/// One measure of all topologies.
pub(crate) struct Measure {
    pub(crate) name: &'static str,
    pub(crate) values: Vec<String>,
}

pub(crate) struct Deployment {
    pub(crate) laid: Vec<Laid>,
    pub(crate) measures: Vec<Measure>,
}

impl Deployment {
    pub(crate) fn of(report: &Report<'_>) -> Self {
        let model = report.model;
        let topologies: Vec<&Topology> =
            model.children(None, Kind::Topology).filter_map(|record| record.as_topology()).collect();
        let laid: Vec<Laid> = topologies.iter().map(|topology| laid(model, topology)).collect();
        let measures = vec![
            Measure {
                name: "Deployables",
                values: laid.iter().map(|laid| grouped(count(laid.deployables.len()))).collect(),
            },
            Measure {
                name: "Calls that cross processes",
                values: topologies.iter().map(|topology| grouped(crossing(model, topology))).collect(),
            },
        ];
        Self { laid, measures }
    }
}

fn laid(model: &Model, topology: &Topology) -> Laid {
    let deployables = model
        .children(Some(&topology.head.id), Kind::Deployable)
        .filter_map(|record| record.as_deployable())
        .map(|deployable| {
            let mut names: Vec<String> =
                model.services_in(deployable).iter().map(|service| visible(&service.head.name)).collect();
            names.sort();
            (visible(&deployable.head.name), names.join(", "))
        })
        .collect();
    Laid { name: visible(&topology.head.name), deployables }
}

/// Calls whose ends stand in different deployables.
fn crossing(model: &Model, topology: &Topology) -> u32 {
    let mut stands: BTreeMap<&Id, &Id> = BTreeMap::new();
    for deployable in
        model.children(Some(&topology.head.id), Kind::Deployable).filter_map(|record| record.as_deployable())
    {
        stands.extend(model.services_in(deployable).iter().map(|service| (&service.head.id, &deployable.head.id)));
    }
    let calls = model.connections().filter(|connection| connection.kind == ConnectionKind::Call);
    let crossing = calls.filter(|call| {
        let stands = |id: &Id| model.service_of(id).and_then(|service| stands.get(&service.head.id));
        matches!((stands(&call.from), stands(&call.to)), (Some(from), Some(to)) if from != to)
    });
    count(crossing.count())
}
