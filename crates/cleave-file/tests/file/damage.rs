//! A file that is missing, foreign, cut short or damaged is refused with a sentence and not touched.

use crate::Desk;
use cleave_file::{FileError, Project};
use cleave_model::{History, Model};
use std::fs;
use std::path::{Path, PathBuf};

/// A closed project with some edits in it.
fn shop(folder: &Path) -> (PathBuf, Model) {
    let path = folder.join("shop.cleave");
    let model = Model::new("shop");
    let project = Project::create(&path, &model, Some("cleave 1\ndesign shop\n")).expect("created");
    let mut desk = Desk { project, model, history: History::default() };
    for (what, which) in [(5, 6), (0, 0), (0, 1), (2, 0), (3, 2), (4, 1), (7, 1), (9, 5), (11, 0), (200, 0), (6, 77)] {
        desk.act(what, which);
    }
    (path, desk.model)
}

/// Opening and reading both refuse, for the same reason, and leave everything as it is.
fn refused(path: &Path) -> FileError {
    let names = || {
        let mut all: Vec<_> = fs::read_dir(path.parent().expect("a folder"))
            .expect("lists")
            .map(|e| e.expect("entry").file_name())
            .collect();
        all.sort();
        all
    };
    let (before, beside) = (fs::read(path).ok(), names());
    let (opened, read) = (Project::open(path).expect_err("refused"), Project::read(path).expect_err("refused"));
    assert_eq!(opened.to_string(), read.to_string());
    assert!(fs::read(path).ok() == before, "the file was touched");
    assert_eq!(names(), beside, "something was left beside it");
    assert!(!opened.hint().is_empty());
    opened
}

#[test]
fn what_is_not_a_project_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let put = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        fs::write(&path, bytes).expect("written");
        path
    };
    assert!(matches!(refused(&folder.path().join("nowhere.cleave")), FileError::NotFound { .. }));
    assert!(matches!(refused(folder.path()), FileError::IsFolder { .. }));
    assert!(matches!(refused(&put("empty.cleave", b"")), FileError::Empty { .. }));
    let text = refused(&put("text.cleave", b"cleave 1\ndesign shop\n"));
    assert!(matches!(&text, FileError::NotACleaveFile { what, .. } if what.contains("text")), "{text}");
    assert!(matches!(refused(&put("picture.cleave", &[0x89, 0x50, 0, 255])), FileError::NotACleaveFile { .. }));
    let other = folder.path().join("other.cleave");
    rusqlite::Connection::open(&other).expect("opens").execute_batch("CREATE TABLE t (a)").expect("made");
    assert!(matches!(refused(&other), FileError::NotACleaveFile { .. }));
    let (path, _) = shop(folder.path());
    let conn = rusqlite::Connection::open(&path).expect("opens");
    conn.pragma_update(None, "user_version", 99).expect("set");
    drop(conn);
    assert!(matches!(refused(&path), FileError::Newer { version: 99, .. }));
}

#[test]
fn a_file_cut_anywhere_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, _) = shop(folder.path());
    let whole = fs::read(&path).expect("reads");
    for share in 1..40 {
        fs::write(&path, &whole[..whole.len() * share / 40]).expect("written");
        let error = refused(&path);
        assert!(matches!(error, FileError::Truncated { .. } | FileError::Damaged { .. }), "{share}: {error}");
    }
    for length in [1, 15, 16, 30, 99, 100, 4095, whole.len() - 47, whole.len() - 1] {
        fs::write(&path, &whole[..length]).expect("written");
        refused(&path);
    }
}

/// Whole files of random flips: of a file at rest each is noticed; of one that has no seal, each is noticed or harmless.
#[test]
fn a_flipped_bit_never_gives_another_design() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, model) = shop(folder.path());
    let sealed = fs::read(&path).expect("reads");
    let open = &sealed[..sealed.len() - 48];
    assert_eq!(open.len() % 1024, 0, "the seal stands behind the last page");
    let mut at = 0x2545_F491u64;
    for turn in 0..800 {
        let whole = if turn % 2 == 0 { &sealed } else { open };
        // Every byte of the header, then anywhere.
        at = at.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let place = if turn < 200 { turn / 2 } else { (at >> 33) as usize % whole.len() };
        let mut bytes = whole.to_vec();
        bytes[place] ^= 1 << (at >> 20 & 7);
        fs::write(&path, &bytes).expect("written");
        match Project::read(&path) {
            Ok(loaded) => {
                assert_eq!(loaded.model, model, "byte {place}");
                assert!(turn % 2 == 1, "byte {place} of a sealed file went unnoticed");
            }
            Err(_) => drop(refused(&path)),
        }
    }
}

#[test]
fn a_seal_goes_when_others_write_and_comes_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, model) = shop(folder.path());
    let length = || fs::metadata(&path).expect("there").len() % 1024;
    assert_eq!(length(), 48);
    let other = rusqlite::Connection::open(&path).expect("opens");
    other.execute("CREATE VIEW mine AS SELECT name FROM services", []).expect("made");
    drop(other);
    assert_eq!(length(), 0, "SQLite cut it off");
    assert_eq!(Project::read(&path).expect("reads").model, model);
    let (one, _) = Project::open(&path).expect("opens");
    let (two, _) = Project::open(&path).expect("opens twice");
    drop(one);
    assert_eq!(length(), 0, "somebody has it open");
    drop(two);
    assert_eq!(length(), 48);
    let before = fs::metadata(&path).expect("there").len();
    for _ in 0..3 {
        drop(Project::open(&path).expect("opens"));
        assert_eq!(fs::metadata(&path).expect("there").len(), before);
    }
    assert_eq!(Project::read(&path).expect("reads").model, model);
}

#[test]
fn what_is_whole_can_be_salvaged() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, model) = shop(folder.path());
    let text = fs::read(&path).expect("reads");
    // One letter of one record's JSON.
    let needle = br#"{"kind":"api","value""#;
    let at = text.windows(needle.len()).position(|window| window == needle).expect("the api's row");
    let mut bytes = text.clone();
    bytes[at + needle.len() + 30] ^= 1;
    fs::write(&path, &bytes).expect("written");
    assert!(matches!(refused(&path), FileError::Damaged { .. }));
    let saved = Project::salvage(&path).expect("salvages");
    assert!(saved.lost.iter().any(|what| what.contains("api:")), "{:?}", saved.lost);
    assert_eq!(saved.model.services().count(), model.services().count());
    assert_eq!(saved.model.apis().count(), 0);
    cleave_model::invariants::sweep(&saved.model).expect("can stand");
}

#[test]
fn creating_never_replaces_anything_and_leaves_nothing_behind() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, model) = shop(folder.path());
    let before = fs::read(&path).expect("reads");
    assert!(matches!(Project::create(&path, &model, None).expect_err("taken"), FileError::Exists { .. }));
    assert!(fs::read(&path).expect("reads") == before);
    let inside_a_file = path.join("x.cleave");
    assert!(Project::create(&inside_a_file, &model, None).is_err());
    assert!(Project::create(&folder.path().join("no/such/folder.cleave"), &model, None).is_err());
    let names: Vec<_> = fs::read_dir(folder.path()).expect("lists").map(|e| e.expect("entry").file_name()).collect();
    assert_eq!(names, ["shop.cleave"]);
}
