//! Cleave as a desktop app: a window around the interface, and the door between the two.

mod desk;
mod graphics;

use desk::Ask;
use std::ffi::OsString;
use std::process::ExitCode;

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
        Ask::Open(_design) => {
            if !graphics::has_display() {
                eprintln!("There is no display here. `cleave serve DESIGN` gives the same interface to a browser.");
                return ExitCode::from(2);
            }
            if let Some(remedy) = graphics::remedy() {
                eprintln!(
                    "{}: setting {}=1 (set it to 0 yourself to keep the default)",
                    remedy.reason, remedy.variable
                );
                let error = graphics::start_again(remedy);
                eprintln!("could not start again: {error}");
            }
            if let Err(error) = tauri::Builder::default().run(tauri::generate_context!()) {
                eprintln!("The window could not be opened: {error}");
                return ExitCode::from(2);
            }
        }
    }
    ExitCode::SUCCESS
}
