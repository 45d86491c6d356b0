//! What a judgement says that the one before did not say: small after a small edit, and put back together to the same.

mod service;

pub use service::ServiceChange;

use crate::{Analysis, Coverage, Finding, Metrics};
use cleave_model::Id;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A part of the list of findings as it is now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "of", rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Stretch {
    /// Findings that say what they said, in the order they had.
    Kept {
        /// Where the first of them stood in the list before.
        from: u32,
        /// How many they are, at least one.
        count: u32,
    },
    /// One that is new, or says something else.
    Fresh(Box<Finding>),
}

/// One judgement told by what differs from another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AnalysisPatch {
    /// The findings now, in order; none where they are the same.
    pub findings: Option<Vec<Stretch>>,
    /// The numbers now. Of single services only those that had none.
    pub metrics: Metrics,
    /// What is new in the numbers of the others; an edit moves some of them everywhere a little.
    pub services: BTreeMap<Id, ServiceChange>,
    /// Services that have no numbers any more.
    pub gone: Vec<Id>,
    /// How far it can be trusted now; none where that is the same.
    pub coverage: Option<Coverage>,
}

impl AnalysisPatch {
    /// What leads from one judgement to another.
    pub fn between(before: &Analysis, now: &Analysis) -> Self {
        let (mut fresh, mut services, mut gone) = (BTreeMap::new(), BTreeMap::new(), Vec::new());
        let mut old = before.metrics.services.iter().peekable();
        for (id, row) in &now.metrics.services {
            while let Some((gone_id, _)) = old.next_if(|(one, _)| *one < id) {
                gone.push(gone_id.clone());
            }
            match old.next_if(|(one, _)| *one == id) {
                None => drop(fresh.insert(id.clone(), row.clone())),
                Some((_, old)) => services.extend(ServiceChange::between(old, row).map(|change| (id.clone(), change))),
            }
        }
        gone.extend(old.map(|(id, _)| id.clone()));
        // All other numbers are few.
        let Metrics { services: _, domains, system } = &now.metrics;
        let metrics = Metrics { services: fresh, domains: domains.clone(), system: system.clone() };
        Self {
            findings: stretches(&before.findings, &now.findings),
            metrics,
            services,
            gone,
            coverage: (before.coverage != now.coverage).then(|| now.coverage.clone()),
        }
    }

    /// Makes the judgement it leads to out of the one it starts from. What it keeps of another judgement than that is
    /// taken as far as it is there.
    pub fn apply(self, before: &Analysis) -> Analysis {
        let Self { findings, mut metrics, services, gone, coverage } = self;
        let findings = findings.map_or_else(
            || before.findings.clone(),
            |stretches| stretches.into_iter().flat_map(|stretch| stretch.of(&before.findings)).collect(),
        );
        let fresh = std::mem::replace(&mut metrics.services, before.metrics.services.clone());
        for id in &gone {
            metrics.services.remove(id);
        }
        metrics.services.extend(fresh);
        for (id, change) in services {
            if let Some(row) = metrics.services.get_mut(&id) {
                change.apply(row);
            }
        }
        Analysis { findings, metrics, coverage: coverage.unwrap_or_else(|| before.coverage.clone()) }
    }
}

impl Stretch {
    fn of(self, before: &[Finding]) -> Vec<Finding> {
        match self {
            Self::Kept { from, count } => before.iter().skip(from as usize).take(count as usize).cloned().collect(),
            Self::Fresh(finding) => vec![*finding],
        }
    }
}

/// The list now, by what it takes over from the list before; none where it takes over everything as it was.
fn stretches(before: &[Finding], now: &[Finding]) -> Option<Vec<Stretch>> {
    let known: FxHashMap<&str, usize> =
        before.iter().enumerate().map(|(at, finding)| (finding.fingerprint.as_str(), at)).collect();
    let mut stretches: Vec<Stretch> = Vec::new();
    for finding in now {
        let at = known.get(finding.fingerprint.as_str()).copied().filter(|at| before[*at] == *finding);
        let Some(at) = at.and_then(|at| u32::try_from(at).ok()) else {
            stretches.push(Stretch::Fresh(Box::new(finding.clone())));
            continue;
        };
        match stretches.last_mut() {
            Some(Stretch::Kept { from, count }) if *from + *count == at => *count += 1,
            _ => stretches.push(Stretch::Kept { from: at, count: 1 }),
        }
    }
    let all =
        |stretch: &Stretch| matches!(stretch, Stretch::Kept { from: 0, count } if *count as usize == before.len());
    let same = before.len() == now.len() && (now.is_empty() || (stretches.len() == 1 && all(&stretches[0])));
    (!same).then_some(stretches)
}

#[cfg(test)]
mod tests {
    use super::{AnalysisPatch, Stretch};
    use crate::{Analysis, analyse, drawing::draw};

    fn between(before: &str, now: &str) -> (AnalysisPatch, Analysis, Analysis) {
        let (before, now) = (analyse(&draw(before)), analyse(&draw(now)));
        (AnalysisPatch::between(&before, &now), before, now)
    }

    #[test]
    fn what_is_the_same_is_not_said_again() {
        let text = "a calls b; b calls a; x calls y; y calls x; service alone";
        let (patch, before, _) = between(text, text);
        assert!(patch.findings.is_none() && patch.coverage.is_none());
        assert!(patch.metrics.services.is_empty() && patch.services.is_empty());
        assert_eq!(patch.apply(&before), before);
    }

    #[test]
    fn one_more_call_tells_what_it_causes_and_leaves_the_rest_where_it_was() {
        let (patch, before, now) = between(
            "a calls b; b calls a; x calls y; service z",
            "a calls b; b calls a; x calls y; y calls x; service z",
        );
        assert_eq!((patch.metrics.services.len(), patch.gone.len()), (0, 0));
        let told: Vec<&str> = patch.services.keys().map(cleave_model::Id::as_str).collect();
        assert!(told.contains(&"service:x") && told.contains(&"service:y"), "{told:?}");
        // Of those that have nothing to do with it only the rank, in which all share.
        for (_, change) in patch.services.iter().filter(|(id, _)| id.as_str() == "service:z") {
            assert_eq!(change, &super::ServiceChange { risk_rank: change.risk_rank, ..Default::default() });
        }
        let findings = patch.findings.as_ref().unwrap();
        let fresh = |stretch: &&Stretch| matches!(stretch, Stretch::Fresh(finding) if finding.rule == "cycle-sync");
        assert_eq!(findings.iter().filter(fresh).count(), 1);
        assert_eq!(patch.apply(&before), now);
    }

    #[test]
    fn what_is_gone_is_gone() {
        let (patch, before, now) = between("a calls b; b calls a; x calls y", "x calls y");
        assert_eq!(patch.gone.len(), 2);
        assert_eq!(patch.apply(&before), now);
    }
}
