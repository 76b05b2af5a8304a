//! The order of a list.

use std::cmp::Ordering;

use serde_json::Value;

use super::ask::Ask;

/// Rows by the field that is asked for, as `message_stats.publish_details.rate`. What has no such
/// field stands before all others. Without one, or with one that no row has, they stay as they are.
pub fn sorted(mut rows: Vec<Value>, ask: &Ask) -> Vec<Value> {
    if let Some(field) = ask.parameter("sort") {
        rows.sort_by(|one, other| compare(found(one, field), found(other, field)));
    }
    if ask.flag("sort_reverse") {
        rows.reverse();
    }
    rows
}

/// The value at a path of fields.
fn found<'a>(row: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(row, |value, name| value.get(name))
}

fn compare(one: Option<&Value>, other: Option<&Value>) -> Ordering {
    let number = |value: Option<&Value>| value.and_then(Value::as_f64);
    let text = |value: Option<&Value>| value.map(Value::to_string);
    match (number(one), number(other)) {
        (Some(one), Some(other)) => one.total_cmp(&other),
        (Some(_), None) => Ordering::Greater,
        (None, Some(_)) => Ordering::Less,
        (None, None) => text(one).cmp(&text(other)),
    }
}
