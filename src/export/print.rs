//! Sheets as text.
//!
//! Comma-separated values are those of RFC 4180, with CRLF at the end of a line. Control
//! characters are shown as escapes, so that a line is always a row. A spreadsheet runs what begins
//! like a formula; such a text gets an apostrophe before it, as spreadsheets themselves write one.
//! JSON is an array of objects, one a row, with every value exactly as it is.

use super::{Cell, Sheet};
use crate::list::{Field, cell, quoted, spell_out, value};
use serde_json::{Map, Value};

/// What a formula begins with, in either width, and what spreadsheets skip before looking.
const FORMULA: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

pub(super) fn csv(sheet: &Sheet) -> String {
    let head = sheet.rows.first().into_iter().flatten();
    let head: Vec<&str> = head.map(|(name, _)| *name).collect();
    let mut text = head.join(",") + "\r\n";
    for row in &sheet.rows {
        let cells: Vec<String> = row.iter().map(|(_, field)| quoted(&safe(field))).collect();
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text
}

/// A cell that no spreadsheet takes for a formula.
fn safe(field: &Field) -> String {
    let text = cell(field.clone());
    let runs = match field {
        Field::Text(_) | Field::Texts(_) | Field::Tags(_) => text.starts_with(FORMULA),
        Field::Number(_) | Field::Flag(_) => false,
    };
    match runs {
        true => format!("'{text}"),
        false => text,
    }
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
