//! Outsiders that come in past the front door.
//!
#![doc = include_str!("no-gateway.md")]

use super::{Rule, about};
use crate::finding::Finding;
use crate::graph::DesignGraph;
use crate::policy::picks;
use cleave_model::{Connection, ConnectionKind, Id, Role, Severity};
use petgraph::visit::EdgeRef;
use std::collections::BTreeMap;

pub(super) const RULE: Rule =
    Rule { name: "no-gateway", severity: Severity::Warning, page: include_str!("no-gateway.md"), judge };

/// Stands for whoever comes from outside where the policy only says that somebody does.
const EDGE: &str = "__edge__";

fn judge(graph: &DesignGraph<'_>, findings: &mut Vec<Finding>) {
    let mut past: BTreeMap<(&Id, u32), Vec<&Connection>> = BTreeMap::new();
    for edge in graph.drawn.edge_references().filter(|edge| edge.weight().kind == ConnectionKind::Use) {
        let Some(service) = graph.drawn[edge.target()].service else { continue };
        if !matches!(graph.services[service as usize].role, Role::Gateway | Role::Ui) {
            past.entry((graph.drawn[edge.source()].record.id(), service)).or_default().push(edge.weight());
        }
    }
    for ((who, service), ways) in past {
        let name = graph.model.get(who).map_or("", |record| record.name());
        findings.push(finding(graph, who.clone(), name, service).shown_by(ways));
    }
    for service in edge_members(graph) {
        findings.push(finding(graph, Id::new(EDGE), "Whoever is outside", service));
    }
}

/// The services that are reached from outside by the policy and are no gateway.
fn edge_members(graph: &DesignGraph<'_>) -> Vec<u32> {
    let members = &graph.policy.edge_members;
    let is_member = |service: &u32| {
        let element = graph.element(graph.id(*service));
        element.is_some_and(|element| members.iter().any(|member| picks(graph, member, element)))
    };
    let open = |service: &u32| graph.services[*service as usize].role != Role::Gateway;
    if members.is_empty() { Vec::new() } else { (0..graph.all.graph.n()).filter(open).filter(is_member).collect() }
}

fn finding(graph: &DesignGraph<'_>, who: Id, name: &str, service: u32) -> Finding {
    let called = graph.name(service);
    let finding = about(RULE.name, RULE.severity, "No gateway", vec![who, graph.id(service).clone()]);
    let message = format!("{name} comes to {called} past every gateway");
    let consequence = format!(
        "{called} answers for authentication, limits and versions by itself, and cannot move or split without a change outside."
    );
    finding.saying(message, consequence, "Put a gateway, or a service for the user interface, between them.")
}

#[cfg(test)]
mod tests {
    use crate::drawing::{draw, said, saying, with_policy};
    use serde_json::json;

    #[test]
    fn an_actor_or_an_external_at_an_ordinary_service() {
        let analysis = crate::analyse(&draw("shopper uses a.x; shopper uses a.y; ~partner uses a.x"));
        let found: Vec<_> = analysis.findings.iter().filter(|found| found.rule == "no-gateway").collect();
        assert_eq!(found[0].message, "shopper comes to a past every gateway");
        assert_eq!(found[0].subjects, ["actor:shopper", "service:a"]);
        assert_eq!((found.len(), found[0].evidence.len()), (2, 2));
    }

    #[test]
    fn a_gateway_and_a_user_interface_are_doors() {
        for role in ["gateway", "ui"] {
            let mut model = draw("shopper uses a.x; a calls b.x");
            saying(&mut model, "service:a", json!({"role": role}));
            assert!(said(&crate::analyse(&model), "no-gateway").is_empty());
        }
    }

    #[test]
    fn the_policy_may_say_who_is_reached() {
        let policy = json!({"edge_members": [{"by": "service", "value": "a"}, {"by": "service", "value": "g"}]});
        let mut model = with_policy(draw("service a; service b; service g"), policy);
        saying(&mut model, "service:g", json!({"role": "gateway"}));
        let analysis = crate::analyse(&model);
        let found = analysis.findings.iter().find(|found| found.rule == "no-gateway").unwrap();
        assert_eq!(found.subjects, ["__edge__", "service:a"]);
        assert_eq!(said(&analysis, "no-gateway").len(), 1);
    }
}
