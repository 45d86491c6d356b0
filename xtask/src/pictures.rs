//! `cargo xtask pictures`: takes the pictures of docs/pictures from the running app.

use crate::Trouble;
use crate::place::Place;
use crate::shell::{cargo, must, npm};
use crate::{interface, needs};

/// Builds the interface and `cleave`, then poses and takes every picture in a browser.
pub fn take(place: &Place) -> Result<(), Trouble> {
    interface::build(place)?;
    must(cargo().args(["build", "-p", "cleave-cli"]).current_dir(&place.root))?;
    let mut shots = npm();
    shots.args(["run", "--silent", "pictures"]).current_dir(place.interface());
    shots.env("CLEAVE_BIN", place.program("cleave"));
    if let Some(chromium) = needs::chromium() {
        shots.env("CLEAVE_CHROMIUM", chromium);
    }
    must(&mut shots)
}
