//! What stands behind a node's word, asked for by name and kind; what does not fit becomes a problem.

use crate::names::nearest;
use crate::spelling::{read_duration, read_links, read_list};
use crate::syntax::{At, Entry, Node, Tree, Value};
use crate::words::is_foreign;
use crate::{Problem, problem::MOST};
use cleave_model::{Link, Version};
use std::cell::RefCell;
use std::collections::{BTreeSet, HashSet};
use std::ops::Range;

/// The text being read, and what was found wrong with it so far.
pub(crate) struct Page<'a> {
    pub(crate) source: &'a str,
    pub(crate) tree: &'a Tree,
    problems: RefCell<Vec<Problem>>,
    /// Of a piece of a design: what it mentions and nobody knows. Of a whole design that is a problem.
    missing: Option<RefCell<BTreeSet<String>>>,
}

impl<'a> Page<'a> {
    pub(crate) fn new(source: &'a str, tree: &'a Tree) -> Self {
        Self { source, tree, problems: RefCell::new(Vec::new()), missing: None }
    }

    /// A text that is a piece of a design.
    pub(crate) fn of_fragment(source: &'a str, tree: &'a Tree) -> Self {
        Self { missing: Some(RefCell::default()), ..Self::new(source, tree) }
    }

    /// Whether it is only a piece of a design.
    pub(crate) fn is_fragment(&self) -> bool {
        self.missing.is_some()
    }

    /// Notes what a piece mentions and nobody knows. Answers false where that is a problem instead.
    pub(crate) fn leave_out(&self, what: &str) -> bool {
        if let Some(missing) = &self.missing {
            missing.borrow_mut().insert(what.chars().take(60).collect());
        }
        self.missing.is_some()
    }

    /// Everything that was left out.
    pub(crate) fn left_out(&self) -> Vec<String> {
        self.missing.as_ref().map_or_else(Vec::new, |missing| missing.take().into_iter().collect())
    }

    /// Tells of a problem.
    pub(crate) fn tell(&self, span: Range<usize>, message: impl Into<String>, hint: impl Into<String>) {
        let mut problems = self.problems.borrow_mut();
        // Finding the line of each problem costs a walk through the text, so there is an end to it.
        if problems.len() < 4 * MOST {
            let problem = Problem::new(self.source, span, message);
            let hint = hint.into();
            problems.push(if hint.is_empty() { problem } else { problem.hint(hint) });
        }
    }

    /// Whether enough is wrong already that looking for near names, of which there may be thousands, is not worth the
    /// time.
    pub(crate) fn is_full(&self) -> bool {
        self.problems.borrow().len() >= 12
    }

    /// Everything told so far.
    pub(crate) fn take(&self) -> Vec<Problem> {
        self.problems.take()
    }

    pub(crate) fn node(&self, at: At) -> &'a Node {
        &self.tree.nodes[at]
    }

    /// The entries of a node.
    pub(crate) fn entries(&'a self, at: At) -> Entries<'a> {
        Entries { page: self, node: self.node(at) }
    }

    /// Says that a word is unknown, and which known one is nearest.
    pub(crate) fn unknown<'w>(
        &self,
        span: Range<usize>,
        what: &str,
        written: &str,
        known: impl Iterator<Item = &'w str> + Clone,
    ) {
        let short: String = written.chars().take(60).collect();
        let hint = match nearest(written, known.clone()) {
            Some(near) => format!("Did you mean {near}?"),
            None => {
                let all: Vec<&str> = known.collect();
                if all.is_empty() { "Nothing may stand here".into() } else { format!("Known here: {}", all.join(", ")) }
            }
        };
        self.tell(span, format!("{what} {short}"), hint);
    }
}

/// The word with its article.
pub(crate) fn a(word: &str) -> String {
    let article = if word.starts_with(['a', 'e', 'i', 'o', 'u']) && !word.starts_with("us") { "an" } else { "a" };
    format!("{article} {word}")
}

/// The text as a sentence begins.
pub(crate) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// What stands behind one node's word.
#[derive(Clone, Copy)]
pub(crate) struct Entries<'a> {
    pub(crate) page: &'a Page<'a>,
    pub(crate) node: &'a Node,
}

impl<'a> Entries<'a> {
    /// Checks that properties are known and stand there once, and that there are not too many arguments.
    pub(crate) fn check(&self, properties: &[&str], most_arguments: usize) {
        let mut seen = HashSet::new();
        let mut arguments = 0usize;
        for entry in &self.node.entries {
            let Some(key) = &entry.key else {
                arguments += 1;
                if arguments > most_arguments {
                    let hint = "A property is written with =, for example team=checkout; texts with spaces in quotes";
                    self.page.tell(entry.span.clone(), "Nothing more was expected in this line", hint);
                }
                continue;
            };
            if !seen.insert(key.value.as_str()) {
                let message = format!("{} stands there twice", key.value);
                self.page.tell(entry.span.clone(), message, "Remove one of the two");
            } else if !properties.contains(&key.value.as_str()) && !is_foreign(&key.value) {
                let what = format!("{} has no property", capital(&a(&self.node.name.value)));
                self.page.unknown(key.span.clone(), &what, &key.value, properties.iter().copied());
            }
        }
    }

