//! Dependencies the team decided against, one by one or by a list of what is allowed.
//!
#![doc = include_str!("forbidden-dependency.md")]

use super::{Rule, about};
use crate::finding::Finding;
use crate::graph::{DesignGraph, Element};
use crate::policy::picks;
use cleave_model::topology::{Forbidden, SelectBy, Selector};
use cleave_model::{Connection, ConnectionKind, Id, Kind, Severity};
use std::collections::BTreeMap;

pub(super) const RULE: Rule = Rule {
    name: "forbidden-dependency",
    severity: Severity::Error,
    page: include_str!("forbidden-dependency.md"),
    judge,
};

/// Why a dependency is not allowed.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Verdict<'m> {
    /// This prohibition says so.
    Forbidden(&'m Forbidden),
    /// It is not on the list of those it may depend on.
    NotAllowed,
}

impl Verdict<'_> {
    /// The end of a sentence that begins with the dependency.
    fn words(self) -> String {
        match self {
            Self::Forbidden(rule) if rule.name.is_empty() => "which the policy forbids".into(),
            Self::Forbidden(rule) => format!("which {} forbids", rule.name),
            Self::NotAllowed => "which is not on the list of what it may depend on".into(),
        }
    }

    fn why(self) -> String {
        match self {
            Self::Forbidden(Forbidden { why: Some(why), .. }) => format!("The team decided against it: {why}."),
            Self::Forbidden(_) => "The team decided against it.".into(),
            Self::NotAllowed => "The team decided what it may depend on.".into(),
        }
    }
}

/// Whether a direct dependency is against the policy: between the drawn ends or between the services they belong to.
pub(crate) fn verdict<'m>(graph: &DesignGraph<'m>, from: &[Element<'m>], to: &[Element<'m>]) -> Option<Verdict<'m>> {
    let any = |selector, elements: &[Element<'m>]| elements.iter().any(|element| picks(graph, selector, *element));
    let direct = graph.policy.forbidden.iter().find(|rule| any(&rule.from, from) && any(&rule.to, to));
    direct.map(Verdict::Forbidden).or_else(|| {
        let inside = to.iter().any(|element| element.service.is_some());
        let limits = graph.policy.allowed_only.iter().filter(|limit| inside && any(&limit.from, from));
        let broken = limits.filter(|limit| !limit.to.iter().any(|selector| any(selector, to)));
        broken.map(|_| Verdict::NotAllowed).next()
    })
}

/// What was found between two elements.
struct Found<'m> {
    verdict: Verdict<'m>,
    connections: Vec<&'m Connection>,
    path: Vec<Id>,
}

fn judge(graph: &DesignGraph<'_>, findings: &mut Vec<Finding>) {
    if graph.policy.forbidden.is_empty() && graph.policy.allowed_only.is_empty() {
        return;
    }
    let mut found: BTreeMap<(Id, Id), Found<'_>> = BTreeMap::new();
    direct(graph, &mut found);
    beyond(graph, &mut found);
    reachable(graph, &mut found);
    for ((from, to), Found { verdict, connections, path }) in found {
        let name = |id: &Id| graph.model.get(id).map_or_else(String::new, |record| record.name().to_owned());
        let through = if path.len() > 2 { "depends, through others," } else { "depends" };
        let message = format!("{} {through} on {}, {}", name(&from), name(&to), verdict.words());
        let fix = "Take the dependency away, turn it round, or change the policy.";
        let mut finding = about(RULE.name, RULE.severity, "Forbidden", vec![from, to]);
        finding.path = path;
        findings.push(finding.saying(message, verdict.why(), fix).shown_by(connections));
    }
}

/// What a dependency on a service ends at: the service, and what is drawn there. An event that a broker carries is owed to
/// its publisher, and says nothing of where the broker stands.
pub(crate) fn far<'m>(graph: &DesignGraph<'m>, to: u32, drawn: Element<'m>) -> Vec<Element<'m>> {
    let carried = drawn.owned && drawn.service != Some(to);
    graph.element(graph.id(to)).into_iter().chain(Some(drawn).filter(|_| !carried)).collect()
}

/// Dependencies between services.
fn direct<'m>(graph: &DesignGraph<'m>, found: &mut BTreeMap<(Id, Id), Found<'m>>) {
    for dependency in graph.dependencies() {
        let (from, to) = (graph.id(dependency.from), graph.id(dependency.to));
        let near: Vec<_> =
            [from, &dependency.way.connection().from].into_iter().filter_map(|id| graph.element(id)).collect();
        let far = far(graph, dependency.to, graph.drawn[dependency.way.to]);
        if let Some(verdict) = verdict(graph, &near, &far) {
            note(found, (from, to), verdict, dependency.way.connection());
        }
    }
}

