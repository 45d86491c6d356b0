//! SARIF 2.1.0, which code scanning reads: each finding a result, each rule with its page.

use crate::Report;
use crate::report::Standing;
use crate::words::{proof, visible};
use cleave_analysis::{Finding, RulePage, rule_pages};
use cleave_model::{Id, Model, Severity};
use serde_json::{Value, json};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The findings as one SARIF log. `file` is the design's, relative to the repository, with `/` between folders.
/// With a baseline each result says how it stands to it, and what is fixed is a result that is absent.
pub fn sarif(report: &Report<'_>, file: &str) -> String {
    let rules: Vec<Value> = rule_pages().iter().map(rule).collect();
    let mut results: Vec<Value> = Vec::new();
    for finding in &report.analysis.findings {
        let mut told = result(report.model, finding, file);
        let state = match report.standing(finding) {
            Standing::Alone => None,
            Standing::New => Some("new"),
            Standing::Worse => Some("updated"),
            Standing::Same => Some("unchanged"),
        };
        if let Some(state) = state {
            told["baselineState"] = json!(state);
        }
        results.push(told);
    }
    if let Some(since) = &report.since {
        results.extend(since.difference.fixed.iter().map(|finding| {
            let mut told = result(&since.model, finding, file);
            told["baselineState"] = json!("absent");
            told
        }));
    }
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "Cleave", "semanticVersion": report.version, "rules": rules } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

fn rule(page: &RulePage) -> Value {
    let summary = page.markdown.lines().nth(2).unwrap_or_default();
    json!({
        "id": page.name,
        "shortDescription": { "text": summary },
        "help": { "text": page.markdown, "markdown": page.markdown },
        "defaultConfiguration": { "level": level(page.severity) },
    })
}

fn result(model: &Model, finding: &Finding, file: &str) -> Value {
    let mut places: Vec<Value> = finding.subjects.iter().map(|subject| place(model, subject)).collect();
    // The schema wants each once, and a name may be made to look like another.
    places.dedup();
    let index = rule_pages().iter().position(|page| page.name == finding.rule);
    let related: Vec<Value> =
        finding.evidence.iter().map(|evidence| json!({ "message": { "text": proof(model, evidence) } })).collect();
    let text = format!("{}. {} {}", finding.message, finding.consequence, finding.fix);
    let mut result = json!({
        "ruleId": finding.rule,
        "level": level(finding.severity),
        "message": { "text": visible(&text) },
        "locations": [{
            "physicalLocation": { "artifactLocation": { "uri": uri(file) } },
            "logicalLocations": places,
        }],
        "relatedLocations": related,
        "partialFingerprints": { "cleave/v1": finding.fingerprint },
    });
    if let Some(index) = index {
        result["ruleIndex"] = json!(index);
    }
    if finding.waived {
        let waiver =
            model.waivers().find(|waiver| waiver.rule == finding.rule && waiver.fingerprint == finding.fingerprint);
        let why = waiver.map_or("", |waiver| waiver.reason.as_str());
        result["suppressions"] = json!([{ "kind": "external", "status": "accepted", "justification": why }]);
    }
    result
}

fn place(model: &Model, id: &Id) -> Value {
    let record = model.get(id);
    let name = record.map_or(id.as_str(), |record| record.name());
    json!({
        "name": visible(name),
        "fullyQualifiedName": id.as_str(),
        "kind": record.map_or("policy", |record| record.kind().word()),
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
        Severity::Off => "none",
    }
}

/// A path as a relative URI: what may not stand in one is written as percent signs and bytes.
fn uri(file: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    file.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn a_path_is_a_uri() {
        assert_eq!(uri("designs/my shop#1.cleave.kdl"), "designs/my%20shop%231.cleave.kdl");
        assert_eq!(uri("größe.cleave"), "gr%C3%B6%C3%9Fe.cleave");
    }
}
