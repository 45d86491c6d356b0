//! The windows of the app: each has a desk of its own, and looks as it did the last time with the same design.

use crate::bridge::Door;
use cleave_session::Home;
use cleave_session::place::{Place, Screen};
use cleave_wire::{Fault, FaultCode};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tauri::{AppHandle, Manager, WebviewUrl, WebviewWindow, WebviewWindowBuilder, WindowEvent};

/// The smallest window that everything fits into, in logical pixels.
const LEAST: (f64, f64) = (1024.0, 700.0);

/// Opens a window, with a design where one is named. The design that another window shows is brought to the front there
/// instead.
pub fn open(app: &AppHandle, design: Option<PathBuf>) -> tauri::Result<()> {
    let door = app.state::<Arc<Door>>();
    if let Some(other) = design.as_deref().and_then(|path| door.desks.window_with(path)) {
        return front(app, &other);
    }
    let label = door.add(app, design);
    let mut window = WebviewWindowBuilder::new(app, &label, WebviewUrl::default()).title("Cleave");
    window = window.inner_size(1440.0, 900.0).min_inner_size(LEAST.0, LEAST.1).center();
    // The top bar of the interface is the window's; on macOS it leaves room for the system's buttons.
    #[cfg(target_os = "macos")]
    {
        window = window.title_bar_style(tauri::TitleBarStyle::Overlay).hidden_title(true);
    }
    #[cfg(not(target_os = "macos"))]
    {
        window = window.decorations(false).shadow(true);
    }
    // Where the system's own dropping of files is on, Windows keeps pages from dragging anything themselves.
    if cfg!(windows) {
        window = window.disable_drag_drop_handler();
    }
    let dark = door.desks.settings().theme == cleave_wire::Theme::Dark;
    window = window.background_color(if dark {
        tauri::window::Color(26, 26, 24, 255)
    } else {
        tauri::window::Color(251, 251, 250, 255)
    });
    let window = window.build()?;
    if let Some(home) = door.desks.home() {
        recall_place(&window, home, &door.desks.design(&label).unwrap_or_default());
    }
    let watched = window.clone();
    window.on_window_event(move |event| match event {
        WindowEvent::CloseRequested { .. } => keep_place(&watched),
        WindowEvent::Destroyed => watched.state::<Arc<Door>>().desks.remove(watched.label()),
        _ => {}
    });
    Ok(())
}

/// Brings a window to the front.
pub fn front(app: &AppHandle, label: &str) -> tauri::Result<()> {
    let Some(window) = app.get_webview_window(label) else { return Ok(()) };
    window.unminimize()?;
    window.set_focus()
}

/// Opens another window, with a design where one is named.
#[tauri::command]
pub async fn open_window(app: AppHandle, path: Option<PathBuf>) -> Result<(), Fault> {
    open(&app, path).map_err(|error| Fault {
        code: FaultCode::Internal,
        message: format!("The window could not be opened: {error}"),
        hint: None,
    })
}

/// Puts a window where it was when it last showed this design.
fn recall_place(window: &WebviewWindow, home: &Home, design: &Path) {
    let screens: Vec<Screen> = window
        .available_monitors()
        .unwrap_or_default()
        .iter()
        .map(|monitor| {
            let (at, size) = (monitor.position(), monitor.size());
            Screen { x: at.x, y: at.y, width: size.width, height: size.height }
        })
        .collect();
    let Some(place) = Place::recall(home, design).visible(&screens) else { return };
    // Nothing depends on it: a system that does not let windows be placed leaves them where they are.
    let _ = window.set_size(tauri::PhysicalSize::new(place.width, place.height));
    let _ = window.set_position(tauri::PhysicalPosition::new(place.x, place.y));
    if place.maximized {
        let _ = window.maximize();
    }
}

/// Remembers where a window is for the design it shows.
fn keep_place(window: &WebviewWindow) {
    let desks = &window.state::<Arc<Door>>().desks;
    let Some(home) = desks.home() else { return };
    let design = desks.design(window.label()).unwrap_or_default();
    let (Ok(at), Ok(size), Ok(maximized)) = (window.outer_position(), window.inner_size(), window.is_maximized())
    else {
        return;
    };
    let place = Place { x: at.x, y: at.y, width: size.width, height: size.height, maximized };
    if let Err(error) = place.keep(home, &design) {
        tracing::warn!("{error}");
    }
}

#[cfg(target_os = "macos")]
/// Opens files that the system hands over: double clicked, or dropped on the app's icon.
pub fn open_files(app: &AppHandle, files: impl IntoIterator<Item = PathBuf>) {
    for file in files {
        if let Err(error) = open(app, Some(file)) {
            tracing::error!("{error}");
        }
    }
}
