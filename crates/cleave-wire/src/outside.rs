//! What happened to an open design behind Cleave's back, as the interface is told it.

use cleave_model::Kind;
use cleave_session as session;
use serde::{Deserialize, Serialize};

/// What happened to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Happening {
    /// The text form beside the project says something else than it did.
    Text,
    /// Another file lies under the project's name.
    Replaced,
    /// There is no file under the project's name any more.
    Gone,
}

/// What a record of theirs is against ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum How {
    /// Only they have it.
    Added,
    /// Both have it, and it differs.
    Changed,
    /// Only we have it.
    Removed,
}

/// One record that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Differs {
    /// What it is against ours.
    pub how: How,
    /// Its kind.
    pub kind: Kind,
    /// What people call it.
    pub name: String,
}

/// What another program did, while it waits for a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Outside {
    /// What happened.
    pub happening: Happening,
    /// The file.
    pub path: String,
    /// Why theirs cannot be read.
    pub problem: Option<String>,
    /// How many records are only theirs.
    pub added: u32,
    /// How many differ.
    pub changed: u32,
    /// How many are only ours.
    pub removed: u32,
    /// The first of them.
    pub differs: Vec<Differs>,
}

/// What was found again after a session that did not close.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Recovered {
    /// How many edits that session had made.
    pub changes: u32,
    /// What the last of them was.
    pub last: Option<String>,
}

/// How many differences are listed one by one.
const LISTED: usize = 100;

impl From<&session::Outside> for Outside {
    fn from(found: &session::Outside) -> Self {
        let how = |how| match how {
            session::How::Added => How::Added,
            session::How::Changed => How::Changed,
            session::How::Removed => How::Removed,
        };
        let happening = match found.happening {
            session::Happening::Text => Happening::Text,
            session::Happening::Replaced => Happening::Replaced,
            session::Happening::Gone => Happening::Gone,
        };
        let count = |wanted| found.differs.iter().filter(|one| one.how == wanted).count();
        let count = |wanted| u32::try_from(count(wanted)).unwrap_or(u32::MAX);
        let listed = found.differs.iter().take(LISTED);
        Self {
            happening,
            path: found.path.to_string_lossy().into_owned(),
            problem: found.problem.clone(),
            added: count(session::How::Added),
            changed: count(session::How::Changed),
            removed: count(session::How::Removed),
            differs: listed.map(|one| Differs { how: how(one.how), kind: one.kind, name: one.name.clone() }).collect(),
        }
    }
}
