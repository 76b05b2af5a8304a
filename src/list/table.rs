//! The list for people: columns aligned by display width, nothing cut.

use super::{Origin, Row};
use crate::model::{Instance, Status};
use crate::text::{clean, width};
use jiff::Timestamp;

/// Stands for what is not known.
const UNKNOWN: &str = "--";

const HEAD: [&str; 11] = [
    "NAME",
    "STATUS",
    "TYPE",
    "SPEC",
    "VERSION",
    "STORAGE",
    "ADDRESS",
    "AZ",
    "CREATED (UTC)",
    "ID",
    "TAGS",
];

/// Headings of the columns that say where a row is from.
const ORIGIN: [&str; 2] = ["REGION", "PROFILE"];

pub(super) fn print(instances: &[Row<'_>], origin: Origin) -> String {
    let mut rows = vec![HEAD.map(str::to_owned).to_vec()];
    rows.extend(instances.iter().map(|(instance, _)| row(instance).to_vec()));
    if origin == Origin::Said {
        let said = instances
            .iter()
            .map(|(_, scope)| [&scope.region, &scope.profile]);
        let said = said.map(|values| values.map(|value| clean(value).into_owned()));
        let said = std::iter::once(ORIGIN.map(str::to_owned)).chain(said);
        for (row, [region, profile]) in rows.iter_mut().zip(said) {
            // Beside the name, for that is what they are needed for.
            row.splice(1..1, [region, profile]);
        }
    }
    let columns = rows.first().map_or(0, Vec::len);
    let widths: Vec<usize> = (0..columns)
        .map(|column| {
            rows.iter()
                .map(|row| width(&row[column]))
                .max()
                .unwrap_or(0)
        })
        .collect();
    rows.iter().map(|row| line(row, &widths)).collect()
}

fn line(row: &[String], widths: &[usize]) -> String {
    let mut line = String::new();
    for (cell, wanted) in row.iter().zip(widths) {
        line.push_str(cell);
        line.push_str(&" ".repeat(wanted.saturating_sub(width(cell)) + 2));
    }
    format!("{}\n", line.trim_end())
}

fn row(instance: &Instance) -> [String; HEAD.len()] {
    let cells = [
        instance.name.clone(),
        instance
            .status
            .as_ref()
            .map(|status| Status::word(status).to_owned()),
        instance.kind.clone(),
        instance.size_and_number(),
        instance.engine_version.clone(),
        storage(instance),
        address(instance),
        zones(instance),
        instance.created_at.and_then(day),
        Some(instance.id.to_string()),
        tags(instance),
    ];
    cells.map(|cell| match cell {
        Some(text) if !text.is_empty() => clean(&text).into_owned(),
        Some(_) | None => UNKNOWN.to_owned(),
    })
}

/// Used ÷ usable, such as `34/88 GB 38%`.
fn storage(instance: &Instance) -> Option<String> {
    let storage = &instance.storage;
    let figure = |value: Option<u64>| value.map_or(UNKNOWN.to_owned(), |value| value.to_string());
    if storage.used.is_none() && storage.usable.is_none() {
        return None;
    }
    let percent = storage.percent().map(|percent| format!(" {percent}%"));
    Some(format!(
        "{}/{} GB{}",
        figure(storage.used),
        figure(storage.usable),
        percent.unwrap_or_default()
    ))
}

fn address(instance: &Instance) -> Option<String> {
    let network = &instance.network;
    let address = network.connect_address.as_deref()?;
    Some(match network.port {
        Some(port) if !address.is_empty() => format!("{address}:{port}"),
        Some(_) | None => address.to_owned(),
    })
}

/// By name where the service gives names; ids tell a person little, but more than nothing.
fn zones(instance: &Instance) -> Option<String> {
    let network = &instance.network;
    let zones = if network.zone_names.is_empty() {
        &network.zone_ids
    } else {
        &network.zone_names
    };
    Some(zones.join(","))
}

fn tags(instance: &Instance) -> Option<String> {
    let tags = instance.tags.iter();
    let words: Vec<String> = tags
        .map(|tag| format!("{}={}", tag.key, tag.value))
        .collect();
    Some(words.join(","))
}

fn day(created_at: i64) -> Option<String> {
    let time = Timestamp::from_millisecond(created_at).ok()?;
    Some(time.strftime("%Y-%m-%d").to_string())
}
