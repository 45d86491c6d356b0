//! Who answers for what: services, teams, layers, and offers nobody takes.

use super::event::Contract;
use super::{Case, Idea, list, turn, words};
use crate::graph::DesignGraph;
use cleave_model::{Connection, ConnectionKind, Draft, Id, Kind, Record, Visibility};
use std::collections::BTreeMap;

/// Most owners, teams or layers that are proposed.
const PROPOSED: usize = 3;

pub(super) fn dead_api(case: &Case<'_>) -> Vec<Option<Idea>> {
    let Some(operation) = case.finding.subjects.first().and_then(|id| case.model.operation(id)) else {
        return Vec::new();
    };
    let (id, name) = (&operation.head.id, &operation.head.name);
    let mut gone = case.pad();
    gone.remove([id.clone()]);
    let said = !operation.input.is_empty() || operation.output.is_some() || case.model.outgoing(id).next().is_some();
    let about = format!("Nothing has to be kept, tested and protected for no one; {name} goes with all that it does.");
    let mut ideas = vec![gone.idea("remove-operation", if said { 3 } else { 1 }, format!("Remove {name}"), about)];
    if let Some(api) = operation.head.home.as_ref().and_then(|api| case.model.api(api)) {
        let mut pad = case.pad();
        let alone = case.model.count(Some(&api.head.id), Kind::Operation) == 1;
        if alone {
            pad.say(&api.head.id, "visibility", Visibility::Public.word());
        } else if let Some(service) = api.head.home.clone() {
            // Its neighbours are called inside and stay so.
            let mut draft = Draft::new(Kind::Api, words::fitting(&format!("public_{}", api.head.name))).within(service);
            draft = draft.with("visibility", Visibility::Public.word());
            for (field, value) in
                [("version", serde_json::to_value(api.version)), ("auth", serde_json::to_value(&api.auth))]
            {
                draft = if let Ok(value) = value { draft.with(field, value) } else { draft };
            }
            match pad.add(draft) {
                Some(home) => pad.rehome(id, Some(&home)),
                None => pad.refuse(),
            }
        }
        let about = if alone {
            format!("The API {} is then meant for others outside the design.", api.head.name)
        } else {
            format!("{name} moves to an API of its own, meant for others outside the design.")
        };
        ideas.push(pad.idea("mark-public", 2, format!("Offer {name} to the public"), about));
    }
    ideas
}

pub(super) fn unowned(case: &Case<'_>) -> Vec<Option<Idea>> {
    let Some(record) = case.finding.subjects.first().and_then(|id| case.model.get(id)) else { return Vec::new() };
    match record {
        Record::Service(service) => teamless(case, &service.head.id),
        Record::Operation(_) | Record::DataStore(_) | Record::Event(_) => homeless(case, record),
        _ => Vec::new(),
    }
}

/// A team for a service: that of the services it has most to do with.
fn teamless(case: &Case<'_>, service: &Id) -> Vec<Option<Idea>> {
    let mut teams = teams_around(case, service);
    if teams.is_empty() {
        // Then that of its domain, or any there is.
        let domain = case.model.domain_of(service).map(|domain| &domain.head.id);
        for other in case.model.services() {
            if let Some(team) = &other.team {
                let near =
                    domain.is_some() && case.model.domain_of(&other.head.id).map(|domain| &domain.head.id) == domain;
                *teams.entry(team.clone()).or_default() += if near { 100 } else { 1 };
            }
        }
    }
    let mut teams: Vec<(String, usize)> = teams.into_iter().collect();
    teams.sort_by_key(|(team, many)| (usize::MAX - many, team.clone()));
    let name = case.name(service);
    let idea = |(at, (team, _)): (u32, (String, usize))| {
        let mut pad = case.pad();
        pad.say(service, "team", team.clone());
        let about = format!("Team {team} answers for {name}, as for what it has most to do with.");
        pad.idea("give-team", 1 + at, format!("Give {name} to team {team}"), about)
    };
    (0u32..).zip(teams.into_iter().take(PROPOSED)).map(idea).collect()
}

