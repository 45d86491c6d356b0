//! One door in front of several deployables: forwards each public route to the process that serves it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{self, HeaderMap, HeaderName};
use axum::http::{Response, Uri};
use axum::routing::any;
use bytes::Bytes;
use http_body_util::Full;
use platform_core::{Cx, Fault};

use crate::context::{cx_of, write_cx};
use crate::peer::{HttpClient, http_client};
use crate::server::{Methods, by_path, limited, no_such_route, observe, refuse, target};

/// Longer than any operation; only a process that hangs altogether is cut off here.
const LIMIT: Duration = Duration::from_secs(60);

/// A public route and the deployable that serves it.
#[derive(Debug, Clone, Copy)]
pub struct GatewayRoute {
    /// `POST`.
    pub method: &'static str,
    /// `/orders/{id}`.
    pub path: &'static str,
    /// The deployable's name, one of those given to [`Gateway::to`].
    pub deployable: &'static str,
}

/// The routes of a topology, and where its deployables are.
#[derive(Debug, Clone, Default)]
pub struct Gateway {
    routes: Vec<GatewayRoute>,
    deployables: Vec<(&'static str, String)>,
}

impl Gateway {
    /// A gateway for these routes.
    pub fn new(routes: &[GatewayRoute]) -> Self {
        Self { routes: routes.to_vec(), deployables: Vec::new() }
    }

    /// Says where a deployable's public listener is.
    pub fn to(mut self, deployable: &'static str, base: impl Into<String>) -> Self {
        self.deployables.push((deployable, base.into().trim_end_matches('/').to_owned()));
        self
    }

    pub(crate) fn router(&self) -> Router {
        let client = http_client();
        let all = self.routes.iter().map(|route| {
            let base = self.deployables.iter().find(|(name, _)| *name == route.deployable);
            (route.method, route.path, base.map(|(_, base)| base.clone()).unwrap_or_default())
        });
        let mut router = Router::new();
        for (path, methods) in by_path(all) {
            let (methods, client) = (Arc::new(methods), client.clone());
            let handler = move |request: Request| serve(path, methods.clone(), client.clone(), request);
            router = router.route(path, any(handler));
        }
        router.fallback(no_such_route)
    }
}

async fn serve(
    path: &'static str,
    methods: Arc<Methods<String>>,
    client: HttpClient,
    request: Request,
) -> Response<Body> {
    let (started, cx) = (Instant::now(), cx_of(request.headers()));
    let method = request.method().clone();
    let response = match target(&methods, method.as_str()) {
        Err((fault, allow)) => refuse(&cx, &fault, Some(&allow)),
        Ok(base) => forward(&cx, base, &client, request).await.unwrap_or_else(|fault| {
            tracing::warn!(route = path, request = cx.request_id(), %fault, "not forwarded");
            refuse(&cx, &fault, None)
        }),
    };
    observe(path, method.as_str(), &response, started);
    response
}

async fn forward(cx: &Cx, base: &str, client: &HttpClient, request: Request) -> Result<Response<Body>, Fault> {
    let (mut parts, body) = request.into_parts();
    let rest = parts.uri.path_and_query().map_or("/", |rest| rest.as_str());
    parts.uri = format!("{base}{rest}").parse::<Uri>().map_err(|e| Fault::unavailable(format!("{base}: {e}")))?;
    let body = limited(body).await?;
    drop_hop_by_hop(&mut parts.headers);
    // The client writes both anew, for the body as it now is and the host it now goes to.
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.remove(header::HOST);
    write_cx(cx, &mut parts.headers);
    let request = Request::from_parts(parts, Full::new(Bytes::from(body)));
    let answer = tokio::time::timeout(LIMIT, client.request(request)).await;
    let answer = answer.map_err(|_| Fault::deadline_exceeded(format!("{base} did not answer")))?;
    let mut answer = answer.map_err(|e| Fault::unavailable(format!("{base}: {e}")))?.map(Body::new);
    drop_hop_by_hop(answer.headers_mut());
    Ok(answer)
}

/// Headers that concern one connection only (RFC 9110, 7.6.1).
fn drop_hop_by_hop(headers: &mut HeaderMap) {
    let named: Vec<_> = headers.get_all(header::CONNECTION).iter().filter_map(|v| v.to_str().ok()).collect();
    let named: Vec<_> =
        named.iter().flat_map(|v| v.split(',')).filter_map(|v| v.trim().parse::<HeaderName>().ok()).collect();
    let fixed = [
        header::CONNECTION,
        header::PROXY_AUTHENTICATE,
        header::PROXY_AUTHORIZATION,
        header::TE,
        header::TRAILER,
        header::TRANSFER_ENCODING,
        header::UPGRADE,
        HeaderName::from_static("keep-alive"),
    ];
    for name in named.iter().chain(&fixed) {
        headers.remove(name);
    }
}
