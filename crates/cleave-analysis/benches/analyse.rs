//! How long a judgement takes at the size of a large company, and against a plain petgraph walk of the same design.
//!
//! Times itself: a benchmark crate costs more to build than all that is measured here.

use cleave_analysis::{
    Check, Memory, affordances, analyse, analyse_again, analyse_by_stages, analyse_soon, check_json, fixes,
};
use cleave_model::{Change, Command, Connection, ConnectionKind, Id, Kind, Model, Record, Swap, decide};
use petgraph::graph::DiGraph;
use petgraph::visit::Dfs;
use std::collections::HashMap;
use std::hint::black_box;
use std::time::{Duration, Instant};

#[path = "synthetic.rs"]
mod synthetic;

/// The stages of the findings that are about the structure itself: circles, ownership, contracts, layers.
const STRUCTURAL: [&str; 16] = [
    "graphs",
    "cycle-mixed",
    "cycle-sync",
    "event-loop",
    "event-without-publisher",
    "event-without-subscriber",
    "forbidden-dependency",
    "foreign-store-access",
    "foreign-team-write",
    "layer-violation",
    "multiple-publishers",
    "private-operation",
    "shared-store",
    "team-ownership",
    "unowned-element",
    "version-mismatch",
];

/// How often each is measured at the size of a large company, and at the size beyond which no design is drawn.
const RUNS: usize = 60;
const FEW_RUNS: usize = 5;

/// Without a word on the command line everything is measured, otherwise what begins with it. `once` judges the smaller
/// design once and `edits` only edits it, for those who count instructions or look where the time goes.
fn main() {
    let word = std::env::args().skip(1).find(|word| !word.starts_with('-')).unwrap_or_default();
    if word == "once" {
        let mut by_rule: std::collections::BTreeMap<String, usize> = Default::default();
        for finding in analyse(&synthetic::design(2_800, 9_300)).findings {
            *by_rule.entry(finding.rule.to_string()).or_default() += 1;
        }
        println!("findings: {by_rule:?}");
        println!("{} bytes a record", size_of::<Record>());
        return;
    }
    if word == "edits" {
        return after_edits(10 * RUNS, &synthetic::design(2_800, 9_300));
    }
    if word == "edits-large" {
        return after_edits(10 * FEW_RUNS, &synthetic::tangled(100_000, 1_000_000));
    }
    if word == "added" {
        return after_additions(10 * RUNS, &given().unwrap_or_else(|| synthetic::design(2_800, 9_300)));
    }
    if word == "neutral" {
        return neutral();
    }
    if word == "extremes" {
        return extremes();
    }
    let asked = |name: &str| name.starts_with(&word);
    if asked("company") || !asked("large") {
        println!("2,800 services and 9,300 calls");
        let model = synthetic::design(2_800, 9_300);
        let walk = measure(RUNS, "a plain petgraph walk", None, || walk(&model));
        measure(RUNS, "analyse", Some(walk), || analyse(&model).findings.len());
        stages(RUNS, &model);
        measure(RUNS, "affordances", Some(walk), || affordances(&model, &"operation:s1400.do".into()).len());
        after_edits(RUNS, &model);
        measure(RUNS / 6, "check_json", Some(walk), || check_json(&model).to_string().len());
    }
    if asked("large") {
        println!("100,000 services and 1,000,000 calls");
        let model = synthetic::tangled(100_000, 1_000_000);
        println!("{:24} {:9} MB", "memory of the design", memory("VmRSS"));
        // What making the design took at most is forgotten, where the system can.
        let _ = std::fs::write("/proc/self/clear_refs", "5");
        let walk = measure(FEW_RUNS, "a plain petgraph walk", None, || walk(&model));
        measure(FEW_RUNS, "analyse", Some(walk), || analyse(&model).findings.len());
        println!("{:24} {:9} MB", "memory at most", memory("VmHWM"));
        stages(FEW_RUNS, &model);
        after_edits(4 * FEW_RUNS, &model);
        println!("{:24} {:9} MB", "with what is kept", memory("VmHWM"));
    }
}

/// The design in the file that `DESIGN` names, in its text form.
fn given() -> Option<Model> {
    let text = std::fs::read_to_string(std::env::var_os("DESIGN")?).ok()?;
    Some(cleave_text::parse(&text).unwrap_or_else(|problems| panic!("{problems:?}")))
}

