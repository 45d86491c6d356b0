//! An edit as an edit of the text: only the lines of what differs are written anew, everything else stays as it is.
//!
//! The lines of both models are compared. A node whose line is the same in both keeps its own text, whatever it looks
//! like; one that differs gets the canonical line; what is born goes behind its elder sibling, and what moved takes its
//! text along. The answer is read again before it is given, and where it does not say what it should (a mention that
//! was written in an unusual way may change its meaning), more lines are written anew, in the end all of them.

mod plan;

use crate::format::dress;
use crate::parse::{Reading, reading};
use crate::pieces::{Cut, Piece, Source};
use crate::print::{Key, Line, is_apart, lines};
use crate::syntax::{Aside, At, is_newline};
use cleave_model::{Id, Model, Record, invariants::references};
use plan::{Item, plan};
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

/// The text that says `after`, made from one that says something else.
pub(crate) fn splice(text: &str, after: &Model) -> String {
    let Ok(before) = reading(text) else { return crate::print::print(after) };
    if before.model == *after {
        return text.to_owned();
    }
    let source = Source::new(text, &before);
    let (old, new) = (lines(&before.model), lines(after));
    let says = |text: &String| reading(text).is_ok_and(|reading| reading.model == *after);
    let attempts: [&dyn Fn() -> Anew; 3] =
        [&|| Anew::Some(BTreeSet::new()), &|| Anew::Some(mentioning(&before, after)), &|| Anew::All];
    for anew in attempts {
        let text =
            Splicer { source: &source, old: records(&old), anew: anew(), around: RefCell::default() }.whole(&old, &new);
        if says(&text) {
            return text;
        }
    }
    Some(dress(&source, &new)).filter(says).unwrap_or_else(|| crate::print::print(after))
}

/// The records that mention something that differs, or something inside it.
fn mentioning(before: &Reading, after: &Model) -> BTreeSet<Id> {
    let differs = |record: &&Record| before.model.get(record.id()) != Some(record);
    let changed: BTreeSet<&Id> = after.records().filter(differs).map(Record::id).collect();
    let is_changed = |id: &Id| after.ancestry(id).any(|above| changed.contains(above.id()));
    let mentions = |record: &&Record| references(record).iter().any(|(_, to, _)| is_changed(to));
    after.records().filter(mentions).map(|record| record.id().clone()).collect()
}

/// Every line of a record, wherever it stands.
fn records(lines: &[Line]) -> HashMap<&Id, &Line> {
    let mut found = HashMap::new();
    let mut ahead: Vec<&Line> = lines.iter().collect();
    while let Some(line) = ahead.pop() {
        if let Key::Record(_, id) = &line.key {
            found.insert(id, line);
        }
        ahead.extend(&line.block);
    }
    found
}

/// Which lines are written anew though they say the same.
enum Anew {
    Some(BTreeSet<Id>),
    All,
}

struct Splicer<'a> {
    source: &'a Source<'a>,
    /// The lines of the records before.
    old: HashMap<&'a Id, &'a Line>,
    anew: Anew,
    /// What stands around the nodes of a block, by its node; filled when something moves out of it.
    around: RefCell<HashMap<Option<At>, HashMap<At, Around>>>,
}

/// What stands before and behind a node.
type Around = (Range<usize>, Range<usize>);

/// How a block is written: the white space its lines begin with, and whether all of it stands in one line.
#[derive(Clone)]
struct Style {
    pad: String,
    step: String,
    flat: bool,
}

impl<'a> Splicer<'a> {
    fn whole(&self, old: &'a [Line], new: &'a [Line]) -> String {
        let style = Style { pad: String::new(), step: self.step(), flat: false };
        let mut out = String::with_capacity(self.source.text.len() + 1024);
        self.block(&self.source.outermost(), old, new, &style, true, false, &mut out);
        out
    }

    /// The white space by which this text puts blocks in: that of its first block.
    fn step(&self) -> String {
        let roots = self.source.outermost().pieces.into_iter();
        let first = roots.flat_map(|piece| self.source.node(piece.at).children.first().copied());
        let pads = first.filter_map(|at| self.source.pad(self.source.node(at).span.start));
        pads.map(str::to_owned).find(|pad| !pad.is_empty()).unwrap_or_else(|| "    ".into())
    }

