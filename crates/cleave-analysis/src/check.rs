//! The JSON of a check: what `cleave check --format json` prints.

mod told;

use crate::analysis::judge;
use crate::graph::{Csr, DesignGraph, Projection};
use crate::measure::cut::{Parting, fewest_feedback};
use crate::measure::dominance::Dominance;
use crate::measure::lakos::{closed_ccd, tree_ccd};
use crate::measure::tangle::count;
use crate::measure::usage::{DataUse, interface_use, tangled_share, versions_in_use};
use crate::measure::{leiden, modularity};
use crate::metrics::instability;
use crate::{Analysis, Evidence, Finding};
use cleave_model::{ConnectionKind, Id, Model};
use petgraph::unionfind::UnionFind;
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};
use serde_json::Value;
use told::{Cell, Ids, Object, sorted};

/// What stands above all entries where dominators are told.
const ROOT: &str = "__root__";

/// One object with `findings`, `metrics`, `policy` and `coverage`; keys sorted, numbers at full precision. A key that
/// is not computed is absent; what is not defined is null. Waivers never end here: see [`check_json_at`].
pub fn check_json(model: &Model) -> Value {
    check_json_at(model, None)
}

/// [`check_json`] on a day, written `YYYY-MM-DD`.
pub fn check_json_at(model: &Model, today: Option<&str>) -> Value {
    serde_json::to_value(Check::of(model, today)).unwrap_or_default()
}

/// A judged design that can be written as that object. Nothing of it is held as JSON, and numbers that only the object
/// has are counted while it is written, so a very large design is written in little memory.
pub struct Check<'m> {
    /// What the rules say.
    pub analysis: Analysis,
    graph: DesignGraph<'m>,
    word: fn(ConnectionKind) -> &'static str,
}

impl<'m> Check<'m> {
    /// Judges the design, on a day where one is given, written `YYYY-MM-DD`.
    pub fn of(model: &'m Model, today: Option<&'m str>) -> Self {
        let graph = DesignGraph::at(model, today);
        Self { analysis: judge(&graph, today), graph, word: ConnectionKind::word }
    }

    /// The same with another word for each kind of evidence.
    #[must_use]
    pub fn in_words(self, word: fn(ConnectionKind) -> &'static str) -> Self {
        Self { word, ..self }
    }
}

impl Serialize for Check<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut object = to.serialize_map(Some(4))?;
        object.serialize_entry("coverage", &plain(&self.analysis.coverage))?;
        object.serialize_entry("findings", &Findings(self))?;
        object.serialize_entry("metrics", &metrics(&self.graph))?;
        object.serialize_entry("policy", &plain(self.graph.policy))?;
        object.end()
    }
}

struct Findings<'c, 'm>(&'c Check<'m>);

impl Serialize for Findings<'_, '_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut list = to.serialize_seq(Some(self.0.analysis.findings.len()))?;
        for finding in &self.0.analysis.findings {
            list.serialize_element(&Told(finding, self.0.word))?;
        }
        list.end()
    }
}

struct Told<'f>(&'f Finding, fn(ConnectionKind) -> &'static str);

impl Serialize for Told<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let Self(finding, word) = self;
        let mut object = to.serialize_map(None)?;
        object.serialize_entry("evidence", &Proof(&finding.evidence, *word))?;
        object.serialize_entry("fingerprint", &finding.fingerprint)?;
        if let Some(group) = &finding.group {
            object.serialize_entry("group", group)?;
        }
        object.serialize_entry("message", &finding.message)?;
        object.serialize_entry("rule", &finding.rule)?;
        object.serialize_entry("severity", &finding.severity)?;
        object.serialize_entry("subjects", &finding.subjects)?;
        object.serialize_entry("waived", &finding.waived)?;
        object.end()
    }
}

struct Proof<'f>(&'f [Evidence], fn(ConnectionKind) -> &'static str);

