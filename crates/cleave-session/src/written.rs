//! Which files that were written for others may be handed to the system's programs.

use std::path::{Path, PathBuf};

/// The endings of pictures and reports.
const ENDINGS: [&str; 9] = ["csv", "html", "json", "md", "pdf", "png", "sarif", "svg", "xml"];

/// Why a file is not handed over.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unopened {
    /// It may be a program.
    #[error("{} is no picture or report", .0.display())]
    Other(PathBuf),
    /// There is no such file.
    #[error("{} is not there any more", .0.display())]
    Gone(PathBuf),
}

/// The whole path of a picture or report that is there.
///
/// # Errors
///
/// Anything else: a page that asks can start no program.
pub fn openable(path: &Path) -> Result<PathBuf, Unopened> {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_lowercase();
    if !ENDINGS.contains(&ending.as_str()) {
        return Err(Unopened::Other(path.to_owned()));
    }
    let whole = std::path::absolute(path).ok().filter(|whole| whole.is_file());
    whole.ok_or_else(|| Unopened::Gone(path.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_and_reports_that_are_there_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, "").unwrap();
            path
        };
        let report = file("-a b; $(c).HTML");
        assert_eq!(openable(&report), Ok(report));
        for other in [file("shop.sh"), file("html"), folder.path().join("gone.exe")] {
            assert_eq!(openable(&other), Err(Unopened::Other(other)));
        }
        std::fs::create_dir(folder.path().join("folder.svg")).unwrap();
        for gone in
            [folder.path().join("gone.svg"), folder.path().join("folder.svg"), "https://example.com/a.html".into()]
        {
            assert_eq!(openable(&gone), Err(Unopened::Gone(gone)));
        }
    }
}
