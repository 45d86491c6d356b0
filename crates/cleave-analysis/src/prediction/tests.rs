//! Predictions and advice of small designs, worked by hand.

use super::{Advice, Barriers, Predictions, advise, predict};
use crate::drawing::{add, draw, saying, with_policy};
use cleave_model::{Command, Draft, Id, Kind, Model, decide};
use serde_json::json;

/// shopper → gateway → orders.place → {stock.reserve, cards.charge → ~bank}, and ship hears orders.Placed.
const SHOP: &str = "shopper uses gateway; gateway calls orders.place; orders.place calls stock.reserve; \
                    orders.place calls cards.charge; cards.charge calls ~bank; orders.place publishes orders.Placed; \
                    ship.book subscribes orders.Placed";

/// The design with a topology of these deployables, each `name: services`.
fn laid(lines: &str, deployables: &str) -> (Model, Id) {
    let mut model = draw(lines);
    if model.service(&"service:gateway".into()).is_some() {
        saying(&mut model, "service:gateway", json!({"role": "gateway"}));
    }
    let topology = add(&mut model, Draft::new(Kind::Topology, "split"));
    let made: Vec<Id> = model.children(Some(&topology), Kind::Deployable).map(|record| record.id().clone()).collect();
    let mut filled: Vec<Id> = Vec::new();
    for group in deployables.split(';').map(str::trim) {
        let (name, services) = group.split_once(':').unwrap();
        let services: Vec<String> = services.split_whitespace().map(|name| format!("service:{name}")).collect();
        let draft = Draft::new(Kind::Deployable, name).within(topology.clone()).with("services", json!(services));
        filled.push(add(&mut model, draft));
    }
    let empty: Vec<Id> = made.into_iter().filter(|id| model.deployable(id).is_some()).collect();
    if let Ok(change) = decide(&model, &Command::Remove { ids: empty }) {
        model.apply(&change);
    }
    (model, topology)
}

fn predicted((model, topology): &(Model, Id)) -> Predictions {
    predict(model, topology, None).unwrap()
}

#[test]
fn the_shop_by_hand_in_three_groupings() {
    let found = predicted(&laid(SHOP, "shop: orders stock; money: cards; post: ship"));
    assert_eq!(found.entry_name.as_deref(), Some("orders.place"));
    let numbers = |p: &super::Prediction| (p.processes, p.crossing_calls, p.crossing_events, p.longest_chain);
    // The gateway stands alone where there are several deployables, and is the door of a single one.
    assert_eq!(numbers(&found.now), (4, 2, 1, 2));
    assert_eq!(numbers(&found.together), (1, 0, 0, 0));
    assert_eq!(numbers(&found.apart), (5, 3, 1, 2));
    // Own work of gateway, orders, stock, cards 5 each; the bank 100; hops of 2.
    assert_eq!(found.together.latency_ms, Some(120.0));
    assert_eq!(found.now.latency_ms, Some(124.0));
    assert_eq!(found.apart.latency_ms, Some(126.0));
    // Processes in the way: gateway, shop and money; all one; gateway, orders, stock and cards.
    let share = |processes: i32| Some(0.9995f64.powi(processes));
    let near = |one: Option<f64>, other: Option<f64>| (one.unwrap() - other.unwrap()).abs() < 1e-12;
    assert!(near(found.now.availability, share(3)), "{found:?}");
    assert!(near(found.together.availability, share(1)));
    assert!(near(found.apart.availability, share(4)));
}

#[test]
fn what_is_said_replaces_what_is_assumed() {
    let (mut model, topology) = laid(SHOP, "shop: orders stock; money: cards; post: ship");
    saying(&mut model, "service:cards", json!({"availability": 0.9}));
    saying(&mut model, "service:stock", json!({"availability": 0.8}));
    saying(&mut model, "operation:orders.place", json!({"rate": 12.5}));
    let calls: Vec<_> = model
        .connections()
        .filter(|call| call.to.as_str().contains("charge"))
        .map(|call| call.head.id.clone())
        .collect();
    saying(&mut model, calls[0].as_str(), json!({"timeout": {"kind": "after", "of": 50}}));
    let model = with_policy(
        model,
        json!({"rules": {"prediction": {"limits": {"hop-ms": 10.0, "work-ms": 1.0, "availability": 1.0}}}}),
    );
    let found = predict(&model, &topology, None).unwrap();
    // gateway 1 + hop 10 + orders 1 + stock 1 + at most 50 for the cards and their bank.
    assert_eq!(found.now.latency_ms, Some(63.0));
    assert!((found.now.availability.unwrap() - 0.8 * 0.9).abs() < 1e-12);
    assert_eq!(found.now.crossing_rate, Some(12.5));
    assert_eq!(found.together.crossing_rate, None);
    // Everything in one process answers as often as the worst of it.
    assert!((found.together.availability.unwrap() - 0.8).abs() < 1e-12);
}

