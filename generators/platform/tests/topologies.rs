//! The example as real processes: one process and three give the same transcript, and a killed one loses nothing.

use std::collections::BTreeSet;
use std::sync::{LazyLock, Mutex};
use std::time::{Duration, Instant};

use platform_e2e::{Client, Database, System, Topology, Workspace, request};

use crate::databases::{folder, postgres};

static TOPOLOGIES: LazyLock<Vec<Topology>> = LazyLock::new(|| {
    let example = Workspace::at(concat!(env!("CARGO_MANIFEST_DIR"), "/../example")).unwrap();
    example.topologies().iter().map(|name| example.build(name).unwrap()).collect()
});

/// Two cores: systems that start at once would only disturb each other's deadlines.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

fn on_each(database: impl Fn() -> Database, suite: impl Fn(&mut System) -> String) {
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(|e| e.into_inner());
    let mut transcripts = Vec::new();
    for topology in TOPOLOGIES.iter() {
        let folder = folder();
        let mut system = System::start(topology, &folder, &database()).unwrap();
        transcripts.push(suite(&mut system));
        assert_eq!(system.stop(), Vec::<String>::new());
        let _ = std::fs::remove_dir_all(folder);
    }
    for other in &transcripts[1..] {
        assert_eq!(transcripts[0], *other);
    }
}

fn in_postgres() -> Database {
    let url = postgres();
    let (url, schema) = url.split_once("?options=-c%20search_path%3D").unwrap();
    Database::Postgres { url: url.to_owned(), prefix: schema.to_owned() }
}

