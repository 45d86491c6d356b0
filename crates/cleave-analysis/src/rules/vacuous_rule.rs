//! Parts of the policy that speak of nothing in the design.
//!
#![doc = include_str!("vacuous-rule.md")]

use super::{ALL, Rule, about, thresholds, unmatched};
use crate::difference::GATE;
use crate::finding::Finding;
use crate::graph::DesignGraph;
use crate::prediction::PREDICTION;
use cleave_model::{Id, Severity};

pub(super) const RULE: Rule =
    Rule { name: "vacuous-rule", severity: Severity::Warning, page: include_str!("vacuous-rule.md"), judge };

fn judge(graph: &DesignGraph<'_>, findings: &mut Vec<Finding>) {
    let selectors = unmatched(graph).into_iter().map(|selector| {
        let message = format!("The policy speaks of {selector}, and nothing in the design is that");
        (selector, message)
    });
    let names = graph.policy.rules.keys().filter(|name| {
        ![GATE, PREDICTION].contains(&name.as_str()) && ALL.iter().all(|rule| rule.name != name.as_str())
    });
    let names = names
        .map(|name| (format!("rule {name}"), format!("The policy sets the rule {name}, and there is no such rule")));
    for (what, message) in selectors.chain(names).chain(thresholds_unknown(graph)) {
        let finding = about(RULE.name, RULE.severity, "Policy", vec![Id::new(format!("policy: {what}"))]);
        let consequence = "It looks as if something were watched, and nothing is.";
        findings.push(finding.saying(message, consequence, "Correct the word, or take the line out of the policy."));
    }
}

/// Thresholds that their rule does not have, for everything or for a part.
fn thresholds_unknown(graph: &DesignGraph<'_>) -> Vec<(String, String)> {
    let mut unknown = Vec::new();
    let is_known = |rule: &str| rule == GATE || ALL.iter().any(|one| one.name == rule);
    for (rule, setting) in graph.policy.rules.iter().filter(|(rule, _)| is_known(rule)) {
        let parts = setting.within.iter().flat_map(|part| part.limits.keys());
        let mut names: Vec<&String> = setting.limits.keys().chain(parts).collect();
        names.sort_unstable();
        names.dedup();
        let known = thresholds(rule);
        let others = names.into_iter().filter(|name| known.iter().all(|(one, _)| one != name));
        unknown.extend(others.map(|name| {
            let message = format!("The policy sets the limit {name} of {rule}, and {rule} has no such limit");
            (format!("limit {name} of {rule}"), message)
        }));
    }
    unknown
}

#[cfg(test)]
mod tests {
    use crate::drawing::{draw, said, saying, with_policy};
    use serde_json::json;

    #[test]
    fn a_selector_or_a_rule_that_is_not_there() {
        let selector = |by: &str, value: &str| json!({"by": by, "value": value});
        let policy = json!({
            "forbidden": [{"name": "", "from": selector("tag", "legacy"), "to": selector("service", "b"), "reachable": false, "why": null}],
            "rules": {"cycle-sink": {"severity": "off", "limits": {}}, "cycle-sync": {"severity": "warning", "limits": {}}},
        });
        assert_eq!(
            said(&crate::analyse(&with_policy(draw("a calls b.x"), policy)), "vacuous-rule"),
            [
                "warning: The policy sets the rule cycle-sink, and there is no such rule",
                "warning: The policy speaks of tag legacy, and nothing in the design is that",
            ]
        );
    }

    #[test]
    fn a_limit_that_the_rule_does_not_have() {
        let part = |limit: &str| json!({"at": {"by": "service", "value": "a"}, "severity": null, "limits": {limit: 3}});
        let policy = json!({
            "edge_members": [{"by": "service", "value": "z"}],
            "rules": {
                "sync-fan-out": {"limits": {"max": 3, "most": 3}, "within": [part("error"), part("mx")]},
                "gate": {"limits": {"tangles": 1}},
            },
        });
        assert_eq!(
            said(&crate::analyse(&with_policy(draw("a calls b.x"), policy)), "vacuous-rule"),
            [
                "warning: The policy sets the limit most of sync-fan-out, and sync-fan-out has no such limit",
                "warning: The policy sets the limit mx of sync-fan-out, and sync-fan-out has no such limit",
                "warning: The policy speaks of service z, and nothing in the design is that",
            ]
        );
    }

    #[test]
    fn a_layer_that_no_service_is_in_yet_is_named_and_no_finding() {
        let mut model = with_policy(draw("service a; service mq"), json!({"layers": ["edge", "core", "data"]}));
        saying(&mut model, "service:a", json!({"layer": "core"}));
        // A broker is in its layer too, though nothing judges it.
        saying(&mut model, "service:mq", json!({"role": "broker", "layer": "data"}));
        let analysis = crate::analyse(&model);
        assert!(said(&analysis, "vacuous-rule").is_empty());
        assert_eq!(analysis.coverage.unmatched, ["layer edge"]);
    }

    #[test]
    fn what_is_there_is_fine() {
        let policy = json!({"edge_members": [{"by": "service", "value": "a"}]});
        assert!(said(&crate::analyse(&with_policy(draw("a calls b.x"), policy)), "vacuous-rule").is_empty());
    }
}
