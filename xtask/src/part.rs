//! The parts of `cargo xtask test`, in the order they run: what fails fast comes first.

use crate::Trouble;
use crate::place::Place;
use crate::shell::{cargo, must, npm, succeeds};
use crate::{interface, needs};
use std::path::{Path, PathBuf};
use std::process::Command;

/// One part of the tests.
pub struct Part {
    /// What it is called on the command line.
    pub name: &'static str,
    /// One line for people.
    pub about: &'static str,
    /// Parts without which it cannot work.
    pub after: &'static [&'static str],
    /// Does it.
    pub run: fn(&Place) -> Result<(), Trouble>,
}

/// Every part.
pub const PARTS: &[Part] = &[
    Part { name: "format", about: "rustfmt in both workspaces", after: &[], run: format },
    Part { name: "interface", about: "build, types and unit tests of ui/", after: &[], run: build_interface },
    Part { name: "build", about: "every program and test of the workspace", after: &[], run: build },
    Part { name: "rust", about: "all but the slow tests of every crate, and the house", after: &["build"], run: rust },
    Part { name: "lint", about: "clippy, no warnings, in both workspaces", after: &[], run: lint },
    Part { name: "platform", about: "the runtime crates of generated workspaces", after: &[], run: platform },
    Part { name: "browser", about: "the interface in Chromium, served", after: &["build"], run: browser },
    Part { name: "desktop", about: "the real window, through WebDriver", after: &["build"], run: desktop },
    Part {
        name: "generated",
        about: "the generated sample, built, started, called",
        after: &["build"],
        run: generated,
    },
];

/// Which packages and features every part builds. Always the same, so that nothing is compiled twice: the interface
/// inside the app, and the TypeScript types that a test compares with those of the interface.
const ALL: [&str; 3] = ["--workspace", "--features", "cleave-desktop/custom-protocol,cleave-wire/ts"];

/// Which targets. Benchmarks are for developers.
const TARGETS: [&str; 3] = ["--lib", "--bins", "--tests"];

/// Prints what there is.
pub fn list() {
    for part in PARTS {
        println!("{:<10} {}", part.name, part.about);
    }
}

fn format(place: &Place) -> Result<(), Trouble> {
    must(cargo().args(["fmt", "--all", "--check"]).current_dir(&place.root))?;
    must(cargo().args(["fmt", "--all", "--check"]).current_dir(platform_folder(place)))
}

fn build_interface(place: &Place) -> Result<(), Trouble> {
    interface::build(place)?;
    interface::script(place, "check")?;
    interface::script(place, "test")
}

fn build(place: &Place) -> Result<(), Trouble> {
    interface::build(place)?;
    must(cargo().arg("build").args(ALL).args(TARGETS).current_dir(&place.root))
}

fn rust(place: &Place) -> Result<(), Trouble> {
    must(tests(&place.root).args(ALL).args(TARGETS).current_dir(&place.root))
}

fn lint(place: &Place) -> Result<(), Trouble> {
    interface::build(place)?;
    let strict = ["--all-targets", "--quiet", "--", "--deny", "warnings"];
    must(cargo().arg("clippy").args(ALL).args(strict).current_dir(&place.root))?;
    must(in_platform(place).args(["clippy", "--workspace"]).args(strict))
}

/// Not with nextest: the tests of one process share one database server.
fn platform(place: &Place) -> Result<(), Trouble> {
    must(in_platform(place).args(["test", "--workspace", "--no-fail-fast", "--quiet"]))
}

fn browser(place: &Place) -> Result<(), Trouble> {
    build(place)?;
    if needs::chromium().is_none() {
        let with: &[&str] = if cfg!(target_os = "linux") { &["--with-deps", "chromium"] } else { &["chromium"] };
        let install = ["exec", "--", "playwright-core", "install"];
        must(npm().args(install).args(with).current_dir(place.interface()))?;
    }
    let mut e2e = npm();
    e2e.args(["run", "--silent", "e2e"]).current_dir(place.interface());
    e2e.env("CLEAVE_BIN", place.program("cleave")).env("CLEAVE_ARTEFACTS", place.artefacts());
    if let Some(chromium) = needs::chromium() {
        e2e.env("CLEAVE_CHROMIUM", chromium);
    }
    must(&mut e2e)
}

fn desktop(place: &Place) -> Result<(), Trouble> {
    if !cfg!(target_os = "linux") {
        println!(
            "The window is driven on Linux only: WebDriver reaches WebKitGTK, and a display of our own is needed."
        );
        return Ok(());
    }
    build(place)?;
    slow(place, "desktop")
}

fn generated(place: &Place) -> Result<(), Trouble> {
    build(place)?;
    slow(place, "generated")
}

/// Runs a module of the package `cleave-tests` with the tests that are ignored elsewhere, one after the other: each of
/// them starts programs that want the whole machine. It names all targets, of which the others have no such tests,
/// because naming one would build half of the workspace once more with other features of its dependencies.
fn slow(place: &Place, module: &str) -> Result<(), Trouble> {
    let mut run = cargo();
    run.args(["test", "--quiet"]).args(ALL).args(TARGETS).args(["--", &format!("{module}::"), "--include-ignored"]);
    run.args(["--test-threads", "1", "--nocapture"]).current_dir(&place.root);
    run.env("CLEAVE_DESKTOP", place.program("cleave-desktop")).env("CLEAVE_BIN", place.program("cleave"));
    run.env("CLEAVE_GENERATED_TARGET", place.generated()).env("CLEAVE_ARTEFACTS", place.artefacts());
    must(&mut run)
}

/// Cargo's test runner, or nextest where it is installed: it runs the tests of all crates side by side.
fn tests(folder: &Path) -> Command {
    let mut run = cargo();
    if succeeds(cargo().args(["nextest", "--version"]).current_dir(folder)) {
        run.args(["nextest", "run", "--no-fail-fast"]);
    } else {
        run.args(["test", "--no-fail-fast", "--quiet"]);
    }
    run
}

fn in_platform(place: &Place) -> Command {
    let mut run = cargo();
    run.current_dir(platform_folder(place)).envs(generated_target(place));
    run
}

fn platform_folder(place: &Place) -> PathBuf {
    place.root.join("generators/platform")
}

fn generated_target(place: &Place) -> [(&'static str, PathBuf); 1] {
    [("CARGO_TARGET_DIR", place.generated())]
}
