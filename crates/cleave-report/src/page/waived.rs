//! What the team has accepted, and for how long; what needs a look stands on top.

use super::anchor;
use super::findings::{Link, link};
use crate::Report;
use crate::words::visible;
use cleave_model::Waiver;

/// A waiver, with what it accepts.
pub(crate) struct Accepted {
    pub(crate) anchor: String,
    /// Whether the anchor is not taken by the finding itself, which is open again.
    pub(crate) anchored: bool,
    pub(crate) rule: String,
    pub(crate) message: String,
    /// Empty while it holds.
    pub(crate) trouble: &'static str,
    pub(crate) reason: String,
    pub(crate) owner: String,
    pub(crate) adr: Option<Link>,
    pub(crate) granted: String,
    pub(crate) until: String,
    /// "2, then 2".
    pub(crate) evidence: String,
}

pub(crate) fn of(report: &Report<'_>) -> Vec<Accepted> {
    let mut all: Vec<(u8, Accepted)> = report.model.waivers().map(|waiver| accepted(report, waiver)).collect();
    all.sort_by(|(one, a), (other, b)| {
        (one, &a.rule, &a.message, &a.anchor).cmp(&(other, &b.rule, &b.message, &b.anchor))
    });
    all.into_iter().map(|(_, accepted)| accepted).collect()
}

fn accepted(report: &Report<'_>, waiver: &Waiver) -> (u8, Accepted) {
    let is =
        |finding: &&cleave_analysis::Finding| finding.rule == waiver.rule && finding.fingerprint == waiver.fingerprint;
    let finding = report.analysis.findings.iter().find(is);
    let now = finding.map(|finding| finding.evidence.len());
    let ended = waiver.expires.as_deref().zip(report.day.as_deref()).is_some_and(|(until, today)| until <= today);
    let grown = waiver.evidence.zip(now).is_some_and(|(then, now)| now > then as usize);
    let (order, trouble) = match finding {
        _ if ended => (0, "Ended"),
        Some(_) if grown => (1, "Grown"),
        None => (2, "Accepts nothing any more"),
        Some(finding) if !finding.waived => (3, "Does not count"),
        Some(_) if waiver.owner.is_none() => (4, "Has no owner"),
        Some(_) => (5, ""),
    };
    let said = |text: Option<&String>| text.map_or_else(|| "–".into(), |text| visible(text));
    let accepted = Accepted {
        anchor: finding.map_or_else(|| format!("finding-{}", visible(&waiver.fingerprint)), anchor),
        anchored: finding.is_some_and(|finding| finding.waived),
        rule: visible(&waiver.rule),
        message: finding.map_or_else(|| "No such finding".into(), |finding| visible(&finding.message)),
        trouble,
        reason: visible(&waiver.reason),
        owner: said(waiver.owner.as_ref()),
        adr: waiver.adr.as_deref().map(|adr| link(adr, adr)),
        granted: said(waiver.granted.as_ref()),
        until: said(waiver.expires.as_ref()),
        evidence: match (waiver.evidence, now) {
            (Some(then), Some(now)) => format!("{then}, now {now}"),
            (None, Some(now)) => format!("now {now}"),
            (Some(then), None) => format!("{then}, now none"),
            (None, None) => "–".into(),
        },
    };
    (order, accepted)
}
