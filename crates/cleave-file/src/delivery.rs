//! What was generated from a design: when, from which step, into which folder.

use crate::{FileError, Project};
use rusqlite::params;

/// One generation that was written to disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivered {
    /// When, `YYYY-MM-DDThh:mm:ssZ`.
    pub at: String,
    /// Who.
    pub who: String,
    /// The step of the design it was made from.
    pub step: u32,
    /// Where it was written.
    pub folder: String,
    /// How many files were new, changed and so on, as JSON.
    pub summary: String,
}

impl Project {
    /// Remembers a generation.
    ///
    /// # Errors
    /// What the disk refused.
    pub fn record_delivery(&mut self, delivered: &Delivered) -> Result<(), FileError> {
        let Delivered { at, who, step, folder, summary } = delivered;
        self.write(|tx| {
            tx.execute(
                "INSERT INTO delivery (at, who, step, folder, summary) VALUES (?1, ?2, ?3, ?4, ?5)",
                params![at, who, step, folder, summary],
            )
            .map(drop)
        })
    }

    /// Every generation, the latest last.
    ///
    /// # Errors
    /// What the disk refused.
    pub fn deliveries(&self) -> Result<Vec<Delivered>, FileError> {
        self.list("SELECT at, who, step, folder, summary FROM delivery ORDER BY id", |row| {
            Ok(Delivered {
                at: row.get(0)?,
                who: row.get(1)?,
                step: row.get(2)?,
                folder: row.get(3)?,
                summary: row.get(4)?,
            })
        })
    }
}
