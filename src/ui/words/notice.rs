//! What happened.

use super::{Words, batch, broker_change, copied, error, form, journal, list, notify};
use crate::api::v2::TagVerb;
use crate::api::{ApiError, ErrorKind, MissingPart};
use crate::journal::Verdict;
use crate::say;
use crate::state::notice::{Level, Notice, NoticeKind};
use crate::state::write::mutation::{Action, MutationKind, On};
use crate::state::write::pending::{Conflict, Outcome, Payment, SeenFailure, WriteStatus};

/// The letter of a level.
pub fn letter(level: Level) -> &'static str {
    match level {
        Level::Info => ".",
        Level::Warning => "!",
        Level::Critical => "X",
    }
}

/// What a notice tells: what happened, and whether it is past.
pub fn told(w: &Words, notice: &Notice) -> String {
    past(w, notice, said(w, &notice.said))
}

/// Words about a notice, with the remark that it is past where it is.
pub fn past(w: &Words, notice: &Notice, said: String) -> String {
    match notice.over {
        true => say!(w, "notice.over", said),
        false => said,
    }
}

/// What was attempted, without what the service said to it; what happened, where nothing failed.
pub fn attempted(w: &Words, said: &NoticeKind) -> String {
    match said {
        NoticeKind::ReadFailed(failure) => w.named("error.operation", failure.attempted).to_owned(),
        NoticeKind::Partial { part, .. } => {
            let what = w.named("error.operation", part.error.attempted);
            say!(w, "notice.part-of", what, part = list::span(part))
        }
        NoticeKind::Write(outcome) if said.error().is_some() => {
            action(w, &outcome.action, &outcome.name)
        }
        said => self::said(w, said),
    }
}

/// What became of a write whose call failed, in a word or two; nothing where no call did.
pub fn result<'w>(w: &'w Words, result: &WriteStatus) -> Option<&'w str> {
    match result {
        WriteStatus::Refused(_) => Some(w.named("journal.result", Verdict::Refused)),
        WriteStatus::NotSent(_) => Some(w.named("journal.result", Verdict::NotSent)),
        WriteStatus::Unknown(_) | WriteStatus::OrderUnknown(_) => {
            Some(w.named("journal.result", Verdict::Unknown))
        }
        WriteStatus::Partly(_, Some(_)) => Some(w.text("notice.partly")),
        WriteStatus::Partly(_, None)
        | WriteStatus::Sent
        | WriteStatus::Accepted
        | WriteStatus::Ordered(_)
        | WriteStatus::Done
        | WriteStatus::Purged { .. }
        | WriteStatus::Failed(_)
        | WriteStatus::Declined
        | WriteStatus::NotSentChanged(_)
        | WriteStatus::NotSentUnrecorded(_)
        | WriteStatus::NoTrace(_)
        | WriteStatus::Unsure(_)
        | WriteStatus::Released(_)
        | WriteStatus::GaveUp
        | WriteStatus::OrderGaveUp => None,
    }
}

/// What happened, in a sentence.
pub fn said(w: &Words, said: &NoticeKind) -> String {
    match said {
        NoticeKind::ReadFailed(failure) => error::attempt(w, failure),
        NoticeKind::Recovered => w.text("notice.recovered").to_owned(),
        NoticeKind::Partial { part, more } => partial(w, part, *more),
        NoticeKind::StatusChanged { name, from, to } => {
            say!(w, "notice.status-changed", name, from, to)
        }
        NoticeKind::Gone { name } => say!(w, "notice.gone", name),
        NoticeKind::Write(outcome) => self::outcome(w, outcome),
        NoticeKind::BrokerChange(outcome) => broker_change::said(w, outcome),
        NoticeKind::Batch { act, tally, .. } => batch::told(w, *act, tally),
        NoticeKind::Kept { name, .. } if name.is_empty() => w.text("notice.kept-new").to_owned(),
        NoticeKind::Kept { kind, name } => {
            let (kind, on) = (*kind, On::Instance);
            let what = action(w, &Action { kind, on }, name);
            say!(w, "notice.kept", what)
        }
        NoticeKind::Copied(copied) => copied::said(w, copied),
        NoticeKind::Exported(exported) => copied::exported(w, exported),
        NoticeKind::JournalTrouble { why, unwritten } => journal::unwritten(w, why, *unwritten),
        NoticeKind::JournalUnread(why) => say!(w, "journal.failed", why),
        NoticeKind::Notifies(settings) => notify::switched(w, settings.as_ref()),
        NoticeKind::HookFailed(why) => say!(w, "notify.hook-failed", why),
        NoticeKind::NotRecorded(why) => say!(w, "transition.not-recorded", why),
        NoticeKind::Unanswered(entry) => journal::unanswered(w, entry),
        NoticeKind::Config(text) => text.clone(),
    }
}

/// A part of the list that is missing, and why.
fn partial(w: &Words, part: &MissingPart, more: usize) -> String {
    if part.error.kind == ErrorKind::Changed {
        return w.text("notice.list-changed").to_owned();
    }
    let others = w.count("nouns.part", more);
    let (part, why) = (list::span(part), error::line(w, &part.error));
    match more {
        0 => say!(w, "notice.partial", part, why),
        _ => say!(w, "notice.partial-more", part, others, why),
    }
}

