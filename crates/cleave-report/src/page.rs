//! What the page shows, ready to be printed: every number formatted, every name spoken, every order decided.

use crate::Meta;
use crate::words::{counted, grouped, proof, spoken, visible, way};
use cleave_analysis::{Analysis, Finding, rule_pages};
use cleave_model::{ConnectionKind, Id, Kind, Model, Severity, Topology};
use std::collections::BTreeMap;

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
}

/// One finding.
pub(crate) struct Told {
    pub(crate) look: &'static str,
    pub(crate) severity: String,
    pub(crate) anchor: String,
    pub(crate) message: String,
    pub(crate) consequence: String,
    pub(crate) fix: String,
    pub(crate) path: String,
    pub(crate) evidence: Vec<String>,
    pub(crate) more: String,
}

/// The findings of one rule.
pub(crate) struct Ruled {
    pub(crate) rule: String,
    pub(crate) why: String,
    pub(crate) findings: Vec<Told>,
}

/// One service's numbers.
pub(crate) struct Row {
    pub(crate) look: &'static str,
    pub(crate) name: String,
    pub(crate) team: String,
    pub(crate) used_by: u32,
    pub(crate) uses: u32,
    pub(crate) instability: String,
    /// Width of its bar, in percent.
    pub(crate) bar: u32,
    pub(crate) depth: String,
    pub(crate) in_cycle: bool,
    pub(crate) fan_out: u32,
    pub(crate) shared: u32,
    pub(crate) events: String,
}

/// One topology.
pub(crate) struct Laid {
    pub(crate) name: String,
    pub(crate) deployables: Vec<(String, String)>,
    pub(crate) crossing: String,
}

/// A finding the team has accepted.
pub(crate) struct Accepted {
    pub(crate) anchor: String,
    pub(crate) rule: String,
    pub(crate) message: String,
    pub(crate) reason: String,
    pub(crate) owner: String,
    pub(crate) until: String,
}

/// How much of something the design says.
pub(crate) struct Known {
    pub(crate) label: String,
    pub(crate) words: String,
    /// Width of its bar, in percent.
    pub(crate) bar: u32,
}

/// Everything on the page.
pub(crate) struct Page {
    pub(crate) title: String,
    pub(crate) subtitle: String,
    pub(crate) version: String,
    pub(crate) verdict: Verdict,
    pub(crate) figures: Vec<Figure>,
    pub(crate) system: Vec<Figure>,
    pub(crate) ruled: Vec<Ruled>,
    pub(crate) rows: Vec<Row>,
    pub(crate) laid: Vec<Laid>,
    pub(crate) accepted: Vec<Accepted>,
    pub(crate) known: Vec<Known>,
    pub(crate) notes: Vec<String>,
}

/// Most connections that are shown for one finding.
const SHOWN: usize = 24;

impl Page {
    pub(crate) fn of(model: &Model, analysis: &Analysis, meta: &Meta) -> Self {
        let system = &analysis.metrics.system;
        let domains = count(model.of_kind(Kind::Domain).count());
        let subtitle = [
            counted(system.services, "service", "services"),
            counted(domains, "domain", "domains"),
            counted(system.connections, "connection", "connections"),
        ];
        Self {
            title: visible(&meta.title),
            subtitle: subtitle.join(", "),
            version: visible(&meta.version),
            verdict: verdict(analysis),
            figures: figures(analysis),
            system: numbers(analysis),
            ruled: ruled(model, analysis),
            rows: rows(model, analysis),
            laid: model
                .children(None, Kind::Topology)
                .filter_map(|record| record.as_topology())
                .map(|topology| laid(model, topology))
                .collect(),
            accepted: accepted(model, analysis),
            known: analysis.coverage.said.iter().map(known).collect(),
            notes: notes(model, analysis),
        }
    }
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

fn look(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info | Severity::Off => "info",
    }
}

fn open(analysis: &Analysis, severity: Severity) -> u32 {
    count(analysis.findings.iter().filter(|finding| finding.severity == severity && !finding.waived).count())
}

fn waived(analysis: &Analysis) -> u32 {
    count(analysis.findings.iter().filter(|finding| finding.waived).count())
}

