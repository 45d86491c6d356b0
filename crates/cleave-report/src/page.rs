//! What the page shows, ready to be printed: every number formatted, every name spoken, every order decided.
//!
//! One file for each section; the templates of the same names print them.

mod boundaries;
mod coverage;
mod decisions;
mod definitions;
mod deployment;
mod findings;
mod hot_spots;
mod metrics;
mod structure;
mod summary;
mod waived;

use crate::Report;
use crate::sanitise;
use crate::words::{counted, visible};
use cleave_analysis::{Finding, NUMBERS, NumberPage, Stamp, check_json_at, stamp};
use cleave_model::{Hue, Id, Kind, Model, Severity};
use serde_json::Value;
use std::collections::BTreeSet;
pub(crate) use summary::cause;

/// Everything on the page.
pub(crate) struct Page {
    pub(crate) title: String,
    pub(crate) subtitle: String,
    pub(crate) version: String,
    /// Which design and which rules it is of.
    pub(crate) stamp: Stamp,
    pub(crate) summary: summary::Summary,
    pub(crate) decisions: Vec<decisions::Decision>,
    pub(crate) map: Option<String>,
    pub(crate) map_note: String,
    pub(crate) findings: findings::Findings,
    pub(crate) metrics: metrics::Metrics,
    pub(crate) hot_spots: Vec<hot_spots::HotSpots>,
    pub(crate) definitions: &'static [NumberPage],
    pub(crate) structure: structure::Structured,
    pub(crate) deployment: deployment::Deployment,
    pub(crate) boundaries: boundaries::Boundaries,
    pub(crate) waivers: Vec<waived::Accepted>,
    pub(crate) coverage: coverage::Covered,
    /// Who signs: the teams of the design.
    pub(crate) teams: Vec<String>,
}

/// Most services in a map: of more, not even their domains could be read on a page.
pub const MAPPED: usize = 3000;

/// How to read a drawing that does not say it itself.
const READING: &str =
    "Solid lines are calls, dashed lines are events, dotted lines are data access. Marked lines belong to a finding.";

/// A drawing longer than this is not put into a page, in bytes.
const LARGEST_MAP: usize = 4 << 20;

impl Page {
    pub(crate) fn of(report: &Report<'_>) -> Self {
        let system = &report.analysis.metrics.system;
        let today = report.day.as_deref();
        let numbers = check_json_at(report.model, today);
        let before = report.since.as_ref().map(|since| check_json_at(&since.model, today));
        let mut subtitle: Vec<String> = report.day.iter().map(|day| visible(day)).collect();
        if let Some(since) = &report.since {
            let day = since.day.as_ref().map_or_else(String::new, |day| format!(" of {}", visible(day)));
            subtitle.push(format!("compared with {}{day}", visible(&since.name)));
        }
        subtitle.push(counted(system.services, "service", "services"));
        subtitle.push(counted(count(report.model.of_kind(Kind::Domain).count()), "domain", "domains"));
        subtitle.push(counted(system.connections, "connection", "connections"));
        let (map, map_note) = map(report);
        Self {
            title: visible(report.title()),
            subtitle: subtitle.join(", "),
            version: visible(&report.version),
            stamp: stamp(report.model),
            summary: summary::Summary::of(report),
            decisions: decisions::of(report),
            map,
            map_note,
            findings: findings::Findings::of(report),
            metrics: metrics::Metrics::of(report, &numbers, before.as_ref()),
            hot_spots: hot_spots::of(report, &numbers),
            definitions: NUMBERS,
            structure: structure::Structured::of(report),
            deployment: deployment::Deployment::of(report),
            boundaries: boundaries::Boundaries::of(report, &numbers),
            waivers: waived::of(report),
            coverage: coverage::Covered::of(report),
            teams: teams(report.model, report.model.services().map(|service| &service.head.id)),
        }
    }
}

/// The drawing, if it is there and can stand on a page, and what is said beneath or in place of it.
fn map(report: &Report<'_>) -> (Option<String>, String) {
    let Some(drawn) = &report.map else {
        if report.model.of_kind(Kind::Service).count() > MAPPED {
            let note = format!(
                "Of more than {MAPPED} services nothing could be read on a page, so there is no map. Cleave's app shows it, \
                 and cleave export draws a view of it."
            );
            return (None, note);
        }
        return (None, "This report was made without the drawing. Cleave's app and cleave export have it.".into());
    };
    if drawn.len() > LARGEST_MAP {
        return (None, "The drawing is too large for a page. Cleave's app and cleave export have it.".into());
    }
    match sanitise::svg(drawn) {
        Some(clean) => (Some(clean), sanitise::described(drawn).unwrap_or_else(|| READING.into())),
        None => (None, "The drawing could not be read, so it is left out.".into()),
    }
}

pub(crate) fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// The word by which a severity is drawn.
pub(crate) fn look(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info | Severity::Off => "info",
    }
}

/// Where a comment can point to, now and in the next report.
pub(crate) fn anchor(finding: &Finding) -> String {
    format!("finding-{}", finding.fingerprint)
}

/// A share of 0 to 1 in whole percent.
pub(crate) fn percent(share: f64) -> u32 {
    // Between 0 and 100 by construction, so nothing is lost.
    (share.clamp(0.0, 1.0) * 100.0).round() as u32
}

/// The teams of the services these elements are or belong to, by name.
pub(crate) fn teams<'i>(model: &Model, ids: impl Iterator<Item = &'i Id>) -> Vec<String> {
    let teams: BTreeSet<&str> = ids.filter_map(|id| model.service_of(id)?.team.as_deref()).collect();
    teams.into_iter().map(visible).collect()
}

/// The colour of the domain a service stands in.
pub(crate) fn hue(model: &Model, id: &Id) -> &'static str {
    let service = model.service_of(id).map_or(id, |service| &service.head.id);
    let hues = model.ancestry(service).filter_map(|record| record.as_domain()?.hue);
    match hues.into_iter().next() {
        Some(Hue::SlateBlue) => "#4a5f96",
        Some(Hue::Sage) => "#2e6e5e",
        Some(Hue::Mauve) => "#8a4a68",
        Some(Hue::Sand) => "#7a5a24",
        Some(Hue::Steel) => "#3c6a86",
        Some(Hue::Plum) => "#6a5597",
        Some(Hue::Olive) => "#66702f",
        Some(Hue::Clay) => "#8b4b3c",
        _ => "#6b6962",
    }
}

/// A number somewhere in the JSON of a check; nothing where it is not defined or not computed.
pub(crate) fn number(numbers: &Value, path: &[&str]) -> Option<f64> {
    let found = path.iter().try_fold(numbers, |value, key| value.get(key))?;
    // Of a list its length is the number.
    found.as_array().map_or_else(|| found.as_f64(), |list| Some(list.len() as f64))
}
