//! The team's policy: how serious each rule is here, and who may depend on whom.

use crate::graph::{DesignGraph, Element};
use crate::rules::thresholds;
use cleave_model::topology::{RuleSetting, SelectBy, Selector, Within};
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
    let part = parts.iter().filter(|part| part.severity.is_some()).find(|part| holds(&part.at));
    part.and_then(|part| part.severity).unwrap_or_else(|| severity(graph.policy, rule, own))
}

/// Whether a selector picks an element or domain; nothing where the id is neither.
fn picks_id(graph: &DesignGraph<'_>, selector: &Selector, id: &Id) -> Option<bool> {
    if let Some(element) = graph.element(id) {
        return Some(picks(graph, selector, element));
    }
    let domain = graph.model.get(id).filter(|record| record.as_domain().is_some())?;
    Some(picks(
        graph,
        selector,
        Element { record: domain, kind: domain.kind(), contract: false, service: None, owned: false, api: None },
    ))
}

/// A number of a setting that is no rule's: what the policy says, or its own.
pub(crate) fn limit(policy: &Policy, name_of_setting: &str, name: &str, own: f64) -> f64 {
    said(policy.rules.get(name_of_setting), name).unwrap_or(own)
}

fn said(setting: Option<&RuleSetting>, name: &str) -> Option<f64> {
    setting.and_then(|setting| setting.limits.get(name)).copied()
}

/// What the policy says of the thresholds of one rule.
pub(crate) struct Limits<'m> {
    rule: &'static str,
    setting: Option<&'m RuleSetting>,
    /// The parts that have thresholds of their own, and whether each service stands in them.
    parts: Vec<(&'m Within, Vec<bool>)>,
}

impl<'m> Limits<'m> {
    /// Looks once which services stand in which part; costs nothing where no part has thresholds of its own.
    pub(crate) fn of(graph: &DesignGraph<'m>, rule: &'static str) -> Self {
        let setting = graph.policy.rules.get(rule);
        let parts = setting.into_iter().flat_map(|setting| &setting.within).filter(|part| !part.limits.is_empty());
        let services = |at: &Selector| {
            let within = |service| graph.element(graph.id(service)).is_some_and(|it| picks(graph, at, it));
            (0..graph.n()).map(within).collect()
        };
        Self { rule, setting, parts: parts.map(|part| (part, services(&part.at))).collect() }
    }

    /// One of the rule's thresholds.
    pub(crate) fn get(&self, name: &str) -> Limit<'_> {
        let saying = self.parts.iter().map(|(part, services)| (services.as_slice(), part.limits.get(name)));
        let parts = saying.filter_map(|(services, number)| Some((services, *number?))).collect();
        Limit { own: self.own(name), everywhere: said(self.setting, name), parts }
    }

    /// A threshold for an element that is no service, by its id.
    pub(crate) fn for_id(&self, graph: &DesignGraph<'_>, id: &Id, name: &str) -> f64 {
        let parts = self.parts.iter().filter(|(part, _)| picks_id(graph, &part.at, id) == Some(true));
        let part = parts.filter_map(|(part, _)| part.limits.get(name)).copied().next();
        part.or(said(self.setting, name)).unwrap_or_else(|| self.own(name))
    }

    /// The thresholds `max` and `error` of a rule that has them.
    pub(crate) fn grades(&self) -> Grades<'_> {
        Grades { max: self.get("max"), error: self.get("error") }
    }

    /// The number that the rule itself brings.
    fn own(&self, name: &str) -> f64 {
        let own = thresholds(self.rule).iter().find(|(known, _)| *known == name);
        debug_assert!(own.is_some(), "{} has no threshold {name}", self.rule);
        own.map_or(0.0, |(_, own)| *own)
    }
}

/// One threshold of a rule: for everything, and for the parts of the design that say another.
pub(crate) struct Limit<'a> {
    own: f64,
    everywhere: Option<f64>,
    parts: Vec<(&'a [bool], f64)>,
}

impl Limit<'_> {
    /// For a service.
    pub(crate) fn at(&self, service: u32) -> f64 {
        self.for_all(&[service])
    }

    /// For what is about several services at once: that of a part counts where it holds all of them.
    pub(crate) fn for_all(&self, services: &[u32]) -> f64 {
        self.said(services).unwrap_or(self.own)
    }

    /// The smallest that holds anywhere.
    pub(crate) fn least(&self) -> f64 {
        self.parts.iter().map(|(_, number)| *number).fold(self.everywhere.unwrap_or(self.own), f64::min)
    }

    fn said(&self, services: &[u32]) -> Option<f64> {
        let holds = |part: &[bool]| services.iter().all(|service| part[*service as usize]);
        self.parts.iter().find(|(part, _)| holds(part)).map(|(_, number)| *number).or(self.everywhere)
    }
}

