//! What an answer of the service means when it is not a success.
//!
//! Errors come in many shapes: nested or flat, three spellings of the same two fields, numbers for
//! codes, HTML from a proxy, plain text, nothing at all. [`refusal`] keeps whatever is there.

use std::time::Duration;

use reqwest::header::{CONTENT_ENCODING, DATE, HeaderMap, HeaderValue, LOCATION, RETRY_AFTER};
use serde::de::IgnoredAny;
use serde_json::{Map, Value};

use crate::model::EpochMs;
use crate::secret::mask::{HIDDEN, Masker};

use super::limit::{self, Limit};
use super::operation::DecodeError;
use super::{
    ApiError, COMPRESSED, EMPTY, ErrorKind, NO_JSON, Operation, PAGE, REDIRECT, UNREADABLE,
    meaning, wire,
};

mod page;

/// The longest message kept, in characters: enough for the service's own canonical request.
const LONGEST_MESSAGE: usize = 600;
/// A body with more bytes than these that are no UTF-8 is no text.
const BAD_BYTES: usize = 100_000;
/// What is kept of a body that is no text, in bytes: enough to say what it is.
const NO_TEXT: usize = 4096;
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

    /// Takes the next part of the body; `false` when that was the last that is read, because the
    /// answer is no success. The error says what there is too much of.
    pub(super) fn take(&mut self, chunk: &[u8], limit: Limit) -> Result<bool, String> {
        let (most, size) = (limit.bytes, self.body.len() + chunk.len());
        let room = match self.is_success() {
            true => chunk.len(),
            false => chunk
                .len()
                .min(limit::REFUSAL.saturating_sub(self.body.len())),
        };
        if self.is_success() {
            limit.check_bytes(size)?;
        }
        // Twice as large at a time, but never more than there may be.
        if self.body.capacity() < self.body.len() + room {
            let wanted = (2 * size).min(most.max(size));
            self.body.reserve_exact(wanted - self.body.len());
        }
        self.body.extend_from_slice(&chunk[..room]);
        Ok(room == chunk.len())
    }

    /// The same without any secret that the masker knows.
    pub(super) fn without(mut self, masker: &Masker) -> Self {
        let chunks = self.body.utf8_chunks();
        if chunks
            .filter(|chunk| !chunk.invalid().is_empty())
            .nth(BAD_BYTES)
            .is_some()
        {
            self.body.truncate(NO_TEXT);
        }
        self.body = masker.mask_body(self.body);
        for name in [
            "x-request-id",
            "x-iam-trace-id",
            "location",
            "content-encoding",
        ] {
            let Some(value) = self.headers.get_mut(name) else {
                continue;
            };
            let text = String::from_utf8_lossy(value.as_bytes()).into_owned();
            let masked = HeaderValue::from_str(&masker.mask(text));
            *value = masked.unwrap_or_else(|_| HeaderValue::from_static(HIDDEN));
        }
        self
    }

    /// How its body is compressed, which was not asked for.
    fn encoding(&self) -> Option<String> {
        let header = self.headers.get(CONTENT_ENCODING);
        page::encoding(header.and_then(|name| name.to_str().ok()), &self.body)
    }

    /// That it leads elsewhere, and to which host.
    fn redirect(&self) -> String {
        let location = self.headers.get(LOCATION).and_then(|to| to.to_str().ok());
        match location.and_then(page::target) {
            Some(host) => format!("{REDIRECT}: {host}"),
            None => REDIRECT.to_owned(),
        }
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

/// The error behind an answer that is not a success.
pub(super) fn refusal(attempted: Operation, answer: &Answer, now: EpochMs) -> ApiError {
    let said = match answer.encoding() {
        Some(encoding) => Said::plain(format!("{COMPRESSED}: {encoding}")),
        None => Said::read(&answer.body),
    };
    let code = said.code.map(|code| cut(&code, LONGEST_WORD));
    let page = said
        .message
        .as_ref()
        .is_some_and(|text| text.starts_with(PAGE));
    let message = match said.message.map(|message| cut(&message, LONGEST_MESSAGE)) {
        _ if code.is_none() && (300..400).contains(&answer.status) => answer.redirect(),
        Some(message) if !message.is_empty() => message,
        _ => format!("the service answered HTTP {} without a word", answer.status),
    };
    let kind = meaning::kind(answer.status, code.as_deref(), page);
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
            .map(|id| cut(&id, LONGEST_WORD)),
        retry_after: answer.retry_after(now),
        skew_ms,
    }
}

/// A success that cannot be read: what it is instead, where that can be told.
pub(super) fn undecodable(attempted: Operation, answer: &Answer, error: &DecodeError) -> ApiError {
    let text = String::from_utf8_lossy(&answer.body);
    let text =
        text.trim_matches(|letter: char| letter.is_whitespace() || "\0\u{feff}".contains(letter));
    let message = match text {
        _ if let Some(encoding) = answer.encoding() => format!("{COMPRESSED}: {encoding}"),
        "" => EMPTY.to_owned(),
        text if page::is_page(text) => said_by_a_page(text),
        // What begins like JSON is an answer of the service that came in parts or was changed.
        text if !text.starts_with(['{', '['])
            && serde_json::from_str::<IgnoredAny>(text).is_err() =>
        {
            match attempted.gives_a_secret() {
                // It may be the very secret that was asked for.
                true => NO_JSON.to_owned(),
                false => format!("{NO_JSON}: {}", page::quoted(text)),
            }
        }
        _ => format!("{UNREADABLE}: {error}"),
    };
    ApiError {
        status: Some(answer.status),
        request_id: answer.request_id().map(|id| cut(&id, LONGEST_WORD)),
        ..ApiError::local(attempted, ErrorKind::Undecodable, message)
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
        match wire::value(body) {
            Ok(Value::Object(map)) => Self::from_object(&map),
            Ok(Value::String(text)) => Self::plain(text),
            Ok(_) => Self::plain(text.into_owned()),
            Err(_) if page::is_page(&text) => Self::plain(said_by_a_page(&text)),
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
                &[
                    "error_msg",
                    "errorMsg",
                    "error_message",
                    "message",
                    "details",
                    "title",
                ],
            ),
            request_id: first(map, &["request_id", "requestId", "trace_id"]),
        };
        // A code that only repeats the status gives way to one further in.
        let (status, code) = match own.code {
            Some(code) if is_status(&code) => (Some(code), None),
            code => (None, code),
        };
        let own = Self { code, ..own };
        // One level down: `{"error":{…}}` of IAM, `{"badRequest":{…}}` of others,
        // `{"message":{"details":…,"code":…}}` of version 1 of Cloud Eye.
        let inner = map.values().filter_map(Value::as_object);
        let said = inner.fold(own, |own, inner| {
            if own.code.is_some() && own.message.is_some() {
                return own;
            }
            let inner = Self::from_object(inner);
            Self {
                code: own.code.or(inner.code),
                message: own.message.or(inner.message),
                request_id: own.request_id.or(inner.request_id),
            }
        });
        Self {
            code: said.code.or(status),
            ..said
        }
    }
}

fn is_status(code: &str) -> bool {
    code.len() == 3
        && code
            .parse()
            .is_ok_and(|code: u16| (100..600).contains(&code))
}

fn first(map: &Map<String, Value>, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| match map.get(*name)? {
        Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    })
}

/// A page, and what it says beyond its status.
fn said_by_a_page(html: &str) -> String {
    match page::words(html).as_str() {
        "" => PAGE.to_owned(),
        words => format!("{PAGE}: {words}"),
    }
}

fn cut(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests;
