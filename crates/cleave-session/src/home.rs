//! Where Cleave keeps what belongs to this user and to no project: settings, the log, copies of samples.

use crate::{DiskError, disk};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::path::{Path, PathBuf};

/// Replaces all of these folders by one, for tests and for carrying Cleave on a stick.
pub const VARIABLE: &str = "CLEAVE_HOME";

/// The folders of one user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home {
    settings: PathBuf,
    logs: PathBuf,
    samples: PathBuf,
}

impl Home {
    /// The folders where this system keeps such things; none where the user has no home.
    pub fn of_user() -> Option<Self> {
        if let Some(folder) = std::env::var_os(VARIABLE).filter(|folder| !folder.is_empty()) {
            return Some(Self::within(Path::new(&folder)));
        }
        let dirs = directories::ProjectDirs::from("app", "Cleave", "Cleave")?;
        Some(Self {
            settings: dirs.config_dir().to_owned(),
            logs: dirs.state_dir().unwrap_or_else(|| dirs.data_local_dir()).to_owned(),
            samples: dirs.data_dir().join("samples"),
        })
    }

    /// All of it in one folder.
    pub fn within(folder: &Path) -> Self {
        Self { settings: folder.to_owned(), logs: folder.to_owned(), samples: folder.join("samples") }
    }

    /// The log file.
    pub fn log(&self) -> PathBuf {
        self.logs.join("cleave.log")
    }

    /// Where copies of samples go.
    pub fn samples(&self) -> &Path {
        &self.samples
    }

    /// The note that says that this design is open.
    pub(crate) fn open_note(&self, design: &Path) -> PathBuf {
        self.logs.join("open").join(format!("{}.json", key(design)))
    }

    /// What was kept under this name; the default where nothing was, or where it cannot be read.
    pub fn recall<T: DeserializeOwned + Default>(&self, name: &str) -> T {
        let path = self.settings.join(format!("{name}.json"));
        let Ok(text) = std::fs::read_to_string(&path) else { return T::default() };
        serde_json::from_str(&text).unwrap_or_else(|error| {
            tracing::warn!("{}: {error}", path.display());
            T::default()
        })
    }

    /// Keeps something under a name.
    ///
    /// # Errors
    /// What the disk refused.
    pub fn keep<T: Serialize>(&self, name: &str, value: &T) -> Result<(), DiskError> {
        let path = self.settings.join(format!("{name}.json"));
        let failed = |error: &std::io::Error| DiskError::of(&path, error);
        let text = serde_json::to_string_pretty(value).map_err(|error| failed(&error.into()))?;
        disk::make_folder(path.parent().unwrap_or(&self.settings))?;
        disk::replace(&path, text.as_bytes())
    }
}

/// A file name for what belongs to one design, the same at every start.
pub fn key(design: &Path) -> String {
    // FNV-1a: the standard library's own hash may change with its version.
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in design.to_string_lossy().bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_recalled_and_rubbish_is_not() {
        let folder = tempfile::tempdir().expect("a folder");
        let home = Home::within(&folder.path().join("new"));
        assert!(home.recall::<Vec<u32>>("numbers").is_empty());
        home.keep("numbers", &vec![1, 2]).expect("kept");
        assert_eq!(home.recall::<Vec<u32>>("numbers"), [1, 2]);
        std::fs::write(folder.path().join("new/numbers.json"), "{").expect("written");
        assert!(home.recall::<Vec<u32>>("numbers").is_empty());
    }
}
