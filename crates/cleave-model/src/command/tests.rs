//! What each verb does, and what it refuses, on a small shop.

use super::*;
use crate::invariants::{DEEPEST, sweep};
use crate::{Filter, Implementation, Record, Role, Timeout};
use serde_json::json;

/// Two services in one domain: orders (place_order, get_order, store, event) and inventory (reserve), two topologies.
fn shop() -> Model {
    let mut model = Model::new("shop");
    let add = |kind, name: &str, home: Option<&str>| {
        let draft = Draft::new(kind, name);
        Command::add(match home {
            Some(home) => draft.within(home),
            None => draft,
        })
    };
    let commands = [
        add(Kind::Domain, "sales", None),
        add(Kind::Topology, "monolith", None),
        add(Kind::Service, "orders", Some("domain:sales")),
        add(Kind::Service, "inventory", None),
        add(Kind::Api, "orders", Some("service:orders")),
        add(Kind::Operation, "place_order", Some("api:orders.orders")),
        add(Kind::Operation, "get_order", Some("api:orders.orders")),
        add(Kind::DataStore, "orders", Some("service:orders")),
        add(Kind::Entity, "order", Some("store:orders.orders")),
        add(Kind::Event, "OrderPlaced", Some("service:orders")),
        add(Kind::DataType, "Order", Some("service:orders")),
        add(Kind::Api, "stock", Some("service:inventory")),
        add(Kind::Operation, "reserve", Some("api:inventory.stock")),
        add(Kind::Actor, "shopper", None),
        Command::connect(ConnectionKind::Use, "actor:shopper", "operation:orders.place_order"),
        Command::connect(ConnectionKind::Call, "operation:orders.place_order", "operation:inventory.reserve"),
        Command::connect(ConnectionKind::Write, "operation:orders.place_order", "store:orders.orders"),
        Command::connect(ConnectionKind::Publish, "operation:orders.place_order", "event:orders.OrderPlaced"),
    ];
    for command in &commands {
        perform(&mut model, command);
    }
    model
}

fn perform(model: &mut Model, command: &Command) {
    let change = decide(model, command).unwrap_or_else(|refusal| panic!("{command:?}: {refusal}"));
    model.apply(&change);
    sweep(model).unwrap_or_else(|refusal| panic!("after {command:?}: {refusal}"));
}

/// Every record but places, without ids and ranks, as text: what two designs say alike.
fn said(model: &Model) -> Vec<String> {
    let path = |id: &Id| model.path(id);
    let mut lines: Vec<String> = model
        .records()
        .filter(|record| record.kind() != Kind::Design && record.kind() != Kind::Placement)
        .map(|record| match record {
            Record::Connection(line) => format!("{} {} {}", path(&line.from), line.kind, path(&line.to)),
            record => format!("{} {} in {:?}", record.kind(), path(record.id()), record.home().map(path)),
        })
        .collect();
    lines.sort();
    lines
}

fn paste(records: &Model, home: Option<&str>, at: Option<Point>) -> Command {
    Command::Paste { records: records.records().cloned().collect(), home: home.map(id), at }
}

#[test]
fn what_is_copied_into_an_empty_design_says_the_same() {
    let model = shop();
    let piece = excerpt(&model, &[id("domain:sales"), id("service:inventory"), id("actor:shopper")]);
    let mut empty = Model::new("other");
    perform(&mut empty, &paste(&piece, None, None));
    let without_topologies = |line: &String| !line.starts_with("topology") && !line.starts_with("deployable");
    let wanted: Vec<String> = said(&model).into_iter().filter(without_topologies).collect();
    assert_eq!(said(&empty), wanted);
}

