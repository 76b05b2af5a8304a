//! One call as plain data: what would be sent, before anybody sends it.
//!
//! A [`Request`] holds no credential and does no IO, so a dialog can show exactly what a key press
//! will do and a test can compare it. Secrets in a body are [`Secret`]s: they leave only through
//! [`Body::bytes`], which only the transport calls.

use serde_json::{Map, Value};

use crate::secret::Secret;

use super::sign;

/// What stands in for a secret wherever a request is shown; its length says nothing.
const MASK: &str = "********";

/// HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "UPPERCASE")]
pub enum Method {
    /// Read.
    Get,
    /// Create, or act.
    Post,
    /// Change.
    Put,
    Delete,
}

impl Method {
    /// The word on the wire.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// One call: method, path, query, body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// HTTP method.
    pub method: Method,
    /// Path, each segment percent-encoded; starts with `/` and has no trailing one.
    pub path: String,
    /// Query parameters, not encoded, in any order: they are sorted when sent.
    pub query: Vec<(String, String)>,
    /// JSON body, if the call has one.
    pub body: Option<Body>,
}

impl Request {
    /// A call without query and body. The segments are percent-encoded here, once.
    pub fn new(method: Method, segments: &[&str]) -> Self {
        let mut path = String::new();
        for segment in segments {
            path.push('/');
            path.push_str(&percent_encoded(segment));
        }
        Self {
            method,
            path,
            query: Vec::new(),
            body: None,
        }
    }

    /// The same call with one more query parameter.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.query.push((name.to_owned(), value.to_string()));
        self
    }

    /// The same call with this body.
    #[must_use]
    pub fn carrying(mut self, body: Body) -> Self {
        self.body = Some(body);
        self
    }

    /// Path and query exactly as they are sent and signed: the query sorted by raw name and value,
    /// every parameter with a `=`, a space as `%20`.
    pub fn uri(&self) -> String {
        sign::request_uri(&self.path, &self.query)
    }

    /// The body with its secrets masked: for the journal.
    pub fn masked_body(&self) -> Option<Value> {
        let body = self.body.as_ref()?;
        Some(body.value(|_| MASK.to_owned()))
    }

    /// Every secret in it: what an answer may quote.
    pub(super) fn secrets(&self) -> impl Iterator<Item = &Secret> + Clone {
        self.body.iter().flat_map(Body::secrets)
    }

    /// The call in words for a confirmation and for copying: method and address, then the body as
    /// indented JSON. Secrets show as `********`.
    pub fn shown(&self) -> String {
        let line = format!("{} {}", self.method.as_str(), self.uri());
        match &self.body {
            Some(body) => format!("{line}\n\n{:#}", body.value(|_| MASK.to_owned())),
            None => line,
        }
    }
}

/// A JSON object, its members in the order they are sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body {
    members: Vec<(&'static str, Member)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Member {
    Plain(Value),
    Hidden(Secret),
    Nested(Body),
}

impl Body {
    /// An empty object.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a member.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.members.push((name, Member::Plain(value.into())));
        self
    }

    /// Adds a member when there is something to say.
    #[must_use]
    pub fn with_some(self, name: &'static str, value: Option<impl Into<Value>>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// Adds a member that is never shown.
    #[must_use]
    pub fn with_secret(mut self, name: &'static str, value: &Secret) -> Self {
        self.members.push((name, Member::Hidden(value.clone())));
        self
    }

    /// Adds an object as a member.
    #[must_use]
    pub fn with_object(mut self, name: &'static str, object: Body) -> Self {
        self.members.push((name, Member::Nested(object)));
        self
    }

    /// The bytes to send, secrets included. For the transport only.
    pub fn bytes(&self) -> Vec<u8> {
        self.value(|secret| secret.expose().to_owned())
            .to_string()
            .into_bytes()
    }

    fn secrets(&self) -> Vec<&Secret> {
        let mut found = Vec::new();
        for (_, member) in &self.members {
            match member {
                Member::Plain(_) => {}
                Member::Hidden(secret) => found.push(secret),
                Member::Nested(body) => found.extend(body.secrets()),
            }
        }
        found
    }

    fn value(&self, secret_text: fn(&Secret) -> String) -> Value {
        let members: Map<String, Value> = self
            .members
            .iter()
            .map(|(name, member)| {
                let value = match member {
                    Member::Plain(value) => value.clone(),
                    Member::Hidden(secret) => Value::String(secret_text(secret)),
                    Member::Nested(body) => body.value(secret_text),
                };
                ((*name).to_owned(), value)
            })
            .collect();
        Value::Object(members)
    }
}

/// The bytes that percent-encoded text stands for; a percent sign that encodes nothing is itself.
pub(super) fn percent_decoded(text: &str) -> Vec<u8> {
    let digit = |byte: u8| {
        char::from(byte)
            .to_digit(16)
            .and_then(|of| u8::try_from(of).ok())
    };
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let escaped = match (first, tail) {
            (b'%', [high, low, ..]) => digit(*high).zip(digit(*low)),
            _ => None,
        };
        match escaped {
            Some((high, low)) => {
                bytes.push(high << 4 | low);
                rest = &tail[2..];
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    bytes
}

/// Percent-encodes everything but `A-Z a-z 0-9 - _ . ~`, upper-case hexadecimal, over UTF-8 bytes.
pub fn percent_encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                encoded.push(char::from(byte));
            }
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

/// The query string: sorted by raw name, then raw value, both percent-encoded.
pub fn canonical_query(query: &[(String, String)]) -> String {
    let mut sorted: Vec<_> = query.iter().collect();
    sorted.sort();
    let pairs: Vec<String> = sorted
        .iter()
        .map(|(name, value)| format!("{}={}", percent_encoded(name), percent_encoded(value)))
        .collect();
    pairs.join("&")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reset() -> Request {
        Request::new(Method::Post, &["v2", "p", "instances", "a b/c", "password"]).carrying(
            Body::new()
                .with("note", "x")
                .with_secret("new_password", &Secret::new("canary-Pw1")),
        )
    }

    #[test]
    fn a_shown_request_has_everything_but_the_secret() {
        assert_eq!(
            reset().with("b", 2).with("a", "1 2").shown(),
            "POST /v2/p/instances/a%20b%2Fc/password?a=1%202&b=2\n\n{\n  \"note\": \"x\",\n  \
             \"new_password\": \"********\"\n}"
        );
        assert!(!format!("{:?}", reset()).contains("canary"));
    }

    #[test]
    fn the_bytes_to_send_hold_the_secret() {
        let bytes = reset().body.map(|body| body.bytes());
        assert_eq!(
            bytes.as_deref(),
            Some(br#"{"note":"x","new_password":"canary-Pw1"}"#.as_slice())
        );
    }
}