fn verdict(analysis: &Analysis) -> Verdict {
    let [errors, warnings] = [Severity::Error, Severity::Warning].map(|severity| open(analysis, severity));
    let detail = format!(
        "{}, {} and {} info. {} waived.",
        counted(errors, "error", "errors"),
        counted(warnings, "warning", "warnings"),
        open(analysis, Severity::Info),
        waived(analysis)
    );
    let (look, headline) = match (analysis.metrics.system.services, errors, warnings) {
        (0, ..) => {
            let detail = "The design has no services, so nothing was found and nothing is proven.".into();
            return Verdict { look: "info", headline: "Nothing to judge yet.".into(), detail };
        }
        (_, 0, 0) => ("good", "Ready to sign off."),
        (_, 0, _) => ("warning", "No errors."),
        _ => ("error", "Not ready to sign off."),
    };
    Verdict { look, headline: headline.into(), detail }
}

fn figures(analysis: &Analysis) -> Vec<Figure> {
    let figure = |look, value, one: &str, many: &str| Figure {
        look,
        value: grouped(value),
        word: if value == 1 { one.into() } else { many.into() },
    };
    vec![
        figure("error", open(analysis, Severity::Error), "error", "errors"),
        figure("warning", open(analysis, Severity::Warning), "warning", "warnings"),
        figure("info", open(analysis, Severity::Info), "info", "info"),
        figure("waived", waived(analysis), "waived", "waived"),
    ]
}

fn numbers(analysis: &Analysis) -> Vec<Figure> {
    let system = &analysis.metrics.system;
    let plain = |value: String, word: &str| Figure { look: "plain", value, word: word.into() };
    let cost = system.propagation_cost.map_or("–".into(), |cost| format!("{:.1} %", cost * 100.0));
    vec![
        plain(grouped(system.call_cycles), "call cycles"),
        plain(grouped(system.tangles), "tangles"),
        plain(grouped(system.largest_tangle), "services in the largest tangle"),
        plain(grouped(system.sync_depth_max), "hops in the longest call chain"),
        plain(grouped(system.shared_stores), "shared stores"),
        plain(cost, "propagation cost"),
    ]
}

fn ruled(model: &Model, analysis: &Analysis) -> Vec<Ruled> {
    let mut ruled: Vec<Ruled> = Vec::new();
    for finding in analysis.findings.iter().filter(|finding| !finding.waived) {
        let told = told(model, finding);
        match ruled.iter_mut().find(|group| group.rule == finding.rule) {
            Some(group) => group.findings.push(told),
            None => ruled.push(Ruled { rule: finding.rule.clone(), why: why(&finding.rule), findings: vec![told] }),
        }
    }
    ruled
}

/// The first sentence of a rule's page.
fn why(rule: &str) -> String {
    let page = rule_pages().iter().find(|page| page.name == rule);
    let paragraphs = page.into_iter().flat_map(|page| page.markdown.split("\n\n"));
    paragraphs.map(str::trim).find(|text| !text.starts_with('#')).unwrap_or_default().replace('\n', " ")
}

fn told(model: &Model, finding: &Finding) -> Told {
    let hidden = finding.evidence.len().saturating_sub(SHOWN);
    Told {
        look: look(finding.severity),
        severity: match finding.severity {
            Severity::Error => "Error".into(),
            Severity::Warning => "Warning".into(),
            Severity::Info | Severity::Off => "Info".into(),
        },
        anchor: anchor(finding),
        message: visible(&finding.message),
        consequence: visible(&finding.consequence),
        fix: visible(&finding.fix),
        path: way(model, finding),
        evidence: finding.evidence.iter().take(SHOWN).map(|evidence| proof(model, evidence)).collect(),
        more: if hidden == 0 { String::new() } else { format!("and {hidden} more") },
    }
}

/// Where a comment can point to, now and in the next report.
fn anchor(finding: &Finding) -> String {
    format!("finding-{}", finding.fingerprint)
}

