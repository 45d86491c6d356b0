//! From a design to a folder: planned, shown, and only then written.

use crate::outcome::guarded;
use crate::{DiskError, SessionError, VERSION, disk};
use cleave_generators::{Delivery, DiffLine, PlanRequest, diff, plan};
use cleave_model::{Kind, Model, Record};
use std::path::Path;

/// How far a generation is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub step: &'static str,
    /// How much is done.
    pub done: u32,
    /// Of how much; 0 where unknown.
    pub of: u32,
}

/// A design on its way to a folder. Holds a copy, so that editing can go on.
#[derive(Debug, Clone)]
pub struct Making {
    model: Model,
    topologies: Option<Vec<String>>,
}

impl Making {
    /// A generation of these topologies, by name; of all where none is named.
    ///
    /// # Errors
    /// [`SessionError::NoTopology`] where one is not in the design.
    pub fn new(model: Model, topologies: &[String]) -> Result<Self, SessionError> {
        let known: Vec<String> = model.topologies().map(|topology| topology.head.name.clone()).collect();
        if let Some(name) = topologies.iter().find(|name| !known.contains(name)) {
            return Err(SessionError::NoTopology { name: name.clone(), known });
        }
        let topologies = (!topologies.is_empty()).then(|| topologies.to_vec());
        Ok(Self { model, topologies })
    }

    /// What generating into this folder would do. Nothing is written.
    ///
    /// # Errors
    /// [`SessionError::Gaps`] where the design cannot be generated; what stands against the folder.
    pub fn plan(&self, folder: &Path, progress: &mut dyn FnMut(Progress)) -> Result<Delivery, SessionError> {
        disk::look(folder)?;
        progress(Progress { step: "Reading the folder", done: 0, of: 0 });
        let there = disk::read_folder(folder)?;
        progress(Progress { step: "Planning", done: 0, of: 0 });
        let design_text = guarded("Writing the text form", || cleave_text::print(&without_placements(&self.model)))?;
        let topologies = self.topologies.clone();
        let request = PlanRequest { model: &self.model, design_text: &design_text, topologies, version: VERSION };
        guarded("Planning", || plan(&request, &there))?.map_err(SessionError::Gaps)
    }

    /// The lines of one planned file against what is in the folder.
    ///
    /// # Errors
    /// As [`Making::plan`]; and that the plan has no such file.
    pub fn diff(&self, folder: &Path, path: &str) -> Result<Vec<DiffLine>, SessionError> {
        let delivery = self.plan(folder, &mut |_| ())?;
        let file = delivery.files.iter().find(|file| file.path == path).ok_or_else(|| {
            SessionError::Disk(DiskError::Io { path: folder.join(path), what: "the plan has no such file".into() })
        })?;
        Ok(diff(file.before.as_deref().unwrap_or_default(), file.after.as_deref().unwrap_or_default()))
    }

    /// Generates into this folder: everything is written, or nothing. Conflicts are left as they are.
    ///
    /// # Errors
    /// As [`Making::plan`]; and what the disk refused.
    pub fn generate(&self, folder: &Path, progress: &mut dyn FnMut(Progress)) -> Result<Delivery, SessionError> {
        let delivery = self.plan(folder, progress)?;
        disk::deliver(folder, &delivery, &mut |done, of| {
            progress(Progress { step: "Writing files", done, of });
        })?;
        Ok(delivery)
    }
}

/// The design without where things stand, which no generated file may depend on.
fn without_placements(model: &Model) -> Model {
    let records = model.records().filter(|record| record.kind() != Kind::Placement).cloned();
    Model::from_records(records.collect::<Vec<Record>>())
}
