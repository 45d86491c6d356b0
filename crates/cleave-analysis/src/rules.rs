//! The coupling rules: one file and one page each, and the words they share.

mod chatty_pair;
mod cycle_mixed;
mod cycle_sync;
mod dead_api;
mod deep_sync_chain;
mod distributed_monolith;
mod duplicated_entity;
mod endpoint_based;
pub(crate) mod esb_hub;
mod event_loop;
mod event_without_publisher;
mod event_without_subscriber;
mod forbidden_dependency;
mod foreign_store_access;
mod foreign_team_write;
mod growing_waiver;
mod hub_service;
mod layer_violation;
mod low_availability_path;
mod low_boundary_cohesion;
mod mega_service;
mod mixed_sync_async;
mod multiple_publishers;
mod nano_service;
mod no_gateway;
mod orphan_store;
mod private_operation;
mod sensitive_data_crossing;
mod shared_store;
mod single_point_of_failure;
mod stable_abstractions;
mod stale_waiver;
mod sync_fan_out;
mod team_ownership;
mod time_budget;
mod unauthenticated_api;
mod unencrypted_link;
mod unowned_element;
pub(crate) mod unstable_dependency;
mod vacuous_rule;
mod version_mismatch;
mod wobbly_call;

use crate::difference::{GATE, GATES};
use crate::finding::{Content, Evidence, Finding, fingerprint};
use crate::graph::{Dependency, DesignGraph, Marks, Tie};
use crate::policy;
use cleave_model::{Connection, ConnectionKind, Id, Severity};
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;

pub(crate) use distributed_monolith::locks;
pub(crate) use forbidden_dependency::{Verdict, far, unmatched, verdict, verdict_beyond};
pub(crate) use hub_service::{rank, usual};
pub(crate) use layer_violation::{breach, empty_layers};
pub(crate) use sensitive_data_crossing::crossing;
pub(crate) use single_point_of_failure::single_points;
pub(crate) use team_ownership::{Apart, Party};

/// A rule: its name, its own severity, its page, and how it judges.
pub(crate) struct Rule {
    pub(crate) name: &'static str,
    pub(crate) severity: Severity,
    page: &'static str,
    judge: fn(&DesignGraph<'_>, &mut Vec<Finding>),
}

/// Every rule: those about the design by name, then those about the policy and its waivers, which see what was found.
pub(crate) const ALL: &[Rule] = &[
    chatty_pair::RULE,
    cycle_mixed::RULE,
    cycle_sync::RULE,
    dead_api::RULE,
    deep_sync_chain::RULE,
    distributed_monolith::RULE,
    duplicated_entity::RULE,
    endpoint_based::RULE,
    esb_hub::RULE,
    event_loop::RULE,
    event_without_publisher::RULE,
    event_without_subscriber::RULE,
    forbidden_dependency::RULE,
    foreign_store_access::RULE,
    foreign_team_write::RULE,
    hub_service::RULE,
    layer_violation::RULE,
    low_availability_path::RULE,
    low_boundary_cohesion::RULE,
    mega_service::RULE,
    mixed_sync_async::RULE,
    multiple_publishers::RULE,
    nano_service::RULE,
    no_gateway::RULE,
    orphan_store::RULE,
    private_operation::RULE,
    sensitive_data_crossing::RULE,
    shared_store::RULE,
    single_point_of_failure::RULE,
    stable_abstractions::RULE,
    sync_fan_out::RULE,
    team_ownership::RULE,
    time_budget::RULE,
    unauthenticated_api::RULE,
    unencrypted_link::RULE,
    unowned_element::RULE,
    unstable_dependency::RULE,
    version_mismatch::RULE,
    wobbly_call::RULE,
    vacuous_rule::RULE,
    growing_waiver::RULE,
    stale_waiver::RULE,
];

/// The page of a rule: why it is there, a drawing that breaks it and one that does not.
#[derive(Debug, Clone, Copy)]
pub struct RulePage {
    /// The rule's name.
    pub name: &'static str,
    /// The page, in Markdown.
    pub markdown: &'static str,
    /// The rule's own severity, its worst where it has two.
    pub severity: Severity,
}

const PAGES: [RulePage; ALL.len()] = {
    let mut pages = [RulePage { name: "", markdown: "", severity: Severity::Off }; ALL.len()];
    let mut at = 0;
    while at < ALL.len() {
        pages[at] = RulePage { name: ALL[at].name, markdown: ALL[at].page, severity: ALL[at].severity };
        at += 1;
    }
    pages
};

/// The pages of all rules, by name.
pub fn rule_pages() -> &'static [RulePage] {
    const { &PAGES }
}

/// The thresholds that a team may set, with the number that each rule brings itself, and those of the gates.
static THRESHOLDS: &[(&str, &[(&str, f64)])] = &[
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
    THRESHOLDS.iter().find(|(name, _)| *name == rule).map_or(&[], |(_, thresholds)| thresholds)
}

