//! What happened.

use super::error;
use crate::api::MissingPart;
use crate::api::v2::Switch;
use crate::state::notice::{Level, Notice, Said};
use crate::state::pending::{Changed, Ended, Outcome, Verb};

/// The letter of a level.
#[must_use]
pub fn letter(level: Level) -> &'static str {
    match level {
        Level::Info => ".",
        Level::Warning => "!",
        Level::Critical => "X",
    }
}

/// What a notice tells: what happened, and whether it is past.
#[must_use]
pub fn told(notice: &Notice) -> String {
    let said = said(&notice.said);
    if notice.over {
        format!("over now: {said}")
    } else {
        said
    }
}

/// What happened, in a sentence.
#[must_use]
pub fn said(said: &Said) -> String {
    match said {
        Said::ReadFailed(failure) => error::attempt(failure),
        Said::Recovered => "the list is read again".into(),
        Said::Partial { part, more } => partial(part, *more),
        Said::StatusChanged { name, from, to } => format!("{name}: {from} -> {to}"),
        Said::Gone { name } => format!("{name} is gone: somebody deleted it"),
        Said::Write(outcome) => self::outcome(outcome),
        Said::Copied => "copied: sent to the terminal".into(),
        Said::Config(text) => text.clone(),
    }
}

/// The service's name of the call behind a notice.
#[must_use]
pub fn request_id(said: &Said) -> Option<String> {
    let error = match said {
        Said::ReadFailed(error) => error,
        Said::Partial { part, .. } => &part.error,
        Said::Write(outcome) => match &outcome.result {
            Ended::Refused(error) | Ended::NotSent(error) | Ended::Unknown(error) => error,
            _ => return None,
        },
        _ => return None,
    };
    error::request_id(error)
}

/// A part of the list that is missing, and why.
fn partial(part: &MissingPart, more: usize) -> String {
    let others = match more {
        0 => String::new(),
        more => format!(" and {more} more parts"),
    };
    let MissingPart { from, to, error } = part;
    format!(
        "instances {from}-{to}{others} are missing: {}",
        error::line(error)
    )
}

/// How a write stands.
#[must_use]
pub fn outcome(outcome: &Outcome) -> String {
    let what = verb(&outcome.verb, &outcome.name);
    match &outcome.result {
        Ended::Sent => format!("{what}: sent"),
        Ended::Accepted => format!("{what}: accepted, not done yet"),
        Ended::Done => format!("{what}: done"),
        Ended::Failed(why) if why.is_empty() => format!("{what}: FAILED"),
        Ended::Failed(why) => format!("{what}: FAILED ({why})"),
        Ended::Refused(failure) => {
            format!("{what}: nothing changed, {}", error::line(failure))
        }
        Ended::NotSent(failure) => format!("{what}: not sent, {}", error::line(failure)),
        Ended::NotSentChanged(changed) => {
            format!("{what}: not sent, {}", self::changed(changed))
        }
        Ended::Unknown(failure) => {
            let why = error::kind(failure.kind);
            format!("{what}: answer lost ({why}), checking what became of it")
        }
        Ended::NotTaken => format!("{what}: did not take effect, nothing changed"),
        Ended::GaveUp => format!("{what}: accepted long ago and still not done; look yourself"),
    }
}

fn verb(verb: &Verb, name: &str) -> String {
    match verb {
        Verb::Delete => format!("delete {name}"),
        Verb::SetPlugin(plugin, Switch::Enable) => format!("enable {plugin} on {name}"),
        Verb::SetPlugin(plugin, Switch::Disable) => format!("disable {plugin} on {name}"),
        Verb::DeleteTask(task) => format!("delete task record {task} of {name}"),
        Verb::Create => format!("create {name}"),
    }
}

fn changed(changed: &Changed) -> String {
    match changed {
        Changed::Renamed(name) => format!("its name is {name} now"),
        Changed::Gone => "it is gone".into(),
        Changed::Status(status) => format!("it is {status} now"),
        Changed::AlreadyThere => "it is already so".into(),
    }
}

/// How often it was said: ` x3`.
#[must_use]
pub fn times(count: u32) -> String {
    match count {
        0 | 1 => String::new(),
        _ => format!(" x{count}"),
    }
}

/// Title of the list of all notices.
pub const TITLE: &str = "ERRORS AND EVENTS  -  newest first, times in UTC";
/// Nothing ever happened.
pub const NOTHING: &str = "Nothing happened yet.";
/// What going back does to a toast.
pub const DISMISS: &str = "dismiss";
