//! What a neutral graph says that nobody reads here: mostly a slip of the pen, which would otherwise go unnoticed.

use super::form::{Graph, Word};
use super::{class, role};
use crate::names::nearest;
use cleave_model::Role;
use serde_ignored::Path;
use std::collections::BTreeMap;
use std::fmt;

/// A key or a word of a neutral graph that is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// Where it is first, like `nodes[3].rolle`.
    pub at: String,
    /// Whether it is a value that is not known, rather than a key.
    pub word: Option<String>,
    /// How often it is there.
    pub times: usize,
    /// What may have been meant.
    pub meant: Option<String>,
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.word {
            Some(word) => write!(f, "{}: \"{word}\" is no known word", self.at)?,
            None => write!(f, "{}: no known key", self.at)?,
        }
        if self.times > 1 {
            write!(f, ", {} times", self.times)?;
        }
        match &self.meant {
            Some(meant) => write!(f, "; {meant} may be meant"),
            None => Ok(()),
        }
    }
}

/// How many different ones are told; data whose keys are ids would fill the screen.
const MOST: usize = 100;

/// How much of a word is told.
const LONGEST: usize = 60;

const TOP: &[&str] = &["id", "nodes", "edges", "config"];
const NODE: &[&str] = &[
    "id",
    "kind",
    "role",
    "boundary",
    "team",
    "layer",
    "tags",
    "public",
    "published",
    "auth",
    "version",
    "entities",
    "sensitivity",
    "cleared",
    "availability",
    "slo",
    "replicas",
    "entry",
    "timeout",
];
const EDGE: &[&str] = &[
    "from",
    "to",
    "kind",
    "timeout",
    "retries",
    "circuit_breaker",
    "dynamic_discovery",
    "version",
    "data",
    "encrypted",
    "authenticated",
    "optional",
];
const CONFIG: &[&str] = &["layers", "strict_layers", "forbidden", "allowed_only", "availability_slo", "edge_members"];
const PAIR: &[&str] = &["from", "to"];
const CLASSES: [&str; 4] = ["none", "personal", "secret", "pii"];

/// What has been met so far, by the list it stands in and what it is.
#[derive(Default)]
pub(super) struct Keys {
    met: BTreeMap<(String, String), Unread>,
}

impl Keys {
    /// Notes a key that was passed over.
    pub(super) fn note(&mut self, path: &Path<'_>) {
        let at = steps(path);
        let lists: String = at.iter().map(|step| if step.starts_with('[') { "[]" } else { step.as_str() }).collect();
        let key = at.last().map_or("", |step| step.trim_start_matches('.'));
        let first = at.first().map_or("", String::as_str);
        let known = match (first, at.len()) {
            (_, 1) => TOP,
            ("nodes", _) => NODE,
            ("edges", _) => EDGE,
            (_, 2) => CONFIG,
            _ => PAIR,
        };
        self.add(lists, None, || at.concat(), || nearest(key, known.iter().copied()).map(str::to_owned));
    }

    fn add(
        &mut self,
        list: String,
        word: Option<&str>,
        at: impl FnOnce() -> String,
        meant: impl FnOnce() -> Option<String>,
    ) {
        let key = (list, word.unwrap_or_default().to_owned());
        if self.met.len() < MOST || self.met.contains_key(&key) {
            let new = || Unread { at: at(), word: word.map(short), times: 0, meant: meant() };
            self.met.entry(key).or_insert_with(new).times += 1;
        }
    }

    /// All that was met, with the words of the graph that are not known; by where they are.
    pub(super) fn with_words(mut self, graph: &Graph) -> Vec<Unread> {
        for (at, node) in graph.nodes.iter().enumerate() {
            if let Some(word) = node.role.as_deref().filter(|word| role(word).is_none()) {
                self.word("nodes", at, "role", word, Role::ALL.iter().map(|role| role.word()));
            }
            for (field, classes) in [("sensitivity", node.sensitivity.as_slice()), ("cleared", &node.cleared)] {
                for word in classes.iter().filter(|word| class(word).is_none()) {
                    self.word("nodes", at, field, word, CLASSES.into_iter());
                }
            }
            self.version("nodes", at, node.version.as_ref());
        }
        for (at, edge) in graph.edges.iter().enumerate() {
            for word in edge.data.iter().filter(|word| class(word).is_none()) {
                self.word("edges", at, "data", word, CLASSES.into_iter());
            }
            self.version("edges", at, edge.version.as_ref());
        }
        self.met.into_values().collect()
    }

    fn version(&mut self, list: &str, at: usize, version: Option<&Word>) {
        if let Some(word) = version.filter(|word| word.version().is_none()) {
            self.word(list, at, "version", &word.0, std::iter::empty());
        }
    }

    fn word<'a>(&mut self, list: &str, at: usize, field: &str, word: &str, known: impl Iterator<Item = &'a str>) {
        let here = || format!("{list}[{at}].{field}");
        self.add(format!("{list}[].{field}"), Some(word), here, || nearest(word, known).map(str::to_owned));
    }
}

/// A word as it can be shown on a line.
fn short(word: &str) -> String {
    let start: String = word.chars().take(LONGEST).collect();
    let more = if start.len() < word.len() { "…" } else { "" };
    format!("{}{more}", start.escape_debug())
}

/// The steps to a place: keys, each with its dot but the first, and places in lists.
fn steps(path: &Path<'_>) -> Vec<String> {
    let mut steps = Vec::new();
    let mut at = path;
    loop {
        at = match at {
            Path::Root => break,
            Path::Seq { parent, index } => {
                steps.push(format!("[{index}]"));
                parent
            }
            Path::Map { parent, key } => {
                steps.push(format!(".{}", short(key)));
                parent
            }
            Path::Some { parent } | Path::NewtypeStruct { parent } | Path::NewtypeVariant { parent } => parent,
        };
    }
    steps.reverse();
    if let Some(first) = steps.first_mut() {
        *first = first.trim_start_matches('.').to_owned();
    }
    steps
}
