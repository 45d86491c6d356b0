//! `ui/src/wire/*.ts` are written from the Rust types; this fails where they were stale, after writing them anew.

use cleave_wire::{Event, Fault, Reply, Request};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use ts_rs::{Config, TS};

fn files(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let entry = entry.expect("an entry");
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.ends_with(".ts") {
            found.insert(name, fs::read_to_string(entry.path()).expect("text"));
        }
    }
    found
}

#[test]
fn the_interface_speaks_the_same_types() {
    let fresh = tempfile::tempdir().expect("a folder");
    let config = Config::new().with_out_dir(fresh.path());
    Request::export_all(&config).expect("requests");
    Reply::export_all(&config).expect("replies");
    Event::export_all(&config).expect("events");
    Fault::export_all(&config).expect("faults");
    let mut wanted = files(fresh.path());
    let index: String =
        wanted.keys().map(|name| format!("export type * from \"./{}\";\n", &name[..name.len() - 3])).collect();
    // Not `index.ts`: some file systems could not tell it from `Index.ts`.
    wanted.insert("all.ts".into(), index);

    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/wire");
    let found = files(&folder);
    let stale: Vec<&String> = wanted
        .keys()
        .chain(found.keys())
        .filter(|name| wanted.get(*name) != found.get(*name))
        .collect::<std::collections::BTreeSet<_>>()
        .into_iter()
        .collect();
    for name in &stale {
        match wanted.get(*name) {
            Some(text) => fs::write(folder.join(name), text).expect("written"),
            None => fs::remove_file(folder.join(name)).expect("removed"),
        }
    }
    assert!(stale.is_empty(), "these were stale and are written anew, commit them: {stale:?}");
}
