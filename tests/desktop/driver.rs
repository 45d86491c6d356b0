//! WebDriver, as much of it as the tests need, over plain HTTP.

use super::display::Display;
use super::process::{Process, wait_for};
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// How long anything on the page may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// A button of the mouse, as WebDriver counts them.
#[derive(Debug, Clone, Copy)]
pub enum Button {
    Left = 0,
    Right = 2,
}

/// One thing a hand does with the mouse.
#[derive(Debug, Clone, Copy)]
pub enum Mouse {
    /// Moves there, in pixels of the window.
    To((f64, f64)),
    Down(Button),
    Up(Button),
    /// Stays, for so many milliseconds.
    Rest(u32),
}

/// The app under the control of a test.
pub struct Driver<'a> {
    display: &'a Display,
    process: Process,
    port: u16,
    session: String,
}

impl<'a> Driver<'a> {
    /// Starts the app on a display; `home` is where it finds and leaves what is the user's.
    pub fn start(app: &Path, arguments: &[&str], display: &'a Display, home: &Path) -> Self {
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port();
        let mut command = Command::new("WebKitWebDriver");
        command.arg(format!("--port={port}")).stdout(Stdio::null());
        command.env("DISPLAY", &display.name).env("GDK_BACKEND", "x11").env_remove("WAYLAND_DISPLAY");
        command.env("TAURI_AUTOMATION", "true").env("TAURI_WEBVIEW_AUTOMATION", "true");
        command.env("HOME", home).env("GSETTINGS_BACKEND", "memory");
        for (name, folder) in [("CONFIG", "config"), ("DATA", "data"), ("STATE", "state"), ("CACHE", "cache")] {
            command.env(format!("XDG_{name}_HOME"), home.join(folder));
        }
        // Programs that a test puts in its home are found first.
        let path = std::env::var_os("PATH").unwrap_or_default();
        let folders = std::iter::once(home.join("bin")).chain(std::env::split_paths(&path));
        command.env("PATH", std::env::join_paths(folders).unwrap());
        let process = Process::start(&mut command);
        let mut driver = Self { display, process, port, session: String::new() };
        wait_for("WebKitWebDriver", PATIENCE, || driver.ask("GET", "/status", None).ok());
        let options = json!({ "binary": app, "args": arguments });
        let wanted = json!({ "capabilities": { "alwaysMatch": { "webkitgtk:browserOptions": options } } });
        let session = driver.ask("POST", "/session", Some(wanted)).unwrap();
        driver.session = session["sessionId"].as_str().unwrap().to_owned();
        driver
    }

    /// Ids of the app's processes, the app itself first.
    pub fn processes(&self) -> Vec<u32> {
        self.process.descendants()
    }

    /// Runs a function body in the page and answers what it returns.
    pub fn run(&self, script: &str, arguments: &[Value]) -> Value {
        self.post("/execute/sync", json!({ "script": script, "args": arguments }))
    }

    /// Whether the page shows an element with this test id.
    pub fn shows(&self, id: &str) -> bool {
        self.run("return !!document.querySelector(arguments[0])", &[json!(selector(id))]) == json!(true)
    }

    /// Waits until the page shows it.
    pub fn sees(&self, id: &str) {
        wait_for(&format!("{id} on the page"), PATIENCE, || self.shows(id).then_some(()));
    }

    /// Waits until a script answers something other than `null` or `false`.
    pub fn until(&self, what: &str, script: &str, arguments: &[Value]) -> Value {
        let ask = || Some(self.run(script, arguments)).filter(|answer| !answer.is_null() && *answer != json!(false));
        wait_for(what, PATIENCE, ask)
    }

    /// The words of an element.
    pub fn text(&self, id: &str) -> String {
        let script = "const e = document.querySelector(arguments[0]); return e && (e.value || e.textContent)";
        self.run(script, &[json!(selector(id))]).as_str().unwrap_or_default().trim().to_owned()
    }

    /// Clicks an element as a person would: where it is, with the mouse.
    pub fn click(&self, id: &str) {
        self.drag(&[self.button(id)]);
    }

    /// The middle of an element of the page; waits until it is there.
    pub fn button(&self, id: &str) -> (f64, f64) {
        self.sees(id);
        let script = "const r = document.querySelector(arguments[0]).getBoundingClientRect();
                      return [r.x + r.width / 2, r.y + r.height / 2]";
        point(&self.run(script, &[json!(selector(id))]))
    }

    /// Presses the mouse at the first point, moves through the others, and lets go at the last.
    pub fn drag(&self, points: &[(f64, f64)]) {
        let (first, others) = points.split_first().unwrap();
        let mut steps = vec![Mouse::To(*first), Mouse::Down(Button::Left)];
        steps.extend(others.iter().map(|at| Mouse::To(*at)));
        steps.push(Mouse::Up(Button::Left));
        self.mouse(&steps);
    }

