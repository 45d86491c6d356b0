//! Outsiders that come in past the front door.
//!
#![doc = include_str!("no-gateway.md")]

use super::{Rule, about};
use crate::finding::Finding;
use crate::graph::{DesignGraph, Element};
use crate::policy::picks;
use cleave_model::topology::SelectBy;
use cleave_model::{Connection, ConnectionKind, Id, Role, Service, Severity};
use std::collections::BTreeMap;

pub(super) const RULE: Rule =
    Rule { name: "no-gateway", severity: Severity::Warning, page: include_str!("no-gateway.md"), judge };

/// Stands for whoever comes from outside where the policy only says that somebody does.
const EDGE: &str = "__edge__";

fn judge(graph: &DesignGraph<'_>, findings: &mut Vec<Finding>) {
    let mut past: BTreeMap<(&Id, u32), Vec<&Connection>> = BTreeMap::new();
    for way in graph.ways().filter(|way| way.marks.kind == ConnectionKind::Use) {
        let Some(service) = graph.drawn[way.to].service else { continue };
        if !matches!(graph.services[service as usize].role, Role::Gateway | Role::Ui) {
            past.entry((graph.drawn[way.from].record.id(), service)).or_default().push(way.connection());
        }
    }
    for ((who, service), ways) in past {
        let name = graph.model.get(who).map_or("", |record| record.name());
        findings.push(finding(who.clone(), name, graph.services[service as usize]).shown_by(ways));
    }
    for service in edge_members(graph) {
        findings.push(finding(Id::new(EDGE), "Whoever is outside", service));
    }
}

/// The services that are reached from outside by the policy and are no gateway: brokers and the like too, which are
/// judged by nothing else.
fn edge_members<'m>(graph: &DesignGraph<'m>) -> Vec<&'m Service> {
    let members = &graph.policy.edge_members;
    if members.is_empty() {
        return Vec::new();
    }
    let is_member = |element: Element<'m>, service: &Service| {
        members.iter().any(|member| {
            let named = matches!(member.by, SelectBy::Service | SelectBy::Any) && member.value == service.head.name;
            named || picks(graph, member, element)
        })
    };
    let open = graph.drawn.elements().filter_map(|element| {
        let service = element.record.as_service().filter(|service| service.role != Role::Gateway)?;
        is_member(*element, service).then_some(service)
    });
    open.collect()
}

fn finding(who: Id, name: &str, service: &Service) -> Finding {
    let called = &service.head.name;
    let finding = about(RULE.name, RULE.severity, "No gateway", vec![who, service.head.id.clone()]);
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

    #[test]
    fn a_broker_that_is_reached_is_no_gateway() {
        let policy = json!({"edge_members": [{"by": "service", "value": "mq"}]});
        let mut model = with_policy(draw("service a; service mq"), policy);
        saying(&mut model, "service:mq", json!({"role": "broker"}));
        let found = said(&crate::analyse(&model), "no-gateway");
        assert_eq!(found, ["warning: Whoever is outside comes to mq past every gateway"]);
    }
}