/// Calls to externals and to what they own, and uses by actors: no dependencies between services, but a prohibition may
/// name them.
fn beyond<'m>(graph: &DesignGraph<'m>, found: &mut BTreeMap<(Id, Id), Found<'m>>) {
    for way in graph.ways() {
        let (from, to) = (graph.drawn[way.from], graph.drawn[way.to]);
        let kind = way.marks.kind;
        let outward = from.service.is_some()
            && !matches!(kind, ConnectionKind::Publish | ConnectionKind::ReleaseWith)
            && graph.outer(to).kind == Kind::External;
        let inward = kind == ConnectionKind::Use && to.service.is_some();
        if !outward && !inward {
            continue;
        }
        if let Some(rule) = verdict_beyond(graph, from, to) {
            let ends = (graph.subject(from), graph.subject(graph.outer(to)));
            note(found, ends, Verdict::Forbidden(rule), way.connection());
        }
    }
}

/// The prohibition that names both ends of a connection with the outside.
pub(crate) fn verdict_beyond<'m>(graph: &DesignGraph<'m>, from: Element<'m>, to: Element<'m>) -> Option<&'m Forbidden> {
    let named = |rule: &&Forbidden| rule.from.by != SelectBy::Any && rule.to.by != SelectBy::Any;
    let any = |selector, end| graph.whole(end).into_iter().any(|end| picks(graph, selector, end));
    graph.policy.forbidden.iter().filter(named).find(|rule| any(&rule.from, from) && any(&rule.to, to))
}

fn note<'m>(found: &mut BTreeMap<(Id, Id), Found<'m>>, ends: (&Id, &Id), verdict: Verdict<'m>, by: &'m Connection) {
    let key = (ends.0.clone(), ends.1.clone());
    let path = vec![key.0.clone(), key.1.clone()];
    found.entry(key).or_insert(Found { verdict, connections: Vec::new(), path }).connections.push(by);
}

/// Services that a prohibition keeps apart even through others.
fn reachable<'m>(graph: &DesignGraph<'m>, found: &mut BTreeMap<(Id, Id), Found<'m>>) {
    let all = &graph.all.graph;
    for rule in graph.policy.forbidden.iter().filter(|rule| rule.reachable) {
        let picked = |selector| -> Vec<u32> {
            let is = |service: &u32| graph.element(graph.id(*service)).is_some_and(|end| picks(graph, selector, end));
            (0..all.n()).filter(is).collect()
        };
        let targets = picked(&rule.to);
        for from in picked(&rule.from) {
            let seen = all.reach(from, false);
            for to in targets.iter().copied().filter(|to| *to != from && seen[*to as usize]) {
                let key = (graph.id(from).clone(), graph.id(to).clone());
                if found.contains_key(&key) {
                    continue;
                }
                let Some(path) = all.path(from, to, all.n() as usize, |_| true) else { continue };
                let steps: std::collections::BTreeSet<_> = path.windows(2).map(|step| (step[0], step[1])).collect();
                let on_path = graph.dependencies().filter(|tie| steps.contains(&(tie.from, tie.to)));
                let connections = on_path.map(|tie| tie.way.connection()).collect();
                found.insert(key, Found { verdict: Verdict::Forbidden(rule), connections, path: graph.ids(&path) });
            }
        }
    }
}

/// The selectors of the policy that pick nothing, as the policy writes them.
pub(crate) fn unmatched(graph: &DesignGraph<'_>) -> Vec<String> {
    let denied = graph.policy.forbidden.iter().flat_map(|rule| [&rule.from, &rule.to]);
    let limited = graph.policy.allowed_only.iter().flat_map(|limit| std::iter::once(&limit.from).chain(&limit.to));
    let parts = graph.policy.rules.values().flat_map(|setting| setting.within.iter().map(|part| &part.at));
    let members = graph.policy.edge_members.iter();
    let selectors: std::collections::BTreeSet<_> = denied.chain(limited).chain(parts).chain(members).collect();
    let picked = |selector: &Selector, end: Element<'_>| {
        // Brokers and the like are judged by no rule but may be named.
        let named = end.record.as_service().is_some_and(|service| service.head.name == selector.value);
        picks(graph, selector, end) || selector.by == SelectBy::Service && named
    };
    let empty = selectors.into_iter().filter(|selector| !graph.drawn.elements().any(|end| picked(selector, *end)));
    empty.map(|selector| format!("{} {}", selector.by, selector.value)).collect()
}

#[cfg(test)]
mod tests {
    use crate::drawing::{draw, said, saying, shown, with_policy};
    use serde_json::{Value, json};

    fn judged(lines: &str, policy: Value) -> Vec<String> {
        said(&crate::analyse(&with_policy(draw(lines), policy)), "forbidden-dependency")
    }

    fn forbid(from: (&str, &str), to: (&str, &str), reachable: bool) -> Value {
        let selector = |(by, value): (&str, &str)| json!({"by": by, "value": value});
        json!({"forbidden": [{"name": "FD1", "from": selector(from), "to": selector(to), "reachable": reachable,
            "why": "ADR-014"}]})
    }

