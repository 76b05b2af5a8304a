//! Failed calls.

use super::catalogue::{Words, fill, texts};
use crate::api::{
    ApiError, BROKE_OFF, COMPRESSED, DISABLED_PROJECT, EMPTY, ENDLESS, ErrorKind, LATE, LOST,
    MOVED, NO_CONNECTION, NO_JSON, NO_PROJECT, OTHER_PROJECTS, Operation, PAGE, PROXY_ASKS,
    PROXY_REFUSES, REDIRECT, SEVERAL_PROJECTS, SHORT, STANDING_STILL, TOO_LARGE, TlsProblem, Told,
    UNREADABLE,
};

texts! {
    /// Failed calls.
    pub struct Errors {

        attempt,
        request_id,
        kind: Kinds,
        ours: Ours,
        tls: Tls,
        operation: Operations,
    }
}

texts! {
    /// What kind of failure it is.
    pub struct Kinds {
        unauthorized, forbidden, not_found, throttled, refused, server, unreachable,
        timeout, too_large, undecodable, changed, defect, locked, setup,
    }
}

texts! {
    /// How messages of the client itself begin.
    pub struct Ours {
        page, redirect, empty, no_json, compressed, lost, no_connection, late, no_project, other_projects, disabled_project,
        several_projects, proxy_refuses, proxy_asks, short, standing_still, endless, broke_off,
    }
}

texts! {
    /// What is wrong with a TLS connection.
    pub struct Tls {
        form,
        what: Problems,
        advice: Problems,
    }
}

texts! {
    /// A text for each problem with a TLS connection.
    pub struct Problems {
        self_signed, authority, unknown_authority, other_host, expired, not_yet_valid, revoked,
        unfit, not_tls, version, refused, wants_certificate, cut,
    }
}

texts! {
    /// What was attempted, in words that follow "could not".
    pub struct Operations {
        connect, sign_in, take_on_agency, ask_machine, find_project, list_instances, show_instance, create_instance,
        modify_instance, delete_instance, delete_instances, restart_instances,
        reset_password, list_sizes, resize, list_plugins, switch_plugins, list_tasks,
        show_task, delete_task, change_tags, list_tags, list_project_tags, list_products,
        list_zones, list_windows, change_anything,
    }
}

/// What was attempted, in words that follow "could not".
#[must_use]
pub fn operation(w: &Words, operation: Operation) -> &str {
    let t = &w.error.operation;
    match operation {
        Operation::Connect => &t.connect,
        Operation::SignIn => &t.sign_in,
        Operation::TakeOnAgency => &t.take_on_agency,
        Operation::AskMachine => &t.ask_machine,
        Operation::FindProject => &t.find_project,
        Operation::ListInstances => &t.list_instances,
        Operation::ShowInstance => &t.show_instance,
        Operation::CreateInstance => &t.create_instance,
        Operation::ModifyInstance => &t.modify_instance,
        Operation::DeleteInstance => &t.delete_instance,
        Operation::DeleteInstances => &t.delete_instances,
        Operation::RestartInstances => &t.restart_instances,
        Operation::ResetPassword => &t.reset_password,
        Operation::ListSizes => &t.list_sizes,
        Operation::Resize => &t.resize,
        Operation::ListPlugins => &t.list_plugins,
        Operation::SwitchPlugins => &t.switch_plugins,
        Operation::ListTasks => &t.list_tasks,
        Operation::ShowTask => &t.show_task,
        Operation::DeleteTask => &t.delete_task,
        Operation::ChangeTags => &t.change_tags,
        Operation::ListTags => &t.list_tags,
        Operation::ListProjectTags => &t.list_project_tags,
        Operation::ListProducts => &t.list_products,
        Operation::ListZones => &t.list_zones,
        Operation::ListWindows => &t.list_windows,
        Operation::ChangeAnything => &t.change_anything,
    }
}

/// What kind of failure it is, in a few words.
fn kind(w: &Words, kind: ErrorKind) -> &str {
    let t = &w.error.kind;
    match kind {
        ErrorKind::Unauthorized => &t.unauthorized,
        ErrorKind::Forbidden => &t.forbidden,
        ErrorKind::NotFound => &t.not_found,
        ErrorKind::Throttled => &t.throttled,
        ErrorKind::Refused => &t.refused,
        ErrorKind::Server => &t.server,
        ErrorKind::Unreachable => &t.unreachable,
        ErrorKind::Timeout => &t.timeout,
        ErrorKind::TooLarge => &t.too_large,
        ErrorKind::Undecodable => &t.undecodable,
        ErrorKind::Changed => &t.changed,
        ErrorKind::Defect => &t.defect,
        ErrorKind::Locked => &t.locked,
        ErrorKind::Setup => &t.setup,
    }
}

