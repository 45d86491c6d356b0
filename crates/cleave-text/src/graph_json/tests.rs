//! Neutral graphs in, records out.

use super::{parse_graph_json, read_graph_json};
use cleave_model::{Auth, ConnectionKind, Id, Kind, Model, Role, Sensitivity, Timeout, Visibility, invariants};
use std::collections::BTreeSet;

fn read(nodes: &str, edges: &str, config: &str) -> Model {
    let source =
        format!(r#"{{"id": "shop", "nodes": [{nodes}], "edges": [{edges}], "config": {{{config}}}, "more": 1}}"#);
    let model = parse_graph_json(&source).unwrap();
    invariants::sweep(&model).unwrap();
    model
}

fn wrong(source: &str) -> String {
    parse_graph_json(source).unwrap_err().to_string()
}

#[test]
fn ids_stay_and_owners_become_homes() {
    let model = read(
        r#"{"id": "a/1 x", "kind": "service", "boundary": "Sales", "role": "loadbalancer", "tags": ["t"], "entry": true},
           {"id": "op", "kind": "operation", "auth": "none", "public": true, "version": "v2.1.0", "published": false},
           {"id": "ev", "kind": "event", "sensitivity": "pii", "version": 3},
           {"id": "db", "kind": "store", "entities": ["Order", {"name": "Customer", "replica": true}]},
           {"id": "x", "kind": "external", "cleared": ["pii", "secret", "odd"]}, {"id": "mq", "kind": "broker"},
           {"id": "vm", "kind": "compute"}"#,
        r#"{"from": "a/1 x", "to": "op", "kind": "owns"}, {"from": "a/1 x", "to": "ev", "kind": "owns"},
           {"from": "a/1 x", "to": "db", "kind": "owns"}, {"from": "a/1 x", "to": "vm", "kind": "deployed_on"}"#,
        "",
    );
    let service = model.service(&Id::new("a/1 x")).unwrap();
    assert_eq!((service.head.name.as_str(), service.role), ("a/1 x", Role::LoadBalancer));
    assert_eq!(service.head.home.as_ref().unwrap(), "Sales");
    assert_eq!(service.head.tags, ["t", "deployed_on vm", "entry"]);
    let operation = model.operation(&Id::new("op")).unwrap();
    let api = model.api(operation.head.home.as_ref().unwrap()).unwrap();
    assert_eq!((&api.auth, api.visibility, api.version.unwrap().major), (&Auth::None, Visibility::Public, 2));
    assert_eq!((operation.published, api.head.home.as_ref().unwrap().as_str()), (Some(false), "a/1 x"));
    let event = model.event(&Id::new("ev")).unwrap();
    assert_eq!((event.sensitivity, event.version), (Sensitivity::Personal, 3));
    let copies: Vec<_> = model.entities().map(|entity| (entity.head.name.as_str(), entity.replica.is_some())).collect();
    assert_eq!(copies, [("Customer", true), ("Order", false)]);
    assert_eq!(model.external(&Id::new("x")).unwrap().cleared, [Sensitivity::Personal, Sensitivity::Secret]);
    assert!(!model.service(&Id::new("mq")).unwrap().is_judged() && !model.service(&Id::new("vm")).unwrap().is_judged());
    assert_eq!(model.design_name(), "shop");
}

#[test]
fn an_empty_proof_is_none_that_is_said() {
    let model = read(
        r#"{"id": "a", "kind": "service"}, {"id": "empty", "kind": "operation", "auth": ""},
           {"id": "mtls", "kind": "operation", "auth": "mtls"}, {"id": "none", "kind": "operation", "auth": "none"},
           {"id": "unsaid", "kind": "operation"}, {"id": "bearer", "kind": "operation", "auth": "bearer"}"#,
        r#"{"from": "a", "to": "empty", "kind": "owns"}, {"from": "a", "to": "mtls", "kind": "owns"},
           {"from": "a", "to": "none", "kind": "owns"}, {"from": "a", "to": "unsaid", "kind": "owns"},
           {"from": "a", "to": "bearer", "kind": "owns"}"#,
        "",
    );
    let auth = |id: &str| {
        let operation = model.operation(&Id::new(id)).unwrap();
        &model.api(operation.head.home.as_ref().unwrap()).unwrap().auth
    };
    let bearer = Auth::Bearer { issuer: None, audience: None };
    assert_eq!(
        ["empty", "mtls", "none", "unsaid", "bearer"].map(auth),
        [&Auth::NotSaid, &bearer, &Auth::None, &Auth::NotSaid, &bearer]
    );
}

#[test]
fn parallel_edges_are_one_and_keep_every_no() {
    let model = read(
        r#"{"id": "a", "kind": "service"}, {"id": "b", "kind": "service"}, {"id": "u", "kind": "actor"}"#,
        r#"{"from": "a", "to": "b", "kind": "sync", "encrypted": true, "data": ["pii"]},
           {"from": "a", "to": "b", "kind": "sync", "encrypted": false, "timeout": false, "circuit_breaker": false},
           {"from": "a", "to": "b", "kind": "sync", "timeout": 250, "data": ["secret"]},
           {"from": "u", "to": "a", "kind": "sync"}, {"from": "a", "to": "b", "kind": "released_with"}"#,
        "",
    );
    let kinds: Vec<_> = model.connections().map(|way| (way.from.as_str(), way.kind)).collect();
    assert_eq!(kinds, [("a", ConnectionKind::Call), ("u", ConnectionKind::Use), ("a", ConnectionKind::ReleaseWith)]);
    let call = model.connections().next().unwrap();
    assert_eq!((call.encrypted, call.timeout, call.breaker), (Some(false), Some(Timeout::No), Some(false)));
    assert_eq!(call.data, [Sensitivity::Personal, Sensitivity::Secret]);
}

#[test]
fn a_parallel_edge_that_says_no_fallback_is_needed() {
    let optional = |one: &str, other: &str| {
        let edge = |said: &str| format!(r#"{{"from": "a", "to": "b", "kind": "sync", "optional": {said}}}"#);
        let nodes = r#"{"id": "a", "kind": "service"}, {"id": "b", "kind": "service"}"#;
        read(nodes, &[edge(one), edge(other)].join(","), "").connections().next().unwrap().optional
    };
    assert_eq!(
        [optional("true", "true"), optional("true", "null"), optional("null", "true")],
        [Some(true), None, None]
    );
    assert_eq!([optional("false", "true"), optional("null", "false")], [Some(false), Some(false)]);
}

#[test]
fn of_two_versions_the_one_counts_that_is_not_provided() {
    let needed = |versions: [u32; 2]| {
        let edge = |version: u32| format!(r#"{{"from": "a", "to": "o", "kind": "sync", "version": "{version}"}}"#);
        let nodes = r#"{"id": "a", "kind": "service"}, {"id": "o", "kind": "operation", "version": "2.1"}"#;
        let model = read(nodes, &versions.map(edge).join(","), "");
        model.connections().next().unwrap().version.unwrap().major
    };
    assert_eq!([needed([1, 2]), needed([2, 1]), needed([2, 2]), needed([1, 3])], [1, 1, 2, 1]);
}

#[test]
fn the_configuration_becomes_the_policy() {
    let model = read(
        r#"{"id": "a", "kind": "service", "boundary": "Pay", "tags": ["Pay"]}, {"id": "b", "kind": "service", "team": "T"}"#,
        "",
        r#""layers": ["ui", "data"], "strict_layers": true, "forbidden": [{"from": "Pay", "to": "store"}],
           "allowed_only": [{"from": "T", "to": ["Pay"]}], "edge_members": ["a"], "availability_slo": 0.99"#,
    );
    let policy = &model.designs().next().unwrap().policy;
    assert_eq!((policy.layers.len(), policy.strict_layers), (2, true));
    let words = |of: &cleave_model::topology::Selector| format!("{} {}", of.by, of.value);
    let pairs: Vec<_> = policy.forbidden.iter().map(|pair| (words(&pair.from), words(&pair.to))).collect();
    assert_eq!(pairs, [("tag Pay".into(), "kind store".into()), ("domain Pay".into(), "kind store".into())]);
    assert_eq!(words(&policy.allowed_only[0].from), "team T");
    assert_eq!(words(&policy.edge_members[0]), "service a");
    assert!(model.services().all(|service| service.slo == Some(0.99)));
}

#[test]
fn what_we_add_takes_no_id_of_theirs() {
    let model = read(
        r#"{"id": "design", "kind": "service", "boundary": "orders"}, {"id": "orders", "kind": "service"},
           {"id": "api:1", "kind": "operation"}, {"id": "connection:0", "kind": "event"}"#,
        r#"{"from": "orders", "to": "connection:0", "kind": "publish"}"#,
        "",
    );
    assert_eq!((model.count(None, Kind::Domain), model.services().count(), model.connections().count()), (1, 2, 1));
}

#[test]
fn null_is_not_said_and_numbers_are_words() {
    let model = read(
        r#"{"id": 1, "kind": "service", "role": null, "boundary": null, "team": null, "layer": 2, "tags": null, "public": null,
            "published": null, "auth": null, "version": null, "entities": null, "sensitivity": null, "cleared": null,
            "availability": null, "slo": null, "replicas": 2.0, "entry": null}, {"id": 2, "kind": "service", "boundary": ""}"#,
        r#"{"from": 1, "to": 2, "kind": "sync", "timeout": "2s", "circuit_breaker": null, "version": null, "data": null}"#,
        r#""layers": null, "strict_layers": null, "forbidden": null, "allowed_only": null, "edge_members": [1]"#,
    );
    let service = model.service(&Id::new("1")).unwrap();
    assert_eq!((service.layer.as_deref(), service.replicas, service.head.home.as_ref()), (Some("2"), Some(2), None));
    assert_eq!(model.count(None, Kind::Domain), 0);
    let way = model.connections().next().unwrap();
    assert_eq!((way.to.as_str(), way.timeout, way.breaker), ("2", Some(Timeout::After(2000)), None));
    assert_eq!(model.designs().next().unwrap().policy.edge_members[0].value, "1");
    let nothing = parse_graph_json("\u{feff}{\"id\": null, \"nodes\": [], \"edges\": null, \"config\": null}").unwrap();
    assert_eq!(nothing.records().count(), 1);
}

#[test]
fn boundaries_called_like_anything_else_are_kept_apart_and_keep_their_names() {
    let model = read(
        r#"{"id": "a", "kind": "service", "boundary": "a"}, {"id": "b", "kind": "service", "boundary": "a_"},
           {"id": "c", "kind": "service", "boundary": "api:1"}, {"id": "d", "kind": "service", "boundary": "connection:0"},
           {"id": "o", "kind": "operation"}"#,
        r#"{"from": "a", "to": "b", "kind": "sync"}, {"from": "c", "to": "o", "kind": "owns"}"#,
        "",
    );
    let homes: Vec<_> =
        model.services().map(|service| model.get(service.head.home.as_ref().unwrap()).unwrap().name()).collect();
    assert_eq!(homes, ["a", "a_", "api:1", "connection:0"]);
    // Whose own boundary has the name of one that others are in is in it.
    let model = read(r#"{"id": "a", "kind": "service"}, {"id": "b", "kind": "service", "boundary": "a"}"#, "", "");
    let homes: BTreeSet<_> = model.services().map(|service| service.head.home.clone()).collect();
    assert_eq!(homes.len(), 1);
}

#[test]
fn owners_of_owners_and_circles_of_them() {
    let model = read(
        r#"{"id": "a", "kind": "service"}, {"id": "o", "kind": "operation"}, {"id": "e", "kind": "event"},
           {"id": "d", "kind": "store", "team": "T", "entities": ["X", {"name": "X", "replica": true}]}"#,
        r#"{"from": "a", "to": "o", "kind": "owns"}, {"from": "o", "to": "e", "kind": "owns"}, {"from": "d", "to": "d", "kind": "owns"}"#,
        "",
    );
    assert_eq!(model.event(&Id::new("e")).unwrap().head.home, Some(Id::new("a")));
    let store = model.store(&Id::new("d")).unwrap();
    assert_eq!((store.head.home.as_ref(), store.head.tags.as_slice()), (None, ["team:T".to_owned()].as_slice()));
    assert_eq!(model.entities().map(|entity| entity.replica.is_some()).collect::<Vec<_>>(), [false]);
}

#[test]
fn a_version_that_an_event_does_not_say_is_no_other_one() {
    let needed = |version: &str| {
        let event = format!(r#"{{"id": "a", "kind": "service"}}, {{"id": "e", "kind": "event" {version}}}"#);
        let model = read(&event, r#"{"from": "a", "to": "e", "kind": "subscribe", "version": "2"}"#, "");
        model.connections().next().unwrap().version.map(|version| version.major)
    };
    assert_eq!((needed(""), needed(r#", "version": "1""#)), (None, Some(2)));
}

#[test]
fn what_somebody_outside_owns_says_so() {
    let model = read(
        r#"{"id": "crm", "kind": "external"}, {"id": "o", "kind": "operation"}, {"id": "e", "kind": "event"},
           {"id": "d", "kind": "store", "tags": ["t"]}, {"id": "a", "kind": "service"}"#,
        r#"{"from": "crm", "to": "o", "kind": "owns"}, {"from": "o", "to": "e", "kind": "owns"},
           {"from": "crm", "to": "d", "kind": "owns"}, {"from": "crm", "to": "a", "kind": "owns"}"#,
        "",
    );
    let tags = |id: &str| model.get(&Id::new(id)).and_then(|record| record.head()).unwrap().tags.clone();
    assert_eq!([tags("o"), tags("e")], [["owner:crm"], ["owner:crm"]]);
    assert_eq!((tags("d"), tags("a")), (vec!["t".to_owned(), "owner:crm".to_owned()], Vec::new()));
}

#[test]
fn an_operation_says_how_long_it_may_take() {
    let timeout = |said: &str| {
        let node = format!(r#"{{"id": "o", "kind": "operation", "timeout": {said}}}"#);
        read(&node, "", "").operation(&Id::new("o")).unwrap().timeout
    };
    assert_eq!([timeout("250"), timeout("\"2s\""), timeout("null")], [Some(250), Some(2000), None]);
    // That there is one does not say which.
    assert_eq!([timeout("true"), timeout("false")], [None, None]);
}

#[test]
fn what_is_not_known_is_told_once_with_where_and_what_may_be_meant() {
    let told = |source: &str| {
        let (_, unread) = read_graph_json(source).unwrap();
        unread.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let graph = r#"{"nodes": [{"id": "a", "kind": "service", "rolle": "ui", "role": "gatway", "cleared": ["pii", "personl"]},
        {"id": "b", "kind": "service", "rolle": {"deep": 1}}, {"id": "e", "kind": "event", "sensitivity": "top", "version": "new"}],
        "edges": [{"from": "a", "to": "b", "kind": "sync", "time_out": 3, "data": ["PII", "secrets"]}],
        "config": {"layer": [], "forbidden": [{"from": "a", "to": "b", "why": "x"}]}, "edge": []}"#;
    assert_eq!(
        told(graph),
        [
            "config.forbidden[0].why: no known key",
            "config.layer: no known key; layers may be meant",
            "edge: no known key; edges may be meant",
            "edges[0].data: \"secrets\" is no known word; secret may be meant",
            "edges[0].time_out: no known key; timeout may be meant",
            "nodes[0].cleared: \"personl\" is no known word; personal may be meant",
            "nodes[0].role: \"gatway\" is no known word; gateway may be meant",
            "nodes[0].rolle: no known key, 2 times; role may be meant",
            "nodes[2].sensitivity: \"top\" is no known word",
            "nodes[2].version: \"new\" is no known word",
        ]
    );
    let all = r#"{"id": "a", "kind": "operation", "role": "load_balancer", "boundary": "b", "team": "t", "layer": "l", "tags": [],
        "public": true, "published": true, "auth": "mTLS", "version": "v1", "entities": [{"name": "X", "replica": true}],
        "sensitivity": "None", "cleared": [], "availability": 1, "slo": 1, "replicas": 1, "entry": true, "timeout": 1}"#;
    let edge = r#"{"from": "a", "to": "a", "kind": "sync", "timeout": true, "retries": 1, "circuit_breaker": true,
        "dynamic_discovery": true, "version": 1, "data": [], "encrypted": true, "authenticated": true, "optional": true}"#;
    let config = r#"{"layers": [], "strict_layers": true, "forbidden": [{"from": "a", "to": "b"}],
        "allowed_only": [{"from": "a", "to": []}], "availability_slo": 1, "edge_members": []}"#;
    let known = format!(r#"{{"id": 1, "nodes": [{all}], "edges": [{edge}], "config": {config}}}"#);
    assert_eq!(told(&known), Vec::<String>::new());
    // What is not ours to print stays on its line.
    assert_eq!(told("{\"nodes\": [], \"a\\n\\u001b[2J\": 1}"), ["a\\n\\u{1b}[2J: no known key"]);
    let many: Vec<String> = (0..5000).map(|at| format!("\"k{at}\": 1")).collect();
    assert_eq!(told(&format!("{{\"nodes\": [], {}}}", many.join(","))).len(), 100);
}

#[test]
fn what_is_wrong_is_told_with_where() {
    assert!(wrong("{").starts_with("line 1, column"));
    assert!(wrong("[]").starts_with("line 1, column 2: ") && wrong("null").contains("an object with nodes and edges"));
    assert_eq!(wrong("{").matches("line 1").count(), 1);
    let waits = r#"{"nodes": [{"id": "a", "kind": "service"}], "edges": [{"from": "a", "to": "a", "kind": "sync", "timeout": "soon"}]}"#;
    assert!(wrong(waits).contains("a timeout is true, false"));
    let copies = r#"{"nodes": [{"id": "a", "kind": "service", "replicas": -1}]}"#;
    assert_eq!(wrong(copies), "The replicas of a are -1. They are a whole number");
    assert!(wrong(r#"{"nodes": [{"id": "a", "kind": "planet"}]}"#).contains("planet"));
    let twice = r#"{"nodes": [{"id": "a", "kind": "actor"}, {"id": "a", "kind": "actor"}]}"#;
    assert_eq!(wrong(twice), "Two nodes have the id a. Give each its own");
    let loose = r#"{"nodes": [{"id": "a", "kind": "actor"}], "edges": [{"from": "a", "to": "b", "kind": "sync"}]}"#;
    assert!(wrong(loose).contains("ends at b, which is no node"));
    assert!(wrong(r#"{"nodes": [{"id": "a", "kind": "service", "availability": 99.9}]}"#).contains("from 0 to 1"));
}
