//! How values are written: texts in quotes where KDL wants them, lists in one text, durations, numbers, types.

use crate::syntax::{is_forbidden, is_newline, is_plain, text::KEYWORDS};
use cleave_model::{Link, Timeout};
use std::fmt::Write;

/// The text as KDL writes it: bare where it may be, else in quotes with escapes.
pub(crate) fn text(value: &str) -> String {
    if may_be_bare(value) {
        return value.to_owned();
    }
    let mut out = String::with_capacity(value.len() + 2);
    out.push('"');
    for c in value.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if is_forbidden(c) || is_newline(c) || c.is_control() => {
                // Writing to a String cannot fail.
                let _ = write!(out, "\\u{{{:x}}}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// The value of a property that reads as prose, always in quotes.
pub(crate) fn prose(value: &str) -> String {
    if may_be_bare(value) { format!("\"{value}\"") } else { text(value) }
}

fn may_be_bare(value: &str) -> bool {
    let unsigned = value.strip_prefix(['+', '-']).unwrap_or(value);
    let undotted = unsigned.strip_prefix('.').unwrap_or(unsigned);
    !value.is_empty()
        && value.chars().all(is_plain)
        && !value.starts_with(|c: char| c.is_ascii_digit())
        && !undotted.starts_with(|c: char| c.is_ascii_digit())
        && !KEYWORDS.contains(&value)
}

/// `#true` or `#false`
pub(crate) fn truth(value: bool) -> &'static str {
    if value { "#true" } else { "#false" }
}

/// A number, whole where it is.
pub(crate) fn number(value: f64) -> String {
    if value.fract() == 0.0 && value.abs() < 1e15 { format!("{value:.0}") } else { format!("{value:?}") }
}

/// `500ms`, or `2s` for whole seconds.
pub(crate) fn duration(millis: u32) -> String {
    if millis > 0 && millis.is_multiple_of(1000) { format!("{}s", millis / 1000) } else { format!("{millis}ms") }
}

/// The milliseconds a duration says.
pub(crate) fn read_duration(text: &str) -> Option<u32> {
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let count: u32 = text[..digits].parse().ok()?;
    match text[digits..].trim_start() {
        "ms" => Some(count),
        "s" => count.checked_mul(1000),
        "m" | "min" => count.checked_mul(60_000),
        _ => None,
    }
}

/// `#false`, `#true`, or how long.
pub(crate) fn timeout(value: Timeout) -> String {
    match value {
        Timeout::No => truth(false).into(),
        Timeout::Yes => truth(true).into(),
        Timeout::After(millis) => format!("\"{}\"", duration(millis)),
    }
}

/// Several texts in one, separated by commas. A backslash before a character keeps it from meaning anything.
pub(crate) fn list<'a>(items: impl IntoIterator<Item = &'a str>) -> String {
    let items: Vec<String> = items.into_iter().map(|item| kept(item, &[',', '\\'])).collect();
    items.join(", ")
}

/// The texts of a list.
pub(crate) fn read_list(text: &str) -> Vec<String> {
    split(text).into_iter().map(|item| item.chars().map(|(c, _)| c).collect()).collect()
}

/// Links in one text: `https://…` or `label <https://…>`, separated by commas.
pub(crate) fn links(links: &[Link]) -> String {
    let marks = [',', '\\', '<', '>'];
    let one = |link: &Link| match link.label.as_str() {
        "" => kept(&link.url, &marks),
        label => format!("{} <{}>", kept(label, &marks), kept(&link.url, &marks)),
    };
    links.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// The links of a text; none where an angle bracket has no partner.
pub(crate) fn read_links(text: &str) -> Option<Vec<Link>> {
    let plain = |chars: &[(char, bool)]| chars.iter().map(|(c, _)| *c).collect::<String>();
    let one = |item: Item| {
        let open = item.chars.iter().position(|mark| *mark == ('<', false));
        let close = item.chars.iter().position(|mark| *mark == ('>', false));
        match (open, close) {
            (None, None) => Some(Link { label: String::new(), url: plain(&item.chars) }),
            (Some(open), Some(close)) if open < close && close + 1 == item.chars.len() => {
                let label = Item { chars: item.chars[..open].to_vec() }.trimmed();
                let url = Item { chars: item.chars[open + 1..close].to_vec() }.trimmed();
                Some(Link { label: plain(&label.chars), url: plain(&url.chars) })
            }
            _ => None,
        }
    };
    split(text).into_iter().map(one).collect()
}

/// Characters, each with whether a backslash stood before it.
struct Item {
    chars: Vec<(char, bool)>,
}

impl Item {
    fn chars(&self) -> std::slice::Iter<'_, (char, bool)> {
        self.chars.iter()
    }

    fn trimmed(mut self) -> Self {
        let space = |mark: &(char, bool)| !mark.1 && mark.0.is_whitespace();
        while self.chars.last().is_some_and(space) {
            self.chars.pop();
        }
        let lead = self.chars().take_while(|mark| space(mark)).count();
        self.chars.drain(..lead);
        self
    }
}

fn split(text: &str) -> Vec<Item> {
    let mut items = vec![Item { chars: Vec::new() }];
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        let mark = match c {
            ',' => {
                items.push(Item { chars: Vec::new() });
                continue;
            }
            '\\' => (chars.next().unwrap_or('\\'), true),
            c => (c, false),
        };
        if let Some(item) = items.last_mut() {
            item.chars.push(mark);
        }
    }
    items.into_iter().map(Item::trimmed).collect()
}

