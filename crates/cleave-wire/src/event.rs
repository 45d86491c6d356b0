//! Everything that reaches the interface without being asked for.

use crate::{Applied, Outside, Settings, Snapshot};
use serde::{Deserialize, Serialize};

/// Something that happened, told to every window and browser on the project but the one whose request caused it
/// (`Progress` goes to that one as well).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "of", rename_all = "kebab-case")]
// The model has an event of its own, and all types share one namespace in TypeScript.
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "HostEvent"))]
pub enum Event {
    /// The design was edited elsewhere.
    Applied(Box<Applied>),
    /// Another project is open now.
    Opened(Box<Snapshot>),
    /// The project was closed.
    Closed,
    /// Whether everything is on disk changed.
    Saved {
        /// Whether it is.
        saved: bool,
        /// Why not.
        reason: Option<String>,
    },
    /// A long work goes on.
    Progress {
        /// What is being done, for example `Writing files`.
        step: String,
        /// How much is done.
        done: u32,
        /// Of how much; 0 where unknown.
        of: u32,
    },
    /// Another program did something to the files, or it is settled.
    Outside(Option<Outside>),
    /// Settings were changed in another window.
    Settings(Settings),
}
