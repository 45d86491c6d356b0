//! The team's policy: how serious each rule is here, and who may depend on whom.

use crate::graph::{DesignGraph, Element};
use cleave_model::topology::{SelectBy, Selector};
use cleave_model::{Id, Policy, Record, Severity};

/// How serious a finding of this rule is, given what the rule itself says of it.
pub(crate) fn severity(policy: &Policy, rule: &str, own: Severity) -> Severity {
    policy.rules.get(rule).and_then(|setting| setting.severity).unwrap_or(own)
}

/// How serious a finding about these is: what the policy says for the part of the design that holds all of them, or else
/// for the rule. Ids of nothing that is drawn do not count.
pub(crate) fn severity_at(graph: &DesignGraph<'_>, rule: &str, own: Severity, subjects: &[Id]) -> Severity {
    let parts = graph.policy.rules.get(rule).map_or(&[][..], |setting| &setting.within);
    let holds = |selector: &Selector| {
        let mut picked = subjects.iter().filter_map(|id| picks_id(graph, selector, id)).peekable();
        picked.peek().is_some() && picked.all(|picked| picked)
    };
    let part = parts.iter().find(|part| holds(&part.at));
    part.map_or_else(|| severity(graph.policy, rule, own), |part| part.severity)
}

/// Whether a selector picks an element or domain; nothing where the id is neither.
fn picks_id(graph: &DesignGraph<'_>, selector: &Selector, id: &Id) -> Option<bool> {
    if let Some(element) = graph.element(id) {
        return Some(picks(graph, selector, element));
    }
    let domain = graph.model.get(id).filter(|record| record.as_domain().is_some())?;
    Some(picks(graph, selector, Element { record: domain, service: None, owned: false, api: None }))
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
    use crate::analyse;
    use crate::drawing::{draw, said, with_policy};
    use cleave_model::{Policy, Severity};
    use serde_json::{Value, json};

    #[test]
    fn a_part_of_the_design_has_its_own_severity() {
        let within = |parts: Value, severity: Value| {
            let policy = json!({"rules": {"cycle-sync": {"severity": severity, "within": parts}}});
            said(
                &analyse(&with_policy(draw("domain old a b; a calls b; b calls a; c calls d; d calls c"), policy)),
                "cycle-sync",
            )
        };
        let part =
            |by: &str, value: &str, severity: &str| json!({"at": {"by": by, "value": value}, "severity": severity});
        let ab = "a and b call each other";
        let cd = "c and d call each other";
        let line = |severity: &str, text: &str| format!("{severity}: {text}");
        assert_eq!(within(json!([part("domain", "old", "info")]), Value::Null), [line("error", cd), line("info", ab)]);
        assert_eq!(within(json!([part("domain", "old", "off")]), Value::Null), [line("error", cd)]);
        // Off everywhere but there.
        assert_eq!(within(json!([part("domain", "old", "warning")]), json!("off")), [line("warning", ab)]);
        // The first that fits counts; one that holds only a part of the subjects does not fit.
        let parts = json!([part("service", "a", "off"), part("domain", "old", "info"), part("any", "old", "off")]);
        assert_eq!(within(parts, Value::Null), [line("error", cd), line("info", ab)]);
    }

    #[test]
    fn a_part_that_is_not_there_is_told() {
        let parts = json!([{"at": {"by": "tag", "value": "pilot"}, "severity": "info"}]);
        let model = with_policy(draw("a calls b"), json!({"rules": {"cycle-sync": {"within": parts}}}));
        assert_eq!(
            said(&analyse(&model), "vacuous-rule"),
            ["warning: The policy speaks of tag pilot, and nothing in the design is that"]
        );
    }

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
