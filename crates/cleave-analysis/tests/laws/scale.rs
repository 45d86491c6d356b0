//! The densest design there is: sixty services that all call each other are judged and explained in bounded time.

use cleave_analysis::{Coupling, analyse, check_json, coupling};
use cleave_model::{Connection, ConnectionKind, Head, Id, Kind, Model, Record};
use serde_json::json;

const SERVICES: u32 = 60;
const CALLS: u32 = SERVICES * (SERVICES - 1);

/// Every service calls every other.
fn complete() -> Model {
    let mut records: Vec<Record> = Model::new("complete").records().cloned().collect();
    let id = |at: u32| Id::new(format!("service:{at:02}"));
    for at in 0..SERVICES {
        records.extend(Record::blank(Kind::Service, Head::new(id(at), format!("{at}"), None, at)));
        for to in (0..SERVICES).filter(|to| *to != at) {
            let head = Head::new(Id::new(format!("call:{at:02}-{to:02}")), "", None, to);
            records.push(Connection::new(head, ConnectionKind::Call, id(at), id(to)).into());
        }
    }
    Model::from_records(records)
}

#[test]
fn sixty_services_that_all_call_each_other_are_judged() {
    let model = complete();
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
