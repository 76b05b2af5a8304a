//! What a terminal sends, as keys and pastes. Pure; bytes may come in any pieces.
//!
//! Sequences are those of xterm and what imitates it (ECMA-48 control sequences). What is
//! understood but means nothing to us is dropped as a whole: its tail must not look like keys.

use crate::event::Event;
use crate::keymap::{Code, Key};

const ESC: u8 = 0x1b;
const CTRL_C: u8 = 0x03;
const BEL: u8 = 0x07;
const PASTE_END: &[u8] = b"\x1b[201~";
/// More of a paste than this, in bytes, is dropped.
const LONGEST_PASTE: usize = 1024 * 1024;
/// So much of a sequence is kept, in bytes; none that means anything is as long.
const LONGEST_SEQUENCE: usize = 64;

/// Holds what is not complete yet.
#[derive(Debug, Default)]
pub struct Parser {
    pending: Vec<u8>,
    paste: Option<Vec<u8>>,
}

/// What the pending bytes are.
enum Found {
    /// The start of something.
    Part,
    /// Nothing that means anything.
    Nothing,
    Key(Key),
    PasteStart,
}

impl Parser {
    /// Takes bytes in; gives what they complete.
    pub fn take(&mut self, bytes: &[u8]) -> Vec<Event> {
        let mut events = Vec::new();
        for byte in bytes {
            if self.paste.is_some() {
                events.extend(self.pasted(*byte));
                continue;
            }
            if self.begins_anew(*byte) {
                events.extend(self.give_up());
            }
            // Only the end of a long sequence still matters: what comes until then is part of it.
            self.pending.truncate(LONGEST_SEQUENCE);
            self.pending.push(*byte);
            match found(&self.pending) {
                Found::Part => continue,
                Found::Nothing => {}
                Found::Key(key) => events.push(Event::Key(key)),
                Found::PasteStart => self.paste = Some(Vec::new()),
            }
            self.pending.clear();
        }
        events
    }

    /// Whether the next byte decides what the last ones meant.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        !self.pending.is_empty()
    }

    /// Nothing followed: what is pending is what it looks like, or nothing.
    pub fn give_up(&mut self) -> Option<Event> {
        let key = match self.pending.as_slice() {
            [ESC] => Some(Key::plain(Code::Esc)),
            [ESC, byte] => Some(alt(control(*byte))),
            _ => None,
        };
        self.pending.clear();
        key.map(Event::Key)
    }

    /// Whether this byte is no part of what is pending, which was cut off then. Leaving (ctrl-c)
    /// is never part of anything.
    fn begins_anew(&self, byte: u8) -> bool {
        match self.pending.as_slice() {
            [] => false,
            [first, ..] if *first != ESC => byte.is_ascii(),
            [_] => matches!(byte, ESC | CTRL_C),
            [_, ..] => byte < b' ' && byte != BEL,
        }
    }

    fn pasted(&mut self, byte: u8) -> Option<Event> {
        let paste = self.paste.as_mut()?;
        paste.push(byte);
        if paste.ends_with(PASTE_END) {
            let text = &paste[..paste.len() - PASTE_END.len()];
            let text = String::from_utf8_lossy(text).into_owned();
            self.paste = None;
            return Some(Event::Paste(text));
        }
        // What may be the start of the end is kept at the end.
        let full = LONGEST_PASTE + PASTE_END.len();
        if paste.len() >= full {
            paste.remove(LONGEST_PASTE);
        }
        None
    }
}

fn found(bytes: &[u8]) -> Found {
    match bytes {
        [ESC] | [ESC, b'O' | b'[' | b']' | b'P' | b'^' | b'_' | b'X'] => Found::Part,
        [ESC, b'O', byte] => key_or_nothing(letter(*byte).map(Key::plain)),
        // The Linux console's function keys have one byte more.
        [ESC, b'[', b'['] => Found::Part,
        [ESC, b'[', b'[', _] => Found::Nothing,
        [ESC, b'[', .., last] => match last {
            0x20..=0x3f => Found::Part,
            b'~' if bytes == b"\x1b[200~" => Found::PasteStart,
            0x40..=0x7e => key_or_nothing(sequence(&bytes[2..bytes.len() - 1], *last)),
            _ => Found::Nothing,
        },
        // Answers of the terminal that nobody asked for end with BEL or with ESC and a backslash,
        // which comes as a key of its own that means nothing.
        [ESC, b']' | b'P' | b'^' | b'_' | b'X', .., last] => match last {
            &BEL => Found::Nothing,
            _ => Found::Part,
        },
        [ESC, text @ ..] => match plain(text) {
            Found::Key(key) => Found::Key(alt(key)),
            other => other,
        },
        text => plain(text),
    }
}

