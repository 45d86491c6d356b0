//! The words both forms share: how a connection is spoken, how a path is written, how much is how many.

use cleave_analysis::{Evidence, Finding};
use cleave_model::{Id, Model};
use std::fmt::Write;

/// "1 error", "2 errors", "1 184 services".
pub(crate) fn counted(count: u32, one: &str, many: &str) -> String {
    format!("{} {}", grouped(count), if count == 1 { one } else { many })
}

/// A count with a thin gap between thousands.
pub(crate) fn grouped(count: u32) -> String {
    let digits = count.to_string();
    let mut spaced = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            spaced.push('\u{2009}');
        }
        spaced.push(digit);
    }
    spaced
}

/// How people speak of an element: `orders.place_order`; its id where it is gone.
pub(crate) fn spoken(model: &Model, id: &Id) -> String {
    let path = model.path(id);
    visible(if path.is_empty() { id.as_str() } else { &path })
}

/// "orders.place_order calls inventory.reserve".
pub(crate) fn proof(model: &Model, evidence: &Evidence) -> String {
    let verb = match &*evidence.kind {
        "call" => "calls",
        "publish" => "publishes",
        "subscribe" => "subscribes to",
        "read" => "reads",
        "write" => "writes",
        "use" => "uses",
        "release-with" => "is released with",
        _ => "depends on",
    };
    format!("{} {verb} {}", spoken(model, &evidence.from), spoken(model, &evidence.to))
}

/// "orders → inventory → orders"; empty where a finding has no path.
pub(crate) fn way(model: &Model, finding: &Finding) -> String {
    let steps: Vec<String> = finding.path.iter().map(|id| spoken(model, id)).collect();
    steps.join(" → ")
}

/// The same text with every character that could hide or reorder what stands around it written out.
pub fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        let hides = character.is_control()
            || matches!(character, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{feff}')
            || matches!(character, '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
            // No characters, which XML refuses.
            || matches!(character, '\u{fffe}' | '\u{ffff}');
        if hides {
            // Writing to a string cannot fail.
            let _ = write!(shown, "{}", character.escape_unicode());
        } else {
            shown.push(character);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_have_a_unit_and_a_gap() {
        assert_eq!(counted(1, "error", "errors"), "1 error");
        assert_eq!(counted(0, "error", "errors"), "0 errors");
        assert_eq!(counted(1_234_567, "call", "calls"), "1\u{2009}234\u{2009}567 calls");
    }

    #[test]
    fn what_hides_is_written_out() {
        assert_eq!(visible("a\u{202e}b\u{1b}[31m"), "a\\u{202e}b\\u{1b}[31m");
        assert_eq!(visible("a\u{ffff}\u{2060}b"), "a\\u{ffff}\\u{2060}b");
        assert_eq!(visible("Größe 👩‍💻"), "Größe 👩‍💻");
    }
}
