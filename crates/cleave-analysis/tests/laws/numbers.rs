//! The same laws for every number of a check: names, undo, and what stands beside a design.

use super::{Line, SERVICES, lines, plain, records};
use cleave_analysis::check_json;
use cleave_model::{Change, Model, Record, Swap};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The graphs between services, and those between domains.
const GRAPHS: [&str; 6] = ["/D", "/sync", "/flow", "/domain/D", "/domain/sync", "/domain/flow"];

/// What a graph says of each node, whatever stands beside it.
const OF_A_NODE: [&str; 6] = ["ca", "ce", "instability", "level", "visibility_fan_out", "visibility_fan_in"];

/// What two graphs have together.
const SUMS: [&str; 8] =
    ["n", "e", "ccd", "tangled_nodes", "edges_in_scc", "cyclicity", "weak_components", "min_fas_exact"];

/// What two graphs have together, one after the other.
const LISTS: [&str; 4] = ["scc", "scc_sizes", "articulation_points", "bridges"];

/// What the one with more has.
const HIGHEST: [&str; 3] = ["levels", "max_depth_hops", "core_size"];

fn metrics(records: Vec<Record>) -> Value {
    check_json(&Model::from_records(records))["metrics"].clone()
}

/// The same with other names, and lists in the order of what they say.
fn renamed(value: &Value, names: &BTreeMap<String, String>) -> Value {
    let name = |text: &str| match text.split_once(':') {
        Some((kind, name)) => format!("{kind}:{}", names.get(name).map_or(name, String::as_str)),
        None => text.to_owned(),
    };
    match value {
        Value::String(text) => json!(name(text)),
        Value::Array(items) => listed(items.iter().map(|item| renamed(item, names)).collect()),
        Value::Object(object) => {
            Value::Object(object.iter().map(|(key, value)| (name(key), renamed(value, names))).collect())
        }
        other => other.clone(),
    }
}

fn listed(mut items: Vec<Value>) -> Value {
    items.sort_by_cached_key(Value::to_string);
    Value::Array(items)
}

/// Where two values differ by more than the last digits; nothing where they do not.
fn apart(one: &Value, other: &Value) -> Option<String> {
    match (one, other) {
        (Value::Number(a), Value::Number(b)) => {
            let (a, b) = a.as_f64().zip(b.as_f64())?;
            ((a - b).abs() > 1e-9 * a.abs().max(b.abs()).max(1e-6)).then(|| format!("{a} is not {b}"))
        }
        (Value::Object(a), Value::Object(b)) => {
            let keys: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
            let null = Value::Null;
            keys.into_iter().find_map(|key| {
                let (one, other) = (a.get(key).unwrap_or(&null), b.get(key).unwrap_or(&null));
                apart(one, other).map(|how| format!("{key}: {how}"))
            })
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            a.iter().zip(b).find_map(|(one, other)| apart(one, other))
        }
        _ => (one != other).then(|| format!("{one} is not {other}")),
    }
}

/// One object with what both say.
fn joined(one: &Value, other: &Value) -> Value {
    let entries = [one, other].into_iter().filter_map(Value::as_object).flatten();
    Value::Object(entries.map(|(key, value)| (key.clone(), value.clone())).collect())
}

/// Every number of an object times another.
fn times(of: &Value, factor: f64) -> Value {
    let entries = of.as_object().into_iter().flatten();
    let scaled = entries.map(|(key, value)| (key.clone(), json!(value.as_f64().expect("a number") * factor)));
    Value::Object(scaled.collect::<Map<_, _>>())
}

/// The numbers of these nodes as shares of their sum.
fn shares(of: &Value, nodes: &Value) -> Value {
    let kept = of.as_object().expect("numbers").iter().filter(|(node, _)| nodes.get(node).is_some());
    let kept = Value::Object(kept.map(|(node, value)| (node.clone(), value.clone())).collect());
    let sum: f64 = kept.as_object().expect("numbers").values().filter_map(Value::as_f64).sum();
    times(&kept, 1.0 / sum)
}

