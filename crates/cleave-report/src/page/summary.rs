//! The first section: the verdict in one line, what is new where there is a baseline, and four figures.

use super::{anchor, count, look};
use crate::changes::ChangeMap;
use crate::draw::change;
use crate::words::{counted, grouped, visible};
use crate::{Changes, Report, Since, What};
use cleave_analysis::{Analysis, Cause, Finding};
use cleave_model::Severity;

/// The verdict in one line.
pub(crate) struct Verdict {
    /// `error`, `warning`, `good` or `info`: also its look.
    pub(crate) look: &'static str,
    pub(crate) headline: String,
    pub(crate) detail: String,
}

/// A number with its word.
pub(crate) struct Figure {
    pub(crate) look: &'static str,
    pub(crate) value: String,
    pub(crate) word: String,
    /// "2 fewer"; empty without a baseline.
    pub(crate) change: String,
}

/// One finding that came, went, or grew.
pub(crate) struct Changed {
    /// New, Worse or Fixed.
    pub(crate) word: &'static str,
    pub(crate) look: &'static str,
    pub(crate) message: String,
    /// Where it is told; empty where it is gone.
    pub(crate) anchor: String,
    /// The edit that brought it.
    pub(crate) cause: String,
}

/// One element or connection that is not as it was.
pub(crate) struct Redrawn {
    pub(crate) word: &'static str,
    pub(crate) look: &'static str,
    pub(crate) text: String,
}

/// A number that may not rise too far.
pub(crate) struct Watched {
    pub(crate) name: String,
    pub(crate) before: String,
    pub(crate) now: String,
    pub(crate) limit: String,
    pub(crate) look: &'static str,
    pub(crate) verdict: &'static str,
}

pub(crate) struct Summary {
    pub(crate) verdict: Verdict,
    pub(crate) figures: Vec<Figure>,
    pub(crate) changed: Vec<Changed>,
    /// How many changes are not listed.
    pub(crate) more: usize,
    pub(crate) watched: Vec<Watched>,
    /// Whether there is a state to compare the drawing with.
    pub(crate) compared: bool,
    /// "3 added, 1 renamed".
    pub(crate) redrawn_counts: String,
    pub(crate) redrawn: Vec<Redrawn>,
    pub(crate) redrawn_more: usize,
    /// A small map of what is redrawn; empty where there is nothing to draw, or too much.
    pub(crate) redrawn_map: String,
    /// Whether it is left out because it would be too large.
    pub(crate) redrawn_too_much: bool,
}

/// Most changes that are listed.
const LISTED: usize = 40;

impl Summary {
    pub(crate) fn of(report: &Report<'_>) -> Self {
        let mut changed = report.since.as_ref().map(changed).unwrap_or_default();
        let more = changed.len().saturating_sub(LISTED);
        changed.truncate(LISTED);
        let design = report.since.as_ref().map(|since| Changes::between(&since.model, report.model));
        let mut redrawn = design.as_ref().map(redrawn).unwrap_or_default();
        let redrawn_more = redrawn.len().saturating_sub(LISTED);
        redrawn.truncate(LISTED);
        let compared = report.since.as_ref().zip(design.as_ref());
        let mapped = |most| {
            let (since, design) = compared?;
            Some((since, ChangeMap::of(&since.model, report.model, design, most)?))
        };
        let map = mapped(change::MOST).map(|(since, map)| change::picture(&since.model, report.model, &map));
        Self {
            redrawn_too_much: map.is_none() && mapped(usize::MAX).is_some(),
            redrawn_map: map.unwrap_or_default(),
            compared: design.is_some(),
            redrawn_counts: design.map_or_else(String::new, |design| design.counts()),
            redrawn,
            redrawn_more,
            verdict: verdict(report),
            figures: figures(report),
            changed,
            more,
            watched: report.since.as_ref().map(watched).unwrap_or_default(),
        }
    }
}

