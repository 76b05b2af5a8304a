//! What keys do: in full for the help, in a word for the hint line.

use crate::action::Action;
use crate::keymap::Context;

/// What an action does, for the help.
#[must_use]
pub fn full(action: Action) -> &'static str {
    match action {
        Action::Down => "down",
        Action::Up => "up",
        Action::PageDown => "page down",
        Action::PageUp => "page up",
        Action::HalfPageDown => "half a page down",
        Action::HalfPageUp => "half a page up",
        Action::First => "to the first",
        Action::Last => "to the last",
        Action::NextInstance => "next instance",
        Action::PreviousInstance => "previous instance",
        Action::Open => "open",
        Action::Back => "back, one step",
        Action::FocusNext => "next pane or tab",
        Action::FocusPrevious => "previous pane or tab",
        Action::Tab1 => "overview",
        Action::Tab2 => "plug-ins",
        Action::Tab3 => "tasks",
        Action::Tab4 => "tags",
        Action::Tab5 => "JSON",
        Action::Filter => "filter as you type",
        Action::Sort => "sort by a column",
        Action::FlipSort => "reverse the order",
        Action::Create => "create an instance",
        Action::CreateLike => "create one like this",
        Action::Delete => "delete the instance",
        Action::DeleteTask => "delete the task record",
        Action::TogglePlugin => "switch plug-in on or off",
        Action::Restart => "restart the instance",
        Action::Mark => "mark or unmark",
        Action::MarkRange => "mark a range",
        Action::MarkShown => "mark all shown",
        Action::MarkFailedCreations => "mark failed creations",
        Action::ClearMarks => "clear all marks",
        Action::ShowMarked => super::batch::SHOW_MARKED,
        Action::Results => "how the last batch went",
        Action::Copy => "copy",
        Action::Yes => "yes",
        Action::No => "no",
        Action::Enter => "press the focused button",
        Action::Next => "next",
        Action::Previous => "previous",
        Action::Help => "this help",
        Action::Errors => "errors and events",
        Action::Refresh => "refresh now",
        Action::RetryCredential => "try the sign-in again",
        Action::Redraw => "draw the screen again",
        Action::AskQuit => "quit",
        Action::Quit => "quit at once",
    }
}

/// What an action does, in a word.
#[must_use]
pub fn short(action: Action) -> &'static str {
    match action {
        Action::Open => "open",
        Action::Back => "back",
        Action::FocusNext => "next",
        Action::NextInstance => "next inst",
        Action::Filter => "filter",
        Action::Sort => "sort",
        Action::Create => "new",
        Action::CreateLike => "new like this",
        Action::Delete => "delete",
        Action::DeleteTask => "delete record",
        Action::TogglePlugin => "switch",
        Action::Restart => "restart",
        Action::Mark => "mark",
        Action::MarkRange => "range",
        Action::ClearMarks => "clear marks",
        Action::Copy => "copy",
        Action::Yes => "yes",
        Action::No => "cancel",
        Action::Enter => "choose",
        Action::Next => "move",
        Action::Help => "help",
        Action::Errors => "errors",
        Action::Refresh => "refresh",
        Action::RetryCredential => "try again",
        Action::AskQuit => "quit",
        other => full(other),
    }
}

/// Where keys mean something, as a heading.
#[must_use]
pub fn place(context: Context) -> &'static str {
    match context {
        Context::View => "EVERYWHERE",
        Context::List => "INSTANCES",
        Context::Text => "TEXT",
        Context::Plugins => "PLUG-INS",
        Context::Tasks => "TASKS",
        Context::Instance => "INSTANCE",
        Context::Popup => "LISTS IN FRONT",
        Context::Dialog => "DIALOGS",
    }
}

/// What going back does on a filtered list.
pub const CLEARS: &str = "clear filter";
/// Moving the focus on the dashboard.
pub const NEXT_PANE: &str = "next pane";
/// ... and in an open instance.
pub const NEXT_TAB: &str = "next tab";
/// Opening a pane of the dashboard.
pub const ZOOMS: &str = "zoom";
/// Closing a box.
pub const CLOSES: &str = "close";
/// Leaving the program.
pub const QUITS: &str = "quit";
/// Not leaving it.
pub const STAYS: &str = "stay";

/// Heading of the filter's own part of the help.
pub const FILTER: &str = "FILTER";

/// The filter's language: what is typed, what it means.
pub const FILTER_LANGUAGE: [(&str, &str); 5] = [
    ("orders eu", "both words, in name, id, address or a tag"),
    ("status=ERROR", "instances with this status"),
    ("tag:env", "instances with this tag"),
    ("tag:env=prod", "instances with this tag and value"),
    ("marked", "instances that are marked"),
];
