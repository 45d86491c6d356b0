//! What each topology makes of the design: its deployables and what crosses between them.

use crate::Report;
use crate::words::{counted, grouped, visible};
use cleave_analysis::{Prediction, Predictions, predict};
use cleave_model::{Kind, Model, Topology};

/// One topology.
pub(crate) struct Laid {
    pub(crate) name: String,
    pub(crate) deployables: Vec<(String, String)>,
}

/// One measure of all topologies.
pub(crate) struct Measure {
    pub(crate) name: String,
    pub(crate) values: Vec<String>,
}

pub(crate) struct Deployment {
    pub(crate) laid: Vec<Laid>,
    /// What the columns are: the topologies, then everything in one process and each service by itself.
    pub(crate) columns: Vec<String>,
    pub(crate) measures: Vec<Measure>,
    /// What the numbers rest on.
    pub(crate) notes: Vec<String>,
}

impl Deployment {
    pub(crate) fn of(report: &Report<'_>) -> Self {
        let model = report.model;
        let topologies: Vec<&Topology> =
            model.children(None, Kind::Topology).filter_map(|record| record.as_topology()).collect();
        let laid = topologies.iter().map(|topology| laid(model, topology)).collect();
        let predicted: Vec<(&Topology, Predictions)> = topologies
            .iter()
            .filter_map(|topology| Some((*topology, predict(model, &topology.head.id, None)?)))
            .collect();
        let Some((_, first)) = predicted.first() else {
            return Self { laid, columns: Vec::new(), measures: Vec::new(), notes: Vec::new() };
        };
        let mut columns: Vec<String> = predicted.iter().map(|(topology, _)| visible(&topology.head.name)).collect();
        let mut each: Vec<&Prediction> = predicted.iter().map(|(_, found)| &found.now).collect();
        for (name, prediction) in [("All in one process", &first.together), ("Each by itself", &first.apart)] {
            // What a topology is already, is not told twice.
            if !each.contains(&prediction) {
                columns.push(name.into());
                each.push(prediction);
            }
        }
        let entry = first.entry_name.as_ref().map_or_else(|| "the entry".to_owned(), |name| visible(name));
        Self { laid, columns, measures: measures(&each, &entry), notes: notes(first, &entry) }
    }
}

fn measures(each: &[&Prediction], entry: &str) -> Vec<Measure> {
    let row = |name: String, of: &dyn Fn(&Prediction) -> String| Measure {
        name,
        values: each.iter().map(|prediction| of(prediction)).collect(),
    };
    let mut rows = vec![
        row("Processes".into(), &|found| grouped(found.processes)),
        row("Calls that cross processes".into(), &|found| grouped(found.crossing_calls)),
        row("Events that cross processes".into(), &|found| grouped(found.crossing_events)),
        row("Longest chain of calls between processes".into(), &|found| match found.longest_chain {
            0 => "none".into(),
            hops => counted(hops, "hop", "hops"),
        }),
        row(format!("Availability of {entry}"), &|found| {
            found.availability.map_or("–".into(), |share| format!("{:.2} %", share * 100.0))
        }),
        row(format!("Estimated latency of {entry}"), &|found| {
            found.latency_ms.map_or("–".into(), |ms| format!("{ms:.0} ms"))
        }),
        row("Processes that take others down".into(), &|found| {
            let named: Vec<String> = found
                .single_points
                .iter()
                .take(3)
                .map(|point| format!("{} ({})", visible(&point.process), grouped(point.takes_down)))
                .collect();
            if named.is_empty() { "none".into() } else { named.join(", ") }
        }),
    ];
    // What nobody knows of any takes no line.
    rows.retain(|row| row.values.iter().any(|value| value != "–"));
    rows
}

fn notes(found: &Predictions, entry: &str) -> Vec<String> {
    let assumed = &found.assumed;
    let mut notes = vec![format!(
        "Estimated, for {entry}: {} ms for each hop between processes, {} ms of work in a service, {} ms in an external \
         system, and an availability of {:.2} % where none is said. The policy can say otherwise.",
        assumed.hop_ms,
        assumed.work_ms,
        assumed.external_ms,
        assumed.availability * 100.0
    )];
    notes.extend(found.notes.iter().map(|note| visible(note)));
    notes
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
