//! Why a command may not be done: what is so, and what to do.

use serde::{Deserialize, Serialize};
use std::fmt;

use crate::{Id, Kind};

/// A command that may not be done. [`Refusal::hint`] says what to do instead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "of", rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Refusal {
    /// Nothing has this id.
    Unknown {
        /// The id asked for.
        id: Id,
    },
    /// The name cannot be a name.
    BadName {
        /// The name.
        name: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Another record of the kind has the name already.
    NameTaken {
        /// The name.
        name: String,
        /// The kind.
        of: Kind,
        /// Who has it.
        by: Id,
    },
    /// A record of this kind cannot live there.
    WrongHome {
        /// What should live there.
        of: Kind,
        /// Where, if anywhere.
        home: Option<Kind>,
    },
    /// It would live in itself.
    InItself {
        /// The record.
        id: Id,
    },
    /// A connection of this kind cannot have these ends.
    WrongEnds {
        /// The kind of connection.
        connection: String,
        /// Kind of the source.
        from: Kind,
        /// Kind of the target.
        to: Kind,
    },
    /// The same connection is there already.
    AlreadyConnected {
        /// It.
        id: Id,
    },
    /// A field is not one of the record, or its value does not fit.
    BadField {
        /// The field.
        field: String,
        /// What is wrong.
        reason: String,
    },
    /// A reference leads nowhere, or to something of another kind.
    BadReference {
        /// The field that refers.
        field: String,
        /// The id it names.
        to: Id,
    },
    /// A topology would not hold each generated service once.
    NotAPartition {
        /// The topology's name.
        topology: String,
        /// What is wrong.
        reason: String,
    },
    /// The record cannot be removed, duplicated or moved.
    Fixed {
        /// The record.
        id: Id,
        /// Why.
        reason: String,
    },
    /// The command asks for nothing.
    Nothing,
}

impl Refusal {
    /// What to do instead.
    pub fn hint(&self) -> String {
        match self {
            Self::Unknown { .. } => "It may have been removed. Undo brings it back".into(),
            Self::BadName { .. } => "Give it a name of 1 to 200 characters without line breaks".into(),
            Self::NameTaken { name, .. } => format!("Choose another name, for example {name}_2"),
            Self::WrongHome { of, .. } => {
                let homes: Vec<&str> = of.homes().iter().map(|kind| kind.word()).collect();
                match homes.as_slice() {
                    [] => format!("A {of} belongs to the design itself"),
                    homes => format!("A {of} belongs in a {}", homes.join(" or a ")),
                }
            }
            Self::InItself { .. } => "Choose a place outside it".into(),
            Self::WrongEnds { connection, .. } => crate::command::connect::ends_hint(connection),
            Self::AlreadyConnected { .. } => "Change the connection that is there".into(),
            Self::BadField { .. } => "Correct the value; nothing was changed".into(),
            Self::BadReference { .. } => "Choose something that is in the design".into(),
            Self::NotAPartition { .. } => "Put each generated service in exactly one deployable".into(),
            Self::Fixed { .. } => "Leave it where it is".into(),
            Self::Nothing => "Nothing was changed".into(),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown { id } => write!(f, "There is no {id} in this design"),
            Self::BadName { name, reason } => {
                let short: String = name.chars().take(40).collect();
                write!(f, "{short:?} cannot be a name: {reason}")
            }
            Self::NameTaken { name, of, .. } => write!(f, "There is already a {of} called {name}"),
            Self::WrongHome { of, home: Some(home) } => write!(f, "A {of} cannot belong to a {home}"),
            Self::WrongHome { of, home: None } => write!(f, "A {of} cannot belong to nobody"),
            Self::InItself { id } => write!(f, "{id} cannot be put inside itself"),
            Self::WrongEnds { connection, from, to } => write!(f, "A {from} cannot {connection} a {to}"),
            Self::AlreadyConnected { .. } => write!(f, "These two are connected in this way already"),
            Self::BadField { field, reason } => write!(f, "{field}: {reason}"),
            Self::BadReference { field, to } => write!(f, "{field} refers to {to}, which cannot stand there"),
            Self::NotAPartition { topology, reason } => write!(f, "Topology {topology}: {reason}"),
            Self::Fixed { id, reason } => write!(f, "{id}: {reason}"),
            Self::Nothing => write!(f, "There is nothing to do"),
        }
    }
}

impl std::error::Error for Refusal {}
