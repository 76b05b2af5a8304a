//! The metadata service of the cloud's servers: it hands out the keys of the machine's own agency.
//!
//! It is asked only where a profile says so. What answers at its usual address on a machine of
//! another kind is anybody's guess, and so is what a proxy would make of it: there is none between.

use super::{Method, Request};

/// How long a session with the service is to last, in seconds. It is used once.
pub(super) const SESSION: &str = "60";

/// `PUT /meta-data/latest/api/token`: begins a session; the body of the answer is its token.
pub(super) fn begin() -> Request {
    Request::new(Method::Put, &["meta-data", "latest", "api", "token"])
}

/// Whether the answer to [`begin`] says that the service is of the first version, without sessions.
pub(super) fn has_no_sessions(status: u16) -> bool {
    matches!(status, 404 | 405 | 503)
}

/// `GET /openstack/latest/securitykey`.
pub(super) fn keys() -> Request {
    Request::new(Method::Get, &["openstack", "latest", "securitykey"])
}
