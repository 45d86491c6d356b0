//! The JSON of a check: what `cleave check --format json` prints.

use crate::analysis::judge;
use crate::graph::{Csr, DesignGraph, Projection};
use crate::measure::centrality::{betweenness, pagerank};
use crate::measure::closure::Visibility;
use crate::measure::cut::{Parting, fewest_feedback};
use crate::measure::dominance::Dominance;
use crate::measure::lakos::{closed_ccd, tree_ccd};
use crate::measure::tangle::count;
use crate::measure::usage::{DataUse, interface_use};
use crate::measure::{availability, leiden, modularity};
use crate::metrics::instability;
use crate::{Finding, finding::Evidence};
use cleave_model::{Id, Model};
use petgraph::unionfind::UnionFind;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What stands above all entries where dominators are told.
const ROOT: &str = "__root__";

/// One object with `findings`, `metrics`, `policy` and `coverage`; keys sorted, numbers at full precision. A key that
/// is not computed is absent; what is not defined is null. Waivers never end here: see [`check_json_at`].
pub fn check_json(model: &Model) -> Value {
    check_json_at(model, None)
}

/// [`check_json`] on a day, written `YYYY-MM-DD`.
pub fn check_json_at(model: &Model, today: Option<&str>) -> Value {
    let graph = DesignGraph::at(model, today);
    let analysis = judge(&graph, today);
    let findings: Vec<Value> = analysis.findings.iter().map(finding).collect();
    let value = json!({
        "findings": findings,
        "metrics": metrics(&graph),
        "policy": plain(graph.policy),
        "coverage": plain(&analysis.coverage),
    });
    sorted(value)
}

fn finding(finding: &Finding) -> Value {
    let proof = |Evidence { from, to, kind, .. }: &Evidence| json!({"from": from, "to": to, "kind": kind});
    let mut value = json!({
        "rule": finding.rule,
        "severity": finding.severity,
        "subjects": finding.subjects,
        "message": finding.message,
        "evidence": finding.evidence.iter().map(proof).collect::<Vec<_>>(),
        "fingerprint": finding.fingerprint,
        "waived": finding.waived,
    });
    if let (Some(group), Some(object)) = (&finding.group, value.as_object_mut()) {
        object.insert("group".into(), json!(group));
    }
    value
}

/// A record as JSON; our own records always are.
fn plain(of: &impl Serialize) -> Value {
    serde_json::to_value(of).unwrap_or(Value::Null)
}

/// The same value with the keys of every object sorted, whatever map the JSON crate was built with.
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(object) => {
            let by_key: BTreeMap<String, Value> = object.into_iter().map(|(key, value)| (key, sorted(value))).collect();
            Value::Object(by_key.into_iter().collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(sorted).collect()),
        other => other,
    }
}

/// The graphs between services, and the same graphs between domains.
fn metrics(graph: &DesignGraph<'_>) -> Value {
    let flow = &graph.flow;
    let ids: Vec<&Id> = (0..graph.all.graph.n()).map(|service| graph.id(service)).collect();
    let mut sync = numbers(&graph.sync, &ids);
    if let Some(object) = sync.as_object_mut() {
        let calls = &graph.sync.graph;
        let acs = |service: u32| json!(calls.ins(service).len() * calls.out(service).len());
        object.insert("ads".into(), per_node(&ids, |service| json!(calls.out(service).len())));
        object.insert("ais".into(), per_node(&ids, |service| json!(calls.ins(service).len())));
        object.insert("acs".into(), per_node(&ids, acs));
        object.insert("siy_pairs".into(), json!(calls.mutual()));
        let entries = graph.entries(calls);
        let Dominance { nearest, dominated } = graph.dominance();
        let by = |by: &Option<u32>| by.map_or(ROOT, |by| graph.id(by).as_str());
        let nearest: BTreeMap<&Id, &str> = nearest.iter().map(|(node, at)| (graph.id(*node), by(at))).collect();
        let dominated: BTreeMap<&Id, u32> = dominated.iter().map(|(node, many)| (graph.id(*node), *many)).collect();
        object.insert("entries".into(), json!(graph.ids(&entries)));
        object.insert("idom".into(), json!(nearest));
        object.insert("dominated".into(), json!(dominated));
    }
    let division = graph.division();
    let boundaries: Vec<&Id> = division.parts.iter().collect();
    let quotient = |of: &Csr| -> Value {
        let pairs = of.edges().map(|(from, to)| (division.of[from as usize], division.of[to as usize])).collect();
        numbers(&Projection::of(count(boundaries.len()), pairs), &boundaries)
    };
    let parts = modularity::parts(&graph.all.graph, &division.of, boundaries.len());
    let mut domains = quotient(&graph.all.graph);
    if let Some(object) = domains.as_object_mut() {
        object.insert("cohesion".into(), per_node(&boundaries, |domain| json!(parts[domain as usize].cohesion())));
    }
    let data = DataUse::of(graph);
    let interfaces = interface_use(graph);
    let needed = availability::needed_calls(graph);
    let mut metrics = json!({
        "D": numbers(&graph.all, &ids),
        "sync": sync,
        "flow": numbers(flow, &ids),
        "domain": { "D": domains, "sync": quotient(&graph.sync.graph), "flow": quotient(&flow.graph) },
        "modularity": modularity::modularity(&parts),
        "data_autonomy": data.autonomy(),
        "shared_stores": data.shared,
        "availability": per_node(&ids, |service| json!(availability::of(graph, &needed, service))),
        "siuc": per_node(&ids, |service| json!(interfaces[service as usize])),
    });
    if let (true, Some(object)) = (graph.n() <= leiden::LARGEST, metrics.as_object_mut()) {
        object.insert("modularity_best".into(), json!(leiden::best(&graph.all.graph, &division.of).quality));
    }
    metrics
}

