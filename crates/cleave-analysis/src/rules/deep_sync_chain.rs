//! Entries from which calls run through very many services in a row.
//!
#![doc = include_str!("deep-sync-chain.md")]

use super::{Rule, about};
use crate::finding::{Finding, fingerprint};
use crate::graph::{DesignGraph, Tie, Way};
use crate::kept::MadeOf;
use crate::policy::{Grades, Limits};
use cleave_model::Severity;
use std::collections::BTreeMap;

pub(super) const RULE: Rule =
    Rule { name: "deep-sync-chain", severity: Severity::Error, page: include_str!("deep-sync-chain.md"), judge };

/// More hops than this are a warning, and an error.
pub(super) const LIMITS: (f64, f64) = (3.0, 5.0);

/// Most services of a chain that are shown, and most of a call cycle that are searched for the longest way.
const SHOWN: usize = 64;

fn judge(graph: &DesignGraph<'_>, findings: &mut Vec<Finding>) {
    let levels = graph.sync.levels();
    let limits = Limits::of(graph, RULE.name);
    let grades = limits.grades();
    let deep: Vec<(u32, Severity)> = graph
        .entries(&graph.sync.graph)
        .into_iter()
        .filter_map(|entry| {
            let hops = levels[entry as usize] - 1;
            grades.judge(entry, hops).map(|severity| (entry, severity))
        })
        .collect();
    if deep.is_empty() {
        return;
    }
    let chains = Chains::of(graph, &grades);
    // The deepest of those that end in the same chain leads.
    let mut leaders: BTreeMap<u32, u32> = BTreeMap::new();
    for (entry, _) in &deep {
        let leader = leaders.entry(chains.end_of(graph, *entry)).or_insert(*entry);
        if levels[*entry as usize] > levels[*leader as usize] {
            *leader = *entry;
        }
    }
    for (entry, severity) in deep {
        let path = chains.from(graph, entry);
        let calls = steps(graph, &path);
        let hops = levels[entry as usize] - 1;
        let leader = leaders[&chains.end_of(graph, entry)];
        let along = path.iter().map(|service| graph.services[*service as usize]);
        let made_of = MadeOf::default().records(along).records(calls.iter().map(|way| way.record));
        let made_of = made_of.record(graph.services[leader as usize]).number(hops as usize).number(severity as usize);
        findings.push(graph.kept.finding(RULE.name, made_of, || {
            let name = graph.name(entry);
            let message = format!("{name} starts a chain of {hops} calls: {}", in_words(graph, &path));
            let consequence =
                format!("{name} answers only after the last of them, and not at all when any of them is down.");
            let fix = "Keep a copy that events feed near the start of the chain, or answer before the rest is done.";
            let mut finding = about(RULE.name, severity, "Deep chain", vec![graph.id(entry).clone()]);
            finding.group = (leader != entry).then(|| fingerprint(RULE.name, std::slice::from_ref(graph.id(leader))));
            finding.path = graph.ids(&path);
            finding.saying(message, consequence, fix).shown_by(calls.iter().map(|way| way.connection()))
        }));
    }
}

/// The calls from each service of a path to the next.
fn steps<'m>(graph: &DesignGraph<'m>, path: &[u32]) -> Vec<Way<'m>> {
    let step =
        |at: usize| graph.needs(path[at]).filter(move |found| found.tie == Tie::Sync && found.to == path[at + 1]);
    (0..path.len().saturating_sub(1)).flat_map(step).map(|found| found.way).collect()
}

/// "a → b → c", cut in the middle where it is long.
fn in_words(graph: &DesignGraph<'_>, path: &[u32]) -> String {
    let names: Vec<&str> = path.iter().map(|service| graph.name(*service)).collect();
    match names.as_slice() {
        [start @ .., last] if start.len() > 8 => format!("{} → … → {last}", start[..5].join(" → ")),
        names => names.join(" → "),
    }
}

/// The longest chain from every component of the calls.
struct Chains {
    /// The call by which the longest chain leaves a component; none where it ends there.
    exits: Vec<Option<(u32, u32)>>,
    /// The component in which the part of the chain that is short enough begins.
    ends: Vec<u32>,
}

impl Chains {
    fn of(graph: &DesignGraph<'_>, grades: &Grades<'_>) -> Self {
        let (tangles, levels) = (&graph.sync.tangles, graph.sync.levels());
        let mut chains = Self { exits: Vec::new(), ends: Vec::new() };
        for (at, members) in (0u32..).zip(tangles.components()) {
            let out = members.iter().flat_map(|from| graph.sync.graph.out(*from).iter().map(|to| (*from, *to)));
            let out = out.filter(|(_, to)| tangles.of[*to as usize] != at);
            let exit = out.min_by_key(|(from, to)| (u32::MAX - levels[*to as usize], *to, *from));
            let short = grades.elsewhere(levels[members[0] as usize] - 1).is_none();
            // A component comes after all that it calls.
            let end = exit.filter(|_| !short).map_or(at, |(_, to)| chains.ends[tangles.of[to as usize] as usize]);
            chains.exits.push(exit);
            chains.ends.push(end);
        }
        chains
    }

    fn end_of(&self, graph: &DesignGraph<'_>, service: u32) -> u32 {
        self.ends[graph.sync.tangles.of[service as usize] as usize]
    }

