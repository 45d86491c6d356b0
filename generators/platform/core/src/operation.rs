//! What is known of an operation before it is called.

use std::sync::OnceLock;
use std::time::Duration;

use metrics::Histogram;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Fault;

/// A request: always one struct, so that a new field never changes a signature.
pub trait Request: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// The rules of the design for single fields.
    fn check(&self) -> Result<(), Fault> {
        Ok(())
    }
}

/// Whether an operation changes something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpKind {
    /// Changes nothing; dropped when nobody waits any more.
    Query,
    /// Changes something; runs to its end even when nobody waits any more.
    Command,
}

/// Whether a second identical call has the effect of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Idempotency {
    /// A second call is a second effect.
    No,
    /// The operation sees to it itself.
    Yes,
    /// When the caller sends an idempotency key.
    Keyed,
}

/// One per operation, as a `static` beside the contract's trait.
#[derive(Debug)]
pub struct OpMeta {
    /// The service that offers it.
    pub service: &'static str,
    /// Its name.
    pub op: &'static str,
    /// Query or command.
    pub kind: OpKind,
    /// How long it may take at most.
    pub timeout: Duration,
    /// Whether it may be asked again.
    pub idempotency: Idempotency,
    durations: Durations,
}

#[derive(Debug)]
struct Durations([OnceLock<Histogram>; 3]);

const OUTCOMES: [&str; 3] = ["ok", "domain_error", "fault"];

impl OpMeta {
    /// A query that may take so many milliseconds.
    pub const fn query(service: &'static str, op: &'static str, timeout_ms: u64) -> Self {
        Self::new(service, op, OpKind::Query, timeout_ms, Idempotency::Yes)
    }

    /// A command that may take so many milliseconds.
    pub const fn command(service: &'static str, op: &'static str, timeout_ms: u64, idempotency: Idempotency) -> Self {
        Self::new(service, op, OpKind::Command, timeout_ms, idempotency)
    }

    const fn new(
        service: &'static str,
        op: &'static str,
        kind: OpKind,
        timeout_ms: u64,
        idempotency: Idempotency,
    ) -> Self {
        let durations = Durations([OnceLock::new(), OnceLock::new(), OnceLock::new()]);
        Self { service, op, kind, timeout: Duration::from_millis(timeout_ms), idempotency, durations }
    }

    /// `orders.place_order`.
    pub fn name(&self) -> String {
        format!("{}.{}", self.service, self.op)
    }

    // A look-up in the registry costs more than the rest of the guard, so the handles are kept.
    pub(crate) fn record(&self, outcome: usize, took: Duration) {
        let histogram = self.durations.0[outcome].get_or_init(|| {
            metrics::histogram!("service_call_duration_seconds", "service" => self.service, "operation" => self.op, "outcome" => OUTCOMES[outcome])
        });
        histogram.record(took);
    }
}
