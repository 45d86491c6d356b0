//! Where to look first: the services that weigh most, by five measures.

use super::number;
use crate::Report;
use crate::words::spoken;
use cleave_model::{Id, Role};
use serde_json::Value;
use std::collections::BTreeMap;

pub(crate) struct HotSpots {
    pub(crate) key: &'static str,
    pub(crate) name: &'static str,
    pub(crate) rows: Vec<HotSpot>,
}

pub(crate) struct HotSpot {
    pub(crate) name: String,
    pub(crate) value: String,
    /// Said of gateways, registries and the like, which many depend on by their nature.
    pub(crate) infrastructure: bool,
}

const MOST: usize = 10;

pub(crate) fn of(report: &Report<'_>, numbers: &Value) -> Vec<HotSpots> {
    let mut found: BTreeMap<&Id, u32> = BTreeMap::new();
    for finding in report.open() {
        let mut touched: Vec<&Id> =
            finding.subjects.iter().filter_map(|id| Some(&report.model.service_of(id)?.head.id)).collect();
        touched.sort();
        touched.dedup();
        for id in touched {
            *found.entry(id).or_default() += 1;
        }
    }
    let per_node = |name: &str, id: &Id| number(numbers, &["metrics", "D", name, id.as_str()]);
    let rank = |id: &Id| per_node("pagerank", id).unwrap_or(0.0);
    let findings = |id: &Id| found.get(id).copied().unwrap_or(0);
    let services: Vec<&Id> = report.analysis.metrics.services.keys().collect();
    let risk = top(report, &services, |id| {
        let value = rank(id) * f64::from(findings(id));
        // Without findings it is rank alone, behind all that have some.
        let order = if value > 0.0 { 1.0 + value } else { rank(id) };
        (order, format!("{:.3} × {}", rank(id), findings(id)))
    });
    let blast = top(report, &services, |id| {
        let blast = report.analysis.metrics.services.get(id).and_then(|row| row.blast_radius).unwrap_or(0);
        (f64::from(blast), blast.to_string())
    });
    let between = top(report, &services, |id| {
        let share = per_node("betweenness", id).unwrap_or(0.0);
        (share, format!("{share:.3}"))
    });
    let row = |id: &Id| report.analysis.metrics.services.get(id);
    let fan_in = top(report, &services, |id| {
        let callers = row(id).map_or(0, |row| row.used_by);
        (f64::from(callers), callers.to_string())
    });
    // The lowest first.
    let available = top(report, &services, |id| {
        let share = row(id).and_then(|row| row.availability);
        share.map_or_else(|| (0.0, String::new()), |share| (2.0 - share, format!("{:.2} %", share * 100.0)))
    });
    let all = [
        HotSpots { key: "risk", name: "Risk", rows: risk },
        HotSpots { key: "blast-radius", name: "Blast radius", rows: blast },
        HotSpots { key: "betweenness", name: "Betweenness", rows: between },
        HotSpots { key: "used-by", name: "Used by", rows: fan_in },
        HotSpots { key: "availability", name: "Lowest availability", rows: available },
    ];
    all.into_iter().filter(|spots| !spots.rows.is_empty()).collect()
}

/// The ten with the greatest value; those at nothing are none. Equal ones stand by name.
fn top(report: &Report<'_>, services: &[&Id], of: impl Fn(&Id) -> (f64, String)) -> Vec<HotSpot> {
    let mut ranked: Vec<(f64, String, &Id, String)> = services
        .iter()
        .map(|id| {
            let (order, value) = of(id);
            (order, spoken(report.model, id), *id, value)
        })
        .filter(|(order, ..)| *order > 0.0)
        .collect();
    ranked.sort_by(|one, other| other.0.total_cmp(&one.0).then_with(|| (&one.1, one.2).cmp(&(&other.1, other.2))));
    let plumbing = |id: &Id| {
        report
            .model
            .service(id)
            .is_some_and(|service| service.role != Role::Business && service.role.is_infrastructure())
    };
    let row = |(_, name, id, value): (f64, String, &Id, String)| HotSpot { name, value, infrastructure: plumbing(id) };
    ranked.into_iter().take(MOST).map(row).collect()
}
