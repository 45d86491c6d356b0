//! The client side: calls operations of a service in another process as if it were here.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::http::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use axum::http::{Method, Request, Response, StatusCode, Uri};
use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::{Client, Error as SendError};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use metrics::{counter, gauge, histogram};
use platform_core::{Cx, DeclaredError, Failure, Fault, FaultKind, Idempotency, OpMeta, Problem};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::breaker::Breaker;
use crate::context::{CALLER, TOKEN, write_cx};

const RETRIES: u32 = 2;
const ANSWER_LIMIT: usize = 16 * 1024 * 1024;
/// What a call without a deadline may take on top of the operation's own timeout, for the way there and back.
const WAY: Duration = Duration::from_secs(1);

/// A service in another process. Clones share connections and circuit breaker.
#[derive(Clone)]
pub struct Peer(Arc<Shared>, Option<&'static str>);

struct Shared {
    name: &'static str,
    base: String,
    token: Option<String>,
    client: HttpClient,
    breaker: Breaker,
}

pub(crate) type HttpClient = Client<HttpConnector, Full<Bytes>>;

pub(crate) fn http_client() -> HttpClient {
    let mut connector = HttpConnector::new();
    connector.set_nodelay(true);
    connector.set_connect_timeout(Some(Duration::from_secs(1)));
    Client::builder(TokioExecutor::new())
        .pool_timer(TokioTimer::new())
        .pool_idle_timeout(Duration::from_secs(30))
        .build(connector)
}

/// How one attempt failed, if no answer came.
struct Lost {
    fault: Fault,
    /// The request never left this process, so the other side cannot have acted on it.
    unsent: bool,
}

impl Peer {
    /// A service at a base URL such as `http://127.0.0.1:9082`; `token` is the secret that all deployables share.
    pub fn new(name: &'static str, base: &str, token: Option<&str>) -> Self {
        let base = base.trim_end_matches('/').to_owned();
        let (token, client) = (token.map(str::to_owned), http_client());
        Self(Arc::new(Shared { name, base, token, client, breaker: Breaker::default() }), None)
    }

    /// The same peer, called by this service.
    pub fn called_by(&self, service: &'static str) -> Self {
        Self(self.0.clone(), Some(service))
    }

    /// Calls an operation. Asks again, while time is left, where a second call can do no harm.
    pub async fn call<R: Serialize + Sync, T: DeserializeOwned, E: DeclaredError>(
        &self,
        meta: &'static OpMeta,
        cx: &Cx,
        request: &R,
    ) -> Result<T, Failure<E>> {
        let started = Instant::now();
        let json = serde_json::to_vec(request).map_err(|e| Fault::internal(format!("request as JSON: {e}")))?;
        let repeatable = meta.idempotency == Idempotency::Yes
            || (meta.idempotency == Idempotency::Keyed && cx.idempotency_key().is_some());
        let cx = match cx.deadline() {
            Some(_) => cx.clone(),
            None => cx.within(meta.timeout + WAY),
        };
        let path = format!("/internal/{}/{}", meta.service, meta.op);
        let answer = self.persist(&cx, &path, "application/json", json.into(), repeatable).await;
        histogram!("peer_request_duration_seconds", "peer" => self.0.name, "operation" => meta.op)
            .record(started.elapsed());
        let (status, body) = answer?;
        if status.is_success() {
            return serde_json::from_slice(&body)
                .map_err(|e| Fault::internal(format!("{} answered what does not fit: {e}", meta.name())).into());
        }
        match serde_json::from_slice::<Problem>(&body) {
            Ok(problem) => Err(problem.into_failure()),
            Err(_) => Err(self.foreign(status).into()),
        }
    }

    /// An answer that is not a problem of ours comes from a proxy in between.
    fn foreign(&self, status: StatusCode) -> Fault {
        let detail = format!("{} answered {status} without a problem", self.0.name);
        match status.as_u16() {
            502 | 503 => Fault::unavailable(detail),
            504 => Fault::deadline_exceeded(detail),
            _ => Fault::internal(detail),
        }
    }

    async fn persist(
        &self,
        cx: &Cx,
        path: &str,
        kind: &'static str,
        body: Bytes,
        repeatable: bool,
    ) -> Result<(StatusCode, Bytes), Fault> {
        let mut attempt = 0;
        loop {
            if !self.0.breaker.admits() {
                return Err(Fault::unavailable(format!("{} has not answered for a while", self.0.name)));
            }
            let outcome = self.attempt(cx, path, kind, body.clone()).await;
            let (failed, again) = match &outcome {
                Ok((status, _)) => {
                    (matches!(status.as_u16(), 502..=504), repeatable && matches!(status.as_u16(), 502 | 503))
                }
                Err(lost) => (true, lost.fault.kind == FaultKind::Unavailable && (repeatable || lost.unsent)),
            };
            let open = self.0.breaker.note(!failed);
            gauge!("peer_breaker_state", "peer" => self.0.name).set(if open { 1.0 } else { 0.0 });
            let pause = pause(attempt);
            if !again || attempt == RETRIES || cx.remaining().is_some_and(|left| left <= pause) {
                return outcome.map_err(|lost| lost.fault);
            }
            attempt += 1;
            counter!("peer_retries_total", "peer" => self.0.name).increment(1);
            tokio::time::sleep(pause).await;
        }
    }

    async fn attempt(&self, cx: &Cx, path: &str, kind: &'static str, body: Bytes) -> Result<(StatusCode, Bytes), Lost> {
        let name = self.0.name;
        let broken = |detail: String| Lost { fault: Fault::internal(detail), unsent: true };
        let uri: Uri =
            format!("{}{path}", self.0.base).parse().map_err(|e| broken(format!("address of {name}: {e}")))?;
        let mut request = Request::new(Full::new(body));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = uri;
        self.write_headers(cx, kind, request.headers_mut());
        let exchange = async {
            let response = self.0.client.request(request).await.map_err(|e| lost(name, &e))?;
            collect(response).await.map_err(|e| Lost {
                fault: Fault::unavailable(format!("the answer of {name} broke off: {e}")),
                unsent: false,
            })
        };
        let deadline = cx.deadline().unwrap_or_else(|| Instant::now() + WAY);
        tokio::time::timeout_at(deadline.into(), exchange).await.unwrap_or_else(|_| {
            let fault = Fault::deadline_exceeded(format!("{name} did not answer in time"));
            Err(Lost { fault, unsent: false })
        })
    }

    fn write_headers(&self, cx: &Cx, kind: &'static str, headers: &mut HeaderMap) {
        write_cx(cx, headers);
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
        if let Some(caller) = self.1 {
            headers.insert(CALLER, HeaderValue::from_static(caller));
        }
        if let Some(token) = self.0.token.as_deref().and_then(|token| HeaderValue::from_str(token).ok()) {
            headers.insert(TOKEN, token);
        }
    }

    /// One push of an event. The outbox tries again, so this does not.
    pub(crate) async fn push(&self, cx: &Cx, subscriber: &str, event: Bytes) -> Result<(StatusCode, Bytes), Fault> {
        if !self.0.breaker.admits() {
            return Err(Fault::unavailable(format!("{} has not answered for a while", self.0.name)));
        }
        let path = format!("/internal/events/{subscriber}");
        let outcome = self.attempt(cx, &path, "application/cloudevents+json", event).await;
        let failed = outcome.as_ref().map_or(true, |(status, _)| matches!(status.as_u16(), 502..=504));
        self.0.breaker.note(!failed);
        outcome.map_err(|lost| lost.fault)
    }
}

fn lost(name: &str, error: &SendError) -> Lost {
    let cause = std::error::Error::source(error).map(|cause| format!(": {cause}")).unwrap_or_default();
    Lost { fault: Fault::unavailable(format!("{name} cannot be reached: {error}{cause}")), unsent: error.is_connect() }
}

async fn collect(response: Response<Incoming>) -> Result<(StatusCode, Bytes), String> {
    let status = response.status();
    let body = Limited::new(response.into_body(), ANSWER_LIMIT).collect().await.map_err(|e| e.to_string())?;
    Ok((status, body.to_bytes()))
}

/// 50 ms, doubling, plus up to a half.
fn pause(attempt: u32) -> Duration {
    let pause = Duration::from_millis(50) * 2_u32.pow(attempt);
    let dice = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default().subsec_nanos() % 1000;
    pause + pause * dice / 2000
}
