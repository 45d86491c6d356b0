//! Why a session could not do what it was asked.

use crate::DiskError;
use cleave_file::FileError;
use cleave_generators::Gap;
use cleave_model::Refusal;
use cleave_text::{Problem, Problems};
use std::path::PathBuf;

/// What a session answers instead of an outcome.
#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    /// The command may not be done.
    #[error("{0}")]
    Refused(#[from] Refusal),
    /// The project file.
    #[error("{0}")]
    File(#[from] FileError),
    /// The text form has mistakes.
    #[error("{}", rendered(.path, .source_text, .problems))]
    Text {
        /// The file.
        path: PathBuf,
        /// What it holds.
        source_text: String,
        /// What is wrong with it; never empty.
        problems: Problems,
    },
    /// The neutral graph has a mistake.
    #[error("{}: {}", .path.display(), .problem.message)]
    Graph {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        problem: cleave_text::GraphProblem,
    },
    /// The file is neither a project nor a text form.
    #[error("{}: this is not the name of a design", .path.display())]
    NotADesign {
        /// The file.
        path: PathBuf,
    },
    /// The design cannot be generated.
    #[error("{}", gaps(.0))]
    Gaps(Vec<Gap>),
    /// There is no such topology.
    #[error("There is no topology {name} in this design")]
    NoTopology {
        /// What was asked for.
        name: String,
        /// What there is.
        known: Vec<String>,
    },
    /// The design may only be looked at.
    #[error("This design is open to be read only: {reason}")]
    ReadOnly {
        /// Why.
        reason: String,
    },
    /// The disk.
    #[error("{0}")]
    Disk(#[from] DiskError),
    /// A text on the clipboard is of ours and has a mistake.
    #[error("Line {}, column {}: {}", .problem.line, .problem.column, .problem.message)]
    Pasted {
        /// The first thing that is wrong with it.
        problem: Problem,
    },
    /// What is on the clipboard is none of ours.
    #[error("Nothing that can be pasted")]
    NotPastable,
    /// A revision has the name already.
    #[error("There is already a revision called {name}")]
    RevisionTaken {
        /// The name.
        name: String,
    },
    /// There is no such revision.
    #[error("There is no revision called {name}")]
    NoRevision {
        /// The name.
        name: String,
    },
    /// There is no such sample.
    #[error("There is no sample {name}")]
    NoSample {
        /// What was asked for.
        name: String,
    },
    /// A mistake of Cleave's own.
    #[error("{doing} failed by a mistake of Cleave's own: {what}")]
    Panicked {
        /// What was being done.
        doing: &'static str,
        /// What the mistake said.
        what: String,
    },
}

impl SessionError {
    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Refused(refusal) => Some(refusal.hint()),
            Self::File(error) => Some(error.hint()),
            Self::Text { .. } => None,
            Self::Graph { problem, .. } => Some(problem.hint.clone()),
            Self::NotADesign { .. } => Some("A design is a project, *.cleave, or a text, *.cleave.kdl".into()),
            Self::Gaps(_) => None,
            Self::NoTopology { known, .. } if known.is_empty() => Some("The design has no topology yet".into()),
            Self::NoTopology { known, .. } => Some(format!("There are: {}", known.join(", "))),
            Self::ReadOnly { .. } => Some("Save a copy to edit it".into()),
            Self::Disk(error) => Some(error.hint()),
            Self::Pasted { problem } => problem.hint.clone(),
            Self::NotPastable => Some("Copy elements of a design, or a piece of its text form".into()),
            Self::RevisionTaken { .. } => Some("Choose another name".into()),
            Self::NoRevision { .. } => None,
            Self::NoSample { .. } => {
                let names: Vec<&str> = crate::samples::all().iter().map(|sample| sample.name).collect();
                Some(format!("There are: {}", names.join(", ")))
            }
            Self::Panicked { .. } => Some("The design on disk is safe. Undo the last edit, and report this".into()),
        }
    }
}

fn rendered(path: &std::path::Path, source: &str, problems: &Problems) -> String {
    let name = path.display().to_string();
    let all: Vec<String> = problems.iter().map(|problem| problem.render(&name, source)).collect();
    all.join("\n").trim_end().to_owned()
}

fn gaps(gaps: &[Gap]) -> String {
    let all: Vec<String> = gaps.iter().map(|gap| format!("  {gap}")).collect();
    format!("The design cannot be generated yet:\n{}", all.join("\n"))
}