/// The limits of a number that is a warning above the one and an error above the other. One that the policy does not say
/// gives way to one it says.
pub(crate) struct Grades<'a> {
    max: Limit<'a>,
    error: Limit<'a>,
}

impl Grades<'_> {
    /// How serious a service's number is, if at all.
    pub(crate) fn judge(&self, service: u32, number: u32) -> Option<Severity> {
        self.graded(self.max.said(&[service]), self.error.said(&[service]), number)
    }

    /// How serious a number is where no part says anything.
    pub(crate) fn elsewhere(&self, number: u32) -> Option<Severity> {
        self.graded(self.max.everywhere, self.error.everywhere, number)
    }

    fn graded(&self, max: Option<f64>, error: Option<f64>, number: u32) -> Option<Severity> {
        let max = max.unwrap_or_else(|| self.max.own.min(error.unwrap_or(self.max.own)));
        let error = error.unwrap_or_else(|| self.error.own.max(max));
        let number = f64::from(number);
        let warns = (number > max).then_some(Severity::Warning);
        (number > error).then_some(Severity::Error).or(warns)
    }
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
    use super::Limits;
    use crate::analyse;
    use crate::drawing::{draw, said, with_policy};
    use crate::graph::DesignGraph;
    use cleave_model::Severity;
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
        let model = draw("service a");
        let judged = |limits: Value, number: u32| {
            let model = with_policy(model.clone(), json!({"rules": {"deep-sync-chain": {"limits": limits}}}));
            Limits::of(&DesignGraph::of(&model), "deep-sync-chain").grades().judge(0, number)
        };
        let each = |limits: Value| [3, 4, 6, 9].map(|number| judged(limits.clone(), number));
        let (none, warning, error) = (None, Some(Severity::Warning), Some(Severity::Error));
        assert_eq!(each(json!({})), [none, warning, error, error]);
        assert_eq!(each(json!({"max": 8})), [none, none, none, error]);
        assert_eq!(each(json!({"error": 2})), [error, error, error, error]);
        assert_eq!(each(json!({"max": 3, "error": 8})), [none, warning, warning, error]);
    }

    #[test]
    fn a_part_of_the_design_has_its_own_limits() {
        let model = draw("domain old a b; a calls b; service c");
        let parts = json!([
            {"at": {"by": "service", "value": "b"}, "severity": null, "limits": {"error": 9}},
            {"at": {"by": "domain", "value": "old"}, "severity": "info", "limits": {"error": 6, "max": 2}},
            {"at": {"by": "any", "value": "old"}, "severity": null, "limits": {"error": 5}},
        ]);
        let setting = json!({"limits": {"error": 8}, "within": parts});
        let model = with_policy(model, json!({"rules": {"deep-sync-chain": setting}}));
        let graph = DesignGraph::of(&model);
        let limits = Limits::of(&graph, "deep-sync-chain");
        let error = limits.get("error");
        // The first part that says it; outside of all parts what the rule says.
        assert_eq!([0, 1, 2].map(|service| error.at(service)), [6.0, 9.0, 8.0]);
        // A part that holds one of a pair does not count for the pair.
        assert_eq!([error.for_all(&[0, 1]), error.for_all(&[0, 2])], [6.0, 8.0]);
        assert_eq!(error.least(), 5.0);
        // What nobody says is as the rule brings it.
        assert_eq!([0, 1, 2].map(|service| limits.get("max").at(service)), [2.0, 2.0, 3.0]);
        assert_eq!(limits.for_id(&graph, &"domain:old".into(), "error"), 6.0);
        assert_eq!(limits.for_id(&graph, &"domain:new".into(), "max"), 3.0);
        let grades = limits.grades();
        let (warning, error) = (Some(Severity::Warning), Some(Severity::Error));
        assert_eq!([grades.judge(0, 7), grades.judge(2, 7), grades.judge(2, 3)], [error, warning, None]);
        assert_eq!(grades.elsewhere(9), error);
    }

    #[test]
    fn every_threshold_is_on_the_page_of_its_rule_and_no_other() {
        for page in crate::rule_pages() {
            let text = page.markdown.replace('\n', " ");
            let told = |name: &str| text.contains(&format!("limit `{name}`"));
            for (name, _) in crate::thresholds(page.name) {
                assert!(told(name), "{}: {name}", page.name);
            }
            let count = text.matches("limit `").count();
            assert_eq!(count, crate::thresholds(page.name).len(), "{}", page.name);
        }
    }
}