fn open(analysis: &Analysis, severity: Severity) -> u32 {
    count(analysis.findings.iter().filter(|finding| finding.severity == severity && !finding.waived).count())
}

fn waived(analysis: &Analysis) -> u32 {
    count(analysis.findings.iter().filter(|finding| finding.waived).count())
}

fn verdict(report: &Report<'_>) -> Verdict {
    let analysis = report.analysis;
    if analysis.metrics.system.services == 0 {
        let detail = "The design has no services, so nothing was found and nothing is proven.".into();
        return Verdict { look: "info", headline: "Nothing to judge yet.".into(), detail };
    }
    match &report.since {
        Some(since) => verdict_since(report, since),
        None => {
            let [errors, warnings] = [Severity::Error, Severity::Warning].map(|severity| open(analysis, severity));
            let detail = format!(
                "{}, {} and {} info. {} waived.",
                counted(errors, "error", "errors"),
                counted(warnings, "warning", "warnings"),
                open(analysis, Severity::Info),
                waived(analysis)
            );
            let (look, headline) = match (errors, warnings) {
                (0, 0) => ("good", "Ready to sign off."),
                (0, _) => ("warning", "No errors."),
                _ => ("error", "Not ready to sign off."),
            };
            Verdict { look, headline: headline.into(), detail }
        }
    }
}

/// Judged by what is new only: what was there before is known.
fn verdict_since(report: &Report<'_>, since: &Since) -> Verdict {
    let difference = &since.difference;
    let new = |severity| count(difference.new.iter().filter(|finding| finding.severity == severity).count());
    let [errors, warnings, infos] = [Severity::Error, Severity::Warning, Severity::Info].map(new);
    let mut parts: Vec<String> = Vec::new();
    if errors > 0 {
        parts.push(counted(errors, "new error", "new errors"));
    }
    if warnings > 0 {
        parts.push(counted(warnings, "new warning", "new warnings"));
    }
    if infos > 0 {
        parts.push(format!("{} new info", grouped(infos)));
    }
    if parts.is_empty() {
        parts.push("nothing new".into());
    }
    let worse = count(difference.worsened.len());
    if worse > 0 {
        parts.push(format!("{} worse", grouped(worse)));
    }
    let day = since.day.as_ref().map_or_else(String::new, |day| format!(" of {}", visible(day)));
    let ending = ends_this_month(report);
    let ends = if ending == 0 { String::new() } else { format!(" ({} this month)", counted(ending, "ends", "end")) };
    let detail = format!(
        "{} since {}{day}, {} fixed, {} waived{ends}.",
        listed(&parts),
        visible(&since.name),
        difference.fixed.len(),
        difference.waived
    );
    let mut letters = detail.chars();
    let detail = letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect());
    let (look, headline) = match (difference.passed(), open(report.analysis, Severity::Error)) {
        (false, _) => ("error", "Not ready to sign off."),
        (true, 0) => ("good", "Ready to sign off."),
        // What is known and not accepted is not hidden by a baseline.
        (true, _) => ("warning", "No worse than before."),
    };
    Verdict { look, headline: headline.into(), detail }
}