    #[allow(clippy::too_many_arguments, reason = "a block is where it stands, what it said and what it will say")]
    fn block(
        &self,
        cut: &Cut,
        old: &[Line],
        new: &[Line],
        style: &Style,
        outermost: bool,
        forced: bool,
        out: &mut String,
    ) {
        let before: HashMap<&Key, &Line> = old.iter().map(|line| (&line.key, line)).collect();
        let items = plan(cut, &before, new);
        let is_same = items.iter().all(|item| matches!(item, Item::Stay(..) | Item::Verbatim(_)));
        if style.flat && !is_same {
            self.flat(cut, &items, &before, style, forced, out);
            return;
        }
        let text = self.source.text;
        out.push_str(&text[cut.opening.clone()]);
        let mut last: Option<&Line> = None;
        let mut unpadded = false;
        // Whether an empty line went with something that went, and may be wanted before what comes next.
        let mut owed = false;
        let start = out.len();
        for item in &items {
            if owed && !matches!(item, Item::Go(..)) {
                let led = match item {
                    Item::Stay(piece, _) | Item::Verbatim(piece) | Item::Go(piece, _) => {
                        text[piece.lead.clone()].contains(is_newline)
                    }
                    Item::Come(_) => false,
                };
                if !led && out.len() > start && out.ends_with('\n') && !out.ends_with("\n\n") {
                    out.push('\n');
                }
                owed = false;
            }
            match item {
                Item::Stay(piece, line) => {
                    let lead = &text[piece.lead.clone()];
                    if !(unpadded && lead.trim().is_empty()) {
                        out.push_str(lead);
                    }
                    let pad = self.source.pad(piece.body.start).unwrap_or(&style.pad).to_owned();
                    let style = Style { pad, ..style.clone() };
                    self.node(piece.at, before.get(&line.key).copied(), line, &style, forced, out);
                    out.push_str(&text[piece.trail.clone()]);
                    unpadded = false;
                    last = Some(line);
                }
                Item::Verbatim(piece) => {
                    out.push_str(&text[piece.lead.start..piece.trail.end]);
                    unpadded = false;
                }
                Item::Go(piece, alone) => {
                    owed |= self.source.is_after_blank(piece.lead.start + self.blank(piece));
                    unpadded = self.go(piece, *alone, style, out);
                }
                Item::Come(line) => {
                    let apart = outermost && last.is_some_and(|last| is_apart(last, line));
                    self.come(line, style, outermost, apart, out);
                    unpadded = false;
                    last = Some(line);
                }
            }
        }
        let tail = &text[cut.tail.clone()];
        out.push_str(if unpadded { tail.trim_start_matches(crate::syntax::is_space) } else { tail });
    }

    /// How much white space stands at the beginning of what stands before the piece.
    fn blank(&self, piece: &Piece) -> usize {
        let lead = &self.source.text[piece.lead.clone()];
        lead.len() - lead.trim_start().len()
    }

    /// Takes a piece out. Whether the white space before the next piece was written already.
    fn go(&self, piece: &Piece, alone: bool, style: &Style, out: &mut String) -> bool {
        let text = self.source.text;
        let own_line = self.source.pad(piece.body.start).is_some();
        let ends_line = text[piece.trail.clone()].ends_with(is_newline);
        if !alone {
            // The comments before it have moved along.
        } else if !self.source.asides(piece.lead.clone()).is_empty() {
            let lead = &text[piece.lead.clone()];
            out.push_str(lead.trim_end_matches(crate::syntax::is_space));
        }
        if alone && ends_line && own_line {
            for (kind, span) in self.source.asides(piece.trail.clone()) {
                out.push_str(&style.pad);
                out.push_str(&self.source.told(kind, span));
                out.push('\n');
            }
        }
        if own_line && ends_line {
            return false;
        }
        if own_line {
            // Another node follows in the same line and takes its place.
            if !out.ends_with(is_newline) && !out.is_empty() {
                return false;
            }
            out.push_str(&style.pad);
            return true;
        }
        if ends_line {
            // The nodes before it in the same line stay.
            let kept = out.trim_end_matches(crate::syntax::is_space).len();
            out.truncate(kept);
            out.push_str(text[piece.trail.clone()].trim_start_matches([';', ' ']));
        }
        false
    }

