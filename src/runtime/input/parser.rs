//! What a terminal sends, as keys and pastes. Pure: bytes may come in any pieces, and time is told.
//!
//! Sequences are those of xterm and what imitates it (ECMA-48 control sequences). What is
//! understood but means nothing to us is dropped as a whole: its tail must not look like keys.
//!
//! Time decides two things. Nothing after ESC for [`REST_WITHIN`]: it was the key. And nothing for
//! [`SILENCE`] in what should have an end ([`super::unended`]): then Esc ends it.

use super::mouse::{self, Report};
use super::plain::{self, Plain};
use super::sequence;
use super::unended::{Fed, Text};
use crate::event::Event;
use crate::key::{Code, Key};
use std::time::Duration;

pub(super) const ESC: u8 = 0x1b;
pub(super) const CTRL_C: u8 = 0x03;
/// How long the rest of a sequence may take: Esc alone is the start of one.
pub(super) const REST_WITHIN: Duration = Duration::from_millis(30);
/// How long nothing comes in the middle of what then counts as stalled.
pub(super) const SILENCE: Duration = Duration::from_secs(1);
/// So much of a sequence is kept, in bytes; none that means anything is as long.
const LONGEST_SEQUENCE: usize = 64;

/// Holds what is not complete yet.
#[derive(Debug, Default)]
pub struct Parser {
    /// A key that is not complete.
    pending: Vec<u8>,
    /// The bytes it was introduced by, where those were an upper control.
    upper: Vec<u8>,
    /// Whether all of it arrived at once: ESC and a letter are one key then, and two if not.
    together: bool,
    /// Whether its ESC has already been the key, because the rest came so late.
    late: bool,
    /// When Esc was the key because nothing followed.
    alone: Option<Duration>,
    /// A paste or a string, which comes before anything else.
    text: Option<Text>,
    /// When the last byte came.
    touched: Duration,
}

/// What the pending bytes are.
enum Found {
    /// The start of something.
    Part,
    /// No key.
    Nothing,
    Keys(Vec<Key>),
    /// A paste begins after it.
    Paste,
    /// A string begins with its last byte; whether BEL ends it too.
    Answer(bool),
    /// An upper control: the same as ESC and this byte.
    Upper(u8),
}

impl Parser {
    /// Takes what arrived at once, at this time; gives what it completes. Time must not run back.
    pub fn take(&mut self, bytes: &[u8], at: Duration) -> Vec<Event> {
        let mut events = Vec::new();
        if let Some(text) = &mut self.text {
            let (said, over) = text.arrival(bytes, at);
            events.extend(said);
            if over {
                self.text = None;
                return events;
            }
        } else {
            self.settle_escapes(bytes, at, &mut events);
        }
        self.together = self.pending.is_empty();
        for byte in bytes {
            self.byte(*byte, at, &mut events);
        }
        self.touched = at;
        events
    }

    /// When [`Parser::pass_time`] is next to be called, if nothing arrives.
    pub fn due(&self) -> Option<Duration> {
        if let Some(text) = &self.text {
            return text.due();
        }
        let wait = match self.pending.as_slice() {
            [] => return None,
            pending if pending.iter().all(|byte| *byte == ESC) => REST_WITHIN,
            // A key with alt, or the start of a sequence that is slow.
            [ESC, b'['] => SILENCE,
            [ESC, _] if self.together => SILENCE,
            [ESC, _] => REST_WITHIN,
            pending if report(pending) == Some(Report::Enough) => SILENCE,
            // The rest may be keys if one does not know what they are the rest of.
            _ => return None,
        };
        Some(self.touched + wait)
    }

    /// Takes in that nothing has arrived until this time.
    pub fn pass_time(&mut self, at: Duration) -> Vec<Event> {
        let mut events = Vec::new();
        if self.due().is_none_or(|due| at < due) {
            return events;
        }
        match &mut self.text {
            Some(text) => {
                let (said, over) = text.pass_time(at);
                events.extend(said);
                if over {
                    self.text = None;
                    self.alone = Some(at);
                }
            }
            None => {
                let escaped = self.pending.iter().all(|byte| *byte == ESC);
                self.alone = escaped.then_some(at);
                self.give_up(&mut events);
            }
        }
        events
    }

    /// Before a new arrival: whether an ESC that is pending was the key Esc, and whether one that
    /// was is the start of what arrives now.
    fn settle_escapes(&mut self, bytes: &[u8], at: Duration, events: &mut Vec<Event>) {
        let Some(next) = bytes.first() else {
            return;
        };
        if let Some(alone) = self.alone.take()
            && self.pending.is_empty()
            && at.saturating_sub(alone) < SILENCE
            && is_rest_of_sequence(bytes)
        {
            self.pending.push(ESC);
            self.late = true;
            return;
        }
        let escapes = self.pending.iter().all(|byte| *byte == ESC);
        if self.pending.is_empty() || !escapes {
            return;
        }
        let begins = plain::introduces(*next);
        let keys = self.pending.len() - usize::from(begins);
        self.pending.truncate(usize::from(begins));
        events.extend(std::iter::repeat_with(esc).take(keys));
    }