    /// The first services of the longest chain that starts at one. Through a call cycle it takes the shortest way, and
    /// where it ends in one, a long way round.
    fn from(&self, graph: &DesignGraph<'_>, start: u32) -> Vec<u32> {
        let (calls, tangles) = (&graph.sync.graph, &graph.sync.tangles);
        let mut path = vec![start];
        while let Some(at) = path.last().copied().filter(|_| path.len() < SHOWN) {
            let here = tangles.of[at as usize];
            let within = |node: u32| tangles.of[node as usize] == here;
            let small = tangles.size(at) as usize <= SHOWN;
            match self.exits[here as usize] {
                Some((from, to)) => {
                    let way = (small && at != from).then(|| calls.path(at, from, SHOWN, within)).flatten();
                    path.extend(way.into_iter().flatten().skip(1));
                    path.push(to);
                }
                None => {
                    while let Some(at) = path.last().copied().filter(|_| small) {
                        let next = calls.out(at).iter().find(|to| within(**to) && !path.contains(to));
                        let Some(next) = next else { break };
                        path.push(*next);
                    }
                    break;
                }
            }
        }
        path
    }
}

#[cfg(test)]
mod tests {
    use crate::analyse;
    use crate::drawing::{draw, found, one, said, says, shown, with, with_limits};
    use serde_json::json;

    const FOUR: &str = "shopper uses a; a calls b; b calls c.x; c.x calls d; d calls e;";

    #[test]
    fn four_hops_are_a_warning_and_six_an_error() {
        let found = found(FOUR, "deep-sync-chain");
        assert_eq!(found.message, "a starts a chain of 4 calls: a → b → c → d → e");
        assert_eq!((found.severity.word(), found.subjects.as_slice()), ("warning", ["service:a".into()].as_slice()));
        assert_eq!(found.path, ["service:a", "service:b", "service:c", "service:d", "service:e"]);
        assert_eq!(shown(&found)[0], "operation:c.x call service:d");
        assert_eq!(found.evidence.len(), 4);
        assert_eq!(crate::drawing::found(&format!("{FOUR} e calls f"), "deep-sync-chain").severity.word(), "warning");
        assert_eq!(
            crate::drawing::found(&format!("{FOUR} e calls f; f calls g"), "deep-sync-chain").severity.word(),
            "error"
        );
    }

    #[test]
    fn three_hops_an_event_and_an_external_are_fine() {
        let lines = "shopper uses a; a calls b; b calls c; c calls d; d publishes d.Done; e subscribes d.Done; \
                     d calls ~bank; a calls d; b calls d";
        assert!(says(lines, "deep-sync-chain").is_empty());
    }

    #[test]
    fn only_entries_count_and_without_any_the_sources() {
        // From a, the source, there are five hops; from the entry b there are four.
        let chain = "a calls b; b calls c; c calls d; d calls e; e calls f;";
        assert_eq!(found(&format!("{chain} shopper uses b"), "deep-sync-chain").subjects, ["service:b"]);
        assert_eq!(found(chain, "deep-sync-chain").subjects, ["service:a"]);
        let marked = with(draw(chain), "service:b", json!({"tags": ["entry"]}));
        assert_eq!(one("deep-sync-chain", &marked).subjects, ["service:b"]);
        assert!(says(&format!("{chain} shopper uses c; ~bank uses d.pay"), "deep-sync-chain").is_empty());
    }

    #[test]
    fn a_call_cycle_counts_one_less_than_its_services() {
        // a → {b c d} → e: one hop in, two within, one out.
        let lines = "shopper uses a; a calls b; b calls c; c calls d; d calls b; c calls e";
        let found = found(lines, "deep-sync-chain");
        assert_eq!(found.message, "a starts a chain of 4 calls: a → b → c → e");
        assert!(says("shopper uses a; a calls b; b calls c; c calls b; c calls e", "deep-sync-chain").is_empty());
        let ends = crate::drawing::found(
            "shopper uses a; a calls b; b calls c; c calls d; d calls e; e calls b",
            "deep-sync-chain",
        );
        assert_eq!(ends.message, "a starts a chain of 4 calls: a → b → c → d → e");
    }

    #[test]
    fn the_deepest_leads_those_that_end_the_same_way() {
        let analysis = analyse(&draw(&format!("{FOUR} z calls b; shopper uses y; y calls z; shopper uses z")));
        let found: Vec<_> = analysis.findings.iter().filter(|found| found.rule == "deep-sync-chain").collect();
        let leader = found.iter().find(|found| found.subjects == ["service:y"]).unwrap();
        assert_eq!((found.len(), &leader.group), (3, &None));
        let led = found.iter().filter(|found| found.group.as_ref() == Some(&leader.fingerprint));
        assert_eq!(led.count(), 2);
    }

    #[test]
    fn a_long_chain_is_shown_by_its_beginning() {
        let chain: String = (0..300).map(|at| format!("s{at} calls s{};", at + 1)).collect();
        let found = found(&chain, "deep-sync-chain");
        assert_eq!(found.message, "s0 starts a chain of 300 calls: s0 → s1 → s2 → s3 → s4 → … → s63");
        assert_eq!(found.path.len(), 64);
    }

    #[test]
    fn the_team_may_set_its_own_limits() {
        let model = with_limits(draw(FOUR), "deep-sync-chain", json!({"max": 4}));
        assert!(said(&analyse(&model), "deep-sync-chain").is_empty());
    }
}