    /// What a hand does with the mouse, one step after the other.
    pub fn mouse(&self, steps: &[Mouse]) {
        let pressed = steps.iter().position(|step| matches!(step, Mouse::Down(_))).unwrap_or(steps.len());
        let step = |(index, step): (usize, &Mouse)| match *step {
            Mouse::To((x, y)) => {
                let took = if index < pressed { 0 } else { 120 };
                json!({ "type": "pointerMove", "duration": took, "x": x.round(), "y": y.round() })
            }
            Mouse::Down(button) => json!({ "type": "pointerDown", "button": button as u8 }),
            Mouse::Up(button) => json!({ "type": "pointerUp", "button": button as u8 }),
            Mouse::Rest(time) => json!({ "type": "pause", "duration": time }),
        };
        let steps: Vec<Value> = steps.iter().enumerate().map(step).collect();
        let mouse =
            json!({ "type": "pointer", "id": "mouse", "parameters": { "pointerType": "mouse" }, "actions": steps });
        let path = format!("/session/{}/actions", self.session);
        let done = self.ask("POST", &path, Some(json!({ "actions": [mouse] })));
        // A window that is closed by a click may be gone before it answers.
        assert!(done.as_ref().err().is_none_or(|error| error.contains("no such window")), "{done:?}");
    }

    /// Turns the wheel over a point, by so many pixels across and down.
    pub fn wheel(&self, at: (f64, f64), by: (f64, f64)) {
        let scroll = json!({ "type": "scroll", "x": at.0.round(), "y": at.1.round(), "deltaX": by.0, "deltaY": by.1, "duration": 0 });
        self.post("/actions", json!({ "actions": [{ "type": "wheel", "id": "wheel", "actions": [scroll] }] }));
    }

    /// Does something while a key is held.
    pub fn holding(&self, key: char, act: impl FnOnce()) {
        self.key("keyDown", key);
        act();
        self.key("keyUp", key);
    }

    fn key(&self, kind: &str, key: char) {
        let step = json!({ "type": kind, "value": key.to_string() });
        self.post("/actions", json!({ "actions": [{ "type": "key", "id": "keys", "actions": [step] }] }));
    }

    /// Types keys; those with a name are the private characters of the WebDriver standard.
    pub fn keys(&self, keys: &str) {
        let each = keys.chars().flat_map(|key| {
            let press = |kind: &str| json!({ "type": kind, "value": key.to_string() });
            [press("keyDown"), press("keyUp")]
        });
        let board = json!({ "type": "key", "id": "keys", "actions": each.collect::<Vec<_>>() });
        self.post("/actions", json!({ "actions": [board] }));
    }

    /// Types a key while others are held.
    pub fn chord(&self, held: &str, key: char) {
        let step = |kind: &str, key: char| json!({ "type": kind, "value": key.to_string() });
        let mut steps: Vec<Value> = held.chars().map(|key| step("keyDown", key)).collect();
        steps.extend([step("keyDown", key), step("keyUp", key)]);
        steps.extend(held.chars().map(|key| step("keyUp", key)));
        self.post("/actions", json!({ "actions": [{ "type": "key", "id": "keys", "actions": steps }] }));
    }

    fn post(&self, path: &str, body: Value) -> Value {
        self.ask("POST", &format!("/session/{}{path}", self.session), Some(body)).unwrap()
    }

    /// One request; the error of WebDriver is the error.
    fn ask(&self, method: &str, path: &str, body: Option<Value>) -> Result<Value, String> {
        let io = |error: std::io::Error| format!("{method} {path}: {error}");
        let body = body.map(|body| body.to_string()).unwrap_or_default();
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).map_err(io)?;
        stream.set_read_timeout(Some(Duration::from_secs(60))).map_err(io)?;
        let length = body.len();
        let head = format!("{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n");
        let head = format!("{head}Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n");
        stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body.as_bytes())).map_err(io)?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).map_err(io)?;
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (_, json) = answer.split_once("\r\n\r\n").ok_or(format!("{method} {path}: no answer"))?;
        let mut json: Value =
            serde_json::from_str(json).map_err(|error| format!("{method} {path}: {error}: {json}"))?;
        let value = json["value"].take();
        if value["error"].is_string() { Err(format!("{method} {path}: {value}")) } else { Ok(value) }
    }
}

impl Drop for Driver<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.display.picture(&super::artefacts().join("desktop-failed.png"));
        }
        if !self.session.is_empty() {
            let _ = self.ask("DELETE", &format!("/session/{}", self.session), None);
        }
    }
}

fn selector(id: &str) -> String {
    format!("[data-testid={}]", json!(id))
}

/// A point a script answered as `[x, y]` or `{ x, y }`, in pixels of the window.
pub fn point(value: &Value) -> (f64, f64) {
    let number = |index: usize, name: &str| value.get(index).or(value.get(name)).and_then(Value::as_f64);
    match (number(0, "x"), number(1, "y")) {
        (Some(x), Some(y)) => (x, y),
        _ => panic!("not a point: {value}"),
    }
}
