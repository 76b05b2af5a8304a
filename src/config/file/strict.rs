//! Keys that must not be ignored when they are misspelt or misplaced: those that decide where
//! requests go, as whom, and what may be changed. Ignored, such a key falls open: without
//! `read_only` everything can be changed, without `endpoint` or `credentials` the key of another
//! source goes to another cloud, without `current` another profile is shown.

use std::ops::Range;

use toml::de::DeValue;

use super::reader::Value;
use crate::text::edits;

/// Such keys at the top of the file.
const OF_FILE: [&str; 3] = ["current", "journal", "profile"];
/// Such keys of a profile.
const OF_PROFILE: [&str; 9] = [
    "region",
    "endpoint",
    "iam_endpoint",
    "ces_endpoint",
    "project_id",
    "api",
    "read_only",
    "label",
    "credentials",
];

/// What to say of an unknown key that looks like a strict one, of this table or of another;
/// `None` when it looks like none. `known` are the keys of this table.
pub(super) fn slip(key: &str, table: &str, known: &[&str]) -> Option<String> {
    let every = || OF_FILE.into_iter().chain(OF_PROFILE);
    // One that fits here is the likelier meaning.
    let here = nearest(key, every().filter(|strict| known.contains(strict)));
    let meant = here.or_else(|| nearest(key, every()))?;
    Some(match known.contains(&meant) {
        true => format!("unknown key {key} in {table}; did you mean {meant}?"),
        false => {
            let home = home(meant);
            let written = match key == meant {
                true => String::new(),
                false => format!(" (did you mean {meant}?)"),
            };
            format!("{key} means nothing in {table}{written}; it belongs {home}")
        }
    })
}

/// The first strict key inside a table that means nothing, and what to say of it.
pub(super) fn buried(value: &Value<'_>, table: &str) -> Option<(Range<usize>, String)> {
    match value.get_ref() {
        DeValue::Table(inner) => inner.iter().find_map(|(key, value)| {
            let said = slip(key.get_ref(), &format!("[{table}]"), &[]);
            let said = said.map(|what| (key.span(), what));
            said.or_else(|| buried(value, &format!("{table}.{}", key.get_ref())))
        }),
        DeValue::Array(list) => list.iter().find_map(|value| buried(value, table)),
        DeValue::String(_)
        | DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_) => None,
    }
}

/// The key that this one is an edit away from, or two where the key has six letters or more.
fn nearest(key: &str, strict: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    strict
        .map(|meant| (edits(key, meant), meant))
        .filter(|(edits, meant)| *edits <= if meant.len() < 6 { 1 } else { 2 })
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, meant)| meant)
}

fn home(key: &str) -> &'static str {
    match OF_FILE.contains(&key) {
        true => "at the top of the file",
        false => "in a [profile.NAME]",
    }
}