#[test]
fn what_stayed_behind_is_found_again_or_left_out() {
    let mut model = shop();
    let piece = excerpt(&model, &[id("operation:orders.place_order")]);
    // In the same design the copy calls, writes and publishes what the original does.
    perform(&mut model, &paste(&piece, Some("service:inventory"), None));
    let copy = id("operation:inventory.place_order");
    assert_eq!(model.operation(&copy).map(|o| o.head.home.clone()), Some(Some(id("api:inventory.stock"))));
    assert_eq!(model.outgoing(&copy).count(), 3);
    // Nothing of it is in another design: the operation comes alone.
    let mut empty = Model::new("other");
    perform(&mut empty, &paste(&piece, None, None));
    assert_eq!(empty.connections().count(), 0);
    assert_eq!(names(&empty, None, Kind::Operation), ["place_order"]);
}

#[test]
fn what_is_pasted_beside_itself_gets_names_and_a_place_of_its_own() {
    let mut model = shop();
    let at = |x, y| Some(Point { x, y });
    let placed = Placement { at: at(100, 100), ..Placement::new(id("service:orders"), None) };
    perform(&mut model, &Command::Place { placements: vec![placed] });
    let piece = excerpt(&model, &[id("service:orders")]);
    perform(&mut model, &paste(&piece, Some("service:orders"), at(500, 40)));
    let copy = id("service:orders_2");
    assert_eq!(names(&model, Some("domain:sales"), Kind::Service), ["orders", "orders_2"]);
    assert_eq!(model.placement(&Placement::id_of(&copy, None)).and_then(|p| p.at), at(500, 40));
    // Its operations write its own store, not the original's.
    let line = model.outgoing(&id("operation:orders_2.place_order")).find(|line| line.kind == ConnectionKind::Write);
    assert_eq!(line.map(|line| line.to.clone()), Some(id("store:orders_2.orders")));
}

#[test]
fn a_type_needs_a_service_to_be_pasted_in() {
    let mut model = shop();
    let piece = excerpt(&model, &[id("type:orders.Order")]);
    assert!(matches!(refused(&model, &paste(&piece, None, None)), Refusal::WrongHome { .. }));
    perform(&mut model, &paste(&piece, Some("operation:inventory.reserve"), None));
    assert_eq!(names(&model, Some("service:inventory"), Kind::DataType), ["Order"]);
    assert!(excerpt(&model, &[id("topology:monolith"), id("design")]).records().next().is_none());
}

fn refused(model: &Model, command: &Command) -> Refusal {
    decide(model, command).expect_err("the command should have been refused")
}

fn id(text: &str) -> Id {
    Id::new(text)
}

fn names(model: &Model, home: Option<&str>, kind: Kind) -> Vec<String> {
    model.children(home.map(id).as_ref(), kind).map(|record| record.name().to_owned()).collect()
}

#[test]
fn a_new_record_gets_id_name_and_place() {
    let mut model = shop();
    perform(&mut model, &Command::Add { draft: Draft::new(Kind::Service, "orders"), at: Some(Point { x: 20, y: 40 }) });
    let service = model.service(&id("service:orders_2")).expect("a free name makes a fresh id");
    assert_eq!((service.head.name.as_str(), service.head.rank), ("orders_2", 1));
    assert_eq!(model.placement(&id("placement:service:orders_2")).and_then(|p| p.at), Some(Point { x: 20, y: 40 }));
    let exact = Draft { exact: true, ..Draft::new(Kind::Service, "orders") };
    assert!(matches!(refused(&model, &Command::add(exact)), Refusal::NameTaken { .. }));
}

#[test]
fn ids_are_never_used_twice() {
    let mut model = shop();
    perform(&mut model, &Command::Remove { ids: vec![id("service:inventory")] });
    perform(&mut model, &Command::add(Draft::new(Kind::Service, "inventory")));
    assert!(model.service(&id("service:inventory#2")).is_some());
}

