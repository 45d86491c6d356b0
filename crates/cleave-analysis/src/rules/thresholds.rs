//! The thresholds that a team may set, with the number that each rule brings itself.

use super::{
    chatty_pair, deep_sync_chain, distributed_monolith, esb_hub, hub_service, low_boundary_cohesion, mega_service,
    single_point_of_failure, stable_abstractions, sync_fan_out, time_budget, unstable_dependency,
};
use crate::difference::{GATE, GATES};

/// By rule, and those of the gates; a rule that is not listed has none.
static TABLE: &[(&str, &[(&str, f64)])] = &[
    (chatty_pair::RULE.name, &[("min", chatty_pair::MIN)]),
    (deep_sync_chain::RULE.name, &[("max", deep_sync_chain::LIMITS.0), ("error", deep_sync_chain::LIMITS.1)]),
    (GATE, GATES),
    (distributed_monolith::RULE.name, &[("min", distributed_monolith::MIN)]),
    (esb_hub::RULE.name, &[("percent", esb_hub::PERCENT), ("services", esb_hub::SERVICES)]),
    (
        hub_service::RULE.name,
        &[("degree", hub_service::DEGREE), ("used-by", hub_service::EACH_SIDE), ("uses", hub_service::EACH_SIDE)],
    ),
    (
        low_boundary_cohesion::RULE.name,
        &[("percent", low_boundary_cohesion::PERCENT), ("services", low_boundary_cohesion::SERVICES)],
    ),
    (mega_service::RULE.name, &[("operations", mega_service::OPERATIONS), ("stores", mega_service::STORES)]),
    (
        single_point_of_failure::RULE.name,
        &[("min", single_point_of_failure::MIN), ("percent", single_point_of_failure::PERCENT)],
    ),
    (
        stable_abstractions::RULE.name,
        &[("distance", stable_abstractions::DISTANCE), ("used-by", stable_abstractions::USED_BY)],
    ),
    (sync_fan_out::RULE.name, &[("max", sync_fan_out::LIMITS.0), ("error", sync_fan_out::LIMITS.1)]),
    (time_budget::RULE.name, &[("percent", time_budget::PERCENT)]),
    (
        unstable_dependency::RULE.name,
        &[("margin", unstable_dependency::MARGIN), ("percent", unstable_dependency::PERCENT)],
    ),
];

/// The thresholds of a rule by name, each with the rule's own number; none where there is no such rule.
pub fn thresholds(rule: &str) -> &'static [(&'static str, f64)] {
    TABLE.iter().find(|(name, _)| *name == rule).map_or(&[], |(_, thresholds)| thresholds)
}

#[cfg(test)]
mod tests {
    use super::thresholds;
    use crate::rule_pages;

    #[test]
    fn every_threshold_is_on_the_page_of_its_rule_and_no_other() {
        for page in rule_pages() {
            let text = page.markdown.replace('\n', " ");
            let told = |name: &str| text.contains(&format!("limit `{name}`"));
            for (name, _) in thresholds(page.name) {
                assert!(told(name), "{}: {name}", page.name);
            }
            let count = text.matches("limit `").count();
            assert_eq!(count, thresholds(page.name).len(), "{}", page.name);
        }
    }
}
