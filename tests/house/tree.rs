//! The source tree as the checks see it.

use std::fs;
use std::path::{Path, PathBuf};

/// A text file of the repository.
pub struct Source {
    /// Relative to the repository, with `/`.
    pub path: String,
    /// All of it.
    pub text: String,
}

impl Source {
    /// The text above the unit tests, which stand last.
    pub fn product(&self) -> &str {
        let tests = self.text.find("#[cfg(test)]\nmod ").or_else(|| self.text.find("#[cfg(test)]\r\nmod "));
        &self.text[..tests.unwrap_or(self.text.len())]
    }

    /// Whether it holds nothing but tests.
    pub fn is_test(&self) -> bool {
        let test_file = self.path.ends_with("/tests.rs") || self.path.ends_with(".test.ts");
        test_file || ["/tests/", "/benches/", "/fuzz/"].iter().any(|folder| self.path.contains(folder))
    }

    /// Lines of the product that are code, numbered from 1.
    pub fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.product().lines().enumerate().map(|(at, line)| (at + 1, line.trim()));
        lines.filter(|(_, line)| !line.starts_with("//"))
    }
}

/// The repository's root.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// Every file under these folders whose name ends in one of `endings`, by path.
pub fn sources(folders: &[&str], endings: &[&str]) -> Vec<Source> {
    let mut open: Vec<PathBuf> = folders.iter().map(|folder| root().join(folder)).filter(|at| at.is_dir()).collect();
    let mut found = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap()) {
            let name = entry.file_name().to_string_lossy().into_owned();
            let kind = entry.file_type().unwrap();
            if kind.is_dir() && !is_foreign(&entry.path(), &name) {
                open.push(entry.path());
            } else if kind.is_file() && endings.iter().any(|ending| name.ends_with(ending)) {
                let text = fs::read(entry.path()).unwrap();
                found.push(Source { path: relative(&entry.path()), text: String::from_utf8_lossy(&text).into_owned() });
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

/// Folders that others write: what was built, installed or is Git's own.
fn is_foreign(path: &Path, name: &str) -> bool {
    matches!(name, "target" | "node_modules" | ".git") || matches!(relative(path).as_str(), "ui/dist" | "src-tauri/gen")
}

fn relative(path: &Path) -> String {
    path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/")
}