fn key_or_nothing(key: Option<Key>) -> Found {
    key.map_or(Found::Nothing, Found::Key)
}

fn alt(key: Key) -> Key {
    Key { alt: true, ..key }
}

/// A character or a control byte.
fn plain(bytes: &[u8]) -> Found {
    match (std::str::from_utf8(bytes), bytes) {
        (Ok(_), [byte]) => Found::Key(control(*byte)),
        (Ok(text), _) => key_or_nothing(text.chars().next().map(|c| Key::plain(Code::Char(c)))),
        (Err(error), _) if error.error_len().is_none() => Found::Part,
        (Err(_), _) => Found::Nothing,
    }
}

/// What a single byte is.
fn control(byte: u8) -> Key {
    match byte {
        b'\r' => Key::plain(Code::Enter),
        b'\t' => Key::plain(Code::Tab),
        0x7f => Key::plain(Code::Backspace),
        ESC => Key::plain(Code::Esc),
        0 => Key::ctrl(' '),
        0x01..=0x1a => Key::ctrl(char::from(byte - 1 + b'a')),
        // ctrl with one of \\ ] ^ _
        0x1c..=0x1f => Key::ctrl(char::from(byte - 0x1c + b'\\')),
        _ => Key::plain(Code::Char(char::from(byte))),
    }
}

/// The key of a sequence that ends with a letter.
fn letter(last: u8) -> Option<Code> {
    let code = match last {
        b'A' => Code::Up,
        b'B' => Code::Down,
        b'C' => Code::Right,
        b'D' => Code::Left,
        b'H' => Code::Home,
        b'F' => Code::End,
        b'M' => Code::Enter,
        b'Z' => Code::Tab,
        b'P'..=b'S' => Code::F(last - b'P' + 1),
        _ => return None,
    };
    Some(code)
}

/// The key of a sequence that ends with a tilde.
fn number(number: u8) -> Option<Code> {
    let code = match number {
        1 | 7 => Code::Home,
        4 | 8 => Code::End,
        3 => Code::Delete,
        5 => Code::PageUp,
        6 => Code::PageDown,
        11..=15 => Code::F(number - 10),
        17..=21 => Code::F(number - 11),
        23 | 24 => Code::F(number - 12),
        _ => return None,
    };
    Some(code)
}

