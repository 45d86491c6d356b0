//! How values are spelled: texts with and without quotes, raw and over several lines, numbers and words with a `#`.

use super::{Read, Reader, Value, Word, is_forbidden, is_newline, is_plain, is_space};

/// Words that KDL wants with a `#`.
pub(crate) const KEYWORDS: [&str; 6] = ["true", "false", "null", "inf", "-inf", "nan"];

impl Reader<'_> {
    /// A text, quoted or not.
    pub(super) fn string(&mut self) -> Read<Word> {
        let from = self.at;
        match self.value()? {
            (Value::Text(value), _) => Ok(Word { value, span: from..self.at }),
            _ => {
                let hint = "Write it in quotes";
                self.wrong(from..self.at, format!("{} is not a text", &self.source[from..self.at]), hint)
            }
        }
    }

    /// A value, and whether it is a text.
    pub(super) fn value(&mut self) -> Read<(Value, bool)> {
        let from = self.at;
        match self.peek() {
            Some('"') if self.sees("\"\"\"") => self.lines(0).map(|text| (Value::Text(text), true)),
            Some('"') => self.quoted().map(|text| (Value::Text(text), true)),
            Some('#') => self.hashed(),
            Some(c) if is_plain(c) => {
                let rest = &self.source[from..];
                let length = rest.find(|c| !is_plain(c)).unwrap_or(rest.len());
                self.at += length;
                self.bare(&rest[..length])
            }
            Some(c) => {
                let end = from + c.len_utf8();
                self.wrong(from..end, format!("{} cannot stand here", shown(c)), "Write texts with it in quotes")
            }
            None => self.wrong(from..from, "The text ends where a value should stand", "Write the value"),
        }
    }

    /// A run of characters without quotes: a number or a word.
    fn bare(&mut self, text: &str) -> Read<(Value, bool)> {
        let span = self.at - text.len()..self.at;
        let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
        let mut chars = unsigned.chars();
        let (first, second) = (chars.next(), chars.next());
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        if digit(first) {
            return match number(text) {
                Some(value) => Ok((value, false)),
                None => self.wrong(span, format!("{text} is neither a number nor a text"), "Write texts in quotes"),
            };
        }
        if first == Some('.') && digit(second) {
            return self.wrong(
                span,
                format!("{text} looks like a number without its first digit"),
                "Write 0 before it",
            );
        }
        if KEYWORDS.contains(&text) {
            let hint = format!("Write #{text}, or \"{text}\" for the text");
            return self.wrong(span, format!("{text} is written with a # before it"), &hint);
        }
        Ok((Value::Text(text.to_owned()), true))
    }

    /// `#true` and the like, or a raw text.
    fn hashed(&mut self) -> Read<(Value, bool)> {
        let from = self.at;
        let rest = &self.source[from..];
        let hashes = rest.len() - rest.trim_start_matches('#').len();
        if rest[hashes..].starts_with("\"\"\"") {
            return self.lines(hashes).map(|text| (Value::Text(text), true));
        }
        if rest[hashes..].starts_with('"') {
            return self.raw(hashes).map(|text| (Value::Text(text), true));
        }
        let length = rest[1..].find(|c| !is_plain(c)).map_or(rest.len(), |at| at + 1);
        self.at += length;
        let value = match &rest[1..length] {
            "true" => Value::Truth(true),
            "false" => Value::Truth(false),
            "null" => Value::Null,
            "inf" => Value::Number(f64::INFINITY),
            "-inf" => Value::Number(f64::NEG_INFINITY),
            "nan" => Value::Number(f64::NAN),
            _ => {
                let hint = "Write texts that contain # in quotes";
                return self.wrong(from..self.at, "Behind a # only true, false and null may stand", hint);
            }
        };
        Ok((value, false))
    }

    /// `"text"`
    fn quoted(&mut self) -> Read<String> {
        let from = self.at;
        self.at += 1;
        let mut text = String::new();
        loop {
            let rest = &self.source[self.at..];
            let plain = rest.find(|c| c == '"' || c == '\\' || is_newline(c) || is_forbidden(c)).unwrap_or(rest.len());
            text.push_str(&rest[..plain]);
            self.at += plain;
            match self.peek() {
                Some('"') => {
                    self.at += 1;
                    return Ok(text);
                }
                Some('\\') => self.escape(&mut text)?,
                Some(c) if is_forbidden(c) => return self.forbidden(c),
                Some(_) | None => {
                    let hint = "Write a \" where it ends, and \\n for a line break inside";
                    return self.wrong(from..self.at, "This text has no closing quote in its line", hint);
                }
            }
        }
    }

    fn forbidden<T>(&self, c: char) -> Read<T> {
        let hint = format!("Write it as \\u{{{:x}}}", c as u32);
        let message = format!("The character U+{:04X} cannot be seen", c as u32);
        self.wrong(self.at..self.at + c.len_utf8(), message, &hint)
    }

    fn escape(&mut self, text: &mut String) -> Read<()> {
        let from = self.at;
        self.at += 1;
        let Some(c) = self.peek() else { return Ok(()) };
        if is_space(c) || is_newline(c) {
            while let Some(c) = self.peek().filter(|c| is_space(*c) || is_newline(*c)) {
                self.step(c);
            }
            return Ok(());
        }
        self.step(c);
        let plain = match c {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'b' => '\u{8}',
            'f' => '\u{C}',
            's' => ' ',
            '"' | '\\' => c,
            'u' => {
                let digits = self.source[self.at..].strip_prefix('{').and_then(|rest| rest.split_once('}'));
                let read = digits.and_then(|(digits, _)| {
                    let sound = (1..=6).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_hexdigit());
                    let code = sound.then(|| u32::from_str_radix(digits, 16).ok()).flatten()?;
                    Some((char::from_u32(code)?, digits.len()))
                });
                let Some((c, length)) = read else {
                    let hint = "Write it like \\u{1F600}";
                    return self.wrong(from..self.at, "This is not the number of a character", hint);
                };
                self.at += length + 2;
                c
            }
            _ => {
                let hint = "Write \\\\ for a backslash";
                return self.wrong(from..self.at, format!("\\{} means nothing", shown(c)), hint);
            }
        };
        text.push(plain);
        Ok(())
    }

    /// `#"text"#`
    fn raw(&mut self, hashes: usize) -> Read<String> {
        let from = self.at;
        self.at += hashes + 1;
        let end = format!("\"{}", "#".repeat(hashes));
        let rest = &self.source[self.at..];
        let length = rest.find(&end).filter(|length| !rest[..*length].contains(is_newline));
        let Some(length) = length else {
            let hint = format!("Write {end} where it ends, in the same line");
            return self.wrong(from..self.at, "This text has no closing quote in its line", &hint);
        };
        self.no_forbidden(&rest[..length])?;
        self.at += length + end.len();
        Ok(rest[..length].to_owned())
    }

    fn no_forbidden(&mut self, text: &str) -> Read<()> {
        match text.char_indices().find(|(_, c)| is_forbidden(*c)) {
            Some((at, c)) => {
                self.at += at;
                self.forbidden(c)
            }
            None => Ok(()),
        }
    }

    /// A text over several lines between triple quotes, raw where it has hashes.
    fn lines(&mut self, hashes: usize) -> Read<String> {
        let from = self.at;
        self.at += hashes + 3;
        let opened = self.at;
        let end = format!("\"\"\"{}", "#".repeat(hashes));
        let never = |reader: &Self| {
            let hint = format!("Write {end} in a line of its own where it ends");
            reader.wrong(from..opened, "This text is never closed", &hint)
        };
        if !self.peek().is_some_and(is_newline) {
            let hint = "Begin the text in the next line, or use single quotes";
            return self.wrong(from..opened, "Behind triple quotes the line ends", hint);
        }
        self.newline();
        let body = self.at;
        let mut at = body;
        let close = loop {
            let rest = &self.source[at..];
            if rest.starts_with(&end) {
                break at;
            }
            match rest.chars().next() {
                None => return never(self),
                Some('\\') if hashes == 0 => {
                    at += 1;
                    at += self.source[at..].chars().next().map_or(0, char::len_utf8);
                }
                Some(c) => at += c.len_utf8(),
            }
        };
        let inside = &self.source[body..close];
        self.no_forbidden(inside)?;
        self.at = close + end.len();
        let inside = inside.replace("\r\n", "\n");
        let inside = if hashes == 0 { without_line_escapes(&inside) } else { inside };
        let lines: Vec<&str> = inside.split(is_newline).collect();
        let Some((indent, lines)) = lines.split_last() else { return never(self) };
        if !indent.chars().all(is_space) {
            let hint = format!("Put {end} in a line of its own");
            return self.wrong(close..self.at, "The closing quotes stand behind text", &hint);
        }
        let mut plain: Vec<&str> = Vec::new();
        for line in lines {
            match line.strip_prefix(indent) {
                Some(rest) if !line.chars().all(is_space) => plain.push(rest),
                _ if line.chars().all(is_space) => plain.push(""),
                _ => {
                    let hint = "Begin each line with the white space that stands before the closing quotes";
                    return self.wrong(from..opened, "A line of this text stands too far left", hint);
                }
            }
        }
        let text = plain.join("\n");
        if hashes > 0 {
            return Ok(text);
        }
        self.unescaped(&text, from..self.at)
    }

    fn unescaped(&self, text: &str, span: std::ops::Range<usize>) -> Read<String> {
        let mut inner = Reader { source: text, at: 0, tree: super::Tree::default(), open: Vec::new() };
        let mut plain = String::new();
        while let Some(c) = inner.peek() {
            if c != '\\' {
                plain.push(c);
                inner.step(c);
            } else if let Err(problem) = inner.escape(&mut plain) {
                let hint = problem.hint.unwrap_or_default();
                return self.wrong(span, problem.message, &hint);
            }
        }
        Ok(plain)
    }
}

