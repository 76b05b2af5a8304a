//! An answer of a broker before it goes on the wire.

use serde_json::{Value, json};

use super::edition::Edition;

/// Status, body and headers of one answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    pub status: u16,
    /// Nothing where there is no body at all.
    pub body: Option<Value>,
    pub headers: Vec<(&'static str, &'static str)>,
}

/// An answer, or the refusal that stands in its place.
pub type Result = std::result::Result<Answer, Answer>;

impl Answer {
    fn of(status: u16, body: Option<Value>) -> Self {
        Self {
            status,
            body,
            headers: Vec::new(),
        }
    }

    pub fn ok(body: Value) -> Self {
        Self::of(200, Some(body))
    }

    /// Any status with a body.
    pub fn json(status: u16, body: Value) -> Self {
        Self::of(status, Some(body))
    }

    pub fn no_content() -> Self {
        Self::of(204, None)
    }

    /// A status and nothing else.
    pub fn bare(status: u16) -> Self {
        Self::of(status, None)
    }

    /// A refusal in RabbitMQ's shape.
    pub fn error(status: u16, error: &str, reason: &str) -> Self {
        Self::json(status, json!({ "error": error, "reason": reason }))
    }

    pub fn not_found() -> Self {
        Self::error(404, "Object Not Found", "Not Found")
    }

    pub fn bad_request(reason: &str) -> Self {
        Self::error(400, "bad_request", reason)
    }

    /// 401: a wrong password, or a tag that is missing. `reason` tells them apart.
    pub fn not_authorised(edition: Edition, reason: &str) -> Self {
        let answer = Self::error(401, edition.not_authorised(), reason);
        match edition {
            Edition::V38 => answer,
            Edition::V310 | Edition::V313 => answer.with_challenge(),
        }
    }

    /// 401 without a body: nobody has said who they are.
    pub fn who_are_you() -> Self {
        Self::bare(401).with_challenge()
    }

    fn with_challenge(mut self) -> Self {
        let challenge = ("www-authenticate", "Basic realm=\"RabbitMQ Management\"");
        self.headers.push(challenge);
        self
    }
}
