//! The list as the API's own object: `{"instances": [...], "instance_num": N}`.

use std::fmt::Write as _;
use std::io::{self, Write};

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer as _};
use serde_json::{Map, Serializer, Value, json};

use super::field::{FIELDS, Field, ORIGIN};
use super::{Origin, Row};
use crate::model::Instance;

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
        serializer.collect_seq(self.rows.iter().map(|one| row(one, self.origin)))
    }
}

/// A writer of JSON that goes on in [`spell_out`]'s spelling. A serializer writes whole characters.
struct SpellOut<W>(W);

impl<W: Write> Write for SpellOut<W> {
    fn write(&mut self, json: &[u8]) -> io::Result<usize> {
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
    let fields = Value::Object(own_fields(instance));
    spell_out(&format!("{fields:#}")) + "\n"
}

fn row((instance, scope): &Row<'_>, origin: Origin) -> Value {
    let mut row = own_fields(instance);
    if origin == Origin::NoticeKind {
        let values = [&scope.region, &scope.profile];
        let said = ORIGIN.into_iter().zip(values);
        row.extend(said.map(|(name, value)| (name.to_owned(), json!(**value))));
    }
    Value::Object(row)
}

fn own_fields(instance: &Instance) -> Map<String, Value> {
    let fields = FIELDS.iter();
    fields
        .map(|(name, read)| ((*name).to_owned(), value(read(instance))))
        .collect()
}

/// A field as JSON has it.
pub(crate) fn value(field: Field) -> Value {
    match field {
        Field::Text(text) => json!(text),
        Field::Number(number) => json!(number),
        Field::Flag(flag) => json!(flag),
        Field::Texts(texts) => json!(texts),
        Field::Tags(tags) => tags
            .into_iter()
            .map(|tag| json!({ "key": tag.key, "value": tag.value }))
            .collect(),
    }
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
