//! The cheapest way to end a finding, tried, with what it changes.

use crate::page::count;
use crate::words::{counted, visible};
use cleave_analysis::{Analysis, Finding, Preview, fixes_at};
use cleave_model::Model;

/// Of more services, ways to end a finding are not tried: each is judged on a copy of the design.
const TRIED: u32 = 400;

/// What to do and what it changes.
pub(crate) struct Remedy {
    /// "Turn this call into an event."
    pub(crate) title: String,
    pub(crate) effect: String,
}

/// The best of the ways to end a finding; none where there is none, or where the design is too large to try.
pub(crate) fn best(model: &Model, analysis: &Analysis, finding: &Finding, today: Option<&str>) -> Option<Remedy> {
    let small = analysis.metrics.system.services <= TRIED;
    let fixes = small.then(|| fixes_at(model, &finding.fingerprint, today));
    let best = fixes.into_iter().flatten().next()?;
    Some(Remedy { title: format!("{}.", visible(&best.title)), effect: effect(&best.preview) })
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
    parts.push(format!("ends {}", counted(count(preview.removed.len()), "finding", "findings")));
    if !preview.added.is_empty() {
        parts.push(format!("brings {}", counted(count(preview.added.len()), "other", "others")));
    }
    parts.join(", ")
}
