//! JUnit XML, which every build server reads: each rule a suite, each finding a test that failed.

use crate::Report;
use crate::report::Standing;
use crate::words::{proof, visible};
use cleave_analysis::Finding;
use cleave_model::{Model, Severity};
use std::fmt::Write;

/// The findings as test results: errors are failures, what is waived is skipped, the rest passes with its words as
/// output. A rule that found nothing is one test that passed. With a baseline only what is new or worse fails.
pub fn junit(report: &Report<'_>) -> String {
    let (model, analysis) = (report.model, report.analysis);
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"cleave\">\n");
    for rule in &analysis.coverage.rules {
        let found: Vec<&Finding> = analysis.findings.iter().filter(|finding| finding.rule == *rule).collect();
        let failed = found.iter().filter(|finding| fails(report, finding)).count();
        let skipped = found.iter().filter(|finding| finding.waived).count();
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{failed}\" errors=\"0\" skipped=\"{skipped}\">",
            xml(rule),
            found.len().max(1)
        );
        if found.is_empty() {
            let _ = writeln!(text, "    <testcase classname=\"{0}\" name=\"{0}\"/>", xml(rule));
        }
        found.iter().for_each(|finding| case(&mut text, model, finding, fails(report, finding)));
        text.push_str("  </testsuite>\n");
    }
    text.push_str("</testsuites>\n");
    text
}

fn fails(report: &Report<'_>, finding: &Finding) -> bool {
    finding.severity == Severity::Error && !finding.waived && report.standing(finding) != Standing::Same
}

fn case(text: &mut String, model: &Model, finding: &Finding, fails: bool) {
    let name = format!("{} [{}]", finding.message, finding.fingerprint);
    let mut lines = vec![finding.consequence.clone(), format!("Fix: {}", finding.fix)];
    lines.extend(finding.evidence.iter().map(|evidence| proof(model, evidence)));
    let body = xml(&lines.join("\n"));
    let said = if finding.waived {
        "<skipped message=\"waived\"/>".to_owned()
    } else if fails {
        format!("<failure type=\"{}\" message=\"{}\">{body}</failure>", finding.severity, xml(&finding.message))
    } else {
        format!("<system-out>{}: {body}</system-out>", finding.severity)
    };
    // Writing to a string cannot fail.
    let _ =
        writeln!(text, "    <testcase classname=\"{}\" name=\"{}\">{said}</testcase>", xml(&finding.rule), xml(&name));
}

/// Text for XML 1.0, which has no way to write most control characters: they are spelled out first.
fn xml(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(visible).collect();
    lines.join("\n").replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::junit;
    use crate::Report;
    use cleave_analysis::analyse;

    #[test]
    fn errors_fail_and_silent_rules_pass() {
        let design = "service a { calls b }\nservice b { calls a }\nservice \"<c>&\\\"\" { event Done }";
        let model = cleave_text::parse(&format!("cleave 1\ndesign shop\n{design}")).unwrap();
        let text = junit(&Report::new(&model, &analyse(&model), ""));
        assert!(text.contains("<testsuite name=\"cycle-sync\" tests=\"1\" failures=\"1\" errors=\"0\" skipped=\"0\">"));
        assert!(text.contains("<failure type=\"error\" message=\"a and b call each other\">"));
        assert!(text.contains("<testcase classname=\"shared-store\" name=\"shared-store\"/>"));
        assert!(text.contains("a calls b\nb calls a</failure>"));
        assert_eq!(
            text.matches("<testsuite ").count(),
            cleave_analysis::rule_pages().len() - analyse(&model).coverage.off.len()
        );
    }

    #[test]
    fn what_was_there_before_does_not_fail() {
        let [before, now] = ["", "service c { calls d }\nservice d { calls c }"].map(|more| {
            let both = "service a { calls b }\nservice b { calls a }";
            cleave_text::parse(&format!("cleave 1\ndesign shop\n{both}\n{more}")).unwrap()
        });
        let (was, is) = (analyse(&before), analyse(&now));
        let mut report = Report::new(&now, &is, "");
        report.compared("before", None, before, was);
        let text = junit(&report);
        assert!(text.contains("name=\"cycle-sync\" tests=\"2\" failures=\"1\""), "{text}");
        assert!(text.contains("message=\"c and d call each other\""));
    }
}
