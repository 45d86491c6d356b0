//! CSV for spreadsheets: one line for each finding, or one for each service.

use crate::Report;
use crate::report::Standing;
use crate::words::{proof, spoken, visible};

/// The findings, in their order, in the form of RFC 4180.
///
/// With a baseline, the last column says how each stands to it, and what is fixed follows.
pub fn csv(report: &Report<'_>) -> String {
    let columns = [
        "severity",
        "rule",
        "subjects",
        "finding",
        "consequence",
        "fix",
        "evidence",
        "waived",
        "fingerprint",
        "baseline",
    ];
    let mut text = line(columns.map(str::to_owned));
    let fixed =
        report.since.iter().flat_map(|since| since.difference.fixed.iter().map(|gone| (&since.model, gone, "fixed")));
    let here = report.analysis.findings.iter().map(|finding| {
        let stands = match report.standing(finding) {
            Standing::Alone => "",
            Standing::New => "new",
            Standing::Worse => "worse",
            Standing::Same => "unchanged",
        };
        (report.model, finding, stands)
    });
    for (model, finding, stands) in here.chain(fixed) {
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
            stands.to_owned(),
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
    use crate::Report;
    use cleave_analysis::analyse;

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
        let text = csv(&Report::new(&model, &analyse(&model), ""));
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines[1].starts_with("\"error\",\"cycle-sync\",\"a; b\",\"a and b call each other\""), "{}", lines[1]);
        assert_eq!(lines.len(), 2);
    }

    #[test]
    fn with_a_baseline_what_is_fixed_follows() {
        let [before, now] = ["event One; calls b", "event One"].map(|a| {
            cleave_text::parse(&format!(
                "cleave 1\ndesign shop\nservice a {{ {a} }}\nservice b {{ event Two; calls a }}"
            ))
            .unwrap()
        });
        let (was, is) = (analyse(&before), analyse(&now));
        let mut report = Report::new(&now, &is, "");
        report.compared("before", None, before, was);
        assert!(csv(&report).trim_end().ends_with(",\"fixed\""));
    }
}
