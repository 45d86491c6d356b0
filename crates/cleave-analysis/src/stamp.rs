//! Which design and which rules a judgement is of: a short print of each, the same wherever they are the same.

use crate::rules::{ALL, thresholds};
use cleave_model::{Model, Record};
use serde::Serialize;
use sha2::{Digest, Sha256};

/// What a judgement was made of. Each print is the first 12 hex digits of SHA-256.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// Of what the design says; where things stand on the canvas, and views, do not count.
    pub design: String,
    /// Of the rules with their severities and thresholds, and of the policy that changes them.
    pub rules: String,
}

/// The prints of a design and of the rules it is judged by.
pub fn stamp(model: &Model) -> Stamp {
    let mut design = Sha256::new();
    for record in model.records().filter(|record| !matches!(record, Record::Placement(_) | Record::View(_))) {
        add(&mut design, record);
    }
    let mut rules = Sha256::new();
    for rule in ALL {
        add(&mut rules, &(rule.name, rule.severity, thresholds(rule.name)));
    }
    model.designs().for_each(|design| add(&mut rules, &design.policy));
    Stamp { design: print(design), rules: print(rules) }
}

/// What cannot be written as JSON adds nothing; there is no such record.
fn add(hash: &mut Sha256, what: &impl Serialize) {
    hash.update(serde_json::to_vec(what).unwrap_or_default());
    hash.update([0]);
}

fn print(hash: Sha256) -> String {
    let bytes = hash.finalize();
    bytes.iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::stamp;
    use crate::drawing::{add, draw, saying, with_policy};
    use cleave_model::{Draft, Kind};
    use serde_json::json;

    #[test]
    fn a_print_changes_with_what_is_said_and_with_nothing_else() {
        let model = draw("a calls b");
        let was = stamp(&model);
        assert_eq!((was.design.len(), was.rules.len()), (12, 12));
        assert_eq!(stamp(&draw("a calls b")), was);
        let mut looked_at = model.clone();
        add(&mut looked_at, Draft::new(Kind::View, "Calls"));
        assert_eq!(stamp(&looked_at), was);
        let mut other = model.clone();
        saying(&mut other, "service:a", json!({"team": "Shop"}));
        let is = stamp(&other);
        assert_eq!((is.design == was.design, is.rules == was.rules), (false, true));
        let strict = stamp(&with_policy(model, json!({"rules": {"cycle-sync": {"severity": "warning"}}})));
        assert_ne!(strict.rules, was.rules);
    }
}
