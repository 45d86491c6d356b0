//! `cargo xtask notices`: who made what Cleave is built from, under which terms, in one file that goes with every copy.

use crate::Trouble;
use crate::place::Place;
use crate::shell::{answer, cargo, must};
use crate::{interface, notices::parcel::Parcel};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

mod parcel;

/// The file, beside the licences of Cleave itself.
pub const FILE: &str = "THIRD-PARTY.txt";

const HEAD: &str = "\
Cleave is made of its own code (see LICENSE-MIT and LICENSE-APACHE) and of the packages below. Each is followed by its
licence; texts stand once, at the end, under their numbers. Written by `cargo xtask notices`.
";

/// Where cargo keeps the sources of packages.
fn registry() -> Option<PathBuf> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(std::env::home_dir()?.join(".cargo")))?;
    let places = fs::read_dir(home.join("registry/src")).ok()?;
    places.flatten().map(|place| place.path()).find(|place| place.is_dir())
}

/// Writes the notices anew.
pub fn write(place: &Place) -> Result<(), Trouble> {
    interface::packages(place)?;
    must(cargo().args(["fetch", "--locked", "--quiet"]).current_dir(&place.root))?;
    let registry = registry().ok_or("There is no folder of package sources; `cargo fetch` makes it.")?;
    let mut parcels = crates(place, &registry)?;
    parcels.extend(packages(place)?);
    parcels.sort_by(|a, b| (a.name.to_lowercase(), &a.version).cmp(&(b.name.to_lowercase(), &b.version)));
    let file = place.root.join(FILE);
    fs::write(&file, told(&parcels)).map_err(|error| format!("{}: {error}", file.display()))?;
    println!("{} packages in {}", parcels.len(), file.display());
    Ok(())
}

/// Every crate of the lock file that comes from a registry.
fn crates(place: &Place, registry: &Path) -> Result<Vec<Parcel>, Trouble> {
    let lock = place.root.join("Cargo.lock");
    let text = fs::read_to_string(&lock).map_err(|error| format!("{}: {error}", lock.display()))?;
    let mut found = Vec::new();
    for part in text.split("[[package]]").skip(1) {
        let word = |key: &str| {
            let line = part.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = \""));
            line.map(|rest| rest.trim_end_matches('"').to_owned())
        };
        let (Some(name), Some(version), Some(_)) = (word("name"), word("version"), word("source")) else { continue };
        let folder = registry.join(format!("{name}-{version}"));
        let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap_or_default();
        let said = |key: &str| {
            let line = manifest.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = \""));
            line.map(|rest| rest.trim_end_matches('"').to_owned())
        };
        let (terms, home) = (said("license"), said("repository").or_else(|| said("homepage")));
        found.push(Parcel::read("crate", name, version, terms, home, &folder));
    }
    Ok(found)
}

/// Every package that the built interface carries.
fn packages(place: &Place) -> Result<Vec<Parcel>, Trouble> {
    // Node reads its own lock file; a reader of JSON only for this would be one dependency more.
    let script = "const { packages } = JSON.parse(require('fs').readFileSync('package-lock.json', 'utf8'));
        for (const [at, p] of Object.entries(packages))
            if (at && !p.dev && !p.devOptional) console.log([at, p.version, p.license ?? ''].join('\\t'))";
    let ui = place.interface();
    let list = answer(Command::new("node").args(["-e", script]).current_dir(&ui));
    let list = list.ok_or("Node could not read ui/package-lock.json.")?;
    let parcel = |line: &str| -> Option<Parcel> {
        let mut words = line.split('\t');
        let (at, version, terms) = (words.next()?, words.next()?, words.next()?);
        let folder = ui.join(at);
        // Packages of other systems are not installed and not carried.
        if !folder.is_dir() {
            return None;
        }
        let name = at.rsplit("node_modules/").next().unwrap_or(at).to_owned();
        let home = Some(format!("https://www.npmjs.com/package/{name}"));
        let terms = Some(terms.to_owned()).filter(|terms| !terms.is_empty());
        Some(Parcel::read("npm", name, version.to_owned(), terms, home, &folder))
    };
    Ok(list.lines().filter_map(parcel).collect())
}

/// The file: one line for each package, then every text once.
fn told(parcels: &[Parcel]) -> String {
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    let mut texts: Vec<&str> = Vec::new();
    let mut out = format!("{HEAD}\n");
    for parcel in parcels {
        let mut refers = Vec::new();
        for text in &parcel.texts {
            let number = *numbers.entry(text).or_insert_with(|| {
                texts.push(text);
                texts.len()
            });
            refers.push(format!("[{number}]"));
        }
        let Parcel { kind, name, version, terms, home, .. } = parcel;
        let home = home.as_deref().unwrap_or("");
        out.push_str(&format!("{kind} {name} {version} | {terms} | {home} | {}\n", refers.join(" ")));
    }
    for (index, text) in texts.iter().enumerate() {
        out.push_str(&format!("\n======== [{}] ========\n\n{text}\n", index + 1));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_two_share_stands_once() {
        let parcel = |name: &str, texts: &[&str]| Parcel {
            kind: "crate",
            name: name.into(),
            version: "1.0.0".into(),
            terms: "MIT".into(),
            home: None,
            texts: texts.iter().map(|text| (*text).to_owned()).collect(),
        };
        let told = told(&[parcel("a", &["same"]), parcel("b", &["same", "other"]), parcel("c", &[])]);
        assert!(
            told.contains(
                "crate a 1.0.0 | MIT |  | [1]\ncrate b 1.0.0 | MIT |  | [1] [2]\ncrate c 1.0.0 | MIT |  | \n"
            )
        );
        assert_eq!(told.matches("same").count(), 1);
    }
}
