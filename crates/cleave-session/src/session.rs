//! One open project: a command goes through `decide`, the file, the model and the rules, in this order.

use crate::design::{self, Form};
use crate::outcome::{Judged, Outcome, guarded, judge_again, judge_soon};
use crate::presence::Presence;
use crate::{Making, Outside, SessionError, clock, disk, samples};
use cleave_analysis::Memory;
use cleave_file::{Deed, Delivered, Entry, FileError, Project};
use cleave_model::{Change, Command, History, Model, Policy, Step, decide, invariants};
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex, PoisonError};

mod ahead;
mod elsewhere;
mod safety;

pub use ahead::Foreseen;
use elsewhere::Watch;
pub use safety::Recovered;

/// How often an edit is decided anew because another process was faster.
const PATIENCE: usize = 5;

/// A state that is on disk.
#[derive(Debug)]
struct Base {
    model: Model,
    history: History,
    step: u32,
}

/// An open project.
#[derive(Debug)]
pub struct Session {
    project: Project,
    model: Model,
    history: History,
    text: Option<String>,
    who: String,
    /// Counts edits, undo and redo included.
    step: u32,
    /// What was done and is not on disk yet, the oldest first.
    waiting: Vec<Entry>,
    /// Why it is not.
    trouble: Option<String>,
    /// What is on disk, while anything waits.
    base: Option<Base>,
    /// What was heard of other processes and not yet asked for.
    heard: Vec<Outcome>,
    /// Why it may only be looked at; none where it may be edited.
    read_only: Option<String>,
    /// How the files looked when this session last wrote or read them.
    watch: Watch,
    /// What happened to them and waits for a decision.
    outside: Option<Outside>,
    /// Says that it is open, while it is.
    presence: Option<Presence>,
    /// What was looked ahead at last.
    foreseen: Option<ahead::Foreseen>,
    /// What the last judgement left for the next.
    memory: Mutex<Memory>,
}

