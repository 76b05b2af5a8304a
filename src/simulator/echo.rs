//! Refusals that quote the request, as services, gateways and proxies do, each in its own spelling.

use axum::http::HeaderMap;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::reply::Reply;

/// How a quoted text is spelt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::EnumString)]
#[strum(serialize_all = "kebab-case")]
pub enum Spelling {
    /// As it is.
    Plain,
    /// As in a string of JSON.
    Json,
    /// As in JSON that is in a string of JSON.
    JsonTwice,
    /// As in an address.
    Percent,
    /// As in the body of a form.
    Form,
    /// As in a header that names a user and a password.
    Base64,
    /// As in a page.
    Html,
}

impl Spelling {
    fn of(self, text: &str) -> String {
        match self {
            Self::Plain => text.to_owned(),
            Self::Json => Value::from(text).to_string(),
            Self::JsonTwice => Value::from(Value::from(text).to_string()).to_string(),
            Self::Percent => percent(text, "%20"),
            Self::Form => percent(text, "+"),
            Self::Base64 => STANDARD.encode(format!("dms:{text}")),
            Self::Html => html(text),
        }
    }
}

/// The refusal: every header and every text of the body.
pub(super) fn reply(spelling: Spelling, headers: &HeaderMap, body: &[u8]) -> Reply {
    let mut quoted = Vec::new();
    for (name, value) in headers {
        let value = String::from_utf8_lossy(value.as_bytes());
        quoted.push(format!("{name}: {}", spelling.of(&value)));
    }
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    texts(&body, &mut |text| quoted.push(spelling.of(text)));
    let quoted = quoted.join(" | ");
    // Last first: a long header must not push the rest out of what a client keeps.
    let words: Vec<&str> = quoted.rsplit(" | ").collect();
    let message = words.join(" | ");
    match spelling {
        Spelling::Html => Reply::page(400, format!("<html><title>{message}</title></html>")),
        _ => Reply::json(
            400,
            json!({"error_code": "DMS.00400062", "error_msg": message}),
        ),
    }
}

fn texts(value: &Value, say: &mut dyn FnMut(&str)) {
    match value {
        Value::String(text) => say(text),
        Value::Array(items) => items.iter().for_each(|item| texts(item, say)),
        Value::Object(map) => map.values().for_each(|item| texts(item, say)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn percent(text: &str, space: &str) -> String {
    let encoded = |byte: u8| match byte {
        b' ' => space.to_owned(),
        b'-' | b'_' | b'.' | b'~' => char::from(byte).to_string(),
        _ if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        _ => format!("%{byte:02x}"),
    };
    text.bytes().map(encoded).collect()
}

fn html(text: &str) -> String {
    let escaped = text
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    escaped.replace('"', "&quot;").replace('\'', "&#39;")
}
