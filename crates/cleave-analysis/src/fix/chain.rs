//! Waiting for fewer: chains cut short, many calls gathered into one, and time that is enough.

use super::event::{Contract, asks, copy, tell, turn};
use super::{Case, Idea, Pad, list, merge, turn as turned, words};
use cleave_model::{Connection, ConnectionKind, Draft, Id, Kind, Model, OperationKind, Timeout};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// How often a chain is cut again where a second way is as long, and how many callees are gathered at most.
const AGAIN: usize = 8;
const GATHERED: usize = 24;

fn service_of(model: &Model, id: &Id) -> Option<Id> {
    model.service_of(id).map(|service| service.head.id.clone())
}

/// Cuts the chain at each of its first hops.
pub(super) fn deep_sync_chain(case: &Case<'_>) -> Vec<Option<Idea>> {
    let hops = case.finding.path.len().saturating_sub(1).min(6);
    (0..hops).map(|hop| cut_at(case, hop)).collect()
}

fn cut_at(case: &Case<'_>, hop: usize) -> Option<Idea> {
    let (mut pad, mut finding) = (case.pad(), Some(case.finding.clone()));
    let mut ways: Vec<String> = Vec::new();
    let (mut cost, mut copies) = (0, 0);
    for _ in 0..AGAIN {
        let Some(now) = finding else { break };
        let at = hop.min(now.path.len().checked_sub(2)?);
        let (from, to) = (now.path.get(at)?, now.path.get(at + 1)?);
        let ends = |call: &Connection| {
            service_of(pad.model(), &call.from).as_ref() == Some(from)
                && service_of(pad.model(), &call.to).as_ref() == Some(to)
        };
        let ids = now.evidence.iter().filter_map(|shown| shown.connection.as_ref());
        let calls: Vec<Connection> = ids.filter_map(|id| pad.connection(id)).filter(ends).collect();
        for call in calls {
            copies += u32::from(asks(&pad, &call));
            cost += 3;
            turn(&mut pad, &call.head.id, Contract::Source);
        }
        ways.push(format!("from {} to {}", case.name(from), case.name(to)));
        finding = case.still(&pad);
    }
    let (from, to) = (case.finding.path.get(hop)?, case.finding.path.get(hop + 1)?);
    let (from, to) = (case.name(from), case.name(to));
    let (name, title, about) = match ways.as_slice() {
        [_] if copies > 0 => (
            "read-model",
            format!("Let {from} keep a copy of what it asks {to} for"),
            format!("{from} subscribes to an event of {to} and answers from its own data."),
        ),
        [_] => (
            "turn-into-event",
            format!("Turn the call from {from} to {to} into an event"),
            format!("{from} answers at once; {to} does the rest when it hears of it."),
        ),
        _ => (
            "shorten-chain",
            format!("Cut the calls {} by events", list(&ways)),
            "What is asked is kept as a copy, what is told is an event; the chain ends there.".into(),
        ),
    };
    pad.idea(name, cost + copies, title, about)
}

/// One operation in the called service that does what the caller does there step by step.
pub(super) fn chatty_pair(case: &Case<'_>) -> Vec<Option<Idea>> {
    let [from, to, ..] = case.finding.subjects.as_slice() else { return Vec::new() };
    let calls: Vec<Connection> = case.evidence().cloned().collect();
    let callers: BTreeSet<Id> = calls.iter().map(|call| call.from.clone()).collect();
    let (from_name, to_name) = (case.name(from), case.name(to));
    let wish = |caller: &Id| match case.model.operation(caller) {
        Some(operation) => format!("{}_for_{from_name}", operation.head.name),
        None => format!("serve_{from_name}"),
    };
    let mut pad = case.pad();
    let mut made: Vec<String> = Vec::new();
    if let Some(api) = pad.api(to) {
        for caller in &callers {
            let own: Vec<&Connection> = calls.iter().filter(|call| call.from == *caller).collect();
            let Some(operation) = gather(&mut pad, &api, &own, &wish(caller)) else { continue };
            made.push(pad.name(&operation));
        }
    }
    let title = format!("Offer {} in {to_name} for what {from_name} needs", list(&made));
    let about = format!("{from_name} goes to {to_name} once, and {to_name} does the steps inside.");
    let coarse = pad.idea("coarse-operation", 4 + u32::try_from(callers.len()).unwrap_or(0), title, about);

    let mut moved = case.pad();
    let operations: Vec<&Id> = callers.iter().filter(|caller| case.model.operation(caller).is_some()).collect();
    let only = (operations.len() == 1 && callers.len() == 1).then(|| operations.first()).flatten();
    let moved = only.and_then(|operation| {
        let api = moved.api(to)?;
        moved.rehome(operation, Some(&api));
        let name = case.name(operation);
        let about = format!("{name} then stands where the data is it works with, and keeps what was written for it.");
        moved.idea("move-behaviour", 6, format!("Move {name} from {from_name} to {to_name}"), about)
    });
    vec![coarse, moved, merge::together(case, &[from.clone(), to.clone()])]
}

