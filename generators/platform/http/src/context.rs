//! The context of a call as HTTP headers, there and back, and failures as responses.

use std::time::Duration;

use axum::body::Body;
use axum::http::header::{ALLOW, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER};
use axum::http::{Response, StatusCode};
use platform_core::{Cx, Problem};

pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
pub(crate) const TIMEOUT: HeaderName = HeaderName::from_static("x-timeout-ms");
pub(crate) const CALLER: HeaderName = HeaderName::from_static("x-caller");
pub(crate) const TOKEN: HeaderName = HeaderName::from_static("x-internal-token");
const TRACEPARENT: HeaderName = HeaderName::from_static("traceparent");
const TRACESTATE: HeaderName = HeaderName::from_static("tracestate");
const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

pub(crate) fn text<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

pub(crate) fn cx_of(headers: &HeaderMap) -> Cx {
    let left = text(headers, &TIMEOUT).and_then(|ms| ms.parse().ok()).map(Duration::from_millis);
    Cx::builder()
        .request_id(text(headers, &REQUEST_ID))
        .trace(text(headers, &TRACEPARENT), text(headers, &TRACESTATE))
        .authorization(text(headers, &AUTHORIZATION))
        .idempotency_key(text(headers, &IDEMPOTENCY_KEY))
        .timeout(left)
        .build()
}

pub(crate) fn write_cx(cx: &Cx, headers: &mut HeaderMap) {
    let mut put = |name: HeaderName, value: Option<&str>| {
        if let Some(value) = value.and_then(|value| HeaderValue::from_str(value).ok()) {
            headers.insert(name, value);
        }
    };
    put(REQUEST_ID, Some(cx.request_id()));
    put(TRACEPARENT, Some(cx.traceparent()));
    put(TRACESTATE, cx.tracestate());
    put(AUTHORIZATION, cx.authorization());
    put(IDEMPOTENCY_KEY, cx.idempotency_key());
    put(TIMEOUT, cx.remaining().map(|left| left.as_millis().to_string()).as_deref());
}

pub(crate) fn json_response(cx: &Cx, status: StatusCode, json: Vec<u8>) -> Response<Body> {
    response(cx, status, Some("application/json"), json)
}

pub(crate) fn problem_response(cx: &Cx, problem: &Problem, allow: Option<&str>) -> Response<Body> {
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let json = serde_json::to_vec(problem).unwrap_or_default();
    let mut response = response(cx, status, Some("application/problem+json"), json);
    if status == StatusCode::SERVICE_UNAVAILABLE || status == StatusCode::TOO_MANY_REQUESTS {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("1"));
    }
    if let Some(allow) = allow.and_then(|allow| HeaderValue::from_str(allow).ok()) {
        response.headers_mut().insert(ALLOW, allow);
    }
    response
}

pub(crate) fn response(cx: &Cx, status: StatusCode, kind: Option<&'static str>, body: Vec<u8>) -> Response<Body> {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    if let Some(kind) = kind {
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    }
    if let Ok(id) = HeaderValue::from_str(cx.request_id()) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}
