//! Failed calls.

use crate::api::{ApiError, ErrorKind};

/// What kind of failure it is, in a few words.
fn kind(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::Unauthorized => "sign-in refused",
        ErrorKind::Forbidden => "denied",
        ErrorKind::NotFound => "does not exist",
        ErrorKind::Throttled => "too many calls",
        ErrorKind::Refused => "refused",
        ErrorKind::Server => "the service failed",
        ErrorKind::Unreachable => "cannot reach the service",
        ErrorKind::Timeout => "no answer in time",
        ErrorKind::TooLarge => "the answer was too large",
        ErrorKind::Undecodable => "the answer could not be read",
        ErrorKind::Locked => "the sign-in was refused before",
        ErrorKind::Setup => "not set up",
    }
}

/// A failure in a line: kind, status and code, the service's own words. Where the words say the
/// kind as well, or more exactly, they stand alone.
#[must_use]
pub fn line(error: &ApiError) -> String {
    let mut facts = facts(error);
    if !facts.is_empty() {
        facts = format!(" ({facts})");
    }
    let kind = short(error);
    match error.message.strip_prefix(&kind) {
        _ if error.message.is_empty() => format!("{kind}{facts}"),
        Some(rest) => format!("{kind}{facts}{rest}"),
        None => format!("{kind}{facts}: {}", error.message),
    }
}

/// What kind of failure it is, as exactly as a few words can say: a connection may have been
/// lost or never made, and what answered may not have been the service.
#[must_use]
pub fn short(error: &ApiError) -> String {
    let first = error.message.split(": ").next().unwrap_or_default();
    match error.kind {
        ErrorKind::Unreachable if !first.is_empty() => first.to_owned(),
        _ if error.is_page() => first.to_owned(),
        kind => self::kind(kind).to_owned(),
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Operation;

    #[test]
    fn a_failure_is_named_by_what_is_known_of_it_and_once() {
        let said = |kind, status, message: &str| {
            let mut error = ApiError::local(Operation::ListInstances, kind, message);
            error.status = status;
            line(&error)
        };
        let page = format!("{}: Bad Gateway", crate::api::PAGE);
        assert_eq!(
            [
                said(ErrorKind::Unreachable, None, "the connection was lost: eof"),
                said(ErrorKind::Server, Some(502), &page),
                said(ErrorKind::Throttled, Some(429), "flow control"),
                said(
                    ErrorKind::Undecodable,
                    Some(200),
                    "the answer could not be read: total: missing"
                ),
            ],
            [
                "the connection was lost: eof",
                "a proxy answered with an HTML page (502): Bad Gateway",
                "too many calls (429): flow control",
                "the answer could not be read (200): total: missing",
            ]
        );
    }
}
