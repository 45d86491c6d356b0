//! What a neutral graph looks like as JSON, read generously: null is not said, a number will do where a word stands.

use crate::spelling::read_duration;
use cleave_model::{Timeout, Version};
use serde::de::Visitor;
use serde::{Deserialize, Deserializer};
use std::fmt;

#[derive(Deserialize)]
#[serde(expecting = "an object with nodes and edges")]
pub(super) struct Graph {
    #[serde(default)]
    pub(super) id: Option<Word>,
    pub(super) nodes: Vec<Node>,
    #[serde(default, deserialize_with = "or_nothing")]
    pub(super) edges: Vec<Edge>,
    #[serde(default, deserialize_with = "or_nothing")]
    pub(super) config: Config,
}

#[derive(Deserialize)]
#[serde(expecting = "a node, {\"id\", \"kind\"}")]
pub(super) struct Node {
    pub(super) id: Word,
    pub(super) kind: NodeKind,
    pub(super) role: Option<String>,
    pub(super) boundary: Option<Word>,
    pub(super) team: Option<Word>,
    pub(super) layer: Option<Word>,
    #[serde(default, deserialize_with = "or_nothing")]
    pub(super) tags: Vec<Word>,
    pub(super) public: Option<bool>,
    pub(super) published: Option<bool>,
    pub(super) auth: Option<String>,
    pub(super) version: Option<Word>,
    #[serde(default, deserialize_with = "or_nothing")]
    pub(super) entities: Vec<EntityNode>,
    pub(super) sensitivity: Option<String>,
    #[serde(default, deserialize_with = "or_nothing")]
    pub(super) cleared: Vec<String>,
    pub(super) availability: Option<f64>,
    pub(super) slo: Option<f64>,
    pub(super) replicas: Option<f64>,
    pub(super) entry: Option<bool>,
    /// Of an operation; yes and no say no time and are not kept.
    pub(super) timeout: Option<Wait>,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(super) enum NodeKind {
    Service,
    Operation,
    Event,
    Store,
    External,
    Actor,
    Broker,
    Compute,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "an entity is a name or {\"name\", \"replica\"}")]
pub(super) enum EntityNode {
    Named(Word),
    Said {
        name: Word,
        #[serde(default)]
        replica: Option<serde_json::Value>,
    },
}

#[derive(Deserialize)]
#[serde(expecting = "an edge, {\"from\", \"to\", \"kind\"}")]
pub(super) struct Edge {
    pub(super) from: Word,
    pub(super) to: Word,
    pub(super) kind: EdgeKind,
    pub(super) timeout: Option<Wait>,
    pub(super) retries: Option<f64>,
    pub(super) circuit_breaker: Option<bool>,
    pub(super) dynamic_discovery: Option<bool>,
    pub(super) version: Option<Word>,
    #[serde(default, deserialize_with = "or_nothing")]
    pub(super) data: Vec<String>,
    pub(super) encrypted: Option<bool>,
    pub(super) authenticated: Option<bool>,
    pub(super) optional: Option<bool>,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(super) enum EdgeKind {
    Sync,
    Publish,
    Subscribe,
    Read,
    Write,
    Owns,
    Depends,
    ReleasedWith,
    DeployedOn,
}

#[derive(Deserialize, Default)]
#[serde(expecting = "the configuration, an object")]
pub(super) struct Config {
    #[serde(default, deserialize_with = "or_nothing")]
    pub(super) layers: Vec<Word>,
    #[serde(default, deserialize_with = "or_nothing")]
    pub(super) strict_layers: bool,
    #[serde(default, deserialize_with = "or_nothing")]
    pub(super) forbidden: Vec<NamedPair>,
    #[serde(default, deserialize_with = "or_nothing")]
    pub(super) allowed_only: Vec<NamedLimit>,
    #[serde(default)]
    pub(super) availability_slo: Option<f64>,
    #[serde(default, deserialize_with = "or_nothing")]
    pub(super) edge_members: Vec<Word>,
}

#[derive(Deserialize)]
#[serde(expecting = "a pair, {\"from\", \"to\"}")]
pub(super) struct NamedPair {
    pub(super) from: Word,
    pub(super) to: Word,
}

#[derive(Deserialize)]
#[serde(expecting = "a list of what is allowed, {\"from\", \"to\": [...]}")]
pub(super) struct NamedLimit {
    pub(super) from: Word,
    pub(super) to: Vec<Word>,
}

/// A word, or a number as one: other tools count their nodes.
pub(super) struct Word(pub(super) String);

impl<'de> Deserialize<'de> for Word {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Spelled;

        impl Visitor<'_> for Spelled {
            type Value = Word;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text or a number")
            }

            fn visit_str<E>(self, text: &str) -> Result<Word, E> {
                Ok(Word(text.to_owned()))
            }

            fn visit_string<E>(self, text: String) -> Result<Word, E> {
                Ok(Word(text))
            }

            fn visit_u64<E>(self, number: u64) -> Result<Word, E> {
                Ok(Word(number.to_string()))
            }

            fn visit_i64<E>(self, number: i64) -> Result<Word, E> {
                Ok(Word(number.to_string()))
            }

            fn visit_f64<E>(self, number: f64) -> Result<Word, E> {
                Ok(Word(serde_json::Value::from(number).to_string()))
            }
        }

        // Not by trying one after the other, for which serde copies each: a graph has two words for every edge.
        from.deserialize_any(Spelled)
    }
}

impl Word {
    /// As a version; none where it is none.
    pub(super) fn version(&self) -> Option<Version> {
        let text = self.0.trim().trim_start_matches(['v', 'V']);
        text.split('.').take(2).collect::<Vec<_>>().join(".").parse().ok()
    }
}

/// Yes, no, or for how long: ms, or a duration.
#[derive(Deserialize)]
#[serde(untagged, expecting = "a timeout is true, false, a number of ms, or a duration like \"2s\"")]
pub(super) enum Wait {
    Said(bool),
    After(f64),
    Text(Duration),
}

impl Wait {
    /// How long, in ms, where it says so.
    pub(super) fn ms(&self) -> Option<u32> {
        match Timeout::from(self) {
            Timeout::After(ms) => Some(ms),
            Timeout::Yes | Timeout::No => None,
        }
    }
}

/// A span of ms written as `500ms`, `2s` or `1min`.
#[derive(Deserialize)]
#[serde(try_from = "String")]
pub(super) struct Duration(u32);

impl TryFrom<String> for Duration {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        read_duration(text.trim()).map(Self).ok_or("no duration")
    }
}

impl From<&Wait> for Timeout {
    fn from(wait: &Wait) -> Self {
        match wait {
            Wait::Said(false) => Self::No,
            Wait::Said(true) => Self::Yes,
            Wait::After(ms) => Self::After(ms.clamp(0.0, f64::from(u32::MAX)) as u32),
            Wait::Text(Duration(ms)) => Self::After(*ms),
        }
    }
}

/// A value, or what stands for nothing where it is null.
fn or_nothing<'de, D: Deserializer<'de>, T: Default + Deserialize<'de>>(from: D) -> Result<T, D::Error> {
    Option::deserialize(from).map(Option::unwrap_or_default)
}
