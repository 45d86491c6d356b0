//! Taking records out of a design and putting copies of them into another, or the same.

use super::{Draft, add, add::free_name, assign, connect, trial::Trial};
use crate::{Id, Kind, Model, Placement, Point, Record, Refusal, mentions::turn};
use std::collections::{BTreeMap, BTreeSet};

/// Kinds that can be carried from one design to another. Connections come along with where they start.
fn is_carried(kind: Kind) -> bool {
    !matches!(
        kind,
        Kind::Design
            | Kind::Topology
            | Kind::Deployable
            | Kind::Waiver
            | Kind::View
            | Kind::Connection
            | Kind::Placement
    )
}

/// These records with everything in them, the connections that start there and where they stand, as a design of their
/// own that has no record of itself: with the ids they would have there, mentioning what stayed behind by
/// [`Id::outside`]. What cannot be carried is left out; so the answer may be empty.
pub fn excerpt(model: &Model, ids: &[Id]) -> Model {
    let chosen: BTreeSet<&Id> = ids.iter().collect();
    let outermost = |id: &&Id| !model.ancestry(id).skip(1).any(|above| chosen.contains(above.id()));
    let mut roots: Vec<&Record> = chosen.iter().copied().filter(outermost).filter_map(|id| model.get(id)).collect();
    roots.retain(|record| is_carried(record.kind()));
    roots.sort_by_key(|record| (record.kind(), record.rank()));
    let mut taken: Vec<&Record> = Vec::new();
    let mut ahead: Vec<&Record> = roots.iter().rev().copied().collect();
    while let Some(record) = ahead.pop() {
        taken.push(record);
        let inside = Kind::ALL.iter().flat_map(|kind| model.children(Some(record.id()), *kind));
        ahead.extend(inside.filter(|child| child.kind() != Kind::Placement).collect::<Vec<_>>().into_iter().rev());
    }
    let known: BTreeSet<&Id> = taken.iter().map(|record| record.id()).collect();
    let marked = |id: &Id| if known.contains(id) { id.clone() } else { id.outside() };
    let mut lifted: Vec<Record> = Vec::with_capacity(taken.len());
    for record in &taken {
        let mut copy = (*record).clone();
        turn(&mut copy, &|id| Some(marked(id)));
        if let Record::Connection(connection) = &mut copy {
            connection.to = marked(&connection.to);
        }
        if let Some(head) = copy.head_mut() {
            head.home = head.home.take().filter(|home| known.contains(home));
        }
        lifted.push(copy);
    }
    let places = taken.iter().filter_map(|record| model.placement(&Placement::id_of(record.id(), None)));
    lifted.extend(places.cloned().map(Record::from));
    let mut trial = Trial::new(&Model::new(""));
    let keep_homeless = |_: &mut Trial, _: Kind| Ok(None);
    let _ = put(&mut trial, &lifted, &keep_homeless, Point::default(), &|id| Some(id.clone()));
    trial.drop(&Id::new(Model::DESIGN));
    trial.finish().0
}

pub(super) fn run(trial: &mut Trial, records: &[Record], home: Option<&Id>, at: Option<Point>) -> Result<(), Refusal> {
    if let Some(home) = home {
        trial.need(home)?;
    }
    let before = trial.model().clone();
    let there = |id: &Id| id.inside().filter(|inner| before.get(inner).is_some());
    let by = at.and_then(|at| Some(apart(corner(records)?, at))).unwrap_or_default();
    let roots = put(trial, records, &|trial, kind| home_of(trial, kind, home), by, &there)?;
    if let (Some(at), None) = (at, corner(records)) {
        shelve(trial, &roots, at);
    }
    Ok(())
}

/// The top left corner of everything that has a place.
fn corner(records: &[Record]) -> Option<Point> {
    let places = || records.iter().filter_map(Record::as_placement).filter(|p| p.view.is_none()).filter_map(|p| p.at);
    Some(Point { x: places().map(|at| at.x).min()?, y: places().map(|at| at.y).min()? })
}

fn apart(from: Point, to: Point) -> Point {
    Point { x: to.x.saturating_sub(from.x), y: to.y.saturating_sub(from.y) }
}

fn shifted(at: Point, by: Point) -> Point {
    Point { x: at.x.saturating_add(by.x), y: at.y.saturating_add(by.y) }
}

/// Where a record of this kind goes when `wish` is pointed at: the nearest around it that can hold one.
fn home_of(trial: &mut Trial, kind: Kind, wish: Option<&Id>) -> Result<Option<Id>, Refusal> {
    let model = trial.model();
    let around = || wish.into_iter().flat_map(|wish| model.ancestry(wish));
    if let Some(home) = around().find(|up| kind.homes().contains(&up.kind())) {
        return Ok(Some(home.id().clone()));
    }
    let service = wish.and_then(|wish| model.service_of(wish)).map(|service| service.head.clone());
    match (kind, service) {
        (Kind::Operation, Some(service)) => {
            let first = model.children(Some(&service.id), Kind::Api).next().map(|api| api.id().clone());
            match first {
                Some(api) => Ok(Some(api)),
                None => add::run(trial, &Draft::new(Kind::Api, service.name).within(service.id), None).map(Some),
            }
        }
        (Kind::Entity, Some(service)) => {
            let store = model.children(Some(&service.id), Kind::DataStore).next();
            let store = store.ok_or(Refusal::WrongHome { of: kind, home: Some(Kind::Service) })?;
            Ok(Some(store.id().clone()))
        }
        _ if kind.needs_home() => {
            Err(Refusal::WrongHome { of: kind, home: wish.and_then(|wish| model.get(wish)).map(Record::kind) })
        }
        _ => Ok(None),
    }
}

