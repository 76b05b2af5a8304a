//! A span of time in words: which tasks are shown.

use super::catalogue::{Words, fill, texts};
use super::time;
use crate::state::span::{DOTS, Span, Wrong};
use std::fmt::Display;

texts! {
    /// Spans of time.
    pub struct Spans {
        /// Title of the box in which one is chosen.
        title,
        hour,
        day,
        week,
        all,
        /// Between two times.
        between,
        /// From a time on.
        since,
        /// The line of the box where two times are typed.
        typed,
        /// How they are typed.
        form,
        /// Which tasks a pane shows.
        shown,
        /// No task began then.
        none,
        wrong: Wrongs,
    }
}

texts! {
    /// What is wrong with a typed span.
    pub struct Wrongs {
        empty, no_dots, no_time, no_begin, backwards,
    }
}

/// A span: `in the last hour`.
#[must_use]
pub fn name(w: &Words, span: Span) -> String {
    let t = &w.span;
    match span {
        Span::All => t.all.clone(),
        Span::Hour => t.hour.clone(),
        Span::Day => t.day.clone(),
        Span::Week => t.week.clone(),
        Span::Between {
            begin,
            end: Some(end),
        } => {
            let (begin, end) = (time::date(begin), time::date(end));
            fill(&t.between, &[("begin", &begin), ("end", &end)])
        }
        Span::Between { begin, end: None } => fill(&t.since, &[("begin", &time::date(begin))]),
    }
}

/// Which tasks are shown, where there is room to say so in full, else the span alone.
#[must_use]
pub fn shown(w: &Words, span: Span, room: usize) -> String {
    let name = name(w, span);
    let full = fill(&w.span.shown, &[("span", &name)]);
    match crate::text::width(&full) <= room {
        true => full,
        false => name,
    }
}

/// No task began in it.
#[must_use]
pub fn none(w: &Words, span: Span) -> String {
    fill(&w.span.none, &[("span", &name(w, span))])
}

/// How two times are typed.
#[must_use]
pub fn form(w: &Words) -> String {
    fill(&w.span.form, &[("dots", &DOTS)])
}

/// What is wrong with what was typed.
#[must_use]
pub fn wrong(w: &Words, wrong: &Wrong) -> String {
    let t = &w.span.wrong;
    let said = |text: &str, word: &dyn Display| fill(text, &[("word", word)]);
    match wrong {
        Wrong::Empty => t.empty.clone(),
        Wrong::NoDots => said(&t.no_dots, &DOTS),
        Wrong::NoTime(text) if text.is_empty() => said(&t.no_begin, &DOTS),
        Wrong::NoTime(text) => said(&t.no_time, text),
        Wrong::Backwards => t.backwards.clone(),
    }
}
