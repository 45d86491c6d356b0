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

/// How often each is measured at the size of a large company, and at the size beyond which no design is drawn.
const RUNS: usize = 60;
const FEW_RUNS: usize = 5;

/// Without a word on the command line everything is measured, otherwise what begins with it.
fn main() {
    let word = std::env::args().skip(1).find(|word| !word.starts_with('-')).unwrap_or_default();
    let asked = |name: &str| name.starts_with(&word);
    if asked("company") || !asked("large") {
        println!("2,800 services and 9,300 calls");
        let model = synthetic::design(2_800, 9_300);
        let walk = measure(RUNS, "a plain petgraph walk", None, || walk(&model));
        measure(RUNS, "analyse", Some(walk), || analyse(&model).findings.len());
        measure(RUNS, "affordances", Some(walk), || affordances(&model, &"operation:s1400.do".into()).len());
        measure(RUNS / 6, "check_json", Some(walk), || check_json(&model).to_string().len());
    }
    if asked("large") {
        println!("100,000 services and 1,000,000 calls");
        let model = synthetic::tangled(100_000, 1_000_000);
        println!("{:24} {:9} MB", "memory of the design", memory());
        let walk = measure(FEW_RUNS, "a plain petgraph walk", None, || walk(&model));
        measure(FEW_RUNS, "analyse", Some(walk), || analyse(&model).findings.len());
        println!("{:24} {:9} MB", "memory at most", memory());
    }
}

/// The most memory the process has had, in MB, where the system says it.
fn memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<u64>().ok()).map_or(0, |kb| kb / 1_024)
}

/// Prints best, median and 95th percentile, and the median as a multiple of another.
fn measure(runs: usize, name: &str, than: Option<Duration>, run: impl Fn() -> usize) -> Duration {
    let mut times: Vec<Duration> = (0..runs)
        .map(|_| {
            let start = Instant::now();
            black_box(run());
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    let (best, median, high) = (times[0], times[runs / 2], times[runs * 95 / 100]);
    let ratio = than.map_or(1.0, |than| median.as_secs_f64() / than.as_secs_f64());
    println!("{name:24} {:9.3} ms  best {:9.3} ms  p95 {:9.3} ms  {ratio:7.1} ×", ms(median), ms(best), ms(high));
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
