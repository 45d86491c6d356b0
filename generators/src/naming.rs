//! From names as the team wrote them to names of crates, types, functions, columns and folders.

use proc_macro2::{Ident, Span};

/// The longest a name may be that becomes a folder or a package, in characters.
const LONGEST_PACKAGE: usize = 64;

/// The external crates of the root manifest of a generated workspace. A service of the same name would make `use`
/// ambiguous for people.
pub const EXTERNAL_CRATES: &[&str] = &[
    "async-trait",
    "axum",
    "bytes",
    "form_urlencoded",
    "http-body-util",
    "hyper",
    "hyper-util",
    "jiff",
    "metrics",
    "metrics-exporter-prometheus",
    "regex-lite",
    "serde",
    "serde_json",
    "sqlx",
    "thiserror",
    "tokio",
    "tower",
    "tracing",
    "tracing-subscriber",
    "uuid",
];

/// Strict and reserved keywords of Rust 2024.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod",
    "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super", "trait", "true",
    "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Names that cannot be a package of a generated workspace although they are not keywords.
const TAKEN_PACKAGES: &[&str] = &["std", "core", "alloc", "test", "proc-macro", "e2e"];

/// Names that Windows keeps for devices; a folder cannot be called so.
const DEVICES: &[&str] = &["con", "prn", "aux", "nul"];

/// Names that generated code uses itself, unqualified, next to types of the design.
const TAKEN_TYPES: &[&str] = &[
    "Arc",
    "BTreeMap",
    "Box",
    "Clone",
    "Cx",
    "Debug",
    "Default",
    "Deserialize",
    "Eq",
    "Err",
    "Failure",
    "Fault",
    "Fn",
    "From",
    "FromStr",
    "Guarded",
    "Hash",
    "Into",
    "Iterator",
    "None",
    "Ok",
    "OpMeta",
    "Option",
    "Ord",
    "PartialEq",
    "Ports",
    "Result",
    "Self",
    "Send",
    "Serialize",
    "Some",
    "String",
    "Sync",
    "ToString",
    "Tx",
    "Vec",
];

/// A name taken apart into lower-case ASCII words, from which every spelling is made.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Words(Vec<String>);

/// Why a name cannot be used, and a name that could.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit {
    /// What is so, as a sentence that continues "the name …".
    pub message: String,
    /// What to do.
    pub fix: String,
}

impl Misfit {
    fn new(message: impl Into<String>, fix: impl Into<String>) -> Self {
        Self { message: message.into(), fix: fix.into() }
    }
}

impl Words {
    /// Takes a name apart at `_`, `-`, spaces and where capitals begin a word.
    ///
    /// # Errors
    /// The name holds anything else than ASCII letters and digits, or does not begin with a letter.
    pub fn of(name: &str) -> Result<Self, Misfit> {
        let odd = name.chars().find(|c| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '-' | ' '));
        if let Some(odd) = odd {
            let shown = if odd.is_ascii_graphic() { format!("'{odd}'") } else { format!("'{}'", odd.escape_unicode()) };
            let what = if odd.is_alphabetic() { "a letter outside a to z" } else { "which no Rust name can hold" };
            return Err(Misfit::new(format!("the name holds {shown}, {what}"), suggestion(name)));
        }
        let words = Self::lenient(name);
        match words.0.first().and_then(|word| word.chars().next()) {
            Some(first) if first.is_ascii_alphabetic() => Ok(words),
            Some(_) => Err(Misfit::new("the name begins with a digit", "Begin it with a letter")),
            None => Err(Misfit::new("the name holds no letter", "Call it by a word")),
        }
    }

    /// The same without complaint: whatever is not an ASCII letter or digit separates words.
    pub fn lenient(name: &str) -> Self {
        let chars: Vec<char> = name.chars().collect();
        let (mut words, mut word) = (Vec::new(), String::new());
        for (i, c) in chars.iter().enumerate() {
            if !c.is_ascii_alphanumeric() {
                words.push(std::mem::take(&mut word));
                continue;
            }
            let before = i.checked_sub(1).map(|i| chars[i]);
            let after = chars.get(i + 1);
            let begins = c.is_ascii_uppercase()
                && before.is_some_and(|b| {
                    b.is_ascii_lowercase()
                        || b.is_ascii_digit()
                        || (b.is_ascii_uppercase() && after.is_some_and(char::is_ascii_lowercase))
                });
            if begins {
                words.push(std::mem::take(&mut word));
            }
            word.push(c.to_ascii_lowercase());
        }
        words.push(word);
        words.retain(|word| !word.is_empty());
        Self(words)
    }

    /// Whether there is nothing left.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// `place_order`
    pub fn snake(&self) -> String {
        self.0.join("_")
    }

    /// `place-order`
    pub fn kebab(&self) -> String {
        self.0.join("-")
    }

    /// `PLACE_ORDER`
    pub fn upper(&self) -> String {
        self.snake().to_ascii_uppercase()
    }

    /// `PlaceOrder`
    pub fn pascal(&self) -> String {
        let capital = |word: &String| {
            let mut chars = word.chars();
            chars.next().map(|c| c.to_ascii_uppercase()).into_iter().chain(chars).collect::<String>()
        };
        self.0.iter().map(capital).collect()
    }

    /// `Place order`
    pub fn sentence(&self) -> String {
        let text = self.0.join(" ");
        let mut chars = text.chars();
        chars.next().map(|c| c.to_ascii_uppercase()).into_iter().chain(chars).collect()
    }
}

