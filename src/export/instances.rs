//! The list of instances.

use super::{Cell, Sheet, complete_if, number, read_at, text};
use crate::l10n::Words;
use crate::list::{ListField, named};
use crate::state::State;
use crate::state::export::Extent;
use crate::state::feed::Feed;
use crate::state::row::{Presence, Row};
use crate::state::sort::Column;
use crate::ui;

pub(super) fn sheet(w: &Words, state: &State) -> Sheet {
    let wanted = state.columns.order().into_iter();
    let wanted = wanted.filter(|column| state.columns.wants(*column));
    // The letter of a row has no column of its own that could be hidden.
    let columns: Vec<Column> = std::iter::once(Column::Severity).chain(wanted).collect();
    let rows = state.fleet.arranged().map(|row| {
        let cells = columns.iter().flat_map(|column| of(w, state, row, *column));
        // Names change, and rows get old.
        let id = ("instance_id", text(Some(row.key.id.as_str())));
        let read = read_at(row.seen, state.now, freshness(state, row));
        once_each(cells.chain([id]).chain(read))
    });
    Sheet {
        what: "instances",
        rows: rows.collect(),
        extent: extent(state),
    }
}

/// Cells without those that an earlier column of the screen has brought already.
fn once_each(cells: impl Iterator<Item = Cell>) -> Vec<Cell> {
    let mut kept: Vec<Cell> = Vec::new();
    for cell in cells {
        if kept.iter().all(|(name, _)| *name != cell.0) {
            kept.push(cell);
        }
    }
    kept
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

/// What a column of the screen is made of, under the API's names (table 4-9).
fn of(w: &Words, state: &State, row: &Row, column: Column) -> Vec<Cell> {
    let one = &row.instance;
    let listed = |names: &[&'static str]| -> Vec<Cell> {
        let fields = names.iter().map(|name| (*name, named(one, name)));
        fields
            .filter_map(|(name, field)| Some((name, field?)))
            .collect()
    };
    match column {
        Column::Severity => {
            let severity = row.severity(state.now);
            vec![("severity", text(Some(severity.name())))]
        }
        Column::Name => listed(&["name"]),
        Column::Status => listed(&["status"]),
        Column::Region => vec![("region", text(Some(&row.key.scope.region)))],
        Column::Profile => vec![("profile", text(Some(&row.key.scope.profile)))],
        Column::Type => listed(&["type"]),
        Column::Spec => listed(&["specification", "product_id", "broker_num"]),
        Column::Version => listed(&["engine_version"]),
        Column::Storage => vec![
            ("storage_used_percent", number(one.storage.percent())),
            ("used_storage_space_gb", number(one.storage.used)),
            ("storage_space_gb", number(one.storage.usable)),
            ("total_storage_space_gb", number(one.storage.total)),
        ],
        Column::Address => listed(&["connect_address", "port"]),
        Column::Zone => listed(&["available_zones", "available_zone_names"]),
        Column::Age | Column::Created => {
            vec![("created_at_ms", ListField::Number(one.created_at))]
        }
        Column::Billing => listed(&["charging_mode"]),
        Column::Brokers => listed(&["broker_num"]),
        Column::Enterprise => listed(&["enterprise_project_id"]),
        // It is in every row.
        Column::Id => Vec::new(),
        Column::Tags => listed(&["tags"]),
        Column::Why => vec![("why", text(Some(&ui::list::why(w, state, row))))],
    }
}
