//! Cutting a circle of services where it costs least, and what can take the place of what is cut.

use super::event::{Contract, asks, turn};
use super::{Case, Idea, Pad, list, merge};
use crate::graph::{DesignGraph, Tie};
use crate::measure::feedback::{Weights, cheapest};
use cleave_model::{Connection, ConnectionKind, Id};
use std::collections::{BTreeMap, BTreeSet};

/// How many different cuts are offered.
const CUTS: usize = 3;

/// Most bonds that a cut may have to be offered as one step: nobody reads more, and each has to be tried.
const MOST_CUT: usize = 400;

/// Most members a circle may have to be made one service.
const FEW: usize = 4;

/// Everything by which one service of a circle depends on another.
struct Bond<'m> {
    from: &'m Id,
    to: &'m Id,
    ties: Vec<(Tie, &'m Connection)>,
    across_teams: bool,
}

impl Bond<'_> {
    /// What it costs to turn round: 3 for each operation called, 4 for data, 1 for an event, 2 where it is declared;
    /// twice where two teams have to agree.
    fn weight(&self) -> u64 {
        let of =
            |tie: Tie| self.ties.iter().filter(move |(other, _)| *other == tie).map(|(_, connection)| &connection.to);
        let each = |tie: Tie| of(tie).collect::<BTreeSet<_>>().len() as u64;
        let weight =
            3 * each(Tie::Sync) + 4 * each(Tie::Data) + each(Tie::Event) + 2 * of(Tie::Declared).count() as u64;
        if self.across_teams { 2 * weight } else { weight }
    }
}

/// The bonds between the subjects of a finding.
fn bonds<'m>(graph: &DesignGraph<'m>, members: &[Id], counts: impl Fn(Tie) -> bool) -> Vec<Bond<'m>> {
    let within: BTreeSet<u32> = members.iter().filter_map(|id| graph.element(id)?.service).collect();
    let mut ties: BTreeMap<(u32, u32), Vec<(Tie, &'m Connection)>> = BTreeMap::new();
    for found in graph.dependencies().filter(|found| counts(found.tie)) {
        if within.contains(&found.from) && within.contains(&found.to) {
            ties.entry((found.from, found.to)).or_default().push((found.tie, found.way.connection()));
        }
    }
    let team = |service: u32| graph.services[service as usize].team.as_deref();
    let across = |from: u32, to: u32| team(from).is_some() && team(to).is_some() && team(from) != team(to);
    ties.into_iter()
        .map(|((from, to), ties)| Bond { from: graph.id(from), to: graph.id(to), ties, across_teams: across(from, to) })
        .collect()
}

/// The cheapest cuts of a circle, each as the bonds it cuts.
fn cuts<'a, 'm>(members: &[Id], bonds: &'a [Bond<'m>]) -> Vec<Vec<&'a Bond<'m>>> {
    let at = |id: &Id| members.iter().position(|member| member == id);
    let ends = |bond: &Bond<'_>| Some((at(bond.from)?, at(bond.to)?));
    let weights: Weights = bonds.iter().filter_map(|bond| Some((ends(bond)?, bond.weight()))).collect();
    let found = cheapest(members.len(), &weights, CUTS);
    found
        .into_iter()
        .filter(|cut| cut.edges.len() <= MOST_CUT)
        .map(|cut| bonds.iter().filter(|bond| ends(bond).is_some_and(|ends| cut.edges.contains(&ends))).collect())
        .collect()
}

pub(super) fn cycle_sync(case: &Case<'_>) -> Vec<Option<Idea>> {
    let graph = DesignGraph::at(case.model, case.today);
    let bonds = bonds(&graph, &case.finding.subjects, |tie| tie == Tie::Sync);
    let cuts = cuts(&case.finding.subjects, &bonds);
    let mut ideas: Vec<Option<Idea>> = Vec::new();
    for cut in &cuts {
        ideas.push(by_events(case, cut, Contract::Consumer));
        ideas.push(by_events(case, cut, Contract::Source));
    }
    ideas.extend(cuts.iter().map(|cut| extract(case, cut)));
    if case.finding.subjects.len() <= FEW {
        ideas.push(merge::together(case, &case.finding.subjects));
    }
    ideas
}

/// Events in place of all calls that are cut.
fn by_events(case: &Case<'_>, cut: &[&Bond<'_>], contract: Contract) -> Option<Idea> {
    let calls: Vec<&Connection> = cut.iter().flat_map(|bond| &bond.ties).map(|(_, call)| *call).collect();
    let mut pad = case.pad();
    let copied = calls.iter().filter(|call| asks(&pad, call)).count();
    if copied == 0 && contract == Contract::Consumer {
        // Where nothing is asked for, the contract is the caller's in any case.
        return by_events(case, cut, Contract::Source).filter(|_| !calls.is_empty());
    }
    for call in &calls {
        turn(&mut pad, &call.head.id, contract);
    }
    let told = told_events(case, &pad);
    let (title, about) = in_words(case, cut, calls.len(), (copied, contract), &told);
    let cost = u32::try_from(cut.iter().map(|bond| bond.weight()).sum::<u64>()).unwrap_or(u32::MAX);
    pad.idea(if copied == 0 { "turn-into-event" } else { "copy-by-event" }, cost, title, about)
}

