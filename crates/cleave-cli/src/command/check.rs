//! `cleave check DESIGN`: what the rules say, for people or for programs.

use super::{Format, From, Source, say};
use crate::trouble::Trouble;
use cleave_model::{ConnectionKind, Kind, Model, Severity};
use cleave_session::{clock, outcome};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

pub fn run(design: &Path, format: Format, source: Source) -> Result<u8, Trouble> {
    let file = super::read(design, source)?;
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
            if source.from == Some(From::GraphJson) {
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
    // Ids are those of the graph, but for a node called as the record of the design itself and for boundaries called as
    // a node.
    let named = model.records().filter(|record| match record.kind() {
        Kind::Domain => true,
        Kind::Design => false,
        _ => record.name() == Model::DESIGN,
    });
    let renamed = named.filter(|record| record.id().as_str() != record.name());
    let names: BTreeMap<&str, &str> = renamed.map(|record| (record.id().as_str(), record.name())).collect();
    if !names.is_empty() {
        ["findings", "metrics"].iter().for_each(|part| rename(&mut json[*part], &names));
        in_order(&mut json["metrics"]["domain"]);
    }
}

/// Puts names in place of ids, where they are values or keys. As deep as the JSON of a check, which is shallow.
fn rename(json: &mut Value, names: &BTreeMap<&str, &str>) {
    match json {
        Value::String(text) => {
            if let Some(name) = names.get(text.as_str()) {
                (*name).clone_into(text);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| rename(item, names)),
        Value::Object(object) => {
            let called = |(key, mut value): (String, Value)| {
                rename(&mut value, names);
                (names.get(key.as_str()).map_or(key, |name| (*name).to_owned()), value)
            };
            let named: BTreeMap<String, Value> = std::mem::take(object).into_iter().map(called).collect();
            *object = named.into_iter().collect();
        }
        _ => {}
    }
}

/// Sorts lists anew whose items have other names now: by name, lists of lists by size before.
fn in_order(json: &mut Value) {
    match json {
        Value::Array(items) => {
            items.iter_mut().for_each(in_order);
            let size = |item: &Value| item.as_array().map_or(0, Vec::len);
            let names = |item: &Value| -> Vec<String> {
                let one = item.as_str().map(str::to_owned).into_iter();
                one.chain(item.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned)).collect()
            };
            items.sort_by_cached_key(|item| (std::cmp::Reverse(size(item)), names(item)));
        }
        Value::Object(object) => object.values_mut().for_each(in_order),
        _ => {}
    }
}
