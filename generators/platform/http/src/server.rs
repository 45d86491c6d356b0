//! The server side: a service's operations behind a public and an internal door.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, FromRequestParts, Path, Request};
use axum::http::request::Parts;
use axum::http::{Response, StatusCode};
use axum::routing::{any, post};
use metrics::histogram;
use platform_core::{Cx, DeclaredError, Failure, Fault, FaultKind, Problem, async_trait};
use serde::Serialize;
use tokio::sync::Semaphore;
use tracing::Instrument;

use crate::access::Access;
use crate::context::{cx_of, json_response, problem_response, response};
use crate::input::{Input, PathParameters};

pub(crate) const BODY_LIMIT: usize = 2 * 1024 * 1024;
/// Public requests that one process works on at a time; more get 503 instead of a place in a queue without end.
const CONCURRENT: usize = 1024;

/// An answer of an operation: JSON, or what went wrong.
pub type Answer = Result<Vec<u8>, Box<Problem>>;

/// A public route of a service.
#[derive(Debug, Clone, Copy)]
pub struct PublicRoute {
    /// `POST`.
    pub method: &'static str,
    /// `/orders/{id}`.
    pub path: &'static str,
    /// The operation behind it.
    pub op: &'static str,
    /// Status of a success; with 204 the answer has no body.
    pub status: u16,
}

/// Generated per service: its operations by name.
#[async_trait]
pub trait Operations: Send + Sync + 'static {
    /// The service's name.
    fn service(&self) -> &'static str;
    /// Its public routes.
    fn routes(&self) -> &'static [PublicRoute];
    /// The services that the design lets call it.
    fn callers(&self) -> &'static [&'static str];
    /// Calls one operation.
    async fn call(&self, cx: &Cx, op: &str, input: Input) -> Answer;
}

/// What an operation answered, as it goes over the wire.
pub fn answer<T: Serialize, E: DeclaredError>(cx: &Cx, result: Result<T, Failure<E>>) -> Answer {
    match result {
        Ok(value) => serde_json::to_vec(&value)
            .map_err(|e| Problem::of_fault(cx, &Fault::internal(format!("answer as JSON: {e}"))).into()),
        Err(failure) => Err(Problem::of(cx, &failure).into()),
    }
}

/// The answer of [`Operations::call`] to a name it does not know.
pub fn no_such_operation(cx: &Cx, service: &str, op: &str) -> Answer {
    Err(Problem::of_fault(cx, &Fault::not_found(format!("{service} has no operation {op}"))).into())
}

/// A target per method, for all routes that share a path.
pub(crate) type Methods<T> = BTreeMap<&'static str, T>;

/// The routes of all services by path. Grouped here and not by axum, so that gateway and monolith answer 404 and 405
/// in the same way.
pub(crate) fn by_path<T>(
    routes: impl IntoIterator<Item = (&'static str, &'static str, T)>,
) -> BTreeMap<&'static str, Methods<T>> {
    let mut paths: BTreeMap<_, Methods<T>> = BTreeMap::new();
    for (method, path, target) in routes {
        paths.entry(path).or_default().insert(method, target);
    }
    paths
}

/// The target of a request; HEAD is a GET whose body stays here.
pub(crate) fn target<'m, T>(methods: &'m Methods<T>, method: &str) -> Result<&'m T, (Fault, String)> {
    let found = methods.get(method).or_else(|| methods.get("GET").filter(|_| method == "HEAD"));
    found.ok_or_else(|| {
        let allow = methods.keys().copied().collect::<Vec<_>>().join(", ");
        (Fault::new(FaultKind::MethodNotAllowed, format!("here: {allow}")), allow)
    })
}

/// The public door of all services in a process.
pub(crate) fn public(services: &[Arc<dyn Operations>], openapi: Option<&'static str>) -> Router {
    let all = services.iter().flat_map(|service| {
        service.routes().iter().map(move |route| (route.method, route.path, (service.clone(), route)))
    });
    let room = Arc::new(Semaphore::new(CONCURRENT));
    let mut router = Router::new();
    for (path, methods) in by_path(all) {
        let (methods, room) = (Arc::new(methods), room.clone());
        let handler = move |request: Request| serve_public(path, methods.clone(), room.clone(), request);
        router = router.route(path, any(handler));
    }
    if let Some(openapi) = openapi {
        let document = move || async move {
            response(&Cx::background(), StatusCode::OK, Some("application/json"), openapi.into())
        };
        router = router.route("/openapi.json", axum::routing::get(document));
    }
    router.fallback(no_such_route)
}

