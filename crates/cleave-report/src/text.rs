//! The lines of a terminal: one block for each finding, and how many there are.

use crate::remedy::{Remedy, best};
use crate::words::{counted, proof, visible, way};
use cleave_analysis::{Analysis, Finding};
use cleave_model::{Model, Severity};

/// Most connections that are shown for one finding.
const SHOWN: usize = 12;

/// Most findings whose ways out are tried.
const TRIED: usize = 10;

/// What `cleave check` prints. No colours and no cursor movements: it may go to a file.
///
/// Of the worst findings the best way out is tried and told with what it changes; `today` is the day of the judgement.
pub fn text(analysis: &Analysis, model: &Model, today: Option<&str>) -> String {
    let (open, waived): (Vec<&Finding>, Vec<&Finding>) = analysis.findings.iter().partition(|finding| !finding.waived);
    let mut lines: Vec<String> = Vec::new();
    // The findings are in the order of their weight, and who follows another ends with it.
    let leading = open.iter().filter(|finding| finding.group.is_none() && finding.severity != Severity::Info);
    let tried: Vec<&str> = leading.take(TRIED).map(|finding| finding.fingerprint.as_str()).collect();
    for finding in &open {
        let remedy = tried.contains(&finding.fingerprint.as_str());
        let remedy = remedy.then(|| best(model, analysis, finding, today)).flatten();
        block(&mut lines, finding, model, remedy);
    }
    for finding in &waived {
        lines.push(format!("waived {}: {}", finding.rule, visible(&finding.message)));
    }
    if !waived.is_empty() {
        lines.push(String::new());
    }
    lines.push(closing(analysis));
    lines.push(String::new());
    lines.join("\n")
}

fn block(lines: &mut Vec<String>, finding: &Finding, model: &Model, remedy: Option<Remedy>) {
    lines.push(format!("{} {}: {}", finding.severity, finding.rule, visible(&finding.message)));
    let path = way(model, finding);
    if !path.is_empty() {
        lines.push(format!("    {path}"));
    }
    for evidence in finding.evidence.iter().take(SHOWN) {
        lines.push(format!("    {}", proof(model, evidence)));
    }
    if finding.evidence.len() > SHOWN {
        lines.push(format!("    and {} more", finding.evidence.len() - SHOWN));
    }
    lines.push(format!("    {}", visible(&finding.consequence)));
    match remedy {
        Some(Remedy { title, effect }) => lines.push(format!("    Fix: {title} {effect}")),
        None => lines.push(format!("    Fix: {}", visible(&finding.fix))),
    }
    lines.push(String::new());
}

/// The last line: what was found in how much.
fn closing(analysis: &Analysis) -> String {
    let system = &analysis.metrics.system;
    if system.services == 0 {
        return "Nothing to judge yet: the design has no services".into();
    }
    let of = |severity| {
        let open = analysis.findings.iter().filter(|finding| finding.severity == severity && !finding.waived);
        u32::try_from(open.count()).unwrap_or(u32::MAX)
    };
    let waived = analysis.findings.iter().filter(|finding| finding.waived).count();
    let found = [
        counted(of(Severity::Error), "error", "errors"),
        counted(of(Severity::Warning), "warning", "warnings"),
        format!("{} info", of(Severity::Info)),
        format!("{waived} waived"),
    ];
    let judged = [
        counted(system.services, "service", "services"),
        counted(system.connections, "connection", "connections"),
        counted(u32::try_from(analysis.coverage.rules.len()).unwrap_or(u32::MAX), "rule", "rules"),
    ];
    format!("{} in {}", found.join(", "), judged.join(", "))
}

#[cfg(test)]
mod tests {
    use super::text;
    use cleave_analysis::{analyse, rule_pages};

    fn printed(drawing: &str) -> String {
        let model = cleave_text::parse(&format!("cleave 1\ndesign shop\n{drawing}")).unwrap();
        text(&analyse(&model), &model, None)
    }

    #[test]
    fn a_cycle_is_told_with_its_way_and_its_calls() {
        let drawing = "
service orders role=gateway {
    api orders auth=bearer {
        command place_order { calls inventory.reserve }
        query get_order
    }
}
service inventory {
    api stock {
        command reserve {
            calls orders.get_order
            writes stock
        }
    }
    store stock
}
service gateway role=gateway { calls orders.place_order }";
        let rules = rule_pages().len();
        let text = printed(drawing);
        assert_eq!(
            text.rsplit_once(", ").map(|(told, _)| told),
            Some(
                "\
error cycle-sync: orders and inventory call each other
    orders → inventory → orders
    inventory.reserve calls orders.get_order
    orders.place_order calls inventory.reserve
    Neither can start, deploy or answer without the other. If inventory slows down, orders waits, and its own callers \
             with it.
    Fix: Turn the call from orders to inventory into an event. Call cycles 1 → 0, Sync depth 2 hops → 1 hops, ends 1 \
             finding, brings 1 other

1 error, 0 warnings, 0 info, 0 waived in 3 services, 4 connections"
            )
        );
        assert!(text.ends_with(" rules\n") && rules > 6, "{text}");
    }

    #[test]
    fn nothing_drawn_is_not_called_fine() {
        assert_eq!(printed(""), "Nothing to judge yet: the design has no services\n");
    }
}
