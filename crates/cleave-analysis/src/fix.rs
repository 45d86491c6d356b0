//! What would end a finding: for each rule a few ways, as commands that can be applied, with what they would change.
//!
//! A way is only offered if it is not refused, if the finding is gone afterwards and if no error comes with it. That is
//! not argued but tried: each is carried out on a copy of the design, which costs nothing, and judged.

mod chain;
mod cut_cycle;
mod entity;
mod event;
mod events;
mod gateway;
mod merge;
mod monolith;
mod ownership;
mod pad;
mod policy;
mod resilience;
mod split;
mod stores;
mod turn;
mod words;

use crate::analysis::Analysis;
use crate::finding::Finding;
use crate::graph::DesignGraph;
use crate::preview::{Preview, compare};
use crate::{Memory, analyse_again, rules};
use cleave_model::{Change, Command, Connection, Id, Model, Severity, decide};
use pad::Pad;
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::collections::BTreeSet;

/// Most ways that are tried for a finding, and most that are offered.
const TRIED: usize = 12;
const OFFERED: usize = 6;

/// One way to end a finding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Fix {
    /// What kind of way it is, the same for ever: `turn-into-event`.
    pub name: String,
    /// What to do, in one sentence that begins with a verb, without a full stop.
    pub title: String,
    /// What it changes, in one or two sentences.
    pub about: String,
    /// What to ask for.
    pub command: Command,
    /// The same, record by record, for drawing it ahead.
    pub change: Change,
    /// Which findings it ends and brings, and the most telling numbers.
    pub preview: Preview,
}

/// The ways to end the finding with this fingerprint, the best first: what it costs to do, and what it brings, which is
/// work too. None where there is no such finding.
pub fn fixes(model: &Model, fingerprint: &str) -> Vec<Fix> {
    fixes_at(model, fingerprint, None)
}

/// [`fixes`] on a day, written `YYYY-MM-DD`; waivers end by it.
pub fn fixes_at(model: &Model, fingerprint: &str, today: Option<&str>) -> Vec<Fix> {
    let mut memory = Memory::default();
    let now = analyse_again(&mut memory, model, today);
    let Some(finding) = now.findings.iter().find(|finding| finding.fingerprint == fingerprint) else {
        return Vec::new();
    };
    let case = Case { model, finding, now: &now, today, memory: RefCell::new(memory) };
    let mut offered: Vec<(u32, Fix)> = Vec::new();
    for idea in ideas(&case).into_iter().take(TRIED) {
        if offered.iter().any(|(_, other)| other.command == idea.command || other.title == idea.title) {
            continue;
        }
        if let Some(weighed) = case.weighed(idea) {
            offered.push(weighed);
        }
    }
    offered.sort_by_key(|(rank, _)| *rank);
    offered.into_iter().map(|(_, fix)| fix).take(OFFERED).collect()
}

/// What a warning and a hint cost that come with a fix.
const WARNING: u32 = 10;
const HINT: u32 = 2;

/// A way that was not tried yet.
struct Idea {
    name: &'static str,
    title: String,
    about: String,
    /// What it costs in days of work, roughly; only compared.
    cost: u32,
    command: Command,
}

/// The finding for which ways are sought.
struct Case<'a> {
    model: &'a Model,
    finding: &'a Finding,
    now: &'a Analysis,
    today: Option<&'a str>,
    /// What the last judgement left for the next.
    memory: RefCell<Memory>,
}

