//! `cleave check DESIGN`: what the rules say, for people or for programs.

use super::{Format, say};
use crate::trouble::Trouble;
use cleave_model::Severity;
use cleave_session::{DesignFile, outcome};
use std::path::Path;

pub fn run(design: &Path, format: Format) -> Result<u8, Trouble> {
    let file = DesignFile::read(design)?;
    let judged = outcome::judge(&file.model)?;
    match format {
        Format::Text => {
            let text = outcome::guarded("Writing the findings", || cleave_report::text(&judged.analysis, &file.model))?;
            say(text.trim_end());
            say("\n");
        }
        Format::Json => {
            let json = outcome::guarded("Writing the findings", || cleave_analysis::check_json(&file.model))?;
            say(&format!("{json:#}\n"));
        }
    }
    let bad = judged.analysis.findings.iter().any(|finding| finding.severity == Severity::Error && !finding.waived);
    Ok(u8::from(bad))
}
