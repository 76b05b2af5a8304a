//! Why Cloud Eye refuses a call, in its codes and in the shape of each version.
//!
//! The codes are those of the Cloud Eye API reference, error codes. Version 1 nests them in a
//! `message`; version 2 is flat and names the request.

use std::borrow::Cow;

use serde_json::json;

use crate::simulator::operation::Version;
use crate::simulator::refusal::Refusal;
use crate::simulator::reply::Reply;

const fn coded(status: u16, code: &'static str, message: &'static str) -> Refusal {
    Refusal {
        status,
        code,
        code_in_v1: code,
        message: Cow::Borrowed(message),
    }
}

/// The body is none, too long, or a field of it is missing or out of its range.
pub const BODY: Refusal = coded(400, "ces.0014", "The request body is invalid.");
/// A query parameter is missing or out of its range.
pub const PARAMETER: Refusal = coded(400, "ces.0013", "A URL parameter is invalid.");
/// Too many calls of one operation in a minute.
pub const TOO_MANY: Refusal = coded(429, "ces.0429", "Too Many Requests.");
/// An offset or a limit is out of its range.
pub const PAGE: Refusal = coded(400, "ces.0006", "The paging parameters are invalid.");
const PROJECT: Refusal = coded(400, "ces.0003", "The project ID is invalid.");
const INVALID: Refusal = coded(400, "ces.0011", "The request is invalid.");
const UNAUTHORIZED: Refusal = coded(401, "ces.0015", "Authentication failed.");
const FORBIDDEN: Refusal = coded(
    403,
    "ces.0017",
    "You do not have the permission for this operation.",
);
/// What a path names is not there.
pub const NOT_FOUND: Refusal = coded(404, "ces.0016", "The resource does not exist.");
const INTERNAL: Refusal = coded(500, "ces.0007", "Internal service error.");

/// How Cloud Eye answers a call that is refused, whoever refuses it.
pub fn reply(refusal: Refusal, version: Version) -> Reply {
    let refusal = own(refusal);
    match version {
        Version::V1 => {
            let message = json!({ "details": refusal.message, "code": refusal.code });
            let body = json!({
                "http_code": refusal.status,
                "message": message,
                "encoded_authorization_message": null,
            });
            Reply::json(refusal.status, body)
        }
        Version::V2 => Reply::refused(refusal.status, refusal.code, refusal.message),
    }
}

/// A refusal in Cloud Eye's codes: what is not told apart there gets the code of its status.
fn own(refusal: Refusal) -> Refusal {
    if refusal.code.starts_with("ces.") {
        return refusal;
    }
    let own = match refusal.status {
        _ if [Refusal::PROJECT_ID.code, Refusal::OTHER_PROJECT.code].contains(&refusal.code) => {
            PROJECT
        }
        401 => UNAUTHORIZED,
        403 => FORBIDDEN,
        404 => NOT_FOUND,
        500.. => INTERNAL,
        _ => INVALID,
    };
    Refusal {
        // The status is the one that was meant, also where the code is that of another.
        status: refusal.status,
        ..own
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulator::reply::Content;

    #[test]
    fn version_1_nests_what_version_2_has_flat() {
        let nested = json!({
            "http_code": 429,
            "message": { "details": "Too Many Requests.", "code": "ces.0429" },
            "encoded_authorization_message": null,
        });
        let answer = reply(TOO_MANY, Version::V1);
        assert_eq!((answer.status, answer.body), (429, Content::Json(nested)));
        let flat = reply(Refusal::FORBIDDEN, Version::V2);
        let expected = Reply::refused(403, "ces.0017", FORBIDDEN.message);
        assert_eq!(flat, expected);
    }

    #[test]
    fn a_refusal_of_the_gateways_checks_has_a_code_of_cloud_eye() {
        for (given, status, code) in [
            (Refusal::PROJECT_ID, 400, "ces.0003"),
            (Refusal::OTHER_PROJECT, 401, "ces.0003"),
            (Refusal::FROZEN, 403, "ces.0017"),
            (Refusal::TIMED_OUT, 408, "ces.0011"),
            (Refusal::NO_SUCH_INSTANCE, 404, "ces.0016"),
            (Refusal::INTERNAL, 500, "ces.0007"),
            (Refusal::BUSY, 503, "ces.0007"),
            (PARAMETER, 400, "ces.0013"),
        ] {
            let own = own(given);
            assert_eq!((own.status, own.code), (status, code));
        }
    }
}
