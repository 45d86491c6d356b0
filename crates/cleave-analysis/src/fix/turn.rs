//! Turning one dependency round, or taking its contract to the side that needs it, whatever kind it is.

use super::event::{Contract, turn};
use super::{Pad, stores};
use cleave_model::{Connection, ConnectionKind};

/// Ends the dependency of one service on another that a connection makes, and says in words what was done: a sentence
/// without its first capital.
pub(super) fn round(pad: &mut Pad, connection: &Connection, contract: Contract) -> Option<String> {
    let owner = |pad: &Pad, id| pad.service_of(id).map_or_else(|| pad.name(id), |service| pad.name(&service));
    let (from, to) = (owner(pad, &connection.from), owner(pad, &connection.to));
    let what = pad.name(&connection.to);
    Some(match connection.kind {
        ConnectionKind::Call => {
            turn(pad, &connection.head.id, contract);
            format!("turn the call from {from} to {to} into an event")
        }
        ConnectionKind::Subscribe => {
            let hears = pad.service_of(&connection.from)?;
            pad.rehome(&connection.to, Some(&hears));
            format!("give the contract of {what} to {from}, which needs it")
        }
        ConnectionKind::Read | ConnectionKind::Write => {
            stores::apart(pad, connection, contract);
            format!("let an event stand between {from} and the {what} store of {to}")
        }
        ConnectionKind::Depend | ConnectionKind::ReleaseWith => {
            pad.remove([connection.head.id.clone()]);
            format!("drop what ties {from} to {to} by declaration")
        }
        ConnectionKind::Publish | ConnectionKind::Use => {
            pad.refuse();
            return None;
        }
    })
}

/// What it costs to turn such a connection round.
pub(super) fn cost(connection: &Connection) -> u32 {
    match connection.kind {
        ConnectionKind::Call => 3,
        ConnectionKind::Read | ConnectionKind::Write => 4,
        ConnectionKind::Depend | ConnectionKind::ReleaseWith => 2,
        _ => 1,
    }
}

/// Turns several round and tells what was done, each thing once.
pub(super) fn all(pad: &mut Pad, connections: &[Connection], contract: Contract) -> (String, u32) {
    let mut told: Vec<String> = Vec::new();
    for connection in connections {
        if let Some(step) = round(pad, connection, contract)
            && !told.contains(&step)
        {
            told.push(step);
        }
    }
    let cost = connections.iter().map(cost).sum();
    (capital(&super::list(&told)), cost)
}

/// The same sentence with a large first letter.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
