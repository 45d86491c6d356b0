//! The context of a call: who asks, under which request id, and until when an answer is of use.

use std::sync::Arc;
use std::time::{Duration, Instant};

use uuid::Uuid;

/// What a callee leaves of its caller's time, so that the caller can still clean up and answer.
const RESERVE: Duration = Duration::from_millis(20);

/// Travels as an explicit argument through every call; a clone costs one reference count.
#[derive(Debug, Clone)]
pub struct Cx {
    inner: Arc<Inner>,
    deadline: Option<Instant>,
}

#[derive(Debug, Clone, Default)]
struct Inner {
    request_id: String,
    traceparent: String,
    tracestate: Option<String>,
    authorization: Option<String>,
    idempotency_key: Option<String>,
    request_fingerprint: Option<i64>,
}

/// The key a caller gave and the fingerprint of the request it gave it for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyedRequest {
    /// The caller's `idempotency-key`.
    pub key: String,
    /// See [`crate::fingerprint`].
    pub fingerprint: i64,
}

impl Cx {
    /// A context of its own: for work that nobody waits for, and for tests.
    pub fn background() -> Self {
        Self::builder().build()
    }

    /// Starts from what came over a wire; whatever is not given is made.
    pub fn builder() -> CxBuilder {
        CxBuilder { inner: Inner::default(), deadline: None }
    }

    /// The id under which all logs of this request can be found; answered to the client as `x-request-id`.
    pub fn request_id(&self) -> &str {
        &self.inner.request_id
    }

    /// W3C trace context, passed on as it came.
    pub fn traceparent(&self) -> &str {
        &self.inner.traceparent
    }

    /// The vendors' part of the trace context.
    pub fn tracestate(&self) -> Option<&str> {
        self.inner.tracestate.as_deref()
    }

    /// The `authorization` header of the original request, passed on to the services it reaches.
    pub fn authorization(&self) -> Option<&str> {
        self.inner.authorization.as_deref()
    }

    /// The caller's `idempotency-key`.
    pub fn idempotency_key(&self) -> Option<&str> {
        self.inner.idempotency_key.as_deref()
    }

    /// Key and fingerprint, inside an operation marked `keyed` that was called with a key.
    pub fn keyed_request(&self) -> Option<KeyedRequest> {
        let key = self.inner.idempotency_key.clone()?;
        Some(KeyedRequest { key, fingerprint: self.inner.request_fingerprint? })
    }

    /// When nobody waits for the answer any more.
    pub fn deadline(&self) -> Option<Instant> {
        self.deadline
    }

    /// Time left until the deadline; `None` without one, zero when it has passed.
    pub fn remaining(&self) -> Option<Duration> {
        self.deadline.map(|at| at.saturating_duration_since(Instant::now()))
    }

    /// True when the deadline has passed.
    pub fn expired(&self) -> bool {
        self.remaining().is_some_and(|left| left.is_zero())
    }

    /// The same context for a callee that may take `timeout`, and never so long that we cannot answer ourselves.
    pub fn within(&self, timeout: Duration) -> Self {
        let own = Instant::now() + timeout;
        let deadline = match self.deadline {
            Some(callers) => own.min(callers.checked_sub(RESERVE).unwrap_or(callers)),
            None => own,
        };
        Self { deadline: Some(deadline), ..self.clone() }
    }

    /// The same context without a deadline: for undoing what a call began after its time is up.
    pub fn without_deadline(&self) -> Self {
        Self { deadline: None, ..self.clone() }
    }

    /// The same context with another idempotency key, for a second call to one keyed operation.
    pub fn with_idempotency_key(&self, key: impl Into<String>) -> Self {
        let inner = Inner { idempotency_key: Some(key.into()), request_fingerprint: None, ..(*self.inner).clone() };
        Self { inner: Arc::new(inner), ..self.clone() }
    }

    pub(crate) fn with_fingerprint(&self, fingerprint: i64) -> Self {
        let inner = Inner { request_fingerprint: Some(fingerprint), ..(*self.inner).clone() };
        Self { inner: Arc::new(inner), ..self.clone() }
    }
}

/// Collects what a transport knows of a request.
#[derive(Debug)]
pub struct CxBuilder {
    inner: Inner,
    deadline: Option<Instant>,
}

impl CxBuilder {
    /// Takes over a request id; one that could not stand in a header or a log line is replaced.
    pub fn request_id(mut self, id: Option<&str>) -> Self {
        let fits = |id: &&str| !id.is_empty() && id.len() <= 128 && id.bytes().all(|b| b.is_ascii_graphic());
        self.inner.request_id = id.filter(fits).unwrap_or_default().to_owned();
        self
    }

    /// Takes over the trace context.
    pub fn trace(mut self, parent: Option<&str>, state: Option<&str>) -> Self {
        let fits = |parent: &&str| parent.len() == 55 && parent.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
        self.inner.traceparent = parent.filter(fits).unwrap_or_default().to_owned();
        self.inner.tracestate = state.map(str::to_owned);
        self
    }

    /// Takes over the bearer token.
    pub fn authorization(mut self, value: Option<&str>) -> Self {
        self.inner.authorization = value.map(str::to_owned);
        self
    }

    /// Takes over the idempotency key.
    pub fn idempotency_key(mut self, key: Option<&str>) -> Self {
        self.inner.idempotency_key = key.filter(|key| !key.is_empty()).map(str::to_owned);
        self
    }

    /// The answer is of use only for so long. Relative, so that the clocks of two machines do not matter.
    pub fn timeout(mut self, left: Option<Duration>) -> Self {
        self.deadline = left.and_then(|left| Instant::now().checked_add(left));
        self
    }

    /// The context; an id and a trace are made where none came.
    pub fn build(mut self) -> Cx {
        if self.inner.request_id.is_empty() {
            self.inner.request_id = Uuid::now_v7().to_string();
        }
        if self.inner.traceparent.is_empty() {
            let (trace, span) = (Uuid::now_v7().simple(), Uuid::now_v7().as_u64_pair().1);
            self.inner.traceparent = format!("00-{trace}-{span:016x}-01");
        }
        Cx { inner: Arc::new(self.inner), deadline: self.deadline }
    }
}