fn suite(system: &mut System) -> String {
    let mut client = Client::of(system.base());
    let mut ask = |method: &str, path: &str, key: &str, body: &str| {
        let headers: &[_] = if key.is_empty() { &[] } else { &[("idempotency-key", key)] };
        client.ask(method, path, headers, body).unwrap()
    };
    ask("PUT", "/stock/tea", "", r#"{"available":7}"#);
    ask("PUT", "/stock/tea", "", r#"{"available":-7}"#);
    let placed = ask("POST", "/orders", "k1", r#"{"sku":"tea","quantity":2,"note":"für dich"}"#);
    assert_eq!(placed.status, 201);
    ask("POST", "/orders", "k1", r#"{"sku":"tea","quantity":2,"note":"für dich"}"#);
    ask("POST", "/orders", "k1", r#"{"sku":"tea","quantity":3}"#);
    ask("GET", &format!("/orders/{}", placed.text("/id")), "", "");
    ask("GET", "/orders/00000000-0000-0000-0000-000000000000", "", "");
    ask("GET", "/orders/tea", "", "");
    ask("GET", "/orders?sku=tea", "", "");
    ask("GET", "/orders?limit=many", "", "");
    for body in [
        r#"{"sku":"tea","quantity":20}"#,
        r#"{"sku":"tea","quantity":0}"#,
        r#"{"sku":"TEA!","quantity":0}"#,
        r#"{"sku":"tea"}"#,
        r#"{"sku":"tea","quantity":"two"}"#,
        r#"{"sku":"panic","quantity":1}"#,
        r#"{"sku":"slow","quantity":1}"#,
        "{",
        "[]",
        "",
    ] {
        ask("POST", "/orders", "", body);
    }
    ask("DELETE", &format!("/orders/{}", placed.text("/id")), "", "");
    ask("GET", "/orders", "", "");
    ask("PATCH", "/orders", "", "");
    ask("GET", "/nowhere", "", "");
    ask("GET", "/internal/orders/get_order", "", "");
    client.until("/stock/tea", |answer| answer.number("/orders_seen") == 1).unwrap();
    client.transcript()
}

#[test]
fn every_topology_gives_the_same_answers() {
    on_each(|| Database::Sqlite, suite);
    on_each(in_postgres, suite);
}

#[test]
fn ten_pieces_are_sold_ten_times() {
    for database in [|| Database::Sqlite, in_postgres] {
        on_each(database, |system| {
            let client = Client::of(system.base());
            client.peek("PUT", "/stock/tea", &[], r#"{"available":10}"#).unwrap();
            let base = system.base().to_owned();
            let buyers = (0..40).map(|_| {
                let base = base.clone();
                std::thread::spawn(move || {
                    request(&base, "POST", "/orders", &[], r#"{"sku":"tea","quantity":1}"#).map(|answer| answer.status)
                })
            });
            let mut answers: Vec<_> =
                buyers.collect::<Vec<_>>().into_iter().map(|buyer| buyer.join().unwrap().unwrap()).collect();
            answers.sort_unstable();
            assert_eq!(answers, [vec![201; 10], vec![409; 30]].concat());
            assert_eq!(client.peek("GET", "/stock/tea", &[], "").unwrap().number("/available"), 0);
            String::new()
        });
    }
}

#[test]
fn a_killed_process_loses_nothing_it_promised() {
    on_each(
        || Database::Sqlite,
        |system| {
            let victim = system.deployable_of("orders").unwrap().to_owned();
            let client = Client::of(system.base());
            client.peek("PUT", "/stock/tea", &[], r#"{"available":100000}"#).unwrap();
            let mut promised = BTreeSet::new();
            for _ in 0..3 {
                let base = system.base().to_owned();
                let buyers: Vec<_> = (0..4)
                    .map(|_| {
                        let base = base.clone();
                        std::thread::spawn(move || {
                            let began = Instant::now();
                            let mut ids = Vec::new();
                            while began.elapsed() < Duration::from_millis(600) {
                                let order = r#"{"sku":"tea","quantity":1}"#;
                                match request(&base, "POST", "/orders", &[], order) {
                                    Ok(answer) if answer.status == 201 => ids.push(answer.text("/id")),
                                    _ => std::thread::sleep(Duration::from_millis(20)),
                                }
                            }
                            ids
                        })
                    })
                    .collect();
                std::thread::sleep(Duration::from_millis(300));
                system.kill(&victim).unwrap();
                promised.extend(buyers.into_iter().flat_map(|buyer| buyer.join().unwrap()));
                system.start_again(&victim).unwrap();
            }
            assert!(promised.len() > 10, "only {} orders", promised.len());
            let kept = client.peek("GET", "/orders?limit=100000", &[], "").unwrap().json();
            let kept: BTreeSet<_> =
                kept.as_array().unwrap().iter().map(|order| order["id"].as_str().unwrap().to_owned()).collect();
            assert!(promised.is_subset(&kept));
            // Each order that took effect is told once, promised or not.
            let seen = kept.len() as i64;
            Client::of(system.base()).until("/stock/tea", |answer| answer.number("/orders_seen") == seen).unwrap();
            String::new()
        },
    );
}

#[test]
fn an_absent_service_is_a_503_and_comes_back() {
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(|e| e.into_inner());
    let split = TOPOLOGIES.iter().find(|topology| topology.name == "split").unwrap();
    let mut system = System::start(split, &folder(), &Database::Sqlite).unwrap();
    let client = Client::of(system.base());
    let buy = || client.peek("POST", "/orders", &[], r#"{"sku":"tea","quantity":1}"#).unwrap();
    client.peek("PUT", "/stock/tea", &[], r#"{"available":10}"#).unwrap();
    assert_eq!(buy().status, 201);
    system.kill("inventory").unwrap();
    for _ in 0..4 {
        let refused = buy();
        assert_eq!((refused.status, refused.text("/code").as_str()), (503, "unavailable"));
    }
    let gone = client.peek("GET", "/stock/tea", &[], "").unwrap();
    assert_eq!((gone.status, gone.header("content-type")), (503, "application/problem+json"));
    system.start_again("inventory").unwrap();
    let began = Instant::now();
    while buy().status != 201 {
        assert!(began.elapsed() < Duration::from_secs(5));
        std::thread::sleep(Duration::from_millis(100));
    }
}
