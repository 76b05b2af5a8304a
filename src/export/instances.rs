//! The list of instances.

use super::{Cell, Sheet, complete_if, number, read_at, text};
use crate::findings::Presence;
use crate::l10n::Words;
use crate::list::{ListField, named};
use crate::state::State;
use crate::state::column::{Column, Exact, FIGURES_AT, Reading};
use crate::state::export::Extent;
use crate::state::feed::Feed;
use crate::state::row::Row;
use crate::ui;

pub(super) fn sheet(w: &Words, state: &State) -> Sheet {
    let wanted = state.columns.order().into_iter();
    let there = state.profiles.list_shape().columns();
    // Where a row is from is part of a file, whatever tells rows apart on the screen.
    let there = |column: &Column| column.metric().is_none() || there.contains(column);
    let wanted = wanted.filter(|column| state.columns.wants(*column) && there(column));
    // The letter of a row has no column of its own that could be hidden.
    let columns = std::iter::once(Column::Severity).chain(wanted);
    let columns = columns.filter(|column| *column != Column::Id);
    let mut fields: Vec<&str> = Vec::new();
    for field in columns.chain([Column::Id]).flat_map(Column::fields) {
        if !fields.contains(field) {
            fields.push(field);
        }
    }
    let rows = state.fleet.arranged().map(|row| {
        // Names change, and rows get old: each has its id and when it was read.
        let cells = fields.iter().filter_map(|name| of(w, state, row, name));
        let read = read_at(row.seen, state.now, freshness(state, row));
        cells.chain(read).collect()
    });
    Sheet {
        what: "instances",
        rows: rows.collect(),
        extent: extent(state),
    }
}

/// How far a row can be believed.
pub(super) fn freshness(state: &State, row: &Row) -> &'static str {
    match row.presence {
        Presence::Gone => "gone",
        Presence::Ordered => "ordered",
        _ if row.is_stale(state.now) => "stale",
        Presence::Missing => "missing",
        Presence::Listed => "fresh",
    }
}

fn extent(state: &State) -> Extent {
    let whole = |feed: &Feed| {
        let coverage = &feed.coverage;
        let arrived = coverage.total.is_some() && coverage.arriving.is_none();
        arrived && coverage.missing.is_empty() && coverage.nameless == 0
    };
    let mut profiles = state.profiles.iter();
    complete_if(profiles.all(|profile| whole(&profile.feed)))
}

/// A field of a column.
fn of(w: &Words, state: &State, row: &Row, name: &'static str) -> Option<Cell> {
    let one = &row.instance;
    let field = match name {
        "severity" => text(Some(row.severity().name())),
        "region" => text(Some(&row.key.scope.region)),
        "profile" => text(Some(&row.key.scope.profile)),
        "storage_used_percent" => number(one.storage.percent()),
        "used_storage_space_gb" => number(one.storage.used),
        "storage_space_gb" => number(one.storage.usable),
        "total_storage_space_gb" => number(one.storage.total),
        "created_at_ms" => ListField::Number(one.created_at),
        "available_zone_names" => {
            let named = one.network.zones_named(&row.zones).unwrap_or_default();
            ListField::Texts(named.into_iter().map(str::to_owned).collect())
        }
        "why" => text(Some(&ui::list::why(w, state, row))),
        FIGURES_AT => ListField::Number(row.figures.newest()),
        name => match figure(name) {
            Some(reading) => match reading.last(row) {
                Some(Exact::Decimal(number)) => ListField::Decimal(Some(number)),
                Some(Exact::Ms(ms)) => ListField::Number(Some(ms)),
                None => ListField::Number(None),
            },
            None => named(one, name)?,
        },
    };
    Some((name, field))
}

/// The figure that a field holds.
fn figure(field: &str) -> Option<Reading> {
    let mut figures = Column::asked();
    figures
        .find(|column| column.fields()[0] == field)?
        .reading()
}
