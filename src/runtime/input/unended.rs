//! What goes on until its end, whatever is in it: a paste, and a string that a terminal sends as
//! an answer (OSC, DCS, APC, PM, SOS). Pure.
//!
//! The end may never come: a connection that drops, an answer to a program before us. Once nothing
//! has come for [`SILENCE`] it is stalled, and says so. Then ctrl-c, or Esc with nothing after it,
//! ends it, each of which arrives by itself when it is pressed. Everything else stays part of it, so
//! that a paste that goes on late turns into no commands.

use super::parser::{CTRL_C, ESC, REST_WITHIN, SILENCE};
use super::{plain, sequence};
use crate::event::Event;
use crate::key::{Code, Key};
use crate::state::unended::Unended;
use std::time::Duration;

const BEL: u8 = 0x07;
/// They cut a string off.
const CANCEL: u8 = 0x18;
const SUBSTITUTE: u8 = 0x1a;
/// The end of a string as one byte, which can also be the middle of a character.
const END_OF_STRING: u8 = 0x9c;
const PASTE_END: &[u8] = b"201~";
/// More of a paste than this, in bytes, is dropped. Of a string nothing is kept.
const LONGEST_PASTE: usize = 1024 * 1024;

/// A paste or a string that is under way.
#[derive(Debug)]
pub(super) struct Text {
    kind: Unfinished,
    /// When something came last that was neither ctrl-c nor Esc alone.
    heard: Duration,
    stalled: bool,
    /// Since when, in one that is stalled, nothing has come after an Esc.
    escaped: Option<Duration>,
}

#[derive(Debug)]
enum Unfinished {
    Paste {
        text: Vec<u8>,
        /// What begins its end: as its start was introduced, so that text cannot end it in
        /// another way than the terminal does.
        introducer: Vec<u8>,
    },
    Answer {
        bell_ends: bool,
        after_esc: bool,
        /// Whether that Esc arrived before the byte that is fed now.
        old_esc: bool,
        /// How many bytes a character still has.
        rest: u8,
    },
}

/// What a byte does.
pub(super) enum Fed {
    /// It goes on.
    Part,
    /// It is over.
    End(Vec<Event>),
    /// It was cut off: these bytes and this one are no part of it.
    CutOff(Vec<Event>, &'static [u8]),
}

/// A key that arrived by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Leave {
    CtrlC,
    Esc,
    /// A byte that can also be the start of the end.
    PlainEsc,
}

impl Text {
    /// A paste whose start was introduced by these bytes.
    pub(super) fn paste(introducer: &[u8], at: Duration) -> Self {
        let introducer = introducer.to_vec();
        let text = Vec::new();
        Self::new(Unfinished::Paste { text, introducer }, at)
    }

    /// A string; whether BEL ends it too.
    pub(super) fn answer(bell_ends: bool, at: Duration) -> Self {
        let kind = Unfinished::Answer {
            bell_ends,
            after_esc: false,
            old_esc: false,
            rest: 0,
        };
        Self::new(kind, at)
    }

    fn new(kind: Unfinished, at: Duration) -> Self {
        Self {
            kind,
            heard: at,
            stalled: false,
            escaped: None,
        }
    }

    /// Takes in that these bytes have arrived at once, before each of them is fed. Gives what
    /// there is to say, and whether it is over: then the bytes were the key that ended it.
    pub(super) fn arrival(&mut self, bytes: &[u8], at: Duration) -> (Vec<Event>, bool) {
        let mut events = self.stall(at);
        if let Unfinished::Answer {
            after_esc, old_esc, ..
        } = &mut self.kind
        {
            *old_esc = *after_esc;
        }
        match leaving(bytes) {
            None => {
                self.heard = at;
                self.escaped = None;
            }
            Some(_) if !self.stalled => {}
            Some(Leave::PlainEsc) => {
                self.escaped.get_or_insert(at);
            }
            Some(Leave::Esc) => {
                events.extend(self.ended());
                return (events, true);
            }
            Some(Leave::CtrlC) => {
                events.extend([Event::Unended(None), Event::Key(Key::ctrl('c'))]);
                return (events, true);
            }
        }
        (events, false)
    }

    /// When [`Text::pass_time`] is next to be called, if nothing arrives.
    pub(super) fn due(&self) -> Option<Duration> {
        match self.stalled {
            false => Some(self.heard + SILENCE),
            true => self.escaped.map(|escaped| escaped + REST_WITHIN),
        }
    }

