//! What nobody answers for.
//!
#![doc = include_str!("unowned-element.md")]

use super::{Rule, about};
use crate::finding::Finding;
use crate::graph::DesignGraph;
use cleave_model::{ConnectionKind, Kind, Severity};

pub(super) const RULE: Rule =
    Rule { name: "unowned-element", severity: Severity::Warning, page: include_str!("unowned-element.md"), judge };

fn judge(graph: &DesignGraph<'_>, findings: &mut Vec<Finding>) {
    let with_teams = graph.services.iter().any(|service| service.team.is_some());
    let has_no_team = |service: u32| graph.services[service as usize].team.is_none();
    for node in graph.drawn.places() {
        let element = graph.drawn[node];
        let (what, fix) = match element.kind {
            Kind::Operation if !element.owned => ("belongs to no service", "Move it into the service that does it."),
            Kind::DataStore if !element.owned => {
                ("belongs to no service", "Give it to the service whose data it holds.")
            }
            Kind::Event if !element.owned && !is_published(graph, node) => {
                ("belongs to no service, and nobody publishes it", "Give it to the service that knows of it.")
            }
            Kind::Service if with_teams && element.service.is_some_and(has_no_team) => {
                ("has no team", "Say which team answers for it.")
            }
            _ => continue,
        };
        let finding = about(RULE.name, RULE.severity, "Nobody's", vec![element.record.id().clone()]);
        let message = format!("{} {what}", element.record.name());
        findings.push(finding.saying(message, "When it has to change, or fails at night, nobody answers for it.", fix));
    }
}

fn is_published(graph: &DesignGraph<'_>, event: petgraph::graph::NodeIndex) -> bool {
    graph.arriving(event).any(|way| way.marks.kind == ConnectionKind::Publish)
}

#[cfg(test)]
mod tests {
    use crate::drawing::{draw, said, saying};
    use serde_json::json;

    fn judged(lines: &str, teams: &[&str]) -> Vec<String> {
        let mut model = draw(lines);
        for service in teams {
            saying(&mut model, service, json!({"team": "Shop"}));
        }
        said(&crate::analyse(&model), "unowned-element")
    }

    #[test]
    fn stores_and_events_of_nobody() {
        assert_eq!(judged("a reads db", &[]), ["warning: db belongs to no service"]);
        assert_eq!(judged("a subscribes Done", &[]), ["warning: Done belongs to no service, and nobody publishes it"]);
        assert!(judged("a reads a.db; a publishes Done; a publishes a.Other!", &[]).is_empty());
    }

    #[test]
    fn what_an_external_system_owns_is_not_nobodys() {
        let mut model = draw("a reads db; a calls ~bank");
        saying(&mut model, "store:db", json!({"tags": ["owner:bank"]}));
        assert!(said(&crate::analyse(&model), "unowned-element").is_empty());
    }

    #[test]
    fn services_without_a_team_where_others_have_one() {
        assert_eq!(judged("a calls b.x", &["service:a"]), ["warning: b has no team"]);
        assert!(judged("a calls b.x", &["service:a", "service:b"]).is_empty());
        assert!(judged("a calls b.x", &[]).is_empty(), "teams are not used here");
    }
}
