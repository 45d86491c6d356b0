//! Findings of the judgement before that are still true: said again without being made again.

use crate::Finding;
use rustc_hash::{FxHashMap, FxHasher};
use std::cell::RefCell;
use std::hash::{Hash, Hasher};

/// What a finding is made of, in the order its rule reads it: records, which are told apart by where they stand in
/// memory, and numbers. All that the words and the evidence depend on has to be in it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(crate) struct MadeOf(Vec<usize>);

impl MadeOf {
    /// With a record. It is the same record as before exactly where it stands where it stood: a record that has changed
    /// is another one, and a place is not given away while the model that was judged last is kept.
    pub(crate) fn record<T>(mut self, record: &T) -> Self {
        self.0.push(std::ptr::from_ref(record).addr());
        self
    }

    /// With records, and how many they are.
    pub(crate) fn records<'r, T: 'r>(mut self, records: impl IntoIterator<Item = &'r T>) -> Self {
        let start = self.0.len();
        self.0.extend(records.into_iter().map(|record| std::ptr::from_ref(record).addr()));
        let many = self.0.len() - start;
        self.number(many)
    }

    /// With a number.
    pub(crate) fn number(mut self, number: usize) -> Self {
        self.0.push(number);
        self
    }
}

/// Findings by what they are made of. By itself it keeps nothing.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    /// Each under the hash of its rule and of what it is made of, which are both compared.
    findings: Option<RefCell<FxHashMap<u64, Said>>>,
}

/// A finding, and whether the judgement that is made says it.
#[derive(Debug)]
struct Said {
    rule: &'static str,
    made_of: MadeOf,
    finding: Finding,
    now: bool,
}

impl Kept {
    /// For a judgement after this one: knows what was said in it, and keeps what is said.
    pub(crate) fn next(self) -> Self {
        let mut findings = self.findings.map(RefCell::into_inner).unwrap_or_default();
        findings.retain(|_, said| std::mem::take(&mut said.now));
        Self { findings: Some(findings.into()) }
    }

    /// The finding of this rule that is made of this: as it was before, or else made.
    pub(crate) fn finding(&self, rule: &'static str, made_of: MadeOf, make: impl FnOnce() -> Finding) -> Finding {
        let Some(findings) = &self.findings else { return make() };
        let mut hasher = FxHasher::default();
        (rule, &made_of).hash(&mut hasher);
        let hash = hasher.finish();
        if let Some(said) = findings.borrow_mut().get_mut(&hash)
            && (said.rule, &said.made_of) == (rule, &made_of)
        {
            said.now = true;
            return said.finding.clone();
        }
        let (finding, mut made_of) = (make(), made_of);
        made_of.0.shrink_to_fit();
        findings.borrow_mut().insert(hash, Said { rule, made_of, finding: finding.clone(), now: true });
        finding
    }
}

#[cfg(test)]
mod tests {
    use crate::drawing::{draw, run};
    use crate::{Analysis, Finding, Memory, analyse, analyse_again};
    use cleave_model::{Command, ConnectionKind};

    fn one<'a>(analysis: &'a Analysis, rule: &str, subject: &str) -> &'a Finding {
        let is = |finding: &&Finding| finding.rule == rule && finding.subjects[0].as_str() == subject;
        analysis.findings.iter().find(is).unwrap()
    }

    #[test]
    fn what_nothing_touched_is_said_again_and_what_an_edit_touched_is_made_anew() {
        let mut model = draw("e.go calls a.x; a.x calls b.x; b.x calls c.x; c.x calls d.x; lone.y reads lone.db");
        let mut memory = Memory::default();
        let mut before = analyse_again(&mut memory, &model, None);
        let mut check = |command: &Command, (rule, subject): (&str, &str), again: bool| {
            run(&mut model, command);
            let now = analyse_again(&mut memory, &model, None);
            assert_eq!(now, analyse(&model), "{command:?}");
            let same = std::ptr::eq(&**one(&before, rule, subject), &**one(&now, rule, subject));
            assert_eq!(same, again, "{rule} after {command:?}");
            before = now;
        };
        let (deep, dead) = (("deep-sync-chain", "service:e"), ("dead-api", "operation:lone.y"));
        let rename = |id: &str, name: &str| Command::Rename { id: id.into(), name: name.into() };
        check(&rename("store:lone.db", "data"), deep, true);
        check(&rename("store:lone.db", "db"), dead, true);
        check(&rename("service:b", "middle"), deep, false);
        // One more on the way: nothing that the finding showed has changed.
        check(&Command::connect(ConnectionKind::Call, "service:b", "service:c"), deep, false);
        check(&rename("service:lone", "alone"), dead, false);
        check(&rename("operation:lone.y", "z"), deep, true);
    }
}
