//! What other programs do to the files of the open design: noticed, told, and settled by whoever edits.

use super::Session;
use crate::outside::{self, Happening, Identity, Outside, Stamp};
use crate::{SessionError, design, disk};
use cleave_file::{Deed, Project};
use cleave_model::{Model, Refusal, Step};
use std::path::{Path, PathBuf};

/// How the files looked when this session last wrote or read them.
#[derive(Debug, Clone, Default)]
pub(super) struct Watch {
    file: Option<Identity>,
    /// The text form, and how it looked when it was last read.
    text: PathBuf,
    stamp: Option<Stamp>,
}

impl Watch {
    /// Looks at a project and the text form beside it. What the text says is compared at the first look.
    pub(super) fn of(project: &Path) -> Self {
        Self { file: outside::identity(project), text: outside::text_beside(project), stamp: None }
    }
}

impl Session {
    /// What happened outside and waits for a decision.
    pub fn outside(&self) -> Option<&Outside> {
        self.outside.as_ref()
    }

    /// The design was opened by the name of its text: it is that text which counts, whatever else lies beside.
    pub(super) fn opened_by_text(&mut self, text: &Path) {
        self.watch.text = text.to_owned();
        self.compare_text(true);
    }

    /// Looks whether other programs touched the files. Answers whether there is something else to tell than before;
    /// cheap where nothing happened.
    pub fn look_outside(&mut self) -> bool {
        if self.read_only.is_some() {
            return false;
        }
        let before = self.outside.clone();
        let path = self.path().to_owned();
        let now = outside::identity(&path);
        if now != self.watch.file {
            self.watch.file = now;
            self.outside = Some(match now {
                None => Outside { happening: Happening::Gone, path, problem: None, differs: Vec::new() },
                Some(_) => self.against(Happening::Replaced, path.clone(), read_project(&path)),
            });
        } else if self.outside.as_ref().is_none_or(|found| found.happening == Happening::Text) {
            self.compare_text(false);
        }
        self.outside != before
    }

    /// Reads the text form where it looks different from the last time. `asked`: it was opened by its name, so it counts
    /// even where the project never knew a text.
    fn compare_text(&mut self, asked: bool) {
        let now = outside::stamp(&self.watch.text);
        if now == self.watch.stamp || now.is_none() {
            return;
        }
        self.watch.stamp = now;
        if self.text.is_none() && !asked {
            return;
        }
        let path = self.watch.text.clone();
        let theirs = outside::read_theirs(&path);
        if matches!(&theirs, Ok((text, _)) if Some(text) == self.text.as_ref()) {
            self.outside = None;
            return;
        }
        let found = self.against(Happening::Text, path, theirs.map(|(_, model)| model));
        let same = found.problem.is_none() && found.differs.is_empty();
        self.outside = (!same).then_some(found);
    }

    fn against(&self, happening: Happening, path: PathBuf, theirs: Result<Model, String>) -> Outside {
        let (problem, differs) = match theirs {
            Ok(theirs) => (None, outside::differences(&self.model, &theirs)),
            Err(problem) => (Some(problem), Vec::new()),
        };
        Outside { happening, path, problem, differs }
    }

    /// Settles what happened outside: `theirs` takes what lies there now, as one step that undo takes back; otherwise
    /// the design stays as it is, and stands on disk again where it was replaced or removed.
    ///
    /// # Errors
    /// That theirs cannot be read, or what the disk refused; then it still waits for a decision.
    pub fn settle_outside(&mut self, theirs: bool) -> Result<(), SessionError> {
        let Some(found) = self.outside.take() else { return Ok(()) };
        let settled = match (found.happening, theirs) {
            (Happening::Text, _) => self.settle_text(&found.path, theirs),
            (Happening::Gone, _) => self.stand_again(),
            (Happening::Replaced, _) => self.settle_file(theirs),
        };
        settled.inspect_err(|_| self.outside = Some(found))
    }

    fn settle_text(&mut self, path: &Path, theirs: bool) -> Result<(), SessionError> {
        let text = design::read_text(path)?;
        if theirs {
            let model = design::parse(path, &text)?;
            self.adopt(&model, "Load the text form")?;
        }
        // From now on changes are seen against this text; comments in it are kept when the design is written as text.
        if let Err(error) = self.project.keep_text(&text) {
            tracing::warn!("{error}");
        }
        self.text = Some(text);
        Ok(())
    }

    fn settle_file(&mut self, theirs: bool) -> Result<(), SessionError> {
        let ours = self.model.clone();
        let path = self.path().to_owned();
        let their_model = read_project(&path).map_err(|problem| SessionError::ReadOnly { reason: problem });
        let their_model = if theirs { Some(their_model?) } else { None };
        self.let_go(&path)?;
        self.reopen(&path)?;
        self.adopt(&ours, if theirs { "What was here" } else { "Keep what was here" })?;
        match their_model {
            Some(model) => self.adopt(&model, "Load the changed file"),
            None => Ok(()),
        }
    }

    /// Puts the project down again where it was.
    fn stand_again(&mut self) -> Result<(), SessionError> {
        let path = self.path().to_owned();
        self.let_go(&path)?;
        Project::write_new(&path, &self.model, self.text.as_deref())?;
        self.reopen(&path)
    }

    /// Closes a file that lies there no more. Its log goes with it: it would be taken for that of the next file.
    fn let_go(&mut self, path: &Path) -> Result<(), SessionError> {
        let aside = Project::in_memory(path, &self.model, self.text.as_deref())?;
        drop(std::mem::replace(&mut self.project, aside));
        for end in ["-wal", "-shm"] {
            let mut left = path.as_os_str().to_owned();
            left.push(end);
            disk::take_away(Path::new(&left));
        }
        Ok(())
    }

    /// Opens the file that lies there now.
    fn reopen(&mut self, path: &Path) -> Result<(), SessionError> {
        let mut fresh = Self::load(path)?;
        fresh.presence = self.presence.take();
        *self = fresh;
        Ok(())
    }

    /// Makes this design like that one, in one step.
    fn adopt(&mut self, theirs: &Model, label: &str) -> Result<(), SessionError> {
        let outcome = self.perform(|session| {
            let change = outside::change(&session.model, theirs);
            if change.is_empty() {
                return Err(Refusal::Nothing.into());
            }
            super::fits(&session.model, &change)?;
            Ok((Deed::Edit, Step { label: label.to_owned(), gesture: None, change }))
        });
        match outcome {
            Ok(_) | Err(SessionError::Refused(Refusal::Nothing)) => Ok(()),
            Err(error) => Err(error),
        }
    }
}

fn read_project(path: &Path) -> Result<Model, String> {
    Project::read_alone(path).map(|loaded| loaded.model).map_err(|error| error.to_string())
}