impl Session {
    /// Opens a project; of a text form, the project beside it, which is made where there is none. The text is not
    /// written.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub fn open(path: &Path) -> Result<Self, SessionError> {
        let form = match Form::of(path) {
            // A missing file is missing, whatever its name.
            Err(_) if !path.exists() => return Err(FileError::NotFound { path: path.to_owned() }.into()),
            form => form?,
        };
        match form {
            Form::Project => Self::load(path),
            Form::Text => {
                let text = design::read_text(path)?;
                let project = design::project_beside(path);
                if project.exists() {
                    let mut session = Self::load(&project)?;
                    session.opened_by_text(path);
                    return Ok(session);
                }
                let model = design::parse(path, &text)?;
                Self::make(&project, &model, Some(&text))
            }
        }
    }

    /// Makes a new, empty project and opens it.
    ///
    /// # Errors
    /// That the name is none, or what the disk refused.
    pub fn create(path: &Path, name: &str) -> Result<Self, SessionError> {
        cleave_model::name::check(name)?;
        if Form::of(path)? != Form::Project {
            return Err(SessionError::NotADesign { path: path.to_owned() });
        }
        Self::make(path, &Model::new(name), None)
    }

    /// Copies a sample and opens the copy.
    ///
    /// # Errors
    /// That there is none of this name, or what the disk refused.
    pub fn create_sample(path: &Path, sample: &str) -> Result<Self, SessionError> {
        let sample = samples::find(sample).ok_or_else(|| SessionError::NoSample { name: sample.to_owned() })?;
        let model = design::parse(Path::new(sample.name), sample.text)?;
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            disk::make_folder(folder)?;
        }
        Self::make(path, &model, Some(sample.text))
    }

    fn make(path: &Path, model: &Model, text: Option<&str>) -> Result<Self, SessionError> {
        Project::write_new(path, model, text)?;
        Self::load(path)
    }

    fn load(path: &Path) -> Result<Self, SessionError> {
        let (project, loaded) = Project::open(path)?;
        if let Some(backup) = &loaded.backup {
            tracing::info!("brought up to the current format; the old file is kept as {}", backup.display());
        }
        let mut session = Self::of(project, loaded.model, loaded.text);
        session.history = History::resume(loaded.done, loaded.undone);
        session.step = loaded.step;
        Ok(session)
    }

    fn of(project: Project, model: Model, text: Option<String>) -> Self {
        let watch = Watch::of(project.path());
        Self {
            project,
            model,
            history: History::default(),
            text,
            who: user(),
            step: 0,
            waiting: Vec::new(),
            trouble: None,
            base: None,
            heard: Vec::new(),
            read_only: None,
            watch,
            outside: None,
            presence: None,
            foreseen: None,
            memory: Mutex::default(),
        }
    }

    /// Where the project file lies.
    pub fn path(&self) -> &Path {
        self.project.path()
    }

    /// The design.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// What the design allows itself.
    pub fn policy(&self) -> &Policy {
        static NOTHING: LazyLock<Policy> = LazyLock::new(Policy::default);
        self.model.designs().next().map_or(&*NOTHING, |design| &design.policy)
    }

    /// Counts edits, undo and redo included.
    pub fn step(&self) -> u32 {
        self.step
    }

    /// What undo would take back.
    pub fn undo_label(&self) -> Option<String> {
        self.history.undoable().map(|step| step.label.clone())
    }

    /// What redo would take again.
    pub fn redo_label(&self) -> Option<String> {
        self.history.redoable().map(|step| step.label.clone())
    }

    /// Why not everything is on disk; none where it is.
    pub fn trouble(&self) -> Option<&str> {
        self.trouble.as_deref()
    }

    /// Who edits.
    pub(crate) fn who(&self) -> &str {
        &self.who
    }

    pub(crate) fn project(&self) -> &Project {
        &self.project
    }

    /// What was done and is not on disk yet.
    pub(crate) fn waiting(&self) -> &[Entry] {
        &self.waiting
    }

    pub(crate) fn project_mut(&mut self) -> &mut Project {
        &mut self.project
    }

    /// Makes the design another one, in one step.
    pub(crate) fn become_model(&mut self, there: &Model, label: &str) -> Result<Outcome, SessionError> {
        self.perform(|session| {
            let change = crate::keeping::difference(&session.model, there);
            if change.is_empty() {
                return Err(cleave_model::Refusal::Nothing.into());
            }
            Ok((Deed::Edit, Step { label: label.to_owned(), gesture: None, change }))
        })
    }

    /// What the rules say of the design. Of the numbers betweenness is not counted.
    ///
    /// # Errors
    /// That a rule panicked.
    pub fn judge(&self) -> Result<Judged, SessionError> {
        self.judge_of(&self.model, &clock::today())
    }

    /// [`Session::judge`] with every number.
    ///
    /// # Errors
    /// That a rule panicked.
    pub fn judge_whole(&self) -> Result<Judged, SessionError> {
        self.with_memory(|memory| judge_again(memory, &self.model, &clock::today()))
    }

    /// What the rules say of a design that is this one but for an edit, on a day.
    fn judge_of(&self, model: &Model, day: &str) -> Result<Judged, SessionError> {
        self.with_memory(|memory| judge_soon(memory, model, day))
    }

    fn with_memory(
        &self,
        judge: impl FnOnce(&mut Memory) -> Result<Judged, SessionError>,
    ) -> Result<Judged, SessionError> {
        let kept = || self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        let mut memory = std::mem::take(&mut *kept());
        // What failed leaves nothing.
        let judged = judge(&mut memory)?;
        *kept() = memory;
        Ok(judged)
    }

    /// Edits the design.
    ///
    /// # Errors
    /// That the command is refused; then nothing changed. That a rule panicked; then the edit is done and durable.
    pub fn apply(&mut self, command: &Command, gesture: Option<String>) -> Result<Outcome, SessionError> {
        let (label, gesture) = (command.label(), gesture);
        self.perform(|session| {
            let change = decide(&session.model, command)?;
            Ok((Deed::Edit, Step { label: label.clone(), gesture: gesture.clone(), change }))
        })
    }

    /// Takes the last step back.
    ///
    /// # Errors
    /// That there is none, or that what others did since stands against it.
    pub fn undo(&mut self) -> Result<Outcome, SessionError> {
        self.perform(|session| session.walk(Deed::Undo))
    }

    /// Takes the last undone step again.
    ///
    /// # Errors
    /// That there is none, or that what others did since stands against it.
    pub fn redo(&mut self) -> Result<Outcome, SessionError> {
        self.perform(|session| session.walk(Deed::Redo))
    }

    /// What undo or redo would do, without doing it.
    fn walk(&self, deed: Deed) -> Result<(Deed, Step), SessionError> {
        let next = if deed == Deed::Undo { self.history.undoable() } else { self.history.redoable() };
        let step = next.ok_or(cleave_model::Refusal::Nothing)?;
        let change = if deed == Deed::Undo { step.change.inverse() } else { step.change.clone() };
        fits(&self.model, &change)?;
        Ok((deed, Step { change, ..step.clone() }))
    }

    /// Decides, makes durable, applies, judges. Decides again where another process was faster.
    fn perform(
        &mut self,
        mut ask: impl FnMut(&Self) -> Result<(Deed, Step), SessionError>,
    ) -> Result<Outcome, SessionError> {
        if let Some(reason) = &self.read_only {
            return Err(SessionError::ReadOnly { reason: reason.clone() });
        }
        for _ in 0..PATIENCE {
            self.listen();
            let (deed, step) = ask(self)?;
            let entry = Entry { at: clock::now(), who: self.who.clone(), deed, step };
            self.waiting.push(entry.clone());
            if let Err(FileError::Behind { .. }) = self.write() {
                // Somebody was faster by a moment: hear what they did and ask again.
                self.waiting.pop();
                continue;
            }
            self.remember_base();
            self.take_in(&entry);
            return self.outcome(&entry.step);
        }
        Err(FileError::Locked { path: self.path().to_owned() }.into())
    }

    /// Writes what waits. What the disk refuses goes on waiting, except where another process was faster.
    fn write(&mut self) -> Result<(), FileError> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        match self.project.append(&self.waiting) {
            Ok(_) => {
                self.waiting.clear();
                self.base = None;
                self.trouble = None;
                Ok(())
            }
            Err(error @ FileError::Behind { .. }) => Err(error),
            Err(error) => {
                tracing::warn!("an edit waits in memory: {error}");
                self.trouble = Some(format!("{error}. {}", error.hint()));
                Ok(())
            }
        }
    }

    /// Tries again to write what waits. Answers whether everything is on disk now.
    pub fn save(&mut self) -> bool {
        self.listen();
        if let Err(error) = self.write() {
            tracing::warn!("{error}");
        }
        self.waiting.is_empty()
    }

    /// Keeps what is on disk when something begins to wait.
    fn remember_base(&mut self) {
        if !self.waiting.is_empty() && self.base.is_none() {
            let (model, history) = (self.model.clone(), self.history.clone());
            self.base = Some(Base { model, history, step: self.step });
        }
    }

    /// Applies an entry to the model and to the history.
    fn take_in(&mut self, entry: &Entry) {
        match entry.deed {
            Deed::Edit => drop(self.history.record(entry.step.clone())),
            Deed::Undo => drop(self.history.undo()),
            Deed::Redo => drop(self.history.redo()),
        }
        self.model.apply(&entry.step.change);
        self.step += 1;
    }

    fn outcome(&mut self, step: &Step) -> Result<Outcome, SessionError> {
        let judged = if step.change.touches_meaning() { Some(self.judged_after(&step.change)?) } else { None };
        Ok(Outcome {
            step: self.step,
            label: step.label.clone(),
            change: step.change.clone(),
            judged,
            undo: self.undo_label(),
            redo: self.redo_label(),
            saved: self.waiting.is_empty(),
        })
    }

    /// What other processes did to the project since this was last asked, in order.
    pub fn news(&mut self) -> Vec<Outcome> {
        self.listen();
        std::mem::take(&mut self.heard)
    }

    /// Brings the design up to what other processes did.
    fn listen(&mut self) {
        let news = match self.project.news() {
            Ok(news) => news,
            Err(error) => {
                tracing::warn!("cannot see what others did: {error}");
                return;
            }
        };
        if news.is_empty() {
            return;
        }
        // What waits was done to a design that others have changed now: it is done again on top of theirs, and left out
        // where it no longer fits.
        let waiting = std::mem::take(&mut self.waiting);
        if let Some(base) = self.base.take() {
            (self.model, self.history, self.step) = (base.model, base.history, base.step);
        }
        for entry in news {
            self.take_in(&entry);
            match self.outcome(&entry.step) {
                Ok(outcome) => self.heard.push(outcome),
                Err(error) => tracing::error!("{error}"),
            }
        }
        for entry in waiting {
            if let Err(error) = fits(&self.model, &entry.step.change) {
                tracing::warn!("{} was given up, it does not fit what others did: {error}", entry.step.label);
                continue;
            }
            self.waiting.push(entry.clone());
            self.remember_base();
            self.take_in(&entry);
        }
        if self.waiting.is_empty() {
            self.trouble = None;
        }
    }

    /// The text form of the design, with the comments and the layout of the text it came from.
    ///
    /// # Errors
    /// A mistake of Cleave's own.
    pub fn to_text(&self) -> Result<String, SessionError> {
        guarded("Writing the text form", || design::as_text(&self.model, self.text.as_deref()))
    }

    /// What a generation starts from: a copy that no later edit reaches.
    pub fn making(&self, topologies: &[String]) -> Result<Making, SessionError> {
        Making::new(self.model.clone(), topologies)
    }

    /// Remembers that something was generated.
    pub fn record_delivery(&mut self, folder: &Path, summary: String) {
        let folder = folder.display().to_string();
        let delivered = Delivered { at: clock::now(), who: self.who.clone(), step: self.step, folder, summary };
        if let Err(error) = self.project.record_delivery(&delivered) {
            tracing::warn!("the delivery was not recorded: {error}");
        }
    }
}