/// The text without backslashes that join lines, and the white space behind them.
fn without_line_escapes(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        plain.push(c);
        if c != '\\' {
            continue;
        }
        match chars.peek() {
            Some(next) if is_space(*next) || is_newline(*next) => {
                plain.pop();
                while chars.next_if(|c| is_space(*c) || is_newline(*c)).is_some() {}
            }
            Some(next) => {
                plain.push(*next);
                chars.next();
            }
            None => {}
        }
    }
    plain
}

fn shown(c: char) -> String {
    if is_newline(c) { "A line break".into() } else { c.to_string() }
}

/// A number: whole where it has neither point nor exponent.
fn number(text: &str) -> Option<Value> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let based = [("0x", 16), ("0o", 8), ("0b", 2)]
        .iter()
        .find_map(|(prefix, radix)| digits.strip_prefix(prefix).map(|rest| (rest, *radix)));
    if let Some((rest, radix)) = based {
        let sound = rest.chars().next().is_some_and(|c| c.is_digit(radix))
            && rest.chars().all(|c| c == '_' || c.is_digit(radix));
        let plain = format!("{sign}{}", rest.replace('_', ""));
        return sound.then(|| i128::from_str_radix(&plain, radix).ok()).flatten().map(Value::Whole);
    }
    let (mantissa, exponent) = match digits.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (digits, None),
    };
    let run = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_digit()) && part.bytes().all(|b| b == b'_' || b.is_ascii_digit())
    };
    let sound = match mantissa.split_once('.') {
        Some((whole, part)) => run(whole) && run(part),
        None => run(mantissa),
    };
    let sound = sound && exponent.is_none_or(|exponent| run(exponent.strip_prefix(['+', '-']).unwrap_or(exponent)));
    if !sound {
        return None;
    }
    let plain = format!("{sign}{}", digits.replace('_', ""));
    if exponent.is_none() && !mantissa.contains('.') {
        return plain.parse().ok().map(Value::Whole);
    }
    plain.parse().ok().map(Value::Number)
}
