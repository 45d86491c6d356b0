//! What the command line says when something could not be done: what is so, and what to do.

use cleave_session::{DiskError, FileError, SessionError};
use cleave_wire::Fault;
use std::fmt;

/// Why a command could not be done. Exit code 2.
#[derive(Debug)]
pub struct Trouble {
    message: String,
    hint: Option<String>,
    /// The message is laid out already, with its own `error:`.
    laid_out: bool,
}

impl Trouble {
    /// A trouble and what to do about it.
    pub fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { message: message.into(), hint: Some(hint.into()), laid_out: false }
    }
}

impl From<SessionError> for Trouble {
    fn from(error: SessionError) -> Self {
        let laid_out = matches!(error, SessionError::Text { .. });
        Self { message: error.to_string(), hint: error.hint(), laid_out }
    }
}

impl From<DiskError> for Trouble {
    fn from(error: DiskError) -> Self {
        SessionError::from(error).into()
    }
}

impl From<FileError> for Trouble {
    fn from(error: FileError) -> Self {
        SessionError::from(error).into()
    }
}

impl From<Fault> for Trouble {
    fn from(fault: Fault) -> Self {
        let laid_out = fault.message.starts_with("error: ");
        Self { message: fault.message, hint: fault.hint, laid_out }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let label = if self.laid_out { "" } else { "error: " };
        write!(f, "{label}{}", self.message)?;
        match &self.hint {
            Some(hint) => write!(f, "\n hint: {hint}."),
            None => Ok(()),
        }
    }
}
