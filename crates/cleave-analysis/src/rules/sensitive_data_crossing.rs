//! Personal or secret data that reaches somebody who is not cleared for it.
//!
#![doc = include_str!("sensitive-data-crossing.md")]

use super::{Rule, about};
use crate::finding::Finding;
use crate::graph::{DesignGraph, Element};
use cleave_model::{Connection, ConnectionKind, Id, Record, Sensitivity, Severity};
use petgraph::graph::NodeIndex;
use std::collections::{BTreeMap, BTreeSet};

pub(super) const RULE: Rule = Rule {
    name: "sensitive-data-crossing",
    severity: Severity::Error,
    page: include_str!("sensitive-data-crossing.md"),
    judge,
};

/// What travels from one element to another without leave.
#[derive(Default)]
struct Leak<'m> {
    classes: BTreeSet<Sensitivity>,
    ways: Vec<&'m Connection>,
}

/// Leaks by the pair of ids they are told about, and who receives.
type Leaks<'m> = BTreeMap<(Id, Id), (String, Leak<'m>)>;

fn judge(graph: &DesignGraph<'_>, findings: &mut Vec<Finding>) {
    let mut leaks = Leaks::default();
    for way in graph.ways().filter(|way| way.marks.is_sensitive()) {
        let connection = way.connection();
        let (from, to) = (graph.drawn[way.from], graph.drawn[way.to]);
        match connection.kind {
            ConnectionKind::Call | ConnectionKind::Write => {
                let to = graph.outer(to);
                leak(graph, &mut leaks, (from, to), to, &connection.data, &[connection])
            }
            // What is read comes back to the reader.
            ConnectionKind::Read => leak(graph, &mut leaks, (from, to), from, &connection.data, &[connection]),
            _ => {}
        }
    }
    for node in graph.events.iter().copied() {
        let Record::Event(event) = graph.drawn[node].record else { continue };
        if event.sensitivity != Sensitivity::None || graph.arriving(node).any(|way| way.marks.is_sensitive()) {
            told(graph, &mut leaks, node, event.sensitivity);
        }
    }
    for ((from, to), (receiver, Leak { classes, ways })) in leaks {
        let name = |id: &Id| graph.model.get(id).map_or_else(String::new, |record| record.name().to_owned());
        let words: Vec<&str> = classes.iter().map(|class| class.word()).collect();
        let words = words.join(" and ");
        let finding = about(RULE.name, RULE.severity, "Sensitive data", vec![from.clone(), to.clone()]);
        let message = format!(
            "Data that is {words} travels between {} and {}, and {receiver} is not cleared for it",
            name(&from),
            name(&to)
        );
        let consequence =
            format!("It leaves its domain for a place where nobody decided that it may be kept ({receiver}).");
        let fix = format!(
            "Mask or leave out what {receiver} does not need, or clear {receiver} for it with a decision record."
        );
        findings.push(finding.saying(message, consequence, fix).shown_by(ways));
    }
}

/// An event carries its data from everybody who publishes it, or from its owner, to everybody who subscribes.
fn told<'m>(graph: &DesignGraph<'m>, leaks: &mut Leaks<'m>, event: NodeIndex, class: Sensitivity) {
    let ends: Vec<_> = graph.incoming(event).collect();
    let of = |kind: ConnectionKind| ends.iter().filter(move |(_, connection)| connection.kind == kind);
    let mut sources: Vec<(Element<'m>, Option<&'m Connection>)> =
        of(ConnectionKind::Publish).map(|(element, connection)| (*element, Some(*connection))).collect();
    if sources.is_empty() {
        sources.extend(graph.drawn[event].service.map(|_| (graph.drawn[event], None)));
    }
    for (source, publishes) in sources {
        for (subscriber, hears) in of(ConnectionKind::Subscribe) {
            let mut classes = vec![class];
            classes.extend(publishes.iter().flat_map(|way| &way.data).chain(&hears.data));
            let ways: Vec<&Connection> = publishes.into_iter().chain(std::iter::once(*hears)).collect();
            let subscriber = graph.outer(*subscriber);
            leak(graph, leaks, (source, subscriber), subscriber, &classes, &ways);
        }
    }
}

/// Notes what travels between two elements to one of them that may not have it.
fn leak<'m>(
    graph: &DesignGraph<'m>,
    leaks: &mut Leaks<'m>,
    (from, to): (Element<'m>, Element<'m>),
    receiver: Element<'m>,
    classes: &[Sensitivity],
    ways: &[&'m Connection],
) {
    let Some(open) = crossing(graph, (from, to), receiver, classes) else { return };
    let id = |element: Element<'m>| element.service.map_or(element.record.id(), |service| graph.id(service)).clone();
    let name = receiver.service.map_or(receiver.record.name(), |service| graph.name(service)).to_owned();
    let (_, leak) = leaks.entry((id(from), id(to))).or_insert_with(|| (name, Leak::default()));
    leak.classes.extend(open);
    leak.ways.extend(ways);
}

