//! Carrying a delivery to disk: checked again, written aside, then moved into place; undone if anything fails.

use super::{DiskError, folder, write};
use cleave_generators::{Delivery, Planned, Status, Write};
use std::fs;
use std::path::{Component, Path, PathBuf};

/// Writes a delivery into a folder. Either everything is written, or the folder is as it was. `progress` hears how
/// many files of how many are done.
///
/// # Errors
/// What stands against it, or what the system refused.
pub fn deliver(folder: &Path, delivery: &Delivery, progress: &mut dyn FnMut(u32, u32)) -> Result<(), DiskError> {
    folder::look(folder)?;
    for file in &delivery.files {
        check(folder, file)?;
    }
    if delivery.is_settled() {
        return Ok(());
    }
    let mut work = Work { made: Vec::new(), moved: Vec::new(), stage: PathBuf::new() };
    let done = work.run(folder, delivery, progress);
    if done.is_err() {
        work.take_back();
    }
    // What is left of it is only a copy of what was, or of what is.
    let _ = fs::remove_dir_all(&work.stage);
    done
}

/// Makes sure that a file is still what the plan saw, and that the way to it stays in the folder.
fn check(folder: &Path, file: &Planned) -> Result<(), DiskError> {
    let target = folder.join(&file.path);
    let plain = |part: Component| matches!(part, Component::Normal(_));
    if file.path.is_empty() || file.path.contains('\\') || !Path::new(&file.path).components().all(plain) {
        return Err(DiskError::Astray { path: target });
    }
    if !matches!(file.status, Status::New | Status::Changed | Status::Mended | Status::Gone) {
        return Ok(());
    }
    let mut at = folder.to_owned();
    for part in Path::new(&file.path).components() {
        at.push(part);
        if fs::symlink_metadata(&at).is_ok_and(|meta| meta.is_symlink()) {
            return Err(DiskError::Astray { path: at });
        }
    }
    let now = match fs::read(&target) {
        Ok(bytes) => Some(bytes),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => return Err(DiskError::of(&target, &error)),
    };
    // Bytes that are no text were shown to the plan as nothing it could keep.
    let same = match (&now, &file.before) {
        (None, None) => true,
        (Some(bytes), Some(before)) => String::from_utf8_lossy(bytes) == before.as_str(),
        _ => false,
    };
    if same { Ok(()) } else { Err(DiskError::Changed { path: target }) }
}

/// What was done so far, so that it can be taken back.
struct Work {
    /// Files and folders that were not there before, in the order they were made.
    made: Vec<PathBuf>,
    /// Files that were moved away: where they were, and where they are.
    moved: Vec<(PathBuf, PathBuf)>,
    /// Where files are written before they are moved into place.
    stage: PathBuf,
}

impl Work {
    fn run(&mut self, folder: &Path, delivery: &Delivery, progress: &mut dyn FnMut(u32, u32)) -> Result<(), DiskError> {
        self.make_folders(folder)?;
        // Inside the folder, so that moving from there is a rename; removed whatever happens.
        self.stage = folder.join(format!(".cleave-{}", std::process::id()));
        fs::create_dir(&self.stage).map_err(|error| DiskError::of(&self.stage, &error))?;
        let writes: Vec<Write> = delivery.writes().collect();
        // Twice as many: once written aside, once moved.
        let total = u32::try_from(writes.len()).unwrap_or(u32::MAX).saturating_mul(2);
        let mut done = 0;
        for (index, item) in writes.iter().enumerate() {
            if let Write::Put { bytes, executable, .. } = item {
                let draft = self.stage.join(format!("new-{index}"));
                write_draft(&draft, bytes, *executable).map_err(|error| DiskError::of(&draft, &error))?;
            }
            done += 1;
            progress(done, total);
        }
        // The manifest says what was written, so it comes last.
        let last = |item: &&(usize, &Write)| matches!(item.1, Write::Put { path, .. } if *path == folder::MANIFEST);
        let all: Vec<(usize, &Write)> = writes.iter().enumerate().collect();
        for (index, item) in all.iter().filter(|item| !last(item)).chain(all.iter().filter(last)) {
            self.place(folder, *index, item)?;
            done += 1;
            progress(done, total);
        }
        Ok(())
    }

    fn place(&mut self, folder: &Path, index: usize, item: &Write) -> Result<(), DiskError> {
        let (Write::Put { path, .. } | Write::Remove { path }) = item;
        let target = folder.join(path);
        let failed = |error: std::io::Error| DiskError::of(&target, &error);
        if fs::symlink_metadata(&target).is_ok() {
            let kept = self.stage.join(format!("old-{index}"));
            fs::rename(&target, &kept).map_err(failed)?;
            self.moved.push((target.clone(), kept));
        }
        match item {
            Write::Put { .. } => {
                if let Some(above) = target.parent() {
                    self.make_folders(above)?;
                }
                fs::rename(self.stage.join(format!("new-{index}")), &target).map_err(failed)?;
                self.made.push(target);
            }
            Write::Remove { .. } => {
                // Folders that are empty now; the first that is not ends it.
                for above in target.ancestors().skip(1).take_while(|above| *above != folder) {
                    if fs::remove_dir(above).is_err() {
                        break;
                    }
                }
            }
        }
        Ok(())
    }

    /// Makes a folder and those above it, and remembers which were not there.
    fn make_folders(&mut self, path: &Path) -> Result<(), DiskError> {
        let missing: Vec<PathBuf> = path
            .ancestors()
            .take_while(|above| !above.as_os_str().is_empty() && !above.exists())
            .map(Path::to_owned)
            .collect();
        for above in missing.into_iter().rev() {
            fs::create_dir(&above).map_err(|error| DiskError::of(&above, &error))?;
            self.made.push(above);
        }
        Ok(())
    }

    /// Puts everything back as it was, as far as the system lets us.
    fn take_back(&mut self) {
        let failed =
            |path: &Path, error: std::io::Error| tracing::error!("{} was not put back: {error}", path.display());
        let (folders, files): (Vec<_>, Vec<_>) = self.made.drain(..).rev().partition(|path| path.is_dir());
        for path in files {
            if let Err(error) = fs::remove_file(&path) {
                failed(&path, error);
            }
        }
        for (target, kept) in self.moved.drain(..).rev() {
            let above = target.parent().map_or(Ok(()), fs::create_dir_all);
            if let Err(error) = above.and_then(|()| fs::rename(&kept, &target)) {
                failed(&target, error);
            }
        }
        let _ = fs::remove_dir_all(&self.stage);
        for path in folders {
            if let Err(error) = fs::remove_dir(&path) {
                failed(&path, error);
            }
        }
    }
}

fn write_draft(path: &Path, bytes: &[u8], executable: bool) -> std::io::Result<()> {
    write(path, bytes)?;
    #[cfg(unix)]
    if executable {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(path, fs::Permissions::from_mode(0o755))?;
    }
    #[cfg(not(unix))]
    let _ = executable;
    Ok(())
}