fn per_node(ids: &[&Id], of: impl Fn(u32) -> Value) -> Value {
    Value::Object((0u32..).zip(ids).map(|(node, id)| (id.to_string(), of(node))).collect())
}

/// Every number of one graph.
fn numbers(projection: &Projection, ids: &[&Id]) -> Value {
    let Projection { graph, tangles, .. } = projection;
    let (n, e) = (graph.n(), graph.e());
    let circles = tangles.tangles();
    let levels = projection.levels();
    let highest = levels.iter().copied().max().unwrap_or(0);
    let members = |nodes: &[u32]| -> Vec<&Id> { nodes.iter().map(|node| ids[*node as usize]).collect() };
    let cyclicity: u64 = circles.iter().map(|nodes| u64::from(count(nodes.len())).pow(2)).sum();
    let share = |of: f64, all: f64| if n == 0 { Value::Null } else { json!(of / all) };
    let all = f64::from(n);
    let Parting { nodes: parting, pairs } = Parting::of(graph);
    let (rank, through) = (pagerank(graph, tangles), betweenness(graph));
    let mut value = json!({
        "articulation_points": members(&parting),
        "bridges": pairs.iter().map(|(one, other)| [ids[*one as usize], ids[*other as usize]]).collect::<Vec<_>>(),
        "min_fas_exact": fewest_feedback(graph, tangles),
        "betweenness": per_node(ids, |node| json!(through[node as usize])),
        "pagerank": per_node(ids, |node| json!(rank[node as usize])),
        "n": n,
        "e": e,
        "density": if n < 2 { 0.0 } else { f64::from(e) / (all * all - all) },
        "scc": circles.iter().map(|nodes| members(nodes)).collect::<Vec<_>>(),
        "scc_sizes": circles.iter().map(|nodes| nodes.len()).collect::<Vec<_>>(),
        "tangled_nodes": circles.iter().map(|nodes| nodes.len()).sum::<usize>(),
        "edges_in_scc": tangles.edges_inside(graph),
        "cyclicity": cyclicity,
        "relative_cyclicity_pct": share(100.0 * (cyclicity as f64).sqrt(), all),
        "levels": highest,
        "max_depth_hops": highest.saturating_sub(1),
        "weak_components": weak_components(graph),
        "core_size": circles.first().map_or(0, |nodes| nodes.len()),
        "ca": per_node(ids, |node| json!(graph.ins(node).len())),
        "ce": per_node(ids, |node| json!(graph.out(node).len())),
        "instability": per_node(ids, |node| json!(instability(count(graph.ins(node).len()), count(graph.out(node).len())))),
        "level": per_node(ids, |node| json!(levels[node as usize])),
    });
    if let (Some(seen), Some(object)) = (Visibility::of(graph, tangles), value.as_object_mut()) {
        let ccd = seen.ccd() as f64;
        object.insert("ccd".into(), json!(seen.ccd()));
        object.insert("acd".into(), share(ccd, all));
        object.insert("racd".into(), share(ccd, all * all));
        object.insert("propagation_cost".into(), share(ccd, all * all));
        object.insert("nccd_tree".into(), share(ccd, tree_ccd(n) as f64));
        object.insert("nccd_lakos".into(), share(ccd, closed_ccd(n)));
        object.insert("visibility_fan_out".into(), per_node(ids, |node| json!(seen.out[node as usize])));
        object.insert("visibility_fan_in".into(), per_node(ids, |node| json!(seen.into[node as usize])));
    }
    value
}

/// How many parts remain when the direction of edges does not count.
fn weak_components(graph: &Csr) -> usize {
    let mut joined = UnionFind::<u32>::new(graph.n() as usize);
    let merges = graph.edges().filter(|(from, to)| joined.union(*from, *to)).count();
    graph.n() as usize - merges
}

#[cfg(test)]
mod tests {
    use super::check_json;
    use crate::drawing::{draw, with_policy};
    use serde_json::{Value, json};

