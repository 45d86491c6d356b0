//! The canonical form of a text, with its comments: `cleave fmt`.

use crate::pieces::{Cut, Source};
use crate::print::{Key, Line, indent, is_apart, lines};
use crate::syntax::{Aside, At};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// Something that is kept as it was written, on a line of its own.
struct Kept {
    text: String,
    /// Whether an empty line stood before it.
    apart: bool,
}

/// The canonical form of a text that was read.
pub(crate) fn format(source: &Source) -> String {
    dress(source, &lines(source.model()))
}

/// These lines with the comments of the text, each where its node is.
pub(crate) fn dress(source: &Source, lines: &[Line]) -> String {
    let mut out = String::new();
    block(source, Some(source.outermost()), lines, 0, &mut out);
    out
}

fn block(source: &Source, cut: Option<Cut>, lines: &[Line], depth: usize, out: &mut String) {
    let known: HashSet<&Key> = lines.iter().map(|line| &line.key).collect();
    let mut kept: HashMap<Key, (Vec<Kept>, At, Range<usize>)> = HashMap::new();
    let mut waiting: Vec<Kept> = Vec::new();
    for piece in cut.iter().flat_map(|cut| &cut.pieces) {
        waiting.extend(comments(source, piece.lead.clone()));
        match &piece.key {
            Some(key) if known.contains(key) => {
                waiting.extend(inside_head(source, piece.at));
                kept.insert(key.clone(), (std::mem::take(&mut waiting), piece.at, piece.trail.clone()));
            }
            Some(_) => waiting.extend(comments(source, piece.body.start..piece.trail.end)),
            None => {
                let text = source.text[piece.body.clone()].to_owned();
                waiting.push(Kept { text, apart: source.is_after_blank(piece.body.start) });
                waiting.extend(comments(source, piece.trail.clone()));
            }
        }
    }
    let start = out.len();
    for (at, line) in lines.iter().enumerate() {
        let mut apart = depth == 0 && at > 0 && is_apart(&lines[at - 1], line);
        let Some((comments, node, trail)) = kept.remove(&line.key) else {
            separate(apart, start, out);
            line.write(depth, out);
            continue;
        };
        for comment in comments {
            separate(apart || comment.apart, start, out);
            own_line(&comment.text, depth, out);
            apart = false;
        }
        separate(apart || source.is_after_blank(source.node(node).span.start), start, out);
        write(source, node, line, trail, depth, out);
    }
    waiting.extend(cut.iter().flat_map(|cut| comments(source, cut.tail.clone())));
    for comment in waiting {
        separate(comment.apart, start, out);
        own_line(&comment.text, depth, out);
    }
}

/// One node: its line, its block, and the comment behind it.
fn write(source: &Source, at: At, line: &Line, trail: Range<usize>, depth: usize, out: &mut String) {
    indent(depth, out);
    out.push_str(&line.head);
    out.push_str(&source.foreign(at));
    if let Some(cut) = source.block(at) {
        let opening = source.asides(cut.opening.clone());
        let mut inner = String::new();
        block(source, Some(cut), &line.block, depth + 1, &mut inner);
        if !inner.is_empty() || !opening.is_empty() {
            out.push_str(" {");
            behind(source, &opening, out);
            out.push('\n');
            out.push_str(&inner);
            indent(depth, out);
            out.push('}');
        }
    } else if !line.block.is_empty() {
        out.push_str(" {\n");
        block(source, None, &line.block, depth + 1, out);
        indent(depth, out);
        out.push('}');
    }
    behind(source, &source.asides(trail), out);
    out.push('\n');
}

/// Comments that stand behind something in its line.
fn behind(source: &Source, asides: &[(Aside, Range<usize>)], out: &mut String) {
    for (kind, span) in asides {
        out.push(' ');
        out.push_str(&source.told(*kind, span.clone()));
    }
}

fn comments(source: &Source, range: Range<usize>) -> Vec<Kept> {
    let mut kept = Vec::new();
    for (kind, span) in source.asides(range) {
        let apart = source.is_after_blank(span.start);
        let text = source.told(kind, span);
        match kind {
            // A part that became a comment has a comment for each of its lines.
            Aside::Part => kept.extend(text.lines().map(|line| Kept { text: line.to_owned(), apart: false })),
            _ => kept.push(Kept { text, apart }),
        }
    }
    kept
}

/// Comments between the entries of a node, before its brace and behind it.
fn inside_head(source: &Source, at: At) -> Vec<Kept> {
    let node = source.node(at);
    let mut kept = match &node.inner {
        Some(inner) => comments(source, node.span.start..inner.start),
        None => comments(source, node.span.clone()),
    };
    if let Some(inner) = &node.inner {
        kept.extend(comments(source, inner.end..node.span.end));
    }
    kept.iter_mut().for_each(|kept| kept.apart = false);
    kept
}

fn own_line(text: &str, depth: usize, out: &mut String) {
    indent(depth, out);
    out.push_str(text);
    out.push('\n');
}

/// An empty line, unless a block or the text begins here.
fn separate(apart: bool, start: usize, out: &mut String) {
    if apart && out.len() > start {
        out.push('\n');
    }
}
