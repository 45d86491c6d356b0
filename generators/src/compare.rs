//! From the wanted files to a delivery: each is compared with what stands in the folder and what was written last time.

use crate::blueprint::Blueprint;
use crate::delivery::{Class, Counts, Delivery, Planned, Snapshot, Status};
use crate::file_tree::{FileTree, Want};
use crate::mend::{self, Mending};
use crate::record::{self, Manifest, Written, hash, with_plain_ends};

/// What the comparison needs besides the tree.
pub struct Against<'a> {
    /// What stands in the folder.
    pub folder: &'a Snapshot,
    /// The record of the last generation; empty where there was none.
    pub before: &'a Manifest,
    /// The blueprint of the tree.
    pub blueprint: &'a Blueprint,
    /// Cleave's version.
    pub version: &'a str,
    /// Whether a path belongs to a topology that is not written this time.
    pub set_aside: &'a dyn Fn(&str) -> bool,
}

/// The delivery, with the new record as its last file.
pub fn compare(tree: &FileTree, against: &Against<'_>) -> Delivery {
    let mut record = Manifest {
        cleave: against.version.to_owned(),
        detached: against.before.detached.clone(),
        schemas: tree.schemas.clone(),
        ..Manifest::default()
    };
    let mut files = Vec::new();
    for (path, want) in &tree.files {
        let planned = one(path, want, tree, against);
        if let Some(written) = remembered(&planned, against) {
            record.files.insert(path.clone(), written);
        }
        files.push(planned);
    }
    for (path, written) in &against.before.files {
        if tree.files.contains_key(path) {
            continue;
        }
        if (against.set_aside)(path) {
            record.files.insert(path.clone(), written.clone());
            continue;
        }
        let Some(planned) = former(path, written, against) else { continue };
        if planned.status != Status::Gone {
            record.files.insert(path.clone(), written.clone());
        }
        files.push(planned);
    }
    files.push(own_record(&record, against));
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let counts = count(&files);
    Delivery { files, counts }
}

/// What stands at a path, as text.
fn standing(path: &str, folder: &Snapshot) -> Option<String> {
    folder.get(path).map(|bytes| String::from_utf8_lossy(bytes).into_owned())
}

fn one(path: &str, want: &Want, tree: &FileTree, against: &Against<'_>) -> Planned {
    let before = standing(path, against.folder);
    let planned = |class, status, after: String, note: Option<String>| Planned {
        path: path.to_owned(),
        class,
        status,
        before: before.clone(),
        after: Some(after),
        note,
    };
    match want {
        Want::Rewritten(text) => {
            let (status, note) = rewritten(path, text, before.as_deref(), against);
            planned(Class::Rewritten, status, text.clone(), note)
        }
        Want::Once(text) => {
            let (status, after) = yours(text, before.as_deref());
            planned(Class::Once, status, after, None)
        }
        Want::Root(root) => match root.merge(before.as_deref()) {
            Ok(text) => {
                let status = match &before {
                    None => Status::New,
                    Some(before) if *before == text => Status::Unchanged,
                    Some(_) => Status::Changed,
                };
                planned(Class::Rewritten, status, text, None)
            }
            Err(why) => {
                let fresh = root.merge(None).unwrap_or_default();
                planned(Class::Rewritten, Status::Conflict, fresh, Some(format!("it cannot be merged: {why}")))
            }
        },
        Want::Code { scaffold, service } => mended(planned, scaffold, before.as_deref(), |text| {
            mend::code::mend(text, &against.blueprint.services[*service])
        }),
        Want::Manifest { scaffold, needs } => {
            mended(planned, scaffold, before.as_deref(), |text| mend::dependencies::mend(text, needs, &tree.packages))
        }
        Want::Steps { scaffold, steps } => {
            mended(planned, scaffold, before.as_deref(), |text| mend::steps::mend(text, steps))
        }
    }
}

fn rewritten(path: &str, text: &str, before: Option<&str>, against: &Against<'_>) -> (Status, Option<String>) {
    let Some(before) = before else { return (Status::New, None) };
    if with_plain_ends(before) == with_plain_ends(text) {
        return (Status::Unchanged, None);
    }
    if against.before.detached.contains(path) {
        return (Status::KeptYours, Some("it was taken over from Cleave".into()));
    }
    match against.before.files.get(path) {
        Some(written) if written.sha256 == hash(before) => (Status::Changed, None),
        Some(_) => (Status::Conflict, Some("it was changed by hand since Cleave wrote it".into())),
        None => (Status::Conflict, Some("it stands where Cleave would write, and Cleave did not write it".into())),
    }
}