#[test]
fn a_rename_keeps_the_id_and_every_mention() {
    let mut model = shop();
    perform(&mut model, &Command::Rename { id: id("operation:inventory.reserve"), name: "hold".into() });
    assert_eq!(model.path(&id("operation:inventory.reserve")), "inventory.hold");
    assert_eq!(model.incoming(&id("operation:inventory.reserve")).count(), 1);
    let taken = Command::Rename { id: id("operation:orders.get_order"), name: "place_order".into() };
    assert!(matches!(refused(&model, &taken), Refusal::NameTaken { .. }));
    let bad = Command::Rename { id: id("operation:orders.get_order"), name: "a\nb".into() };
    assert!(matches!(refused(&model, &bad), Refusal::BadName { .. }));
}

#[test]
fn operations_are_unique_in_their_service_whatever_the_api() {
    let mut model = shop();
    perform(&mut model, &Command::add(Draft::new(Kind::Api, "admin").within("service:orders")));
    let twin = Draft { exact: true, ..Draft::new(Kind::Operation, "get_order").within("api:orders.admin") };
    assert!(matches!(refused(&model, &Command::add(twin)), Refusal::NameTaken { .. }));
}

#[test]
fn any_field_can_be_changed_and_is_checked() {
    let mut model = shop();
    let change =
        |target: &str, field: &str, value| Command::Change { id: id(target), fields: [(field.into(), value)].into() };
    perform(&mut model, &change("operation:orders.place_order", "timeout", json!(2000)));
    perform(&mut model, &change("operation:orders.place_order", "description", json!("Takes an order")));
    perform(&mut model, &change("service:orders", "cleared", json!(["personal"])));
    let operation = model.operation(&id("operation:orders.place_order")).expect("it is there");
    assert_eq!((operation.timeout, operation.head.description.as_deref()), (Some(2000), Some("Takes an order")));
    for (target, field, value) in [
        ("operation:orders.place_order", "timeout", json!("soon")),
        ("operation:orders.place_order", "colour", json!("red")),
        ("operation:orders.place_order", "head", json!({})),
        ("operation:orders.place_order", "output", json!({"kind": "named", "of": "type:orders.Nothing"})),
        ("service:orders", "availability", json!(1.5)),
        ("type:orders.Order", "shape", json!({"kind": "error", "of": {"status": 200, "message": "", "fields": []}})),
        ("event:orders.OrderPlaced", "key", json!("order")),
        ("connection:none", "timeout", json!(null)),
    ] {
        refused(&model, &change(target, field, value));
    }
}

#[test]
fn a_connection_has_three_valued_attributes() {
    let mut model = shop();
    let call = "connection:call:operation:orders.place_order->operation:inventory.reserve";
    let call = model.connections().find(|c| c.kind == ConnectionKind::Call).map_or(id(call), |c| c.head.id.clone());
    let said = [("timeout".to_owned(), json!({"kind": "after", "of": 500})), ("breaker".to_owned(), json!(false))];
    perform(&mut model, &Command::Change { id: call.clone(), fields: said.into() });
    let connection = model.connection(&call).expect("it is there");
    assert_eq!(
        (connection.timeout, connection.breaker, connection.retries),
        (Some(Timeout::After(500)), Some(false), None)
    );
}

#[test]
fn connections_fit_their_ends_and_are_drawn_once() {
    let model = shop();
    let event = Command::connect(ConnectionKind::Call, "operation:orders.get_order", "event:orders.OrderPlaced");
    assert!(matches!(refused(&model, &event), Refusal::WrongEnds { .. }));
    let twin = Command::connect(ConnectionKind::Write, "operation:orders.place_order", "store:orders.orders");
    assert!(matches!(refused(&model, &twin), Refusal::AlreadyConnected { .. }));
    let nowhere = Command::connect(ConnectionKind::Call, "service:orders", "service:nowhere");
    assert!(matches!(refused(&model, &nowhere), Refusal::Unknown { .. }));
}

