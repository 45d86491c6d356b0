//! Deliveries onto real folders, whole or not at all.

use super::*;
use cleave_generators::{Class, Counts, Delivery, Planned, Status};
use std::collections::BTreeMap;

fn planned(path: &str, status: Status, before: Option<&str>, after: Option<&str>) -> Planned {
    Planned {
        path: path.into(),
        class: Class::Rewritten,
        status,
        before: before.map(str::to_owned),
        after: after.map(str::to_owned),
        note: None,
    }
}

fn delivery(files: Vec<Planned>) -> Delivery {
    Delivery { files, counts: Counts::default() }
}

/// Everything under a folder.
fn all(folder: &Path) -> BTreeMap<PathBuf, Option<String>> {
    let mut found = BTreeMap::new();
    let mut left = vec![folder.to_owned()];
    while let Some(at) = left.pop() {
        for entry in fs::read_dir(at).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                left.push(path.clone());
                found.insert(path, None);
            } else {
                found.insert(path.clone(), fs::read_to_string(path).ok());
            }
        }
    }
    found
}

fn first() -> Delivery {
    delivery(vec![
        planned(".cleave/manifest.json", Status::New, None, Some("{}")),
        planned("deploy/run.sh", Status::New, None, Some("#!/bin/sh\n")),
        planned("generated/a/src/lib.rs", Status::New, None, Some("// a\n")),
    ])
}

#[test]
fn a_delivery_is_written_changed_and_removed() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("new/out");
    let mut told = Vec::new();
    deliver(&folder, &first(), &mut |done, of| told.push((done, of))).expect("delivered");
    assert_eq!(told, [(1, 6), (2, 6), (3, 6), (4, 6), (5, 6), (6, 6)]);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(folder.join("deploy/run.sh")).expect("there").permissions().mode() & 0o777, 0o755);
    }
    assert_eq!(fs::read_dir(&folder).expect("lists").count(), 3, "nothing of the stage is left");
    let next = delivery(vec![
        planned(".cleave/manifest.json", Status::Changed, Some("{}"), Some("{1}")),
        planned("deploy/run.sh", Status::Unchanged, Some("#!/bin/sh\n"), Some("#!/bin/sh\n")),
        planned("generated/a/src/lib.rs", Status::Gone, Some("// a\n"), None),
    ]);
    deliver(&folder, &next, &mut |_, _| ()).expect("delivered");
    assert!(!folder.join("generated").exists(), "empty folders go too");
    assert_eq!(fs::read_to_string(folder.join(".cleave/manifest.json")).expect("there"), "{1}");
    assert_eq!(read_folder(&folder).expect("read").len(), 2);
}

#[test]
fn a_folder_that_holds_something_else_is_not_touched() {
    let home = tempfile::tempdir().expect("a folder");
    let out = home.path().join("out");
    fs::create_dir_all(out.join(".git")).expect("made");
    look(&out).expect("only a repository is there");
    fs::write(out.join("thesis.txt"), "ten years of work").expect("written");
    let before = all(home.path());
    let error = deliver(&out, &first(), &mut |_, _| ()).expect_err("foreign");
    assert!(matches!(&error, DiskError::Foreign { example, .. } if example == "thesis.txt"), "{error}");
    let file = out.join("thesis.txt");
    assert!(matches!(deliver(&file, &first(), &mut |_, _| ()), Err(DiskError::NotAFolder { .. })));
    assert!(matches!(deliver(&file.join("x/y"), &first(), &mut |_, _| ()), Err(DiskError::NotAFolder { .. })));
    assert_eq!(all(home.path()), before);
}

#[test]
fn nothing_is_written_when_a_file_changed_since_the_plan() {
    let home = tempfile::tempdir().expect("a folder");
    let out = home.path().join("out");
    deliver(&out, &first(), &mut |_, _| ()).expect("delivered");
    fs::write(out.join("generated/a/src/lib.rs"), "// mine\n").expect("written");
    let before = all(&out);
    let next = delivery(vec![
        planned("deploy/run.sh", Status::Changed, Some("#!/bin/sh\n"), Some("new")),
        planned("generated/a/src/lib.rs", Status::Changed, Some("// a\n"), Some("// b\n")),
    ]);
    assert!(matches!(deliver(&out, &next, &mut |_, _| ()), Err(DiskError::Changed { .. })));
    assert_eq!(all(&out), before);
}

#[test]
fn a_failure_on_the_way_leaves_everything_as_it_was() {
    let home = tempfile::tempdir().expect("a folder");
    let out = home.path().join("out");
    deliver(&out, &first(), &mut |_, _| ()).expect("delivered");
    fs::create_dir_all(out.join("services")).expect("made");
    // A file of the user's stands where a folder must be; the plan did not see it.
    fs::write(out.join("services/b"), "a file").expect("written");
    let before = all(&out);
    let next = delivery(vec![
        planned("deploy/run.sh", Status::Changed, Some("#!/bin/sh\n"), Some("new")),
        planned("generated/a/src/lib.rs", Status::Gone, Some("// a\n"), None),
        planned("generated/new/x.rs", Status::New, None, Some("x")),
        planned("services/b/src/lib.rs", Status::New, None, Some("y")),
    ]);
    let error = deliver(&out, &next, &mut |_, _| ()).expect_err("cannot be made");
    assert!(!error.hint().is_empty());
    assert_eq!(all(&out), before, "{error}");
    let fresh = home.path().join("fresh/deep");
    assert!(
        deliver(
            &fresh,
            &delivery(vec![
                planned("a", Status::New, None, Some("a file")),
                planned("a/b", Status::New, None, Some("cannot be")),
            ]),
            &mut |_, _| ()
        )
        .is_err()
    );
    assert!(!home.path().join("fresh").exists(), "folders that were made are gone again");
}

#[test]
fn no_path_leads_out_of_the_folder() {
    let home = tempfile::tempdir().expect("a folder");
    let out = home.path().join("out");
    for path in ["../evil", "/tmp/evil", "a/../../evil", "..\\evil", "", "./a"] {
        let bad = delivery(vec![planned(path, Status::New, None, Some("x"))]);
        assert!(matches!(deliver(&out, &bad, &mut |_, _| ()), Err(DiskError::Astray { .. })), "{path}");
    }
    assert!(!out.exists());
    #[cfg(unix)]
    {
        deliver(&out, &first(), &mut |_, _| ()).expect("delivered");
        std::os::unix::fs::symlink(home.path(), out.join("services")).expect("linked");
        let bad = delivery(vec![planned("services/evil", Status::New, None, Some("x"))]);
        assert!(matches!(deliver(&out, &bad, &mut |_, _| ()), Err(DiskError::Astray { .. })));
    }
    assert!(!home.path().join("evil").exists());
}

#[test]
fn one_file_is_replaced_whole() {
    let home = tempfile::tempdir().expect("a folder");
    let path = home.path().join("a.txt");
    put_new(&path, b"one").expect("new");
    assert!(matches!(put_new(&path, b"two"), Err(DiskError::Taken { .. })));
    replace(&path, b"two").expect("replaced");
    assert_eq!(fs::read(&path).expect("there"), b"two");
    assert!(matches!(replace(home.path(), b"x"), Err(DiskError::IsFolder { .. })));
    assert!(matches!(replace(&path.join("x"), b"x"), Err(DiskError::NotAFolder { .. })));
    assert_eq!(fs::read_dir(home.path()).expect("lists").count(), 1);
}
