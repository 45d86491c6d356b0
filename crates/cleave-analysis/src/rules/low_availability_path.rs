//! Entries that cannot answer as often as they must, because of all they need.
//!
#![doc = include_str!("low-availability-path.md")]

use super::{Rule, about, list};
use crate::finding::Finding;
use crate::graph::{Csr, DesignGraph, Tie};
use crate::measure::availability;
use cleave_model::Severity;

pub(super) const RULE: Rule = Rule {
    name: "low-availability-path",
    severity: Severity::Error,
    page: include_str!("low-availability-path.md"),
    judge,
};

fn judge(graph: &DesignGraph<'_>, findings: &mut Vec<Finding>) {
    if graph.services.iter().all(|service| service.slo.is_none()) {
        return;
    }
    let Some(answering) = graph.availability() else { return };
    let mut needed = None;
    for entry in graph.entries(&graph.sync.graph) {
        let Some(objective) = graph.services[entry as usize].slo else { continue };
        let Some(reached) = answering[entry as usize].filter(|reached| *reached < objective) else { continue };
        let needed = needed.get_or_insert_with(|| availability::needed_calls(graph));
        let name = graph.name(entry);
        let mut finding = about(RULE.name, RULE.severity, "Availability", vec![graph.id(entry).clone()]);
        let with = weakest(graph, needed, entry);
        finding.marks.extend(graph.ids(&with));
        let names: Vec<&str> = with.iter().map(|service| graph.name(*service)).collect();
        let message =
            format!("{name} must answer {} of the time and can reach {}", percent(objective), percent(reached));
        let consequence = format!(
            "Every call of it waits for {} services, each with outages of its own.",
            needed.reach(entry, false).iter().filter(|seen| **seen).count()
        );
        let fix =
            format!("Make {} answer more often, or take it out of the way with an event or a fallback.", list(&names));
        let calls = with.iter().flat_map(|service| graph.needed(*service)).filter(|tie| tie.tie == Tie::Sync);
        findings.push(finding.saying(message, consequence, fix).shown_by(calls.map(|tie| tie.way.connection())));
    }
}

/// The service with the lowest availability on which the entry waits; all of them where several are as low.
fn weakest(graph: &DesignGraph<'_>, needed: &Csr, entry: u32) -> Vec<u32> {
    let seen = needed.reach(entry, false);
    let share = |service: u32| graph.services[service as usize].availability.unwrap_or(1.0);
    let reached: Vec<u32> = (0..needed.n()).filter(|service| seen[*service as usize]).collect();
    let least = reached.iter().map(|service| share(*service)).fold(1.0, f64::min);
    reached.into_iter().filter(|service| share(*service) <= least).collect()
}

/// A share for people: 99.95 %.
fn percent(share: f64) -> String {
    let text = format!("{:.4}", share * 100.0);
    format!("{} %", text.trim_end_matches('0').trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use crate::drawing::{draw, said, saying};
    use serde_json::json;

    fn judged(lines: &str, shares: &[(&str, f64)], objective: f64) -> Vec<String> {
        let mut model = draw(lines);
        for (service, share) in shares {
            saying(&mut model, service, json!({"availability": share}));
        }
        saying(&mut model, "service:a", json!({"slo": objective}));
        said(&crate::analyse(&model), "low-availability-path")
    }

    const THREE: [(&str, f64); 3] = [("service:a", 0.999), ("service:b", 0.999), ("service:c", 0.99)];

    #[test]
    fn all_it_waits_for_counts_once() {
        // 0.999 x 0.999 x 0.99
        assert_eq!(
            judged("a calls b.x; b.x calls c.y; a calls c.y", &THREE, 0.995),
            ["error: a must answer 99.5 % of the time and can reach 98.8021 %"]
        );
    }

    #[test]
    fn events_do_not_count_and_nothing_unknown_is_judged() {
        assert!(judged("a calls b.x; c subscribes a.Done; a publishes a.Done", &THREE, 0.995).is_empty());
        assert!(judged("a calls b.x; b.x calls c.y", &THREE[..2], 0.999_999).is_empty());
        assert!(judged("a calls b.x; b.x calls c.y", &THREE, 0.98).is_empty());
    }

    #[test]
    fn a_call_with_a_fallback_does_not_count() {
        let mut model = draw("a calls b.x");
        saying(&mut model, "service:a", json!({"availability": 0.999, "slo": 0.995}));
        saying(&mut model, "service:b", json!({"availability": 0.5}));
        assert_eq!(said(&crate::analyse(&model), "low-availability-path").len(), 1);
        let call = model.connections().next().unwrap().head.id.clone();
        saying(&mut model, call.as_str(), json!({"optional": true}));
        assert!(said(&crate::analyse(&model), "low-availability-path").is_empty());
    }
}
