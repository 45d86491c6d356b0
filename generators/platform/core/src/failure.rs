//! How a call fails: with an error its contract declares, or with a fault that nobody declared.

use std::fmt;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What comes back instead of an answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Failure<E> {
    /// One of the errors that the operation declares; callers match on it.
    Domain(E),
    /// Everything else.
    Fault(Fault),
}

impl<E> From<Fault> for Failure<E> {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl<E: fmt::Display> fmt::Display for Failure<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Domain(error) => error.fmt(f),
            Self::Fault(fault) => fault.fmt(f),
        }
    }
}

impl<E: fmt::Debug + fmt::Display> std::error::Error for Failure<E> {}

/// The declared errors of one operation: an enum whose serde form is `{"code": .., "data": ..}`.
pub trait DeclaredError: Serialize + DeserializeOwned + fmt::Display + fmt::Debug + Send + Sync + 'static {
    /// The URI that names the kind of problem.
    fn type_uri(&self) -> &'static str;
    /// The sentence that is the same for every occurrence.
    fn title(&self) -> &'static str;
    /// The HTTP status, 4xx.
    fn status(&self) -> u16;
}

/// The declared errors of an operation that declares none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Never {}

impl fmt::Display for Never {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {}
    }
}

impl std::error::Error for Never {}

impl Serialize for Never {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        match *self {}
    }
}

impl<'de> Deserialize<'de> for Never {
    fn deserialize<D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        Err(serde::de::Error::custom("this operation declares no errors"))
    }
}

impl DeclaredError for Never {
    fn type_uri(&self) -> &'static str {
        match *self {}
    }
    fn title(&self) -> &'static str {
        match *self {}
    }
    fn status(&self) -> u16 {
        match *self {}
    }
}

/// What a caller does with the errors of a callee.
pub trait FailureExt<T, E> {
    /// Turns the callee's declared errors into the caller's own; faults pass through.
    fn map_domain<F>(self, map: impl FnOnce(E) -> Failure<F>) -> Result<T, Failure<F>>;
    /// Says that the caller has no use for the declared errors: one that comes is a bug and becomes a fault.
    fn unexpected(self) -> Result<T, Fault>
    where
        E: fmt::Display;
}

impl<T, E> FailureExt<T, E> for Result<T, Failure<E>> {
    fn map_domain<F>(self, map: impl FnOnce(E) -> Failure<F>) -> Result<T, Failure<F>> {
        self.map_err(|failure| match failure {
            Failure::Domain(error) => map(error),
            Failure::Fault(fault) => Failure::Fault(fault),
        })
    }

    fn unexpected(self) -> Result<T, Fault>
    where
        E: fmt::Display,
    {
        self.map_err(|failure| match failure {
            Failure::Domain(error) => Fault::internal(format!("not expected here: {error}")),
            Failure::Fault(fault) => fault,
        })
    }
}

/// A failure that no contract declares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Decides the status, and whether a caller may try again.
    pub kind: FaultKind,
    /// For the log; shown to clients only where the kind allows it.
    pub detail: String,
    /// Which fields of the request break which rule.
    pub violations: Vec<Violation>,
}

/// One field of a request that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Violation {
    /// The field, as it is spelled in JSON; nested fields with dots.
    pub field: String,
    /// What is wrong with it.
    pub message: String,
}

impl Violation {
    /// Names the field and what is wrong with it.
    pub fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { field: field.into(), message: message.into() }
    }
}

impl Fault {
    /// A fault of this kind; the detail goes to the log.
    pub fn new(kind: FaultKind, detail: impl Into<String>) -> Self {
        Self { kind, detail: detail.into(), violations: Vec::new() }
    }

    /// `Ok` when there are no violations: the last line of every generated `check`.
    pub fn check(violations: Vec<Violation>) -> Result<(), Self> {
        if violations.is_empty() { Ok(()) } else { Err(Self::invalid(violations)) }
    }

    /// The request breaks the rules of the contract.
    pub fn invalid(violations: Vec<Violation>) -> Self {
        let fields: Vec<_> = violations.iter().map(|v| format!("{}: {}", v.field, v.message)).collect();
        Self { kind: FaultKind::InvalidArgument, detail: fields.join("; "), violations }
    }

