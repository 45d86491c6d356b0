//! `cleave report DESIGN --out FILE.html`: the coupling report as one page.

use super::{From, say};
use crate::trouble::Trouble;
use cleave_report::Meta;
use cleave_session::{disk, outcome};
use std::path::Path;

pub fn run(design: &Path, out: &Path, from: Option<From>) -> Result<u8, Trouble> {
    let file = super::read(design, from)?;
    let judged = outcome::judge(&file.model)?;
    let meta = Meta { title: file.model.design_name().to_owned(), version: cleave_session::VERSION.into() };
    let page = outcome::guarded("Writing the report", || cleave_report::html(&file.model, &judged.analysis, &meta))?;
    disk::replace(out, page.as_bytes())?;
    say(&format!("{}\n", out.display()));
    Ok(0)
}
