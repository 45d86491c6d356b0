//! Events that somebody waits for and nobody publishes.
//!
#![doc = include_str!("event-without-publisher.md")]

use super::{Rule, about, list};
use crate::finding::Finding;
use crate::graph::{DesignGraph, Element};
use cleave_model::{Connection, ConnectionKind, Record, Severity};

pub(super) const RULE: Rule = Rule {
    name: "event-without-publisher",
    severity: Severity::Error,
    page: include_str!("event-without-publisher.md"),
    judge,
};

fn judge(graph: &DesignGraph<'_>, findings: &mut Vec<Finding>) {
    for node in graph.events.iter().copied() {
        let has = |kind: ConnectionKind| graph.arriving(node).any(|way| way.marks.kind == kind);
        if !has(ConnectionKind::Subscribe) || has(ConnectionKind::Publish) {
            continue;
        }
        let Record::Event(event) = graph.drawn[node].record else { continue };
        let ends: Vec<_> = graph.incoming(node).collect();
        let of = |kind: ConnectionKind| ends.iter().filter(move |(_, connection)| connection.kind == kind);
        let name = &event.head.name;
        let waiting = speakers(graph, of(ConnectionKind::Subscribe));
        let verb = if waiting.len() == 1 { "waits" } else { "wait" };
        let consequence = format!("{} {verb} for something that never comes.", list(&waiting));
        let fix = match graph.drawn[node].service {
            Some(owner) => {
                format!("Publish {name} from an operation of {}, or end the subscription.", graph.name(owner))
            }
            None => format!("Give {name} to the service that knows of it and publish it there."),
        };
        let finding = about(RULE.name, RULE.severity, "No publisher", vec![event.head.id.clone()]);
        let finding = finding.saying(format!("No service publishes {name}"), consequence, fix);
        findings.push(finding.shown_by(of(ConnectionKind::Subscribe).map(|(_, connection)| *connection)));
    }
}

/// The names of those at the other ends, each once: the service where there is one.
pub(super) fn speakers<'a, 'm: 'a>(
    graph: &DesignGraph<'m>,
    ends: impl Iterator<Item = &'a (Element<'m>, &'m Connection)>,
) -> Vec<&'m str> {
    let name = |(element, _): &(Element<'m>, &'m Connection)| match element.service {
        Some(service) => graph.name(service),
        None => element.record.name(),
    };
    let names: std::collections::BTreeSet<&str> = ends.map(name).collect();
    names.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use crate::drawing::{found, says};

    #[test]
    fn a_subscription_to_silence_is_an_error() {
        let found = found("shipping subscribes orders.OrderPlaced", "event-without-publisher");
        assert_eq!((found.severity.word(), found.message.as_str()), ("error", "No service publishes OrderPlaced"));
        assert_eq!(found.consequence, "shipping waits for something that never comes.");
    }

    #[test]
    fn an_external_may_publish_and_nobody_may_listen() {
        assert!(says("~bank publishes Paid; a subscribes Paid", "event-without-publisher").is_empty());
        assert!(says("a publishes a.Done", "event-without-publisher").is_empty());
        assert_eq!(says("~bank subscribes a.Done", "event-without-publisher").len(), 1);
    }
}