/// Whether a change can be applied to a design it was not decided on: nothing it touches was touched since, and the
/// result can stand.
fn fits(model: &Model, change: &Change) -> Result<(), cleave_model::Refusal> {
    for swap in change.swaps() {
        let Some(id) = swap.id() else { continue };
        if model.shared(id) != swap.before.as_ref() {
            let reason = "it was changed elsewhere in the meantime".into();
            return Err(cleave_model::Refusal::Fixed { id: id.clone(), reason });
        }
    }
    let mut after = model.clone();
    after.apply(change);
    invariants::check_change(&after, change)
}

/// Who edits, as the system knows them.
fn user() -> String {
    let named = ["USER", "USERNAME", "LOGNAME"].into_iter().find_map(|name| std::env::var(name).ok());
    named.filter(|name| !name.is_empty()).unwrap_or_else(|| "unknown".into())
}

/// A name in this folder that is not taken: `shop.cleave`, `shop-2.cleave`, …
pub fn free_project(folder: &Path, stem: &str) -> PathBuf {
    let name = |n: u32| match n {
        1 => folder.join(format!("{stem}.cleave")),
        n => folder.join(format!("{stem}-{n}.cleave")),
    };
    (1..).map(name).find(|path| !path.exists()).unwrap_or_else(|| name(1))
}
