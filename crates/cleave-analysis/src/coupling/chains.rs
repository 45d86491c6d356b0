//! The longest ways along which each caller waits for the next.

use crate::graph::{Csr, DesignGraph, Way};
use crate::measure::tangle::Tangles;
use cleave_model::{Connection, ConnectionKind, Id, Record, Timeout};
use petgraph::graph::NodeIndex;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Most chains that are told, and most that are looked at for them.
const TOLD: usize = 20;
const LOOKED_AT: usize = 400;

/// Most steps of a chain that are told.
const STEPS: usize = 64;

/// Most members of a call cycle through which the way is searched.
const SEARCHED: usize = 1000;

/// One way of calls.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Chain {
    /// Who waits for whom: perhaps an actor or external system that begins it, then operations, services and external
    /// systems as drawn. A call cycle at the end comes back to where it was entered. At most 64.
    pub steps: Vec<Id>,
    /// The connections between the steps.
    pub connections: Vec<Id>,
    /// Calls, also those that are not told.
    pub hops: u32,
    /// Most the first caller waits, in ms: the timeout with its retries of the first call that says one, because who
    /// gives up does not wait for those behind. Nothing where no call says one.
    #[cfg_attr(feature = "ts", ts(type = "number | null"))]
    pub time: Option<u64>,
    /// What the first operation promises to answer within, ms.
    pub budget: Option<u32>,
}

/// The calls as drawn, with the longest way from each component of them.
struct Calls<'g, 'm> {
    graph: &'g DesignGraph<'m>,
    /// Over the places of everything drawn.
    calls: Csr,
    tangles: Tangles,
    by_ends: BTreeMap<(u32, u32), &'m Connection>,
    /// Hops of the longest way from a component, and the call by which it leaves.
    longest: Vec<(u32, Option<(u32, u32)>)>,
}

/// At most 20 chains, the longest first, then those that may take longest. One that is the end of another is left out.
pub(super) fn longest(graph: &DesignGraph<'_>) -> Vec<Chain> {
    let calls = Calls::of(graph);
    let mut starts = calls.starts();
    starts.sort_by_key(|start| (u32::MAX - calls.hops_by(start.first), start.node, start.first.1, start.by));
    starts.truncate(LOOKED_AT);
    let mut chains: Vec<(Vec<Id>, Chain)> = starts.iter().map(|start| calls.chain(start)).collect();
    chains.sort_by(|(one, a), (other, b)| b.hops.cmp(&a.hops).then(b.time.cmp(&a.time)).then_with(|| one.cmp(other)));
    let mut told: Vec<(Vec<Id>, Chain)> = Vec::new();
    for (services, chain) in chains {
        let is_told = told.iter().any(|(known, _)| known.ends_with(&services));
        if services.len() > 1 && !is_told && told.len() < TOLD {
            told.push((services, chain));
        }
    }
    told.into_iter().map(|(_, chain)| chain).collect()
}

/// Where a chain begins: who uses the first, if anybody outside does, the first, and its first call.
struct Start<'m> {
    by: Option<(&'m Id, &'m Id)>,
    node: u32,
    first: (u32, u32),
}

