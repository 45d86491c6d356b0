//! The numbers of the system, with their change and course, and of each service.

use super::definitions::{self, Unit};
use super::{hue, look, number, percent};
use crate::Report;
use crate::draw::line::line;
use crate::words::{grouped, spoken, visible};
use cleave_analysis::{CorePlace, Moment, NumberPage, ServiceMetrics};
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

/// A table of further numbers, in the order of the services above.
pub(crate) struct Further {
    pub(crate) caption: &'static str,
    pub(crate) heads: Vec<&'static NumberPage>,
    /// The name of each service, and its numbers.
    pub(crate) rows: Vec<(String, Vec<String>)>,
}

pub(crate) struct Metrics {
    pub(crate) compared: bool,
    pub(crate) coursed: bool,
    pub(crate) system: Vec<Whole>,
    pub(crate) rows: Vec<Row>,
    /// What else is said of the same services, in tables.
    pub(crate) further: Vec<Further>,
    /// How many services are not in the table.
    pub(crate) more: String,
}

/// Most services in the table.
const ROWS: usize = 300;

impl Metrics {
    pub(crate) fn of(report: &Report<'_>, numbers: &Value, before: Option<&Value>) -> Self {
        let system: Vec<Whole> = definitions::WHOLE
            .iter()
            .filter(|told| told.always || number(numbers, told.path).is_some())
            .map(|told| whole(report, told, numbers, before))
            .collect();
        let services = services(report);
        let more = services.len().saturating_sub(ROWS);
        let shown = &services[..services.len().min(ROWS)];
        Self {
            compared: before.is_some(),
            coursed: system.iter().any(|whole| !whole.course.is_empty()),
            system,
            rows: rows(report, shown),
            further: further(report, shown),
            more: if more == 0 {
                String::new()
            } else {
                format!("{} more services are in the JSON and the app.", grouped(super::count(more)))
            },
        }
    }
}

fn whole(report: &Report<'_>, told: &definitions::Told, numbers: &Value, before: Option<&Value>) -> Whole {
    let now = number(numbers, told.path);
    let was = before.and_then(|before| number(before, told.path));
    let change = was.zip(now).map_or_else(String::new, |(was, now)| told.unit.change(was, now));
    let page = definitions::page(told.key);
    let shown = |value: Option<f64>| value.map_or("–".into(), |value| told.unit.of(value));
    let course: Vec<Option<f64>> = report.trend.iter().map(|moment| of_moment(told.key, moment)).collect();
    let says: Vec<String> = course.iter().map(|value| shown(*value)).collect();
    Whole {
        key: told.key,
        name: page.name,
        now: shown(now),
        before: if before.is_some() { shown(was) } else { String::new() },
        change,
        band: page.band,
        course: line(&course, &format!("{}: {}", page.name, says.join(", then "))).unwrap_or_default(),
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

/// A service, its numbers, and the severity of its gravest finding.
type Judged<'a> = (&'a Id, &'a ServiceMetrics, Option<Severity>);

/// The services, those with the gravest findings first.
fn services<'a>(report: &'a Report<'_>) -> Vec<Judged<'a>> {
    let (model, analysis) = (report.model, report.analysis);
    let mut worst: BTreeMap<&Id, Severity> = BTreeMap::new();
    for finding in report.open() {
        for service in finding.subjects.iter().filter_map(|id| model.service_of(id)) {
            let held = worst.entry(&service.head.id).or_insert(finding.severity);
            *held = finding.severity.min(*held);
        }
    }
    let judged = |(id, row): (&'a Id, &'a ServiceMetrics)| (id, row, worst.get(id).copied());
    let mut services: Vec<Judged<'a>> = analysis.metrics.services.iter().map(judged).collect();
    services.sort_by_cached_key(|(id, row, worst)| {
        (worst.unwrap_or(Severity::Off), u32::MAX - row.used_by, spoken(model, id), (*id).clone())
    });
    services
}

fn rows(report: &Report<'_>, services: &[Judged<'_>]) -> Vec<Row> {
    let model = report.model;
    let before = report.since.as_ref().map(|since| &since.analysis.metrics.services);
    let changed = |id: &Id, now: u32, of: fn(&ServiceMetrics) -> u32| match before.and_then(|rows| rows.get(id)).map(of)
    {
        Some(was) if now > was => format!("{now} (+{})", now - was),
        Some(was) if now < was => format!("{now} (−{})", was - now),
        _ => now.to_string(),
    };
    let row = |&(id, row, worst): &Judged<'_>| Row {
        hue: hue(model, id),
        look: worst.map_or("", look),
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
    services.iter().map(row).collect()
}

/// The numbers that have no room in the first table, by their keys.
fn further(report: &Report<'_>, services: &[Judged<'_>]) -> Vec<Further> {
    type Cell = fn(&ServiceMetrics) -> String;
    const REACH: &[(&str, Cell)] = &[
        ("visibility-in", |row| whole_or_none(row.visibility_in)),
        ("visibility-out", |row| whole_or_none(row.visibility_out)),
        ("level", |row| grouped(row.level)),
        ("tangle", |row| grouped(row.tangle)),
        ("core", |row| core(row.core).into()),
        ("callers", |row| grouped(row.callers)),
        ("criticality", |row| Unit::Whole.of(row.criticality as f64)),
        ("dominated", |row| whole_or_none(row.dominated)),
    ];
    const SHARES: &[(&str, Cell)] = &[
        ("betweenness", |row| row.betweenness.map_or("–".into(), |share| format!("{share:.3}"))),
        ("risk-rank", |row| format!("{:.3}", row.risk_rank)),
        ("availability", |row| row.availability.map_or("–".into(), |share| format!("{:.2} %", share * 100.0))),
        ("operations", |row| grouped(row.operations)),
        ("versions", |row| grouped(row.versions)),
        ("interface-use", |row| ratio_or_none(row.interface_use)),
        ("abstractness", |row| Unit::Ratio.of(row.abstractness)),
        ("distance", |row| ratio_or_none(row.distance)),
    ];
    if services.is_empty() {
        return Vec::new();
    }
    let table = |(caption, cells): (&'static str, &[(&'static str, Cell)])| Further {
        caption,
        heads: cells.iter().map(|(key, _)| definitions::page(key)).collect(),
        rows: services
            .iter()
            .map(|(id, row, _)| (spoken(report.model, id), cells.iter().map(|(_, cell)| cell(row)).collect()))
            .collect(),
    };
    [("Reach and importance of each service", REACH), ("Shares and contracts of each service", SHARES)]
        .map(table)
        .into()
}

fn whole_or_none(value: Option<u32>) -> String {
    value.map_or("–".into(), grouped)
}

fn ratio_or_none(value: Option<f64>) -> String {
    value.map_or("–".into(), |value| Unit::Ratio.of(value))
}

fn core(place: Option<CorePlace>) -> &'static str {
    match place {
        Some(CorePlace::Core) => "core",
        Some(CorePlace::Shared) => "shared",
        Some(CorePlace::Control) => "control",
        Some(CorePlace::Periphery) => "periphery",
        None => "–",
    }
}
