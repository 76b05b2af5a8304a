//! Failed calls.

use crate::api::{ApiError, ErrorKind};

/// What kind of failure it is, in a few words.
#[must_use]
pub fn kind(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::Unauthorized => "sign-in refused",
        ErrorKind::Forbidden => "denied",
        ErrorKind::NotFound => "does not exist",
        ErrorKind::Throttled => "too many calls, slowing down",
        ErrorKind::Refused => "refused",
        ErrorKind::Server => "the service failed",
        ErrorKind::Unreachable => "cannot reach the service",
        ErrorKind::Timeout => "no answer in time",
        ErrorKind::TooLarge => "the answer was too large",
        ErrorKind::Undecodable => "the answer could not be read",
        ErrorKind::Locked => "not sent: the sign-in was refused before",
        ErrorKind::Setup => "not set up",
    }
}

/// A failure in a line: kind, status and code, the service's own words.
#[must_use]
pub fn line(error: &ApiError) -> String {
    let mut line = kind(error.kind).to_owned();
    let facts = facts(error);
    if !facts.is_empty() {
        line.push_str(&format!(" ({facts})"));
    }
    if !error.message.is_empty() {
        line.push_str(&format!(": {}", error.message));
    }
    line
}

/// A failure with what was attempted.
#[must_use]
pub fn attempt(error: &ApiError) -> String {
    format!("could not {}: {}", error.attempted, line(error))
}

/// Status and code, as far as there are any: `401 APIGW.0301`.
#[must_use]
pub fn facts(error: &ApiError) -> String {
    let status = error.status.map(|status| status.to_string());
    let facts: Vec<String> = status.into_iter().chain(error.code.clone()).collect();
    facts.join(" ")
}

/// The service's name of the call, to quote to its support.
#[must_use]
pub fn request_id(error: &ApiError) -> Option<String> {
    let id = error.request_id.as_ref()?;
    Some(format!("request id {id}"))
}