/// Where a pasted record of a kind belongs, as far as the design can have it.
type HomeOf<'a> = &'a dyn Fn(&mut Trial, Kind) -> Result<Option<Id>, Refusal>;

/// Puts copies of records, parents first, and answers with the outermost copies. `home` says where the outermost go;
/// `beyond` what a mention means that is none of these records.
fn put(
    trial: &mut Trial,
    records: &[Record],
    home: HomeOf,
    by: Point,
    beyond: &dyn Fn(&Id) -> Option<Id>,
) -> Result<Vec<Id>, Refusal> {
    let carried = || records.iter().filter(|record| is_carried(record.kind()));
    let known: BTreeSet<&Id> = carried().map(Record::id).collect();
    let mut inside: BTreeMap<Option<&Id>, Vec<&Record>> = BTreeMap::new();
    for record in carried() {
        inside.entry(record.home().filter(|home| known.contains(home))).or_default().push(record);
    }
    for siblings in inside.values_mut() {
        siblings.sort_by_key(|record| (record.kind(), record.rank()));
    }
    let mut copies: BTreeMap<&Id, Id> = BTreeMap::new();
    let mut roots = Vec::new();
    let mut ahead: Vec<(&Record, Option<Id>)> = Vec::new();
    for root in inside.remove(&None).unwrap_or_default() {
        let into = home(trial, root.kind())?;
        ahead.push((root, into));
        while let Some((record, into)) = ahead.pop() {
            let copy = copy(trial, record, into);
            let children = inside.remove(&Some(record.id())).unwrap_or_default();
            ahead.extend(children.into_iter().rev().map(|child| (child, Some(copy.clone()))));
            if std::ptr::eq(record, root) {
                roots.push(copy.clone());
            }
            copies.insert(record.id(), copy);
        }
    }
    let ends = |id: &Id| copies.get(id).cloned().or_else(|| beyond(id));
    let lines = connect_copies(trial, records, &copies, &ends)?;
    // A note may be about a line, so what is mentioned is turned when the lines are drawn.
    let means = |id: &Id| lines.get(id).cloned().or_else(|| ends(id));
    for copy in copies.values() {
        trial.edit(copy, |record| turn(record, &means))?;
    }
    for copy in copies.values() {
        if trial.model().service(copy).is_some() {
            assign::settle(trial, copy)?;
        }
    }
    for placement in records.iter().filter_map(Record::as_placement).filter(|placement| placement.view.is_none()) {
        let Some(element) = copies.get(&placement.element).or_else(|| lines.get(&placement.element)) else { continue };
        trial.put(Placement {
            id: Placement::id_of(element, None),
            element: element.clone(),
            at: placement.at.map(|at| shifted(at, by)),
            points: placement.points.iter().map(|at| shifted(*at, by)).collect(),
            ..placement.clone()
        });
    }
    Ok(roots)
}

fn copy(trial: &mut Trial, record: &Record, home: Option<Id>) -> Id {
    let kind = record.kind();
    let mut copy = record.clone();
    let name = free_name(trial.model(), kind, home.as_ref(), record.name());
    let rank = u32::try_from(trial.model().count(home.as_ref(), kind)).unwrap_or(u32::MAX);
    if let Some(head) = copy.head_mut() {
        if kind.is_named() {
            head.name = name;
        }
        head.home = home;
        head.rank = rank;
    }
    trial.born(copy)
}

/// Draws the connections whose two ends are known, and answers with what became of each.
fn connect_copies<'a>(
    trial: &mut Trial,
    records: &'a [Record],
    copies: &BTreeMap<&Id, Id>,
    means: &dyn Fn(&Id) -> Option<Id>,
) -> Result<BTreeMap<&'a Id, Id>, Refusal> {
    let mut lines: Vec<_> = records.iter().filter_map(Record::as_connection).collect();
    lines.sort_by_key(|line| line.head.rank);
    let mut drawn = BTreeMap::new();
    for line in lines {
        let (Some(from), Some(to)) = (copies.get(&line.from).cloned(), means(&line.to)) else { continue };
        // An excerpt may lead outside, where there is nothing to look at.
        if trial.model().get(&to).is_some() {
            connect::check(trial, line.kind, &from, &to, None)?;
        }
        let mut copy = line.clone();
        copy.head.rank = u32::try_from(trial.model().count(Some(&from), Kind::Connection)).unwrap_or(u32::MAX);
        (copy.from, copy.to) = (from, to);
        drawn.insert(&line.head.id, trial.born(copy.into()));
    }
    Ok(drawn)
}

/// Gives what came without any places a place each, in rows of four.
fn shelve(trial: &mut Trial, roots: &[Id], at: Point) {
    let drawn = roots.iter().filter(|id| {
        let Some(record) = trial.model().get(id) else { return false };
        let inner = trial.model().service_of(id).is_some_and(|service| service.head.id != **id);
        !inner && !matches!(record.kind(), Kind::Domain | Kind::DataType | Kind::Entity)
    });
    let drawn: Vec<Id> = drawn.cloned().collect();
    for (nth, id) in (0i32..).zip(drawn) {
        let by = Point { x: nth % 4 * 240, y: nth / 4 * 200 };
        trial.put(Placement { at: Some(shifted(at, by)), ..Placement::new(id, None) });
    }
}
