//! Dialogs: titles, prompts, buttons.

use super::batch;
use crate::api::v2::Switch;
use crate::state::plan::{Act, Deed};

/// What a dialog asks, as its title.
#[must_use]
pub fn title(deed: &Deed, name: &str) -> String {
    match deed {
        Deed::Delete(_) => batch::title_of_one(Act::Delete, name),
        Deed::Restart(_) => batch::title_of_one(Act::Restart, name),
        Deed::Batch(several) => batch::title(several.act, several.targets().len()),
        Deed::SetPlugin { plugin, to, .. } => match to {
            Switch::Enable => format!("ENABLE {plugin} on {name}"),
            Switch::Disable => format!("DISABLE {plugin} on {name}"),
        },
        Deed::DeleteTask { .. } => format!("DELETE TASK RECORD of {name}"),
        Deed::Create { .. } => format!("CREATE {name}"),
    }
}

/// The button that does it.
#[must_use]
pub fn go(deed: &Deed) -> &'static str {
    match deed {
        Deed::Delete(_) => batch::go(Act::Delete),
        Deed::Restart(_) => batch::go(Act::Restart),
        Deed::Batch(several) => batch::go(several.act),
        Deed::SetPlugin { to, .. } => match to {
            Switch::Enable => "Enable",
            Switch::Disable => "Disable",
        },
        Deed::DeleteTask { .. } => "Delete record",
        Deed::Create { .. } => "Create",
    }
}

/// The button that leaves.
pub const CANCEL: &str = "Cancel";
/// The button that closes a box without a choice.
pub const CLOSE: &str = "Close";
/// The button that stays.
pub const STAY: &str = "Stay";
/// The button that leaves the program.
pub const QUIT: &str = "Quit";
/// Title of the question before quitting.
pub const QUIT_TITLE: &str = "QUIT";
/// The question before quitting.
pub const QUIT_ASK: &str = "A request was sent and has not been answered. It takes effect whether you stay or not, \
     but nobody will tell you how it ended.";
/// Title of the sort picker.
pub const SORT_TITLE: &str = "SORT BY";
/// Title of the help.
pub const HELP_TITLE: &str = "HELP";

/// What is deleted with a task record, and what is not.
pub const RECORD_ONLY: &str = "Only the record goes; what the task did stays done.";
/// Deleting cannot be undone.
pub const FOR_GOOD: &str = "Its messages go with it.";

/// What to type, from long to short. In the last one it is the text that is cut, which the title
/// has as well, and not that it has to be typed.
#[must_use]
pub fn prompts(token: &str) -> [String; 3] {
    [
        format!("Type {token} to arm; paste is off"),
        format!("Type {token}; paste is off"),
        format!("Paste is off; type {token}"),
    ]
}

/// How much is missing in the text box.
#[must_use]
pub fn remaining(missing: usize) -> String {
    match missing {
        1 => "1 more character".into(),
        _ => format!("{missing} more characters"),
    }
}

/// What was typed is not the beginning of what is asked for.
pub const DIFFERS: &str = "does not match";
/// The text is complete.
pub const ARMED: &str = "armed: enter sends it";

/// The instance as it is now, beside what the dialog was opened on.
#[must_use]
pub fn status_now(status: &str) -> String {
    format!("now {status}")
}

/// The instance has another name now.
#[must_use]
pub fn renamed(name: &str) -> String {
    format!("its name is {name} now")
}

/// Which lines can be seen: `1-13 of 31`.
#[must_use]
pub fn position(first: usize, last: usize, lines: usize) -> String {
    format!("{first}-{last} of {lines}")
}

/// Lines that are not visible.
#[must_use]
pub fn more_lines(number: usize) -> String {
    format!(".. {} more", super::count(number, "line"))
}

/// What copying in a dialog copies.
pub const COPY_REQUEST: &str = "copy the request";

/// The keys that scroll what does not fit, before other keys.
#[must_use]
pub fn scroll(up: &str, down: &str) -> String {
    format!("{up}/{down} scroll  ")
}

/// Keys of a dialog while its text box takes all letters: those that cancel, leave the box, and
/// scroll and copy once it is left.
#[must_use]
pub fn typing_footer(cancel: &str, leave: &str, scroll: &str, copy: &str) -> String {
    match scroll {
        "" => format!("{cancel} cancel  {leave} to buttons, then {copy} {COPY_REQUEST}"),
        _ => format!("{cancel} cancel  {leave}, then {scroll}{copy} {COPY_REQUEST}"),
    }
}
