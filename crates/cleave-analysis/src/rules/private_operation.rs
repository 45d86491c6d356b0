//! Calls from another domain to what is not part of a published contract.
//!
#![doc = include_str!("private-operation.md")]

use super::{Rule, about};
use crate::finding::Finding;
use crate::graph::DesignGraph;
use cleave_model::{Connection, ConnectionKind, Record, Severity};
use std::collections::BTreeMap;

pub(super) const RULE: Rule =
    Rule { name: "private-operation", severity: Severity::Error, page: include_str!("private-operation.md"), judge };

fn judge(graph: &DesignGraph<'_>, findings: &mut Vec<Finding>) {
    for node in graph.operations.iter().copied() {
        let Record::Operation(operation) = graph.drawn[node].record else { continue };
        let Some(owner) = graph.drawn[node].service.filter(|_| operation.published == Some(false)) else { continue };
        let mut callers: BTreeMap<u32, Vec<&Connection>> = BTreeMap::new();
        for (from, connection) in graph.incoming(node) {
            let calls = connection.kind == ConnectionKind::Call;
            if let Some(caller) =
                from.service.filter(|caller| calls && graph.boundary(*caller) != graph.boundary(owner))
            {
                callers.entry(caller).or_default().push(connection);
            }
        }
        for (caller, calls) in callers {
            let (caller_name, owner_name, name) = (graph.name(caller), graph.name(owner), &operation.head.name);
            let subjects = vec![graph.id(caller).clone(), operation.head.id.clone()];
            let mut finding = about(RULE.name, RULE.severity, "Private", subjects);
            finding.path = finding.subjects.clone();
            let message = format!("{caller_name} calls {name}, which is private to the domain of {owner_name}");
            let consequence =
                format!("{owner_name} may change or remove {name} at any time, and {caller_name} breaks.");
            let fix = format!("Call a published operation of {owner_name}, or publish this one.");
            findings.push(finding.saying(message, consequence, fix).shown_by(calls));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::drawing::{draw, said, saying};
    use serde_json::json;

    fn judged(lines: &str, published: serde_json::Value) -> Vec<String> {
        let mut model = draw(lines);
        saying(&mut model, "operation:b.x", json!({"published": published}));
        said(&crate::analyse(&model), "private-operation")
    }

    #[test]
    fn from_another_domain() {
        assert_eq!(
            judged("domain one a; domain two b; a.y calls b.x; a.z calls b.x", json!(false)),
            ["error: a calls x, which is private to the domain of b"]
        );
    }

    #[test]
    fn within_the_domain_unknown_or_published_is_fine() {
        assert!(judged("domain one a b; a calls b.x", json!(false)).is_empty());
        assert!(judged("a calls b.x", json!(null)).is_empty());
        assert!(judged("a calls b.x", json!(true)).is_empty());
        assert!(judged("a calls b; b.y calls b.x", json!(false)).is_empty());
    }
}
