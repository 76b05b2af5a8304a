//! Sentences that take a choice. What happened and why is data elsewhere; here it becomes text in
//! the user's language.
//!
//! All texts are those of [`Words`]: no pane has one of its own. A text that is only filled in is
//! said where it is shown, by [`crate::say!`]. The service's own words, such as a status, are data.

pub mod batch;
pub mod broker;
pub mod broker_change;
pub mod cell;
pub mod copied;
pub mod error;
pub mod explained;
pub mod filter;
pub mod finding;
pub mod form;
pub mod frame;
pub mod journal;
pub mod list;
pub mod live;
pub mod lost;
pub mod notice;
pub mod notify;
pub mod number;
pub mod palette;
pub mod panes;
pub mod profiles;
pub mod refusal;
pub mod setup;
pub mod task;
pub mod time;
pub mod transition;

use crate::command::Command;
pub use crate::l10n::Words;
use crate::lang::Lang;
use crate::model::{Status, TaskStatus};
use crate::state::State;
use crate::state::write::question::Question;
use std::fmt::Display;

/// What is not known.
pub const UNKNOWN: &str = "--";

/// A value, or the mark for what is not known.
pub fn or_unknown(value: Option<impl ToString>) -> String {
    value.map_or_else(|| UNKNOWN.to_owned(), |value| value.to_string())
}

/// A word of the service: in Chinese by the console's word, and the service's own beside it.
pub fn with_console<'a>(
    w: &Words,
    word: &'a str,
    console: Option<&str>,
) -> std::borrow::Cow<'a, str> {
    match (w.lang, console) {
        (Lang::Chinese, Some(console)) => format!("{console} {word}").into(),
        (Lang::Chinese | Lang::English, _) => word.into(),
    }
}

/// The status of an instance, or that it is not known.
pub fn instance_status(w: &Words, known: Option<&Status>) -> String {
    let said = known.map(|one| with_console(w, one.word(), one.console()));
    or_unknown(said)
}

/// The status of a task, or that it is not known.
pub fn task_status(w: &Words, known: Option<&TaskStatus>) -> String {
    let said = known.map(|one| with_console(w, one.word(), one.console()));
    or_unknown(said)
}

/// Yes, no, or not known.
pub fn yes_no(w: &Words, value: Option<bool>) -> &str {
    match value {
        Some(true) => w.text("yes"),
        Some(false) => w.text("no"),
        None => UNKNOWN,
    }
}

/// Facts, one a line, each behind its label: what is copied.
pub fn as_lines(
    w: &Words,
    facts: impl IntoIterator<Item = (impl Display, impl Display)>,
) -> String {
    let facts = facts.into_iter();
    let lines = facts.map(|(label, value)| format!("{label}{}{value}\n", w.text("colon")));
    lines.collect()
}

/// What a command does, in a word.
pub fn short(w: &Words, command: Command) -> &str {
    w.find(&["command.short", "command.full"], command)
        .unwrap_or_default()
}

/// What asks this before it is sent.
pub fn asked_by(w: &Words, question: Question) -> String {
    let names = question.asked_by().into_iter();
    let texts = names.map(|name| w.find(&["dialog.asks.before", "list.verb"], name));
    let texts: Vec<&str> = texts.flatten().collect();
    texts.join(w.text("comma"))
}

/// All notices in words, newest first, one a line: what is copied from the list of errors.
pub fn notices_as_text(w: &Words, state: &State) -> String {
    let mut text = String::new();
    for notice in state.notices.iter() {
        let parts = [
            notice::letter(notice.level).to_owned(),
            time::zoned(w, notice.at.wall),
            format!(
                "{}{}",
                profiles::told(w, state, notice),
                notice::times(notice.count)
            ),
        ];
        let error = notice.said.error();
        let call = error.and_then(|error| error::request_id(w, error));
        let parts = parts.into_iter().chain(call);
        text.push_str(&parts.collect::<Vec<String>>().join("  "));
        text.push('\n');
    }
    text
}
