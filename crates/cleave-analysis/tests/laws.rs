//! What holds for every design: the order of drawing, names, undo and what stands beside it do not change a judgement.

use cleave_analysis::{Analysis, FORETOLD, Finding, ServiceMetrics, SystemMetrics, affordances, analyse, check_json};
use cleave_model::{Connection, ConnectionKind, Head, Id, Kind, Model, Record};
use proptest::prelude::*;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

#[path = "laws/again.rs"]
mod again;
#[path = "laws/fixes.rs"]
mod fixes;
#[path = "laws/numbers.rs"]
mod numbers;
#[path = "laws/published.rs"]
mod published;
#[path = "laws/scale.rs"]
mod scale;
#[path = "../benches/synthetic.rs"]
mod synthetic;

/// What is drawn between two of a few services, in numbers so that the same design can be named in many ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Line(u8, usize, usize);

const SERVICES: usize = 7;

fn lines() -> impl Strategy<Value = BTreeSet<Line>> {
    let line = (0u8..6, 0..SERVICES, 0..SERVICES).prop_map(|(kind, from, to)| Line(kind, from, to));
    proptest::collection::btree_set(line, 0..24)
}

/// Rules that judge a service by how it compares with the rest of its system.
const RELATIVE: [&str; 3] = ["esb-hub", "hub-service", "single-point-of-failure"];

/// The records of the design in which service `i` is called `names[i]`. Each service has an operation, an event and a
/// store; every other event belongs to nobody.
fn records(lines: &BTreeSet<Line>, names: &[String]) -> Vec<Record> {
    let mut records: Vec<Record> = Model::new("law").records().cloned().collect();
    let id = |kind: &str, at: usize| Id::new(format!("{kind}:{}", names[at]));
    for (at, name) in names.iter().enumerate() {
        let (service, api) = (id("service", at), id("api", at));
        let event_home = (at % 2 == 0).then(|| service.clone());
        let made = [
            (Kind::Service, service.clone(), None),
            (Kind::Api, api.clone(), Some(service.clone())),
            (Kind::Operation, id("operation", at), Some(api)),
            (Kind::Event, id("event", at), event_home),
            (Kind::DataStore, id("store", at), Some(service)),
        ];
        records.extend(
            made.into_iter().filter_map(|(kind, id, home)| Record::blank(kind, Head::new(id, name.clone(), home, 0))),
        );
    }
    for Line(kind, from, to) in lines {
        let operation = id("operation", *from);
        let (kind, from, to) = match kind {
            0 => (ConnectionKind::Call, operation, id("operation", *to)),
            1 => (ConnectionKind::Publish, operation, id("event", *to)),
            2 => (ConnectionKind::Subscribe, id("service", *from), id("event", *to)),
            3 => (ConnectionKind::Read, operation, id("store", *to)),
            4 => (ConnectionKind::Write, operation, id("store", *to)),
            _ => (ConnectionKind::Depend, id("service", *from), id("service", *to)),
        };
        let head = Head::new(Id::new(format!("{kind}:{from}->{to}")), "", None, 0);
        records.push(Connection::new(head, kind, from, to).into());
    }
    records
}

fn plain(prefix: &str) -> Vec<String> {
    (0..SERVICES).map(|at| format!("{prefix}{at}")).collect()
}

fn judged(records: Vec<Record>) -> Analysis {
    analyse(&Model::from_records(records))
}

/// What a finding says, whatever its elements are called: rule, severity and subjects by number.
fn bare(findings: &[Finding], names: &[String]) -> BTreeSet<(String, String, BTreeSet<String>)> {
    let number: BTreeMap<&str, usize> = names.iter().enumerate().map(|(at, name)| (name.as_str(), at)).collect();
    let subject = |id: &Id| {
        let (kind, name) = id.as_str().split_once(':').unwrap_or_default();
        format!("{kind}{}", number[name])
    };
    let of = |finding: &Finding| {
        (finding.rule.clone(), finding.severity.to_string(), finding.subjects.iter().map(subject).collect())
    };
    findings.iter().map(of).collect()
}

