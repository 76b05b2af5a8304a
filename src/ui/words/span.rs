//! A span of time in words: which tasks are shown.

use super::{Words, time};
use crate::say;
use crate::state::span::{DOTS, Span, Wrong};

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

/// What is wrong with what was typed.
#[must_use]
pub fn wrong(w: &Words, wrong: &Wrong) -> String {
    match wrong {
        Wrong::NoTime(text) if text.is_empty() => say!(w, "span.wrong.no-begin", word = DOTS),
        Wrong::NoTime(text) => say!(w, "span.wrong.no-time", word = text),
        Wrong::NoDots => say!(w, "span.wrong.no-dots", word = DOTS),
        Wrong::Empty | Wrong::Backwards => w.named("span.wrong", wrong).to_owned(),
    }
}
