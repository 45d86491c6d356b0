//! Events that are published to nobody.
//!
#![doc = include_str!("event-without-subscriber.md")]

use super::{Rule, about, event_without_publisher::speakers, list};
use crate::finding::Finding;
use crate::graph::DesignGraph;
use cleave_model::{ConnectionKind, Record, Severity};

pub(super) const RULE: Rule = Rule {
    name: "event-without-subscriber",
    severity: Severity::Info,
    page: include_str!("event-without-subscriber.md"),
    judge,
};

fn judge(graph: &DesignGraph<'_>, findings: &mut Vec<Finding>) {
    for node in graph.events.iter().copied() {
        let has = |kind: ConnectionKind| graph.arriving(node).any(|way| way.marks.kind == kind);
        if has(ConnectionKind::Subscribe) || !has(ConnectionKind::Publish) {
            continue;
        }
        let Record::Event(event) = graph.drawn[node].record else { continue };
        if event.public == Some(true) {
            continue;
        }
        let ends: Vec<_> = graph.incoming(node).collect();
        let of = |kind: ConnectionKind| ends.iter().filter(move |(_, connection)| connection.kind == kind);
        let publishers = speakers(graph, of(ConnectionKind::Publish));
        let keep = if publishers.len() == 1 { "keeps" } else { "keep" };
        let consequence = format!("{} {keep} a contract for no one.", list(&publishers));
        let finding = about(RULE.name, RULE.severity, "No subscriber", vec![event.head.id.clone()]);
        let message = format!("No service subscribes to {}", event.head.name);
        let finding = finding.saying(message, consequence, "Remove it, or mark it as public.");
        findings.push(finding.shown_by(of(ConnectionKind::Publish).map(|(_, connection)| *connection)));
    }
}

#[cfg(test)]
mod tests {
    use crate::drawing::{draw, element, found, says};
    use cleave_model::Kind;

    #[test]
    fn a_fact_for_no_one_is_worth_knowing() {
        let found = found("payments.charge publishes payments.PaymentCaptured", "event-without-subscriber");
        assert_eq!(
            (found.severity.word(), found.message.as_str()),
            ("info", "No service subscribes to PaymentCaptured")
        );
        assert_eq!(found.consequence, "payments keeps a contract for no one.");
    }

    #[test]
    fn public_heard_or_silent_events_are_fine() {
        assert!(says("a publishes a.Done!", "event-without-subscriber").is_empty());
        assert!(says("a publishes a.Done; ~crm subscribes a.Done", "event-without-subscriber").is_empty());
        let mut silent = draw("service a");
        element(&mut silent, "a.Done", Kind::Event);
        assert!(crate::analyse(&silent).findings.is_empty());
    }
}
