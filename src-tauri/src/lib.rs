//! Cleave as a desktop app.

use std::ffi::OsString;
use std::process::ExitCode;

/// Runs the app until its window is closed.
pub fn run(_arguments: impl Iterator<Item = OsString>) -> ExitCode {
    match tauri::Builder::default().run(tauri::generate_context!()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::from(2),
    }
}
