//! A key, independent of the terminal library, and its spelling: `j`, `ctrl-d`, `shift-tab`.

mod chord;
mod context;
pub mod typing;

pub use chord::{Chord, Found, Press};
pub use context::Context;

use crate::text::nearest;
use std::fmt;

/// What was pressed, without modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Code {
    Char(char),
    Enter,
    Esc,
    Tab,
    Backspace,
    Delete,
    Left,
    Right,
    Up,
    Down,
    Home,
    End,
    PageUp,
    PageDown,
    F(u8),
}

/// A key with its modifiers. An upper-case letter is the letter itself, without `shift`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    pub code: Code,
    /// Control was held.
    pub ctrl: bool,
    /// Alt was held.
    pub alt: bool,
    /// Shift was held; only for keys that are not characters.
    pub shift: bool,
}

/// A key that cannot be read from its spelling.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a key; write it like j, G, ctrl-d, shift-tab, enter, space")]
pub struct KeyError(pub String);

const NAMES: [(&str, Code); 15] = [
    ("enter", Code::Enter),
    ("esc", Code::Esc),
    ("tab", Code::Tab),
    ("backspace", Code::Backspace),
    ("delete", Code::Delete),
    ("left", Code::Left),
    ("right", Code::Right),
    ("up", Code::Up),
    ("down", Code::Down),
    ("home", Code::Home),
    ("end", Code::End),
    ("pgup", Code::PageUp),
    ("pgdn", Code::PageDown),
    ("space", Code::Char(' ')),
    ("minus", Code::Char('-')),
];

impl Key {
    /// A key without modifiers.
    pub const fn plain(code: Code) -> Self {
        Self {
            code,
            ctrl: false,
            alt: false,
            shift: false,
        }
    }

    /// A character with control.
    pub const fn ctrl(letter: char) -> Self {
        Self {
            ctrl: true,
            ..Self::plain(Code::Char(letter))
        }
    }

    /// The key that was meant where no text is typed: a full-width character, as a Chinese input
    /// method gives it, is its ASCII key; `、` is what such a method makes of the slash.
    #[must_use]
    pub fn half_width(self) -> Self {
        let code = match self.code {
            Code::Char('\u{3000}') => Code::Char(' '),
            Code::Char('、') => Code::Char('/'),
            Code::Char(wide @ '\u{ff01}'..='\u{ff5e}') => {
                let ascii = char::from_u32(u32::from(wide) - 0xfee0);
                Code::Char(ascii.unwrap_or(wide))
            }
            code => code,
        };
        Self { code, ..self }
    }

    /// Whether no modifier was held.
    pub fn is_plain(self) -> bool {
        !self.ctrl && !self.alt && !self.shift
    }

    /// Whether this is one of the keys. Shift makes a difference to Tab alone: it may still be held
    /// down after a capital letter.
    pub fn is_among(self, keys: &[Self]) -> bool {
        let shift = self.shift && self.code == Code::Tab;
        keys.contains(&Self { shift, ..self })
    }

    /// Reads a key from its spelling.
    ///
    /// # Errors
    /// [`KeyError`] when it is none.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let mut key = Self::plain(Code::Esc);
        let mut rest = text;
        while let Some((held, tail)) = rest.split_once('-').filter(|(_, tail)| !tail.is_empty()) {
            match held {
                "ctrl" => key.ctrl = true,
                "alt" => key.alt = true,
                "shift" => key.shift = true,
                _ => break,
            }
            rest = tail;
        }
        let named = NAMES.iter().find(|(name, _)| *name == rest);
        let mut letters = rest.chars();
        key.code = match (named, letters.next(), letters.next()) {
            (Some((_, code)), _, _) => *code,
            (None, Some(letter), None) => Code::Char(letter),
            (None, Some('f'), Some(_)) => {
                let number = rest[1..].parse().ok().filter(|n| (1..=12).contains(n));
                Code::F(number.ok_or_else(|| KeyError(text.to_owned()))?)
            }
            _ => return Err(KeyError(text.to_owned())),
        };
        key.as_sent().ok_or_else(|| KeyError(text.to_owned()))
    }

    /// The key as terminals send it: a letter with shift is a capital, with control it has no case.
    /// None for shift with another character, which is a character by itself.
    fn as_sent(self) -> Option<Self> {
        let Code::Char(letter) = self.code else {
            return Some(self);
        };
        let letter = match (self.ctrl, self.shift) {
            (true, false) => letter.to_ascii_lowercase(),
            (false, false) => letter,
            (false, true) if letter.is_alphabetic() => letter.to_uppercase().next()?,
            _ => return None,
        };
        Some(Self {
            code: Code::Char(letter),
            shift: false,
            ..self
        })
    }
}

/// Other people's names of keys.
const ALIASES: [(&str, &str); 9] = [
    ("return", "enter"),
    ("cr", "enter"),
    ("escape", "esc"),
    ("del", "delete"),
    ("bs", "backspace"),
    ("pagedown", "pgdn"),
    ("pageup", "pgup"),
    ("page-down", "pgdn"),
    ("page-up", "pgup"),
];

/// The spelling of the key that was probably meant by what is none.
pub fn meant(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let (held, last) = match lower.rsplit_once(['-', '+']) {
        Some((held, last)) if !ALIASES.iter().any(|(alias, _)| *alias == lower) => (held, last),
        _ => ("", lower.as_str()),
    };
    let held = held.split(['-', '+']).filter(|part| !part.is_empty());
    let modifiers = held.map(|part| match part {
        "c" | "control" | "^" => Some("ctrl"),
        "s" => Some("shift"),
        _ => nearest(part, ["ctrl", "shift", "alt"]),
    });
    let mut parts: Vec<&str> = modifiers.collect::<Option<_>>()?;
    let alias = ALIASES.iter().find(|(alias, _)| *alias == last);
    let name = alias.map(|(_, name)| *name);
    let name = name.or_else(|| match Key::parse(last) {
        Ok(_) => Some(last),
        Err(_) => nearest(last, NAMES.iter().map(|(name, _)| *name)),
    });
    parts.push(name?);
    let spelling = parts.join("-");
    let key = Key::parse(&spelling).ok()?;
    Some(key.to_string())
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, name) in [
            (self.ctrl, "ctrl-"),
            (self.alt, "alt-"),
            (self.shift, "shift-"),
        ] {
            if held {
                f.write_str(name)?;
            }
        }
        if let Some((name, _)) = NAMES.iter().find(|(_, code)| *code == self.code) {
            return f.write_str(name);
        }
        match self.code {
            Code::Char(letter) => write!(f, "{letter}"),
            Code::F(number) => write!(f, "f{number}"),
            _ => Ok(()),
        }
    }
}
