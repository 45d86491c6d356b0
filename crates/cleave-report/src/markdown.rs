//! Markdown with Mermaid for a pull request: the verdict, the counts by rule, and a drawing of the worst findings.

use crate::Meta;
use crate::words::{counted, proof, spoken};
use cleave_analysis::{Analysis, Finding};
use cleave_model::{Id, Model, Severity};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Findings that are told with a drawing; the page has all of them.
const TOLD: usize = 5;
/// Most elements in one drawing.
const DRAWN: usize = 40;

/// The findings as GitHub and GitLab show them.
pub fn markdown(model: &Model, analysis: &Analysis, meta: &Meta) -> String {
    let (waived, open): (Vec<&Finding>, Vec<&Finding>) = analysis.findings.iter().partition(|finding| finding.waived);
    let mut text = format!("# Coupling of {}\n\n{}\n", escaped(&meta.title), verdict(analysis, &open, &waived));
    if !analysis.findings.is_empty() {
        text.push_str("\n| rule | errors | warnings | info | waived |\n| --- | ---: | ---: | ---: | ---: |\n");
        for (rule, counts) in by_rule(analysis) {
            let cells: Vec<String> =
                counts.iter().map(|count| if *count == 0 { "–".into() } else { count.to_string() }).collect();
            // Writing to a string cannot fail.
            let _ = writeln!(text, "| {rule} | {} |", cells.join(" | "));
        }
    }
    // A group is told by the finding that leads it.
    let leading: Vec<&Finding> = open.iter().copied().filter(|finding| finding.group.is_none()).collect();
    for finding in leading.iter().take(TOLD) {
        told(&mut text, model, finding);
    }
    if leading.len() > TOLD {
        let _ = writeln!(text, "\n… and {} more in the full report.", leading.len() - TOLD);
    }
    text
}

fn verdict(analysis: &Analysis, open: &[&Finding], waived: &[&Finding]) -> String {
    if analysis.metrics.system.services == 0 {
        return "Nothing to judge yet: the design has no services.".into();
    }
    let of = |severity| {
        u32::try_from(open.iter().filter(|finding| finding.severity == severity).count()).unwrap_or(u32::MAX)
    };
    let errors = of(Severity::Error);
    let verdict = if errors == 0 { "**Passed**" } else { "**Failed**" };
    format!(
        "{verdict}: {}, {}, {} info, {} waived in {}.",
        counted(errors, "error", "errors"),
        counted(of(Severity::Warning), "warning", "warnings"),
        of(Severity::Info),
        waived.len(),
        counted(analysis.metrics.system.services, "service", "services")
    )
}

/// Errors, warnings, info and waived of each rule that found something.
fn by_rule(analysis: &Analysis) -> BTreeMap<&str, [u32; 4]> {
    let mut rules: BTreeMap<&str, [u32; 4]> = BTreeMap::new();
    for finding in &analysis.findings {
        let column = match finding.severity {
            _ if finding.waived => 3,
            Severity::Error => 0,
            Severity::Warning => 1,
            Severity::Info | Severity::Off => 2,
        };
        rules.entry(&finding.rule).or_default()[column] += 1;
    }
    rules
}

fn told(text: &mut String, model: &Model, finding: &Finding) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "\n## {}: {}\n", finding.severity, escaped(&finding.message));
    let _ = writeln!(text, "{} *{}*\n", escaped(&finding.consequence), escaped(&finding.fix));
    drawing(text, model, finding);
    for evidence in finding.evidence.iter().take(DRAWN) {
        let _ = writeln!(text, "- {}", escaped(&proof(model, evidence)));
    }
    let _ = writeln!(text, "\n<sub>{} · `{}`</sub>", finding.rule, finding.fingerprint);
}

/// The elements of the evidence and what runs between them; nothing where that would be too many.
fn drawing(text: &mut String, model: &Model, finding: &Finding) {
    let mut nodes: BTreeMap<&Id, usize> = BTreeMap::new();
    for id in finding.evidence.iter().flat_map(|evidence| [&evidence.from, &evidence.to]) {
        let next = nodes.len();
        nodes.entry(id).or_insert(next);
    }
    if nodes.is_empty() || nodes.len() > DRAWN {
        return;
    }
    text.push_str("```mermaid\nflowchart LR\n");
    for (id, number) in &nodes {
        let _ = writeln!(text, "  n{number}[\"{}\"]", mermaid(&spoken(model, id)));
    }
    for evidence in &finding.evidence {
        let line = if matches!(evidence.kind.as_str(), "publish" | "subscribe") { "-.->" } else { "-->" };
        let _ = writeln!(text, "  n{} {line}|{}| n{}", nodes[&evidence.from], evidence.kind, nodes[&evidence.to]);
    }
    text.push_str("```\n\n");
}

/// Text inside quotes of a Mermaid label: its own signs for what would end or change it.
fn mermaid(text: &str) -> String {
    let sign = |character: char| match character {
        '"' | '<' | '>' | '&' | '#' | '`' | ';' | '\\' | '[' | ']' | '{' | '}' | '(' | ')' | '|' => {
            format!("#{};", character as u32)
        }
        other => other.to_string(),
    };
    text.chars().map(sign).collect()
}

/// Text that no sign of Markdown or HTML changes.
fn escaped(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in crate::words::visible(text).chars() {
        match character {
            '<' => shown.push_str("&lt;"),
            '&' => shown.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' | '!' | '@' | '>' => {
                shown.push('\\');
                shown.push(character);
            }
            other => shown.push(other),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::{escaped, markdown, mermaid};
    use crate::Meta;

    fn told(design: &str) -> String {
        let model = cleave_text::parse(&format!("cleave 1\ndesign shop\n{design}")).unwrap();
        let meta = Meta { title: "shop".into(), version: "0.0.0".into() };
        markdown(&model, &cleave_analysis::analyse(&model), &meta)
    }

    #[test]
    fn a_circle_is_counted_drawn_and_told() {
        let text = told("service a { event One; calls b }\nservice b { event Two; calls a }");
        assert!(
            text.starts_with(
                "# Coupling of shop\n\n**Failed**: 1 error, 0 warnings, 0 info, 0 waived in 2 services.\n"
            )
        );
        assert!(text.contains("| cycle-sync | 1 | – | – | – |"));
        assert!(text.contains("  n0[\"a\"]\n  n1[\"b\"]\n  n0 -->|call| n1\n  n1 -->|call| n0\n"), "{text}");
        assert!(text.contains("- a calls b\n"));
    }

    #[test]
    fn a_sound_design_passes() {
        assert_eq!(
            told("service a { event One; calls b }\nservice b { event Two }"),
            "# Coupling of shop\n\n**Passed**: 0 errors, 0 warnings, 0 info, 0 waived in 2 services.\n"
        );
    }

    #[test]
    fn hostile_names_stay_text() {
        assert_eq!(escaped("<script>*a*|`b`"), "&lt;script\\>\\*a\\*\\|\\`b\\`");
        assert_eq!(mermaid("a\"]; click n0 <b>"), "a#34;#93;#59; click n0 #60;b#62;");
    }
}
