//! `cleave serve` with real connections: the token, other origins, requests, and events as they happen.

use crate::{CLEAVE, Place, SHOP};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::time::Duration;

struct Served {
    child: Child,
    host: String,
    token: String,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Served {
    fn new(place: &Place, arguments: &[&str]) -> Self {
        let mut child = place
            .command(CLEAVE)
            .arg("serve")
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("piped")).read_line(&mut line).expect("an address");
        let address = line.trim().strip_prefix("Cleave is at http://").expect("an address").to_owned();
        let (host, token) = address.split_once("/?token=").expect("a token");
        Self { child, host: host.into(), token: token.into() }
    }

    fn connect(&self, request: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.host).expect("connects");
        stream.set_read_timeout(Some(Duration::from_secs(20))).expect("set");
        stream.write_all(request.as_bytes()).expect("sent");
        stream
    }

    /// Sends a raw request; answers status, head and body.
    fn raw(&self, head: &str, body: &str) -> (u16, String, String) {
        let length = body.len();
        let mut stream =
            self.connect(&format!("{head}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"));
        let mut text = String::new();
        stream.read_to_string(&mut text).expect("an answer");
        let (head, body) = text.split_once("\r\n\r\n").expect("a head");
        (head[9..12].parse().expect("a status"), head.to_owned(), body.to_owned())
    }

    fn get(&self, path: &str) -> (u16, String, String) {
        self.raw(&format!("GET {path} HTTP/1.1\r\nHost: {}", self.host), "")
    }

    fn ask(&self, client: &str, request: &Value) -> (u16, Value) {
        let (host, token) = (&self.host, &self.token);
        let head = format!(
            "POST /api?token={token}&client={client} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nContent-Type: application/json"
        );
        let (status, _, body) = self.raw(&head, &request.to_string());
        (status, serde_json::from_str(&body).expect("JSON"))
    }

    fn add(&self, client: &str, name: &str) -> Value {
        let draft = json!({"kind": "service", "name": name});
        let apply = json!({"kind": "apply", "of": {"command": {"kind": "add", "of": {"draft": draft, "at": null}}, "gesture": null}});
        let (status, reply) = self.ask(client, &apply);
        assert_eq!((status, &reply["kind"]), (200, &json!("applied")), "{reply}");
        reply
    }

    /// Sets how large its files may grow; answers false where this system has no such command.
    fn limit(&self, place: &Place, bytes: &str) -> bool {
        let (pid, size) = (self.child.id().to_string(), format!("--fsize={bytes}:unlimited"));
        let done = place.command("prlimit").args(["--pid", &pid, &size]).status().is_ok_and(|status| status.success());
        if !done {
            eprintln!("skipped: prlimit is not there");
        }
        done
    }

    fn names(&self) -> Vec<String> {
        let (_, reply) = self.ask("q", &json!({"kind": "snapshot"}));
        let records = reply["of"]["records"].as_array().expect("records").clone();
        let names = records.iter().filter(|record| record["kind"] == "service");
        names.map(|record| record["value"]["head"]["name"].as_str().expect("a name").to_owned()).collect()
    }

    fn listen(&self, client: &str, last: Option<&str>) -> Ear {
        let last = last.map_or_else(String::new, |id| format!("Last-Event-ID: {id}\r\n"));
        let (host, token) = (&self.host, &self.token);
        let head = format!("GET /api/events?token={token}&client={client} HTTP/1.1\r\nHost: {host}\r\n{last}\r\n");
        let mut ear = Ear { lines: BufReader::new(self.connect(&head)) };
        while ear.line().is_none_or(|line| !line.is_empty()) {}
        ear
    }
}

struct Ear {
    lines: BufReader<TcpStream>,
}

impl Ear {
    fn line(&mut self) -> Option<String> {
        let mut line = String::new();
        self.lines.read_line(&mut line).ok()?;
        Some(line.trim_end().to_owned())
    }

    fn id(&mut self) -> String {
        loop {
            if let Some(id) = self.line().expect("still there").strip_prefix("id: ") {
                return id.to_owned();
            }
        }
    }

    fn event(&mut self) -> Value {
        loop {
            if let Some(data) = self.line().expect("still there").strip_prefix("data: ") {
                return serde_json::from_str(data).expect("JSON");
            }
        }
    }
}

fn shop() -> (Place, Served) {
    let place = Place::new();
    place.put("shop.cleave.kdl", SHOP);
    let served = Served::new(&place, &["shop.cleave.kdl"]);
    (place, served)
}

