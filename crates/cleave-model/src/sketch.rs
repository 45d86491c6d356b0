//! Random but meaningful edits for the tests of every crate: bytes in, commands out, with hostile names among them.
//!
//! Behind the feature `sketch`. The same bytes give the same design everywhere, and fewer bytes a smaller one, so that
//! property tests shrink: `proptest::collection::vec(any::<u8>(), 0..800)` is all a strategy needs.

mod values;

use crate::{
    Change, Command, ConnectionKind, Draft, Id, Kind, Model, Placement, Point, Size, command::Grouping, decide,
};

/// Choices read from bytes; when they run out, always the first.
#[derive(Debug, Clone)]
pub struct Choices<'a> {
    bytes: &'a [u8],
}

impl<'a> Choices<'a> {
    /// Choices from these bytes.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes }
    }

    /// Whether no choice is left.
    pub fn spent(&self) -> bool {
        self.bytes.is_empty()
    }

    /// A number from 0 up to but without `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        let mut number = 0usize;
        let mut reach = 1usize;
        while reach < limit {
            let Some((first, rest)) = self.bytes.split_first() else { break };
            self.bytes = rest;
            number = (number << 8) | usize::from(*first);
            reach = reach.saturating_mul(256);
        }
        if limit == 0 { 0 } else { number % limit }
    }

    /// One in `n`.
    pub fn once_in(&mut self, n: usize) -> bool {
        n > 0 && self.below(n) == n - 1
    }

    /// One of these; the slice is not empty.
    pub fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())].clone()
    }

    /// One of these, if there are any.
    pub fn some<T>(&mut self, from: Vec<T>) -> Option<T> {
        let at = self.below(from.len());
        from.into_iter().nth(at)
    }
}

/// The design that these bytes lead to: every command that is refused is left out.
pub fn design(bytes: &[u8]) -> Model {
    walk(bytes).0
}

/// The design that these bytes lead to, and the commands and changes on the way there.
pub fn walk(bytes: &[u8]) -> (Model, Vec<(Command, Change)>) {
    let mut choices = Choices::new(bytes);
    let mut model = Model::new(values::name(&mut choices));
    let mut steps = Vec::new();
    while !choices.spent() {
        let asked = command(&model, &mut choices);
        if let Ok(change) = decide(&model, &asked) {
            model.apply(&change);
            steps.push((asked, change));
        }
    }
    (model, steps)
}

/// A command that makes sense for the model most of the time; `decide` has the last word.
pub fn command(model: &Model, choices: &mut Choices) -> Command {
    match choices.below(32) {
        0..=11 => add(model, choices),
        12..=16 => connect(model, choices),
        17..=20 => change(model, choices),
        21..=22 => match any(model, choices) {
            Some(id) => Command::Rename { id, name: values::name(choices) },
            None => add(model, choices),
        },
        23 => rehome(model, choices),
        24 => match any(model, choices) {
            Some(id) => Command::Reorder { id, rank: values::number(choices, 5) },
            None => add(model, choices),
        },
        25..=26 => place(model, choices),
        27 => Command::Duplicate { ids: any(model, choices).into_iter().collect(), by: Point { x: 20, y: 20 } },
        28 => group(model, choices),
        29 => deploy(model, choices),
        30 => reconnect(model, choices),
        _ => match any(model, choices) {
            Some(id) if choices.once_in(2) => Command::Remove { ids: vec![id] },
            _ => add(model, choices),
        },
    }
}

fn any(model: &Model, choices: &mut Choices) -> Option<Id> {
    let at = choices.below(model.len());
    model.records().nth(at).map(|record| record.id().clone())
}

fn of_kind(model: &Model, choices: &mut Choices, kind: Kind) -> Option<Id> {
    let ids: Vec<Id> = model.of_kind(kind).map(|record| record.id().clone()).collect();
    choices.some(ids)
}

/// What is added, the likely kinds several times.
const ADDED: [Kind; 26] = [
    Kind::Service,
    Kind::Api,
    Kind::Operation,
    Kind::Operation,
    Kind::Operation,
    Kind::Service,
    Kind::DataType,
    Kind::DataType,
    Kind::Event,
    Kind::Event,
    Kind::DataStore,
    Kind::Entity,
    Kind::Entity,
    Kind::Domain,
    Kind::Domain,
    Kind::External,
    Kind::Actor,
    Kind::Note,
    Kind::Topology,
    Kind::Deployable,
    Kind::Waiver,
    Kind::View,
    Kind::Service,
    Kind::Api,
    Kind::Operation,
    Kind::DataType,
];

fn add(model: &Model, choices: &mut Choices) -> Command {
    let kind = choices.pick(&ADDED);
    let mut draft = Draft::new(kind, values::name(choices));
    let homeless = !kind.needs_home() && (kind.homes().is_empty() || choices.once_in(6));
    if !homeless {
        let home_kind = choices.pick(kind.homes());
        draft.home = of_kind(model, choices, home_kind);
    }
    if draft.home.is_none() && kind.needs_home() {
        draft = Draft::new(Kind::Service, draft.name);
    }
    let kind = draft.kind;
    let home = draft.home.clone();
    for _ in 0..choices.below(4) {
        let (field, value) = values::field(model, choices, kind, home.as_ref());
        draft.fields.insert(field, value);
    }
    let at = choices.once_in(4).then(|| values::point(choices));
    Command::Add { draft, at }
}

