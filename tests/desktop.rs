//! The desktop app itself: the real window on a display of its own, driven through WebDriver.

#![cfg(target_os = "linux")]

mod cost;
mod display;
mod driver;
mod page;
mod process;
mod rows;

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
    let driver = Driver::start(&app(), &[], &display, home.path());
    process::wait_for("the window's title", Duration::from_secs(30), || {
        display.titles().contains("\"Cleave\"").then_some(())
    });
    driver.sees("open-design");
    display.picture(&artefacts().join("desktop-start.png"));
    let app = driver.processes();
    let painted = cost::first_paint(&driver, app[0]);
    std::thread::sleep(Duration::from_secs(3));
    let memory = cost::memory(&driver.processes());
    println!("first paint after {painted:.0} ms, {memory:.0} MiB when idle");
    assert!(painted > 0.0 && painted < 20_000.0 && memory > 0.0);

    // Paths can be typed, and chosen in the system's own dialog.
    driver.click("open-design");
    driver.click("dialog-browse");
    until("the system's dialog", || display.titles().contains("\"Open a design\""));
    display.picture(&artefacts().join("desktop-dialog.png"));
}

#[test]
#[ignore = "needs the built app and a web view: cargo xtask test desktop"]
fn a_design_that_cannot_be_opened_is_told() {
    let home = tempfile::tempdir().unwrap();
    let missing = home.path().join("gone.cleave");
    let display = Display::start();
    let driver = Driver::start(&app(), &[&missing.to_string_lossy()], &display, home.path());
    until("a dialog that says so", || display.titles().contains("gone.cleave could not be opened"));
    driver.sees("open-design");
    display.picture(&artefacts().join("desktop-missing.png"));
    assert!(!missing.exists());
}

/// Waits until a condition holds.
fn until(what: &str, holds: impl Fn() -> bool) {
    process::wait_for(what, Duration::from_secs(30), || holds().then_some(()));
}

/// A copy of the sample, so that the repository stays as it is.
fn sample(folder: &Path) -> String {
    let copy = folder.join("ecommerce.cleave.kdl");
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../samples/ecommerce/ecommerce.cleave.kdl");
    std::fs::copy(sample, &copy).unwrap();
    copy.to_string_lossy().into_owned()
}

#[test]
#[ignore = "needs the built app and a web view: cargo xtask test desktop"]
fn a_design_is_drawn_judged_kept_and_generated() {
    let home = tempfile::tempdir().unwrap();
    let work = tempfile::tempdir().unwrap();
    let design = sample(work.path());
    let display = Display::start();
    let picture = |name: &str| {
        // The canvas paints its tiles over several frames; under load these take their time.
        std::thread::sleep(Duration::from_millis(1500));
        display.picture(&artefacts().join(format!("desktop-{name}.png")));
    };

    let app = Driver::start(&self::app(), &[&design], &display, home.path());
    app.opens("orders");
    picture("sample");

    // Near enough to see operations, and orders in the middle.
    app.click("zoom");
    app.click(&format!("outline-item-{}", app.find("service", "orders")));
    app.drawn("operation", "place_order");
    picture("near");

    // A service, and its name.
    let errors = app.text("count-error");
    app.click("palette-service");
    let place = app.free_place();
    app.edits("a new service", || app.drag(&[place]));
    app.focuses("rename");
    app.escapes();
    app.drawn("service", "service");
    app.edits("the service's name", || {
        app.click("inspector-name");
        app.writes("fraud");
    });
    app.find("service", "fraud");

    // From orders.place_order to a new operation of it.
    let from = app.port("operation", "place_order", "right");
    let to = app.drawn("service", "fraud");
    app.drag(&[from, midway(from, to), to]);
    app.edits("a new operation", || app.click_words("New operation"));
    app.focuses("rename");
    app.edits("the operation's name", || app.writes("screen"));
    app.find("operation", "screen");
    assert_eq!(app.text("count-error"), errors, "a call in one direction is no error");

    // The call back closes a cycle, which is told where it is seen.
    let from = app.port("operation", "screen", "right");
    let to = app.drawn("operation", "place_order");
    app.edits("the call back", || app.drag(&[from, midway(from, to), to]));
    app.click("open-problems");
    app.sees("finding-cycle-sync");
    picture("cycle");
    app.edits("undo", || app.click("undo"));
    until("the cycle to be gone", || !app.shows("finding-cycle-sync"));
    let steps = app.step();
    drop(app);

    // Everything is there again.
    let app = Driver::start(&self::app(), &[&design], &display, home.path());
    app.opens("fraud");
    app.find("operation", "screen");
    app.drawn("service", "fraud");
    assert!(!app.has("service", "service") && !app.shows("finding-cycle-sync"));
    assert!(steps > 0);
    picture("again");

    // Two of its topologies into a folder.
    let out = work.path().join("shop");
    app.click("tab-deploy");
    app.click("output-folder");
    app.writes(&out.to_string_lossy());
    app.click_words("This one");
    for topology in ["monolith", "services"] {
        app.click(&format!("topology-{topology}"));
        until("a plan", || app.text("generate-box").contains("Ready to generate"));
        app.click("generate");
        until(&format!("the {topology} in the folder"), || out.join("deploy").join(topology).join("run.sh").is_file());
        until("nothing to be left", || app.text("generate-box").contains("Up to date"));
    }
    picture("generated");
    assert!(!out.join("deploy/grouped").exists(), "only what was asked for is written");
    assert!(out.join("services/fraud/src/lib.rs").is_file());
}