/// A file that is the user's once it is there.
fn yours(scaffold: &str, before: Option<&str>) -> (Status, String) {
    match before {
        None => (Status::New, scaffold.to_owned()),
        Some(before) if with_plain_ends(before) == with_plain_ends(scaffold) => (Status::Unchanged, before.to_owned()),
        Some(before) => (Status::KeptYours, before.to_owned()),
    }
}

fn mended(
    planned: impl Fn(Class, Status, String, Option<String>) -> Planned,
    scaffold: &str,
    before: Option<&str>,
    mend: impl FnOnce(&str) -> Mending,
) -> Planned {
    let Some(text) = before else { return planned(Class::Mended, Status::New, scaffold.to_owned(), None) };
    let note = |notes: Vec<String>| (!notes.is_empty()).then(|| notes.join("\n"));
    match mend(text) {
        Mending::Fits(notes) => {
            let (status, after) = yours(scaffold, Some(text));
            planned(Class::Mended, status, after, note(notes))
        }
        Mending::Mended(new, notes) => planned(Class::Mended, Status::Mended, new, note(notes)),
        Mending::Refused(why) => planned(Class::Mended, Status::Conflict, scaffold.to_owned(), Some(why)),
    }
}

/// A file that was written before and is not wanted any more.
fn former(path: &str, written: &Written, against: &Against<'_>) -> Option<Planned> {
    let before = standing(path, against.folder)?;
    let planned = |status, after, note: Option<&str>| Planned {
        path: path.to_owned(),
        class: written.class,
        status,
        before: Some(before.clone()),
        after,
        note: note.map(str::to_owned),
    };
    if written.class != Class::Rewritten {
        let service = path.strip_prefix("services/").and_then(|rest| rest.split('/').next());
        let lives = service.is_none_or(|package| against.blueprint.service(package).is_some_and(|s| s.is_hosted()));
        let note =
            (!lives).then_some("the design has no such service any more; remove the folder when you are done with it");
        return Some(planned(Status::KeptYours, Some(before.clone()), note));
    }
    if against.before.detached.contains(path) {
        return None;
    }
    if written.sha256 == hash(&before) {
        return Some(planned(Status::Gone, None, None));
    }
    Some(planned(Status::Conflict, None, Some("nothing needs it any more, and it was changed by hand")))
}

/// What the new record says of a file.
fn remembered(planned: &Planned, against: &Against<'_>) -> Option<Written> {
    let old = against.before.files.get(&planned.path).cloned();
    let text = planned.after.as_deref().unwrap_or_default();
    let fresh = || Written { class: planned.class, sha256: hash(text) };
    match planned.status {
        Status::New | Status::Changed | Status::Mended => Some(fresh()),
        Status::Unchanged => Some(
            old.filter(|old| old.class == planned.class && planned.class != Class::Rewritten).unwrap_or_else(fresh),
        ),
        Status::KeptYours => Some(old.unwrap_or_else(fresh)),
        Status::Conflict | Status::Gone => old,
    }
}

fn own_record(record: &Manifest, against: &Against<'_>) -> Planned {
    let (before, after) = (standing(record::PATH, against.folder), record.text());
    let status = match &before {
        None => Status::New,
        Some(before) if with_plain_ends(before) == after => Status::Unchanged,
        Some(_) => Status::Changed,
    };
    Planned { path: record::PATH.into(), class: Class::Rewritten, status, before, after: Some(after), note: None }
}

fn count(files: &[Planned]) -> Counts {
    let mut counts = Counts::default();
    for file in files {
        *match file.status {
            Status::New => &mut counts.new,
            Status::Changed => &mut counts.changed,
            Status::Unchanged => &mut counts.unchanged,
            Status::KeptYours => &mut counts.kept_yours,
            Status::Mended => &mut counts.mended,
            Status::Conflict => &mut counts.conflict,
            Status::Gone => &mut counts.gone,
        } += 1;
    }
    counts
}