impl<'g, 'm> Calls<'g, 'm> {
    fn of(graph: &'g DesignGraph<'m>) -> Self {
        let n = graph.drawn.len();
        let mut by_ends: BTreeMap<(u32, u32), &'m Connection> = BTreeMap::new();
        let mut add = |from: u32, to: u32, connection: &'m Connection| {
            let best = by_ends.entry((from, to)).or_insert(connection);
            if (waits(connection), &best.head.id) > (waits(best), &connection.head.id) {
                *best = connection;
            }
        };
        let is_call = |way: &Way<'_>| way.marks.kind == ConnectionKind::Call;
        // A service that is called as a whole may do whatever one of its operations does.
        let mut whole: BTreeMap<u32, u32> = BTreeMap::new();
        for way in graph.ways() {
            let target = graph.drawn[way.to];
            let enters = is_call(&way) || way.marks.kind == ConnectionKind::Use;
            if let (true, Record::Service(_), Some(service)) = (enters, target.record, target.service) {
                whole.insert(service, place(way.to));
            }
        }
        for way in graph.ways().filter(is_call) {
            let (from, to) = (place(way.from), place(way.to));
            add(from, to, way.connection());
            let own = graph.drawn[way.from].service.and_then(|service| whole.get(&service));
            if let Some(own) = own.filter(|own| **own != from) {
                add(*own, to, way.connection());
            }
        }
        let calls = Csr::of(u32::try_from(n).unwrap_or(u32::MAX), by_ends.keys().copied().collect());
        let tangles = Tangles::of(&calls);
        let mut all = Self { graph, calls, tangles, by_ends, longest: Vec::new() };
        // A component comes after all that it calls.
        for at in 0..all.tangles.many() {
            let members = all.tangles.members(at);
            let out = members.iter().flat_map(|from| all.calls.out(*from).iter().map(|to| (*from, *to)));
            let out = out.filter(|(_, to)| all.tangles.of[*to as usize] != at);
            let exit = out.min_by_key(|(from, to)| (u32::MAX - all.hops_from(*to), *to, *from));
            let size = u32::try_from(members.len()).unwrap_or(u32::MAX);
            let hops = match exit {
                Some((_, to)) => size - 1 + 1 + all.hops_from(to),
                None if size > 1 => size,
                None => 0,
            };
            all.longest.push((hops, exit));
        }
        all
    }

    fn hops_from(&self, node: u32) -> u32 {
        self.longest[self.tangles.of[node as usize] as usize].0
    }

    /// The hops of the longest way that begins with this call.
    fn hops_by(&self, (from, to): (u32, u32)) -> u32 {
        if self.tangles.together(from, to) { self.hops_from(from) } else { 1 + self.hops_from(to) }
    }

    /// Every first call of what is used from outside, or of what nothing calls. A cycle nothing leads to begins at its
    /// first member.
    fn starts(&self) -> Vec<Start<'m>> {
        let mut starts = Vec::new();
        for component in self.tangles.components() {
            let mut begins = false;
            for node in component {
                let incoming = self.graph.incoming(NodeIndex::new(*node as usize));
                let users = incoming.filter(|(_, connection)| connection.kind == ConnectionKind::Use);
                let users: Vec<_> = users.map(|(user, connection)| (user.record.id(), &connection.head.id)).collect();
                begins |= !users.is_empty();
                let first = |by| move |to: &u32| Start { by, node: *node, first: (*node, *to) };
                for by in users {
                    starts.extend(self.calls.out(*node).iter().map(first(Some(by))));
                }
            }
            let is_called = component
                .iter()
                .any(|node| self.calls.ins(*node).iter().any(|from| !self.tangles.together(*from, *node)));
            if let (false, false, Some(node)) = (begins, is_called, component.first()) {
                starts.extend(self.calls.out(*node).iter().map(|to| Start {
                    by: None,
                    node: *node,
                    first: (*node, *to),
                }));
            }
        }
        starts
    }

    /// The services it goes through, and the chain.
    fn chain(&self, start: &Start<'m>) -> (Vec<Id>, Chain) {
        let (path, is_whole) = self.path(start);
        let mut steps: Vec<Id> = start.by.iter().map(|(user, _)| (*user).clone()).collect();
        steps.extend(path.iter().map(|node| self.record(*node).id().clone()));
        let calls: Vec<&Connection> =
            path.windows(2).filter_map(|pair| self.by_ends.get(&(pair[0], pair[1])).copied()).collect();
        let mut connections: Vec<Id> = start.by.iter().map(|(_, uses)| (*uses).clone()).collect();
        connections.extend(calls.iter().map(|call| call.head.id.clone()));
        let told = u32::try_from(calls.len()).unwrap_or(u32::MAX);
        let budget = match self.record(start.node) {
            Record::Operation(operation) => operation.timeout,
            _ => None,
        };
        let chain = Chain {
            hops: if is_whole { told } else { self.hops_by(start.first) },
            time: calls.iter().find_map(|call| waits(call)),
            steps,
            connections,
            budget,
        };
        let mut services: Vec<Id> = start.by.iter().map(|(user, _)| (*user).clone()).collect();
        services.extend(path.iter().map(|node| self.carrier(*node)));
        services.dedup();
        (services, chain)
    }

    /// The way from a start, and whether all of it is there.
    fn path(&self, start: &Start<'m>) -> (Vec<u32>, bool) {
        let mut path = vec![start.first.0];
        if !self.tangles.together(start.first.0, start.first.1) {
            path.push(start.first.1);
        }
        while path.len() < STEPS {
            let Some(at) = path.last().copied() else { break };
            let component = self.tangles.of[at as usize];
            let members = self.tangles.members(component).len();
            let within = |node: u32| self.tangles.of[node as usize] == component;
            match self.longest[component as usize].1 {
                Some((from, to)) => {
                    if from != at {
                        let Some(way) = self.calls.path(at, from, members.min(SEARCHED), within) else {
                            return (path, false);
                        };
                        path.extend(way.into_iter().skip(1));
                    }
                    path.push(to);
                }
                None if members > 1 => {
                    // It ends in a circle: once round by the shortest way, with the first call that was asked for.
                    let next = Some(start.first.1).filter(|next| at == start.first.0 && within(*next));
                    let next = next.into_iter().chain(self.calls.out(at).iter().copied().filter(|to| within(*to)));
                    let rounds =
                        next.take(SEARCHED).filter_map(|next| self.calls.path(next, at, members.min(SEARCHED), within));
                    match rounds.min_by_key(Vec::len) {
                        Some(round) => path.extend(round),
                        None => return (path, false),
                    }
                    break;
                }
                None => break,
            }
        }
        let is_whole = path.len() < STEPS;
        path.truncate(STEPS);
        (path, is_whole)
    }

    fn record(&self, node: u32) -> &'m Record {
        self.graph.drawn[NodeIndex::new(node as usize)].record
    }

    /// The service it belongs to, or itself.
    fn carrier(&self, node: u32) -> Id {
        let element = self.graph.drawn[NodeIndex::new(node as usize)];
        element.service.map_or_else(|| element.record.id().clone(), |service| self.graph.id(service).clone())
    }
}

