//! Services in several processes that can only live together.
//!
#![doc = include_str!("distributed-monolith.md")]

use super::{Rule, about, list, store_words};
use crate::finding::{Finding, fingerprint};
use crate::graph::{DesignGraph, Tie};
use crate::measure::tangle::count;
use crate::policy::Limits;
use cleave_model::{Connection, ConnectionKind, Id, Record, Severity};
use petgraph::unionfind::UnionFind;
use std::collections::{BTreeMap, BTreeSet};

pub(super) const RULE: Rule = Rule {
    name: "distributed-monolith",
    severity: Severity::Error,
    page: include_str!("distributed-monolith.md"),
    judge,
};

/// The smallest group that is told; a pair is told by the rules about what joins it.
pub(super) const MIN: f64 = 3.0;

/// What holds some services together.
struct Lock<'m> {
    words: String,
    /// The services, ascending.
    held: Vec<u32>,
    proof: Vec<&'m Connection>,
    /// The fingerprint of the finding that tells it by itself, if there is one.
    told: Option<String>,
}

fn judge(graph: &DesignGraph<'_>, findings: &mut Vec<Finding>) {
    let mut locks = tangles(graph);
    locks.extend(stores(graph));
    locks.extend(releases(graph));
    let mut joined = UnionFind::<u32>::new(graph.n() as usize);
    for lock in &locks {
        for other in &lock.held[1..] {
            joined.union(lock.held[0], *other);
        }
    }
    let mut groups: BTreeMap<u32, Vec<Lock<'_>>> = BTreeMap::new();
    for lock in locks {
        groups.entry(joined.find(lock.held[0])).or_default().push(lock);
    }
    let limits = Limits::of(graph, RULE.name);
    let min = limits.get("min");
    for mut locks in groups.into_values() {
        let mut members: Vec<u32> = locks.iter().flat_map(|lock| lock.held.iter().copied()).collect();
        members.sort_unstable();
        members.dedup();
        if f64::from(count(members.len())) < min.for_all(&members) {
            continue;
        }
        let names: Vec<&str> = members.iter().map(|service| graph.name(*service)).collect();
        let message = format!("{} can only live together", list(&names));
        // The weakest lock first: it is the cheapest to undo.
        locks.sort_by_key(|lock| lock.proof.len());
        let words: Vec<&str> = locks.iter().map(|lock| lock.words.as_str()).collect();
        let consequence = format!("They are several processes and one release, locked by {}.", list(&words));
        let fix = format!("Undo one lock after the other, beginning with {}.", words[0]);
        let mut finding = about(RULE.name, RULE.severity, "One release", graph.ids(&members));
        // One lock that holds all of them tells the same by itself.
        finding.group = locks.iter().find(|lock| lock.held == members).and_then(|lock| lock.told.clone());
        let proof = locks.into_iter().flat_map(|lock| lock.proof);
        findings.push(finding.saying(message, consequence, fix).shown_by(proof));
    }
}

/// Stores by id, each with those it locks.
type Locking<'m> = Vec<(&'m Id, Vec<u32>)>;

/// The groups that are locked together, of any size; and for each store that another than its owner writes whom it locks.
pub(crate) fn locks<'m>(graph: &DesignGraph<'m>) -> (Vec<BTreeSet<u32>>, Locking<'m>) {
    let of_stores = stores(graph);
    let mut locking: Locking<'m> = Vec::new();
    for lock in &of_stores {
        let store = lock.proof.first().copied().map(|access| &access.to);
        locking.extend(store.map(|store| (store, lock.held.clone())));
    }
    locking.sort_unstable();
    let held: Vec<Vec<u32>> = graph
        .sync
        .tangles
        .tangles()
        .into_iter()
        .map(<[u32]>::to_vec)
        .chain(of_stores.into_iter().chain(releases(graph)).map(|lock| lock.held))
        .collect();
    let mut joined = UnionFind::<u32>::new(graph.n() as usize);
    for lock in &held {
        for other in lock.iter().skip(1) {
            joined.union(lock[0], *other);
        }
    }
    let mut groups: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
    for lock in held.iter().filter(|lock| !lock.is_empty()) {
        groups.entry(joined.find(lock[0])).or_default().extend(lock);
    }
    (groups.into_values().collect(), locking)
}

/// Call cycles.
fn tangles<'m>(graph: &DesignGraph<'m>) -> Vec<Lock<'m>> {
    let lock = |members: &[u32]| {
        let inside = |service: &u32| {
            let service = *service;
            graph
                .needs(service)
                .filter(move |found| found.tie == Tie::Sync && graph.sync.tangles.together(service, found.to))
        };
        let names: Vec<&str> = members.iter().map(|service| graph.name(*service)).collect();
        Lock {
            words: format!("the calls in a circle of {}", list(&names)),
            held: members.to_vec(),
            proof: members.iter().flat_map(inside).map(|found| found.way.connection()).collect(),
            told: Some(fingerprint("cycle-sync", &graph.ids(members))),
        }
    };
    graph.sync.tangles.tangles().into_iter().map(lock).collect()
}

