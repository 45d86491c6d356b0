//! `cleave check DESIGN`: what the rules say, for people or for programs.

use super::{Format, From, say};
use crate::trouble::Trouble;
use cleave_model::Severity;
use cleave_session::outcome;
use std::path::Path;

pub fn run(design: &Path, format: Format, from: Option<From>) -> Result<u8, Trouble> {
    let file = super::read(design, from)?;
    let judged = outcome::judge(&file.model)?;
    match format {
        Format::Text => {
            let text = outcome::guarded("Writing the findings", || cleave_report::text(&judged.analysis, &file.model))?;
            say(text.trim_end());
            say("\n");
        }
        Format::Json => {
            let mut json = outcome::guarded("Writing the findings", || cleave_analysis::check_json(&file.model))?;
            if from == Some(From::GraphJson) {
                in_its_words(&mut json);
            }
            say(&format!("{json:#}\n"));
        }
    }
    let bad = judged.analysis.findings.iter().any(|finding| finding.severity == Severity::Error && !finding.waived);
    Ok(u8::from(bad))
}

/// Calls the kinds of connections as a neutral graph does: it is answered in the words it was asked in.
fn in_its_words(json: &mut serde_json::Value) {
    let findings = json["findings"].as_array_mut().into_iter().flatten();
    for evidence in findings.filter_map(|finding| finding["evidence"].as_array_mut()).flatten() {
        let kind = evidence["kind"].as_str().and_then(cleave_model::ConnectionKind::from_word);
        if let Some(kind) = kind {
            evidence["kind"] = cleave_text::edge_word(kind).into();
        }
    }
}
