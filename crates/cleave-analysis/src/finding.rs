//! What a rule says of a design: one sentence of fact, one of consequence, one of advice, and where to look.

use cleave_model::{Id, Severity};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

/// One connection that shows a finding.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Evidence {
    /// Where it starts, as drawn: an operation where an operation was drawn.
    pub from: Id,
    /// Where it ends, as drawn.
    pub to: Id,
    /// What it says: `call`, `read`, `write`, `publish`, `subscribe`, `use`, `depend` or `release-with`.
    pub kind: Cow<'static, str>,
    /// The connection itself.
    pub connection: Option<Id>,
}

/// One thing a rule says.
// Copies share what they say until one of them is changed: of a thousand findings an edit moves a few, and the others go
// from judgement to judgement as they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(as = "Content"))]
pub struct Finding(Arc<Content>);

impl From<Content> for Finding {
    fn from(content: Content) -> Self {
        Self(Arc::new(content))
    }
}

impl Deref for Finding {
    type Target = Content;

    fn deref(&self) -> &Content {
        &self.0
    }
}

impl DerefMut for Finding {
    fn deref_mut(&mut self) -> &mut Content {
        Arc::make_mut(&mut self.0)
    }
}

/// What a finding says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Content {
    /// The rule's name.
    pub rule: String,
    /// How serious, after the design's policy; never `off`.
    pub severity: Severity,
    /// What it is about: sorted, or in the order its rule gives them.
    pub subjects: Vec<Id>,
    /// The fact, in one sentence without a full stop.
    pub message: String,
    /// What follows from it, in one sentence.
    pub consequence: String,
    /// What would end it, in one sentence that begins with a verb.
    pub fix: String,
    /// The connections that show it, in a fixed order.
    pub evidence: Vec<Evidence>,
    /// The way round or through, for display: a cycle ends where it began. Empty where there is none.
    pub path: Vec<Id>,
    /// At most two words for the canvas.
    pub badge: String,
    /// The elements and connections that are marked on the canvas.
    pub marks: Vec<Id>,
    /// The same for ever while rule and subjects are the same; see [`fingerprint`].
    pub fingerprint: String,
    /// The fingerprint of the finding that has the same cause and leads, if another does.
    pub group: Option<String>,
    /// Whether a valid waiver accepts it.
    pub waived: bool,
}

/// Marks a pair whose first id is the greater one.
const BACKWARDS: &[u8] = b"<-\0";

/// The first 16 hex digits of SHA-256 over the rule and the sorted ids of its subjects, each ended by a zero byte.
/// Names and positions do not count, so renaming and moving keep it. A pair that runs against the order of its ids has a
/// mark behind it: what is said of the way back is another finding.
pub fn fingerprint(rule: &str, subjects: &[Id]) -> String {
    let mut sorted: Vec<&Id> = subjects.iter().collect();
    sorted.sort_unstable();
    sorted.dedup();
    let mut hash = Sha256::new();
    for part in std::iter::once(rule).chain(sorted.into_iter().map(Id::as_str)) {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    if matches!(subjects, [from, to] if from > to) {
        hash.update(BACKWARDS);
    }
    const DIGITS: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    let mut print = String::with_capacity(16);
    for byte in hash.finalize().iter().take(8) {
        print.push(DIGITS[usize::from(byte >> 4)]);
        print.push(DIGITS[usize::from(byte & 15)]);
    }
    print
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_subjects_does_not_count_and_their_borders_do() {
        let of = |ids: &[&str]| fingerprint("cycle-sync", &ids.iter().map(|id| Id::new(*id)).collect::<Vec<_>>());
        assert_eq!(of(&["a", "b", "c"]), of(&["b", "c", "a"]));
        assert_ne!(of(&["a", "b"]), of(&["b", "a"]), "the way back is another finding");
        assert_ne!(of(&["a", "b"]), of(&["ab"]));
        assert_eq!(of(&["a"]).len(), 16);
        assert_ne!(fingerprint("cycle-sync", &[]), fingerprint("cycle-mixed", &[]));
    }
}
