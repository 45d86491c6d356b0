//! What changed in the judgement from one state of a design to another: a team gates on what is new, not on what is.

use crate::measure::lakos::tree_ccd;
use crate::measure::tangle::count;
use crate::{Analysis, Finding};
use cleave_model::{Policy, Severity};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The name under which a policy sets the limits of the gates: `rule gate { limit propagation-cost 0.05 }`.
pub const GATE: &str = "gate";

/// The gates, each with how much its number may rise where the policy says nothing.
pub(crate) const GATES: &[(&str, f64); 3] = &[TANGLES, PROPAGATION_COST, NCCD];
const TANGLES: (&str, f64) = ("tangles", 0.0);
const PROPAGATION_COST: (&str, f64) = ("propagation-cost", 0.02);
const NCCD: (&str, f64) = ("nccd", 0.1);

/// What a team reads about the gates, in Markdown.
pub const GATE_PAGE: &str = include_str!("difference/gate.md");

/// A finding that is there in both states and weighs more now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Worsened {
    /// As it is now.
    pub now: Finding,
    /// How many connections showed it before.
    pub evidence_before: u32,
}

/// A number of the whole system that may not rise by more than a limit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Gate {
    /// `tangles`, `propagation-cost` or `nccd`.
    pub name: String,
    /// The number before; none where it was not defined.
    pub before: Option<f64>,
    /// The number now.
    pub now: Option<f64>,
    /// By how much it may rise.
    pub limit: f64,
    /// Whether it rose by no more.
    pub passed: bool,
}

/// What two judgements differ in. What a waiver accepts now is neither new nor worse.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Difference {
    /// Findings that were not there, or were accepted and are open again.
    pub new: Vec<Finding>,
    /// Findings that have more evidence, or are more serious.
    pub worsened: Vec<Worsened>,
    /// Findings that are gone.
    pub fixed: Vec<Finding>,
    /// How many are as they were.
    pub unchanged: u32,
    /// How many are accepted now.
    pub waived: u32,
    /// The numbers that are watched.
    pub gates: Vec<Gate>,
}

impl Difference {
    /// Compares two judgements by fingerprint; the policy says the limits of the gates.
    pub fn between(before: &Analysis, now: &Analysis, policy: &Policy) -> Self {
        let known: BTreeMap<&str, &Finding> =
            before.findings.iter().map(|finding| (finding.fingerprint.as_str(), finding)).collect();
        let left: BTreeMap<&str, ()> = now.findings.iter().map(|finding| (finding.fingerprint.as_str(), ())).collect();
        let (mut new, mut worsened, mut unchanged, mut waived) = (Vec::new(), Vec::new(), 0u32, 0u32);
        for finding in &now.findings {
            match known.get(finding.fingerprint.as_str()) {
                _ if finding.waived => waived += 1,
                None => new.push(finding.clone()),
                Some(old) if old.waived => new.push(finding.clone()),
                // Severities are in the order of their weight, the heaviest first.
                Some(old) if finding.evidence.len() > old.evidence.len() || finding.severity < old.severity => {
                    worsened.push(Worsened { now: finding.clone(), evidence_before: count(old.evidence.len()) });
                }
                Some(_) => unchanged += 1,
            }
        }
        let gone = before.findings.iter().filter(|finding| !left.contains_key(finding.fingerprint.as_str()));
        Self { new, worsened, fixed: gone.cloned().collect(), unchanged, waived, gates: gates(before, now, policy) }
    }

    /// Whether nothing is new or worse that is an error, and no number rose beyond its limit.
    pub fn passed(&self) -> bool {
        let bad = |finding: &Finding| finding.severity == cleave_model::Severity::Error;
        !self.new.iter().any(bad)
            && !self.worsened.iter().any(|worse| bad(&worse.now))
            && self.gates.iter().all(|gate| gate.passed)
    }
}

/// The edit that brought a finding, or made it worse.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Cause {
    /// What the architect did.
    pub label: String,
    /// Who.
    pub who: String,
    /// When, `YYYY-MM-DDThh:mm:ssZ`.
    pub at: String,
    /// The step it was.
    pub step: u32,
}

/// A saved state of a design in a few numbers, for a trend.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Moment {
    /// The revision's name.
    pub name: String,
    /// When, `YYYY-MM-DDThh:mm:ssZ`; empty for the design as it is now.
    pub at: String,
    /// Services that are judged.
    pub services: u32,
    /// Findings at error that no waiver accepts.
    pub errors: u32,
    /// Findings at warning that no waiver accepts.
    pub warnings: u32,
    /// Groups of services that depend on each other in a circle.
    pub tangles: u32,
    /// 0 to 1; nothing where it is not defined.
    pub propagation_cost: Option<f64>,
    /// By the exact tree; nothing where it is not defined.
    pub nccd: Option<f64>,
}

impl Moment {
    /// What a judgement says in a few numbers.
    pub fn of(name: &str, at: &str, analysis: &Analysis) -> Self {
        let open = |severity: Severity| {
            count(analysis.findings.iter().filter(|finding| finding.severity == severity && !finding.waived).count())
        };
        let system = &analysis.metrics.system;
        Self {
            name: name.to_owned(),
            at: at.to_owned(),
            services: system.services,
            errors: open(Severity::Error),
            warnings: open(Severity::Warning),
            tangles: system.tangles,
            propagation_cost: system.propagation_cost,
            nccd: nccd(analysis),
        }
    }
}