/// The text for a problem with a TLS connection.
fn of_problem(t: &Problems, problem: TlsProblem) -> &str {
    match problem {
        TlsProblem::SelfSigned => &t.self_signed,
        TlsProblem::Authority => &t.authority,
        TlsProblem::UnknownAuthority => &t.unknown_authority,
        TlsProblem::OtherHost => &t.other_host,
        TlsProblem::Expired => &t.expired,
        TlsProblem::NotYetValid => &t.not_yet_valid,
        TlsProblem::Revoked => &t.revoked,
        TlsProblem::Unfit => &t.unfit,
        TlsProblem::NotTls => &t.not_tls,
        TlsProblem::Version => &t.version,
        TlsProblem::Refused => &t.refused,
        TlsProblem::WantsCertificate => &t.wants_certificate,
        TlsProblem::Cut => &t.cut,
    }
}

/// A message as the user reads it, with what is wrong with TLS in the user's language.
fn message(w: &Words, error: &ApiError) -> String {
    let Some(told) = Told::of(&error.message) else {
        return begun(w, &error.message);
    };
    let t = &w.error.tls;
    let what = of_problem(&t.what, told.problem);
    let advice = of_problem(&t.advice, told.problem);
    let values: [(&str, &dyn std::fmt::Display); 3] = [
        ("what", &what),
        ("detail", &told.detail),
        ("advice", &advice),
    ];
    format!("{}{}", begun(w, told.before), fill(&t.form, &values))
}

/// A message as the user reads it: of what the client says itself, the beginning is known; the rest
/// is a name, a number or the system's own words. What the service says stays as it is.
fn begun(w: &Words, message: &str) -> String {
    let t = &w.error.ours;
    let ours = [
        (PAGE, &t.page),
        (REDIRECT, &t.redirect),
        (EMPTY, &t.empty),
        (NO_JSON, &t.no_json),
        (COMPRESSED, &t.compressed),
        (TOO_LARGE, &w.error.kind.too_large),
        (LOST, &t.lost),
        (NO_CONNECTION, &t.no_connection),
        (LATE, &t.late),
        (UNREADABLE, &w.error.kind.undecodable),
        (NO_PROJECT, &t.no_project),
        (OTHER_PROJECTS, &t.other_projects),
        (DISABLED_PROJECT, &t.disabled_project),
        (SEVERAL_PROJECTS, &t.several_projects),
        (PROXY_REFUSES, &t.proxy_refuses),
        (PROXY_ASKS, &t.proxy_asks),
        (SHORT, &t.short),
        (MOVED, &w.error.kind.changed),
        (STANDING_STILL, &t.standing_still),
        (ENDLESS, &t.endless),
        (BROKE_OFF, &t.broke_off),
    ];
    let begun = ours.into_iter().find_map(|(begins, text)| {
        let rest = message.strip_prefix(begins)?;
        Some(format!("{text}{rest}"))
    });
    begun.unwrap_or_else(|| message.to_owned())
}

/// A failure in a line: kind, status and code, the service's own words. Where the words say the
/// kind as well, or more exactly, they stand alone.
#[must_use]
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
        None => format!("{kind}{facts}{}{message}", w.colon),
    }
}

/// What kind of failure it is, as exactly as a few words can say: a connection may have been
/// lost or never made, and what answered may not have been the service.
#[must_use]
pub fn short(w: &Words, error: &ApiError) -> String {
    let message = message(w, error);
    let first = message.split(": ").next().unwrap_or_default();
    match error.kind {
        ErrorKind::Unreachable if !first.is_empty() => first.to_owned(),
        _ if error.oddity().is_some() || error.is_proxy() => first.to_owned(),
        kind => self::kind(w, kind).to_owned(),
    }
}

/// A failure with what was attempted.
#[must_use]
pub fn attempt(w: &Words, error: &ApiError) -> String {
    let why = line(w, error);
    fill(
        &w.error.attempt,
        &[("what", &operation(w, error.attempted)), ("why", &why)],
    )
}

/// Status and code, as far as there are any: `401 APIGW.0301`.
#[must_use]
pub fn facts(error: &ApiError) -> String {
    let status = error.status.map(|status| status.to_string());
    let facts: Vec<String> = status.into_iter().chain(error.code.clone()).collect();
    facts.join(" ")
}

/// The service's name of the call, to quote to its support.
#[must_use]
pub fn request_id(w: &Words, error: &ApiError) -> Option<String> {
    let id = error.request_id.as_ref()?;
    Some(fill(&w.error.request_id, &[("id", id)]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;

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
        for problem in TlsProblem::ALL {
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