#[test]
fn an_end_can_move_and_the_steps_stay_in_order() {
    let mut model = shop();
    let place = id("operation:orders.place_order");
    let first = model.outgoing(&place).next().expect("it calls").clone();
    let again = Command::Reconnect {
        id: first.head.id.clone(),
        connection: ConnectionKind::Call,
        from: id("operation:orders.get_order"),
        to: first.to.clone(),
    };
    perform(&mut model, &again);
    assert_eq!(model.outgoing(&place).map(|c| c.head.rank).collect::<Vec<_>>(), [0, 1]);
    assert_eq!(model.outgoing(&id("operation:orders.get_order")).count(), 1);
}

#[test]
fn steps_and_rows_can_be_reordered() {
    let mut model = shop();
    let place = id("operation:orders.place_order");
    let last = model.outgoing(&place).last().expect("it has steps").head.id.clone();
    perform(&mut model, &Command::Reorder { id: last.clone(), rank: 0 });
    assert_eq!(model.outgoing(&place).next().map(|c| c.head.id.clone()), Some(last));
    perform(&mut model, &Command::Reorder { id: id("operation:orders.get_order"), rank: 0 });
    assert_eq!(names(&model, Some("api:orders.orders"), Kind::Operation), ["get_order", "place_order"]);
}

#[test]
fn things_move_with_everything_in_them_but_never_into_themselves() {
    let mut model = shop();
    perform(&mut model, &Command::Rehome { ids: vec![id("service:inventory")], home: Some(id("domain:sales")) });
    assert_eq!(names(&model, Some("domain:sales"), Kind::Service), ["orders", "inventory"]);
    perform(&mut model, &Command::Rehome { ids: vec![id("service:orders")], home: None });
    assert_eq!(model.service(&id("service:inventory")).map(|s| s.head.rank), Some(0));
    perform(&mut model, &Command::add(Draft::new(Kind::Domain, "inner").within("domain:sales")));
    let cycle = Command::Rehome { ids: vec![id("domain:sales")], home: Some(id("domain:inner")) };
    assert!(matches!(refused(&model, &cycle), Refusal::InItself { .. }));
    let wrong = Command::Rehome { ids: vec![id("operation:orders.get_order")], home: Some(id("domain:sales")) };
    assert!(matches!(refused(&model, &wrong), Refusal::WrongHome { .. }));
    perform(&mut model, &Command::Rehome { ids: vec![id("event:orders.OrderPlaced")], home: None });
    assert!(model.event(&id("event:orders.OrderPlaced")).is_some_and(|event| event.head.home.is_none()));
}

#[test]
fn removing_takes_everything_that_hangs_on_it_and_undo_brings_it_back() {
    let mut model = shop();
    perform(
        &mut model,
        &Command::add(
            Draft::new(Kind::View, "orders").with("filter", json!({"kind": "service", "of": "service:orders"})),
        ),
    );
    perform(
        &mut model,
        &Command::Place {
            placements: vec![Placement {
                at: Some(Point { x: 1, y: 2 }),
                ..Placement::new(id("service:orders"), None)
            }],
        },
    );
    let before = model.clone();
    let change = decide(&model, &Command::Remove { ids: vec![id("service:orders")] }).expect("it may go");
    model.apply(&change);
    sweep(&model).expect("nothing dangles");
    assert_eq!((model.connections().count(), model.views().count(), model.placements().count()), (0, 0, 0));
    assert_eq!(model.services().count(), 1);
    model.apply(&change.inverse());
    assert_eq!(model, before);
    assert!(matches!(refused(&model, &Command::Remove { ids: vec![id("design")] }), Refusal::Fixed { .. }));
}

#[test]
fn removing_a_type_leaves_fields_that_any_value_fits() {
    let mut model = shop();
    let output = json!({"kind": "list", "of": {"kind": "named", "of": "type:orders.Order"}});
    let fields = [("output".to_owned(), output)].into();
    perform(&mut model, &Command::Change { id: id("operation:orders.get_order"), fields });
    perform(&mut model, &Command::Remove { ids: vec![id("type:orders.Order")] });
    assert_eq!(model.operation(&id("operation:orders.get_order")).and_then(|o| o.output.clone()), None);
}

