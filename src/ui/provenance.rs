//! Where each figure is from: the call and the field, its exact value and unit, and when it was
//! read. What is shown is taken from the panes themselves, so that the two cannot differ.
//!
//! Read [`lines`] first. Figures of an instance can be from two calls, for the list leaves some of
//! them out; then the calls have numbers, and each figure of the second says so.

mod broker;
mod charts;
mod instance;
mod measured;
mod parts;

use super::words::{Words, as_lines, time};
use crate::api::Operation;
use crate::model::InstanceKey;
use crate::say;
use crate::state::State;
use crate::state::now::Now;
use crate::state::provenance::{Inquiry, What};
use crate::text::clean;
use std::fmt::Display;

/// A label and what there is to say under it.
pub type Said = (String, String);
/// The answers that figures are from, and the figures; `None` when nothing is known any more.
type Known = Option<(Vec<Source>, Vec<Said>)>;

/// Calls and figures: everything there is to say, in order. Empty when nothing is known any more.
pub fn lines(w: &Words, state: &State, about: &Inquiry) -> Vec<Said> {
    let key = &about.key;
    let known = match &about.what {
        What::Instance => instance::figures(w, state, key),
        What::Charts(at) => charts::said(w, state, key, *at),
        What::Tags => instance::tags(w, state, key),
        What::Plugin(name) => parts::plugin(w, state, key, name),
        What::Task(id) => parts::task(w, state, key, id),
        What::Json => parts::json(w, state, key),
        What::Broker(row) => broker::row(w, state, row),
    };
    let (sources, said) = known.unwrap_or_default();
    let calls = calls(w, state, key, &sources);
    calls.into_iter().chain(said).collect()
}

/// The same one a line, as it is copied.
pub fn as_text(w: &Words, state: &State, about: &Inquiry) -> String {
    let lines = lines(w, state, about);
    let lines = lines.iter().map(|(label, said)| (label, clean(said)));
    as_lines(w, lines)
}

/// An answer that figures are from.
#[derive(Clone, Copy)]
struct Source {
    call: Operation,
    at: Now,
}

/// What is said of the calls.
fn calls(w: &Words, state: &State, key: &InstanceKey, sources: &[Source]) -> Vec<Said> {
    let period = state.profiles.period(&key.scope);
    let said = sources.iter().zip(1..).map(|(source, number)| {
        let call = source.call.call(state.api(&key.scope)).unwrap_or_default();
        let said = match source.call {
            Operation::CreateInstance => say!(w, "provenance.requested", call),
            _ => say!(
                w,
                "provenance.read",
                call,
                age = time::said(w, state.now.since(source.at)),
                at = time::exact(w, source.at.wall),
                period = time::pace(period),
            ),
        };
        let label = match sources.len() {
            1 => w.text("provenance.source").to_owned(),
            _ => say!(w, "provenance.source-of", n = number),
        };
        (label, said)
    });
    said.collect()
}

/// What is shown and what it is made of; nothing is said twice.
fn figure(w: &Words, shown: &str, from: &[(impl Display, String)]) -> String {
    if let [(field, value)] = from
        && value == shown
    {
        return format!("{field} {value}");
    }
    let from = from.iter().map(|(field, value)| format!("{field} {value}"));
    let from: Vec<String> = from.collect();
    let from = from.join(w.text("comma"));
    say!(w, "provenance.figure", shown, from)
}
