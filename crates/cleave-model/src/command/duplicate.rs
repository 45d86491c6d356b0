//! Copying records with everything in them. References inside the copy lead to the copy; connections stay behind.

use super::{add::free_name, assign, trial::Trial};
use crate::{Id, Kind, Placement, Point, Refusal, mentions::turn};
use std::collections::BTreeMap;

pub(super) fn run(trial: &mut Trial, ids: &[Id], by: Point) -> Result<(), Refusal> {
    // What lies inside something else that is copied comes along with it.
    let outermost: Vec<Id> = ids
        .iter()
        .filter(|id| !trial.model().ancestry(id).skip(1).any(|above| ids.contains(above.id())))
        .cloned()
        .collect();
    let mut pairs: Vec<(Id, Id)> = Vec::new();
    for id in &outermost {
        let record = trial.need(id)?;
        if matches!(
            record.kind(),
            Kind::Design | Kind::Connection | Kind::Placement | Kind::Topology | Kind::Deployable
        ) {
            return Err(Refusal::Fixed { id: id.clone(), reason: format!("a {} is not copied", record.kind()) });
        }
        let home = record.home().cloned();
        copy(trial, id, home, &mut pairs);
    }
    let copies: BTreeMap<&Id, &Id> = pairs.iter().map(|(original, copy)| (original, copy)).collect();
    for copy in copies.values() {
        trial.edit(copy, |record| turn(record, &|id| Some(copies.get(id).copied().unwrap_or(id).clone())))?;
    }
    for (original, copy) in &pairs {
        if trial.model().service(copy).is_some() {
            assign::settle(trial, copy)?;
        }
        let standing = Placement::id_of(original, None);
        if let Some(placement) = trial.model().placement(&standing).cloned() {
            let moved = placement.at.map(|at| Point { x: at.x.saturating_add(by.x), y: at.y.saturating_add(by.y) });
            trial.put(Placement { id: Placement::id_of(copy, None), element: copy.clone(), at: moved, ..placement });
        }
    }
    Ok(())
}

/// Copies a record and everything that lives in it. Iterative: domains may nest deeply.
fn copy(trial: &mut Trial, id: &Id, home: Option<Id>, pairs: &mut Vec<(Id, Id)>) {
    let mut ahead: Vec<(Id, Option<Id>)> = vec![(id.clone(), home)];
    while let Some((original, home)) = ahead.pop() {
        let Some(mut record) = trial.model().get(&original).cloned() else { continue };
        let kind = record.kind();
        let name = free_name(trial.model(), kind, home.as_ref(), record.name());
        let rank = u32::try_from(trial.model().count(home.as_ref(), kind)).unwrap_or(u32::MAX);
        if let Some(head) = record.head_mut() {
            head.name = if kind.is_named() { name } else { head.name.clone() };
            head.home = home;
            head.rank = rank;
        }
        let copy = trial.born(record);
        for kind in Kind::ALL.iter().filter(|kind| !matches!(kind, Kind::Connection | Kind::Placement)) {
            let inside = trial.model().children(Some(&original), *kind).rev();
            ahead.extend(inside.map(|record| (record.id().clone(), Some(copy.clone()))));
        }
        pairs.push((original, copy));
    }
}
