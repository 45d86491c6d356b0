//! Ways between domains that anybody on them can read.
//!
#![doc = include_str!("unencrypted-link.md")]

use super::{Rule, about, dependencies_between};
use crate::finding::Finding;
use crate::graph::{DesignGraph, Element};
use cleave_model::{Connection, ConnectionKind, Id, Kind, Severity};
use std::collections::BTreeMap;

pub(super) const RULE: Rule =
    Rule { name: "unencrypted-link", severity: Severity::Warning, page: include_str!("unencrypted-link.md"), judge };

fn judge<'m>(graph: &DesignGraph<'m>, findings: &mut Vec<Finding>) {
    let outside = |element: Element<'_>| matches!(element.kind, Kind::External | Kind::Actor);
    let open = dependencies_between(graph, |dependency| dependency.way.marks.is_open());
    let crossing = open.into_iter().filter(|((from, to), _)| graph.boundary(*from) != graph.boundary(*to));
    let mut ways: BTreeMap<(&Id, &Id), Vec<&Connection>> =
        crossing.map(|((from, to), connections)| ((graph.id(from), graph.id(to)), connections)).collect();
    // Who is outside is in no domain.
    for way in graph.ways().filter(|way| way.marks.is_open()) {
        let (from, to) = (graph.outer(graph.drawn[way.from]), graph.outer(graph.drawn[way.to]));
        // What is heard of an event that no service owns comes from those who publish it.
        let heard = way.marks.kind == ConnectionKind::Subscribe && to.kind == Kind::Event;
        let heard = heard && to.service.is_none();
        let publishes =
            |(who, way): (Element<'m>, &Connection)| (way.kind == ConnectionKind::Publish).then(|| graph.outer(who));
        let ends: Vec<Element<'_>> =
            if heard { graph.incoming(way.to).filter_map(publishes).collect() } else { vec![to] };
        for end in ends {
            if outside(from) && end.service.is_some() || outside(end) && from.service.is_some() {
                let ways = ways.entry((graph.subject(from), graph.subject(end))).or_default();
                if ways.last().is_none_or(|last| last.head.id != way.connection().head.id) {
                    ways.push(way.connection());
                }
            }
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
    fn to_and_from_what_an_external_owns() {
        // Only a neutral graph can say it.
        let told = |edge: &str| {
            let graph = format!(
                r#"{{"nodes": [{{"id": "a", "kind": "service"}}, {{"id": "pay", "kind": "operation"}},
                {{"id": "bank", "kind": "external"}}],
                "edges": [{{{edge}, "kind": "sync", "encrypted": false}}, {{"from": "bank", "to": "pay", "kind": "owns"}}]}}"#
            );
            said(&crate::analyse(&cleave_text::parse_graph_json(&graph).unwrap()), "unencrypted-link")
        };
        assert_eq!(told(r#""from": "a", "to": "pay""#), ["warning: The way from a to bank is not encrypted"]);
        assert_eq!(told(r#""from": "pay", "to": "a""#), ["warning: The way from bank to a is not encrypted"]);
    }

    #[test]
    fn an_event_of_nobody_comes_from_who_publishes_it() {
        let judged = |lines: &str| {
            let mut model = draw(lines);
            let hears = model.connections().find(|way| way.kind.word() == "subscribe").unwrap().head.id.clone();
            saying(&mut model, hears.as_str(), json!({"encrypted": false}));
            said(&crate::analyse(&model), "unencrypted-link")
        };
        let both = "a publishes Done; a.x publishes Done; ~bank subscribes Done";
        assert_eq!(judged(both), ["warning: The way from bank to a is not encrypted"]);
        assert_eq!(
            judged("~bank publishes Done; a subscribes Done"),
            ["warning: The way from a to bank is not encrypted"]
        );
        assert!(judged("a subscribes Done").is_empty());
    }

    #[test]
    fn within_a_domain_unknown_or_encrypted_is_fine() {
        assert!(judged("domain one a b; a calls b.x", json!(false)).is_empty());
        assert!(judged("a calls b.x", json!(null)).is_empty());
        assert!(judged("a calls b.x", json!(true)).is_empty());
    }
}
