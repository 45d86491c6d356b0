//! What the meeting is asked to decide: the worst open findings, at most ten, each as a question with its cheapest fix.

use super::{anchor, look, teams};
use crate::Report;
use crate::remedy::best;
use crate::report::Standing;
use crate::words::{spoken, visible};
use cleave_analysis::Finding;
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
    let best = best(report.model, report.analysis, finding, report.day.as_deref());
    let (fix, effect) = best.map_or_else(|| (visible(&finding.fix), followers), |best| (best.title, best.effect));
    Decision {
        look: look(finding.severity),
        anchor: anchor(finding),
        question: question(report, finding),
        fix,
        effect,
        asked: if teams.is_empty() { "No team is named".into() } else { teams.join(", ") },
    }
}

/// The finding as something one can say yes or no to.
fn question(report: &Report<'_>, finding: &Finding) -> String {
    let name = |at: usize| finding.subjects.get(at).map(|id| spoken(report.model, id)).unwrap_or_default();
    let message = visible(&finding.message);
    match (finding.rule.as_str(), finding.subjects.len()) {
        ("cycle-sync", 2) => format!("May {} and {} go on calling each other?", name(0), name(1)),
        ("foreign-store-access" | "foreign-team-write", 2) => format!("May {} use {} itself?", name(0), name(1)),
        ("forbidden-dependency" | "layer-violation", 2) => format!("May {} depend on {}?", name(0), name(1)),
        // What is read comes back to the reader, who stands first.
        ("sensitive-data-crossing", 2) if finding.evidence.iter().all(|shown| shown.kind == "read") => {
            format!("May {} receive this data from {}?", name(0), name(1))
        }
        ("sensitive-data-crossing", 2) => format!("May {} receive this data from {}?", name(1), name(0)),
        _ => format!("Do we accept this: {message}?"),
    }
}
