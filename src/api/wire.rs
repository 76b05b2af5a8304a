//! Tolerant reading of JSON: whatever can be understood is kept, whatever cannot costs only itself.
//!
//! Read an object through [`Fields`]: a missing, null or empty field is `None`; a field of the
//! wrong type is `None` too, and its name is noted. [`rows`] does the same for arrays of objects.

mod mend;
mod typed;

use std::fmt;

use serde_json::{Map, Value};

use crate::model::EpochMs;
use crate::secret::Secret;

use super::operation::DecodeError;
use typed::{as_count, as_flag, as_integer, as_natural, as_number, as_text, as_time};

/// What a list answer held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rows<T> {
    /// The rows, in the service's order.
    pub rows: Vec<T>,
    /// Rows that were there but have no readable identity.
    pub unidentified: usize,
    /// Fields that were there but could not be read, as in `tasks[3].status`.
    pub unreadable: Vec<String>,
}

impl<T> Default for Rows<T> {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            unidentified: 0,
            unreadable: Vec::new(),
        }
    }
}

impl<T> Rows<T> {
    /// How many rows the service sent, readable or not.
    pub fn sent(&self) -> usize {
        self.rows.len() + self.unidentified
    }
}

/// The longest text that is kept of a field, in bytes: the longest that the references allow, a
/// description of 1024 characters, fits.
const LONGEST_TEXT: usize = 4096;
/// The longest id, in bytes. One that is cut would be another one.
const LONGEST_ID: usize = 256;

/// The longest key or token, in bytes: more than any header may have.
const LONGEST_SECRET: usize = 64 * 1024;

/// Parses a body. Bad letters in it become U+FFFD and cost only the field they are in.
pub(super) fn value(body: &[u8]) -> Result<Value, DecodeError> {
    let Some(text) = mend::text(body) else {
        return Err(DecodeError::new("body", "not text"));
    };
    serde_json::from_str(&text).or_else(|error| {
        let mended = mend::mended(&text);
        let read = mended.and_then(|text| serde_json::from_str(&text).ok());
        // serde_json's own text names line and column, never the content.
        read.ok_or_else(|| DecodeError::new("body", error.to_string()))
    })
}

/// Parses a body as a JSON object.
pub(super) fn object(body: &[u8]) -> Result<Map<String, Value>, DecodeError> {
    match value(body)? {
        Value::Object(map) => Ok(map),
        _ => Err(DecodeError::new("body", "not a JSON object")),
    }
}

/// Reads the answer to a call that is answered with nothing: an empty body, or any JSON. Something
/// else is not the service's: a page of a proxy is no word on what became of the call.
pub(super) fn nothing(body: &[u8]) -> Result<(), DecodeError> {
    if body.trim_ascii().is_empty() {
        return Ok(());
    }
    value(body).map(|_| ())
}

