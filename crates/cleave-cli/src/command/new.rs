//! `cleave new FILE`: a new, empty design, or a large one made up from three numbers.

mod extent;

use super::say;
use crate::trouble::Trouble;
use cleave_file::Project;
use cleave_model::{Model, name, synthetic};
use cleave_session::{Form, disk};
use std::path::Path;

pub fn run(file: &Path, wanted: Option<&str>) -> Result<u8, Trouble> {
    let extent = wanted.map(extent::read).transpose()?;
    let form = Form::of(file)?;
    let stem = file.file_name().unwrap_or_default().to_string_lossy();
    let stem = stem.split('.').next().unwrap_or_default();
    let called = if name::check(stem).is_ok() { stem } else { "design" };
    let model = extent.map_or_else(|| Model::new(called), |extent| synthetic::design(called, extent));
    match form {
        Form::Project => Project::write_new(file, &model, None)?,
        Form::Text => disk::put_new(file, cleave_text::print(&model).as_bytes())?,
    }
    let holds = extent.map_or_else(String::new, |extent| {
        format!(", with {} services and {} connections between them", extent.services, extent.connections)
    });
    say(&format!("{} is a new design called {called}{holds}\n", file.display()));
    Ok(0)
}
