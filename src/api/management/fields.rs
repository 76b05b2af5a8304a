//! What the management API spells in its own ways: counters, arguments, times, empty objects.

use serde_json::Value;

use crate::api::wire::Fields;
use crate::model::EpochMs;
use crate::model::broker::{Counter, Depth, MessageStats, UserTag};

/// The parts of `message_stats` that are read.
pub(super) const STATS: &[&str] = &[
    "message_stats.publish",
    "message_stats.publish_details.rate",
    "message_stats.confirm",
    "message_stats.confirm_details.rate",
    "message_stats.deliver_get",
    "message_stats.deliver_get_details.rate",
    "message_stats.ack",
    "message_stats.ack_details.rate",
    "message_stats.redeliver",
    "message_stats.redeliver_details.rate",
    "message_stats.return_unroutable",
    "message_stats.return_unroutable_details.rate",
    "message_stats.drop_unroutable",
    "message_stats.drop_unroutable_details.rate",
];

/// An object inside; nothing where there is none or it is empty, which can be spelt `[]`.
pub(in crate::api) fn inside<T>(
    fields: &mut Fields<'_>,
    name: &str,
    how: impl FnOnce(&mut Fields<'_>) -> T,
) -> Option<T> {
    match fields.raw(name)? {
        Value::Array(items) if items.is_empty() => None,
        _ => fields.nested(name, how),
    }
}

/// A name, which may be empty: that of the default exchange is.
pub(in crate::api) fn name(fields: &mut Fields<'_>, name: &str) -> Option<String> {
    match fields.raw(name)? {
        Value::String(text) if text.is_empty() => Some(String::new()),
        _ => fields.id(name),
    }
}

/// A text; nothing for the word that stands for nothing.
pub(super) fn word(fields: &mut Fields<'_>, name: &str) -> Option<String> {
    fields.text(name).filter(|text| text != "undefined")
}

/// A whole number; nothing for the word that stands for nothing.
pub(super) fn natural(fields: &mut Fields<'_>, name: &str) -> Option<u64> {
    match fields.raw(name)? {
        Value::String(text) if text == "undefined" => None,
        _ => fields.natural(name),
    }
}

/// A counter and its rate: `ack` and `ack_details.rate`.
pub(super) fn counter(fields: &mut Fields<'_>, name: &str) -> Counter {
    Counter {
        total: fields.natural(name),
        rate: rate(fields, name),
    }
}

/// Only the rate.
pub(super) fn rate(fields: &mut Fields<'_>, name: &str) -> Option<f64> {
    let name = format!("{name}_details");
    inside(fields, &name, |details| details.number("rate")).flatten()
}

/// `message_stats`.
pub(super) fn stats(fields: &mut Fields<'_>) -> MessageStats {
    let read = inside(fields, "message_stats", |stats| MessageStats {
        publish: counter(stats, "publish"),
        confirm: counter(stats, "confirm"),
        deliver_get: counter(stats, "deliver_get"),
        ack: counter(stats, "ack"),
        redeliver: counter(stats, "redeliver"),
        returned: counter(stats, "return_unroutable"),
        dropped: counter(stats, "drop_unroutable"),
    });
    read.unwrap_or_default()
}

/// `messages_ready` and `messages_unacknowledged`.
pub(super) fn depth(fields: &mut Fields<'_>) -> Depth {
    Depth {
        ready: fields.natural("messages_ready"),
        unacknowledged: fields.natural("messages_unacknowledged"),
    }
}

/// The members of an object in the order of their names, values as JSON spells them.
pub(in crate::api) fn pairs(fields: &mut Fields<'_>, name: &str) -> Vec<(String, String)> {
    let read = inside(fields, name, |inner| flat(inner, &[]));
    read.unwrap_or_default()
}

/// All fields but these, in the order of their names, values as JSON spells them.
pub(super) fn flat(fields: &Fields<'_>, but: &[&str]) -> Vec<(String, String)> {
    let all = fields.all().iter();
    let others = all.filter(|(name, _)| !but.contains(&name.as_str()));
    let mut pairs: Vec<_> = others
        .map(|(name, value)| (name.clone(), value.to_string()))
        .collect();
    pairs.sort();
    pairs
}

/// A time in ms, or spelt out; without a zone it is in UTC (3.8: `2026-11-21 22:30:16`).
pub(super) fn time(fields: &mut Fields<'_>, name: &str) -> Option<EpochMs> {
    let text = fields.raw(name)?.as_str();
    let civil = text.and_then(|text| text.parse::<jiff::civil::DateTime>().ok());
    // An offset would be read over.
    match civil.filter(|_| text.is_some_and(|text| text.len() <= "2026-11-21 22:30:16".len())) {
        Some(civil) => {
            let zoned = civil.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
            Some(zoned.timestamp().as_millisecond())
        }
        None => fields.time(name),
    }
}

/// A time in seconds.
pub(super) fn seconds(fields: &mut Fields<'_>, name: &str) -> Option<EpochMs> {
    fields.integer(name)?.checked_mul(1000)
}

/// The tags of a user: a list, or before 3.9 a text with commas.
pub(super) fn tags(fields: &mut Fields<'_>) -> Vec<UserTag> {
    let texts = match fields.raw("tags") {
        Some(Value::String(text)) => text.split(',').map(str::to_owned).collect(),
        _ => fields.texts("tags"),
    };
    let words = texts.iter().map(|text| text.trim());
    words
        .filter(|word| !word.is_empty())
        .map(UserTag::of)
        .collect()
}
