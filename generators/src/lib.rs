//! What a design becomes: a Cargo workspace that holds every topology at once.
//!
//! Staged, and nothing here writes: `Model → gaps | Blueprint → FileTree → Delivery`. The blueprint speaks Rust (every
//! name is final), the tree is the text of every file, the delivery compares it with what stands in the folder. The
//! same design gives the same bytes on every machine; nothing under `services/` and `generated/` depends on a topology.

pub mod blueprint;
pub mod delivery;
pub mod difference;
pub mod gap;
pub mod lower;
pub mod naming;

pub use delivery::{Class, Counts, Delivery, Planned, PlannedSummary, Snapshot, Status, Write, interesting};
pub use difference::{DiffLine, LineChange, diff};
pub use gap::Gap;

use cleave_model::Model;

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

/// What generating would do to a folder that holds `folder`.
///
/// # Errors
/// What in the design cannot become code; then there is nothing to deliver.
pub fn plan(request: &PlanRequest<'_>, folder: &Snapshot) -> Result<Delivery, Vec<Gap>> {
    let _ = (request, folder);
    Ok(Delivery { files: Vec::new(), counts: Counts::default() })
}