fn ends(model: &Model, choices: &mut Choices) -> Option<(ConnectionKind, Id, Id)> {
    let connection = choices.pick(ConnectionKind::ALL);
    use ConnectionKind as C;
    use Kind as K;
    let from = match connection {
        C::Use => choices.pick(&[K::Actor, K::External]),
        C::Depend | C::ReleaseWith => K::Service,
        C::Call => choices.pick(&[K::Operation, K::Operation, K::Service]),
        _ => choices.pick(&[K::Operation, K::Service, K::External]),
    };
    let to = match connection {
        C::Call => choices.pick(&[K::Operation, K::Operation, K::Service, K::External]),
        C::Publish | C::Subscribe => K::Event,
        C::Read | C::Write => K::DataStore,
        C::Use => choices.pick(&[K::Operation, K::Service]),
        C::Depend | C::ReleaseWith => K::Service,
    };
    Some((connection, of_kind(model, choices, from)?, of_kind(model, choices, to)?))
}

fn connect(model: &Model, choices: &mut Choices) -> Command {
    let Some((connection, from, to)) = ends(model, choices) else { return add(model, choices) };
    let mut fields = crate::command::Fields::new();
    for _ in 0..choices.below(3) {
        let (field, value) = values::field(model, choices, Kind::Connection, None);
        fields.insert(field, value);
    }
    Command::Connect { connection, from, to, fields }
}

fn reconnect(model: &Model, choices: &mut Choices) -> Command {
    match (of_kind(model, choices, Kind::Connection), ends(model, choices)) {
        (Some(id), Some((connection, from, to))) => Command::Reconnect { id, connection, from, to },
        _ => add(model, choices),
    }
}

fn change(model: &Model, choices: &mut Choices) -> Command {
    let Some(id) = any(model, choices) else { return add(model, choices) };
    let Some(record) = model.get(&id) else { return add(model, choices) };
    let home = record.home().cloned();
    let (field, value) = values::field(model, choices, record.kind(), home.as_ref());
    Command::Change { id, fields: [(field, value)].into() }
}

fn rehome(model: &Model, choices: &mut Choices) -> Command {
    let Some(id) = any(model, choices) else { return add(model, choices) };
    let homes = model.get(&id).map_or(&[] as &[Kind], |record| record.kind().homes());
    let home = match homes {
        [] => None,
        _ if choices.once_in(4) => None,
        homes => {
            let kind = choices.pick(homes);
            of_kind(model, choices, kind)
        }
    };
    Command::Rehome { ids: vec![id], home }
}

fn place(model: &Model, choices: &mut Choices) -> Command {
    let Some(element) = any(model, choices) else { return add(model, choices) };
    let view = if choices.once_in(4) { of_kind(model, choices, Kind::View) } else { None };
    let placement = Placement {
        at: (!choices.once_in(5)).then(|| values::point(choices)),
        size: choices
            .once_in(3)
            .then(|| Size { width: 1 + values::integer(choices, 900), height: 1 + values::integer(choices, 900) }),
        collapsed: choices.once_in(4),
        locked: choices.once_in(4),
        order: values::integer(choices, 5) - 2,
        points: (0..choices.below(3)).map(|_| values::point(choices)).collect(),
        ..Placement::new(element, view)
    };
    Command::Place { placements: vec![placement] }
}

fn group(model: &Model, choices: &mut Choices) -> Command {
    let kind = choices.pick(&[Kind::Service, Kind::Service, Kind::Domain]);
    let ids = (0..1 + choices.below(2)).filter_map(|_| of_kind(model, choices, kind)).collect();
    Command::Group { ids, name: values::name(choices) }
}

fn deploy(model: &Model, choices: &mut Choices) -> Command {
    let (Some(topology), Some(service)) =
        (of_kind(model, choices, Kind::Topology), of_kind(model, choices, Kind::Service))
    else {
        return Command::add(Draft::new(Kind::Topology, values::name(choices)));
    };
    if choices.once_in(3) {
        let grouping = choices.pick(&[Grouping::Together, Grouping::Apart, Grouping::ByDomain]);
        return Command::Regroup { topology, grouping };
    }
    let deployable = if choices.once_in(2) { None } else { of_kind(model, choices, Kind::Deployable) };
    Command::Assign { topology, service, deployable }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Record, invariants};
    use std::collections::BTreeSet;

    #[test]
    fn sketches_reach_every_kind_and_break_no_invariant() {
        let mut seen: BTreeSet<Kind> = BTreeSet::new();
        let mut state = 0x9E37_79B9_7F4A_7C15u64;
        for _ in 0..60 {
            let bytes: Vec<u8> = (0..900)
                .map(|_| {
                    state ^= state << 13;
                    state ^= state >> 7;
                    state ^= state << 17;
                    (state >> 32) as u8
                })
                .collect();
            let model = design(&bytes);
            assert_eq!(invariants::sweep(&model), Ok(()));
            seen.extend(model.records().map(Record::kind));
        }
        assert_eq!(seen.len(), Kind::ALL.len(), "{seen:?}");
    }
}
