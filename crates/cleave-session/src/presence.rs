//! Who has a design open: a small file of the user's, locked while a session lasts. Found without its lock, it says
//! that a session ended without closing, as after a crash, and from which step on.

use crate::{Home, disk};
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// Held while a design is open. Dropping it says that it was closed.
#[derive(Debug)]
pub struct Presence {
    /// Taken out before the file is removed: some systems keep what is open.
    file: Option<File>,
    path: PathBuf,
}

#[derive(Debug, Serialize, Deserialize)]
struct Note {
    design: PathBuf,
    step: u32,
}

impl Presence {
    /// Says that this design is open, at this step. Answers the step at which a session began that did not close. None
    /// where another process has it open, or the user has no home.
    pub fn begin(home: &Home, design: &Path, step: u32) -> (Option<Self>, Option<u32>) {
        let path = home.open_note(design);
        let held = path.parent().map(disk::make_folder).transpose().ok().and_then(|_| disk::hold(&path).ok().flatten());
        let Some(mut file) = held else { return (None, None) };
        let mut text = String::new();
        let left = file.read_to_string(&mut text).ok().and_then(|_| serde_json::from_str::<Note>(&text).ok());
        let left = left.filter(|note| note.design == design && note.step <= step).map(|note| note.step);
        // What was not closed yet is still to be told should this session end badly before anybody looked.
        let note = Note { design: design.to_owned(), step: left.unwrap_or(step) };
        let written = serde_json::to_string(&note).map_err(std::io::Error::from).and_then(|text| {
            file.set_len(0)?;
            file.seek(SeekFrom::Start(0))?;
            file.write_all(text.as_bytes())
        });
        if let Err(error) = written {
            tracing::warn!("{}: {error}", path.display());
        }
        (Some(Self { file: Some(file), path }), left)
    }
}

impl Drop for Presence {
    fn drop(&mut self) {
        drop(self.file.take());
        disk::take_away(&self.path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_end_without_closing_is_remembered() {
        let folder = tempfile::tempdir().expect("a folder");
        let home = Home::within(folder.path());
        let design = folder.path().join("shop.cleave");
        let (first, left) = Presence::begin(&home, &design, 3);
        assert_eq!(left, None);
        assert!(Presence::begin(&home, &design, 3).0.is_none(), "two at once");
        drop(first);
        let (mut second, left) = Presence::begin(&home, &design, 5);
        assert_eq!(left, None, "it was closed");
        // As a crash does: the lock is gone and the file is not.
        drop(second.as_mut().and_then(|presence| presence.file.take()));
        std::mem::forget(second);
        let (third, left) = Presence::begin(&home, &design, 9);
        assert_eq!(left, Some(5));
        assert!(third.is_some());
    }
}
