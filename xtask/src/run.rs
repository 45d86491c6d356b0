//! `cargo xtask run`: from a clone to the open design in one command.

use crate::Trouble;
use crate::place::Place;
use crate::shell::{cargo, must};
use crate::{interface, needs};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// What opens where no design is named.
const SAMPLE: &str = "samples/ecommerce/ecommerce.cleave.kdl";

/// Builds what is needed and opens the design in the window, or serves it where there is no display.
pub fn run(place: &Place, design: Option<&str>) -> Result<(), Trouble> {
    let design = match design {
        Some(design) => named(place, design).unwrap_or_else(|| PathBuf::from(design)),
        None => place.root.join(SAMPLE),
    };
    if !design.is_file() {
        return Err(format!("There is no design at {}.", design.display()));
    }
    let window = has_display();
    needs::to_build(window)?;
    interface::build(place)?;
    if window { open(place, &design) } else { serve(place, &design) }
}

fn open(place: &Place, design: &Path) -> Result<(), Trouble> {
    must(cargo().args(["build", "-p", "cleave-desktop", "--features", "custom-protocol"]).current_dir(&place.root))?;
    let design = working_copy(place, design)?;
    must(Command::new(place.program("cleave-desktop")).arg(design))
}

fn serve(place: &Place, design: &Path) -> Result<(), Trouble> {
    must(cargo().args(["build", "-p", "cleave-cli"]).current_dir(&place.root))?;
    let design = working_copy(place, design)?;
    println!("There is no display here, so the interface is served: open the address below in a browser.");
    must(Command::new(place.program("cleave")).arg("serve").arg(design))
}

/// The sample of this name.
fn named(place: &Place, name: &str) -> Option<PathBuf> {
    let path = place.root.join("samples").join(name).join(format!("{name}.cleave.kdl"));
    (!name.contains(['/', '\\']) && path.is_file()).then_some(path)
}

/// The design to open. A sample is copied, so that trying things out leaves the repository as it is; what was changed
/// in the copy is there again the next time.
fn working_copy(place: &Place, design: &Path) -> Result<PathBuf, Trouble> {
    let samples = place.root.join("samples");
    let whole = |error: std::io::Error| format!("{}: {error}", design.display());
    let design = design.canonicalize().map_err(whole)?;
    let inside = samples.canonicalize().ok().and_then(|samples| design.strip_prefix(samples).ok().map(Path::to_owned));
    let Some(inside) = inside else {
        return Ok(design);
    };
    let copy = place.target.join("run").join(inside);
    if let Some(folder) = copy.parent() {
        fs::create_dir_all(folder).map_err(whole)?;
    }
    fs::copy(&design, &copy).map_err(whole)?;
    println!("Working on a copy of the sample: {}", copy.display());
    Ok(copy)
}

/// Whether a window can be shown here.
fn has_display() -> bool {
    let said = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || said("DISPLAY") || said("WAYLAND_DISPLAY")
}