#[test]
fn only_with_the_token_and_only_from_here() {
    let (_place, served) = shop();
    let (host, token) = (&served.host, &served.token);
    assert!(host.starts_with("127.0.0.1:"));
    assert_eq!(served.get("/").0, 403);
    assert_eq!(served.get("/api/events").0, 403);
    assert_eq!(served.get("/?token=0000").0, 403);
    let post =
        |more: &str| served.raw(&format!("POST /api?token={token} HTTP/1.1\r\n{more}"), "{\"kind\":\"hello\"}").0;
    let json = "Content-Type: application/json";
    assert_eq!(post(&format!("Host: {host}\r\n{json}")), 200);
    assert_eq!(post(&format!("Host: {host}\r\nOrigin: http://evil.example\r\n{json}")), 403);
    assert_eq!(post(&format!("Host: evil.example\r\n{json}")), 403);
    assert_eq!(post(&format!("Host: {host}\r\nContent-Type: text/plain")), 400);
    let cookie = format!("Cookie: cleave-{}={token}", host.split(':').nth(1).expect("a port"));
    assert_eq!(served.raw(&format!("GET /nothing HTTP/1.1\r\nHost: {host}\r\n{cookie}"), "").0, 404);
    assert_eq!(served.ask("a", &json!({"kind": "explode"})).0, 400);
}

#[test]
fn without_an_interface_it_says_how_to_build_it_and_with_one_it_shows_it() {
    let place = Place::new();
    place.put("shop.cleave.kdl", SHOP);
    std::fs::create_dir(place.work().join("ui")).expect("made");
    let served = Served::new(&place, &["shop.cleave.kdl", "--ui", "ui"]);
    let page = format!("/?token={}", served.token);
    let (status, _, body) = served.get(&page);
    assert!(status == 503 && body.contains("npm run build"), "{body}");
    place.put("ui/index.html", "<!doctype html><title>Cleave</title>");
    place.put("ui/app.js", "1");
    let (status, head, body) = served.get(&page);
    assert!(status == 200 && body.contains("<title>"), "{body}");
    assert!(head.contains("Set-Cookie: cleave-") && head.contains("HttpOnly; SameSite=Strict"), "{head}");
    let (_, head, _) = served.get(&format!("/app.js?token={}", served.token));
    assert!(head.contains("text/javascript"), "{head}");
    assert_eq!(served.get(&format!("/../shop.cleave.kdl?token={}", served.token)).0, 404);
}

#[test]
fn every_browser_sees_every_edit_as_it_happens() {
    let (place, served) = shop();
    let (status, reply) = served.ask("a", &json!({"kind": "hello"}));
    assert_eq!((status, &reply["of"]["shell"], &reply["of"]["project"]["step"]), (200, &json!("browser"), &json!(0)));
    let (mut a, mut b) = (served.listen("a", None), served.listen("b", None));
    a.id();
    let before = b.id();
    assert_eq!(served.add("a", "payments")["of"]["step"], 1);
    let heard = b.event();
    assert_eq!((&heard["kind"], &heard["of"]["step"]), (&json!("applied"), &json!(1)));
    let judgement = &heard["of"]["judgement"];
    assert!(
        judgement["kind"] == "patch" || judgement["kind"] == "whole",
        "what the rules say comes along: {judgement}"
    );
    served.add("b", "billing");
    assert_eq!(a.event()["of"]["step"], 2, "a is not told what a did");
    // A browser that was away is told how everything stands.
    let mut late = served.listen("c", Some(&before));
    let shown = late.event();
    assert_eq!((&shown["kind"], &shown["of"]["step"]), (&json!("opened"), &json!(2)));
    let (status, fault) = served.ask("a", &json!({"kind": "redo"}));
    assert_eq!((status, &fault["code"]), (422, &json!("refused")));
    // The text is not written; the project beside it is.
    assert_eq!(std::fs::read_to_string(place.work().join("shop.cleave.kdl")).expect("there"), SHOP);
    let plan = json!({"kind": "generate", "of": {"folder": place.work().join("out"), "topologies": []}});
    let (status, reply) = served.ask("a", &plan);
    assert_eq!((status, &reply["kind"]), (200, &json!("generated")), "{reply}");
    assert_eq!(a.event()["kind"], "progress", "the one who asked hears how far it is, too");
    // Killed at once, everything is there the next time.
    drop(served);
    let again = Served::new(&place, &["shop.cleave"]);
    let (_, reply) = again.ask("a", &json!({"kind": "hello"}));
    assert_eq!(reply["of"]["project"]["step"], 2);
    let (_, reply) = again.ask("a", &json!({"kind": "undo"}));
    assert_eq!(reply["of"]["step"], 3, "{reply}");
}

