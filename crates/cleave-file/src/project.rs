//! An open project file: found, checked, read, and written one edit at a time.

use crate::journal::{self, Entry};
use crate::record::{self, Salvaged};
use crate::seal::{self, Seal};
use crate::{FileError, checksum, migration, schema};
use cleave_model::{Model, Step};
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};
use serde::Serialize;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How long to wait for another process that is writing.
const PATIENCE: Duration = Duration::from_secs(5);

/// What every SQLite file begins with.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// An open project file. Others may have it open too; one writes at a time.
#[derive(Debug)]
pub struct Project {
    pub(crate) conn: Connection,
    path: PathBuf,
    /// The last journal entry this process knows.
    known: u32,
    /// SQLite's counter of commits by others, as last seen.
    others: u32,
    /// Dropped after the connection, by its place. Only what was found whole is sealed.
    seal: Option<Seal>,
}

/// What a project file held when it was opened.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The design. Ids that were ever used are retired in it.
    pub model: Model,
    /// The steps that can be undone, the newest last.
    pub done: Vec<Step>,
    /// The steps that can be redone, the next one last.
    pub undone: Vec<Step>,
    /// The number of the last journal entry; 0 where nothing was done yet.
    pub step: u32,
    /// The text the design was last read from or written to.
    pub text: Option<String>,
    /// Where a copy of the file lies that was made before it was brought to the current format.
    pub backup: Option<PathBuf>,
}

impl Project {
    /// Makes a new file of this design and opens it.
    ///
    /// # Errors
    /// [`FileError::Exists`], or what the disk refused; then nothing is left behind.
    pub fn create(path: &Path, model: &Model, text: Option<&str>) -> Result<Self, FileError> {
        Self::write_new(path, model, text)?;
        let lifted = seal::lift(path).map_err(|error| FileError::io(path, &error));
        let mut project = lifted.and_then(|()| Self::connect(path)).inspect_err(|_| discard(path))?;
        project.seal = Some(Seal(path.to_owned()));
        Ok(project)
    }

    /// Makes a new file of this design. It appears under its name only once it is whole.
    ///
    /// # Errors
    /// As [`Project::create`].
    pub fn write_new(path: &Path, model: &Model, text: Option<&str>) -> Result<(), FileError> {
        let folder = folder_of(path);
        match path.symlink_metadata() {
            Ok(_) => return Err(FileError::Exists { path: path.to_owned() }),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(FileError::io(path, &error)),
        }
        // A log that outlived its file would be taken for the new file's.
        if let Some(left) = [sibling(path, "-wal"), sibling(path, "-shm")].into_iter().find(|left| left.exists()) {
            return Err(FileError::Exists { path: left });
        }
        if !folder.is_dir() {
            return Err(FileError::NotFound { path: folder });
        }
        let draft = sibling(path, &format!(".new-{}", std::process::id()));
        let made = Self::draw_up(&draft, model, text)
            .and_then(|()| fs::rename(&draft, path).map_err(|error| FileError::io(path, &error)));
        made.inspect_err(|_| discard(&draft))?;
        // Makes the new name durable; not every system lets a folder be opened.
        if let Ok(folder) = fs::File::open(&folder) {
            let _ = folder.sync_all();
        }
        Ok(())
    }

    fn draw_up(draft: &Path, model: &Model, text: Option<&str>) -> Result<(), FileError> {
        let failed = |error: rusqlite::Error| FileError::sqlite(draft, &error);
        let mut conn = Connection::open(draft).map_err(failed)?;
        conn.pragma_update(None, "page_size", schema::PAGE).map_err(failed)?;
        conn.pragma_update(None, "secure_delete", true).map_err(failed)?;
        conn.pragma_update(None, "synchronous", "FULL").map_err(failed)?;
        let tx = conn.transaction().map_err(failed)?;
        schema::lay(&tx).map_err(failed)?;
        record::write_all(&tx, model).map_err(failed)?;
        write_text(&tx, text).map_err(failed)?;
        tx.commit().map_err(failed)?;
        conn.pragma_update(None, "journal_mode", "WAL").map_err(failed)?;
        conn.close().map_err(|(_, error)| FileError::sqlite(draft, &error))?;
        seal::set(draft).map_err(|error| FileError::io(draft, &error))
    }

    /// A project that lies nowhere: nothing of it is written, and it ends with the session. `path` is what it was read
    /// from, for messages.
    ///
    /// # Errors
    /// A mistake of SQLite's.
    pub fn in_memory(path: &Path, model: &Model, text: Option<&str>) -> Result<Self, FileError> {
        let failed = |error: rusqlite::Error| FileError::sqlite(path, &error);
        let mut conn = Connection::open_in_memory().map_err(failed)?;
        let tx = conn.transaction().map_err(failed)?;
        schema::lay(&tx).map_err(failed)?;
        record::write_all(&tx, model).map_err(failed)?;
        write_text(&tx, text).map_err(failed)?;
        tx.commit().map_err(failed)?;
        let others = data_version(&conn).map_err(failed)?;
        Ok(Self { conn, path: path.to_owned(), known: 0, others, seal: None })
    }

