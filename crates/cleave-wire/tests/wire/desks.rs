//! Several windows: each has a desk of its own, and a design is open in one of them only.

use cleave_session::Home;
use cleave_wire::{Desks, Event, FaultCode, Reply, Request, Settings, Shell, Theme};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

type Heard = Arc<Mutex<Vec<(String, Event)>>>;

struct Windows {
    desks: Desks,
    heard: Heard,
}

impl Windows {
    fn new(home: &Path) -> Self {
        Self { desks: Desks::new(Some(Home::within(home)), Shell::Desktop), heard: Heard::default() }
    }

    fn add(&self, design: Option<PathBuf>) -> (String, Arc<Mutex<Option<String>>>) {
        let (ear, trouble) = (Arc::clone(&self.heard), Arc::<Mutex<Option<String>>>::default());
        let told = Arc::clone(&trouble);
        let label = self.desks.add(
            design,
            move |window, told| ear.lock().expect("quiet").push((window.to_owned(), told.event)),
            move |_, fault| *told.lock().expect("quiet") = Some(fault.to_string()),
        );
        (label, trouble)
    }

    fn make(&self, window: &str, path: &Path) {
        let request = Request::New { path: path.to_string_lossy().into_owned(), name: "shop".into() };
        assert!(matches!(self.desks.handle(window, request), Ok(Reply::Opened(_))));
    }
}

fn open(path: &Path) -> Request {
    Request::Open { path: path.to_string_lossy().into_owned() }
}

#[test]
fn a_design_is_open_in_one_window_only() {
    let folder = tempfile::tempdir().expect("a folder");
    let windows = Windows::new(folder.path());
    let ((first, _), (second, _)) = (windows.add(None), windows.add(None));
    assert_eq!((first.as_str(), second.as_str()), ("main", "window-2"));
    let shop = folder.path().join("shop.cleave");
    windows.make(&first, &shop);
    assert_eq!(windows.desks.window_with(&shop), Some(first.clone()));
    assert_eq!(windows.desks.window_with(&folder.path().join("shop.cleave.kdl")), Some(first.clone()));

    let refused = windows.desks.handle(&second, open(&shop)).expect_err("open in the first");
    assert_eq!(refused.code, FaultCode::Refused);
    assert_eq!(windows.desks.elsewhere(&second, &open(&shop)), Some(first.clone()));
    assert_eq!(windows.desks.elsewhere(&first, &open(&shop)), None, "its own window may open it again");

    windows.desks.remove(&first);
    assert!(matches!(windows.desks.handle(&second, open(&shop)), Ok(Reply::Opened(_))));
    assert_eq!(windows.add(None).0, "window-3", "labels are not used twice");
}

#[test]
fn a_window_waits_for_its_design_and_says_what_is_wrong_with_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let windows = Windows::new(folder.path());
    let shop = folder.path().join("shop.cleave");
    let (maker, _) = windows.add(None);
    windows.make(&maker, &shop);
    windows.desks.remove(&maker);

    let (shown, fine) = windows.add(Some(shop.clone()));
    assert!(matches!(windows.desks.handle(&shown, Request::Snapshot), Ok(Reply::Opened(_))));
    assert_eq!(*fine.lock().expect("quiet"), None);

    let (empty, trouble) = windows.add(Some(folder.path().join("gone.cleave")));
    assert!(windows.desks.handle(&empty, Request::Snapshot).is_err(), "nothing is open there");
    let trouble = trouble.lock().expect("quiet").clone().expect("told");
    assert!(trouble.contains("gone.cleave"), "{trouble}");
}

#[test]
fn what_is_chosen_in_one_window_holds_in_all() {
    let folder = tempfile::tempdir().expect("a folder");
    let windows = Windows::new(folder.path());
    let (first, _) = windows.add(None);
    let settings = Settings { theme: Theme::Dark, ..windows.desks.settings() };
    windows.desks.handle(&first, Request::Remember { settings }).expect("kept");
    assert_eq!(windows.desks.settings().theme, Theme::Dark);
    windows.desks.close();
    assert_eq!(windows.desks.design(&first), None);
}
