//! Cleave as a desktop app: a window around the interface, and the door between the two.

mod bridge;
mod desk;
mod graphics;

use bridge::Door;
use cleave_session::Home;
use cleave_wire::{Desk, Settings, Shell};
use desk::Ask;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Arc, OnceLock};
use tauri::{AppHandle, Manager, RunEvent};
use tauri_plugin_dialog::{DialogExt, MessageDialogKind};

const USAGE: &str =
    "Usage: cleave-desktop [DESIGN]\n\nOpens the window, with a design (.cleave or .cleave.kdl) where one is named.";

/// Does what the arguments ask for; comes back when the window is closed.
pub fn run(arguments: impl Iterator<Item = OsString>) -> ExitCode {
    match desk::ask(arguments) {
        Ask::Version => println!("cleave-desktop {}", env!("CARGO_PKG_VERSION")),
        Ask::Help => println!("{USAGE}"),
        Ask::Unknown(argument) => {
            eprintln!("{} is not understood.\n\n{USAGE}", argument.display());
            return ExitCode::from(2);
        }
        Ask::Open(design) => return window(design),
    }
    ExitCode::SUCCESS
}

/// Opens the window and stays until it is closed.
fn window(design: Option<PathBuf>) -> ExitCode {
    let home = Home::of_user();
    if let Some(home) = &home {
        cleave_session::log::start(home);
    }
    if !graphics::has_display() {
        eprintln!("There is no display here. `cleave serve DESIGN` gives the same interface to a browser.");
        return ExitCode::from(2);
    }
    let settings = home.as_ref().map(Settings::recall).unwrap_or_default();
    if let Some(remedy) = graphics::remedy(settings.software_drawing) {
        tracing::info!("{}: {}=1 (set it to 0 yourself to keep the default)", remedy.reason, remedy.variable);
        let error = graphics::start_again(remedy);
        tracing::warn!("could not start again with it: {error}");
    }
    match app(home, design) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("{error}");
            eprintln!("The window could not be opened: {error}");
            ExitCode::from(2)
        }
    }
}

fn app(home: Option<Home>, design: Option<PathBuf>) -> tauri::Result<()> {
    // The desk is there before the app is, so that the design opens while the window does.
    let handle: Arc<OnceLock<AppHandle>> = Arc::default();
    let teller = Arc::clone(&handle);
    let desk = Desk::new(home, Shell::Desktop, move |told| {
        if let Some(app) = teller.get() {
            bridge::tell(app, &told);
        }
    });
    let messenger = Arc::clone(&handle);
    let path = design.clone();
    let door = Door::new(desk, design, move |fault| {
        let name = path.unwrap_or_default().display().to_string();
        eprintln!("{name} could not be opened. {fault}");
        // Started from a file manager there is no terminal to read this in.
        let message = messenger.wait().dialog().message(fault.to_string());
        message.title(format!("{name} could not be opened")).kind(MessageDialogKind::Error).show(|_| {});
    });
    let app = tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .manage(Arc::new(door))
        .invoke_handler(tauri::generate_handler![bridge::dispatch])
        .build(tauri::generate_context!())?;
    let _ = handle.set(app.handle().clone());
    app.run(|app, event| {
        if matches!(event, RunEvent::Exit) {
            app.state::<Arc<Door>>().close();
        }
    });
    Ok(())
}
