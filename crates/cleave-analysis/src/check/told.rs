//! JSON objects with sorted keys that are written without ever being held: what each node has is asked for as it is written.

use crate::graph::Projection;
use cleave_model::Id;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// One value of one node.
#[derive(Debug, Clone, Copy)]
pub(super) enum Cell<'a> {
    Nothing,
    Count(u64),
    Share(f64),
    Word(&'a str),
}

impl Cell<'_> {
    pub(super) fn of(length: usize) -> Self {
        Self::Count(u64::try_from(length).unwrap_or(u64::MAX))
    }
}

impl From<u32> for Cell<'_> {
    fn from(count: u32) -> Self {
        Self::Count(count.into())
    }
}

impl From<f64> for Cell<'_> {
    fn from(share: f64) -> Self {
        Self::Share(share)
    }
}

impl<'a, T: Into<Cell<'a>>> From<Option<T>> for Cell<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Nothing, Into::into)
    }
}

impl Serialize for Cell<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Nothing => to.serialize_unit(),
            Self::Count(count) => to.serialize_u64(*count),
            Self::Share(share) => to.serialize_f64(*share),
            Self::Word(word) => to.serialize_str(word),
        }
    }
}

/// An object whose keys come in order, however they were put.
#[derive(Default)]
pub(super) struct Object<'a>(BTreeMap<&'static str, Entry<'a>>);

/// Ids, shared by all that is said of them.
pub(super) type Ids<'a> = Arc<[&'a Id]>;

type Of<'a> = Box<dyn Fn(u32) -> Cell<'a> + 'a>;

enum Entry<'a> {
    Value(Value),
    Object(Object<'a>),
    /// Ids, ascending, and what the node at each place has.
    Each(Ids<'a>, Of<'a>),
}

impl<'a> Object<'a> {
    /// Puts a value that is small.
    pub(super) fn put(&mut self, key: &'static str, value: impl Serialize) {
        self.0.insert(key, Entry::Value(serde_json::to_value(value).unwrap_or_default()));
    }

    pub(super) fn hold(&mut self, key: &'static str, object: Object<'a>) {
        self.0.insert(key, Entry::Object(object));
    }

    /// Puts an object from each of these ids, which ascend, to what stands at its place.
    pub(super) fn each(&mut self, key: &'static str, ids: &Ids<'a>, of: impl Fn(u32) -> Cell<'a> + 'a) {
        self.0.insert(key, Entry::Each(ids.clone(), Box::new(of)));
    }

    /// [`Object::each`] of a graph's nodes.
    pub(super) fn of(
        &mut self,
        key: &'static str,
        ids: &Ids<'a>,
        graph: &Arc<Projection>,
        of: impl Fn(&Projection, u32) -> Cell<'a> + 'a,
    ) {
        let graph = graph.clone();
        self.each(key, ids, move |node| of(&graph, node));
    }
}

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(&self.0)
    }
}

impl Serialize for Entry<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Value(value) => value.serialize(to),
            Self::Object(object) => object.serialize(to),
            Self::Each(ids, of) => {
                let mut object = to.serialize_map(Some(ids.len()))?;
                for (node, id) in (0u32..).zip(ids.iter()) {
                    object.serialize_entry(id.as_str(), &of(node))?;
                }
                object.end()
            }
        }
    }
}

/// The same value with the keys of every object sorted, whatever map the JSON crate was built with.
pub(super) fn sorted(value: Value) -> Value {
    match value {
        Value::Object(object) => {
            let by_key: BTreeMap<String, Value> = object.into_iter().map(|(key, value)| (key, sorted(value))).collect();
            Value::Object(by_key.into_iter().collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(sorted).collect()),
        other => other,
    }
}