    /// Takes in that nothing has arrived until this time. Gives what there is to say, and whether
    /// it is over.
    pub(super) fn pass_time(&mut self, at: Duration) -> (Vec<Event>, bool) {
        let alone = |escaped| at >= escaped + REST_WITHIN;
        match self.escaped.is_some_and(alone) {
            true => (self.ended(), true),
            false => (self.stall(at), false),
        }
    }

    /// Takes in a byte.
    pub(super) fn byte(&mut self, byte: u8) -> Fed {
        match &mut self.kind {
            Unfinished::Paste { text, introducer } => {
                text.push(byte);
                let before = text.strip_suffix(PASTE_END);
                let whole = before.and_then(|text| text.strip_suffix(introducer.as_slice()));
                if let Some(length) = whole.map(<[u8]>::len) {
                    text.truncate(length);
                    return Fed::End(self.ended());
                }
                // What may be the start of the end is kept at the end.
                let full = LONGEST_PASTE + introducer.len() + PASTE_END.len();
                if text.len() >= full {
                    text.remove(LONGEST_PASTE);
                }
                Fed::Part
            }
            Unfinished::Answer {
                bell_ends,
                after_esc,
                old_esc,
                rest,
            } => {
                let old = std::mem::take(old_esc) && !plain::introduces(byte);
                let escaped = std::mem::replace(after_esc, byte == ESC);
                let inside = std::mem::replace(rest, rest_of_character(byte, *rest));
                match byte {
                    CTRL_C => Fed::CutOff(self.ended(), &[]),
                    ESC => Fed::Part,
                    b'\\' if escaped => Fed::End(self.ended()),
                    // That was the key.
                    _ if escaped && old => Fed::CutOff(self.ended(), &[]),
                    _ if escaped => Fed::CutOff(self.ended(), &[ESC]),
                    BEL if *bell_ends => Fed::End(self.ended()),
                    CANCEL | SUBSTITUTE => Fed::End(self.ended()),
                    END_OF_STRING if inside == 0 => Fed::End(self.ended()),
                    _ => Fed::Part,
                }
            }
        }
    }

    /// Notes that it is stalled, if it is by now.
    fn stall(&mut self, at: Duration) -> Vec<Event> {
        if self.stalled || at < self.heard + SILENCE {
            return Vec::new();
        }
        self.stalled = true;
        let what = match self.kind {
            Unfinished::Paste { .. } => Unended::Paste,
            Unfinished::Answer { .. } => Unended::Answer,
        };
        vec![Event::Unended(Some(what))]
    }

    /// What there is to say of one that is over. Of an answer that is nothing.
    fn ended(&mut self) -> Vec<Event> {
        let mut events = Vec::new();
        if self.stalled {
            events.push(Event::Unended(None));
        }
        if let Unfinished::Paste { text, .. } = &mut self.kind {
            // The Esc that ended it.
            let pressed = self.escaped.is_some();
            while pressed && text.last() == Some(&ESC) {
                text.pop();
            }
            let text = String::from_utf8_lossy(text).into_owned();
            events.push(Event::Paste(text));
        }
        events
    }
}

/// The key that arrived by itself, if it is one that ends what is stalled.
fn leaving(bytes: &[u8]) -> Option<Leave> {
    let only = |byte| !bytes.is_empty() && bytes.iter().all(|one| *one == byte);
    if only(CTRL_C) {
        return Some(Leave::CtrlC);
    }
    if only(ESC) {
        return Some(Leave::PlainEsc);
    }
    let (last, parameters) = bytes.strip_prefix(b"\x1b[")?.split_last()?;
    let keys = sequence::control(parameters, *last);
    match keys.as_slice() {
        [key] if *key == Key::ctrl('c') => Some(Leave::CtrlC),
        [key] if *key == Key::plain(Code::Esc) => Some(Leave::Esc),
        _ => None,
    }
}

/// How many bytes a character in UTF-8 still has after this one, if it had `rest` before it.
fn rest_of_character(byte: u8, rest: u8) -> u8 {
    match byte {
        0x80..=0xbf => rest.saturating_sub(1),
        0xc3..=0xdf => 1,
        0xe0..=0xef => 2,
        0xf0..=0xf7 => 3,
        // 0xc2 as well: with the end of a string after it, it is that end in UTF-8.
        _ => 0,
    }
}
