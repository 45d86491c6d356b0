//! What a crate says it depends on.

use super::tree::Source;

/// A crate's manifest, read line by line: the house writes one dependency a line, or a table for each.
pub struct Manifest {
    /// Where it lies, with `/`; without the file's name.
    pub folder: String,
    /// What the product needs, build scripts included.
    pub needs: Vec<String>,
    /// What only its tests need.
    pub tests_need: Vec<String>,
    /// Whether the lints of the workspace hold.
    pub linted: bool,
}

impl Manifest {
    /// Reads one.
    pub fn read(source: &Source) -> Self {
        let folder = source.path.trim_end_matches("Cargo.toml").trim_end_matches('/').to_owned();
        let mut manifest = Self { folder, needs: Vec::new(), tests_need: Vec::new(), linted: false };
        let mut section = String::new();
        for line in source.text.lines().map(str::trim) {
            if let Some(head) = line.strip_prefix('[') {
                section = head.trim_end_matches(']').to_owned();
                // `[dependencies.name]` is a dependency by itself.
                if let Some((table, name)) = section.clone().rsplit_once('.') {
                    manifest.note(table, name);
                }
            } else if section == "lints" && line == "workspace = true" {
                manifest.linted = true;
            } else if let Some(name) = line.split(['=', '.', ' ']).next().filter(|name| !name.starts_with('#')) {
                manifest.note(&section.clone(), name);
            }
        }
        manifest
    }

    fn note(&mut self, section: &str, name: &str) {
        let name = name.trim_matches('"').to_owned();
        if name.is_empty() || section.starts_with("workspace") {
            return;
        }
        if section.ends_with("dev-dependencies") {
            self.tests_need.push(name);
        } else if section.ends_with("dependencies") {
            self.needs.push(name);
        }
    }
}
