//! What can keep files from being written: what is so, and what to do.

use std::path::{Path, PathBuf};

/// Why something could not be written. The disk is as it was.
#[derive(Debug, thiserror::Error)]
pub enum DiskError {
    /// A file stands where a folder should be.
    #[error("{}: this is a file, not a folder", .path.display())]
    NotAFolder {
        /// The file.
        path: PathBuf,
    },
    /// A folder stands where a file should be.
    #[error("{}: this is a folder, not a file", .path.display())]
    IsFolder {
        /// The folder.
        path: PathBuf,
    },
    /// A file stands where a new one should be.
    #[error("{}: there is already a file of this name", .path.display())]
    Taken {
        /// The file.
        path: PathBuf,
    },
    /// The folder holds something that was not generated.
    #[error("{}: the folder holds something else, for example {example}", .path.display())]
    Foreign {
        /// The folder.
        path: PathBuf,
        /// One thing that is in it.
        example: String,
    },
    /// The way to a file leads out of the folder.
    #[error("{}: this leads out of the output folder", .path.display())]
    Astray {
        /// The file, or the link on the way to it.
        path: PathBuf,
    },
    /// Somebody wrote to the folder while the plan was made.
    #[error("{}: the file changed while the plan was made", .path.display())]
    Changed {
        /// The file.
        path: PathBuf,
    },
    /// The disk has no room left.
    #[error("{}: the disk is full", .path.display())]
    Full {
        /// What was being written.
        path: PathBuf,
    },
    /// This user may not.
    #[error("{}: this may not be written", .path.display())]
    Denied {
        /// What was being written.
        path: PathBuf,
    },
    /// The system failed.
    #[error("{}: {what}", .path.display())]
    Io {
        /// What was being read or written.
        path: PathBuf,
        /// What the system said.
        what: String,
    },
}

impl DiskError {
    /// What to do about it.
    pub fn hint(&self) -> String {
        match self {
            Self::NotAFolder { .. } => "Choose a folder; one that is not there yet is made".into(),
            Self::IsFolder { .. } => "Name a file".into(),
            Self::Taken { .. } => "Choose another name, or move what is there away".into(),
            Self::Foreign { .. } => {
                "Choose an empty folder, a new one, or one that Cleave generated before. Nothing was written".into()
            }
            Self::Astray { .. } => "Remove the link, or choose another folder. Nothing was written".into(),
            Self::Changed { .. } => "Look at the plan again, then generate. Nothing was written".into(),
            Self::Full { .. } => "Free some space, then try again. Everything is as it was".into(),
            Self::Denied { .. } => "Check who may write there. Everything is as it was".into(),
            Self::Io { .. } => "Check the disk and the path, then try again. Everything is as it was".into(),
        }
    }

    /// What the system said about a path, as an error of ours.
    pub fn of(path: &Path, error: &std::io::Error) -> Self {
        use std::io::ErrorKind;
        let path = path.to_owned();
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::Full { path },
            ErrorKind::FileTooLarge => Self::Full { path },
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Self::Denied { path },
            ErrorKind::NotADirectory => Self::NotAFolder { path: path.parent().unwrap_or(&path).to_owned() },
            ErrorKind::IsADirectory => Self::IsFolder { path },
            _ => Self::Io { path, what: error.to_string() },
        }
    }
}
