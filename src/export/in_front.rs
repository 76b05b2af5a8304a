//! A table in front of the view, by its declaration.

use super::{Sheet, number, read_at, text, utc};
use crate::l10n::Words;
use crate::list::ListField;
use crate::state::State;
use crate::state::export::Extent;
use crate::state::remote::ReadState;
use crate::state::table::{self, Arranged, Measure};
use crate::ui::words;

/// What names an instance in a file.
const INSTANCE: &str = "instance_id";

pub(super) fn sheet(w: &Words, state: &State, table: &Arranged) -> Sheet {
    let read = (table.about.rows)(state, table);
    let age = read.as_ref().map_or(state.now, |read| read.at);
    let freshness = match table.read(state) {
        ReadState::Known => "fresh",
        ReadState::Loading | ReadState::Failed(_) | ReadState::Old(_) => "stale",
    };
    let rows = table.rows(state).into_iter().map(|row| {
        let columns = table.about.columns.iter().zip(row.cells);
        let own = columns.map(|(column, cell)| match cell {
            table::Cell::Text(value) | table::Cell::State(value) => {
                (column.field, text(value.as_deref()))
            }
            table::Cell::Status(status) => (
                column.field,
                text(status.as_ref().map(|status| status.word())),
            ),
            table::Cell::Severity(severity) => (column.field, text(Some(severity.name()))),
            table::Cell::Finding(finding) => {
                let sentence = words::finding::sentence_alone(w, &finding);
                (column.field, text(Some(&sentence)))
            }
            table::Cell::Measured(value) => (column.field, measured(value)),
            table::Cell::Since(at) | table::Cell::Until(at) => {
                (column.field, at.map_or(text(None), utc))
            }
            table::Cell::At(at) => (column.field, utc(at)),
            table::Cell::Kind(one) => (column.field, text(Some((&one.change).into()))),
            table::Cell::Change(one) => {
                let what = words::transition::what(w, &one);
                (column.field, text(Some(&what)))
            }
        });
        let scope = row.of.as_ref().map_or(&table.scope, |key| &key.scope);
        let place = [
            ("region", text(Some(&scope.region))),
            ("profile", text(Some(&scope.profile))),
        ];
        let of = row.of.as_ref().map(|key| key.id.as_str());
        let id = table.about.id.map(|name| {
            let id = of.unwrap_or(row.id.as_str());
            (name, text(Some(id)))
        });
        // Rows that are of one instance say which.
        let instance = table
            .of
            .as_ref()
            .filter(|_| table.about.id != Some(INSTANCE));
        let instance = instance.map(|key| (INSTANCE, text(Some(key.id.as_str()))));
        let read = read_at(age, state.now, freshness);
        let own = id.into_iter().chain(own).chain(place).chain(instance);
        own.chain(read).collect()
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

/// What is measured, exactly: of so much of so much, how much.
fn measured(value: Option<Measure>) -> ListField {
    match value {
        None => number(None),
        Some(
            Measure::Count(value)
            | Measure::Bytes(value)
            | Measure::Lasts(value)
            | Measure::CountOf(value, _)
            | Measure::BytesOf(value, _)
            | Measure::BytesAbove(value, _),
        ) => number(Some(value)),
        Some(
            Measure::Plain(value)
            | Measure::Rate(value)
            | Measure::Change(value)
            | Measure::BytesRate(value)
            | Measure::Share(value),
        ) => ListField::Decimal(Some(value)),
    }
}
