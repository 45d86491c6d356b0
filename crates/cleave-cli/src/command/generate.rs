//! `cleave generate DESIGN --out DIR`: the Rust workspace of a design, or what generating it would do.

use super::say;
use crate::trouble::Trouble;
use cleave_generators::{Counts, Delivery, Planned, Status};
use cleave_session::{DesignFile, Making};
use std::path::Path;

pub fn run(design: &Path, out: &Path, topologies: &[String], only_plan: bool) -> Result<u8, Trouble> {
    let file = DesignFile::read(design)?;
    let making = Making::new(file.model, topologies)?;
    let quiet = &mut |_| ();
    let delivery = if only_plan { making.plan(out, quiet)? } else { making.generate(out, quiet)? };
    say(&told(&delivery, only_plan));
    Ok(u8::from(delivery.counts.conflict > 0))
}

/// What is printed: every file that a plan would touch, or only those that need a look; then the counts.
fn told(delivery: &Delivery, only_plan: bool) -> String {
    let worth = |file: &&Planned| match file.status {
        Status::Conflict => true,
        Status::Unchanged | Status::KeptYours => file.note.is_some(),
        _ => only_plan || file.note.is_some(),
    };
    let mut text = String::new();
    for file in delivery.files.iter().filter(worth) {
        text += &format!("{:<11} {}\n", word(file.status), file.path);
        for line in file.note.iter().flat_map(|note| note.lines()) {
            text += &format!("{:<11}   {line}\n", "");
        }
    }
    let Counts { new, changed, unchanged, kept_yours, mended, conflict, gone } = delivery.counts;
    text += &format!(
        "{new} new, {changed} changed, {unchanged} unchanged, {kept_yours} kept: yours, {mended} mended, \
         {conflict} conflict, {gone} gone\n"
    );
    text
}

fn word(status: Status) -> &'static str {
    match status {
        Status::New => "new",
        Status::Changed => "changed",
        Status::Unchanged => "unchanged",
        Status::KeptYours => "kept: yours",
        Status::Mended => "mended",
        Status::Conflict => "conflict",
        Status::Gone => "gone",
    }
}
