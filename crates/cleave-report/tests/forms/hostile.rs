//! Hostile names stay text in every form, also the ids of a neutral graph, which may be made of any characters.

use cleave_analysis::analyse;
use cleave_model::Model;
use cleave_report::{Report, csv, html, junit, markdown, sarif};
use serde_json::{Value, json};

/// What ends a tag, a quotation, a line, a cell or a block somewhere, and what turns the direction of text.
const NAMES: [&str; 9] = [
    "</title></svg></script><script>alert(1)</script>",
    "\"'`&<!--]]>{{7*7}}",
    "a\nb\r\n# c\n| d |\n```\n",
    "\u{202e}\u{62e}\u{62f}\u{2066}\u{0}\u{1b}[31m\u{ffff}",
    "=cmd(),\"x\";\u{2028}",
    "[x](javascript:alert(1))",
    "javascript:alert(1)",
    "--> n0[\"x\"]; click n0 \"javascript:x\"",
    "\tx",
];

/// Each name at a service that calls the next and writes a store of nobody, at an event, a team and a domain.
fn design() -> Model {
    let mut nodes: Vec<Value> = vec![json!({"id": "<b>loose</b>", "kind": "store"})];
    let mut edges: Vec<Value> = Vec::new();
    for (at, name) in NAMES.iter().enumerate() {
        let next = NAMES[(at + 1) % NAMES.len()];
        nodes.push(
            json!({"id": name, "kind": "service", "team": name, "boundary": next, "tags": [name], "layer": name}),
        );
        nodes.push(json!({"id": format!("event {name}"), "kind": "event"}));
        edges.push(json!({"from": name, "to": next, "kind": "sync"}));
        edges.push(json!({"from": name, "to": "<b>loose</b>", "kind": "write"}));
        edges.push(json!({"from": name, "to": format!("event {name}"), "kind": "publish"}));
    }
    let config = json!({"layers": NAMES, "forbidden": [{"from": "nobody <i>", "to": "service"}]});
    let graph = json!({"id": NAMES[2], "nodes": nodes, "edges": edges, "config": config});
    cleave_text::parse_graph_json(&graph.to_string()).unwrap_or_else(|problem| panic!("{problem}"))
}

fn told(form: fn(&Report<'_>) -> String) -> (usize, String) {
    let (model, before) = (design(), Model::new(NAMES[0]));
    let (analysis, was) = (analyse(&model), analyse(&before));
    let mut report = Report::new(&model, &analysis, NAMES[1]);
    report.compared(NAMES[2], Some(NAMES[3].into()), before, was);
    (analysis.findings.len(), form(&report))
}

/// Nothing that steers a terminal, turns text round, or is no character at all.
fn is_plain(text: &str) -> bool {
    !text.chars().any(|c| c.is_control() && c != '\n' && c != '\r' || "\u{202e}\u{2066}\u{2028}\u{ffff}".contains(c))
}

#[test]
fn html_has_no_tags_but_its_own() {
    let (found, page) = told(html);
    assert!(found > NAMES.len());
    for part in ["<script", "<b>loose", "nobody <i>", "<!--", "href=\"javascript"] {
        assert!(!page.contains(part), "{part}");
    }
    assert!(is_plain(&page) && page.contains("&#60;script&#62;alert(1)"));
}

#[test]
fn markdown_has_no_headings_tables_or_drawings_but_its_own() {
    let (_, text) = told(markdown);
    let (mut inside, mut blocks) = (false, 0);
    for line in text.lines() {
        if line.starts_with("```") {
            inside = !inside;
            blocks += usize::from(inside);
            assert!(["```", "```mermaid"].contains(&line), "{line}");
        } else if inside {
            let own = ["flowchart LR", "classDef "].iter().any(|word| line.trim_start().starts_with(word));
            assert!(own || line.starts_with("  n"), "{line}");
            assert!(!line.contains("click n0 \"") && !line.contains('<'), "{line}");
        } else {
            let words = ["# Coupling of ", "## error: ", "## warning: ", "## info: "];
            assert!(!line.starts_with('#') || words.iter().any(|word| line.starts_with(word)), "{line}");
            assert!(!line.replace("<sub>", "").replace("</sub>", "").contains('<'), "{line}");
            assert!(!line.contains("](") || line.contains("\\]("), "{line}");
        }
    }
    assert!(!inside && blocks > 0 && is_plain(&text));
}

#[test]
fn junit_is_lines_of_its_own_tags() {
    let (_, text) = told(junit);
    assert!(is_plain(&text));
    let tags: std::collections::BTreeSet<&str> = text
        .split('<')
        .skip(1)
        .filter_map(|tag| tag.split(['>', ' ', '/', '?']).find(|word| !word.is_empty()))
        .collect();
    let own = ["failure", "skipped", "system-out", "testcase", "testsuite", "testsuites", "xml"];
    assert!(tags.iter().all(|tag| own.contains(tag)), "{tags:?}");
    assert_eq!(text.matches("<testcase").count() - text.matches("/>").count(), text.matches("</testcase>").count());
}

#[test]
fn csv_has_a_line_for_each_finding_and_no_formula() {
    let (found, text) = told(csv);
    assert!(is_plain(&text));
    let lines: Vec<&str> = text.trim_end().split("\r\n").collect();
    assert_eq!(lines.len(), found + 1);
    for line in lines {
        let cells: Vec<&str> = line[1..line.len() - 1].split("\",\"").collect();
        assert!(cells.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@', '\t'])), "{line}");
    }
}

#[test]
fn sarif_has_a_result_for_each_finding_with_the_names_as_text() {
    let (found, text) = told(|report| sarif(report, "a b/<c>.json"));
    let log: Value = serde_json::from_str(&text).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), found);
    let spoken = |result: &Value| result["message"]["text"].as_str().unwrap().to_owned();
    assert!(results.iter().all(|result| is_plain(&spoken(result))));
    assert!(results.iter().any(|result| spoken(result).contains("<script>alert(1)</script>")));
    assert_eq!(results[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "a%20b/%3Cc%3E.json");
}
