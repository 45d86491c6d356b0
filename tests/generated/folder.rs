//! Folders as values: what is in them, and whether two are the same.

use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::SystemTime;

/// The files of a folder by path (with `/`).
pub struct Tree(BTreeMap<String, File>);

struct File {
    bytes: Vec<u8>,
    written: SystemTime,
}

/// Reads a folder; build output is not part of it.
pub fn tree(folder: &Path) -> Tree {
    let (mut files, mut folders) = (BTreeMap::new(), vec![folder.to_owned()]);
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if entry.file_type().unwrap().is_dir() {
                if entry.file_name() != "target" {
                    folders.push(path);
                }
                continue;
            }
            let name = path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
            let written = entry.metadata().unwrap().modified().unwrap();
            files.insert(name, File { bytes: std::fs::read(&path).unwrap(), written });
        }
    }
    Tree(files)
}

impl Tree {
    /// One number for all names and contents.
    pub fn sha256(&self) -> String {
        let mut hash = Sha256::new();
        for (path, file) in &self.0 {
            for part in [path.as_bytes(), &file.bytes] {
                hash.update((part.len() as u64).to_le_bytes());
                hash.update(part);
            }
        }
        hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The paths where the two differ, also by when a file was written.
    pub fn differences(&self, before: &Self) -> Vec<String> {
        let paths = self.0.keys().chain(before.0.keys().filter(|path| !self.0.contains_key(*path)));
        let differs = |path: &&String| match (self.0.get(*path), before.0.get(*path)) {
            (Some(now), Some(then)) => now.bytes != then.bytes || now.written != then.written,
            _ => true,
        };
        paths.filter(differs).cloned().collect()
    }

    /// Each file and its content.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.0.iter().map(|(path, file)| (path.as_str(), file.bytes.as_slice()))
    }

    /// The content of one file, as text.
    pub fn text(&self, path: &str) -> &str {
        let file = self.0.get(path).unwrap_or_else(|| panic!("there is no {path}"));
        std::str::from_utf8(&file.bytes).unwrap()
    }
}

/// Puts the files of one folder over those of another.
pub fn copy(from: &Path, to: &Path) {
    for (path, bytes) in tree(from).files() {
        let to = to.join(path);
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::write(to, bytes).unwrap();
    }
}
