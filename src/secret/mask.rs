//! Taking secrets out of text that comes from outside, however they are spelt there.
//!
//! A service that refuses a request may quote it: as JSON, as JSON in a string of JSON, in an
//! address, in a page, in the encoding of its own log. So a secret is not looked for as one of a
//! list of texts. It is read letter by letter, and each letter may stand there as itself or as an
//! escape: of JSON and of programming languages (`\"`, `\u00f6`, `\x22`, `\303`), of addresses
//! (`%22`, `+`), of pages (`&quot;`, `&#34;`), of shells (`'\''`), mixed and up to `NESTED` times over;
//! a letter beyond ASCII also as what careless programs make of it. Base64 and hexadecimal digits, which
//! have no letters, are looked for as texts, wherever in a longer text they begin.

mod known;

use std::collections::HashSet;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use serde_json::Value;

use super::Secret;
pub use known::{KnownSecrets, of_the_process};

/// What stands where a secret was.
pub const HIDDEN: &str = "[hidden]";
/// Shorter secrets, in bytes, are not looked for: a single letter would take half of the text with
/// it, and nothing in this cloud accepts one.
const SHORTEST: usize = 2;
/// Shorter ones count only as a word of their own: `test` is no part of `latest`.
const SAFE_ANYWHERE: usize = 8;
/// How often a letter may be escaped over.
const NESTED: u8 = 3;
/// How much of a secret at the very end of a text, where it may be cut off, counts as the secret.
const CUT_OFF: usize = 6;
/// Steps that comparing takes at most for each letter of a secret.
const STEPS: usize = 64;

/// Looks for secrets in texts.
#[derive(Default)]
pub struct Masker {
    /// By the byte they begin with.
    spellings: Vec<Spelling>,
    /// Whether a spelling can begin with this byte of the text.
    first: Vec<bool>,
}

/// One text to look for.
struct Spelling {
    text: Secret,
    /// It must stand alone.
    word: bool,
}

impl Masker {
    /// A masker for these secrets.
    pub fn new<'a>(secrets: impl IntoIterator<Item = &'a Secret>) -> Self {
        let mut masker = Self {
            spellings: Vec::new(),
            first: vec![false; 256],
        };
        for secret in secrets {
            let text = secret.expose();
            if text.len() < SHORTEST {
                continue;
            }
            masker.add(text, text.len() < SAFE_ANYWHERE);
            if text.len() >= SAFE_ANYWHERE {
                encoded(text)
                    .iter()
                    .for_each(|text| masker.add(text, false));
            }
        }
        // What a letter may be escaped with.
        for begins in b"\\%&+'?".iter().chain(&[0xc2, 0xc3, 0xef]) {
            masker.first[usize::from(*begins)] = !masker.spellings.is_empty();
        }
        masker
    }

    fn add(&mut self, text: &str, word: bool) {
        let new = !self
            .spellings
            .iter()
            .any(|known| known.text.expose() == text);
        if let Some(first) = text.bytes().next().filter(|_| new) {
            self.first[usize::from(first)] = true;
            let text = Secret::new(text);
            self.spellings.push(Spelling { text, word });
        }
    }

    /// A message without any secret, also where it ends in the middle of one.
    pub fn mask(&self, text: String) -> String {
        self.masked(text, true)
    }

    /// The same for a text that nobody cut off: it may end as a secret begins.
    pub fn mask_whole(&self, text: String) -> String {
        self.masked(text, false)
    }

    fn masked(&self, text: String, cut_off: bool) -> String {
        let mut kept = String::new();
        let mut done = 0;
        while let Some((start, end)) = self.find(&text, done, cut_off) {
            kept.push_str(&text[done..start]);
            kept.push_str(HIDDEN);
            done = end;
        }
        if done == 0 {
            return text;
        }
        kept.push_str(&text[done..]);
        kept
    }

    /// A body without any secret. In JSON only texts and names change, so that it stays JSON.
    pub fn mask_body(&self, body: Vec<u8>) -> Vec<u8> {
        let text = String::from_utf8_lossy(&body);
        if self.find(&text, 0, true).is_none() {
            return body;
        }
        match serde_json::from_str(&text) {
            Ok(value) => self.mask_value(value).to_string().into_bytes(),
            Err(_) => self.mask(text.into_owned()).into_bytes(),
        }
    }

    fn mask_value(&self, value: Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.masked(text, false)),
            Value::Array(items) => items
                .into_iter()
                .map(|item| self.mask_value(item))
                .collect(),
            Value::Object(map) => {
                let masked = |(name, value)| (self.masked(name, false), self.mask_value(value));
                Value::Object(map.into_iter().map(masked).collect())
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => value,
        }
    }

    /// Where the first secret from `from` on stands.
    fn find(&self, text: &str, from: usize, cut_off: bool) -> Option<(usize, usize)> {
        if self.spellings.is_empty() {
            return None;
        }
        for (start, byte) in text.bytes().enumerate().skip(from) {
            if !self.first[usize::from(byte)] || !text.is_char_boundary(start) {
                continue;
            }
            let ends = self
                .spellings
                .iter()
                .filter_map(|one| one.at(text, start, cut_off));
            if let Some(end) = ends.max() {
                return Some((start, end));
            }
        }
        None
    }
}

