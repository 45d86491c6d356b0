//! Services that call each other in a circle.
//!
#![doc = include_str!("cycle-sync.md")]

use super::{Rule, about, list};
use crate::finding::Finding;
use crate::graph::{DesignGraph, Projection, Tie};
use crate::measure::cycle;
use cleave_model::{Id, Severity};

pub(super) const RULE: Rule =
    Rule { name: "cycle-sync", severity: Severity::Error, page: include_str!("cycle-sync.md"), judge };

fn judge(graph: &DesignGraph<'_>, findings: &mut Vec<Finding>) {
    let mut inside = connections_inside(graph, &graph.sync, |tie| tie == Tie::Sync);
    for members in graph.sync.tangles.tangles() {
        let at = graph.sync.tangles.of[members[0] as usize];
        let round = way_in_first(graph, &graph.sync, cycle::shortest(&graph.sync.graph, &graph.sync.tangles, at, any));
        let names = names_in_order(graph, &round, members);
        let (message, consequence) = match names.as_slice() {
            [one, other] => (
                format!("{one} and {other} call each other"),
                format!(
                    "Neither can start, deploy or answer without the other. If {other} slows down, {one} waits, and its \
                     own callers with it."
                ),
            ),
            _ => (
                format!("{} call each other in a circle", list(&names)),
                "None of them can start, deploy or answer without all the others, and a retry in one comes back to it \
                 through the rest."
                    .into(),
            ),
        };
        let fix = match (round.first(), round.last()) {
            (Some(first), Some(last)) => format!(
                "Turn the call from {} to {} into an event, or move what both need into a service of its own.",
                graph.name(*last),
                graph.name(*first)
            ),
            _ => String::new(),
        };
        let connections = std::mem::take(&mut inside[at as usize]);
        let mut finding = about(RULE.name, RULE.severity, "Cycle", graph.ids(members));
        finding.path = closed(graph, &round);
        findings.push(finding.saying(message, consequence, fix).shown_by(connections));
    }
}

fn any(_: u32, _: u32) -> bool {
    true
}

/// The connections that run inside each component of a projection.
pub(super) fn connections_inside<'m>(
    graph: &DesignGraph<'m>,
    projection: &Projection,
    of: impl Fn(Tie) -> bool,
) -> Vec<Vec<&'m cleave_model::Connection>> {
    let mut inside = vec![Vec::new(); projection.tangles.many() as usize];
    for found in graph.dependencies().filter(|found| of(found.tie)) {
        if projection.tangles.together(found.from, found.to) {
            inside[projection.tangles.of[found.from as usize] as usize].push(found.way.connection());
        }
    }
    inside
}

/// The same cycle, told from the service through which most comes in from outside the tangle.
pub(super) fn way_in_first(graph: &DesignGraph<'_>, projection: &Projection, mut round: Vec<u32>) -> Vec<u32> {
    let ways_in = |node: u32| {
        let callers = projection.graph.ins(node).iter().filter(|from| !projection.tangles.together(**from, node));
        callers.count() + usize::from(graph.used_outside[node as usize])
    };
    let first = (0..round.len()).min_by_key(|at| (usize::MAX - ways_in(round[*at]), round[*at]));
    round.rotate_left(first.unwrap_or(0));
    round
}

/// The names of a tangle: those on the way round first.
pub(super) fn names_in_order<'m>(graph: &DesignGraph<'m>, round: &[u32], members: &[u32]) -> Vec<&'m str> {
    let on_the_way: std::collections::BTreeSet<u32> = round.iter().copied().collect();
    let rest = members.iter().filter(|member| !on_the_way.contains(member));
    round.iter().chain(rest).map(|service| graph.name(*service)).collect()
}

/// The way round as ids, ending where it began.
pub(super) fn closed(graph: &DesignGraph<'_>, round: &[u32]) -> Vec<Id> {
    let mut path = graph.ids(round);
    path.extend(path.first().cloned());
    path
}

#[cfg(test)]
mod tests {
    use crate::drawing::{found, says};

    #[test]
    fn two_that_call_each_other_are_told_from_the_way_in() {
        let found = found(
            "shopper uses orders.place; orders.place calls inventory.reserve; inventory.reserve calls orders.get",
            "cycle-sync",
        );
        assert_eq!(found.message, "orders and inventory call each other");
        assert_eq!(found.subjects, ["service:inventory", "service:orders"]);
        assert_eq!(found.path, ["service:orders", "service:inventory", "service:orders"]);
        assert_eq!(found.evidence.len(), 2);
        assert_eq!(found.marks.len(), 4);
    }

    #[test]
    fn a_circle_of_many_names_three() {
        assert_eq!(
            says("a calls b; b calls c; c calls d; d calls e; e calls a", "cycle-sync"),
            ["error: a, b and 3 more call each other in a circle"]
        );
        assert_eq!(
            says("a calls b; b calls c; c calls a", "cycle-sync"),
            ["error: a, b and c call each other in a circle"]
        );
    }

    #[test]
    fn calls_within_a_service_and_events_back_are_no_cycle() {
        assert!(says("a.one calls a.two; a.two calls a.one", "cycle-sync").is_empty());
        assert!(says("a calls b.x; b.x publishes b.Done; a subscribes b.Done", "cycle-sync").is_empty());
        assert!(says("a calls b; b calls ~bank; a calls ~bank", "cycle-sync").is_empty());
    }
}
