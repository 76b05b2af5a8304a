//! What an error means and what to do about it, from the references' own tables.
//!
//! Start with [`explain`]: it takes a failed call and gives an [`Explanation`]. The tables are in
//! `assets/errors`, are read once, and are the same for every version of the API: a code of one
//! version takes the words it lacks from its partner in the other.
//!
//! | code | table | languages |
//! |---|---|---|
//! | `DMS.…` | `service.toml`: English reference, 7.2 | English; Chinese where V1 has the partner |
//! | `111…` | `v1.toml`: Chinese reference, 8.2 | Chinese; English from V2's partner |
//! | `APIGW.…`, `APIG.…` | `gateway.toml` | both, in our own words |
//! | `ces.…` | `cloud_eye.toml` | both, in our own words |
//! | `public.00.…` | `instance.toml`: table 6-7 | both |
//! | none: the answer is not the service's | `answer.toml` | both, in our own words |
//! | an HTTP status | `http.toml`: tables 7-1 and 8-1 | both |

mod tables;

use crate::api::{ApiError, Oddity};
use tables::TABLES;

/// A text in the languages it is known in. One that lacks a language is shown in the other, and
/// marked as such where it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text {
    /// English.
    pub en: Option<&'static str>,
    /// Simplified Chinese.
    pub zh: Option<&'static str>,
}

/// Where an explanation comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// From the error code: exact.
    Code,
    /// From the answer itself, which cannot be the service's: in our own words.
    Answer,
    /// From the HTTP status alone: what such a status means anywhere.
    Status,
}

/// What an error means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// What it means.
    pub meaning: Text,
    /// What to do about it, when the table says.
    pub solution: Option<Text>,
    /// Where this comes from.
    pub source: Source,
}

/// What is known about a failed call; nothing when the service gave neither a code nor a status
/// that a table has.
pub fn explain(error: &ApiError) -> Option<Explanation> {
    let code = error.code.as_deref();
    code.and_then(|code| by_code(code, &error.message))
        .or_else(|| error.oddity().and_then(by_oddity))
        // What a success means elsewhere is no reason why this one failed.
        .or_else(|| by_status(error.status.filter(|status| *status >= 300)?))
}

/// What it means that somebody else answered, or that the answer was changed on the way.
fn by_oddity(oddity: Oddity) -> Option<Explanation> {
    let row = TABLES.answer.get(match oddity {
        Oddity::Page => "page",
        Oddity::Redirect => "redirect",
        Oddity::Empty => "empty",
        Oddity::Text => "text",
        Oddity::Compressed => "compressed",
        Oddity::Large => "large",
    })?;
    Some(Explanation {
        meaning: row.meaning.text(),
        solution: Some(row.solution.text()),
        source: Source::Answer,
    })
}

/// What a code means. `message` is what the service said with it: the gateway uses one code for
/// several reasons.
pub fn by_code(code: &str, message: &str) -> Option<Explanation> {
    let tables = &*TABLES;
    let (meaning, solution) = if let Some(row) = tables.service.get(code) {
        let partner = tables.partner_in_v1(code);
        let zh = partner.map(|partner| partner.zh.as_str());
        let en = Some(row.meaning.as_str());
        (Text { en, zh }, Some(tables.solution(row)))
    } else if let Some(row) = tables.v1.get(code) {
        let partner = tables.partner_in_v2(code);
        let en = partner.map(|partner| partner.meaning.as_str());
        let meaning = Text {
            en: en.or(row.en.as_deref()),
            zh: Some(&row.zh),
        };
        (meaning, partner.map(|partner| tables.solution(partner)))
    } else if let Some(row) = tables.cloud_eye.get(code) {
        (row.meaning.text(), Some(row.solution.text()))
    } else {
        let row = tables.gateway(code, message)?;
        (row.meaning.text(), Some(row.solution.text()))
    };
    Some(Explanation {
        meaning,
        solution,
        source: Source::Code,
    })
}

/// What an HTTP status means anywhere.
pub fn by_status(status: u16) -> Option<Explanation> {
    let row = TABLES.http.get(&status.to_string())?;
    Some(Explanation {
        meaning: Text {
            en: Some(&row.en),
            zh: Some(&row.zh),
        },
        solution: None,
        source: Source::Status,
    })
}

/// Why an instance failed to be created or is not well: its `error_code`, by table 6-7.
pub fn instance_failure(code: &str) -> Option<Text> {
    TABLES.instance.get(code).map(tables::Both::text)
}

/// The permission a denied call would have needed, when the references name one.
pub fn missing_permission(error: &ApiError) -> Option<&'static str> {
    error
        .lacks_permission()
        .then(|| error.attempted.permission())?
}

#[cfg(test)]
mod tests;
