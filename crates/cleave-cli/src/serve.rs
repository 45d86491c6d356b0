//! `cleave serve DESIGN`: the desk of one design, and a small HTTP server on this computer in front of it.
//!
//! Three doors: `GET` for the pages of the interface, `POST /api` for requests (JSON in, JSON out), and
//! `GET /api/events` for everything that happens elsewhere, as server-sent events. Each wants the token that was
//! printed with the address, and refuses pages of other origins.

mod answer;
mod door;
mod events;
mod pages;

use crate::trouble::Trouble;
use answer::{not_found, refuse};
use cleave_session::Home;
use cleave_wire::{Desk, Shell};
use door::{Door, Way};
use events::Hub;
use pages::Pages;
use std::io::Write;
use std::net::{SocketAddr, ToSocketAddrs};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tiny_http::{Method, Request, Server};

/// What every answer is made from.
struct House {
    desk: Arc<Desk>,
    hub: Arc<Hub>,
    door: Door,
    pages: Pages,
}

pub fn run(design: &Path, listen: &str, ui: Option<PathBuf>) -> Result<u8, Trouble> {
    let address = address(listen)?;
    let hub = Arc::new(Hub::default());
    let ear = hub.clone();
    let desk = Desk::new(Home::of_user(), Shell::Browser, move |told| ear.tell(&told));
    desk.open(design)?;
    let server = Server::http(address).map_err(|error| {
        Trouble::new(
            format!("Cannot answer at {address}: {error}"),
            "Choose another address with --listen, port 0 takes a free one",
        )
    })?;
    let at = server.server_addr().to_ip().unwrap_or(address);
    let door = Door::new(at).map_err(|error| Trouble::new(format!("No random numbers: {error}"), "Try again"))?;
    let pages = Pages::find(ui);
    if let Some(advice) = pages.advice() {
        eprintln!("{advice}");
    }
    let mut out = std::io::stdout().lock();
    // A reader that is gone does not keep the browser from connecting.
    let _ = writeln!(out, "Cleave is at {}", door.address()).and_then(|()| out.flush());
    drop(out);
    let house = Arc::new(House { desk, hub, door, pages });
    loop {
        let request = match server.recv() {
            Ok(request) => request,
            Err(error) => {
                tracing::warn!("a connection failed: {error}");
                continue;
            }
        };
        let house = house.clone();
        // One thread for each: a generation must not keep others from drawing.
        std::thread::spawn(move || house.answer(request));
    }
}

/// The address to answer at: a port, or an address of this computer with a port.
fn address(listen: &str) -> Result<SocketAddr, Trouble> {
    let whole =
        if listen.bytes().all(|b| b.is_ascii_digit()) { format!("127.0.0.1:{listen}") } else { listen.to_owned() };
    let found = whole.to_socket_addrs().ok().and_then(|mut all| all.next()).ok_or_else(|| {
        Trouble::new(format!("{listen} is not an address"), "Write a port, or an address with a port: 127.0.0.1:8080")
    })?;
    if found.ip().is_loopback() {
        return Ok(found);
    }
    Err(Trouble::new(
        format!("{listen} can be reached by other computers"),
        "Cleave answers on this computer only: choose 127.0.0.1, and carry it elsewhere with `ssh -L`",
    ))
}

impl House {
    fn answer(&self, request: Request) {
        let way = match self.door.way(&request) {
            Ok(way) => way,
            Err(reason) => return refuse(request, reason),
        };
        match (request.method().clone(), way.path.as_str()) {
            (Method::Post, "/api") => self.ask(request, &way),
            (Method::Get, "/api/events") => self.hub.listen(request, &way.client, &self.desk),
            (Method::Get | Method::Head, path) => self.pages.show(request, path, &self.door),
            _ => not_found(request),
        }
    }

    fn ask(&self, mut request: Request, way: &Way) {
        match answer::body(&mut request) {
            Ok(body) => answer::json(request, self.desk.handle_json(&way.client, &body)),
            Err(fault) => answer::json(request, Err(fault)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_this_computer_are_taken() {
        assert_eq!(address("8080").expect("a port"), "127.0.0.1:8080".parse().expect("an address"));
        assert_eq!(address("127.0.0.1:0").expect("an address").port(), 0);
        assert!(address("[::1]:80").is_ok());
        for bad in ["0.0.0.0:80", "192.0.2.1:80", "nowhere", "127.0.0.1", "127.0.0.1:99999", ""] {
            assert!(address(bad).is_err(), "{bad}");
        }
    }
}
