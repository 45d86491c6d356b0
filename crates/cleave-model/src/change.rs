//! What happened to a design: a list of record swaps that applies, inverts and merges mechanically.

use crate::{Id, Record};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A value before and after: none to some is birth, some to none is death.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Pair<T> {
    /// What was; none if it is born.
    pub before: Option<T>,
    /// What is; none if it died.
    pub after: Option<T>,
}

/// One record before and after. Both sides, where both are, have the same id.
pub type Swap = Pair<Arc<Record>>;

/// Complete and minimal: every record that differs, once, with both its states.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(as = "Vec<Swap>"))]
pub struct Change {
    swaps: Vec<Swap>,
}

impl Swap {
    /// The id of the record.
    pub fn id(&self) -> Option<&Id> {
        self.after.as_ref().or(self.before.as_ref()).map(|record| record.id())
    }
}

impl Change {
    /// The change of these swaps: several of one record become one, and those that change nothing are left out.
    pub fn new(swaps: impl IntoIterator<Item = Swap>) -> Self {
        let mut order: Vec<Id> = Vec::new();
        let mut by_id: BTreeMap<Id, Swap> = BTreeMap::new();
        for swap in swaps {
            let Some(id) = swap.id().cloned() else { continue };
            match by_id.get_mut(&id) {
                Some(first) => first.after = swap.after,
                None => {
                    order.push(id.clone());
                    by_id.insert(id, swap);
                }
            }
        }
        let swaps = order.iter().filter_map(|id| by_id.remove(id)).filter(|swap| swap.before != swap.after);
        Self { swaps: swaps.collect() }
    }

    /// The swaps, each record at most once.
    pub fn swaps(&self) -> &[Swap] {
        &self.swaps
    }

    /// Whether nothing happened.
    pub fn is_empty(&self) -> bool {
        self.swaps.is_empty()
    }

    /// The change that takes this one back.
    pub fn inverse(&self) -> Self {
        let turned = |swap: &Swap| Swap { before: swap.after.clone(), after: swap.before.clone() };
        Self { swaps: self.swaps.iter().rev().map(turned).collect() }
    }

    /// This change and then the next, as one.
    pub fn merge(self, next: Self) -> Self {
        Self::new(self.swaps.into_iter().chain(next.swaps))
    }

    /// Whether it touches what is judged, and not only where things stand.
    pub fn touches_meaning(&self) -> bool {
        self.swaps.iter().any(|swap| {
            let record = swap.after.as_ref().or(swap.before.as_ref());
            record.is_some_and(|record| !matches!(**record, Record::Placement(_) | Record::View(_) | Record::Note(_)))
        })
    }
}
