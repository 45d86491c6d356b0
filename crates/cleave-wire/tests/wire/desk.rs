//! A desk with clients: what each is answered, and what the others hear.

use cleave_model::{Command, ConnectionKind, Draft, Id, Kind};
use cleave_session::Home;
use cleave_wire::{Applied, Desk, Event, FaultCode, Judgement, PictureForm, Reply, Request, Shell, Snapshot, Told};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

struct Room {
    folder: tempfile::TempDir,
    desk: Arc<Desk>,
    told: Arc<Mutex<Vec<Told>>>,
}

fn desk_in(folder: &std::path::Path) -> (Arc<Desk>, Arc<Mutex<Vec<Told>>>) {
    let told = Arc::new(Mutex::new(Vec::new()));
    let ear = told.clone();
    let home = Home::within(&folder.join("home"));
    let desk = Desk::new(Some(home), Shell::Browser, move |event| ear.lock().expect("quiet").push(event));
    (desk, told)
}

impl Room {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let (desk, told) = desk_in(folder.path());
        Self { folder, desk, told }
    }

    fn path(&self) -> String {
        self.folder.path().join("shop.cleave").to_string_lossy().into_owned()
    }

    fn make(&self) -> Snapshot {
        match self.desk.handle("a", Request::New { path: self.path(), name: "shop".into() }) {
            Ok(Reply::Opened(snapshot)) => *snapshot,
            other => panic!("{other:?}"),
        }
    }

    fn heard_by(&self, client: &str) -> Vec<Event> {
        self.told.lock().expect("quiet").iter().filter(|t| t.reaches(client)).map(|t| t.event.clone()).collect()
    }
}

fn edit(desk: &Desk, client: &str, request: Request) -> Applied {
    match desk.handle(client, request) {
        Ok(Reply::Applied(applied)) => *applied,
        other => panic!("{other:?}"),
    }
}

fn add(name: &str) -> Request {
    Request::Apply { command: Command::add(Draft::new(Kind::Service, name)), gesture: None }
}

#[test]
fn nothing_is_open_at_first() {
    let room = Room::new();
    let Ok(Reply::Welcome(welcome)) = room.desk.handle("a", Request::Hello) else { panic!("no welcome") };
    assert_eq!((welcome.project, welcome.shell.as_str()), (None, "browser"));
    assert!(welcome.samples.iter().any(|sample| sample.name == "ecommerce"));
    let fault = room.desk.handle("a", add("orders")).expect_err("nothing open");
    assert_eq!(fault.code, FaultCode::NothingOpen);
}

#[test]
fn an_edit_is_answered_to_one_and_told_to_the_others_and_survives() {
    let room = Room::new();
    room.make();
    let applied = edit(&room.desk, "a", add("orders"));
    assert_eq!((applied.step, applied.saved), (1, true));
    assert_eq!(applied.undo.as_deref(), Some("Add service"));
    assert!(matches!(applied.judgement, Some(Judgement::Patch(_))));
    let ids = (Id::new("service:orders"), Id::new("service:payments"));
    edit(&room.desk, "b", add("payments"));
    let call = Command::connect(ConnectionKind::Call, ids.0.clone(), ids.1.clone());
    edit(&room.desk, "a", Request::Apply { command: call, gesture: None });
    let steps = |client: &str| -> Vec<u32> {
        let heard = room.heard_by(client);
        heard.iter().filter_map(|e| if let Event::Applied(a) = e { Some(a.step) } else { None }).collect()
    };
    assert_eq!((steps("a"), steps("b"), steps("c")), (vec![2], vec![1, 3], vec![1, 2, 3]));
    assert_eq!(edit(&room.desk, "b", Request::Undo).step, 4);
    let Ok(Reply::Opened(shown)) = room.desk.handle("b", Request::Snapshot) else { panic!("no snapshot") };
    assert_eq!((shown.step, shown.redo.as_deref()), (4, Some("Connect")));
    let Room { folder, desk, .. } = room;
    drop(desk);

    let (desk, _) = desk_in(folder.path());
    let Ok(Reply::Welcome(welcome)) = desk.handle("a", Request::Hello) else { panic!("no welcome") };
    assert_eq!(welcome.recent.first().map(|recent| recent.name.as_str()), Some("shop"));
    let path = welcome.recent[0].path.clone();
    let Ok(Reply::Opened(again)) = desk.handle("a", Request::Open { path }) else { panic!("not opened") };
    assert_eq!((again.step, &again.records), (4, &shown.records));
    assert_eq!(edit(&desk, "a", Request::Redo).label, "Connect");
}

