//! Older formats become the current one, one version after the other, after a copy was put beside the file.

use crate::{FileError, schema};
use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::path::{Path, PathBuf};

/// Brings a file from one version to the next.
pub type Migration = fn(&Transaction) -> rusqlite::Result<()>;

/// The migration at index `n` leads from version `n + 1` to `n + 2`. Never change one that was shipped.
pub const MIGRATIONS: &[Migration] = &[replicas_and_edge];

/// A service may say how many copies run, a policy who is reached from outside: what is missing is not said.
fn replicas_and_edge(_: &Transaction) -> rusqlite::Result<()> {
    Ok(())
}

/// Brings an open file up to the current version. Returns where the copy of the old file lies, if one was made.
///
/// # Errors
/// [`FileError::Newer`], or what the disk refused; the file is then as it was.
pub fn migrate(conn: &mut Connection, path: &Path) -> Result<Option<PathBuf>, FileError> {
    run(conn, path, MIGRATIONS)
}

fn run(conn: &mut Connection, path: &Path, migrations: &[Migration]) -> Result<Option<PathBuf>, FileError> {
    let failed = |error: rusqlite::Error| FileError::sqlite(path, &error);
    let known = migrations.len() as u32 + 1;
    let version: u32 = conn.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(failed)?;
    if version == known {
        return Ok(None);
    }
    if version > known {
        return Err(FileError::Newer { path: path.to_owned(), version, known });
    }
    let Some(left) = version.checked_sub(1).and_then(|done| migrations.get(done as usize..)) else {
        return Err(FileError::Damaged { path: path.to_owned(), what: "it does not say its format".into() });
    };
    let copy = free_name(path, version);
    conn.execute("VACUUM INTO ?1", [copy.to_string_lossy().as_ref()]).map_err(|e| FileError::sqlite(&copy, &e))?;
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
    for migration in left {
        migration(&tx).map_err(failed)?;
    }
    schema::lay_views(&tx).map_err(failed)?;
    tx.pragma_update(None, "user_version", known).map_err(failed)?;
    tx.commit().map_err(failed)?;
    Ok(Some(copy))
}

/// A name beside the file that is not taken: `shop.format-1.cleave`.
fn free_name(path: &Path, version: u32) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let name = |n: u32| match n {
        1 => path.with_file_name(format!("{stem}.format-{version}.cleave")),
        n => path.with_file_name(format!("{stem}.format-{version}-{n}.cleave")),
    };
    (1..).map(name).find(|name| !name.exists()).unwrap_or_else(|| name(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The machinery is tried with one more version that only the test knows.
    const NEXT: &[Migration] = &[replicas_and_edge, |tx| tx.execute_batch("ALTER TABLE delivery ADD COLUMN note TEXT")];

    fn file(folder: &Path) -> (PathBuf, Connection) {
        let path = folder.join("shop.cleave");
        let conn = Connection::open(&path).expect("a fresh file");
        schema::lay(&conn).expect("tables");
        (path, conn)
    }

    #[test]
    fn there_is_a_migration_for_each_version_before_this_one() {
        assert_eq!(MIGRATIONS.len() as u32 + 1, schema::VERSION);
    }

    #[test]
    fn an_old_file_is_copied_and_then_brought_up() {
        let folder = tempfile::tempdir().expect("a folder");
        let (path, mut conn) = file(folder.path());
        let copy = run(&mut conn, &path, NEXT).expect("migrates").expect("a copy");
        assert_eq!(copy, folder.path().join("shop.format-2.cleave"));
        conn.execute("INSERT INTO delivery VALUES (1, '', '', 0, '', '', 'noted')", []).expect("the new column");
        let old = Connection::open(copy).expect("the copy opens");
        let version: u32 = old.pragma_query_value(None, "user_version", |row| row.get(0)).expect("a version");
        assert_eq!(version, 2);
        assert_eq!(run(&mut conn, &path, NEXT).expect("nothing left"), None);
    }

    #[test]
    fn a_migration_that_fails_leaves_the_file_as_it_was() {
        let folder = tempfile::tempdir().expect("a folder");
        let (path, mut conn) = file(folder.path());
        let broken: &[Migration] =
            &[replicas_and_edge, |tx| tx.execute_batch("DROP TABLE delivery; INSERT INTO nowhere VALUES (1)")];
        assert!(run(&mut conn, &path, broken).is_err());
        conn.execute("INSERT INTO delivery VALUES (1, '', '', 0, '', '')", []).expect("still there");
    }

    #[test]
    fn a_newer_file_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let (path, mut conn) = file(folder.path());
        conn.pragma_update(None, "user_version", 7).expect("set");
        let refused = run(&mut conn, &path, MIGRATIONS).expect_err("newer");
        assert!(matches!(refused, FileError::Newer { version: 7, known: 2, .. }), "{refused}");
    }
}
