//! What is wrong with a text: what is so, where, and what to do, with the offending text underlined.

use std::fmt;
use std::ops::Range;

/// One thing that is wrong with a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What is so, as a sentence without a full stop.
    pub message: String,
    /// What to do, where anything better than reading the message is known.
    pub hint: Option<String>,
    /// The offending text, in bytes of the source.
    pub span: Range<usize>,
    /// The line it begins in, from 1.
    pub line: usize,
    /// The column it begins in, from 1, in characters.
    pub column: usize,
}

/// Longest piece of a line that an excerpt shows, in characters.
const WIDEST: usize = 160;

impl Problem {
    /// A problem at a place of the source. The span is brought to character boundaries inside the source.
    pub fn new(source: &str, span: Range<usize>, message: impl Into<String>) -> Self {
        let start = boundary(source, span.start);
        let end = boundary(source, span.end).max(start);
        let before = &source[..start];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Self {
            message: message.into(),
            hint: None,
            span: start..end,
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
        }
    }

    /// The same problem with what to do.
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    /// The message, the place, the line with the offending text underlined, and the hint. Plain text without colours;
    /// ends with a line break.
    pub fn render(&self, file_name: &str, source: &str) -> String {
        let start = boundary(source, self.span.start);
        let line_start = source[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = source[start..].find('\n').map_or(source.len(), |at| start + at);
        let line = source[line_start..line_end].trim_end_matches('\r');
        let marked = boundary(source, self.span.end).min(line_start + line.len()).max(start);
        let column = source[line_start..start].chars().count();
        let width = source[start..marked].chars().count().max(1);
        // A line of a megabyte is shown around the offence only.
        let skip = if column + width.min(WIDEST) > WIDEST { column.saturating_sub(WIDEST / 4) } else { 0 };
        let shown: String = line.chars().skip(skip).take(WIDEST).map(seen).collect();
        let number = self.line.to_string();
        let gutter = " ".repeat(number.len());
        let under = " ".repeat(column - skip) + &"^".repeat(width.min(WIDEST - (column - skip).min(WIDEST - 1)));
        let mut text = format!("error: {}\n", self.message);
        text += &format!("{gutter}--> {file_name}:{}:{}\n", self.line, self.column);
        text += &format!("{gutter} |\n{number} | {}\n{gutter} | {}\n", shown.trim_end(), under);
        if let Some(hint) = &self.hint {
            text += &format!("{gutter} = hint: {hint}\n");
        }
        text
    }
}

/// A character as it may be shown: tabs and everything unseen as one space or mark, so that columns stay aligned.
fn seen(c: char) -> char {
    match c {
        '\t' => ' ',
        c if c.is_control() || cleave_model::name::is_unseen(c) => '\u{FFFD}',
        c => c,
    }
}

fn boundary(source: &str, at: usize) -> usize {
    let mut at = at.min(source.len());
    while !source.is_char_boundary(at) {
        at -= 1;
    }
    at
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: {}", self.line, self.column, self.message)
    }
}

impl std::error::Error for Problem {}

/// Everything that is wrong with a text; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problems(Vec<Problem>);

/// Most problems told of one text.
pub(crate) const MOST: usize = 50;

impl Problems {
    /// A single problem.
    pub fn one(problem: Problem) -> Self {
        Self(vec![problem])
    }

    /// The problems, the earliest in the text first, if there are any.
    pub fn some(mut problems: Vec<Problem>) -> Option<Self> {
        problems.sort_by_key(|problem| problem.span.start);
        problems.dedup();
        problems.truncate(MOST);
        if problems.is_empty() { None } else { Some(Self(problems)) }
    }

    /// The problems, the earliest in the text first.
    pub fn iter(&self) -> std::slice::Iter<'_, Problem> {
        self.0.iter()
    }

    /// The earliest.
    pub fn first(&self) -> &Problem {
        &self.0[0]
    }

    /// Every problem with its excerpt, an empty line between two.
    pub fn render(&self, file_name: &str, source: &str) -> String {
        let told: Vec<String> = self.0.iter().map(|problem| problem.render(file_name, source)).collect();
        told.join("\n")
    }
}

impl<'a> IntoIterator for &'a Problems {
    type Item = &'a Problem;
    type IntoIter = std::slice::Iter<'a, Problem>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let told: Vec<String> = self.0.iter().map(Problem::to_string).collect();
        f.write_str(&told.join("\n"))
    }
}

impl std::error::Error for Problems {}
