//! What a word of the filter could become: names of fields, then values that are really there.

use super::term::{
    Asked, CHANGED, CHANGED_CHINESE, FilterField, MARKED, MARKED_CHINESE, STALE, STALE_CHINESE, TAG,
};
use crate::api::v2::ProjectTag;
use crate::state::row::Row;
use std::collections::BTreeSet;

/// What values are taken from.
#[derive(Clone, Debug)]
pub struct FilterValues<'a> {
    /// Every row, shown or not.
    pub rows: &'a [Row],
    /// The tags in use in the projects, as far as they were read: also those that no row has.
    pub tags: Vec<&'a ProjectTag>,
}

/// More offers than this help nobody.
const MOST: usize = 50;

/// Everything that a word could become, in the order in which it is offered.
pub(super) fn offers(word: &str, known: &FilterValues<'_>) -> Vec<String> {
    let body = word.strip_prefix('!').unwrap_or(word);
    let negation = &word[..word.len() - body.len()];
    let lower = body.to_lowercase();
    let all: Vec<String> = match lower.split_once('=') {
        Some((name, typed)) => values(name, typed, known),
        None if lower.starts_with(TAG) => tag_keys(known),
        None if lower.is_ascii() => names(),
        None => chinese_names(),
    };
    let fitting = all.into_iter().filter(|offer| {
        let offer = offer.to_lowercase();
        offer.starts_with(&lower) && offer != lower
    });
    let whole = fitting.map(|offer| format!("{negation}{offer}"));
    whole.take(MOST).collect()
}

/// The beginning of every term that is not just a word.
fn names() -> Vec<String> {
    let names = Asked::all().map(|asked| format!("{}{}", asked.word(), sign(asked)));
    let mut names: Vec<String> = names.collect();
    names.insert(1, TAG.to_owned());
    names.push(STALE.to_owned());
    names.push(MARKED.to_owned());
    names.push(CHANGED.to_owned());
    names
}

/// The same in Chinese, once that is typed.
fn chinese_names() -> Vec<String> {
    let names = Asked::all().map(|asked| format!("{}{}", asked.chinese(), sign(asked)));
    let words = [STALE_CHINESE, MARKED_CHINESE, CHANGED_CHINESE].map(str::to_owned);
    names.chain(words).collect()
}

/// How it is most often compared.
fn sign(asked: Asked) -> &'static str {
    let field = match asked {
        Asked::Figure(column) => return column.sign().unwrap_or_default(),
        Asked::Field(field) => field,
    };
    match field {
        FilterField::Storage => ">",
        FilterField::Age => "<",
        FilterField::Status
        | FilterField::Why
        | FilterField::Version
        | FilterField::Name
        | FilterField::Type
        | FilterField::Zone
        | FilterField::Public
        | FilterField::Billing
        | FilterField::Enterprise
        | FilterField::Region
        | FilterField::Profile => "=",
    }
}

/// Terms with every value that a field or a tag has anywhere. Behind a `|` the alternatives that
/// were typed already are kept.
fn values(name: &str, typed: &str, known: &FilterValues<'_>) -> Vec<String> {
    let kept = typed.rfind('|').map_or("", |at| &typed[..=at]);
    let found: BTreeSet<&str> = match name.strip_prefix(TAG) {
        Some(key) => tag_values(key, known),
        None => field_values(name, known),
    };
    let usable = found.into_iter().filter(|value| is_typable(value));
    usable
        .map(|value| format!("{name}={kept}{value}"))
        .collect()
}

fn field_values<'a>(name: &str, known: &FilterValues<'a>) -> BTreeSet<&'a str> {
    let Some(Asked::Field(field)) = Asked::named(name) else {
        return BTreeSet::new();
    };
    let mut values = BTreeSet::new();
    for row in known.rows {
        field.any(row, &mut |value| {
            // What has a word in both languages is called so in that of the field.
            if !field.has_console_words() || value.is_ascii() == name.is_ascii() {
                values.insert(value);
            }
            false
        });
    }
    values
}

fn tag_keys(known: &FilterValues<'_>) -> Vec<String> {
    let tags = known.rows.iter().flat_map(|row| &row.instance.tags);
    let keys = tags.map(|tag| tag.key.as_str());
    let more = known.tags.iter().map(|tag| tag.key.as_str());
    let keys: BTreeSet<&str> = keys.chain(more).collect();
    let usable = keys.into_iter().filter(|key| is_typable(key));
    usable.map(|key| format!("{TAG}{key}")).collect()
}

fn tag_values<'a>(key: &str, known: &FilterValues<'a>) -> BTreeSet<&'a str> {
    let tags = known.rows.iter().flat_map(|row| &row.instance.tags);
    let named = tags.filter(|tag| tag.key.to_lowercase() == key);
    let more = known.tags.iter().copied();
    let more = more.filter(|tag| tag.key.to_lowercase() == key);
    let more = more.flat_map(|tag| tag.values.iter().map(String::as_str));
    named.map(|tag| tag.value.as_str()).chain(more).collect()
}

/// Whether a value can be written as one word.
fn is_typable(value: &str) -> bool {
    !value.is_empty() && !value.contains(|letter: char| letter.is_whitespace() || letter == '|')
}
