//! Entities that two or more services each keep as their own.
//!
#![doc = include_str!("duplicated-entity.md")]

use super::{Rule, about, list};
use crate::finding::Finding;
use crate::graph::{DesignGraph, owner_outside};
use cleave_model::{Entity, Id, Record, Severity};
use std::collections::{BTreeMap, BTreeSet};

pub(super) const RULE: Rule =
    Rule { name: "duplicated-entity", severity: Severity::Warning, page: include_str!("duplicated-entity.md"), judge };

fn judge(graph: &DesignGraph<'_>, findings: &mut Vec<Finding>) {
    let mut masters: BTreeMap<String, Vec<(Owner<'_>, &Entity)>> = BTreeMap::new();
    for entity in graph.model.entities().filter(|entity| entity.replica.is_none()) {
        let store = entity.head.home.as_ref().and_then(|store| graph.model.get(store));
        let service = store.and_then(Record::home).map(Owner::Service);
        if let Some(owner) = service.or_else(|| store.and_then(owner_outside).map(Owner::Outside)) {
            masters.entry(folded(&entity.head.name)).or_default().push((owner, entity));
        }
    }
    for (name, mut kept) in masters {
        kept.sort_by_key(|(owner, entity)| (*owner, &entity.head.id));
        let owners: BTreeSet<Owner<'_>> = kept.iter().map(|(owner, _)| *owner).collect();
        if owners.len() < 2 {
            continue;
        }
        let name_of = |owner| match owner {
            Owner::Service(id) => graph.model.get(id).map_or("", Record::name),
            Owner::Outside(name) => name,
        };
        let owners: Vec<&str> = owners.into_iter().map(name_of).collect();
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

/// Who keeps a store: a service by its id, or an external system by its name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Owner<'m> {
    Service(&'m Id),
    Outside(&'m str),
}

/// The name without the difference of upper and lower case.
fn folded(name: &str) -> String {
    // By way of upper case, so that ß is ss and both small sigmas are one.
    name.chars().flat_map(char::to_uppercase).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::folded;
    use crate::drawing::{draw, found, said, saying, says};
    use serde_json::json;

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
    fn an_external_system_is_an_owner_too() {
        let mut model = draw("a.db holds X; db holds X");
        assert!(said(&crate::analyse(&model), "duplicated-entity").is_empty());
        saying(&mut model, "store:db", json!({"tags": ["owner:vendor"]}));
        assert_eq!(
            said(&crate::analyse(&model), "duplicated-entity"),
            ["warning: a and vendor both keep X as their own"]
        );
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
