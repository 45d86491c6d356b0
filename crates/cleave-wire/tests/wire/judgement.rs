//! What is told of judgements leads to what they say, and what was foreseen of an edit is what it is answered.

use cleave_analysis::analyse;
use cleave_model::{Command, ConnectionKind, Draft, Id, Kind, Model, decide};
use cleave_wire::{Analysis, AnalysisPatch, Applied, Desk, Reply, Request, Shell, Stretch};
use proptest::prelude::*;

const SERVICES: u8 = 6;

fn id(name: &str, at: u8) -> Id {
    Id::new(format!("service:{name}{at}"))
}

/// A design of a few services with these dependencies; some of the services stand in a domain.
fn design(name: &str, lines: &[(u8, u8, bool)]) -> Model {
    let mut model = Model::new("law");
    let mut run = |command: &Command| {
        if let Ok(change) = decide(&model, command) {
            model.apply(&change);
        }
    };
    run(&Command::add(Draft::new(Kind::Domain, format!("{name}d"))));
    for at in 0..SERVICES {
        let mut draft = Draft::new(Kind::Service, format!("{name}{at}"));
        draft.home = (at % 2 == 0).then(|| Id::new(format!("domain:{name}d")));
        run(&Command::add(draft));
    }
    for (from, to, call) in lines {
        let kind = if *call { ConnectionKind::Call } else { ConnectionKind::Depend };
        run(&Command::connect(kind, id(name, *from), id(name, *to)));
    }
    model
}

fn lines() -> impl Strategy<Value = Vec<(u8, u8, bool)>> {
    proptest::collection::vec((0..SERVICES, 0..SERVICES, any::<bool>()), 0..16)
}

proptest! {
    #[test]
    fn a_patch_leads_from_any_judgement_to_any_other(one in lines(), other in lines(), apart in any::<bool>()) {
        // With names of its own the other has none of the first's services.
        let now = analyse(&design(if apart { "t" } else { "s" }, &other));
        let before = analyse(&design("s", &one));
        for (before, now) in [(&before, &now), (&now, &before), (&before, &before)] {
            let sent = serde_json::to_string(&AnalysisPatch::between(before, now)).unwrap();
            let heard: AnalysisPatch = serde_json::from_str(&sent).unwrap();
            prop_assert_eq!(heard.apply(&before.into()), Analysis::from(now));
        }
    }
}

proptest! {
    // Each writes a file.
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn what_was_foreseen_is_what_the_edit_is_answered(wanted in lines()) {
        let folder = tempfile::tempdir().unwrap();
        let desk = Desk::new(None, Shell::Browser, |_| ());
        let path = folder.path().join("shop.cleave").to_string_lossy().into_owned();
        desk.handle("a", Request::New { path, name: "shop".into() }).unwrap();
        for at in 0..SERVICES {
            let command = Command::add(Draft::new(Kind::Service, format!("s{at}")));
            desk.handle("a", Request::Apply { command, gesture: None }).unwrap();
        }
        for (from, to, call) in wanted {
            let kind = if call { ConnectionKind::Call } else { ConnectionKind::Depend };
            let command = Command::connect(kind, id("s", from), id("s", to));
            let Ok(Reply::Preview(seen)) = desk.handle("a", Request::Preview { command: command.clone() }) else { continue };
            let Ok(Reply::Applied(applied)) = desk.handle("a", Request::Apply { command, gesture: None }) else {
                panic!("refused after it was foreseen")
            };
            let foreseen: Option<Applied> = seen.applied;
            prop_assert_eq!(foreseen, Some(*applied));
        }
    }
}

#[test]
fn what_is_the_same_is_not_said_again() {
    let judged = analyse(&design("s", &[(0, 1, true), (1, 0, true), (2, 3, false)]));
    let patch = AnalysisPatch::between(&judged, &judged);
    assert!(patch.findings.is_none() && patch.coverage.is_none());
    assert!(patch.services.is_empty() && patch.domains.is_empty() && patch.gone.is_empty());
}

#[test]
fn one_more_call_tells_what_it_causes_and_leaves_the_rest_where_it_was() {
    let drawn = [(0, 1, true), (1, 0, true), (2, 3, true)];
    let (before, now) = (analyse(&design("s", &drawn)), analyse(&design("s", &[&drawn[..], &[(3, 2, true)]].concat())));
    let patch = AnalysisPatch::between(&before, &now);
    // Of those that have nothing to do with it nothing is said, though their rank is another one.
    let told: Vec<&Id> = patch.services.keys().collect();
    assert_eq!(told, [&id("s", 2), &id("s", 3)]);
    let of = |at| [&before, &now].map(|judged| judged.metrics.services[&id("s", at)].risk_rank);
    assert_ne!(of(5)[0].to_bits(), of(5)[1].to_bits());
    let findings = patch.findings.as_ref().unwrap();
    let fresh = |stretch: &&Stretch| matches!(stretch, Stretch::Fresh(finding) if finding.rule == "cycle-sync");
    assert_eq!(findings.iter().filter(fresh).count(), 1);
    assert!(findings.iter().any(|stretch| matches!(stretch, Stretch::Kept { .. })));
}

#[test]
fn nothing_is_foreseen_where_nothing_may_be_done() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.cleave").to_string_lossy().into_owned();
    let desk = || Desk::new(None, Shell::Browser, |_| ());
    let foreseen = |desk: &Desk| {
        let command = Command::add(Draft::new(Kind::Service, "orders"));
        let Ok(Reply::Preview(seen)) = desk.handle("a", Request::Preview { command }) else { panic!("no preview") };
        seen.applied.is_some()
    };
    let editing = desk();
    editing.handle("a", Request::New { path: path.clone(), name: "shop".into() }).unwrap();
    assert!(foreseen(&editing));
    drop(editing);
    let looking = desk();
    looking.handle("a", Request::OpenReadOnly { path }).unwrap();
    assert!(!foreseen(&looking));
}
