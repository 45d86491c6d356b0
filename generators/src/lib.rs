//! What a design becomes: a Cargo workspace that holds every topology at once.
//!
//! Staged, and nothing here writes: `Model → gaps | Blueprint → FileTree → Delivery`. The blueprint speaks Rust (every
//! name is final), the tree is the text of every file, the delivery compares it with what stands in the folder. The
//! same design gives the same bytes on every machine; nothing under `services/` and `generated/` depends on a topology.

pub mod blueprint;
mod cargo;
mod compare;
pub mod delivery;
pub mod difference;
mod emit;
mod file_tree;
mod fill;
pub mod gap;
mod lower;
mod mend;
pub mod naming;
mod platform;
mod record;
mod schema;

pub use delivery::{Class, Counts, Delivery, Planned, PlannedSummary, Snapshot, Status, Write, interesting};
pub use difference::{DiffLine, LineChange, diff};
pub use gap::Gap;
pub use lower::lower;

use blueprint::Blueprint;
use cleave_model::{Id, Model};
use record::Manifest;
use std::collections::BTreeSet;

/// What is to be generated.
#[derive(Debug, Clone)]
pub struct PlanRequest<'a> {
    /// The design.
    pub model: &'a Model,
    /// The design in its text form without placements; becomes `design.cleave.kdl`.
    pub design_text: &'a str,
    /// The topologies, by name, whose `deployables/` and `deploy/` are written; none means all. What an earlier run
    /// wrote for others stays.
    pub topologies: Option<Vec<String>>,
    /// Cleave's version, for the manifest and the banner of the design's text.
    pub version: &'a str,
}

/// Where a generation keeps its record. A folder that is not empty and has none was not made by Cleave.
pub const RECORD: &str = record::PATH;

/// What generating would do to a folder that holds `folder`.
///
/// # Errors
/// What in the design cannot become code; then there is nothing to deliver.
pub fn plan(request: &PlanRequest<'_>, folder: &Snapshot) -> Result<Delivery, Vec<Gap>> {
    let blueprint = lower::lower(request.model)?;
    let selected = selected(request, &blueprint)?;
    let before = Manifest::read(folder.get(record::PATH)).unwrap_or_default();
    let written = |topology: &str| {
        let prefix = format!("deployables/{topology}/");
        before.files.keys().any(|path| path.starts_with(&prefix) && folder.contains_key(path))
    };
    let others = blueprint.topologies.iter().map(|topology| &topology.name);
    let present = others.filter(|name| !selected.contains(*name) && written(name)).cloned().collect();
    let setting = file_tree::Setting {
        design_text: request.design_text,
        version: request.version,
        selected: selected.clone(),
        present,
        schemas: &before.schemas,
        folder,
    };
    let tree = file_tree::render(&blueprint, &setting).map_err(|mistake| {
        vec![Gap {
            place: Id::new(Model::DESIGN),
            path: request.model.design_name().to_owned(),
            message: mistake.to_string(),
            fix: "Report it, with the design".into(),
        }]
    })?;
    let limited = request.topologies.is_some();
    let set_aside = |path: &str| {
        let mut parts = path.split('/');
        let ours = matches!(parts.next(), Some("deployables" | "deploy"));
        // `deploy/topologies.json` has no third part and is always wanted.
        limited && ours && parts.next().is_some_and(|name| !selected.contains(name) && parts.next().is_some())
    };
    let against = compare::Against {
        folder,
        before: &before,
        blueprint: &blueprint,
        version: request.version,
        set_aside: &set_aside,
    };
    Ok(compare::compare(&tree, &against))
}

/// The topologies that were asked for, or a gap for each that the design does not have.
fn selected(request: &PlanRequest<'_>, blueprint: &Blueprint) -> Result<BTreeSet<String>, Vec<Gap>> {
    let known = || blueprint.topologies.iter().map(|topology| topology.name.clone());
    let Some(names) = &request.topologies else { return Ok(known().collect()) };
    let (mut selected, mut gaps) = (BTreeSet::new(), Vec::new());
    for name in names {
        let folder = lower::folder_name(name);
        if known().any(|known| known == folder) {
            selected.insert(folder);
            continue;
        }
        gaps.push(Gap {
            place: Id::new(Model::DESIGN),
            path: request.model.design_name().to_owned(),
            message: format!("the design has no topology {}", gap::shown(name)),
            fix: format!("Name one of: {}", known().collect::<Vec<_>>().join(", ")),
        });
    }
    if gaps.is_empty() { Ok(selected) } else { Err(gaps) }
}