    /// Puts a line in that has no piece here.
    fn come(&self, line: &Line, style: &Style, outermost: bool, apart: bool, out: &mut String) {
        if out.is_empty() || out.ends_with(is_newline) || outermost {
            if !out.is_empty() && !out.ends_with(is_newline) {
                out.push('\n');
            }
            if apart && !out.ends_with("\n\n") {
                out.push('\n');
            }
            self.fresh(line, style, out);
            return;
        }
        // It shares its line with others.
        let flat = Style { flat: true, ..style.clone() };
        let mut inline = String::new();
        self.fresh(line, &flat, &mut inline);
        let end = out.trim_end().chars().next_back();
        match end {
            Some(';' | '{') => out.push_str(&format!(" {inline};")),
            _ => out.push_str(&format!("; {inline};")),
        }
        out.push(' ');
    }

    /// Writes a line that has no piece here: from its text elsewhere, if it has some.
    fn fresh(&self, line: &Line, style: &Style, out: &mut String) {
        let elsewhere = match &line.key {
            Key::Record(_, id) if !style.flat => self.source.record(id).zip(self.old.get(id).copied()),
            _ => None,
        };
        if let Some((at, old)) = elsewhere
            && let Some(moved) = self.moved(at, old, line, style)
        {
            out.push_str(&moved);
            return;
        }
        if style.flat {
            out.push_str(&line.inline());
            return;
        }
        out.push_str(&style.pad);
        out.push_str(&line.head);
        if !line.block.is_empty() {
            out.push_str(" {\n");
            let inner = Style { pad: format!("{}{}", style.pad, style.step), ..style.clone() };
            line.block.iter().for_each(|line| self.fresh(line, &inner, out));
            out.push_str(&style.pad);
            out.push('}');
        }
        out.push('\n');
    }

    /// The text of a node that stood elsewhere, with the comments before it, put in as far as its new place wants.
    fn moved(&self, at: At, old: &Line, line: &Line, style: &Style) -> Option<String> {
        let span = self.source.node(at).span.clone();
        let pad = self.source.pad(span.start)?;
        let (lead, trail) = self.around(at)?;
        let mut text = String::new();
        for (kind, span) in self.source.asides(lead) {
            text.push_str(pad);
            text.push_str(&self.source.told(kind, span));
            text.push('\n');
        }
        text.push_str(pad);
        let there = Style { pad: pad.to_owned(), ..style.clone() };
        self.node(at, Some(old), line, &there, false, &mut text);
        for (kind, span) in self.source.asides(trail) {
            text.push(' ');
            text.push_str(&self.source.told(kind, span));
        }
        if text.contains("\"\"\"") {
            return None;
        }
        let lines = text.split('\n').map(|line| match line.strip_prefix(pad) {
            Some(rest) if !rest.trim().is_empty() => format!("{}{rest}", style.pad),
            _ => line.to_owned(),
        });
        Some(lines.collect::<Vec<_>>().join("\n") + "\n")
    }

    /// What stands before and behind a node, wherever it stands.
    fn around(&self, at: At) -> Option<Around> {
        let parent = self.source.node(at).parent;
        let mut known = self.around.borrow_mut();
        let block = known.entry(parent).or_insert_with(|| {
            let cut = match parent {
                Some(parent) => self.source.block(parent),
                None => Some(self.source.outermost()),
            };
            let pieces = cut.into_iter().flat_map(|cut| cut.pieces);
            pieces.map(|piece| (piece.at, (piece.lead, piece.trail))).collect()
        });
        block.get(&at).cloned()
    }

