//! CSV for spreadsheets: one line for each finding, or one for each service.

use crate::words::{proof, spoken, visible};
use cleave_analysis::Analysis;
use cleave_model::Model;

/// The findings, in their order, in the form of RFC 4180.
pub fn csv(model: &Model, analysis: &Analysis) -> String {
    let mut text = line(
        ["severity", "rule", "subjects", "finding", "consequence", "fix", "evidence", "waived", "fingerprint"]
            .map(str::to_owned),
    );
    for finding in &analysis.findings {
        let subjects: Vec<String> = finding.subjects.iter().map(|id| spoken(model, id)).collect();
        let evidence: Vec<String> = finding.evidence.iter().map(|evidence| proof(model, evidence)).collect();
        text.push_str(&line([
            finding.severity.to_string(),
            finding.rule.clone(),
            subjects.join("; "),
            finding.message.clone(),
            finding.consequence.clone(),
            finding.fix.clone(),
            evidence.join("; "),
            if finding.waived { "yes" } else { "no" }.to_owned(),
            finding.fingerprint.clone(),
        ]));
    }
    text
}

fn line<const N: usize>(cells: [String; N]) -> String {
    cells.map(|cell| quoted(&cell)).join(",") + "\r\n"
}

/// A cell that no spreadsheet takes for a formula and no separator breaks.
fn quoted(cell: &str) -> String {
    let cell = visible(cell);
    let guard = if cell.starts_with(['=', '+', '-', '@']) { "'" } else { "" };
    format!("\"{guard}{}\"", cell.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::{csv, quoted};

    #[test]
    fn hostile_cells_stay_text() {
        assert_eq!(quoted("=cmd()"), "\"'=cmd()\"");
        assert_eq!(quoted("a \"b\", c"), "\"a \"\"b\"\", c\"");
        assert_eq!(quoted("a\nb"), "\"a\\u{a}b\"");
    }

    #[test]
    fn a_line_for_each_finding() {
        let model = cleave_text::parse(
            "cleave 1\ndesign shop\nservice a { event One; calls b }\nservice b { event Two; calls a }",
        )
        .unwrap();
        let text = csv(&model, &cleave_analysis::analyse(&model));
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines[1].starts_with("\"error\",\"cycle-sync\",\"a; b\",\"a and b call each other\""), "{}", lines[1]);
        assert_eq!(lines.len(), 2);
    }
}
