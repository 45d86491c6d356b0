//! The guard around every implementation: it makes a call behave the same whether or not a wire lies in between.

use std::any::Any;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::sync::watch;
use tracing::Instrument;

use crate::{Cx, DeclaredError, Failure, Fault, FaultKind, Idempotency, OpKind, OpMeta, Request};

/// Where answers to keyed requests are kept: the store of the service.
#[async_trait]
pub trait Memory: Send + Sync + 'static {
    /// The answer that was given to this key, if any.
    async fn recall(&self, meta: &'static OpMeta, key: &str) -> Result<Option<Remembered>, Fault>;
}

/// An answer that was given before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remembered {
    /// Of the request it answered; see [`fingerprint`].
    pub fingerprint: i64,
    /// The answer as JSON.
    pub response: String,
}

/// Wraps an implementation, once, at the implementation's side: rules, deadline, panic barrier, span, histogram.
#[derive(Clone, Default)]
pub struct Guard {
    memory: Option<Arc<dyn Memory>>,
}

impl Guard {
    /// A guard; `memory` answers repeated requests of keyed operations.
    pub fn new(memory: Option<Arc<dyn Memory>>) -> Self {
        Self { memory }
    }

    /// Runs one call.
    pub async fn run<R, T, E, B, F>(&self, meta: &'static OpMeta, cx: &Cx, request: R, body: B) -> Result<T, Failure<E>>
    where
        R: Request,
        T: Serialize + DeserializeOwned + Send + 'static,
        E: DeclaredError,
        B: FnOnce(Cx, R) -> F + Send + 'static,
        F: Future<Output = Result<T, Failure<E>>> + Send + 'static,
    {
        let span = tracing::info_span!("call", service = meta.service, operation = meta.op, request = cx.request_id());
        let started = Instant::now();
        let answer = self.checked(meta, cx, request, body).instrument(span.clone()).await;
        let outcome = match &answer {
            Ok(_) => 0,
            Err(Failure::Domain(_)) => 1,
            Err(Failure::Fault(_)) => 2,
        };
        meta.record(outcome, started.elapsed());
        match &answer {
            Err(Failure::Fault(fault)) if fault.kind == FaultKind::Internal => {
                span.in_scope(|| tracing::error!(detail = fault.detail, "failed"))
            }
            Err(Failure::Fault(fault)) => span.in_scope(|| tracing::debug!(%fault, "refused")),
            _ => {}
        }
        answer
    }

    async fn checked<R, T, E, B, F>(&self, meta: &'static OpMeta, cx: &Cx, request: R, body: B) -> Result<T, Failure<E>>
    where
        R: Request,
        T: Serialize + DeserializeOwned + Send + 'static,
        E: DeclaredError,
        B: FnOnce(Cx, R) -> F + Send + 'static,
        F: Future<Output = Result<T, Failure<E>>> + Send + 'static,
    {
        request.check()?;
        let cx = cx.within(meta.timeout);
        let keyed = match (&self.memory, cx.idempotency_key()) {
            (Some(memory), Some(key)) if meta.idempotency == Idempotency::Keyed => {
                Some((memory, key.to_owned(), fingerprint(&request)?))
            }
            _ => None,
        };
        let Some((memory, key, fingerprint)) = keyed else {
            return in_time(meta, cx, request, body).await;
        };
        if let Some(answer) = recalled(memory.recall(meta, &key).await?, fingerprint)? {
            return Ok(answer);
        }
        match in_time(meta, cx.with_fingerprint(fingerprint), request, body).await {
            // A twin of this request may have committed while ours ran; then its answer is ours.
            Err(Failure::Fault(fault)) if fault.kind == FaultKind::Conflict => {
                recalled(memory.recall(meta, &key).await?, fingerprint)?.ok_or_else(|| fault.into())
            }
            answer => answer,
        }
    }
}

fn recalled<T: DeserializeOwned>(found: Option<Remembered>, fingerprint: i64) -> Result<Option<T>, Fault> {
    let Some(found) = found else { return Ok(None) };
    if found.fingerprint != fingerprint {
        return Err(Fault::conflict("this idempotency key was used for another request"));
    }
    serde_json::from_str(&found.response).map(Some).map_err(|e| Fault::internal(format!("remembered answer: {e}")))
}

async fn in_time<R, T, E, B, F>(meta: &'static OpMeta, cx: Cx, request: R, body: B) -> Result<T, Failure<E>>
where
    R: Request,
    T: Send + 'static,
    E: DeclaredError,
    B: FnOnce(Cx, R) -> F + Send + 'static,
    F: Future<Output = Result<T, Failure<E>>> + Send + 'static,
{
    let late = || Failure::Fault(Fault::deadline_exceeded(format!("{} ran out of time", meta.name())));
    if cx.expired() {
        return Err(late());
    }
    let deadline = cx.deadline().unwrap_or_else(|| Instant::now() + meta.timeout).into();
    let work = async move {
        match catching_panics(async move { body(cx, request).await }).await {
            Ok(answer) => answer,
            Err(panic) => Err(Fault::internal(format!("{} panicked: {panic}", meta.name())).into()),
        }
    };
    match meta.kind {
        OpKind::Query => tokio::time::timeout_at(deadline, work).await.unwrap_or_else(|_| Err(late())),
        OpKind::Command => {
            // In a task of its own: when time is up the asker gets its answer, and the body still runs to its end and
            // can undo what it began. The same when the asker goes away.
            let running = CommandRunning::begin();
            let task = tokio::spawn(
                async move {
                    let answer = work.await;
                    drop(running);
                    answer
                }
                .in_current_span(),
            );
            match tokio::time::timeout_at(deadline, task).await {
                Ok(Ok(answer)) => answer,
                Ok(Err(e)) => Err(Fault::internal(format!("{} was stopped: {e}", meta.name())).into()),
                Err(_) => Err(late()),
            }
        }
    }
}

/// Runs a future; a panic inside becomes an error that says what the panic said.
pub async fn catching_panics<F: Future>(future: F) -> Result<F::Output, String> {
    let mut future = pin!(future);
    poll_fn(|cx| match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(cx))) {
        Ok(poll) => poll.map(Ok),
        Err(panic) => std::task::Poll::Ready(Err(message(panic.as_ref()))),
    })
    .await
}

fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|s| (*s).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "without a message".to_owned())
}

/// FNV-1a of the request's JSON. It recognises a key used by mistake for another request, on every machine and version.
pub fn fingerprint<R: Serialize>(request: &R) -> Result<i64, Fault> {
    let json = serde_json::to_vec(request).map_err(|e| Fault::internal(format!("request as JSON: {e}")))?;
    let hash = json
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3));
    Ok(i64::from_ne_bytes(hash.to_ne_bytes()))
}

static RUNNING: std::sync::LazyLock<watch::Sender<usize>> = std::sync::LazyLock::new(|| watch::channel(0).0);

struct CommandRunning;

impl CommandRunning {
    fn begin() -> Self {
        RUNNING.send_modify(|count| *count += 1);
        Self
    }
}

impl Drop for CommandRunning {
    fn drop(&mut self) {
        RUNNING.send_modify(|count| *count -= 1);
    }
}

/// Waits until no command runs in this process, also none whose asker has left.
pub async fn commands_finished() {
    // The sender is static, so the channel cannot close and there is no error to see.
    let _ = RUNNING.subscribe().wait_for(|count| *count == 0).await;
}