    /// Writes a node that stays, without what stands before and behind it.
    fn node(&self, at: At, old: Option<&Line>, new: &Line, style: &Style, forced: bool, out: &mut String) {
        let (source, node) = (self.source, self.source.node(at));
        let forced = match (&self.anew, &new.key) {
            (Anew::All, _) => true,
            (Anew::Some(ids), Key::Record(_, id)) => ids.contains(id),
            _ => forced,
        };
        let same = !forced && old.is_some_and(|old| old.head == new.head);
        let head_end = if same { node.head_end } else { node.span.start };
        let mut displaced = Vec::new();
        let mut text = if same {
            source.text[node.span.start..head_end].to_owned()
        } else {
            displaced.extend(source.asides(node.span.start..node.head_end));
            format!("{}{}", new.head, source.foreign(at))
        };
        let none: &[Line] = &[];
        match source.block(at) {
            Some(cut) => {
                let inner = cut.opening.start..cut.tail.end;
                let flat = style.flat || !source.text[inner.clone()].contains(is_newline);
                let pad = cut.pieces.iter().find_map(|piece| source.pad(piece.body.start));
                let pad = pad.map_or_else(|| format!("{}{}", style.pad, style.step), str::to_owned);
                let within = Style { pad, step: style.step.clone(), flat };
                let mut body = String::new();
                self.block(&cut, old.map_or(none, |old| &old.block), &new.block, &within, false, forced, &mut body);
                let had = !node.children.is_empty();
                if new.block.is_empty() && had && body.trim().is_empty() {
                    displaced.extend(source.asides(node.head_end..inner.start));
                    displaced.extend(source.asides(inner.end..node.span.end));
                } else {
                    text.push_str(&source.text[node.head_end..inner.start]);
                    text.push_str(&body);
                    text.push_str(&source.text[inner.end..node.span.end]);
                }
            }
            None => {
                text.push_str(&source.text[node.head_end..node.span.end]);
                if style.flat && !new.block.is_empty() {
                    let inner: Vec<String> = new.block.iter().map(Line::inline).collect();
                    text.push_str(&format!(" {{ {} }}", inner.join("; ")));
                } else if !new.block.is_empty() {
                    text.push_str(" {\n");
                    let within = Style { pad: format!("{}{}", style.pad, style.step), ..style.clone() };
                    new.block.iter().for_each(|line| self.fresh(line, &within, &mut text));
                    text.push_str(&style.pad);
                    text.push('}');
                }
            }
        }
        self.displaced(displaced, style, out);
        out.push_str(&text);
    }

    /// Comments that stood inside a line that is written anew stand before it.
    fn displaced(&self, asides: Vec<(Aside, Range<usize>)>, style: &Style, out: &mut String) {
        for (kind, span) in asides {
            let told = self.source.told(kind, span);
            if style.flat {
                let plain = told.replace("/*", "").replace("*/", "");
                out.push_str(&format!("/* {} */ ", plain.trim_start_matches("//").replace(is_newline, " ").trim()));
            } else {
                for line in told.split('\n') {
                    out.push_str(line);
                    out.push('\n');
                    out.push_str(&style.pad);
                }
            }
        }
    }

    /// A block that stands in one line, with what came and went.
    fn flat(
        &self,
        cut: &Cut,
        items: &[Item],
        before: &HashMap<&Key, &Line>,
        style: &Style,
        forced: bool,
        out: &mut String,
    ) {
        let mut written: Vec<String> = Vec::new();
        let mut comments = String::new();
        let told = |range: Range<usize>| -> String {
            let asides = self.source.asides(range).into_iter();
            asides.map(|(kind, span)| self.source.told(kind, span) + " ").collect()
        };
        for item in items {
            let mut text = String::new();
            match item {
                Item::Stay(piece, line) => {
                    text.push_str(&told(piece.lead.clone()));
                    self.node(piece.at, before.get(&line.key).copied(), line, style, forced, &mut text);
                    comments.push_str(&told(piece.trail.clone()));
                }
                Item::Verbatim(piece) => text.push_str(self.source.text[piece.lead.start..piece.body.end].trim()),
                Item::Go(piece, alone) => {
                    if *alone {
                        comments.push_str(&told(piece.lead.clone()));
                    }
                    continue;
                }
                Item::Come(line) => text.push_str(&line.inline()),
            }
            written.push(std::mem::take(&mut comments) + &text);
        }
        comments.push_str(&told(cut.tail.clone()));
        let mut inner = written.join("; ");
        if !comments.is_empty() {
            inner = format!("{inner} {}", comments.trim_end());
        }
        if !inner.is_empty() {
            out.push_str(&format!(" {} ", inner.trim_start()));
        }
    }
}

#[cfg(test)]
mod tests;
