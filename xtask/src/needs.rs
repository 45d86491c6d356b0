//! What the system must have, and how to get it.

use crate::Trouble;
use crate::shell::{answer, must, succeeds, which};
use std::process::Command;

/// Something the system provides.
pub enum Need {
    /// A library, by its pkg-config name.
    Library(&'static str),
    /// A program.
    Program(&'static str),
    /// A Chromium that tests can drive. Ubuntu's package is an installer for a snap, which does not run in a container:
    /// there Playwright fetches one.
    Chromium,
    /// A PostgreSQL server that tests can start; Debian keeps it off the search path.
    Postgres,
}

/// What Debian and Ubuntu call the package that provides it.
struct Package(Need, &'static str);

const COMPILER: &[Package] =
    &[Package(Need::Program("cc"), "build-essential"), Package(Need::Program("pkg-config"), "pkg-config")];

const WINDOW: &[Package] = &[Package(Need::Library("webkit2gtk-4.1"), "libwebkit2gtk-4.1-dev")];

const WINDOW_TEST: &[Package] = &[
    Package(Need::Program("Xvfb"), "xvfb"),
    Package(Need::Program("WebKitWebDriver"), "webkit2gtk-driver"),
    Package(Need::Program("import"), "imagemagick"),
    Package(Need::Program("xwininfo"), "x11-utils"),
];

const BROWSER_TEST: &[Package] = &[Package(Need::Chromium, "chromium")];

const PLATFORM_TEST: &[Package] = &[Package(Need::Postgres, "postgresql")];

/// Makes sure that programs compile; where `window`, that the desktop app does as well.
pub fn to_build(window: bool) -> Result<(), Trouble> {
    if window { provide(&[COMPILER, WINDOW]) } else { provide(&[COMPILER]) }
}

/// Makes sure that everything can be tested.
pub fn to_test() -> Result<(), Trouble> {
    provide(&[COMPILER, WINDOW, WINDOW_TEST, BROWSER_TEST, PLATFORM_TEST])
}

/// Where a Chromium is.
pub fn chromium() -> Option<std::path::PathBuf> {
    let names: &[&str] = if is_ubuntu() { &[] } else { &["chromium", "chromium-browser"] };
    names.iter().chain(&["google-chrome", "google-chrome-stable"]).find_map(|name| which(name))
}

/// macOS and Windows bring their web view and their compiler with what Rust itself asks for; only Linux has packages.
fn provide(groups: &[&[Package]]) -> Result<(), Trouble> {
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    let missing: Vec<&str> = groups.iter().flat_map(|group| *group).filter(|p| !is_there(&p.0)).map(|p| p.1).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let list = missing.join(" ");
    if which("apt-get").is_none() {
        return Err(format!(
            "This system lacks what Debian and Ubuntu call: {list}\nInstall the same from your distribution, then try again."
        ));
    }
    let by_hand = format!("sudo apt-get update && sudo apt-get install --no-install-recommends --yes {list}");
    let Some(words) = apt() else {
        return Err(format!(
            "Some packages are missing. Install them with this line, then try again:\n\n    {by_hand}\n"
        ));
    };
    let apt = || {
        let mut command = Command::new(words[0]);
        command.args(&words[1..]);
        command
    };
    println!("Installing {list}");
    // An old list of packages is the usual reason for a failed install; a failed update is not yet a reason to stop.
    let _ = must(apt().args(["update", "--quiet"]));
    let install = ["install", "--no-install-recommends", "--yes", "--quiet"];
    must(apt().args(install).args(missing))
        .map_err(|trouble| format!("{trouble}\nTry it by hand, then run this again:\n\n    {by_hand}\n"))
}

fn has_postgres() -> bool {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let debian = versions.into_iter().any(|version| version.path().join("bin/initdb").is_file());
    debian || which("initdb").is_some() || std::env::var_os("TEST_POSTGRES_URL").is_some()
}

fn is_ubuntu() -> bool {
    std::fs::read_to_string("/etc/os-release").is_ok_and(|text| text.lines().any(|line| line == "ID=ubuntu"))
}

fn is_there(need: &Need) -> bool {
    match need {
        Need::Library(name) => succeeds(Command::new("pkg-config").args(["--exists", name])),
        Need::Program(name) => which(name).is_some(),
        Need::Postgres => has_postgres(),
        Need::Chromium => chromium().is_some() || is_ubuntu(),
    }
}

/// How apt-get is called with the right to install, if this user has it without being asked for a password.
fn apt() -> Option<&'static [&'static str]> {
    if answer(Command::new("id").arg("-u")).is_some_and(|id| id == "0") {
        return Some(&["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
    }
    let may = succeeds(Command::new("sudo").args(["-n", "true"]));
    may.then_some(&["sudo", "-n", "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"])
}
