//! The team's policy: how serious each rule is here, and who may depend on whom.

use crate::graph::{DesignGraph, Element};
use cleave_model::topology::{SelectBy, Selector};
use cleave_model::{Policy, Record, Severity};

/// How serious a finding of this rule is, given what the rule itself says of it.
pub(crate) fn severity(policy: &Policy, rule: &str, own: Severity) -> Severity {
    policy.rules.get(rule).and_then(|setting| setting.severity).unwrap_or(own)
}

/// A threshold of a rule: what the policy says, or the rule's own.
pub(crate) fn limit(policy: &Policy, rule: &str, name: &str, own: f64) -> f64 {
    said(policy, rule, name).unwrap_or(own)
}

fn said(policy: &Policy, rule: &str, name: &str) -> Option<f64> {
    policy.rules.get(rule).and_then(|setting| setting.limits.get(name)).copied()
}

/// How serious a number is: nothing up to the limit `max`, a warning above it and an error above the limit `error`. A
/// limit the policy does not say gives way to one it says.
pub(crate) fn above(policy: &Policy, rule: &str, (max, error): (f64, f64), number: u32) -> Option<Severity> {
    let max = said(policy, rule, "max").unwrap_or_else(|| max.min(limit(policy, rule, "error", max)));
    let error = limit(policy, rule, "error", error.max(max));
    let number = f64::from(number);
    let warns = (number > max).then_some(Severity::Warning);
    (number > error).then_some(Severity::Error).or(warns)
}

/// Whether a selector picks an element, by what it is or by the service it belongs to.
pub(crate) fn picks(graph: &DesignGraph<'_>, selector: &Selector, element: Element<'_>) -> bool {
    let value = selector.value.as_str();
    let by = |one: SelectBy| selector.by == one || selector.by == SelectBy::Any;
    let service = element.service.map(|service| graph.services[service as usize]);
    let tagged = |record: &Record| record.head().is_some_and(|head| head.tags.iter().any(|tag| tag == value));
    let named = |record: &Record| record.as_domain().is_some_and(|domain| domain.head.name == value);
    let around = || graph.model.ancestry(element.record.id());
    (by(SelectBy::Tag) && around().any(tagged))
        || (by(SelectBy::Domain) && around().any(named))
        || (by(SelectBy::Team) && service.is_some_and(|service| service.team.as_deref() == Some(value)))
        || (by(SelectBy::Service) && service.is_some_and(|service| service.head.name == value))
        || (by(SelectBy::Kind) && is_kind(element, service.map(|service| service.role.word()), value))
}

/// A kind is the element's own, or `service` or the role of the service it belongs to.
fn is_kind(element: Element<'_>, role: Option<&str>, value: &str) -> bool {
    element.record.kind().word() == value || role.is_some_and(|role| value == "service" || value == role)
}

#[cfg(test)]
mod tests {
    use super::above;
    use cleave_model::{Policy, Severity};
    use serde_json::{Value, json};

    #[test]
    fn a_limit_that_is_not_said_gives_way() {
        let judged = |limits: Value, number: u32| {
            let policy: Policy = serde_json::from_value(json!({"rules": {"r": {"limits": limits}}})).unwrap();
            above(&policy, "r", (3.0, 5.0), number)
        };
        let each = |limits: Value| [3, 4, 6, 9].map(|number| judged(limits.clone(), number));
        let (none, warning, error) = (None, Some(Severity::Warning), Some(Severity::Error));
        assert_eq!(each(json!({})), [none, warning, error, error]);
        assert_eq!(each(json!({"max": 8})), [none, none, none, error]);
        assert_eq!(each(json!({"error": 2})), [error, error, error, error]);
        assert_eq!(each(json!({"max": 3, "error": 8})), [none, warning, warning, error]);
    }
}
