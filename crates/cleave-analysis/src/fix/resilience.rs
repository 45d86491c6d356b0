//! Making a call safer where it is: a timeout, a breaker, a fallback, a lookup, encryption, or a second copy of its target.

use super::event::{Contract, turn};
use super::{Case, Idea, Pad, list};
use cleave_model::{Id, Model, Timeout};
use serde_json::json;

/// Longest wait where the called operation does not say how long it may take, ms.
const WAIT: u32 = 1000;

/// The two services of a finding about calls from one to another.
fn pair<'a>(case: &Case<'a>) -> (&'a str, &'a str) {
    match case.finding.subjects.as_slice() {
        [from, to, ..] => (name(case.model, from), name(case.model, to)),
        _ => ("", ""),
    }
}

fn name<'m>(model: &'m Model, id: &Id) -> &'m str {
    model.get(id).map_or("", |record| record.name())
}

/// Says the same of every connection that shows the finding.
fn saying(case: &Case<'_>, field: &str, value: &serde_json::Value) -> Pad {
    let mut pad = case.pad();
    for connection in case.evidence() {
        pad.say(&connection.head.id, field, value.clone());
    }
    pad
}

pub(super) fn wobbly_call(case: &Case<'_>) -> Vec<Option<Idea>> {
    let (from, to) = pair(case);
    let mut timeouts = case.pad();
    let mut waits = Vec::new();
    for call in case.evidence() {
        let wait = case.model.operation(&call.to).and_then(|operation| operation.timeout).unwrap_or(WAIT);
        waits.push(wait);
        timeouts.say(&call.head.id, "timeout", json!(Timeout::After(wait)));
    }
    let longest = waits.iter().max().copied().unwrap_or(WAIT);
    let breaker = saying(case, "breaker", &json!(true));
    vec![
        timeouts.idea(
            "give-timeout",
            1,
            format!("Give the call from {from} to {to} a timeout"),
            format!("{from} waits at most {longest} ms for {to} and then goes on without an answer."),
        ),
        breaker.idea(
            "add-breaker",
            2,
            format!("Guard the call from {from} to {to} by a circuit breaker"),
            format!("After some failures {from} no longer asks {to} for a while and fails at once instead."),
        ),
    ]
}

pub(super) fn endpoint_based(case: &Case<'_>) -> Vec<Option<Idea>> {
    let (from, to) = pair(case);
    vec![saying(case, "discovery", &json!(true)).idea(
        "look-up-target",
        1,
        format!("Let {from} look up where {to} runs"),
        format!("The address of {to} is found at run time, so {to} can move, split or run in several copies."),
    )]
}

pub(super) fn unencrypted_link(case: &Case<'_>) -> Vec<Option<Idea>> {
    let (from, to) = pair(case);
    vec![saying(case, "encrypted", &json!(true)).idea(
        "encrypt",
        1,
        format!("Encrypt the way from {from} to {to}"),
        format!("What {from} and {to} say to each other can no longer be read or changed between their domains."),
    )]
}

pub(super) fn single_point(case: &Case<'_>) -> Vec<Option<Idea>> {
    let Some(service) = case.finding.subjects.first() else { return Vec::new() };
    let name = case.name(service);
    let mut pad = case.pad();
    pad.say(service, "replicas", 2);
    let run_two = pad.idea(
        "run-two",
        1,
        format!("Run two of {name}"),
        format!("When one copy of {name} is down, the other goes on answering."),
    );
    let (mut told, mut names) = (case.pad(), Vec::new());
    for call in case.evidence() {
        turn(&mut told, &call.head.id, Contract::Source);
        names.extend(case.model.service_of(&call.to).map(|service| service.head.name.as_str()));
        if case.still(&told).is_none() {
            break;
        }
    }
    names.dedup();
    let size = u32::try_from(names.len()).unwrap_or(0);
    let title = format!("Turn the calls from {name} to {} into events", list(&names));
    let about = format!("What can wait no longer goes down with {name}; what is asked is kept as a copy.");
    vec![run_two, told.idea("turn-into-event", 3 * size, title, about)]
}

/// Takes the weakest services out of the way by a fallback.
pub(super) fn low_availability(case: &Case<'_>) -> Vec<Option<Idea>> {
    let (mut pad, mut last) = (case.pad(), None);
    // Behind the weakest stands the next; as many as it takes.
    for _ in 0..6 {
        let Some(finding) = case.still(&pad) else { break };
        let calls: Vec<Id> = finding.evidence.iter().filter_map(|evidence| evidence.connection.clone()).collect();
        for call in &calls {
            pad.say(call, "optional", true);
        }
        last.get_or_insert(finding);
    }
    let weakest: Vec<String> = last
        .iter()
        .flat_map(|finding| &finding.marks)
        .filter(|id| case.model.service(id).is_some() && !case.finding.subjects.contains(id))
        .map(|id| case.name(id).to_owned())
        .collect();
    if weakest.is_empty() {
        return Vec::new();
    }
    let names = list(&weakest);
    let about = format!("Whoever calls {names} goes on with less when there is no answer.");
    vec![pad.idea("add-fallback", 3, format!("Give the calls to {names} a fallback"), about)]
}