/// How many connections run between a service and those of each team.
fn teams_around(case: &Case<'_>, service: &Id) -> BTreeMap<String, usize> {
    let graph = DesignGraph::at(case.model, case.today);
    let mut teams: BTreeMap<String, usize> = BTreeMap::new();
    if let Some(at) = graph.element(service).and_then(|element| element.service) {
        let others = graph.needs(at).map(|tie| tie.to).chain(graph.needed(at).map(|tie| tie.from));
        for team in others.filter_map(|other| graph.services[other as usize].team.clone()) {
            *teams.entry(team).or_default() += 1;
        }
    }
    teams
}

/// A service for what belongs to none: those that use it most, writers and publishers before others.
fn homeless(case: &Case<'_>, record: &Record) -> Vec<Option<Idea>> {
    let id = record.id();
    let strong = |way: &Connection, kinds: [ConnectionKind; 2]| if kinds.contains(&way.kind) { 10 } else { 1 };
    let users =
        case.model.incoming(id).map(|way| (&way.from, strong(way, [ConnectionKind::Write, ConnectionKind::Publish])));
    let used = case.model.outgoing(id).map(|way| (&way.to, strong(way, [ConnectionKind::Read, ConnectionKind::Write])));
    let mut claims: BTreeMap<Id, usize> = BTreeMap::new();
    for (end, weight) in users.chain(used) {
        if let Some(service) = case.model.service_of(end) {
            *claims.entry(service.head.id.clone()).or_default() += weight;
        }
    }
    if let (true, Some(domain)) = (claims.is_empty(), case.model.domain_of(id)) {
        // Then those of its domain.
        let services = case.model.children(Some(&domain.head.id), Kind::Service);
        claims.extend(services.map(|service| (service.id().clone(), 1)));
    }
    let mut claims: Vec<(Id, usize)> = claims.into_iter().collect();
    claims.sort_by_key(|(owner, weight)| (usize::MAX - weight, owner.clone()));
    let name = record.name();
    let mut ideas: Vec<Option<Idea>> = Vec::new();
    for (at, (owner, _)) in (0u32..).zip(claims.iter().take(PROPOSED)) {
        let mut pad = case.pad();
        let home = if record.kind() == Kind::Operation { pad.api(owner) } else { Some(owner.clone()) };
        match home {
            Some(home) => pad.rehome(id, Some(&home)),
            None => pad.refuse(),
        }
        let owner = case.name(owner);
        let about = format!("{owner} answers for {name} when it has to change, or fails at night.");
        ideas.push(pad.idea("give-owner", 1 + at, format!("Give {name} to {owner}"), about));
    }
    if claims.is_empty() {
        let mut new = case.pad();
        let service = new.add(Draft::new(Kind::Service, words::fitting(name)));
        let home = service
            .and_then(|service| if record.kind() == Kind::Operation { new.api(&service) } else { Some(service) });
        match home {
            Some(home) => new.rehome(id, Some(&home)),
            None => new.refuse(),
        }
        ideas.push(new.idea(
            "own-service",
            5,
            format!("Make a service for {name}"),
            format!("The new service answers for {name}."),
        ));
        let mut gone = case.pad();
        gone.remove([id.clone()]);
        ideas.push(gone.idea(
            "remove-unowned",
            4,
            format!("Remove {name}"),
            format!("Nobody uses {name} and nobody answers for it."),
        ));
    }
    ideas
}

/// The team a service has most to do with, or its busiest connections turned round.
pub(super) fn team_ownership(case: &Case<'_>) -> Vec<Option<Idea>> {
    let Some(service) = case.finding.subjects.first().and_then(|id| case.model.service(id)) else { return Vec::new() };
    let mut teams: Vec<(String, usize)> = teams_around(case, &service.head.id).into_iter().collect();
    teams.sort_by_key(|(team, many)| (usize::MAX - many, team.clone()));
    let name = &service.head.name;
    let own = service.team.clone().unwrap_or_default();
    let idea = |(at, (team, many)): (u32, (String, usize))| {
        let mut pad = case.pad();
        pad.say(&service.head.id, "team", team.clone());
        let about = format!("{many} of its connections run to services of team {team}; team {own} gives it up.");
        pad.idea("change-team", 2 + at, format!("Give {name} to team {team}"), about)
    };
    (0u32..).zip(teams.into_iter().filter(|(team, _)| *team != own).take(PROPOSED)).map(idea).collect()
}

