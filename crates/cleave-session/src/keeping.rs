//! What is kept of a design beside its journal: named revisions, and pieces on the clipboard.

use crate::outcome::guarded;
use crate::session::Session;
use crate::{Outcome, SessionError, clock};
use cleave_file::Revision;
use cleave_model::{Change, Id, Model, Swap};
use cleave_text::Fragment;
use std::collections::BTreeSet;

impl Session {
    /// Keeps the design as it is now under a name.
    ///
    /// # Errors
    /// That the name is none or taken, or what the disk refused.
    pub fn keep_revision(&mut self, name: &str) -> Result<(), SessionError> {
        cleave_model::name::check(name)?;
        let kept = self.revisions()?;
        if kept.iter().any(|other| other.name == name) {
            return Err(SessionError::RevisionTaken { name: name.to_owned() });
        }
        let (at, who, step) = (clock::now(), self.who().to_owned(), self.step());
        let revision = Revision { name: name.to_owned(), at, who, step, accepted: None };
        let model = self.model().clone();
        Ok(self.project_mut().keep_revision(&revision, &model)?)
    }

    /// The named revisions, the oldest first.
    ///
    /// # Errors
    /// What the disk refused.
    pub fn revisions(&self) -> Result<Vec<Revision>, SessionError> {
        Ok(self.project().revisions()?)
    }

    /// Makes the design what it was under this name: one step, which can be undone.
    ///
    /// # Errors
    /// That there is no such revision, that it is as the design is, or what the disk refused.
    pub fn restore(&mut self, name: &str) -> Result<Outcome, SessionError> {
        let found = self.project().revision(name)?;
        let there = found.ok_or_else(|| SessionError::NoRevision { name: name.to_owned() })?;
        self.become_model(&there, &format!("Go back to {name}"))
    }

    /// These records with everything in them as text, for the clipboard. Empty where nothing of them can be carried.
    ///
    /// # Errors
    /// A mistake of Cleave's own.
    pub fn copied(&self, ids: &[Id]) -> Result<String, SessionError> {
        guarded("Copying", || cleave_text::print_fragment(self.model(), ids))
    }

    /// What a text from the clipboard would bring into this design.
    ///
    /// # Errors
    /// That the text is not of ours, or what is wrong with it and where.
    pub fn read_fragment(&self, text: &str) -> Result<Fragment, SessionError> {
        if !cleave_text::begins_like_one(text) {
            return Err(SessionError::NotPastable);
        }
        let read = guarded("Reading what is pasted", || cleave_text::parse_fragment(text, self.model()))?;
        let fragment = read.map_err(|problems| SessionError::Pasted { problem: problems.first().clone() })?;
        if fragment.records.is_empty() { Err(SessionError::NotPastable) } else { Ok(fragment) }
    }
}

/// The change that makes one design of another.
pub(crate) fn difference(from: &Model, to: &Model) -> Change {
    let ids: BTreeSet<&Id> = from.records().chain(to.records()).map(cleave_model::Record::id).collect();
    let swap = |id: &Id| Swap { before: from.shared(id).cloned(), after: to.shared(id).cloned() };
    Change::new(ids.into_iter().map(swap))
}
