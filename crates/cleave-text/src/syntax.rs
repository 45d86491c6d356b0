//! The KDL 2 syntax as Cleave reads it: nodes, values and comments with their places, in one pass without recursion.
//!
//! The `kdl` crate is the authority, and the tests hold this reader against it; but it needs two seconds for a design
//! of 2,800 services, keeps no place for comments inside a node, and recurses. What this reader accepts, `kdl` accepts
//! with the same values; it refuses more (type annotations, nesting over [`DEEPEST`], numbers nobody needs).

pub(crate) mod text;

use crate::{Problem, Problems};
use std::ops::Range;

/// Most blocks inside one another.
pub(crate) const DEEPEST: usize = 32;

/// Largest text that is read, in bytes.
pub(crate) const LARGEST: usize = 64 * 1024 * 1024;

/// A node's place in its tree.
pub(crate) type At = usize;

/// A string and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Word {
    pub(crate) value: String,
    pub(crate) span: Range<usize>,
}

/// A value as it was written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Text(String),
    /// A whole number.
    Whole(i128),
    /// Any other number.
    Number(f64),
    Truth(bool),
    Null,
}

/// An argument, or a property where it has a key.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    pub(crate) key: Option<Word>,
    pub(crate) value: Value,
    /// Of the value.
    pub(crate) at: Range<usize>,
    /// Of key and value.
    pub(crate) span: Range<usize>,
}

/// A node and the block it may have.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node {
    pub(crate) parent: Option<At>,
    pub(crate) name: Word,
    pub(crate) entries: Vec<Entry>,
    /// Where the name and the entries end.
    pub(crate) head_end: usize,
    /// Between the braces, where it has some.
    pub(crate) inner: Option<Range<usize>>,
    pub(crate) children: Vec<At>,
    /// From the name to the last entry or brace, without what ends the node.
    pub(crate) span: Range<usize>,
}

/// What a stretch of text without meaning is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Aside {
    /// `// ...` up to the end of the line.
    Line,
    /// `/* ... */`
    Block,
    /// `/- node`
    Node,
    /// `/- argument` or `/- { ... }`
    Part,
}

/// A whole text.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    pub(crate) nodes: Vec<Node>,
    pub(crate) roots: Vec<At>,
    /// Comments of every sort, in order; what lies inside a commented node is listed too, after it.
    pub(crate) asides: Vec<(Aside, Range<usize>)>,
}

/// A block that is open, and the node it belongs to.
struct Open {
    node: Node,
    brace: usize,
    /// The whole node is commented out, from here.
    commented: Option<usize>,
    /// Only the block is commented out, from here.
    part: Option<usize>,
    /// How many children the node had before.
    before: usize,
}

struct Reader<'a> {
    source: &'a str,
    at: usize,
    tree: Tree,
    open: Vec<Open>,
}

type Read<T> = Result<T, Problem>;

/// Reads a text.
///
/// # Errors
/// The first place that is no KDL, or that Cleave does not use.
pub(crate) fn read(source: &str) -> Result<Tree, Problems> {
    if source.len() > LARGEST {
        let message = format!("The text is larger than {} MiB", LARGEST / 1024 / 1024);
        return Err(Problems::one(Problem::new(source, 0..0, message)));
    }
    let mut reader = Reader { source, at: 0, tree: Tree::default(), open: Vec::new() };
    reader.document().map_err(Problems::one)?;
    let mut tree = reader.tree;
    tree.asides.sort_by_key(|(_, span)| (span.start, std::cmp::Reverse(span.end)));
    Ok(tree)
}

pub(crate) fn is_space(c: char) -> bool {
    matches!(c, '\t' | ' ' | '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}')
}

pub(crate) fn is_newline(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{85}' | '\u{B}' | '\u{C}' | '\u{2028}' | '\u{2029}')
}