impl Spelling {
    /// Where it ends, when it begins here.
    fn at(&self, text: &str, start: usize, cut_off: bool) -> Option<usize> {
        let wanted = self.text.expose().as_bytes();
        let bytes = text.as_bytes();
        let plain = |byte: u8| byte.is_ascii_alphanumeric();
        // Nearly every start is none, and is known by two letters that stand for themselves.
        if let [one, two, ..] = bytes[start..]
            && plain(one)
            && (one != wanted[0] || plain(two) && plain(wanted[1]) && two != wanted[1])
        {
            return None;
        }
        let end = self.furthest(text, start, cut_off)?;
        let before = text[..start].chars().next_back();
        let after = text[end..].chars().next();
        let joined = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
        (!self.word || !joined(before) && !joined(after)).then_some(end)
    }

    /// The furthest end of it that the text has from here.
    fn furthest(&self, text: &str, start: usize, cut_off: bool) -> Option<usize> {
        let wanted = self.text.expose();
        let mut open = vec![(0, start)];
        let mut seen = HashSet::from([(0, start)]);
        let mut end = None;
        while let Some((matched, at)) = open.pop() {
            let enough = match cut_off && at == text.len() {
                true => CUT_OFF.min(wanted.len()),
                false => wanted.len(),
            };
            if matched >= enough {
                end = end.max(Some(at));
            }
            if matched == wanted.len() || seen.len() > STEPS + STEPS * wanted.len() {
                continue;
            }
            readings(text, at, NESTED, &mut |letter, next| {
                let step = (matched + letter.of(wanted, matched).unwrap_or(0), next);
                if step.0 > matched && seen.insert(step) {
                    open.push(step);
                }
            });
        }
        end
    }
}

/// What a place in a text may stand for.
#[derive(Clone, Copy)]
enum Letter {
    /// These bytes.
    Bytes([u8; 4], usize),
    /// Some letter beyond ASCII.
    Foreign,
}

impl Letter {
    fn byte(byte: u8) -> Self {
        Self::Bytes([byte, 0, 0, 0], 1)
    }

    fn char(letter: char) -> Self {
        let mut bytes = [0; 4];
        let length = letter.encode_utf8(&mut bytes).len();
        Self::Bytes(bytes, length)
    }

    /// How many bytes of the wanted text it is, from there on.
    fn of(self, wanted: &str, from: usize) -> Option<usize> {
        match self {
            Self::Bytes(bytes, length) => {
                let fits = wanted.as_bytes()[from..].starts_with(&bytes[..length]);
                fits.then_some(length)
            }
            Self::Foreign => {
                let next = wanted.get(from..)?.chars().next()?;
                (!next.is_ascii()).then(|| next.len_utf8())
            }
        }
    }
}

/// Everything that a place in a text may stand for, with where that ends.
fn readings(text: &str, at: usize, depth: u8, say: &mut dyn FnMut(Letter, usize)) {
    let Some(letter) = text[at..].chars().next() else {
        return;
    };
    let next = at + letter.len_utf8();
    if depth == 0 || letter.is_ascii_alphanumeric() {
        say(Letter::char(letter), next);
        return;
    }
    match letter {
        // What became of a letter that a program could not write.
        char::REPLACEMENT_CHARACTER | '?' => say(Letter::Foreign, next),
        // A byte of UTF-8 that a program took for a letter of Latin-1.
        '\u{80}'..='\u{ff}' => say(Letter::byte(letter as u8), next),
        _ => {}
    }
    readings(text, at, depth - 1, &mut |letter, next| {
        say(letter, next);
        if let Letter::Bytes([introducer, ..], 1) = letter {
            escapes(text, introducer, next, depth, say);
        }
    });
}

/// What an escape may stand for that this byte introduces; `at` is behind that.
fn escapes(text: &str, introducer: u8, at: usize, depth: u8, say: &mut dyn FnMut(Letter, usize)) {
    match introducer {
        b'+' => say(Letter::byte(b' '), at),
        b'%' => {
            if let Some(byte) = number(text, at, 2, 16) {
                say(Letter::byte(byte as u8), at + 2);
            }
        }
        b'&' => entity(text, at, say),
        // How a shell puts a quote between quotes: the quoted text ends, and begins anew.
        b'\'' => {
            for quote in [r"\''", "\"'\"'"] {
                if text[at..].starts_with(quote) {
                    say(Letter::byte(b'\''), at + quote.len());
                }
            }
        }
        b'\\' => readings(text, at, depth - 1, &mut |letter, next| match letter {
            Letter::Bytes([letter, ..], 1) => backslash(text, letter, next, depth, say),
            Letter::Bytes(..) | Letter::Foreign => say(letter, next),
        }),
        _ => {}
    }
}