/// The ways that a rule knows.
fn ideas(case: &Case<'_>) -> Vec<Idea> {
    let found = match case.finding.rule.as_str() {
        "chatty-pair" => chain::chatty_pair(case),
        "dead-api" => ownership::dead_api(case),
        "deep-sync-chain" => chain::deep_sync_chain(case),
        "distributed-monolith" => monolith::distributed_monolith(case),
        "duplicated-entity" => entity::duplicated_entity(case),
        "esb-hub" | "hub-service" => split::hub_service(case),
        "event-loop" => events::event_loop(case),
        "event-without-publisher" => events::without_publisher(case),
        "event-without-subscriber" => events::without_subscriber(case),
        "forbidden-dependency" => policy::forbidden(case),
        "growing-waiver" => policy::growing_waiver(case),
        "layer-violation" => ownership::layer_violation(case),
        "low-boundary-cohesion" => ownership::low_cohesion(case),
        "mega-service" => split::mega_service(case),
        "mixed-sync-async" => chain::mixed_sync_async(case),
        "multiple-publishers" => events::multiple_publishers(case),
        "no-gateway" => gateway::no_gateway(case),
        "private-operation" => policy::private_operation(case),
        "sensitive-data-crossing" => policy::sensitive_data(case),
        "stable-abstractions" => policy::stable_abstractions(case),
        "stale-waiver" => policy::stale_waiver(case),
        "sync-fan-out" => chain::sync_fan_out(case),
        "team-ownership" => ownership::team_ownership(case),
        "time-budget" => chain::time_budget(case),
        "unauthenticated-api" => gateway::unauthenticated_api(case),
        "unowned-element" => ownership::unowned(case),
        "unstable-dependency" => chain::unstable_dependency(case),
        "vacuous-rule" => policy::vacuous(case),
        "version-mismatch" => policy::version_mismatch(case),
        "cycle-sync" => cut_cycle::cycle_sync(case),
        "cycle-mixed" => cut_cycle::cycle_mixed(case),
        "nano-service" => merge::nano_service(case),
        "foreign-store-access" | "foreign-team-write" => stores::foreign(case),
        "shared-store" => stores::shared(case),
        "orphan-store" => stores::orphan(case),
        "wobbly-call" => resilience::wobbly_call(case),
        "endpoint-based" => resilience::endpoint_based(case),
        "unencrypted-link" => resilience::unencrypted_link(case),
        "single-point-of-failure" => resilience::single_point(case),
        "low-availability-path" => resilience::low_availability(case),
        _ => Vec::new(),
    };
    found.into_iter().flatten().collect()
}

impl Case<'_> {
    fn pad(&self) -> Pad {
        Pad::new(self.model)
    }

    /// The connections that show the finding.
    fn evidence(&self) -> impl Iterator<Item = &Connection> {
        let ids = self.finding.evidence.iter().filter_map(|evidence| evidence.connection.as_ref());
        ids.filter_map(|id| self.model.connection(id))
    }

    fn name(&self, id: &Id) -> &str {
        self.model.get(id).map_or("", |record| record.name())
    }

    /// The finding as its rule would still give it after what is written; none where that ended it. Where what is
    /// written makes the group smaller, what is left of it counts.
    fn still(&self, pad: &Pad) -> Option<Finding> {
        let graph = DesignGraph::at(pad.model(), self.today);
        let before: BTreeSet<&str> = self.now.findings.iter().map(print).collect();
        let rest = |finding: &Finding| {
            finding.fingerprint == self.finding.fingerprint
                || !before.contains(print(finding))
                    && finding.subjects.iter().any(|id| self.finding.subjects.contains(id))
        };
        rules::judge_by(&graph, &self.finding.rule).into_iter().find(rest)
    }

    /// Tries a way out: nothing where it is refused, leaves the finding there or brings an error.
    fn weighed(&self, idea: Idea) -> Option<(u32, Fix)> {
        let change = decide(self.model, &idea.command).ok()?;
        let mut after = self.model.clone();
        after.apply(&change);
        let then = analyse_again(&mut self.memory.borrow_mut(), &after, self.today);
        let errors: BTreeSet<&str> =
            self.now.findings.iter().filter(|f| f.severity == Severity::Error).map(print).collect();
        let spoilt = |finding: &Finding| {
            finding.fingerprint == self.finding.fingerprint
                || (finding.severity == Severity::Error && !errors.contains(print(finding)))
        };
        if then.findings.iter().any(spoilt) {
            return None;
        }
        let preview = compare((self.model, self.now), (&after, &then));
        let Idea { name, title, about, command, cost } = idea;
        let command = command.called(format!("Fix: {title}"));
        let price = |finding: &Finding| if finding.severity == Severity::Info { HINT } else { WARNING };
        let rank = preview.added.iter().map(price).fold(cost, u32::saturating_add);
        Some((rank, Fix { name: name.into(), title, about, command, change, preview }))
    }
}

fn print(finding: &Finding) -> &str {
    &finding.fingerprint
}

impl Pad {
    /// What is written as a way to try; nothing where it was refused.
    fn idea(self, name: &'static str, cost: u32, title: impl Into<String>, about: impl Into<String>) -> Option<Idea> {
        Some(Idea { name, title: title.into(), about: about.into(), cost, command: self.command()? })
    }
}

/// "orders", "orders and inventory", "orders, inventory and 3 more".
fn list<S: AsRef<str>>(names: &[S]) -> String {
    match names {
        [] => "nothing".into(),
        [one] => one.as_ref().into(),
        [one, other] => format!("{} and {}", one.as_ref(), other.as_ref()),
        [one, other, last] => format!("{}, {} and {}", one.as_ref(), other.as_ref(), last.as_ref()),
        [one, other, rest @ ..] => format!("{}, {} and {} more", one.as_ref(), other.as_ref(), rest.len()),
    }
}
