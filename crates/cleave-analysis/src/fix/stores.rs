//! Data that belongs to one service: reached through its operations, told by events, copied, or parted.

use super::event::{self, Contract};
use super::{Case, Idea, Pad, list, words};
use cleave_model::{Connection, ConnectionKind, Draft, Entity, Id, Kind, Model, OperationKind, Record};
use serde_json::json;
use std::collections::BTreeSet;

/// Ends an access to another service's store by an operation of its owner.
fn ask_owner(pad: &mut Pad, access: &Connection, known: Option<&Id>) -> Option<Id> {
    let owner = pad.service_of(&access.to)?;
    let operation = match known {
        Some(operation) => operation.clone(),
        None => {
            let store = pad.name(&access.to);
            let writes = access.kind == ConnectionKind::Write;
            let wish = if writes { format!("update_{store}") } else { format!("get_{store}") };
            let kind = if writes { "command" } else { "query" };
            let api = pad.api(&owner)?;
            let made = pad.add(Draft::new(Kind::Operation, words::fitting(&wish)).within(api).with("kind", kind))?;
            pad.connect_saying(access.kind, &made, &access.to, [("data".to_owned(), json!(access.data))].into());
            made
        }
    };
    pad.connect_saying(
        ConnectionKind::Call,
        &access.from,
        &operation,
        [("data".to_owned(), json!(access.data))].into(),
    );
    pad.remove([access.head.id.clone()]);
    Some(operation)
}

/// Ends an access to another service's store by an event: what is written is told to the owner, what is read is copied.
pub(super) fn apart(pad: &mut Pad, access: &Connection, contract: Contract) {
    let (Some(accessor), Some(owner)) = (pad.service_of(&access.from), pad.service_of(&access.to)) else {
        return pad.refuse();
    };
    if access.kind == ConnectionKind::Write {
        let operation = if access.from == accessor { String::new() } else { pad.name(&access.from) };
        let name = if operation.is_empty() {
            words::changed(&pad.name(&access.to))
        } else {
            words::fact(&operation, &pad.name(&accessor))
        };
        let known = pad.model().named(Kind::Event, Some(&accessor), &name).next().map(|event| event.id().clone());
        let sensitivity = json!(access.data.iter().max().copied().unwrap_or(cleave_model::Sensitivity::None));
        let draft = Draft::new(Kind::Event, name).within(accessor).with("sensitivity", sensitivity);
        let Some(event) = known.or_else(|| pad.add(draft)) else { return pad.refuse() };
        pad.connect(ConnectionKind::Publish, &access.from, &event);
        pad.connect(ConnectionKind::Subscribe, &owner, &event);
        pad.connect(ConnectionKind::Write, &owner, &access.to);
    } else {
        let master = only_entity(pad.model(), &access.to);
        let what = master.as_ref().map_or_else(|| pad.name(&access.to), |entity| entity.head.name.clone());
        let sources = std::slice::from_ref(&owner);
        let fed = event::feed(pad, sources, &accessor, contract, (&what, master.as_ref(), &access.data));
        let Some(event) = fed else { return pad.refuse() };
        event::keep(pad, (&access.from, &accessor), &owner, &event, (&what, master.as_ref()));
    }
    pad.remove([access.head.id.clone()]);
}

fn only_entity(model: &Model, store: &Id) -> Option<Entity> {
    let mut entities = model.children(Some(store), Kind::Entity).filter_map(Record::as_entity);
    let only = entities.next()?;
    entities.next().is_none().then(|| only.clone())
}

/// A query of the owner that reads the store already. What a command of it does beside writing, nobody knows.
fn same_done(model: &Model, access: &Connection) -> Option<Id> {
    if access.kind == ConnectionKind::Write {
        return None;
    }
    let owner = &model.service_of(&access.to)?.head.id;
    let does =
        |operation: &Id| model.outgoing(operation).any(|other| other.kind == access.kind && other.to == access.to);
    model
        .operations_of(owner)
        .filter(|operation| operation.kind == OperationKind::Query)
        .map(|operation| operation.head.id.clone())
        .find(does)
}

pub(super) fn foreign(case: &Case<'_>) -> Vec<Option<Idea>> {
    let [stranger, store, ..] = case.finding.subjects.as_slice() else { return Vec::new() };
    let accesses: Vec<Connection> = case.evidence().cloned().collect();
    ways(case, store, std::slice::from_ref(stranger), &accesses)
}

