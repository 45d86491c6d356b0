//! Events over HTTP: the sink that pushes them, and the door where they arrive.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{ConnectInfo, Request};
use axum::http::StatusCode;
use axum::routing::post;
use platform_core::{Backing, CloudEvent, Cx, Delivery, EventSink, Fault, FaultKind, Problem, async_trait};

use crate::access::Access;
use crate::context::{cx_of, problem_response, response};
use crate::peer::Peer;
use crate::server::limited;

/// How long a push waits: what the inbox takes at most, and the way.
const PUSH: Duration = Duration::from_secs(11);
const DEAD_LETTER: u16 = 422;

/// Pushes events to a subscriber in another process.
pub struct HttpSink {
    peer: Peer,
    subscriber: &'static str,
}

impl HttpSink {
    /// A sink for `subscriber`, which lives at `peer`; `publisher` is who pushes.
    pub fn new(peer: &Peer, publisher: &'static str, subscriber: &'static str) -> Self {
        Self { peer: peer.called_by(publisher), subscriber }
    }
}

#[async_trait]
impl EventSink for HttpSink {
    async fn deliver(&self, event: &CloudEvent) -> Delivery {
        let json = match serde_json::to_vec(event) {
            Ok(json) => json,
            Err(e) => return Delivery::Reject(format!("not JSON: {e}")),
        };
        match self.peer.push(&event.cx().within(PUSH), self.subscriber, json.into()).await {
            Ok((status, _)) if status.is_success() => Delivery::Done,
            Ok((status, body)) => {
                let detail = serde_json::from_slice::<Problem>(&body).map(|problem| problem.detail);
                let why = format!("{status}: {}", detail.unwrap_or_default());
                if status.as_u16() == DEAD_LETTER { Delivery::Reject(why) } else { Delivery::Retry(why) }
            }
            Err(fault) => Delivery::Retry(fault.to_string()),
        }
    }
}

/// Where events for one subscriber of this process arrive.
#[derive(Clone)]
pub struct Door {
    /// The subscribing service.
    pub subscriber: &'static str,
    /// The services whose events it subscribes to.
    pub publishers: &'static [&'static str],
    /// Its inbox.
    pub inbox: Arc<dyn EventSink>,
}

impl Door {
    pub(crate) fn router(self, access: Arc<Access>) -> Router {
        let path = format!("/internal/events/{}", self.subscriber);
        let handler = move |ConnectInfo(peer): ConnectInfo<SocketAddr>, request: Request| {
            let (door, access) = (self.clone(), access.clone());
            async move {
                let cx = cx_of(request.headers());
                match door.receive(&access, peer, request).await {
                    Ok(()) => response(&cx, StatusCode::NO_CONTENT, None, Vec::new()),
                    Err(problem) => problem_response(&cx, &problem(&cx), None),
                }
            }
        };
        Router::new().route(&path, post(handler))
    }

    async fn receive(
        &self,
        access: &Access,
        peer: SocketAddr,
        request: Request,
    ) -> Result<(), Box<dyn FnOnce(&Cx) -> Problem + Send>> {
        let plain = |fault: Fault| -> Box<dyn FnOnce(&Cx) -> Problem + Send> {
            Box::new(move |cx| Problem::of_fault(cx, &fault))
        };
        let rejected = |why: String| -> Box<dyn FnOnce(&Cx) -> Problem + Send> {
            let fault = Fault::unreadable(why);
            Box::new(move |cx| Problem { status: DEAD_LETTER, ..Problem::of_fault(cx, &fault) })
        };
        access.check(request.headers(), peer, Some(self.publishers)).map_err(plain)?;
        let body = limited(request.into_body()).await.map_err(plain)?;
        let event: CloudEvent = serde_json::from_slice(&body).map_err(|e| rejected(format!("not an event: {e}")))?;
        match self.inbox.deliver(&event).await {
            Delivery::Done => Ok(()),
            Delivery::Retry(why) => Err(plain(Fault::new(FaultKind::Internal, why))),
            Delivery::Reject(why) => Err(rejected(why)),
        }
    }
}

/// `POST /internal/events/{subscriber}/redrive`: dead deliveries from the stores of this process become due again.
pub(crate) fn redrive(stores: Vec<Arc<dyn Backing>>, access: Arc<Access>) -> Router {
    let handler = move |ConnectInfo(peer): ConnectInfo<SocketAddr>,
                        axum::extract::Path(subscriber): axum::extract::Path<String>,
                        request: Request| {
        let (stores, access) = (stores.clone(), access.clone());
        async move {
            let cx = cx_of(request.headers());
            let admitted = access.check(request.headers(), peer, None);
            let done = async {
                admitted?;
                let mut count = 0;
                for store in &stores {
                    count += store.redrive(&subscriber).await?;
                }
                Ok::<_, Fault>(count)
            };
            match done.await {
                Ok(count) => {
                    crate::context::json_response(&cx, StatusCode::OK, format!("{{\"redriven\":{count}}}").into())
                }
                Err(fault) => problem_response(&cx, &Problem::of_fault(&cx, &fault), None),
            }
        }
    };
    Router::new().route("/internal/events/{subscriber}/redrive", post(handler))
}
