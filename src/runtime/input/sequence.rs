//! Control sequences as keys (ECMA-48; xterm's forms, the numeric keypad's, and both forms of an
//! enhanced keyboard). Pure.
//!
//! An enhanced keyboard sends `CSI code ; modifiers u` or `CSI 27 ; modifiers ; code ~` for keys
//! that the plain one sends as a byte. Such a key is the one that the plain keyboard would send:
//! ctrl-i is Tab, ctrl-[ is Esc, ctrl-shift-c is ctrl-c.

use super::enhanced::Described;
use crate::key::{Code, Key};

/// Modifiers that were held: bits plus one, as all forms have them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Held {
    pub(super) shift: bool,
    pub(super) alt: bool,
    pub(super) ctrl: bool,
}

const SHIFT: u32 = 1;
const ALT: u32 = 2;
const CTRL: u32 = 4;
/// Super, hyper and meta: nothing is bound to them, and with them a letter is no text.
const FOREIGN: u32 = 8 | 16 | 32;

impl Held {
    /// `None` for modifiers that make a key ours no more. Caps lock and num lock count for nothing.
    fn of(number: u32) -> Option<Self> {
        let bits = number.checked_sub(1)?;
        (bits & FOREIGN == 0).then_some(Self {
            shift: bits & SHIFT != 0,
            alt: bits & ALT != 0,
            ctrl: bits & CTRL != 0,
        })
    }

    pub(super) fn key(self, code: Code) -> Key {
        let Self { shift, alt, ctrl } = self;
        Key {
            code,
            ctrl,
            alt,
            shift,
        }
    }
}

/// Numbers between semicolons, each with numbers between colons; `None` where there is no number.
struct Parameters(Vec<Vec<Option<u32>>>);

impl Parameters {
    /// `None` for what is no list of numbers: private markers and intermediate bytes make a
    /// sequence an answer or a report, never a key.
    fn parse(bytes: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?;
        let number = |digits: &str| match digits {
            "" => Some(None),
            digits => digits.parse().ok().map(Some),
        };
        let field = |field: &str| field.split(':').map(number).collect::<Option<Vec<_>>>();
        let fields = text.split(';').map(field);
        fields.collect::<Option<Vec<_>>>().map(Self)
    }

    /// The number at a place, counted from zero, of a field.
    fn get(&self, field: usize, at: usize) -> Option<u32> {
        *self.0.get(field)?.get(at)?
    }

    /// What was held; `None` for a key that means nothing: one that was released, or that was
    /// pressed with a modifier that makes it none of ours.
    fn held(&self) -> Option<Held> {
        const RELEASED: u32 = 3;
        match self.get(1, 1) {
            Some(RELEASED) => None,
            _ => Held::of(self.get(1, 0).unwrap_or(1)),
        }
    }

    /// `CODE : SHIFTED : LATIN ; MODIFIERS : KIND ; TEXT`
    fn described(&self) -> Option<Described> {
        let text = self.0.get(2).map_or(&[][..], Vec::as_slice);
        Some(Described {
            code: self.get(0, 0)?,
            shifted: self.get(0, 1),
            latin: self.get(0, 2),
            text: text.iter().filter_map(|code| *code).collect(),
        })
    }

    /// `27 ; MODIFIERS ; CODE`
    fn described_by_xterm(&self) -> Option<Described> {
        Some(Described {
            code: self.get(2, 0)?,
            ..Described::default()
        })
    }
}

/// The keys of `ESC [ parameters last`: none for what is no key.
pub(super) fn control(parameters: &[u8], last: u8) -> Vec<Key> {
    let bare = parameters.is_empty();
    let Some(parameters) = Parameters::parse(parameters) else {
        return Vec::new();
    };
    let Some(held) = parameters.held() else {
        return Vec::new();
    };
    let described = match (parameters.get(0, 0), last) {
        (Some(_), b'u') => parameters.described(),
        (Some(27), b'~') => parameters.described_by_xterm(),
        _ => None,
    };
    if let Some(described) = described {
        return described.keys(held);
    }
    let code = match (parameters.get(0, 0), last) {
        (Some(number), b'~') => numbered(number),
        // With parameters this is an answer: where the cursor is.
        (_, b'R') if !bare => None,
        // `ESC [ M` begins the report of a mouse.
        (_, b'M') => None,
        (None | Some(1), _) => lettered(last),
        _ => None,
    };
    let shift = held.shift || last == b'Z';
    let key = code.map(|code| Held { shift, ..held }.key(code));
    key.into_iter().collect()
}

/// The key of `ESC O parameters last`, which cursor keys and the numeric keypad send when they are
/// in application mode.
pub(super) fn single_shift(parameters: &[u8], last: u8) -> Option<Key> {
    let alone = !parameters.contains(&b';');
    let parameters = Parameters::parse(parameters)?;
    let held = match parameters.get(0, 0) {
        // `ESC O 5 A` and `ESC O 1 ; 5 A` are the same.
        Some(number) if alone => Held::of(number)?,
        _ => parameters.held()?,
    };
    let code = match last {
        b'j'..=b'y' => Code::Char(char::from(last - b'j' + b'*')),
        b'X' => Code::Char('='),
        b' ' => Code::Char(' '),
        b'I' => Code::Tab,
        b'M' => Code::Enter,
        b'Z' => return None,
        _ => lettered(last)?,
    };
    Some(held.key(code))
}

/// The key of a sequence that ends with this letter.
fn lettered(last: u8) -> Option<Code> {
    let code = match last {
        b'A' => Code::Up,
        b'B' => Code::Down,
        b'C' => Code::Right,
        b'D' => Code::Left,
        b'H' => Code::Home,
        b'F' => Code::End,
        b'Z' => Code::Tab,
        b'P'..=b'S' => Code::F(last - b'P' + 1),
        _ => return None,
    };
    Some(code)
}

/// The key of a sequence that ends with a tilde after this number.
fn numbered(number: u32) -> Option<Code> {
    let code = match number {
        1 | 7 => Code::Home,
        4 | 8 => Code::End,
        3 => Code::Delete,
        5 => Code::PageUp,
        6 => Code::PageDown,
        11..=15 => function(number - 10),
        17..=21 => function(number - 11),
        23 | 24 => function(number - 12),
        _ => return None,
    };
    Some(code)
}

pub(super) fn function(number: u32) -> Code {
    Code::F(u8::try_from(number).unwrap_or(u8::MAX))
}
