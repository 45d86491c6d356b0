//! The densest design there is: sixty services that all call each other are judged, explained, and mended or not.

use cleave_analysis::{Coupling, analyse, check_json, coupling, fixes};
use cleave_model::{Connection, ConnectionKind, Head, Id, Kind, Model, Record};
use serde_json::json;
use std::collections::BTreeSet;

const SERVICES: u32 = 60;
const CALLS: u32 = SERVICES * (SERVICES - 1);

/// Every one of these services calls every other.
fn complete(services: u32) -> Model {
    let mut records: Vec<Record> = Model::new("complete").records().cloned().collect();
    let id = |at: u32| Id::new(format!("service:{at:02}"));
    for at in 0..services {
        records.extend(Record::blank(Kind::Service, Head::new(id(at), format!("{at}"), None, at)));
        for to in (0..services).filter(|to| *to != at) {
            let head = Head::new(Id::new(format!("call:{at:02}-{to:02}")), "", None, to);
            records.push(Connection::new(head, ConnectionKind::Call, id(at), id(to)).into());
        }
    }
    Model::from_records(records)
}

#[test]
fn sixty_services_that_all_call_each_other_are_judged() {
    let model = complete(SERVICES);
    let analysis = analyse(&model);
    let system = &analysis.metrics.system;
    assert_eq!((system.dependencies, system.largest_tangle, system.call_cycles), (CALLS, SERVICES, 1));
    // Of each pair one call has to go.
    assert_eq!((system.mutual_calls, system.feedback_arcs), (CALLS / 2, CALLS / 2));
    let checked = check_json(&model);
    let sync = &checked["metrics"]["sync"];
    assert_eq!((&sync["density"], &sync["propagation_cost"]), (&json!(1.0), &json!(1.0)));
    assert_eq!((&sync["scc_sizes"], &sync["bridges"]), (&json!([SERVICES]), &json!([])));
    assert_eq!(sync["betweenness"]["service:07"], json!(0.0));
    let Coupling { order, tangles, cells, .. } = coupling(&model);
    assert_eq!((order.len(), tangles.len(), cells.len()), (SERVICES as usize, 1, CALLS as usize));
}

#[test]
fn the_densest_circle_is_offered_ways_or_none_but_never_hangs() {
    // Its smallest cut has 1,770 calls, more than are offered as one step; what is offered ends it.
    let model = complete(SERVICES);
    let findings = analyse(&model).findings;
    let circle = findings.iter().find(|finding| finding.rule == "cycle-sync").unwrap();
    assert_eq!(circle.subjects.len(), SERVICES as usize);
    for fix in fixes(&model, &circle.fingerprint) {
        let mut after = model.clone();
        after.apply(&fix.change);
        assert!(analyse(&after).findings.iter().all(|finding| finding.fingerprint != circle.fingerprint));
    }
    let rules: BTreeSet<&str> = findings.iter().map(|finding| finding.rule.as_str()).collect();
    assert!(rules.len() > 2, "{rules:?}");
}
