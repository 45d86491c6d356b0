//! A design on disk, in either of its two forms.

use crate::{DiskError, SessionError};
use cleave_file::{FileError, Project};
use cleave_model::Model;
use std::fs;
use std::path::{Path, PathBuf};

/// In which form a design lies on disk; its name says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// `*.cleave`: a project file.
    Project,
    /// `*.cleave.kdl`: the text form.
    Text,
}

impl Form {
    /// What the name says.
    ///
    /// # Errors
    /// [`SessionError::NotADesign`] where it says neither.
    pub fn of(path: &Path) -> Result<Self, SessionError> {
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        if name.ends_with(".kdl") {
            Ok(Self::Text)
        } else if name.ends_with(".cleave") {
            Ok(Self::Project)
        } else {
            Err(SessionError::NotADesign { path: path.to_owned() })
        }
    }
}

/// A design that was read and is not being edited.
#[derive(Debug, Clone)]
pub struct DesignFile {
    /// The design.
    pub model: Model,
    /// The text it is, or was last read from.
    pub text: Option<String>,
}

impl DesignFile {
    /// Reads a design in either form. Nothing is written.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub fn read(path: &Path) -> Result<Self, SessionError> {
        // A missing file is missing, whatever its name.
        let meta = fs::metadata(path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => SessionError::File(FileError::NotFound { path: path.to_owned() }),
            _ => SessionError::Disk(DiskError::of(path, &error)),
        })?;
        if meta.is_dir() {
            return Err(FileError::IsFolder { path: path.to_owned() }.into());
        }
        match Form::of(path)? {
            Form::Project => {
                let loaded = Project::read(path)?;
                Ok(Self { model: loaded.model, text: loaded.text })
            }
            Form::Text => {
                let text = read_text(path)?;
                let model = parse(path, &text)?;
                Ok(Self { model, text: Some(text) })
            }
        }
    }

    /// Reads a neutral graph, in which other tools describe a system, and what in it is not known. Nothing is written.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub fn read_graph_json(path: &Path) -> Result<(Self, Vec<cleave_text::Unread>), SessionError> {
        let text = read_text(path)?;
        let problem = |problem| SessionError::Graph { path: path.to_owned(), problem };
        let (model, unread) = cleave_text::read_graph_json(&text).map_err(problem)?;
        Ok((Self { model, text: None }, unread))
    }

    /// The design as text: what it was last written as, with what changed since spliced in.
    pub fn to_text(&self) -> String {
        as_text(&self.model, self.text.as_deref())
    }
}

/// The design as text: the old text, where there is one, with what changed since spliced in.
pub fn as_text(model: &Model, old: Option<&str>) -> String {
    let kept = old.and_then(|text| Some((text, cleave_text::parse(text).ok()?)));
    kept.map_or_else(|| cleave_text::print(model), |(text, before)| cleave_text::splice(text, &before, model))
}

/// The text of a file.
///
/// # Errors
/// That it is missing, empty, or not text.
pub fn read_text(path: &Path) -> Result<String, SessionError> {
    let bytes = fs::read(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => SessionError::File(FileError::NotFound { path: path.to_owned() }),
        _ => SessionError::Disk(DiskError::of(path, &error)),
    })?;
    if bytes.is_empty() {
        return Err(FileError::Empty { path: path.to_owned() }.into());
    }
    String::from_utf8(bytes)
        .map_err(|_| FileError::NotACleaveFile { path: path.to_owned(), what: "it is not text in UTF-8".into() }.into())
}

/// Reads the text form.
///
/// # Errors
/// Everything that is wrong with it, with the places.
pub fn parse(path: &Path, text: &str) -> Result<Model, SessionError> {
    cleave_text::parse(text).map_err(|problems| SessionError::Text {
        path: path.to_owned(),
        source_text: text.to_owned(),
        problems,
    })
}

/// The project file that belongs to a design: `X.cleave` beside `X.cleave.kdl`.
pub fn project_beside(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let stem = name.strip_suffix(".kdl").unwrap_or(&name);
    let stem = stem.strip_suffix(".cleave").unwrap_or(stem);
    path.with_file_name(format!("{stem}.cleave"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_the_form() {
        assert!(matches!(Form::of(Path::new("a/shop.cleave")), Ok(Form::Project)));
        assert!(matches!(Form::of(Path::new("shop.cleave.kdl")), Ok(Form::Text)));
        assert!(Form::of(Path::new("shop.txt")).is_err());
        assert!(Form::of(Path::new("shop")).is_err());
    }

    #[test]
    fn the_project_lies_beside_the_text() {
        assert_eq!(project_beside(Path::new("a/shop.cleave.kdl")), Path::new("a/shop.cleave"));
        assert_eq!(project_beside(Path::new("shop.kdl")), Path::new("shop.cleave"));
        assert_eq!(project_beside(Path::new("shop.cleave")), Path::new("shop.cleave"));
    }
}
