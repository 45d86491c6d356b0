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
        // Only reads and writes end at a store.
        if graph.drawn.neighbors_directed(node, petgraph::Direction::Incoming).next().is_some() {
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
    use crate::drawing::{draw, element, one, says};
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
    fn any_reader_or_writer_is_enough() {
        assert!(says("a reads a.db; b.x writes b.db; ~tool reads c.db", "orphan-store").is_empty());
    }
}
