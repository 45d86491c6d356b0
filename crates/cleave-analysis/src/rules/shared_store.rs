//! Stores that two or more services read or write.
//!
#![doc = include_str!("shared-store.md")]

use super::{Rule, about, list, store_words};
use crate::finding::Finding;
use crate::graph::DesignGraph;
use cleave_model::{ConnectionKind, Record, Severity};
use std::collections::BTreeSet;

pub(super) const RULE: Rule =
    Rule { name: "shared-store", severity: Severity::Error, page: include_str!("shared-store.md"), judge };

fn judge(graph: &DesignGraph<'_>, findings: &mut Vec<Finding>) {
    for node in graph.stores.iter().copied() {
        let Record::DataStore(store) = graph.drawn[node].record else { continue };
        let owner = graph.drawn[node].service;
        let accesses: Vec<_> = graph.accesses(node).collect();
        let judged = || accesses.iter().filter_map(|(from, connection)| Some((from.service?, *connection)));
        let users: BTreeSet<u32> = judged().map(|(service, _)| service).collect();
        if users.len() < 2 {
            continue;
        }
        // The owner first, then whoever else comes.
        let others = users.iter().copied().filter(|service| Some(*service) != owner);
        let order: Vec<u32> = owner.filter(|owner| users.contains(owner)).into_iter().chain(others).collect();
        let names: Vec<&str> = order.iter().map(|service| graph.name(*service)).collect();
        let foreign = judged().any(|(from, access)| access.kind == ConnectionKind::Write && Some(from) != owner);
        let (severity, consequence) = if foreign {
            (Severity::Error, "Several services write the same data, so none of them can promise what it means.")
        } else {
            (Severity::Warning, "A change of its shape can break those who only read it without a failing test.")
        };
        let fix = match owner {
            Some(owner) => format!("Let the others call {} for it, or feed them copies by events.", graph.name(owner)),
            None => "Give the store to one service and let the others call it, or split it.".into(),
        };
        let words = store_words(graph, &store.head.name, owner);
        let finding = about(RULE.name, severity, "Shared store", vec![store.head.id.clone()]);
        let finding = finding.saying(format!("{} share {words}", list(&names)), consequence, fix);
        findings.push(finding.shown_by(judged().map(|(_, connection)| connection)));
    }
}

#[cfg(test)]
mod tests {
    use crate::drawing::{found, says};

    #[test]
    fn a_foreign_write_is_an_error_and_a_foreign_read_a_warning() {
        assert_eq!(says("a writes a.db; b writes a.db", "shared-store"), ["error: a and b share the db store of a"]);
        assert_eq!(says("a writes a.db; b reads a.db", "shared-store"), ["warning: a and b share the db store of a"]);
    }

    #[test]
    fn nobody_owns_it_so_every_write_is_foreign() {
        let found = found("a reads db; b writes db", "shared-store");
        assert_eq!((found.severity.word(), found.message.as_str()), ("error", "a and b share the db store"));
        assert_eq!(says("a reads db; b reads db", "shared-store"), ["warning: a and b share the db store"]);
    }

    #[test]
    fn one_service_by_many_ways_and_an_external_do_not_share() {
        assert!(says("a.x reads a.db; a.y writes a.db; a writes a.db; ~tool reads a.db", "shared-store").is_empty());
    }
}