#[test]
fn whoever_puts_the_patches_together_knows_what_a_snapshot_says() {
    let room = Room::new();
    room.make();
    let snapshot = |client: &str| match room.desk.handle(client, Request::Snapshot) {
        Ok(Reply::Opened(shown)) => *shown,
        other => panic!("{other:?}"),
    };
    let mut known = snapshot("listener");
    let id = |name: &str| Id::new(format!("service:{name}"));
    let call = |from: &str, to: &str| Request::Apply {
        command: Command::connect(ConnectionKind::Call, id(from), id(to)),
        gesture: None,
    };
    let at = Some(cleave_model::Point { x: 40, y: 60 });
    let placement = cleave_model::Placement { at, ..cleave_model::Placement::new(id("orders"), None) };
    let place = Command::Place { placements: vec![placement] };
    let edits = [add("orders"), add("stock"), call("orders", "stock"), call("stock", "orders")];
    for request in
        edits.into_iter().chain([Request::Apply { command: place, gesture: None }, Request::Undo, Request::Undo])
    {
        edit(&room.desk, "drawer", request);
        // One who comes in between changes nothing for those who are there.
        snapshot("guest");
    }
    for event in room.heard_by("listener") {
        let Event::Applied(applied) = event else { continue };
        if applied.step <= known.step {
            continue;
        }
        assert_eq!(applied.step, known.step + 1);
        known.step = applied.step;
        known.analysis = match applied.judgement {
            None => known.analysis,
            Some(Judgement::Whole(_)) => panic!("nobody missed a step"),
            Some(Judgement::Patch(patch)) => patch.apply(&known.analysis),
        };
    }
    let now = snapshot("listener");
    assert_eq!((known.step, &known.analysis), (now.step, &now.analysis));
    assert_eq!(now.analysis, (&cleave_analysis::analyse(&cleave_model::Model::from_records(now.records))).into());
}

#[test]
fn a_refusal_is_a_fault_and_changes_nothing() {
    let room = Room::new();
    room.make();
    let rename = Command::Rename { id: Id::new("service:nobody"), name: "x".into() };
    let fault = room.desk.handle("a", Request::Apply { command: rename, gesture: None }).expect_err("unknown");
    assert_eq!(fault.code, FaultCode::Refused);
    assert!(fault.hint.is_some());
    assert_eq!(room.desk.handle("a", Request::Undo).expect_err("nothing to undo").code, FaultCode::Refused);
    assert_eq!(room.desk.handle_json("a", "{\"kind\":\"explode\"}").expect_err("unknown").code, FaultCode::BadRequest);
    assert!(room.desk.handle_json("a", "{\"kind\":\"undo\"").is_err());
    let missing = room.desk.handle("a", Request::Open { path: "/nowhere/x.cleave".into() }).expect_err("missing");
    assert_eq!(missing.code, FaultCode::NotFound);
    // The one that was open still is.
    assert_eq!(edit(&room.desk, "a", add("orders")).step, 1);
}

#[test]
fn one_gesture_is_one_step_of_undo() {
    let room = Room::new();
    room.make();
    let named = |name: &str| Request::Apply {
        command: Command::add(Draft::new(Kind::Service, name)),
        gesture: Some("drag".into()),
    };
    edit(&room.desk, "a", named("one"));
    edit(&room.desk, "a", named("two"));
    edit(&room.desk, "b", named("three"));
    edit(&room.desk, "a", Request::Undo);
    assert!(edit(&room.desk, "a", Request::Undo).undo.is_none(), "two clients' gestures are two steps");
}

