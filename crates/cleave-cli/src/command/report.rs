//! `cleave report DESIGN --out FILE`: the judgement as a page for people, or in a form that other tools read.

use super::{From, say};
use crate::trouble::Trouble;
use clap::ValueEnum;
use cleave_report::Meta;
use cleave_session::{disk, outcome};
use std::path::Path;

/// A form of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// One page that needs no network
    Html,
    /// For a pull request, with drawings in Mermaid
    Markdown,
    /// For code scanning: SARIF 2.1.0
    Sarif,
    /// For build servers
    Junit,
    /// For spreadsheets
    Csv,
    /// For programs: what `cleave check --format json` prints
    Json,
}

impl Form {
    /// What the file's ending says; a page where it says nothing.
    fn of(out: &Path) -> Self {
        match out.extension().and_then(|ending| ending.to_str()).map(str::to_lowercase).as_deref() {
            Some("md" | "markdown") => Self::Markdown,
            Some("sarif") => Self::Sarif,
            Some("xml") => Self::Junit,
            Some("csv") => Self::Csv,
            Some("json") => Self::Json,
            _ => Self::Html,
        }
    }
}

pub fn run(design: &Path, out: &Path, form: Option<Form>, from: Option<From>) -> Result<u8, Trouble> {
    let file = super::read(design, from)?;
    let judged = outcome::judge(&file.model)?;
    let (model, analysis) = (&file.model, &judged.analysis);
    let meta = Meta { title: model.design_name().to_owned(), version: cleave_session::VERSION.into() };
    let told = outcome::guarded("Writing the report", || match form.unwrap_or_else(|| Form::of(out)) {
        Form::Html => cleave_report::html(model, analysis, &meta),
        Form::Markdown => cleave_report::markdown(model, analysis, &meta),
        Form::Sarif => cleave_report::sarif(model, analysis, &meta, &design.to_string_lossy().replace('\\', "/")),
        Form::Junit => cleave_report::junit(model, analysis),
        Form::Csv => cleave_report::csv(model, analysis),
        Form::Json => format!("{:#}\n", cleave_analysis::check_json(model)),
    })?;
    disk::replace(out, told.as_bytes())?;
    say(&format!("{}\n", out.display()));
    Ok(0)
}
