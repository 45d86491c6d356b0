//! Services that have more to do with another team than with their own.
//!
#![doc = include_str!("team-ownership.md")]

use super::{Rule, about};
use crate::finding::Finding;
use crate::graph::{Dependency, DesignGraph};
use cleave_model::Severity;
use std::collections::BTreeMap;

pub(super) const RULE: Rule =
    Rule { name: "team-ownership", severity: Severity::Warning, page: include_str!("team-ownership.md"), judge };

fn judge(graph: &DesignGraph<'_>, findings: &mut Vec<Finding>) {
    let team = |service: u32| graph.services[service as usize].team.as_deref();
    for service in 0..graph.n() {
        let Some(own) = team(service) else { continue };
        let ties = || {
            let below = graph.needs(service).map(|found| (found.to, found));
            below.chain(graph.needed(service).map(|found| (found.from, found)))
        };
        let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
        for team in ties().filter_map(|(other, _)| team(other)) {
            *counts.entry(team).or_default() += 1;
        }
        let with_own = counts.get(own).copied().unwrap_or(0);
        // The first by name of those with most.
        let most = counts.into_iter().reduce(|most, next| if next.1 > most.1 { next } else { most });
        let Some((other, with_other)) = most.filter(|(_, with_other)| *with_other > with_own) else { continue };
        let name = graph.name(service);
        let connections = if with_other == 1 { "connection" } else { "connections" };
        let message =
            format!("{name} has {with_other} {connections} with {other} and {with_own} with {own}, which owns it");
        let consequence = "Most of its changes need two teams to agree.";
        let fix = format!("Give it to {other}, or move what ties it there.");
        let finding = about(RULE.name, RULE.severity, "Other team", vec![graph.id(service).clone()]);
        let theirs = ties().filter(|(end, _)| team(*end) == Some(other));
        let proof = theirs.map(|(_, Dependency { connection, .. })| *connection);
        findings.push(finding.saying(message, consequence, fix).shown_by(proof));
    }
}

#[cfg(test)]
mod tests {
    use crate::drawing::{draw, one, said, shown, with};
    use cleave_model::Model;
    use serde_json::json;

    /// The design with these teams: the first letter of a service's name is its team.
    fn teams(lines: &str) -> Model {
        let model = draw(lines);
        let ids: Vec<String> = model.services().map(|service| service.head.id.to_string()).collect();
        ids.into_iter().filter(|id| !id.starts_with("service:_")).fold(model, |model, id| {
            let team = id["service:".len()..][..1].to_owned();
            with(model, &id, json!({ "team": team }))
        })
    }

    fn says(lines: &str) -> Vec<String> {
        said(&crate::analyse(&teams(lines)), "team-ownership")
    }

    #[test]
    fn more_connections_with_another_team_than_with_ones_own() {
        let model = teams(
            "a1.x calls a2; b1 calls a1.x; a1 subscribes b2.Done; b2 publishes b2.Done; b1 calls b2; b1 reads b2.db",
        );
        let found = one("team-ownership", &model);
        assert_eq!(found.message, "a1 has 2 connections with b and 1 with a, which owns it");
        assert_eq!((found.severity.word(), found.subjects.as_slice()), ("warning", ["service:a1".into()].as_slice()));
        assert_eq!(shown(&found), ["service:a1 subscribe event:b2.Done", "service:b1 call operation:a1.x"]);
    }

    #[test]
    fn every_drawn_connection_counts() {
        // One service of its own team by two connections, one of another by three.
        assert_eq!(
            says(
                "a1 calls a2.x; a1 calls a2.y; a1 calls b1.x; a1 calls b1.y; a1 calls b1.z; b1 calls b2.x; b1 calls b2.y; b1 calls b2.z"
            ),
            ["warning: a1 has 3 connections with b and 2 with a, which owns it"]
        );
    }

    #[test]
    fn a_tie_is_fine_also_between_several_teams() {
        assert!(says("a1 calls a2; a1 calls b1; b1 calls b2").is_empty());
        assert!(says("a1 calls a2; a1 calls b1; a1 calls c1; b1 calls b2; c1 calls c2").is_empty());
    }

    #[test]
    fn others_add_up_by_team_not_together() {
        // Two connections with strangers, but one with each team.
        assert!(says("a1 calls a2; a1 calls b1; c1 calls a1; b1 calls b2; c1 calls c2").is_empty());
    }

    #[test]
    fn without_a_team_nothing_is_said() {
        assert!(says("a1 calls _x; a1 calls _y; _x calls b1; _z calls b1; a1 calls ~bank; shopper uses a1").is_empty());
        assert!(says("a1 calls a1.x; a1 publishes a1.Done").is_empty());
    }

    #[test]
    fn none_of_ones_own_team_is_the_extreme() {
        assert_eq!(
            says("a1 calls b1; b1 calls b2"),
            ["warning: a1 has 1 connection with b and 0 with a, which owns it"]
        );
    }
}
