//! `cleave check DESIGN`: what the rules say, for people or for programs.

use super::{Format, From, say};
use crate::trouble::Trouble;
use cleave_model::{ConnectionKind, Kind, Model, Severity};
use cleave_session::{clock, outcome};
use serde_json::Value;
use std::path::Path;

pub fn run(design: &Path, format: Format, from: Option<From>) -> Result<u8, Trouble> {
    let file = super::read(design, from)?;
    let today = clock::today();
    let judged = outcome::judge_on(&file.model, &today)?;
    match format {
        Format::Text => {
            let text = || cleave_report::text(&judged.analysis, &file.model, Some(&today));
            let text = outcome::guarded("Writing the findings", text)?;
            say(text.trim_end());
            say("\n");
        }
        Format::Json => {
            let mut json = outcome::guarded("Writing the findings", || cleave_analysis::check_json(&file.model))?;
            if from == Some(From::GraphJson) {
                in_its_words(&mut json, &file.model);
            }
            say(&format!("{json:#}\n"));
        }
    }
    let bad = judged.analysis.findings.iter().any(|finding| finding.severity == Severity::Error && !finding.waived);
    Ok(u8::from(bad))
}

/// Calls everything as a neutral graph does: it is answered in the words it was asked in.
fn in_its_words(json: &mut Value, model: &Model) {
    let findings = json["findings"].as_array_mut().into_iter().flatten();
    for evidence in findings.filter_map(|finding| finding["evidence"].as_array_mut()).flatten() {
        let kind = evidence["kind"].as_str().and_then(ConnectionKind::from_word);
        if let Some(kind) = kind {
            evidence["kind"] = cleave_text::edge_word(kind).into();
        }
    }
    // Ids are those of the graph, but for a node called as the record of the design itself.
    let renamed = model.records().find(|record| record.kind() != Kind::Design && record.name() == Model::DESIGN);
    if let Some(record) = renamed {
        rename(json, record.id().as_str(), record.name());
    }
}

/// Puts a name in place of an id, where it is a value or a key. As deep as the JSON of a check, which is shallow.
fn rename(json: &mut Value, id: &str, name: &str) {
    match json {
        Value::String(text) if text == id => name.clone_into(text),
        Value::Array(items) => items.iter_mut().for_each(|item| rename(item, id, name)),
        Value::Object(object) => {
            if let Some(value) = object.remove(id) {
                object.insert(name.to_owned(), value);
            }
            object.values_mut().for_each(|value| rename(value, id, name));
        }
        _ => {}
    }
}
