//! A client that writes down what is said, in a form that two runs of one suite can be compared by.

use std::time::{Duration, Instant};

use crate::http::{Answer, request};

/// Talks to one address. Ids and times are masked in what it writes down: the first id it meets is `<id 1>`
/// everywhere, so that the transcript still shows which answers speak of the same thing.
pub struct Client {
    base: String,
    said: String,
}

impl Client {
    /// A client of the system at this address.
    pub fn of(base: &str) -> Self {
        Self { base: base.to_owned(), said: String::new() }
    }

    /// Asks, and writes it down.
    pub fn ask(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Result<Answer, String> {
        let answer = self.peek(method, path, headers, body)?;
        let kind = answer.header("content-type");
        self.said.push_str(&format!("{method} {path} {body}\n  -> {} {kind} {}\n", answer.status, answer.body));
        Ok(answer)
    }

    /// Asks without writing it down: for waiting, where the number of questions differs between runs.
    pub fn peek(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Result<Answer, String> {
        request(&self.base, method, path, headers, body).map_err(|e| format!("{method} {path}: {e}"))
    }

    /// Asks `GET path` until the answer is as wanted, up to 15 seconds, and writes the last answer down.
    pub fn until(&mut self, path: &str, wanted: impl Fn(&Answer) -> bool) -> Result<Answer, String> {
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(15) {
            if self.peek("GET", path, &[], "").is_ok_and(|answer| wanted(&answer)) {
                break;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        let answer = self.ask("GET", path, &[], "")?;
        if wanted(&answer) { Ok(answer) } else { Err(format!("GET {path} stays {} {}", answer.status, answer.body)) }
    }

    /// What was said.
    pub fn transcript(&self) -> String {
        masked(&self.said)
    }
}

/// The text with ids (UUIDs) numbered in the order they first appear, and times (RFC 3339) blanked.
pub fn masked(text: &str) -> String {
    let mut ids: Vec<&str> = Vec::new();
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(first) = rest.chars().next() {
        if let Some(id) = rest.get(..36).filter(|id| is_uuid(id)) {
            let number = ids.iter().position(|known| *known == id).unwrap_or_else(|| {
                ids.push(id);
                ids.len() - 1
            });
            out.push_str(&format!("<id {}>", number + 1));
            rest = &rest[36..];
        } else if let Some(length) = time_length(rest) {
            out.push_str("<time>");
            rest = &rest[length..];
        } else {
            out.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    out
}

fn is_uuid(text: &str) -> bool {
    text.bytes().enumerate().all(|(index, byte)| match index {
        8 | 13 | 18 | 23 => byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    })
}

/// The length of a time such as `2026-11-25T16:00:00.123Z` at the beginning of the text.
fn time_length(text: &str) -> Option<usize> {
    let head = text.as_bytes().get(..19)?;
    let fits = head.iter().zip(b"dddd-dd-ddTdd:dd:dd").all(|(byte, form)| match form {
        b'd' => byte.is_ascii_digit(),
        _ => byte == form,
    });
    if !fits {
        return None;
    }
    let rest = text.get(19..)?;
    let fraction = rest.bytes().take_while(|byte| *byte == b'.' || byte.is_ascii_digit()).count();
    rest[fraction..].starts_with('Z').then_some(20 + fraction)
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn ids_are_numbered_and_times_blanked() {
        let (a, b) = ("01a21382-ce70-7297-94c5-ea540a76eaa4", "01a21382-ce93-73a6-aafd-0f5d552d5eac");
        let text = format!("é {a}/{b}/{a} 2026-11-25T16:00:00Z 2026-11-25T16:00:00.1Z 2026-11-25 12-34");
        assert_eq!(masked(&text), "é <id 1>/<id 2>/<id 1> <time> <time> 2026-11-25 12-34");
    }
}
