//! A table in front of the view, by its declaration.

use super::{Sheet, read_at, text, utc};
use crate::state::State;
use crate::state::export::Extent;
use crate::state::remote::ReadState;
use crate::state::table::{self, Arranged};

pub(super) fn sheet(state: &State, table: &Arranged) -> Sheet {
    let known = table.known(state);
    let read = (table.about.rows)(known);
    let age = read.as_ref().map_or(state.now, |read| read.at);
    let freshness = match known.state(&table.about.query) {
        ReadState::Known => "fresh",
        ReadState::Loading | ReadState::Failed(_) | ReadState::Old(_) => "stale",
    };
    let rows = table.rows(known).into_iter().map(|row| {
        let columns = table.about.columns.iter().zip(row.cells);
        let own = columns.map(|(column, cell)| match cell {
            table::Cell::Text(value) => (column.field, text(value.as_deref())),
            table::Cell::Status(status) => (
                column.field,
                text(status.as_ref().map(|status| status.word())),
            ),
            table::Cell::Since(at) | table::Cell::Until(at) => {
                (column.field, at.map_or(text(None), utc))
            }
        });
        let place = [
            ("region", text(Some(&table.scope.region))),
            ("profile", text(Some(&table.scope.profile))),
        ];
        let id = [("instance_id", text(Some(&row.id)))];
        let read = read_at(age, state.now, freshness);
        id.into_iter().chain(own).chain(place).chain(read).collect()
    });
    Sheet {
        what: table.about.name,
        rows: rows.collect(),
        extent: match read.is_some_and(|read| read.value.unidentified == 0) {
            true => Extent::Complete,
            false => Extent::Partial,
        },
    }
}
