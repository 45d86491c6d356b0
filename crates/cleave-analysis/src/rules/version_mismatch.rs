//! Contracts of which the consumer needs another major version than is provided.
//!
#![doc = include_str!("version-mismatch.md")]

use super::{Rule, about};
use crate::finding::Finding;
use crate::graph::{DesignGraph, Element};
use cleave_model::{Connection, ConnectionKind, Id, Record, Severity};
use std::collections::BTreeMap;

pub(super) const RULE: Rule =
    Rule { name: "version-mismatch", severity: Severity::Error, page: include_str!("version-mismatch.md"), judge };

fn judge(graph: &DesignGraph<'_>, findings: &mut Vec<Finding>) {
    for node in graph.operations.iter().chain(&graph.events).copied() {
        if !graph.arriving(node).any(|way| way.marks.is_versioned()) {
            continue;
        }
        let element = graph.drawn[node];
        let Some((kind, provided)) = provided(element) else { continue };
        // Services, and who is outside: its contract is as broken.
        let mut consumers: BTreeMap<&Id, Vec<&Connection>> = BTreeMap::new();
        for (from, connection) in graph.incoming(node) {
            let uses =
                connection.kind == kind || kind == ConnectionKind::Call && connection.kind == ConnectionKind::Use;
            if uses && connection.version.is_some_and(|needed| needed.major != provided) {
                consumers.entry(graph.subject(from)).or_default().push(connection);
            }
        }
        for (consumer, connections) in consumers {
            let needed =
                connections.iter().find_map(|connection| connection.version).map_or(0, |version| version.major);
            let who = graph.model.get(consumer).map_or("", |record| record.name());
            let what = element.record.name();
            let subjects = vec![consumer.clone(), element.record.id().clone()];
            let mut finding = about(RULE.name, RULE.severity, "Version", subjects);
            finding.path = finding.subjects.clone();
            let message = format!("{who} needs version {needed} of {what}, and {provided} is provided");
            let consequence = format!("What {who} sends or expects does not fit.");
            let fix = format!("Bring {who} to version {provided}, or provide version {needed} beside it.");
            findings.push(finding.saying(message, consequence, fix).shown_by(connections));
        }
    }
}

/// What consumes this contract, and its major version where it is said.
fn provided(element: Element<'_>) -> Option<(ConnectionKind, u32)> {
    match element.record {
        Record::Operation(_) => Some((ConnectionKind::Call, element.api?.version?.major)),
        Record::Event(event) => Some((ConnectionKind::Subscribe, event.version)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::drawing::{draw, said, saying};
    use serde_json::{Value, json};

    fn judged(needed: Value, provided: Value) -> Vec<String> {
        let mut model = draw("a calls b.x");
        saying(&mut model, "api:b.api", json!({"version": provided}));
        let call = model.connections().next().unwrap().head.id.clone();
        saying(&mut model, call.as_str(), json!({"version": needed}));
        said(&crate::analyse(&model), "version-mismatch")
    }

    #[test]
    fn another_major() {
        assert_eq!(judged(json!("1.0"), json!("2.3")), ["error: a needs version 1 of x, and 2 is provided"]);
    }

    #[test]
    fn another_minor_or_nothing_said_is_fine() {
        assert!(judged(json!("2.9"), json!("2.3")).is_empty());
        assert!(judged(Value::Null, json!("2.3")).is_empty());
        assert!(judged(json!("1.0"), Value::Null).is_empty());
    }

    #[test]
    fn who_is_outside_consumes_as_well() {
        let mut model = draw("~partner uses b.x");
        saying(&mut model, "api:b.api", json!({"version": "2.0"}));
        let usage = model.connections().next().unwrap().head.id.clone();
        saying(&mut model, usage.as_str(), json!({"version": "1.0"}));
        assert_eq!(
            said(&crate::analyse(&model), "version-mismatch"),
            ["error: partner needs version 1 of x, and 2 is provided"]
        );
    }

    #[test]
    fn events_are_contracts_as_well() {
        let mut model = draw("b publishes b.Done; a subscribes b.Done");
        let heard = model.connections().find(|way| way.from.as_str() == "service:a").unwrap().head.id.clone();
        saying(&mut model, heard.as_str(), json!({"version": "2.0"}));
        assert_eq!(
            said(&crate::analyse(&model), "version-mismatch"),
            ["error: a needs version 2 of Done, and 1 is provided"]
        );
        saying(&mut model, "event:b.Done", json!({"version": 2}));
        assert!(said(&crate::analyse(&model), "version-mismatch").is_empty());
    }
}
