//! The list as the API's own object: `{"instances": [...], "instance_num": N}`.

use std::fmt::Write as _;
use std::io::{self, Write};

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer as _};
use serde_json::{Serializer, Value};

use super::field::{FIELDS, ListField, ORIGIN};
use super::{Origin, Row};
use crate::model::{Instance, Scope};

pub(super) fn print(rows: &[Row<'_>], origin: Origin, to: &mut impl Write) -> io::Result<()> {
    let mut json = Serializer::pretty(SpellOut(&mut *to));
    let mut list = json.serialize_map(Some(2))?;
    list.serialize_entry("instances", &Rows { rows, origin })?;
    list.serialize_entry("instance_num", &rows.len())?;
    SerializeMap::end(list)?;
    writeln!(to)
}

/// The rows, each made when it is written.
struct Rows<'a> {
    rows: &'a [Row<'a>],
    origin: Origin,
}

impl Serialize for Rows<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let rows = self.rows.iter().map(|(instance, scope)| {
            let origin = (self.origin == Origin::Said).then_some(*scope);
            Fields(instance, origin)
        });
        serializer.collect_seq(rows)
    }
}

/// The fields of an instance, and where it is from if that is said.
struct Fields<'a>(&'a Instance, Option<&'a Scope>);

impl Serialize for Fields<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(instance, origin) = self;
        let mut fields = serializer.serialize_map(None)?;
        for (name, read) in &FIELDS {
            fields.serialize_entry(name, &read(instance))?;
        }
        if let Some(scope) = origin {
            for (name, value) in ORIGIN.iter().zip([&scope.region, &scope.profile]) {
                fields.serialize_entry(name, &**value)?;
            }
        }
        fields.end()
    }
}

/// A writer of JSON that goes on in [`spell_out`]'s spelling. A serializer writes whole characters.
struct SpellOut<W>(W);

impl<W: Write> Write for SpellOut<W> {
    fn write(&mut self, json: &[u8]) -> io::Result<usize> {
        if json.iter().all(|byte| matches!(byte, b' '..=b'~' | b'\n')) {
            self.0.write_all(json)?;
            return Ok(json.len());
        }
        let text = std::str::from_utf8(json).map_err(io::Error::other)?;
        self.0.write_all(spell_out(text).as_bytes())?;
        Ok(json.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// One instance by itself.
pub(super) fn object(instance: &Instance) -> String {
    // Writing fields to a value cannot fail.
    let fields = serde_json::to_value(Fields(instance, None)).unwrap_or_default();
    spell_out(&format!("{fields:#}")) + "\n"
}

/// A field as JSON has it.
pub(crate) fn value(field: ListField) -> Value {
    // Writing a field to a value cannot fail.
    serde_json::to_value(field).unwrap_or_default()
}

/// JSON lets some characters stand as they are that a terminal might obey, or that reorder or hide
/// text. They are written as escapes, which mean the same.
pub(crate) fn spell_out(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for letter in json.chars() {
        let unsafe_to_show = letter.is_control() && letter != '\n'
            || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
            || matches!(letter, '\u{2060}'..='\u{206f}' | '\u{feff}');
        if unsafe_to_show {
            // Writing into a String cannot fail.
            let _ = write!(text, "\\u{:04x}", u32::from(letter));
        } else {
            text.push(letter);
        }
    }
    text
}
