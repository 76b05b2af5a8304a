//! Every word on screen, in one place. What happened and why is data elsewhere; here it becomes
//! English. Panes hold no text of their own, so that another language is a matter of this module.

pub mod actions;
pub mod batch;
pub mod create;
pub mod dialog;
pub mod error;
pub mod frame;
pub mod list;
pub mod notice;
pub mod panes;
pub mod profiles;
pub mod refusal;
pub mod task;
pub mod time;
pub mod typing;

use crate::state::State;

/// What is not known.
pub const UNKNOWN: &str = "--";

/// A value, or the mark for what is not known.
#[must_use]
pub fn or_unknown(value: Option<impl ToString>) -> String {
    value.map_or_else(|| UNKNOWN.to_owned(), |value| value.to_string())
}

/// Yes, no, or not known.
#[must_use]
pub fn yes_no(value: Option<bool>) -> &'static str {
    match value {
        Some(true) => "yes",
        Some(false) => "no",
        None => UNKNOWN,
    }
}

/// `1 field`, `3 fields`.
#[must_use]
pub fn count(number: usize, one: &str) -> String {
    match number {
        1 => format!("1 {one}"),
        _ => format!("{number} {one}s"),
    }
}

/// All notices in words, newest first, one a line: what is copied from the list of errors.
#[must_use]
pub fn notices_as_text(state: &State) -> String {
    let mut text = String::new();
    for notice in state.notices.iter() {
        let parts = [
            notice::letter(notice.level).to_owned(),
            format!("{} UTC", time::date(notice.at.wall)),
            format!("{}{}", notice::told(notice), notice::times(notice.count)),
        ];
        let parts = parts.into_iter().chain(notice::request_id(&notice.said));
        text.push_str(&parts.collect::<Vec<String>>().join("  "));
        text.push('\n');
    }
    text
}
