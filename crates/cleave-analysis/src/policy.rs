//! The team's policy: how serious each rule is here, and who may depend on whom.

use crate::graph::{DesignGraph, Element};
use cleave_model::topology::{SelectBy, Selector};
use cleave_model::{Policy, Record, Severity};

/// How serious a finding of this rule is, given what the rule itself says of it.
pub(crate) fn severity(policy: &Policy, rule: &str, own: Severity) -> Severity {
    policy.rules.get(rule).and_then(|setting| setting.severity).unwrap_or(own)
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