/// Judges by every rule that is not off, and puts the findings in their order. Says after each rule that it is done.
pub(crate) fn judge(graph: &DesignGraph<'_>, done: &mut dyn FnMut(&'static str)) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rule in ALL.iter().filter(|rule| !is_off(graph, rule)) {
        (rule.judge)(graph, &mut findings);
        done(rule.name);
    }
    weigh(graph, &mut findings);
    let mut findings = in_order(findings);
    let known: FxHashSet<&str> = findings.iter().map(|finding| finding.fingerprint.as_str()).collect();
    let leads = |finding: &Finding| finding.group.as_ref().is_none_or(|leader| known.contains(leader.as_str()));
    let lost: Vec<usize> = (0..findings.len()).filter(|at| !leads(&findings[*at])).collect();
    for at in lost {
        findings[at].group = None;
    }
    done("order of findings");
    findings
}

/// Judges by one rule alone: its findings in its own order, as serious as the policy says, without those it silences.
pub(crate) fn judge_by(graph: &DesignGraph<'_>, name: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rule in ALL.iter().filter(|rule| rule.name == name && !is_off(graph, rule)) {
        (rule.judge)(graph, &mut findings);
    }
    weigh(graph, &mut findings);
    findings
}

/// Gives each finding the severity that the policy says for it, and drops those that are off.
fn weigh(graph: &DesignGraph<'_>, findings: &mut Vec<Finding>) {
    for finding in findings.iter_mut() {
        let severity = policy::severity_at(graph, &finding.rule, finding.severity, &finding.subjects);
        // Changing a finding ends that it is shared.
        if severity != finding.severity {
            finding.severity = severity;
        }
    }
    findings.retain(|finding| finding.severity != Severity::Off);
}

/// Whether a rule of this name judges anything.
pub(crate) fn is_on(graph: &DesignGraph<'_>, name: &str) -> bool {
    ALL.iter().any(|rule| rule.name == name && !is_off(graph, rule))
}

/// By severity, rule and subjects. Rules find most in the order of ids already, so what they found is put in rows of one
/// severity and rule, and these are sorted.
fn in_order(findings: Vec<Finding>) -> Vec<Finding> {
    let mut rows: Vec<Vec<Finding>> = Vec::new();
    for finding in findings {
        let fits = |row: &Vec<Finding>| row[0].rule == finding.rule && row[0].severity == finding.severity;
        match rows.iter_mut().rev().find(|row| fits(row)) {
            Some(row) => row.push(finding),
            None => rows.push(vec![finding]),
        }
    }
    rows.sort_by(|a, b| (a[0].severity, &a[0].rule).cmp(&(b[0].severity, &b[0].rule)));
    for row in &mut rows {
        row.sort_by(|a, b| a.subjects.cmp(&b.subjects));
    }
    rows.into_iter().flatten().collect()
}

/// Whether the policy silences a rule everywhere.
pub(crate) fn is_off(graph: &DesignGraph<'_>, rule: &Rule) -> bool {
    let somewhere =
        graph.policy.rules.get(rule.name).is_some_and(|setting| {
            setting.within.iter().any(|part| part.severity.is_some_and(|it| it != Severity::Off))
        });
    !somewhere && policy::severity(graph.policy, rule.name, rule.severity) == Severity::Off
}

/// A finding that says nothing yet but what it is about.
fn about(rule: &str, severity: Severity, badge: &str, subjects: Vec<Id>) -> Finding {
    let content = Content {
        fingerprint: fingerprint(rule, &subjects),
        rule: rule.into(),
        severity,
        marks: subjects.clone(),
        subjects,
        message: String::new(),
        consequence: String::new(),
        fix: String::new(),
        evidence: Vec::new(),
        path: Vec::new(),
        badge: badge.into(),
        group: None,
        waived: false,
    };
    content.into()
}

impl Finding {
    /// Says fact, consequence and fix.
    fn saying(mut self, message: String, consequence: impl Into<String>, fix: impl Into<String>) -> Self {
        let content = &mut *self;
        (content.message, content.consequence, content.fix) = (message, consequence.into(), fix.into());
        self
    }

    /// Shows these connections, each once, and marks them.
    fn shown_by<'m>(mut self, connections: impl IntoIterator<Item = &'m Connection>) -> Self {
        let content = &mut *self;
        content.evidence.extend(connections.into_iter().map(|connection| Evidence {
            from: connection.from.clone(),
            to: connection.to.clone(),
            kind: connection.kind.word().into(),
            connection: Some(connection.head.id.clone()),
        }));
        content.evidence.sort_unstable();
        content.evidence.dedup();
        // A circle of a large system is shown by hundreds of thousands.
        content.marks.reserve_exact(content.evidence.len());
        content.marks.extend(content.evidence.iter().filter_map(|evidence| evidence.connection.clone()));
        self
    }
}

/// The connections behind the dependencies that are meant, by the services at their ends.
fn dependencies_between<'m>(
    graph: &DesignGraph<'m>,
    meant: impl Fn(&Dependency<'m>) -> bool,
) -> BTreeMap<(u32, u32), Vec<&'m Connection>> {
    let mut between: BTreeMap<(u32, u32), Vec<&'m Connection>> = BTreeMap::new();
    for dependency in graph.dependencies().filter(|dependency| meant(dependency)) {
        between.entry((dependency.from, dependency.to)).or_default().push(dependency.way.connection());
    }
    between
}

