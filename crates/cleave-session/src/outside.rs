//! What other programs did to the files of an open design, and how theirs differs from ours.

use crate::design;
use cleave_model::{Change, Kind, Model, Pair, Record};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// What happened to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Happening {
    /// The text form beside the project says something else than it did.
    Text,
    /// Another file lies under the project's name.
    Replaced,
    /// There is no file under the project's name any more.
    Gone,
}

/// What a record of theirs is against ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// Only they have it.
    Added,
    /// Both have it, and it differs.
    Changed,
    /// Only we have it.
    Removed,
}

/// One record that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Differs {
    /// What it is against ours.
    pub how: How,
    /// Its kind.
    pub kind: Kind,
    /// What people call it.
    pub name: String,
}

/// Something that happened outside and waits for a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outside {
    /// What happened.
    pub happening: Happening,
    /// The file.
    pub path: PathBuf,
    /// Why theirs cannot be read; then there is nothing to compare or load.
    pub problem: Option<String>,
    /// How theirs differs, without mere places.
    pub differs: Vec<Differs>,
}

/// How a file looked the last time: what of it is known without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stamp(Option<SystemTime>, u64);

/// The stamp of a file; none where there is none.
pub(crate) fn stamp(path: &Path) -> Option<Stamp> {
    let meta = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
    Some(Stamp(meta.modified().ok(), meta.len()))
}

/// Which file lies under a name, however it was written since. Where a system does not say, or keeps open files from
/// being replaced, all are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Identity(u64, u64);

/// The file that lies there now; none where there is none.
pub(crate) fn identity(path: &Path) -> Option<Identity> {
    let meta = fs::metadata(path).ok()?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        Some(Identity(meta.dev(), meta.ino()))
    }
    #[cfg(not(unix))]
    Some(Identity(0, u64::from(meta.is_dir())))
}

/// The text form that belongs to a project: `X.cleave.kdl` beside `X.cleave`.
pub(crate) fn text_beside(project: &Path) -> PathBuf {
    let mut name = project.as_os_str().to_owned();
    name.push(".kdl");
    PathBuf::from(name)
}

/// What turns ours into theirs. Where they say no place for something they have, ours is kept: what the hand placed
/// does not move because somebody else wrote it down without its place.
pub(crate) fn change(ours: &Model, theirs: &Model) -> Change {
    let keeps = |record: &Record| {
        record.as_placement().is_some_and(|placement| {
            let stands = theirs.get(&placement.element).is_some();
            stands && placement.view.as_ref().is_none_or(|view| theirs.get(view).is_some())
        })
    };
    let gone = ours.records().filter(|record| theirs.get(record.id()).is_none() && !keeps(record));
    let gone = gone.filter_map(|record| ours.shared(record.id()));
    let gone = gone.map(|record| Pair { before: Some(record.clone()), after: None });
    let said = theirs.records().filter_map(|record| theirs.shared(record.id()));
    let said = said.map(|record| {
        let before = ours.shared(record.id()).cloned();
        Pair { before, after: Some(record.clone()) }
    });
    Change::new(gone.chain(said))
}

/// The same for people: kinds and names, places left out.
pub(crate) fn differences(ours: &Model, theirs: &Model) -> Vec<Differs> {
    let mut all = Vec::new();
    for swap in change(ours, theirs).swaps() {
        let (model, record, how) = match (&swap.before, &swap.after) {
            (None, Some(record)) => (theirs, record, How::Added),
            (Some(_), Some(record)) => (theirs, record, How::Changed),
            (Some(record), None) => (ours, record, How::Removed),
            (None, None) => continue,
        };
        if record.kind() != Kind::Placement {
            let named = if record.name().is_empty() { record.id().to_string() } else { model.path(record.id()) };
            all.push(Differs { how, kind: record.kind(), name: named });
        }
    }
    all
}

/// What a text says, or what is wrong with it, by line.
pub(crate) fn read_theirs(path: &Path) -> Result<(String, Model), String> {
    let text = design::read_text(path).map_err(|error| error.to_string())?;
    let model = design::parse(path, &text).map_err(|error| error.to_string())?;
    Ok((text, model))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawing(text: &str) -> Model {
        cleave_text::parse(text).expect("a drawing")
    }

    #[test]
    fn theirs_is_told_by_kind_and_name() {
        let ours = drawing("cleave 1\ndesign shop\nservice orders\nservice stock\n");
        let theirs = drawing("cleave 1\ndesign shop\nservice orders team=\"A\"\nservice mail\n");
        let told = differences(&ours, &theirs);
        let named =
            |how: How| told.iter().filter(|one| one.how == how).map(|one| one.name.as_str()).collect::<Vec<_>>();
        assert_eq!(named(How::Added), ["mail"]);
        assert_eq!(named(How::Removed), ["stock"]);
        let mut after = ours.clone();
        after.apply(&change(&ours, &theirs));
        assert!(differences(&after, &theirs).is_empty());
    }
}
