//! Entities that two or more services each keep as their own.
//!
#![doc = include_str!("duplicated-entity.md")]

use super::{Rule, about, list};
use crate::finding::Finding;
use crate::graph::DesignGraph;
use cleave_model::{Entity, Id, Record, Severity};
use std::collections::{BTreeMap, BTreeSet};

pub(super) const RULE: Rule =
    Rule { name: "duplicated-entity", severity: Severity::Warning, page: include_str!("duplicated-entity.md"), judge };

fn judge(graph: &DesignGraph<'_>, findings: &mut Vec<Finding>) {
    let mut masters: BTreeMap<String, Vec<(&Id, &Entity)>> = BTreeMap::new();
    for entity in graph.model.entities().filter(|entity| entity.replica.is_none()) {
        let store = entity.head.home.as_ref().and_then(|store| graph.model.get(store));
        if let Some(owner) = store.and_then(Record::home) {
            masters.entry(folded(&entity.head.name)).or_default().push((owner, entity));
        }
    }
    for (name, mut kept) in masters {
        kept.sort_by_key(|(owner, entity)| (*owner, &entity.head.id));
        let owners: BTreeSet<&Id> = kept.iter().map(|(owner, _)| *owner).collect();
        if owners.len() < 2 {
            continue;
        }
        let owners: Vec<&str> = owners.iter().filter_map(|owner| graph.model.get(owner)).map(Record::name).collect();
        let all = if owners.len() == 2 { "both" } else { "all" };
        let message = format!("{} {all} keep {} as their own", list(&owners), kept[0].1.head.name);
        let consequence = "They drift apart, and nobody can say which of them is right.";
        let fix = "Choose one as the master, and mark the others as replicas that its events feed.";
        let mut finding = about(RULE.name, RULE.severity, "Many masters", vec![Id::new(name)]);
        let stores = kept.iter().filter_map(|(_, entity)| entity.head.home.clone());
        finding.marks = stores.chain(kept.iter().map(|(_, entity)| entity.head.id.clone())).collect();
        finding.marks.sort();
        finding.marks.dedup();
        findings.push(finding.saying(message, consequence, fix));
    }
}

/// The name without the difference of upper and lower case.
fn folded(name: &str) -> String {
    // By way of upper case, so that ß is ss and both small sigmas are one.
    name.chars().flat_map(char::to_uppercase).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::folded;
    use crate::drawing::{found, says};

    #[test]
    fn two_owners_of_the_same_entity_both_think_they_are_right() {
        let found =
            found("orders.db holds Customer; billing.db holds customer; billing.db holds Bill", "duplicated-entity");
        assert_eq!(
            (found.severity.word(), found.message.as_str()),
            ("warning", "billing and orders both keep customer as their own")
        );
        assert_eq!(found.subjects, ["customer"]);
        assert_eq!(
            found.marks,
            ["entity:billing.db.customer", "entity:orders.db.Customer", "store:billing.db", "store:orders.db"]
        );
        assert_eq!(
            says("a.db holds X; b.db holds X; c.db holds x", "duplicated-entity"),
            ["warning: a, b and c all keep X as their own"]
        );
    }

    #[test]
    fn replicas_stores_of_one_owner_and_other_names_are_fine() {
        assert!(says("a.db holds Customer; b.db copies Customer", "duplicated-entity").is_empty());
        assert!(says("a.db holds Customer; a.cache holds Customer", "duplicated-entity").is_empty());
        assert!(says("a.db holds Customer; b.db holds Customers", "duplicated-entity").is_empty());
    }

    #[test]
    fn a_store_nobody_owns_has_no_owner() {
        assert!(says("a.db holds Customer; db holds Customer", "duplicated-entity").is_empty());
    }

    #[test]
    fn case_is_folded_in_every_script() {
        assert_eq!(folded("Straße"), folded("STRASSE"));
        assert_eq!(folded("ΟΔΟΣ"), folded("οδος"));
    }
}
