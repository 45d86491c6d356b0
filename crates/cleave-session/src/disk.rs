//! Writing files: single ones beside and renamed, and whole deliveries that land entirely or not at all.

mod deliver;
mod error;
mod folder;

pub use deliver::deliver;
pub use error::DiskError;
pub use folder::{look, read_folder};

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Makes a folder and those above it.
///
/// # Errors
/// What the system refused.
pub fn make_folder(path: &Path) -> Result<(), DiskError> {
    fs::create_dir_all(path).map_err(|error| DiskError::of(path, &error))
}

/// Puts these bytes into a file, whole or not at all: they are written beside it and renamed.
///
/// # Errors
/// What the system refused; the file is then as it was.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), DiskError> {
    if path.is_dir() {
        return Err(DiskError::IsFolder { path: path.to_owned() });
    }
    // Through a symbolic link, so that it stays one.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let draft = beside(&target, &format!(".new-{}", std::process::id()));
    let written = write(&draft, bytes).and_then(|()| {
        if let Ok(meta) = fs::metadata(&target) {
            fs::set_permissions(&draft, meta.permissions())?;
        }
        fs::rename(&draft, &target)
    });
    written.map_err(|error| {
        // It may not have come to exist.
        let _ = fs::remove_file(&draft);
        DiskError::of(path, &error)
    })
}

/// Puts these bytes into a file that is not there yet.
///
/// # Errors
/// [`DiskError::Taken`] where it is, or what the system refused.
pub fn put_new(path: &Path, bytes: &[u8]) -> Result<(), DiskError> {
    match path.symlink_metadata() {
        Ok(_) => Err(DiskError::Taken { path: path.to_owned() }),
        Err(_) => replace(path, bytes),
    }
}

/// Renames a file that grew longer than this to `*.old`. Failing is of no consequence.
pub fn set_aside(path: &Path, longest: u64) {
    if fs::metadata(path).is_ok_and(|meta| meta.len() > longest) {
        let _ = fs::rename(path, beside(path, ".old"));
    }
}

/// A file to write on at its end, made where it is missing.
pub(crate) fn append(path: &Path) -> std::io::Result<fs::File> {
    fs::OpenOptions::new().create(true).append(true).open(path)
}

/// Opens a small file for this process alone, made where it is missing; none where another has it.
pub(crate) fn hold(path: &Path) -> std::io::Result<Option<fs::File>> {
    let file = fs::OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(fs::TryLockError::WouldBlock) => Ok(None),
        Err(fs::TryLockError::Error(error)) => Err(error),
    }
}

/// Removes a small file of Cleave's own. Failing is of no consequence.
pub(crate) fn take_away(path: &Path) {
    let _ = fs::remove_file(path);
}

/// Writes a file and makes sure that it is on the disk.
fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = fs::File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

#[cfg(test)]
mod tests;