fn rows(model: &Model, analysis: &Analysis) -> Vec<Row> {
    let mut worst: BTreeMap<&Id, Severity> = BTreeMap::new();
    for finding in analysis.findings.iter().filter(|finding| !finding.waived) {
        let touched = finding.subjects.iter().filter_map(|id| model.service_of(id));
        for service in touched {
            let held = worst.entry(&service.head.id).or_insert(finding.severity);
            *held = finding.severity.min(*held);
        }
    }
    let mut services: Vec<_> = analysis.metrics.services.iter().collect();
    services.sort_by_key(|(id, row)| {
        (worst.get(id).copied().unwrap_or(Severity::Off), u32::MAX - row.used_by, spoken(model, id), (*id).clone())
    });
    let row = |(id, row): (&Id, &cleave_analysis::ServiceMetrics)| Row {
        look: worst.get(id).map_or("plain", |severity| look(*severity)),
        name: spoken(model, id),
        team: model.service(id).and_then(|service| service.team.as_deref()).map_or_else(String::new, visible),
        used_by: row.used_by,
        uses: row.uses,
        instability: row.instability.map_or("–".into(), |value| format!("{value:.2}")),
        bar: row.instability.map_or(0, percent),
        depth: if row.sync_cycle > 0 { "cycle".into() } else { grouped(row.sync_depth) },
        in_cycle: row.sync_cycle > 0,
        fan_out: row.sync_fan_out,
        shared: row.shared_stores,
        events: format!("{} / {}", row.events_out, row.events_in),
    };
    services.into_iter().map(row).collect()
}

/// A share of 0 to 1 in whole percent.
fn percent(share: f64) -> u32 {
    // Between 0 and 100 by construction, so nothing is lost.
    (share.clamp(0.0, 1.0) * 100.0).round() as u32
}

fn laid(model: &Model, topology: &Topology) -> Laid {
    let mut stands: BTreeMap<&Id, &Id> = BTreeMap::new();
    let mut deployables = Vec::new();
    for deployable in
        model.children(Some(&topology.head.id), Kind::Deployable).filter_map(|record| record.as_deployable())
    {
        let services = model.services_in(deployable);
        stands.extend(services.iter().map(|service| (&service.head.id, &deployable.head.id)));
        let mut names: Vec<String> = services.iter().map(|service| visible(&service.head.name)).collect();
        names.sort();
        deployables.push((visible(&deployable.head.name), names.join(", ")));
    }
    let calls = model.connections().filter(|connection| connection.kind == ConnectionKind::Call);
    let crossing = calls.filter(|call| {
        let stands = |id: &Id| model.service_of(id).and_then(|service| stands.get(&service.head.id));
        matches!((stands(&call.from), stands(&call.to)), (Some(from), Some(to)) if from != to)
    });
    Laid {
        name: visible(&topology.head.name),
        crossing: counted(count(crossing.count()), "call crosses processes", "calls cross processes"),
        deployables,
    }
}

fn accepted(model: &Model, analysis: &Analysis) -> Vec<Accepted> {
    let told = |finding: &Finding| {
        let waiver = model.waivers().find(|w| w.rule == finding.rule && w.fingerprint == finding.fingerprint);
        let said = |text: Option<&String>| text.map_or_else(|| "not said".into(), |text| visible(text));
        Accepted {
            anchor: anchor(finding),
            rule: finding.rule.clone(),
            message: visible(&finding.message),
            reason: waiver.map_or_else(String::new, |waiver| visible(&waiver.reason)),
            owner: said(waiver.and_then(|waiver| waiver.owner.as_ref())),
            until: said(waiver.and_then(|waiver| waiver.expires.as_ref())),
        }
    };
    analysis.findings.iter().filter(|finding| finding.waived).map(told).collect()
}

fn known(said: &cleave_analysis::Said) -> Known {
    let share = if said.of == 0 { 0.0 } else { f64::from(said.said) / f64::from(said.of) };
    let words = match said.of {
        0 => "none drawn".into(),
        of => format!("{} of {} known", grouped(said.said), grouped(of)),
    };
    Known { label: said.label.clone(), words, bar: percent(share) }
}

fn notes(model: &Model, analysis: &Analysis) -> Vec<String> {
    let coverage = &analysis.coverage;
    let mut notes = vec![format!("Judged by {}: {}.", rules(coverage.rules.len()), coverage.rules.join(", "))];
    if !coverage.off.is_empty() {
        notes.push(format!("Switched off by the policy: {}.", coverage.off.join(", ")));
    }
    for selector in &coverage.unmatched {
        notes.push(format!("The policy names {}, which picks nothing.", visible(selector)));
    }
    for waiver in coverage.stale_waivers.iter().filter_map(|id| model.waiver(id)) {
        notes.push(format!("A waiver of {} accepts nothing any more.", visible(&waiver.rule)));
    }
    if !coverage.left_out.is_empty() {
        notes.push(format!("Left out because the design is too large: {}.", coverage.left_out.join(", ")));
    }
    notes
}

fn rules(count: usize) -> String {
    counted(self::count(count), "rule", "rules")
}