impl Serialize for Proof<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Line<'f> {
            from: &'f Id,
            kind: &'f str,
            to: &'f Id,
        }
        let kind = |said: &'_ str| ConnectionKind::from_word(said).map(self.1);
        to.collect_seq(self.0.iter().map(|shown| Line {
            from: &shown.from,
            kind: kind(&shown.kind).unwrap_or(&shown.kind),
            to: &shown.to,
        }))
    }
}

/// A record as JSON with sorted keys; our own records always are.
fn plain(of: &impl Serialize) -> Value {
    serde_json::to_value(of).map(sorted).unwrap_or(Value::Null)
}

/// The graphs between services, and the same graphs between domains.
fn metrics<'a>(graph: &'a DesignGraph<'_>) -> Object<'a> {
    let ids: Ids<'_> = (0..graph.n()).map(|service| graph.id(service)).collect();
    let mut sync = numbers(graph.sync.clone(), &ids);
    let calls = &graph.sync.graph;
    sync.each("ads", &ids, |service| Cell::of(calls.out(service).len()));
    sync.each("ais", &ids, |service| Cell::of(calls.ins(service).len()));
    sync.each("acs", &ids, |service| Cell::of(calls.ins(service).len() * calls.out(service).len()));
    sync.put("siy_pairs", calls.mutual());
    sync.put("entries", graph.ids(&graph.entries(calls)));
    let Dominance { nearest, dominated } = graph.dominance();
    let reached: Ids<'_> = nearest.iter().map(|(node, _)| graph.id(*node)).collect();
    let above = |by: Option<u32>| by.map_or(ROOT, |by| graph.id(by).as_str());
    sync.each("idom", &reached, move |at| Cell::Word(above(nearest[at as usize].1)));
    sync.each("dominated", &reached, |at| Cell::from(dominated[at as usize].1));
    let division = graph.division();
    let boundaries: Ids<'_> = division.parts.iter().copied().collect();
    // Where every service is its own boundary the graphs between boundaries are those between services.
    let same = boundaries == ids;
    let quotient = |of: &std::sync::Arc<Projection>| {
        let edges = of.graph.edges();
        let pairs = || edges.map(|(from, to)| (division.of[from as usize], division.of[to as usize])).collect();
        let between = if same { of.clone() } else { Projection::of(count(boundaries.len()), pairs()).into() };
        numbers(between, &boundaries)
    };
    let parts = modularity::parts(&graph.all.graph, &division.of, boundaries.len());
    let quality = modularity::modularity(&parts);
    let mut between = quotient(&graph.all);
    between.each("cohesion", &boundaries, move |domain| Cell::from(parts[domain as usize].cohesion()));
    let mut domain = Object::default();
    domain.hold("D", between);
    domain.hold("sync", quotient(&graph.sync));
    domain.hold("flow", quotient(&graph.flow));
    let data = DataUse::of(graph);
    let interfaces = interface_use(graph);
    let mut metrics = Object::default();
    metrics.hold("D", numbers(graph.all.clone(), &ids));
    metrics.hold("sync", sync);
    metrics.hold("flow", numbers(graph.flow.clone(), &ids));
    metrics.hold("domain", domain);
    metrics.put("modularity", quality);
    metrics.put("data_autonomy", data.autonomy());
    metrics.put("shared_stores", data.shared);
    if let Some(answering) = graph.availability() {
        metrics.each("availability", &ids, |service| Cell::from(answering[service as usize]));
    }
    if let Some(share) = tangled_share(graph) {
        metrics.put("tangle_share", share);
    }
    metrics.each("wsic", &ids, |service| Cell::from(graph.owned()[service as usize].operations));
    let (operations, versions): (Vec<_>, Vec<u32>) = versions_in_use(graph).into_iter().unzip();
    let operations: Ids<'_> = operations.into_iter().map(|node| graph.drawn[node].record.id()).collect();
    metrics.each("nvs", &operations, move |at| Cell::from(versions[at as usize]));
    metrics.each("siuc", &ids, move |service| Cell::from(interfaces[service as usize]));
    if graph.n() <= leiden::LARGEST {
        metrics.put("modularity_best", leiden::best(&graph.all.graph, &division.of).quality);
    }
    metrics
}

