//! The designs that come with Cleave: each reads, is in canonical form, can be generated, and has just the findings
//! that are written beside it.

use cleave_generators::{PlanRequest, Snapshot, plan};
use std::fs;
use std::path::{Path, PathBuf};

fn samples() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../samples");
    let mut found: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .map(|path| path.join(format!("{}.cleave.kdl", path.file_name().unwrap().to_str().unwrap())))
        .collect();
    found.sort();
    assert!(!found.is_empty());
    found
}

#[test]
fn each_reads_and_stands_in_canonical_form() {
    for path in samples() {
        let text = fs::read_to_string(&path).unwrap();
        let model = cleave_text::parse(&text).unwrap_or_else(|problems| panic!("{}: {problems:?}", path.display()));
        cleave_model::invariants::sweep(&model).unwrap();
        assert_eq!(cleave_text::format(&text).unwrap(), text, "{}: `cleave fmt` would change it", path.display());
        assert_eq!(cleave_text::parse(&cleave_text::print(&model)).unwrap(), model);
    }
}

#[test]
fn each_has_just_the_findings_that_are_written_beside_it() {
    for path in samples() {
        let model = cleave_text::parse(&fs::read_to_string(&path).unwrap()).unwrap();
        let mut analysis = cleave_analysis::analyse(&model);
        // As `cleave check` says them: what is waived comes last.
        analysis.findings.sort_by_key(|finding| finding.waived);
        let found: String = analysis
            .findings
            .iter()
            .map(|finding| {
                let standing = if finding.waived { "waived".into() } else { finding.severity.to_string() };
                format!("{standing} {}: {}\n", finding.rule, finding.message)
            })
            .collect();
        let beside = path.with_file_name("findings.txt");
        assert_eq!(found, fs::read_to_string(&beside).unwrap(), "{}", beside.display());
    }
}

#[test]
fn each_can_be_generated_and_its_code_is_for_services_it_has() {
    for path in samples() {
        let text = fs::read_to_string(&path).unwrap();
        let model = cleave_text::parse(&text).unwrap();
        let request = PlanRequest { model: &model, design_text: &text, topologies: None, version: "0.0.0" };
        let delivery = plan(&request, &Snapshot::new()).unwrap_or_else(|gaps| panic!("{}: {gaps:?}", path.display()));
        assert!(delivery.files.len() > 50);
        // Some are designs only.
        let Ok(code) = fs::read_dir(path.with_file_name("services")) else { continue };
        for entry in code {
            let name = entry.unwrap().file_name().into_string().unwrap();
            assert!(model.services().any(|service| service.head.name == name), "there is no service {name}");
        }
    }
}
