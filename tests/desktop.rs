//! The desktop app itself: the real window on a display of its own, driven through WebDriver.

#![cfg(target_os = "linux")]

mod cost;
mod display;
mod driver;
mod process;

use display::Display;
use driver::Driver;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The app, as `cargo xtask test` built it.
fn app() -> PathBuf {
    let said = std::env::var_os("CLEAVE_DESKTOP").map(PathBuf::from);
    let app = said.unwrap_or_else(|| target().join("debug/cleave-desktop"));
    assert!(app.is_file(), "there is no app at {}: `cargo xtask test desktop` builds it", app.display());
    app
}

/// Where Cargo puts this test: <target>/<profile>/deps/<test>.
fn target() -> PathBuf {
    std::env::current_exe().unwrap().ancestors().nth(3).unwrap().to_owned()
}

/// Where pictures and numbers are kept.
fn artefacts() -> PathBuf {
    let folder = std::env::var_os("CLEAVE_ARTEFACTS").map_or_else(|| target().join("artefacts"), PathBuf::from);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
#[ignore = "needs the built app and a web view: cargo xtask test desktop"]
fn the_window_opens() {
    let home = tempfile::tempdir().unwrap();
    let display = Display::start();
    let driver = Driver::start(&app(), &[], &display.name, home.path());
    process::wait_for("the window's title", Duration::from_secs(30), || {
        display.titles().contains("\"Cleave\"").then_some(())
    });
    driver.until("the page", "return document.readyState === 'complete'", &[]);
    display.picture(&artefacts().join("desktop-start.png"));
    let app = driver.processes();
    let painted = cost::first_paint(&driver, app[0]);
    std::thread::sleep(Duration::from_secs(3));
    let memory = cost::memory(&driver.processes());
    println!("first paint after {painted:.0} ms, {memory:.0} MiB when idle");
    assert!(painted > 0.0 && painted < 20_000.0 && memory > 0.0);
}
