//! Waivers that accept nothing any more, have ended, or belong to nobody.
//!
#![doc = include_str!("stale-waiver.md")]

use super::{Rule, about};
use crate::finding::Finding;
use crate::graph::DesignGraph;
use crate::waiver::{days_since, is_day};
use cleave_model::{Severity, Waiver};

pub(super) const RULE: Rule =
    Rule { name: "stale-waiver", severity: Severity::Warning, page: include_str!("stale-waiver.md"), judge };

/// Days after its end from which a waiver is an error.
const GRACE: i64 = 30;

/// Judges after all rules about the design: what they found says which waivers still accept something.
fn judge(graph: &DesignGraph<'_>, findings: &mut Vec<Finding>) {
    let mut told = Vec::new();
    for waiver in graph.model.waivers() {
        let matches = |finding: &Finding| finding.rule == waiver.rule && finding.fingerprint == waiver.fingerprint;
        let Some((severity, fact, consequence, fix)) = stale(waiver, graph.today, findings.iter().any(matches)) else {
            continue;
        };
        let finding = about(RULE.name, severity, "Waiver", vec![waiver.head.id.clone()]);
        let message = format!("The waiver for {} {} {fact}", waiver.rule, short(&waiver.fingerprint));
        told.push(finding.saying(message, consequence, fix));
    }
    findings.append(&mut told);
}

type Stale = (Severity, String, &'static str, &'static str);

fn stale(waiver: &Waiver, today: Option<&str>, matches: bool) -> Option<Stale> {
    let open = "Its finding counts again.";
    if !matches {
        let nothing = "Whoever reads the list takes it for a debt that is still there.";
        return Some((Severity::Warning, "accepts no finding any more".into(), nothing, "Remove it."));
    }
    let again = "Decide again: end what it accepts, or grant it until a new day.";
    match waiver.expires.as_deref() {
        Some(day) if !is_day(day) => {
            let fact = format!("ends on {day:?}, which is no day");
            return Some((Severity::Warning, fact, open, "Write the day as 2027-01-31."));
        }
        Some(day) => {
            if let Some(late) = today.and_then(|today| days_since(day, today)).filter(|late| *late >= 0) {
                let severity = if late >= GRACE { Severity::Error } else { Severity::Warning };
                return Some((severity, format!("ended on {day}"), open, again));
            }
        }
        None => {}
    }
    let owned = waiver.owner.as_deref().is_some_and(|owner| !owner.trim().is_empty());
    (!owned).then(|| {
        let nobody = "Nobody will remember to end what it accepts.";
        (Severity::Warning, "has no owner".into(), nobody, "Say who answers for it.")
    })
}

/// Enough of a fingerprint to find it.
pub(super) fn short(fingerprint: &str) -> &str {
    fingerprint.get(..8).unwrap_or(fingerprint)
}

#[cfg(test)]
mod tests {
    use crate::analyse_at;
    use crate::drawing::{draw, run, said};
    use cleave_model::{Command, Draft, Kind};
    use serde_json::json;

    fn judged(lines: &str, fields: serde_json::Value, today: &str) -> Vec<String> {
        let mut model = draw("a calls b; b calls a");
        let print = crate::analyse(&model).findings[0].fingerprint.clone();
        if lines != "a calls b; b calls a" {
            model = draw(lines);
        }
        let mut draft =
            Draft::new(Kind::Waiver, "").with("rule", "cycle-sync").with("fingerprint", print).with("reason", "x");
        for (field, value) in fields.as_object().unwrap() {
            draft = draft.with(field, value.clone());
        }
        run(&mut model, &Command::add(draft));
        said(&analyse_at(&model, Some(today)), "stale-waiver")
            .into_iter()
            .map(|line| line.replace(char::is_numeric, ""))
            .collect()
    }

    const CIRCLE: &str = "a calls b; b calls a";

    #[test]
    fn ended_a_warning_and_after_thirty_days_an_error() {
        let until = json!({"owner": "Ann", "expires": "2026-12-31"});
        let severity = |today: &str| {
            judged(CIRCLE, until.clone(), today).first().map(|line| line.split(':').next().unwrap().to_owned())
        };
        assert_eq!(severity("2026-12-30"), None);
        assert_eq!(severity("2026-12-31").as_deref(), Some("warning"));
        assert_eq!(severity("2027-01-29").as_deref(), Some("warning"));
        assert_eq!(severity("2027-01-30").as_deref(), Some("error"));
    }

    #[test]
    fn without_a_finding_or_an_owner() {
        let gone = judged("a calls b", json!({"owner": "Ann"}), "2026-01-01");
        assert!(gone.len() == 1 && gone[0].ends_with("accepts no finding any more"), "{gone:?}");
        let nobody = judged(CIRCLE, json!({}), "2026-01-01");
        assert!(nobody.len() == 1 && nobody[0].ends_with("has no owner"), "{nobody:?}");
        assert!(judged(CIRCLE, json!({"owner": "Ann"}), "2026-01-01").is_empty());
    }
}
