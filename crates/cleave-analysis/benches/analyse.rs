//! How long a judgement takes at the size of a large company, and against a plain petgraph walk of the same design.
//!
//! Times itself: a benchmark crate costs more to build than all that is measured here.

use cleave_analysis::{affordances, analyse, check_json};
use cleave_model::Model;
use petgraph::graph::DiGraph;
use petgraph::visit::Dfs;
use std::collections::HashMap;
use std::hint::black_box;
use std::time::{Duration, Instant};

#[path = "synthetic.rs"]
mod synthetic;

/// How often each is measured.
const RUNS: usize = 60;

fn main() {
    let model = synthetic::design(2_800, 9_300);
    let walk = measure("a plain petgraph walk", None, || walk(&model));
    measure("analyse", Some(walk), || analyse(&model).findings.len());
    measure("affordances", Some(walk), || affordances(&model, &"operation:s1400.do".into()).len());
    measure("check_json", Some(walk), || check_json(&model).to_string().len());
}

/// Prints median and 95th percentile, and the median as a multiple of another.
fn measure(name: &str, than: Option<Duration>, run: impl Fn() -> usize) -> Duration {
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            black_box(run());
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    let (median, high) = (times[RUNS / 2], times[RUNS * 95 / 100]);
    let ratio = than.map_or(1.0, |than| median.as_secs_f64() / than.as_secs_f64());
    println!("{name:24} {:9.3} ms  p95 {:9.3} ms  {ratio:7.1} ×", ms(median), ms(high));
    median
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

/// Builds petgraph's own graph of all connections and walks it once, depth first.
fn walk(model: &Model) -> usize {
    let mut graph = DiGraph::<(), ()>::new();
    let mut places = HashMap::new();
    for connection in model.connections() {
        let mut place = |id| *places.entry(id).or_insert_with(|| graph.add_node(()));
        let (from, to) = (place(&connection.from), place(&connection.to));
        graph.add_edge(from, to, ());
    }
    let mut walk = Dfs::empty(&graph);
    let mut seen = 0;
    for node in graph.node_indices() {
        walk.move_to(node);
        while walk.next(&graph).is_some() {
            seen += 1;
        }
    }
    seen
}
