//! Remarks that reviewers leave about a design.

use crate::{FileError, Project};
use cleave_model::Id;
use rusqlite::params;

/// A remark, or an answer to one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// When, `YYYY-MM-DDThh:mm:ssZ`.
    pub at: String,
    /// Who.
    pub who: String,
    /// The record it is about; none is the design.
    pub about: Option<Id>,
    /// The number of the remark it answers.
    pub answers: Option<u32>,
    /// What it says.
    pub text: String,
    /// Whether it was settled.
    pub settled: bool,
}

impl Project {
    /// Leaves a remark and answers its number.
    ///
    /// # Errors
    /// What the disk refused.
    pub fn leave_remark(&mut self, remark: &Remark) -> Result<u32, FileError> {
        let Remark { at, who, about, answers, text, settled } = remark;
        self.write(|tx| {
            tx.execute(
                "INSERT INTO remark (at, who, about, answers, text, settled) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![at, who, about.as_ref().map(Id::as_str), answers, text, settled],
            )?;
            Ok(u32::try_from(tx.last_insert_rowid()).unwrap_or(u32::MAX))
        })
    }

    /// Settles a remark, or opens it again.
    ///
    /// # Errors
    /// What the disk refused.
    pub fn settle_remark(&mut self, number: u32, settled: bool) -> Result<(), FileError> {
        self.write(|tx| tx.execute("UPDATE remark SET settled = ?2 WHERE id = ?1", params![number, settled]).map(drop))
    }

    /// Every remark with its number, the oldest first.
    ///
    /// # Errors
    /// What the disk refused.
    pub fn remarks(&self) -> Result<Vec<(u32, Remark)>, FileError> {
        self.list("SELECT id, at, who, about, answers, text, settled FROM remark ORDER BY id", |row| {
            let about: Option<String> = row.get(3)?;
            let remark = Remark {
                at: row.get(1)?,
                who: row.get(2)?,
                about: about.map(Id::from),
                answers: row.get(4)?,
                text: row.get(5)?,
                settled: row.get(6)?,
            };
            Ok((row.get(0)?, remark))
        })
    }
}