    /// The property's entry.
    pub(crate) fn property(&self, key: &str) -> Option<&'a Entry> {
        self.node.entries.iter().find(|entry| entry.key.as_ref().is_some_and(|word| word.value == key))
    }

    /// The entries without a key.
    pub(crate) fn arguments(&self) -> impl Iterator<Item = &'a Entry> + use<'a> {
        self.node.entries.iter().filter(|entry| entry.key.is_none())
    }

    /// The text of an argument that must be there.
    pub(crate) fn argument(&self, nth: usize, what: &str) -> Option<&'a str> {
        match self.arguments().nth(nth) {
            Some(entry) => self.as_text(entry),
            None => {
                let word = &self.node.name;
                let hint = format!("Write it after {}", word.value);
                self.page.tell(word.span.clone(), format!("The {what} is missing"), hint);
                None
            }
        }
    }

    /// The text of an entry.
    pub(crate) fn as_text(&self, entry: &'a Entry) -> Option<&'a str> {
        match &entry.value {
            Value::Text(text) => Some(text),
            _ => {
                let written = &self.page.source[entry.at.clone()];
                self.page.tell(entry.at.clone(), format!("{written} is not a text"), "Write it in quotes");
                None
            }
        }
    }

    /// The text of an entry that belongs to another node.
    pub(crate) fn as_text_of<'e>(&self, entry: &'e Entry) -> Option<&'e str> {
        if let Value::Text(text) = &entry.value {
            return Some(text);
        }
        let written = &self.page.source[entry.at.clone()];
        self.page.tell(entry.at.clone(), format!("{written} is not a name"), "Write it in quotes");
        None
    }

    /// A text.
    pub(crate) fn text(&self, key: &str) -> Option<String> {
        self.as_text(self.property(key)?).map(str::to_owned)
    }

    /// Several texts.
    pub(crate) fn list(&self, key: &str) -> Vec<String> {
        self.property(key).and_then(|entry| self.as_text(entry)).map(read_list).unwrap_or_default()
    }

    /// Links.
    pub(crate) fn links(&self, key: &str) -> Vec<Link> {
        let Some(entry) = self.property(key) else { return Vec::new() };
        let Some(text) = self.as_text(entry) else { return Vec::new() };
        read_links(text).unwrap_or_else(|| {
            let hint = "Write links=\"https://…\" or links=\"label <https://…>, …\"";
            self.page.tell(entry.at.clone(), "These are no links", hint);
            Vec::new()
        })
    }

    /// `#true` or `#false`.
    pub(crate) fn truth(&self, key: &str) -> Option<bool> {
        let entry = self.property(key)?;
        match &entry.value {
            Value::Truth(truth) => Some(*truth),
            _ => {
                self.page.tell(entry.at.clone(), format!("{key} is yes or no"), "Write #true or #false");
                None
            }
        }
    }

    /// A whole number that fits.
    pub(crate) fn whole<T: TryFrom<i128>>(&self, key: &str) -> Option<T> {
        let entry = self.property(key)?;
        let read = match &entry.value {
            Value::Whole(number) => T::try_from(*number).ok(),
            _ => None,
        };
        if read.is_none() {
            let message = format!("{key} is not a whole number of a sensible size");
            self.page.tell(entry.at.clone(), message, format!("For example {key}=3"));
        }
        read
    }

    /// A number.
    pub(crate) fn number(&self, key: &str) -> Option<f64> {
        self.as_number(self.property(key)?)
    }

    /// The number of an entry.
    pub(crate) fn as_number(&self, entry: &Entry) -> Option<f64> {
        match &entry.value {
            #[allow(clippy::cast_precision_loss, reason = "a limit beyond 2^53 is no limit")]
            Value::Whole(number) => Some(*number as f64),
            Value::Number(number) if number.is_finite() => Some(*number),
            _ => {
                let written = &self.page.source[entry.at.clone()];
                self.page.tell(entry.at.clone(), format!("{written} is not a number"), "Write it without quotes");
                None
            }
        }
    }

    /// A span of time in ms.
    pub(crate) fn duration(&self, key: &str) -> Option<u32> {
        self.as_duration(self.property(key)?)
    }

    /// The span of time of an entry, in ms.
    pub(crate) fn as_duration(&self, entry: &Entry) -> Option<u32> {
        let read = match &entry.value {
            Value::Text(text) => read_duration(text),
            _ => None,
        };
        if read.is_none() {
            let hint = "Write for example \"500ms\", \"2s\" or \"1min\"";
            self.page.tell(entry.at.clone(), "This is not a span of time", hint);
        }
        read
    }

    /// A version.
    pub(crate) fn version(&self, key: &str) -> Option<Version> {
        let entry = self.property(key)?;
        let read = match &entry.value {
            Value::Text(text) => text.parse().ok(),
            _ => None,
        };
        if read.is_none() {
            let hint = "Write it in quotes, for example version=\"1.0\"";
            self.page.tell(entry.at.clone(), "A version is major.minor", hint);
        }
        read
    }

    /// One of the words of a closed set.
    pub(crate) fn one_of<T: Copy>(&self, key: &str, all: &[T], word: fn(T) -> &'static str) -> Option<T> {
        let entry = self.property(key)?;
        let text = self.as_text(entry)?;
        self.meant(entry, key, text, all, word)
    }

    /// Several words of a closed set.
    pub(crate) fn some_of<T: Copy>(&self, key: &str, all: &[T], word: fn(T) -> &'static str) -> Vec<T> {
        let Some(entry) = self.property(key) else { return Vec::new() };
        self.list(key).iter().filter_map(|text| self.meant(entry, key, text, all, word)).collect()
    }

    fn meant<T: Copy>(
        &self,
        entry: &Entry,
        key: &str,
        text: &str,
        all: &[T],
        word: fn(T) -> &'static str,
    ) -> Option<T> {
        let found = all.iter().copied().find(|value| word(*value) == text);
        if found.is_none() {
            let known: Vec<&str> = all.iter().map(|value| word(*value)).collect();
            self.page.unknown(entry.at.clone(), &format!("{key} cannot be"), text, known.into_iter());
        }
        found
    }
}
