//! Calls with nothing that keeps a slow answer from becoming the caller's own.
//!
#![doc = include_str!("wobbly-call.md")]

use super::{Rule, about, calls_between};
use crate::finding::Finding;
use crate::graph::{DesignGraph, Marks};
use cleave_model::{Role, Severity};

pub(super) const RULE: Rule =
    Rule { name: "wobbly-call", severity: Severity::Warning, page: include_str!("wobbly-call.md"), judge };

fn judge(graph: &DesignGraph<'_>, findings: &mut Vec<Finding>) {
    for ((from, to), calls) in calls_between(graph, Marks::is_unguarded) {
        if graph.services[from as usize].role == Role::Gateway {
            continue;
        }
        let (caller, called) = (graph.name(from), graph.name(to));
        let finding = about(RULE.name, RULE.severity, "Wobbly", vec![graph.id(from).clone(), graph.id(to).clone()]);
        let consequence = format!("When {called} hangs, {caller} hangs with it, and its own callers with both.");
        let message = format!("{caller} calls {called} without timeout and without circuit breaker");
        let fix = "Give the call a timeout, or guard it with a circuit breaker.";
        findings.push(finding.saying(message, consequence, fix).shown_by(calls));
    }
}

#[cfg(test)]
mod tests {
    use crate::drawing::{draw, said, saying};
    use serde_json::json;

    fn judged(role: &str, timeout: serde_json::Value, breaker: serde_json::Value) -> Vec<String> {
        let mut model = draw("a calls b.x");
        saying(&mut model, "service:a", json!({"role": role}));
        let call = model.connections().next().unwrap().head.id.clone();
        saying(&mut model, call.as_str(), json!({"timeout": timeout, "breaker": breaker}));
        said(&crate::analyse(&model), "wobbly-call")
    }

    #[test]
    fn both_missing_and_said_to_be_missing() {
        assert_eq!(
            judged("business", json!({"kind": "no"}), json!(false)),
            ["warning: a calls b without timeout and without circuit breaker"]
        );
    }

    #[test]
    fn one_safeguard_is_enough_and_unknown_is_not_missing() {
        assert!(judged("business", json!({"kind": "after", "of": 500}), json!(false)).is_empty());
        assert!(judged("business", json!({"kind": "no"}), json!(true)).is_empty());
        assert!(judged("business", json!({"kind": "no"}), json!(null)).is_empty());
        assert!(judged("business", json!(null), json!(false)).is_empty());
    }

    #[test]
    fn a_gateway_as_caller_is_exempt() {
        assert!(judged("gateway", json!({"kind": "no"}), json!(false)).is_empty());
    }
}
