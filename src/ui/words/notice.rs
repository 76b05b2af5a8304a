//! What happened.

use super::catalogue::{Words, fill, texts};
use super::{batch, copied, error, journal, list, modify, tags};
use crate::api::v2::Switch;
use crate::api::{ErrorKind, MissingPart};
use crate::state::notice::{Level, Notice, Said};
use crate::state::pending::{Changed, Ended, Outcome, Payment, Verb};
use std::fmt::Display;

texts! {
    /// What happened.
    pub struct Notices {
        /// Title of the list of all notices.
        title,
        /// Nothing ever happened.
        nothing,
        /// What going back does to a toast.
        dismiss,
        over,
        recovered,
        partial,
        partial_more,
        list_changed,
        /// A part of a list, as it was attempted to be read.
        part_of,
        /// Of two requests only one took effect.
        partly,
        status_changed,
        gone,
        outcome: Outcomes,
        verb: Verbs,
        changed: Changes,
    }
}

texts! {
    /// How a write stands.
    pub struct Outcomes {
        sent, accepted, ordered, ordered_unpaid, order_unknown, order_gave_up, done, failed, failed_why, refused, not_sent, unknown, unknown_untold, unsure, no_trace, released, gave_up, declined, partly,
    }
}

texts! {
    /// What a write does.
    pub struct Verbs {
        delete, enable, disable, delete_task, modify, password, resize, create, restart, tags,
    }
}

texts! {
    /// What is different from what was confirmed.
    pub struct Changes {
        renamed, gone, status, unrecorded, already_there, setting, size, another, stopped, tags,
    }
}

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
pub fn told(w: &Words, notice: &Notice) -> String {
    past(w, notice, said(w, &notice.said))
}

/// Words about a notice, with the remark that it is past where it is.
#[must_use]
pub fn past(w: &Words, notice: &Notice, said: String) -> String {
    match notice.over {
        true => fill(&w.notice.over, &[("said", &said)]),
        false => said,
    }
}

/// What was attempted, without what the service said to it; what happened, where nothing failed.
#[must_use]
pub fn attempted(w: &Words, said: &Said) -> String {
    match said {
        Said::ReadFailed(failure) => w.named("error.operation", failure.attempted).to_owned(),
        Said::Partial { part, .. } => {
            let what = w.named("error.operation", part.error.attempted);
            let part = list::span(part);
            fill(&w.notice.part_of, &[("what", &what), ("part", &part)])
        }
        Said::Write(outcome) if said.error().is_some() => verb(w, &outcome.verb, &outcome.name),
        said => self::said(w, said),
    }
}

/// What became of a write whose call failed, in a word or two; nothing where no call did.
#[must_use]
pub fn result<'w>(w: &'w Words, result: &Ended) -> Option<&'w str> {
    let t = &w.journal.result;
    match result {
        Ended::Refused(_) => Some(&t.refused),
        Ended::NotSent(_) => Some(&t.not_sent),
        Ended::Unknown(_) | Ended::OrderUnknown(_) => Some(&t.unknown),
        Ended::Partly(_, Some(_)) => Some(&w.notice.partly),
        Ended::Partly(_, None)
        | Ended::Sent
        | Ended::Accepted
        | Ended::Ordered(_)
        | Ended::Done
        | Ended::Failed(_)
        | Ended::Declined
        | Ended::NotSentChanged(_)
        | Ended::NotSentUnrecorded(_)
        | Ended::NoTrace
        | Ended::Unsure
        | Ended::Released
        | Ended::GaveUp
        | Ended::OrderGaveUp => None,
    }
}

/// What happened, in a sentence.
#[must_use]
pub fn said(w: &Words, said: &Said) -> String {
    let t = &w.notice;
    match said {
        Said::ReadFailed(failure) => error::attempt(w, failure),
        Said::Recovered => t.recovered.clone(),
        Said::Partial { part, more } => partial(w, part, *more),
        Said::StatusChanged { name, from, to } => fill(
            &t.status_changed,
            &[("name", name), ("from", from), ("to", to)],
        ),
        Said::Gone { name } => fill(&t.gone, &[("name", name)]),
        Said::Write(outcome) => self::outcome(w, outcome),
        Said::Batch { act, tally, .. } => batch::told(w, *act, tally),
        Said::Copied(copied) => copied::said(w, copied),
        Said::Exported(exported) => copied::exported(w, exported),
        Said::JournalTrouble { why, unwritten } => journal::unwritten(w, why, *unwritten),
        Said::JournalUnread(why) => journal::failed(w, why),
        Said::Unanswered(entry) => journal::unanswered(w, entry),
        Said::Config(text) => text.clone(),
    }
}

/// The service's name of the call behind a notice.
#[must_use]
pub fn request_id(w: &Words, said: &Said) -> Option<String> {
    let error = said.error()?;
    error::request_id(w, error)
}

