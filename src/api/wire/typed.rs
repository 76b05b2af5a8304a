//! What a JSON value is as text, number, flag or time: several types stand for the same thing.

use crate::model::EpochMs;
use serde_json::Value;

pub(super) fn as_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// The largest number that a count, a size or a number of something is believed to be. Sums of a
/// fleet of such numbers, and their percentages, are far from an overflow.
pub(super) const LARGEST: u64 = 1_000_000_000_000;

pub(super) fn as_count(value: &Value) -> Option<u64> {
    as_natural(value).filter(|number| *number <= LARGEST)
}

/// 2^53: up to here every whole number is exact as one with a fraction.
const EXACT: u64 = 1 << 53;

/// A whole number that can be added up and divided.
pub(super) fn as_natural(value: &Value) -> Option<u64> {
    let number = match value {
        Value::Number(number) => number.as_u64().or_else(|| whole(number.as_f64()?)),
        Value::String(text) => text.trim().parse().ok(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    };
    number.filter(|number| *number <= EXACT)
}

/// A number such as `100.0`, which some services send for 100.
fn whole(number: f64) -> Option<u64> {
    let exact = number.fract() == 0.0 && (0.0..=EXACT as f64).contains(&number);
    exact.then_some(number as u64)
}

pub(super) fn as_integer(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number
            .as_i64()
            .or_else(|| i64::try_from(whole(number.as_f64()?)?).ok()),
        Value::String(text) => text.trim().parse().ok(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

pub(super) fn as_flag(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(flag) => Some(*flag),
        Value::String(text) => match text.trim().to_ascii_lowercase().as_str() {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        },
        Value::Null | Value::Number(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// Times that are believed: from the year 1 to the end of the year 9999, UTC.
pub(super) const TIMES: std::ops::RangeInclusive<EpochMs> =
    -62_135_596_800_000..=253_402_300_799_999;

pub(super) fn as_time(value: &Value) -> Option<EpochMs> {
    let time = as_integer(value).or_else(|| {
        let time: jiff::Timestamp = value.as_str()?.trim().parse().ok()?;
        Some(time.as_millisecond())
    });
    time.filter(|time| TIMES.contains(time))
}

/// A number of any kind; nothing for what is no number to count with, such as `NaN`.
pub(super) fn as_number(value: &Value) -> Option<f64> {
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    };
    number.filter(|number: &f64| number.is_finite())
}
