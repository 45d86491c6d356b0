//! What a generation would do to a folder: one planned file after the other, nothing written yet.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The files of a folder by path (with `/`), as far as [`interesting`] asks for them.
pub type Snapshot = BTreeMap<String, Vec<u8>>;

/// Whose a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Class {
    /// Cleave's: rewritten at every generation.
    #[serde(rename = "R")]
    Rewritten,
    /// The user's: written once.
    #[serde(rename = "O")]
    Once,
    /// The user's: mended in place by insertions.
    #[serde(rename = "M")]
    Mended,
}

/// What happens to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Status {
    /// It is not there yet and will be.
    New,
    /// It will be rewritten.
    Changed,
    /// It is already what it should be.
    Unchanged,
    /// It belongs to the user and is not touched.
    KeptYours,
    /// It belongs to the user; what is missing will be inserted.
    Mended,
    /// It was changed by hand, or cannot be mended; it is left as it is.
    Conflict,
    /// Nothing needs it any more; it will be removed.
    Gone,
}

/// One file of a delivery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Planned {
    /// Relative to the folder, with `/`.
    pub path: String,
    /// Whose it is.
    pub class: Class,
    /// What happens to it.
    pub status: Status,
    /// Its text now; none where it is not there.
    pub before: Option<String>,
    /// Its text afterwards; none where it is removed. For a conflict, what Cleave would have written.
    pub after: Option<String>,
    /// For people: why there is a conflict, or what in a file of the user's does not fit the design.
    pub note: Option<String>,
}

/// A planned file without its texts, for lists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PlannedSummary {
    /// Relative to the folder, with `/`.
    pub path: String,
    /// Whose it is.
    pub class: Class,
    /// What happens to it.
    pub status: Status,
    /// Why there is a conflict, or what does not fit the design.
    pub note: Option<String>,
}

/// How many files of each status.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[allow(missing_docs, reason = "the statuses are documented at Status")]
pub struct Counts {
    pub new: u32,
    pub changed: u32,
    pub unchanged: u32,
    pub kept_yours: u32,
    pub mended: u32,
    pub conflict: u32,
    pub gone: u32,
}

/// Everything a generation would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Delivery {
    /// By path.
    pub files: Vec<Planned>,
    /// How many of each status.
    pub counts: Counts,
}

/// One thing to do on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Write<'a> {
    /// Put these bytes there.
    Put {
        /// Relative to the folder, with `/`.
        path: &'a str,
        /// The whole content.
        bytes: &'a [u8],
        /// Whether it is to be executable where the system knows that.
        executable: bool,
    },
    /// Remove the file, and folders that are empty then.
    Remove {
        /// Relative to the folder, with `/`.
        path: &'a str,
    },
}

impl Delivery {
    /// What is to be done on disk, in order.
    pub fn writes(&self) -> impl Iterator<Item = Write<'_>> {
        self.files.iter().filter_map(|file| match (file.status, &file.after) {
            (Status::New | Status::Changed | Status::Mended, Some(after)) => {
                Some(Write::Put { path: &file.path, bytes: after.as_bytes(), executable: file.path.ends_with(".sh") })
            }
            (Status::Gone, _) => Some(Write::Remove { path: &file.path }),
            _ => None,
        })
    }

    /// Whether nothing would be written.
    pub fn is_settled(&self) -> bool {
        self.writes().next().is_none()
    }
}

impl Planned {
    /// The same without texts.
    pub fn summary(&self) -> PlannedSummary {
        PlannedSummary { path: self.path.clone(), class: self.class, status: self.status, note: self.note.clone() }
    }
}

/// Whether [`crate::plan`] wants to see a file of the folder. `path` is relative, with `/`. Build output, version
/// control and everything the user adds beside what Cleave wrote can stay unread.
pub fn interesting(path: &str) -> bool {
    let parts: Vec<&str> = path.split('/').collect();
    match parts.as_slice() {
        [file] => {
            let text = ["toml", "md", "kdl"].iter().any(|end| file.rsplit_once('.').is_some_and(|(_, is)| is == *end));
            text || matches!(*file, "Cargo.lock" | ".gitignore")
        }
        ["services", _, inside @ ..] => {
            matches!(inside, ["Cargo.toml"] | ["src", "lib.rs" | "migrations.rs"] | ["tests", "service.rs"])
                || matches!(inside, ["migrations", file] if file.ends_with(".sql"))
        }
        [".cleave" | ".cargo" | "generated" | "deployables" | "deploy" | "openapi", ..] => !parts.contains(&"target"),
        ["tests", "e2e", ..] => !parts.contains(&"target"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::interesting;

    #[test]
    fn what_cleave_writes_is_looked_at_and_what_it_never_writes_is_not() {
        for path in ["Cargo.toml", ".gitignore", ".cleave/manifest.json", "services/a/migrations/0001_initial.sql"] {
            assert!(interesting(path), "{path}");
        }
        for path in
            ["target/debug/a", "dump.sql", "services/a/src/mine.rs", "services/a/target/x", ".git/HEAD", "data/a.db"]
        {
            assert!(!interesting(path), "{path}");
        }
    }
}