fn place(node: NodeIndex) -> u32 {
    u32::try_from(node.index()).unwrap_or(u32::MAX)
}

/// How long a call waits at most, with its retries, ms.
fn waits(call: &Connection) -> Option<u64> {
    match call.timeout {
        Some(Timeout::After(ms)) => Some(u64::from(ms).saturating_mul(1 + u64::from(call.retries.unwrap_or(0)))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::coupling::coupling;
    use crate::drawing::draw;

    /// Each chain as its steps.
    fn chains(lines: &str) -> Vec<String> {
        let plain = |id: &cleave_model::Id| id.as_str().rsplit(':').next().unwrap_or_default().to_owned();
        let all = coupling(&draw(lines)).chains;
        all.iter()
            .map(|chain| format!("{}: {}", chain.hops, chain.steps.iter().map(plain).collect::<Vec<_>>().join(" → ")))
            .collect()
    }

    #[test]
    fn the_longest_first_and_what_ends_another_is_left_out() {
        // orders.get calls catalog too, but that is the end of the chain through place.
        assert_eq!(
            chains(
                "shopper uses orders.place; orders.place calls payments.charge; payments.charge calls ~bank; \
                    orders.place calls catalog.get; shipping.send calls ~carrier; orders.get calls catalog.get"
            ),
            [
                "2: shopper → orders.place → payments.charge → bank",
                "1: shopper → orders.place → catalog.get",
                "1: shipping.send → carrier",
            ]
        );
    }

    #[test]
    fn a_cycle_comes_back_to_where_it_was_entered() {
        assert_eq!(
            chains("shopper uses a.go; a.go calls b.x; b.x calls c.y; c.y calls b.x"),
            ["3: shopper → a.go → b.x → c.y → b.x"]
        );
        // Nothing leads to it: it begins at its first member.
        assert_eq!(chains("a.go calls b.x; b.x calls a.go"), ["2: a.go → b.x → a.go"]);
    }

    #[test]
    fn operations_of_one_service_that_do_not_call_each_other_make_no_chain() {
        assert_eq!(chains("a.go calls b.x; b.y calls c.z"), ["1: a.go → b.x", "1: b.y → c.z"]);
    }

    #[test]
    fn a_service_called_as_a_whole_may_do_what_its_operations_do() {
        assert_eq!(chains("a.go calls b; b.y calls c.z"), ["2: a.go → b → c.z"]);
    }

    #[test]
    fn a_chain_of_a_hundred_thousand_is_told_in_part() {
        let lines: Vec<String> = (0..3000).map(|at| format!("s{at}.x calls s{}.x", at + 1)).collect();
        let all = coupling(&draw(&lines.join("\n"))).chains;
        assert_eq!((all.len(), all[0].hops, all[0].steps.len()), (1, 3000, 64));
    }
}
