//! Markdown with Mermaid for a pull request: the verdict, the counts by rule, and a drawing of the worst findings.

use crate::changes::{ChangeMap, Mark};
use crate::report::Standing;
use crate::words::{counted, proof, spoken};
use crate::{Changes, Report, Since};
use cleave_analysis::{Analysis, Finding};
use cleave_model::{Id, Model, Severity};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Findings that are told with a drawing; the page has all of them.
const TOLD: usize = 5;
/// Most elements in one drawing.
const DRAWN: usize = 40;
/// Most changes since a baseline that are listed.
const CHANGES: usize = 30;

/// The findings as GitHub and GitLab show them. With a baseline, what is new comes first.
pub fn markdown(report: &Report<'_>) -> String {
    let (model, analysis) = (report.model, report.analysis);
    let mut text = format!("# Coupling of {}\n\n{}\n", escaped(report.title()), verdict(report));
    if let Some(since) = &report.since {
        changes(&mut text, since);
        redrawn(&mut text, &since.model, report.model);
    }
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
    let mut leading: Vec<&Finding> = report.leading().collect();
    leading.sort_by_key(|finding| matches!(report.standing(finding), Standing::Same));
    for finding in leading.iter().take(TOLD) {
        told(&mut text, model, finding);
    }
    if leading.len() > TOLD {
        let _ = writeln!(text, "\n… and {} more in the full report.", leading.len() - TOLD);
    }
    text
}

fn verdict(report: &Report<'_>) -> String {
    let analysis = report.analysis;
    if analysis.metrics.system.services == 0 {
        return "Nothing to judge yet: the design has no services.".into();
    }
    let of = |severity| {
        let open = report.open().filter(|finding| finding.severity == severity);
        u32::try_from(open.count()).unwrap_or(u32::MAX)
    };
    let errors = of(Severity::Error);
    let passed = report.since.as_ref().map_or(errors == 0, |since| since.difference.passed());
    let verdict = if passed { "**Passed**" } else { "**Failed**" };
    format!(
        "{verdict}: {}, {}, {} info, {} waived in {}.",
        counted(errors, "error", "errors"),
        counted(of(Severity::Warning), "warning", "warnings"),
        of(Severity::Info),
        analysis.findings.iter().filter(|finding| finding.waived).count(),
        counted(analysis.metrics.system.services, "service", "services")
    )
}

/// What came, went and grew since the baseline, with the edits that did it, and the numbers that are watched.
fn changes(text: &mut String, since: &Since) {
    let difference = &since.difference;
    let day = since.day.as_ref().map_or_else(String::new, |day| format!(" of {}", escaped(day)));
    // Writing to a string cannot fail.
    let _ = writeln!(
        text,
        "\nSince {}{day}: {} new, {} worse, {} fixed, {} unchanged.",
        escaped(&since.name),
        difference.new.len(),
        difference.worsened.len(),
        difference.fixed.len(),
        difference.unchanged
    );
    let line = |word: &str, finding: &Finding| {
        let edit = since.causes.get(&finding.fingerprint);
        let edit = edit.map_or_else(String::new, |edit| format!(" ({})", escaped(&crate::page::cause(edit))));
        format!("- **{word}** {} {}: {}{edit}\n", finding.severity, finding.rule, escaped(&finding.message))
    };
    let mut lines: Vec<String> = difference.new.iter().map(|finding| line("new", finding)).collect();
    lines.extend(difference.worsened.iter().map(|worse| line("worse", &worse.now)));
    lines.extend(difference.fixed.iter().map(|finding| line("fixed", finding)));
    if !lines.is_empty() {
        text.push('\n');
    }
    lines.iter().take(CHANGES).for_each(|line| text.push_str(line));
    if lines.len() > CHANGES {
        let _ = writeln!(text, "- … and {} more", lines.len() - CHANGES);
    }
    for gate in difference.gates.iter().filter(|gate| !gate.passed) {
        let number = |value: Option<f64>| value.map_or("–".to_owned(), |value| format!("{value:.3}"));
        let _ = writeln!(
            text,
            "- **{}** {} → {}, beyond its limit of +{}",
            escaped(&gate.name),
            number(gate.before),
            number(gate.now),
            gate.limit
        );
    }
}

