//! Operations that promise an answer sooner than those they wait for.
//!
#![doc = include_str!("time-budget.md")]

use super::{Rule, about};
use crate::finding::Finding;
use crate::graph::DesignGraph;
use crate::policy::Limits;
use cleave_model::{Connection, ConnectionKind, Record, Severity, Timeout};

pub(super) const RULE: Rule =
    Rule { name: "time-budget", severity: Severity::Error, page: include_str!("time-budget.md"), judge };

/// The share of the timeout from which the worst case is told, in percent.
pub(super) const PERCENT: f64 = 90.0;

fn judge(graph: &DesignGraph<'_>, findings: &mut Vec<Finding>) {
    let limits = Limits::of(graph, RULE.name);
    for node in graph.operations.iter().copied() {
        let Record::Operation(operation) = graph.drawn[node].record else { continue };
        let Some(budget) = operation.timeout else { continue };
        let calls = graph.leaving(node).filter(|way| way.marks.kind == ConnectionKind::Call);
        let calls: Vec<&Connection> = calls.map(|way| way.connection()).collect();
        let Some(worst) = worst_case(&calls).filter(|_| !calls.is_empty()) else { continue };
        let tight = || {
            let percent = limits.for_id(graph, &operation.head.id, "percent");
            worst as f64 * 100.0 >= f64::from(budget) * percent
        };
        let severity = if worst >= u64::from(budget) {
            Severity::Error
        } else if tight() {
            Severity::Warning
        } else {
            continue;
        };
        let name = &operation.head.name;
        let finding = about(RULE.name, severity, "Time budget", vec![operation.head.id.clone()]);
        let message = format!("{name} answers within {budget} ms, and what it calls may take {worst} ms");
        let consequence = if severity == Severity::Error {
            format!("Its callers give up while {name} still waits, and the work behind it goes on for nobody.")
        } else {
            format!("Too little is left for the work {name} does itself.")
        };
        let fix =
            "Raise its timeout, lower those it waits for, drop a retry, call side by side, or tell it by an event.";
        findings.push(finding.saying(message, consequence, fix).shown_by(calls));
    }
}

/// What the calls take one after the other when each uses all of its time and every retry, ms; none where one does not
/// say its time.
fn worst_case(calls: &[&Connection]) -> Option<u64> {
    let one = |call: &&Connection| match call.timeout {
        Some(Timeout::After(ms)) => Some(u64::from(ms).saturating_mul(1 + u64::from(call.retries.unwrap_or(0)))),
        _ => None,
    };
    calls.iter().map(one).try_fold(0u64, |sum, time| Some(sum.saturating_add(time?)))
}

#[cfg(test)]
mod tests {
    use crate::drawing::{draw, said, saying};
    use serde_json::{Value, json};

    /// `a.go` with this timeout calls two others with these.
    fn judged(budget: Value, one: Value, other: Value) -> Vec<String> {
        let mut model = draw("a.go calls b.x; a.go calls c.y");
        saying(&mut model, "operation:a.go", json!({"timeout": budget}));
        let calls: Vec<_> = model.connections().map(|call| call.head.id.clone()).collect();
        for (call, fields) in calls.iter().zip([one, other]) {
            saying(&mut model, call.as_str(), fields);
        }
        said(&crate::analyse(&model), "time-budget")
    }

    fn within(ms: u32) -> Value {
        json!({"timeout": {"kind": "after", "of": ms}})
    }

    #[test]
    fn the_sum_with_retries_against_the_promise() {
        assert_eq!(
            judged(json!(500), within(300), within(200)),
            ["error: go answers within 500 ms, and what it calls may take 500 ms"]
        );
        let again = json!({"timeout": {"kind": "after", "of": 100}, "retries": 2});
        assert_eq!(
            judged(json!(500), again, within(200)),
            ["error: go answers within 500 ms, and what it calls may take 500 ms"]
        );
        assert_eq!(
            judged(json!(500), within(250), within(200)),
            ["warning: go answers within 500 ms, and what it calls may take 450 ms"]
        );
    }

    #[test]
    fn the_team_says_what_is_tight_also_for_one_operation() {
        let judged = |part: Value, worst: u32| {
            let mut model = draw("a.go calls b.x");
            saying(&mut model, "operation:a.go", json!({"timeout": 500, "tags": ["batch"]}));
            let call = model.connections().next().unwrap().head.id.clone();
            saying(&mut model, call.as_str(), within(worst));
            let policy = json!({"rules": {"time-budget": {"limits": {"percent": 80}, "within": [part]}}});
            said(&crate::analyse(&crate::drawing::with_policy(model, policy)), "time-budget").len()
        };
        let part = |tag: &str| json!({"at": {"by": "tag", "value": tag}, "limits": {"percent": 98}});
        assert_eq!([judged(part("none"), 399), judged(part("none"), 400)], [0, 1]);
        assert_eq!([judged(part("batch"), 489), judged(part("batch"), 490)], [0, 1]);
    }

    #[test]
    fn enough_time_or_unknown_times_are_fine() {
        assert!(judged(json!(500), within(249), within(200)).is_empty());
        assert!(judged(Value::Null, within(300), within(200)).is_empty());
        assert!(judged(json!(500), within(600), json!({"timeout": null})).is_empty());
        assert!(judged(json!(500), within(600), json!({"timeout": {"kind": "yes"}})).is_empty());
    }
}
