//! `cleave new FILE`: a new, empty design.

use super::say;
use crate::trouble::Trouble;
use cleave_model::{Model, name};
use cleave_session::{Form, Session, disk};
use std::path::Path;

pub fn run(file: &Path) -> Result<u8, Trouble> {
    let stem = file.file_name().unwrap_or_default().to_string_lossy();
    let stem = stem.split('.').next().unwrap_or_default();
    let called = if name::check(stem).is_ok() { stem } else { "design" };
    match Form::of(file)? {
        Form::Project => drop(Session::create(file, called)?),
        Form::Text => disk::put_new(file, cleave_text::print(&Model::new(called)).as_bytes())?,
    }
    say(&format!("{} is a new design called {called}\n", file.display()));
    Ok(0)
}
