//! What keeps work safe around editing: what was recovered after a crash, copies, and looking without editing.

use super::Session;
use crate::design::{self, Form};
use crate::presence::Presence;
use crate::{Home, SessionError, disk};
use cleave_file::{FileError, Project};
use std::path::Path;

/// What a session that ended without closing had done; all of it is in the design.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recovered {
    /// How many edits it made.
    pub changes: u32,
    /// What the last of them was.
    pub last: Option<String>,
}

impl Session {
    /// Says that this design is open now. Answers what was recovered, where the last session did not close it.
    pub fn attend(&mut self, home: &Home) -> Option<Recovered> {
        if self.read_only.is_some() {
            return None;
        }
        let path = std::path::absolute(self.path()).unwrap_or_else(|_| self.path().to_owned());
        let (presence, left) = Presence::begin(home, &path, self.step);
        self.presence = presence;
        let changes = self.step.saturating_sub(left?);
        (changes > 0).then(|| Recovered { changes, last: self.undo_label() })
    }

    /// Opens a design to look at it: nothing is written, and edits are refused. Of a damaged project everything that
    /// can be read is shown.
    ///
    /// # Errors
    /// Why not even that is possible.
    pub fn open_read_only(path: &Path) -> Result<Self, SessionError> {
        let (model, text, reason) = match Form::of(path)? {
            Form::Text => {
                let text = design::read_text(path)?;
                let model = design::parse(path, &text)?;
                (model, Some(text), "it was opened so".to_owned())
            }
            Form::Project => match Project::read(path) {
                Ok(loaded) => (loaded.model, loaded.text, "it was opened so".to_owned()),
                Err(error @ FileError::NotFound { .. }) => return Err(error.into()),
                Err(error) => {
                    let salvaged = Project::salvage(path)?;
                    let lost = if salvaged.lost.is_empty() {
                        String::new()
                    } else {
                        format!(". {}", salvaged.lost.join(". "))
                    };
                    (salvaged.model, None, format!("{error}{lost}"))
                }
            },
        };
        let project = Project::in_memory(path, &model, text.as_deref())?;
        let mut session = Self::of(project, model, text);
        session.read_only = Some(reason);
        Ok(session)
    }

    /// Why it may only be looked at; none where it may be edited.
    pub fn read_only(&self) -> Option<&str> {
        self.read_only.as_deref()
    }

    /// Writes the design as it is now, with what still waits, into a new project file. `go_on`: that file is the open
    /// one from then on; its history begins anew.
    ///
    /// # Errors
    /// That the name is not that of a project, that there is such a file, or what the disk refused.
    pub fn save_copy(&mut self, path: &Path, go_on: bool) -> Result<(), SessionError> {
        if Form::of(path)? != Form::Project {
            return Err(SessionError::NotADesign { path: path.to_owned() });
        }
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            disk::make_folder(folder)?;
        }
        Project::write_new(path, &self.model, self.text.as_deref())?;
        if go_on {
            *self = Self::load(path)?;
        }
        Ok(())
    }
}
