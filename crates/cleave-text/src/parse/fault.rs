//! Says of a model that was read what the invariants refuse, at the place where it stands.

use crate::entries::Page;
use crate::syntax::{At, Node};
use cleave_model::{Id, Model, Refusal, invariants};
use std::collections::HashMap;
use std::ops::Range;

/// Tells of everything that is not so in the model.
pub(super) fn tell(page: &Page, model: &Model, ids: &HashMap<At, Id>) {
    let faults = invariants::faults(model);
    if faults.is_empty() {
        return;
    }
    let places: HashMap<&Id, At> = ids.iter().map(|(at, id)| (id, *at)).collect();
    for (id, refusal) in faults {
        let node = places.get(&id).map(|at| page.node(*at));
        let span = node.map_or(0..0, |node| place(page, node, &refusal));
        page.tell(span, refusal.to_string(), refusal.hint());
    }
}

/// Tells only of names and fields: what a piece mentions may be elsewhere.
pub(super) fn tell_names(page: &Page, model: &Model, ids: &HashMap<At, Id>) {
    let places: HashMap<&Id, At> = ids.iter().map(|(at, id)| (id, *at)).collect();
    for (id, refusal) in invariants::faults(model) {
        if let (Refusal::BadName { .. } | Refusal::BadField { .. }, Some(at)) = (&refusal, places.get(&id)) {
            page.tell(place(page, page.node(*at), &refusal), refusal.to_string(), refusal.hint());
        }
    }
}

/// The part of the node that the refusal is about.
fn place(page: &Page, node: &Node, refusal: &Refusal) -> Range<usize> {
    let argument = |nth: usize| node.entries.iter().filter(|entry| entry.key.is_none()).nth(nth);
    let name = || argument(0).map_or(node.name.span.clone(), |entry| entry.at.clone());
    match refusal {
        Refusal::BadName { name: wrong, .. } => {
            let said = node.entries.iter().find(|entry| entry.value == crate::syntax::Value::Text(wrong.clone()));
            said.map(|entry| entry.at.clone()).or_else(|| inner(page, node, wrong)).unwrap_or_else(name)
        }
        Refusal::BadField { field, .. } | Refusal::BadReference { field, .. } => {
            let key = field.replace('_', "-");
            let said = node.entries.iter().find(|entry| entry.key.as_ref().is_some_and(|word| word.value == key));
            let said = said.map(|entry| entry.span.clone());
            said.or_else(|| inner(page, node, field)).unwrap_or(node.name.span.start..node.head_end)
        }
        Refusal::NameTaken { .. } | Refusal::NotAPartition { .. } | Refusal::WrongEnds { .. } => name(),
        _ => node.name.span.start..node.head_end,
    }
}

/// A field of this name, in the node or in a block right inside it.
fn inner(page: &Page, node: &Node, name: &str) -> Option<Range<usize>> {
    let below = node.children.iter().map(|at| page.node(*at));
    let deeper = below.clone().filter(|child| child.name.value == "input").flat_map(|child| child.children.iter());
    below.chain(deeper.map(|at| page.node(*at))).find(|child| child.name.value == name).map(|child| child.span.clone())
}
