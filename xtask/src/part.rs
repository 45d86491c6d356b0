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
    Part { name: "interface", about: "types, unit tests and build of ui/", after: &[], run: build_interface },
    Part { name: "lint", about: "clippy, no warnings, in both workspaces", after: &[], run: lint },
    Part { name: "wire", about: "the TypeScript types are those of the Rust types", after: &[], run: wire },
    Part { name: "rust", about: "unit, rule, law and golden tests of every crate", after: &[], run: rust },
    Part { name: "platform", about: "the runtime crates of generated workspaces", after: &[], run: platform },
    Part { name: "house", about: "fences, samples, journeys through the session", after: &[], run: house },
    Part { name: "browser", about: "the interface in Chromium, served", after: &["interface"], run: browser },
    Part { name: "desktop", about: "the real window, through WebDriver", after: &["interface"], run: desktop },
    Part { name: "generated", about: "the generated sample, built, started, called", after: &[], run: generated },
];

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
    interface::packages(place)?;
    interface::script(place, "check")?;
    interface::script(place, "test")?;
    interface::script(place, "build")
}

fn lint(place: &Place) -> Result<(), Trouble> {
    let clippy = ["clippy", "--workspace", "--all-targets", "--quiet", "--", "--deny", "warnings"];
    must(cargo().args(clippy).current_dir(&place.root))?;
    must(in_platform(place).args(clippy))
}

fn wire(place: &Place) -> Result<(), Trouble> {
    must(cargo().args(["test", "-p", "cleave-wire", "--features", "ts", "--quiet"]).current_dir(&place.root))
}

fn rust(place: &Place) -> Result<(), Trouble> {
    must(tests(&place.root).args(["--workspace", "--exclude", "cleave-tests"]).current_dir(&place.root))
}

fn platform(place: &Place) -> Result<(), Trouble> {
    must(
        tests(&platform_folder(place))
            .arg("--workspace")
            .envs(generated_target(place))
            .current_dir(platform_folder(place)),
    )
}

fn house(place: &Place) -> Result<(), Trouble> {
    journeys(place, &["house", "samples", "journeys"], &[])
}

fn browser(place: &Place) -> Result<(), Trouble> {
    interface::build(place)?;
    must(cargo().args(["build", "-p", "cleave-cli"]).current_dir(&place.root))?;
    if needs::chromium().is_none() {
        let with: &[&str] = if cfg!(target_os = "linux") { &["--with-deps", "chromium"] } else { &["chromium"] };
        let install = ["exec", "--", "playwright-core", "install"];
        must(npm().args(install).args(with).current_dir(place.interface()))?;
    }
    let mut e2e = npm();
    e2e.args(["run", "--silent", "e2e"]).current_dir(place.interface()).env("CLEAVE_BIN", place.program("cleave"));
    e2e.env("CLEAVE_ARTEFACTS", place.artefacts());
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
    interface::build(place)?;
    let app = ["build", "-p", "cleave-desktop", "--features", "custom-protocol"];
    must(cargo().args(app).current_dir(&place.root))?;
    let app = ("CLEAVE_DESKTOP", place.program("cleave-desktop"));
    journeys(place, &["desktop"], &[app])
}

fn generated(place: &Place) -> Result<(), Trouble> {
    must(cargo().args(["build", "-p", "cleave-cli"]).current_dir(&place.root))?;
    journeys(place, &["generated"], &[("CLEAVE_BIN", place.program("cleave"))])
}

/// Runs modules of the package `cleave-tests`, those marked as heavy as well, one test after the other: each of them
/// starts programs that want the whole machine.
fn journeys(place: &Place, modules: &[&str], settings: &[(&str, PathBuf)]) -> Result<(), Trouble> {
    let mut run = cargo();
    run.args(["test", "-p", "cleave-tests", "--"]).args(modules.iter().map(|module| format!("{module}::")));
    run.args(["--include-ignored", "--test-threads", "1", "--nocapture"]).current_dir(&place.root);
    run.envs(settings.iter().map(|(name, value)| (name, value)));
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
