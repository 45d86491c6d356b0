//! SARIF 2.1.0, which code scanning reads: each finding a result, each rule with its page.

use crate::Meta;
use crate::words::{proof, visible};
use cleave_analysis::{Analysis, Finding, RulePage, rule_pages};
use cleave_model::{Id, Model, Severity};
use serde_json::{Value, json};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The findings as one SARIF log. `file` is the design's, relative to the repository, with `/` between folders.
pub fn sarif(model: &Model, analysis: &Analysis, meta: &Meta, file: &str) -> String {
    let rules: Vec<Value> = rule_pages().iter().map(rule).collect();
    let results: Vec<Value> = analysis.findings.iter().map(|finding| result(model, finding, file)).collect();
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "Cleave", "semanticVersion": meta.version, "rules": rules } },
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
    let places: Vec<Value> = finding.subjects.iter().map(|subject| place(model, subject)).collect();
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
