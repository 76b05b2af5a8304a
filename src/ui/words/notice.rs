//! What happened.

use super::{batch, error, list};
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
        Said::Batch { act, tally, .. } => batch::told(*act, tally),
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
        more => format!(" and {} more", super::count(more, "part")),
    };
    format!(
        "instances {}{others} are missing: {}",
        list::span(part),
        error::line(&part.error)
    )
}

/// How a write stands: that first, for the end of a line may be cut off.
#[must_use]
pub fn outcome(outcome: &Outcome) -> String {
    let what = verb(&outcome.verb, &outcome.name);
    match &outcome.result {
        Ended::Sent => format!("sent: {what}"),
        Ended::Accepted => format!("accepted: {what}, not done yet"),
        Ended::Done => format!("done: {what}"),
        Ended::Failed(why) if why.is_empty() || why == FAILED => format!("{FAILED}: {what}"),
        Ended::Failed(why) => format!("{FAILED}: {what} ({why})"),
        Ended::Refused(failure) => format!("nothing changed: {what}, {}", error::line(failure)),
        Ended::Declined => format!("nothing changed: {what}, {DECLINED}"),
        Ended::NotSent(failure) => format!("not sent: {what}, {}", error::line(failure)),
        Ended::NotSentChanged(changed) => {
            format!("not sent: {what}, {}", self::changed(changed))
        }
        Ended::Unknown(failure) => {
            let why = error::short(failure);
            format!("outcome unknown: {what} ({why}); checking what became of it")
        }
        Ended::NotTaken => format!("did not take effect: {what}"),
        Ended::GaveUp => {
            format!("still not done: {what}, accepted long ago and no longer followed")
        }
    }
}

/// How a write ended that the service took and did not do. The service's own word for a task that
/// failed is the same, and is not said twice.
const FAILED: &str = "FAILED";

fn verb(verb: &Verb, name: &str) -> String {
    match verb {
        Verb::Delete => format!("delete {name}"),
        Verb::Restart => format!("restart {name}"),
        Verb::SetPlugin(plugin, Switch::Enable) => format!("enable {plugin} on {name}"),
        Verb::SetPlugin(plugin, Switch::Disable) => format!("disable {plugin} on {name}"),
        Verb::DeleteTask(task) => format!("delete task record {task} of {name}"),
        Verb::Create => format!("create {name}"),
    }
}

/// Why something was held back.
#[must_use]
pub fn changed(changed: &Changed) -> String {
    match changed {
        Changed::Renamed(name) => format!("its name is {name} now"),
        Changed::Gone => "it is gone".into(),
        Changed::Status(status) => format!("it is {status} now"),
        Changed::AlreadyThere => "it is already so".into(),
        Changed::Another(name) => format!("{name}, which was to go with it, has changed"),
        Changed::Stopped => "an earlier request of the batch failed".into(),
    }
}

/// The service said no to one instance and nothing more.
pub const DECLINED: &str = "refused by the service, which gives no reason";

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{ApiError, ErrorKind, Operation};

    #[test]
    fn the_outcome_of_a_write_comes_first_and_is_said_once() {
        let said = |result| {
            let name = "mailer-ap-01".into();
            let verb = Verb::Delete;
            outcome(&Outcome { verb, name, result })
        };
        let lost = ApiError::local(Operation::DeleteInstance, ErrorKind::Timeout, "");
        let failed = |why: &str| Ended::Failed(why.into());
        assert_eq!(
            [
                said(Ended::Done),
                said(failed("FAILED")),
                said(failed("ERROR")),
                said(Ended::Unknown(lost)),
            ],
            [
                "done: delete mailer-ap-01",
                "FAILED: delete mailer-ap-01",
                "FAILED: delete mailer-ap-01 (ERROR)",
                "outcome unknown: delete mailer-ap-01 (no answer in time); checking what became of it",
            ]
        );
    }
}
