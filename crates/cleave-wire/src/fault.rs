//! What the interface is told when a request cannot be done.

use serde::{Deserialize, Serialize};

/// Which kind of trouble it is, for code that must tell them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum FaultCode {
    /// The command may not be done.
    Refused,
    /// No project is open.
    NothingOpen,
    /// There is no such file.
    NotFound,
    /// The file is not ours, is broken, or is newer than this Cleave.
    BadFile,
    /// The text form has mistakes.
    BadText,
    /// The design lacks something that generation needs.
    Gap,
    /// The folder or file cannot be written.
    CannotWrite,
    /// The request could not be understood.
    BadRequest,
    /// A mistake of Cleave's own; the project on disk is safe.
    Internal,
}

/// Why a request was not done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Fault {
    /// Which kind.
    pub code: FaultCode,
    /// What is so.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.hint {
            Some(hint) => write!(f, "{}. {hint}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

impl std::error::Error for Fault {}