    #[test]
    fn the_numbers_of_a_small_graph_by_hand() {
        let value =
            check_json(&draw("domain sales a b; a calls b.x; b.x calls c.y; c.y calls b.x; c calls d; service e"));
        let d = &value["metrics"]["D"];
        let pick = |keys: &[&str]| -> Vec<Value> { keys.iter().map(|key| d[*key].clone()).collect() };
        // a reaches a b c d, b and c reach b c d, d and e themselves.
        assert_eq!(
            pick(&["n", "e", "ccd", "acd", "propagation_cost"]),
            [json!(5), json!(4), json!(12), json!(2.4), json!(0.48)]
        );
        assert_eq!(
            pick(&["scc_sizes", "tangled_nodes", "edges_in_scc", "levels"]),
            [json!([2]), json!(2), json!(2), json!(4)]
        );
        assert_eq!(d["scc"], json!([["service:b", "service:c"]]));
        assert_eq!(pick(&["weak_components", "density", "max_depth_hops"]), [json!(2), json!(0.2), json!(3)]);
        // The exact tree of five has levels 1 2 2 3 3.
        assert_eq!(d["nccd_tree"], json!(12.0 / 11.0));
        assert_eq!(d["relative_cyclicity_pct"], json!(40.0));
        assert_eq!(d["instability"]["service:e"], Value::Null);
        assert_eq!(d["visibility_fan_in"]["service:d"], json!(4));
        assert_eq!(value["metrics"]["sync"]["siy_pairs"], json!(1));
        assert_eq!(value["metrics"]["sync"]["acs"]["service:b"], json!(2));
        assert_eq!(value["metrics"]["sync"]["entries"], json!(["service:a", "service:e"]));
        // sales, c, d and e; sales and c are tangled.
        assert_eq!(value["metrics"]["domain"]["D"]["n"], json!(4));
        assert_eq!(value["metrics"]["domain"]["D"]["scc_sizes"], json!([2]));
        assert_eq!(pick(&["min_fas_exact", "articulation_points"]), [json!(1), json!(["service:b", "service:c"])]);
        assert_eq!(d["bridges"][0], json!(["service:a", "service:b"]));
        // Through b run the ways from a to c and d, of twelve.
        assert_eq!(d["betweenness"]["service:b"], json!(2.0 / 12.0));
        assert_eq!(value["metrics"]["sync"]["idom"]["service:d"], "service:c");
        assert_eq!(value["metrics"]["sync"]["ais"]["service:b"], json!(2));
        // Of sales: a to b inside, b to c out, c to b in.
        assert_eq!(value["metrics"]["domain"]["D"]["cohesion"]["domain:sales"], json!(1.0 / 3.0));
        let (inside, ends) = (1.0 / 4.0, (2.0 * 2.0 + 2.0 * 1.0) / 16.0);
        assert_eq!(value["metrics"]["modularity"], json!(inside - ends));
        let best = value["metrics"]["modularity_best"].as_f64().unwrap();
        assert!(best >= value["metrics"]["modularity"].as_f64().unwrap() && best < 1.0);
        assert_eq!(value["metrics"]["shared_stores"], json!(0));
        assert_eq!(value["metrics"]["data_autonomy"], Value::Null);
        assert_eq!(value["metrics"]["siuc"]["service:b"], json!(1.0));
        assert_eq!(value["metrics"]["sync"]["idom"]["service:a"], "__root__");
        assert_eq!(value["metrics"]["sync"]["dominated"]["service:b"], json!(2));
    }

    #[test]
    fn findings_and_policy_have_their_shape() {
        let model = with_policy(draw("a writes a.db; b writes a.db"), json!({"layers": ["edge", "core"]}));
        let value = check_json(&model);
        assert_eq!(value["findings"][1]["rule"], "shared-store");
        let keys: Vec<_> = value["findings"][0].as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys, ["evidence", "fingerprint", "group", "message", "rule", "severity", "subjects", "waived"]);
        assert_eq!(value["findings"][0]["rule"], "foreign-store-access");
        assert_eq!(
            value["findings"][0]["evidence"],
            json!([{"from": "service:b", "to": "store:a.db", "kind": "write"}])
        );
        assert_eq!(value["policy"]["layers"], json!(["edge", "core"]));
        let judged =
            value["coverage"]["rules"].as_array().unwrap().len() + value["coverage"]["off"].as_array().unwrap().len();
        assert_eq!(judged, crate::rule_pages().len());
    }

    #[test]
    fn an_empty_design_is_all_null_and_zero() {
        let value = check_json(&cleave_model::Model::new("empty"));
        for graph in ["D", "sync", "flow"] {
            assert_eq!(value["metrics"][graph]["n"], json!(0));
            assert_eq!(value["metrics"][graph]["ccd"], json!(0));
            for undefined in ["acd", "propagation_cost", "nccd_tree", "relative_cyclicity_pct"] {
                assert_eq!(value["metrics"][graph][undefined], Value::Null, "{graph} {undefined}");
            }
        }
    }
}
