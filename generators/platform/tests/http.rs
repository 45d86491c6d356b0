//! Over real sockets: the same answers as in one process, doors and who may pass them, retries, the breaker, the gateway.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use inventory_contract::{GetStockRequest, InventoryApi, ReserveRequest, SetStockRequest};
use inventory_http::{InventoryClient, InventoryHttp};
use platform_core::{Cx, EventSink, Failure, Fault, FaultKind};
use platform_http::axum::http::{Request, StatusCode};
use platform_http::{App, Config, Door, Gateway, GatewayRoute, HttpSink, Listening, Peer, Settings};
use platform_store::Store;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use uuid::Uuid;

use crate::databases::sqlite;

fn settings(token: Option<&'static str>) -> Settings {
    let lookup = move |name: &str| match name {
        "PUBLIC_ADDR" | "INTERNAL_ADDR" => Some("127.0.0.1:0".to_owned()),
        "INTERNAL_TOKEN" => token.map(str::to_owned),
        "RUST_LOG" => Some("off".to_owned()),
        _ => None,
    };
    Config::from_lookup("test", 0, 0, lookup).start().unwrap()
}

/// An inventory as a deployable of its own, and the same one to call directly.
async fn inventory(token: Option<&'static str>) -> (Arc<dyn InventoryApi>, Served) {
    let store = Store::open("inventory", &sqlite(), inventory::MIGRATIONS, &[]).await.unwrap();
    let service = Arc::new(inventory::Inventory::new(inventory_ports::Ports { store: store.clone() }));
    let inbox = inventory_ports::inbox(store.clone(), service.clone());
    let api = inventory_contract::guarded(service, store.memory());
    let app = App::new(settings(token))
        .store(store)
        .service(InventoryHttp::new(api.clone()))
        .door(Door { subscriber: "inventory", publishers: inventory_ports::PUBLISHERS, inbox })
        .openapi("{\"openapi\":\"3.1.0\"}");
    (api, Served::start(app.listen().await.unwrap()))
}

struct Served {
    public: SocketAddr,
    internal: SocketAddr,
    stop: Option<tokio::sync::oneshot::Sender<()>>,
    task: Option<tokio::task::JoinHandle<()>>,
}

impl Served {
    fn start(listening: Listening) -> Self {
        let (public, internal) = (listening.public, listening.internal);
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let task = tokio::spawn(listening.until(async { drop(stopped.await) }));
        Self { public, internal, stop: Some(stop), task: Some(task) }
    }

    async fn stop(mut self) {
        drop(self.stop.take());
        self.task.take().unwrap().await.unwrap();
    }
}

struct Got {
    status: StatusCode,
    headers: platform_http::axum::http::HeaderMap,
    body: String,
}