/// A new operation that makes these calls of one caller in its place, and is called by it.
fn gather(pad: &mut Pad, api: &Id, calls: &[&Connection], wish: &str) -> Option<Id> {
    let caller = calls.first()?.from.clone();
    let query = calls.iter().all(|call| asks(pad, call));
    let draft = Draft::new(Kind::Operation, words::fitting(wish)).within(api.clone());
    let operation = pad.add(draft.with("kind", if query { "query" } else { "command" }))?;
    let data: BTreeSet<_> = calls.iter().flat_map(|call| call.data.iter().copied()).collect();
    for call in calls {
        pad.reconnect(&call.head.id, &operation, &call.to);
    }
    pad.connect_saying(ConnectionKind::Call, &caller, &operation, [("data".to_owned(), json!(data))].into());
    Some(operation)
}

/// A service between that gathers some of what is called, or events in place of calls.
pub(super) fn sync_fan_out(case: &Case<'_>) -> Vec<Option<Idea>> {
    let Some(service) = case.finding.subjects.first() else { return Vec::new() };
    let mut callees: BTreeMap<Id, Vec<Connection>> = BTreeMap::new();
    for call in case.evidence() {
        if let Some(callee) = service_of(case.model, &call.to) {
            callees.entry(callee).or_default().push(call.clone());
        }
    }
    vec![aggregator(case, service, &callees), fewer_calls(case, service, &callees)]
}

fn aggregator(case: &Case<'_>, service: &Id, callees: &BTreeMap<Id, Vec<Connection>>) -> Option<Idea> {
    let name = case.name(service);
    let domain = |id: &Id| case.model.domain_of(id).map(|domain| domain.head.id.clone());
    let own = domain(service);
    let mut order: Vec<&Id> = callees.keys().collect();
    // Those of one other domain belong together most.
    let crowd = |id: &Id| order_of(callees.keys().filter(|other| domain(other) == domain(id)).count());
    order.sort_by_key(|id| (domain(id) == own, crowd(id), domain(id), (*id).clone()));
    let mut pad = case.pad();
    let new = pad.sibling(service, &format!("{name}_aggregator"))?;
    let api = pad.api(&new)?;
    let mut gathered: BTreeMap<Id, Id> = BTreeMap::new();
    let mut moved = Vec::new();
    for callee in order.into_iter().take(GATHERED) {
        for call in callees.get(callee)? {
            let operation = match gathered.get(&call.from) {
                Some(operation) => operation.clone(),
                None => {
                    let wish = match case.model.operation(&call.from) {
                        Some(operation) => format!("{}_parts", operation.head.name),
                        None => format!("parts_for_{name}"),
                    };
                    let made = blank(&mut pad, &api, call, &wish)?;
                    gathered.insert(call.from.clone(), made.clone());
                    made
                }
            };
            pad.reconnect(&call.head.id, &operation, &call.to);
        }
        moved.push(case.name(callee));
        if moved.len() > 1 && case.still(&pad).is_none() {
            break;
        }
    }
    let new = pad.name(&new);
    let about = format!(
        "{new} asks {} and answers {name} at once; {name} knows one contract instead of {}.",
        list(&moved),
        moved.len()
    );
    pad.idea("aggregator", 8, format!("Put a service between {name} and {}", list(&moved)), about)
}

/// The most first.
fn order_of(many: usize) -> usize {
    usize::MAX - many
}

/// An operation that is called in place of what a caller calls now.
fn blank(pad: &mut Pad, api: &Id, call: &Connection, wish: &str) -> Option<Id> {
    let kind = if asks(pad, call) { "query" } else { "command" };
    let made = pad.add(Draft::new(Kind::Operation, words::fitting(wish)).within(api.clone()).with("kind", kind))?;
    pad.connect_saying(ConnectionKind::Call, &call.from, &made, [("data".to_owned(), json!(call.data))].into());
    Some(made)
}

/// Turns the calls that cost least into events, until few enough are left.
fn fewer_calls(case: &Case<'_>, service: &Id, callees: &BTreeMap<Id, Vec<Connection>>) -> Option<Idea> {
    let mut pad = case.pad();
    let mut order: Vec<(&Id, &Vec<Connection>)> = callees.iter().collect();
    order.sort_by_key(|(id, calls)| (calls.iter().filter(|call| asks(&pad, call)).count(), calls.len(), (*id).clone()));
    let (mut names, mut cost) = (Vec::new(), 0);
    for (callee, calls) in order.into_iter().take(GATHERED) {
        for call in calls {
            if asks(&pad, call) {
                copy(&mut pad, call, Contract::Source)
            } else {
                tell(&mut pad, call)
            }
            cost += 3;
        }
        names.push(case.name(callee));
        if case.still(&pad).is_none() {
            break;
        }
    }
    let name = case.name(service);
    let title = format!("Turn the calls from {name} to {} into events", list(&names));
    let about = format!("{name} tells them by events and keeps copies of what it asks, instead of waiting for all.");
    pad.idea("turn-into-event", cost, title, about)
}

