//! Services that own very much.
//!
#![doc = include_str!("mega-service.md")]

use super::{Rule, about, list};
use crate::finding::Finding;
use crate::graph::DesignGraph;
use crate::policy::Limits;
use cleave_model::Severity;

pub(super) const RULE: Rule =
    Rule { name: "mega-service", severity: Severity::Warning, page: include_str!("mega-service.md"), judge };

/// More operations or stores than these are too many.
pub(super) const OPERATIONS: f64 = 20.0;
pub(super) const STORES: f64 = 3.0;

fn judge(graph: &DesignGraph<'_>, findings: &mut Vec<Finding>) {
    let limits = Limits::of(graph, RULE.name);
    let (most_operations, most_stores) = (limits.get("operations"), limits.get("stores"));
    let usual = usual(graph);
    for (service, owned) in (0..graph.n()).zip(graph.owned()) {
        let mut too_many = Vec::new();
        if f64::from(owned.operations) > most_operations.at(service) {
            too_many.push(format!("{} operations", owned.operations));
        }
        if f64::from(owned.stores) > most_stores.at(service) {
            too_many.push(format!("{} data stores", owned.stores));
        }
        if too_many.is_empty() {
            continue;
        }
        let words: Vec<&str> = too_many.iter().map(String::as_str).collect();
        let message = format!("{} owns {}", graph.name(service), list(&words));
        let consequence = format!(
            "Hardly anybody knows all of it, and each change is tested against the rest; of operations, 95 % of the \
             services here have at most {usual}."
        );
        let fix = "Split it along the groups of operations that are used together and share their data.";
        let finding = about(RULE.name, RULE.severity, "Too large", vec![graph.id(service).clone()]);
        findings.push(finding.saying(message, consequence, fix));
    }
}

/// The 95th percentile of operations per service, by nearest rank.
fn usual(graph: &DesignGraph<'_>) -> u32 {
    let mut operations: Vec<u32> = graph.owned().iter().map(|owned| owned.operations).collect();
    operations.sort_unstable();
    let rank = (operations.len() * 95).div_ceil(100);
    operations.get(rank.saturating_sub(1)).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use crate::drawing::{draw, found, one, says, with_limits};
    use serde_json::json;

    fn operations(many: usize) -> String {
        (0..many).map(|at| format!("shopper uses big.op{at};")).collect()
    }

    fn stores(many: usize) -> String {
        (0..many).map(|at| format!("big reads big.db{at};")).collect()
    }

    #[test]
    fn twenty_one_operations_or_four_stores_are_too_many() {
        let found = found(&operations(21), "mega-service");
        assert_eq!((found.severity.word(), found.message.as_str()), ("warning", "big owns 21 operations"));
        assert_eq!(found.subjects, ["service:big"]);
        assert_eq!(says(&stores(4), "mega-service"), ["warning: big owns 4 data stores"]);
        assert_eq!(
            says(&(operations(21) + &stores(4)), "mega-service"),
            ["warning: big owns 21 operations and 4 data stores"]
        );
    }

    #[test]
    fn twenty_operations_three_stores_and_what_others_own_are_fine() {
        let others =
            "big reads small.db; big calls small.x; big calls small.y; big reads loose; big publishes big.Done";
        assert!(says(&(operations(20) + &stores(3) + others), "mega-service").is_empty());
    }

    #[test]
    fn what_is_usual_is_told() {
        let small: String = (0..19).map(|at| format!("shopper uses s{at}.x;")).collect();
        let found = found(&(operations(21) + &small), "mega-service");
        assert!(found.consequence.ends_with("95 % of the services here have at most 1."), "{}", found.consequence);
    }

    #[test]
    fn the_team_may_set_its_own_limits() {
        one("mega-service", &with_limits(draw(&operations(6)), "mega-service", json!({"operations": 5})));
        one("mega-service", &with_limits(draw(&stores(1)), "mega-service", json!({"stores": 0})));
    }
}
