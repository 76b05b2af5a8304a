//! What a column orders rows by.

use crate::findings::Standing;
use crate::model::Billing;
use crate::state::row::Row;
use std::cmp::Reverse;

/// What one row has to be ordered by; the label settles what is equal.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub enum Key<'a> {
    Standing(Standing, Reverse<u64>, &'a str),
    Number(i64, &'a str),
    Text(String),
    Natural(Vec<Chunk>),
}

/// The worst first, and of those that stand alike the fullest.
pub fn worst(row: &Row) -> Option<Key<'_>> {
    let fullest_first = Reverse(row.instance.storage.percent().unwrap_or(0));
    let label = row.instance.label();
    Some(Key::Standing(row.standing(), fullest_first, label))
}

pub fn name(row: &Row) -> Option<Key<'_>> {
    text(Some(row.instance.label()))
}

pub fn status(row: &Row) -> Option<Key<'_>> {
    text(row.instance.status.as_ref().map(|status| status.word()))
}

pub fn region(row: &Row) -> Option<Key<'_>> {
    parts(Some(&row.key.scope.region))
}

pub fn profile(row: &Row) -> Option<Key<'_>> {
    parts(Some(&row.key.scope.profile))
}

pub fn kind(row: &Row) -> Option<Key<'_>> {
    text(row.instance.kind.as_deref())
}

pub fn spec(row: &Row) -> Option<Key<'_>> {
    parts(row.instance.specification.as_deref())
}

pub fn version(row: &Row) -> Option<Key<'_>> {
    parts(row.instance.engine_version.as_deref())
}

/// The fullest first.
pub fn storage(row: &Row) -> Option<Key<'_>> {
    let percent = row.instance.storage.percent();
    number(
        row,
        percent.map(|percent| -i64::try_from(percent).unwrap_or(0)),
    )
}

pub fn address(row: &Row) -> Option<Key<'_>> {
    parts(row.instance.network.connect_address.as_deref())
}

/// By the names of zones where they are known: they are what is shown.
pub fn zone(row: &Row) -> Option<Key<'_>> {
    let network = &row.instance.network;
    let ids = network.zone_ids.iter().map(String::as_str);
    let named = network.zones_named(&row.zones);
    let mut zones = named.unwrap_or_else(|| ids.collect());
    zones.sort();
    text(Some(&zones.join(",")))
}

/// The youngest first.
pub fn created(row: &Row) -> Option<Key<'_>> {
    number(row, row.instance.created_at.map(|time| -time))
}

pub fn tags(row: &Row) -> Option<Key<'_>> {
    let mut tags = row.instance.tags.clone();
    tags.sort();
    let tags = tags.iter().map(|tag| format!("{}={}", tag.key, tag.value));
    text(Some(&tags.collect::<Vec<String>>().join(" ")))
}

/// Pay-per-use before yearly/monthly.
pub fn billing(row: &Row) -> Option<Key<'_>> {
    let place = |mode| match mode {
        Billing::PayPerUse => 0,
        Billing::Prepaid => 1,
        Billing::Other(mode) => i64::saturating_add(mode, 2),
    };
    number(row, row.instance.billing.map(place))
}

/// The most first.
pub fn brokers(row: &Row) -> Option<Key<'_>> {
    number(row, row.instance.brokers().map(|number| -i64::from(number)))
}

pub fn enterprise(row: &Row) -> Option<Key<'_>> {
    parts(row.instance.enterprise_project_id.as_deref())
}

pub fn id(row: &Row) -> Option<Key<'_>> {
    parts(Some(row.key.id.as_str()))
}

/// What is not known has no key.
fn number(row: &Row, number: Option<i64>) -> Option<Key<'_>> {
    Some(Key::Number(number?, row.instance.label()))
}

fn text(text: Option<&str>) -> Option<Key<'static>> {
    let text = text.filter(|text| !text.is_empty())?;
    Some(Key::Text(text.to_lowercase()))
}

fn parts(text: Option<&str>) -> Option<Key<'static>> {
    let text = text.filter(|text| !text.is_empty())?;
    Some(Key::Natural(natural(text)))
}

/// A run of digits, or of anything else. Numbers come before words.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Chunk {
    Number(u64),
    Word(String),
}

/// Compares numbers as numbers: 3.8 before 3.12, 10.0.0.9 before 10.0.0.10, 4u8g before 16u32g.
fn natural(text: &str) -> Vec<Chunk> {
    let mut chunks: Vec<Chunk> = Vec::new();
    for letter in text.chars().flat_map(char::to_lowercase) {
        match (letter.to_digit(10), chunks.last_mut()) {
            (Some(digit), Some(Chunk::Number(number))) => {
                *number = number.saturating_mul(10).saturating_add(u64::from(digit));
            }
            (Some(digit), _) => chunks.push(Chunk::Number(u64::from(digit))),
            (None, Some(Chunk::Word(word))) => word.push(letter),
            (None, _) => chunks.push(Chunk::Word(letter.to_string())),
        }
    }
    chunks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted<const N: usize>(mut texts: [&str; N]) -> [&str; N] {
        texts.sort_by_key(|text| natural(text));
        texts
    }

    #[test]
    fn numbers_in_versions_addresses_and_sizes_compare_as_numbers() {
        assert_eq!(
            sorted(["3.12.13", "AMQP-0-9-1", "3.8.35", "3.7.17"]),
            ["3.7.17", "3.8.35", "3.12.13", "AMQP-0-9-1"]
        );
        assert_eq!(
            sorted([
                "rabbitmq.16u32g.cluster",
                "rabbitmq.4u8g.single",
                "rabbitmq.4u8g.cluster"
            ]),
            [
                "rabbitmq.4u8g.cluster",
                "rabbitmq.4u8g.single",
                "rabbitmq.16u32g.cluster"
            ]
        );
        assert_eq!(sorted(["10.0.0.10", "10.0.0.9"]), ["10.0.0.9", "10.0.0.10"]);
    }
}
