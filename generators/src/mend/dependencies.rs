//! A service's manifest: the crates of the workspace it needs are added, those that are gone are taken out.

use super::Mending;
use crate::cargo::inherit;
use std::collections::BTreeSet;
use toml_edit::{DocumentMut, Item, Table};

/// Mends `services/<s>/Cargo.toml`. `needs` are the crates of the workspace that the design gives the service,
/// `packages` all that there are.
pub fn mend(text: &str, needs: &BTreeSet<String>, packages: &BTreeSet<String>) -> Mending {
    let mut document: DocumentMut = match text.parse() {
        Ok(document) => document,
        Err(error) => return Mending::Refused(format!("it is not TOML: {error}")),
    };
    let entry = document.entry("dependencies").or_insert_with(|| Item::Table(Table::new()));
    let Some(dependencies) = entry.as_table_mut() else {
        return Mending::Refused("`dependencies` is not a table".into());
    };
    let mut notes = Vec::new();
    let present: Vec<String> = dependencies.iter().map(|(name, _)| name.to_owned()).collect();
    let made = |name: &str| ["-contract", "-ports", "-http"].iter().any(|end| name.ends_with(end));
    for name in &present {
        let inherited = dependencies
            .get(name)
            .and_then(Item::as_table_like)
            .and_then(|table| table.get("workspace"))
            .and_then(Item::as_bool);
        if inherited != Some(true) || needs.contains(name) {
            continue;
        }
        if packages.contains(name) {
            if !name.starts_with("platform-") || name == "platform-http" {
                notes.push(format!("it depends on {name}, which the design does not draw"));
            }
        } else if made(name) {
            dependencies.remove(name);
        }
    }
    for name in needs.iter().filter(|name| !present.contains(name)) {
        dependencies.insert(name, inherit());
    }
    if needs.iter().any(|name| !present.contains(name)) && is_sorted(&present) {
        dependencies.sort_values();
    }
    let new = document.to_string();
    if new == text { Mending::Fits(notes) } else { Mending::Mended(in_line_ends_of(text, new), notes) }
}

fn is_sorted(names: &[String]) -> bool {
    names.windows(2).all(|two| two[0] <= two[1])
}

fn in_line_ends_of(text: &str, new: String) -> String {
    if text.contains("\r\n") { new.replace("\r\n", "\n").replace('\n', "\r\n") } else { new }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    const TEXT: &str = "[package]\nname = \"orders\"\n\n[dependencies]\n# mine\norders-contract.workspace = true\nrand = \"0.9\"\nold-contract.workspace = true\n";

    #[test]
    fn what_is_missing_is_added_and_what_is_gone_is_taken_out() {
        let all = set(&["orders-contract", "stock-contract", "other-contract"]);
        let Mending::Mended(new, notes) = mend(TEXT, &set(&["orders-contract", "stock-contract"]), &all) else {
            panic!()
        };
        assert!(new.contains("stock-contract.workspace = true"), "{new}");
        assert!(new.contains("# mine") && new.contains("rand = \"0.9\"") && !new.contains("old-contract"), "{new}");
        assert!(notes.is_empty());
        assert_eq!(mend(&new, &set(&["orders-contract", "stock-contract"]), &all), Mending::Fits(Vec::new()));
    }

    #[test]
    fn what_nobody_drew_is_told() {
        let all = set(&["orders-contract", "old-contract"]);
        let Mending::Fits(notes) = mend(TEXT, &set(&["orders-contract"]), &all) else { panic!() };
        assert_eq!(notes, ["it depends on old-contract, which the design does not draw"]);
    }

    #[test]
    fn what_is_no_toml_is_left_alone() {
        assert!(matches!(mend("[[", &set(&[]), &set(&[])), Mending::Refused(_)));
    }
}
