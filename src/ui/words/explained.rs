//! What an error means and what to do, as the references' tables have it.

use super::{Words, as_lines, error, frame, notice, time};
use crate::api::ApiError;
use crate::explain::{self, Explanation, Text};
use crate::lang::Lang;
use crate::say;
use crate::state::State;
use crate::state::notice::{Notice, NoticeKind};
use crate::state::write::pending::{Outcome, WriteStatus};
use std::time::Duration;

/// A clock that is less wrong than this is not worth a word.
const SKEW: Duration = Duration::from_secs(60);

/// A text of the tables in the language of the screen; marked where it has only the other one.
pub fn text(w: &Words, text: &Text) -> String {
    let (own, other) = match w.lang {
        Lang::Chinese => (text.zh, text.en),
        Lang::English => (text.en, text.zh),
    };
    match (own, other) {
        (Some(own), _) => own.to_owned(),
        (None, Some(other)) => say!(w, "explained.only-other", text = other),
        (None, None) => String::new(),
    }
}

/// What is known about an error beyond the service's words: a label and a text each.
pub fn of<'w>(w: &'w Words, error: &ApiError) -> Vec<(&'w str, String)> {
    let mut facts = Vec::new();
    if let Some(explanation) = explain::explain(error) {
        facts.extend(table(w, &explanation));
    }
    facts.extend(permission(w, error).map(|needed| (w.text("explained.permission"), needed)));
    facts.extend(skew(w, error).map(|skew| (w.text("explained.clock"), skew)));
    facts
}

/// What a table says: a label and a text each.
pub fn table<'w>(w: &'w Words, explanation: &Explanation) -> Vec<(&'w str, String)> {
    let mut facts = vec![(w.text("explained.means"), text(w, &explanation.meaning))];
    let solution = explanation.solution.map(|solution| text(w, &solution));
    facts.extend(solution.map(|solution| (w.text("explained.solution"), solution)));
    facts
}

/// Why an instance failed, by table 6-7; the code alone where the table does not have it.
pub fn failed_instance(w: &Words, code: &str) -> String {
    let Some(meaning) = explain::instance_failure(code) else {
        return code.to_owned();
    };
    say!(
        w,
        "explained.failed-instance",
        code,
        why = text(w, &meaning)
    )
}

/// The most useful thing to say about an error in one line: the permission, the clock, or what to
/// do.
pub fn brief(w: &Words, error: &ApiError) -> Option<String> {
    needed(w, error).or_else(|| solution(w, error))
}

/// What stands below the service's words where there is room for a line or two: what the table
/// says, and the permission that is missing or how wrong the clock is. The list of errors has the
/// rest.
pub fn below(w: &Words, error: &ApiError) -> Vec<String> {
    let table = meaning(w, error).or_else(|| solution(w, error));
    table.into_iter().chain(needed(w, error)).collect()
}

/// What the table says an error means, unless the service said the same itself.
pub fn meaning(w: &Words, error: &ApiError) -> Option<String> {
    let plain = |text: &str| text.trim_end_matches('.').to_lowercase();
    let meaning = text(w, &explain::explain(error)?.meaning);
    (plain(&meaning) != plain(&error.message)).then_some(meaning)
}

fn solution(w: &Words, error: &ApiError) -> Option<String> {
    let explanation = explain::explain(error)?;
    Some(text(w, &explanation.solution?))
}

/// The permission, or the clock.
fn needed(w: &Words, error: &ApiError) -> Option<String> {
    let named = explain::missing_permission(error);
    let needed = named.map(|named| format!("{} {named}", w.text("explained.permission")));
    needed.or_else(|| skew(w, error))
}

fn permission(w: &Words, error: &ApiError) -> Option<String> {
    error.lacks_permission().then(|| {
        let named = explain::missing_permission(error);
        named.map_or_else(
            || w.text("explained.no-permission").to_owned(),
            str::to_owned,
        )
    })
}

fn skew(w: &Words, error: &ApiError) -> Option<String> {
    let skew = error.skew_ms?;
    let off = Duration::from_millis(skew.unsigned_abs());
    let n = (off.as_secs() + 30) / 60;
    match skew {
        _ if off < SKEW => None,
        ..0 => Some(say!(w, "explained.behind", n)),
        _ => Some(say!(w, "explained.ahead", n)),
    }
}

/// Everything about a notice: a label and a text each.
pub fn notice<'w>(w: &'w Words, state: &State, notice: &Notice) -> Vec<(&'w str, String)> {
    let error = notice.said.error();
    let what = notice::attempted(w, &notice.said);
    let mut facts = vec![(w.text("explained.what"), notice::past(w, notice, what))];
    if let NoticeKind::Write(outcome) = &notice.said {
        let result = notice::result(w, &outcome.result);
        facts.extend(result.map(|result| (w.text("journal.outcome"), result.to_owned())));
    }
    if let Some(error) = error {
        facts.push((w.text("explained.service"), error::line(w, error)));
        facts.extend(of(w, error));
    }
    facts.extend(failure(w, &notice.said));
    let id = notice.said.request_id().map(str::to_owned);
    facts.extend(id.map(|id| (w.text("explained.call"), id)));
    facts.push((w.text("explained.when"), time::zoned(w, notice.at.wall)));
    if notice.count > 1 {
        facts.push((w.text("explained.times"), notice.count.to_string()));
    }
    if let Some(scope) = notice.about.scope() {
        facts.push((w.text("explained.place"), frame::place(state, scope)));
    }
    facts
}

/// Why what the service took failed: what its code means, and the task.
fn failure<'w>(w: &'w Words, said: &NoticeKind) -> Vec<(&'w str, String)> {
    let NoticeKind::Write(Outcome {
        result: WriteStatus::Failed(failure),
        ..
    }) = said
    else {
        return Vec::new();
    };
    let code = failure.code.as_deref();
    let code = code.map(|code| (w.text("journal.code"), failed_instance(w, code)));
    let task = failure.task.as_ref();
    let task = task.map(|task| (w.text("explained.task"), task.to_string()));
    code.into_iter().chain(task).collect()
}

/// Everything about a notice, one fact a line: what is copied.
pub fn as_text(w: &Words, state: &State, about: &Notice) -> String {
    as_lines(w, notice(w, state, about))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{ErrorKind, Operation};

    fn denied(message: &str) -> ApiError {
        let mut error = ApiError::local(Operation::ListTasks, ErrorKind::Forbidden, message);
        error.status = Some(403);
        error.code = Some("DMS.00403003".into());
        error
    }

    #[test]
    fn below_the_services_words_stand_the_tables_and_the_missing_permission() {
        let w = Words::load(Lang::English).unwrap();
        assert_eq!(
            below(&w, &denied("forbidden")),
            [
                "This role does not have the permissions to perform this operation.",
                "Needs dms:instance:getBackgroundTask"
            ]
        );
    }

    #[test]
    fn what_the_service_said_itself_is_not_said_again() {
        let w = Words::load(Lang::English).unwrap();
        let said = "This role does not have the permissions to perform this operation";
        assert_eq!(meaning(&w, &denied(said)), None);
        assert_eq!(below(&w, &denied(said))[0], "Check the role permission.");
    }
}
