//! What an architect can ask for. A command is data; [`decide`] answers with a change or a refusal and changes nothing.

use crate::{Change, ConnectionKind, Id, Kind, Model, Placement, Point, Record, Refusal, invariants};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

mod add;
mod assign;
mod change;
pub(crate) mod connect;
mod duplicate;
mod group;
mod paste;
mod place;
mod rehome;
mod remove;
mod rename;
mod reorder;
mod trial;

pub use connect::fits;
pub use paste::excerpt;
use trial::Trial;

#[cfg(test)]
mod tests;

/// Fields of a record by name, as they are spelled in JSON. Checked when the command is decided.
pub type Fields = BTreeMap<String, Value>;

/// A record that is asked for: what it is, where it belongs, and what is said of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Draft {
    /// What kind of record.
    pub kind: Kind,
    /// The wished name; a taken one gets a number unless `exact`.
    pub name: String,
    /// Whether a taken name is refused instead.
    #[serde(default)]
    pub exact: bool,
    /// What it belongs to.
    #[serde(default)]
    pub home: Option<Id>,
    /// What is said of it.
    #[serde(default)]
    #[cfg_attr(feature = "ts", ts(type = "{ [key: string]: unknown }"))]
    pub fields: Fields,
}

impl Draft {
    /// A draft that says only what and how called.
    pub fn new(kind: Kind, name: impl Into<String>) -> Self {
        Self { kind, name: name.into(), exact: false, home: None, fields: Fields::new() }
    }

    /// The same draft in a home.
    pub fn within(self, home: impl Into<Id>) -> Self {
        Self { home: Some(home.into()), ..self }
    }

    /// The same draft with one more field said.
    pub fn with(mut self, field: &str, value: impl Into<Value>) -> Self {
        self.fields.insert(field.into(), value.into());
        self
    }
}

/// How a topology's services are regrouped at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Grouping {
    /// One deployable with everything.
    Together,
    /// One deployable for each service.
    Apart,
    /// One deployable for each outermost domain.
    ByDomain,
}

/// Everything an architect can ask for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "of", rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Command {
    /// Make a record. A service also finds its place in every topology.
    Add {
        /// What is made.
        draft: Draft,
        /// Where it is drawn.
        at: Option<Point>,
    },
    /// Call a record something else. Its id stays.
    Rename {
        /// The record.
        id: Id,
        /// The new name.
        name: String,
    },
    /// Say something else of a record: description, tags, links or any field of its own.
    Change {
        /// The record.
        id: Id,
        /// The fields that are said anew.
        #[cfg_attr(feature = "ts", ts(type = "{ [key: string]: unknown }"))]
        fields: Fields,
    },
    /// Put records, with everything in them, somewhere else.
    Rehome {
        /// The records.
        ids: Vec<Id>,
        /// Their new home; none is the design.
        home: Option<Id>,
    },
    /// Put a record at another place among its siblings.
    Reorder {
        /// The record.
        id: Id,
        /// Its new place, from 0; beyond the last is the last.
        rank: u32,
    },
    /// Draw a connection.
    Connect {
        /// What it says.
        connection: ConnectionKind,
        /// Where it starts.
        from: Id,
        /// Where it ends.
        to: Id,
        /// What is said of it.
        #[serde(default)]
        #[cfg_attr(feature = "ts", ts(type = "{ [key: string]: unknown }"))]
        fields: Fields,
    },
    /// Move an end of a connection, or make it say something else.
    Reconnect {
        /// The connection.
        id: Id,
        /// What it says from now on.
        connection: ConnectionKind,
        /// Where it starts from now on.
        from: Id,
        /// Where it ends from now on.
        to: Id,
    },
    /// Take records away, with everything that hangs on them: what lives in them, connections that end there, mentions.
    Remove {
        /// The records.
        ids: Vec<Id>,
    },
    /// Say where things stand. Each placement replaces the one there was; an empty one is taken away.
    Place {
        /// The placements.
        placements: Vec<Placement>,
    },
    /// Copy records with everything in them; connections stay with the originals.
    Duplicate {
        /// The records.
        ids: Vec<Id>,
        /// How far from the originals the copies stand.
        by: Point,
    },
    /// Put copies of records from elsewhere into the design, as [`excerpt`] gives them or a text says them: with fresh
    /// ids, free names, the connections among them and their places. They mention each other by the ids they have
    /// here, and what is in the design already by [`Id::outside`]; what leads nowhere is left out.
    Paste {
        /// The records; of each kind that is drawn or lives in something drawn.
        records: Vec<Record>,
        /// What the outermost of them go into, or the nearest around it that can hold them; none is the design.
        home: Option<Id>,
        /// Where the top left corner of all of them comes to stand; none leaves them where they stood.
        at: Option<Point>,
    },
    /// Put records in a new domain.
    Group {
        /// Domains and services.
        ids: Vec<Id>,
        /// The domain's wished name.
        name: String,
    },
    /// Move a service to another deployable of its topology.
    Assign {
        /// The topology.
        topology: Id,
        /// The service.
        service: Id,
        /// The deployable; none makes a new one named after the service.
        deployable: Option<Id>,
    },
    /// Regroup all services of a topology at once.
    Regroup {
        /// The topology.
        topology: Id,
        /// How.
        grouping: Grouping,
    },
    /// Several in order, as one.
    All {
        /// The commands; each sees what those before it did.
        commands: Vec<Command>,
        /// What they are together, for undo and the journal; without it, what the first of them is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "ts", ts(optional))]
        label: Option<String>,
    },
}