/// How a write stands: that first, for the end of a line may be cut off.
pub fn outcome(w: &Words, outcome: &Outcome) -> String {
    let result = &outcome.result;
    let what = action(w, &outcome.action, &outcome.name);
    let because = |why: String| say!(w, "notice.outcome" / result, what, why);
    let not_sent = |why: String| say!(w, "notice.outcome.not-sent", what, why);
    match result {
        WriteStatus::Ordered(Payment::ByHand) => say!(w, "notice.outcome.ordered-unpaid", what),
        WriteStatus::Failed(failure) if failure.code.is_some() || failure.status != FAILED => {
            say!(w, "notice.outcome.failed-why", what, why = failed(failure))
        }
        WriteStatus::Purged { before, after } => {
            broker_change::purged(w, &what, Some(*before), Some(*after))
        }
        WriteStatus::Refused(failure) => because(error::line(w, failure)),
        WriteStatus::Partly(done, failure) => because(half(w, *done, failure.as_ref())),
        WriteStatus::NotSent(failure) => not_sent(error::line(w, failure)),
        WriteStatus::NotSentChanged(changed) => not_sent(self::changed(w, changed)),
        WriteStatus::NotSentUnrecorded(why) => not_sent(say!(w, "notice.changed.unrecorded", why)),
        WriteStatus::Unknown(failure) if outcome.action.kind == MutationKind::ResetPassword => {
            let why = error::short(w, failure);
            say!(w, "notice.outcome.unknown-untold", what, why)
        }
        WriteStatus::Unknown(failure) | WriteStatus::OrderUnknown(failure) => {
            because(error::short(w, failure))
        }
        WriteStatus::Sent
        | WriteStatus::Accepted
        | WriteStatus::Ordered(Payment::ByItself)
        | WriteStatus::Done
        | WriteStatus::Failed(_)
        | WriteStatus::Declined
        | WriteStatus::NoTrace(_)
        | WriteStatus::Unsure(_)
        | WriteStatus::Released(_)
        | WriteStatus::GaveUp
        | WriteStatus::OrderGaveUp => say!(w, "notice.outcome" / result, what),
    }
}

/// The service's own word for a task that failed: it says no more than that it failed.
const FAILED: &str = "FAILED";

/// Why what the service took failed: the status that says so, and its code.
pub fn failed(failure: &SeenFailure) -> String {
    let code = failure.code.iter().map(String::as_str);
    let parts: Vec<&str> = std::iter::once(failure.status.as_str())
        .chain(code)
        .collect();
    parts.join(" ")
}

/// What a write does, in words.
pub fn action(w: &Words, action: &Action, name: &str) -> String {
    match &action.on {
        On::Plugin(plugin, to) => say!(w, "notice.verb" / to, plugin, name),
        On::Task(task) => say!(w, "notice.verb" / action.kind, task, name),
        On::Queue(queue) => say!(w, "notice.verb" / action.kind, queue = &queue.name, name),
        On::Instance => say!(w, "notice.verb" / action.kind, name),
    }
}

/// What was done of an edit of tags and what was not, and why.
pub fn half(w: &Words, done: TagVerb, error: Option<&ApiError>) -> String {
    let half = match done {
        TagVerb::Create => w.text("form.tags.done.set"),
        TagVerb::Delete => w.text("form.tags.done.removed"),
    };
    let lost = || w.text("form.tags.done.lost").to_owned();
    let why = error.map_or_else(lost, |error| error::line(w, error));
    format!("{half}{}{why}", w.text("colon"))
}

/// Why something was held back.
pub fn changed(w: &Words, changed: &Conflict) -> String {
    match changed {
        Conflict::Renamed(name) | Conflict::Another(name) => {
            say!(w, "notice.changed" / changed, name)
        }
        Conflict::Status(status) => say!(w, "notice.changed" / changed, status),
        Conflict::Setting(now) => {
            let (what, value) = (w.named("form.label", now), form::value(w, now));
            say!(w, "notice.changed" / changed, what, value)
        }
        Conflict::Differs(kind) => w.named("notice.differs", *kind).to_owned(),
        Conflict::Gone | Conflict::AlreadyThere | Conflict::Stopped => {
            w.named("notice.changed", changed).to_owned()
        }
    }
}

/// How often it was said: ` x3`.
pub fn times(count: u32) -> String {
    match count {
        0 | 1 => String::new(),
        _ => format!(" x{count}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Operation;
    use crate::lang::Lang;

    #[test]
    fn the_outcome_of_a_write_comes_first_and_is_said_once() {
        let w = Words::load(Lang::English).unwrap();
        let said = |result| {
            let name = "mailer-ap-01".into();
            let (kind, on) = (MutationKind::Delete, On::Instance);
            let action = Action { kind, on };
            outcome(
                &w,
                &Outcome {
                    write: 1,
                    action,
                    name,
                    result,
                    request_id: None,
                },
            )
        };
        let lost = ApiError::local(Operation::DeleteInstance, ErrorKind::Timeout, "");
        let failed = |status: &str, code: Option<&str>| {
            WriteStatus::Failed(SeenFailure {
                status: status.into(),
                code: code.map(Into::into),
                task: None,
            })
        };
        assert_eq!(
            [
                said(WriteStatus::Done),
                said(failed("FAILED", None)),
                said(failed("ERROR", Some("RMQ.0001"))),
                said(WriteStatus::Unknown(lost)),
            ],
            [
                "done: delete mailer-ap-01",
                "FAILED: delete mailer-ap-01",
                "FAILED: delete mailer-ap-01 (ERROR RMQ.0001)",
                "outcome unknown: delete mailer-ap-01 (no answer in time); checking what became of it",
            ]
        );
    }
}