    /// The request cannot be read at all.
    pub fn unreadable(detail: impl Into<String>) -> Self {
        Self::new(FaultKind::InvalidArgument, detail)
    }

    /// The caller may not do this.
    pub fn permission_denied(detail: impl Into<String>) -> Self {
        Self::new(FaultKind::PermissionDenied, detail)
    }

    /// Nothing is there.
    pub fn not_found(detail: impl Into<String>) -> Self {
        Self::new(FaultKind::NotFound, detail)
    }

    /// Somebody else was faster, or the key was used for another request.
    pub fn conflict(detail: impl Into<String>) -> Self {
        Self::new(FaultKind::Conflict, detail)
    }

    /// A bug. The detail is for the log only.
    pub fn internal(detail: impl Into<String>) -> Self {
        Self::new(FaultKind::Internal, detail)
    }

    /// The operation is drawn but not written yet.
    pub fn unimplemented(operation: &str) -> Self {
        Self::new(FaultKind::Unimplemented, format!("{operation} is not implemented yet"))
    }

    /// Something that is needed is away; trying later may help.
    pub fn unavailable(detail: impl Into<String>) -> Self {
        Self::new(FaultKind::Unavailable, detail)
    }

    /// Time is up.
    pub fn deadline_exceeded(detail: impl Into<String>) -> Self {
        Self::new(FaultKind::DeadlineExceeded, detail)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.kind.code(), self.detail)
    }
}

impl std::error::Error for Fault {}

/// The kinds of faults; each has a code on the wire and a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the table below says it all")]
pub enum FaultKind {
    InvalidArgument,
    Unauthenticated,
    PermissionDenied,
    NotFound,
    MethodNotAllowed,
    Conflict,
    PayloadTooLarge,
    RateLimited,
    Internal,
    Unimplemented,
    Unavailable,
    DeadlineExceeded,
}

const KINDS: [(FaultKind, &str, u16, &str); 12] = [
    (FaultKind::InvalidArgument, "invalid_argument", 400, "Invalid argument"),
    (FaultKind::Unauthenticated, "unauthenticated", 401, "Unauthenticated"),
    (FaultKind::PermissionDenied, "permission_denied", 403, "Permission denied"),
    (FaultKind::NotFound, "not_found", 404, "Not found"),
    (FaultKind::MethodNotAllowed, "method_not_allowed", 405, "Method not allowed"),
    (FaultKind::Conflict, "conflict", 409, "Conflict"),
    (FaultKind::PayloadTooLarge, "payload_too_large", 413, "Payload too large"),
    (FaultKind::RateLimited, "rate_limited", 429, "Too many requests"),
    (FaultKind::Internal, "internal", 500, "Internal error"),
    (FaultKind::Unimplemented, "unimplemented", 501, "Not implemented"),
    (FaultKind::Unavailable, "unavailable", 503, "Unavailable"),
    (FaultKind::DeadlineExceeded, "deadline_exceeded", 504, "Deadline exceeded"),
];

impl FaultKind {
    fn row(self) -> &'static (FaultKind, &'static str, u16, &'static str) {
        &KINDS[self as usize]
    }

    /// The code on the wire. It has no dot, which tells it from a declared error.
    pub fn code(self) -> &'static str {
        self.row().1
    }

    /// The HTTP status.
    pub fn status(self) -> u16 {
        self.row().2
    }

    /// The sentence that is the same for every occurrence.
    pub fn title(self) -> &'static str {
        self.row().3
    }

    /// The kind with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        KINDS.iter().find(|row| row.1 == code).map(|row| row.0)
    }

    /// What a client at the edge may read instead of the detail, where the detail would name layers and peers.
    pub fn public_sentence(self) -> Option<&'static str> {
        match self {
            Self::Internal => Some("Something went wrong on our side."),
            Self::Unavailable => Some("Temporarily unavailable; try again."),
            Self::DeadlineExceeded => Some("It took too long."),
            _ => None,
        }
    }
}
