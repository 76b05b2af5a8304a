//! The list of instances: headings, reasons, and what stands in an empty list.

use super::time;
use crate::api::v2::Switch;
use crate::api::{MissingPart, Operation};
use crate::state::pending::{Pending, Phase, Verb};
use crate::state::row::{Severity, Why};
use crate::state::sort::{Column, Direction};

/// Heading of a column.
#[must_use]
pub fn heading(column: Column) -> &'static str {
    match column {
        Column::Severity => "S",
        Column::Name => "NAME",
        Column::Status => "STATUS",
        Column::Type => "TYPE",
        Column::Spec => "SPEC",
        Column::Version => "VERSION",
        Column::Storage => "STORAGE",
        Column::Address => "ADDRESS",
        Column::Zone => "AZ",
        Column::Age => "AGE",
        Column::Tags => "TAGS",
        Column::Why => "WHY",
    }
}

/// A column by a word, where there is no column to see.
#[must_use]
pub fn column(column: Column) -> &'static str {
    match column {
        Column::Severity => "SEV",
        other => heading(other),
    }
}

/// Which end comes first: natural order points down.
#[must_use]
pub fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::Natural => "v",
        Direction::Reversed => "^",
    }
}

/// A severity in words.
#[must_use]
pub fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "critical",
        Severity::Warning => "warning",
        Severity::Unknown => "not known to be true now",
        Severity::Moving => "moving",
        Severity::Frozen => "frozen",
        Severity::Fine => "fine",
    }
}

/// A reason, short.
#[must_use]
pub fn why(why: &Why) -> String {
    match why {
        Why::Gone => "deleted".into(),
        Why::Missing => "not in the list, looking it up".into(),
        Why::Stale(age) => format!("STALE {}", time::age(*age)),
        Why::Failed(status) => failed(status.word()),
        Why::Storage(percent) => format!("storage {percent}% used"),
        Why::TaskFailed(task) if task.is_empty() => "its last task failed".into(),
        Why::TaskFailed(task) => format!("task {task} failed"),
        Why::Unreadable(number) => format!("{} unreadable", super::count(*number, "field")),
        Why::UnknownStatus => "status not known".into(),
        Why::Moving(Some(task)) => format!("task {task}"),
        Why::Moving(None) => String::new(),
        Why::Frozen => "frozen, most actions are refused".into(),
    }
}

fn failed(status: &str) -> String {
    match status {
        "CREATEFAILED" => "creation failed".into(),
        "EXTENDEDFAILED" => "resize failed".into(),
        "ERROR" => "the service reports a fault".into(),
        other => other.to_owned(),
    }
}

/// Status of a row that is only kept because the cursor is on it.
pub const GONE: &str = "gone";
/// Reason of a row that the filter would hide.
pub const FILTERED: &str = "no longer matches the filter";

/// What a write is doing to an instance, and how far it is.
#[must_use]
pub fn pending(write: &Pending) -> String {
    let verb = match write.plan.verb() {
        Verb::Delete => "delete".to_owned(),
        Verb::Restart => "restart".to_owned(),
        Verb::SetPlugin(plugin, Switch::Enable) => format!("enable {plugin}"),
        Verb::SetPlugin(plugin, Switch::Disable) => format!("disable {plugin}"),
        Verb::DeleteTask(_) => "delete task record".to_owned(),
        Verb::Create => "create".to_owned(),
    };
    format!("{verb} {}", phase(&write.phase))
}

/// How far a write is.
#[must_use]
pub fn phase(phase: &Phase) -> &'static str {
    match phase {
        Phase::Sending => "sent",
        Phase::Accepted { .. } => "accepted",
        Phase::UnderWay { .. } => "under way",
        Phase::Unknown { .. } => "outcome unknown, checking",
    }
}

/// A type as the list shows it: the service's word, `professional` shortened.
#[must_use]
pub fn kind(kind: &str) -> String {
    kind.replace("professional", "pro")
}

/// Zones that have no readable name.
#[must_use]
pub fn zones(number: usize) -> String {
    super::count(number, "AZ")
}

/// The list is being read for the first time.
pub const LOADING: &str = "Loading instances...";
/// The list was read, and it is empty.
#[must_use]
pub fn empty(region: &str) -> String {
    format!("No instances in {region}.")
}

/// What the create key does, for an empty list.
#[must_use]
pub fn empty_hint(key: &str) -> String {
    format!("{key} creates one.")
}

/// There are instances, and the filter shows none.
#[must_use]
pub fn none_match(known: usize, filter: &str) -> String {
    format!(
        "None of {} matches /{filter}",
        super::count(known, "instance")
    )
}

/// How to get out of that.
#[must_use]
pub fn none_match_hint(key: &str) -> String {
    format!("{key} edits the filter.")
}

/// The credential may not do what reading the list takes.
#[must_use]
pub fn denied(attempted: Operation) -> String {
    format!("Denied: this credential may not {attempted}.")
}

/// What it would need to list.
pub const LIST_HELP: &str = "It needs dms:instance:list.";
/// How to do without looking the project up.
pub const PROJECT_HELP: &str = "Start with --project-id, or set project_id in the profile.";
/// The service cannot be reached.
pub const OFFLINE: &str = "Offline: the service cannot be reached.";
/// That is being worked on.
pub const OFFLINE_HELP: &str = "Retrying.";
/// The credential was refused.
pub const LOCKED: &str = "Locked: the sign-in was refused. Nothing more is sent with it.";

/// The key that tries again.
#[must_use]
pub fn locked_help(key: &str) -> String {
    format!(
        "Five refused sign-ins lock a key for five minutes: check the credential, then press {key}."
    )
}

/// Something else failed.
pub const FAILED: &str = "The list could not be read.";
/// Parts of it are missing, and nothing of the rest is there.
pub const PARTIAL: &str = "The list could not be read completely, and the rest is empty.";

/// Which parts are missing: `1-50, 101-120`.
#[must_use]
pub fn missing(parts: &[MissingPart]) -> String {
    parts.iter().map(span).collect::<Vec<String>>().join(", ")
}

/// Which rows of the list a missing part holds, counted from 1: `51-100`.
#[must_use]
pub fn span(part: &MissingPart) -> String {
    format!("{}-{}", part.from + 1, part.to.max(part.from + 1))
}

/// Heading of the storage column where it only has room for the percentage.
pub const STORAGE_SHORT: &str = "DISK";
