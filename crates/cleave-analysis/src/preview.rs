//! What an edit would change: findings that come and go, and at most three numbers, now and then.

use crate::{Analysis, Finding, ServiceMetrics, analyse};
use cleave_model::{Id, Model, Severity};
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Most numbers a preview shows.
const MOST: usize = 3;

/// One number that would change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Number {
    /// What is counted, for example "Call cycles".
    pub label: String,
    /// Its value now; nothing where it is not defined.
    pub now: Option<f64>,
    /// Its value after the edit.
    pub then: Option<f64>,
    /// Its unit, for example "hops" or "%"; empty for a plain count.
    pub unit: String,
}

/// What an edit would change.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Preview {
    /// Findings the edit brings; also those it makes more or less serious.
    pub added: Vec<Finding>,
    /// Findings the edit ends; also those it makes more or less serious, as they are now.
    pub removed: Vec<Finding>,
    /// At most three numbers that change, the most telling first.
    pub numbers: Vec<Number>,
}

/// Compares two states of a design.
pub fn preview(before: &Model, after: &Model) -> Preview {
    let (now, then) = (analyse(before), analyse(after));
    compare((before, &now), (after, &then))
}

/// Compares two states that are judged already.
pub fn compare((before, now): (&Model, &Analysis), (after, then): (&Model, &Analysis)) -> Preview {
    let numbers = numbers(before, after, now, then);
    Preview { added: only_in(&then.findings, now), removed: only_in(&now.findings, then), numbers }
}

/// The findings that the other analysis does not have, or has with another severity.
fn only_in(findings: &[Finding], other: &Analysis) -> Vec<Finding> {
    let known: FxHashSet<(&str, Severity)> = other.findings.iter().map(key).collect();
    findings.iter().filter(|finding| !known.contains(&key(finding))).cloned().collect()
}

fn key(finding: &Finding) -> (&str, Severity) {
    (&finding.fingerprint, finding.severity)
}

fn numbers(before: &Model, after: &Model, now: &Analysis, then: &Analysis) -> Vec<Number> {
    let mut numbers: Vec<Number> = Vec::new();
    let mut number = |label: String, unit: &str, now: Option<f64>, then: Option<f64>| {
        let changed = now != then;
        if changed && numbers.len() < MOST {
            numbers.push(Number { label, now, then, unit: unit.into() });
        }
        changed
    };
    let whole = |value: u32| Some(f64::from(value));
    let (old, new) = (&now.metrics.system, &then.metrics.system);
    // A new call cycle is a new tangle too: saying it once is enough.
    if !number("Call cycles".into(), "", whole(old.call_cycles), whole(new.call_cycles)) {
        number("Tangles".into(), "", whole(old.tangles), whole(new.tangles));
    }
    number("Shared stores".into(), "", whole(old.shared_stores), whole(new.shared_stores));
    let foreign = |analysis: &Analysis| {
        whole(
            u32::try_from(analysis.findings.iter().filter(|f| f.rule == "foreign-store-access").count())
                .unwrap_or(u32::MAX),
        )
    };
    number("Foreign stores".into(), "", foreign(now), foreign(then));
    number("Sync depth".into(), "hops", whole(old.sync_depth_max), whole(new.sync_depth_max));
    for (label, of) in [("Used by", used_by as fn(&ServiceMetrics) -> u32), ("Uses", uses)] {
        if let Some((name, old, new)) = most_changed(before, after, now, then, of) {
            number(format!("{label} ({name})"), "", old, new);
        }
    }
    let percent = |value: Option<f64>| value.map(|value| value * 100.0);
    number("Propagation cost".into(), "%", percent(old.propagation_cost), percent(new.propagation_cost));
    numbers
}

fn used_by(row: &ServiceMetrics) -> u32 {
    row.used_by
}

fn uses(row: &ServiceMetrics) -> u32 {
    row.uses
}

/// The service whose number changes most, the first by id among equals, and the number now and then.
fn most_changed(
    before: &Model,
    after: &Model,
    now: &Analysis,
    then: &Analysis,
    of: fn(&ServiceMetrics) -> u32,
) -> Option<(String, Option<f64>, Option<f64>)> {
    let (old, new) = (&now.metrics.services, &then.metrics.services);
    let mut most: (u32, Option<&Id>) = (0, None);
    let mut look = |id, was: Option<&ServiceMetrics>, is: Option<&ServiceMetrics>| {
        let change = was.map_or(0, of).abs_diff(is.map_or(0, of));
        if change > most.0 {
            most = (change, Some(id));
        }
    };
    // Both are in the order of their ids, so the first of equals comes first.
    let mut left = old.iter().peekable();
    for (id, is) in new {
        while let Some((gone, was)) = left.next_if(|(one, _)| *one < id) {
            look(gone, Some(was), None);
        }
        look(id, left.next_if(|(one, _)| *one == id).map(|(_, was)| was), Some(is));
    }
    left.for_each(|(gone, was)| look(gone, Some(was), None));
    let most = most.1?;
    let name = after.service(most).or_else(|| before.service(most)).map(|service| service.head.name.clone())?;
    let value = |rows: &BTreeMap<Id, ServiceMetrics>| rows.get(most).map(|row| f64::from(of(row)));
    Some((name, value(old), value(new)))
}

#[cfg(test)]
mod tests {
    use super::preview;
    use crate::drawing::{draw, run};
    use cleave_model::{Command, ConnectionKind};

    #[test]
    fn a_call_back_brings_a_cycle_and_three_numbers() {
        let before = draw(
            "gateway calls orders.place; orders.place calls inventory.reserve; orders.place calls payments.pay; \
                  orders.place writes orders.db",
        );
        let mut after = before.clone();
        run(
            &mut after,
            &Command::connect(ConnectionKind::Call, "operation:inventory.reserve", "operation:orders.place"),
        );
        let seen = preview(&before, &after);
        assert_eq!(seen.added[0].message, "orders and inventory call each other");
        assert!(seen.removed.is_empty());
        let numbers: Vec<_> = seen.numbers.iter().map(|n| (n.label.as_str(), n.now, n.then)).collect();
        assert_eq!(
            numbers,
            [
                ("Call cycles", Some(0.0), Some(1.0)),
                ("Sync depth", Some(2.0), Some(3.0)),
                ("Used by (orders)", Some(1.0), Some(2.0))
            ]
        );
        let back = preview(&after, &before);
        assert_eq!((back.removed.len(), back.added.len()), (1, 0));
    }

    #[test]
    fn what_gets_worse_is_told_and_nothing_changes_nothing() {
        let before = draw("a writes a.db; b.x reads a.db");
        let mut after = before.clone();
        run(&mut after, &Command::connect(ConnectionKind::Write, "operation:b.x", "store:a.db"));
        let seen = preview(&before, &after);
        assert_eq!((seen.added.len(), seen.removed.len(), seen.numbers.len()), (2, 2, 0));
        assert_eq!(preview(&before, &before), crate::Preview::default());
    }
}