async fn serve_public(
    path: &'static str,
    methods: Arc<Methods<(Arc<dyn Operations>, &'static PublicRoute)>>,
    room: Arc<Semaphore>,
    request: Request,
) -> Response<Body> {
    let (started, cx) = (Instant::now(), cx_of(request.headers()));
    let method = request.method().clone();
    let span = tracing::info_span!("http", %method, route = path, request = cx.request_id());
    let response = async {
        let Ok(_room) = room.try_acquire() else {
            return refuse(&cx, &Fault::unavailable("too many requests at a time"), None);
        };
        let (service, route) = match target(&methods, method.as_str()) {
            Ok(found) => found,
            Err((fault, allow)) => return refuse(&cx, &fault, Some(&allow)),
        };
        let input = match read(request).await {
            Ok(input) => input,
            Err(fault) => return refuse(&cx, &fault, None),
        };
        match service.call(&cx, route.op, input).await {
            Ok(_) if route.status == 204 => response(&cx, StatusCode::NO_CONTENT, None, Vec::new()),
            Ok(json) => json_response(&cx, StatusCode::from_u16(route.status).unwrap_or(StatusCode::OK), json),
            Err(problem) => problem_response(&cx, &problem.for_public(), None),
        }
    }
    .instrument(span)
    .await;
    observe(path, method.as_str(), &response, started);
    response
}

async fn read(request: Request) -> Result<Input, Fault> {
    let (mut parts, body) = request.into_parts();
    let path = parameters(&mut parts).await?;
    let body = limited(body).await?;
    Input::parts(path, parts.uri.query(), &body)
}

async fn parameters(parts: &mut Parts) -> Result<Vec<(String, String)>, Fault> {
    let path = Path::<PathParameters>::from_request_parts(parts, &()).await;
    path.map(|Path(PathParameters(pairs))| pairs).map_err(|_| Fault::unreadable("the path is not UTF-8"))
}

pub(crate) async fn limited(body: Body) -> Result<Vec<u8>, Fault> {
    to_bytes(body, BODY_LIMIT).await.map(Vec::from).map_err(|e| match std::error::Error::source(&e) {
        Some(cause) if cause.is::<http_body_util::LengthLimitError>() => {
            Fault::new(FaultKind::PayloadTooLarge, format!("at most {BODY_LIMIT} bytes"))
        }
        _ => Fault::unreadable("the body broke off"),
    })
}

pub(crate) fn observe(route: &'static str, method: &str, response: &Response<Body>, started: Instant) {
    let status = response.status().as_u16().to_string();
    histogram!("http_server_request_duration_seconds", "route" => route, "method" => method.to_owned(), "status" => status)
        .record(started.elapsed());
}

pub(crate) fn refuse(cx: &Cx, fault: &Fault, allow: Option<&str>) -> Response<Body> {
    problem_response(cx, &Problem::of_fault(cx, fault).for_public(), allow)
}

pub(crate) async fn no_such_route(request: Request) -> Response<Body> {
    refuse(&cx_of(request.headers()), &Fault::not_found("no such route"), None)
}

/// The internal door of one service: one axum route for all operations, which compiles in half the time of one each.
pub(crate) fn internal(service: Arc<dyn Operations>, access: Arc<Access>) -> Router {
    let path = format!("/internal/{}/{{op}}", service.service());
    let handler = move |ConnectInfo(peer): ConnectInfo<SocketAddr>, Path(op): Path<String>, request: Request| {
        let (service, access) = (service.clone(), access.clone());
        async move {
            let cx = cx_of(request.headers());
            if let Err(fault) = access.check(request.headers(), peer, Some(service.callers())) {
                return problem_response(&cx, &Problem::of_fault(&cx, &fault), None);
            }
            let span = tracing::info_span!("http", internal = service.service(), op, request = cx.request_id());
            let answer = async {
                let body = limited(request.into_body()).await.map_err(|fault| Problem::of_fault(&cx, &fault))?;
                service.call(&cx, &op, Input::body(body)).await
            };
            match answer.instrument(span).await {
                Ok(json) => json_response(&cx, StatusCode::OK, json),
                Err(problem) => problem_response(&cx, &problem, None),
            }
        }
    };
    Router::new().route(&path, post(handler))
}
