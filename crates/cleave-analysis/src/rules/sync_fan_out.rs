//! Services that call very many others.
//!
#![doc = include_str!("sync-fan-out.md")]

use super::{Rule, about};
use crate::finding::Finding;
use crate::graph::{DesignGraph, Tie};
use crate::kept::MadeOf;
use crate::measure::tangle::count;
use crate::policy::Limits;
use cleave_model::Severity;

pub(super) const RULE: Rule =
    Rule { name: "sync-fan-out", severity: Severity::Error, page: include_str!("sync-fan-out.md"), judge };

/// More callees than this are a warning, and an error.
pub(super) const LIMITS: (f64, f64) = (7.0, 15.0);

fn judge(graph: &DesignGraph<'_>, findings: &mut Vec<Finding>) {
    let limits = Limits::of(graph, RULE.name);
    let grades = limits.grades();
    for service in 0..graph.n() {
        let many = count(graph.sync.graph.out(service).len());
        let Some(severity) = grades.judge(service, many) else { continue };
        if graph.is_infrastructure(service) {
            continue;
        }
        let calls = || graph.needs(service).filter(|found| found.tie == Tie::Sync).map(|found| found.way);
        let made_of = MadeOf::default().record(graph.services[service as usize]).records(calls().map(|way| way.record));
        findings.push(graph.kept.finding(RULE.name, made_of.number(many as usize).number(severity as usize), || {
            let message = format!("{} calls {many} other services", graph.name(service));
            let consequence = "It is as slow as the slowest of them, and fails when any of them does.";
            let fix = "Ask a service that gathers the answers, fetch them in one batch, or listen to events instead.";
            let finding = about(RULE.name, severity, "Fan-out", vec![graph.id(service).clone()]);
            finding.saying(message, consequence, fix).shown_by(calls().map(|way| way.connection()))
        }));
    }
}

#[cfg(test)]
mod tests {
    use crate::drawing::{draw, found, one, said, says, with, with_limits};
    use serde_json::json;

    /// `desk` calls this many services.
    fn calls(many: usize) -> String {
        (0..many).map(|at| format!("desk.show calls s{at}.get;")).collect()
    }

    #[test]
    fn seven_are_fine_eight_a_warning_and_sixteen_an_error() {
        assert!(says(&calls(7), "sync-fan-out").is_empty());
        assert_eq!(says(&calls(8), "sync-fan-out"), ["warning: desk calls 8 other services"]);
        assert_eq!(says(&calls(15), "sync-fan-out"), ["warning: desk calls 15 other services"]);
        let found = found(&calls(16), "sync-fan-out");
        assert_eq!((found.severity.word(), found.evidence.len()), ("error", 16));
        assert_eq!(found.subjects, ["service:desk"]);
    }

    #[test]
    fn many_operations_of_one_an_external_and_an_event_do_not_add_up() {
        let more = "desk.show calls s0.a; desk.show calls s0.b; desk.print calls s0.get; desk calls ~bank; \
                    desk subscribes x.Done; desk reads y.db; desk.show calls desk.print";
        assert!(says(&(calls(7) + more), "sync-fan-out").is_empty());
    }

    #[test]
    fn infrastructure_may_call_all() {
        for role in ["gateway", "load-balancer", "registry", "config", "monitoring"] {
            let model = with(draw(&calls(20)), "service:desk", json!({"role": role}));
            assert!(said(&crate::analyse(&model), "sync-fan-out").is_empty(), "{role}");
        }
        one("sync-fan-out", &with(draw(&calls(8)), "service:desk", json!({"role": "ui"})));
    }

    #[test]
    fn a_part_of_the_design_may_have_its_own_limits() {
        let part = |by: &str, value: &str| json!({"at": {"by": by, "value": value}, "limits": {"max": 9, "error": 10}});
        let judged = |parts: serde_json::Value, many: usize| {
            let lines = format!("domain web desk; {} shelf calls s0.get", calls(many));
            let model = with(draw(&lines), "service:desk", json!({"tags": ["slow"]}));
            let policy = json!({"rules": {"sync-fan-out": {"limits": {"max": 0}, "within": parts}}});
            said(&crate::analyse(&crate::drawing::with_policy(model, policy)), "sync-fan-out")
        };
        let shelf = "warning: shelf calls 1 other services".to_owned();
        for parts in [json!([part("domain", "web")]), json!([part("tag", "slow")]), json!([part("service", "desk")])] {
            assert_eq!(judged(parts.clone(), 9), std::slice::from_ref(&shelf), "{parts}");
            let found = judged(parts.clone(), 11);
            assert_eq!(found, ["error: desk calls 11 other services".to_owned(), shelf.clone()], "{parts}");
        }
        assert_eq!(judged(json!([part("tag", "fast")]), 9).len(), 2);
    }

    #[test]
    fn the_team_may_set_its_own_limits() {
        let model = with_limits(draw(&calls(8)), "sync-fan-out", json!({"max": 8}));
        assert!(said(&crate::analyse(&model), "sync-fan-out").is_empty());
        let model = with_limits(draw(&calls(8)), "sync-fan-out", json!({"error": 7}));
        assert_eq!(one("sync-fan-out", &model).severity.word(), "error");
    }
}