#[test]
fn a_copy_stands_for_itself() {
    let mut model = shop();
    let output = json!({"kind": "named", "of": "type:orders.Order"});
    perform(
        &mut model,
        &Command::Change { id: id("operation:orders.get_order"), fields: [("output".to_owned(), output)].into() },
    );
    perform(
        &mut model,
        &Command::Duplicate {
            ids: vec![id("service:orders"), id("operation:orders.get_order")],
            by: Point { x: 40, y: 40 },
        },
    );
    let copy = model.service(&id("service:orders_2")).expect("a copy with a free name");
    assert_eq!(
        model.operations_of(&copy.head.id).map(|o| o.head.name.as_str()).collect::<Vec<_>>(),
        ["place_order", "get_order"]
    );
    let inner = model.operations_of(&copy.head.id).last().and_then(|o| o.output.clone());
    assert_eq!(inner, Some(crate::TypeExpr::Named(id("type:orders_2.Order"))));
    assert_eq!(model.connections().count(), 4, "connections stay with the original");
}

#[test]
fn grouping_makes_a_domain_where_the_first_stood() {
    let mut model = shop();
    perform(
        &mut model,
        &Command::Group { ids: vec![id("service:orders"), id("service:inventory")], name: "core".into() },
    );
    assert_eq!(model.domain(&id("domain:core")).and_then(|d| d.head.home.clone()), Some(id("domain:sales")));
    assert_eq!(names(&model, Some("domain:core"), Kind::Service), ["orders", "inventory"]);
}

#[test]
fn each_topology_always_holds_each_generated_service_once() {
    let mut model = shop();
    let monolith = id("topology:monolith");
    assert!(model.topology(&monolith).is_some_and(|topology| topology.default), "the first topology is the default");
    perform(
        &mut model,
        &Command::Assign { topology: monolith.clone(), service: id("service:inventory"), deployable: None },
    );
    let held = |model: &Model| -> Vec<(String, Vec<String>)> {
        let all = model.children(Some(&monolith), Kind::Deployable).filter_map(Record::as_deployable);
        all.map(|d| (d.head.name.clone(), model.services_in(d).iter().map(|s| s.head.name.clone()).collect())).collect()
    };
    assert_eq!(held(&model), [("shop".into(), vec!["orders".into()]), ("inventory".into(), vec!["inventory".into()])]);
    let rest = id("deployable:monolith.shop");
    perform(
        &mut model,
        &Command::Assign { topology: monolith.clone(), service: id("service:inventory"), deployable: Some(rest) },
    );
    assert_eq!(held(&model).len(), 1, "an empty deployable goes");
    perform(&mut model, &Command::Regroup { topology: monolith.clone(), grouping: Grouping::Apart });
    perform(&mut model, &Command::add(Draft::new(Kind::Service, "payments")));
    assert_eq!(held(&model).len(), 3, "a new service finds a deployable of its own");
    let gateway = [("role".to_owned(), json!("gateway"))].into();
    perform(&mut model, &Command::Change { id: id("service:payments"), fields: gateway });
    assert_eq!(held(&model).len(), 2, "a gateway stands in none");
    perform(
        &mut model,
        &Command::Change { id: id("service:payments"), fields: [("role".to_owned(), json!("business"))].into() },
    );
    assert_eq!(held(&model).len(), 3);
    perform(&mut model, &Command::Regroup { topology: monolith.clone(), grouping: Grouping::ByDomain });
    assert_eq!(held(&model).len(), 3);
}

#[test]
fn removing_a_deployable_rehouses_its_services() {
    let mut model = shop();
    let monolith = id("topology:monolith");
    perform(&mut model, &Command::Remove { ids: vec![id("deployable:monolith.shop")] });
    let services = |model: &Model| model.children(Some(&monolith), Kind::Deployable).count();
    assert_eq!(services(&model), 2);
}

