//! Who would stand in every way to many, and which entry would promise more than it can keep: each target is tried, as
//! long as the design is small enough for that.

use super::{Line, Told};
use crate::graph::{Csr, DesignGraph, Element};
use crate::measure::availability::{self, needed_calls};
use crate::measure::dominance::Dominance;
use crate::rules::{judge_by, single_points};
use cleave_model::{ConnectionKind, Id, Kind, Severity};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

const SINGLE: &str = "single-point-of-failure";
const AVAILABLE: &str = "low-availability-path";

/// Most steps that are taken for all targets together; a design of some hundred services needs fewer.
const STEPS: u64 = 2_000_000;

/// A finding that a target would bring.
type Comes = (&'static str, Severity, u32, String);

/// What is so already, and what each target would bring: found out once.
pub(super) struct Standing {
    /// What is told today: rule and service.
    before: BTreeSet<(&'static str, u32)>,
    needed: Csr,
    /// Entries that promise something.
    promising: bool,
    small: bool,
    known: RefCell<BTreeMap<(bool, u32), Vec<Comes>>>,
}

impl Standing {
    pub(super) fn of(graph: &DesignGraph<'_>, start: Element<'_>) -> Self {
        let acts = matches!(start.record.kind(), Kind::Service | Kind::Operation | Kind::Actor | Kind::External);
        let promises = graph.services.iter().filter(|service| service.slo.is_some()).count();
        let promising = promises > 0;
        let size = u64::from(graph.n()) + u64::from(graph.sync.graph.e());
        let small = acts && u64::from(graph.n()) * size * (1 + promises as u64) <= STEPS;
        let mut before = BTreeSet::new();
        if small {
            for rule in [SINGLE, AVAILABLE] {
                let found = judge_by(graph, rule).into_iter().filter_map(|finding| {
                    let place = graph.element(finding.subjects.first()?)?.service?;
                    Some((rule, place))
                });
                before.extend(found);
            }
        }
        let needed = if small && promising { needed_calls(graph) } else { Csr::of(0, Vec::new()) };
        Self { before, needed, promising, small, known: RefCell::default() }
    }

    pub(super) fn tell<'m>(
        &self,
        graph: &DesignGraph<'m>,
        line: &Line<'m>,
        ties: &[(u32, u32)],
        told: &mut Told<'_, 'm>,
    ) {
        let edge = match (line.kind, ties.first()) {
            _ if !self.small => return,
            (ConnectionKind::Call, Some((from, to))) => (Some(*from), *to),
            (ConnectionKind::Use, _) => match line.to.service {
                Some(service) if !graph.used_outside[service as usize] => (None, service),
                _ => return,
            },
            _ => return,
        };
        let mut known = self.known.borrow_mut();
        let comes = known.entry((edge.0.is_some(), edge.1)).or_insert_with(|| self.tried(graph, edge));
        for (rule, severity, service, text) in comes.iter() {
            let subject: &Id = graph.id(*service);
            told.add(rule, *severity, &[subject], || text.clone());
        }
    }

    /// What comes with a call from one service to another, or with somebody outside who uses it.
    fn tried(&self, graph: &DesignGraph<'_>, (from, to): (Option<u32>, u32)) -> Vec<Comes> {
        let with = |known: &Csr| Csr::of(known.n(), known.edges().chain(from.map(|from| (from, to))).collect());
        let calls = with(&graph.sync.graph);
        let mut entries = match from {
            None if graph.used_outside.iter().all(|used| !used) => Vec::new(),
            _ => graph.entries(&calls),
        };
        if from.is_none() {
            entries.push(to);
            entries.sort_unstable();
        }
        let mut comes: Vec<Comes> = Vec::new();
        for (service, behind) in single_points(graph, &Dominance::of(&calls, &entries)) {
            let text = format!("Only {} then leads to {behind} others, and it runs once", graph.name(service));
            comes.push((SINGLE, Severity::Warning, service, text));
        }
        if self.promising {
            let needed = with(&self.needed);
            for entry in entries {
                let Some(objective) = graph.services[entry as usize].slo else { continue };
                if availability::of(graph, &needed, entry).is_some_and(|reached| reached < objective) {
                    let text = format!("{} then cannot answer as often as it must", graph.name(entry));
                    comes.push((AVAILABLE, Severity::Error, entry, text));
                }
            }
        }
        comes.retain(|(rule, _, service, _)| !self.before.contains(&(*rule, *service)));
        comes
    }
}