/// Title and meaning of events in place of calls.
fn in_words(
    case: &Case<'_>,
    cut: &[&Bond<'_>],
    calls: usize,
    (copied, contract): (usize, Contract),
    told: &[String],
) -> (String, String) {
    let callers = each_once(cut.iter().map(|bond| case.name(bond.from)).collect());
    let called = each_once(cut.iter().map(|bond| case.name(bond.to)).collect());
    let verb = |names: &[&str], stem: &str| if names.len() == 1 { format!("{stem}s") } else { stem.to_owned() };
    let (from, to) = (list(&callers), list(&called));
    let named = if told.is_empty() { "what is published already".into() } else { list(told) };
    let ways: Vec<String> =
        cut.iter().map(|bond| format!("from {} to {}", case.name(bond.from), case.name(bond.to))).collect();
    let ways = list(&ways);
    if copied == 0 {
        let (word, it) = if calls == 1 { ("call", "an event") } else { ("calls", "events") };
        let (publish, subscribe) = (publishing(&callers), verb(&called, "subscribe"));
        return (
            format!("Turn the {word} {ways} into {it}"),
            format!("{from} {publish} {named}, {to} {subscribe} to it, and nobody waits."),
        );
    }
    let own = if contract == Contract::Consumer { ", by an event it defines" } else { "" };
    let title = if copied == calls && cut.len() == 1 {
        format!("Let {from} keep a copy of what it asks {to} for{own}")
    } else {
        format!("Turn the calls {ways} into events and copies{own}")
    };
    let about = match contract {
        Contract::Consumer => format!(
            "{from} {} {named} and {} copies; {to} {} what {from} needs.",
            verb(&callers, "define"),
            verb(&callers, "keep"),
            publishing(&called)
        ),
        Contract::Source => format!(
            "{to} {} {named}; {from} {} to it and {} copies to ask.",
            publishing(&called),
            verb(&callers, "subscribe"),
            verb(&callers, "keep")
        ),
    };
    (title, about)
}

fn publishing(names: &[&str]) -> &'static str {
    if names.len() == 1 { "publishes" } else { "publish" }
}

fn each_once(mut names: Vec<&str>) -> Vec<&str> {
    names.sort_unstable();
    names.dedup();
    names
}

/// The events that a pad has somebody subscribe to, new ones or not, by name.
fn told_events(case: &Case<'_>, pad: &Pad) -> Vec<String> {
    let new = |connection: &&Connection| {
        connection.kind == ConnectionKind::Subscribe && case.model.connection(&connection.head.id).is_none()
    };
    let events: BTreeSet<&Id> = pad.model().connections().filter(new).map(|connection| &connection.to).collect();
    events.into_iter().filter_map(|id| pad.model().event(id)).map(|event| event.head.name.clone()).collect()
}

/// What is called across the cut moves into a service of its own, which both sides call.
fn extract(case: &Case<'_>, cut: &[&Bond<'_>]) -> Option<Idea> {
    let [bond] = cut else { return None };
    let mut pad = case.pad();
    let operations: BTreeSet<Id> = bond.ties.iter().map(|(_, call)| call.to.clone()).collect();
    if operations.iter().any(|id| case.model.operation(id).is_none()) {
        return None;
    }
    let first = case.name(operations.first()?);
    let wish = super::words::object(first);
    let wish = if wish == first { format!("{}_core", case.name(bond.to)) } else { format!("shared_{wish}") };
    let new = super::split::part(&mut pad, bond.to, &operations, &wish)?;
    let name = pad.name(&new);
    let names: Vec<&str> = operations.iter().map(|id| case.name(id)).collect();
    let (from, to) = (case.name(bond.from), case.name(bond.to));
    let title = format!("Move {} into a service that {from} and {to} share", list(&names));
    let about = format!("{name} takes {} with the data only they use; {from} and {to} call it.", list(&names));
    pad.idea("extract-shared", 6 + 2 * u32::try_from(operations.len()).unwrap_or(0), title, about)
}

pub(super) fn cycle_mixed(case: &Case<'_>) -> Vec<Option<Idea>> {
    let graph = DesignGraph::at(case.model, case.today);
    let bonds = bonds(&graph, &case.finding.subjects, |_| true);
    let cuts = cuts(&case.finding.subjects, &bonds);
    let mut ideas: Vec<Option<Idea>> = cuts.iter().map(|cut| turned(case, cut)).collect();
    if case.finding.subjects.len() <= FEW {
        ideas.push(merge::together(case, &case.finding.subjects));
    }
    ideas
}

/// Turns every bond of a cut round or takes its contract to the other side.
fn turned(case: &Case<'_>, cut: &[&Bond<'_>]) -> Option<Idea> {
    let mut pad = case.pad();
    let mut told: Vec<String> = Vec::new();
    for bond in cut {
        let (from, to) = (case.name(bond.from), case.name(bond.to));
        for (tie, connection) in &bond.ties {
            let what = case.name(&connection.to);
            let step = match tie {
                Tie::Sync => {
                    turn(&mut pad, &connection.head.id, Contract::Consumer);
                    format!("turn the call from {from} to {to} into an event")
                }
                Tie::Event => {
                    pad.rehome(&connection.to, Some(bond.from));
                    format!("give the contract of {what} to {from}, which needs it")
                }
                Tie::Data => {
                    super::stores::apart(&mut pad, connection, Contract::Consumer);
                    format!("let an event stand between {from} and the {what} store of {to}")
                }
                Tie::Declared => {
                    pad.remove([connection.head.id.clone()]);
                    format!("drop the declared dependency of {from} on {to}")
                }
            };
            if !told.contains(&step) {
                told.push(step);
            }
        }
    }
    let event_only = cut.iter().flat_map(|bond| &bond.ties).all(|(tie, _)| *tie == Tie::Event);
    let cost = u32::try_from(cut.iter().map(|bond| bond.weight()).sum::<u64>()).unwrap_or(u32::MAX);
    let title = capital(&list(&told));
    let about = "Then the contracts of the circle no longer wait for each other; the messages stay as they are.";
    pad.idea(if event_only { "move-contract" } else { "cut-circle" }, cost, title, about)
}

/// The same sentence with a large first letter.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
