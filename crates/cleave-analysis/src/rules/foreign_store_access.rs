//! Services that reach into a store another one owns.
//!
#![doc = include_str!("foreign-store-access.md")]

use super::{Rule, about, access_verb, store_words};
use crate::finding::{Finding, fingerprint};
use crate::graph::DesignGraph;
use cleave_model::{Connection, ConnectionKind, Record, Severity};
use std::collections::BTreeMap;

pub(super) const RULE: Rule = Rule {
    name: "foreign-store-access",
    severity: Severity::Error,
    page: include_str!("foreign-store-access.md"),
    judge,
};

fn judge(graph: &DesignGraph<'_>, findings: &mut Vec<Finding>) {
    for node in graph.stores.iter().copied() {
        let Record::DataStore(store) = graph.drawn[node].record else { continue };
        let Some(owner) = graph.drawn[node].service else { continue };
        let mut strangers: BTreeMap<u32, Vec<&Connection>> = BTreeMap::new();
        for (from, connection) in graph.accesses(node) {
            if let Some(service) = from.service.filter(|service| *service != owner) {
                strangers.entry(service).or_default().push(connection);
            }
        }
        for (service, accesses) in strangers {
            let writes = accesses.iter().any(|access| access.kind == ConnectionKind::Write);
            let (name, owner_name) = (graph.name(service), graph.name(owner));
            let (severity, consequence) = if writes {
                (Severity::Error, format!("{owner_name} cannot keep its own rules: its data changes behind its back."))
            } else {
                let broken =
                    format!("A change to the {} store can break {name} without a failing test.", store.head.name);
                (Severity::Warning, broken)
            };
            let verb = access_verb(accesses.iter().copied());
            let message = format!("{name} {verb} {}", store_words(graph, &store.head.name, Some(owner)));
            let fix = if writes {
                format!("Call an operation of {owner_name} that does it.")
            } else {
                format!("Call an operation of {owner_name}, or keep a copy that its events feed.")
            };
            let subjects = vec![graph.id(service).clone(), store.head.id.clone()];
            let mut finding = about(RULE.name, severity, "Foreign store", subjects);
            finding.group = Some(fingerprint("shared-store", std::slice::from_ref(&store.head.id)));
            finding.path = vec![graph.id(service).clone(), store.head.id.clone()];
            findings.push(finding.saying(message, consequence, fix).shown_by(accesses));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::drawing::{draw, says};

    #[test]
    fn the_worst_access_decides_and_the_drawn_ends_are_shown() {
        let analysis = crate::analyse(&draw("b.x reads a.db; b.y writes a.db; a writes a.db"));
        let found = analysis.findings.iter().find(|found| found.rule == "foreign-store-access").unwrap();
        assert_eq!((found.severity.word(), found.message.as_str()), ("error", "b reads and writes the db store of a"));
        assert_eq!(found.subjects, ["service:b", "store:a.db"]);
        let shown: Vec<_> = found.evidence.iter().map(|evidence| evidence.from.as_str()).collect();
        assert_eq!(shown, ["operation:b.x", "operation:b.y"]);
        let leader = analysis.findings.iter().find(|found| found.rule == "shared-store").unwrap();
        assert_eq!(found.group.as_ref(), Some(&leader.fingerprint));
    }

    #[test]
    fn a_lone_reader_is_a_warning_without_a_leader() {
        let analysis = crate::analyse(&draw("notifications reads customers.customers"));
        assert_eq!(analysis.findings[0].message, "notifications reads the customers store");
        assert_eq!((analysis.findings[0].severity.word(), &analysis.findings[0].group), ("warning", &None));
    }

    #[test]
    fn the_owner_and_a_store_without_one_are_fine() {
        assert!(says("a.x writes a.db; b writes db", "foreign-store-access").is_empty());
    }
}
