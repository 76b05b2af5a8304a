//! The list as comma-separated values: RFC 4180's quoting, one line for each instance.
//!
//! Control characters, line breaks among them, are shown as escapes, so that a line is always a
//! row. Several values in one cell are separated by commas, which none of them may contain; a tag
//! is `key=value`. What is not known is an empty cell. It begins with no byte order mark, for
//! scripts read it.

use std::borrow::Cow;
use std::io::{self, Write};

use super::field::{FIELDS, ListField, ORIGIN};
use super::{Origin, Row};
use crate::text::clean;

pub(super) fn print(rows: &[Row<'_>], origin: Origin, to: &mut impl Write) -> io::Result<()> {
    let mut head: Vec<&str> = FIELDS.iter().map(|(name, _)| *name).collect();
    if origin == Origin::Said {
        head.extend(ORIGIN);
    }
    writeln!(to, "{}", head.join(","))?;
    for (instance, scope) in rows {
        let mut cells: Vec<String> = FIELDS
            .iter()
            .map(|(_, read)| cell(read(instance)))
            .collect();
        if origin == Origin::Said {
            let said = [&scope.region, &scope.profile];
            cells.extend(said.map(|value| cell(ListField::Text(Some(value.to_string())))));
        }
        writeln!(to, "{}", cells.join(","))?;
    }
    Ok(())
}

/// What a formula begins with, in either width, and what spreadsheets skip before looking.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// One cell, quoted where it must be, with everything that cannot be seen as an escape. A text
/// that a spreadsheet would take for a formula has an apostrophe before it, as spreadsheets
/// themselves write one.
pub(crate) fn cell(field: ListField) -> String {
    let runs = match field {
        ListField::Text(_) | ListField::Texts(_) | ListField::Tags(_) => true,
        ListField::Number(_) | ListField::Decimal(_) | ListField::Flag(_) => false,
    };
    let text = text(field);
    match runs && text.starts_with(FORMULA) {
        true => quoted(&format!("'{text}")),
        false => quoted(&text),
    }
}

/// What stands in a cell, without quotes.
pub(crate) fn text(field: ListField) -> String {
    match field {
        ListField::Text(text) => text.unwrap_or_default(),
        ListField::Number(number) => number.map(|number| number.to_string()).unwrap_or_default(),
        ListField::Decimal(number) => number.map(|number| number.to_string()).unwrap_or_default(),
        ListField::Flag(flag) => flag.map(|flag| flag.to_string()).unwrap_or_default(),
        ListField::Texts(texts) => texts.join(","),
        ListField::Tags(tags) => {
            let tags = tags.iter().map(|tag| format!("{}={}", tag.key, tag.value));
            tags.collect::<Vec<_>>().join(",")
        }
    }
}

fn quoted(cell: &str) -> String {
    let cell: Cow<'_, str> = clean(cell);
    if cell.contains([',', '"']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.into_owned()
    }
}
