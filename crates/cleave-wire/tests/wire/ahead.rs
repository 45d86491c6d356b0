//! Looking ahead over the wire: what topologies of the sample mean, and advice that does what it says.

use cleave_model::{Command, Record};
use cleave_session::Home;
use cleave_wire::{Desk, FaultCode, Reply, Request, Shell};

#[test]
fn the_samples_topologies_are_predicted_and_advice_can_be_applied() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = Desk::new(Some(Home::within(&folder.path().join("home"))), Shell::Browser, |_| ());
    let sample = Request::OpenSample { sample: "ecommerce".into(), path: None };
    let Ok(Reply::Opened(opened)) = desk.handle("a", sample) else { panic!("not opened") };
    let topology = opened.records.iter().filter_map(Record::as_topology).find(|t| t.head.name == "services");
    let topology = topology.expect("the sample has it").head.id.clone();
    let predict = |command: Option<Command>| desk.handle("a", Request::Predict { topology: topology.clone(), command });
    let Ok(Reply::Predictions(found)) = predict(None) else { panic!("not predicted") };
    assert_eq!(found.entry_name.as_deref(), Some("orders.place_order"));
    // All of them run apart there, and the gateway with them.
    assert_eq!((found.now.processes, found.now.crossing_calls), (found.apart.processes, found.apart.crossing_calls));
    assert!(found.together.crossing_calls == 0 && found.now.crossing_calls > 10, "{found:?}");
    assert!(found.together.latency_ms < found.now.latency_ms && found.together.availability > found.now.availability);

    let advise = Request::Advise {
        topology: topology.clone(),
        barriers: cleave_analysis::Barriers { teams: false, scaling: true, sensitivity: true },
    };
    let Ok(Reply::Advice { advice }) = desk.handle("a", advise) else { panic!("no advice") };
    let best = advice.first().expect("where everything runs apart something can be joined");
    assert!(best.then.crossing_calls < found.now.crossing_calls);
    let Ok(Reply::Predictions(ahead)) = predict(Some(best.command.clone())) else { panic!("not predicted") };
    assert_eq!(ahead.then.as_ref(), Some(&best.then));
    desk.handle("a", Request::Apply { command: best.command.clone(), gesture: None }).expect("applied");
    let Ok(Reply::Predictions(now)) = predict(None) else { panic!("not predicted") };
    assert_eq!(now.now, best.then);

    let unknown = Request::Predict { topology: "topology:none".into(), command: None };
    assert_eq!(desk.handle("a", unknown).expect_err("there is none").code, FaultCode::Refused);
}