#[test]
fn another_process_is_heard_without_asking() {
    let room = Room::new();
    room.make();
    let (other, _) = desk_in(&room.folder.path().join("elsewhere"));
    other.handle("x", Request::Open { path: room.path() }).expect("opened twice");
    edit(&other, "x", add("orders"));
    let start = Instant::now();
    let heard = || room.heard_by("a").iter().any(|e| matches!(e, Event::Applied(a) if a.step == 1));
    while !heard() {
        assert!(start.elapsed() < Duration::from_secs(10), "nothing was heard");
        std::thread::sleep(Duration::from_millis(20));
    }
    // And an edit right after somebody else's is decided on what they did.
    edit(&other, "x", add("payments"));
    assert_eq!(edit(&room.desk, "a", add("stock")).step, 3);
}

#[test]
fn settings_are_remembered_and_told() {
    let room = Room::new();
    let settings = cleave_wire::Settings { interface_size: 120, ..Default::default() };
    room.desk.handle("a", Request::Remember { settings: settings.clone() }).expect("remembered");
    assert_eq!(room.heard_by("b"), [Event::Settings(settings.clone())]);
    assert_eq!(room.heard_by("a"), []);
    let (again, _) = desk_in(room.folder.path());
    let Ok(Reply::Welcome(welcome)) = again.handle("a", Request::Hello) else { panic!("no welcome") };
    assert_eq!(welcome.settings, settings);
}

#[test]
fn a_folder_that_holds_something_else_is_refused() {
    let room = Room::new();
    room.make();
    let folder: PathBuf = room.folder.path().join("mine");
    std::fs::create_dir(&folder).expect("made");
    std::fs::write(folder.join("letter.txt"), "Dear").expect("written");
    let folder = folder.to_string_lossy().into_owned();
    for request in [
        Request::Plan { folder: folder.clone(), topologies: vec![] },
        Request::Generate { folder: folder.clone(), topologies: vec![] },
    ] {
        assert_eq!(room.desk.handle("a", request).expect_err("foreign").code, FaultCode::CannotWrite);
    }
    let unknown = Request::Plan { folder, topologies: vec!["nope".into()] };
    assert_eq!(room.desk.handle("a", unknown).expect_err("no such topology").code, FaultCode::NotFound);
}

const SQUARE: &str =
    r#"<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="9" height="9"/></svg>"#;

fn picture(form: PictureForm, scale: f32, path: Option<String>) -> Request {
    Request::Picture { svg: SQUARE.into(), form, scale, path }
}

#[test]
fn a_drawing_becomes_a_picture_in_a_file_or_in_the_reply() {
    let room = Room::new();
    room.make();
    for (form, start) in
        [(PictureForm::Svg, &b"<svg"[..]), (PictureForm::Png, b"\x89PNG"), (PictureForm::Pdf, b"%PDF-")]
    {
        let path = room.folder.path().join("picture");
        let written = room.desk.handle("a", picture(form, 2.0, Some(path.to_string_lossy().into_owned())));
        assert_eq!(written, Ok(Reply::Picture { base64: None }));
        assert!(std::fs::read(&path).expect("written").starts_with(start), "{form:?}");
    }
    let Ok(Reply::Picture { base64: Some(text) }) = room.desk.handle("a", picture(PictureForm::Png, 2.0, None)) else {
        panic!("no picture")
    };
    assert!(text.starts_with("iVBORw0KGgo"), "{text}");
    let fault = room.desk.handle("a", picture(PictureForm::Png, 1e6, None)).expect_err("too large");
    assert_eq!(fault.code, FaultCode::BadRequest);
    assert!(fault.hint.is_some());
}

#[test]
fn a_design_can_be_looked_at_without_opening_it() {
    let room = Room::new();
    room.make();
    edit(&room.desk, "a", add("orders"));
    room.desk.handle("a", Request::Close).expect("closed");
    let Ok(Reply::Glimpse(seen)) = room.desk.handle("a", Request::Glimpse { path: room.path() }) else {
        panic!("no glimpse")
    };
    assert_eq!((seen.name.as_str(), seen.services), ("shop", 1));
    let Ok(Reply::Welcome(welcome)) = room.desk.handle("a", Request::Hello) else { panic!("no welcome") };
    assert_eq!(welcome.project, None, "looking does not open");
    for sample in welcome.samples {
        assert!(room.desk.handle("a", Request::GlimpseSample { sample: sample.name }).is_ok());
    }
    let gone = room.desk.handle("a", Request::Glimpse { path: "nowhere.cleave".into() }).expect_err("gone");
    assert_eq!(gone.code, FaultCode::NotFound);
}
