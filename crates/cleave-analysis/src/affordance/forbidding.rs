//! Services that a prohibition keeps apart even through others, and that a connection would bring together.

use crate::graph::DesignGraph;
use crate::policy::picks;
use cleave_model::topology::{Forbidden, Selector};

/// Most services of each side of a prohibition from which is walked.
const ENDS: usize = 64;

/// What one prohibition says of connections at one service.
struct Watch<'m> {
    rule: &'m Forbidden,
    service: u32,
    /// Who is kept from whom, where the service comes to depend on this one.
    below: Vec<Option<(u32, u32)>>,
    /// The same, where this one comes to depend on the service.
    above: Vec<Option<(u32, u32)>>,
}

/// The prohibitions that count through others, for where the line begins.
pub(super) struct Forbidding<'m>(Vec<Watch<'m>>);

impl<'m> Forbidding<'m> {
    pub(super) fn of(graph: &DesignGraph<'m>, services: &[u32]) -> Self {
        let mut watches = Vec::new();
        for rule in graph.policy.forbidden.iter().filter(|rule| rule.reachable) {
            let picked = |selector: &Selector| -> Vec<u32> {
                let is = |service: &u32| graph.element(graph.id(*service)).is_some_and(|it| picks(graph, selector, it));
                (0..graph.n()).filter(is).collect()
            };
            let (from, to) = (picked(&rule.from), picked(&rule.to));
            for service in services.iter().copied().take(ENDS) {
                let (below, above) = (side(graph, service, &from, &to, false), side(graph, service, &to, &from, true));
                let turned = above.into_iter().map(|pair| pair.map(|(one, other)| (other, one))).collect();
                watches.push(Watch { rule, service, below, above: turned });
            }
        }
        Self(watches)
    }

    /// Says of each prohibition that these ties would break whom it keeps from whom.
    pub(super) fn tell(&self, ties: &[(u32, u32)], mut say: impl FnMut(u32, u32, &'m Forbidden)) {
        for watch in &self.0 {
            let pair = ties.iter().find_map(|(from, to)| match watch.service {
                service if service == *from => watch.below[*to as usize],
                service if service == *to => watch.above[*from as usize],
                _ => None,
            });
            if let Some((from, to)) = pair {
                say(from, to, watch.rule);
            }
        }
    }
}

/// For each service the pair that would come together if `service` led to it: one of `near`, which leads to `service`,
/// and one of `far`, to which the other leads. Where `back`, everything runs the other way.
fn side(graph: &DesignGraph<'_>, service: u32, near: &[u32], far: &[u32], back: bool) -> Vec<Option<(u32, u32)>> {
    let all = &graph.all.graph;
    let mut pairs: Vec<Option<(u32, u32)>> = vec![None; all.n() as usize];
    let leads = all.reach(service, !back);
    // Who of `far` is not together yet with one of `near`.
    let mut left: Vec<u32> = Vec::new();
    for one in near.iter().copied().filter(|one| leads[*one as usize]).take(ENDS) {
        let known = all.reach(one, back);
        for other in far.iter().copied().filter(|other| *other != one && !known[*other as usize]) {
            if pairs[other as usize].is_none() {
                pairs[other as usize] = Some((one, other));
                left.push(other);
            }
        }
    }
    while let Some(at) = left.pop() {
        for next in if back { all.out(at) } else { all.ins(at) } {
            if pairs[*next as usize].is_none() {
                pairs[*next as usize] = pairs[at as usize];
                left.push(*next);
            }
        }
    }
    pairs
}
