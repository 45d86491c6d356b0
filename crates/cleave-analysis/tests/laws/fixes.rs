//! Every fix does what it promises: it ends its finding, brings no error, and can be taken back to the same bytes.

use cleave_analysis::{Finding, Fix, analyse, fixes, rule_pages};
use cleave_model::{Model, Record, Severity, decide, sketch};
use proptest::prelude::*;
use std::collections::BTreeSet;

fn print(model: &Model) -> String {
    cleave_text::print(model)
}

fn records(model: &Model) -> Vec<Record> {
    model.records().cloned().collect()
}

fn errors(findings: &[Finding]) -> BTreeSet<String> {
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error);
    errors.map(|finding| finding.fingerprint.clone()).collect()
}

/// Applies a fix and takes it back.
fn hold(model: &Model, known: &BTreeSet<String>, fingerprint: &str, fix: &Fix) {
    let change = decide(model, &fix.command).unwrap_or_else(|refusal| panic!("{}: {refusal}", fix.title));
    assert_eq!(change, fix.change, "{}", fix.title);
    let mut after = model.clone();
    after.apply(&change);
    assert_eq!(cleave_model::invariants::sweep(&after), Ok(()), "{}", fix.title);
    let then = analyse(&after).findings;
    assert!(then.iter().all(|finding| finding.fingerprint != fingerprint), "{}: the finding is still there", fix.title);
    let new: Vec<String> = errors(&then).difference(known).cloned().collect();
    assert_eq!(new, [""; 0], "{}", fix.title);
    let text = print(&after);
    let read = cleave_text::parse(&text).unwrap_or_else(|problems| panic!("{}: {problems:?}\n{text}", fix.title));
    assert_eq!(print(&read), text, "{}", fix.title);
    after.apply(&change.inverse());
    assert_eq!(print(&after), print(model), "{}", fix.title);
    assert_eq!(records(&after), records(model), "{}", fix.title);
    assert!(fix.preview.removed.iter().any(|finding| finding.fingerprint == fingerprint), "{}", fix.title);
    assert!(fix.preview.numbers.len() <= 3);
}

/// Holds every fix of every finding, and answers how many findings had one.
fn hold_all(model: &Model) -> (usize, usize) {
    let findings = analyse(model).findings;
    let (known, mut fixed) = (errors(&findings), 0);
    for finding in &findings {
        let offered = fixes(model, &finding.fingerprint);
        assert!(offered.len() <= 6);
        fixed += usize::from(!offered.is_empty());
        for fix in &offered {
            hold(model, &known, &finding.fingerprint, fix);
        }
    }
    (fixed, findings.len())
}

