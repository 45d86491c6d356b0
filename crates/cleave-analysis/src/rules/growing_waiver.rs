//! Waivers that would accept more than was accepted.
//!
#![doc = include_str!("growing-waiver.md")]

use super::{Rule, about, stale_waiver::short};
use crate::finding::Finding;
use crate::graph::DesignGraph;
use cleave_model::Severity;

pub(super) const RULE: Rule =
    Rule { name: "growing-waiver", severity: Severity::Error, page: include_str!("growing-waiver.md"), judge };

/// Judges after all rules about the design, like [`super::stale_waiver`].
fn judge(graph: &DesignGraph<'_>, findings: &mut Vec<Finding>) {
    let mut told = Vec::new();
    for waiver in graph.model.waivers() {
        let Some(accepted) = waiver.evidence else { continue };
        let matches = |finding: &&Finding| finding.rule == waiver.rule && finding.fingerprint == waiver.fingerprint;
        let Some(finding) = findings.iter().find(matches) else { continue };
        let now = finding.evidence.len();
        if now <= accepted as usize {
            continue;
        }
        let mut growing = about(RULE.name, RULE.severity, "Waiver", vec![waiver.head.id.clone()]);
        growing.evidence = finding.evidence.clone();
        growing.group = Some(finding.fingerprint.clone());
        let message = format!(
            "The waiver for {} {} accepted {accepted} connections, and there are {now}",
            waiver.rule,
            short(&waiver.fingerprint)
        );
        let consequence = "What was accepted once has become worse, so it counts again.";
        let fix = "Take the new connections back, or accept it anew with its new count.";
        told.push(growing.saying(message, consequence, fix));
    }
    findings.append(&mut told);
}

#[cfg(test)]
mod tests {
    use crate::drawing::{draw, run, said};
    use cleave_model::{Command, Draft, Kind};

    fn judged(accepted: u32) -> Vec<String> {
        let mut model = draw("a calls b.x; a calls b.y; b calls a");
        let print = crate::analyse(&model).findings[0].fingerprint.clone();
        let draft =
            Draft::new(Kind::Waiver, "").with("rule", "cycle-sync").with("fingerprint", print).with("owner", "Ann");
        run(&mut model, &Command::add(draft.with("evidence", accepted)));
        said(&crate::analyse(&model), "growing-waiver")
    }

    #[test]
    fn more_than_was_accepted() {
        let found = judged(2);
        assert!(found.len() == 1 && found[0].ends_with("accepted 2 connections, and there are 3"), "{found:?}");
        assert!(judged(3).is_empty());
        assert!(judged(4).is_empty());
    }
}
