//! What windows are told of a judgement: whole, or what differs from the one before, small after a small edit and put back
//! together to the same. Of the numbers of services only those that stand beside them; tables ask for the others.

use cleave_analysis::{Coverage, DomainMetrics, Finding, ServiceMetrics, SystemMetrics};
use cleave_model::Id;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// What a window knows of a judgement.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Analysis {
    /// By severity, rule and subjects.
    pub findings: Vec<Finding>,
    /// The numbers.
    pub metrics: Metrics,
    /// What they rest on.
    pub coverage: Coverage,
}

/// The numbers a window knows.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Metrics {
    /// Those that stand beside a service, by the id of each judged one.
    pub services: BTreeMap<Id, Usage>,
    /// By the id of the domain.
    pub domains: BTreeMap<Id, DomainMetrics>,
    /// Those of the whole.
    pub system: SystemMetrics,
}

/// The numbers that stand beside a service wherever it shows. What they mean is said at [`ServiceMetrics`]. An edit moves
/// those of a few services; of the others, which come with `Reply::Coupling`, it moves some of nearly every service.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[allow(missing_docs)]
pub struct Usage {
    pub used_by: u32,
    pub uses: u32,
    pub instability: Option<f64>,
    pub sync_depth: u32,
}

impl From<&ServiceMetrics> for Usage {
    fn from(of: &ServiceMetrics) -> Self {
        Self { used_by: of.used_by, uses: of.uses, instability: of.instability, sync_depth: of.sync_depth }
    }
}

impl From<&cleave_analysis::Analysis> for Analysis {
    fn from(of: &cleave_analysis::Analysis) -> Self {
        let services = of.metrics.services.iter().map(|(id, row)| (id.clone(), row.into())).collect();
        let metrics = Metrics { services, domains: of.metrics.domains.clone(), system: of.metrics.system.clone() };
        Self { findings: of.findings.clone(), metrics, coverage: of.coverage.clone() }
    }
}

/// What the rules say after a step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "of", rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Judgement {
    /// Everything anew.
    Whole(Box<Analysis>),
    /// What differs from what they said after the step before.
    Patch(Box<AnalysisPatch>),
}

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
    /// The numbers now of services that had others, or none.
    pub services: BTreeMap<Id, Usage>,
    /// The same of domains.
    pub domains: BTreeMap<Id, DomainMetrics>,
    /// Services and domains that have no numbers any more.
    pub gone: Vec<Id>,
    /// The numbers of the whole now.
    pub system: SystemMetrics,
    /// How far it can be trusted now; none where that is the same.
    pub coverage: Option<Coverage>,
}

impl AnalysisPatch {
    /// What leads from one judgement to another.
    pub fn between(before: &cleave_analysis::Analysis, now: &cleave_analysis::Analysis) -> Self {
        let mut gone = Vec::new();
        Self {
            findings: stretches(&before.findings, &now.findings),
            services: differing(&before.metrics.services, &now.metrics.services, |row| Usage::from(row), &mut gone),
            domains: differing(&before.metrics.domains, &now.metrics.domains, DomainMetrics::clone, &mut gone),
            gone,
            system: now.metrics.system.clone(),
            coverage: (before.coverage != now.coverage).then(|| now.coverage.clone()),
        }
    }

    /// Makes the judgement it leads to out of the one it starts from. What it keeps of another judgement than that is
    /// taken as far as it is there.
    pub fn apply(self, before: &Analysis) -> Analysis {
        let Self { findings, services, domains, gone, system, coverage } = self;
        let findings = findings.map_or_else(
            || before.findings.clone(),
            |stretches| stretches.into_iter().flat_map(|stretch| stretch.of(&before.findings)).collect(),
        );
        let mut metrics = Metrics { system, ..before.metrics.clone() };
        for id in &gone {
            metrics.services.remove(id);
            metrics.domains.remove(id);
        }
        metrics.services.extend(services);
        metrics.domains.extend(domains);
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

/// Of the rows now, as they are told, those that were told otherwise; who has none any more is noted.
fn differing<R, T: PartialEq>(
    before: &BTreeMap<Id, R>,
    now: &BTreeMap<Id, R>,
    told: impl Fn(&R) -> T,
    gone: &mut Vec<Id>,
) -> BTreeMap<Id, T> {
    let mut rows = BTreeMap::new();
    let mut old = before.iter().peekable();
    for (id, row) in now {
        while let Some((left, _)) = old.next_if(|(one, _)| *one < id) {
            gone.push(left.clone());
        }
        let is = told(row);
        if old.next_if(|(one, _)| *one == id).is_none_or(|(_, was)| told(was) != is) {
            rows.insert(id.clone(), is);
        }
    }
    gone.extend(old.map(|(id, _)| id.clone()));
    rows
}

/// The list now, by what it takes over from the list before; none where it takes over everything as it was.
fn stretches(before: &[Finding], now: &[Finding]) -> Option<Vec<Stretch>> {
    let mut known: Option<HashMap<&str, usize>> = None;
    let mut stretches: Vec<Stretch> = Vec::new();
    // Mostly the same one follows on the same.
    let mut next = 0;
    for finding in now {
        if before.get(next) != Some(finding) {
            let known = known.get_or_insert_with(|| {
                before.iter().enumerate().map(|(at, finding)| (finding.fingerprint.as_str(), at)).collect()
            });
            match known.get(finding.fingerprint.as_str()).copied().filter(|at| before[*at] == *finding) {
                Some(at) => next = at,
                None => {
                    stretches.push(Stretch::Fresh(Box::new(finding.clone())));
                    continue;
                }
            }
        }
        let at = u32::try_from(next).unwrap_or(u32::MAX);
        match stretches.last_mut() {
            Some(Stretch::Kept { from, count }) if *from + *count == at => *count += 1,
            _ => stretches.push(Stretch::Kept { from: at, count: 1 }),
        }
        next += 1;
    }
    let all =
        |stretch: &Stretch| matches!(stretch, Stretch::Kept { from: 0, count } if *count as usize == before.len());
    let same = before.len() == now.len() && (now.is_empty() || (stretches.len() == 1 && all(&stretches[0])));
    (!same).then_some(stretches)
}