/// The fixes by which each rule is known, all of them offered for the drawing on its page that breaks it.
const NAMED: &[(&str, &[&str])] = &[
    ("chatty-pair", &["coarse-operation", "move-behaviour", "merge"]),
    ("cycle-mixed", &["move-contract", "merge"]),
    ("cycle-sync", &["turn-into-event", "copy-by-event", "extract-shared", "merge"]),
    ("dead-api", &["remove-operation", "mark-public"]),
    ("deep-sync-chain", &["read-model"]),
    ("distributed-monolith", &["undo-lock", "merge"]),
    ("duplicated-entity", &["choose-master"]),
    ("endpoint-based", &["look-up-target"]),
    ("esb-hub", &["move-to-ends"]),
    ("event-loop", &["stop-loop"]),
    ("event-without-publisher", &["publish", "drop-subscription"]),
    ("event-without-subscriber", &["mark-public", "drop-event"]),
    ("forbidden-dependency", &["turn-round", "remove-dependency", "change-policy"]),
    ("foreign-store-access", &["operation-on-owner", "read-model", "split-store"]),
    ("foreign-team-write", &["operation-on-owner", "tell-owner"]),
    ("growing-waiver", &["approve-again", "remove-waiver"]),
    ("hub-service", &["split-by-clients"]),
    ("layer-violation", &["put-in-layer", "turn-round"]),
    ("low-availability-path", &["add-fallback"]),
    ("low-boundary-cohesion", &["dissolve-domain"]),
    ("mega-service", &["split-service"]),
    ("mixed-sync-async", &["keep-event", "keep-call"]),
    ("multiple-publishers", &["one-publisher"]),
    ("nano-service", &["merge"]),
    ("no-gateway", &["add-gateway"]),
    ("orphan-store", &["delete-store", "connect-store"]),
    ("private-operation", &["publish-operation"]),
    ("sensitive-data-crossing", &["clear-target", "mask-data"]),
    ("shared-store", &["operation-on-owner", "tell-owner", "split-store"]),
    ("single-point-of-failure", &["run-two"]),
    ("stable-abstractions", &["publish-contract"]),
    ("stale-waiver", &["remove-waiver"]),
    ("sync-fan-out", &["aggregator", "turn-into-event"]),
    ("team-ownership", &["change-team"]),
    ("time-budget", &["drop-retries", "raise-timeout", "lower-timeouts", "turn-into-event"]),
    ("unauthenticated-api", &["require-token"]),
    ("unencrypted-link", &["encrypt"]),
    ("unowned-element", &["give-owner"]),
    ("unstable-dependency", &["turn-round"]),
    ("vacuous-rule", &["remove-setting"]),
    ("version-mismatch", &["bring-up-to-version", "provide-version"]),
    ("wobbly-call", &["give-timeout", "add-breaker"]),
];

#[test]
fn the_drawing_of_every_page_has_the_fixes_its_rule_is_known_by() {
    let known: BTreeSet<&str> = NAMED.iter().map(|(rule, _)| *rule).collect();
    assert_eq!(known, rule_pages().iter().map(|page| page.name).collect());
    for (rule, names) in NAMED {
        let page = rule_pages().iter().find(|page| page.name == *rule).unwrap();
        let drawing = page.markdown.split("```kdl\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
        let model = cleave_text::parse(drawing).unwrap();
        hold_all(&model);
        let finding = analyse(&model).findings.into_iter().find(|finding| finding.rule == *rule).unwrap();
        let offered = fixes(&model, &finding.fingerprint);
        for name in *names {
            let told: Vec<&str> = offered.iter().map(|fix| fix.name.as_str()).collect();
            assert!(told.contains(name), "{rule}: {name} is not among {told:?}");
        }
        for fix in &offered {
            assert!(
                fix.title.chars().next().is_some_and(char::is_uppercase) && !fix.title.ends_with('.'),
                "{}",
                fix.title
            );
            assert!(fix.about.ends_with('.'), "{}", fix.about);
        }
    }
}

#[test]
fn every_finding_of_the_samples_has_fixes_and_they_hold() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples");
    for sample in ["ecommerce", "social-network", "content-management", "banking"] {
        let text = std::fs::read_to_string(folder.join(sample).join(format!("{sample}.cleave.kdl"))).unwrap();
        let (fixed, all) = hold_all(&cleave_text::parse(&text).unwrap());
        assert_eq!(fixed, all, "{sample}");
        assert!(all > 0, "{sample}");
    }
}

#[test]
fn a_generated_design_has_fixes_that_hold() {
    let extent = cleave_model::synthetic::Extent { services: 16, connections: 40, seed: 3 };
    let model = cleave_model::synthetic::design("large", extent);
    let (fixed, all) = hold_all(&model);
    assert!(fixed * 10 >= all * 9, "{fixed} of {all}");
}

#[test]
fn what_is_gone_has_no_fixes() {
    assert_eq!(fixes(&Model::new("empty"), "0123456789abcdef"), []);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn fixes_of_random_edits_hold(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        hold_all(&sketch::design(&bytes));
    }

    #[test]
    fn fixes_of_random_connections_hold(lines in super::lines()) {
        let names = super::plain("s");
        // Read from its text, so that siblings stand at 0, 1, 2.
        let drawn = print(&Model::from_records(super::records(&lines, &names)));
        hold_all(&cleave_text::parse(&drawn).unwrap());
    }
}
