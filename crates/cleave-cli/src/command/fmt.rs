//! `cleave fmt FILE`: the canonical form of a text, with its comments.

use super::say;
use crate::trouble::Trouble;
use cleave_session::{Form, SessionError, design, disk};
use std::path::Path;

pub fn run(file: &Path, check: bool) -> Result<u8, Trouble> {
    let text = design::read_text(file)?;
    if Form::of(file)? == Form::Project {
        let hint = "Only a text, *.cleave.kdl, has a form; a project is turned into one with `cleave convert`";
        return Err(Trouble::new(format!("{}: this is a project", file.display()), hint));
    }
    let formed = cleave_text::format(&text).map_err(|problems| SessionError::Text {
        path: file.to_owned(),
        source_text: text.clone(),
        problems,
    })?;
    if formed == text {
        return Ok(0);
    }
    if check {
        say(&format!("{} is not in canonical form\n", file.display()));
        return Ok(1);
    }
    disk::replace(file, formed.as_bytes())?;
    Ok(0)
}