/// What changed in the drawing itself.
fn redrawn(text: &mut String, before: &Model, now: &Model) {
    let changes = &Changes::between(before, now);
    if changes.is_empty() {
        return;
    }
    for members in &changes.tangles {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "\nA circle of dependencies appeared: {}.", escaped(&members.join(", ")));
    }
    let _ = writeln!(text, "\nThe design: {}.\n", changes.counts());
    for changed in changes.elements.iter().take(CHANGES) {
        let _ = writeln!(text, "- **{}** {}", changed.what.word().to_lowercase(), escaped(&changed.text));
    }
    if changes.elements.len() > CHANGES {
        let _ = writeln!(text, "- … and {} more", changes.elements.len() - CHANGES);
    }
    if let Some(map) = ChangeMap::of(before, now, changes, DRAWN) {
        mapped(text, before, now, &map);
    }
}

/// What changed, with those beside it; what changed says so by a sign, too.
fn mapped(text: &mut String, before: &Model, now: &Model, map: &ChangeMap) {
    text.push_str("\n```mermaid\nflowchart LR\n");
    for (number, place) in map.places.iter().enumerate() {
        let name = mermaid(&spoken(ChangeMap::model(before, now, &place.id), &place.id));
        let (sign, gap) = (place.mark.sign(), if place.mark == Mark::Same { "" } else { " " });
        let _ = write!(text, "  n{number}[\"{sign}{gap}{name}\"]");
        text.push_str(&if place.mark == Mark::Same { "\n".to_owned() } else { format!(":::{}\n", place.mark.word()) });
    }
    for way in &map.ways {
        let line = match (way.mark, way.kind) {
            (Mark::Added, _) => "==>",
            (Mark::Removed, _) | (_, "event") => "-.->",
            _ => "-->",
        };
        let (sign, gap) = (way.mark.sign(), if way.mark == Mark::Same { "" } else { " " });
        let _ = writeln!(text, "  n{} {line}|\"{sign}{gap}{}\"| n{}", way.from, way.kind, way.to);
    }
    text.push_str("  classDef added stroke:#1b6e40,stroke-width:3px\n");
    text.push_str("  classDef removed stroke:#b3261e,stroke-dasharray:4 3\n");
    text.push_str("  classDef changed stroke:#855400,stroke-width:2px\n```\n");
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
        let line = if matches!(&*evidence.kind, "publish" | "subscribe") { "-.->" } else { "-->" };
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
    use crate::Report;
    use cleave_analysis::analyse;

    fn told(design: &str) -> String {
        let model = cleave_text::parse(&format!("cleave 1\ndesign shop\n{design}")).unwrap();
        markdown(&Report::new(&model, &analyse(&model), "0.0.0"))
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
    fn what_is_new_comes_first() {
        let [before, now] = ["", "service c { event Three; calls d }\nservice d { event Four; calls c }"].map(|more| {
            let both = "service a { event One; calls b }\nservice b { event Two; calls a }";
            cleave_text::parse(&format!("cleave 1\ndesign shop\n{both}\n{more}")).unwrap()
        });
        let (was, is) = (analyse(&before), analyse(&now));
        let mut report = Report::new(&now, &is, "");
        report.compared("main", Some("2026-11-14".into()), before, was);
        let text = markdown(&report);
        assert!(text.contains("\nSince main of 2026-11-14: 1 new, 0 worse, 0 fixed, 1 unchanged.\n"), "{text}");
        assert!(text.contains("- **new** error cycle-sync: c and d call each other\n"));
        assert!(text.contains("\nA circle of dependencies appeared: c, d.\n"), "{text}");
        assert!(text.contains("\nThe design: 4 added.\n\n- **added** service c, with 1 event\n"));
        assert!(text.contains("- **added** c calls d\n"));
        let map = "```mermaid\nflowchart LR\n  n0[\"+ c\"]:::added\n  n1[\"+ d\"]:::added\n  n0 ==>|\"+ call\"| n1\n";
        assert!(text.contains(map), "{text}");
        assert!(text.find("## error: c and d").unwrap() < text.find("## error: a and b").unwrap());
    }

    #[test]
    fn hostile_names_stay_text() {
        assert_eq!(escaped("<script>*a*|`b`"), "&lt;script\\>\\*a\\*\\|\\`b\\`");
        assert_eq!(mermaid("a\"]; click n0 <b>"), "a#34;#93;#59; click n0 #60;b#62;");
    }
}
