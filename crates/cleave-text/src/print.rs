//! From model to text: first a tree of lines, each with a key that says what it tells of, then the text itself.
//!
//! Splicing and formatting compare and place the same lines, so what is printed and what is edited cannot drift apart.

mod record;

use crate::names::Names;
use cleave_model::{Id, Kind, Model, Record};

/// One node of the canonical form.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Line {
    /// What it tells of, unique among its siblings; the same words as [`Key::of`] gives a node of a text.
    pub(crate) key: Key,
    /// Word and entries.
    pub(crate) head: String,
    pub(crate) block: Vec<Line>,
}

/// What a line tells of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Key {
    /// The version.
    First,
    /// One of a kind: `options`, `input`, `fails` ...
    Part(&'static str),
    /// One of several that have no name: `forbid`, `@index`.
    Nth(&'static str, usize),
    /// One of several in no order, by name: `rule`, `limit`.
    Named(&'static str, String),
    /// A field of data.
    Field(String),
    /// A record.
    Record(Kind, Id),
}

/// Lines of which order may mean something only among each other; their numbers are the canonical order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Group(pub(crate) usize);

/// The canonical order of records in one block.
const ORDER: [Kind; 18] = [
    Kind::Design,
    Kind::Actor,
    Kind::External,
    Kind::Domain,
    Kind::Service,
    Kind::DataType,
    Kind::Api,
    Kind::Operation,
    Kind::Event,
    Kind::DataStore,
    Kind::Entity,
    Kind::Connection,
    Kind::Topology,
    Kind::Deployable,
    Kind::Waiver,
    Kind::View,
    Kind::Note,
    Kind::Placement,
];

/// The canonical order of parts in one block.
const PARTS: [&str; 15] = [
    "options",
    "policy",
    "layers",
    "rule",
    "limit",
    "within",
    "forbid",
    "allow-only",
    "to",
    "edge",
    "input",
    "output",
    "fails",
    "@field",
    "@index",
];

impl Key {
    /// Which lines it is in order with.
    pub(crate) fn group(&self) -> Group {
        let part = |word: &str| 1 + PARTS.iter().position(|part| *part == word).unwrap_or(PARTS.len());
        Group(match self {
            Self::First => 0,
            Self::Part(word) | Self::Nth(word, _) | Self::Named(word, _) => part(word),
            Self::Field(_) => part("@field"),
            Self::Record(kind, _) => 2 + PARTS.len() + ORDER.iter().position(|known| known == kind).unwrap_or(0),
        })
    }

    /// Whether its place among its group says something.
    pub(crate) fn is_ordered(&self) -> bool {
        !matches!(self, Self::Named(..) | Self::Part(_) | Self::First | Self::Record(Kind::Placement, _))
    }
}

impl Line {
    pub(crate) fn new(key: Key, head: impl Into<String>) -> Self {
        Self { key, head: head.into(), block: Vec::new() }
    }

    pub(crate) fn with(self, block: Vec<Line>) -> Self {
        Self { block, ..self }
    }

    /// The line and its block on lines of their own.
    pub(crate) fn write(&self, depth: usize, out: &mut String) {
        indent(depth, out);
        out.push_str(&self.head);
        if !self.block.is_empty() {
            out.push_str(" {\n");
            for line in &self.block {
                line.write(depth + 1, out);
            }
            indent(depth, out);
            out.push('}');
        }
        out.push('\n');
    }

    /// The line and its block in one line.
    pub(crate) fn inline(&self) -> String {
        if self.block.is_empty() {
            return self.head.clone();
        }
        let inner: Vec<String> = self.block.iter().map(Self::inline).collect();
        format!("{} {{ {} }}", self.head, inner.join("; "))
    }
}

pub(crate) fn indent(depth: usize, out: &mut String) {
    for _ in 0..depth {
        out.push_str("    ");
    }
}

/// A piece of a design as text: it has the version, but no design.
pub(crate) fn fragment(piece: &Model, whole: &Model) -> String {
    written(&lines_with(piece, &Names::of(piece).before(Names::outside(whole))))
}

/// The whole design as lines, in canonical order.
pub(crate) fn lines(model: &Model) -> Vec<Line> {
    lines_with(model, &Names::of(model))
}

fn lines_with(model: &Model, names: &Names) -> Vec<Line> {
    let printer = record::Printer { model, names };
    let mut lines = vec![Line::new(Key::First, format!("{} {}", crate::words::FIRST, crate::words::VERSION))];
    for kind in ORDER {
        if kind == Kind::Placement {
            // Placements belong to what they place, but stand at the end of the text.
            lines.extend(model.placements().map(|placement| printer.placement(placement)));
        } else if kind != Kind::Connection {
            lines.extend(model.children(None, kind).map(|record| printer.line(record)));
        }
    }
    lines
}

/// The kinds that may live in a record, in canonical order.
fn inside(record: &Record) -> impl Iterator<Item = Kind> + use<'_> {
    ORDER.into_iter().filter(move |kind| match kind {
        Kind::Connection => true,
        Kind::Placement => false,
        kind => kind.homes().contains(&record.kind()),
    })
}

/// Whether an empty line stands between two lines of the outermost level.
pub(crate) fn is_apart(before: &Line, line: &Line) -> bool {
    let small = |line: &Line| line.block.is_empty();
    before.key != Key::First && !(small(before) && small(line) && before.key.group() == line.key.group())
}

/// The canonical form of a design.
pub(crate) fn print(model: &Model) -> String {
    written(&lines(model))
}

/// Lines of the outermost level as text.
fn written(lines: &[Line]) -> String {
    let mut out = String::new();
    for (at, line) in lines.iter().enumerate() {
        if at > 0 && is_apart(&lines[at - 1], line) {
            out.push('\n');
        }
        line.write(0, &mut out);
    }
    out
}
