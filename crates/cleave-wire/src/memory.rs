//! What this user chose and opened before, kept where the system keeps such things.

use crate::faults::fault;
use crate::{Fault, Recent, Recovered, Settings};
use cleave_session::{Home, Session, SessionError, clock, home};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// How many designs are remembered.
const MOST: usize = 12;

/// What is remembered between two starts. Without a home everything is forgotten at the end.
#[derive(Debug)]
pub struct Memory {
    home: Option<Home>,
    settings: Mutex<Settings>,
    recent: Mutex<Vec<Recent>>,
}

impl Memory {
    /// What was remembered the last time.
    pub fn new(home: Option<Home>) -> Self {
        let settings = home.as_ref().map(Settings::recall).unwrap_or_default();
        let recent = home.as_ref().map(|home| home.recall("recent")).unwrap_or_default();
        Self { home, settings: Mutex::new(settings), recent: Mutex::new(recent) }
    }

    /// What this user chose.
    pub fn settings(&self) -> Settings {
        self.settings.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Remembers what this user chose.
    pub fn keep_settings(&self, settings: &Settings) -> Result<(), Fault> {
        self.settings.lock().unwrap_or_else(PoisonError::into_inner).clone_from(settings);
        match &self.home {
            Some(home) => home.keep(Settings::NAME, settings).map_err(|error| fault(&SessionError::Disk(error))),
            None => Ok(()),
        }
    }

    /// Designs opened before that are still there, newest first.
    pub fn recent(&self) -> Vec<Recent> {
        let recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        recent.iter().filter(|recent| Path::new(&recent.path).is_file()).cloned().collect()
    }

    /// Remembers that a design was opened. Failing is of no consequence.
    pub fn note_opened(&self, session: &Session) {
        let path = std::path::absolute(session.path()).unwrap_or_else(|_| session.path().to_owned());
        let path = path.to_string_lossy().into_owned();
        let name = session.model().design_name().to_owned();
        let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        recent.retain(|other| other.path != path);
        recent.insert(0, Recent { path, name, at: clock::now() });
        recent.truncate(MOST);
        if let Some(Err(error)) = self.home.as_ref().map(|home| home.keep("recent", &*recent)) {
            tracing::warn!("{error}");
        }
    }

    /// Says that a design is open; answers what was recovered.
    pub fn attend(&self, session: &mut Session) -> Option<Recovered> {
        let recovered = session.attend(self.home.as_ref()?)?;
        tracing::info!("{} edits of a session that did not close", recovered.changes);
        Some(Recovered { changes: recovered.changes, last: recovered.last })
    }

    /// How this user looked at a design the last time.
    pub fn look(&self, design: &Path) -> Option<serde_json::Value> {
        let look: serde_json::Value = self.home.as_ref()?.recall(&look_name(design));
        Some(look).filter(|look| !look.is_null())
    }

    /// Remembers how this user looks at a design.
    pub fn keep_look(&self, design: &Path, look: &serde_json::Value) -> Result<(), Fault> {
        match &self.home {
            Some(home) => home.keep(&look_name(design), look).map_err(|error| fault(&SessionError::Disk(error))),
            None => Ok(()),
        }
    }

    /// Where a copy of a sample goes when nobody says: a name that is not taken.
    pub fn sample_path(&self, sample: &str) -> PathBuf {
        let folder = self.home.as_ref().map_or_else(std::env::temp_dir, |home| home.samples().to_owned());
        cleave_session::session::free_project(&folder, sample)
    }
}

fn look_name(design: &Path) -> String {
    let design = std::path::absolute(design).unwrap_or_else(|_| design.to_owned());
    format!("looks/{}", home::key(&design))
}
