//! Services that have more to do with another team than with their own.
//!
#![doc = include_str!("team-ownership.md")]

use super::{Rule, about, foreign_team_write::own_team};
use crate::finding::Finding;
use crate::graph::DesignGraph;
use cleave_model::{Connection, ConnectionKind, Id, Record, Severity};
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;
use std::collections::BTreeMap;

pub(super) const RULE: Rule =
    Rule { name: "team-ownership", severity: Severity::Warning, page: include_str!("team-ownership.md"), judge };

fn judge(graph: &DesignGraph<'_>, findings: &mut Vec<Finding>) {
    let apart = Apart::of(graph);
    for service in 0..graph.n() {
        let Some(own) = graph.services[service as usize].team.as_deref() else { continue };
        let below = graph.needs(service).map(|found| (found.to, found));
        let between = below.chain(graph.needed(service).map(|found| (found.from, found)));
        let between = between.filter(|(_, found)| !apart.teams.contains_key(&found.end));
        let ties = between.map(|(other, found)| (graph.services[other as usize].team.as_deref(), found.connection));
        let ties: Vec<_> = ties.chain(apart.ties(service).iter().copied()).collect();
        findings.extend(finding(graph.id(service), graph.name(service), own, &ties));
    }
    for (node, own) in &apart.teams {
        let record = graph.drawn[*node].record;
        findings.extend(finding(record.id(), record.name(), own, apart.at.get(node).map_or(&[][..], Vec::as_slice)));
    }
}

/// The team at the other end, and the connection.
type Tie<'m> = (Option<&'m str>, &'m Connection);

/// What has a team of its own and is no judged service: stores that say one, and brokers.
#[derive(Default)]
struct Apart<'m> {
    teams: BTreeMap<NodeIndex, &'m str>,
    at: BTreeMap<NodeIndex, Vec<Tie<'m>>>,
    of_services: BTreeMap<u32, Vec<Tie<'m>>>,
}

impl<'m> Apart<'m> {
    fn of(graph: &DesignGraph<'m>) -> Self {
        let mut apart = Self::default();
        for node in graph.drawn.node_indices() {
            let team = match graph.drawn[node].record {
                Record::DataStore(store) => own_team(store),
                Record::Service(service) if !service.is_judged() => service.team.as_deref(),
                _ => None,
            };
            apart.teams.extend(team.map(|team| (node, team)));
        }
        if apart.teams.is_empty() {
            return apart;
        }
        for edge in graph.drawn.edge_references() {
            let meant = !matches!(edge.weight().kind, ConnectionKind::Use | ConnectionKind::ReleaseWith);
            for (near, far) in [(edge.source(), edge.target()), (edge.target(), edge.source())] {
                let Some(team) = apart.teams.get(&near).copied().filter(|_| meant && near != far) else { continue };
                let other = graph.drawn[far].service.filter(|_| !apart.teams.contains_key(&far));
                let theirs = match other {
                    Some(service) => graph.services[service as usize].team.as_deref(),
                    None => apart.teams.get(&far).copied(),
                };
                apart.at.entry(near).or_default().push((theirs, *edge.weight()));
                if let Some(service) = other {
                    apart.of_services.entry(service).or_default().push((Some(team), *edge.weight()));
                }
            }
        }
        apart
    }

    fn ties(&self, service: u32) -> &[Tie<'m>] {
        self.of_services.get(&service).map_or(&[], Vec::as_slice)
    }
}

/// What is said of an element with these ties.
fn finding(id: &Id, name: &str, own: &str, ties: &[Tie<'_>]) -> Option<Finding> {
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for team in ties.iter().filter_map(|(team, _)| *team) {
        *counts.entry(team).or_default() += 1;
    }
    let with_own = counts.get(own).copied().unwrap_or(0);
    // The first by name of those with most.
    let most = counts.into_iter().reduce(|most, next| if next.1 > most.1 { next } else { most });
    let (other, with_other) = most.filter(|(_, with_other)| *with_other > with_own)?;
    let connections = if with_other == 1 { "connection" } else { "connections" };
    let message =
        format!("{name} has {with_other} {connections} with {other} and {with_own} with {own}, which owns it");
    let consequence = "Most of its changes need two teams to agree.";
    let fix = format!("Give it to {other}, or move what ties it there.");
    let finding = about(RULE.name, RULE.severity, "Other team", vec![id.clone()]);
    let theirs = ties.iter().filter(|(team, _)| *team == Some(other)).map(|(_, connection)| *connection);
    Some(finding.saying(message, consequence, fix).shown_by(theirs))
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

    #[test]
    fn a_store_with_a_team_of_its_own_counts_as_such() {
        // As MicroFreshener counts: a service and the store of its team, and one call from elsewhere, are a tie.
        let tagged =
            |lines: &str, team: &str| with(teams(lines), "store:db", json!({"tags": [format!("team:{team}")]}));
        let mine = tagged("a1 writes db; b1 calls a1; b1 calls b2", "a");
        assert!(said(&crate::analyse(&mine), "team-ownership").is_empty());
        let theirs = one("team-ownership", &tagged("a1 writes db; a2 calls a1; a2 reads db; a1 calls a2", "b"));
        assert_eq!(theirs.message, "db has 2 connections with a and 0 with b, which owns it");
        assert_eq!(theirs.subjects, ["store:db"]);
    }

    #[test]
    fn a_broker_counts_with_its_team() {
        let model =
            with(teams("a1 calls mq; b1 calls a1; b1 calls b2"), "service:mq", json!({"role": "broker", "team": "a"}));
        assert!(said(&crate::analyse(&model), "team-ownership").is_empty());
    }
}