    /// Opens a file for editing. An older format is brought up to date, after a copy was put beside it.
    ///
    /// # Errors
    /// What is wrong with the file, which is then not touched.
    pub fn open(path: &Path) -> Result<(Self, Loaded), FileError> {
        let mut project = {
            let _alone = alone();
            drop(inspect(path)?);
            if !seal::is_open(path) {
                seal::lift(path).map_err(|error| FileError::io(path, &error))?;
            }
            Self::connect(path)?
        };
        let backup = migration::migrate(&mut project.conn, path)?;
        let loaded = Loaded { backup, ..load(&project.conn, path)? };
        project.known = loaded.step;
        project.seal = Some(Seal(path.to_owned()));
        Ok((project, loaded))
    }

    /// Reads a file without taking part in its editing, even where it may not be written (but an older format must be
    /// brought up to date first).
    ///
    /// # Errors
    /// What is wrong with the file, which is not touched in any case.
    pub fn read(path: &Path) -> Result<Loaded, FileError> {
        let alone = alone();
        let conn = inspect(path)?;
        drop(alone);
        if version(&conn, path)? == schema::VERSION {
            return load(&conn, path);
        }
        // An older format is only understood once it is brought up to date.
        drop(conn);
        Self::open(path).map(|(_, loaded)| loaded)
    }

    /// Opens a file to read in it, also its revisions and its journal. It cannot be edited through this.
    ///
    /// # Errors
    /// What is wrong with the file, which is not touched unless its format is an older one.
    pub fn open_reading(path: &Path) -> Result<(Self, Loaded), FileError> {
        let alone = alone();
        let conn = inspect(path)?;
        drop(alone);
        if version(&conn, path)? != schema::VERSION {
            drop(conn);
            return Self::open(path);
        }
        let loaded = load(&conn, path)?;
        let project = Self { conn, path: path.to_owned(), known: loaded.step, others: 0, seal: None };
        Ok((project, loaded))
    }

    /// What was done after this step, the oldest first.
    ///
    /// # Errors
    /// What the disk refused, or that the journal is damaged.
    pub fn entries_after(&self, step: u32) -> Result<Vec<Entry>, FileError> {
        Ok(journal::after(&self.conn, &self.path, step)?.into_iter().map(|(_, entry)| entry).collect())
    }

    /// Reads a file by itself, without the log beside it: another file had its name before, and the log may be that one's.
    ///
    /// # Errors
    /// What is wrong with the file, which is not touched in any case.
    pub fn read_alone(path: &Path) -> Result<Loaded, FileError> {
        header(path)?;
        seal::check(path)?;
        let conn = connect_still(path)?;
        let version = version(&conn, path)?;
        if version > schema::VERSION {
            return Err(FileError::Newer { path: path.to_owned(), version, known: schema::VERSION });
        }
        load(&conn, path)
    }

    /// Saves what can be saved from a damaged file, which is not touched.
    ///
    /// # Errors
    /// Why not even that is possible.
    pub fn salvage(path: &Path) -> Result<Salvaged, FileError> {
        present(path)?;
        if seal::is_open(path) {
            return record::salvage(&connect_reading(path)?, path);
        }
        header(path)?;
        record::salvage(&connect_still(path)?, path)
    }

    fn connect(path: &Path) -> Result<Self, FileError> {
        let failed = |error: rusqlite::Error| FileError::sqlite(path, &error);
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let conn = Connection::open_with_flags(path, flags).map_err(failed)?;
        conn.busy_timeout(PATIENCE).map_err(failed)?;
        conn.pragma_update(None, "foreign_keys", true).map_err(failed)?;
        // What was deleted is gone from the disk, and a flipped bit does not hide in it.
        conn.pragma_update(None, "secure_delete", true).map_err(failed)?;
        conn.pragma_update(None, "synchronous", "FULL").map_err(failed)?;
        let known = journal::last(&conn).map_err(failed)?;
        let others = data_version(&conn).map_err(failed)?;
        Ok(Self { conn, path: path.to_owned(), known, others, seal: None })
    }

    /// Where the file lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The number of the last journal entry this process knows.
    pub fn step(&self) -> u32 {
        self.known
    }

