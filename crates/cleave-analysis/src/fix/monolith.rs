//! Undoing what locks services into one release, lock by lock.

use super::event::Contract;
use super::turn;
use super::{Case, Idea, merge, stores};
use cleave_model::{Connection, ConnectionKind, Id};

/// Most locks that are undone in one step, and most services that are made one.
const LOCKS: usize = 16;
const FEW: usize = 5;

pub(super) fn distributed_monolith(case: &Case<'_>) -> Vec<Option<Idea>> {
    use ConnectionKind::{Call, ReleaseWith, Write};
    let orders = [[ReleaseWith, Write, Call], [Write, ReleaseWith, Call], [Call, ReleaseWith, Write]];
    let mut ideas: Vec<Option<Idea>> = orders.iter().map(|order| undone(case, *order, false)).collect();
    ideas.push(undone(case, orders[0], true));
    ideas.push(undone(case, orders[1], true));
    if case.finding.subjects.len() <= FEW {
        ideas.push(merge::together(case, &case.finding.subjects));
    }
    ideas
}

/// Undoes locks in this order of kinds until too few are joined to be one release.
fn undone(case: &Case<'_>, order: [ConnectionKind; 3], by_event: bool) -> Option<Idea> {
    let mut pad = case.pad();
    let (mut told, mut cost) = (Vec::new(), 0);
    for _ in 0..LOCKS {
        let Some(finding) = case.still(&pad) else { break };
        let locks: Vec<Connection> =
            finding.evidence.iter().filter_map(|shown| pad.connection(shown.connection.as_ref()?)).collect();
        let owner = |id: &Id| pad.service_of(id);
        let locked = |lock: &&Connection| lock.kind != ConnectionKind::Write || owner(&lock.from) != owner(&lock.to);
        let place = |lock: &&Connection| order.iter().position(|kind| *kind == lock.kind);
        let next = locks
            .iter()
            .filter(locked)
            .filter(|lock| place(lock).is_some())
            .min_by_key(|lock| (place(lock), &lock.head.id));
        let lock = next?.clone();
        cost += turn::cost(&lock);
        let step = if lock.kind == ConnectionKind::Write && pad.service_of(&lock.to).is_none() {
            let writer = pad.service_of(&lock.from)?;
            pad.rehome(&lock.to, Some(&writer));
            format!("give the {} store to {}", pad.name(&lock.to), pad.name(&writer))
        } else if lock.kind == ConnectionKind::Write && !by_event {
            let who = pad.service_of(&lock.from).map_or_else(String::new, |id| pad.name(&id));
            let whose = pad.service_of(&lock.to).map_or_else(String::new, |id| pad.name(&id));
            stores::each_asked(&mut pad, std::slice::from_ref(&lock));
            format!("let {who} call {whose} instead of writing its {} store", pad.name(&lock.to))
        } else {
            turn::round(&mut pad, &lock, Contract::Consumer)?
        };
        if !told.contains(&step) {
            told.push(step);
        }
    }
    let about = "The group is then no longer held together by this; what is left can be changed and released alone.";
    pad.idea("undo-lock", cost, turn::capital(&super::list(&told)), about)
}
