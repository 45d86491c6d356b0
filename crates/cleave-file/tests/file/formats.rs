//! Every format that was ever shipped opens for ever: one stored file of each.

use crate::Desk;
use cleave_file::{Project, Revision};
use cleave_model::{History, Model};
use std::fs;
use std::path::Path;

#[test]
fn every_stored_format_opens() {
    let stored = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats");
    let mut seen = 0;
    for entry in fs::read_dir(stored).expect("the folder of formats") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|extension| extension != "cleave") {
            continue;
        }
        let folder = tempfile::tempdir().expect("a folder");
        let copy = folder.path().join("shop.cleave");
        fs::copy(&path, &copy).expect("copied");
        let (project, loaded) = Project::open(&copy).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert_eq!(loaded.model.design_name(), "shop");
        assert_eq!(loaded.model.services().count(), 2);
        assert_eq!(loaded.model.connections().count(), 1);
        assert!(loaded.text.is_some() && !loaded.done.is_empty());
        assert_eq!(project.revisions().expect("listed").len(), 1);
        seen += 1;
    }
    assert!(seen > 0, "no stored file was found");
}

/// Run by hand when a format is about to be shipped: `cargo test -p cleave-file -- --ignored stores_this_format`.
#[test]
#[ignore = "writes a file of the current format, once"]
fn stores_this_format() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats/2.cleave");
    let model = Model::new("shop");
    let project = Project::create(&path, &model, Some("cleave 1\ndesign shop\n")).expect("not stored yet");
    let mut desk = Desk { project, model, history: History::default() };
    for (what, which) in
        [(5, 6), (0, 0), (0, 1), (10, 0), (2, 0), (3, 1), (4, 1), (7, 1), (9, 5), (11, 0), (0, 4), (200, 0)]
    {
        desk.act(what, which);
    }
    let revision = Revision {
        name: "first".into(),
        at: "2026-01-02T03:04:05Z".into(),
        who: "test".into(),
        step: 12,
        accepted: None,
    };
    let Desk { mut project, model, .. } = desk;
    project.keep_revision(&revision, &model).expect("kept");
    for record in model.records() {
        println!("{}", record.id());
    }
}
