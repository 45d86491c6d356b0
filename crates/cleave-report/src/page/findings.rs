//! The findings by rule, errors first; what has the same cause stands under the finding that leads it.

use super::summary::cause;
use super::{anchor, look, teams};
use crate::Report;
use crate::draw::finding::picture;
use crate::report::Standing;
use crate::words::{proof, visible, way};
use cleave_analysis::{Finding, rule_pages};
use cleave_model::Severity;
use std::collections::BTreeSet;

/// One finding.
pub(crate) struct Told {
    pub(crate) look: &'static str,
    pub(crate) severity: &'static str,
    pub(crate) anchor: String,
    /// "New, owner: Checkout".
    pub(crate) standing: String,
    pub(crate) message: String,
    pub(crate) consequence: String,
    pub(crate) fix: String,
    pub(crate) path: String,
    pub(crate) cause: String,
    pub(crate) evidence: Vec<String>,
    pub(crate) more: String,
    pub(crate) picture: String,
    pub(crate) wide: bool,
    pub(crate) links: Vec<Link>,
    pub(crate) followers: Vec<Follower>,
}

/// A finding with the same cause as another.
pub(crate) struct Follower {
    pub(crate) look: &'static str,
    pub(crate) anchor: String,
    pub(crate) rule: String,
    pub(crate) message: String,
}

/// Something to read; without an address it is only named.
pub(crate) struct Link {
    pub(crate) label: String,
    pub(crate) url: Option<String>,
}

/// The findings of one rule.
pub(crate) struct Ruled {
    pub(crate) rule: String,
    pub(crate) why: String,
    pub(crate) findings: Vec<Told>,
    /// Those that are told in one line each, since there are so many.
    pub(crate) brief: Vec<Follower>,
}

pub(crate) struct Findings {
    pub(crate) ruled: Vec<Ruled>,
}

/// Most connections that are shown for one finding.
const SHOWN: usize = 24;
/// Most findings of a rule that are told at length.
const AT_LENGTH: usize = 50;

impl Findings {
    pub(crate) fn of(report: &Report<'_>) -> Self {
        let mut ruled: Vec<Ruled> = Vec::new();
        for finding in report.leading() {
            let place = ruled.iter().position(|group| group.rule == finding.rule).unwrap_or_else(|| {
                let rule = finding.rule.clone();
                ruled.push(Ruled { why: why(&rule), rule, findings: Vec::new(), brief: Vec::new() });
                ruled.len() - 1
            });
            let group = &mut ruled[place];
            if group.findings.len() < AT_LENGTH {
                group.findings.push(told(report, finding));
            } else {
                group.brief.push(follower(finding));
                group.brief.extend(followers(report, finding));
            }
        }
        Self { ruled }
    }
}

/// The first sentence of a rule's page.
fn why(rule: &str) -> String {
    let page = rule_pages().iter().find(|page| page.name == rule);
    let paragraphs = page.into_iter().flat_map(|page| page.markdown.split("\n\n"));
    paragraphs
        .map(str::trim)
        .find(|text| !text.starts_with('#'))
        .unwrap_or_default()
        .replace('\n', " ")
        .replace('`', "")
}

fn told(report: &Report<'_>, finding: &Finding) -> Told {
    let model = report.model;
    let hidden = finding.evidence.len().saturating_sub(SHOWN);
    let drawn = picture(model, finding);
    let edit = report.since.as_ref().and_then(|since| since.causes.get(&finding.fingerprint));
    Told {
        look: look(finding.severity),
        severity: match finding.severity {
            Severity::Error => "Error",
            Severity::Warning => "Warning",
            Severity::Info | Severity::Off => "Info",
        },
        anchor: anchor(finding),
        standing: standing(report, finding),
        message: visible(&finding.message),
        consequence: visible(&finding.consequence),
        fix: visible(&finding.fix),
        path: way(model, finding),
        cause: edit.map_or_else(String::new, cause),
        evidence: finding.evidence.iter().take(SHOWN).map(|evidence| proof(model, evidence)).collect(),
        more: if hidden == 0 { String::new() } else { format!("and {hidden} more") },
        wide: drawn.as_ref().is_some_and(|drawn| drawn.wide),
        picture: drawn.map(|drawn| drawn.svg).unwrap_or_default(),
        links: links(report, finding),
        followers: followers(report, finding),
    }
}

/// Since when it is there, and whose it is.
fn standing(report: &Report<'_>, finding: &Finding) -> String {
    let since = report.first_seen.get(&finding.fingerprint).map(|day| format!("Since {}", visible(day)));
    let first = match report.standing(finding) {
        Standing::New => Some("New".to_owned()),
        Standing::Worse => {
            Some(since.map_or_else(|| "Worse".to_owned(), |since| format!("Worse, {}", since.to_lowercase())))
        }
        Standing::Same => Some(since.unwrap_or_else(|| "Known".to_owned())),
        Standing::Alone => since,
    };
    let teams = teams(report.model, finding.subjects.iter());
    let owners = match teams.as_slice() {
        [] => None,
        [one] => Some(format!("owner: {one}")),
        many => Some(format!("owners: {}", many.join(", "))),
    };
    first.into_iter().chain(owners).collect::<Vec<_>>().join(", ")
}

/// The open findings that a leading one leads.
fn followers(report: &Report<'_>, finding: &Finding) -> Vec<Follower> {
    let follows = |other: &&Finding| {
        other.group.as_ref() == Some(&finding.fingerprint) && other.fingerprint != finding.fingerprint
    };
    report.open().filter(follows).map(follower).collect()
}

fn follower(finding: &Finding) -> Follower {
    Follower {
        look: look(finding.severity),
        anchor: anchor(finding),
        rule: finding.rule.clone(),
        message: visible(&finding.message),
    }
}

/// What is written down about the elements of a finding: decisions, tickets, pages.
fn links(report: &Report<'_>, finding: &Finding) -> Vec<Link> {
    let mut seen: BTreeSet<(&str, &str)> = BTreeSet::new();
    let heads = finding.subjects.iter().filter_map(|id| report.model.get(id)?.head());
    for link in heads.flat_map(|head| &head.links) {
        seen.insert((&link.label, &link.url));
    }
    let waivers = report.model.waivers().filter(|waiver| waiver.fingerprint == finding.fingerprint);
    for adr in waivers.filter_map(|waiver| waiver.adr.as_deref()) {
        seen.insert((adr, adr));
    }
    seen.into_iter().map(|(label, url)| link(label, url)).collect()
}

/// A link where the address is one of the web; else only its name.
pub(crate) fn link(label: &str, url: &str) -> Link {
    let safe = url.starts_with("https://") || url.starts_with("http://");
    let label = if label.is_empty() { url } else { label };
    Link { label: visible(label), url: safe.then(|| visible(url)) }
}
