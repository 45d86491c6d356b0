//! Everything that was done to a design, in order, and what undo and redo would do after reopening.

use crate::checksum::{self, Checksum};
use crate::{FileError, record};
use cleave_model::{Change, Step};
use rusqlite::{Connection, params};
use std::path::Path;

/// How many steps can be undone after reopening.
const UNDO_DEPTH: usize = 1000;

/// What an entry of the journal was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// Something new.
    Edit,
    /// The last step was taken back.
    Undo,
    /// The last undone step was taken again.
    Redo,
}

impl Deed {
    fn word(self) -> &'static str {
        match self {
            Self::Edit => "edit",
            Self::Undo => "undo",
            Self::Redo => "redo",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        [Self::Edit, Self::Undo, Self::Redo].into_iter().find(|deed| deed.word() == word)
    }
}

/// One entry of the journal.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// When, `YYYY-MM-DDThh:mm:ssZ`.
    pub at: String,
    /// Who.
    pub who: String,
    /// Whether it was an edit, an undo or a redo.
    pub deed: Deed,
    /// Label, gesture, and the change as it was applied (an undo's is the inverse of what it takes back).
    pub step: Step,
}

/// Appends an entry, with the records it changes, and answers the entry's number. Part of a transaction.
pub fn append(conn: &Connection, entry: &Entry) -> rusqlite::Result<u32> {
    record::write(conn, &entry.step.change)?;
    let change = serde_json::to_string(&entry.step.change)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?;
    let Step { label, gesture, .. } = &entry.step;
    let sum = sum(&entry.at, &entry.who, entry.deed.word(), label, gesture.as_deref(), &change);
    conn.prepare_cached(
        "INSERT INTO journal (at, who, deed, label, gesture, change, checksum) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![entry.at, entry.who, entry.deed.word(), label, gesture, change, sum])?;
    Ok(u32::try_from(conn.last_insert_rowid()).unwrap_or(u32::MAX))
}

fn sum(at: &str, who: &str, deed: &str, label: &str, gesture: Option<&str>, change: &str) -> Checksum {
    let (said, gesture) = (if gesture.is_some() { "gesture" } else { "" }, gesture.unwrap_or(""));
    checksum::of(&[at, who, deed, label, said, gesture, change])
}

/// The number of the last entry; 0 where there is none.
pub fn last(conn: &Connection) -> rusqlite::Result<u32> {
    conn.prepare_cached("SELECT coalesce(max(step), 0) FROM journal")?.query_row([], |row| row.get(0))
}

/// An entry whose change was not looked into yet.
struct Raw {
    number: u32,
    at: String,
    who: String,
    deed: Deed,
    label: String,
    gesture: Option<String>,
    change: String,
}

impl Raw {
    fn read(row: &rusqlite::Row) -> rusqlite::Result<Result<Self, String>> {
        let (deed, stored): (String, Checksum) = (row.get(3)?, row.get(7)?);
        let known = Deed::from_word(&deed);
        let raw = Self {
            number: row.get(0)?,
            at: row.get(1)?,
            who: row.get(2)?,
            deed: known.unwrap_or(Deed::Edit),
            label: row.get(4)?,
            gesture: row.get(5)?,
            change: row.get(6)?,
        };
        let found = sum(&raw.at, &raw.who, &deed, &raw.label, raw.gesture.as_deref(), &raw.change);
        Ok(match known {
            Some(_) if found == stored => Ok(raw),
            _ => Err(format!("step {} of the journal is not as it was written", raw.number)),
        })
    }

    fn change(&self) -> Result<Change, String> {
        serde_json::from_str(&self.change)
            .map_err(|error| format!("step {} of the journal cannot be read: {error}", self.number))
    }
}

fn rows_after(conn: &Connection, path: &Path, number: u32) -> Result<Vec<Raw>, FileError> {
    let failed = |error: rusqlite::Error| FileError::sqlite(path, &error);
    let mut statement = conn
        .prepare_cached(
            "SELECT step, at, who, deed, label, gesture, change, checksum FROM journal WHERE step > ?1 ORDER BY step",
        )
        .map_err(failed)?;
    let rows = statement.query_map([number], Raw::read).map_err(failed)?;
    rows.map(|row| row.map_err(failed)?.map_err(|what| FileError::Damaged { path: path.to_owned(), what })).collect()
}

/// The entries after this one, in order, each with its number.
pub fn after(conn: &Connection, path: &Path, number: u32) -> Result<Vec<(u32, Entry)>, FileError> {
    rows_after(conn, path, number)?
        .into_iter()
        .map(|raw| {
            let change = raw.change().map_err(|what| FileError::Damaged { path: path.to_owned(), what })?;
            let step = Step { label: raw.label, gesture: raw.gesture, change };
            Ok((raw.number, Entry { at: raw.at, who: raw.who, deed: raw.deed, step }))
        })
        .collect()
}

/// The steps that undo and redo would walk, the newest last.
pub fn replay(conn: &Connection, path: &Path) -> Result<(Vec<Step>, Vec<Step>), FileError> {
    let rows = rows_after(conn, path, 0)?;
    // A step is the rows of one gesture, by their index.
    let (mut done, mut undone): (Vec<Vec<usize>>, Vec<Vec<usize>>) = (Vec::new(), Vec::new());
    for (index, row) in rows.iter().enumerate() {
        match row.deed {
            Deed::Edit => {
                undone.clear();
                let joins = |last: &Vec<usize>| {
                    row.gesture.is_some() && last.last().is_some_and(|at| rows[*at].gesture == row.gesture)
                };
                match done.last_mut().filter(|last| joins(last)) {
                    Some(last) => last.push(index),
                    None => done.push(vec![index]),
                }
            }
            Deed::Undo => undone.extend(done.pop()),
            Deed::Redo => done.extend(undone.pop()),
        }
    }
    let steps = |stack: Vec<Vec<usize>>| {
        let skipped = stack.len().saturating_sub(UNDO_DEPTH);
        stack.into_iter().skip(skipped).map(|indexes| step(&rows, &indexes)).collect::<Result<Vec<Step>, String>>()
    };
    let damaged = |what: String| FileError::Damaged { path: path.to_owned(), what };
    Ok((steps(done).map_err(damaged)?, steps(undone).map_err(damaged)?))
}

fn step(rows: &[Raw], indexes: &[usize]) -> Result<Step, String> {
    let mut step = Step { label: String::new(), gesture: None, change: Change::default() };
    for (place, index) in indexes.iter().enumerate() {
        let row = &rows[*index];
        if place == 0 {
            step.label.clone_from(&row.label);
            step.gesture.clone_from(&row.gesture);
        }
        step.change = std::mem::take(&mut step.change).merge(row.change()?);
    }
    Ok(step)
}
