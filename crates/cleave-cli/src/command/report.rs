//! `cleave report DESIGN --out FILE`: the judgement as a page for people, or in a form that other tools read.

use super::say;
use crate::trouble::Trouble;
use clap::{Args, ValueEnum};
use cleave_analysis::Analysis;
use cleave_model::Model;
use cleave_report::{MAPPED, Report};
use cleave_session::{Before, clock, comparing, disk, outcome};
use serde_json::json;
use std::path::{Path, PathBuf};

/// A form of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// One page that needs no network
    Html,
    /// For a pull request, with drawings in Mermaid
    #[value(alias = "md")]
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

impl From<Form> for cleave_report::Form {
    fn from(form: Form) -> Self {
        match form {
            Form::Html => Self::Html,
            Form::Markdown => Self::Markdown,
            Form::Sarif => Self::Sarif,
            Form::Junit => Self::Junit,
            Form::Csv => Self::Csv,
            Form::Json => Self::Json,
        }
    }
}

/// What is asked for.
#[derive(Debug, Args)]
pub struct Ask {
    /// The design
    design: PathBuf,
    /// The file to write; one that is there is replaced
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// In which form; else the file's ending says it: .html, .md, .sarif, .xml (JUnit), .csv, .json
    #[arg(long, value_enum)]
    format: Option<Form>,
    /// Tell it by what is new since this state: another file, FILE@REVISION, or @REVISION of the design itself
    #[arg(long, value_name = "FILE[@REVISION]")]
    baseline: Option<String>,
    /// The day of the report, by which waivers end; else today
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    today: Option<String>,
    #[command(flatten)]
    source: super::Source,
    /// The built interface, which draws the map, where it does not lie in its usual place
    #[arg(long, value_name = "DIR", env = "CLEAVE_UI")]
    ui: Option<PathBuf>,
}

pub fn run(asked: Ask) -> Result<u8, Trouble> {
    let Ask { design, out, format, baseline, today, source, ui } = asked;
    let form = format.map_or_else(|| cleave_report::Form::of(&out.to_string_lossy()), Into::into);
    let file = super::read(&design, source)?;
    let today = today.unwrap_or_else(clock::today);
    let analysis = outcome::judge_on(&file.model, &today)?.analysis;
    let mut report = Report::new(&file.model, &analysis, cleave_session::VERSION);
    report.day = Some(today);
    if let Some(with) = &baseline {
        let before = match source.from {
            Some(_) => comparing::of_model(with, super::read(Path::new(with), source)?.model)?,
            None => comparing::of_file(&design, with)?,
        };
        let Before { name, day, model, analysis, .. } = before.clone();
        let since = report.compared(&name, day, model, analysis);
        since.causes = before.causes(&since.difference)?;
    }
    if form == cleave_report::Form::Html {
        if source.from.is_none() {
            let past = comparing::past_of(&design, &analysis)?;
            (report.trend, report.first_seen) = (past.trend, past.first_seen);
        }
        report.map = map(&file.model, &analysis, ui);
    }
    let name = design.to_string_lossy().replace('\\', "/");
    let told = outcome::guarded("Writing the report", || report.told(form, &name))?;
    disk::replace(&out, told.as_bytes())?;
    say(&format!("{}\n", out.display()));
    Ok(0)
}

/// The drawing. A report without it is still one, so what is missing is only said.
fn map(model: &Model, analysis: &Analysis, ui: Option<PathBuf>) -> Option<String> {
    if model.services().count() > MAPPED {
        return None;
    }
    let records: Vec<_> = model.records().collect();
    let question = json!({
        "records": records, "analysis": analysis, "theme": "light", "names": false, "view": null, "select": [],
        "report": true,
    });
    match super::export::script::draw(ui, &question) {
        Ok(svg) => Some(svg),
        Err(trouble) => {
            eprintln!("The report has no map. {trouble}");
            None
        }
    }
}

fn day(text: &str) -> Result<String, String> {
    let digit = |(at, byte): (usize, u8)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() };
    if text.len() == 10 && text.bytes().enumerate().all(digit) {
        Ok(text.to_owned())
    } else {
        Err("write a day as 2026-01-31".into())
    }
}

#[cfg(test)]
mod tests {
    use super::day;

    #[test]
    fn a_day_is_one() {
        assert!(day("2026-01-31").is_ok() && day("31.1.2026").is_err());
    }
}