    #[test]
    fn by_service_domain_and_kind() {
        let one = ["error: a depends on b, which FD1 forbids"];
        assert_eq!(judged("a.x calls b.y", forbid(("service", "a"), ("service", "b"), false)), one);
        assert_eq!(judged("domain sales a; a.x calls b.y", forbid(("domain", "sales"), ("any", "b"), false)), one);
        assert_eq!(judged("a reads b.db", forbid(("service", "a"), ("kind", "store"), false)), one);
        assert!(judged("b.y calls a.x", forbid(("service", "a"), ("service", "b"), false)).is_empty());
        assert!(judged("a.x calls b.y", forbid(("service", "a"), ("kind", "store"), false)).is_empty());
    }

    #[test]
    fn through_others_only_where_reachable_is_said() {
        let lines = "a calls b; b calls c";
        assert!(judged(lines, forbid(("service", "a"), ("service", "c"), false)).is_empty());
        let found = with_policy(draw(lines), forbid(("service", "a"), ("service", "c"), true));
        let found = &crate::analyse(&found).findings[0];
        assert_eq!(found.message, "a depends, through others, on c, which FD1 forbids");
        assert_eq!(found.path, ["service:a", "service:b", "service:c"]);
        assert_eq!(found.evidence.len(), 2);
        assert_eq!(found.consequence, "The team decided against it: ADR-014.");
    }

    #[test]
    fn an_external_counts_where_its_kind_is_forbidden() {
        assert_eq!(
            judged("a calls ~bank", forbid(("service", "a"), ("kind", "external"), false)),
            ["error: a depends on bank, which FD1 forbids"]
        );
    }

    #[test]
    fn what_an_external_owns_is_that_external() {
        // Only a neutral graph can say it.
        let graph = r#"{"nodes": [{"id": "a", "kind": "service"}, {"id": "bank", "kind": "external"},
            {"id": "pay", "kind": "operation"}, {"id": "Paid", "kind": "event"}, {"id": "Sent", "kind": "event"}],
            "edges": [{"from": "bank", "to": "pay", "kind": "owns"}, {"from": "bank", "to": "Paid", "kind": "owns"},
            {"from": "bank", "to": "Sent", "kind": "owns"}, {"from": "a", "to": "pay", "kind": "sync"},
            {"from": "a", "to": "Paid", "kind": "subscribe"}, {"from": "a", "to": "Sent", "kind": "publish"}],
            "config": {"forbidden": [{"from": "service", "to": "external"}]}}"#;
        let analysis = crate::analyse(&cleave_text::parse_graph_json(graph).unwrap());
        let found: Vec<_> = analysis.findings.iter().filter(|found| found.rule == "forbidden-dependency").collect();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].subjects, ["a", "bank"]);
        // What is published for it is no dependency on it.
        assert_eq!(shown(found[0]), ["a subscribe Paid", "a call pay"]);
    }

    #[test]
    fn an_event_of_a_broker_is_owed_to_its_publisher() {
        // A broker carries events and is judged by nothing: the contract is that of who speaks.
        let mut model = draw("b publishes mq.Done; a subscribes mq.Done");
        saying(&mut model, "service:mq", json!({"role": "broker"}));
        let judged = |to: &str| {
            let policy = forbid(("service", "a"), ("service", to), false);
            said(&crate::analyse(&with_policy(model.clone(), policy)), "forbidden-dependency")
        };
        assert_eq!(judged("b"), ["error: a depends on b, which FD1 forbids"]);
        assert!(judged("mq").is_empty());
        // Nor for where it stands.
        let mut model = draw("domain bus mq; b publishes mq.Done; a subscribes mq.Done");
        saying(&mut model, "service:mq", json!({"role": "broker"}));
        let policy = forbid(("service", "a"), ("domain", "bus"), false);
        assert!(said(&crate::analyse(&with_policy(model.clone(), policy)), "forbidden-dependency").is_empty());
        let policy = json!({"allowed_only": [{"from": {"by": "service", "value": "a"},
            "to": [{"by": "domain", "value": "bus"}]}]});
        let found = said(&crate::analyse(&with_policy(model, policy)), "forbidden-dependency");
        assert_eq!(found, ["error: a depends on b, which is not on the list of what it may depend on"]);
    }

    #[test]
    fn a_list_of_the_allowed_forbids_the_rest() {
        let policy = json!({"allowed_only": [{"from": {"by": "service", "value": "a"},
            "to": [{"by": "service", "value": "b"}]}]});
        assert_eq!(
            judged("a calls b; a calls c; c calls b; a calls ~bank", policy),
            ["error: a depends on c, which is not on the list of what it may depend on"]
        );
    }

    #[test]
    fn a_selector_that_picks_nothing_is_told() {
        let model = with_policy(draw("a calls b"), forbid(("tag", "legacy"), ("service", "b"), false));
        assert_eq!(crate::analyse(&model).coverage.unmatched, ["tag legacy"]);
    }
}
