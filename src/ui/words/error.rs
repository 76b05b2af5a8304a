//! Failed calls.

use super::Words;
use crate::api::{ApiError, ErrorKind, Told, ours};
use crate::say;

/// A message as the user reads it, with what is wrong with TLS in the user's language.
fn message(w: &Words, error: &ApiError) -> String {
    let Some(told) = Told::of(&error.message) else {
        return begun(w, &error.message);
    };
    let what = w.named("error.tls.what", told.problem);
    let advice = w.named("error.tls.advice", told.problem);
    let said = say!(w, "error.tls.form", what, detail = told.detail, advice);
    begun(w, told.before) + &said
}

/// A message as the user reads it: of what the client says itself, the beginning is known; the rest
/// is a name, a number or the system's own words. What the service says stays as it is.
fn begun(w: &Words, message: &str) -> String {
    match ours(message) {
        Some((name, rest)) => {
            let text = w.find(&["error.ours", "error.kind"], name);
            text.unwrap_or_default().to_owned() + rest
        }
        None => message.to_owned(),
    }
}

/// A failure in a line: kind, status and code, the service's own words. Where the words say the
/// kind as well, or more exactly, they stand alone.
pub fn line(w: &Words, error: &ApiError) -> String {
    let mut facts = facts(error);
    if !facts.is_empty() {
        facts = format!(" ({facts})");
    }
    let kind = short(w, error);
    let message = message(w, error);
    match message.strip_prefix(&kind) {
        _ if message.is_empty() => format!("{kind}{facts}"),
        Some(rest) => format!("{kind}{facts}{rest}"),
        None => format!("{kind}{facts}{}{message}", w.text("colon")),
    }
}

/// What kind of failure it is, as exactly as a few words can say: a connection may have been
/// lost or never made, and what answered may not have been the service.
pub fn short(w: &Words, error: &ApiError) -> String {
    let message = message(w, error);
    let first = message.split(": ").next().unwrap_or_default();
    match error.kind {
        ErrorKind::Unreachable if !first.is_empty() => first.to_owned(),
        _ if error.oddity().is_some() || error.is_proxy() => first.to_owned(),
        kind => w.named("error.kind", kind).to_owned(),
    }
}

/// A failure with what was attempted.
pub fn attempt(w: &Words, error: &ApiError) -> String {
    let what = w.named("error.operation", error.attempted);
    say!(w, "error.attempt", what, why = line(w, error))
}

/// Status and code, as far as there are any: `401 APIGW.0301`.
pub fn facts(error: &ApiError) -> String {
    let status = error.status.map(|status| status.to_string());
    let facts: Vec<String> = status.into_iter().chain(error.code.clone()).collect();
    facts.join(" ")
}

/// The service's name of the call, to quote to its support.
pub fn request_id(w: &Words, error: &ApiError) -> Option<String> {
    let id = error.request_id.as_ref()?;
    Some(say!(w, "error.request-id", id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{Operation, SEVERAL_PROJECTS, TlsProblem, UNREADABLE};
    use crate::lang::Lang;
    use strum::IntoEnumIterator as _;

    #[test]
    fn a_failure_is_named_by_what_is_known_of_it_and_once() {
        let w = Words::load(Lang::English).unwrap();
        let said = |kind, status, message: &str| {
            let mut error = ApiError::local(Operation::ListInstances, kind, message);
            error.status = status;
            line(&w, &error)
        };
        let page = format!("{}: Bad Gateway", crate::api::PAGE);
        assert_eq!(
            [
                said(ErrorKind::Unreachable, None, "the connection was lost: eof"),
                said(ErrorKind::Server, Some(502), &page),
                said(ErrorKind::Throttled, Some(429), "flow control"),
                said(
                    ErrorKind::Undecodable,
                    Some(200),
                    "the answer could not be read: total: missing"
                ),
            ],
            [
                "the connection was lost: eof",
                "a proxy answered with an HTML page (502): Bad Gateway",
                "too many calls (429): flow control",
                "the answer could not be read (200): total: missing",
            ]
        );
    }

    #[test]
    fn every_problem_with_tls_is_said_with_its_next_step_in_both_languages() {
        let (english, chinese) = (Words::load(Lang::English), Words::load(Lang::Chinese));
        let (english, chinese) = (english.unwrap(), chinese.unwrap());
        for problem in TlsProblem::iter() {
            let said = format!(
                "no connection to a.b: {} (2026-01-31); {}",
                problem.what(),
                problem.advice()
            );
            let error = ApiError::local(Operation::SignIn, ErrorKind::Unreachable, &said);
            assert_eq!(line(&english, &error), said);
            let translated = line(&chinese, &error);
            assert!(translated.starts_with("连不上 a.b: "), "{translated}");
            assert!(translated.contains(" (2026-01-31)；"), "{translated}");
            for english in [problem.what(), problem.advice()] {
                assert!(!translated.contains(english), "{translated}");
            }
        }
    }

    #[test]
    fn what_the_client_says_itself_is_translated_and_what_the_service_says_is_not() {
        let w = Words::load(Lang::Chinese).unwrap();
        let said = |kind, message: &str| {
            let error = ApiError::local(Operation::ListInstances, kind, message);
            attempt(&w, &error)
        };
        assert_eq!(
            [
                said(ErrorKind::Unreachable, "no connection to a.b: refused"),
                said(ErrorKind::Timeout, "no complete answer within 30 s"),
                said(
                    ErrorKind::Undecodable,
                    &format!("{UNREADABLE}: total: missing")
                ),
                said(ErrorKind::Forbidden, "You do not have permission"),
                said(
                    ErrorKind::Setup,
                    &format!("{SEVERAL_PROJECTS}: \"r\" - p1, p2")
                ),
            ],
            [
                "无法查询实例列表：连不上 a.b: refused",
                "无法查询实例列表：超时未答复：未收到完整答复，时限 30 s",
                "无法查询实例列表：答复无法读取: total: missing",
                "无法查询实例列表：没有权限：You do not have permission",
                "无法查询实例列表：配置不完整：有多个项目使用这个名称，请将project_id设为其中之一: \"r\" - p1, p2",
            ]
        );
    }
}
