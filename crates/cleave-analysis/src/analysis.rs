//! The whole judgement of a design: findings, numbers, and how far both can be trusted.

use crate::graph::{DesignGraph, Shape};
use crate::kept::Kept;
use crate::measure::walks::Walks;
use crate::measure::{beside, centrality, closure, leiden, usage};
use crate::{Coverage, Finding, Metrics, coverage, rules, waiver};
use cleave_model::Model;
use serde::{Deserialize, Serialize};

/// What an analysis says.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Analysis {
    /// By severity, rule and subjects.
    pub findings: Vec<Finding>,
    /// The numbers.
    pub metrics: Metrics,
    /// What they rest on.
    pub coverage: Coverage,
}

/// Judges the design by its own policy. Total and pure; the same design gives the same answer whatever the order in
/// which it was drawn. Waivers never end here: see [`analyse_at`].
pub fn analyse(model: &Model) -> Analysis {
    analyse_at(model, None)
}

/// [`analyse`] on a day, written `YYYY-MM-DD`: waivers that ended before it no longer count.
pub fn analyse_at(model: &Model, today: Option<&str>) -> Analysis {
    judge(&DesignGraph::at(model, today), today)
}

/// What one judgement leaves for the next, so that an edit costs less than a whole design. Without meaning of its own:
/// forgetting it changes no digit.
#[derive(Debug, Default)]
pub struct Memory {
    pub(crate) walks: Walks,
    shape: Shape,
    kept: Kept,
}

/// [`analyse_at`], with the same answer, sooner after an edit of what was judged last.
pub fn analyse_again(memory: &mut Memory, model: &Model, today: Option<&str>) -> Analysis {
    analyse_by_stages(memory, model, today, &mut |_| {})
}

/// [`analyse_again`] without betweenness, which no rule asks for and which takes longer than everything else together
/// where many services depend on many: what an edit waits for.
pub fn analyse_soon(memory: &mut Memory, model: &Model, today: Option<&str>) -> Analysis {
    stages(memory, model, today, Far::No, &mut |_| {})
}

/// [`analyse_again`], which says after each stage what that was: the graphs, each rule by its name, each family of
/// numbers. For those who have a clock.
pub fn analyse_by_stages(
    memory: &mut Memory,
    model: &Model,
    today: Option<&str>,
    done: &mut dyn FnMut(&'static str),
) -> Analysis {
    stages(memory, model, today, Far::Yes, done)
}

/// Whether betweenness is counted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Far {
    Yes,
    No,
}

fn stages(
    memory: &mut Memory,
    model: &Model,
    today: Option<&str>,
    far: Far,
    done: &mut dyn FnMut(&'static str),
) -> Analysis {
    let mut graph = DesignGraph::again_at(std::mem::take(&mut memory.shape), model, today);
    graph.kept = std::mem::take(&mut memory.kept).next();
    done("graphs");
    let analysis = judge_by_stages(memory, &graph, today, far, done);
    (memory.shape, memory.kept) = (graph.shape, graph.kept);
    analysis
}

/// The judgement of graphs that are derived already.
pub(crate) fn judge(graph: &DesignGraph<'_>, today: Option<&str>) -> Analysis {
    judge_by_stages(&mut Memory::default(), graph, today, Far::Yes, &mut |_| {})
}

fn judge_by_stages(
    memory: &mut Memory,
    graph: &DesignGraph<'_>,
    today: Option<&str>,
    far: Far,
    done: &mut dyn FnMut(&'static str),
) -> Analysis {
    let mut rules = || ruled(graph, today, done);
    let (findings, coverage) = if far == Far::Yes { beside::counting(&graph.all, rules) } else { rules() };
    Analysis { findings, metrics: Metrics::of(memory, graph, far, done), coverage }
}

/// What the rules find, less what is waived, and what was looked at.
fn ruled(graph: &DesignGraph<'_>, today: Option<&str>, done: &mut dyn FnMut(&'static str)) -> (Vec<Finding>, Coverage) {
    let mut findings = rules::judge(graph, done);
    let stale_waivers = waiver::apply(graph.model, today, &mut findings);
    let (off, on): (Vec<_>, Vec<_>) = rules::ALL.iter().partition(|rule| rules::is_off(graph, rule));
    let names = |rules: Vec<&rules::Rule>| {
        let mut names: Vec<String> = rules.iter().map(|rule| rule.name.to_owned()).collect();
        names.sort();
        names
    };
    let above = |most: u32, words: &[&str]| -> Vec<String> {
        let words = if graph.n() > most { words } else { &[] };
        words.iter().map(|word| (*word).to_owned()).collect()
    };
    let mut unmatched = rules::unmatched(graph);
    unmatched.extend(rules::empty_layers(graph).into_iter().map(|layer| format!("layer {layer}")));
    let circle = graph.all.tangles.tangles().first().map_or(0, |members| members.len());
    let coverage = Coverage {
        said: coverage::said(graph),
        rules: names(on),
        off: names(off),
        unmatched,
        stale_waivers,
        left_out: [
            above(closure::LARGEST, &["propagation cost", "visibility"]),
            above(leiden::LARGEST, &["best modularity"]),
            (circle > usage::LARGEST_WEIGHED).then(|| "tangle share".to_owned()).into_iter().collect(),
            graph.availability().is_none().then(|| "availability".to_owned()).into_iter().collect(),
        ]
        .concat(),
        estimated: above(centrality::MOST_WALKS, &["betweenness"]),
    };
    done("waivers and coverage");
    (findings, coverage)
}
