//! Keys that the plain keyboard sends without a sequence: characters and control bytes. Pure.

use crate::key::{Code, Key};

const ESC: u8 = 0x1b;

/// What bytes are that begin no sequence.
pub(super) enum Plain {
    /// The start of a character.
    Part,
    /// No character.
    Nothing,
    /// A control of the upper half (C1) that introduces a sequence, by its byte after ESC.
    Upper(u8),
    /// A key.
    Key(Key),
}

/// Whether this byte after ESC introduces a sequence or a string.
pub(super) fn introduces(byte: u8) -> bool {
    b"[O]P^_X".contains(&byte)
}

/// A character or a control byte, in UTF-8. A byte of the upper controls that begins no character
/// is that control, as a terminal with 8-bit controls sends it.
pub(super) fn key(bytes: &[u8]) -> Plain {
    match (std::str::from_utf8(bytes), bytes) {
        (_, [byte @ 0x80..=0x9f] | [0xc2, byte @ 0x80..=0x9f]) => match byte - 0x40 {
            next if introduces(next) => Plain::Upper(next),
            _ => Plain::Nothing,
        },
        (Ok(_), [byte]) => Plain::Key(control(*byte)),
        (Ok(text), _) => match text.chars().next() {
            Some(letter) => Plain::Key(Key::plain(Code::Char(letter))),
            None => Plain::Nothing,
        },
        (Err(error), _) if error.error_len().is_none() => Plain::Part,
        (Err(_), _) => Plain::Nothing,
    }
}

/// What a single byte is.
pub(super) fn control(byte: u8) -> Key {
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
