//! A display of the test's own, so that tests neither see nor disturb a desktop.

use super::process::Process;
use std::path::Path;
use std::process::{Command, Stdio};

/// A virtual screen.
pub struct Display {
    _server: Process,
    /// Its name, for `DISPLAY`.
    pub name: String,
}

impl Display {
    /// Starts one of the size that `ui.md` draws.
    pub fn start() -> Self {
        let mut command = Command::new("Xvfb");
        // The server chooses a free number itself and prints it.
        command.args(["-displayfd", "1", "-screen", "0", "1440x900x24", "-nolisten", "tcp"]);
        let mut server = Process::start(command.stdout(Stdio::piped()).stderr(Stdio::null()));
        let name = format!(":{}", server.first_line());
        Self { _server: server, name }
    }

    /// What is on the screen now, as a picture. The web view's own screenshot stops working once compositing is off,
    /// which is how the app runs without a GPU.
    pub fn picture(&self, file: &Path) {
        let import =
            Command::new("import").args(["-window", "root", "-display", &self.name]).arg(file).status().unwrap();
        assert!(import.success() && file.is_file(), "import took no picture");
    }

    /// Titles of the windows on the screen.
    pub fn titles(&self) -> String {
        let output = Command::new("xwininfo").args(["-root", "-tree", "-display", &self.name]).output().unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    }
}
