//! A text cut into pieces that belong to its nodes: what stands before each, the node itself, and what ends it.

use crate::parse::Reading;
use crate::print::Key;
use crate::syntax::{Aside, At, Node, Value, is_newline, is_space};
use crate::words::{FIELD_WORD, FIRST, is_foreign};
use cleave_model::{Id, Kind, Model};
use std::collections::HashMap;
use std::ops::Range;

/// A text that was read, with what each of its nodes tells of.
pub(crate) struct Source<'a> {
    pub(crate) text: &'a str,
    pub(crate) reading: &'a Reading,
    records: HashMap<&'a Id, At>,
}

/// One node with its surroundings. Together the pieces of a block are the whole block.
#[derive(Debug)]
pub(crate) struct Piece {
    pub(crate) at: At,
    /// What it tells of; none where it is somebody else's.
    pub(crate) key: Option<Key>,
    /// White space and comments before it, from the end of the piece before.
    pub(crate) lead: Range<usize>,
    pub(crate) body: Range<usize>,
    /// What follows it: a semicolon, a comment and the line break where nothing else follows in its line.
    pub(crate) trail: Range<usize>,
}

/// A block cut into pieces.
#[derive(Debug)]
pub(crate) struct Cut {
    /// The rest of the line of the brace, where no node stands in it.
    pub(crate) opening: Range<usize>,
    pub(crate) pieces: Vec<Piece>,
    /// What stands behind the last piece.
    pub(crate) tail: Range<usize>,
}

impl<'a> Source<'a> {
    pub(crate) fn new(text: &'a str, reading: &'a Reading) -> Self {
        let records = reading.ids.iter().map(|(at, id)| (id, *at)).collect();
        Self { text, reading, records }
    }