pub(super) fn time_budget(case: &Case<'_>) -> Vec<Option<Idea>> {
    let Some(operation) = case.finding.subjects.first().and_then(|id| case.model.operation(id)) else {
        return Vec::new();
    };
    let (id, name) = (&operation.head.id, &operation.head.name);
    let time = |call: &Connection| match call.timeout {
        Some(Timeout::After(ms)) => u64::from(ms) * u64::from(1 + call.retries.unwrap_or(0)),
        _ => 0,
    };
    let calls: Vec<Connection> = case.evidence().cloned().collect();
    let worst: u64 = calls.iter().map(time).sum();
    let mut ideas = Vec::new();

    let mut once = case.pad();
    for call in calls.iter().filter(|call| call.retries.is_some_and(|retries| retries > 0)) {
        once.say(&call.head.id, "retries", 0);
    }
    let about = format!("Each call is made once, and {name} can say in time that it did not work.");
    ideas.push(once.idea("drop-retries", 2, format!("Drop the retries of what {name} calls"), about));

    // A tenth is left for its own work.
    let enough = u32::try_from((worst * 10 / 9 + 1).next_multiple_of(10)).unwrap_or(u32::MAX);
    let mut raised = case.pad();
    raised.say(id, "timeout", enough);
    let about =
        format!("{name} then promises what it can keep: {enough} ms instead of {} ms.", operation.timeout.unwrap_or(0));
    ideas.push(raised.idea("raise-timeout", 3, format!("Give {name} {enough} ms"), about));

    let mut lowered = case.pad();
    let budget = u64::from(operation.timeout.unwrap_or(0)) * 88 / 100;
    for call in &calls {
        if let Some(Timeout::After(ms)) = call.timeout {
            let less = u64::from(ms) * budget / worst.max(1);
            lowered.say(&call.head.id, "timeout", json!(Timeout::After(u32::try_from(less).unwrap_or(ms).max(1))));
        }
    }
    let about = format!("What {name} waits for has to answer sooner, each in the same proportion.");
    ideas.push(lowered.idea("lower-timeouts", 3, format!("Lower the timeouts of what {name} calls"), about));

    let mut told = case.pad();
    let mut order: Vec<&Connection> =
        calls.iter().filter(|call| call.kind == ConnectionKind::Call && !asks(&told, call)).collect();
    order.sort_by_key(|call| std::cmp::Reverse(time(call)));
    let mut names = Vec::new();
    for call in order {
        tell(&mut told, call);
        names.push(case.name(&call.to));
        if case.still(&told).is_none() {
            break;
        }
    }
    let about = format!("{name} answers without waiting for {}.", list(&names));
    ideas.push(told.idea("turn-into-event", 4, format!("Tell {} by an event", list(&names)), about));
    ideas
}

pub(super) fn mixed_sync_async(case: &Case<'_>) -> Vec<Option<Idea>> {
    let [from, to, ..] = case.finding.subjects.as_slice() else { return Vec::new() };
    let (from, to) = (case.name(from), case.name(to));
    let of =
        |kind: ConnectionKind| -> Vec<Connection> { case.evidence().filter(|end| end.kind == kind).cloned().collect() };
    let (calls, hears) = (of(ConnectionKind::Call), of(ConnectionKind::Subscribe));
    let mut called = case.pad();
    called.remove(hears.iter().map(|end| end.head.id.clone()));
    let mut heard = case.pad();
    for call in &calls {
        if asks(&heard, call) {
            copy(&mut heard, call, Contract::Source);
        } else {
            heard.remove([call.head.id.clone()]);
        }
    }
    let answers =
        calls.iter().any(|call| case.model.operation(&call.to).is_some_and(|op| op.kind == OperationKind::Query));
    vec![
        heard.idea(
            "keep-event",
            if answers { 5 } else { 1 },
            format!("Let {from} tell {to} by the event alone"),
            format!("The call goes, and {from} no longer waits for {to}."),
        ),
        called.idea(
            "keep-call",
            if answers { 1 } else { 2 },
            format!("Let {from} tell {to} by the call alone"),
            format!("{to} no longer subscribes to what it is told by the call."),
        ),
    ]
}

/// Turns the dependencies on what changes more easily round.
pub(super) fn unstable_dependency(case: &Case<'_>) -> Vec<Option<Idea>> {
    let mut targets: BTreeMap<Id, Vec<Connection>> = BTreeMap::new();
    for tie in case.evidence() {
        if let Some(target) = service_of(case.model, &tie.to) {
            targets.entry(target).or_default().push(tie.clone());
        }
    }
    let mut ideas: Vec<Option<Idea>> = Vec::new();
    for start in 0..targets.len().min(4) {
        let (mut pad, mut ties) = (case.pad(), Vec::new());
        for (_, own) in targets.iter().cycle().skip(start).take(targets.len()) {
            for tie in own {
                turned::round(&mut pad, tie, Contract::Consumer);
            }
            ties.extend(own.iter().cloned());
            if case.still(&pad).is_none() {
                break;
            }
        }
        let (title, cost) = turned::all(&mut case.pad(), &ties, Contract::Consumer);
        ideas.push(pad.idea("turn-round", cost, title, "The dependency then runs to what changes less."));
    }
    ideas
}