/// The calls from service to service that are meant, by the services at their ends.
fn calls_between<'m>(
    graph: &DesignGraph<'m>,
    meant: impl Fn(Marks) -> bool,
) -> BTreeMap<(u32, u32), Vec<&'m Connection>> {
    dependencies_between(graph, |dependency| dependency.tie == Tie::Sync && meant(dependency.way.marks))
}

/// "orders", "orders and inventory", "orders, inventory and 3 more".
fn list(names: &[&str]) -> String {
    match names {
        [] => "nothing".into(),
        [one] => (*one).into(),
        [one, other] => format!("{one} and {other}"),
        [one, other, last] => format!("{one}, {other} and {last}"),
        [one, other, rest @ ..] => format!("{one}, {other} and {} more", rest.len()),
    }
}

/// "the orders store", and whose where its name does not say it.
pub(crate) fn store_words(graph: &DesignGraph<'_>, store: &str, owner: Option<u32>) -> String {
    match owner.map(|owner| graph.name(owner)) {
        Some(owner) if owner != store => format!("the {store} store of {owner}"),
        _ => format!("the {store} store"),
    }
}

/// What a service does with a store it is connected to.
fn access_verb<'m>(connections: impl IntoIterator<Item = &'m Connection>) -> &'static str {
    let (mut reads, mut writes) = (false, false);
    for connection in connections {
        reads |= connection.kind == ConnectionKind::Read;
        writes |= connection.kind == ConnectionKind::Write;
    }
    match (reads, writes) {
        (true, true) => "reads and writes",
        (false, true) => "writes",
        _ => "reads",
    }
}

#[cfg(test)]
mod tests {
    use super::rule_pages;
    use crate::analyse;

    /// The drawings of a page, in order.
    fn drawings(page: &str) -> Vec<&str> {
        page.split("```kdl\n").skip(1).filter_map(|rest| rest.split("```").next()).collect()
    }

    #[test]
    fn the_first_drawing_of_every_page_breaks_its_rule_and_the_second_does_not() {
        for page in rule_pages() {
            let [breaks, fine] = drawings(page.markdown)[..] else { panic!("{}: a page has two drawings", page.name) };
            let found = |drawing: &str| {
                let model =
                    cleave_text::parse(drawing).unwrap_or_else(|problems| panic!("{}: {problems:?}", page.name));
                let findings = analyse(&model).findings;
                findings.into_iter().filter(|finding| finding.rule == page.name).collect::<Vec<_>>()
            };
            assert_eq!(found(breaks).len(), 1, "{}", page.name);
            assert_eq!(found(fine), [], "{}", page.name);
        }
    }

    #[test]
    fn a_page_begins_with_the_rules_name_and_one_sentence() {
        let mut names: Vec<_> = rule_pages().iter().map(|page| page.name).collect();
        for page in rule_pages() {
            assert!(page.markdown.starts_with(&format!("# {}\n\n", page.name)), "{}", page.name);
        }
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), rule_pages().len());
    }

    #[test]
    fn severity_is_the_teams_to_say() {
        use crate::drawing::{draw, said, with_policy};
        let judged = |severity: &str| {
            let policy = serde_json::json!({"rules": {"cycle-sync": {"severity": severity, "limits": {}}}});
            analyse(&with_policy(draw("a calls b; b calls a"), policy))
        };
        assert_eq!(said(&judged("info"), "cycle-sync"), ["info: a and b call each other"]);
        assert!(said(&judged("off"), "cycle-sync").is_empty());
        assert!(judged("off").coverage.off.contains(&"cycle-sync".into()));
    }

    #[test]
    fn a_sound_design_has_nothing_to_say() {
        let sample = include_str!("../../../samples/ecommerce/ecommerce.cleave.kdl");
        let analysis = analyse(&cleave_text::parse(sample).unwrap());
        let told = analysis.findings.iter().filter(|finding| finding.severity != cleave_model::Severity::Info);
        assert_eq!(told.map(|finding| &finding.message).collect::<Vec<_>>(), [""; 0]);
    }

    #[test]
    fn names_are_told_as_they_are_written() {
        let hostile = ["</script>", "'; drop table", "日本語", "👩‍💻", "{{x}}"];
        for name in hostile {
            use cleave_model::{Command, ConnectionKind, Draft, Kind};
            let mut model = cleave_model::Model::new("x");
            let one = crate::drawing::add(&mut model, Draft::new(Kind::Service, name));
            let other = crate::drawing::add(&mut model, Draft::new(Kind::Service, "b"));
            for (from, to) in [(&one, &other), (&other, &one)] {
                let call = Command::connect(ConnectionKind::Call, from.clone(), to.clone());
                crate::drawing::run(&mut model, &call);
            }
            assert!(analyse(&model).findings[0].message.contains(name));
        }
    }
}
