//! Writes into a store that another team answers for.
//!
#![doc = include_str!("foreign-team-write.md")]

use super::{Rule, about, store_words};
use crate::finding::{Finding, fingerprint};
use crate::graph::DesignGraph;
use cleave_model::{Connection, ConnectionKind, DataStore, Record, Severity, TEAM};
use std::collections::BTreeMap;

pub(super) const RULE: Rule =
    Rule { name: "foreign-team-write", severity: Severity::Error, page: include_str!("foreign-team-write.md"), judge };

fn judge(graph: &DesignGraph<'_>, findings: &mut Vec<Finding>) {
    let team = |service: u32| graph.services[service as usize].team.as_deref();
    for node in graph.stores.iter().copied() {
        let Record::DataStore(store) = graph.drawn[node].record else { continue };
        let owner = graph.drawn[node].service;
        let Some(answers) = own_team(store).or_else(|| team(owner?)) else { continue };
        let mut strangers: BTreeMap<u32, Vec<&Connection>> = BTreeMap::new();
        for (from, connection) in graph.incoming(node) {
            let writes = connection.kind == ConnectionKind::Write;
            if let Some(service) =
                from.service.filter(|service| writes && team(*service).is_some_and(|team| team != answers))
            {
                strangers.entry(service).or_default().push(connection);
            }
        }
        for (service, writes) in strangers {
            let (name, theirs) = (graph.name(service), team(service).unwrap_or_default());
            let subjects = vec![graph.id(service).clone(), store.head.id.clone()];
            let mut finding = about(RULE.name, RULE.severity, "Other team", subjects);
            finding.group = Some(fingerprint("shared-store", std::slice::from_ref(&store.head.id)));
            finding.path = finding.subjects.clone();
            let words = store_words(graph, &store.head.name, owner);
            let message = format!("{name} of team {theirs} writes {words}, which team {answers} answers for");
            let consequence = format!("Team {answers} cannot promise anything about data that team {theirs} changes.");
            let theirs = owner.filter(|owner| *owner != service).map_or(answers, |owner| graph.name(owner));
            let fix = format!("Ask {theirs} to do it by an operation of its own.");
            findings.push(finding.saying(message, consequence, fix).shown_by(writes));
        }
    }
}

/// The team a store names itself, where it is not its owner's.
pub(super) fn own_team(store: &DataStore) -> Option<&str> {
    store.head.tags.iter().find_map(|tag| tag.strip_prefix(TEAM))
}

#[cfg(test)]
mod tests {
    use crate::drawing::{draw, said, saying};
    use serde_json::json;

    fn judged(lines: &str, teams: &[(&str, &str)]) -> Vec<String> {
        let mut model = draw(lines);
        for (service, team) in teams {
            saying(&mut model, service, json!({"team": team}));
        }
        said(&crate::analyse(&model), "foreign-team-write")
    }

    #[test]
    fn a_write_across_teams() {
        assert_eq!(
            judged("a.x writes b.db", &[("service:a", "Shop"), ("service:b", "Money")]),
            ["error: a of team Shop writes the db store of b, which team Money answers for"]
        );
    }

    #[test]
    fn reads_one_team_and_unknown_teams_are_fine() {
        let both = [("service:a", "Shop"), ("service:b", "Money")];
        assert!(judged("a.x reads b.db", &both).is_empty());
        assert!(judged("a.x writes b.db", &[("service:a", "Shop"), ("service:b", "Shop")]).is_empty());
        assert!(judged("a.x writes b.db", &[("service:b", "Money")]).is_empty());
        assert!(judged("a.x writes db", &both[..1]).is_empty());
    }

    #[test]
    fn a_store_may_have_a_team_of_its_own() {
        let judged = |lines: &str, store: &str| {
            let mut model = draw(lines);
            saying(&mut model, "service:a", json!({"team": "Shop"}));
            saying(&mut model, store, json!({"tags": ["team:Money"]}));
            said(&crate::analyse(&model), "foreign-team-write")
        };
        assert_eq!(
            judged("a.x writes db", "store:db"),
            ["error: a of team Shop writes the db store, which team Money answers for"]
        );
        assert_eq!(judged("a.x writes a.db", "store:a.db").len(), 1);
        assert!(judged("a.x reads db", "store:db").is_empty());
    }
}
