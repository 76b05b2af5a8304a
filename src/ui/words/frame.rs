//! The lines around every screen, and the screen that is too small.

use super::{list, time};
use crate::model::Scope;
use crate::state::State;
use crate::state::feed::Coverage;
use crate::state::moment::Age;
use crate::state::view::{Pane, Size};
use std::time::Duration;

/// The first answer is awaited.
#[must_use]
pub fn loading(coverage: &Coverage) -> String {
    match (coverage.arriving, coverage.total) {
        (Some(here), Some(total)) => format!("loading {here} of {total}"),
        _ => "loading".into(),
    }
}

/// Everything is newer than three polls.
pub const FRESH: &str = "fresh";
/// What is known is new enough, but the newest attempt failed.
pub const FRESH_BUT: &str = "fresh, last read failed";
/// Nothing is known, and it failed.
pub const FAILED: &str = "FAILED";
/// The credential may not list.
pub const DENIED: &str = "DENIED";
/// The session cannot write.
pub const READ_ONLY: &str = "RO";

/// The newest list is older than three polls.
#[must_use]
pub fn stale(age: Duration) -> String {
    format!("STALE {}", time::age(age))
}

/// The service has not been reached for this long.
#[must_use]
pub fn offline(since: Duration) -> String {
    match Age::of(since) {
        Age::Seconds => "OFFLINE".to_owned(),
        _ => format!("OFFLINE since {}", time::age(since)),
    }
}

/// The sign-in was refused; the key tries again.
#[must_use]
pub fn locked(key: &str) -> String {
    format!("LOCKED: sign-in refused, {key} tries again")
}

/// The same where there is little room.
#[must_use]
pub fn locked_short(key: &str) -> String {
    format!("LOCKED {key} retry")
}

/// The sign-in was refused and is being tried again.
pub const RETRYING: &str = "LOCKED: trying the sign-in again";

/// The sign-in was refused, in a word.
pub const LOCKED: &str = "LOCKED";

/// Parts of the list are missing.
#[must_use]
pub fn partial(coverage: &Coverage) -> String {
    let missing = list::missing(&coverage.missing);
    match coverage.total {
        Some(total) => format!("PARTIAL {missing} of {total} missing"),
        None => format!("PARTIAL {missing} missing"),
    }
}

/// The same where there is little room.
pub const PARTIAL_SHORT: &str = "PARTIAL";

/// The list is polled less often than the user asked for.
#[must_use]
pub fn pace(period: Duration) -> String {
    format!("every {}", time::pace(period))
}

/// Number of instances, if that is known, from long to short.
#[must_use]
pub fn instances(number: Option<usize>) -> [String; 3] {
    let bare = super::or_unknown(number);
    let long = match number {
        Some(number) => super::count(number, "instance"),
        None => format!("{bare} instances"),
    };
    [long, format!("{bare} inst"), bare]
}

/// Writes that are not settled.
#[must_use]
pub fn pending(number: usize) -> String {
    format!("{number} pending")
}

/// Where something is: label, profile, region.
#[must_use]
pub fn place(state: &State, scope: &Scope) -> String {
    let label = state.profiles.label(scope);
    let label = label.map_or_else(String::new, |label| format!("{label} "));
    format!("{label}{} / {}", scope.profile, scope.region)
}

/// The first part of every breadcrumb.
pub const INSTANCES: &str = "Instances";

/// Heading of a pane.
#[must_use]
pub fn pane(pane: Pane) -> &'static str {
    match pane {
        Pane::List => INSTANCES,
        Pane::Overview => "Overview",
        Pane::Plugins => "Plug-ins",
        Pane::Tasks => "Tasks",
        Pane::Tags => "Tags",
        Pane::Json => "JSON",
    }
}

/// A tab where there is little room.
#[must_use]
pub fn tab_short(pane: Pane) -> &'static str {
    match pane {
        Pane::List | Pane::Overview => "Over",
        Pane::Plugins => "Plug",
        Pane::Tasks => "Task",
        Pane::Tags => "Tags",
        Pane::Json => "JSON",
    }
}

/// A position or a part: `17 of 47`.
#[must_use]
pub fn of(part: usize, whole: usize) -> String {
    format!("{part} of {whole}")
}

/// The order of the list.
#[must_use]
pub fn sort(column: &str, direction: &str) -> String {
    format!("sort {column} {direction}")
}

/// Rows that have no readable id, and parts that are missing.
#[must_use]
pub fn nameless(number: usize) -> String {
    format!("{} without an id", super::count(number, "row"))
}

/// The terminal is too small.
#[must_use]
pub fn too_small(size: Size) -> String {
    format!("warren needs 40x10, have {}x{}", size.width, size.height)
}

/// Something is in front of a view that is too small to show it.
pub const HIDDEN_DIALOG: &str = "a dialog is open: esc closes it";
/// What to do about a small terminal.
pub const RESIZE: &str = "enlarge it, or ctrl-c to quit";
