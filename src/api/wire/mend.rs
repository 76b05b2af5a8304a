//! Bodies that are almost JSON. One bad letter must not lose the answer it is in: it becomes
//! U+FFFD, and whoever reads the field says so.
//!
//! Only what strict reading refused comes here. What is mended: bytes that are no UTF-8, a byte
//! order mark, control characters, escapes that mean nothing, halves of surrogate pairs, words and
//! numbers that JSON does not have, values nested deeper than anybody reads, and whatever follows
//! the document. A document that ends too early stays broken: half an answer is none.

use std::borrow::Cow;

use serde::de::IgnoredAny;

/// What stands for something that could not be read.
const MARK: char = char::REPLACEMENT_CHARACTER;
/// How deep values are kept; what is deeper becomes a mark. Nothing that is read is deeper than 8.
const DEEPEST: usize = 64;
/// How much larger a mended text may be: a few letters, but not a body of nothing else.
const SLACK: usize = 1 << 20;

/// Whether a letter in it could not be read and was replaced. Nearly all text is ASCII, which is
/// quickly seen.
pub(super) fn has_mark(text: &str) -> bool {
    !text.is_ascii() && text.contains(MARK)
}

/// The text of a body; bytes that are no UTF-8 become marks. `None` when there are too many.
pub(super) fn text(body: &[u8]) -> Option<Cow<'_, str>> {
    if let Ok(text) = std::str::from_utf8(body) {
        return Some(Cow::Borrowed(text));
    }
    let mut text = String::with_capacity(body.len());
    for chunk in body.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            text.push(MARK);
        }
        if text.len() > body.len() + SLACK {
            return None;
        }
    }
    Some(Cow::Owned(text))
}

/// The same document as JSON that strict reading takes. `None` for anything that is no document
/// of objects or lists, such as a page, and when too much would have to be mended; a document that is broken otherwise comes out as broken as it was.
pub(super) fn mended(text: &str) -> Option<String> {
    if !text.trim_start_matches(is_blank).starts_with(['{', '[']) {
        return None;
    }
    let mut mender = Mender {
        rest: text,
        out: String::with_capacity(text.len()),
        depth: 0,
    };
    loop {
        if mender.out.len() > text.len() + SLACK {
            return None;
        }
        if !mender.step() {
            return Some(mender.out);
        }
    }
}

struct Mender<'a> {
    rest: &'a str,
    out: String,
    depth: usize,
}

impl Mender<'_> {
    /// Mends the next part; `false` at the end of the document.
    fn step(&mut self) -> bool {
        let Some(next) = self.rest.chars().next() else {
            return false;
        };
        match next {
            '{' | '[' if self.depth == DEEPEST => {
                self.rest = &self.rest[nested(self.rest)..];
                self.mark();
            }
            '{' | '[' => {
                self.depth += 1;
                self.take(next);
            }
            '}' | ']' => {
                self.depth = self.depth.saturating_sub(1);
                self.take(next);
            }
            ',' | ':' => self.take(next),
            '"' => self.string(),
            _ if is_blank(next) => {
                self.rest = &self.rest[next.len_utf8()..];
                return true;
            }
            _ => self.word(),
        }
        self.depth > 0
    }

    fn take(&mut self, letter: char) {
        self.rest = &self.rest[letter.len_utf8()..];
        self.out.push(letter);
    }

    /// A value that cannot be read.
    fn mark(&mut self) {
        self.out.extend(['"', MARK, '"']);
    }

    /// A number, `true`, `false`, `null`, or something that JSON has no word for.
    fn word(&mut self) {
        let ends = |letter: char| is_blank(letter) || "{}[],:\"".contains(letter);
        let end = self.rest.find(ends).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        match serde_json::from_str::<IgnoredAny>(word) {
            Ok(_) => self.out.push_str(word),
            Err(_) => self.mark(),
        }
    }

    /// A string, to its closing quote. One that has none comes out without, too.
    fn string(&mut self) {
        self.take('"');
        loop {
            let odd = |letter: char| letter == '"' || letter == '\\' || letter < ' ';
            let plain = self.rest.find(odd).unwrap_or(self.rest.len());
            let (before, rest) = self.rest.split_at(plain);
            self.out.push_str(before);
            self.rest = rest;
            match self.rest.chars().next() {
                Some('"') => return self.take('"'),
                Some('\\') => self.escape(),
                Some(control) => {
                    self.rest = &self.rest[control.len_utf8()..];
                    self.out.push(MARK);
                }
                None => return,
            }
        }
    }

    /// An escape, or a mark where it means nothing.
    fn escape(&mut self) {
        let length = match self.rest.as_bytes().get(1) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => Some(2),
            Some(b'u') => match (unit(self.rest), self.rest.get(6..).and_then(unit)) {
                (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => Some(12),
                (Some(0xd800..=0xdfff), _) => {
                    self.rest = &self.rest[5..];
                    None
                }
                (Some(_), _) => Some(6),
                (None, _) => None,
            },
            Some(_) | None => None,
        };
        match length {
            Some(length) => {
                let (escape, rest) = self.rest.split_at(length);
                self.out.push_str(escape);
                self.rest = rest;
            }
            None => {
                self.rest = &self.rest[1..];
                self.out.push(MARK);
            }
        }
    }
}

