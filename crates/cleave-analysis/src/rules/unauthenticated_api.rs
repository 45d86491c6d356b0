//! Operations that anybody may call.
//!
#![doc = include_str!("unauthenticated-api.md")]

use super::{Rule, about};
use crate::finding::Finding;
use crate::graph::DesignGraph;
use cleave_model::{Auth, ConnectionKind, Id, Record, Severity, Visibility};
use std::collections::BTreeMap;

pub(super) const RULE: Rule = Rule {
    name: "unauthenticated-api",
    severity: Severity::Error,
    page: include_str!("unauthenticated-api.md"),
    judge,
};

fn judge(graph: &DesignGraph<'_>, findings: &mut Vec<Finding>) {
    // One decision ends those of a whole API: they stand behind the first of them.
    let mut leaders: BTreeMap<&Id, String> = BTreeMap::new();
    for node in graph.operations.iter().copied() {
        let Record::Operation(operation) = graph.drawn[node].record else { continue };
        let Some(api) = graph.drawn[node].api else { continue };
        let severity = match api.auth {
            Auth::None => Severity::Error,
            Auth::NotSaid => Severity::Warning,
            Auth::Bearer { .. } => continue,
        };
        let outside: Vec<_> =
            graph.incoming(node).filter(|(_, connection)| connection.kind == ConnectionKind::Use).collect();
        if api.visibility != Visibility::Public && outside.is_empty() {
            continue;
        }
        let name = &operation.head.name;
        let finding = about(RULE.name, severity, "No proof", vec![operation.head.id.clone()]);
        let (message, consequence) = if severity == Severity::Error {
            (
                format!("Anybody outside may call {name}"),
                "Whoever reaches the system's edge can do this in anybody's name.",
            )
        } else {
            (
                format!("{name} is reached from outside, and nothing says how callers prove who they are"),
                "Until it is said, it may be built open to everybody.",
            )
        };
        let fix =
            format!("Say how callers of the API {} prove who they are, for example by a bearer token.", api.head.name);
        let mut finding = finding.saying(message, consequence, fix).shown_by(outside.into_iter().map(|(_, way)| way));
        match leaders.get(&api.head.id) {
            Some(leader) => finding.group = Some(leader.clone()),
            None => drop(leaders.insert(&api.head.id, finding.fingerprint.clone())),
        }
        findings.push(finding);
    }
}

#[cfg(test)]
mod tests {
    use crate::drawing::{draw, said, saying};
    use serde_json::json;

    fn judged(lines: &str, api: serde_json::Value) -> Vec<String> {
        let mut model = draw(lines);
        saying(&mut model, "api:a.api", api);
        said(&crate::analyse(&model), "unauthenticated-api")
    }

    #[test]
    fn open_is_an_error_and_not_said_a_warning() {
        assert_eq!(
            judged("shopper uses a.x", json!({"auth": {"kind": "none"}})),
            ["error: Anybody outside may call x"]
        );
        assert_eq!(judged("~partner uses a.x", json!({"auth": {"kind": "not-said"}})).len(), 1);
        assert_eq!(
            judged("b calls a.x", json!({"visibility": "public"})),
            ["warning: x is reached from outside, and nothing says how callers prove who they are"]
        );
    }

    #[test]
    fn one_decision_ends_those_of_an_api() {
        let analysis = crate::analyse(&draw("shopper uses a.x; shopper uses a.y; shopper uses b.z"));
        let found: Vec<_> = analysis.findings.iter().filter(|found| found.rule == "unauthenticated-api").collect();
        let groups: Vec<_> = found.iter().map(|found| found.group.as_deref()).collect();
        assert_eq!(groups, [None, Some(found[0].fingerprint.as_str()), None]);
    }

    #[test]
    fn inside_or_with_a_token_is_fine() {
        assert!(judged("b calls a.x", json!({"auth": {"kind": "none"}})).is_empty());
        let token =
            json!({"auth": {"kind": "bearer", "of": {"issuer": null, "audience": null}}, "visibility": "public"});
        assert!(judged("shopper uses a.x", token).is_empty());
    }
}
