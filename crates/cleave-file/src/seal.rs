//! A seal behind the last page of a file at rest: a hash of everything before it.
//!
//! SQLite's check and the checksums of rows cover what was written; the seal also covers the space between, so that no
//! flipped bit goes unnoticed. It is set when the last connection is closed and taken off when the first is opened.
//! SQLite overwrites it when it carries a log of others into the file, so a file that others wrote to, or that was left
//! in a hurry, has no seal and is checked without one.

use crate::FileError;
use sha2::{Digest, Sha256};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

const MARK: &[u8; 16] = b"\nsealed: Cleave\n";

/// How long a seal is, in bytes.
pub const LENGTH: u64 = 16 + 32;

/// Seals a file when it is dropped: to be dropped after the connection.
#[derive(Debug)]
pub struct Seal(pub PathBuf);

impl Drop for Seal {
    fn drop(&mut self) {
        // Without a seal the file is as good, only less closely watched.
        let _ = set(&self.0);
    }
}

/// Seals a file that nobody has open.
pub fn set(path: &Path) -> io::Result<()> {
    if is_open(path) {
        return Ok(());
    }
    let before = fs::metadata(path)?.len();
    if !before.is_multiple_of(page(path)?) {
        return Ok(());
    }
    let hash = hash(path, before)?;
    let mut file = OpenOptions::new().append(true).open(path)?;
    // Whoever opened it in the meantime will seal it.
    if file.metadata()?.len() != before || is_open(path) {
        return Ok(());
    }
    let sealed = file.write_all(&[MARK.as_slice(), &hash].concat()).and_then(|()| file.sync_all());
    sealed.or_else(|_| file.set_len(before))
}

/// Takes the seal off a file at rest, before SQLite opens it for writing.
pub fn lift(path: &Path) -> io::Result<()> {
    let found = fs::metadata(path)?.len();
    match found % page(path)? {
        LENGTH => OpenOptions::new().write(true).open(path)?.set_len(found - LENGTH),
        _ => Ok(()),
    }
}

/// Makes sure that a file at rest is what was sealed, where it was.
pub fn check(path: &Path) -> Result<(), FileError> {
    let failed = |error: io::Error| FileError::io(path, &error);
    let found = fs::metadata(path).map_err(failed)?.len();
    match found % page(path).map_err(failed)? {
        0 => Ok(()),
        LENGTH => {
            let mut seal = Vec::new();
            let mut file = File::open(path).map_err(failed)?;
            file.seek(SeekFrom::Start(found - LENGTH)).map_err(failed)?;
            file.read_to_end(&mut seal).map_err(failed)?;
            let wanted = [MARK.as_slice(), &hash(path, found - LENGTH).map_err(failed)?].concat();
            let what = "its bytes are not those that were sealed".into();
            if seal == wanted { Ok(()) } else { Err(FileError::Damaged { path: path.to_owned(), what }) }
        }
        rest => Err(FileError::Truncated { path: path.to_owned(), expected: found - rest + LENGTH, found }),
    }
}

/// A log beside the file, even an empty one, says that somebody has it open, or left it in a hurry. Then it may only be
/// read through SQLite: closing a file drops every lock that the same process holds on it.
pub fn is_open(path: &Path) -> bool {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    Path::new(&log).exists()
}

/// The size of a page, by the file's own header.
fn page(path: &Path) -> io::Result<u64> {
    let mut head = [0u8; 18];
    File::open(path)?.read_exact(&mut head)?;
    Ok(match u16::from_be_bytes([head[16], head[17]]) {
        0 | 1 => 65536,
        size => u64::from(size),
    })
}

fn hash(path: &Path, length: u64) -> io::Result<[u8; 32]> {
    let mut hash = Sha256::new();
    let mut rest = File::open(path)?.take(length);
    let mut buffer = vec![0u8; 1 << 16];
    loop {
        match rest.read(&mut buffer)? {
            0 => return Ok(hash.finalize().into()),
            count => hash.update(&buffer[..count]),
        }
    }
}