/// Every number of one graph.
fn numbers<'a>(projection: std::sync::Arc<Projection>, ids: &Ids<'a>) -> Object<'a> {
    let Projection { graph, tangles, .. } = &*projection;
    let (n, e) = (graph.n(), graph.e());
    let circles = tangles.tangles();
    let highest = projection.levels().iter().copied().max().unwrap_or(0);
    let members = |nodes: &[u32]| -> Vec<&'a Id> { nodes.iter().map(|node| ids[*node as usize]).collect() };
    let cyclicity: u64 = circles.iter().map(|nodes| u64::from(count(nodes.len())).pow(2)).sum();
    let share = |of: f64, all: f64| (n > 0).then(|| of / all);
    let all = f64::from(n);
    let Parting { nodes: parting, pairs } = Parting::of(graph);
    let mut told = Object::default();
    told.put("articulation_points", members(&parting));
    told.put("bridges", pairs.iter().map(|(one, other)| members(&[*one, *other])).collect::<Vec<_>>());
    told.put("min_fas_exact", fewest_feedback(graph, tangles));
    told.put("n", n);
    told.put("e", e);
    told.put("density", if n < 2 { 0.0 } else { f64::from(e) / (all * all - all) });
    told.put("scc", circles.iter().map(|nodes| members(nodes)).collect::<Vec<_>>());
    told.put("scc_sizes", circles.iter().map(|nodes| nodes.len()).collect::<Vec<_>>());
    told.put("tangled_nodes", circles.iter().map(|nodes| nodes.len()).sum::<usize>());
    told.put("edges_in_scc", tangles.edges_inside(graph));
    told.put("cyclicity", cyclicity);
    told.put("relative_cyclicity_pct", share(100.0 * (cyclicity as f64).sqrt(), all));
    told.put("levels", highest);
    told.put("max_depth_hops", highest.saturating_sub(1));
    told.put("weak_components", weak_components(graph));
    told.put("core_size", circles.first().map_or(0, |nodes| nodes.len()));
    let ca = |of: &Projection, node: u32| count(of.graph.ins(node).len());
    let ce = |of: &Projection, node: u32| count(of.graph.out(node).len());
    told.of("ca", ids, &projection, move |of, node| ca(of, node).into());
    told.of("ce", ids, &projection, move |of, node| ce(of, node).into());
    told.of("instability", ids, &projection, move |of, node| instability(ca(of, node), ce(of, node)).into());
    told.of("level", ids, &projection, |of, node| of.levels()[node as usize].into());
    told.of("betweenness", ids, &projection, |of, node| of.betweenness()[node as usize].into());
    told.of("pagerank", ids, &projection, |of, node| of.rank()[node as usize].into());
    if let Some(seen) = projection.visibility() {
        let ccd = seen.ccd() as f64;
        told.put("ccd", seen.ccd());
        told.put("acd", share(ccd, all));
        told.put("racd", share(ccd, all * all));
        told.put("propagation_cost", share(ccd, all * all));
        told.put("nccd_tree", share(ccd, tree_ccd(n) as f64));
        told.put("nccd_lakos", share(ccd, closed_ccd(n)));
        let seen = |of: &Projection, pick: fn(&crate::measure::closure::Visibility) -> &[u32], node: u32| {
            of.visibility().map(|seen| pick(seen)[node as usize])
        };
        told.of("visibility_fan_out", ids, &projection, move |of, node| seen(of, |seen| &seen.out, node).into());
        told.of("visibility_fan_in", ids, &projection, move |of, node| seen(of, |seen| &seen.into, node).into());
    }
    told
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
        // One call of four has to go; b and c offer one operation each.
        assert_eq!(value["metrics"]["tangle_share"], json!(0.25));
        assert_eq!(value["metrics"]["wsic"]["service:b"], json!(1));
        assert_eq!((&value["metrics"]["wsic"]["service:a"], &value["metrics"]["nvs"]), (&json!(0), &json!({})));
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
