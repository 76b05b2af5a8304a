//! The list for people: columns aligned by display width, nothing cut.

use super::{ListField, Origin, Row, text};
use crate::model::{Instance, Status};
use crate::text::{clean, width};
use crate::timezone::{TimeZone, Times};
use std::io::{self, Write};

/// Stands for what is not known.
const UNKNOWN: &str = "--";

/// Heading of a day in UTC, and of one with its own zone.
const CREATED: &str = "CREATED (UTC)";
const CREATED_LOCAL: &str = "CREATED";

const HEAD: [&str; 11] = [
    "NAME", "STATUS", "TYPE", "SPEC", "VERSION", "STORAGE", "ADDRESS", "AZ", CREATED, "ID", "TAGS",
];

/// Headings of the columns that say where a row is from.
const ORIGIN: [&str; 2] = ["REGION", "PROFILE"];

/// Writes the rows twice over: once to measure them, for no row is kept.
pub(super) fn print(
    rows: &[Row<'_>],
    origin: Origin,
    zone: &TimeZone,
    to: &mut impl Write,
) -> io::Result<()> {
    let head = HEAD.map(|word| match (word, zone.times) {
        (CREATED, Times::Local) => CREATED_LOCAL.to_owned(),
        (word, Times::Local | Times::Utc) => word.to_owned(),
    });
    let head = match origin {
        Origin::Implied => head.to_vec(),
        Origin::Said => beside_the_name(head, ORIGIN.map(str::to_owned)),
    };
    let mut widths: Vec<usize> = head.iter().map(|cell| width(cell)).collect();
    for row in rows {
        for (widest, cell) in widths.iter_mut().zip(cells(row, origin, zone)) {
            *widest = width(&cell).max(*widest);
        }
    }
    writeln!(to, "{}", line(&head, &widths))?;
    for row in rows {
        writeln!(to, "{}", line(&cells(row, origin, zone), &widths))?;
    }
    Ok(())
}

fn cells((instance, scope): &Row<'_>, origin: Origin, zone: &TimeZone) -> Vec<String> {
    match origin {
        Origin::Implied => row(instance, zone).to_vec(),
        Origin::Said => {
            let said = [&scope.region, &scope.profile].map(|value| clean(value).into_owned());
            beside_the_name(row(instance, zone), said)
        }
    }
}

/// Where a row is from stands beside the name, for that is what it is needed for.
fn beside_the_name(row: [String; HEAD.len()], origin: [String; 2]) -> Vec<String> {
    let mut row = row.to_vec();
    row.splice(1..1, origin);
    row
}

fn line(row: &[String], widths: &[usize]) -> String {
    let mut line = String::new();
    for (cell, wanted) in row.iter().zip(widths) {
        line.push_str(cell);
        line.push_str(&" ".repeat(wanted.saturating_sub(width(cell)) + 2));
    }
    line.trim_end().to_owned()
}

fn row(instance: &Instance, zone: &TimeZone) -> [String; HEAD.len()] {
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
        instance.created_at.and_then(|at| day(at, zone)),
        Some(instance.id.to_string()),
        Some(text(ListField::Tags(instance.tags.clone()))),
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

/// A day; where the heading does not say of which zone, it does.
fn day(created_at: i64, zone: &TimeZone) -> Option<String> {
    zone.format(
        created_at,
        match zone.times {
            Times::Utc => "%Y-%m-%d",
            Times::Local => "%Y-%m-%d %:z",
        },
    )
}
