//! What may be a name, and how a free one is found.

use crate::Refusal;

/// The longest a name may be, in characters.
pub const LONGEST: usize = 200;

/// Accepts a name of 1 to [`LONGEST`] characters without control characters and without white space at its ends.
///
/// # Errors
/// [`Refusal::BadName`] says what is wrong.
pub fn check(name: &str) -> Result<(), Refusal> {
    let bad = |reason: &str| Err(Refusal::BadName { name: name.to_owned(), reason: reason.to_owned() });
    if name.is_empty() {
        return bad("it is empty");
    }
    if name.chars().count() > LONGEST {
        return bad("it is longer than 200 characters");
    }
    if name.chars().any(is_unseen) {
        return bad("it contains a control character or a line break");
    }
    if name.trim() != name {
        return bad("it begins or ends with white space");
    }
    Ok(())
}

/// Control characters and the marks that reorder text around them, which would make one name look like another.
pub fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// The wish itself where it is free, else the wish with the first free number.
pub fn free(wish: &str, taken: impl Fn(&str) -> bool) -> String {
    if !taken(wish) {
        return wish.to_owned();
    }
    let short: String = wish.chars().take(LONGEST - 12).collect();
    (2u64..).map(|n| format!("{short}_{n}")).find(|name| !taken(name)).unwrap_or(short)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_checked() {
        for good in ["orders", "Order placed", "注文", "type", "../../etc", "\"; rm -rf"] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
        for bad in ["", " a", "a ", "a\nb", "a\u{202E}b", "\u{0}"] {
            assert!(check(bad).is_err(), "{bad:?}");
        }
        assert!(check(&"é".repeat(200)).is_ok());
        assert!(check(&"é".repeat(201)).is_err());
    }

    #[test]
    fn a_taken_name_gets_a_number() {
        assert_eq!(free("orders", |_| false), "orders");
        assert_eq!(free("orders", |n| n == "orders" || n == "orders_2"), "orders_3");
    }
}
