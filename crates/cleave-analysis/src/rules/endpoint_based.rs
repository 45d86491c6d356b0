//! Calls whose target is written into the caller.
//!
#![doc = include_str!("endpoint-based.md")]

use super::{Rule, about, calls_between};
use crate::finding::Finding;
use crate::graph::{DesignGraph, Marks};
use cleave_model::{Role, Severity};

pub(super) const RULE: Rule =
    Rule { name: "endpoint-based", severity: Severity::Warning, page: include_str!("endpoint-based.md"), judge };

fn judge(graph: &DesignGraph<'_>, findings: &mut Vec<Finding>) {
    let is_gateway = |service: u32| graph.services[service as usize].role == Role::Gateway;
    for ((from, to), calls) in calls_between(graph, Marks::is_fixed) {
        if is_gateway(from) || is_gateway(to) {
            continue;
        }
        let (caller, called) = (graph.name(from), graph.name(to));
        let finding =
            about(RULE.name, RULE.severity, "Fixed address", vec![graph.id(from).clone(), graph.id(to).clone()]);
        let message = format!("{caller} calls {called} at a fixed address");
        let consequence = format!("{called} cannot move, split or run in several copies without a change of {caller}.");
        let fix = format!("Let {caller} look {called} up at run time, or call it through a router.");
        findings.push(finding.saying(message, consequence, fix).shown_by(calls));
    }
}

#[cfg(test)]
mod tests {
    use crate::drawing::{draw, said, saying};
    use serde_json::json;

    fn judged(lines: &str, roles: &[(&str, &str)], discovery: serde_json::Value) -> Vec<String> {
        let mut model = draw(lines);
        for (service, role) in roles {
            saying(&mut model, service, json!({"role": role}));
        }
        let call = model.connections().next().unwrap().head.id.clone();
        saying(&mut model, call.as_str(), json!({"discovery": discovery}));
        said(&crate::analyse(&model), "endpoint-based")
    }

    #[test]
    fn said_not_to_be_looked_up() {
        assert_eq!(judged("a calls b.x", &[], json!(false)), ["warning: a calls b at a fixed address"]);
        assert!(judged("a calls b.x", &[], json!(true)).is_empty());
        assert!(judged("a calls b.x", &[], json!(null)).is_empty());
    }

    #[test]
    fn gateways_at_either_end_and_externals_are_exempt() {
        assert!(judged("a calls b.x", &[("service:a", "gateway")], json!(false)).is_empty());
        assert!(judged("a calls b.x", &[("service:b", "gateway")], json!(false)).is_empty());
        assert!(judged("a calls ~bank", &[], json!(false)).is_empty());
    }
}