/// Whether KDL wants the character written as an escape.
pub(crate) fn is_forbidden(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{E}'..='\u{1F}' | '\u{7F}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// Whether the character may stand in a text without quotes.
pub(crate) fn is_plain(c: char) -> bool {
    !is_space(c)
        && !is_newline(c)
        && !is_forbidden(c)
        && !matches!(c, '\\' | '/' | '(' | ')' | '{' | '}' | ';' | '[' | ']' | '"' | '#' | '=')
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<char> {
        self.source[self.at..].chars().next()
    }

    fn sees(&self, text: &str) -> bool {
        self.source[self.at..].starts_with(text)
    }

    fn wrong<T>(&self, span: Range<usize>, message: impl Into<String>, hint: &str) -> Read<T> {
        Err(Problem::new(self.source, span, message).hint(hint))
    }

    fn step(&mut self, c: char) {
        self.at += c.len_utf8();
    }

    fn document(&mut self) -> Read<()> {
        if self.sees("\u{FEFF}") {
            self.at += '\u{FEFF}'.len_utf8();
        }
        loop {
            self.skip_lines()?;
            match self.peek() {
                None => break,
                Some('}') => self.close()?,
                Some(_) => self.node()?,
            }
        }
        match self.open.pop() {
            None => Ok(()),
            Some(open) => {
                self.wrong(open.brace..open.brace + 1, "This { is never closed", "Write a } where the block ends")
            }
        }
    }

    /// Skips white space, line breaks and comments between nodes.
    fn skip_lines(&mut self) -> Read<()> {
        while let Some(c) = self.peek() {
            if is_newline(c) {
                self.step(c);
            } else if self.sees("//") {
                self.line_comment();
            } else if !self.skip_space()? {
                break;
            }
        }
        Ok(())
    }

    /// Skips white space and comments inside a line, and line breaks behind a backslash. Whether there was any.
    fn skip_space(&mut self) -> Read<bool> {
        let from = self.at;
        while let Some(c) = self.peek() {
            if is_space(c) {
                self.step(c);
            } else if self.sees("/*") {
                self.block_comment()?;
            } else if c == '\\' {
                let slash = self.at;
                self.at += 1;
                while self.peek().is_some_and(is_space) || self.sees("/*") {
                    match self.peek() {
                        Some(c) if is_space(c) => self.step(c),
                        _ => self.block_comment()?,
                    }
                }
                match self.peek() {
                    _ if self.sees("//") => {
                        self.line_comment();
                        self.newline();
                    }
                    Some(c) if is_newline(c) => self.newline(),
                    None => {}
                    Some(_) => {
                        let hint = "Write texts that contain one in quotes";
                        return self.wrong(slash..slash + 1, "Only a line break may follow a backslash here", hint);
                    }
                }
            } else {
                break;
            }
        }
        Ok(self.at > from)
    }

    fn newline(&mut self) {
        if self.sees("\r\n") {
            self.at += 2;
        } else if let Some(c) = self.peek().filter(|c| is_newline(*c)) {
            self.step(c);
        }
    }

    fn line_comment(&mut self) {
        let from = self.at;
        let rest = &self.source[from..];
        self.at += rest.find(is_newline).unwrap_or(rest.len());
        self.tree.asides.push((Aside::Line, from..self.at));
    }

    fn block_comment(&mut self) -> Read<()> {
        let from = self.at;
        let bytes = self.source.as_bytes();
        let mut depth = 0usize;
        loop {
            match bytes.get(self.at..self.at + 2) {
                Some(b"/*") => (depth, self.at) = (depth + 1, self.at + 2),
                Some(b"*/") => (depth, self.at) = (depth - 1, self.at + 2),
                Some(_) => self.at += 1,
                None => return self.wrong(from..from + 2, "This comment is never closed", "Write */ where it ends"),
            }
            if depth == 0 {
                break;
            }
        }
        self.tree.asides.push((Aside::Block, from..self.at));
        Ok(())
    }

    fn node(&mut self) -> Read<()> {
        let from = self.at;
        let commented = self.sees("/-");
        if commented {
            self.at += 2;
            self.skip_lines()?;
        }
        self.no_annotation()?;
        let name = match self.peek() {
            Some('"' | '#') | None => self.string()?,
            Some(c) if is_plain(c) => self.string()?,
            Some(c) => {
                let hint = "A line begins with a word such as service; texts with special characters stand in quotes";
                return self.wrong(self.at..self.at + c.len_utf8(), format!("{c} cannot begin a line"), hint);
            }
        };
        let node = Node {
            parent: None,
            head_end: name.span.end,
            span: name.span.clone(),
            name,
            entries: Vec::new(),
            inner: None,
            children: Vec::new(),
        };
        self.rest_of_node(node, commented.then_some(from))
    }

    /// Reads entries up to the block or the end of the node.
    fn rest_of_node(&mut self, mut node: Node, commented: Option<usize>) -> Read<()> {
        // After a block, even one that is commented out, no entries may follow.
        let mut closed = node.inner.is_some();
        loop {
            let spaced = self.skip_space()?;
            let from = self.at;
            match self.peek() {
                None | Some(';' | '}') => return self.end_of_node(node, commented),
                Some(c) if is_newline(c) => return self.end_of_node(node, commented),
                Some('/') if self.sees("//") => return self.end_of_node(node, commented),
                Some('/') if spaced && self.sees("/-") => {
                    self.at += 2;
                    self.skip_lines()?;
                    if self.peek() == Some('{') {
                        return self.open(node, commented, Some(from));
                    }
                    if closed {
                        return self.wrong(from..from + 2, "Nothing may follow a block", "Begin a new line");
                    }
                    self.entry()?;
                    node.span.end = self.at;
                    self.tree.asides.push((Aside::Part, from..self.at));
                }
                Some('{') if node.inner.is_none() => return self.open(node, commented, None),
                Some(c) if closed || node.inner.is_some() => {
                    let hint = "Begin a new line, or write a ; between the two";
                    return self.wrong(from..from + c.len_utf8(), "Nothing may follow a block", hint);
                }
                Some(c) if !spaced => {
                    let hint = "Put a space between the two, or write the whole in quotes";
                    return self.wrong(from..from + c.len_utf8(), format!("{c} cannot follow here"), hint);
                }
                Some(_) => {
                    let entry = self.entry()?;
                    node.head_end = entry.span.end;
                    node.span.end = entry.span.end;
                    node.entries.push(entry);
                }
            }
            closed = closed || node.inner.is_some();
        }
    }

    fn open(&mut self, node: Node, commented: Option<usize>, part: Option<usize>) -> Read<()> {
        let brace = self.at;
        if self.open.len() >= DEEPEST {
            let hint = "A design needs about eight levels; look for a } that is missing";
            let message = format!("Blocks stand inside one another more than {DEEPEST} levels deep");
            return self.wrong(brace..brace + 1, message, hint);
        }
        self.at += 1;
        let before = node.children.len();
        self.open.push(Open { node, brace, commented, part, before });
        Ok(())
    }

    fn close(&mut self) -> Read<()> {
        let end = self.at;
        self.at += 1;
        let Some(Open { mut node, brace, commented, part, before }) = self.open.pop() else {
            return self.wrong(end..end + 1, "This } closes nothing", "Remove it, or write the { it belongs to");
        };
        node.span.end = self.at;
        match part {
            Some(from) => {
                node.children.truncate(before);
                self.tree.asides.push((Aside::Part, from..self.at));
                self.rest_of_commented_block(node, commented)
            }
            None => {
                node.inner = Some(brace + 1..end);
                self.rest_of_node(node, commented)
            }
        }
    }

    /// Behind a block that is commented out only blocks may follow.
    fn rest_of_commented_block(&mut self, node: Node, commented: Option<usize>) -> Read<()> {
        let spaced = self.skip_space()?;
        let from = self.at;
        match self.peek() {
            Some('{') if node.inner.is_none() => self.open(node, commented, None),
            Some('/') if spaced && self.sees("/-") => {
                self.at += 2;
                self.skip_lines()?;
                match self.peek() {
                    Some('{') => self.open(node, commented, Some(from)),
                    _ => self.wrong(from..from + 2, "Nothing may follow a block", "Begin a new line"),
                }
            }
            None | Some(';' | '}') => self.end_of_node(node, commented),
            Some(c) if is_newline(c) => self.end_of_node(node, commented),
            Some('/') if self.sees("//") => self.end_of_node(node, commented),
            Some(c) => self.wrong(from..from + c.len_utf8(), "Nothing may follow a block", "Begin a new line"),
        }
    }

    /// Puts the node where it belongs and passes the semicolon that may end it.
    fn end_of_node(&mut self, mut node: Node, commented: Option<usize>) -> Read<()> {
        if let Some(from) = commented {
            self.tree.asides.push((Aside::Node, from..node.span.end));
        } else {
            // A node inside something commented out is kept out of the tree by its parent.
            let at = self.tree.nodes.len();
            for child in std::mem::take(&mut node.children) {
                self.tree.nodes[child].parent = Some(at);
                node.children.push(child);
            }
            self.tree.nodes.push(node);
            match self.open.last_mut() {
                Some(open) => open.node.children.push(at),
                None => self.tree.roots.push(at),
            }
        }
        match self.peek() {
            Some(';') if commented.is_some() => {
                // The authority does not take it either.
                let hint = "Begin a new line instead";
                self.wrong(self.at..self.at + 1, "A ; cannot follow what is commented out", hint)
            }
            Some(';') => {
                self.at += 1;
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn entry(&mut self) -> Read<Entry> {
        let from = self.at;
        self.no_annotation()?;
        let (value, is_text) = self.value()?;
        let at = from..self.at;
        if !is_text {
            return Ok(Entry { key: None, value, span: at.clone(), at });
        }
        let back = (self.at, self.tree.asides.len());
        self.skip_space()?;
        if self.peek() != Some('=') {
            self.at = back.0;
            self.tree.asides.truncate(back.1);
            return Ok(Entry { key: None, value, span: at.clone(), at });
        }
        self.at += 1;
        self.skip_space()?;
        self.no_annotation()?;
        let Value::Text(key) = value else {
            return self.wrong(at, "A property's name is a text", "Write it without quotes, for example team=checkout");
        };
        let value_from = self.at;
        let (value, _) = self.value()?;
        let key = Some(Word { value: key, span: at });
        Ok(Entry { key, value, at: value_from..self.at, span: from..self.at })
    }

    fn no_annotation(&self) -> Read<()> {
        if self.peek() == Some('(') {
            let hint = "Write texts that contain ( in quotes";
            return self.wrong(self.at..self.at + 1, "Type annotations are not used in designs", hint);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
