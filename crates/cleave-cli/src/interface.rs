//! Where the built interface lies.

use std::path::{Path, PathBuf};

/// The folder that has this file: where it was told to look; else beside this program; else the sources it was built
/// from. Whether the file is there, the caller sees.
pub fn folder(told: Option<PathBuf>, file: &str) -> PathBuf {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/dist");
    if let Some(folder) = told {
        return folder;
    }
    let beside = std::env::current_exe().ok().and_then(|exe| Some(exe.parent()?.to_owned()));
    let beside = beside.iter().flat_map(|folder| [folder.join("ui"), folder.join("../share/cleave/ui")]);
    beside.chain([sources.clone()]).find(|folder| folder.join(file).is_file()).unwrap_or(sources)
}