#[test]
#[ignore = "needs the built app and a web view: cargo xtask test desktop"]
fn gestures_and_keys_work_in_the_window() {
    let home = tempfile::tempdir().unwrap();
    let design = home.path().join("hand.cleave.kdl");
    std::fs::write(&design, rows::DESIGN).unwrap();
    let display = Display::start();
    let app = Driver::start(&self::app(), &[&design.to_string_lossy()], &display, home.path());
    app.opens("orders");
    rows::perform(&app);
}

#[test]
#[ignore = "needs the built app and a web view: cargo xtask test desktop"]
fn each_window_has_its_own_design() {
    let home = tempfile::tempdir().unwrap();
    let work = tempfile::tempdir().unwrap();
    let display = Display::start();
    let app = Driver::start(&self::app(), &[&sample(work.path())], &display, home.path());
    app.opens("orders");
    let windows = || display.titles().matches("\"Cleave\": (").count();
    assert_eq!(windows(), 1);
    app.chord(&format!("{}{}", page::CONTROL, page::SHIFT), 'n');
    until("a second window", || windows() == 2);
    std::thread::sleep(Duration::from_secs(3));
    display.picture(&artefacts().join("desktop-windows.png"));
    app.click("window-close");
    until("one window to be left", || windows() == 1);
}

#[test]
#[ignore = "needs the built app and a web view: cargo xtask test desktop"]
fn what_was_written_is_opened_by_the_system() {
    use std::os::unix::fs::PermissionsExt;
    let home = tempfile::tempdir().unwrap();
    let work = tempfile::tempdir().unwrap();
    // The system's program for opening files, as this test would have it: it says what it was given.
    let (bin, opened) = (home.path().join("bin"), home.path().join("opened"));
    std::fs::create_dir(&bin).unwrap();
    let program = bin.join("xdg-open");
    std::fs::write(&program, format!("#!/bin/sh\nprintf '%s\\n' \"$1\" >> '{}'\n", opened.display())).unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    let display = Display::start();
    let app = Driver::start(&self::app(), &[&sample(work.path())], &display, home.path());
    app.opens("orders");
    let report = work.path().join("for the $(meeting).html");
    app.chord(&format!("{}{}", page::CONTROL, page::SHIFT), 'e');
    app.click("dialog-path");
    app.writes(&report.to_string_lossy());
    until("the report", || report.is_file());
    app.sees("offer-open");
    std::thread::sleep(Duration::from_secs(1));
    display.picture(&artefacts().join("desktop-written.png"));
    app.click("offer-open");
    let said = || std::fs::read_to_string(&opened).unwrap_or_default();
    until("the report to be opened", || said() == format!("{}\n", report.display()));
    app.click("offer-folder");
    until("its folder to be opened", || said().ends_with(&format!("\n{}\n", work.path().display())));
}

fn midway(a: (f64, f64), b: (f64, f64)) -> (f64, f64) {
    ((a.0 + b.0) / 2.0, (a.1 + b.1) / 2.0)
}