    /// Makes entries durable, all or none, with the records they change. Answers the number of the last.
    ///
    /// # Errors
    /// [`FileError::Behind`] when another process edited since [`Project::news`] was last asked; or what the disk
    /// refused. Nothing was written.
    pub fn append(&mut self, entries: &[Entry]) -> Result<u32, FileError> {
        let known = self.known;
        let last = self.write(|tx| {
            if journal::last(tx)? != known {
                return Ok(None);
            }
            entries.iter().try_fold(known, |_, entry| journal::append(tx, entry)).map(Some)
        })?;
        self.known = last.ok_or_else(|| FileError::Behind { path: self.path.clone() })?;
        Ok(self.known)
    }

    /// What other processes did since this was last asked; cheap when they did nothing.
    ///
    /// # Errors
    /// What the disk refused, or that the file was damaged.
    pub fn news(&mut self) -> Result<Vec<Entry>, FileError> {
        let others = data_version(&self.conn).map_err(|error| FileError::sqlite(&self.path, &error))?;
        if others == self.others {
            return Ok(Vec::new());
        }
        let found = journal::after(&self.conn, &self.path, self.known)?;
        self.others = others;
        self.known = found.last().map_or(self.known, |(number, _)| *number);
        Ok(found.into_iter().map(|(_, entry)| entry).collect())
    }

    /// Remembers the text the design was last read from or written to.
    ///
    /// # Errors
    /// What the disk refused.
    pub fn keep_text(&mut self, text: &str) -> Result<(), FileError> {
        self.write(|tx| write_text(tx, Some(text)))
    }

    /// Runs one transaction. A lock is taken at once, so that two writers wait for each other instead of failing.
    pub(crate) fn write<T>(&mut self, run: impl FnOnce(&Transaction) -> rusqlite::Result<T>) -> Result<T, FileError> {
        let Self { conn, path, .. } = self;
        let attempt = || {
            let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let value = run(&tx)?;
            tx.commit()?;
            Ok(value)
        };
        attempt().map_err(|error| FileError::sqlite(path, &error))
    }

    /// Reads all rows of a statement.
    pub(crate) fn list<T>(
        &self,
        sql: &str,
        read: impl FnMut(&rusqlite::Row) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, FileError> {
        let all = || self.conn.prepare_cached(sql)?.query_map([], read)?.collect::<rusqlite::Result<Vec<T>>>();
        all().map_err(|error| FileError::sqlite(&self.path, &error))
    }

    pub(crate) fn json(&self, value: &impl Serialize) -> Result<String, FileError> {
        serde_json::to_string(value).map_err(|error| FileError::Io { path: self.path.clone(), what: error.to_string() })
    }
}

fn load(conn: &Connection, path: &Path) -> Result<Loaded, FileError> {
    let failed = |error: rusqlite::Error| FileError::sqlite(path, &error);
    // One transaction, so that records and journal are of the same moment.
    let tx = conn.unchecked_transaction().map_err(failed)?;
    let model = record::read_all(&tx, path)?;
    let (done, undone) = journal::replay(&tx, path)?;
    let step = journal::last(&tx).map_err(failed)?;
    let text = read_text(&tx).map_err(failed)?.map_err(|what| FileError::Damaged { path: path.to_owned(), what })?;
    Ok(Loaded { model, done, undone, step, text, backup: None })
}

/// Takes away a file that was just made, with what SQLite put beside it; some of it may not have come to exist.
fn discard(path: &Path) {
    for left in [path.to_owned(), sibling(path, "-wal"), sibling(path, "-shm"), sibling(path, "-journal")] {
        let _ = fs::remove_file(left);
    }
}

fn write_text(conn: &Connection, text: Option<&str>) -> rusqlite::Result<()> {
    let sum = text.map(|text| checksum::of(&[text]));
    conn.execute("UPDATE state SET text = ?1, text_checksum = ?2", rusqlite::params![text, sum]).map(drop)
}

fn read_text(conn: &Connection) -> rusqlite::Result<Result<Option<String>, String>> {
    conn.query_row("SELECT text, text_checksum FROM state", [], |row| {
        let (text, sum): (Option<String>, Option<checksum::Checksum>) = (row.get(0)?, row.get(1)?);
        let whole = text.as_deref().map(|text| checksum::of(&[text])) == sum;
        Ok(if whole { Ok(text) } else { Err("the text is not as it was written".into()) })
    })
}

/// Keeps two threads from looking at a file and opening it at once: see [`seal::is_open`].
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Makes sure, without touching anything, that the file is ours, whole and of a format we know. Answers a connection
/// for reading.
fn inspect(path: &Path) -> Result<Connection, FileError> {
    present(path)?;
    let conn = if seal::is_open(path) {
        let conn = connect_reading(path)?;
        let other = |error: rusqlite::Error| match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::NotADatabase) => {
                FileError::NotACleaveFile { path: path.to_owned(), what: "it is some other kind of file".into() }
            }
            _ => FileError::sqlite(path, &error),
        };
        let id: i64 = conn.pragma_query_value(None, "application_id", |row| row.get(0)).map_err(other)?;
        if id != i64::from(schema::APPLICATION_ID) {
            let what = "it is a SQLite database of another program".into();
            return Err(FileError::NotACleaveFile { path: path.to_owned(), what });
        }
        conn
    } else {
        header(path)?;
        seal::check(path)?;
        connect_still(path)?
    };
    let version = version(&conn, path)?;
    if version > schema::VERSION {
        return Err(FileError::Newer { path: path.to_owned(), version, known: schema::VERSION });
    }
    let failed = |error: rusqlite::Error| FileError::sqlite(path, &error);
    let verdict: String = conn.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0)).map_err(failed)?;
    let damaged = |what: String| Err(FileError::Damaged { path: path.to_owned(), what });
    if verdict != "ok" {
        return damaged(verdict.replace('\n', " "));
    }
    // Older formats had other tables.
    let different = if version == schema::VERSION { schema::difference(&conn).map_err(failed)? } else { None };
    different.map_or(Ok(conn), |name| damaged(format!("the {name} is not the one that Cleave made")))
}

