//! A span of time in words: which tasks are shown.

use super::{Words, time};
use crate::say;
use crate::state::span::Span;

/// A span: `in the last hour`.
#[must_use]
pub fn name(w: &Words, span: Span) -> String {
    match span {
        Span::All | Span::Hour | Span::Day | Span::Week => w.named("span.name", span).to_owned(),
        Span::Between { begin, end: None } => {
            say!(w, "span.name.since", begin = time::date(begin))
        }
        Span::Between {
            begin,
            end: Some(end),
        } => {
            let (begin, end) = (time::date(begin), time::date(end));
            say!(w, "span.name.between", begin, end)
        }
    }
}

/// Which tasks are shown, where there is room to say so in full, else the span alone.
#[must_use]
pub fn shown(w: &Words, span: Span, room: usize) -> String {
    let name = name(w, span);
    let full = say!(w, "span.shown", span = name);
    match crate::text::width(&full) <= room {
        true => full,
        false => name,
    }
}