pub(super) fn layer_violation(case: &Case<'_>) -> Vec<Option<Idea>> {
    let [from, to, ..] = case.finding.subjects.as_slice() else { return Vec::new() };
    let layer = |id: &Id| case.model.service(id).and_then(|service| service.layer.clone());
    let (Some(own), Some(other)) = (layer(from), layer(to)) else { return Vec::new() };
    let (from_name, to_name) = (case.name(from), case.name(to));
    let moved = |id: &Id, name: &str, to: &str, cost: u32| {
        let mut pad = case.pad();
        pad.say(id, "layer", to);
        let about = format!("{from_name} and {to_name} then stand where their dependency runs as the layers allow.");
        pad.idea("put-in-layer", cost, format!("Put {name} in layer {to}"), about)
    };
    let ties: Vec<Connection> = case.evidence().cloned().collect();
    let mut pad = case.pad();
    let (title, cost) = turn::all(&mut pad, &ties, Contract::Consumer);
    let layers: Vec<String> = case.model.designs().flat_map(|design| design.policy.layers.clone()).collect();
    let mut ideas = vec![
        moved(from, from_name, &other, 3),
        moved(to, to_name, &own, 3),
        pad.idea("turn-round", cost + 1, title, format!("{from_name} then no longer depends on {to_name}.")),
    ];
    // In strict layers the one below the caller is as good as the caller's own.
    let strict = case.model.designs().any(|design| design.policy.strict_layers);
    if let Some(below) =
        layers.iter().position(|layer| *layer == own).and_then(|at| layers.get(at + 1)).filter(|_| strict)
    {
        ideas.push(moved(to, to_name, below, 2));
    }
    ideas
}

/// Takes services out of a domain that have more to do with another.
pub(super) fn low_cohesion(case: &Case<'_>) -> Vec<Option<Idea>> {
    let Some(domain) = case.finding.subjects.first() else { return Vec::new() };
    let graph = DesignGraph::at(case.model, case.today);
    let domain_of = |service: u32| case.model.domain_of(graph.id(service)).map(|domain| &domain.head.id);
    // For each service of the domain, the domain it would rather stand in and how much rather.
    let mut wishes: Vec<(i64, Id, Id)> = Vec::new();
    for service in (0..graph.n()).filter(|service| domain_of(*service) == Some(domain)) {
        let mut pulls: BTreeMap<Option<&Id>, i64> = BTreeMap::new();
        for other in graph.all.graph.out(service).iter().chain(graph.all.graph.ins(service)) {
            *pulls.entry(domain_of(*other)).or_default() += 1;
        }
        let home = pulls.get(&Some(domain)).copied().unwrap_or(0);
        let others = pulls.into_iter().filter_map(|(other, pull)| Some((other?, pull)));
        let best =
            others.filter(|(other, _)| *other != domain).max_by_key(|(other, pull)| (*pull, std::cmp::Reverse(*other)));
        if let Some((other, pull)) = best {
            wishes.push((home - pull, graph.id(service).clone(), other.clone()));
        }
    }
    wishes.sort();
    let mut ideas: Vec<Option<Idea>> = Vec::new();
    for start in 0..wishes.len().min(PROPOSED) {
        let mut pad = case.pad();
        let mut told = Vec::new();
        for (_, service, other) in wishes.iter().skip(start).chain(wishes.iter().take(start)) {
            pad.rehome(service, Some(other));
            told.push(format!("{} to {}", case.name(service), case.name(other)));
            if case.still(&pad).is_none() {
                break;
            }
        }
        let cost = 2 * u32::try_from(told.len()).unwrap_or(0);
        let about = format!("It has more to do with what is there than with the rest of {}.", case.name(domain));
        ideas.push(pad.idea("move-service", cost, format!("Move {}", list(&told)), about));
    }
    let mut pad = case.pad();
    pad.dissolve(domain);
    let name = case.name(domain);
    let about = format!("Its services stand where {name} stood; nothing else changes.");
    ideas.push(pad.idea("dissolve-domain", 6, format!("Dissolve the domain {name}"), about));
    ideas
}