impl Got {
    fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

async fn ask(to: SocketAddr, method: &str, path: &str, headers: &[(&str, &str)], body: impl Into<Bytes>) -> Got {
    let mut request = Request::builder().method(method).uri(format!("http://{to}{path}"));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let client = Client::builder(TokioExecutor::new()).build_http::<Full<Bytes>>();
    let response = client.request(request.body(Full::new(body.into())).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = String::from_utf8(body.collect().await.unwrap().to_bytes().to_vec()).unwrap();
    Got { status: parts.status, headers: parts.headers, body }
}

fn peer(served: &Served, token: Option<&str>) -> Peer {
    Peer::new("inventory", &format!("http://{}", served.internal), token).called_by("orders")
}

fn reserve(sku: &str, quantity: i64) -> ReserveRequest {
    ReserveRequest { order: Uuid::now_v7(), sku: sku.to_owned(), quantity }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_is_the_same_here_and_over_the_wire() {
    let (local, served) = inventory(None).await;
    let remote: Arc<dyn InventoryApi> = Arc::new(InventoryClient::new(peer(&served, None)));
    for api in [&local, &remote] {
        let cx = Cx::background();
        api.set_stock(&cx, SetStockRequest { sku: "tea".into(), available: 7 }).await.unwrap();
        assert_eq!(api.get_stock(&cx, GetStockRequest { sku: "tea".into() }).await.unwrap().available, 7);
        assert_eq!(api.reserve(&cx, reserve("tea", 2)).await, Ok(()));
        let not_enough = inventory_contract::NotEnough { sku: "tea".into(), available: 5 };
        assert_eq!(api.reserve(&cx, reserve("tea", 9)).await, Err(not_enough.into()));

        let negative = api.set_stock(&cx, SetStockRequest { sku: "tea".into(), available: -1 }).await;
        let Err(Failure::Fault(negative)) = negative else { panic!("{negative:?}") };
        assert_eq!((negative.kind, negative.violations.len()), (FaultKind::InvalidArgument, 1));

        let panic = api.reserve(&cx, reserve("panic", 1)).await;
        let fault = Fault::internal("inventory.reserve panicked: the shelf fell over");
        assert_eq!(panic, Err(Failure::Fault(fault)));

        let started = Instant::now();
        let slow = api.reserve(&cx, reserve("slow", 1)).await;
        assert_eq!(slow, Err(Failure::Fault(Fault::deadline_exceeded("inventory.reserve ran out of time"))));
        assert!((450..900).contains(&started.elapsed().as_millis()), "{:?}", started.elapsed());

        // The caller's deadline is the nearer one.
        let started = Instant::now();
        let hasty = Cx::builder().timeout(Some(Duration::from_millis(150))).build();
        let slow = api.reserve(&hasty, reserve("slow", 1)).await;
        assert!(matches!(slow, Err(Failure::Fault(f)) if f.kind == FaultKind::DeadlineExceeded));
        assert!(started.elapsed() < Duration::from_millis(300), "{:?}", started.elapsed());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_public_door_answers_in_one_form() {
    let (_, served) = inventory(None).await;
    let door = served.public;
    let id = [("x-request-id", "r-1")];
    let got = ask(door, "PUT", "/stock/tea", &id, "{\"available\":7}").await;
    assert_eq!((got.status.as_u16(), got.body.as_str()), (204, ""));
    assert_eq!(got.headers["x-request-id"], "r-1");
    let got = ask(door, "GET", "/stock/tea", &[], "").await;
    assert_eq!((got.status.as_u16(), got.body.as_str()), (200, r#"{"sku":"tea","available":7,"orders_seen":0}"#));
    assert_eq!(got.headers["content-type"], "application/json");
    let got = ask(door, "GET", "/stock/%C3%A4%2Fb", &[], "").await;
    assert_eq!(got.json()["sku"], "ä/b");
    assert_eq!(ask(door, "GET", "/openapi.json", &[], "").await.body, r#"{"openapi":"3.1.0"}"#);

    let big = vec![b' '; 2 * 1024 * 1024 + 1];
    let table: [(&str, &str, &[u8], u16, &str); 7] = [
        ("GET", "/nowhere", b"", 404, "not_found"),
        ("POST", "/stock/tea", b"", 405, "method_not_allowed"),
        ("PUT", "/stock/tea", b"{\"available\"", 400, "invalid_argument"),
        ("PUT", "/stock/tea", b"[]", 400, "invalid_argument"),
        ("PUT", "/stock/tea", b"{\"available\":-1}", 400, "invalid_argument"),
        ("PUT", "/stock/tea", b"{}", 400, "invalid_argument"),
        ("PUT", "/stock/tea", &big, 413, "payload_too_large"),
    ];
    for (method, path, body, status, code) in table {
        let got = ask(door, method, path, &id, body.to_vec()).await;
        assert_eq!((got.status.as_u16(), got.json()["code"].as_str()), (status, Some(code)), "{method} {path}");
        assert_eq!(got.headers["content-type"], "application/problem+json");
        assert_eq!(got.json()["instance"], "urn:request:r-1");
    }
    assert_eq!(ask(door, "POST", "/stock/tea", &[], "").await.headers["allow"], "GET, PUT");
    let late = ask(door, "GET", "/stock/tea", &[("x-timeout-ms", "15")], "").await;
    assert_eq!((late.status.as_u16(), late.json()["detail"].as_str()), (504, Some("It took too long.")));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_internal_door_knows_who_may_pass() {
    let (_, served) = inventory(Some("secret")).await;
    let path = "/internal/inventory/get_stock";
    let (orders, stranger) = (("x-caller", "orders"), ("x-caller", "stranger"));
    let (right, wrong) = (("x-internal-token", "secret"), ("x-internal-token", "secreT"));
    let table: [(&[(&str, &str)], u16); 5] = [
        (&[orders], 403),
        (&[orders, wrong], 403),
        (&[stranger, right], 403),
        (&[right], 403),
        (&[orders, right], 200),
    ];
    for (headers, status) in table {
        let got = ask(served.internal, "POST", path, headers, "{\"sku\":\"tea\"}").await;
        assert_eq!(got.status.as_u16(), status, "{headers:?}: {}", got.body);
    }
    let got = ask(served.internal, "POST", "/internal/inventory/nothing", &[orders, right], "{}").await;
    assert_eq!(got.status.as_u16(), 404);
    assert_eq!(ask(served.internal, "GET", "/readyz", &[], "").await.status.as_u16(), 200);
    assert!(ask(served.internal, "GET", "/metrics", &[], "").await.body.contains("service_call_duration_seconds"));

    let remote = InventoryClient::new(peer(&served, Some("secret")));
    assert!(remote.get_stock(&Cx::background(), GetStockRequest { sku: "tea".into() }).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn events_pass_the_door_of_their_subscriber() {
    let (_, served) = inventory(None).await;
    let peer = Peer::new("inventory", &format!("http://{}", served.internal), None);
    let placed = orders_contract::OrderPlaced { order: Uuid::now_v7(), sku: "tea".into(), quantity: 1 };
    let mut event = platform_core::CloudEvent::of(&Cx::background(), &placed).unwrap();
    ask(served.public, "PUT", "/stock/tea", &[], "{\"available\":7}").await;
    let sink = HttpSink::new(&peer, "orders", "inventory");
    for _ in 0..2 {
        assert_eq!(sink.deliver(&event).await, platform_core::Delivery::Done);
    }
    assert_eq!(ask(served.public, "GET", "/stock/tea", &[], "").await.json()["orders_seen"], 1);
    let stranger = HttpSink::new(&peer, "payments", "inventory").deliver(&event).await;
    assert!(matches!(stranger, platform_core::Delivery::Retry(why) if why.starts_with("403")));
    (event.id, event.event_type) = (Uuid::now_v7().to_string(), "shop.orders.Other.v1".into());
    assert!(matches!(sink.deliver(&event).await, platform_core::Delivery::Reject(_)));
    let got = ask(served.internal, "POST", "/internal/events/inventory/redrive", &[], "").await;
    assert_eq!((got.status.as_u16(), got.body.as_str()), (200, r#"{"redriven":0}"#));
}

/// A server that gives the answers of a script, one for each request; afterwards 200.
async fn scripted(script: &[u16]) -> (SocketAddr, Arc<Mutex<usize>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (addr, asked) = (listener.local_addr().unwrap(), Arc::new(Mutex::new(0)));
    let (counter, mut script) = (asked.clone(), VecDeque::from(script.to_vec()));
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut buffer = vec![0; 4096];
            if stream.read(&mut buffer).await.unwrap_or(0) == 0 {
                continue;
            }
            *counter.lock().unwrap() += 1;
            let status = script.pop_front().unwrap_or(200);
            let code =
                FaultKind::from_code("unavailable").filter(|_| status == 503).map_or("internal", FaultKind::code);
            let body = match status {
                200 => r#"{"sku":"tea","available":1,"orders_seen":0}"#.to_owned(),
                _ => format!(r#"{{"status":{status},"code":"{code}"}}"#),
            };
            let head = format!("HTTP/1.1 {status} X\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len());
            // 0 in the script: hang up without an answer.
            if status != 0 {
                stream.write_all(format!("{head}{body}").as_bytes()).await.unwrap();
            }
        }
    });
    (addr, asked)
}

fn client(addr: SocketAddr) -> InventoryClient {
    InventoryClient::new(Peer::new("inventory", &format!("http://{addr}"), None).called_by("orders"))
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_may_be_asked_twice_is_asked_twice() {
    let cx = Cx::background();
    let stock = || GetStockRequest { sku: "tea".into() };
    // A query, after 503 and a broken connection.
    let (addr, asked) = scripted(&[503, 0]).await;
    assert!(client(addr).get_stock(&cx, stock()).await.is_ok());
    assert_eq!(*asked.lock().unwrap(), 3);
    // Not more than twice again.
    let (addr, asked) = scripted(&[503, 503, 503, 503]).await;
    assert!(client(addr).get_stock(&cx, stock()).await.is_err());
    assert_eq!(*asked.lock().unwrap(), 3);
    // A 500 is an answer.
    let (addr, asked) = scripted(&[500]).await;
    assert!(client(addr).get_stock(&cx, stock()).await.is_err());
    assert_eq!(*asked.lock().unwrap(), 1);
    // A command that is keyed: without a key once, with a key again.
    let place = || orders_contract::PlaceOrderRequest { sku: "tea".into(), quantity: 1, note: None };
    for (key, wanted) in [(None, 1), (Some("k"), 3)] {
        let (addr, asked) = scripted(&[503, 503, 503]).await;
        let orders = orders_http::OrdersClient::new(Peer::new("orders", &format!("http://{addr}"), None));
        let cx = Cx::builder().idempotency_key(key).build();
        assert!(orders_contract::OrdersApi::place_order(&orders, &cx, place()).await.is_err());
        assert_eq!(*asked.lock().unwrap(), wanted, "{key:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_breaker_opens_and_closes() {
    let (addr, asked) = scripted(&[503; 6]).await;
    let api = client(addr);
    let stock = || GetStockRequest { sku: "tea".into() };
    for _ in 0..2 {
        assert!(api.get_stock(&Cx::background(), stock()).await.is_err());
    }
    assert_eq!(*asked.lock().unwrap(), 5, "the fifth failure opens it, so the sixth request stays here");
    let started = Instant::now();
    let refused = api.get_stock(&Cx::background(), stock()).await;
    assert!(matches!(refused, Err(Failure::Fault(f)) if f.kind == FaultKind::Unavailable));
    assert!(started.elapsed() < Duration::from_millis(20));
    tokio::time::sleep(Duration::from_millis(2100)).await;
    // The trial fails and opens it again; the next one does not.
    assert!(api.get_stock(&Cx::background(), stock()).await.is_err());
    assert_eq!(*asked.lock().unwrap(), 6);
    tokio::time::sleep(Duration::from_millis(2100)).await;
    assert!(api.get_stock(&Cx::background(), stock()).await.is_ok());
    assert!(api.get_stock(&Cx::background(), stock()).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_absent_peer_is_unavailable_within_moments() {
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let started = Instant::now();
    let absent = client(free).reserve(&Cx::background(), reserve("tea", 1)).await;
    assert!(matches!(absent, Err(Failure::Fault(f)) if f.kind == FaultKind::Unavailable));
    assert!((100..400).contains(&started.elapsed().as_millis()), "two retries: {:?}", started.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_gateway_adds_nothing_and_takes_nothing() {
    const ROUTES: &[GatewayRoute] = &[
        GatewayRoute { method: "GET", path: "/stock/{sku}", deployable: "inventory" },
        GatewayRoute { method: "PUT", path: "/stock/{sku}", deployable: "inventory" },
        GatewayRoute { method: "GET", path: "/gone", deployable: "gone" },
    ];
    let (_, served) = inventory(None).await;
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let gateway =
        Gateway::new(ROUTES).to("inventory", format!("http://{}/", served.public)).to("gone", format!("http://{free}"));
    let app = App::new(settings(None)).gateway(gateway).openapi("{\"openapi\":\"3.1.0\"}");
    let door = Served::start(app.listen().await.unwrap());
    let big = vec![b' '; 2 * 1024 * 1024 + 1];
    let table: [(&str, &str, &[u8]); 9] = [
        ("PUT", "/stock/tea", b"{\"available\":7}"),
        ("GET", "/stock/tea?x=1", b""),
        ("GET", "/stock/%C3%A4%2Fb", b""),
        ("PUT", "/stock/tea", b"{\"available\":-1}"),
        ("PUT", "/stock/tea", b"{"),
        ("PUT", "/stock/tea", &big),
        ("DELETE", "/stock/tea", b""),
        ("GET", "/nowhere", b""),
        ("GET", "/openapi.json", b""),
    ];
    for (method, path, body) in table {
        let headers = [("x-request-id", "r-1"), ("te", "trailers")];
        let direct = ask(served.public, method, path, &headers, body.to_vec()).await;
        let through = ask(door.public, method, path, &headers, body.to_vec()).await;
        assert_eq!((direct.status, &direct.body), (through.status, &through.body), "{method} {path}");
        for header in ["content-type", "allow", "x-request-id", "content-length"] {
            if path != "/openapi.json" || header != "x-request-id" {
                assert_eq!(direct.headers.get(header), through.headers.get(header), "{method} {path} {header}");
            }
        }
    }
    let gone = ask(door.public, "GET", "/gone", &[], "").await;
    assert_eq!((gone.status.as_u16(), gone.json()["code"].as_str()), (503, Some("unavailable")));
    assert_eq!(gone.headers["retry-after"], "1");
}

#[tokio::test(flavor = "multi_thread")]
async fn stopping_lets_running_requests_end() {
    let (_, served) = inventory(None).await;
    let (public, internal) = (served.public, served.internal);
    let running = tokio::spawn(async move {
        let body = format!("{{\"order\":\"{}\",\"sku\":\"slow\",\"quantity\":1}}", Uuid::nil());
        ask(internal, "POST", "/internal/inventory/reserve", &[("x-caller", "orders"), ("x-timeout-ms", "400")], body)
            .await
    });
    tokio::time::sleep(Duration::from_millis(150)).await;
    let stopping = tokio::spawn(served.stop());
    let answer = running.await.unwrap();
    assert_eq!(answer.status.as_u16(), 504, "an answer, not a broken connection");
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert!(tokio::net::TcpStream::connect(public).await.is_err());
    stopping.abort();
}

#[test]
fn all_that_is_wrong_with_the_configuration_is_said_at_once() {
    let lookup = |name: &str| match name {
        "PUBLIC_ADDR" => Some("here".to_owned()),
        "ORDERS_DATABASE_URL" => Some("mysql://x".to_owned()),
        "STOCK_LIST_URL" => Some("not a url".to_owned()),
        "INTERNAL_TOKEN" => Some("hush".to_owned()),
        "BOOKS_DATABASE_URL" => Some("postgres://me:pass@db/x".to_owned()),
        _ => None,
    };
    let mut config = Config::from_lookup("shop", 8080, 9080, lookup);
    config.database("orders");
    config.database("books");
    config.service_url("stock-list", 9081);
    let shown = config.to_string();
    assert!(shown.contains("INTERNAL_TOKEN=***") && shown.contains("postgres://me:***@db/x"), "{shown}");
    assert!(!shown.contains("hush") && !shown.contains("pass@"), "{shown}");
    let wrong = config.start().err().unwrap().to_string();
    for name in ["PUBLIC_ADDR", "ORDERS_DATABASE_URL", "STOCK_LIST_URL"] {
        assert!(wrong.contains(&format!("\n  {name}: must be")), "{wrong}");
    }
}