/// What a backslash and this letter may stand for; `at` is behind them.
fn backslash(text: &str, letter: u8, at: usize, depth: u8, say: &mut dyn FnMut(Letter, usize)) {
    let control = match letter {
        b'n' => Some(b'\n'),
        b'r' => Some(b'\r'),
        b't' => Some(b'\t'),
        b'b' => Some(8),
        b'f' => Some(12),
        _ => None,
    };
    let plain = (!letter.is_ascii_alphanumeric()).then_some(letter);
    if let Some(byte) = control.or(plain) {
        say(Letter::byte(byte), at);
    }
    match letter {
        b'x' => {
            if let Some(code) = number(text, at, 2, 16) {
                say(Letter::byte(code as u8), at + 2);
                say(Letter::char(char::from(code as u8)), at + 2);
            }
        }
        b'0'..=b'7' => {
            if let Some(code) = number(text, at - 1, 3, 8) {
                say(Letter::byte(code as u8), at + 2);
            }
        }
        b'u' | b'U' => unicode(text, at, depth, say),
        _ => {}
    }
}

/// `\u00f6`, `\ud83d\ude00` and `\u{f6}`; `at` is behind the `u`.
fn unicode(text: &str, at: usize, depth: u8, say: &mut dyn FnMut(Letter, usize)) {
    if let Some(braced) = text[at..].strip_prefix('{') {
        let digits = braced.split('}').next().unwrap_or_default();
        let code = u32::from_str_radix(digits, 16).ok();
        if let Some(letter) = code.and_then(char::from_u32) {
            say(Letter::char(letter), at + digits.len() + 2);
        }
        return;
    }
    let Some(unit) = number(text, at, 4, 16) else {
        return;
    };
    if let Some(letter) = char::from_u32(unit) {
        say(Letter::char(letter), at + 4);
    }
    if !(0xd800..0xdc00).contains(&unit) {
        return;
    }
    readings(text, at + 4, depth - 1, &mut |backslash, next| {
        let low = text[next..]
            .strip_prefix('u')
            .and_then(|_| number(text, next + 1, 4, 16));
        if let (Letter::Bytes([b'\\', ..], 1), Some(low @ 0xdc00..=0xdfff)) = (backslash, low) {
            let code = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
            let letter = char::from_u32(code).map_or(Letter::Foreign, Letter::char);
            say(letter, next + 5);
        }
    });
}

/// `&quot;`, `&#34;` and `&#x22;`; `at` is behind the `&`. A name that is not known here is that of
/// a letter beyond ASCII.
fn entity(text: &str, at: usize, say: &mut dyn FnMut(Letter, usize)) {
    let name: &str = text[at..].split(';').next().unwrap_or_default();
    let end = at + name.len() + 1;
    if name.len() > 12 || end > text.len() {
        return;
    }
    let code = match name.strip_prefix('#') {
        Some(digits) => match digits.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok(),
            None => digits.parse().ok(),
        },
        None => [
            ("quot", '"'),
            ("amp", '&'),
            ("lt", '<'),
            ("gt", '>'),
            ("apos", '\''),
        ]
        .into_iter()
        .find(|(known, _)| *known == name)
        .map(|(_, letter)| u32::from(letter)),
    };
    match code.and_then(char::from_u32) {
        Some(letter) => say(Letter::char(letter), end),
        None if name.bytes().all(|byte| byte.is_ascii_alphanumeric()) => say(Letter::Foreign, end),
        None => {}
    }
}

/// A number of exactly so many digits.
fn number(text: &str, at: usize, digits: usize, radix: u32) -> Option<u32> {
    let digits = text.get(at..at + digits)?;
    let all = digits.chars().all(|digit| digit.is_digit(radix));
    u32::from_str_radix(digits, radix).ok().filter(|_| all)
}

/// The secret in encodings that have no letters of it: base64 of it and of what JSON makes of it,
/// wherever it begins in a longer text, and hexadecimal digits.
fn encoded(text: &str) -> Vec<String> {
    let json = Value::from(text).to_string();
    let json = json.trim_matches('"');
    let mut found = Vec::new();
    for text in [text, json] {
        for before in 0..3 {
            let mut bytes = vec![0; before];
            bytes.extend(text.as_bytes());
            // Digits that hold bits of what stands before or behind are left out.
            let (start, end) = ((before * 8).div_ceil(6), bytes.len() * 8 / 6);
            for digits in [
                STANDARD_NO_PAD.encode(&bytes),
                URL_SAFE_NO_PAD.encode(&bytes),
            ] {
                found.push(digits[start..end].to_owned());
            }
        }
    }
    let hexadecimal: String = text.bytes().map(|byte| format!("{byte:02x}")).collect();
    found.push(hexadecimal.to_ascii_uppercase());
    found.push(hexadecimal);
    found
}

#[cfg(test)]
mod tests;