/// A part of the list that is missing, and why.
fn partial(w: &Words, part: &MissingPart, more: usize) -> String {
    if part.error.kind == ErrorKind::Changed {
        return w.notice.list_changed.clone();
    }
    let others = w.count("nouns.part", more);
    let why = error::line(w, &part.error);
    let values: [(&str, &dyn Display); 3] = [
        ("part", &list::span(part)),
        ("others", &others),
        ("why", &why),
    ];
    match more {
        0 => fill(&w.notice.partial, &values),
        _ => fill(&w.notice.partial_more, &values),
    }
}

/// How a write stands: that first, for the end of a line may be cut off.
#[must_use]
pub fn outcome(w: &Words, outcome: &Outcome) -> String {
    let t = &w.notice.outcome;
    let (template, why) = match &outcome.result {
        Ended::Sent => (&t.sent, String::new()),
        Ended::Accepted => (&t.accepted, String::new()),
        Ended::Ordered(Payment::ByItself) => (&t.ordered, String::new()),
        Ended::Ordered(Payment::ByHand) => (&t.ordered_unpaid, String::new()),
        Ended::OrderUnknown(failure) => (&t.order_unknown, error::short(w, failure)),
        Ended::OrderGaveUp => (&t.order_gave_up, String::new()),
        Ended::Done => (&t.done, String::new()),
        Ended::Failed(why) if why.is_empty() || why == FAILED => (&t.failed, String::new()),
        Ended::Failed(why) => (&t.failed_why, why.clone()),
        Ended::Refused(failure) => (&t.refused, error::line(w, failure)),
        Ended::Declined => (&t.declined, String::new()),
        Ended::Partly(done, failure) => (&t.partly, tags::half(w, *done, failure.as_ref())),
        Ended::NotSent(failure) => (&t.not_sent, error::line(w, failure)),
        Ended::NotSentChanged(changed) => (&t.not_sent, self::changed(w, changed)),
        Ended::NotSentUnrecorded(why) => (&t.not_sent, unrecorded(w, why)),
        Ended::Unknown(failure) => {
            let told = outcome.verb != Verb::ResetPassword;
            let template = if told { &t.unknown } else { &t.unknown_untold };
            (template, error::short(w, failure))
        }
        Ended::NoTrace => (&t.no_trace, String::new()),
        Ended::Unsure => (&t.unsure, String::new()),
        Ended::Released => (&t.released, String::new()),
        Ended::GaveUp => (&t.gave_up, String::new()),
    };
    let what = verb(w, &outcome.verb, &outcome.name);
    fill(template, &[("what", &what), ("why", &why)])
}

/// The service's own word for a task that failed: it says no more than that it failed.
const FAILED: &str = "FAILED";

/// What a write does, in words.
#[must_use]
pub fn verb(w: &Words, verb: &Verb, name: &str) -> String {
    let t = &w.notice.verb;
    match verb {
        Verb::Delete => fill(&t.delete, &[("name", &name)]),
        Verb::Restart => fill(&t.restart, &[("name", &name)]),
        Verb::SetPlugin(plugin, to) => {
            let template = match to {
                Switch::Enable => &t.enable,
                Switch::Disable => &t.disable,
            };
            fill(template, &[("plugin", plugin), ("name", &name)])
        }
        Verb::DeleteTask(task) => fill(&t.delete_task, &[("task", task), ("name", &name)]),
        Verb::Modify => fill(&t.modify, &[("name", &name)]),
        Verb::ResetPassword => fill(&t.password, &[("name", &name)]),
        Verb::Resize => fill(&t.resize, &[("name", &name)]),
        Verb::Tags => fill(&t.tags, &[("name", &name)]),
        Verb::Create => fill(&t.create, &[("name", &name)]),
    }
}

/// Why something was held back.
#[must_use]
pub fn changed(w: &Words, changed: &Changed) -> String {
    let t = &w.notice.changed;
    match changed {
        Changed::Renamed(name) => fill(&t.renamed, &[("name", name)]),
        Changed::Gone => t.gone.clone(),
        Changed::Status(status) => fill(&t.status, &[("status", status)]),
        Changed::AlreadyThere => t.already_there.clone(),
        Changed::Size => t.size.clone(),
        Changed::Tags => t.tags.clone(),
        Changed::Setting(now) => {
            let (what, value) = (modify::what(w, now), modify::value(w, now));
            fill(&t.setting, &[("what", &what), ("value", &value)])
        }
        Changed::Another(name) => fill(&t.another, &[("name", name)]),
        Changed::Stopped => t.stopped.clone(),
    }
}

/// Why something could not be written down.
#[must_use]
pub fn unrecorded(w: &Words, why: &str) -> String {
    fill(&w.notice.changed.unrecorded, &[("why", &why)])
}

/// How often it was said: ` x3`.
#[must_use]
pub fn times(count: u32) -> String {
    match count {
        0 | 1 => String::new(),
        _ => format!(" x{count}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{ApiError, ErrorKind, Operation};
    use crate::lang::Lang;

    #[test]
    fn the_outcome_of_a_write_comes_first_and_is_said_once() {
        let w = Words::load(Lang::English).unwrap();
        let said = |result| {
            let name = "mailer-ap-01".into();
            let verb = Verb::Delete;
            outcome(&w, &Outcome { verb, name, result })
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