/// As browsers do: they connect at once, ask at once, and keep open what they may.
#[test]
fn many_that_come_at_once_are_all_answered() {
    let (_place, served) = shop();
    let _ears = [served.listen("a", None), served.listen("b", None)];
    let ask = format!("GET /?token={} HTTP/1.1\r\nHost: {}\r\n\r\n", served.token, served.host);
    // Always more than the round before has left threads for.
    for many in [4, 8, 16, 32, 64, 128] {
        let mut open: Vec<TcpStream> = (0..many).map(|_| TcpStream::connect(&served.host).expect("connects")).collect();
        for stream in &mut open {
            stream.set_read_timeout(Some(Duration::from_secs(20))).expect("set");
            stream.write_all(ask.as_bytes()).expect("sent");
        }
        let mut kept = Vec::new();
        for stream in open {
            let mut stream = BufReader::new(stream);
            let mut head = String::new();
            while !head.ends_with("\r\n\r\n") {
                assert_ne!(stream.read_line(&mut head).expect("an answer"), 0);
            }
            if !head.contains("Connection: close") {
                kept.push(stream);
            }
        }
    }
}

#[test]
fn only_this_computer_may_be_listened_on() {
    let place = Place::new();
    place.put("shop.cleave.kdl", SHOP);
    // The design is not touched before the address is known to be fine.
    for address in ["0.0.0.0:0", "nowhere", "192.0.2.1:80"] {
        place.refused(&["serve", "shop.cleave.kdl", "--listen", address]);
    }
}

/// While the file cannot grow, edits wait in memory and the reply says so; once it can, they are written.
#[test]
#[cfg(target_os = "linux")]
fn edits_wait_while_the_disk_is_full() {
    let place = Place::new();
    place.put("shop.cleave.kdl", SHOP);
    let served = Served::new(&place, &["shop.cleave.kdl"]);
    assert_eq!(served.add("a", "one")["of"]["saved"], true);
    if !served.limit(&place, "4096") {
        return;
    }
    let mut ear = served.listen("b", None);
    let reply = served.add("a", "two");
    assert_eq!((&reply["of"]["saved"], &reply["of"]["step"]), (&json!(false), &json!(2)));
    assert_eq!(served.add("a", "three")["of"]["saved"], false);
    assert!(served.limit(&place, "unlimited"));
    let saved = loop {
        let event = ear.event();
        if event["kind"] == "saved" && event["of"]["saved"] == true {
            break event;
        }
    };
    assert_eq!(saved["of"]["reason"], Value::Null);
    drop(ear);
    drop(served);
    let again = Served::new(&place, &["shop.cleave"]);
    let (_, reply) = again.ask("a", &json!({"kind": "hello"}));
    assert_eq!(reply["of"]["project"]["step"], 3);
}

/// Two processes have the project open; one cannot write for a while, and the other edits in the meantime.
#[test]
#[cfg(target_os = "linux")]
fn edits_that_waited_go_on_top_of_what_others_did() {
    let place = Place::new();
    place.put("shop.cleave.kdl", SHOP);
    let (here, there) = (Served::new(&place, &["shop.cleave.kdl"]), Served::new(&place, &["shop.cleave"]));
    if !here.limit(&place, "4096") {
        return;
    }
    let mut ear = here.listen("b", None);
    assert_eq!(here.add("a", "waits")["of"]["saved"], false);
    assert_eq!(there.add("x", "other")["of"]["saved"], true);
    let heard = loop {
        let event = ear.event();
        if event["kind"] == "applied" && event["of"]["label"] == "Add service" && event["of"]["saved"] == true {
            break event;
        }
    };
    assert_eq!(heard["of"]["step"], 1, "what is on disk comes first");
    assert!(here.limit(&place, "unlimited"));
    while here.ask("q", &json!({"kind": "snapshot"})).1["of"]["saved"] == false {
        std::thread::sleep(Duration::from_millis(50));
    }
    let both = ["orders", "other", "stock", "waits"];
    assert_eq!(here.names(), both);
    let start = std::time::Instant::now();
    while there.names() != both {
        assert!(start.elapsed() < Duration::from_secs(20), "{:?}", there.names());
        std::thread::sleep(Duration::from_millis(50));
    }
    // Undo takes back the last of all, whoever did it.
    assert_eq!(there.ask("x", &json!({"kind": "undo"})).0, 200);
    assert_eq!(there.names(), ["orders", "other", "stock"]);
}
