//! The list of instances: headings, reasons, and what stands in an empty list.

use super::catalogue::{Words, fill, texts};
use super::time;
use crate::api::v2::Switch;
use crate::api::{Agency, MissingPart, Operation};
use crate::state::pending::{Payment, Pending, Phase, Verb};
use crate::state::profiles::Acting;
use crate::state::row::{Severity, Why};
use crate::state::sort::{Column, Direction};
use std::fmt::Display;

texts! {
    /// The list of instances.
    pub struct List {
        /// Status of a row that is only kept because the cursor is on it.
        gone,
        /// Reason of a row that the filter would hide.
        filtered,
        /// The list is being read for the first time.
        loading,
        /// What it would need to list.
        list_help,
        /// How to do without looking the project up.
        project_help,
        /// The service cannot be reached.
        offline,
        /// That is being worked on.
        offline_help,
        /// The credential was refused.
        locked,
        proxy,
        /// Something else failed.
        failed,
        /// Parts of it are missing, and nothing of the rest is there.
        partial,
        /// Heading of the storage column where it only has room for the percentage.
        storage_short,
        empty,
        empty_hint,
        none_match,
        none_match_hint,
        denied,
        locked_help,
        proxy_help,
        not_lent_help,
        severity_column,
        pending,
        /// The status of what is ordered and not there yet.
        ordered,
        heading: Headings,
        severity: Severities,
        why: Reasons,
        verb: Verbs,
        phase: Phases,
    }
}

texts! {
    /// Heading of a column.
    pub struct Headings {
        severity, name, status, region, profile, kind, spec, version, storage, address, zone, age, tags,
        created, billing, brokers, enterprise, id, why,
    }
}

texts! {
    /// A severity in words.
    pub struct Severities {
        critical, warning, unknown, moving, frozen, fine,
    }
}

texts! {
    /// Why a row is as severe as it is.
    pub struct Reasons {
        gone, missing, ordered, stale, creation_failed, resize_failed, fault, storage, last_task_failed,
        task_failed, unreadable, unknown_status, moving, frozen,
    }
}

texts! {
    /// What a write does to an instance.
    pub struct Verbs {
        delete, enable, disable, delete_task, modify, password, resize, create, restart, tags,
    }
}

texts! {
    /// How far a write is.
    pub struct Phases {
        checking, sending, accepted, ordered, unpaid, under_way, unknown, partly,
    }
}

/// Heading of a column.
#[must_use]
pub fn heading(w: &Words, column: Column) -> &str {
    let t = &w.list.heading;
    match column {
        Column::Severity => &t.severity,
        Column::Name => &t.name,
        Column::Status => &t.status,
        Column::Region => &t.region,
        Column::Profile => &t.profile,
        Column::Type => &t.kind,
        Column::Spec => &t.spec,
        Column::Version => &t.version,
        Column::Storage => &t.storage,
        Column::Address => &t.address,
        Column::Zone => &t.zone,
        Column::Age => &t.age,
        Column::Tags => &t.tags,
        Column::Created => &t.created,
        Column::Billing => &t.billing,
        Column::Brokers => &t.brokers,
        Column::Enterprise => &t.enterprise,
        Column::Id => &t.id,
        Column::Why => &t.why,
    }
}

