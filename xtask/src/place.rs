//! Where things are in the repository and in its target folder.

use std::path::{Path, PathBuf};

/// The folders every task works with.
pub struct Place {
    /// The repository.
    pub root: PathBuf,
    /// Where Cargo builds the repository's own workspace.
    pub target: PathBuf,
}

impl Place {
    /// The repository this program was built from.
    pub fn here() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new(".")).to_owned();
        // Cargo put this program into <target>/<profile>/, whatever said where <target> is.
        let built = std::env::current_exe().ok();
        let target = built.as_deref().and_then(|exe| exe.ancestors().nth(2)).map(Path::to_owned);
        let target = target.unwrap_or_else(|| root.join("target"));
        Self { root, target }
    }

    /// The interface's sources.
    pub fn interface(&self) -> PathBuf {
        self.root.join("ui")
    }

    /// A program of the workspace, built in the dev profile.
    pub fn program(&self, name: &str) -> PathBuf {
        self.target.join("debug").join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }

    /// One target folder for all generated workspaces and their runtime crates, which share nearly all they depend on.
    pub fn generated(&self) -> PathBuf {
        self.target.join("generated")
    }

    /// What tests leave to be looked at: screenshots, transcripts, measurements.
    pub fn artefacts(&self) -> PathBuf {
        self.target.join("artefacts")
    }
}
