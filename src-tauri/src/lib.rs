//! Cleave as a desktop app: a window around the interface, and the door between the two.

mod bridge;
mod desk;
mod graphics;
mod menu;
mod windows;
mod written;

use bridge::Door;
use cleave_session::Home;
use cleave_wire::Settings;
use desk::Ask;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use tauri::{Manager, RunEvent};

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
    if let Some(remedy) = cleave_session::graphics::remedy(settings.software_drawing.chosen()) {
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
    let mut builder = tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .manage(Arc::new(Door::new(home)))
        .invoke_handler(tauri::generate_handler![bridge::dispatch, windows::open_window, written::open_written]);
    // Elsewhere the interface has its own menus.
    if cfg!(target_os = "macos") {
        builder = builder.menu(menu::build).on_menu_event(|app, event| menu::chosen(app, &event.id().0));
    }
    let app = builder.build(tauri::generate_context!())?;
    windows::open(app.handle(), design)?;
    app.run(|app, event| match event {
        RunEvent::Exit => app.state::<Arc<Door>>().desks.close(),
        #[cfg(target_os = "macos")]
        RunEvent::Opened { urls } => windows::open_files(app, urls.iter().filter_map(|url| url.to_file_path().ok())),
        _ => {}
    });
    Ok(())
}
