//! Who may come in through the internal door.

use std::net::SocketAddr;

use axum::http::HeaderMap;
use platform_core::Fault;

use crate::context::{CALLER, TOKEN, text};

/// The secret that all deployables share; without one only this machine may call.
#[derive(Clone)]
pub(crate) struct Access {
    token: Option<String>,
}

impl Access {
    pub(crate) fn new(token: Option<String>) -> Self {
        Self { token }
    }

    /// Refuses who does not hold the secret, and services that the design does not let call here.
    pub(crate) fn check(&self, headers: &HeaderMap, peer: SocketAddr, callers: Option<&[&str]>) -> Result<(), Fault> {
        let admitted = match &self.token {
            Some(token) => same(token.as_bytes(), text(headers, &TOKEN).unwrap_or_default().as_bytes()),
            None => peer.ip().to_canonical().is_loopback(),
        };
        if !admitted {
            return Err(Fault::permission_denied("the internal door is for the deployables of this system"));
        }
        let Some(callers) = callers else { return Ok(()) };
        match text(headers, &CALLER) {
            Some(caller) if callers.contains(&caller) => Ok(()),
            Some(caller) => Err(Fault::permission_denied(format!("the design does not let {caller} call here"))),
            None => Err(Fault::permission_denied("x-caller is missing")),
        }
    }
}

/// Takes the same time wherever the difference is.
fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |sum, (a, b)| sum | (a ^ b)) == 0
}
