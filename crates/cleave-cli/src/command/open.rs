//! `cleave open FILE`: the desktop app with a design in it.

use crate::trouble::Trouble;
use cleave_session::DesignFile;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

pub fn run(file: &Path) -> Result<u8, Trouble> {
    // What is wrong with the file is better said here than in a window that closes again.
    DesignFile::read(file)?;
    let app = find().ok_or_else(|| {
        Trouble::new(
            "The desktop app, cleave-desktop, lies neither beside this program nor on the search path",
            "`cleave serve` shows the same interface in a browser. From the sources, `cargo xtask run` builds and opens the app",
        )
    })?;
    let started = Command::new(&app).arg("--").arg(file).stdin(Stdio::null()).spawn();
    started.map_err(|error| Trouble::new(format!("{}: {error}", app.display()), "Check that it may be executed"))?;
    Ok(0)
}

/// The app beside this program, else the first on the search path.
fn find() -> Option<PathBuf> {
    let name = format!("cleave-desktop{}", std::env::consts::EXE_SUFFIX);
    let beside = std::env::current_exe().ok().and_then(|exe| Some(exe.parent()?.to_owned()));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = beside.into_iter().chain(std::env::split_paths(&path).collect::<Vec<_>>());
    folders.map(|folder| folder.join(&name)).find(|app| app.is_file())
}
