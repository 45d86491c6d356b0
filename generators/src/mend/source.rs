//! A user's file of Rust as bytes and as syntax: positions, line ends, insertions.

use std::ops::Range;

/// A parsed file and where its syntax stands in its bytes.
pub struct Source<'s> {
    text: &'s str,
    /// Bytes that `parse_file` takes away before it counts: a byte order mark and a first line with `#!`.
    skipped: usize,
    /// The syntax.
    pub file: syn::File,
}

impl<'s> Source<'s> {
    /// Parses a file.
    ///
    /// # Errors
    /// It is not Rust; the message says line and column.
    pub fn parse(text: &'s str) -> Result<Self, String> {
        let body = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut skipped = text.len() - body.len();
        let file = syn::parse_file(text).map_err(|error| {
            let at = error.span().start();
            format!("it is not Rust at line {}, column {}: {error}", at.line, at.column + 1)
        })?;
        skipped += file.shebang.as_ref().map_or(0, String::len);
        Ok(Self { text, skipped, file })
    }

    /// The bytes of a span.
    pub fn range(&self, span: proc_macro2::Span) -> Range<usize> {
        let range = span.byte_range();
        range.start + self.skipped..range.end + self.skipped
    }

    /// The line of a span, from 1.
    pub fn line(&self, span: proc_macro2::Span) -> usize {
        let at = self.range(span).start.min(self.text.len());
        self.text.get(..at).map_or(0, |before| before.matches('\n').count()) + 1
    }

    /// Where to insert before a closing brace: at the beginning of its line where it stands alone there.
    pub fn before_close(&self, close: proc_macro2::Span) -> (usize, bool) {
        let at = self.range(close).start;
        let line = self.text[..at].rfind('\n').map_or(0, |end| end + 1);
        let alone = self.text[line..at].chars().all(char::is_whitespace);
        if alone { (line, true) } else { (at, false) }
    }

    /// The text with something put in, in the line ends of the file.
    pub fn with(&self, at: usize, insertion: &str) -> String {
        let insertion = if self.text.contains("\r\n") { insertion.replace('\n', "\r\n") } else { insertion.to_owned() };
        format!("{}{insertion}{}", &self.text[..at], &self.text[at..])
    }

    /// The white space in front of the token at this byte.
    pub fn indent(&self, at: usize) -> String {
        let line = self.text[..at].rfind('\n').map_or(0, |end| end + 1);
        self.text[line..at].chars().take_while(|c| matches!(c, ' ' | '\t')).collect()
    }
}

/// Forgets the sources that parsing has kept in this thread; without, each parsed file would stay for ever.
pub struct Forgetting;

impl Drop for Forgetting {
    fn drop(&mut self) {
        proc_macro2::extra::invalidate_current_thread_spans();
    }
}
