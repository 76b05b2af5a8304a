//! Rows with only some of their fields.

use serde_json::{Map, Value, json};

/// A row with only the columns that are asked for, with commas between them; a dot leads into an
/// object. A row without any of them is an empty list, not an empty object.
pub fn only(row: &Value, columns: &str) -> Value {
    let mut kept = Map::new();
    for column in columns.split(',') {
        keep(row, column, &mut kept);
    }
    match kept.is_empty() {
        true => json!([]),
        false => Value::Object(kept),
    }
}

fn keep(from: &Value, column: &str, to: &mut Map<String, Value>) {
    let (name, inside) = match column.split_once('.') {
        Some((name, inside)) => (name, Some(inside)),
        None => (column, None),
    };
    let Some(value) = from.get(name) else {
        return;
    };
    let Some(inside) = inside else {
        to.insert(name.to_owned(), value.clone());
        return;
    };
    let mut part = match to.remove(name) {
        Some(Value::Object(part)) => part,
        _ => Map::new(),
    };
    keep(value, inside, &mut part);
    if !part.is_empty() {
        to.insert(name.to_owned(), Value::Object(part));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_keeps_what_is_asked_for_and_its_nesting() {
        let row = json!({
            "name": "a",
            "messages": 3,
            "message_stats": { "publish": 5, "publish_details": { "rate": 1.5 } },
        });
        let kept = only(&row, "name,message_stats.publish_details.rate");
        assert_eq!(
            kept,
            json!({ "message_stats": { "publish_details": { "rate": 1.5 } }, "name": "a" })
        );
        assert_eq!(only(&row, "nothing,message_stats.none"), json!([]));
    }
}
