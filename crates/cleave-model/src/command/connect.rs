//! Drawing connections, moving their ends, and which ends fit which kind.

use super::{Fields, change, trial::Trial};
use crate::{Connection, ConnectionKind, Id, Kind, Refusal};

/// Whether a connection of this kind may run between records of these kinds.
pub fn fits(connection: ConnectionKind, from: Kind, to: Kind) -> bool {
    use ConnectionKind as C;
    use Kind as K;
    let acts = matches!(from, K::Service | K::Operation);
    match connection {
        C::Call => acts && matches!(to, K::Operation | K::Service | K::External),
        C::Publish => (acts || from == K::External) && to == K::Event,
        C::Subscribe => (acts || from == K::External) && to == K::Event,
        C::Read | C::Write => (acts || from == K::External) && to == K::DataStore,
        C::Use => matches!(from, K::Actor | K::External) && matches!(to, K::Operation | K::Service),
        C::Depend | C::ReleaseWith => from == K::Service && to == K::Service,
    }
}

/// What a connection of this kind needs, for a refusal's hint.
pub(crate) fn ends_hint(connection: &str) -> String {
    match ConnectionKind::from_word(connection) {
        Some(ConnectionKind::Call) => {
            "A call runs from a service or operation to an operation, service or external system"
        }
        Some(ConnectionKind::Publish) => "A service or operation publishes an event",
        Some(ConnectionKind::Subscribe) => "A service subscribes to an event",
        Some(ConnectionKind::Read | ConnectionKind::Write) => "A service or operation reads or writes a data store",
        Some(ConnectionKind::Use) => "An actor or external system uses a service or operation",
        Some(ConnectionKind::Depend | ConnectionKind::ReleaseWith) | None => "This runs from a service to a service",
    }
    .into()
}

pub(super) fn run(trial: &mut Trial, kind: ConnectionKind, from: &Id, to: &Id, fields: &Fields) -> Result<(), Refusal> {
    check(trial, kind, from, to, None)?;
    let mut head = trial.head(Kind::Connection, "", Some(from));
    head.home = None;
    let record = change::with_fields(&Connection::new(head, kind, from.clone(), to.clone()).into(), fields)?;
    trial.born(record);
    Ok(())
}

pub(super) fn again(trial: &mut Trial, id: &Id, kind: ConnectionKind, from: &Id, to: &Id) -> Result<(), Refusal> {
    let Some(connection) = trial.need(id)?.as_connection().cloned() else {
        return Err(Refusal::Fixed { id: id.clone(), reason: "it is not a connection".into() });
    };
    check(trial, kind, from, to, Some(id))?;
    let moved = connection.from != *from;
    let mut next = Connection { kind, from: from.clone(), to: to.clone(), ..connection.clone() };
    if moved {
        next.head.rank = u32::try_from(trial.model().count(Some(from), Kind::Connection)).unwrap_or(u32::MAX);
    }
    trial.put(next);
    if moved {
        trial.close_ranks(Some(&connection.from), Kind::Connection);
    }
    Ok(())
}

pub(super) fn check(
    trial: &Trial,
    kind: ConnectionKind,
    from: &Id,
    to: &Id,
    except: Option<&Id>,
) -> Result<(), Refusal> {
    let (from_kind, to_kind) = (trial.need(from)?.kind(), trial.need(to)?.kind());
    if !fits(kind, from_kind, to_kind) {
        return Err(Refusal::WrongEnds { connection: kind.word().into(), from: from_kind, to: to_kind });
    }
    let mut twins = trial.model().outgoing(from).filter(|other| Some(&other.head.id) != except);
    match twins.find(|other| other.kind == kind && other.to == *to) {
        Some(twin) => Err(Refusal::AlreadyConnected { id: twin.head.id.clone() }),
        None => Ok(()),
    }
}
