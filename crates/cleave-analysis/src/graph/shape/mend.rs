//! A shape after an edit that leaves everything drawn where it was: what the edit did not touch is not found again.

use super::{Course, Projection, Role, Shape, Tied, is_contract, is_judged, owner_outside, tie};
use crate::graph::{Marks, Tie};
use crate::measure::tangle::count;
use cleave_model::{Connection, ConnectionKind, Id, Kind, Model, Record};

/// More edits at once than this are read anew.
const MOST_EDITS: usize = 200;

/// With more connections at once than this, everything that follows from them is found again.
const MOST_IN_PLACE: usize = 4;

/// What happens to the way at a place, once all before it are what they will be.
struct Edit {
    at: u32,
    was: bool,
    now: Option<Course>,
}

impl Shape {
    /// Follows edits; says whether it could. Where it could not, nothing has changed.
    pub(super) fn mend(&mut self, before: &Model, model: &Model, records: &[&Record]) -> bool {
        let mut differences = Vec::new();
        for (old, new) in model.differences(before) {
            if !leaves_drawn(old, new) || differences.len() == MOST_EDITS {
                return false;
            }
            differences.push((old, new));
        }
        let edits = self.follow(&differences, records);
        if edits.len() <= MOST_IN_PLACE && !self.touches_events(&edits) {
            edits.into_iter().for_each(|edit| self.change(edit));
            return true;
        }
        let mut left = std::mem::take(&mut self.ways).into_iter();
        for edit in edits {
            let kept = edit.at as usize - self.ways.len();
            self.ways.extend(left.by_ref().take(kept));
            if edit.was {
                left.next();
            }
            self.ways.extend(edit.now);
        }
        self.ways.extend(left);
        self.derive();
        true
    }

    /// Whether somebody begins or ends to publish or subscribe, which ties others too.
    fn touches_events(&self, edits: &[Edit]) -> bool {
        let is_event =
            |course: &Course| matches!(course.marks.kind, ConnectionKind::Publish | ConnectionKind::Subscribe);
        let (mut came, mut went) = (0, 0);
        edits.iter().any(|edit| {
            let old = edit.was.then(|| self.ways[(edit.at + went - came) as usize]);
            (came, went) = (came + u32::from(edit.now.is_some()), went + u32::from(edit.was));
            old.iter().chain(&edit.now).any(is_event)
        })
    }

    /// Brings the roles up to date, and says what happens to the ways.
    fn follow(&mut self, differences: &[(Option<&Record>, Option<&Record>)], records: &[&Record]) -> Vec<Edit> {
        let position = |id: &Id| records.binary_search_by(|record| record.id().cmp(id));
        let mut connections: Vec<(usize, bool, Option<&Connection>)> = Vec::new();
        for (old, new) in differences.iter().copied() {
            let Some(id) = old.or(new).map(Record::id) else { continue };
            let at = position(id).unwrap_or_else(|at| at);
            let was = match (old, new) {
                (Some(_), Some(_)) => self.roles[at],
                (Some(_), None) => self.roles.remove(at),
                (None, _) => {
                    self.roles.insert(at, Role::Other);
                    Role::Other
                }
            };
            if let Some(Record::Connection(connection)) = new {
                self.roles[at] = Role::Other;
                connections.push((at, was == Role::Way, Some(connection)));
            } else if was == Role::Way {
                connections.push((at, true, None));
            }
        }
        let many = |roles: &[Role], role: Role| roles.iter().filter(|other| **other == role).count();
        let place = |roles: &[Role], id: &Id| {
            let at = position(id).ok()?;
            match roles[at] {
                Role::Service => Some(count(many(&roles[..at], Role::Service))),
                Role::End => Some(count(self.inside.len() + many(&roles[..at], Role::End))),
                _ => None,
            }
        };
        let course = |roles: &[Role], connection: &Connection| {
            let (from, to) = place(roles, &connection.from).zip(place(roles, &connection.to))?;
            Some(Course { from, to, marks: Marks::of(connection) })
        };
        let courses: Vec<Option<Course>> =
            connections.iter().map(|(.., connection)| course(&self.roles, (*connection)?)).collect();
        let mut edits = Vec::with_capacity(connections.len());
        for ((at, was, _), now) in connections.into_iter().zip(courses) {
            let way = count(many(&self.roles[..at], Role::Way));
            if now.is_some() {
                self.roles[at] = Role::Way;
            }
            edits.push(Edit { at: way, was, now });
        }
        edits
    }