/// Whether two records of numbers say the same but for the last digits.
fn near(one: &impl serde::Serialize, other: &impl serde::Serialize) -> bool {
    fn same(one: &Value, other: &Value) -> bool {
        match (one, other) {
            (Value::Number(one), Value::Number(other)) => {
                one.as_f64().zip(other.as_f64()).is_some_and(|(one, other)| (one - other).abs() < 1e-9)
            }
            (Value::Object(one), Value::Object(other)) => {
                one.len() == other.len()
                    && one.iter().all(|(key, value)| other.get(key).is_some_and(|o| same(value, o)))
            }
            (Value::Array(one), Value::Array(other)) => {
                one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
            }
            _ => one == other,
        }
    }
    match (serde_json::to_value(one), serde_json::to_value(other)) {
        (Ok(one), Ok(other)) => same(&one, &other),
        _ => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_drawing_does_not_count(lines in lines(), seed in any::<u64>()) {
        let there = records(&lines, &plain("s"));
        let mut shuffled = there.clone();
        shuffled.sort_by_key(|record| {
            record.id().as_str().bytes().fold(seed | 1, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
        });
        let (one, other) = (Model::from_records(there), Model::from_records(shuffled));
        prop_assert_eq!(analyse(&one), analyse(&other));
        prop_assert_eq!(check_json(&one).to_string(), check_json(&other).to_string());
    }

    #[test]
    fn names_do_not_count(lines in lines(), turn in 0..SERVICES) {
        let names = plain("s");
        let mut other: Vec<String> = (0..SERVICES).map(|at| format!("{}-{at}", ["z", "ä", "b'"][at % 3])).collect();
        other.rotate_left(turn);
        let (one, two) = (judged(records(&lines, &names)), judged(records(&lines, &other)));
        prop_assert_eq!(bare(&one.findings, &names), bare(&two.findings, &other));
        // Sums run in the order of ids, so their last digits may differ.
        prop_assert!(near(&one.metrics.system, &two.metrics.system));
        for at in 0..SERVICES {
            let id = |names: &[String]| Id::new(format!("service:{}", names[at]));
            let (this, that) = (&one.metrics.services[&id(&names)], &two.metrics.services[&id(&other)]);
            prop_assert!(near(this, that), "{:?} {:?}", this, that);
        }
    }

    #[test]
    fn what_stands_beside_does_not_count(left in lines(), right in lines()) {
        let (one, other) = (records(&left, &plain("l")), records(&right, &plain("r")));
        let both = judged(one.iter().chain(&other).cloned().collect());
        let (one, other) = (judged(one), judged(other));
        let prints = |analysis: &Analysis| {
            let alone = analysis.findings.iter().filter(|found| !RELATIVE.contains(&found.rule.as_str()));
            alone.map(|found| found.fingerprint.clone()).collect::<BTreeSet<_>>()
        };
        prop_assert_eq!(prints(&both), prints(&one).union(&prints(&other)).cloned().collect());
        // The share of shortest ways is by pairs of all services; rank and the core are of the whole.
        let pairs = |n: usize| ((n - 1) * (n - 2)) as f64;
        let alone = |analysis: &Analysis, n: usize| {
            let rows = analysis.metrics.services.clone().into_iter();
            let row = |(id, mut row): (Id, ServiceMetrics)| {
                row.betweenness = row.betweenness.map(|share| share * pairs(n));
                (row.risk_rank, row.core) = (0.0, None);
                (id, row)
            };
            rows.map(row).collect::<BTreeMap<_, _>>()
        };
        let services: BTreeMap<_, _> = alone(&one, SERVICES).into_iter().chain(alone(&other, SERVICES)).collect();
        prop_assert!(near(&alone(&both, 2 * SERVICES), &services));
        let (one, other, both) = (one.metrics.system, other.metrics.system, both.metrics.system);
        let squared = |of: &SystemMetrics| of.propagation_cost.unwrap() * f64::from(of.services).powi(2);
        let sums: [fn(&SystemMetrics) -> u32; 6] = [
            |of| of.tangles,
            |of| of.call_cycles,
            |of| of.dependencies,
            |of| of.shared_stores,
            |of| of.feedback_arcs,
            |of| of.mutual_calls,
        ];
        for sum in sums {
            prop_assert_eq!(sum(&both), sum(&one) + sum(&other));
        }
        prop_assert!((squared(&both) - squared(&one) - squared(&other)).abs() < 1e-9);
        prop_assert_eq!(both.largest_tangle, one.largest_tangle.max(other.largest_tangle));
        prop_assert_eq!(both.sync_depth_max, one.sync_depth_max.max(other.sync_depth_max));
    }

    #[test]
    fn undo_brings_the_same_judgement_back(lines in lines(), extra in (0u8..6, 0..SERVICES, 0..SERVICES)) {
        let before = Model::from_records(records(&lines, &plain("s")));
        let mut longer = lines.clone();
        longer.insert(Line(extra.0, extra.1, extra.2));
        let after = Model::from_records(records(&longer, &plain("s")));
        let added = after.records().find(|record| before.get(record.id()).is_none());
        if let Some(added) = added {
            let swap = cleave_model::Swap { before: None, after: Some(std::sync::Arc::new(added.clone())) };
            let change = cleave_model::Change::new([swap]);
            let mut model = before.clone();
            model.apply(&change);
            prop_assert_eq!(analyse(&model), analyse(&after));
            model.apply(&change.inverse());
            prop_assert_eq!(analyse(&model), analyse(&before));
        }
    }

    #[test]
    fn an_affordance_tells_whether_a_finding_would_come(lines in lines(), from in 0..SERVICES) {
        let names = plain("s");
        let model = Model::from_records(records(&lines, &names));
        let start = Id::new(format!("operation:{}", names[from]));
        let before: BTreeMap<_, _> =
            analyse(&model).findings.into_iter().map(|found| ((found.rule.clone(), found.subjects.clone()), found.severity)).collect();
        for told in affordances(&model, &start) {
            let Some(to) = told.target.as_str().strip_prefix("operation:s").and_then(|n| n.parse::<usize>().ok()) else {
                continue;
            };
            let mut longer = lines.clone();
            longer.insert(Line(0, from, to));
            let mut after = judged(records(&longer, &names)).findings;
            after.retain(|found| FORETOLD.contains(&found.rule.as_str()));
            let comes = after.iter().any(|found| {
                let was = before.get(&(found.rule.clone(), found.subjects.clone()));
                was.is_none_or(|was| found.severity < *was)
            });
            prop_assert_eq!(told.severity.is_some(), comes, "{} → {}: {:?} {:#?}", start, told.target, told, after);
        }
    }
}

#[test]
fn the_size_of_a_large_company_is_judged() {
    let model = synthetic::design(2_800, 9_300);
    let analysis = analyse(&model);
    assert_eq!(analysis.metrics.system.services, 2_800);
    assert!(analysis.metrics.system.dependencies > 9_300, "{:?}", analysis.metrics.system);
    assert!(analysis.metrics.system.call_cycles > 0);
    let cost = analysis.metrics.system.propagation_cost.unwrap();
    assert!(cost > 0.0 && cost < 1.0, "{cost}");
    let told = affordances(&model, &"operation:s1400.do".into());
    assert!(told.len() > 5_000 && told.iter().any(|target| target.severity.is_some()));
}

#[test]
fn a_chain_of_a_hundred_thousand_services_fits_a_small_stack() {
    let run = || {
        // One more than the largest size at which everything is counted.
        let n = 100_001;
        let id = |at: u32| Id::new(format!("service:{at:06}"));
        let mut records: Vec<Record> = Vec::new();
        for at in 0..n {
            records.extend(Record::blank(Kind::Service, Head::new(id(at), format!("{at}"), None, at)));
            if at > 0 {
                let head = Head::new(Id::new(format!("call:{at:06}")), "", None, 0);
                records.push(Connection::new(head, ConnectionKind::Call, id(at - 1), id(at)).into());
            }
        }
        let depth = depth(Model::from_records(records));
        assert_eq!(depth, 100_000);
    };
    std::thread::Builder::new().stack_size(256 * 1024).spawn(run).unwrap().join().unwrap();
}

/// The longest call chain of a design.
fn depth(model: Model) -> u32 {
    analyse(&model).metrics.system.sync_depth_max
}
