//! Data stores that nobody uses.
//!
#![doc = include_str!("orphan-store.md")]

use super::{Rule, about, store_words};
use crate::finding::Finding;
use crate::graph::DesignGraph;
use cleave_model::{Record, Severity};

pub(super) const RULE: Rule =
    Rule { name: "orphan-store", severity: Severity::Info, page: include_str!("orphan-store.md"), judge };

fn judge(graph: &DesignGraph<'_>, findings: &mut Vec<Finding>) {
    for node in graph.stores.iter().copied() {
        let Record::DataStore(store) = graph.drawn[node].record else { continue };
        if graph.accesses(node).next().is_some() {
            continue;
        }
        let message =
            format!("Nobody reads or writes {}", store_words(graph, &store.head.name, graph.drawn[node].service));
        let consequence = "It is run, backed up and watched over for no one.";
        let finding = about(RULE.name, RULE.severity, "Unused", vec![store.head.id.clone()]);
        findings.push(finding.saying(message, consequence, "Draw who uses it, or delete it."));
    }
}

#[cfg(test)]
mod tests {
    use crate::drawing::{draw, element, one, said, says};
    use cleave_model::Kind;

    #[test]
    fn a_store_without_reader_and_writer_is_an_orphan() {
        let mut model = draw("a writes a.db; service b");
        element(&mut model, "b.cache", Kind::DataStore);
        let found = one("orphan-store", &model);
        assert_eq!(
            (found.severity.word(), found.message.as_str()),
            ("info", "Nobody reads or writes the cache store of b")
        );
        assert_eq!((found.subjects.as_slice(), found.evidence.len()), (["store:b.cache".into()].as_slice(), 0));
    }

    #[test]
    fn a_declared_dependency_neither_reads_nor_writes() {
        // Only a neutral graph can say it of a store.
        let graph = r#"{"nodes": [{"id": "a", "kind": "service"}, {"id": "b", "kind": "service"},
            {"id": "db", "kind": "store"}, {"id": "own", "kind": "store"}, {"id": "cache", "kind": "store"}],
            "edges": [{"from": "a", "to": "own", "kind": "owns"}, {"from": "a", "to": "own", "kind": "write"},
            {"from": "b", "to": "own", "kind": "depends"}, {"from": "b", "to": "db", "kind": "write"},
            {"from": "a", "to": "db", "kind": "depends"}, {"from": "a", "to": "cache", "kind": "depends"}]}"#;
        let analysis = crate::analyse(&cleave_text::parse_graph_json(graph).unwrap());
        for rule in ["foreign-store-access", "shared-store", "distributed-monolith"] {
            assert!(said(&analysis, rule).is_empty(), "{rule}");
        }
        assert_eq!(said(&analysis, "orphan-store"), ["info: Nobody reads or writes the cache store"]);
    }

    #[test]
    fn any_reader_or_writer_is_enough() {
        assert!(says("a reads a.db; b.x writes b.db; ~tool reads c.db", "orphan-store").is_empty());
    }
}
