//! `[thresholds]`: from where on a figure is found to be wrong, for all instances, and under `tag`
//! for those that have a tag.

use super::reader::{Key, Reader, Value};
use crate::findings::{ThresholdRule, Thresholds};

/// The key under which the tables of tags stand.
pub(super) const TAG: &str = "tag";

/// Reads the table `table`.
pub(super) fn read(
    reader: &mut Reader<'_>,
    key: &Key<'_>,
    value: &Value<'_>,
    table: &str,
) -> Vec<ThresholdRule> {
    let mut rules = Vec::new();
    for (key, value) in reader.table(key, value).into_iter().flatten() {
        if key.get_ref() != TAG {
            rules.extend(rule(reader, key, value, (table, None)));
            continue;
        }
        for (tag, inner) in reader.table(key, value).into_iter().flatten() {
            let tag_name = tag.get_ref().to_string();
            if !tag_name.contains('=') {
                let what = format!("a tag is written \"key=value\", not {tag_name:?}");
                reader.mistake(tag.span(), what);
                continue;
            }
            let inner_table = format!("{table} of {tag_name}");
            for (key, value) in reader.table(tag, inner).into_iter().flatten() {
                let place = (inner_table.as_str(), Some(&tag_name));
                rules.extend(rule(reader, key, value, place));
            }
        }
    }
    rules
}

fn rule(
    reader: &mut Reader<'_>,
    key: &Key<'_>,
    value: &Value<'_>,
    (table, tag): (&str, Option<&String>),
) -> Option<ThresholdRule> {
    let name = key.get_ref().to_string();
    let Some(range) = Thresholds::range(&name) else {
        reader.unknown(key, value, table, Thresholds::NAMES);
        return None;
    };
    let value = reader.number(key, value, range)?;
    let tag = tag.cloned();
    Some(ThresholdRule { tag, name, value })
}