#[test]
fn copies_and_fallbacks_help() {
    let (mut model, topology) = laid(SHOP, "shop: orders stock; money: cards; post: ship");
    let money = model.children(Some(&topology), Kind::Deployable).find(|d| d.name() == "money").unwrap().id().clone();
    saying(&mut model, money.as_str(), json!({"replicas": 2}));
    saying(&mut model, "service:cards", json!({"availability": 0.9}));
    let availability = |model: &Model| predict(model, &topology, None).unwrap().now.availability.unwrap();
    assert!((availability(&model) - 0.9995 * 0.9995 * 0.99).abs() < 1e-12);
    let call = model.connections().find(|call| call.to.as_str().contains("charge")).unwrap().head.id.clone();
    saying(&mut model, call.as_str(), json!({"optional": true}));
    assert!((availability(&model) - 0.9995 * 0.9995).abs() < 1e-12);
}

#[test]
fn what_one_process_takes_down() {
    let found = predicted(&laid(SHOP, "shop: orders; rest: stock cards; post: ship"));
    let points: Vec<_> = found.now.single_points.iter().map(|p| (p.process.as_str(), p.own, p.takes_down)).collect();
    // From outside everything but ship is reached through the gateway; behind orders are stock and cards.
    assert_eq!(points, [("gateway", 1, 4), ("shop", 1, 3)]);
}

#[test]
fn a_cycle_is_spoken_of_where_it_crosses() {
    let circle = "shopper uses a.x; a.x calls b.y; b.y calls a.z; b.y calls c.w";
    let (model, topology) = laid(circle, "one: a; two: b c");
    let found = predict(&model, &topology, None).unwrap();
    assert_eq!(found.notes, ["One call cycle runs over the network: the processes in it fail and wait together."]);
    assert_eq!((found.now.longest_chain, found.apart.longest_chain), (1, 2));
    let home = model.deployable_of(&topology, &"service:a".into()).unwrap().head.id.clone();
    let mut after = model.clone();
    let command = Command::Assign { topology: topology.clone(), service: "service:b".into(), deployable: Some(home) };
    after.apply(&decide(&model, &command).unwrap());
    let found = predict(&model, &topology, Some(&after)).unwrap();
    assert!(found.notes[0].starts_with("The call cycle stays inside one process."), "{:?}", found.notes);
    assert_eq!(found.then.unwrap().crossing_calls, 1);
}

#[test]
fn an_empty_design_and_a_wrong_id_predict_nothing_false() {
    let (model, topology) = laid("service a", "one: a");
    let found = predict(&model, &topology, None).unwrap();
    assert_eq!(
        (found.entry, found.now.availability, found.now.latency_ms, found.now.crossing_calls),
        (None, None, None, 0)
    );
    assert!(predict(&model, &"service:a".into(), None).is_none());
    assert!(advise(&model, &"service:a".into(), Barriers::default()).is_empty());
}

/// Titles of the advice for a topology.
fn advised((model, topology): &(Model, Id), barriers: Barriers) -> Vec<Advice> {
    let advice = advise(model, topology, barriers);
    let now = predict(model, topology, None).unwrap().now;
    for proposal in &advice {
        let mut after = model.clone();
        let change = decide(model, &proposal.command).expect("advice can be carried out");
        after.apply(&change);
        let then = predict(model, topology, Some(&after)).unwrap().then.unwrap();
        assert_eq!(then, proposal.then, "{}", proposal.title);
        assert!(then.crossing_calls < now.crossing_calls || proposal.title.starts_with("Split "));
        after.apply(&change.inverse());
        assert_eq!(&after, model, "{}", proposal.title);
    }
    advice
}

const PAIRS: &str = "a.x calls b.x; a.x calls b.y; a.y calls b.x; c.x calls d.x; c.x calls d.y; a.x calls c.x";

#[test]
fn a_service_is_moved_to_whom_it_talks_to() {
    let advice = advised(&laid(PAIRS, "one: a d; two: b c"), Barriers::default());
    let titles: Vec<&str> = advice.iter().map(|advice| advice.title.as_str()).collect();
    assert_eq!(advice[0].then.crossing_calls, 1, "{titles:?}");
    assert!(titles.contains(&"Run b with a"), "{titles:?}");
    assert!(
        advice.iter().any(|advice| advice.reasons[0] == "b shares 3 calls with a and none with those it runs beside.")
    );
}

#[test]
fn teams_copies_and_secrets_bar_and_split() {
    let mut apart = laid(PAIRS, "one: a; two: b; three: c; four: d");
    for (service, team) in [("a", "red"), ("b", "blue"), ("c", "red"), ("d", "red")] {
        saying(&mut apart.0, &format!("service:{service}"), json!({"team": team}));
    }
    let joined = |advice: &[Advice], title: &str| advice.iter().any(|advice| advice.title == title);
    assert!(!joined(&advised(&apart, Barriers::default()), "Run a with b"));
    let free = Barriers { teams: false, ..Barriers::default() };
    assert!(joined(&advised(&apart, free), "Run a with b"));
    saying(&mut apart.0, "service:b", json!({"replicas": 3}));
    assert!(!joined(&advised(&apart, free), "Run a with b"));

    let mut mixed = laid(PAIRS, "one: a b c d");
    assert!(advised(&mixed, Barriers::default()).is_empty());
    saying(&mut mixed.0, "service:b", json!({"replicas": 3}));
    let advice = advised(&mixed, Barriers::default());
    assert_eq!(
        (advice[0].title.as_str(), advice[0].reasons[0].as_str()),
        ("Split b out", "b runs in 3, a in 1 copies.")
    );
}