fn suggestion(name: &str) -> String {
    let words = Words::lenient(name);
    match words.0.first() {
        Some(first) if first.starts_with(|c: char| c.is_ascii_alphabetic()) => {
            let short: String = words.snake().chars().take(40).collect();
            format!("Use letters a to z, digits, _ and - only, for example {short}")
        }
        _ => "Use letters a to z, digits, _ and - only".into(),
    }
}

/// The words of a name that becomes a package and a folder: a service.
///
/// # Errors
/// It cannot be one, or it is taken.
pub fn service(name: &str) -> Result<Words, Misfit> {
    let words = folder(name)?;
    let (kebab, snake) = (words.kebab(), words.snake());
    let another = |reason: &str| Err(Misfit::new(format!("the name {reason}"), format!("Call it {kebab}-service")));
    if KEYWORDS.contains(&snake.as_str()) {
        return another("is a word of the Rust language");
    }
    if TAKEN_PACKAGES.contains(&kebab.as_str()) {
        return another("is that of a crate which is there already");
    }
    if EXTERNAL_CRATES.iter().any(|external| external.replace('_', "-") == kebab) {
        return another("is that of a library which the generated workspace uses");
    }
    if kebab.starts_with("platform") {
        return Err(Misfit::new("the name begins with \"platform\", as Cleave's own crates do", "Call it otherwise"));
    }
    if ["-contract", "-ports", "-http"].iter().any(|end| kebab.ends_with(end)) {
        return Err(Misfit::new("the name ends as the crates do that Cleave generates", "Call it otherwise"));
    }
    Ok(words)
}

/// The words of a name that becomes a folder: a topology or a deployable.
///
/// # Errors
/// It cannot be one.
pub fn folder(name: &str) -> Result<Words, Misfit> {
    let words = Words::of(name)?;
    let kebab = words.kebab();
    if kebab.len() > LONGEST_PACKAGE {
        let message = format!("the name is longer than {LONGEST_PACKAGE} characters, too long for a folder");
        return Err(Misfit::new(message, "Shorten it"));
    }
    let device = DEVICES.contains(&kebab.as_str())
        || ["com", "lpt"].iter().any(|port| {
            kebab.strip_prefix(port).is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|b| b.is_ascii_digit()))
        });
    if device {
        return Err(Misfit::new("the name is that of a device on Windows", "Call it otherwise"));
    }
    Ok(words)
}

