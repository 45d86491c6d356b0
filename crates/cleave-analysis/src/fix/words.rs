//! Names for what a fix adds, made from the names around it.

use cleave_model::name::{LONGEST, is_unseen};

/// Verbs whose past is not made by a rule.
const IRREGULAR: &[(&str, &str)] = &[
    ("begin", "begun"),
    ("bind", "bound"),
    ("break", "broken"),
    ("bring", "brought"),
    ("build", "built"),
    ("buy", "bought"),
    ("choose", "chosen"),
    ("cut", "cut"),
    ("do", "done"),
    ("draw", "drawn"),
    ("find", "found"),
    ("forget", "forgotten"),
    ("get", "got"),
    ("give", "given"),
    ("go", "gone"),
    ("hide", "hidden"),
    ("hold", "held"),
    ("keep", "kept"),
    ("leave", "left"),
    ("lend", "lent"),
    ("lose", "lost"),
    ("make", "made"),
    ("pay", "paid"),
    ("put", "put"),
    ("read", "read"),
    ("reset", "reset"),
    ("run", "run"),
    ("sell", "sold"),
    ("send", "sent"),
    ("set", "set"),
    ("split", "split"),
    ("take", "taken"),
    ("tell", "told"),
    ("undo", "undone"),
    ("withdraw", "withdrawn"),
    ("write", "written"),
];

/// Verbs that double their last letter though they have more than one syllable.
const DOUBLING: &[&str] = &["cancel", "commit", "submit", "transfer", "refer", "permit", "admit", "label", "model"];

/// Verbs that ask. What they ask about changes without them.
const ASKING: &[&str] =
    &["get", "find", "list", "read", "query", "check", "search", "show", "count", "fetch", "load", "look"];

/// The words of a name: parted at `_`, `-`, `.`, white space and where small letters give way to large ones.
pub(super) fn parts(name: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut small = false;
    for letter in name.chars() {
        if letter == '_' || letter == '-' || letter == '.' || letter.is_whitespace() {
            parts.push(String::new());
            small = false;
            continue;
        }
        if letter.is_uppercase() && small {
            parts.push(String::new());
        }
        small = letter.is_lowercase() || letter.is_numeric();
        if let Some(last) = parts.last_mut() {
            last.extend(letter.to_lowercase());
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// What happened when an operation was done: `OrderPlaced` for `place_order`; for one that asks, and for names that are
/// no words, `<service>Changed`.
pub(super) fn fact(operation: &str, service: &str) -> String {
    let words = parts(operation);
    let plain = |word: &String| word.bytes().all(|byte| byte.is_ascii_lowercase());
    let of_service = || singular(parts(service));
    let [verb, object @ ..] = words.as_slice() else { return changed(&of_service().join("_")) };
    if !plain(verb) || ASKING.contains(&verb.as_str()) || verb.len() < 2 {
        return changed(&singular(if object.is_empty() { parts(service) } else { object.to_vec() }).join("_"));
    }
    let object = if object.is_empty() { singular(parts(service)) } else { object.to_vec() };
    fitting(&pascal(&object.into_iter().chain([past(verb)]).collect::<Vec<_>>()))
}

/// That something is not as it was: `OrderChanged` for `order`.
pub(super) fn changed(what: &str) -> String {
    let mut words = parts(what);
    words.push("changed".into());
    fitting(&pascal(&words))
}

/// What an operation is about: `order` for `place_order`; the whole name where it has only one word.
pub(super) fn object(operation: &str) -> String {
    let words = parts(operation);
    match words.as_slice() {
        [_, object @ ..] if !object.is_empty() => object.join("_"),
        _ => words.join("_"),
    }
}

/// The name as it may stand in a design: not empty, not too long, nothing unseen, no white space at its ends.
pub(super) fn fitting(name: &str) -> String {
    let kept: String = name.chars().filter(|letter| !is_unseen(*letter)).take(LONGEST - 40).collect();
    let kept = kept.trim();
    if kept.is_empty() { "new".into() } else { kept.into() }
}

/// The last word without the `s` of the plural, where it is plainly one.
fn singular(mut words: Vec<String>) -> Vec<String> {
    if let Some(last) = words.last_mut()
        && last.is_ascii()
        && last.len() > 3
    {
        if let Some(stem) = last.strip_suffix("ies") {
            *last = format!("{stem}y");
        } else if last.ends_with('s') && !last.ends_with("ss") && !last.ends_with("us") {
            last.pop();
        }
    }
    words
}

fn past(verb: &str) -> String {
    if let Some((_, past)) = IRREGULAR.iter().find(|(now, _)| *now == verb) {
        return (*past).into();
    }
    let vowel = |letter: char| "aeiou".contains(letter);
    let letters: Vec<char> = verb.chars().collect();
    match letters.as_slice() {
        [.., 'e'] => format!("{verb}d"),
        [.., before, 'y'] if !vowel(*before) => format!("{}ied", &verb[..verb.len() - 1]),
        // One syllable that ends in consonant, vowel, consonant: ship, plan, stop.
        [start @ .., middle, last]
            if vowel(*middle)
                && !vowel(*last)
                && !"wxy".contains(*last)
                && (!start.is_empty() && start.iter().all(|letter| !vowel(*letter)) || DOUBLING.contains(&verb)) =>
        {
            format!("{verb}{last}ed")
        }
        _ => format!("{verb}ed"),
    }
}

/// Words as one name in which each begins large.
pub(super) fn pascal(words: &[String]) -> String {
    let large = |word: &String| {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    };
    words.iter().map(large).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_done_becomes_a_fact() {
        let facts = [
            ("place_order", "OrderPlaced"),
            ("ship", "OrderShipped"),
            ("send_mail", "MailSent"),
            ("cancelOrder", "OrderCancelled"),
            ("apply-voucher", "VoucherApplied"),
            ("get_order", "OrderChanged"),
            ("get", "OrderChanged"),
            ("注文", "OrderChanged"),
            ("", "OrderChanged"),
        ];
        for (operation, expected) in facts {
            assert_eq!(fact(operation, "orders"), expected, "{operation}");
        }
        assert_eq!(object("place_order"), "order");
        assert_eq!(object("ship"), "ship");
    }

    #[test]
    fn every_name_may_stand() {
        for name in ["", " ", "\u{202E}x", &"é".repeat(200), "a b", "👩‍💻", "../../etc", "</script>"] {
            for made in [fact(name, name), changed(name), fitting(name)] {
                assert_eq!(cleave_model::name::check(&made), Ok(()), "{name:?} → {made:?}");
            }
        }
    }
}
