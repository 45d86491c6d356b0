//! Operations that nobody calls.
//!
#![doc = include_str!("dead-api.md")]

use super::{Rule, about};
use crate::finding::Finding;
use crate::graph::DesignGraph;
use cleave_model::{Connection, ConnectionKind, Record, Severity, Visibility};

pub(super) const RULE: Rule =
    Rule { name: "dead-api", severity: Severity::Info, page: include_str!("dead-api.md"), judge };

fn judge(graph: &DesignGraph<'_>, findings: &mut Vec<Finding>) {
    for node in graph.operations.iter().copied() {
        let Record::Operation(operation) = graph.drawn[node].record else { continue };
        let mut ends = graph.incoming(node);
        // One that only calls itself is called by nobody.
        let by_others = |end: &Connection| end.from != operation.head.id;
        let called =
            ends.any(|(_, end)| matches!(end.kind, ConnectionKind::Call | ConnectionKind::Use) && by_others(end));
        // Whether others outside the design may call it. Not said is no.
        let public = graph.drawn[node].api.is_some_and(|api| api.visibility == Visibility::Public);
        if called || public {
            continue;
        }
        let name = &operation.head.name;
        let message = match graph.drawn[node].service {
            Some(owner) => format!("Nobody calls {name} of {}", graph.name(owner)),
            None => format!("Nobody calls {name}"),
        };
        let consequence = "It has to be kept, tested and protected for no one.";
        let fix = "Draw who calls it, remove it, or mark its API as public.";
        let finding = about(RULE.name, RULE.severity, "Not called", vec![operation.head.id.clone()]);
        findings.push(finding.saying(message, consequence, fix));
    }
}

#[cfg(test)]
mod tests {
    use crate::drawing::{draw, one, said, says, with};
    use serde_json::json;

    #[test]
    fn an_operation_without_a_caller_is_dead() {
        let found = one("dead-api", &draw("shopper uses a.x; a.x calls b.y; b.z reads b.db"));
        assert_eq!((found.severity.word(), found.message.as_str()), ("info", "Nobody calls z of b"));
        assert_eq!((found.subjects.as_slice(), found.evidence.len()), (["operation:b.z".into()].as_slice(), 0));
    }

    #[test]
    fn one_that_calls_only_itself_is_dead() {
        let model = draw("a.x calls a.x; a.y reads a.db; a.x reads a.db; a.x calls a.y");
        assert_eq!(said(&crate::analyse(&model), "dead-api"), ["info: Nobody calls x of a"]);
    }

    #[test]
    fn a_call_to_its_service_calls_none_of_its_operations() {
        assert_eq!(says("a calls b; shopper uses b; b.x reads b.db", "dead-api"), ["info: Nobody calls x of b"]);
    }

    #[test]
    fn any_caller_is_enough_and_a_public_one_needs_none() {
        assert!(says("a calls b.x; shopper uses b.y; ~bank uses b.z; b.x calls b.w", "dead-api").is_empty());
        let public = with(draw("b.x reads b.db"), "api:b.api", json!({"visibility": "public"}));
        assert!(said(&crate::analyse(&public), "dead-api").is_empty());
        assert!(says("a calls b; service c", "dead-api").is_empty());
    }
}
