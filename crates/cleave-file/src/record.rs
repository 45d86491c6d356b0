//! The rows of records: written one swap at a time, read all at once, each against its checksum.

use crate::FileError;
use crate::checksum::{self, Checksum};
use cleave_model::{Change, Id, Kind, Model, Record, Swap, invariants};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

/// Writes what a change leaves behind. Part of a transaction.
pub fn write(conn: &Connection, change: &Change) -> rusqlite::Result<()> {
    let mut digest = digest(conn)?;
    for swap in change.swaps() {
        let Some(id) = swap.id() else { continue };
        let old: Option<Checksum> = conn
            .prepare_cached("SELECT checksum FROM record WHERE id = ?1")?
            .query_row([id.as_str()], |row| row.get(0))
            .optional()?;
        if let Some(old) = old {
            checksum::toggle(&mut digest, &old);
        }
        match &swap.after {
            Some(record) => checksum::toggle(&mut digest, &put(conn, record)?),
            None => {
                conn.prepare_cached("DELETE FROM record WHERE id = ?1")?.execute([id.as_str()])?;
                conn.prepare_cached("INSERT OR IGNORE INTO retired VALUES (?1)")?.execute([id.as_str()])?;
            }
        }
    }
    conn.prepare_cached("UPDATE state SET digest = ?1")?.execute([digest])?;
    Ok(())
}

/// Writes every record of a model into a file that has none, and the ids it will not give again.
pub fn write_all(conn: &Connection, model: &Model) -> rusqlite::Result<()> {
    let mut digest = Checksum::default();
    for record in model.records() {
        checksum::toggle(&mut digest, &put(conn, record)?);
    }
    for id in model.retired().filter(|id| model.get(id).is_none()) {
        conn.prepare_cached("INSERT OR IGNORE INTO retired VALUES (?1)")?.execute([id.as_str()])?;
    }
    conn.execute("UPDATE state SET digest = ?1", [digest])?;
    Ok(())
}

fn put(conn: &Connection, record: &Record) -> rusqlite::Result<Checksum> {
    let (id, kind) = (record.id().as_str(), record.kind().word());
    let json = serde_json::to_string(record).map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?;
    let sum = checksum::of(&[id, kind, &json]);
    conn.prepare_cached("INSERT OR REPLACE INTO record (id, kind, json, checksum) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![id, kind, json, sum])?;
    Ok(sum)
}

fn digest(conn: &Connection) -> rusqlite::Result<Checksum> {
    conn.prepare_cached("SELECT digest FROM state")?.query_row([], |row| row.get(0))
}

/// One row as it lies in the file.
struct Row {
    id: String,
    kind: String,
    json: String,
    sum: Checksum,
}

impl Row {
    fn read(row: &rusqlite::Row) -> rusqlite::Result<Self> {
        Ok(Self { id: row.get(0)?, kind: row.get(1)?, json: row.get(2)?, sum: row.get(3)? })
    }

    fn record(&self) -> Result<Record, String> {
        if checksum::of(&[&self.id, &self.kind, &self.json]) != self.sum {
            return Err(format!("the record {} is not as it was written", self.id));
        }
        let record: Record = serde_json::from_str(&self.json)
            .map_err(|error| format!("the record {} cannot be read: {error}", self.id))?;
        match record.id().as_str() == self.id {
            true => Ok(record),
            false => Err(format!("the record {} says it is {}", self.id, record.id())),
        }
    }
}

/// Reads the whole design and makes sure that it is one.
pub fn read_all(conn: &Connection, path: &Path) -> Result<Model, FileError> {
    let failed = |error: rusqlite::Error| FileError::sqlite(path, &error);
    let damaged = |what: String| FileError::Damaged { path: path.to_owned(), what };
    let mut found = Checksum::default();
    let mut records = Vec::new();
    let mut statement = conn.prepare("SELECT id, kind, json, checksum FROM record ORDER BY id").map_err(failed)?;
    for row in statement.query_map([], Row::read).map_err(failed)? {
        let row = row.map_err(failed)?;
        checksum::toggle(&mut found, &row.sum);
        records.push(row.record().map_err(damaged)?);
    }
    if found != digest(conn).map_err(failed)? {
        return Err(damaged("records are missing, or are not those that were written last".into()));
    }
    let mut model = Model::from_records(records);
    invariants::sweep(&model).map_err(|refusal| damaged(format!("the design contradicts itself: {refusal}")))?;
    let mut statement = conn.prepare("SELECT id FROM retired").map_err(failed)?;
    for id in statement.query_map([], |row| row.get::<_, String>(0)).map_err(failed)? {
        model.retire(Id::from(id.map_err(failed)?));
    }
    Ok(model)
}

/// What could be saved from a damaged file.
#[derive(Debug)]
pub struct Salvaged {
    /// The records that are whole, without those that hang on lost ones.
    pub model: Model,
    /// What was lost, a sentence each.
    pub lost: Vec<String>,
}

/// Reads what can be read.
pub fn salvage(conn: &Connection, path: &Path) -> Result<Salvaged, FileError> {
    let failed = |error: rusqlite::Error| FileError::sqlite(path, &error);
    let (mut records, mut lost) = (Vec::new(), Vec::new());
    // By rowid, without the index, which may be what is damaged.
    let mut statement = conn.prepare("SELECT id, kind, json, checksum FROM record NOT INDEXED").map_err(failed)?;
    let mut rows = statement.query([]).map_err(failed)?;
    loop {
        match rows.next() {
            Ok(Some(row)) => match Row::read(row).map_err(|e| e.to_string()).and_then(|row| row.record()) {
                Ok(record) => records.push(record),
                Err(what) => lost.push(what),
            },
            Ok(None) => break,
            Err(error) => {
                lost.push(format!("the rest of the records cannot be read: {error}"));
                break;
            }
        }
    }
    let model = settle(records, &mut lost);
    Ok(Salvaged { model, lost })
}

/// Leaves out what hangs on something lost, until what is left can stand; then numbers siblings without holes.
fn settle(records: Vec<Record>, lost: &mut Vec<String>) -> Model {
    let mut model = Model::from_records(records);
    if model.design(&Id::new(Model::DESIGN)).is_none() {
        lost.push("the design's own record, with its name, options and policy".into());
        model.apply(&born(Model::new("salvaged").records()));
    }
    loop {
        let broken = invariants::faults(&model);
        if broken.is_empty() {
            break;
        }
        for (id, refusal) in broken {
            let Some(record) = model.shared(&id).cloned() else { continue };
            lost.push(format!("the record {id}, because of what was lost: {refusal}"));
            model.apply(&Change::new([Swap { before: Some(record), after: None }]));
        }
    }
    let homes: BTreeSet<(Option<Id>, Kind)> = model.records().map(|r| (r.home().cloned(), r.kind())).collect();
    let mut swaps = Vec::new();
    for (home, kind) in homes {
        for (rank, record) in (0..).zip(model.children(home.as_ref(), kind)) {
            let mut moved = record.clone();
            if let Some(head) = moved.head_mut() {
                head.rank = rank;
            }
            swaps.push(Swap { before: model.shared(record.id()).cloned(), after: Some(Arc::new(moved)) });
        }
    }
    model.apply(&Change::new(swaps));
    model
}

fn born<'a>(records: impl Iterator<Item = &'a Record>) -> Change {
    Change::new(records.map(|record| Swap { before: None, after: Some(Arc::new(record.clone())) }))
}
