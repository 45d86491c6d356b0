//! Every verb on designs that are whole.

use crate::{Place, SHOP, err};
use std::fs;

#[test]
fn it_says_its_version_and_its_verbs() {
    let place = Place::new();
    assert!(place.fine(&["--version"]).starts_with("cleave 0."));
    let help = place.fine(&["--help"]);
    for verb in ["new", "open", "check", "report", "generate", "convert", "fmt", "serve"] {
        assert!(help.contains(verb), "{verb}");
    }
    assert_eq!(place.cleave(&["explode"]).status.code(), Some(2));
    assert_eq!(place.cleave(&[]).status.code(), Some(2));
}

#[test]
fn new_makes_either_form_and_never_replaces() {
    let place = Place::new();
    for name in ["shop.cleave", "shop2.cleave.kdl"] {
        assert!(place.fine(&["new", name]).contains("shop"));
        place.fine(&["check", name]);
        assert!(place.refused(&["new", name]).contains("already"));
    }
    place.refused(&["new", "shop.txt"]);
    place.refused(&["new", "no/such/folder.cleave"]);
    place.fine(&["new", "日本.cleave"]);
}

#[test]
fn new_makes_a_large_design_of_three_numbers() {
    let place = Place::new();
    let extent = "services=60,connections=150,seed=4";
    assert!(place.fine(&["new", "large.cleave", "--synthetic", extent]).contains("60 services and 150 connections"));
    place.fine(&["new", "large2.cleave.kdl", "--synthetic", extent]);
    place.fine(&["convert", "large.cleave", "again.cleave.kdl"]);
    let read = |name| fs::read_to_string(place.work().join(name)).expect("there");
    assert_eq!(
        read("large2.cleave.kdl").replace("large2", "large"),
        read("again.cleave.kdl"),
        "one extent, one design"
    );
    // What is made is judged like any other.
    let output = place.cleave(&["check", "large.cleave", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert!(json["findings"].is_array(), "{}", err(&output));
    for wrong in ["services=many", "services=0", "services=60,connections=9999999", "services=60,colour=3", "60", ""] {
        let message = place.refused(&["new", "wrong.cleave", "--synthetic", wrong]);
        assert!(message.contains("--synthetic") && message.contains("services=2800"), "{message}");
    }
}

#[test]
fn check_tells_people_and_programs_and_its_exit_code() {
    let place = Place::new();
    place.put("shop.cleave.kdl", SHOP);
    place.fine(&["check", "shop.cleave.kdl"]);
    let json: serde_json::Value =
        serde_json::from_str(&place.fine(&["check", "shop.cleave.kdl", "--format", "json"])).expect("JSON");
    for key in ["findings", "metrics", "policy", "coverage"] {
        assert!(json.get(key).is_some(), "{key}");
    }
    // A call back closes a cycle, which is an error.
    let call = "command reserve {\n calls orders.place_order\n";
    place.put("cycle.cleave.kdl", SHOP.replace("command reserve {\n", call));
    let output = place.cleave(&["check", "cycle.cleave.kdl"]);
    assert_eq!(output.status.code(), Some(1), "{}", err(&output));
    let said = crate::out(&output);
    assert!(said.contains("cycle-sync") && said.contains("orders") && said.contains("stock"), "{said}");
    let output = place.cleave(&["check", "cycle.cleave.kdl", "--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(json["findings"][0]["rule"], "cycle-sync");
}

#[test]
fn the_sample_is_checked_without_errors() {
    let place = Place::new();
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/../../samples/ecommerce/ecommerce.cleave.kdl");
    place.fine(&["check", sample]);
}

#[test]
fn a_report_is_one_page() {
    let place = Place::new();
    place.put("shop.cleave.kdl", SHOP);
    place.fine(&["report", "shop.cleave.kdl", "--out", "report.html"]);
    let page = fs::read_to_string(place.work().join("report.html")).expect("written");
    assert!(page.contains("<html") && page.contains("shop"));
    place.refused(&["report", "shop.cleave.kdl", "--out", "no/folder/report.html"]);
    place.refused(&["report", "shop.cleave.kdl", "--out", "."]);
}

#[test]
fn text_and_project_convert_into_each_other_and_comments_stay() {
    let place = Place::new();
    place.put("shop.cleave.kdl", SHOP);
    place.fine(&["convert", "shop.cleave.kdl", "shop.cleave"]);
    place.fine(&["convert", "shop.cleave", "again.cleave.kdl"]);
    assert_eq!(fs::read_to_string(place.work().join("again.cleave.kdl")).expect("written"), SHOP);
    assert!(place.refused(&["convert", "shop.cleave", "again.cleave.kdl"]).contains("--force"));
    place.fine(&["convert", "shop.cleave", "again.cleave.kdl", "--force"]);
    assert!(place.refused(&["convert", "shop.cleave.kdl", "shop.cleave"]).contains("already"));
    place.fine(&["convert", "shop.cleave", "copy.cleave"]);
    place.refused(&["convert", "shop.cleave", "copy.txt"]);
}

#[test]
fn fmt_is_settled_after_one_run() {
    let place = Place::new();
    let path = place.put("shop.cleave.kdl", SHOP.replace("    ", " "));
    assert_eq!(place.cleave(&["fmt", "--check", "shop.cleave.kdl"]).status.code(), Some(1));
    place.fine(&["fmt", "shop.cleave.kdl"]);
    let formed = fs::read_to_string(&path).expect("there");
    assert!(formed.contains("// the comment stays"), "{formed}");
    place.fine(&["fmt", "shop.cleave.kdl"]);
    place.fine(&["fmt", "--check", "shop.cleave.kdl"]);
    assert_eq!(fs::read_to_string(&path).expect("there"), formed);
    place.fine(&["new", "other.cleave"]);
    place.refused(&["fmt", "other.cleave"]);
}

#[test]
fn generate_plans_writes_and_then_has_nothing_to_do() {
    let place = Place::new();
    place.put("shop.cleave.kdl", SHOP);
    let plan = place.fine(&["generate", "shop.cleave.kdl", "--out", "out", "--plan"]);
    assert!(plan.contains("new         Cargo.toml\n") && plan.contains(" 0 conflict, 0 gone"), "{plan}");
    assert!(!place.work().join("out").exists(), "a plan writes nothing");
    let first = place.fine(&["generate", "shop.cleave.kdl", "--out", "out"]);
    assert!(first.ends_with("0 changed, 0 unchanged, 0 kept: yours, 0 mended, 0 conflict, 0 gone\n"), "{first}");
    let before = place.all();
    let second = place.fine(&["generate", "shop.cleave.kdl", "--out", "out"]);
    assert!(second.starts_with("0 new, 0 changed, ") && second.contains(" 0 mended, 0 conflict"), "{second}");
    assert!(place.all() == before, "the second run wrote something");
    // A project gives the same bytes as the text.
    place.fine(&["convert", "shop.cleave.kdl", "shop.cleave"]);
    let third = place.fine(&["generate", "shop.cleave", "--out", "out"]);
    assert!(third.starts_with("0 new, 0 changed, "), "{third}");
}

#[test]
fn generate_writes_only_the_topologies_that_are_named() {
    let place = Place::new();
    place.put("shop.cleave.kdl", SHOP);
    place.fine(&["generate", "shop.cleave.kdl", "--out", "out", "--topology", "split"]);
    assert!(place.work().join("out/deployables/split").is_dir());
    assert!(!place.work().join("out/deployables/monolith").exists());
    place.fine(&["generate", "shop.cleave.kdl", "--out", "out", "--topology", "monolith"]);
    assert!(place.work().join("out/deployables/split").is_dir(), "what an earlier run wrote stays");
    let message = place.refused(&["generate", "shop.cleave.kdl", "--out", "out", "--topology", "nope"]);
    assert!(message.contains("monolith") && message.contains("split"), "{message}");
}

#[test]
fn a_conflict_leaves_one_file_and_writes_the_rest() {
    let place = Place::new();
    let design = place.put("shop.cleave.kdl", SHOP);
    place.fine(&["generate", "shop.cleave.kdl", "--out", "out"]);
    let contract = place.work().join("out/generated/stock/contract/src/lib.rs");
    fs::write(&contract, "// mine now\n").expect("written");
    fs::write(design, SHOP.replace("command reserve", "command keep").replace("stock.reserve", "stock.keep"))
        .expect("written");
    let output = place.cleave(&["generate", "shop.cleave.kdl", "--out", "out"]);
    assert_eq!(output.status.code(), Some(1), "{}", err(&output));
    assert!(crate::out(&output).contains("conflict    generated/stock/contract/src/lib.rs"), "{}", crate::out(&output));
    assert_eq!(fs::read_to_string(contract).expect("there"), "// mine now\n");
    let ports = fs::read_to_string(place.work().join("out/generated/stock/http/src/lib.rs")).expect("there");
    assert!(ports.contains("keep"));
}

#[test]
fn open_says_how_where_there_is_no_app() {
    let place = Place::new();
    place.put("shop.cleave.kdl", SHOP);
    let output =
        place.command(crate::CLEAVE).args(["open", "shop.cleave.kdl"]).env("PATH", "").output().expect("starts");
    let beside = std::path::Path::new(crate::CLEAVE).with_file_name("cleave-desktop");
    if !beside.exists() {
        assert_eq!(output.status.code(), Some(2));
        assert!(err(&output).contains("serve"), "{}", err(&output));
    }
    place.refused(&["open", "missing.cleave"]);
}

#[test]
fn a_neutral_graph_is_judged_in_its_own_words() {
    let place = Place::new();
    let graph = r#"{"nodes": [{"id": "design", "kind": "service"}, {"id": "b <i>", "kind": "service", "boundary": "B"},
        {"id": "b.op", "kind": "operation"}, {"id": "mq", "kind": "broker"}],
        "edges": [{"from": "b <i>", "to": "b.op", "kind": "owns"}, {"from": "design", "to": "b.op", "kind": "sync"},
        {"from": "design", "to": "b.op", "kind": "sync"}, {"from": "b <i>", "to": "design", "kind": "sync"}]}"#;
    place.put("graph.json", graph);
    let output = place.cleave(&["check", "graph.json", "--from", "graph-json", "--format", "json"]);
    assert_eq!(output.status.code(), Some(1), "{}", err(&output));
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let circle = json["findings"].as_array().expect("findings").iter().find(|found| found["rule"] == "cycle-sync");
    let circle = circle.expect("the circle");
    assert_eq!(circle["subjects"], serde_json::json!(["b <i>", "design"]));
    assert_eq!(circle["evidence"][1], serde_json::json!({"from": "design", "to": "b.op", "kind": "sync"}));
    assert_eq!(json["metrics"]["D"]["ca"], serde_json::json!({"b <i>": 1, "design": 1}));
    assert_eq!(json["metrics"]["domain"]["D"]["ca"], serde_json::json!({"B": 1, "design": 1}));

    let convert = ["convert", "graph.json", "graph.cleave.kdl", "--from", "graph-json"];
    place.fine(&convert);
    assert_eq!(place.cleave(&["check", "graph.cleave.kdl"]).status.code(), Some(1));
    place.fine(&["report", "graph.json", "--out", "graph.html", "--from", "graph-json"]);
    place.put("wrong.json", "{\"nodes\": [{\"id\": 3}]}");
    assert!(place.refused(&["check", "wrong.json", "--from", "graph-json"]).contains("line 1, column"));
}

#[test]
fn boundaries_of_a_neutral_graph_keep_their_names() {
    let place = Place::new();
    let graph = r#"{"nodes": [{"id": "orders", "kind": "service", "boundary": "orders"}, {"id": "a-b", "kind": "service", "boundary": "a-b"},
        {"id": "a", "kind": "service", "boundary": "a"}], "edges": [{"from": "orders", "to": "a", "kind": "sync"},
        {"from": "a", "to": "a-b", "kind": "sync"}, {"from": "a-b", "to": "a", "kind": "sync"}]}"#;
    place.put("graph.json", graph);
    let output = place.cleave(&["check", "graph.json", "--from", "graph-json", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let domain = &json["metrics"]["domain"]["D"];
    assert_eq!(domain["ca"], serde_json::json!({"a": 2, "a-b": 1, "orders": 0}));
    assert_eq!(domain["scc"], serde_json::json!([["a", "a-b"]]));
    assert_eq!(domain["bridges"], serde_json::json!([["a", "a-b"], ["a", "orders"]]));
}

#[test]
fn a_neutral_graph_that_no_design_can_say_is_judged_but_not_converted() {
    let place = Place::new();
    let graph = r#"{"nodes": [{"id": "a", "kind": "service"}, {"id": "db", "kind": "store"}],
        "edges": [{"from": "a", "to": "db", "kind": "publish"}]}"#;
    place.put("graph.json", graph);
    place.fine(&["check", "graph.json", "--from", "graph-json"]);
    let said = place.refused(&["convert", "graph.json", "graph.cleave", "--from", "graph-json"]);
    assert!(said.contains("the edge from a to db cannot be drawn"), "{said}");
}

#[test]
fn what_a_neutral_graph_says_beyond_is_told_and_strictly_refused() {
    let place = Place::new();
    place.put("graph.json", r#"{"nodes": [{"id": "a", "kind": "service", "tag": "x"}]}"#);
    let from = ["check", "graph.json", "--from", "graph-json", "--format", "json"];
    let output = place.cleave(&from);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(err(&output), "warning: graph.json: nodes[0].tag: no known key; tags may be meant\n");
    assert!(serde_json::from_slice::<serde_json::Value>(&output.stdout).is_ok());
    let said = place.refused(&[&from[..], &["--strict"]].concat());
    assert!(said.contains("nodes[0].tag: no known key") && said.contains("hint: "), "{said}");
    place.put("graph.json", r#"{"nodes": [{"id": "a", "kind": "service", "tags": ["x"]}]}"#);
    assert_eq!(err(&place.cleave(&[&from[..], &["--strict"]].concat())), "");
}

#[test]
fn the_report_has_a_form_for_each_reader() {
    let place = Place::new();
    place.put("shop.cleave.kdl", SHOP);
    let begins = [
        ("r.html", "<!"),
        ("r.md", "# Coupling of "),
        ("r.sarif", "{"),
        ("r.xml", "<?xml"),
        ("r.csv", "\"severity\""),
        ("r.json", "{"),
    ];
    for (name, beginning) in begins {
        place.fine(&["report", "shop.cleave.kdl", "--out", name]);
        let told = fs::read_to_string(place.work().join(name)).expect("there");
        assert!(told.to_lowercase().starts_with(&beginning.to_lowercase()), "{name}: {told:.80}");
    }
    place.fine(&["report", "shop.cleave.kdl", "--out", "r.txt", "--format", "csv"]);
    let [one, other] = ["r.txt", "r.csv"].map(|name| fs::read(place.work().join(name)).expect("there"));
    assert_eq!(one, other);
    let printed = place.fine(&["check", "shop.cleave.kdl", "--format", "json"]);
    assert_eq!(printed, fs::read_to_string(place.work().join("r.json")).expect("there"));
}

#[test]
fn a_change_is_judged_by_what_it_adds() {
    let place = Place::new();
    let circle = "service a { calls b }\nservice b { calls a }\n";
    place.put("old.cleave.kdl", format!("cleave 1\ndesign shop\n{circle}service c\nservice d\n"));
    place.put(
        "new.cleave.kdl",
        format!("cleave 1\ndesign shop\n{circle}service c {{ calls d }}\nservice d {{ calls c }}\n"),
    );
    // What was there before does not fail, though it is an error.
    assert_eq!(place.cleave(&["check", "old.cleave.kdl"]).status.code(), Some(1));
    assert!(
        place
            .fine(&["check", "old.cleave.kdl", "--baseline", "old.cleave.kdl"])
            .contains("Passed: 0 new, 0 worse, 0 fixed")
    );
    let output = place.cleave(&["diff", "old.cleave.kdl", "new.cleave.kdl"]);
    assert_eq!(output.status.code(), Some(1));
    let told = crate::out(&output);
    assert!(
        told.starts_with(
            "added c calls d\nadded d calls c\ntangled c, d\nnew error cycle-sync: c and d call each other\n"
        ),
        "{told}"
    );
    assert!(told.contains("tangles 1.000 → 2.000, beyond its limit of +0\n"), "{told}");
    assert!(
        place
            .fine(&["diff", "new.cleave.kdl", "old.cleave.kdl"])
            .contains("fixed error cycle-sync: c and d call each other")
    );
    let json: serde_json::Value =
        serde_json::from_slice(&place.cleave(&["diff", "old.cleave.kdl", "new.cleave.kdl", "--format", "json"]).stdout)
            .expect("JSON");
    assert_eq!(json["new"][0]["rule"], "cycle-sync");
    assert_eq!(json["changes"]["elements"][0]["text"], "c calls d");
    assert_eq!(json["changes"]["elements"][0]["what"], "added");
    assert_eq!(json["changes"]["tangles"], serde_json::json!([["c", "d"]]));
}