/// Stores that a service writes which does not own them, with all who use them and the owner.
fn stores<'m>(graph: &DesignGraph<'m>) -> Vec<Lock<'m>> {
    let mut locks = Vec::new();
    for node in graph.stores.iter().copied() {
        let owner = graph.drawn[node].service;
        let writers = graph.arriving(node).filter(|way| way.marks.kind == ConnectionKind::Write);
        let mut writers = writers.filter_map(|way| graph.drawn[way.from].service);
        if !writers.any(|from| Some(from) != owner) {
            continue;
        }
        let Record::DataStore(store) = graph.drawn[node].record else { continue };
        let uses: Vec<(u32, &Connection)> =
            graph.accesses(node).filter_map(|(from, use_)| Some((from.service?, use_))).collect();
        let mut held: Vec<u32> = uses.iter().map(|(from, _)| *from).chain(owner).collect();
        held.sort_unstable();
        held.dedup();
        locks.push(Lock {
            words: store_words(graph, &store.head.name, owner),
            held,
            proof: uses.into_iter().map(|(_, use_)| use_).collect(),
            told: Some(fingerprint("shared-store", std::slice::from_ref(&store.head.id))),
        });
    }
    locks
}

/// Services that are declared to be released together.
fn releases<'m>(graph: &DesignGraph<'m>) -> Vec<Lock<'m>> {
    let mut pairs: BTreeMap<(u32, u32), Vec<&'m Connection>> = BTreeMap::new();
    for way in graph.ways().filter(|way| way.marks.kind == ConnectionKind::ReleaseWith) {
        let ends = graph.drawn[way.from].service.zip(graph.drawn[way.to].service);
        if let Some((one, other)) = ends.filter(|(one, other)| one != other) {
            pairs.entry((one.min(other), one.max(other))).or_default().push(way.connection());
        }
    }
    let words = |(one, other): (u32, u32)| format!("the release of {} with {}", graph.name(one), graph.name(other));
    let lock = |(pair, proof)| Lock { words: words(pair), held: vec![pair.0, pair.1], proof, told: None };
    pairs.into_iter().map(lock).collect()
}

#[cfg(test)]
mod tests {
    use crate::drawing::{draw, found, one, says, shown, with_limits};
    use serde_json::json;

    #[test]
    fn a_call_cycle_a_written_store_and_a_release_join_a_group() {
        let found = found(
            "a calls b; b calls a; c writes b.db; c released d; d calls e; c reads c.db; b subscribes a.Done",
            "distributed-monolith",
        );
        assert_eq!(found.message, "a, b and 2 more can only live together");
        assert_eq!(found.subjects, ["service:a", "service:b", "service:c", "service:d"]);
        assert_eq!((found.severity.word(), &found.group), ("error", &None));
        assert_eq!(
            shown(&found),
            [
                "service:a call service:b",
                "service:b call service:a",
                "service:c release-with service:d",
                "service:c write store:b.db",
            ]
        );
    }

    #[test]
    fn each_lock_is_enough_for_three() {
        assert_eq!(found("a calls b; b calls c; c calls a", "distributed-monolith").subjects.len(), 3);
        assert_eq!(found("b writes a.db; c reads a.db", "distributed-monolith").subjects.len(), 3);
        assert_eq!(found("a released b; c released b", "distributed-monolith").subjects.len(), 3);
        // Nobody owns it: every write is foreign.
        assert_eq!(found("a writes db; b reads db; c.x reads db", "distributed-monolith").subjects.len(), 3);
    }

    #[test]
    fn pairs_reads_and_what_does_not_lock_are_fine() {
        let fine = [
            "a calls b; b calls a; c released d; f writes e.db",
            "a writes a.db; b reads a.db; c reads a.db",
            "b reads db; c reads db; d reads db",
            "a calls b; b publishes b.Done; c subscribes b.Done; a subscribes b.Done; b depends a; c depends a; a depends c",
            "a released a; a released b",
            "~x writes a.db; b reads a.db; c reads a.db",
        ];
        for lines in fine {
            assert!(says(lines, "distributed-monolith").is_empty(), "{lines}");
        }
    }

    #[test]
    fn two_groups_are_two_findings() {
        assert_eq!(says("a released b; b released c; d released e; e released f", "distributed-monolith").len(), 2);
    }

    #[test]
    fn what_one_lock_tells_already_leads() {
        for (lines, leader) in [
            ("a calls b; b calls c; c calls a", "cycle-sync"),
            ("b writes a.db; c reads a.db; a reads a.db", "shared-store"),
        ] {
            let model = draw(lines);
            assert_eq!(one("distributed-monolith", &model).group, Some(one(leader, &model).fingerprint.clone()));
        }
    }

    #[test]
    fn the_weakest_lock_is_named_first() {
        let found = found("a calls b; b calls a; b released c", "distributed-monolith");
        assert_eq!(found.fix, "Undo one lock after the other, beginning with the release of b with c.");
        assert_eq!(
            found.consequence,
            "They are several processes and one release, locked by the release of b with c and the calls in a circle \
             of a and b."
        );
    }

    #[test]
    fn the_team_may_set_its_own_limit() {
        one("distributed-monolith", &with_limits(draw("a released b"), "distributed-monolith", json!({"min": 2})));
    }
}
