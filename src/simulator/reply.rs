//! An answer before it goes on the wire.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Response, StatusCode};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::operation::Version;
use super::refusal::Refusal;

/// Status, body and headers of one answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// The JSON body, if any.
    pub body: Content,
    /// Headers besides the usual ones.
    pub headers: Vec<(&'static str, String)>,
}

/// What an answer's body holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// No body at all, as with status 204.
    Empty,
    /// The service's own JSON.
    Json(Value),
    /// An error of the gateway before the service: it gets a `request_id` and names its server.
    Gateway {
        /// The code, such as `APIGW.0301`.
        code: &'static str,
        /// The gateway's words.
        message: String,
    },
    /// An error of a service that names the request.
    Refused {
        /// The code, such as `ces.0017`.
        code: &'static str,
        message: String,
    },
    /// A page some other machine on the way answered with.
    Html(String),
    /// Plain text.
    Text(String),
}

impl Reply {
    fn of(status: u16, body: Content) -> Self {
        Self {
            status,
            body,
            headers: Vec::new(),
        }
    }

    /// A plain success with a JSON body.
    pub fn ok(body: Value) -> Self {
        Self::json(200, body)
    }

    /// Any status with a JSON body.
    pub fn json(status: u16, body: Value) -> Self {
        Self::of(status, Content::Json(body))
    }

    /// A page of some other machine on the way.
    pub fn page(status: u16, html: String) -> Self {
        Self::of(status, Content::Html(html))
    }

    /// Success without a body.
    pub fn no_content() -> Self {
        Self::of(204, Content::Empty)
    }

    /// Success with nothing in it: how V1 answers where its tables know only status 200.
    pub fn empty() -> Self {
        Self::of(200, Content::Empty)
    }

    /// An error of the API gateway.
    pub fn gateway(status: u16, code: &'static str, message: impl Into<String>) -> Self {
        let message = message.into();
        Self::of(status, Content::Gateway { code, message })
    }

    /// What the gateway says of a path that it does not know.
    pub fn not_published() -> Self {
        let message = "The API does not exist or has not been published in the environment";
        Self::gateway(404, "APIGW.0101", message)
    }

    /// An error of a service that names the request.
    pub fn refused(status: u16, code: &'static str, message: impl Into<String>) -> Self {
        let message = message.into();
        Self::of(status, Content::Refused { code, message })
    }

    /// An error of the message service, in the codes of this version. The shape is the same in both.
    pub fn refusing(refusal: Refusal, version: Version) -> Self {
        let refusal = match version {
            Version::V1 => refusal.in_v1(),
            Version::V2 => refusal,
        };
        let body = json!({ "error_code": refusal.code, "error_msg": refusal.message });
        Self::json(refusal.status, body)
    }

    /// An error of IAM, in its nested shape.
    pub fn iam_error(status: u16, title: &str, message: &str) -> Self {
        let error = json!({ "error": { "code": status, "message": message, "title": title } });
        Self::json(status, error)
    }

    /// The same with another status.
    #[must_use]
    pub fn with_status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// Adds a header.
    #[must_use]
    pub fn with_header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// The HTTP response, and the length of its body in bytes.
    pub fn into_response(self, request_id: &str, now: Timestamp) -> (Response<Body>, usize) {
        let date = now.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
        let mut headers = vec![("x-request-id", request_id.to_owned()), ("date", date)];
        let text = match self.body {
            Content::Empty => String::new(),
            Content::Json(value) => {
                headers.push(("content-type", "application/json".to_owned()));
                value.to_string()
            }
            Content::Gateway { code, message } => {
                headers.push(("content-type", "application/json".to_owned()));
                headers.push(("server", "api-gateway".to_owned()));
                json!({ "error_msg": message, "error_code": code, "request_id": request_id })
                    .to_string()
            }
            Content::Refused { code, message } => {
                headers.push(("content-type", "application/json".to_owned()));
                json!({ "error_code": code, "error_msg": message, "request_id": request_id })
                    .to_string()
            }
            Content::Text(text) => {
                headers.push(("content-type", "text/plain".to_owned()));
                text
            }
            Content::Html(text) => {
                headers.push(("content-type", "text/html; charset=utf-8".to_owned()));
                text
            }
        };
        let length = text.len();
        let mut response = Response::new(Body::from(text));
        *response.status_mut() =
            StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        headers.extend(self.headers);
        for (name, value) in headers {
            if let Ok(value) = HeaderValue::from_str(&value) {
                response
                    .headers_mut()
                    .insert(HeaderName::from_static(name), value);
            }
        }
        (response, length)
    }
}