#[test]
fn only_one_topology_is_the_default() {
    let mut model = shop();
    perform(&mut model, &Command::add(Draft::new(Kind::Topology, "split").with("default", true)));
    assert_eq!(model.topologies().filter(|t| t.default).map(|t| t.head.name.as_str()).collect::<Vec<_>>(), ["split"]);
}

#[test]
fn several_commands_are_one_change_and_one_refusal_refuses_all() {
    let mut model = shop();
    let commands = vec![
        Command::add(Draft::new(Kind::Service, "payments")),
        Command::connect(ConnectionKind::Call, "operation:orders.place_order", "service:payments"),
    ];
    perform(&mut model, &Command::all(commands.clone()));
    assert!(matches!(refused(&model, &Command::all(vec![commands[1].clone()])), Refusal::AlreadyConnected { .. }));
    assert_eq!(refused(&model, &Command::all(vec![])), Refusal::Nothing);
}

#[test]
fn far_away_and_empty_placements_are_handled() {
    let mut model = shop();
    let at = |x| vec![Placement { at: Some(Point { x, y: 0 }), ..Placement::new(id("service:orders"), None) }];
    assert!(matches!(refused(&model, &Command::Place { placements: at(i32::MAX) }), Refusal::BadField { .. }));
    assert!(matches!(refused(&model, &Command::Place { placements: at(i32::MIN) }), Refusal::BadField { .. }));
    perform(&mut model, &Command::Place { placements: at(100) });
    perform(&mut model, &Command::Place { placements: vec![Placement::new(id("service:orders"), None)] });
    assert_eq!(model.placements().count(), 0);
}

#[test]
fn the_deepest_domains_go_with_the_outermost() {
    let mut model = Model::new("deep");
    let mut home: Option<Id> = None;
    for depth in 0..DEEPEST {
        let draft = Draft { home: home.clone(), ..Draft::new(Kind::Domain, format!("d{depth}")) };
        model.apply(&decide(&model, &Command::add(draft)).expect("domains nest"));
        home = Some(id(&format!("domain:d{depth}")));
    }
    let deepest = home.expect("there is one");
    assert_eq!(model.ancestry(&deepest).count(), DEEPEST);
    let change = decide(&model, &Command::Remove { ids: vec![id("domain:d0")] }).expect("all go");
    assert_eq!(change.swaps().len(), DEEPEST);
}

#[test]
fn kinds_elsewhere_are_not_generated() {
    let service = |role, implementation| {
        let head = crate::Head::new(id("service:x"), "x", None, 0);
        let Some(Record::Service(service)) = Record::blank(Kind::Service, head) else { return None };
        Some(crate::Service { role, implementation, ..*service }.is_generated())
    };
    assert_eq!(service(Role::Business, Implementation::Generated), Some(true));
    assert_eq!(service(Role::Gateway, Implementation::Generated), Some(false));
    assert_eq!(service(Role::Ui, Implementation::Elsewhere { language: None, base_url: None }), Some(false));
    assert_eq!(Filter::All, Filter::All);
}

#[test]
fn several_commands_are_called_what_they_are_together() {
    let rename = Command::Rename { id: "service:orders".into(), name: "sales".into() };
    assert_eq!(Command::all(vec![rename.clone()]).label(), "Rename");
    let fix = rename.clone().called("Fix: Call it\nsales");
    assert_eq!(fix.label(), "Fix: Call it sales");
    // Wrapped again, as the interface does for places, it is still that.
    assert_eq!(Command::all(vec![fix.clone(), rename.clone()]).label(), "Fix: Call it sales");
    assert_eq!(fix.clone().called("x".repeat(10_000)).label().chars().count(), 120);
    assert_eq!(rename.called(" ").label(), "Rename");
    let wire = serde_json::to_value(&fix).unwrap();
    assert_eq!(serde_json::from_value::<Command>(wire).unwrap(), fix);
    let plain = serde_json::json!({"kind": "all", "of": {"commands": []}});
    assert_eq!(serde_json::from_value::<Command>(plain).unwrap(), Command::all(vec![]));
}
