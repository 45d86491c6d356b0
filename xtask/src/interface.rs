//! Building the interface with Node.

use crate::Trouble;
use crate::place::Place;
use crate::shell::{answer, must, npm};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

/// The oldest Node that Vite runs on: major, minor.
const NODE: (u32, u32) = (20, 19);

/// Makes sure that exactly the packages of the lock file are there.
pub fn packages(place: &Place) -> Result<(), Trouble> {
    node()?;
    let ui = place.interface();
    let lock = ui.join("package-lock.json");
    // The lock file as it was when the packages were last installed.
    let stamp = ui.join("node_modules/.installed-lock.json");
    let wanted = fs::read(&lock).map_err(|error| format!("{}: {error}", lock.display()))?;
    if fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    must(npm().args(["ci", "--no-audit", "--no-fund"]).current_dir(&ui))?;
    fs::write(&stamp, wanted).map_err(|error| format!("{}: {error}", stamp.display()))
}

/// Builds what the window and the server show, where what is there is older than its sources.
pub fn build(place: &Place) -> Result<(), Trouble> {
    packages(place)?;
    let ui = place.interface();
    let built = changed(&ui.join("dist/index.html"));
    let sources = ["src", "public", "index.html", "vite.config.ts", "svelte.config.js", "package-lock.json"];
    let newest = sources.iter().filter_map(|name| changed(&ui.join(name))).max();
    if built.is_some() && built > newest { Ok(()) } else { script(place, "build") }
}

/// When a file was changed last, or the newest file of a folder.
fn changed(at: &Path) -> Option<SystemTime> {
    let mut open = vec![at.to_owned()];
    let mut newest = None;
    while let Some(path) = open.pop() {
        // A folder counts as well: its time is that of the last file that came or went.
        newest = newest.max(fs::metadata(&path).and_then(|meta| meta.modified()).ok());
        open.extend(fs::read_dir(&path).into_iter().flatten().flatten().map(|entry| entry.path()));
    }
    newest
}

/// Runs a script of the interface's `package.json`.
pub fn script(place: &Place, name: &str) -> Result<(), Trouble> {
    must(npm().args(["run", "--silent", name]).current_dir(place.interface()))
}

fn node() -> Result<(), Trouble> {
    let hint = format!("Install Node {}.{} or newer: https://nodejs.org", NODE.0, NODE.1);
    let Some(version) = answer(Command::new("node").arg("--version")) else {
        return Err(format!("The interface is built with Node, and there is none. {hint}"));
    };
    let mut numbers = version.trim_start_matches('v').split('.').map_while(|number| number.parse::<u32>().ok());
    let found = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    if found < NODE { Err(format!("Node {version} is too old for the interface. {hint}")) } else { Ok(()) }
}
