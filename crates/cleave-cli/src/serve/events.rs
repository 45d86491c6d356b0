//! Everything that happens elsewhere, pushed to every browser as server-sent events.

use cleave_wire::{Desk, Event, Reply, Told};
use std::io::{self, Write};
use std::sync::mpsc::{RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tiny_http::Request;

/// Events that may wait for one browser; one that falls farther behind is let go, and comes back for everything.
const MOST: usize = 1024;

/// How often a silent connection is written to, so that one that is gone is noticed.
const PULSE: Duration = Duration::from_secs(10);

/// Everybody who listens.
#[derive(Debug, Default)]
pub struct Hub {
    room: Mutex<Room>,
}

#[derive(Debug, Default)]
struct Room {
    /// Counts events, so that a browser that comes back can tell whether it missed any.
    last: u64,
    ears: Vec<(String, SyncSender<String>)>,
}

impl Hub {
    /// Carries an event to everybody whom it concerns.
    pub fn tell(&self, told: &Told) {
        let mut room = self.lock();
        // Mostly the only one who listens is the one who knows already.
        let heard = room.ears.iter().any(|(client, _)| told.reaches(client));
        let Ok(json) = heard.then(|| serde_json::to_string(&told.event)).transpose() else { return };
        room.last += 1;
        let number = room.last;
        room.ears.retain(|(client, ear)| {
            // Even the one who knows already moves on, or it would seem to have missed something.
            let text = if told.reaches(client) {
                message(number, json.as_deref().unwrap_or_default())
            } else {
                format!("id: {number}\n\n")
            };
            !matches!(ear.try_send(text), Err(TrySendError::Full(_) | TrySendError::Disconnected(_)))
        });
    }

    /// Keeps a browser listening until it goes away.
    pub fn listen(&self, request: Request, client: &str, desk: &Desk) {
        let known: Option<u64> = request
            .headers()
            .iter()
            .find(|header| header.field.equiv("last-event-id"))
            .and_then(|header| header.value.as_str().parse().ok());
        let (ear, heard) = sync_channel(MOST);
        let last = {
            let mut room = self.lock();
            room.ears.push((client.to_owned(), ear));
            room.last
        };
        // Whoever comes back and missed something is told how everything stands.
        let missed = known.is_some_and(|known| known != last);
        let shown = if missed { desk.handle(client, cleave_wire::Request::Snapshot).ok() } else { None };
        let first = match shown {
            Some(Reply::Opened(snapshot)) => serde_json::to_string(&Event::Opened(snapshot)).ok(),
            _ => None,
        };
        let first = first.map_or_else(|| format!("id: {last}\n\n"), |json| message(last, &json));
        let mut out = request.into_writer();
        let gone = speak(&mut out, &first, || heard.recv_timeout(PULSE));
        if let Err(error) = gone {
            tracing::info!("a listener went away: {error}");
        }
    }

    fn lock(&self) -> MutexGuard<'_, Room> {
        self.room.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Writes one message after the other; comes back when the browser is gone or was let go.
fn speak(
    out: &mut impl Write,
    first: &str,
    mut next: impl FnMut() -> Result<String, RecvTimeoutError>,
) -> io::Result<()> {
    out.write_all(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n\
          X-Content-Type-Options: nosniff\r\nTransfer-Encoding: chunked\r\n\r\n",
    )?;
    chunk(out, first)?;
    loop {
        match next() {
            Ok(text) => chunk(out, &text)?,
            Err(RecvTimeoutError::Timeout) => chunk(out, ":\n\n")?,
            Err(RecvTimeoutError::Disconnected) => {
                out.write_all(b"0\r\n\r\n")?;
                return out.flush();
            }
        }
    }
}

fn chunk(out: &mut impl Write, text: &str) -> io::Result<()> {
    write!(out, "{:x}\r\n{text}\r\n", text.len())?;
    out.flush()
}

/// JSON has no line breaks, so one line of data is enough.
fn message(number: u64, json: &str) -> String {
    format!("id: {number}\ndata: {json}\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_is_chunked_and_ends() {
        let mut out = Vec::new();
        let mut script =
            vec![Err(RecvTimeoutError::Disconnected), Err(RecvTimeoutError::Timeout), Ok(message(7, "{}"))];
        speak(&mut out, "id: 6\n\n", || script.pop().unwrap_or(Err(RecvTimeoutError::Disconnected))).expect("written");
        let text = String::from_utf8(out).expect("text");
        let (_, body) = text.split_once("\r\n\r\n").expect("a head");
        assert_eq!(body, "7\r\nid: 6\n\n\r\n10\r\nid: 7\ndata: {}\n\n\r\n3\r\n:\n\n\r\n0\r\n\r\n");
    }

    #[test]
    fn the_one_who_caused_it_only_moves_on() {
        let hub = Hub::default();
        let (a, from_a) = sync_channel(4);
        let (b, from_b) = sync_channel(4);
        hub.lock().ears = vec![("a".into(), a), ("b".into(), b)];
        hub.tell(&Told { event: Event::Closed, except: Some("a".into()) });
        assert_eq!(from_a.try_recv().expect("told"), "id: 1\n\n");
        assert_eq!(from_b.try_recv().expect("told"), "id: 1\ndata: {\"kind\":\"closed\"}\n\n");
    }
}
