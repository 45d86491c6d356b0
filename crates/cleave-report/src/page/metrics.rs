//! The numbers of the system, with their change and course, and of each service.

use super::{definitions, hue, look, number, percent};
use crate::Report;
use crate::draw::line::line;
use crate::words::{grouped, spoken, visible};
use cleave_analysis::{Moment, ServiceMetrics};
use cleave_model::{Id, Severity};
use serde_json::Value;
use std::collections::BTreeMap;

/// A number of the whole system.
pub(crate) struct Whole {
    /// Where its definition stands.
    pub(crate) key: &'static str,
    pub(crate) name: &'static str,
    pub(crate) now: String,
    pub(crate) before: String,
    pub(crate) change: String,
    /// What is usual.
    pub(crate) band: &'static str,
    pub(crate) course: String,
}

/// One service's numbers.
pub(crate) struct Row {
    pub(crate) hue: &'static str,
    pub(crate) look: &'static str,
    pub(crate) name: String,
    pub(crate) team: String,
    pub(crate) used_by: String,
    pub(crate) uses: String,
    pub(crate) instability: String,
    /// Width of its bar, in percent.
    pub(crate) bar: u32,
    pub(crate) depth: String,
    pub(crate) in_cycle: bool,
    pub(crate) fan_out: u32,
    pub(crate) shared: u32,
    pub(crate) events: String,
    pub(crate) blast: String,
}

pub(crate) struct Metrics {
    pub(crate) compared: bool,
    pub(crate) coursed: bool,
    pub(crate) system: Vec<Whole>,
    pub(crate) rows: Vec<Row>,
    /// How many services are not in the table.
    pub(crate) more: String,
}

/// Most services in the table.
const ROWS: usize = 300;

impl Metrics {
    pub(crate) fn of(report: &Report<'_>, numbers: &Value, before: Option<&Value>) -> Self {
        let system: Vec<Whole> = definitions::ALL
            .iter()
            .filter(|told| told.of_system() && (told.always || number(numbers, told.path).is_some()))
            .map(|told| whole(report, told, numbers, before))
            .collect();
        let (rows, more) = rows(report);
        Self {
            compared: before.is_some(),
            coursed: system.iter().any(|whole| !whole.course.is_empty()),
            system,
            rows,
            more: if more == 0 {
                String::new()
            } else {
                format!("{} more services are in the JSON and the app.", grouped(super::count(more)))
            },
        }
    }
}

fn whole(report: &Report<'_>, told: &definitions::Definition, numbers: &Value, before: Option<&Value>) -> Whole {
    let now = number(numbers, told.path);
    let was = before.and_then(|before| number(before, told.path));
    let change = was.zip(now).map_or_else(String::new, |(was, now)| told.unit.change(was, now));
    let shown = |value: Option<f64>| value.map_or("–".into(), |value| told.unit.of(value));
    let course: Vec<Option<f64>> = report.trend.iter().map(|moment| of_moment(told.key, moment)).collect();
    let says: Vec<String> = course.iter().map(|value| shown(*value)).collect();
    Whole {
        key: told.key,
        name: told.name,
        now: shown(now),
        before: if before.is_some() { shown(was) } else { String::new() },
        change,
        band: told.band,
        course: line(&course, &format!("{}: {}", told.name, says.join(", then "))).unwrap_or_default(),
    }
}

/// A number of a saved state, of those that are kept.
fn of_moment(key: &str, moment: &Moment) -> Option<f64> {
    match key {
        "services" => Some(f64::from(moment.services)),
        "tangles" => Some(f64::from(moment.tangles)),
        "propagation-cost" => moment.propagation_cost,
        "nccd" => moment.nccd,
        _ => None,
    }
}

fn rows(report: &Report<'_>) -> (Vec<Row>, usize) {
    let (model, analysis) = (report.model, report.analysis);
    let mut worst: BTreeMap<&Id, Severity> = BTreeMap::new();
    for finding in report.open() {
        for service in finding.subjects.iter().filter_map(|id| model.service_of(id)) {
            let held = worst.entry(&service.head.id).or_insert(finding.severity);
            *held = finding.severity.min(*held);
        }
    }
    let mut services: Vec<_> = analysis.metrics.services.iter().collect();
    services.sort_by_cached_key(|(id, row)| {
        (worst.get(id).copied().unwrap_or(Severity::Off), u32::MAX - row.used_by, spoken(model, id), (*id).clone())
    });
    let more = services.len().saturating_sub(ROWS);
    let before = report.since.as_ref().map(|since| &since.analysis.metrics.services);
    let changed = |id: &Id, now: u32, of: fn(&ServiceMetrics) -> u32| match before.and_then(|rows| rows.get(id)).map(of)
    {
        Some(was) if now > was => format!("{now} (+{})", now - was),
        Some(was) if now < was => format!("{now} (−{})", was - now),
        _ => now.to_string(),
    };
    let row = |(id, row): (&Id, &ServiceMetrics)| Row {
        hue: hue(model, id),
        look: worst.get(id).map_or("", |severity| look(*severity)),
        name: spoken(model, id),
        team: model.service(id).and_then(|service| service.team.as_deref()).map_or_else(String::new, visible),
        used_by: changed(id, row.used_by, |row| row.used_by),
        uses: changed(id, row.uses, |row| row.uses),
        instability: row.instability.map_or("–".into(), |value| format!("{value:.2}")),
        bar: row.instability.map_or(0, percent),
        depth: if row.sync_cycle > 0 { "cycle".into() } else { grouped(row.sync_depth) },
        in_cycle: row.sync_cycle > 0,
        fan_out: row.sync_fan_out,
        shared: row.shared_stores,
        events: format!("{} / {}", row.events_out, row.events_in),
        blast: row.blast_radius.map_or("–".into(), |blast| blast.to_string()),
    };
    (services.into_iter().take(ROWS).map(row).collect(), more)
}