    fn byte(&mut self, byte: u8, at: Duration, events: &mut Vec<Event>) {
        if let Some(text) = &mut self.text {
            match text.byte(byte) {
                Fed::Part => return,
                Fed::End(ended) => {
                    self.text = None;
                    events.extend(ended);
                    return;
                }
                Fed::CutOff(ended, rest) => {
                    self.text = None;
                    events.extend(ended);
                    self.pending.extend(rest);
                }
            }
        }
        if self.begins_anew(byte) {
            self.give_up(events);
        }
        // Only the end of a long sequence still matters: what comes until then is part of it.
        self.pending.truncate(LONGEST_SEQUENCE);
        if self.pending.is_empty() {
            (self.late, self.together) = (false, true);
            self.upper.clear();
        }
        self.pending.push(byte);
        let found = found(&self.pending);
        if matches!(found, Found::Part) {
            return;
        }
        let bytes = std::mem::take(&mut self.pending);
        match found {
            // The keys of a sequence that came so late could be anything.
            Found::Keys(_) if self.late => {}
            Found::Keys(keys) => events.extend(keys.into_iter().map(Event::Key)),
            Found::Part | Found::Nothing => {}
            Found::Paste => {
                let introducer = match self.upper.as_slice() {
                    [] => b"\x1b[",
                    upper => upper,
                };
                self.text = Some(Text::paste(introducer, at));
            }
            Found::Answer(bell_ends) => {
                self.text = Some(Text::answer(bell_ends, at));
                self.byte(byte, at, events);
            }
            Found::Upper(byte) => {
                self.upper = bytes;
                self.pending.extend([ESC, byte]);
            }
        }
    }

    /// What is pending is what it looks like, or nothing.
    fn give_up(&mut self, events: &mut Vec<Event>) {
        match self.pending.as_slice() {
            _ if self.late => {}
            [ESC, byte @ b' '..=b'~'] => {
                let key = plain::control(*byte);
                match self.together {
                    true => events.push(Event::Key(alt(key))),
                    false => events.extend([esc(), Event::Key(key)]),
                }
            }
            escapes if escapes.iter().all(|byte| *byte == ESC) => {
                events.extend(escapes.iter().map(|_| esc()));
            }
            _ => {}
        }
        self.pending.clear();
    }

    /// Whether this byte is no part of what is pending, which was cut off then. Leaving (ctrl-c)
    /// is never part of anything.
    fn begins_anew(&self, byte: u8) -> bool {
        match self.pending.as_slice() {
            [] => false,
            [first, ..] if *first != ESC => !matches!(byte, 0x80..=0xbf),
            [ESC] | [ESC, ESC] | [ESC, b']' | b'P' | b'^' | b'_' | b'X'] => byte == CTRL_C,
            pending => match report(pending) {
                Some(Report::Part) if self.together => false,
                Some(_) => matches!(byte, ESC | CTRL_C),
                None => byte < b' ',
            },
        }
    }
}

fn esc() -> Event {
    Event::Key(Key::plain(Code::Esc))
}

fn alt(key: Key) -> Key {
    Key { alt: true, ..key }
}

/// Whether these bytes, which arrived at once soon after an ESC, are what a slow connection cut off
/// from it. A person types them neither at once nor so soon.
fn is_rest_of_sequence(bytes: &[u8]) -> bool {
    match bytes {
        [b'[' | b'\\', ..] => true,
        [b'O', last] => sequence::single_shift(&[], *last).is_some(),
        [b']', next, ..] => next.is_ascii_digit(),
        [b'P', next, ..] => next.is_ascii_digit() || b"!$+>|".contains(next),
        [b'_', next, ..] => *next == b'G',
        _ => false,
    }
}

/// How much there is of a report that these bytes begin with, if they do.
fn report(pending: &[u8]) -> Option<Report> {
    match pending {
        [ESC, b'[', last, rest @ ..] => {
            let numbers = mouse::numbers(*last)?;
            Some(mouse::report(numbers, rest))
        }
        _ => None,
    }
}

fn found(bytes: &[u8]) -> Found {
    if let Some(report) = report(bytes) {
        return match report {
            Report::Part | Report::Enough => Found::Part,
            Report::Whole => Found::Nothing,
        };
    }
    match bytes {
        [ESC] => Found::Part,
        [ESC, next] if plain::introduces(*next) => Found::Part,
        [ESC, ESC, ..] => match found(&bytes[1..]) {
            Found::Keys(keys) => Found::Keys(keys.into_iter().map(alt).collect()),
            other => other,
        },
        [ESC, b'O', .., b'0'..=b'9' | b';'] => Found::Part,
        [ESC, b'O', parameters @ .., last] => {
            let key = sequence::single_shift(parameters, *last);
            Found::Keys(key.into_iter().collect())
        }
        // The Linux console's function keys have one byte more.
        [ESC, b'[', b'['] => Found::Part,
        [ESC, b'[', b'[', _] => Found::Nothing,
        [ESC, b'[', parameters @ .., last] => match last {
            0x20..=0x3f => Found::Part,
            b'~' if parameters == b"200" => Found::Paste,
            0x40..=0x7e => Found::Keys(sequence::control(parameters, *last)),
            _ => Found::Nothing,
        },
        [ESC, b']', ..] => Found::Answer(true),
        [ESC, b'P' | b'^' | b'_' | b'X', ..] => Found::Answer(false),
        [ESC, text @ ..] => match key(text) {
            Found::Keys(keys) => Found::Keys(keys.into_iter().map(alt).collect()),
            other => other,
        },
        text => key(text),
    }
}

fn key(text: &[u8]) -> Found {
    match plain::key(text) {
        Plain::Part => Found::Part,
        Plain::Nothing => Found::Nothing,
        Plain::Upper(byte) => Found::Upper(byte),
        Plain::Key(key) => Found::Keys(vec![key]),
    }
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
