//! The door between the windows and their desks: requests come in by one command, events go out by one channel.

use crate::windows;
use cleave_session::Home;
use cleave_wire::{Desks, Event, Fault, FaultCode, Reply, Request, Shell, Told};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tauri::{AppHandle, Emitter, EventTarget, Manager, State, WebviewWindow};
use tauri_plugin_dialog::{DialogExt, MessageDialogKind};

/// The name under which pages listen to events.
const CHANNEL: &str = "cleave";

/// What stands behind the windows.
pub struct Door {
    /// The desk of each.
    pub desks: Desks,
}

impl Door {
    /// A door with nobody behind it yet.
    pub fn new(home: Option<Home>) -> Self {
        Self { desks: Desks::new(home, Shell::Desktop) }
    }

    /// Sets a desk up for another window, and begins to open its design. Answers the window's label.
    pub fn add(&self, app: &AppHandle, design: Option<PathBuf>) -> String {
        let (teller, messenger) = (app.clone(), app.clone());
        self.desks.add(
            design,
            move |window, told| tell(&teller, window, &told),
            move |design, fault| tell_trouble(&messenger, design, fault),
        )
    }
}

/// Answers one request of a page. Requests may take long (generating does), so none runs on the window's own thread.
#[tauri::command]
pub async fn dispatch(door: State<'_, Arc<Door>>, window: WebviewWindow, request: Request) -> Result<Reply, Fault> {
    let door = Arc::clone(&door);
    let answer = tauri::async_runtime::spawn_blocking(move || {
        if let Some(other) = door.desks.elsewhere(window.label(), &request) {
            let _ = windows::front(window.app_handle(), &other);
        }
        door.desks.handle(window.label(), request)
    })
    .await;
    answer.unwrap_or_else(|error| {
        Err(Fault {
            code: FaultCode::Internal,
            message: format!("Cleave made a mistake: {error}"),
            hint: Some("The design on disk is safe. Please report this".into()),
        })
    })
}

/// Carries an event to the window whose desk tells it; settings concern all.
fn tell(app: &AppHandle, window: &str, told: &Told) {
    let all = matches!(told.event, Event::Settings(_));
    for label in
        app.webview_windows().keys().filter(|label| all || *label == window).filter(|label| told.reaches(label))
    {
        if let Err(error) = app.emit_to(EventTarget::webview_window(label), CHANNEL, &told.event) {
            tracing::warn!("{label} could not be told: {error}");
        }
    }
}

/// Says that a design could not be opened: started from a file manager there is no terminal to read it in.
fn tell_trouble(app: &AppHandle, design: &Path, fault: &Fault) {
    let name = design.display().to_string();
    eprintln!("{name} could not be opened. {fault}");
    let message = app.dialog().message(fault.to_string());
    message.title(format!("{name} could not be opened")).kind(MessageDialogKind::Error).show(|_| {});
}