/// Of what travels between two elements the classes that one of them may not have; none where all is well.
pub(crate) fn crossing<'m>(
    graph: &DesignGraph<'m>,
    (from, to): (Element<'m>, Element<'m>),
    receiver: Element<'m>,
    classes: &[Sensitivity],
) -> Option<BTreeSet<Sensitivity>> {
    if classes.iter().all(|class| *class == Sensitivity::None) {
        return None;
    }
    let cleared: &[Sensitivity] = match (receiver.service, receiver.record) {
        (Some(service), _) => &graph.services[service as usize].cleared,
        (None, Record::External(external)) => &external.cleared,
        _ => return None,
    };
    let crosses = match (from.service, to.service) {
        (Some(one), Some(other)) => graph.boundary(one) != graph.boundary(other),
        // An external is beyond every domain; what comes from one is not ours to judge.
        (Some(_), None) => matches!(to.record, Record::External(_)),
        _ => false,
    };
    let open: BTreeSet<Sensitivity> =
        classes.iter().copied().filter(|class| *class != Sensitivity::None && !cleared.contains(class)).collect();
    (crosses && !open.is_empty()).then_some(open)
}

#[cfg(test)]
mod tests {
    use crate::drawing::{draw, said, saying};
    use cleave_model::Model;
    use serde_json::json;

    fn carrying(lines: &str, classes: serde_json::Value) -> Model {
        let mut model = draw(lines);
        let way = model.connections().next().unwrap().head.id.clone();
        saying(&mut model, way.as_str(), json!({"data": classes}));
        model
    }

    fn judged(model: &Model) -> Vec<String> {
        said(&crate::analyse(model), "sensitive-data-crossing")
    }

    #[test]
    fn to_another_domain_or_an_external() {
        let mut model = carrying("a calls b.x", json!(["personal"]));
        assert_eq!(
            judged(&model),
            ["error: Data that is personal travels between a and b, and b is not cleared for it"]
        );
        saying(&mut model, "service:b", json!({"cleared": ["secret"]}));
        assert_eq!(judged(&model).len(), 1);
        saying(&mut model, "service:b", json!({"cleared": ["personal", "secret"]}));
        assert!(judged(&model).is_empty());
        assert_eq!(judged(&carrying("a calls ~bank", json!(["secret"]))).len(), 1);
    }

    #[test]
    fn what_an_external_owns_is_that_external() {
        // Only a neutral graph can say it.
        let told = |owner: &str, cleared: &str| {
            let graph = format!(
                r#"{{"nodes": [{{"id": "a", "kind": "service"}}, {{"id": "pay", "kind": "operation"}},
                {{"id": "bank", "kind": "external", "cleared": [{cleared}]}}],
                "edges": [{{"from": "a", "to": "pay", "kind": "sync", "data": ["secret"]}} {owner}]}}"#
            );
            let findings = crate::analyse(&cleave_text::parse_graph_json(&graph).unwrap()).findings.into_iter();
            let found = findings.filter(|found| found.rule == "sensitive-data-crossing");
            found.map(|found| found.subjects.clone()).collect::<Vec<_>>()
        };
        let owned = r#", {"from": "bank", "to": "pay", "kind": "owns"}"#;
        assert!(told("", "").is_empty(), "an operation of nobody is nowhere");
        assert_eq!(told(owned, ""), [["a", "bank"]]);
        assert!(told(owned, "\"secret\"").is_empty());
    }

    #[test]
    fn whoever_reads_receives() {
        let model = carrying("a.x reads b.db", json!(["personal"]));
        assert_eq!(
            judged(&model),
            ["error: Data that is personal travels between a and b, and a is not cleared for it"]
        );
    }

    #[test]
    fn an_event_carries_to_every_subscriber() {
        let mut model = draw("b publishes b.Done; a subscribes b.Done; c subscribes b.Done");
        saying(&mut model, "event:b.Done", json!({"sensitivity": "personal"}));
        saying(&mut model, "service:c", json!({"cleared": ["personal"]}));
        let analysis = crate::analyse(&model);
        let found: Vec<_> = analysis.findings.iter().filter(|found| found.rule == "sensitive-data-crossing").collect();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].subjects, ["service:b", "service:a"]);
        assert_eq!(found[0].evidence.len(), 2);
    }

    #[test]
    fn inside_a_domain_or_harmless_data_is_fine() {
        assert!(judged(&carrying("a calls b.x", json!(["none"]))).is_empty());
        assert!(judged(&carrying("a calls b.x", json!([]))).is_empty());
        let mut model = draw("domain one a b; a calls b.x");
        let way = model.connections().next().unwrap().head.id.clone();
        saying(&mut model, way.as_str(), json!({"data": ["personal"]}));
        assert!(judged(&model).is_empty());
    }
}