/// A column by a word, where there is no column to see.
#[must_use]
pub fn column(w: &Words, column: Column) -> &str {
    match column {
        Column::Severity => &w.list.severity_column,
        other => heading(w, other),
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
pub fn severity(w: &Words, severity: Severity) -> &str {
    let t = &w.list.severity;
    match severity {
        Severity::Critical => &t.critical,
        Severity::Warning => &t.warning,
        Severity::Unknown => &t.unknown,
        Severity::Moving => &t.moving,
        Severity::Frozen => &t.frozen,
        Severity::Fine => &t.fine,
    }
}

/// A reason, short.
#[must_use]
pub fn why(w: &Words, why: &Why) -> String {
    let t = &w.list.why;
    match why {
        Why::Gone => t.gone.clone(),
        Why::Missing => t.missing.clone(),
        Why::Ordered => t.ordered.clone(),
        Why::Stale(age) => fill(&t.stale, &[("age", &time::age(*age))]),
        Why::Failed(status) => failed(w, status.word()),
        Why::FailureCode(code) => super::explained::failed_instance(w, code),
        Why::Storage(percent) => fill(&t.storage, &[("percent", percent)]),
        Why::TaskFailed(task) if task.is_empty() => t.last_task_failed.clone(),
        Why::TaskFailed(task) => fill(&t.task_failed, &[("task", task)]),
        Why::Unreadable(number) => {
            let fields = w.nouns.field.of(*number);
            fill(&t.unreadable, &[("fields", &fields)])
        }
        Why::UnknownStatus => t.unknown_status.clone(),
        Why::Moving(Some(task)) => fill(&t.moving, &[("task", task)]),
        Why::Moving(None) => String::new(),
        Why::Frozen => t.frozen.clone(),
    }
}

fn failed(w: &Words, status: &str) -> String {
    let t = &w.list.why;
    match status {
        "CREATEFAILED" => t.creation_failed.clone(),
        "EXTENDEDFAILED" => t.resize_failed.clone(),
        "ERROR" => t.fault.clone(),
        other => other.to_owned(),
    }
}

/// What a write is doing to an instance, and how far it is.
#[must_use]
pub fn pending(w: &Words, write: &Pending) -> String {
    let t = &w.list.verb;
    let verb = match write.what.verb() {
        Verb::Delete => t.delete.clone(),
        Verb::Restart => t.restart.clone(),
        Verb::SetPlugin(plugin, Switch::Enable) => fill(&t.enable, &[("plugin", &plugin)]),
        Verb::SetPlugin(plugin, Switch::Disable) => fill(&t.disable, &[("plugin", &plugin)]),
        Verb::DeleteTask(_) => t.delete_task.clone(),
        Verb::Modify => t.modify.clone(),
        Verb::ResetPassword => t.password.clone(),
        Verb::Resize => t.resize.clone(),
        Verb::Tags => t.tags.clone(),
        Verb::Create => t.create.clone(),
    };
    let values: [(&str, &dyn Display); 2] = [("verb", &verb), ("phase", &phase(w, write))];
    fill(&w.list.pending, &values)
}

/// How far a write is.
#[must_use]
pub fn phase<'w>(w: &'w Words, write: &Pending) -> &'w str {
    let t = &w.list.phase;
    match &write.phase {
        Phase::Ordered { .. } if write.what.payment() == Some(Payment::ByHand) => &t.unpaid,
        Phase::Ordered { .. } => &t.ordered,
        Phase::Checking => &t.checking,
        Phase::Sending => &t.sending,
        Phase::Accepted { .. } => &t.accepted,
        Phase::UnderWay { .. } => &t.under_way,
        Phase::Partly { .. } => &t.partly,
        Phase::Unknown(_) => &t.unknown,
    }
}

/// A type as the list shows it: the service's word, `professional` shortened.
#[must_use]
pub fn kind(kind: &str) -> String {
    kind.replace("professional", "pro")
}

/// The list was read, and it is empty.
#[must_use]
pub fn empty(w: &Words, region: &str) -> String {
    fill(&w.list.empty, &[("region", &region)])
}

/// What the create key does, for an empty list.
#[must_use]
pub fn empty_hint(w: &Words, key: &str) -> String {
    fill(&w.list.empty_hint, &[("key", &key)])
}

/// There are instances, and the filter shows none.
#[must_use]
pub fn none_match(w: &Words, known: usize, filter: &str) -> String {
    let instances = w.nouns.instance.of(known);
    let values: [(&str, &dyn Display); 2] = [("instances", &instances), ("filter", &filter)];
    fill(&w.list.none_match, &values)
}

/// How to get out of that.
#[must_use]
pub fn none_match_hint(w: &Words, key: &str) -> String {
    fill(&w.list.none_match_hint, &[("key", &key)])
}

/// The credential may not do what reading the list takes.
#[must_use]
pub fn denied(w: &Words, attempted: Operation) -> String {
    let what = w.named("error.operation", attempted);
    fill(&w.list.denied, &[("what", &what)])
}

/// What to look at, and the key that tries again; of an agency that was refused, what that needs.
#[must_use]
pub fn locked_help(w: &Words, not_lent: Option<&Acting>, key: &str) -> String {
    match not_lent {
        None => fill(&w.list.locked_help, &[("key", &key)]),
        Some(acting) => {
            let Agency { name, account, .. } = &acting.agency;
            let facts: [(&str, &dyn Display); 3] =
                [("agency", name), ("account", account), ("key", &key)];
            fill(&w.list.not_lent_help, &facts)
        }
    }
}

/// What to do about a proxy that refuses us.
#[must_use]
pub fn proxy_help(w: &Words, key: &str) -> String {
    fill(&w.list.proxy_help, &[("key", &key)])
}

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
