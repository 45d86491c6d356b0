//! What every service and every transport agree on: the context of a call, how it fails, and the guard around it.

mod cx;
mod data;
mod event;
mod failure;
mod guard;
mod operation;
mod problem;
mod process;

pub use async_trait::async_trait;
pub use cx::{Cx, CxBuilder, KeyedRequest};
pub use data::{Blob, Money};
pub use event::{CloudEvent, Delivery, Event, EventSink, Unreadable, now_ms, rfc3339};
pub use failure::{DeclaredError, Failure, FailureExt, Fault, FaultKind, Never, Violation};
pub use guard::{Guard, Memory, Remembered, catching_panics, commands_finished, fingerprint};
pub use operation::{Idempotency, OpKind, OpMeta, Request};
pub use problem::Problem;
pub use process::{Background, Backing, Stop, Stopper, stop_signal};