/// A control sequence: `NUMBER ; MODIFIERS : KIND` and its last byte. The modifiers are bits plus
/// one; kind 3 is the release of a key, which means nothing.
fn sequence(parameters: &[u8], last: u8) -> Option<Key> {
    let text = std::str::from_utf8(parameters).ok()?;
    let mut parts = text.split(';');
    let first = parts.next().unwrap_or_default();
    let mut second = parts.next().unwrap_or("1").split(':');
    let modifiers: u8 = second.next()?.parse().ok()?;
    if second.next() == Some("3") {
        return None;
    }
    let code = match (first, last) {
        (_, b'~') => number(first.parse().ok()?)?,
        // `ESC [ M` begins the report of a mouse, not of a key.
        (_, b'M') => return None,
        ("" | "1", _) => letter(last)?,
        _ => return None,
    };
    let bits = modifiers.checked_sub(1)?;
    Some(Key {
        code,
        shift: bits & 1 != 0 || last == b'Z',
        alt: bits & 2 != 0,
        ctrl: bits & 4 != 0,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What bytes mean, keys by their spelling, pastes in quotes.
    fn meaning(bytes: &[u8]) -> String {
        let mut parser = Parser::default();
        let mut events = parser.take(bytes);
        events.extend(parser.give_up());
        words(&events)
    }

    fn words(events: &[Event]) -> String {
        let words: Vec<String> = events
            .iter()
            .map(|event| match event {
                Event::Key(key) => key.to_string(),
                Event::Paste(text) => format!("{text:?}"),
                other => panic!("{other:?}"),
            })
            .collect();
        words.join(" ")
    }

    #[test]
    fn keys_are_what_xterm_sends() {
        for (bytes, keys) in [
            (&b"jG/"[..], "j G /"),
            (b"\r\t\x7f\x1b", "enter tab backspace esc"),
            (
                b"\x03\x04\x1a\n\0",
                "ctrl-c ctrl-d ctrl-z ctrl-j ctrl-space",
            ),
            (b"\x1b[A\x1b[B\x1b[C\x1b[D", "up down right left"),
            (b"\x1bOA\x1bOB\x1bOH\x1bOF", "up down home end"),
            (
                b"\x1b[H\x1b[F\x1b[1~\x1b[4~\x1b[7~\x1b[8~",
                "home end home end home end",
            ),
            (b"\x1b[3~\x1b[5~\x1b[6~", "delete pgup pgdn"),
            (
                b"\x1b[Z\x1b[1;5C\x1b[1;3A\x1b[3;5~",
                "shift-tab ctrl-right alt-up ctrl-delete",
            ),
            (b"\x1bOP\x1b[15~\x1b[17~\x1b[24~", "f1 f5 f6 f12"),
            (b"\x1bx\x1b[", "alt-x alt-["),
            ("é中😀".as_bytes(), "é 中 😀"),
        ] {
            assert_eq!(meaning(bytes), keys, "{bytes:?}");
        }
    }

    #[test]
    fn what_means_nothing_is_dropped_as_a_whole() {
        for bytes in [
            &b"\x1b[?62;22c"[..],
            b"\x1b[24;80R",
            b"\x1b[I\x1b[O",
            b"\x1b[<0;10;10M",
            b"\x1b[[A",
            b"\x1b]11;rgb:0000/0000/0000\x07",
            b"\x1b[1;1:3A",
            b"\xff\xc0",
        ] {
            assert_eq!(meaning(bytes), "", "{bytes:?}");
        }
    }

    #[test]
    fn where_the_pieces_are_cut_does_not_matter() {
        let bytes = b"j\x1b[1;5C\xe4\xb8\xad\x1b[200~D\x1b[31m\ny\x1b[201~\x1b[5~k";
        let whole = "j ctrl-right 中 \"D\\u{1b}[31m\\ny\" pgup k";
        for cut in 0..bytes.len() {
            let mut parser = Parser::default();
            let mut events = parser.take(&bytes[..cut]);
            events.extend(parser.take(&bytes[cut..]));
            assert_eq!(words(&events), whole, "cut at {cut}");
            assert!(!parser.is_waiting());
        }
    }

    #[test]
    fn a_paste_is_kept_to_a_length_and_still_ends() {
        let mut parser = Parser::default();
        let mut events = parser.take(b"\x1b[200~");
        for _ in 0..1100 {
            events.extend(parser.take(&[b'x'; 1024]));
        }
        events.extend(parser.take(b"\x1b[201~j"));
        match events.as_slice() {
            [Event::Paste(text), Event::Key(_)] => assert_eq!(text.len(), LONGEST_PASTE),
            other => panic!("{}", words(other)),
        }
    }

    #[test]
    fn a_long_sequence_is_swallowed_up_to_its_end_and_not_kept() {
        let mut parser = Parser::default();
        let long = [b"\x1b[".to_vec(), vec![b'1'; 1000]].concat();
        assert_eq!(words(&parser.take(&long)), "");
        assert!(parser.pending.len() <= LONGEST_SEQUENCE + 1);
        assert_eq!(words(&parser.take(b"Aj")), "j");
    }

    #[test]
    fn ctrl_c_leaves_whatever_was_cut_off_before_it() {
        for bytes in [&b"\x1b[1;"[..], b"\xe4\xb8", b"\x1b]11;"] {
            let bytes = [bytes, b"\x03"].concat();
            assert_eq!(meaning(&bytes), "ctrl-c", "{bytes:?}");
        }
        assert_eq!(meaning(b"\x1b\x03"), "esc ctrl-c");
        assert_eq!(meaning(b"\x1b\x1b[A"), "esc up");
    }
}
