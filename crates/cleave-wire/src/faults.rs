//! Errors of the session as faults: which kind of trouble, what is so, what to do.

use crate::{Fault, FaultCode};
use cleave_session::{DiskError, SessionError};

/// An error of the session as the interface is told it.
pub(crate) fn fault(error: &SessionError) -> Fault {
    let code = match error {
        SessionError::Refused(_) | SessionError::ReadOnly { .. } => FaultCode::Refused,
        SessionError::File(error) => file_code(error),
        SessionError::NotADesign { .. } => FaultCode::BadFile,
        SessionError::Text { .. }
        | SessionError::Graph { .. }
        | SessionError::Pasted { .. }
        | SessionError::NotPastable => FaultCode::BadText,
        SessionError::Gaps(_) => FaultCode::Gap,
        SessionError::NoTopology { .. } | SessionError::NoSample { .. } | SessionError::NoRevision { .. } => {
            FaultCode::NotFound
        }
        SessionError::RevisionTaken { .. } => FaultCode::Refused,
        SessionError::Disk(DiskError::Io { .. }) => FaultCode::CannotWrite,
        SessionError::Disk(_) => FaultCode::CannotWrite,
        SessionError::Panicked { .. } => FaultCode::Internal,
    };
    Fault { code, message: error.to_string(), hint: error.hint() }
}

fn file_code(error: &cleave_session::FileError) -> FaultCode {
    use cleave_session::FileError as E;
    match error {
        E::NotFound { .. } => FaultCode::NotFound,
        E::IsFolder { .. }
        | E::Empty { .. }
        | E::NotACleaveFile { .. }
        | E::Truncated { .. }
        | E::Damaged { .. }
        | E::Newer { .. } => FaultCode::BadFile,
        E::Exists { .. } | E::Locked { .. } | E::Behind { .. } | E::Full { .. } | E::Denied { .. } | E::Io { .. } => {
            FaultCode::CannotWrite
        }
    }
}

/// That no project is open.
pub(crate) fn nothing_open() -> Fault {
    Fault {
        code: FaultCode::NothingOpen,
        message: "No design is open".into(),
        hint: Some("Open one, or make a new one".into()),
    }
}
