//! What a judgement says that the one before did not say: small after a small edit, and put back together to the same.

use crate::{Analysis, Coverage, Finding, Metrics, ServiceMetrics};
use cleave_model::Id;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

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
    /// The numbers now. Of single services only those whose numbers changed.
    pub metrics: Metrics,
    /// Betweenness and risk rank of services whose other numbers stayed: an edit moves them everywhere a little.
    #[cfg_attr(feature = "ts", ts(type = "{ [id: Id]: [number, number] }"))]
    pub ranks: BTreeMap<Id, (f64, f64)>,
    /// Services that have no numbers any more.
    pub gone: Vec<Id>,
    /// How far it can be trusted now; none where that is the same.
    pub coverage: Option<Coverage>,
}

impl AnalysisPatch {
    /// What leads from one judgement to another.
    pub fn between(before: &Analysis, now: &Analysis) -> Self {
        let (mut changed, mut ranks) = (BTreeMap::new(), BTreeMap::new());
        for (id, row) in &now.metrics.services {
            let old = before.metrics.services.get(id);
            if old == Some(row) {
                continue;
            }
            let ranked = |old: &ServiceMetrics| ServiceMetrics {
                betweenness: row.betweenness,
                risk_rank: row.risk_rank,
                ..old.clone()
            };
            if old.map(ranked).as_ref() == Some(row) {
                ranks.insert(id.clone(), (row.betweenness, row.risk_rank));
            } else {
                changed.insert(id.clone(), row.clone());
            }
        }
        // All other numbers are few.
        let Metrics { services: _, domains, system } = &now.metrics;
        let metrics = Metrics { services: changed, domains: domains.clone(), system: system.clone() };
        let gone = before.metrics.services.keys().filter(|id| !now.metrics.services.contains_key(*id));
        Self {
            findings: stretches(&before.findings, &now.findings),
            metrics,
            ranks,
            gone: gone.cloned().collect(),
            coverage: (before.coverage != now.coverage).then(|| now.coverage.clone()),
        }
    }

    /// Makes the judgement it leads to out of the one it starts from. What it keeps of another judgement than that is
    /// taken as far as it is there.
    pub fn apply(self, before: &Analysis) -> Analysis {
        let Self { findings, mut metrics, ranks, gone, coverage } = self;
        let findings = findings.map_or_else(
            || before.findings.clone(),
            |stretches| stretches.into_iter().flat_map(|stretch| stretch.of(&before.findings)).collect(),
        );
        let changed = std::mem::replace(&mut metrics.services, before.metrics.services.clone());
        for id in &gone {
            metrics.services.remove(id);
        }
        metrics.services.extend(changed);
        for (id, (betweenness, risk_rank)) in ranks {
            if let Some(row) = metrics.services.get_mut(&id) {
                (row.betweenness, row.risk_rank) = (betweenness, risk_rank);
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
    let known: HashMap<&str, usize> =
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
        assert!(patch.findings.is_none() && patch.metrics.services.is_empty() && patch.coverage.is_none());
        assert_eq!(patch.apply(&before), before);
    }

    #[test]
    fn one_more_call_tells_what_it_causes_and_leaves_the_rest_where_it_was() {
        let (patch, before, now) = between(
            "a calls b; b calls a; x calls y; service z",
            "a calls b; b calls a; x calls y; y calls x; service z",
        );
        let ids: Vec<&str> = patch.metrics.services.keys().map(cleave_model::Id::as_str).collect();
        assert_eq!((ids, patch.gone.len()), (vec!["service:x", "service:y"], 0));
        assert!(patch.ranks.contains_key(&cleave_model::Id::from("service:z")), "{:?}", patch.ranks);
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
