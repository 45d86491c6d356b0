//! How far the report can be trusted: what the design does not say, and what was not judged.

use super::{count, percent};
use crate::Report;
use crate::words::{counted, grouped, visible};

/// How much of something the design says.
pub(crate) struct Known {
    pub(crate) label: String,
    pub(crate) words: String,
    /// Width of its bar, in percent.
    pub(crate) bar: u32,
}

pub(crate) struct Covered {
    pub(crate) known: Vec<Known>,
    pub(crate) notes: Vec<String>,
}

impl Covered {
    pub(crate) fn of(report: &Report<'_>) -> Self {
        Self { known: report.analysis.coverage.said.iter().map(known).collect(), notes: notes(report) }
    }
}

fn known(said: &cleave_analysis::Said) -> Known {
    let share = if said.of == 0 { 0.0 } else { f64::from(said.said) / f64::from(said.of) };
    let words = match said.of {
        0 => "none drawn".into(),
        of => format!("{} of {} known", grouped(said.said), grouped(of)),
    };
    Known { label: said.label.clone(), words, bar: percent(share) }
}

fn notes(report: &Report<'_>) -> Vec<String> {
    let coverage = &report.analysis.coverage;
    let mut notes = Vec::new();
    if report.analysis.metrics.system.services == 0 {
        notes.push("The design has no services: that no rule found anything proves nothing.".to_owned());
    }
    if report.day.is_none() {
        notes.push("This report was made without a day, so no waiver has ended in it.".into());
    }
    notes.push(format!(
        "Judged by {}: {}.",
        counted(count(coverage.rules.len()), "rule", "rules"),
        coverage.rules.join(", ")
    ));
    if !coverage.off.is_empty() {
        notes.push(format!("Switched off by the policy: {}.", coverage.off.join(", ")));
    }
    for selector in &coverage.unmatched {
        notes.push(format!("The policy names {}, which picks nothing.", visible(selector)));
    }
    if !coverage.estimated.is_empty() {
        notes.push(format!("Estimated from a sample because the design is large: {}.", coverage.estimated.join(", ")));
    }
    if !coverage.left_out.is_empty() {
        notes.push(format!("Left out because the design is too large: {}.", coverage.left_out.join(", ")));
    }
    notes
}
