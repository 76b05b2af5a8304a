//! Where figures are from.

use super::catalogue::{Words, fill, texts};
use super::time;
use crate::state::moment::Moment;
use std::time::Duration;

texts! {
    /// Where figures are from.
    pub struct Provenance {
        title,
        /// The label of a call.
        source,
        /// ... where there are several.
        source_of,
        /// When the answer came.
        read,
        /// ... of a request of ours that no answer has confirmed yet.
        requested,
        figure,
        storage,
        storage_total,
        /// A field that the answer does not have, or not readably.
        absent,
        unreadable,
        /// What is no figure of the service.
        judged,
        configured,
        as_it_came,
        gone,
    }
}

/// Title of the box.
#[must_use]
pub fn title(w: &Words, name: &str) -> String {
    fill(&w.provenance.title, &[("name", &name)])
}

/// The label of the call with this number, of so many.
#[must_use]
pub fn source(w: &Words, number: usize, of: usize) -> String {
    match of {
        1 => w.provenance.source.clone(),
        _ => fill(&w.provenance.source_of, &[("n", &number)]),
    }
}

/// A call, when its answer came and how often it is asked again.
#[must_use]
pub fn read(w: &Words, call: &str, at: Moment, now: Moment, period: Duration) -> String {
    fill(
        &w.provenance.read,
        &[
            ("call", &call),
            ("age", &time::age(now.since(at))),
            ("at", &time::exact(at.wall)),
            ("period", &time::pace(period)),
        ],
    )
}

/// A call of ours whose outcome no read has shown yet.
#[must_use]
pub fn requested(w: &Words, call: &str) -> String {
    fill(&w.provenance.requested, &[("call", &call)])
}

/// What is shown, and what it is made of.
#[must_use]
pub fn figure(w: &Words, shown: &str, from: &str) -> String {
    fill(&w.provenance.figure, &[("shown", &shown), ("from", &from)])
}

/// The part of the usable storage that is used.
#[must_use]
pub fn storage(w: &Words, percent: u64, used: &str, usable: &str) -> String {
    fill(
        &w.provenance.storage,
        &[("percent", &percent), ("used", &used), ("usable", &usable)],
    )
}

/// The storage that is paid for.
#[must_use]
pub fn storage_total(w: &Words, total: &str) -> String {
    fill(&w.provenance.storage_total, &[("total", &total)])
}

/// A field without a value.
#[must_use]
pub fn absent(w: &Words, field: &str) -> String {
    fill(&w.provenance.absent, &[("field", &field)])
}

/// A field with a value that could not be read.
#[must_use]
pub fn unreadable(w: &Words, field: &str) -> String {
    fill(&w.provenance.unreadable, &[("field", &field)])
}
