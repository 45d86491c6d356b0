//! What changed as a small map: the services, stores, events and outsiders that came, went or say something else, with
//! those they are connected to.

use super::{Changes, What};
use cleave_model::{Connection, ConnectionKind, Id, Kind, Model, Record};
use std::collections::{BTreeMap, BTreeSet};

/// Whether something on the map is as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Mark {
    Added,
    Removed,
    Changed,
    Same,
}

impl Mark {
    /// The sign that says it without a colour; none where nothing happened.
    pub(crate) fn sign(self) -> &'static str {
        match self {
            Self::Added => "+",
            Self::Removed => "−",
            Self::Changed => "~",
            Self::Same => "",
        }
    }

    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
            Self::Same => "unchanged",
        }
    }
}

/// One box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) id: Id,
    pub(crate) mark: Mark,
}

/// All connections of one kind from one box to another, as one arrow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Way {
    /// Places in the list of boxes.
    pub(crate) from: usize,
    pub(crate) to: usize,
    /// `call`, `event`, `data` or `other`.
    pub(crate) kind: &'static str,
    pub(crate) mark: Mark,
}

/// The map: boxes by id, arrows by their ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ChangeMap {
    pub(crate) places: Vec<Place>,
    pub(crate) ways: Vec<Way>,
}

/// Ends, kind, and how often before and now; whether one that stayed says something else.
type Counted<'m> = BTreeMap<(&'m Id, &'m Id, &'static str), (u32, u32, bool)>;

impl ChangeMap {
    /// The map of what differs; none where nothing is to draw, or more than `most` boxes changed.
    pub(crate) fn of(before: &Model, now: &Model, changes: &Changes, most: usize) -> Option<Self> {
        let ways = counted(before, now, changes);
        let mark_of = |(was, is, changed): &(u32, u32, bool)| match (was, is) {
            (0, _) => Mark::Added,
            (_, 0) => Mark::Removed,
            (was, is) if was != is || *changed => Mark::Changed,
            _ => Mark::Same,
        };
        let mut marks: BTreeMap<&Id, Mark> = BTreeMap::new();
        for changed in &changes.elements {
            let model = if changed.what == What::Removed { before } else { now };
            let drawn = model.get(&changed.id).filter(|record| record.kind() != Kind::Connection);
            if let Some(place) = drawn.and_then(|record| holder(model, record.id())) {
                let mark = match changed.what {
                    What::Added if *place == changed.id => Mark::Added,
                    What::Removed if *place == changed.id => Mark::Removed,
                    _ => Mark::Changed,
                };
                let known = marks.entry(place).or_insert(mark);
                *known = mark.min(*known);
            }
        }
        // Who is at either end of what changed is shown; who else is next to it, where there is room.
        for (ends, count) in &ways {
            if mark_of(count) != Mark::Same {
                for end in [ends.0, ends.1] {
                    marks.entry(end).or_insert(Mark::Same);
                }
            }
        }
        if marks.is_empty() || marks.len() > most {
            return None;
        }
        let touched: BTreeSet<&Id> = marks.iter().filter(|(_, mark)| **mark != Mark::Same).map(|(id, _)| *id).collect();
        let beside: BTreeSet<&Id> = ways
            .keys()
            .filter(|(from, to, _)| touched.contains(from) || touched.contains(to))
            .flat_map(|(from, to, _)| [*from, *to])
            .filter(|id| !marks.contains_key(id))
            .collect();
        if marks.len() + beside.len() <= most {
            marks.extend(beside.into_iter().map(|id| (id, Mark::Same)));
        }
        let number: BTreeMap<&Id, usize> = marks.keys().enumerate().map(|(at, id)| (*id, at)).collect();
        let shown = ways.iter().filter_map(|((from, to, kind), count)| {
            let (from, to) = (*number.get(from)?, *number.get(to)?);
            Some(Way { from, to, kind, mark: mark_of(count) })
        });
        let ways = shown.collect();
        let places = marks.into_iter().map(|(id, mark)| Place { id: id.clone(), mark }).collect();
        Some(Self { places, ways })
    }

    /// The model that has a box: what went is in the one before.
    pub(crate) fn model<'m>(before: &'m Model, now: &'m Model, id: &Id) -> &'m Model {
        if now.get(id).is_some() { now } else { before }
    }
}

