//! What a desk does when the world around it is rough: crashes, other programs, files that cannot be written.

use cleave_model::{Command, Draft, Kind};
use cleave_session::Home;
use cleave_wire::{Desk, Event, FaultCode, Happening, Reply, Request, Shell, Snapshot, Told};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

type Heard = Arc<Mutex<Vec<Told>>>;

fn desk_in(home: &Path) -> (Arc<Desk>, Heard) {
    let heard = Heard::default();
    let ear = heard.clone();
    let desk = Desk::new(Some(Home::within(home)), Shell::Browser, move |told| ear.lock().expect("quiet").push(told));
    (desk, heard)
}

fn opened(desk: &Desk, request: Request) -> Snapshot {
    match desk.handle("a", request) {
        Ok(Reply::Opened(snapshot)) => *snapshot,
        other => panic!("{other:?}"),
    }
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

fn add(desk: &Desk, name: &str) {
    let command = Command::add(Draft::new(Kind::Service, name));
    desk.handle("a", Request::Apply { command, gesture: None }).expect("added");
}

fn names(snapshot: &Snapshot) -> Vec<String> {
    let services = snapshot.records.iter().filter(|record| record.kind() == Kind::Service);
    services.map(|record| record.name().to_owned()).collect()
}

/// A text form with these services, in a folder of its own.
fn drawing(folder: &Path, services: &[&str]) -> PathBuf {
    let path = folder.join("shop.cleave.kdl");
    let lines: String = services.iter().map(|name| format!("service {name}\n")).collect();
    fs::write(&path, format!("// By hand\ncleave 1\ndesign shop\n{lines}")).expect("written");
    path
}

#[test]
fn after_a_crash_what_was_done_is_told_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = text(&folder.path().join("shop.cleave"));
    let (desk, _) = desk_in(folder.path());
    opened(&desk, Request::New { path: path.clone(), name: "shop".into() });
    add(&desk, "orders");
    add(&desk, "stock");
    // The note of a session that is closed goes with it; a crash leaves it. Here its lock is held by nobody.
    let note = fs::read_dir(folder.path().join("open")).expect("notes").flatten().next().expect("a note").path();
    let left = fs::read(&note).expect("read");
    drop(desk);
    while note.exists() {
        std::thread::sleep(Duration::from_millis(10));
    }
    let (desk, _) = desk_in(folder.path());
    assert_eq!(opened(&desk, Request::Open { path: path.clone() }).recovered, None, "it was closed");
    desk.handle("a", Request::Close).expect("closed");
    fs::write(&note, left).expect("written");
    let recovered = opened(&desk, Request::Open { path }).recovered.expect("told");
    assert_eq!((recovered.changes, recovered.last.as_deref()), (2, Some("Add service")));
    let Ok(Reply::Welcome(welcome)) = desk.handle("b", Request::Hello) else { panic!("no welcome") };
    assert_eq!(welcome.project.expect("open").recovered, None, "told already");
}

#[test]
fn a_text_that_another_program_changed_is_told_and_loaded_as_one_step() {
    let folder = tempfile::tempdir().expect("a folder");
    let design = drawing(folder.path(), &["orders", "stock"]);
    let (desk, heard) = desk_in(&folder.path().join("home"));
    let first = opened(&desk, Request::Open { path: text(&design) });
    assert_eq!(first.outside, None);
    add(&desk, "mail");
    drawing(folder.path(), &["orders", "shipping", "fraud"]);
    let begun = Instant::now();
    let told = loop {
        let events = heard.lock().expect("quiet");
        let found = events.iter().rev().find_map(|told| match &told.event {
            Event::Outside(outside) => Some(outside.clone()),
            _ => None,
        });
        drop(events);
        if let Some(Some(outside)) = found {
            break outside;
        }
        assert!(begun.elapsed() < Duration::from_secs(20), "nothing was told");
        std::thread::sleep(Duration::from_millis(20));
    };
    assert_eq!((told.happening, told.added, told.removed), (Happening::Text, 2, 2));
    assert_eq!(names(&opened(&desk, Request::Snapshot)), ["mail", "orders", "stock"], "nothing happens unasked");
    let theirs = opened(&desk, Request::SettleOutside { theirs: true });
    assert_eq!((names(&theirs), theirs.outside), (vec!["fraud".into(), "orders".into(), "shipping".into()], None));
    assert_eq!(theirs.undo.as_deref(), Some("Load the text form"));
    desk.handle("a", Request::Undo).expect("undone");
    assert_eq!(names(&opened(&desk, Request::Snapshot)), ["mail", "orders", "stock"]);
}

#[test]
fn a_newer_text_beside_its_project_is_told_when_it_is_opened_and_mine_can_be_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let design = drawing(folder.path(), &["orders"]);
    let (desk, _) = desk_in(&folder.path().join("home"));
    opened(&desk, Request::Open { path: text(&design) });
    desk.handle("a", Request::Close).expect("closed");
    drawing(folder.path(), &["orders", "stock"]);
    let again = opened(&desk, Request::Open { path: text(&design) });
    assert_eq!(again.outside.as_ref().map(|found| (found.added, found.changed, found.removed)), Some((1, 0, 0)));
    let mine = opened(&desk, Request::SettleOutside { theirs: false });
    assert_eq!((names(&mine), mine.outside), (vec!["orders".into()], None));
    desk.handle("a", Request::Close).expect("closed");
    assert_eq!(opened(&desk, Request::Open { path: text(&design) }).outside, None, "decided is decided");

    fs::write(&design, "cleave 1\ndesign shop\nservice\n").expect("written");
    desk.handle("a", Request::Close).expect("closed");
    let broken = opened(&desk, Request::Open { path: text(&design) }).outside.expect("told");
    assert!(broken.problem.is_some_and(|problem| problem.contains(":3:")), "it says the line");
}

