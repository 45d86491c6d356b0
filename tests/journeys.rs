//! What an architect does in an afternoon, as requests to the desk that both shells drive.

use cleave_model::{Change, Command, ConnectionKind, Draft, Id, Kind};
use cleave_session::Home;
use cleave_wire::desk::{Desk, Shell};
use cleave_wire::{Applied, Event, FaultCode, Reply, Request, Snapshot};
use std::path::Path;
use std::sync::{Arc, Mutex};
use tempfile::TempDir;

struct Afternoon {
    folder: TempDir,
    desk: Arc<Desk>,
    heard: Arc<Mutex<Vec<Event>>>,
}

impl Afternoon {
    /// A desk with a copy of the sample on it.
    fn begin() -> Self {
        let folder = TempDir::new().unwrap();
        let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../samples/ecommerce/ecommerce.cleave.kdl");
        std::fs::copy(sample, folder.path().join("shop.cleave.kdl")).unwrap();
        let (desk, heard) = Self::desk(folder.path());
        Self { folder, desk, heard }
    }

    fn desk(folder: &Path) -> (Arc<Desk>, Arc<Mutex<Vec<Event>>>) {
        let heard = Arc::new(Mutex::new(Vec::new()));
        let ear = Arc::clone(&heard);
        let home = Home::within(&folder.join("home"));
        // The second client hears everything that the first one causes.
        let sink = move |told: cleave_wire::desk::Told| {
            if told.reaches("second") {
                ear.lock().unwrap().push(told.event);
            }
        };
        (Desk::new(Some(home), Shell::Browser, sink), heard)
    }

    fn ask(&self, request: Request) -> Reply {
        self.desk.handle("first", request).unwrap_or_else(|fault| panic!("{fault}"))
    }

    fn open(&self, file: &str) -> Snapshot {
        match self.ask(Request::Open { path: self.path(file) }) {
            Reply::Opened(snapshot) => *snapshot,
            other => panic!("{other:?}"),
        }
    }

    fn apply(&self, command: Command) -> Applied {
        self.applied(Request::Apply { command, gesture: None })
    }

    fn applied(&self, request: Request) -> Applied {
        match self.ask(request) {
            Reply::Applied(applied) => *applied,
            other => panic!("{other:?}"),
        }
    }

    /// The rules that say something after an edit.
    fn rules(&self, applied: &Applied) -> Vec<String> {
        assert!(applied.judgement.is_some(), "meaning changed");
        let Reply::Opened(now) = self.ask(Request::Snapshot) else { panic!("no snapshot") };
        let rules = now.analysis.findings.iter().map(|finding| finding.rule.clone());
        rules.filter(|rule| rule != "event-without-subscriber").collect()
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }
}

fn born(change: &Change) -> Id {
    let mut ids = change.swaps().iter().filter(|swap| swap.before.is_none()).filter_map(|swap| swap.id().cloned());
    ids.next().expect("something is born")
}

/// The reverse call that turns orders and inventory into a cycle.
fn reverse_call() -> Command {
    Command::connect(ConnectionKind::Call, "operation:inventory.get_stock", "operation:orders.get_order")
}