pub(super) fn shared(case: &Case<'_>) -> Vec<Option<Idea>> {
    let Some(store) = case.finding.subjects.first() else { return Vec::new() };
    let user = |access: &Connection| case.model.service_of(&access.from).map(|service| service.head.id.clone());
    let accesses: Vec<Connection> = case.evidence().cloned().collect();
    let users: BTreeSet<Id> = accesses.iter().filter_map(user).collect();
    if let Some(owner) = case.model.service_of(store).map(|owner| owner.head.id.clone()) {
        let foreign: Vec<Connection> =
            accesses.into_iter().filter(|access| user(access).as_ref() != Some(&owner)).collect();
        let strangers: Vec<Id> = users.into_iter().filter(|user| *user != owner).collect();
        return ways(case, store, &strangers, &foreign);
    }
    // Whoever writes most has the best claim.
    let claim = |user_: &Id| {
        let of = |kind: ConnectionKind| {
            accesses.iter().filter(|access| access.kind == kind && user(access).as_ref() == Some(user_)).count()
        };
        (of(ConnectionKind::Write), of(ConnectionKind::Read))
    };
    let mut owners: Vec<Id> = users.iter().cloned().collect();
    owners.sort_by_key(|owner| std::cmp::Reverse(claim(owner)));
    let mut ideas: Vec<Option<Idea>> = Vec::new();
    for owner in owners.iter().take(3) {
        let foreign: Vec<Connection> =
            accesses.iter().filter(|access| user(access).as_ref() != Some(owner)).cloned().collect();
        let others: Vec<Id> = users.iter().filter(|user| *user != owner).cloned().collect();
        ideas.extend(owned(case, store, owner, &others, &foreign));
    }
    ideas
}

/// Names with the verb that fits their number.
fn verb<'a>(names: &[String], one: &'a str, many: &'a str) -> &'a str {
    if names.len() == 1 { one } else { many }
}

/// Gives a store nobody owns to one of its users and lets the others ask.
fn owned(case: &Case<'_>, store: &Id, owner: &Id, others: &[Id], foreign: &[Connection]) -> Vec<Option<Idea>> {
    let (name, owner_name) = (case.name(store), case.name(owner));
    let names: Vec<String> = others.iter().map(|id| case.name(id).to_owned()).collect();
    let give = || {
        let mut pad = case.pad();
        pad.rehome(store, Some(owner));
        pad
    };
    let mut asked = give();
    each_asked(&mut asked, foreign);
    let mut told = give();
    for access in foreign {
        apart(&mut told, access, Contract::Source);
    }
    let size = u32::try_from(foreign.len()).unwrap_or(0);
    vec![
        asked.idea(
            "give-owner",
            3 + 3 * size,
            format!("Give the {name} store to {owner_name}, and let {} call it", list(&names)),
            format!(
                "{owner_name} answers for the data. {} {} operations of it.",
                list(&names),
                verb(&names, "calls", "call")
            ),
        ),
        told.idea(
            "replicate-by-events",
            4 + 4 * size,
            format!("Give the {name} store to {owner_name}, and let events go to and from {}", list(&names)),
            format!(
                "{owner_name} answers for the data. {} {} it what happened and {} copies.",
                list(&names),
                verb(&names, "tells", "tell"),
                verb(&names, "keeps", "keep")
            ),
        ),
    ]
}

pub(super) fn each_asked(pad: &mut Pad, accesses: &[Connection]) {
    let mut made: Vec<(ConnectionKind, Id)> = Vec::new();
    for access in accesses {
        let known = (made.iter().find(|(kind, _)| *kind == access.kind).map(|(_, id)| id.clone()))
            .or_else(|| same_done(pad.model(), access));
        match ask_owner(pad, access, known.as_ref()) {
            Some(operation) => made.push((access.kind, operation)),
            None => return pad.refuse(),
        }
    }
}