#[cfg(unix)]
#[test]
fn a_project_that_was_replaced_or_removed_loses_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("shop.cleave");
    let (other, _) = desk_in(&folder.path().join("other"));
    opened(&other, Request::New { path: text(&folder.path().join("theirs.cleave")), name: "shop".into() });
    add(&other, "theirs");
    other.handle("a", Request::Close).expect("closed");

    let (desk, _) = desk_in(&folder.path().join("home"));
    opened(&desk, Request::New { path: text(&path), name: "shop".into() });
    add(&desk, "mine");
    fs::rename(folder.path().join("theirs.cleave"), &path).expect("replaced");
    let begun = Instant::now();
    while opened(&desk, Request::Snapshot).outside.is_none() {
        assert!(begun.elapsed() < Duration::from_secs(20), "nothing was told");
        std::thread::sleep(Duration::from_millis(50));
    }
    let theirs = opened(&desk, Request::SettleOutside { theirs: true });
    assert_eq!(names(&theirs), ["theirs"]);
    desk.handle("a", Request::Undo).expect("undone");
    assert_eq!(names(&opened(&desk, Request::Snapshot)), ["mine"]);

    fs::remove_file(&path).expect("removed");
    let begun = Instant::now();
    while opened(&desk, Request::Snapshot).outside.is_none() {
        assert!(begun.elapsed() < Duration::from_secs(20), "nothing was told");
        std::thread::sleep(Duration::from_millis(50));
    }
    opened(&desk, Request::SettleOutside { theirs: false });
    assert!(path.is_file());
    add(&desk, "after");
    assert_eq!(names(&opened(&desk, Request::Snapshot)), ["after", "mine"]);
}

#[test]
fn a_damaged_project_opens_to_be_read_and_goes_on_in_a_copy() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("shop.cleave");
    let (desk, _) = desk_in(&folder.path().join("home"));
    opened(&desk, Request::New { path: text(&path), name: "shop".into() });
    add(&desk, "orders");
    desk.handle("a", Request::Close).expect("closed");
    // A seal that does not fit says that some byte is not the one that was written.
    let mut bytes = fs::read(&path).expect("read");
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    fs::write(&path, bytes).expect("written");
    let fault = desk.handle("a", Request::Open { path: text(&path) }).expect_err("damaged");
    assert_eq!(fault.code, FaultCode::BadFile);
    let shown = opened(&desk, Request::OpenReadOnly { path: text(&path) });
    assert!(shown.read_only.is_some());
    assert_eq!(names(&shown), ["orders"]);
    let command = Command::add(Draft::new(Kind::Service, "stock"));
    let refused = desk.handle("a", Request::Apply { command, gesture: None }).expect_err("read only");
    assert_eq!(refused.code, FaultCode::Refused);
    let copy = text(&folder.path().join("whole.cleave"));
    desk.handle("a", Request::SaveCopy { path: copy.clone(), go_on: true }).expect("saved");
    add(&desk, "stock");
    let now = opened(&desk, Request::Snapshot);
    assert_eq!((now.path, now.read_only, now.records.len() > shown.records.len()), (copy, None, true));
}

#[test]
fn how_the_window_looked_is_kept_for_each_design_and_not_in_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = text(&folder.path().join("shop.cleave"));
    let home = folder.path().join("home");
    let (desk, _) = desk_in(&home);
    opened(&desk, Request::New { path: path.clone(), name: "shop".into() });
    let look = serde_json::json!({ "panes": { "left": 300 }, "camera": { "x": 1, "y": 2, "zoom": 0.5 } });
    desk.handle("a", Request::RememberLook { look: look.clone() }).expect("kept");
    let huge = serde_json::json!("x".repeat(70_000));
    let fault = desk.handle("a", Request::RememberLook { look: huge }).expect_err("too long");
    assert_eq!(fault.code, FaultCode::BadRequest);
    let step = opened(&desk, Request::Snapshot).step;
    drop(desk);
    let (desk, _) = desk_in(&home);
    let again = opened(&desk, Request::Open { path });
    assert_eq!((again.step, again.look), (step, Some(look)));
}

#[test]
fn several_windows_remember_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let (one, _) = desk_in(folder.path());
    let two = one.another(|_| {});
    let settings = cleave_wire::Settings { interface_size: 130, ..Default::default() };
    two.handle("b", Request::Remember { settings: settings.clone() }).expect("remembered");
    assert_eq!(one.settings(), settings);
    opened(&two, Request::New { path: text(&folder.path().join("shop.cleave")), name: "shop".into() });
    assert_eq!(one.path(), None, "each has its own design");
    let Ok(Reply::Welcome(welcome)) = one.handle("a", Request::Hello) else { panic!("no welcome") };
    assert_eq!(welcome.recent.len(), 1);
}
