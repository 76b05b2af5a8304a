//! What a refusal means.

use reqwest::header::LOCATION;
use serde_json::{Map, Value};

use super::ManagementError;
use crate::api::answer::Answer;
use crate::api::wire;
use crate::model::broker::UserTag;

/// The longest words of a broker that are kept, in characters.
const LONGEST: usize = 300;

/// The error behind an answer that is not a success. `everywhere` is whether what was asked for is
/// there in every version.
pub(super) fn refusal(answer: &Answer, everywhere: bool) -> ManagementError {
    let status = answer.status;
    if (300..400).contains(&status) {
        let to = answer.headers.get(LOCATION);
        let to = to.and_then(|to| to.to_str().ok()).unwrap_or_default();
        return ManagementError::Redirect(cut(to));
    }
    let Some(said) = Said::read(&answer.body) else {
        let has_words = !answer.body.trim_ascii().is_empty();
        return match status {
            401 => ManagementError::NoCredentials,
            400 if !has_words && !everywhere => ManagementError::NotFound,
            // A broker that breaks off has no words; a gateway says 502 to 504.
            500 if !has_words => ManagementError::Server {
                status,
                reason: "Internal Server Error".to_owned(),
            },
            500.. => ManagementError::Gateway { status },
            _ if is_page(&answer.body) => ManagementError::BrowserPage { status },
            _ => ManagementError::NotTheApi { status },
        };
    };
    match status {
        401 => not_authorised(said.reason),
        404 if !everywhere => ManagementError::NotFound,
        404 => ManagementError::NotTheApi { status },
        400 if said.error == "page_out_of_range" => ManagementError::PageOutOfRange,
        400 if said.tells("stats in management ui are disabled") => ManagementError::StatisticsOff,
        400 if said.tells("metadata store") => ManagementError::NoMajority(said.reason),
        500.. => ManagementError::Server {
            status,
            reason: said.reason,
        },
        _ => ManagementError::Refused {
            status,
            reason: said.reason,
        },
    }
}

/// What `error` and `reason` of a refusal say.
struct Said {
    error: String,
    reason: String,
}

impl Said {
    /// Nothing where it is no refusal of a broker.
    fn read(body: &[u8]) -> Option<Self> {
        let map = wire::object(body).ok()?;
        let error = text(&map, "error")?;
        // One that broke off inside says it in parts.
        let reason = text(&map, "reason").unwrap_or_else(|| error.clone());
        Some(Self {
            error: cut(&error),
            reason: cut(&reason),
        })
    }

    fn tells(&self, words: &str) -> bool {
        self.reason.to_ascii_lowercase().contains(words)
    }
}

fn text(map: &Map<String, Value>, name: &str) -> Option<String> {
    match map.get(name)? {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

/// 401 stands for a wrong password and for every lack of a right: the reason tells them apart.
fn not_authorised(reason: String) -> ManagementError {
    let words = reason.to_ascii_lowercase();
    let lacks = |of: &str| words.starts_with(&format!("not {of}"));
    match words.replace(['_', ' '], "").as_str() {
        "loginfailed" | "notauthorized" | "notauthorised" => ManagementError::LoginFailed,
        _ if lacks("management") => ManagementError::LacksTag(UserTag::Management),
        _ if lacks("monitor") => ManagementError::LacksTag(UserTag::Monitoring),
        _ if lacks("administrator") => ManagementError::LacksTag(UserTag::Administrator),
        _ if lacks("policymaker") => ManagementError::LacksTag(UserTag::Policymaker),
        _ => ManagementError::NotAllowed(reason),
    }
}

/// Whether a body is a page for a browser.
pub(super) fn is_page(body: &[u8]) -> bool {
    body.trim_ascii_start().starts_with(b"<")
}

/// The beginning of a text, in one line.
fn cut(text: &str) -> String {
    let line: Vec<&str> = text.split_whitespace().collect();
    let line = line.join(" ");
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}
