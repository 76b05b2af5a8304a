//! Keys of an enhanced keyboard: by the number of their character, or by a number of Unicode's
//! private area for those without one (the kitty keyboard protocol; xterm's modifyOtherKeys).

use super::plain;
use super::sequence::{Held, function};
use crate::key::{Code, Key};

/// A key as its sequence describes it.
#[derive(Clone, Debug, Default)]
pub(super) struct Described {
    /// Its character without any modifier, or its number in the private area.
    pub(super) code: u32,
    /// Its character with shift, where that is told.
    pub(super) shifted: Option<u32>,
    /// The character at its place of a Latin keyboard, where that is told.
    pub(super) latin: Option<u32>,
    /// The text it produces, where that is told.
    pub(super) text: Vec<u32>,
}

impl Described {
    /// The keys that the plain keyboard would send: usually one; several for a text of several
    /// characters; none for a key that is not on it.
    pub(super) fn keys(&self, held: Held) -> Vec<Key> {
        if let Some(code) = without_text(self.code) {
            // The plain keyboard tells shift only for the keys that move, and Tab.
            let shift = !matches!(code, Code::Enter | Code::Esc | Code::Backspace);
            let shift = held.shift && shift;
            return vec![Held { shift, ..held }.key(code)];
        }
        let typed = |letter| Key {
            alt: held.alt,
            ..Key::plain(Code::Char(letter))
        };
        if held.ctrl {
            return self.with_ctrl(held).into_iter().collect();
        }
        let text = self.text.iter().filter_map(|code| printable(*code));
        let text: Vec<Key> = text.map(typed).collect();
        if !text.is_empty() && !held.alt {
            return text;
        }
        let letter = match held.shift {
            true => self.shifted(),
            false => character(self.code),
        };
        letter.map(typed).into_iter().collect()
    }

    /// The character that shift makes. Of what is no letter that depends on the keyboard: it stays
    /// as it is where the terminal does not tell.
    fn shifted(&self) -> Option<char> {
        let told = self.shifted.and_then(printable);
        told.or_else(|| {
            let letter = character(self.code)?;
            let mut capitals = letter.to_uppercase();
            match (capitals.next(), capitals.next()) {
                (Some(capital), None) => Some(capital),
                _ => Some(letter),
            }
        })
    }

    /// The byte that the plain keyboard sends for ctrl with the character, where there is one. A
    /// letter of another script is the one at its place of a Latin keyboard.
    fn with_ctrl(&self, held: Held) -> Option<Key> {
        let letter = character(self.code)?;
        let letter = match letter.is_ascii() {
            true => letter,
            false => self.latin.and_then(printable).unwrap_or(letter),
        };
        let key = match u8::try_from(letter) {
            Ok(byte @ (b' ' | b'@'..=b'_' | b'a'..=b'z')) => plain::control(byte & 0x1f),
            _ => Key::ctrl(letter),
        };
        let alt = held.alt;
        Some(Key { alt, ..key })
    }
}

/// What can be text.
fn printable(code: u32) -> Option<char> {
    char::from_u32(code).filter(|letter| !letter.is_control() && !is_private(code))
}

fn is_private(code: u32) -> bool {
    (0xe000..=0xf8ff).contains(&code)
}

/// The character of a key, that of a numeric keypad included.
fn character(code: u32) -> Option<char> {
    const KEYPAD: [char; 18] = [
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '.', '/', '*', '-', '+', '\r', '=', ',',
    ];
    let at = code
        .checked_sub(57399)
        .and_then(|at| usize::try_from(at).ok());
    match at.and_then(|at| KEYPAD.get(at)) {
        Some('\r') => None,
        Some(letter) => Some(*letter),
        None => printable(code),
    }
}

/// The key of a number that stands for no text.
fn without_text(code: u32) -> Option<Code> {
    let code = match code {
        13 | 57345 | 57414 => Code::Enter,
        27 | 57344 => Code::Esc,
        9 | 57346 => Code::Tab,
        8 | 127 | 57347 => Code::Backspace,
        57349 | 57426 => Code::Delete,
        57350 | 57417 => Code::Left,
        57351 | 57418 => Code::Right,
        57352 | 57419 => Code::Up,
        57353 | 57420 => Code::Down,
        57354 | 57421 => Code::PageUp,
        57355 | 57422 => Code::PageDown,
        57356 | 57423 => Code::Home,
        57357 | 57424 => Code::End,
        57364..=57375 => function(code - 57363),
        _ => return None,
    };
    Some(code)
}