#[test]
fn draw_judge_undo_and_find_everything_again_after_a_restart() {
    let afternoon = Afternoon::begin();
    let snapshot = afternoon.open("shop.cleave.kdl");
    assert!(snapshot.path.ends_with("shop.cleave"), "{}", snapshot.path);
    let text = std::fs::read_to_string(afternoon.path("shop.cleave.kdl")).unwrap();

    let Reply::Affordances { targets } =
        afternoon.ask(Request::Affordances { from: Id::new("operation:inventory.get_stock") })
    else {
        panic!("affordances are answered")
    };
    let verdict = targets.iter().find(|target| target.target == "operation:orders.get_order").expect("it is a target");
    assert!(verdict.text.contains("cycle"), "{}", verdict.text);

    let Reply::Preview(seen) = afternoon.ask(Request::Preview { command: reverse_call() }) else {
        panic!("previews are answered")
    };
    assert_eq!(seen.preview.added.iter().map(|finding| finding.rule.as_str()).collect::<Vec<_>>(), ["cycle-sync"]);

    let drawn = afternoon.apply(reverse_call());
    assert_eq!(afternoon.rules(&drawn), ["cycle-sync"]);
    assert!(drawn.saved);
    assert_eq!(afternoon.rules(&afternoon.applied(Request::Undo)), Vec::<String>::new());

    let service = born(&afternoon.apply(Command::add(Draft::new(Kind::Service, "returns"))).change);
    afternoon.apply(Command::Rename { id: service.clone(), name: "complaints".into() });
    assert!(matches!(afternoon.heard.lock().unwrap().last(), Some(Event::Applied(_))), "the other client hears of it");

    let (desk, _) = Afternoon::desk(afternoon.folder.path());
    let again = Afternoon { desk, ..afternoon };
    let found = again.open("shop.cleave");
    let name = found.records.iter().find(|record| *record.id() == service).map(cleave_model::Record::name);
    assert_eq!(name, Some("complaints"));
    assert_eq!(found.undo.as_deref(), Some("Rename"), "undo works after reopening");
    again.applied(Request::Undo);
    let undone = again.applied(Request::Undo);
    assert!(undone.change.swaps().iter().any(|swap| swap.before.as_ref().is_some_and(|r| *r.id() == service)));
    assert_eq!(std::fs::read_to_string(again.path("shop.cleave.kdl")).unwrap(), text, "opening writes no text");
}

#[test]
fn a_refused_command_says_why_and_changes_nothing() {
    let afternoon = Afternoon::begin();
    let before = afternoon.open("shop.cleave.kdl");
    let twin = Draft { exact: true, ..Draft::new(Kind::Service, "orders") };
    let fault = afternoon.desk.handle("first", Request::Apply { command: Command::add(twin), gesture: None });
    let fault = fault.expect_err("the name is taken");
    assert_eq!(fault.code, FaultCode::Refused);
    assert_eq!(fault.message, "There is already a service called orders");
    let Reply::Opened(after) = afternoon.ask(Request::Snapshot) else { panic!("a snapshot is answered") };
    assert_eq!((after.step, after.records), (before.step, before.records));
}

#[test]
fn a_gesture_is_one_step() {
    let afternoon = Afternoon::begin();
    afternoon.open("shop.cleave.kdl");
    for name in ["a", "b", "c"] {
        let command = Command::add(Draft::new(Kind::Actor, name));
        afternoon.applied(Request::Apply { command, gesture: Some("paste".into()) });
    }
    let undone = afternoon.applied(Request::Undo);
    assert_eq!(undone.change.swaps().len(), 3);
}

#[test]
fn plan_says_what_generate_then_does() {
    let afternoon = Afternoon::begin();
    afternoon.open("shop.cleave.kdl");
    let (folder, topologies) = (afternoon.path("code"), vec!["monolith".to_owned(), "services".to_owned()]);
    let Reply::Plan(plan) = afternoon.ask(Request::Plan { folder: folder.clone(), topologies: topologies.clone() })
    else {
        panic!("a plan is answered")
    };
    assert!(plan.gaps.is_empty());
    assert!(!Path::new(&folder).exists(), "a plan writes nothing");
    let generate = || afternoon.ask(Request::Generate { folder: folder.clone(), topologies: topologies.clone() });
    let Reply::Generated(first) = generate() else { panic!("it generates") };
    assert_eq!(first.counts, plan.counts);
    let Reply::Generated(second) = generate() else { panic!("it generates") };
    assert_eq!((second.counts.new, second.counts.changed, second.counts.conflict), (0, 0, 0));
    assert!(Path::new(&folder).join("deployables/services").is_dir());
    assert!(!Path::new(&folder).join("deployables/grouped").exists(), "only what was asked for");

    afternoon.apply(reverse_call());
    let Reply::Plan(plan) = afternoon.ask(Request::Plan { folder, topologies }) else { panic!("a plan is answered") };
    assert!(!plan.gaps.is_empty(), "a call cycle cannot be generated");
    assert!(plan.files.is_empty());
}
