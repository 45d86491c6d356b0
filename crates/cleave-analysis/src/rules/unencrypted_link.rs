//! Ways between domains that anybody on them can read.
//!
#![doc = include_str!("unencrypted-link.md")]

use super::{Rule, about, dependencies_between};
use crate::finding::Finding;
use crate::graph::DesignGraph;
use cleave_model::Severity;

pub(super) const RULE: Rule =
    Rule { name: "unencrypted-link", severity: Severity::Warning, page: include_str!("unencrypted-link.md"), judge };

fn judge(graph: &DesignGraph<'_>, findings: &mut Vec<Finding>) {
    let open = dependencies_between(graph, |dependency| dependency.connection.encrypted == Some(false));
    for ((from, to), connections) in open {
        if graph.boundary(from) == graph.boundary(to) {
            continue;
        }
        let (source, target) = (graph.name(from), graph.name(to));
        let finding =
            about(RULE.name, RULE.severity, "Not encrypted", vec![graph.id(from).clone(), graph.id(to).clone()]);
        let message = format!("The way from {source} to {target} is not encrypted");
        let consequence = "It leaves its domain, so whoever is on the network between them can read and change it.";
        findings.push(finding.saying(message, consequence, "Encrypt it.").shown_by(connections));
    }
}

#[cfg(test)]
mod tests {
    use crate::drawing::{draw, said, saying};
    use serde_json::json;

    fn judged(lines: &str, encrypted: serde_json::Value) -> Vec<String> {
        let mut model = draw(lines);
        let way = model.connections().next().unwrap().head.id.clone();
        saying(&mut model, way.as_str(), json!({"encrypted": encrypted}));
        said(&crate::analyse(&model), "unencrypted-link")
    }

    #[test]
    fn across_domains_and_said() {
        let found = ["warning: The way from a to b is not encrypted"];
        assert_eq!(judged("domain one a; domain two b; a calls b.x", json!(false)), found);
        assert_eq!(judged("a calls b.x", json!(false)), found, "a service without a domain is its own");
        assert_eq!(judged("a subscribes b.Done", json!(false)), found);
    }

    #[test]
    fn within_a_domain_unknown_or_encrypted_is_fine() {
        assert!(judged("domain one a b; a calls b.x", json!(false)).is_empty());
        assert!(judged("a calls b.x", json!(null)).is_empty());
        assert!(judged("a calls b.x", json!(true)).is_empty());
    }
}