/// The UTF-16 unit that an escape at the beginning stands for.
fn unit(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    let hexadecimal = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    u16::from_str_radix(digits, 16).ok().filter(|_| hexadecimal)
}

/// What may stand between values, or does so by mistake.
fn is_blank(letter: char) -> bool {
    letter.is_whitespace() || letter.is_control() || letter == '\u{feff}'
}

/// The length of the container at the beginning; of everything, when it does not end.
fn nested(text: &str) -> usize {
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'{' | b'[' if !quoted => depth += 1,
            b'}' | b']' if !quoted => {
                depth -= 1;
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    fn read(text: &str) -> Value {
        serde_json::from_str(&mended(text).unwrap()).unwrap()
    }

    #[test]
    fn one_bad_letter_becomes_a_mark_and_everything_else_stays() {
        for (body, text) in [
            (r#"{"a":"x\ud800y"}"#, "x\u{fffd}y"),
            (r#"{"a":"x\udfff\ud83d\ude00"}"#, "x\u{fffd}😀"),
            (r#"{"a":"x\ud83d\u0041"}"#, "x\u{fffd}A"),
            ("{\"a\":\"x\u{1}\ny\"}", "x\u{fffd}\u{fffd}y"),
            (r#"{"a":"x\qy\u12"}"#, "x\u{fffd}qy\u{fffd}u12"),
            (r#"{"a":NaN}"#, "\u{fffd}"),
            (r#"{"a":-Infinity}"#, "\u{fffd}"),
            (r#"{"a":01}"#, "\u{fffd}"),
        ] {
            assert_eq!(read(body), json!({ "a": text }), "{body}");
        }
    }

    #[test]
    fn what_stands_before_and_behind_the_document_does_not_count() {
        for body in [
            "\u{feff}{\"a\":1}",
            "{\"a\":1}\0\0\0",
            "\0 {\"a\":\0 1}\r\n--",
            "{\"a\":1}{\"a\":2}",
        ] {
            assert_eq!(read(body), json!({"a": 1}), "{body:?}");
        }
    }

    #[test]
    fn what_is_nested_deeper_than_anybody_reads_becomes_a_mark() {
        let deep = format!("{}1{}", "{\"]\":[".repeat(100), "]}".repeat(100));
        let read = read(&format!("{{\"a\":{deep},\"b\":2}}"));
        assert_eq!(read["b"], 2);
        assert!(read["a"].to_string().contains(MARK));
    }

    #[test]
    fn a_document_that_ends_too_early_stays_broken() {
        for body in [
            r#"{"a":1"#,
            r#"{"a":"x"#,
            r#"{"a":[1,2"#,
            r#"{"a":"\"#,
            "{\"a\":tr",
        ] {
            let mended = mended(body).unwrap();
            assert!(serde_json::from_str::<Value>(&mended).is_err(), "{body}");
        }
    }

    #[test]
    fn a_page_or_a_text_is_not_mended_into_an_answer() {
        for body in ["<html>", "", "\u{feff}", "OK", "\"x\u{1}\"", "1 2"] {
            assert_eq!(mended(body), None, "{body:?}");
        }
    }

    #[test]
    fn a_body_of_nothing_but_bad_letters_is_not_mended() {
        assert_eq!(text(&vec![0xff; 2 << 20]), None);
        assert_eq!(mended(&format!("[\"{}\"]", "\u{1}".repeat(2 << 20))), None);
    }

    proptest! {
        #[test]
        fn strict_json_comes_out_as_it_was(text in any::<String>(), number in any::<f64>()) {
            let value = json!({"a": [text, number, null], "b": {"c": true}});
            prop_assert_eq!(read(&value.to_string()), value);
        }

        #[test]
        fn no_text_at_all_makes_it_panic(text in ".*", escape in "[\\\\ud8-f0-9\"{}\\[\\]]{0,24}") {
            let _ = mended(&text);
            let _ = mended(&format!("{{\"a\":\"{escape}"));
        }
    }
}
