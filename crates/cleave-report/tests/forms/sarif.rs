//! The SARIF we write, against the schema that OASIS publishes with the standard.

use boon::{Compiler, Schemas};
use cleave_report::Report;

/// Errors, warnings, what is waived, and names that would break out of anything.
const DESIGN: &str = r#"cleave 1
design "<shop> & \"co\""
service a { calls "b <b>" }
service "b <b>" { calls a; reads loose }
store loose
waiver cycle-sync "FINGERPRINT" owner=Ann reason="<until> \"the\" split"
"#;

#[test]
fn it_is_valid() {
    let print = cleave_analysis::fingerprint("cycle-sync", &["service:a".into(), "service:b".into()]);
    let bare = cleave_text::parse(&DESIGN.replace("FINGERPRINT", &print)).unwrap();
    let analysis = cleave_analysis::analyse(&bare);
    let circle = analysis.findings.iter().find(|finding| finding.rule == "cycle-sync").unwrap();
    let model = cleave_text::parse(&DESIGN.replace("FINGERPRINT", &circle.fingerprint)).unwrap();
    let analysis = cleave_analysis::analyse(&model);
    let report = Report::new(&model, &analysis, "1.2.3");
    let log = valid(&report);

    let results = log["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), analysis.findings.len());
    let waived = results.iter().find(|result| result["ruleId"] == "cycle-sync").unwrap();
    assert_eq!(waived["suppressions"][0]["justification"], "<until> \"the\" split");
    assert_eq!(waived["partialFingerprints"]["cleave/v1"], circle.fingerprint);
    assert!(waived.get("baselineState").is_none());
    let rule = waived["ruleIndex"].as_u64().unwrap() as usize;
    assert_eq!(log["runs"][0]["tool"]["driver"]["rules"][rule]["id"], "cycle-sync");

    let before = cleave_text::parse("cleave 1\ndesign old\nservice c { calls d }\nservice d { calls c }").unwrap();
    let was = cleave_analysis::analyse(&before);
    let mut report = report;
    report.compared("old", None, before, was);
    let log = valid(&report);
    let state = |result: &serde_json::Value| result["baselineState"].as_str().unwrap().to_owned();
    let states: std::collections::BTreeSet<String> =
        log["runs"][0]["results"].as_array().unwrap().iter().map(state).collect();
    assert!(states.contains("new") && states.contains("absent"), "{states:?}");
}

fn valid(report: &Report<'_>) -> serde_json::Value {
    let text = cleave_report::sarif(report, "designs/my shop.cleave.kdl");
    let log: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let schema: serde_json::Value = serde_json::from_str(include_str!("../sarif-schema-2.1.0.json")).expect("JSON");
    let (mut compiler, mut schemas) = (Compiler::new(), Schemas::new());
    compiler.add_resource("https://sarif.test/schema.json", schema).expect("a schema");
    let schema = compiler.compile("https://sarif.test/schema.json", &mut schemas).expect("a schema that compiles");
    if let Err(error) = schemas.validate(&log, schema) {
        panic!("{error:#}");
    }
    log
}
