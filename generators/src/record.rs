//! What a generation remembers of itself, in `.cleave/manifest.json`: what it wrote, and what stores looked like.

use crate::delivery::Class;
use crate::schema::Schema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// Where it stands in the folder.
pub const PATH: &str = ".cleave/manifest.json";

/// The record of the last generation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Manifest {
    /// The version of Cleave that wrote it.
    pub cleave: String,
    /// Files of Cleave's that the user has taken over; they are not touched again.
    pub detached: BTreeSet<String>,
    /// Every file that was written, by path.
    pub files: BTreeMap<String, Written>,
    /// The schemas of stores, by service.
    pub schemas: BTreeMap<String, Schema>,
}

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// Whose it is.
    pub class: Class,
    /// Of the text as it was written, with `\n` at line ends.
    pub sha256: String,
}

impl Manifest {
    /// Reads it; none where there is no such file, or not one of ours.
    pub fn read(bytes: Option<&Vec<u8>>) -> Option<Self> {
        bytes.and_then(|bytes| serde_json::from_slice(bytes).ok())
    }

    /// As it is written.
    pub fn text(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }
}

/// The hash of a text, the same whatever its line ends are: a checkout on Windows is no edit.
pub fn hash(text: &str) -> String {
    let digest = Sha256::digest(with_plain_ends(text).as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// With `\n` at line ends.
pub fn with_plain_ends(text: &str) -> String {
    text.replace("\r\n", "\n")
}
