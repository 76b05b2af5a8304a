//! The list of instances: columns, reasons, and how far a write is.

use super::{Words, explained, time};
use crate::api::MissingPart;
use crate::say;
use crate::state::row::Why;
use crate::state::sort::{Column, Direction};
use crate::state::write::mutation::{Action, On};
use crate::state::write::pending::{Payment, Pending, Phase};

/// A column by a word, where there is no column to see.
#[must_use]
pub fn column(w: &Words, column: Column) -> &str {
    match column {
        Column::Severity => w.text("list.severity-column"),
        other => w.named("list.heading", other),
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

/// A reason, short.
#[must_use]
pub fn why(w: &Words, why: &Why) -> String {
    match why {
        Why::Stale(age) => say!(w, "list.why" / why, age = time::age(*age)),
        Why::Failed(status) => {
            let said = w.find(&["list.status"], status);
            said.unwrap_or_else(|| status.word()).to_owned()
        }
        Why::FailureCode(code) => explained::failed_instance(w, code),
        Why::Storage(percent) => say!(w, "list.why" / why, percent),
        Why::TaskFailed(task) if task.is_empty() => w.text("list.why.last-task-failed").to_owned(),
        Why::TaskFailed(task) | Why::Moving(Some(task)) => say!(w, "list.why" / why, task),
        Why::Unreadable(n) => say!(w, "list.why" / why, fields = w.count("nouns.field", *n)),
        Why::Moving(None) => String::new(),
        plain => w.named("list.why", plain).to_owned(),
    }
}

/// What a write is doing to an instance, and how far it is.
#[must_use]
pub fn pending(w: &Words, write: &Pending) -> String {
    let Action { kind, on } = write.what.mutation.action();
    let verb = match on {
        On::Plugin(plugin, switch) => say!(w, "list.verb" / switch, plugin),
        On::Instance | On::Task(_) => w.named("list.verb", kind).to_owned(),
    };
    say!(w, "list.pending", verb, phase = phase(w, write))
}

/// How far a write is.
#[must_use]
pub fn phase<'w>(w: &'w Words, write: &Pending) -> &'w str {
    match &write.phase {
        Phase::Ordered { .. } if write.what.mutation.payment() == Some(Payment::ByHand) => {
            w.text("list.phase.unpaid")
        }
        phase => w.named("list.phase", phase),
    }
}

/// A type as the list shows it: the service's word, `professional` shortened.
#[must_use]
pub fn kind(kind: &str) -> String {
    kind.replace("professional", "pro")
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
