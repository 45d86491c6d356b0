//! Saving and loading gives the same design, the same undo, and the same ids to avoid.

use crate::{Desk, command};
use cleave_file::{Delivered, Project, Remark, Revision};
use cleave_model::{Command, Draft, History, Id, Kind, Model, decide};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_was_saved_is_loaded(asks in prop::collection::vec((any::<u8>(), any::<u32>()), 1..60), cut in 0usize..60) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("shop.cleave");
        let model = Model::new("shop");
        let project = Project::create(&path, &model, None).expect("created");
        let mut desk = Desk { project, model, history: History::default() };
        for (index, (what, which)) in asks.iter().enumerate() {
            if index == cut {
                // Closed and opened again in the middle of it all.
                let (project, loaded) = Project::open(&path).expect("opens");
                prop_assert_eq!(&loaded.model, &desk.model);
                desk = Desk { project, model: loaded.model, history: History::resume(loaded.done, loaded.undone) };
            }
            desk.act(*what, *which);
        }
        let Desk { project, mut model, mut history } = desk;
        let step = project.step();
        drop(project);
        let (_, loaded) = Project::open(&path).expect("opens");
        prop_assert_eq!(&loaded.model, &model);
        prop_assert_eq!(loaded.step, step);
        for id in model.retired() {
            prop_assert!(!loaded.model.is_fresh(id), "{} could be given twice", id);
        }
        // Everything can be taken back, and taken again, exactly as if it had never been closed.
        let mut reopened = History::resume(loaded.done, loaded.undone);
        let mut other = loaded.model;
        loop {
            let (here, there) = (history.undo(), reopened.undo());
            prop_assert_eq!(&here, &there);
            let Some(step) = here else { break };
            model.apply(&step.change);
            other.apply(&step.change);
        }
        prop_assert_eq!(&model, &Model::new("shop"));
        while let Some(step) = history.redo() {
            prop_assert_eq!(Some(step), reopened.redo());
        }
        prop_assert_eq!(reopened.redo(), None);
    }

    #[test]
    fn a_whole_design_is_created_at_once(asks in prop::collection::vec((0u8..200, any::<u32>()), 1..60)) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("shop.cleave");
        let mut model = Model::new("shop");
        for (what, which) in asks {
            if let Ok(change) = decide(&model, &command(&model, what, which)) {
                model.apply(&change);
            }
        }
        drop(Project::create(&path, &model, Some("cleave 1 // as it was")).expect("created"));
        let loaded = Project::read(&path).expect("reads");
        prop_assert_eq!(&loaded.model, &model);
        prop_assert_eq!(loaded.text.as_deref(), Some("cleave 1 // as it was"));
    }
}

#[test]
fn an_id_is_not_given_again_after_a_restart() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("shop.cleave");
    let model = Model::new("shop");
    let project = Project::create(&path, &model, None).expect("created");
    let mut desk = Desk { project, model, history: History::default() };
    desk.act(0, 0);
    let id = Id::new("service:orders");
    assert!(desk.model.get(&id).is_some());
    desk.act(200, 0);
    drop(desk);
    let (_, loaded) = Project::open(&path).expect("opens");
    let change = decide(&loaded.model, &Command::add(Draft::new(Kind::Service, "orders"))).expect("free again");
    assert_ne!(change.swaps()[0].id(), Some(&id));
}

#[test]
fn it_also_keeps_revisions_remarks_deliveries_and_the_text() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("shop.cleave");
    let model = Model::new("shop");
    let mut project = Project::create(&path, &model, None).expect("created");
    let (at, who) = (String::from("2026-01-02T03:04:05Z"), String::from("ada"));
    let revision =
        Revision { name: "first".into(), at: at.clone(), who: who.clone(), step: 0, accepted: Some(vec!["f".into()]) };
    project.keep_revision(&revision, &model).expect("kept");
    assert!(project.keep_revision(&revision, &model).is_err(), "the name is taken");
    let remark = Remark {
        at: at.clone(),
        who: who.clone(),
        about: Some(Id::new("design")),
        answers: None,
        text: "Why?".into(),
        settled: false,
    };
    let number = project.leave_remark(&remark).expect("left");
    project.leave_remark(&Remark { answers: Some(number), ..remark.clone() }).expect("answered");
    assert!(project.leave_remark(&Remark { answers: Some(99), ..remark.clone() }).is_err(), "answers nothing");
    project.settle_remark(number, true).expect("settled");
    let delivered = Delivered { at, who, step: 0, folder: "/out".into(), summary: "{}".into() };
    project.record_delivery(&delivered).expect("recorded");
    project.keep_text("cleave 1").expect("kept");
    drop(project);
    let (project, loaded) = Project::open(&path).expect("opens");
    assert_eq!(project.revisions().expect("listed"), [revision]);
    assert_eq!(project.revision("first").expect("read"), Some(model));
    assert_eq!(project.revision("second").expect("read"), None);
    let remarks = project.remarks().expect("listed");
    assert_eq!(remarks.len(), 2);
    assert!(remarks[0].1.settled && !remarks[1].1.settled);
    assert_eq!(project.deliveries().expect("listed"), [delivered]);
    assert_eq!(loaded.text.as_deref(), Some("cleave 1"));
}
