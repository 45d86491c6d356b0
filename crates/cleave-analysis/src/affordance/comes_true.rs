//! Over random designs: what is told of a connection before it is drawn is what it adds when it is.

use super::{FORETOLD, foretold};
use crate::analyse;
use crate::drawing::{add, draw, run, saying, with_policy};
use crate::graph::DesignGraph;
use cleave_model::{Command, Draft, Id, Kind, Model, Severity};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// Numbers that look like chance and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }
}

/// A design of eight services and a broker, with everything between them, and a policy with low limits.
fn design(dice: &mut Dice) -> (String, Model) {
    let services = ["a", "b", "c", "d", "e", "f", "g", "h", "mq"];
    let (events, stores) = (["Done", "Sent", "a.Made", "b.Paid", "c.Gone"], ["a.db", "b.db", "lost"]);
    let mut lines = vec!["domain one a b c".to_owned(), "domain two d e f".to_owned()];
    lines.extend(services.iter().map(|name| format!("service {name}")));
    for _ in 0..(6 + dice.below(16)) {
        let from = dice.one(&services);
        let from = if dice.below(2) == 0 { from.to_owned() } else { format!("{from}.x") };
        let line = match dice.below(10) {
            0 | 1 => format!("{from} publishes {}", dice.one(&events)),
            2 | 3 => format!("{from} subscribes {}", dice.one(&events)),
            4 => format!("{from} reads {}", dice.one(&stores)),
            5 => format!("{from} writes {}", dice.one(&stores)),
            6 => format!("shopper uses {}.{}", dice.one(&services), dice.one(&["x", "y"])),
            _ => format!("{from} calls {}.{}", dice.one(&services), dice.one(&["x", "y", "z"])),
        };
        let [source, _, target] = line.split(' ').collect::<Vec<_>>()[..] else { continue };
        if source != target && !lines.contains(&line) {
            lines.push(line);
        }
    }
    let drawing = lines.join(";");
    let mut model = draw(&drawing);
    // Events of which nobody knows yet.
    add(&mut model, Draft::new(Kind::Event, "Quiet"));
    add(&mut model, Draft::new(Kind::Event, "Never").within("service:c"));
    for name in services {
        let layer = dice.one(&["edge", "core", "data", ""]);
        let fields = json!({
            "team": dice.one(&["red", "blue"]),
            "layer": if layer.is_empty() { None } else { Some(layer) },
            "availability": if dice.below(8) == 0 { None } else { Some(0.99) },
            "slo": if dice.below(3) == 0 { Some(0.965) } else { None },
            "replicas": if dice.below(4) == 0 { Some(2) } else { None },
            "role": if name == "mq" { "broker" } else { dice.one(&["business", "business", "business", "gateway"]) },
        });
        saying(&mut model, &format!("service:{name}"), fields);
    }
    for store in ["store:a.db", "store:lost"] {
        if model.get(&store.into()).is_some() && dice.below(2) == 0 {
            saying(&mut model, store, json!({"tags": [format!("team:{}", dice.one(&["red", "blue"]))]}));
        }
    }
    let ids: Vec<Id> = model.records().map(|record| record.id().clone()).collect();
    for id in ids {
        if id.as_str().starts_with("operation:") && dice.below(3) == 0 {
            saying(&mut model, id.as_str(), json!({"published": false}));
        }
        if id.as_str().starts_with("event:") && dice.below(3) == 0 {
            saying(&mut model, id.as_str(), json!({"sensitivity": "personal"}));
        }
        if id.as_str().starts_with("api:") && dice.below(2) == 0 {
            saying(&mut model, id.as_str(), json!({"auth": {"kind": "none"}}));
        }
    }
    let service = |name: &str| json!({"by": "service", "value": name});
    let domain = |name: &str| json!({"by": "domain", "value": name});
    let forbid = |from: serde_json::Value, to: serde_json::Value, reachable: bool| json!({"name": "", "from": from, "to": to, "reachable": reachable, "why": null});
    let policy = json!({
        "layers": ["edge", "core", "data"],
        "strict_layers": dice.below(2) == 0,
        "forbidden": [forbid(service("a"), service("h"), true), forbid(domain("two"), service("b"), dice.below(2) == 0)],
        "allowed_only": [{"from": service("g"), "to": [domain("one"), service("h")]}],
        "rules": {
            "sync-fan-out": {"limits": {"max": 1, "error": 2}, "within": [{"at": domain("one"), "limits": {"max": 2}}]},
            "deep-sync-chain": {"limits": {"max": 1, "error": 3}},
            "chatty-pair": {"limits": {"min": 2}},
            "hub-service": {"limits": {"degree": 3, "used-by": 1, "uses": 1}},
            "distributed-monolith": {"within": [{"at": domain("two"), "limits": {"min": 2}}]},
            "cycle-mixed": {"within": [{"at": domain("two"), "severity": "off"}]},
        },
    });
    (drawing, with_policy(model, policy))
}

/// The findings of the rules that are told, by rule and subjects: there and back are two of them.
fn judged(model: &Model) -> BTreeMap<(String, Vec<Id>), (String, Severity)> {
    let found = analyse(model).findings.into_iter().filter(|finding| FORETOLD.contains(&finding.rule.as_str()));
    found
        .map(|finding| ((finding.rule.clone(), finding.subjects.clone()), (finding.rule.clone(), finding.severity)))
        .collect()
}

/// How serious the worst of each rule is.
fn worst(of: impl Iterator<Item = (String, Severity)>) -> BTreeMap<String, Severity> {
    let mut worst = BTreeMap::new();
    for (rule, severity) in of {
        let held = worst.entry(rule).or_insert(severity);
        *held = severity.min(*held);
    }
    worst
}

#[test]
fn what_is_told_is_what_comes() {
    let mut dice = Dice(2026);
    let mut told_rules: BTreeSet<&str> = BTreeSet::new();
    let mut differing = Vec::new();
    for round in 0..60 {
        let (drawing, model) = design(&mut dice);
        let graph = DesignGraph::of(&model);
        let before = judged(&model);
        let starts: Vec<Id> = graph.drawn.elements().map(|element| element.record.id().clone()).collect();
        for _ in 0..3 {
            let start = &starts[dice.below(starts.len())];
            for (line, effects) in foretold(&graph, start) {
                let mut after = model.clone();
                let (from, to) = (line.from.record.id().clone(), line.to.record.id().clone());
                run(&mut after, &Command::connect(line.kind, from.clone(), to.clone()));
                let new = judged(&after)
                    .into_iter()
                    .filter(|(known, (_, severity))| before.get(known).is_none_or(|(_, was)| severity < was));
                let mut new = worst(new.map(|(_, finding)| finding));
                let told = worst(effects.iter().map(|effect| (effect.rule.to_owned(), effect.severity)));
                // A call that closes a circle says so; what else that circle is comes with the preview.
                if told.contains_key("cycle-sync") {
                    new.retain(|rule, _| !["cycle-mixed", "deep-sync-chain"].contains(&rule.as_str()));
                }
                if told != new {
                    let kind = line.kind.word();
                    differing.push(format!(
                        "round {round}: {from} {kind} {to}\n  told {told:?}\n  came {new:?}\n  {drawing}"
                    ));
                }
                told_rules.extend(effects.iter().map(|effect| effect.rule));
            }
        }
    }
    assert!(differing.is_empty(), "{} differ:\n{}", differing.len(), differing[..differing.len().min(12)].join("\n"));
    let silent: Vec<_> = FORETOLD.iter().filter(|rule| !told_rules.contains(**rule)).collect();
    assert!(silent.is_empty(), "never told: {silent:?}");
}
