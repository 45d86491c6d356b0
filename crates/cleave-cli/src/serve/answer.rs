//! Answers over HTTP: JSON with a status, a page, or a refusal.

use cleave_wire::{Fault, FaultCode};
use std::io::{Read, Write};
use tiny_http::{Header, Method, Request, StatusCode};

/// The longest request; a whole design pasted at once is far below.
const LONGEST: u64 = 32 << 20;

/// What a browser must not do with anything from here.
const MANNERS: &[(&str, &str)] = &[
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    (
        "Content-Security-Policy",
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; \
         worker-src 'self' blob:; frame-ancestors 'none'; base-uri 'none'",
    ),
];

/// The text of a request.
pub fn body(request: &mut Request) -> Result<String, Fault> {
    let bad = |message: String| Fault { code: FaultCode::BadRequest, message, hint: None };
    let json =
        |header: &&Header| header.field.equiv("content-type") && header.value.as_str().starts_with("application/json");
    // A form of another page cannot say this without asking first.
    if !request.headers().iter().any(|header| json(&header)) {
        return Err(bad("A request is application/json".into()));
    }
    let mut text = String::new();
    let read = request.as_reader().take(LONGEST + 1).read_to_string(&mut text);
    read.map_err(|error| bad(format!("The request could not be read: {error}")))?;
    if text.len() as u64 > LONGEST {
        return Err(bad("The request is longer than 32 MiB".into()));
    }
    Ok(text)
}

/// Answers a reply, or a fault with the status that fits it.
pub fn json(request: Request, answer: Result<String, Fault>) {
    let (status, text) = match answer {
        Ok(reply) => (200, reply),
        Err(fault) => (status(fault.code), serde_json::to_string(&fault).unwrap_or_default()),
    };
    send(request, status, "application/json", "no-store", text.into_bytes(), None);
}

fn status(code: FaultCode) -> u16 {
    match code {
        FaultCode::BadRequest => 400,
        FaultCode::NotFound => 404,
        FaultCode::NothingOpen => 409,
        FaultCode::Refused | FaultCode::BadFile | FaultCode::BadText | FaultCode::Gap | FaultCode::CannotWrite => 422,
        FaultCode::Internal => 500,
    }
}

/// Answers that this may not be had.
pub fn refuse(request: Request, reason: &str) {
    send(request, 403, "text/plain; charset=utf-8", "no-store", format!("{reason}\n").into_bytes(), None);
}

/// Answers that there is nothing.
pub fn not_found(request: Request) {
    send(request, 404, "text/plain; charset=utf-8", "no-store", b"There is nothing here\n".to_vec(), None);
}

/// Answers with these bytes, on a connection that ends with them. A connection that stays open holds a thread of the
/// server, and of two that come at once one may wait for such a thread to become free: a browser keeps six open.
pub fn send(request: Request, status: u16, kind: &str, keep: &str, bytes: Vec<u8>, cookie: Option<&str>) {
    let own = [("Content-Type", kind), ("Cache-Control", keep), ("Connection", "close")];
    let cookie = cookie.map(|cookie| ("Set-Cookie", cookie));
    let says = StatusCode(status).default_reason_phrase();
    let mut text = format!("HTTP/1.1 {status} {says}\r\nContent-Length: {}\r\n", bytes.len()).into_bytes();
    for (name, value) in MANNERS.iter().copied().chain(own).chain(cookie) {
        if let Ok(header) = Header::from_bytes(name, value) {
            text.extend(format!("{header}\r\n").into_bytes());
        }
    }
    text.extend(b"\r\n");
    if *request.method() != Method::Head {
        text.extend(bytes);
    }
    let mut out = request.into_writer();
    if let Err(error) = out.write_all(&text).and_then(|()| out.flush()) {
        tracing::info!("a client went away: {error}");
    }
}