/// Judges after one call after the other that nobody drew before, between operations anywhere: half of them close a circle.
fn after_additions(runs: usize, model: &Model) {
    let operations: Vec<&Id> = model.of_kind(Kind::Operation).map(Record::id).collect();
    let mut memory = Memory::default();
    analyse_again(&mut memory, model, None);
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        operations[(state >> 33) as usize % operations.len()].clone()
    };
    let mut stages: Vec<(&str, Vec<Duration>)> = Vec::new();
    let (mut added, mut soon, mut live) = (Vec::new(), Vec::new(), Memory::default());
    for _ in 0..runs {
        let Ok(change) = decide(model, &Command::connect(ConnectionKind::Call, next(), next())) else { continue };
        let mut edited = model.clone();
        edited.apply(&change);
        added.push(judged(&mut memory, &edited, &mut stages));
        black_box(analyse_again(&mut memory, model, None));
        black_box(analyse_soon(&mut live, model, None));
        let start = Instant::now();
        black_box(analyse_soon(&mut live, &edited, None));
        soon.push(start.elapsed());
    }
    print("analyse after an addition", None, &mut added);
    print_stages(stages.into_iter().map(middle).collect());
    print("without betweenness", None, &mut soon);
}

/// How long a judgement takes, and each of its stages.
fn judged(memory: &mut Memory, model: &Model, stages: &mut Vec<(&'static str, Vec<Duration>)>) -> Duration {
    let start = Instant::now();
    let (mut at, mut last) = (0, start);
    let judged = black_box(analyse_by_stages(memory, model, None, &mut |stage| {
        match stages.get_mut(at) {
            Some((_, took)) => took.push(last.elapsed()),
            None => stages.push((stage, vec![last.elapsed()])),
        }
        (at, last) = (at + 1, Instant::now());
    }));
    let took = start.elapsed();
    drop(judged);
    took
}

fn middle((stage, mut took): (&str, Vec<Duration>)) -> (&str, Duration) {
    took.sort_unstable();
    (stage, took[took.len() / 2])
}

/// Shapes that others hang on: everybody calls everybody, and everybody calls the next.
fn extremes() {
    let graph = |nodes: u32, edges: &mut dyn Iterator<Item = (u32, u32)>| {
        let nodes: Vec<_> = (0..nodes).map(|at| format!("{{\"id\":\"s{at}\",\"kind\":\"service\"}}")).collect();
        let edge = |(from, to)| format!("{{\"from\":\"s{from}\",\"to\":\"s{to}\",\"kind\":\"sync\"}}");
        let edges: Vec<_> = edges.map(edge).collect();
        let text = format!("{{\"nodes\":[{}],\"edges\":[{}]}}", nodes.join(","), edges.join(","));
        cleave_text::parse_graph_json(&text).unwrap_or_else(|problem| panic!("{problem}"))
    };
    let pairs = (0..60).flat_map(|from| (0..60).map(move |to| (from, to)));
    let whole = graph(60, &mut pairs.filter(|(from, to)| from != to));
    measure(1, "check of a complete 60", None, || check_json(&whole).to_string().len());
    let findings = analyse(&whole).findings;
    for finding in findings.iter().filter(|finding| finding.subjects.len() > 2) {
        let name = format!("fixes of {}", finding.rule);
        measure(1, &name, None, || fixes(&whole, &finding.fingerprint).len());
    }
    let chain = graph(1_000_000, &mut (1..1_000_000).map(|at| (at - 1, at)));
    measure(1, "check of a million in a row", None, || {
        serde_json::to_writer(std::io::sink(), &Check::of(&chain, None)).map_or(1, |()| 0)
    });
    println!("{:24} {:9} MB", "memory at most", memory("VmHWM"));
}

/// Reads the larger design as a neutral graph, judges it and writes all there is to say, as `cleave check` does.
fn neutral() {
    let text = synthetic::tangled_json(100_000, 1_000_000);
    println!("{:24} {:9} MB", "memory of the text", memory("VmRSS"));
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    let start = Instant::now();
    let model = cleave_text::parse_graph_json(&text).unwrap_or_else(|problem| panic!("{problem}"));
    println!("{:24} {:9.0} ms", "reading", ms(start.elapsed()));
    println!("{:24} {:9} MB, {} MB at most", "memory of the design", memory("VmRSS"), memory("VmHWM"));
    let start = Instant::now();
    let check = Check::of(&model, None);
    println!("{:24} {:9.0} ms", "judging", ms(start.elapsed()));
    let start = Instant::now();
    let mut sum = Sum(std::hash::DefaultHasher::new(), 0);
    serde_json::to_writer(&mut sum, &check).unwrap_or_default();
    println!("{:24} {:9.0} ms, {} MB", "writing", ms(start.elapsed()), sum.1 >> 20);
    println!("{:24} {:9} MB at most, sum {:x}", "memory", memory("VmHWM"), std::hash::Hasher::finish(&sum.0));
}

/// Takes what is written and remembers how much it was, and a sum by which two runs can be compared.
struct Sum(std::hash::DefaultHasher, usize);

impl std::io::Write for Sum {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        std::hash::Hasher::write(&mut self.0, bytes);
        self.1 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// The memory of the process, in MB, where the system says it: what it has, or has had at most.
fn memory(word: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(word)).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<u64>().ok()).map_or(0, |kb| kb / 1_024)
}

