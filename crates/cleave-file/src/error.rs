//! What can be wrong with a project file or the disk it lies on: what is so, and what to do.

use rusqlite::ErrorCode;
use rusqlite::ffi;
use std::path::{Path, PathBuf};

/// Why a project file could not be read or written. Nothing was changed on disk.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// There is no such file.
    #[error("{}: there is no such file", .path.display())]
    NotFound {
        /// The file.
        path: PathBuf,
    },
    /// A folder stands where the file should be.
    #[error("{}: this is a folder, not a project file", .path.display())]
    IsFolder {
        /// The folder.
        path: PathBuf,
    },
    /// Something stands where a new file should be.
    #[error("{}: there is already a file of this name", .path.display())]
    Exists {
        /// What stands there.
        path: PathBuf,
    },
    /// The file has no bytes.
    #[error("{}: the file is empty", .path.display())]
    Empty {
        /// The file.
        path: PathBuf,
    },
    /// The file was not written by Cleave.
    #[error("{}: this is not a Cleave project: {what}", .path.display())]
    NotACleaveFile {
        /// The file.
        path: PathBuf,
        /// What it seems to be instead.
        what: String,
    },
    /// The file ends before its end.
    #[error("{}: the file is cut short: {found} bytes of {expected} are there", .path.display())]
    Truncated {
        /// The file.
        path: PathBuf,
        /// How many bytes it should have.
        expected: u64,
        /// How many it has.
        found: u64,
    },
    /// The file's bytes are not what Cleave wrote.
    #[error("{}: the file is damaged: {what}", .path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        what: String,
    },
    /// A newer Cleave wrote the file.
    #[error("{}: the file was written by a newer Cleave (format {version}; this one knows up to {known})", .path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its format.
        version: u32,
        /// The newest known here.
        known: u32,
    },
    /// Another process is writing and does not finish.
    #[error("{}: another program is writing to the file", .path.display())]
    Locked {
        /// The file.
        path: PathBuf,
    },
    /// Another process edited the design first.
    #[error("{}: the design was edited elsewhere in the meantime", .path.display())]
    Behind {
        /// The file.
        path: PathBuf,
    },
    /// The disk has no room left.
    #[error("{}: the disk is full", .path.display())]
    Full {
        /// The file.
        path: PathBuf,
    },
    /// The system does not let this user read or write there.
    #[error("{}: this file may not be opened for writing", .path.display())]
    Denied {
        /// The file.
        path: PathBuf,
    },
    /// The disk or the system failed.
    #[error("{}: {what}", .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        what: String,
    },
}

impl FileError {
    /// What to do about it.
    pub fn hint(&self) -> String {
        match self {
            Self::NotFound { .. } => "Check the path, or make a project with `cleave new FILE`".into(),
            Self::IsFolder { .. } => "Name the project file itself".into(),
            Self::Exists { .. } => "Choose another name, or open the file that is there".into(),
            Self::Empty { .. } => "Make a project with `cleave new` under another name, or restore the file from a backup".into(),
            Self::NotACleaveFile { .. } => {
                "Check the path. A design in text form must be named *.cleave.kdl. The file was not touched".into()
            }
            Self::Truncated { .. } | Self::Damaged { .. } => {
                "Restore the file from a backup, or save what can still be read with `cleave convert --salvage`. The file was not touched".into()
            }
            Self::Newer { .. } => "Open it with a newer version of Cleave. The file was not touched".into(),
            Self::Locked { .. } => "Close the other program, or try again in a moment".into(),
            Self::Behind { .. } => "Look at what changed and try again".into(),
            Self::Full { .. } => "Free some space, then try again".into(),
            Self::Denied { .. } => "Check who may write to the file and its folder".into(),
            Self::Io { .. } => "Check the disk and the path, then try again".into(),
        }
    }

    /// What the system said about a file, as an error of ours.
    pub(crate) fn io(path: &Path, error: &std::io::Error) -> Self {
        let path = path.to_owned();
        match error.kind() {
            std::io::ErrorKind::NotFound => Self::NotFound { path },
            std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => Self::Denied { path },
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::Full { path },
            _ => Self::Io { path, what: error.to_string() },
        }
    }

    /// What SQLite said about a file, as an error of ours.
    pub(crate) fn sqlite(path: &Path, error: &rusqlite::Error) -> Self {
        let path = path.to_owned();
        let Some(failure) = error.sqlite_error() else {
            // A row that does not have the type it was written with.
            return Self::Damaged { path, what: error.to_string() };
        };
        match failure.code {
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Locked { path },
            ErrorCode::DiskFull => Self::Full { path },
            ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen => Self::Denied { path },
            ErrorCode::SystemIoFailure if failure.extended_code == ffi::SQLITE_IOERR_SHORT_READ => {
                Self::Damaged { path, what: "it ends too early".into() }
            }
            // The memory that processes share is made in advance, so only a full disk keeps it from being made.
            ErrorCode::SystemIoFailure if failure.extended_code == ffi::SQLITE_IOERR_SHMSIZE => Self::Full { path },
            ErrorCode::SystemIoFailure => {
                Self::Io { path, what: format!("the system could not read or write it ({error})") }
            }
            _ => Self::Damaged { path, what: error.to_string() },
        }
    }
}
