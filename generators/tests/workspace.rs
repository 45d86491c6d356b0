//! Whole generations: from a drawing in text form to a folder, and again over what stands there.

use cleave_generators::{Class, Delivery, Gap, PlanRequest, Snapshot, Status, Write, plan};
use std::path::Path;

const VERSION: &str = "0.0.0-test";

fn request_of(text: &str, topologies: Option<&[&str]>, folder: &Snapshot) -> Result<Delivery, Vec<Gap>> {
    let model = cleave_text::parse(text).expect("the drawing reads");
    let topologies = topologies.map(|names| names.iter().map(|name| (*name).to_owned()).collect());
    plan(&PlanRequest { model: &model, design_text: text, topologies, version: VERSION }, folder)
}

fn generated(text: &str, folder: &Snapshot) -> Delivery {
    request_of(text, None, folder).unwrap_or_else(|gaps| panic!("gaps: {gaps:#?}"))
}

/// What the folder holds after a delivery.
fn delivered(mut folder: Snapshot, delivery: &Delivery) -> Snapshot {
    for write in delivery.writes() {
        match write {
            Write::Put { path, bytes, .. } => {
                folder.insert(path.to_owned(), bytes.to_vec());
            }
            Write::Remove { path } => {
                folder.remove(path);
            }
        }
    }
    folder
}

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// Writes a workspace for looking at: `GENERATE_DESIGN=… GENERATE_INTO=… cargo test -- --ignored write_a_workspace`.
#[test]
#[ignore = "writes where the environment says"]
fn write_a_workspace() {
    let design = std::env::var("GENERATE_DESIGN").expect("GENERATE_DESIGN");
    let into = std::env::var("GENERATE_INTO").expect("GENERATE_INTO");
    let text = std::fs::read_to_string(design).expect("the design");
    let root = Path::new(&into);
    let mut folder = Snapshot::new();
    let mut open = vec![root.to_path_buf()];
    while let Some(at) = open.pop() {
        for entry in std::fs::read_dir(at).into_iter().flatten().flatten() {
            let path = entry.path();
            let relative = path.strip_prefix(root).expect("inside").to_string_lossy().into_owned();
            if path.is_dir() {
                if !relative.starts_with("target") {
                    open.push(path);
                }
            } else if cleave_generators::interesting(&relative) {
                folder.insert(relative, std::fs::read(&path).expect("a file"));
            }
        }
    }
    let delivery = generated(&text, &folder);
    for write in delivery.writes() {
        match write {
            Write::Put { path, bytes, .. } => {
                let path = root.join(path);
                std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
                std::fs::write(path, bytes).expect("a file");
            }
            Write::Remove { path } => std::fs::remove_file(root.join(path)).expect("removed"),
        }
    }
    for file in delivery.files.iter().filter(|file| file.note.is_some()) {
        println!("{:?} {} {:?}", file.status, file.path, file.note);
    }
    println!("{:?}", delivery.counts);
}

#[test]
fn the_sample_is_settled_after_one_generation() {
    let text = read("../samples/ecommerce/ecommerce.cleave.kdl");
    let first = generated(&text, &Snapshot::new());
    assert!(first.files.iter().all(|file| file.status == Status::New));
    let folder = delivered(Snapshot::new(), &first);
    let second = generated(&text, &folder);
    assert!(second.is_settled(), "{:?}", second.writes().collect::<Vec<_>>());
    let still = |status| matches!(status, Status::Unchanged | Status::KeptYours);
    assert!(second.files.iter().all(|file| still(file.status) && file.note.is_none()));
    assert!(second.files.iter().any(|file| file.class == Class::Mended));
}
