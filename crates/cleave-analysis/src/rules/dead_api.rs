//! Operations that nobody calls.
//!
#![doc = include_str!("dead-api.md")]

use super::{Rule, about};
use crate::finding::Finding;
use crate::graph::DesignGraph;
use crate::kept::MadeOf;
use cleave_model::{ConnectionKind, Record, Severity, Visibility};

pub(super) const RULE: Rule =
    Rule { name: "dead-api", severity: Severity::Info, page: include_str!("dead-api.md"), judge };

fn judge(graph: &DesignGraph<'_>, findings: &mut Vec<Finding>) {
    for node in graph.operations.iter().copied() {
        // One that only calls itself is called by nobody.
        let called = graph
            .arriving(node)
            .any(|way| matches!(way.marks.kind, ConnectionKind::Call | ConnectionKind::Use) && way.from != node);
        // Whether others outside the design may call it. Not said is no.
        let public = || graph.drawn[node].api.is_some_and(|api| api.visibility == Visibility::Public);
        if called || public() {
            continue;
        }
        let Record::Operation(operation) = graph.drawn[node].record else { continue };
        let owner = graph.drawn[node].service.map(|owner| graph.services[owner as usize]);
        let made_of = MadeOf::default().record(&**operation).records(owner);
        findings.push(graph.kept.finding(RULE.name, made_of, || {
            let name = &operation.head.name;
            let message = match owner {
                Some(owner) => format!("Nobody calls {name} of {}", owner.head.name),
                None => format!("Nobody calls {name}"),
            };
            let consequence = "It has to be kept, tested and protected for no one.";
            let fix = "Draw who calls it, remove it, or mark its API as public.";
            let finding = about(RULE.name, RULE.severity, "Not called", vec![operation.head.id.clone()]);
            finding.saying(message, consequence, fix)
        }));
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