fn version(conn: &Connection, path: &Path) -> Result<u32, FileError> {
    let found: i64 = conn
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .map_err(|error| FileError::sqlite(path, &error))?;
    match u32::try_from(found) {
        Ok(version) if version > 0 => Ok(version),
        _ => Err(FileError::Damaged { path: path.to_owned(), what: "it does not say its format".into() }),
    }
}

/// Makes sure that there is a file with something in it. Answers its length.
fn present(path: &Path) -> Result<u64, FileError> {
    let meta = fs::metadata(path).map_err(|error| FileError::io(path, &error))?;
    match meta.len() {
        _ if meta.is_dir() => Err(FileError::IsFolder { path: path.to_owned() }),
        0 => Err(FileError::Empty { path: path.to_owned() }),
        length => Ok(length),
    }
}

/// Looks at the first bytes only.
fn header(path: &Path) -> Result<(), FileError> {
    let failed = |error: std::io::Error| FileError::io(path, &error);
    let here = || path.to_owned();
    let found = present(path)?;
    let mut head = Vec::with_capacity(100);
    fs::File::open(path).map_err(failed)?.take(100).read_to_end(&mut head).map_err(failed)?;
    if !head.starts_with(MAGIC) {
        let what = if MAGIC.starts_with(&head) {
            return Err(FileError::Truncated { path: here(), expected: schema::PAGE.into(), found });
        } else if std::str::from_utf8(&head).is_ok_and(|text| !text.contains('\0')) {
            "it holds plain text"
        } else {
            "it is some other kind of file"
        };
        return Err(FileError::NotACleaveFile { path: here(), what: what.into() });
    }
    let number = |at: usize| head.get(at..at + 4).and_then(|b| b.try_into().ok()).map(u32::from_be_bytes);
    let page = match head.get(16..18).map(|b| u64::from(u16::from_be_bytes([b[0], b[1]]))) {
        Some(1) => 65536,
        Some(size) => size,
        None => 4096,
    };
    let (Some(pages), Some(application)) = (number(28), number(68)) else {
        return Err(FileError::Truncated { path: here(), expected: page, found });
    };
    if application != schema::APPLICATION_ID {
        let what = "it is a SQLite database of another program".into();
        return Err(FileError::NotACleaveFile { path: here(), what });
    }
    let expected = page * u64::from(pages);
    if found < expected {
        return Err(FileError::Truncated { path: here(), expected, found });
    }
    Ok(())
}

/// Opens a file at rest: nothing beside it is made, and nothing in it can change.
fn connect_still(path: &Path) -> Result<Connection, FileError> {
    let failed = |error: rusqlite::Error| FileError::sqlite(path, &error);
    let whole = std::path::absolute(path).map_err(|error| FileError::io(path, &error))?;
    let mut uri = String::from("file:");
    for byte in whole.to_string_lossy().bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' | b'~' => uri.push(char::from(byte)),
            b'\\' if cfg!(windows) => uri.push('/'),
            other => uri.push_str(&format!("%{other:02X}")),
        }
    }
    uri.push_str("?immutable=1");
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(uri, flags).map_err(failed)
}

/// Opens a file that somebody is writing to, or that was left in the middle of it.
fn connect_reading(path: &Path) -> Result<Connection, FileError> {
    let failed = |error: rusqlite::Error| FileError::sqlite(path, &error);
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags).map_err(failed)?;
    conn.busy_timeout(PATIENCE).map_err(failed)?;
    Ok(conn)
}

fn data_version(conn: &Connection) -> rusqlite::Result<u32> {
    conn.pragma_query_value(None, "data_version", |row| row.get(0))
}

fn sibling(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}
