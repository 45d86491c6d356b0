//! Two processes on one file: one writes at a time, and each sees what the other did.

use crate::Desk;
use cleave_file::{Deed, Entry, FileError, Project};
use cleave_model::{Command, Draft, History, Kind, Model, Step, decide};

#[test]
fn each_sees_what_the_other_did_and_nobody_writes_over_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("shop.cleave");
    let model = Model::new("shop");
    let project = Project::create(&path, &model, None).expect("created");
    let mut here = Desk { project, model, history: History::default() };
    let (mut there, mut loaded) = Project::open(&path).expect("opens");
    assert_eq!(there.news().expect("asked"), []);
    here.act(0, 0);
    here.act(200, 0);
    here.act(0, 6);

    let change = decide(&loaded.model, &Command::add(Draft::new(Kind::Domain, "late"))).expect("fits");
    let step = Step { label: "Add domain".into(), gesture: None, change };
    let entry = Entry { at: "2026".into(), who: "there".into(), deed: Deed::Edit, step };
    let refused = there.append(std::slice::from_ref(&entry)).expect_err("did not see the news");
    assert!(matches!(refused, FileError::Behind { .. }), "{refused}");

    let news = there.news().expect("asked");
    let deeds: Vec<Deed> = news.iter().map(|entry| entry.deed).collect();
    assert_eq!(deeds, [Deed::Edit, Deed::Undo, Deed::Edit]);
    news.iter().for_each(|entry| loaded.model.apply(&entry.step.change));
    assert_eq!(loaded.model, here.model);
    assert_eq!(there.news().expect("asked"), []);
    assert_eq!(there.append(&[entry]).expect("written"), 4);
    assert_eq!(here.project.news().expect("asked").len(), 1);
}

#[test]
fn anyone_can_read_it_with_sql() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("shop.cleave");
    let model = Model::new("shop");
    let project = Project::create(&path, &model, None).expect("created");
    let mut desk = Desk { project, model, history: History::default() };
    desk.act(5, 6);
    desk.act(0, 0);
    desk.act(10, 0);
    let conn = rusqlite::Connection::open(&path).expect("opens");
    let row: (String, String, String) = conn
        .query_row("SELECT name, home, role FROM services", [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .expect("a row");
    assert_eq!(row, ("orders".into(), "domain:payments".into(), "business".into()));
    for kind in Kind::ALL {
        let view = match kind {
            Kind::Entity => "entities".into(),
            Kind::Topology => "topologies".into(),
            kind => format!("{}s", kind.word()),
        };
        conn.query_row(&format!("SELECT count(*) FROM \"{view}\""), [], |_| Ok(())).expect(&view);
    }
}