    /// Changes one way, which neither publishes nor subscribes.
    fn change(&mut self, Edit { at, was, now }: Edit) {
        if let (true, Some(now)) = (was, now) {
            let way = &mut self.ways[at as usize];
            if (way.from, way.to, way.marks.kind) == (now.from, now.to, now.marks.kind) {
                way.marks = now.marks;
                return;
            }
        }
        if was {
            self.take_out(at);
        }
        if let Some(now) = now {
            self.put_in(at, now);
        }
    }

    fn take_out(&mut self, at: u32) {
        let old = self.ways.remove(at as usize);
        self.arriving.remove(old.to, at);
        let first = self.ties.partition_point(|tied| tied.way < at);
        let tied = self.ties.get(first).copied().filter(|tied| tied.way == at);
        if let Some(tied) = tied {
            self.ties.remove(first);
            self.needs.remove(tied.from, count(first));
            self.needed.remove(tied.to, count(first));
        }
        self.ties[first..].iter_mut().for_each(|tied| tied.way -= 1);
        self.follow_from(old, tied);
    }

    fn put_in(&mut self, at: u32, now: Course) {
        self.ways.insert(at as usize, now);
        self.arriving.insert(now.to, at);
        let first = self.ties.partition_point(|tied| tied.way < at);
        self.ties[first..].iter_mut().for_each(|tied| tied.way += 1);
        let ends = self.service(now.from).zip(self.service(now.to)).filter(|(from, to)| from != to);
        let tied = tie(now.marks.kind).zip(ends).map(|(tie, (from, to))| Tied { from, to, tie, way: at });
        if let Some(tied) = tied {
            self.ties.insert(first, tied);
            self.needs.insert(tied.from, count(first));
            self.needed.insert(tied.to, count(first));
        }
        self.follow_from(now, tied);
    }

    /// Brings up to date what follows from a way that came or went, and from its tie.
    fn follow_from(&mut self, course: Course, tied: Option<Tied>) {
        if course.marks.kind == ConnectionKind::Use {
            self.find_used();
        }
        let Some(Tied { from, to, .. }) = tied else { return };
        let has = |calls: bool| {
            let mut ties = self.needs.row(from).iter().map(|place| &self.ties[*place as usize]);
            ties.any(|tied| tied.to == to && (!calls || tied.tie == Tie::Sync))
        };
        let (calls, depends) = (has(true), has(false));
        let is_one = std::sync::Arc::ptr_eq(&self.sync, &self.all);
        if calls != self.sync.graph.has(from, to) {
            self.sync = Projection::on(self.sync.graph.toggled(from, to)).into();
        }
        if is_one && calls == depends {
            self.all = self.sync.clone();
        } else if depends != self.all.graph.has(from, to) {
            self.all = Projection::on(self.all.graph.toggled(from, to)).into();
        }
    }
}

/// Whether connections can end at it, or what they end at stands in it.
fn is_drawn(record: &Record) -> bool {
    let kinds = [Kind::Domain, Kind::Service, Kind::Api, Kind::Operation, Kind::Event, Kind::DataStore];
    kinds.contains(&record.kind()) || matches!(record.kind(), Kind::External | Kind::Actor)
}