/// The connections between boxes, before and now.
fn counted<'m>(before: &'m Model, now: &'m Model, changes: &Changes) -> Counted<'m> {
    // One that got another end between the same boxes is not as it was either.
    let differs = |what: What| matches!(what, What::Changed | What::Moved);
    let changed: BTreeSet<&Id> = changes.elements.iter().filter(|one| differs(one.what)).map(|one| &one.id).collect();
    let mut ways = Counted::new();
    for (model, is_now) in [(before, false), (now, true)] {
        for connection in model.connections() {
            let ends = holder(model, &connection.from).zip(holder(model, &connection.to));
            let Some((from, to)) = ends.filter(|(from, to)| from != to) else { continue };
            let count = ways.entry((from, to, kind(connection))).or_default();
            count.2 |= changed.contains(&connection.head.id);
            let side = if is_now { &mut count.1 } else { &mut count.0 };
            *side += 1;
        }
    }
    ways
}

/// The box an element is or lies in.
fn holder<'m>(model: &'m Model, id: &Id) -> Option<&'m Id> {
    if let Some(service) = model.service_of(id) {
        return Some(&service.head.id);
    }
    let drawn = |record: &&Record| {
        matches!(
            record.kind(),
            Kind::Operation | Kind::Api | Kind::Event | Kind::DataStore | Kind::External | Kind::Actor
        )
    };
    model.ancestry(id).find(drawn).map(Record::id)
}

fn kind(connection: &Connection) -> &'static str {
    match connection.kind {
        ConnectionKind::Call | ConnectionKind::Use => "call",
        ConnectionKind::Publish | ConnectionKind::Subscribe => "event",
        ConnectionKind::Read | ConnectionKind::Write => "data",
        ConnectionKind::Depend | ConnectionKind::ReleaseWith => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::{ChangeMap, Mark};
    use crate::Changes;
    use cleave_model::Model;

    fn parse(design: &str) -> Model {
        cleave_text::parse(&format!("cleave 1\ndesign shop\n{design}")).unwrap()
    }

    fn drawn(before: &str, now: &str, most: usize) -> Option<(Vec<String>, Vec<String>)> {
        let (before, now) = (parse(before), parse(now));
        let map = ChangeMap::of(&before, &now, &Changes::between(&before, &now), most)?;
        let name = |at: usize| {
            let id = &map.places[at].id;
            ChangeMap::model(&before, &now, id).path(id)
        };
        let places = (0..map.places.len()).map(|at| format!("{}{}", map.places[at].mark.sign(), name(at)));
        let ways =
            map.ways.iter().map(|way| format!("{}{} {} {}", way.mark.sign(), name(way.from), way.kind, name(way.to)));
        Some((places.collect(), ways.collect()))
    }

    #[test]
    fn what_came_went_and_changed_with_those_beside_it() {
        let before = "service a {\n calls b\n calls c\n}\nservice b {\n api b {\n query one\n}\n}\nservice c\nservice far {\n calls away\n}\nservice away";
        let now = "service a {\n calls b\n calls d\n}\nservice b {\n api b {\n query one\n query two\n}\n}\nservice d {\n reads lost\n}\nstore lost\nservice far {\n calls away\n}\nservice away";
        let (places, ways) = drawn(before, now, 20).unwrap();
        assert_eq!(places, ["a", "~b", "−c", "+d", "+lost"]);
        assert_eq!(ways, ["a call b", "−a call c", "+a call d", "+d data lost"]);
        // Those beside what changed give way first, then there is no map.
        let many = |more: &str| {
            let callers: String = (0..9).map(|at| format!("service s{at} {{\n calls b.one\n}}\n")).collect();
            format!("{callers}service b {{\n api b {{\n query one\n{more}\n}}\n}}")
        };
        let count = |most: usize| drawn(&many(""), &many("query two"), most).map(|(places, _)| places.len());
        assert_eq!([count(10), count(9), count(0)], [Some(10), Some(1), None]);
    }

    #[test]
    fn another_operation_of_the_same_service_changes_the_arrow() {
        let of = |called: &str| {
            format!(
                "service a {{\n calls b.{called} id=\"c\"\n}}\nservice b {{\n api b {{\n query one\n query two\n}}\n}}"
            )
        };
        assert_eq!(drawn(&of("one"), &of("two"), 9).unwrap().1, ["~a call b"]);
    }

    #[test]
    fn one_more_call_between_two_changes_their_arrow() {
        let of = |more: &str| {
            format!("service a {{\n calls b.one\n{more}\n}}\nservice b {{\n api b {{\n query one\n query two\n}}\n}}")
        };
        let (places, ways) = drawn(&of(""), &of("calls b.two"), 9).unwrap();
        assert_eq!((places, ways), (vec!["a".to_owned(), "b".to_owned()], vec!["~a call b".to_owned()]));
        let said = of("").replace("b.one", "b.one timeout=\"2s\"");
        assert_eq!(drawn(&of(""), &said, 9).unwrap().1, ["~a call b"]);
        assert!(drawn(&of(""), &of(""), 9).is_none());
        assert_eq!(Mark::Changed.word(), "changed");
    }
}
