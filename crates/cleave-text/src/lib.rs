//! The text form of a design (`*.cleave.kdl`): read, printed, spliced and formatted, with full fidelity.
//!
//! Two laws hold: `parse(print(model)) == model`, and an edit changes only the lines of what was edited, so comments
//! and layout stay. The grammar is documented for users in `docs/text-form.md`.

mod entries;
mod format;
mod names;
mod parse;
mod pieces;
mod print;
mod problem;
mod spelling;
mod splice;
mod syntax;
mod types;
mod words;

pub use problem::{Problem, Problems};

use cleave_model::Model;

/// How files that hold the text form are named: `shop.cleave.kdl`.
pub const EXTENSION: &str = "cleave.kdl";

/// Reads a design.
///
/// # Errors
/// Everything that is wrong with the text, in the order it stands there; never empty.
pub fn parse(source: &str) -> Result<Model, Problems> {
    parse::reading(source).map(|reading| reading.model)
}

/// The design in canonical form: four spaces for each level, one line for each connection, placements at the end.
pub fn print(model: &Model) -> String {
    print::print(model)
}

/// The source with what `after` says differently from `before` spliced in; everything else stays as it was written.
/// `parse` of the answer gives `after`. A text that cannot be read is replaced by [`print`]`(after)`; one that reads as
/// something else than `before` is brought to say `after` all the same.
pub fn splice(source: &str, before: &Model, after: &Model) -> String {
    if before == after { source.to_owned() } else { splice::splice(source, after) }
}

/// The source in canonical form, with its comments.
///
/// # Errors
/// The problems of a text that cannot be read.
pub fn format(source: &str) -> Result<String, Problems> {
    let reading = parse::reading(source)?;
    Ok(format::format(&pieces::Source::new(source, &reading)))
}
