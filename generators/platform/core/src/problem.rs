//! Failures as `application/problem+json` (RFC 9457), and back.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{Cx, DeclaredError, Failure, Fault, FaultKind, Violation};

/// The body of every answer that is not a success. `code` and `data` are the serde form of the declared error.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the members of RFC 9457, and what is said above")]
pub struct Problem {
    #[serde(rename = "type", default)]
    pub type_uri: String,
    #[serde(default)]
    pub title: String,
    pub status: u16,
    #[serde(default)]
    pub detail: String,
    #[serde(default)]
    pub instance: String,
    pub code: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data: Option<Value>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub violations: Vec<Violation>,
}

impl Problem {
    /// What goes over the wire for a failure of the request `cx`.
    pub fn of<E: DeclaredError>(cx: &Cx, failure: &Failure<E>) -> Self {
        let error = match failure {
            Failure::Fault(fault) => return Self::of_fault(cx, fault),
            Failure::Domain(error) => error,
        };
        let mut parts = match serde_json::to_value(error) {
            Ok(Value::Object(parts)) => parts,
            _ => return Self::of_fault(cx, &Fault::internal(format!("{error:?} has no form with a code"))),
        };
        Self {
            type_uri: error.type_uri().to_owned(),
            title: error.title().to_owned(),
            status: error.status(),
            detail: error.to_string(),
            instance: instance(cx),
            code: parts.get("code").and_then(Value::as_str).unwrap_or_default().to_owned(),
            data: parts.remove("data"),
            violations: Vec::new(),
        }
    }

    /// What goes over the wire for a fault.
    pub fn of_fault(cx: &Cx, fault: &Fault) -> Self {
        Self {
            type_uri: "about:blank".to_owned(),
            title: fault.kind.title().to_owned(),
            status: fault.kind.status(),
            detail: fault.detail.clone(),
            instance: instance(cx),
            code: fault.kind.code().to_owned(),
            data: None,
            violations: fault.violations.clone(),
        }
    }

    /// Without what only the log may know: answers at the edge must not depend on which layer spoke first.
    pub fn for_public(mut self) -> Self {
        if let Some(sentence) = FaultKind::from_code(&self.code).and_then(FaultKind::public_sentence) {
            self.detail = sentence.to_owned();
        }
        self
    }

    /// The failure that a callee in the same process would have answered.
    pub fn into_failure<E: DeclaredError>(self) -> Failure<E> {
        if self.code.contains('.') {
            let form = serde_json::json!({ "code": self.code, "data": self.data });
            return match serde_json::from_value(form) {
                Ok(error) => Failure::Domain(error),
                Err(e) => Fault::internal(format!("{} is not declared here: {e}", self.code)).into(),
            };
        }
        let kind = match FaultKind::from_code(&self.code) {
            None | Some(FaultKind::MethodNotAllowed) => FaultKind::Internal,
            Some(kind) => kind,
        };
        Failure::Fault(Fault { kind, detail: self.detail, violations: self.violations })
    }
}

fn instance(cx: &Cx) -> String {
    format!("urn:request:{}", cx.request_id())
}
