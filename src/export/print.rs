//! Sheets as text.
//!
//! Comma-separated values are those of RFC 4180 after a byte order mark, with CRLF at the end of a
//! line; their cells are those of the list. //! JSON is an array of objects, one a row, with every value exactly as it is.

use super::{Cell, Sheet};
use crate::list::{cell, spell_out, value};
use serde_json::{Map, Value};

/// Says to a spreadsheet that the text is UTF-8: without it Excel takes Chinese for something else.
const BYTE_ORDER_MARK: char = '\u{feff}';

pub(super) fn csv(sheet: &Sheet) -> String {
    let head = sheet.rows.first().into_iter().flatten();
    let head: Vec<&str> = head.map(|(name, _)| *name).collect();
    let mut text = format!("{BYTE_ORDER_MARK}{}\r\n", head.join(","));
    for row in &sheet.rows {
        let cells: Vec<String> = row.iter().map(|(_, field)| cell(field.clone())).collect();
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text
}

pub(super) fn json(sheet: Sheet) -> String {
    let object = |row: Vec<Cell>| {
        let fields = row.into_iter();
        let fields = fields.map(|(name, field)| (name.to_owned(), value(field)));
        Value::Object(fields.collect::<Map<String, Value>>())
    };
    let rows: Vec<Value> = sheet.rows.into_iter().map(object).collect();
    spell_out(&format!("{:#}", Value::Array(rows))) + "\n"
}