fn gates(before: &Analysis, now: &Analysis, policy: &Policy) -> Vec<Gate> {
    let limits = policy.rules.get(GATE).map(|setting| &setting.limits);
    let gate = |(name, usual): (&str, f64), number: &dyn Fn(&Analysis) -> Option<f64>| {
        let limit = limits.and_then(|limits| limits.get(name)).copied().unwrap_or(usual);
        let (before, now) = (number(before), number(now));
        // The last digits of a sum are no change of the design.
        let rose = before.zip(now).is_some_and(|(before, now)| now > before + limit + 1e-9);
        Gate { name: name.to_owned(), before, now, limit, passed: !rose }
    };
    vec![
        gate(TANGLES, &|analysis| Some(f64::from(analysis.metrics.system.tangles))),
        gate(PROPAGATION_COST, &|analysis| analysis.metrics.system.propagation_cost),
        gate(NCCD, &nccd),
    ]
}

/// The cumulative component dependency over that of a balanced tree of as many services.
fn nccd(analysis: &Analysis) -> Option<f64> {
    let n = analysis.metrics.system.services;
    let ccd = analysis.metrics.system.propagation_cost? * f64::from(n) * f64::from(n);
    Some(ccd / tree_ccd(n) as f64)
}

#[cfg(test)]
mod tests {
    use super::{Difference, GATE};
    use crate::Analysis;
    use crate::drawing::draw;
    use cleave_model::{Policy, Severity, topology::RuleSetting};

    /// What is worth more than a hint.
    fn analyse(model: &cleave_model::Model) -> Analysis {
        let mut analysis = crate::analyse(model);
        analysis.findings.retain(|finding| finding.severity != Severity::Info);
        analysis
    }

    fn between(before: &str, now: &str) -> Difference {
        Difference::between(&analyse(&draw(before)), &analyse(&draw(now)), &Policy::default())
    }

    fn rules<'f>(findings: impl IntoIterator<Item = &'f crate::Finding>) -> Vec<&'f str> {
        findings.into_iter().map(|finding| finding.rule.as_str()).collect()
    }

    #[test]
    fn what_is_new_gone_worse_and_the_same() {
        let both = "x calls y; y calls x";
        let found = between(
            &format!("{both}; a reads b.db; b writes b.db"),
            &format!("{both}; x.one calls y; c calls d; d calls c"),
        );
        assert_eq!(rules(&found.new), ["cycle-sync"]);
        assert_eq!(rules(&found.fixed), ["foreign-store-access", "shared-store"]);
        assert_eq!(
            (rules(found.worsened.iter().map(|worse| &worse.now)), found.worsened[0].evidence_before),
            (vec!["cycle-sync"], 2)
        );
        assert_eq!((found.unchanged, found.passed()), (0, false));
        let same = between(both, both);
        assert_eq!((same.unchanged, same.new.len(), same.passed()), (1, 0, true));
    }

    #[test]
    fn a_number_that_rises_beyond_its_limit_fails() {
        let (before, now) = ("a calls b; c calls d", "a calls b; b calls c; c calls d");
        let found = between(before, now);
        let failed: Vec<_> = found.gates.iter().filter(|gate| !gate.passed).map(|gate| gate.name.as_str()).collect();
        assert_eq!((failed, found.passed()), (vec!["propagation-cost", "nccd"], false));
        let limits = [("propagation-cost".to_owned(), 0.5), ("nccd".to_owned(), 2.0)].into_iter().collect();
        let rules = [(GATE.to_owned(), RuleSetting { limits, ..RuleSetting::default() })].into_iter().collect();
        let policy = Policy { rules, ..Policy::default() };
        assert!(Difference::between(&analyse(&draw(before)), &analyse(&draw(now)), &policy).passed());
    }

    #[test]
    fn what_was_accepted_and_is_open_again_is_new() {
        let now = analyse(&draw("a calls b; b calls a"));
        let mut before = now.clone();
        before.findings[0].waived = true;
        let found = Difference::between(&before, &now, &Policy::default());
        assert_eq!((found.new.len(), found.unchanged, found.passed()), (1, 0, false));
        let back = Difference::between(&now, &before, &Policy::default());
        assert_eq!((back.new.len(), back.fixed.len(), back.waived), (0, 0, 1));
    }

    #[test]
    fn a_moment_is_what_counts() {
        let moment = super::Moment::of("v1", "2026-05-01T08:00:00Z", &analyse(&draw("a calls b; b calls a")));
        assert_eq!((moment.services, moment.errors, moment.tangles), (2, 1, 1));
        assert_eq!((moment.propagation_cost, moment.nccd), (Some(1.0), Some(4.0 / 3.0)));
        assert_eq!(super::Moment::of("v0", "", &analyse(&draw(""))).propagation_cost, None);
    }

    #[test]
    fn a_new_tangle_fails_whatever_its_findings_weigh() {
        let found = between(
            "a calls b.x; b publishes b.Done; service c",
            "a calls b.x; b publishes b.Done; b subscribes a.Said; a publishes a.Said; a subscribes b.Done; b calls a.y",
        );
        assert!(found.gates[0].now > found.gates[0].before && !found.gates[0].passed);
    }
}
