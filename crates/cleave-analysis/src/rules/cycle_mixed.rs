//! Services whose contracts depend on each other in a circle, though not all by calls.
//!
#![doc = include_str!("cycle-mixed.md")]

use super::cycle_sync::{closed, connections_inside, names_in_order, way_in_first};
use super::{Rule, about, list};
use crate::finding::Finding;
use crate::graph::DesignGraph;
use crate::measure::cycle;
use cleave_model::Severity;

pub(super) const RULE: Rule =
    Rule { name: "cycle-mixed", severity: Severity::Warning, page: include_str!("cycle-mixed.md"), judge };

fn judge(graph: &DesignGraph<'_>, findings: &mut Vec<Finding>) {
    let (all, sync) = (&graph.all, &graph.sync);
    let of_calls = |members: &&[u32]| sync.tangles.members(sync.tangles.of[members[0] as usize]) == *members;
    let mixed: Vec<&[u32]> = all.tangles.tangles().into_iter().filter(|members| !of_calls(members)).collect();
    if mixed.is_empty() {
        return;
    }
    let mut inside = connections_inside(graph, all, |_| true);
    for members in mixed {
        let at = all.tangles.of[members[0] as usize];
        let round = cycle::shortest(&all.graph, &all.tangles, at, |from, to| !sync.graph.has(from, to));
        let round = way_in_first(graph, all, round);
        let names = names_in_order(graph, &round, members);
        let (message, both) = match names.as_slice() {
            [one, other] => (format!("{one} and {other} depend on each other"), "neither"),
            _ => (format!("{} depend on each other in a circle", list(&names)), "none"),
        };
        let consequence = format!(
            "Of their contracts {both} can change without the rest, even where they do not wait for each other at run \
             time."
        );
        let fix = "Move the contract of the event or the data to the side that needs it, or to a contract both share.";
        let connections = std::mem::take(&mut inside[at as usize]);
        let mut finding = about(RULE.name, RULE.severity, "Cycle", graph.ids(members));
        finding.path = closed(graph, &round);
        findings.push(finding.saying(message, consequence, fix).shown_by(connections));
    }
}

#[cfg(test)]
mod tests {
    use crate::drawing::{found, says};

    #[test]
    fn a_call_out_and_a_subscription_back_tie_both_contracts() {
        let found = found("a.x calls b.y; a.x publishes a.Done; b subscribes a.Done", "cycle-mixed");
        assert_eq!((found.rule.as_str(), found.message.as_str()), ("cycle-mixed", "a and b depend on each other"));
        assert_eq!(found.evidence.len(), 2);
    }

    #[test]
    fn a_tangle_of_calls_alone_is_not_said_twice() {
        assert!(says("a calls b; b calls a; b depends a", "cycle-mixed").is_empty());
    }

    #[test]
    fn a_tangle_larger_than_the_calls_is_said_beside_them() {
        let lines = "a calls b; b calls a; b calls c; c depends a";
        assert_eq!(says(lines, "cycle-mixed"), ["warning: a, b and c depend on each other in a circle"]);
        assert_eq!(says(lines, "cycle-sync"), ["error: a and b call each other"]);
    }

    #[test]
    fn call_and_subscription_the_same_way_are_no_circle() {
        assert!(says("a.x calls b.y; b.y publishes b.Done; a subscribes b.Done", "cycle-mixed").is_empty());
    }
}
