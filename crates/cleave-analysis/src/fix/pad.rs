//! A pad on which a fix is written down: commands in order, each tried on a copy of the design as it is added.

use super::words;
use cleave_model::command::Fields;
use cleave_model::{Command, ConnectionKind, Draft, Id, Kind, Model, Record, Refusal, Service, decide, name};
use serde_json::Value;

/// Commands that were not refused so far, and the design they lead to.
#[derive(Debug, Clone)]
pub(super) struct Pad {
    model: Model,
    commands: Vec<Command>,
    refused: bool,
}

impl Pad {
    pub(super) fn new(model: &Model) -> Self {
        Self { model: model.clone(), commands: Vec::new(), refused: false }
    }

    /// The design as it would be.
    pub(super) fn model(&self) -> &Model {
        &self.model
    }

    /// The commands as one; nothing where one was refused or nothing is written.
    pub(super) fn command(mut self) -> Option<Command> {
        if self.refused || self.commands.is_empty() {
            return None;
        }
        if self.commands.len() == 1 { self.commands.pop() } else { Some(Command::all(self.commands)) }
    }

    /// Gives the whole fix up: what it needs is not there.
    pub(super) fn refuse(&mut self) {
        self.refused = true;
    }

    /// Adds a command. A refusal spoils the whole pad, except that there was nothing to do.
    fn ask(&mut self, command: Command) -> Option<cleave_model::Change> {
        if self.refused {
            return None;
        }
        match decide(&self.model, &command) {
            Ok(change) => {
                self.model.apply(&change);
                self.commands.push(command);
                Some(change)
            }
            Err(Refusal::Nothing) => None,
            Err(_) => {
                self.refused = true;
                None
            }
        }
    }

    /// Makes a record and answers its id.
    pub(super) fn add(&mut self, draft: Draft) -> Option<Id> {
        let kind = draft.kind;
        let change = self.ask(Command::add(draft))?;
        let born = change.swaps().iter().filter(|swap| swap.before.is_none()).filter_map(|swap| swap.after.as_ref());
        let mut born = born.filter(|record| record.kind() == kind);
        born.next().map(|record| record.id().clone())
    }

    pub(super) fn rename(&mut self, id: &Id, name: String) {
        self.ask(Command::Rename { id: id.clone(), name });
    }

    /// Says something else of a record.
    pub(super) fn say(&mut self, id: &Id, field: &str, value: impl Into<Value>) {
        self.say_all(id, [(field, value.into())]);
    }

    /// Says several things of a record at once.
    pub(super) fn say_all<const N: usize>(&mut self, id: &Id, fields: [(&str, Value); N]) {
        let fields = fields.into_iter().map(|(field, value)| (field.to_owned(), value)).collect();
        self.ask(Command::Change { id: id.clone(), fields });
    }

    /// Draws a connection, unless it is drawn already.
    pub(super) fn connect(&mut self, kind: ConnectionKind, from: &Id, to: &Id) {
        self.connect_saying(kind, from, to, Fields::new());
    }

    /// Draws a connection and says this of it, unless it is drawn already.
    pub(super) fn connect_saying(&mut self, connection: ConnectionKind, from: &Id, to: &Id, fields: Fields) {
        if !self.has(connection, from, to) {
            self.ask(Command::Connect { connection, from: from.clone(), to: to.clone(), fields });
        }
    }

    /// Moves the ends of a connection, or takes it away where such a one is drawn already.
    pub(super) fn reconnect(&mut self, id: &Id, from: &Id, to: &Id) {
        let Some(connection) = self.model.connection(id) else { return };
        let kind = connection.kind;
        if connection.from == *from && connection.to == *to {
            return;
        }
        if self.has(kind, from, to) {
            self.remove([id.clone()]);
        } else {
            self.ask(Command::Reconnect { id: id.clone(), connection: kind, from: from.clone(), to: to.clone() });
        }
    }

    /// Takes records away; those that are gone already stay so.
    pub(super) fn remove(&mut self, ids: impl IntoIterator<Item = Id>) {
        let ids: Vec<Id> = ids.into_iter().filter(|id| self.model.get(id).is_some()).collect();
        if !ids.is_empty() {
            self.ask(Command::Remove { ids });
        }
    }

    /// Puts a record somewhere else, under another name where its own is taken there.
    pub(super) fn rehome(&mut self, id: &Id, home: Option<&Id>) {
        let Some(record) = self.model.get(id) else { return };
        if record.home() == home {
            return;
        }
        let (kind, own) = (record.kind(), record.name().to_owned());
        let (from, to) = (self.service_of(id), home.and_then(|home| self.service_of(home)));
        let taken = |name: &str| match (kind, &to) {
            // In its own service an operation meets nobody by moving from API to API.
            (Kind::Operation, Some(_)) if from == to => false,
            (Kind::Operation, Some(to)) => self.model.operations_of(to).any(|other| other.head.name == name),
            _ => self.model.named(kind, home, name).any(|other| other.id() != id),
        };
        let free = name::free(&own, taken);
        if free != own {
            self.rename(id, free);
        }
        self.ask(Command::Rehome { ids: vec![id.clone()], home: home.cloned() });
    }

    /// Takes a domain away and leaves what is in it where the domain stood.
    pub(super) fn dissolve(&mut self, domain: &Id) {
        let home = self.model.get(domain).and_then(Record::home).cloned();
        for kind in [Kind::Domain, Kind::Service, Kind::Api, Kind::Note] {
            let inside: Vec<Id> = self.model.children(Some(domain), kind).map(|record| record.id().clone()).collect();
            for id in inside {
                self.rehome(&id, home.as_ref());
            }
        }
        self.remove([domain.clone()]);
    }

    pub(super) fn has(&self, kind: ConnectionKind, from: &Id, to: &Id) -> bool {
        self.model.outgoing(from).any(|other| other.kind == kind && other.to == *to)
    }

    /// The service a record is or lives in.
    pub(super) fn service_of(&self, id: &Id) -> Option<Id> {
        self.model.service_of(id).map(|service| service.head.id.clone())
    }

    pub(super) fn service(&self, id: &Id) -> Option<&Service> {
        self.model.service(id)
    }

    pub(super) fn name(&self, id: &Id) -> String {
        self.model.get(id).map_or_else(String::new, |record| record.name().to_owned())
    }

    /// An API of a service to which an operation can be added: its first, or a new one called like the service.
    pub(super) fn api(&mut self, service: &Id) -> Option<Id> {
        let first = self.model.children(Some(service), Kind::Api).next().map(|api| api.id().clone());
        first.or_else(|| self.add(Draft::new(Kind::Api, self.name(service)).within(service.clone())))
    }

    /// A new service like another one: in its domain, of its team and layer, generated where it is.
    pub(super) fn sibling(&mut self, of: &Id, wish: &str) -> Option<Id> {
        let like = self.service(of)?.clone();
        let mut draft = Draft::new(Kind::Service, words::fitting(wish));
        draft.home = like.head.home.clone();
        for (field, value) in [("team", like.team), ("layer", like.layer)] {
            draft = if let Some(value) = value { draft.with(field, value) } else { draft };
        }
        if let (Ok(implementation), Ok(cleared)) =
            (serde_json::to_value(&like.implementation), serde_json::to_value(&like.cleared))
        {
            draft = draft.with("implementation", implementation).with("cleared", cleared);
        }
        self.add(draft)
    }

    /// The connection with this id.
    pub(super) fn connection(&self, id: &Id) -> Option<cleave_model::Connection> {
        self.model.get(id).and_then(Record::as_connection).cloned()
    }
}
