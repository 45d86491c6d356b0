//! What the meeting is asked to decide: the worst open findings, at most ten, each as a question with its cheapest fix.

use super::{anchor, look, teams};
use crate::Report;
use crate::report::Standing;
use crate::words::{counted, spoken, visible};
use cleave_analysis::{Finding, Preview, fixes_at};
use cleave_model::Severity;

pub(crate) struct Decision {
    pub(crate) look: &'static str,
    pub(crate) anchor: String,
    pub(crate) question: String,
    pub(crate) fix: String,
    /// What the fix changes; empty where nobody knows.
    pub(crate) effect: String,
    /// Who is asked.
    pub(crate) asked: String,
}

/// Of more services, ways to end a finding are not tried.
const TRIED: u32 = 400;
/// Most that a meeting can decide.
const MOST: usize = 10;

/// The worst first: errors before warnings, new before known.
pub(crate) fn of(report: &Report<'_>) -> Vec<Decision> {
    let mut worst: Vec<&Finding> = report.leading().filter(|finding| finding.severity != Severity::Info).collect();
    let known = |finding: &Finding| match report.standing(finding) {
        Standing::New | Standing::Alone => 0,
        Standing::Worse => 1,
        Standing::Same => 2,
    };
    worst.sort_by_key(|finding| (finding.severity, known(finding)));
    worst.into_iter().take(MOST).map(|finding| decision(report, finding)).collect()
}

fn decision(report: &Report<'_>, finding: &Finding) -> Decision {
    let teams = teams(report.model, finding.subjects.iter());
    let followers = report.open().filter(|other| other.group.as_ref() == Some(&finding.fingerprint)).count();
    let followers = match followers {
        0 => "Ends this finding".to_owned(),
        1 => "Ends this finding; one more has the same cause".to_owned(),
        more => format!("Ends this finding; {more} more have the same cause"),
    };
    // Each way is tried on a copy of the design, which takes its time where that is large.
    let tried = report.analysis.metrics.system.services <= TRIED;
    let best = tried.then(|| fixes_at(report.model, &finding.fingerprint, report.day.as_deref()));
    let best = best.into_iter().flatten().next();
    let (fix, effect) = match &best {
        Some(best) => (format!("{}.", visible(&best.title)), effect(&best.preview)),
        None => (visible(&finding.fix), followers),
    };
    Decision {
        look: look(finding.severity),
        anchor: anchor(finding),
        question: question(report, finding),
        fix,
        effect,
        asked: if teams.is_empty() { "No team is named".into() } else { teams.join(", ") },
    }
}

/// "Call cycles 1 → 0. Ends 2 findings": what a way to end a finding changes, as it was tried.
fn effect(preview: &Preview) -> String {
    let spelled = |value: Option<f64>, unit: &str| {
        let space = if unit.is_empty() { "" } else { " " };
        value.map_or("–".to_owned(), |value| {
            let digits = if value.fract() == 0.0 { format!("{value:.0}") } else { format!("{value:.1}") };
            format!("{digits}{space}{unit}")
        })
    };
    let mut parts: Vec<String> = preview
        .numbers
        .iter()
        .take(2)
        .map(|number| {
            let (now, then) = (spelled(number.now, &number.unit), spelled(number.then, &number.unit));
            format!("{} {now} → {then}", visible(&number.label))
        })
        .collect();
    parts.push(format!("ends {}", counted(super::count(preview.removed.len()), "finding", "findings")));
    if !preview.added.is_empty() {
        parts.push(format!("brings {}", counted(super::count(preview.added.len()), "other", "others")));
    }
    parts.join(", ")
}

/// The finding as something one can say yes or no to.
fn question(report: &Report<'_>, finding: &Finding) -> String {
    let name = |at: usize| finding.subjects.get(at).map(|id| spoken(report.model, id)).unwrap_or_default();
    let message = visible(&finding.message);
    match (finding.rule.as_str(), finding.subjects.len()) {
        ("cycle-sync", 2) => format!("May {} and {} go on calling each other?", name(0), name(1)),
        ("foreign-store-access" | "foreign-team-write", 2) => format!("May {} use {} itself?", name(0), name(1)),
        ("forbidden-dependency" | "layer-violation", 2) => format!("May {} depend on {}?", name(0), name(1)),
        ("sensitive-data-crossing", 2) => format!("May {} receive this data from {}?", name(1), name(0)),
        _ => format!("Do we accept this: {message}?"),
    }
}