/// The text with a backslash before each mark and before white space at its ends.
fn kept(text: &str, marks: &[char]) -> String {
    let lead = text.len() - text.trim_start().len();
    let tail = text.trim_end().len();
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        if marks.contains(&c) || at < lead || at >= tail {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_bare_where_they_may_be() {
        for (value, written) in [
            ("orders", "orders"),
            ("list<OrderLine>?", "list<OrderLine>?"),
            ("", "\"\""),
            ("a b", "\"a b\""),
            ("true", "\"true\""),
            ("-1", "\"-1\""),
            ("+.5x", "\"+.5x\""),
            ("-", "-"),
            ("../../etc", "\"../../etc\""),
            ("a\"b\\\n", r#""a\"b\\\n""#),
            ("\u{0}\u{202E}", r#""\u{0}\u{202e}""#),
        ] {
            assert_eq!(text(value), written);
        }
    }

    #[test]
    fn lists_hold_any_text() {
        for items in [vec![""], vec!["a", "b"], vec!["a,b", " c ", "\\", "\n"], vec!["", ""], vec![" "]] {
            assert_eq!(read_list(&list(items.clone())), items);
        }
        assert_eq!(read_list("personal,secret"), ["personal", "secret"]);
    }

    #[test]
    fn links_hold_any_label() {
        let link = |label: &str, url: &str| Link { label: label.into(), url: url.into() };
        for some in [
            vec![link("", "https://a")],
            vec![link("ADR 7", "https://a"), link("", "")],
            vec![link("<b>, ", "\\<x>"), link(" ", " ")],
        ] {
            assert_eq!(read_links(&links(&some)), Some(some));
        }
        assert_eq!(read_links("a <b"), None);
        assert_eq!(read_links("a <b> c"), None);
    }

    #[test]
    fn durations_and_numbers() {
        assert_eq!((duration(500), duration(2000), duration(0)), ("500ms".into(), "2s".into(), "0ms".into()));
        assert_eq!((read_duration("2s"), read_duration("1 min"), read_duration("2")), (Some(2000), Some(60_000), None));
        assert_eq!(read_duration("99999999999s"), None);
        for value in [0.0, -2.5, 0.1, 1e300, f64::MAX, f64::MIN_POSITIVE, 1e15, 999_999_999_999_999.0] {
            assert_eq!(number(value).parse(), Ok(value));
        }
    }
}
