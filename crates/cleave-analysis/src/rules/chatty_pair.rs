//! Pairs of which one calls very many operations of the other.
//!
#![doc = include_str!("chatty-pair.md")]

use super::{Rule, about};
use crate::finding::Finding;
use crate::graph::{Dependency, DesignGraph, Tie};
use crate::measure::tangle::count;
use crate::policy::Limits;
use cleave_model::{Kind, Severity};
use std::collections::BTreeSet;

pub(super) const RULE: Rule =
    Rule { name: "chatty-pair", severity: Severity::Warning, page: include_str!("chatty-pair.md"), judge };

/// This many operations are too many.
pub(super) const MIN: f64 = 5.0;

fn judge(graph: &DesignGraph<'_>, findings: &mut Vec<Finding>) {
    let limits = Limits::of(graph, RULE.name);
    let least = limits.get("min");
    for service in 0..graph.n() {
        let of_operation =
            |found: &Dependency<'_>| found.tie == Tie::Sync && graph.drawn[found.way.to].kind == Kind::Operation;
        let mut calls: Vec<Dependency<'_>> = graph.needs(service).filter(of_operation).collect();
        calls.sort_by_key(|found| found.to);
        for pair in calls.chunk_by(|one, other| one.to == other.to) {
            let min = least.for_all(&[service, pair[0].to]).max(1.0);
            if f64::from(count(pair.len())) < min {
                continue;
            }
            let called: Vec<_> = pair.iter().map(|found| found.way.connection()).collect();
            let operations = count(called.iter().map(|call| &call.to).collect::<BTreeSet<_>>().len());
            if f64::from(operations) < min {
                continue;
            }
            let (from, to) = (graph.name(service), graph.name(pair[0].to));
            let message = format!("{from} calls {operations} operations of {to}");
            let consequence =
                format!("{from} goes to {to} again and again for one thing, and has to follow each change of it.");
            let fix = format!(
                "Offer one operation in {to} that does all {from} needs, move what {from} does there, or make them one."
            );
            let subjects = graph.ids(&[service, pair[0].to]);
            let mut finding = about(RULE.name, RULE.severity, "Chatty", subjects.clone());
            finding.path = subjects;
            findings.push(finding.saying(message, consequence, fix).shown_by(called));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::drawing::{draw, found, one, says, with_limits};
    use serde_json::json;

    /// `a` calls this many operations of `b`.
    fn calls(many: usize) -> String {
        (0..many).map(|at| format!("a.x calls b.op{at};")).collect()
    }

    #[test]
    fn five_operations_are_too_many_and_four_are_not() {
        let found = found(&calls(5), "chatty-pair");
        assert_eq!((found.severity.word(), found.message.as_str()), ("warning", "a calls 5 operations of b"));
        assert_eq!(found.subjects, ["service:a", "service:b"]);
        assert_eq!(found.evidence.len(), 5);
        assert!(says(&calls(4), "chatty-pair").is_empty());
    }

    #[test]
    fn the_caller_comes_first_whatever_the_names() {
        let lines: String = (0..5).map(|at| format!("z.x calls b.op{at};")).collect();
        assert_eq!(found(&lines, "chatty-pair").subjects, ["service:z", "service:b"]);
    }

    #[test]
    fn operations_count_not_calls_and_each_pair_and_way_alone() {
        // Eight calls, but four operations; the service itself is none of them.
        let again = "a.y calls b.op0; a.y calls b.op1; a.z calls b.op2; a calls b; a calls b.op3;";
        assert!(says(&(calls(4) + again), "chatty-pair").is_empty());
        let others = "b.op0 calls a.x; b.op0 calls a.y; c.x calls b.op4; a.x calls c.x; a.x calls a.y; a depends b";
        assert!(says(&(calls(4) + others), "chatty-pair").is_empty());
        // Several operations of the caller add up.
        assert_eq!(found(&(calls(4) + again + "a.y calls b.op4"), "chatty-pair").evidence.len(), 9);
    }

    #[test]
    fn a_part_counts_where_both_of_a_pair_stand_in_it() {
        let judged = |domain: &str| {
            let part = json!({"at": {"by": "domain", "value": "old"}, "limits": {"min": 9}});
            let policy = json!({"rules": {"chatty-pair": {"within": [part]}}});
            let model = draw(&format!("domain old {domain}; {}", calls(5)));
            crate::drawing::said(&crate::analyse(&crate::drawing::with_policy(model, policy)), "chatty-pair").len()
        };
        assert_eq!([judged("a b"), judged("a"), judged("b")], [0, 1, 1]);
    }

    #[test]
    fn the_team_may_set_its_own_limit() {
        one("chatty-pair", &with_limits(draw(&calls(3)), "chatty-pair", json!({"min": 3})));
    }
}