/// What can be done about accesses to a store that has an owner.
fn ways(case: &Case<'_>, store: &Id, strangers: &[Id], accesses: &[Connection]) -> Vec<Option<Idea>> {
    let Some(owner) = case.model.service_of(store) else { return Vec::new() };
    let (name, owner_name) = (case.name(store), owner.head.name.as_str());
    let names: Vec<String> = strangers.iter().map(|id| case.name(id).to_owned()).collect();
    let who = list(&names);
    let size = u32::try_from(accesses.len()).unwrap_or(0);
    let mut ideas = Vec::new();

    let mut asked = case.pad();
    each_asked(&mut asked, accesses);
    let called: BTreeSet<String> = called_now(&asked, accesses);
    let called: Vec<String> = called.into_iter().collect();
    ideas.push(asked.idea(
        "operation-on-owner",
        3 * size,
        format!("Let {who} call {} of {owner_name} instead", list(&called)),
        format!(
            "{owner_name} alone touches the {name} store; {who} {} it and no longer {} how it is kept.",
            verb(&names, "asks", "ask"),
            verb(&names, "knows", "know")
        ),
    ));

    let mut told = case.pad();
    for access in accesses {
        apart(&mut told, access, Contract::Source);
    }
    let writes = accesses.iter().any(|access| access.kind == ConnectionKind::Write);
    let reads = accesses.iter().any(|access| access.kind == ConnectionKind::Read);
    let (title, about) = match (writes, reads) {
        (true, false) => (
            format!("Let {who} tell {owner_name} by an event"),
            format!("{owner_name} subscribes and writes its own store; nobody waits."),
        ),
        (false, true) => (
            format!("Let {who} keep a copy that {owner_name} feeds by an event"),
            format!(
                "{who} {} the copy and {} without {owner_name}.",
                verb(&names, "reads", "read"),
                verb(&names, "answers", "answer")
            ),
        ),
        _ => (
            format!("Let {who} tell {owner_name} by events and keep a copy"),
            format!("{owner_name} alone writes the {name} store; what changes comes back by an event."),
        ),
    };
    ideas.push(told.idea(if writes { "tell-owner" } else { "read-model" }, 4 * size, title, about));

    let mut parted = case.pad();
    for access in accesses {
        let Some(stranger) = parted.service_of(&access.from) else { continue };
        let known = parted.model().named(Kind::DataStore, Some(&stranger), name).next().map(|store| store.id().clone());
        let engine = case.model.store(store).map(|store| json!(store.engine)).unwrap_or_default();
        let draft = Draft::new(Kind::DataStore, name).within(stranger).with("engine", engine);
        match known.or_else(|| parted.add(draft)) {
            Some(own) => parted.reconnect(&access.head.id, &access.from, &own),
            None => parted.refuse(),
        }
    }
    ideas.push(parted.idea(
        "split-store",
        6 * size,
        format!("Give {who} {} own store", verb(&names, "its", "their")),
        format!(
            "What {who} {} in the {name} store of {owner_name} moves to {}.",
            verb(&names, "keeps", "keep"),
            verb(&names, "a store of its own", "stores of their own")
        ),
    ));
    ideas
}

/// The operations that are called where a store was accessed before, by name.
fn called_now(pad: &Pad, accesses: &[Connection]) -> BTreeSet<String> {
    let from: BTreeSet<&Id> = accesses.iter().map(|access| &access.from).collect();
    let calls =
        from.into_iter().flat_map(|from| pad.model().outgoing(from)).filter(|call| call.kind == ConnectionKind::Call);
    let owners: BTreeSet<Option<Id>> = accesses.iter().map(|access| pad.service_of(&access.to)).collect();
    calls.filter(|call| owners.contains(&pad.service_of(&call.to))).map(|call| pad.name(&call.to)).collect()
}

pub(super) fn orphan(case: &Case<'_>) -> Vec<Option<Idea>> {
    let Some(store) = case.finding.subjects.first() else { return Vec::new() };
    let name = case.name(store);
    let mut ideas = Vec::new();
    if let Some(owner) = case.model.service_of(store) {
        let (mut pad, owner_name) = (case.pad(), &owner.head.name);
        pad.connect(ConnectionKind::Read, &owner.head.id, store);
        pad.connect(ConnectionKind::Write, &owner.head.id, store);
        ideas.push(pad.idea(
            "connect-store",
            if case.model.count(Some(store), Kind::Entity) > 0 { 1 } else { 3 },
            format!("Let {owner_name} read and write {name}"),
            format!("The drawing then says what {name} is for."),
        ));
    }
    let mut pad = case.pad();
    pad.remove([store.clone()]);
    ideas.push(pad.idea("delete-store", 2, format!("Delete {name}"), format!("{name} goes with the entities in it.")));
    ideas
}
