//! The generated sample as one finds it: built by Cargo, started as real processes, called over plain HTTP.
//!
//! The harness is the one that each workspace carries in `tests/e2e`; the business code is that of `samples/`.

mod folder;
mod growth;
mod suite;

use folder::{Tree, copy, tree};
use platform_e2e::{Database, System, Workspace};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

const TOPOLOGIES: [&str; 3] = ["monolith", "grouped", "services"];

fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../samples/ecommerce")
}

fn design() -> PathBuf {
    sample().join("ecommerce.cleave.kdl")
}

/// The command line, as `cargo xtask test` built it.
fn cleave() -> Command {
    let beside = || std::env::current_exe().unwrap().ancestors().nth(2).unwrap().join("cleave");
    let program = std::env::var_os("CLEAVE_BIN").map_or_else(beside, PathBuf::from);
    assert!(program.is_file(), "there is no {}: `cargo xtask test generated` builds it", program.display());
    Command::new(program)
}

fn generate(design: &Path, out: &Path, more: &[&str]) {
    let began = Instant::now();
    let run = cleave().arg("generate").arg(design).arg("--out").arg(out).args(more).output().unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
    assert!(run.status.success(), "cleave generate: {}\n{said}", run.status);
    println!("generated {} in {:?}", design.display(), began.elapsed());
}

/// The sample with its business code: generated, then the files that are the user's put over what was generated.
fn shop(out: &Path) -> Workspace {
    generate(&design(), out, &[]);
    copy(&sample().join("services"), &out.join("services"));
    open(out)
}

/// The workspace; what it builds outlives the test where `cargo xtask test` says so.
fn open(folder: &Path) -> Workspace {
    let workspace = Workspace::at(folder).unwrap();
    match std::env::var_os("CLEAVE_GENERATED_TARGET") {
        Some(target) => workspace.built_in(target),
        None => workspace,
    }
}

/// Runs the suite on each of these topologies; their transcripts are the same, byte for byte.
fn pass_the_suite(workspace: &Workspace, topologies: &[&str]) {
    let data = tempfile::tempdir().unwrap();
    let mut transcripts: Vec<(&str, String)> = Vec::new();
    for name in topologies {
        let began = Instant::now();
        let topology = workspace.build(name).unwrap();
        println!("{name}: built in {:?}", began.elapsed());
        let began = Instant::now();
        let system = System::start(&topology, &data.path().join(name), &Database::Sqlite).unwrap();
        transcripts.push((name, suite::everything(&system)));
        suite::ten_pieces_are_sold_ten_times(&system);
        assert_eq!(system.stop(), Vec::<String>::new());
        println!("{name}: {} lines of transcript in {:?}", transcripts[0].1.lines().count(), began.elapsed());
    }
    if let Some(artefacts) = std::env::var_os("CLEAVE_ARTEFACTS") {
        for (name, transcript) in &transcripts {
            std::fs::write(Path::new(&artefacts).join(format!("transcript-{name}.txt")), transcript).unwrap();
        }
    }
    for (name, transcript) in &transcripts[1..] {
        for (here, there) in transcripts[0].1.lines().zip(transcript.lines()) {
            assert_eq!(here, there, "{} and {name} differ", transcripts[0].0);
        }
        assert_eq!(transcripts[0].1, *transcript, "{name}");
    }
}

#[test]
#[ignore = "needs the built command line: cargo xtask test generated"]
fn what_is_yours_and_what_is_generated_know_no_topology() {
    let home = tempfile::tempdir().unwrap();
    let mut seen = Vec::new();
    for selection in TOPOLOGIES.iter().map(|name| vec!["--topology", *name]).chain([vec![]]) {
        let out = home.path().join(selection.last().unwrap_or(&"all"));
        generate(&design(), &out, &selection);
        seen.push([tree(&out.join("services")).sha256(), tree(&out.join("generated")).sha256()]);
    }
    println!("services/ {}\ngenerated/ {}", seen[0][0], seen[0][1]);
    assert!(seen.iter().all(|other| *other == seen[0]), "{seen:?}");
}

/// One test, because each step stands on what the one before has left in the folder, as it does for a developer.
#[test]
#[ignore = "builds and starts the generated sample: cargo xtask test generated"]
fn a_workspace_lives() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("shop");

    println!("── the sample, with its business code, in every topology");
    let workspace = shop(&out);
    pass_the_suite(&workspace, &TOPOLOGIES);
    suite::killed_subscribers_miss_nothing(&workspace, &home.path().join("killed"));

    println!("── generated again: not a byte is written");
    let before = tree(&out);
    generate(&design(), &out, &[]);
    assert_eq!(tree(&out).differences(&before), Vec::<String>::new());

    println!("── the workspace's own tests");
    assert!(workspace.cargo().args(["test", "--workspace", "--quiet"]).status().unwrap().success());

    println!("── an operation and a service more: the hand-written code stays, byte for byte");
    let yours: Tree = tree(&out.join("services"));
    let grown = home.path().join("grown.cleave.kdl");
    std::fs::write(&grown, growth::grown(&std::fs::read_to_string(design()).unwrap())).unwrap();
    generate(&grown, &out, &[]);
    growth::nothing_of_yours_is_lost(&yours, &tree(&out.join("services")));
    let workspace = open(&out);
    pass_the_suite(&workspace, &["monolith", "services"]);
    growth::the_new_answers(&workspace, &home.path().join("grown"));
}
