//! Numbers that others published, of graphs that others drew.

use cleave_analysis::check_json;
use serde_json::{Value, json};

/// What a check says of services that depend on each other like this; `ways` is `a b, b c`.
fn check(ways: &str, boundary: impl Fn(&str) -> Value) -> Value {
    let ways: Vec<(&str, &str)> = ways.split(',').filter_map(|way| way.trim().split_once(' ')).collect();
    let names: std::collections::BTreeSet<&str> = ways.iter().flat_map(|(from, to)| [*from, *to]).collect();
    let node = |name: &&str| json!({"id": name, "kind": "service", "boundary": boundary(name)});
    let edge = |(from, to): &(&str, &str)| json!({"from": from, "to": to, "kind": "depends"});
    let nodes: Vec<Value> = names.iter().map(node).collect();
    let edges: Vec<Value> = ways.iter().map(edge).collect();
    let graph = json!({"nodes": nodes, "edges": edges}).to_string();
    check_json(&cleave_text::parse_graph_json(&graph).expect("a graph"))["metrics"].clone()
}

fn numbers(ways: &str) -> Value {
    check(ways, |_| Value::Null)["D"].clone()
}

/// An undirected graph as one with both ways.
fn both(ways: &str) -> String {
    let back = ways.split(',').filter_map(|way| way.trim().split_once(' ')).map(|(from, to)| format!("{to} {from}"));
    back.fold(ways.to_owned(), |all, way| all + ", " + &way)
}

fn near(value: &Value, expected: f64, digits: i32) {
    let off = (value.as_f64().expect("a number") - expected).abs();
    assert!(off <= 0.5 * 10f64.powi(-digits) + 1e-12, "{value} is not {expected}");
}

/// Lakos, Large-Scale C++ Software Design (1996), chapter 4: seven components as a tree, a chain and a circle.
#[test]
fn seven_components_of_lakos() {
    let tree = numbers("1 2, 1 3, 2 4, 2 5, 3 6, 3 7");
    assert_eq!((&tree["ccd"], &tree["nccd_tree"], &tree["nccd_lakos"]), (&json!(17), &json!(1.0), &json!(1.0)));
    near(&tree["acd"], 2.43, 2);
    let chain = numbers("1 2, 2 3, 3 4, 4 5, 5 6, 6 7");
    assert_eq!((&chain["ccd"], &chain["levels"], &chain["max_depth_hops"]), (&json!(28), &json!(7), &json!(6)));
    near(&chain["nccd_tree"], 1.65, 2);
    let circle = numbers("1 2, 2 3, 3 4, 4 5, 5 6, 6 7, 7 1");
    assert_eq!((&circle["ccd"], &circle["levels"], &circle["min_fas_exact"]), (&json!(49), &json!(7), &json!(1)));
    near(&circle["nccd_tree"], 2.88, 2);
}

/// Six components: the closed form and the exact tree part, 13.65 and 14.
#[test]
fn the_two_forms_of_nccd_at_six() {
    let six = numbers("1 2, 2 3, 3 4, 4 5, 5 6");
    let ccd = six["ccd"].as_f64().unwrap();
    near(&json!(ccd / six["nccd_lakos"].as_f64().unwrap()), 13.65, 2);
    assert_eq!(ccd / six["nccd_tree"].as_f64().unwrap(), 14.0);
}

/// MacCormack, Rusnak and Baldwin (2006): six elements, of which each reaches 42 % on average.
#[test]
fn the_visibility_of_six_elements() {
    let six = numbers("A B, A C, B D, C E, E F");
    near(&six["propagation_cost"], 0.42, 2);
    assert_eq!(six["visibility_fan_out"], json!({"A": 6, "B": 2, "C": 3, "D": 1, "E": 2, "F": 1}));
    assert_eq!(six["visibility_fan_in"], json!({"A": 1, "B": 2, "C": 2, "D": 3, "E": 3, "F": 4}));
}

/// Krackhardt's kite (1990), with the betweenness that NetworkX and others print.
#[test]
fn the_kite_of_krackhardt() {
    let kite = numbers(&both(
        "Andre Beverly, Andre Carol, Andre Diane, Andre Fernando, Beverly Diane, Beverly Ed, Beverly Garth, \
         Carol Diane, Carol Fernando, Diane Ed, Diane Fernando, Diane Garth, Ed Garth, Fernando Garth, \
         Fernando Heather, Garth Heather, Heather Ike, Ike Jane",
    ));
    let published = [("Heather", 0.389), ("Fernando", 0.231), ("Garth", 0.231), ("Ike", 0.222), ("Diane", 0.102)];
    published.into_iter().for_each(|(name, share)| near(&kite["betweenness"][name], share, 3));
    near(&kite["betweenness"]["Andre"], 0.023, 3);
    assert_eq!(kite["betweenness"]["Jane"], json!(0.0));
    assert_eq!(kite["articulation_points"], json!(["Heather", "Ike"]));
    assert_eq!(kite["bridges"], json!([["Heather", "Ike"], ["Ike", "Jane"]]));
}

/// Zachary's karate club (1977): the split that happened has a modularity of 0.3582, the best one 0.4198.
#[test]
fn the_karate_club() {
    let club = both(
        "0 1, 0 2, 0 3, 0 4, 0 5, 0 6, 0 7, 0 8, 0 10, 0 11, 0 12, 0 13, 0 17, 0 19, 0 21, 0 31, 1 2, 1 3, 1 7, 1 13, \
         1 17, 1 19, 1 21, 1 30, 2 3, 2 7, 2 8, 2 9, 2 13, 2 27, 2 28, 2 32, 3 7, 3 12, 3 13, 4 6, 4 10, 5 6, 5 10, \
         5 16, 6 16, 8 30, 8 32, 8 33, 9 33, 13 33, 14 32, 14 33, 15 32, 15 33, 18 32, 18 33, 19 33, 20 32, 20 33, \
         22 32, 22 33, 23 25, 23 27, 23 29, 23 32, 23 33, 24 25, 24 27, 24 31, 25 31, 26 29, 26 33, 27 33, 28 31, \
         28 33, 29 32, 29 33, 30 32, 30 33, 31 32, 31 33, 32 33",
    );
    let with_hi = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "10", "11", "12", "13", "16", "17", "19", "21"];
    let found = check(&club, |name| json!(if with_hi.contains(&name) { "Mr. Hi" } else { "Officer" }));
    near(&found["modularity"], 0.3582, 4);
    near(&found["modularity_best"], 0.4198, 4);
    near(&found["D"]["betweenness"]["0"], 0.4376, 4);
}

/// The eleven pages that Wikipedia explains PageRank with.
#[test]
fn eleven_pages() {
    let ranks =
        numbers("B C, C B, D A, D B, E B, E D, E F, F B, F E, G B, G E, H B, H E, I B, I E, J E, K E")["pagerank"]
            .clone();
    for (page, share) in [("A", 3.3), ("B", 38.4), ("C", 34.3), ("D", 3.9), ("E", 8.1), ("F", 3.9), ("G", 1.6)] {
        near(&json!(ranks[page].as_f64().unwrap() * 100.0), share, 1);
    }
}