/// "a", "a and b", "a, b and c".
fn listed(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// How many waivers that count now end in the month of the report.
fn ends_this_month(report: &Report<'_>) -> u32 {
    let month = report.day.as_deref().and_then(|day| day.get(..7));
    let Some(month) = month else { return 0 };
    let ends = |waiver: &&cleave_model::Waiver| {
        let live = report.analysis.findings.iter().any(|f| f.waived && f.fingerprint == waiver.fingerprint);
        live && waiver.expires.as_deref().is_some_and(|day| day.starts_with(month))
    };
    count(report.model.waivers().filter(ends).count())
}

fn figures(report: &Report<'_>) -> Vec<Figure> {
    let before = report.since.as_ref().map(|since| &since.analysis);
    let figure = |look, one: &str, many: &str, of: &dyn Fn(&Analysis) -> u32| {
        let value = of(report.analysis);
        let change = before.map_or_else(String::new, |before| match (of(before), value) {
            (old, new) if old == new => "same".into(),
            (old, new) if new > old => format!("{} more", grouped(new - old)),
            (old, new) => format!("{} fewer", grouped(old - new)),
        });
        Figure { look, value: grouped(value), word: if value == 1 { one.into() } else { many.into() }, change }
    };
    vec![
        figure("error", "error", "errors", &|analysis| open(analysis, Severity::Error)),
        figure("warning", "warning", "warnings", &|analysis| open(analysis, Severity::Warning)),
        figure("info", "info", "info", &|analysis| open(analysis, Severity::Info)),
        figure("waived", "waived", "waived", &waived),
    ]
}

fn changed(since: &Since) -> Vec<Changed> {
    let difference = &since.difference;
    let line = |word, finding: &Finding, here: bool| Changed {
        word,
        look: if here { look(finding.severity) } else { "good" },
        message: visible(&finding.message),
        anchor: if here { anchor(finding) } else { String::new() },
        cause: since.causes.get(&finding.fingerprint).map_or_else(String::new, cause),
    };
    let mut lines: Vec<Changed> = difference.new.iter().map(|finding| line("New", finding, true)).collect();
    lines.extend(difference.worsened.iter().map(|worse| {
        let mut told = line("Worse", &worse.now, true);
        let now = worse.now.evidence.len();
        if now > worse.evidence_before as usize {
            told.message = format!("{} ({now} connections, before {})", told.message, worse.evidence_before);
        }
        told
    }));
    lines.extend(difference.fixed.iter().map(|finding| line("Fixed", finding, false)));
    lines
}

/// The tangles that appeared first, then each element.
fn redrawn(changes: &Changes) -> Vec<Redrawn> {
    let tangle = |members: &Vec<String>| {
        let text = format!("a circle of dependencies: {}", members.join(", "));
        Redrawn { word: "Tangled", look: "error", text }
    };
    let line = |changed: &crate::Changed| {
        let look = match changed.what {
            What::Added => "added",
            What::Removed => "removed",
            What::Moved | What::Renamed | What::Changed => "altered",
        };
        Redrawn { word: changed.what.word(), look, text: changed.text.clone() }
    };
    changes.tangles.iter().map(tangle).chain(changes.elements.iter().map(line)).collect()
}

/// "Connect inventory to orders, mara, 2026-11-20".
pub(crate) fn cause(cause: &Cause) -> String {
    let day = cause.at.get(..10).unwrap_or(&cause.at);
    format!("{}, {}, {}", visible(&cause.label), visible(&cause.who), visible(day))
}

fn watched(since: &Since) -> Vec<Watched> {
    let name = |gate: &str| match gate {
        "tangles" => "Tangles".to_owned(),
        "propagation-cost" => "Propagation cost".to_owned(),
        "nccd" => "NCCD".to_owned(),
        other => visible(other),
    };
    let told = |gate: &cleave_analysis::Gate| {
        let number = |value: f64| match gate.name.as_str() {
            "tangles" => format!("{value:.0}"),
            "propagation-cost" => format!("{:.1} %", value * 100.0),
            _ => format!("{value:.2}"),
        };
        let shown = |value: Option<f64>| value.map_or("–".into(), number);
        let limit = match gate.name.as_str() {
            "propagation-cost" => format!("+{:.1} points", gate.limit * 100.0),
            "tangles" => format!("+{:.0}", gate.limit),
            _ => format!("+{:.2}", gate.limit),
        };
        let (look, verdict) = if gate.passed { ("good", "Within its limit") } else { ("error", "Beyond its limit") };
        Watched { name: name(&gate.name), before: shown(gate.before), now: shown(gate.now), limit, look, verdict }
    };
    since.difference.gates.iter().map(told).collect()
}
