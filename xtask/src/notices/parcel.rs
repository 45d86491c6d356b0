//! One package of somebody else: its name, its terms, and their texts as its authors wrote them.

use std::fs;
use std::path::Path;

/// A package.
pub struct Parcel {
    /// `crate` or `npm`.
    pub kind: &'static str,
    /// What its registry calls it.
    pub name: String,
    /// Which one.
    pub version: String,
    /// SPDX, as its manifest says.
    pub terms: String,
    /// Where it is made.
    pub home: Option<String>,
    /// What stands in its licence files.
    pub texts: Vec<String>,
}

impl Parcel {
    /// Looks into the package's folder for its licences.
    pub fn read(
        kind: &'static str,
        name: String,
        version: String,
        terms: Option<String>,
        home: Option<String>,
        folder: &Path,
    ) -> Self {
        let terms = terms.unwrap_or_else(|| "see its text".into());
        Self { kind, name, version, terms, home, texts: texts(folder) }
    }
}

fn texts(folder: &Path) -> Vec<String> {
    let mut files: Vec<_> = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    files.retain(|path| path.is_file() && path.file_name().is_some_and(|name| is_licence(&name.to_string_lossy())));
    files.sort();
    let read = files.iter().filter_map(|path| fs::read_to_string(path).ok());
    // Line ends and spaces at their ends differ between packages, and mean nothing.
    let plain = |text: String| text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n").trim().to_owned();
    read.map(plain).filter(|text| !text.is_empty()).collect()
}

fn is_licence(name: &str) -> bool {
    let name = name.to_uppercase();
    let begins = ["LICENSE", "LICENCE", "COPYING", "COPYRIGHT", "NOTICE", "UNLICENSE", "OFL"];
    let code = [".RS", ".JS", ".TS", ".JSON", ".HTML", ".TOML"];
    begins.iter().any(|begin| name.starts_with(begin)) && !code.iter().any(|end| name.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn licences_are_known_by_name() {
        assert!(["LICENSE", "LICENSE-MIT", "license.txt", "COPYING", "UNLICENSE"].into_iter().all(is_licence));
        assert!(!["Cargo.toml", "license.rs", "README.md"].into_iter().any(is_licence));
    }
}
