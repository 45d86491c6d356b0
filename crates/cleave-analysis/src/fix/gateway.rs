//! A door between those outside and the services: one that is there already, or a new one.

use super::{Case, Idea, Pad};
use cleave_model::{Auth, Connection, ConnectionKind, Draft, Id, Kind, Role};
use serde_json::json;

/// The gateways of the design, those that are used from outside already first.
fn gateways(case: &Case<'_>) -> Vec<Id> {
    let doors = case.model.services().filter(|service| service.role == Role::Gateway);
    let mut doors: Vec<Id> = doors.map(|service| service.head.id.clone()).collect();
    let used = |door: &Id| case.model.incoming(door).any(|connection| connection.kind == ConnectionKind::Use);
    doors.sort_by_key(|door| (!used(door), door.clone()));
    doors
}

/// Leads these uses through a gateway.
fn through(pad: &mut Pad, door: &Id, uses: &[Connection]) {
    for way in uses {
        pad.connect_saying(ConnectionKind::Call, door, &way.to, [("data".to_owned(), json!(way.data))].into());
        pad.reconnect(&way.head.id, &way.from, door);
    }
}

/// A new gateway, with the name of its role.
fn new_door(pad: &mut Pad) -> Option<Id> {
    pad.add(Draft::new(Kind::Service, "gateway").with("role", "gateway"))
}

/// Each gateway there is, and a new one, between those who use and what they use.
fn doors(case: &Case<'_>, uses: &[Connection], who: &str, what: &str) -> Vec<Option<Idea>> {
    if uses.is_empty() {
        return Vec::new();
    }
    let mut ideas = Vec::new();
    for door in gateways(case).into_iter().take(2) {
        let (mut pad, name) = (case.pad(), case.name(&door));
        through(&mut pad, &door, uses);
        let about = format!("{who} comes to {name}, and {name} calls {what}.");
        ideas.push(pad.idea("use-gateway", 2, format!("Lead {who} to {what} through {name}"), about));
    }
    let mut pad = case.pad();
    if let Some(door) = new_door(&mut pad) {
        through(&mut pad, &door, uses);
        let name = pad.name(&door);
        let about = format!("{who} comes to {name}, which proves who calls, sets limits, and calls {what}.");
        ideas.push(pad.idea("add-gateway", 4, format!("Put a gateway between {who} and {what}"), about));
    }
    ideas
}

pub(super) fn no_gateway(case: &Case<'_>) -> Vec<Option<Idea>> {
    let [who, service, ..] = case.finding.subjects.as_slice() else { return Vec::new() };
    let uses: Vec<Connection> = case.evidence().cloned().collect();
    if uses.is_empty() {
        return vec![edge(case, service)];
    }
    doors(case, &uses, case.name(who), case.name(service))
}

/// Where the policy says that a service is reached from outside, a gateway takes its place there.
fn edge(case: &Case<'_>, service: &Id) -> Option<Idea> {
    let name = case.name(service);
    let mut pad = case.pad();
    let door = new_door(&mut pad)?;
    pad.connect(ConnectionKind::Call, &door, service);
    let design = case.model.designs().next()?;
    let mut policy = design.policy.clone();
    let by_name = |selector: &&mut cleave_model::topology::Selector| selector.value == name;
    policy.edge_members.iter_mut().find(by_name)?.value = pad.name(&door);
    pad.say(&design.head.id, "policy", serde_json::to_value(policy).ok()?);
    let about =
        format!("The policy then names the gateway as what is reached from outside, and the gateway calls {name}.");
    pad.idea("add-gateway", 5, format!("Put a gateway before {name}"), about)
}

pub(super) fn unauthenticated_api(case: &Case<'_>) -> Vec<Option<Idea>> {
    let Some(operation) = case.finding.subjects.first().and_then(|id| case.model.operation(id)) else {
        return Vec::new();
    };
    let Some(api) = operation.head.home.as_ref().and_then(|id| case.model.api(id)) else { return Vec::new() };
    let mut pad = case.pad();
    pad.say(&api.head.id, "auth", json!(Auth::Bearer { issuer: None, audience: None }));
    let name = &api.head.name;
    let about = format!("Whoever calls an operation of {name} proves who they are; say the issuer where it is known.");
    let mut ideas = vec![pad.idea("require-token", 1, format!("Require a bearer token of callers of {name}"), about)];
    let uses: Vec<Connection> = case.evidence().cloned().collect();
    let who: Vec<&str> = uses.iter().map(|way| case.name(&way.from)).collect();
    ideas.extend(doors(case, &uses, &super::list(&who), &operation.head.name));
    ideas
}
