//! Services that have more to do with another team than with their own.
//!
#![doc = include_str!("team-ownership.md")]

use super::{Rule, about, foreign_team_write::own_team};
use crate::finding::Finding;
use crate::graph::DesignGraph;
use cleave_model::{Connection, ConnectionKind, Id, Kind, Record, Severity};
use petgraph::graph::NodeIndex;
use std::collections::BTreeMap;

pub(super) const RULE: Rule =
    Rule { name: "team-ownership", severity: Severity::Warning, page: include_str!("team-ownership.md"), judge };

fn judge(graph: &DesignGraph<'_>, findings: &mut Vec<Finding>) {
    let apart = Apart::of(graph);
    let services = (0..graph.n()).map(Party::Service);
    for party in services.chain(apart.teams.keys().copied().map(Party::Apart)) {
        let Some(own) = apart.team(graph, party) else { continue };
        let (id, name) = apart.called(graph, party);
        findings.extend(finding(id, name, own, &apart.ties(graph, party)));
    }
}

/// Who can have a team: a judged service, or something drawn that has one of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Party {
    Service(u32),
    Apart(NodeIndex),
}

/// The team at the other end, and the connection.
pub(crate) type Tie<'m> = (Option<&'m str>, &'m Connection);

/// What has a team of its own and is no judged service: stores that say one, and brokers.
#[derive(Default)]
pub(crate) struct Apart<'m> {
    teams: BTreeMap<NodeIndex, &'m str>,
    ties: BTreeMap<Party, Vec<Tie<'m>>>,
}

impl<'m> Apart<'m> {
    pub(crate) fn of(graph: &DesignGraph<'m>) -> Self {
        let mut apart = Self::default();
        for node in graph.drawn.places() {
            let element = graph.drawn[node];
            let team = match (element.kind, element.record) {
                (Kind::DataStore, Record::DataStore(store)) => own_team(store),
                (Kind::Service, Record::Service(service)) if element.service.is_none() => service.team.as_deref(),
                _ => None,
            };
            apart.teams.extend(team.map(|team| (node, team)));
        }
        if apart.teams.is_empty() {
            return apart;
        }
        for way in graph.ways() {
            for (party, team) in apart.tied(graph, (way.from, way.to), way.marks.kind) {
                apart.ties.entry(party).or_default().push((team, way.connection()));
            }
        }
        apart
    }

    /// Whether something drawn has a team of its own.
    pub(crate) fn has(&self, node: NodeIndex) -> bool {
        self.teams.contains_key(&node)
    }

    /// The team of its own that something drawn has.
    pub(crate) fn own(&self, node: NodeIndex) -> Option<&'m str> {
        self.teams.get(&node).copied()
    }

    pub(crate) fn team(&self, graph: &DesignGraph<'m>, party: Party) -> Option<&'m str> {
        match party {
            Party::Service(service) => graph.services[service as usize].team.as_deref(),
            Party::Apart(node) => self.own(node),
        }
    }

    pub(crate) fn called(&self, graph: &DesignGraph<'m>, party: Party) -> (&'m Id, &'m str) {
        match party {
            Party::Service(service) => (graph.id(service), graph.name(service)),
            Party::Apart(node) => (graph.drawn[node].record.id(), graph.drawn[node].record.name()),
        }
    }

    /// All that ties one to others.
    pub(crate) fn ties(&self, graph: &DesignGraph<'m>, party: Party) -> Vec<Tie<'m>> {
        let mut ties = Vec::new();
        if let Party::Service(service) = party {
            let below = graph.needs(service).map(|found| (found.to, found));
            let between = below.chain(graph.needed(service).map(|found| (found.from, found)));
            let between = between.filter(|(_, found)| !self.has(found.way.to));
            ties.extend(
                between.map(|(other, found)| (graph.services[other as usize].team.as_deref(), found.way.connection())),
            );
        }
        ties.extend(self.ties.get(&party).into_iter().flatten().copied());
        ties
    }

    /// Whom a connection ties to whose team, where one of its ends has a team of its own.
    pub(crate) fn tied(
        &self,
        graph: &DesignGraph<'m>,
        (from, to): (NodeIndex, NodeIndex),
        kind: ConnectionKind,
    ) -> Vec<(Party, Option<&'m str>)> {
        let mut tied = Vec::new();
        if matches!(kind, ConnectionKind::Use | ConnectionKind::ReleaseWith) || from == to {
            return tied;
        }
        for (near, far) in [(from, to), (to, from)] {
            let Some(team) = self.own(near) else { continue };
            if let Some(theirs) = self.own(far) {
                tied.push((Party::Apart(near), Some(theirs)));
                continue;
            }
            // What is heard of an event that no judged service owns comes from those who publish it.
            let services = match graph.drawn[far].service {
                None if kind == ConnectionKind::Subscribe && near == from => {
                    graph.services_at(far, ConnectionKind::Publish)
                }
                service => Vec::from_iter(service),
            };
            for service in services {
                let theirs = graph.services[service as usize].team.as_deref();
                tied.extend([(Party::Apart(near), theirs), (Party::Service(service), Some(team))]);
            }
        }
        tied
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
    fn a_broker_that_hears_an_event_of_nobody_is_tied_to_its_publishers() {
        let broker = json!({"role": "broker", "team": "a"});
        let lines = "a1 publishes Done; mq subscribes Done; b1 calls a1; b1 calls b2";
        assert!(said(&crate::analyse(&with(teams(lines), "service:mq", broker.clone())), "team-ownership").is_empty());
        let model = with(teams("b1 publishes Done; mq subscribes Done"), "service:mq", broker);
        assert_eq!(
            said(&crate::analyse(&model), "team-ownership"),
            [
                "warning: b1 has 1 connection with a and 0 with b, which owns it",
                "warning: mq has 1 connection with b and 0 with a, which owns it"
            ]
        );
    }

    #[test]
    fn a_broker_counts_with_its_team() {
        let model =
            with(teams("a1 calls mq; b1 calls a1; b1 calls b2"), "service:mq", json!({"role": "broker", "team": "a"}));
        assert!(said(&crate::analyse(&model), "team-ownership").is_empty());
    }
}