/// Judges after one edit after the other: a call is drawn, and taken back, between services all over the design.
fn after_edits(runs: usize, model: &Model) {
    let calls: Vec<&Connection> = model.connections().filter(|call| call.kind == ConnectionKind::Call).collect();
    let mut memory = Memory::default();
    analyse_again(&mut memory, model, None);
    let mut edited = model.clone();
    let mut stages: Vec<(&str, Vec<Duration>)> = Vec::new();
    let mut times: Vec<Duration> = (0..runs)
        .map(|run| {
            let call = calls[run / 2 * calls.len() / runs.max(1)];
            let record = model.shared(&call.head.id).cloned();
            let gone = Change::new([Swap { before: record, after: None }]);
            edited.apply(&if run % 2 == 0 { gone } else { gone.inverse() });
            judged(&mut memory, &edited, &mut stages)
        })
        .collect();
    print("analyse after an edit", None, &mut times);
    print_stages(stages.into_iter().map(middle).collect());
    if std::env::var_os("HASH").is_some() {
        for (name, model) in [("edited", &edited), ("company", model)] {
            let text = serde_json::to_string(&analyse_again(&mut memory, model, None)).unwrap_or_default();
            let mut hash = std::hash::DefaultHasher::new();
            std::hash::Hasher::write(&mut hash, text.as_bytes());
            println!("{name} {:x}", std::hash::Hasher::finish(&hash));
        }
    }
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
    print(name, than, &mut times)
}

fn print(name: &str, than: Option<Duration>, times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    let (best, median, high) = (times[0], times[times.len() / 2], times[times.len() * 95 / 100]);
    let ratio = than.map_or(1.0, |than| median.as_secs_f64() / than.as_secs_f64());
    println!("{name:24} {:9.3} ms  best {:9.3} ms  p95 {:9.3} ms  {ratio:7.1} ×", ms(median), ms(best), ms(high));
    median
}

/// Prints the best time of each stage.
fn stages(runs: usize, model: &Model) {
    let mut best: Vec<(&str, Duration)> = Vec::new();
    for _ in 0..runs {
        let (mut at, mut last) = (0, Instant::now());
        black_box(analyse_by_stages(&mut Memory::default(), model, None, &mut |stage| {
            let took = last.elapsed();
            match best.get_mut(at) {
                Some((_, least)) => *least = took.min(*least),
                None => best.push((stage, took)),
            }
            (at, last) = (at + 1, Instant::now());
        }));
    }
    print_stages(best);
}

/// Prints each stage that takes a hundredth of all, and the sum of the others.
fn print_stages(mut best: Vec<(&str, Duration)>) {
    let all: Duration = best.iter().map(|(_, took)| *took).sum();
    let structural = best.iter().filter(|(stage, _)| STRUCTURAL.contains(stage)).map(|(_, took)| *took).sum();
    best.sort_by_key(|(_, took)| std::cmp::Reverse(*took));
    let (long, short): (Vec<_>, Vec<_>) = best.into_iter().partition(|(_, took)| *took * 100 > all);
    for (stage, took) in long {
        println!("  {stage:28} {:9.3} ms", ms(took));
    }
    println!("  {:28} {:9.3} ms", format!("{} others", short.len()), ms(short.iter().map(|(_, took)| *took).sum()));
    println!("  {:28} {:9.3} ms", "structural, with the graphs", ms(structural));
    println!("  {:28} {:9.3} ms", "together", ms(all));
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
