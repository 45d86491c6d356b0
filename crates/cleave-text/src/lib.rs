//! The text form of a design (`*.cleave.kdl`): read, printed, spliced and formatted, with full fidelity.
//!
//! Two laws hold: `parse(print(model)) == model`, and an edit changes only the lines of what was edited, so comments
//! and layout stay. The grammar is documented for users in `docs/text-form.md`.

mod entries;
mod format;
mod graph_json;
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

pub use graph_json::{GraphProblem, Unread, edge_word, parse_graph_json, read_graph_json};
pub use problem::{Problem, Problems};

use cleave_model::{Id, Model, Record, excerpt};

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

/// A piece of a design that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Fragment {
    /// What it holds, as [`cleave_model::Command::Paste`] takes it.
    pub records: Vec<Record>,
    /// What it says and cannot say here: mentions of what is not in the design, records that belong to a design alone.
    pub left_out: Vec<String>,
}

/// These records with everything in them as a piece of a design: the version, the records, where they stand. What they
/// mention of the rest is spelled as it is called there. Empty where nothing of them can be carried.
pub fn print_fragment(model: &Model, ids: &[Id]) -> String {
    let piece = excerpt(model, ids);
    if piece.records().next().is_none() { String::new() } else { print::fragment(&piece, model) }
}

/// Reads a piece of a design that is to come into `model`. The first line with the version may be missing.
///
/// # Errors
/// Everything that is wrong with the text, in the order it stands there; never empty.
pub fn parse_fragment(source: &str, model: &Model) -> Result<Fragment, Problems> {
    let (records, left_out) = parse::fragment(source, names::Names::outside(model))?;
    Ok(Fragment { records, left_out })
}

/// Whether a text begins like a design or a piece of one, however it goes on: whether its problems are worth telling.
pub fn begins_like_one(source: &str) -> bool {
    parse::begins_like(source)
}

/// The source in canonical form, with its comments.
///
/// # Errors
/// The problems of a text that cannot be read.
pub fn format(source: &str) -> Result<String, Problems> {
    let reading = parse::reading(source)?;
    Ok(format::format(&pieces::Source::new(source, &reading)))
}
