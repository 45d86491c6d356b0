//! `cleave check DESIGN`: what the rules say, for people or for programs.

use super::{Format, From, Source, say, say_json};
use crate::trouble::Trouble;
use cleave_analysis::{Analysis, Check, Finding};
use cleave_model::{Kind, Model, Severity};
use cleave_session::{clock, outcome};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

pub fn run(design: &Path, format: Format, source: Source) -> Result<u8, Trouble> {
    let file = super::read(design, source)?;
    let (model, today) = (&file.model, clock::today());
    let bad = |analysis: &Analysis| {
        let counts = |finding: &Finding| finding.severity == Severity::Error && !finding.waived;
        u8::from(analysis.findings.iter().any(counts))
    };
    if matches!(format, Format::Text) {
        let judged = outcome::judge_on(model, &today)?;
        let text = || cleave_report::text(&judged.analysis, model, Some(&today));
        let text = outcome::guarded("Writing the findings", text)?;
        say(text.trim_end());
        say("\n");
        return Ok(bad(&judged.analysis));
    }
    // The day ends waivers and nothing else, and the object knows no day.
    let judged = model.waivers().next().map(|_| outcome::judge_on(model, &today)).transpose()?;
    let neutral = source.from == Some(From::GraphJson);
    outcome::guarded("Writing the findings", || {
        let mut check = Check::of(model, None);
        let names = if neutral { names(model) } else { BTreeMap::new() };
        if neutral {
            check = check.in_words(cleave_text::edge_word);
        }
        if names.is_empty() {
            say_json(&check);
        } else {
            say_json(&named(&check, &names));
        }
        bad(judged.as_ref().map_or(&check.analysis, |judged| &judged.analysis))
    })
    .map_err(Trouble::from)
}

/// What a neutral graph calls something else than by its id: ids are those of the graph, but for a node called as the
/// record of the design itself and for boundaries called as a node.
fn names(model: &Model) -> BTreeMap<&str, &str> {
    let named = model.records().filter(|record| match record.kind() {
        Kind::Domain => true,
        Kind::Design => false,
        _ => record.name() == Model::DESIGN,
    });
    let renamed = named.filter(|record| record.id().as_str() != record.name());
    renamed.map(|record| (record.id().as_str(), record.name())).collect()
}

/// The object with these names in place of ids.
fn named(check: &Check<'_>, names: &BTreeMap<&str, &str>) -> Value {
    let mut json = serde_json::to_value(check).unwrap_or_default();
    ["findings", "metrics"].iter().for_each(|part| rename(&mut json[*part], names));
    in_order(&mut json["metrics"]["domain"]);
    json
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
