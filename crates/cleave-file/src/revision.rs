//! Named states of a design; one with accepted findings is a baseline.

use crate::{FileError, Project, checksum};
use cleave_model::{Model, Record};
use rusqlite::{OptionalExtension, params};

/// A named state, without its records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// Unique in the file.
    pub name: String,
    /// When, `YYYY-MM-DDThh:mm:ssZ`.
    pub at: String,
    /// Who.
    pub who: String,
    /// The step it was.
    pub step: u32,
    /// Fingerprints of the findings that were accepted with it; none for a plain revision.
    pub accepted: Option<Vec<String>>,
}

impl Project {
    /// Keeps a state of the design under a name, which may not be taken.
    ///
    /// # Errors
    /// [`FileError::Exists`] when the name is taken, or what the disk refused.
    pub fn keep_revision(&mut self, revision: &Revision, model: &Model) -> Result<(), FileError> {
        let Revision { name, at, who, step, accepted } = revision;
        if self.revisions()?.iter().any(|other| other.name == *name) {
            return Err(FileError::Exists { path: self.path().join(name) });
        }
        let records: Vec<&Record> = model.records().collect();
        let records = self.json(&records)?;
        let accepted = accepted.as_ref().map(|list| self.json(list)).transpose()?;
        let sum = checksum::of(&[name, &records]);
        self.write(|tx| {
            tx.execute(
                "INSERT INTO revision (name, at, who, step, records, accepted, checksum) VALUES (?1,?2,?3,?4,?5,?6,?7)",
                params![name, at, who, step, records, accepted, sum],
            )
            .map(drop)
        })
    }

    /// Every named state, the oldest first.
    ///
    /// # Errors
    /// What the disk refused.
    pub fn revisions(&self) -> Result<Vec<Revision>, FileError> {
        self.list("SELECT name, at, who, step, accepted FROM revision ORDER BY step, name", |row| {
            let accepted: Option<String> = row.get(4)?;
            Ok(Revision {
                name: row.get(0)?,
                at: row.get(1)?,
                who: row.get(2)?,
                step: row.get(3)?,
                accepted: accepted.and_then(|json| serde_json::from_str(&json).ok()),
            })
        })
    }

    /// The design as it was under this name, if there is such a revision.
    ///
    /// # Errors
    /// What the disk refused, or that the revision is damaged.
    pub fn revision(&self, name: &str) -> Result<Option<Model>, FileError> {
        let found: Option<(String, checksum::Checksum)> = self
            .conn
            .query_row("SELECT records, checksum FROM revision WHERE name = ?1", [name], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .optional()
            .map_err(|error| FileError::sqlite(self.path(), &error))?;
        let Some((json, sum)) = found else { return Ok(None) };
        let damaged = |what: String| FileError::Damaged { path: self.path().to_owned(), what };
        if checksum::of(&[name, &json]) != sum {
            return Err(damaged(format!("the revision {name} is not as it was written")));
        }
        let records: Vec<Record> = serde_json::from_str(&json).map_err(|error| damaged(error.to_string()))?;
        Ok(Some(Model::from_records(records)))
    }
}