    pub(crate) fn node(&self, at: At) -> &'a Node {
        &self.reading.tree.nodes[at]
    }

    pub(crate) fn model(&self) -> &'a Model {
        &self.reading.model
    }

    /// The node that tells of a record.
    pub(crate) fn record(&self, id: &Id) -> Option<At> {
        self.records.get(id).copied()
    }

    /// Comments in a stretch of the text, the outermost only.
    pub(crate) fn asides(&self, range: Range<usize>) -> Vec<(Aside, Range<usize>)> {
        let all = &self.reading.tree.asides;
        let from = all.partition_point(|(_, span)| span.start < range.start);
        let mut found: Vec<(Aside, Range<usize>)> = Vec::new();
        for (kind, span) in all[from..].iter().take_while(|(_, span)| span.start < range.end) {
            let outermost = found.last().is_none_or(|(_, last)| span.start >= last.end);
            if outermost && span.end <= range.end {
                found.push((*kind, span.clone()));
            }
        }
        found
    }

    /// The whole text in pieces.
    pub(crate) fn outermost(&self) -> Cut {
        self.cut(&self.reading.tree.roots, 0..self.text.len(), None)
    }

    /// The block of a node in pieces.
    pub(crate) fn block(&self, at: At) -> Option<Cut> {
        let node = self.node(at);
        Some(self.cut(&node.children, node.inner.clone()?, Some(node)))
    }

    fn cut(&self, children: &[At], inner: Range<usize>, parent: Option<&Node>) -> Cut {
        let first = children.first().map_or(inner.end, |at| self.node(*at).span.start);
        let opened = match parent {
            Some(_) => self.line_end(inner.start, inner.end, false).filter(|end| *end <= first),
            None => None,
        };
        let opening = inner.start..opened.unwrap_or(inner.start);
        let mut from = opening.end;
        let mut pieces = Vec::with_capacity(children.len());
        let mut counts: HashMap<&'static str, usize> = HashMap::new();
        for at in children {
            let body = self.node(*at).span.clone();
            let end = self.trail(body.end, inner.end, parent.is_none());
            let key = self.key(*at, parent, &mut counts);
            pieces.push(Piece { at: *at, key, lead: from..body.start, trail: body.end..end, body });
            from = end;
        }
        Cut { opening, pieces, tail: from..inner.end }
    }

    /// Where the line ends that continues here with nothing but white space and comments; none where more follows.
    fn line_end(&self, from: usize, limit: usize, is_outermost: bool) -> Option<usize> {
        let mut at = self.skip(from, limit);
        if self.text[at..limit].starts_with("//") {
            at += self.text[at..limit].find(is_newline).unwrap_or(limit - at);
        }
        let rest = &self.text[at..limit];
        match rest.chars().next() {
            None => is_outermost.then_some(limit),
            Some('\r') if rest.starts_with("\r\n") => Some(at + 2),
            Some(c) if is_newline(c) => Some(at + c.len_utf8()),
            Some(_) => None,
        }
    }

    /// Behind white space and comments that stay in the line.
    fn skip(&self, from: usize, limit: usize) -> usize {
        let mut at = from;
        loop {
            let rest = &self.text[at..limit];
            let spaces = rest.len() - rest.trim_start_matches(is_space).len();
            at += spaces;
            if !self.text[at..limit].starts_with("/*") {
                return at;
            }
            let all = &self.reading.tree.asides;
            match all.get(all.partition_point(|(_, span)| span.start < at)) {
                Some((Aside::Block, span))
                    if span.start == at && span.end <= limit && !self.text[span.clone()].contains(is_newline) =>
                {
                    at = span.end;
                }
                _ => return at,
            }
        }
    }

    fn trail(&self, end: usize, limit: usize, is_outermost: bool) -> usize {
        let mut at = end;
        let ended = self.skip(end, limit);
        if self.text[ended..limit].starts_with(';') {
            at = ended + 1;
        }
        self.line_end(at, limit, is_outermost).unwrap_or(at)
    }

    fn key(&self, at: At, parent: Option<&Node>, counts: &mut HashMap<&'static str, usize>) -> Option<Key> {
        let node = self.node(at);
        if let Some(id) = self.reading.ids.get(&at) {
            let kind = self.model().get(id).map_or(Kind::Placement, cleave_model::Record::kind);
            return Some(Key::Record(kind, id.clone()));
        }
        let argument = || match node.entries.iter().find(|entry| entry.key.is_none()).map(|entry| &entry.value) {
            Some(Value::Text(text)) => text.clone(),
            _ => String::new(),
        };
        let mut nth = |word: &'static str| {
            let count = counts.entry(word).or_default();
            *count += 1;
            Key::Nth(word, *count - 1)
        };
        let parent = parent.map_or("", |node| node.name.value.as_str());
        let word = node.name.value.as_str();
        Some(match (parent, word) {
            (_, word) if is_foreign(word) => return None,
            ("", FIRST) => Key::First,
            ("entity", "@index" | "@unique") => nth("@index"),
            ("type" | "error" | "input" | "event" | "entity", FIELD_WORD) => Key::Field(argument()),
            ("type" | "error" | "input" | "event" | "entity", field) => Key::Field(field.to_owned()),
            ("policy", "forbid") => nth("forbid"),
            ("policy", "allow-only") => nth("allow-only"),
            ("allow-only", _) => nth("to"),
            ("policy", "rule") => Key::Named("rule", argument()),
            ("rule", "within") => nth("within"),
            ("rule" | "within", _) => Key::Named("limit", argument()),
            (_, word) => {
                let parts = ["options", "policy", "layers", "edge", "input", "output", "fails"];
                Key::Part(parts.into_iter().find(|part| *part == word)?)
            }
        })
    }

    /// The properties of a node that are somebody else's, each with a space before it.
    pub(crate) fn foreign(&self, at: At) -> String {
        let entries = self.node(at).entries.iter();
        let foreign = entries.filter(|entry| entry.key.as_ref().is_some_and(|key| is_foreign(&key.value)));
        foreign.map(|entry| format!(" {}", &self.text[entry.span.clone()])).collect()
    }

    /// A comment as it can stand on a line of its own.
    pub(crate) fn told(&self, kind: Aside, span: Range<usize>) -> String {
        let text = &self.text[span];
        match kind {
            Aside::Line | Aside::Block | Aside::Node => text.trim_end().to_owned(),
            // A part of a node means nothing without the node, so it becomes a plain comment.
            Aside::Part => {
                let lines: Vec<String> =
                    text.split(is_newline).filter(|line| !line.is_empty()).map(|line| format!("// {line}")).collect();
                lines.join("\n")
            }
        }
    }

    /// Whether an empty line stands before this place.
    pub(crate) fn is_after_blank(&self, at: usize) -> bool {
        let before = &self.text[..at];
        let white = before.trim_end_matches(|c| is_space(c) || is_newline(c)).len();
        before[white..].replace("\r\n", "\n").chars().filter(|c| is_newline(*c)).count() > 1
    }

    /// The white space at the beginning of the line in which this place stands, where nothing else stands before it.
    pub(crate) fn pad(&self, at: usize) -> Option<&'a str> {
        let before = &self.text[..at];
        let start = before.trim_end_matches(is_space).len();
        let begins = start == 0 || before[..start].ends_with(is_newline);
        begins.then(|| &before[start..])
    }
}
