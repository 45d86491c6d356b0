//! Services that tell another the same way twice: by a call and by an event.
//!
#![doc = include_str!("mixed-sync-async.md")]

use super::{Rule, about, list};
use crate::finding::Finding;
use crate::graph::{DesignGraph, Tie};
use cleave_model::{ConnectionKind, Severity};
use petgraph::graph::NodeIndex;
use std::collections::BTreeMap;

pub(super) const RULE: Rule =
    Rule { name: "mixed-sync-async", severity: Severity::Info, page: include_str!("mixed-sync-async.md"), judge };

fn judge(graph: &DesignGraph<'_>, findings: &mut Vec<Finding>) {
    let mut both: BTreeMap<(u32, u32), Vec<NodeIndex>> = BTreeMap::new();
    for node in graph.events.iter().copied() {
        let subscribers = graph.services_at(node, ConnectionKind::Subscribe);
        for from in graph.services_at(node, ConnectionKind::Publish) {
            for to in subscribers.iter().copied().filter(|to| graph.sync.graph.has(from, *to)) {
                both.entry((from, to)).or_default().push(node);
            }
        }
    }
    for ((from, to), events) in both {
        let mut names: Vec<&str> = events.iter().map(|event| graph.drawn[*event].record.name()).collect();
        names.sort_unstable();
        let (one, other) = (graph.name(from), graph.name(to));
        let message = format!("{one} calls {other} and tells it by {}", list(&names));
        let consequence = format!(
            "What {other} learns comes by two ways in either order, and whoever reads the code has to know both."
        );
        let fix = "Pick one: the call where the answer is needed at once, otherwise the event.";
        let calls = graph.needs(from).filter(|found| found.tie == Tie::Sync && found.to == to);
        let mut proof: Vec<_> = calls.map(|found| found.way.connection()).collect();
        for event in events {
            let ends = graph.incoming(event).filter(|(end, connection)| match connection.kind {
                ConnectionKind::Publish => end.service == Some(from),
                ConnectionKind::Subscribe => end.service == Some(to),
                _ => false,
            });
            proof.extend(ends.map(|(_, connection)| connection));
        }
        let subjects = graph.ids(&[from, to]);
        let mut finding = about(RULE.name, RULE.severity, "Two ways", subjects.clone());
        finding.path = subjects;
        findings.push(finding.saying(message, consequence, fix).shown_by(proof));
    }
}

#[cfg(test)]
mod tests {
    use crate::drawing::{found, says, shown};

    #[test]
    fn a_call_and_an_event_the_same_way_are_two_ways() {
        let found = found(
            "orders.place calls shipping.ship; orders.place publishes orders.Placed; \
                  shipping subscribes orders.Placed; billing subscribes orders.Placed",
            "mixed-sync-async",
        );
        assert_eq!(
            (found.severity.word(), found.message.as_str()),
            ("info", "orders calls shipping and tells it by Placed")
        );
        assert_eq!(found.subjects, ["service:orders", "service:shipping"]);
        assert_eq!(
            shown(&found),
            [
                "operation:orders.place publish event:orders.Placed",
                "operation:orders.place call operation:shipping.ship",
                "service:shipping subscribe event:orders.Placed",
            ]
        );
    }

    #[test]
    fn whose_event_it_is_does_not_count_and_several_are_one_finding() {
        let found = found(
            "z calls a; z publishes One; z publishes a.Two; a subscribes One; a subscribes a.Two",
            "mixed-sync-async",
        );
        assert_eq!(found.message, "z calls a and tells it by One and Two");
        assert_eq!(found.subjects, ["service:z", "service:a"]);
    }

    #[test]
    fn a_call_and_word_back_are_fine() {
        assert!(says("a calls b; b publishes b.Done; a subscribes b.Done", "mixed-sync-async").is_empty());
    }

    #[test]
    fn another_listener_publisher_or_kind_of_tie_is_fine() {
        assert!(says("a calls b; a publishes a.Done; c subscribes a.Done", "mixed-sync-async").is_empty());
        assert!(says("a calls b; c publishes a.Done; b subscribes a.Done", "mixed-sync-async").is_empty());
        assert!(says("a depends b; a publishes a.Done; b subscribes a.Done", "mixed-sync-async").is_empty());
    }
}