/// The edit that makes one design of another.
fn edit(before: &Model, after: &Model) -> Change {
    let ids: BTreeSet<_> = before.records().chain(after.records()).map(Record::id).collect();
    let of = |model: &Model, id| model.get(id).map(|record| Arc::new(record.clone()));
    let swaps = ids.into_iter().map(|id| Swap { before: of(before, id), after: of(after, id) });
    Change::new(swaps.filter(|swap| swap.before != swap.after))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_number_goes_with_its_service_whatever_it_is_called(lines in lines(), turn in 0..SERVICES) {
        let names = plain("s");
        let mut other: Vec<String> = (0..SERVICES).map(|at| format!("{}-{at}", ["z", "ä", "b'"][at % 3])).collect();
        other.rotate_left(turn);
        let map: BTreeMap<String, String> = names.iter().cloned().zip(other.iter().cloned()).collect();
        let (one, two) = (metrics(records(&lines, &names)), metrics(records(&lines, &other)));
        prop_assert_eq!(apart(&renamed(&one, &map), &renamed(&two, &BTreeMap::new())), None);
    }

    #[test]
    fn any_edit_and_its_undo_leave_every_byte_of_a_check(one in lines(), other in lines(), fewer in any::<bool>()) {
        // With `fewer` the edit also deletes a service with all that is its own.
        let before = Model::from_records(records(&one, &plain("s")));
        let kept: BTreeSet<Line> = other.iter().copied().filter(|line| !fewer || line.1.max(line.2) < SERVICES - 1).collect();
        let names = if fewer { plain("s")[..SERVICES - 1].to_vec() } else { plain("s") };
        let after = Model::from_records(records(&kept, &names));
        let change = edit(&before, &after);
        let mut model = before.clone();
        model.apply(&change);
        prop_assert_eq!(check_json(&model).to_string(), check_json(&after).to_string());
        model.apply(&change.inverse());
        prop_assert_eq!(check_json(&model).to_string(), check_json(&before).to_string());
    }

    #[test]
    fn two_designs_in_one_have_the_numbers_of_both(left in lines(), right in lines()) {
        let (one, two) = (records(&left, &plain("l")), records(&right, &plain("r")));
        let both = metrics(one.iter().chain(&two).cloned().collect());
        let (one, two) = (metrics(one), metrics(two));
        for at in GRAPHS {
            let [one, two, both] = [&one, &two, &both].map(|of| of.pointer(at).unwrap());
            for key in OF_A_NODE {
                prop_assert_eq!(apart(&both[key], &joined(&one[key], &two[key])), None, "{} {}", at, key);
            }
            for key in SUMS {
                let [one, two, both] = [one, two, both].map(|of| of[key].as_u64().unwrap());
                prop_assert_eq!(both, one + two, "{} {}", at, key);
            }
            for key in LISTS {
                let [one, two, both] = [one, two, both].map(|of| of[key].as_array().unwrap().clone());
                prop_assert_eq!(listed(both), listed([one, two].concat()), "{} {}", at, key);
            }
            for key in HIGHEST {
                let [one, two, both] = [one, two, both].map(|of| of[key].as_u64().unwrap());
                prop_assert_eq!(both, one.max(two), "{} {}", at, key);
            }
            // Shares are by all nodes or all pairs of them, and these are more now.
            let [a, b, n] = [one, two, both].map(|of| of["n"].as_f64().unwrap());
            let pairs = |n: f64| (n - 1.0) * (n - 2.0);
            let through = joined(&times(&one["betweenness"], pairs(a)), &times(&two["betweenness"], pairs(b)));
            prop_assert_eq!(apart(&times(&both["betweenness"], pairs(n)), &through), None, "{} betweenness", at);
            let reached = |of: &Value, n: f64| of["propagation_cost"].as_f64().unwrap() * n * n;
            prop_assert!((reached(both, n) - reached(one, a) - reached(two, b)).abs() < 1e-9, "{}", at);
            for part in [one, two] {
                let alone = shares(&part["pagerank"], &part["pagerank"]);
                let beside = shares(&both["pagerank"], &part["pagerank"]);
                prop_assert_eq!(apart(&beside, &alone), None, "{} pagerank", at);
            }
        }
        for key in ["ads", "ais", "acs", "idom", "dominated"] {
            let [one, two, both] = [&one, &two, &both].map(|of| &of["sync"][key]);
            prop_assert_eq!(apart(both, &joined(one, two)), None, "{}", key);
        }
        for key in ["availability", "siuc"] {
            prop_assert_eq!(apart(&both[key], &joined(&one[key], &two[key])), None, "{}", key);
        }
        let pairs = |of: &Value| of["sync"]["siy_pairs"].as_u64().unwrap();
        prop_assert_eq!(pairs(&both), pairs(&one) + pairs(&two));
    }
}
