//! What an answer of the service means when it is not a success.
//!
//! Errors come in many shapes: nested or flat, three spellings of the same two fields, numbers for
//! codes, HTML from a proxy, plain text, nothing at all. [`refusal`] keeps whatever is there.

use std::time::Duration;

use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};
use serde_json::{Map, Value};

use crate::model::EpochMs;
use crate::secret::Secret;

use super::operation::DecodeError;
use super::{ApiError, ErrorKind, Operation, PAGE, UNREADABLE};

/// The longest message kept, in characters: enough for the service's own canonical request.
const LONGEST_MESSAGE: usize = 600;
/// The longest code or request id kept.
const LONGEST_WORD: usize = 100;

/// The longest wait that a service can ask for: one that wants more is asked again after an hour.
const LONGEST_WAIT: Duration = Duration::from_secs(60 * 60);

/// An answer, whatever its status.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
}

impl Answer {
    pub(super) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The service's id of this call: DMS and IAM name the header differently.
    pub(super) fn request_id(&self) -> Option<String> {
        ["x-request-id", "x-iam-trace-id"]
            .iter()
            .find_map(|name| self.headers.get(*name)?.to_str().ok())
            .filter(|id| !id.is_empty())
            .map(str::to_owned)
    }

    /// How long the service asks to wait, up to [`LONGEST_WAIT`]: seconds, or a date to compare
    /// with its own clock.
    fn retry_after(&self, now: EpochMs) -> Option<Duration> {
        let text = self.headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
        let asked = seconds(text).or_else(|| {
            let now = self.date().unwrap_or(now);
            let wait = http_date(text)?.saturating_sub(now);
            Some(Duration::from_millis(u64::try_from(wait).unwrap_or(0)))
        })?;
        Some(asked.min(LONGEST_WAIT))
    }

    /// The time on the clock of whoever answered, to the second.
    pub(super) fn date(&self) -> Option<EpochMs> {
        http_date(self.headers.get(DATE)?.to_str().ok()?)
    }
}

/// Seconds, whole or with a fraction. A sign, an exponent or words are none.
fn seconds(text: &str) -> Option<Duration> {
    let is_plain = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    let seconds: f64 = is_plain.then(|| text.parse().ok())??;
    Duration::try_from_secs_f64(seconds.min(LONGEST_WAIT.as_secs_f64())).ok()
}

fn http_date(text: &str) -> Option<EpochMs> {
    let zoned = jiff::fmt::rfc2822::parse(text).ok()?;
    Some(zoned.timestamp().as_millisecond())
}

/// How far our clock is ahead of the service's. The gateway's own words about an expired signature
/// have both clocks; else the date of the answer is compared with ours.
fn skew(message: &str, answer: &Answer, now: EpochMs) -> Option<i64> {
    let time = |name: &str| {
        let rest = message.split_once(name)?.1.trim_start_matches([':', ' ']);
        let civil = jiff::civil::DateTime::strptime("%Y%m%dT%H%M%SZ", rest.get(..16)?).ok()?;
        let zoned = civil.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
        Some(zoned.timestamp().as_millisecond())
    };
    match (time("signature time"), time("server time")) {
        (Some(ours), Some(theirs)) => Some(ours.saturating_sub(theirs)),
        (None, Some(theirs)) => Some(now.saturating_sub(theirs)),
        _ => Some(now.saturating_sub(answer.date()?)),
    }
}

/// The error behind an answer that is not a success. Whatever of `secrets` the answer quotes back
/// (a gateway that refuses a signature quotes the signed headers) is taken out.
pub(super) fn refusal(
    attempted: Operation,
    answer: &Answer,
    secrets: &[&Secret],
    now: EpochMs,
) -> ApiError {
    let said = Said::read(&answer.body);
    let clean = |text: String, longest| cut(&without(text, secrets), longest);
    let code = said.code.map(|code| clean(code, LONGEST_WORD));
    let message = match said.message.map(|message| clean(message, LONGEST_MESSAGE)) {
        Some(message) if !message.is_empty() => message,
        _ => format!("the service answered HTTP {} without a word", answer.status),
    };
    let kind = kind(answer.status, code.as_deref());
    let skew_ms = match kind {
        ErrorKind::Unauthorized => skew(&message, answer, now),
        _ => None,
    };
    ApiError {
        attempted,
        kind,
        status: Some(answer.status),
        code,
        message,
        request_id: answer
            .request_id()
            .or(said.request_id)
            .map(|id| clean(id, LONGEST_WORD)),
        retry_after: answer.retry_after(now),
        skew_ms,
    }
}