/// The words of a name that becomes a type.
///
/// # Errors
/// It cannot be one, or generated code uses the name itself.
pub fn type_name(name: &str) -> Result<Words, Misfit> {
    let words = Words::of(name)?;
    let pascal = words.pascal();
    if TAKEN_TYPES.contains(&pascal.as_str()) {
        let message = format!("the name becomes {pascal}, which generated code uses itself");
        return Err(Misfit::new(message, "Call it by a more telling name"));
    }
    Ok(words)
}

/// The words of a name that becomes a function.
///
/// # Errors
/// It cannot be one.
pub fn function(name: &str) -> Result<Words, Misfit> {
    let words = Words::of(name)?;
    if !rawable(&words.snake()) {
        return Err(Misfit::new("the name is a word of the Rust language that no function can have", "Rename it"));
    }
    Ok(words)
}

/// Whether Rust accepts the word with `r#` before it.
fn rawable(word: &str) -> bool {
    !matches!(word, "self" | "super" | "crate" | "Self" | "_")
}

/// The identifier for a snake-case word; keywords become raw, the few that cannot get a `_`.
pub fn ident(word: &str) -> Ident {
    let text = ident_text(word);
    match text.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(&text, Span::call_site()),
    }
}

/// The same as text.
pub fn ident_text(word: &str) -> String {
    if !rawable(word) {
        format!("{word}_")
    } else if KEYWORDS.contains(&word) {
        format!("r#{word}")
    } else {
        word.to_owned()
    }
}

/// A plural as people form it, for paths of collections.
pub fn plural(word: &str) -> String {
    let before_y = |word: &str| word.ends_with('y') && !["ay", "ey", "oy", "uy"].iter().any(|end| word.ends_with(end));
    if before_y(word) {
        format!("{}ies", &word[..word.len() - 1])
    } else if ["s", "x", "ch", "sh"].iter().any(|end| word.ends_with(end)) {
        if word.ends_with("ss") || !word.ends_with('s') { format!("{word}es") } else { word.to_owned() }
    } else {
        format!("{word}s")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_name_in_every_spelling() {
        for (name, snake, pascal) in [
            ("place_order", "place_order", "PlaceOrder"),
            ("PlaceOrder", "place_order", "PlaceOrder"),
            ("my-orders", "my_orders", "MyOrders"),
            ("My Orders", "my_orders", "MyOrders"),
            ("HTTPServer2", "http_server2", "HttpServer2"),
            ("orderId", "order_id", "OrderId"),
        ] {
            let words = Words::of(name).expect(name);
            assert_eq!((words.snake().as_str(), words.pascal().as_str()), (snake, pascal), "{name}");
        }
    }

    #[test]
    fn what_cannot_be_a_service() {
        let emoji = "🚀".repeat(200);
        let long = "a".repeat(65);
        for name in [
            "type",
            "crate",
            "gen",
            "self",
            "std",
            "core",
            "test",
            "proc_macro",
            "platform",
            "platform-x",
            "a-contract",
            "a_ports",
            "x-http",
            "tokio",
            "serde_json",
            "form-urlencoded",
            "../../etc",
            "\"; rm -rf",
            "Café",
            "3d",
            "_",
            "--",
            "con",
            "COM1",
            "e2e",
            &emoji,
            &long,
        ] {
            assert!(service(name).is_err(), "{name}");
        }
        for name in ["orders", "order_history", "Orders2", "union", "main", "comx"] {
            assert!(service(name).is_ok(), "{name}");
        }
        assert!(service("../../etc").expect_err("a path").fix.ends_with("for example etc"));
    }

    #[test]
    fn keywords_become_raw_identifiers() {
        assert_eq!(ident("type").to_string(), "r#type");
        assert_eq!(ident("self").to_string(), "self_");
        assert_eq!(ident("order").to_string(), "order");
    }

    #[test]
    fn plurals() {
        for (one, many) in [
            ("order", "orders"),
            ("category", "categories"),
            ("box", "boxes"),
            ("day", "days"),
            ("address", "addresses"),
            ("stock", "stocks"),
            ("news", "news"),
            ("batch", "batches"),
        ] {
            assert_eq!(plural(one), many);
        }
    }
}
