//! The list of instances: columns, reasons, and how far a write is.

use super::{Words, time};
use crate::api::MissingPart;
use crate::model::Instance;
use crate::say;
use crate::state::column::Column;
use crate::state::sort::Sort;
use crate::state::write::mutation::{Action, On};
use crate::state::write::pending::{Payment, Pending, Phase};

/// A column by a word, where there is no column to see.
pub fn column(w: &Words, column: Column) -> String {
    match column {
        Column::Severity => w.text("list.severity-column").to_owned(),
        other => heading(w, other),
    }
}

/// An order: by which column, and what that puts on top.
pub fn sort(w: &Words, sort: Sort) -> String {
    let column = column(w, sort.column);
    let first = w.named("list.first", sort.first());
    say!(w, "frame.sort", column, first)
}

/// What stands above a column.
pub fn heading(w: &Words, column: Column) -> String {
    match column {
        Column::Created => say!(w, "list.heading" / column, zone = time::heading(w)),
        other => w.named("list.heading", other).to_owned(),
    }
}

/// What a write is doing to an instance, and how far it is.
pub fn pending(w: &Words, write: &Pending) -> String {
    let Action { kind, on } = write.what.mutation.action();
    let verb = match on {
        On::Plugin(plugin, switch) => say!(w, "list.verb" / switch, plugin),
        On::Instance | On::Task(_) | On::Queue(_) => w.named("list.verb", kind).to_owned(),
    };
    say!(w, "list.pending", verb, phase = phase(w, write))
}

/// How far a write is.
pub fn phase<'w>(w: &'w Words, write: &Pending) -> &'w str {
    match &write.phase {
        Phase::Ordered { .. } if write.what.mutation.payment() == Some(Payment::ByHand) => {
            w.text("list.phase.unpaid")
        }
        phase => w.named("list.phase", phase),
    }
}

/// A type as the list shows it: the service's word, `professional` shortened.
pub fn kind(kind: &str) -> String {
    kind.replace("professional", "pro")
}

/// Which parts are missing: `1-50, 101-120`.
pub fn missing(parts: &[MissingPart]) -> String {
    parts.iter().map(span).collect::<Vec<String>>().join(", ")
}

/// Which rows of the list a missing part holds, counted from 1: `51-100`.
pub fn span(part: &MissingPart) -> String {
    format!("{}-{}", part.from + 1, part.to.max(part.from + 1))
}

/// Tags as `key=value`.
pub fn tags(instance: &Instance) -> String {
    let tags = instance.tags.iter().map(|tag| match tag.value.as_str() {
        "" => tag.key.clone(),
        value => format!("{}={value}", tag.key),
    });
    tags.collect::<Vec<String>>().join(" ")
}
