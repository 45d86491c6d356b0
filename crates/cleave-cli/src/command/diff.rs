//! `cleave diff BEFORE NOW`: what a change of the design did to its findings and numbers.

use super::{Format, Source, say};
use crate::trouble::Trouble;
use cleave_analysis::{Cause, Difference, Finding};
use cleave_model::{Id, Model, Policy};
use cleave_report::Changes;
use cleave_session::{comparing, outcome};
use std::collections::BTreeMap;
use std::path::Path;

pub fn run(before: &str, now: &Path, format: Format, source: Source) -> Result<u8, Trouble> {
    let new = super::read(now, source)?.model;
    let before = match source.from {
        Some(_) => comparing::of_model(before, super::read(Path::new(before), source)?.model)?,
        None => comparing::of_file(now, before)?,
    };
    let is = outcome::judge(&new)?.analysis;
    let nothing = Policy::default();
    let policy = new.design(&Id::new(Model::DESIGN)).map_or(&nothing, |design| &design.policy);
    let difference = Difference::between(&before.analysis, &is, policy);
    let causes = before.causes(&difference)?;
    let changes = Changes::between(&before.model, &new);
    match format {
        Format::Text => say(&text(&difference, &causes, &changes)),
        Format::Json => {
            let mut json = serde_json::to_value(&difference).unwrap_or_default();
            if let Some(object) = json.as_object_mut().filter(|_| !causes.is_empty()) {
                object.insert("causes".into(), serde_json::to_value(&causes).unwrap_or_default());
            }
            if let Some(object) = json.as_object_mut() {
                object.insert("changes".into(), serde_json::to_value(&changes).unwrap_or_default());
            }
            say(&format!("{json:#}\n"));
        }
    }
    Ok(u8::from(!difference.passed()))
}

fn text(difference: &Difference, causes: &BTreeMap<String, Cause>, changes: &Changes) -> String {
    let Difference { new, worsened, fixed, unchanged, waived, gates } = difference;
    let line = |word: &str, finding: &Finding| {
        let edit = causes.get(&finding.fingerprint);
        let edit = edit.map_or_else(String::new, |edit| {
            let day = edit.at.get(..10).unwrap_or_default();
            format!("\n    {}, {}, {day}", cleave_report::visible(&edit.label), cleave_report::visible(&edit.who))
        });
        format!("{word} {} {}: {}{edit}", finding.severity, finding.rule, cleave_report::visible(&finding.message))
    };
    let mut lines: Vec<String> = Vec::new();
    for changed in &changes.elements {
        lines.push(format!("{} {}", changed.what.word().to_lowercase(), changed.text));
    }
    for members in &changes.tangles {
        lines.push(format!("tangled {}", members.join(", ")));
    }
    lines.extend(new.iter().map(|finding| line("new", finding)));
    lines.extend(worsened.iter().map(|worse| {
        let counts = format!(" ({} connections, before {})", worse.now.evidence.len(), worse.evidence_before);
        line("worse", &worse.now) + &counts
    }));
    lines.extend(fixed.iter().map(|finding| line("fixed", finding)));
    for gate in gates.iter().filter(|gate| gate.before != gate.now) {
        let number = |value: Option<f64>| value.map_or("–".to_owned(), |value| format!("{value:.3}"));
        let verdict = if gate.passed { "within" } else { "beyond" };
        lines.push(format!(
            "{} {} → {}, {verdict} its limit of +{}",
            gate.name,
            number(gate.before),
            number(gate.now),
            gate.limit
        ));
    }
    let counts = [
        (new.len(), "new"),
        (worsened.len(), "worse"),
        (fixed.len(), "fixed"),
        (*unchanged as usize, "unchanged"),
        (*waived as usize, "waived"),
    ];
    let counts: Vec<String> = counts.iter().map(|(count, word)| format!("{count} {word}")).collect();
    let verdict = if difference.passed() { "Passed" } else { "Failed" };
    lines.push(format!("{verdict}: {}", counts.join(", ")));
    lines.join("\n") + "\n"
}
