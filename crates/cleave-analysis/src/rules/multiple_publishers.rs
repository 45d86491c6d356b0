//! Events that two or more services publish.
//!
#![doc = include_str!("multiple-publishers.md")]

use super::{Rule, about, list};
use crate::finding::Finding;
use crate::graph::DesignGraph;
use cleave_model::{ConnectionKind, Record, Severity};

pub(super) const RULE: Rule = Rule {
    name: "multiple-publishers",
    severity: Severity::Warning,
    page: include_str!("multiple-publishers.md"),
    judge,
};

fn judge(graph: &DesignGraph<'_>, findings: &mut Vec<Finding>) {
    for node in graph.events.iter().copied() {
        let Record::Event(event) = graph.drawn[node].record else { continue };
        let publishers = graph.services_at(node, ConnectionKind::Publish);
        if publishers.len() < 2 {
            continue;
        }
        let names: Vec<&str> = publishers.iter().map(|service| graph.name(*service)).collect();
        let name = &event.head.name;
        let all = if names.len() == 2 { "both" } else { "all" };
        let message = format!("{} {all} publish {name}", list(&names));
        let consequence = "Nobody can promise what it means, in which order it comes, or when its fields change.";
        let fix = match graph.drawn[node].service {
            Some(owner) => {
                format!("Publish {name} from {} alone, and give the others events of their own.", graph.name(owner))
            }
            None => format!("Give {name} to one of them, and the others events of their own."),
        };
        let published = graph
            .incoming(node)
            .filter(|(end, connection)| connection.kind == ConnectionKind::Publish && end.service.is_some());
        let finding = about(RULE.name, RULE.severity, "Many publishers", vec![event.head.id.clone()]);
        findings.push(finding.saying(message, consequence, fix).shown_by(published.map(|(_, connection)| connection)));
    }
}

#[cfg(test)]
mod tests {
    use crate::drawing::{found, says, shown};

    #[test]
    fn two_services_that_publish_one_event_share_its_meaning() {
        let found = found(
            "a.x publishes a.Done; b publishes a.Done; ~crm publishes a.Done; c subscribes a.Done",
            "multiple-publishers",
        );
        assert_eq!((found.severity.word(), found.message.as_str()), ("warning", "a and b both publish Done"));
        assert_eq!(found.subjects, ["event:a.Done"]);
        assert_eq!(shown(&found), ["operation:a.x publish event:a.Done", "service:b publish event:a.Done"]);
        assert_eq!(
            says("a publishes X; b publishes X; c publishes X", "multiple-publishers"),
            ["warning: a, b and c all publish X"]
        );
    }

    #[test]
    fn one_service_by_many_ways_an_external_beside_it_and_another_event_are_fine() {
        assert!(
            says("a.x publishes a.Done; a.y publishes a.Done; a publishes a.Done", "multiple-publishers").is_empty()
        );
        assert!(says("a publishes a.Done; ~crm publishes a.Done", "multiple-publishers").is_empty());
        assert!(says("a publishes a.Done; b publishes b.Done; b subscribes a.Done", "multiple-publishers").is_empty());
    }
}