/// Reads the array `name` of `body` row by row; `read` gives `None` for a row without identity.
/// A null array is an empty one; a missing one is an error, or "nothing there" would be a guess.
pub(super) fn rows<T>(
    body: &Map<String, Value>,
    name: &'static str,
    read: impl FnMut(&mut Fields<'_>) -> Option<T>,
) -> Result<Rows<T>, DecodeError> {
    let items = match body.get(name) {
        Some(Value::Array(items)) => items.as_slice(),
        Some(Value::Null) => &[],
        Some(_) => return Err(DecodeError::new(name, "not an array")),
        None => return Err(DecodeError::new(name, "missing")),
    };
    Ok(each(items, name, read))
}

/// The same for a body that is an array itself; `name` is what it is called in notes.
pub(super) fn list<T>(
    body: &[u8],
    name: &'static str,
    read: impl FnMut(&mut Fields<'_>) -> Option<T>,
) -> Result<Rows<T>, DecodeError> {
    match value(body)? {
        Value::Array(items) => Ok(each(&items, name, read)),
        _ => Err(DecodeError::new("body", "not a JSON array")),
    }
}

fn each<T>(
    items: &[Value],
    name: &str,
    mut read: impl FnMut(&mut Fields<'_>) -> Option<T>,
) -> Rows<T> {
    let mut result = Rows::default();
    for (index, item) in items.iter().enumerate() {
        let Value::Object(map) = item else {
            result.unidentified += 1;
            continue;
        };
        let at = format_args!("{name}[{index}]");
        match within(map, at, &mut result.unreadable, &mut read) {
            Some(row) => result.rows.push(row),
            None => result.unidentified += 1,
        }
    }
    result
}

/// Reads the object at `at`; what cannot be read of it is noted with that place before it.
fn within<T>(
    map: &Map<String, Value>,
    at: fmt::Arguments<'_>,
    unreadable: &mut Vec<String>,
    how: impl FnOnce(&mut Fields<'_>) -> T,
) -> T {
    let mut fields = Fields::new(map);
    let value = how(&mut fields);
    let notes = fields.into_unreadable();
    unreadable.extend(notes.iter().map(|note| format!("{at}.{note}")));
    value
}

/// The fields of one JSON object, and a note of those that could not be read.
pub(super) struct Fields<'a> {
    map: &'a Map<String, Value>,
    unreadable: Vec<String>,
    /// Whether the members with a mark are among the unreadable.
    marked: bool,
}

impl<'a> Fields<'a> {
    pub(super) fn new(map: &'a Map<String, Value>) -> Self {
        Self {
            map,
            unreadable: Vec::new(),
            marked: false,
        }
    }

    /// The names of what was there but could not be read.
    pub(super) fn into_unreadable(mut self) -> Vec<String> {
        self.take_unreadable()
    }

    /// The same, leaving the note empty.
    pub(super) fn take_unreadable(&mut self) -> Vec<String> {
        if !std::mem::replace(&mut self.marked, true) {
            for (name, value) in self.map {
                if is_marked(value) || mend::has_mark(name) {
                    self.note(name);
                }
            }
        }
        std::mem::take(&mut self.unreadable)
    }

    /// Notes a member, unless it or a part of it is noted.
    fn note(&mut self, name: &str) {
        let name = head(name, LONGEST_ID);
        let inside = |note: &&String| {
            let rest = note.strip_prefix(name);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        };
        if self.unreadable.iter().find(inside).is_none() {
            self.unreadable.push(name.to_owned());
        }
    }

    /// The field as it came, unless it is missing, null or an empty text.
    fn present(&self, name: &str) -> Option<&'a Value> {
        match self.map.get(name)? {
            Value::Null => None,
            Value::String(text) if text.trim().is_empty() => None,
            value => Some(value),
        }
    }

    fn read<T>(&mut self, name: &str, how: impl FnOnce(&'a Value) -> Option<T>) -> Option<T> {
        let read = how(self.present(name)?);
        if read.is_none() {
            self.unreadable.push(name.to_owned());
        }
        read
    }

    /// The field as it came, whatever it is: for what is read in more than one way.
    pub(super) fn raw(&self, name: &str) -> Option<&'a Value> {
        self.map.get(name)
    }

    /// All fields as they came.
    pub(super) fn all(&self) -> &'a Map<String, Value> {
        self.map
    }

    /// A text; a number is taken as it is spelt. Of one that is too long the beginning is kept,
    /// which ends in `…`, and its name is noted.
    pub(super) fn text(&mut self, name: &str) -> Option<String> {
        let text = self.read(name, as_text)?;
        if text.len() <= LONGEST_TEXT {
            return Some(text);
        }
        self.note(name);
        Some(shortened(&text))
    }

    /// A text that tells things apart: all of it, or nothing.
    pub(super) fn id(&mut self, name: &str) -> Option<String> {
        self.read(name, |value| {
            as_text(value).filter(|id| id.len() <= LONGEST_ID)
        })
    }

    /// A text under the first of these names that has one.
    pub(super) fn text_called(&mut self, names: [&str; 2]) -> Option<String> {
        names.into_iter().find_map(|name| self.text(name))
    }

    /// A word that must have been sent as a text: a number is nobody's name.
    pub(super) fn word(&mut self, name: &str) -> Option<&'a str> {
        let word = self.read(name, Value::as_str)?;
        if word.len() > LONGEST_ID {
            self.note(name);
        }
        Some(head(word, LONGEST_ID))
    }

    /// A whole number from 0 to [`LARGEST`], also when it came as a text.
    pub(super) fn count(&mut self, name: &str) -> Option<u64> {
        self.read(name, as_count)
    }

    /// The same up to 2^53: bytes, and what is counted for years.
    pub(super) fn natural(&mut self, name: &str) -> Option<u64> {
        self.read(name, as_natural)
    }

    /// A whole number that fits the wanted type.
    pub(super) fn small<T: TryFrom<u64>>(&mut self, name: &str) -> Option<T> {
        self.read(name, |value| T::try_from(as_count(value)?).ok())
    }

    /// A whole number, also when it came as a text.
    pub(super) fn integer(&mut self, name: &str) -> Option<i64> {
        self.read(name, as_integer)
    }

    /// A number, also with a fraction, also when it came as a text.
    pub(super) fn number(&mut self, name: &str) -> Option<f64> {
        self.read(name, as_number)
    }

    /// Yes or no, also as the texts `true` and `false`.
    pub(super) fn flag(&mut self, name: &str) -> Option<bool> {
        self.read(name, as_flag)
    }

    /// A time within [`TIMES`]: epoch milliseconds as a number or a text, or ISO-8601 with a zone.
    pub(super) fn time(&mut self, name: &str) -> Option<EpochMs> {
        self.read(name, as_time)
    }

    /// A key or a token: all of it, or nothing.
    pub(super) fn secret(&mut self, name: &str) -> Option<Secret> {
        let whole = |value| as_text(value).filter(|text| text.len() <= LONGEST_SECRET);
        self.read(name, whole).map(Secret::new)
    }

    /// A list of texts; what is not a text costs only itself.
    pub(super) fn texts(&mut self, name: &str) -> Vec<String> {
        let mut unreadable = Vec::new();
        let texts = self.read(name, Value::as_array).map(|items| {
            let each = items.iter().enumerate().filter_map(|(index, item)| {
                let text = as_text(item);
                let long = text.as_ref().is_some_and(|text| text.len() > LONGEST_TEXT);
                if long || text.is_none() && !item.is_null() {
                    unreadable.push(format!("{name}[{index}]"));
                }
                text.map(|text| if long { shortened(&text) } else { text })
            });
            each.collect()
        });
        self.unreadable.extend(unreadable);
        texts.unwrap_or_default()
    }

    /// A list of objects, each read by `each`; `None` costs that one and is noted.
    pub(super) fn objects<T>(
        &mut self,
        name: &str,
        mut each: impl FnMut(&mut Fields<'_>) -> Option<T>,
    ) -> Vec<T> {
        let mut found = Vec::new();
        let items = self
            .read(name, Value::as_array)
            .map_or(&[][..], Vec::as_slice);
        for (index, item) in items.iter().enumerate() {
            let read = item.as_object().and_then(|map| {
                let at = format_args!("{name}[{index}]");
                within(map, at, &mut self.unreadable, &mut each)
            });
            match read {
                Some(read) => found.push(read),
                None => self.unreadable.push(format!("{name}[{index}]")),
            }
        }
        found
    }

    /// An object inside, read by `how`.
    pub(super) fn nested<T>(
        &mut self,
        name: &str,
        how: impl FnOnce(&mut Fields<'_>) -> T,
    ) -> Option<T> {
        let map = self.read(name, Value::as_object)?;
        let at = format_args!("{name}");
        Some(within(map, at, &mut self.unreadable, how))
    }
}

/// Whether something in it could not be read and was replaced.
fn is_marked(value: &Value) -> bool {
    match value {
        Value::String(text) => mend::has_mark(text),
        Value::Array(items) => items.iter().any(is_marked),
        Value::Object(map) => map
            .iter()
            .any(|(name, value)| mend::has_mark(name) || is_marked(value)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// The beginning of a text.
fn head(text: &str, longest: usize) -> &str {
    &text[..text.floor_char_boundary(longest)]
}

fn shortened(text: &str) -> String {
    format!("{}…", head(text, LONGEST_TEXT))
}

#[cfg(test)]
mod tests {
    use super::typed::{LARGEST, TIMES};
    use super::*;

    fn fields(json: &str) -> Map<String, Value> {
        object(json.as_bytes()).unwrap()
    }

    #[test]
    fn numbers_and_texts_stand_in_for_each_other() {
        let map = fields(r#"{"a":"12","b":7,"c":100.0,"d":"TRUE","e":" 5 "}"#);
        let mut fields = Fields::new(&map);
        assert_eq!(fields.count("a"), Some(12));
        assert_eq!(fields.text("b").as_deref(), Some("7"));
        assert_eq!(fields.count("c"), Some(100));
        assert_eq!(fields.flag("d"), Some(true));
        assert_eq!(fields.integer("e"), Some(5));
        assert_eq!(fields.into_unreadable(), Vec::<String>::new());
    }

    #[test]
    fn a_wrong_type_costs_that_field_and_is_named() {
        let map = fields(r#"{"a":[1],"b":-3,"c":1.5,"d":70000,"e":null,"f":"","g":["x",[]]}"#);
        let mut fields = Fields::new(&map);
        assert_eq!(fields.text("a"), None);
        assert_eq!(fields.count("b"), None);
        assert_eq!(fields.count("c"), None);
        assert_eq!(fields.small::<u16>("d"), None);
        assert_eq!(fields.text("e"), None);
        assert_eq!(fields.text("f"), None);
        assert_eq!(fields.texts("g"), ["x"]);
        assert_eq!(fields.into_unreadable(), ["a", "b", "c", "d", "g[1]"]);
    }

    #[test]
    fn nothing_is_an_empty_body_or_json_but_no_page_of_a_proxy() {
        for body in ["", "\n", "{}", "null", r#"{"request_id":"1"}"#] {
            assert_eq!(nothing(body.as_bytes()), Ok(()), "{body:?}");
        }
        assert!(nothing(b"<html><body>sign in first</body></html>").is_err());
    }

    #[test]
    fn what_could_not_be_read_is_named_wherever_it_is_and_once() {
        let body = br#"{"a":"x\ud800","b":{"c":["\udfff"]},"d":1,"t":[{"k":"\ud800"}]}"#;
        let map = object(body).unwrap();
        let mut fields = Fields::new(&map);
        assert_eq!(fields.text("a").as_deref(), Some("x\u{fffd}"));
        let tags = fields.objects("t", |tag| tag.text("k"));
        assert_eq!(tags, ["\u{fffd}"]);
        assert_eq!(fields.take_unreadable(), ["t[0].k", "a", "b"]);
        assert_eq!(fields.into_unreadable(), Vec::<String>::new());
    }

    #[test]
    fn a_text_that_is_too_long_keeps_its_beginning_and_is_named() {
        let long = "ä".repeat(LONGEST_TEXT);
        let map =
            fields(&serde_json::json!({"a": long, "b": [long], "i": long, "w": long}).to_string());
        let mut fields = Fields::new(&map);
        let text = fields.text("a").unwrap();
        assert!(text.len() <= LONGEST_TEXT + 3 && text.ends_with('…'));
        assert_eq!(fields.texts("b")[0], text);
        assert_eq!(fields.id("i"), None);
        assert_eq!(fields.word("w").map(str::len), Some(LONGEST_ID));
        assert_eq!(fields.into_unreadable(), ["a", "b[0]", "i", "w"]);
    }

    #[test]
    fn times_come_as_epoch_milliseconds_or_iso_8601() {
        let map =
            fields(r#"{"a":"1590047080687","b":1590047080687,"c":"2020-06-23T03:00:03.471Z"}"#);
        let mut fields = Fields::new(&map);
        assert_eq!(fields.time("a"), Some(1_590_047_080_687));
        assert_eq!(fields.time("b"), Some(1_590_047_080_687));
        assert_eq!(fields.time("c"), Some(1_592_881_203_471));
    }

    #[test]
    fn a_number_or_a_time_beyond_belief_costs_that_field_and_is_named() {
        let map = fields(
            r#"{"a":1000000000000,"b":1000000000001,"c":"18446744073709551615","d":1e300,"e":-1,
                "f":253402300799999,"g":253402300800000,"h":"9223372036854775807",
                "i":"9999-12-30T21:59:59.999Z","j":"+12000-01-01T00:00:00Z","k":-62135596800000,
                "l":"-000001-01-01T00:00:00Z"}"#,
        );
        let mut fields = Fields::new(&map);
        assert_eq!(fields.count("a"), Some(LARGEST));
        for name in ["b", "c", "d", "e"] {
            assert_eq!(fields.count(name), None, "{name}");
        }
        assert_eq!(fields.time("f"), Some(*TIMES.end()));
        assert_eq!(fields.time("i"), Some(253_402_207_199_999));
        assert_eq!(fields.time("k"), Some(*TIMES.start()));
        for name in ["g", "h", "j", "l"] {
            assert_eq!(fields.time(name), None, "{name}");
        }
        let named = ["b", "c", "d", "e", "g", "h", "j", "l"];
        assert_eq!(fields.into_unreadable(), named);
    }

    #[test]
    fn bytes_that_are_not_utf_8_do_not_lose_the_answer() {
        let map = object(b"{\"name\":\"a\xffb\"}").unwrap();
        assert_eq!(
            Fields::new(&map).text("name").as_deref(),
            Some("a\u{fffd}b")
        );
    }
}