/// Whether everything drawn stays where it was, though it may be called otherwise or say something else.
fn leaves_drawn(old: Option<&Record>, new: Option<&Record>) -> bool {
    match (old, new) {
        (Some(old), Some(new)) => {
            let outside = |record| owner_outside(record).is_some();
            let as_before = is_judged(old) == is_judged(new)
                && is_contract(old) == is_contract(new)
                && outside(old) == outside(new);
            old.kind() == new.kind() && old.home() == new.home() && as_before
        }
        (one, other) => !one.or(other).is_some_and(is_drawn),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drawing::{draw, run};
    use cleave_model::{Command, Draft};

    /// That mending says what reading anew says, and whether there was anything to mend.
    fn check(shape: &mut Shape, before: &Model, model: &Model) -> bool {
        let records: Vec<&Record> = model.records().collect();
        let is_mended = shape.mend(before, model, &records);
        let fresh = Shape::of(&records);
        if !is_mended {
            *shape = fresh;
            return false;
        }
        assert_eq!((&shape.roles, &shape.inside, &shape.ends), (&fresh.roles, &fresh.inside, &fresh.ends));
        assert_eq!((&shape.ways, &shape.arriving), (&fresh.ways, &fresh.arriving));
        assert_eq!((&shape.ties, &shape.needs, &shape.needed), (&fresh.ties, &fresh.needs, &fresh.needed));
        assert_eq!(shape.used, fresh.used);
        for (mended, fresh) in [(&shape.sync, &fresh.sync), (&shape.all, &fresh.all), (&shape.flow, &fresh.flow)] {
            assert_eq!((&mended.graph, &mended.tangles.of), (&fresh.graph, &fresh.tangles.of));
        }
        true
    }

    #[test]
    fn connections_and_names_are_followed_and_what_is_drawn_anew_is_not() {
        let mut model =
            draw("domain sales a b; a.go calls b.x; b.x writes b.db; shopper uses a.go; a.go calls ~bank; service c");
        let mut shape = Shape::of(&model.records().collect::<Vec<_>>());
        let mut check = |command: &Command, is_mended: bool| {
            let before = model.clone();
            run(&mut model, command);
            assert_eq!(check(&mut shape, &before, &model), is_mended, "{command:?}");
        };
        let ends = ("operation:b.x", "operation:a.go");
        check(&Command::connect(ConnectionKind::Call, ends.0, ends.1), true);
        check(&Command::connect(ConnectionKind::Call, "service:c", "service:a"), true);
        check(&Command::Rename { id: "service:a".into(), name: "z".into() }, true);
        check(&Command::add(Draft::new(Kind::Note, "").with("text", "x")), true);
        check(&Command::Remove { ids: vec!["call:operation:b.x->operation:a.go".into()] }, true);
        check(&Command::add(Draft::new(Kind::Service, "d")), false);
        let says = |field: &str, value: serde_json::Value| Command::Change {
            id: "operation:b.x".into(),
            fields: [(field.to_owned(), value)].into_iter().collect(),
        };
        check(&says("timeout", 5.into()), true);
        check(&says("published", true.into()), false);
        check(&Command::Remove { ids: vec!["store:b.db".into()] }, false);
    }

    #[test]
    fn connections_of_every_kind_come_and_go_one_by_one_and_many_at_once() {
        let mut model = draw(
            "a.go calls b.x; b.x calls c.y; c.y publishes c.Done; a subscribes c.Done; d.z publishes Free; \
             e subscribes Free; e.w writes d.db; shopper uses a.go; e depends a",
        );
        let ids = |model: &Model, kinds: &[Kind]| -> Vec<Id> {
            model.records().filter(|record| kinds.contains(&record.kind())).map(|record| record.id().clone()).collect()
        };
        let drawn = [Kind::Service, Kind::Operation, Kind::Event, Kind::DataStore, Kind::Actor];
        let mut shape = Shape::of(&model.records().collect::<Vec<_>>());
        let mut state = 7_u64;
        let mut next = |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % below.max(1)
        };
        let (mut came, mut went, mut said) = (0, 0, 0);
        for _ in 0..600 {
            let before = model.clone();
            for _ in 0..[1, 1, 1, 2, 7][next(5)] {
                let (ends, connections) = (ids(&model, &drawn), ids(&model, &[Kind::Connection]));
                let command = match next(5) {
                    0 | 1 if connections.len() > 6 => {
                        Command::Remove { ids: vec![connections[next(connections.len())].clone()] }
                    }
                    2 if !connections.is_empty() => Command::Change {
                        id: connections[next(connections.len())].clone(),
                        fields: [("timeout".to_owned(), serde_json::json!({"kind": "after", "of": 1 + next(9)}))]
                            .into_iter()
                            .collect(),
                    },
                    _ => {
                        let kind = ConnectionKind::ALL[next(ConnectionKind::ALL.len())];
                        Command::connect(kind, ends[next(ends.len())].clone(), ends[next(ends.len())].clone())
                    }
                };
                let Ok(change) = cleave_model::decide(&model, &command) else { continue };
                model.apply(&change);
                match command {
                    Command::Remove { .. } => went += 1,
                    Command::Change { .. } => said += 1,
                    _ => came += 1,
                }
            }
            assert!(check(&mut shape, &before, &model));
        }
        assert!(came > 100 && went > 100 && said > 50, "{came} {went} {said}");
    }
}