/// A success that cannot be read.
pub(super) fn undecodable(attempted: Operation, answer: &Answer, error: &DecodeError) -> ApiError {
    let message = match is_page(&String::from_utf8_lossy(&answer.body)) {
        true => PAGE.to_owned(),
        false => format!("{UNREADABLE}: {error}"),
    };
    ApiError {
        status: Some(answer.status),
        request_id: answer.request_id().map(|id| cut(&id, LONGEST_WORD)),
        ..ApiError::local(attempted, ErrorKind::Undecodable, message)
    }
}

/// The gateway's codes: `APIGW.0301`, on older gateways `APIG.0301`.
fn gateway_code(code: &str) -> Option<&str> {
    code.strip_prefix("APIGW.")
        .or_else(|| code.strip_prefix("APIG."))
}

fn kind(status: u16, code: Option<&str>) -> ErrorKind {
    // Where the code says more than the status, the code counts.
    match (code.and_then(gateway_code), code) {
        (Some("0308"), _) | (_, Some("DMS.10240407")) => return ErrorKind::Throttled,
        (Some("0301" | "0303" | "0307"), _) => return ErrorKind::Unauthorized,
        _ => {}
    }
    match status {
        401 => ErrorKind::Unauthorized,
        403 => ErrorKind::Forbidden,
        404 if code.is_some_and(|code| gateway_code(code).is_none()) => ErrorKind::NotFound,
        429 => ErrorKind::Throttled,
        500..=599 => ErrorKind::Server,
        _ => ErrorKind::Refused,
    }
}

/// What an error body says.
#[derive(Debug, Default, PartialEq, Eq)]
struct Said {
    code: Option<String>,
    message: Option<String>,
    request_id: Option<String>,
}

impl Said {
    fn read(body: &[u8]) -> Self {
        let text = String::from_utf8_lossy(body);
        match serde_json::from_str(&text) {
            Ok(Value::Object(map)) => Self::from_object(&map),
            Ok(Value::String(text)) => Self::plain(text),
            Ok(_) => Self::plain(text.into_owned()),
            Err(_) if is_page(&text) => Self::plain(page(&text)),
            Err(_) => Self::plain(text.trim().to_owned()),
        }
    }

    fn plain(message: String) -> Self {
        Self {
            message: Some(message),
            ..Self::default()
        }
    }

    fn from_object(map: &Map<String, Value>) -> Self {
        let own = Self {
            code: first(map, &["error_code", "errorCode", "code"]),
            message: first(
                map,
                &["error_msg", "errorMsg", "error_message", "message", "title"],
            ),
            request_id: first(map, &["request_id", "requestId", "trace_id"]),
        };
        // One level down: `{"error":{…}}` of IAM, `{"badRequest":{…}}` of others.
        map.values()
            .filter_map(Value::as_object)
            .fold(own, |own, inner| {
                if own.code.is_some() && own.message.is_some() {
                    return own;
                }
                let inner = Self::from_object(inner);
                Self {
                    code: own.code.or(inner.code),
                    message: own.message.or(inner.message),
                    request_id: own.request_id.or(inner.request_id),
                }
            })
    }
}

fn first(map: &Map<String, Value>, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| match map.get(*name)? {
        Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    })
}

fn is_page(text: &str) -> bool {
    text.trim_start().starts_with('<')
}

/// A page, and what it says beyond its status.
fn page(html: &str) -> String {
    let text = html_text(html);
    let words = text.trim_start_matches(|letter: char| letter.is_ascii_digit());
    match words.trim() {
        "" => PAGE.to_owned(),
        words => format!("{PAGE}: {words}"),
    }
}

/// The title of a page, or its text without the tags.
fn html_text(html: &str) -> String {
    let lower = html.to_ascii_lowercase();
    let title = lower.find("<title>").and_then(|start| {
        let start = start + "<title>".len();
        let end = start + lower.get(start..)?.find("</title>")?;
        html.get(start..end)
    });
    let mut inside_tag = false;
    let text: String = match title.filter(|title| !title.trim().is_empty()) {
        Some(title) => title.to_owned(),
        None => html
            .chars()
            .filter(|letter| {
                let visible = !inside_tag && *letter != '<';
                inside_tag = (inside_tag || *letter == '<') && *letter != '>';
                visible
            })
            .collect(),
    };
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn without(text: String, secrets: &[&Secret]) -> String {
    secrets
        .iter()
        .filter(|secret| !secret.is_empty())
        .fold(text, |text, secret| {
            text.replace(secret.expose(), "[hidden]")
        })
}

fn cut(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests;
