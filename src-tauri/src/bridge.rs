//! The door between the window and the desk: requests come in by one command, events go out by one channel.

use cleave_wire::{Desk, Fault, FaultCode, Reply, Request, Told};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use tauri::{AppHandle, Emitter, EventTarget, Manager, State, WebviewWindow};

/// The name under which pages listen to events.
const CHANNEL: &str = "cleave";

/// The desk, and the design that is being put on it while the window opens.
pub struct Door {
    desk: Arc<Desk>,
    opening: Mutex<Option<JoinHandle<()>>>,
}

impl Door {
    /// Begins to open `design`, where there is one; `trouble` is told why it could not be.
    pub fn new(desk: Arc<Desk>, design: Option<PathBuf>, trouble: impl FnOnce(Fault) + Send + 'static) -> Self {
        let opening = design.map(|path| {
            let desk = Arc::clone(&desk);
            std::thread::spawn(move || desk.open(&path).unwrap_or_else(trouble))
        });
        Self { desk, opening: Mutex::new(opening) }
    }

    /// Answers one request; the first ones wait for the design.
    fn answer(&self, window: &str, request: Request) -> Result<Reply, Fault> {
        let mut opening = self.opening.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(thread) = opening.take() {
            // If it panicked nothing is open, and that is what the answer says.
            let _ = thread.join();
        }
        drop(opening);
        self.desk.handle(window, request)
    }

    /// Puts the project away; to be called last.
    pub fn close(&self) {
        let _ = self.desk.handle("", Request::Close);
    }
}

/// Answers one request of a page. Requests may take long (generating does), so none runs on the window's own thread.
#[tauri::command]
pub async fn dispatch(door: State<'_, Arc<Door>>, window: WebviewWindow, request: Request) -> Result<Reply, Fault> {
    let door = Arc::clone(&door);
    let answer = tauri::async_runtime::spawn_blocking(move || door.answer(window.label(), request)).await;
    answer.unwrap_or_else(|error| {
        Err(Fault {
            code: FaultCode::Internal,
            message: format!("Cleave made a mistake: {error}"),
            hint: Some("The design on disk is safe. Please report this".into()),
        })
    })
}

/// Carries an event to every window that is to hear it.
pub fn tell(app: &AppHandle, told: &Told) {
    for label in app.webview_windows().keys().filter(|label| told.reaches(label)) {
        if let Err(error) = app.emit_to(EventTarget::webview_window(label), CHANNEL, &told.event) {
            tracing::warn!("{label} could not be told: {error}");
        }
    }
}
