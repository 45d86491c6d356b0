//! `cleave convert IN OUT`: a project becomes a text, a text becomes a project.

use super::{Source, say};
use crate::trouble::Trouble;
use cleave_file::Project;
use cleave_model::{Model, invariants};
use cleave_report::visible;
use cleave_session::{DesignFile, DiskError, Form, design, disk};
use std::path::Path;

pub fn run(input: &Path, output: &Path, force: bool, salvage: bool, source: Source) -> Result<u8, Trouble> {
    let to = Form::of(output)?;
    let file = if salvage { saved(input)? } else { super::read(input, source)? };
    if source.from.is_some() {
        can_be_a_design(&file.model)?;
    }
    match to {
        Form::Project => Project::write_new(output, &file.model, file.text.as_deref())?,
        Form::Text if output.exists() && !force => return Err(taken(output)),
        Form::Text if output.exists() => {
            // Its comments stay where they are; only what differs is written.
            let old = design::read_text(output).ok().or_else(|| file.text.clone());
            disk::replace(output, design::as_text(&file.model, old.as_deref()).as_bytes())?;
        }
        Form::Text => disk::replace(output, file.to_text().as_bytes())?,
    }
    say(&format!("{}\n", output.display()));
    Ok(0)
}

/// A neutral graph may say what a design cannot: it is judged, but not drawn.
fn can_be_a_design(model: &Model) -> Result<(), Trouble> {
    let faults = invariants::faults(model);
    let Some((id, fault)) = faults.first() else { return Ok(()) };
    let place = match model.connection(id) {
        Some(way) => format!("the edge from {} to {}", way.from, way.to),
        None if id.as_str().is_empty() => "what has no id".to_owned(),
        None => id.to_string(),
    };
    let more = if faults.len() > 1 { format!(" (and {} more)", faults.len() - 1) } else { String::new() };
    let message = format!("{} cannot be drawn: {fault}{more}", visible(&place));
    Err(Trouble::new(
        message,
        "`cleave check` and `cleave report` judge the graph as it is; to draw it, correct this in the file",
    ))
}

fn taken(output: &Path) -> Trouble {
    let message = DiskError::Taken { path: output.to_owned() }.to_string();
    Trouble::new(message, "Choose another name, or replace it with --force")
}

/// What can still be read, and on standard error what cannot.
fn saved(input: &Path) -> Result<DesignFile, Trouble> {
    let salvaged = Project::salvage(input)?;
    for lost in &salvaged.lost {
        eprintln!("lost: {lost}");
    }
    Ok(DesignFile { model: salvaged.model, text: None })
}
