//! Ways between domains that anybody on them can read.
//!
#![doc = include_str!("unencrypted-link.md")]

use super::{Rule, about, dependencies_between};
use crate::finding::Finding;
use crate::graph::{DesignGraph, Element};
use cleave_model::{Connection, Id, Record, Severity};
use petgraph::visit::EdgeRef;
use std::collections::BTreeMap;

pub(super) const RULE: Rule =
    Rule { name: "unencrypted-link", severity: Severity::Warning, page: include_str!("unencrypted-link.md"), judge };

fn judge(graph: &DesignGraph<'_>, findings: &mut Vec<Finding>) {
    let open = dependencies_between(graph, |dependency| dependency.connection.encrypted == Some(false));
    let crossing = open.into_iter().filter(|((from, to), _)| graph.boundary(*from) != graph.boundary(*to));
    let mut ways: BTreeMap<(&Id, &Id), Vec<&Connection>> =
        crossing.map(|((from, to), connections)| ((graph.id(from), graph.id(to)), connections)).collect();
    // Who is outside is in no domain.
    for edge in graph.drawn.edge_references().filter(|edge| edge.weight().encrypted == Some(false)) {
        let (from, to) = (graph.drawn[edge.source()], graph.drawn[edge.target()]);
        let outside = |element: Element<'_>| matches!(element.record, Record::External(_) | Record::Actor(_));
        if outside(from) && to.service.is_some() || outside(to) && from.service.is_some() {
            ways.entry((graph.subject(from), graph.subject(to))).or_default().push(edge.weight());
        }
    }
    let name = |id: &Id| graph.model.get(id).map_or("", |record| record.name());
    for ((from, to), connections) in ways {
        let finding = about(RULE.name, RULE.severity, "Not encrypted", vec![from.clone(), to.clone()]);
        let message = format!("The way from {} to {} is not encrypted", name(from), name(to));
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
    fn from_and_to_the_outside() {
        assert_eq!(judged("a calls ~bank", json!(false)), ["warning: The way from a to bank is not encrypted"]);
        assert_eq!(judged("shopper uses a.x", json!(false)), ["warning: The way from shopper to a is not encrypted"]);
        assert!(judged("shopper uses a.x", json!(null)).is_empty());
    }

    #[test]
    fn within_a_domain_unknown_or_encrypted_is_fine() {
        assert!(judged("domain one a b; a calls b.x", json!(false)).is_empty());
        assert!(judged("a calls b.x", json!(null)).is_empty());
        assert!(judged("a calls b.x", json!(true)).is_empty());
    }
}
