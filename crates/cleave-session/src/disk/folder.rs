//! The output folder before anything is written: whether it may be written to, and what stands in it.

use super::DiskError;
use cleave_generators::{Snapshot, interesting};
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

/// What a folder of ours holds; by it we know one.
pub(super) const MANIFEST: &str = ".cleave/manifest.json";

/// What may lie in a folder that is otherwise empty.
const HARMLESS: &[&str] = &[".git", ".DS_Store", "Thumbs.db", "desktop.ini"];

/// What may never be looked into, whatever is generated.
const CLOSED: &[&str] = &["target", "node_modules", ".git"];

/// Makes sure that a folder may be generated into: it is not there yet, it is empty, or Cleave generated it.
///
/// # Errors
/// What stands against it.
pub fn look(folder: &Path) -> Result<(), DiskError> {
    match fs::metadata(folder) {
        Ok(meta) if !meta.is_dir() => return Err(DiskError::NotAFolder { path: folder.to_owned() }),
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::NotFound => return reachable(folder),
        Err(error) => return Err(DiskError::of(folder, &error)),
    }
    if folder.join(MANIFEST).is_file() {
        return Ok(());
    }
    for entry in fs::read_dir(folder).map_err(|error| DiskError::of(folder, &error))? {
        let name = entry.map_err(|error| DiskError::of(folder, &error))?.file_name().to_string_lossy().into_owned();
        if !HARMLESS.contains(&name.as_str()) {
            return Err(DiskError::Foreign { path: folder.to_owned(), example: name });
        }
    }
    Ok(())
}

/// Whether a folder that is not there could be made: the nearest thing above it that exists is a folder.
fn reachable(folder: &Path) -> Result<(), DiskError> {
    for above in folder.ancestors().skip(1) {
        let above = if above.as_os_str().is_empty() { Path::new(".") } else { above };
        match fs::metadata(above) {
            Ok(meta) if meta.is_dir() => return Ok(()),
            Ok(_) => return Err(DiskError::NotAFolder { path: above.to_owned() }),
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(DiskError::of(above, &error)),
        }
    }
    Ok(())
}

/// Reads what a plan wants to see of a folder. Links are not followed; a folder that is not there holds nothing.
///
/// # Errors
/// What the system refused.
pub fn read_folder(folder: &Path) -> Result<Snapshot, DiskError> {
    let mut found = Snapshot::new();
    let mut left = vec![(folder.to_owned(), String::new())];
    while let Some((at, inside)) = left.pop() {
        let entries = match fs::read_dir(&at) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound && inside.is_empty() => return Ok(found),
            Err(error) => return Err(DiskError::of(&at, &error)),
        };
        for entry in entries {
            let entry = entry.map_err(|error| DiskError::of(&at, &error))?;
            let Some(name) = entry.file_name().to_str().map(str::to_owned) else { continue };
            let path = format!("{inside}{name}");
            let kind = entry.file_type().map_err(|error| DiskError::of(&entry.path(), &error))?;
            if kind.is_dir() {
                if !CLOSED.contains(&name.as_str()) {
                    left.push((entry.path(), format!("{path}/")));
                }
            } else if kind.is_file() && interesting(&path) {
                let bytes = fs::read(entry.path()).map_err(|error| DiskError::of(&entry.path(), &error))?;
                found.insert(path, bytes);
            }
        }
    }
    Ok(found)
}
