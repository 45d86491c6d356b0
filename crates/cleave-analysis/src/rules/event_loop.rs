//! Services whose events may set each other off without end.
//!
#![doc = include_str!("event-loop.md")]

use super::cycle_sync::{closed, names_in_order, way_in_first};
use super::{Rule, about, list};
use crate::finding::Finding;
use crate::graph::DesignGraph;
use crate::measure::cycle;
use cleave_model::{Connection, ConnectionKind, Severity};

pub(super) const RULE: Rule =
    Rule { name: "event-loop", severity: Severity::Warning, page: include_str!("event-loop.md"), judge };

fn judge(graph: &DesignGraph<'_>, findings: &mut Vec<Finding>) {
    let flow = &graph.flow;
    let loops = flow.tangles.tangles();
    if loops.is_empty() {
        return;
    }
    let mut inside = connections_inside(graph);
    for members in loops {
        let at = flow.tangles.of[members[0] as usize];
        let round = way_in_first(graph, flow, cycle::shortest(&flow.graph, &flow.tangles, at, |_, _| true));
        let names = names_in_order(graph, &round, members);
        let message = match names.as_slice() {
            [one, other] => format!("{one} and {other} may set each other off by events"),
            _ => format!("{} may set each other off in a circle of events", list(&names)),
        };
        let consequence = "If each of these events follows from the one before, they never end.";
        let fix =
            "Say what sets it off and what ends it, and carry an id by which a service knows its own matter again.";
        let mut finding = about(RULE.name, RULE.severity, "Loop", graph.ids(members));
        finding.path = closed(graph, &round);
        findings.push(finding.saying(message, consequence, fix).shown_by(std::mem::take(&mut inside[at as usize])));
    }
}

/// The publications and subscriptions by which events run inside each component of the flow.
fn connections_inside<'m>(graph: &DesignGraph<'m>) -> Vec<Vec<&'m Connection>> {
    let of = &graph.flow.tangles.of;
    let mut inside = vec![Vec::new(); graph.flow.tangles.many() as usize];
    for node in graph.events.iter().copied() {
        let publishers = graph.services_at(node, ConnectionKind::Publish);
        let subscribers = graph.services_at(node, ConnectionKind::Subscribe);
        // Whether another member of the same component is at the other end.
        let other = |ends: &[u32], service: u32| {
            ends.iter().any(|end| *end != service && of[*end as usize] == of[service as usize])
        };
        for (end, connection) in graph.incoming(node) {
            let Some(service) = end.service else { continue };
            let runs = match connection.kind {
                ConnectionKind::Publish => other(&subscribers, service),
                ConnectionKind::Subscribe => other(&publishers, service),
                _ => false,
            };
            if runs {
                inside[of[service as usize] as usize].push(connection);
            }
        }
    }
    inside
}

#[cfg(test)]
mod tests {
    use crate::drawing::{found, says, shown};

    #[test]
    fn two_that_hear_each_other_may_loop() {
        let found = found(
            "a.x publishes a.Asked; b subscribes a.Asked; b publishes b.Answered; a subscribes b.Answered; \
                          c subscribes a.Asked; d publishes d.Done; a subscribes d.Done",
            "event-loop",
        );
        assert_eq!(
            (found.severity.word(), found.message.as_str()),
            ("warning", "a and b may set each other off by events")
        );
        assert_eq!(found.subjects, ["service:a", "service:b"]);
        assert_eq!(found.path, ["service:a", "service:b", "service:a"]);
        assert_eq!(
            shown(&found),
            [
                "operation:a.x publish event:a.Asked",
                "service:a subscribe event:b.Answered",
                "service:b subscribe event:a.Asked",
                "service:b publish event:b.Answered",
            ]
        );
    }

    #[test]
    fn a_circle_of_three_over_events_nobody_owns() {
        let lines = "a publishes One; b subscribes One; b publishes Two; c subscribes Two; c publishes Three; a subscribes Three";
        let found = found(lines, "event-loop");
        assert_eq!(found.message, "a, b and c may set each other off in a circle of events");
        assert_eq!((found.subjects.len(), found.evidence.len()), (3, 6));
    }

    #[test]
    fn a_chain_an_echo_and_a_call_back_are_no_loop() {
        assert!(
            says("a publishes a.One; b subscribes a.One; b publishes b.Two; c subscribes b.Two", "event-loop")
                .is_empty()
        );
        assert!(says("a publishes a.One; a subscribes a.One", "event-loop").is_empty());
        assert!(says("a publishes a.One; b subscribes a.One; b calls a", "event-loop").is_empty());
        assert!(
            says("a publishes a.One; ~crm subscribes a.One; ~crm publishes Two; a subscribes Two", "event-loop")
                .is_empty()
        );
        // Who owns an event does not count, only who publishes it.
        assert!(says("a publishes b.One; b subscribes b.One; a subscribes b.One", "event-loop").is_empty());
    }
}