/// The longest label, in characters: it stands in a menu.
const LABEL: usize = 120;

impl Command {
    /// Asks for a new record.
    pub fn add(draft: Draft) -> Self {
        Self::Add { draft, at: None }
    }

    /// Asks for a new connection.
    pub fn connect(connection: ConnectionKind, from: impl Into<Id>, to: impl Into<Id>) -> Self {
        Self::Connect { connection, from: from.into(), to: to.into(), fields: Fields::new() }
    }

    /// Asks for several in order.
    pub fn all(commands: Vec<Command>) -> Self {
        Self::All { commands, label: None }
    }

    /// The same, called this in undo and the journal.
    #[must_use]
    pub fn called(self, label: impl Into<String>) -> Self {
        let label = Some(label.into());
        match self {
            Self::All { commands, label: _ } => Self::All { commands, label },
            one => Self::All { commands: vec![one], label },
        }
    }

    /// What the architect did, in two or three words, for undo and the journal.
    pub fn label(&self) -> String {
        match self {
            Self::Add { draft, .. } => format!("Add {}", draft.kind),
            Self::Rename { .. } => "Rename".into(),
            Self::Change { fields, .. } => match fields.keys().next() {
                Some(field) if fields.len() == 1 => format!("Change {}", field.replace('_', " ")),
                _ => "Change".into(),
            },
            Self::Rehome { .. } => "Move to another place".into(),
            Self::Reorder { .. } => "Reorder".into(),
            Self::Connect { .. } => "Connect".into(),
            Self::Reconnect { .. } => "Reconnect".into(),
            Self::Remove { .. } => "Delete".into(),
            Self::Place { .. } => "Move".into(),
            Self::Duplicate { .. } => "Duplicate".into(),
            Self::Paste { .. } => "Paste".into(),
            Self::Group { .. } => "Put in a domain".into(),
            Self::Assign { .. } => "Move to another deployable".into(),
            Self::Regroup { .. } => "Regroup services".into(),
            Self::All { label: Some(label), .. } if !label.trim().is_empty() => one_line(label),
            Self::All { commands, .. } => commands.first().map_or_else(|| "Nothing".into(), Self::label),
        }
    }
}

/// A label as it can stand in a menu.
fn one_line(label: &str) -> String {
    let words: String = label.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if words.chars().count() <= LABEL { words } else { words.chars().take(LABEL - 1).chain(['…']).collect() }
}

/// Answers what a command would change, or why it may not be done.
///
/// # Errors
/// A [`Refusal`] that says what is so; nothing was changed.
pub fn decide(model: &Model, command: &Command) -> Result<Change, Refusal> {
    let mut trial = Trial::new(model);
    run(&mut trial, command)?;
    let (after, change) = trial.finish();
    if change.is_empty() {
        return Err(Refusal::Nothing);
    }
    invariants::check_change(&after, &change)?;
    Ok(change)
}

fn run(trial: &mut Trial, command: &Command) -> Result<(), Refusal> {
    match command {
        Command::Add { draft, at } => add::run(trial, draft, *at).map(drop),
        Command::Rename { id, name } => rename::run(trial, id, name),
        Command::Change { id, fields } => change::run(trial, id, fields),
        Command::Rehome { ids, home } => rehome::run(trial, ids, home.as_ref()),
        Command::Reorder { id, rank } => reorder::run(trial, id, *rank),
        Command::Connect { connection, from, to, fields } => connect::run(trial, *connection, from, to, fields),
        Command::Reconnect { id, connection, from, to } => connect::again(trial, id, *connection, from, to),
        Command::Remove { ids } => remove::run(trial, ids),
        Command::Place { placements } => place::run(trial, placements),
        Command::Duplicate { ids, by } => duplicate::run(trial, ids, *by),
        Command::Paste { records, home, at } => paste::run(trial, records, home.as_ref(), *at),
        Command::Group { ids, name } => group::run(trial, ids, name),
        Command::Assign { topology, service, deployable } => assign::run(trial, topology, service, deployable.as_ref()),
        Command::Regroup { topology, grouping } => assign::regroup(trial, topology, *grouping),
        Command::All { commands, label: _ } => commands.iter().try_for_each(|command| match run(trial, command) {
            Err(Refusal::Nothing) => Ok(()),
            other => other,
        }),
    }
}
