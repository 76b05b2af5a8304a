//! What changed of an instance, or of all of them, newest first.

use super::{Arranged, Cell, Columns, Declared, Row, TableColumn};
use crate::api::Rows;
use crate::state::State;
use crate::state::column::First;
use crate::state::remote::Cached;
use std::sync::Arc;

pub static TRANSITIONS: Declared = Declared {
    name: "transitions",
    query: None,
    columns: Columns::of(&[
        TableColumn {
            name: "at",
            field: "at_utc",
            letter: 'a',
            first: [First::Newest, First::Oldest],
        },
        TableColumn {
            name: "name",
            field: "name",
            letter: 'n',
            first: [First::A, First::Z],
        },
        TableColumn {
            name: "change",
            field: "change",
            letter: 'c',
            first: [First::A, First::Z],
        },
        TableColumn {
            name: "what",
            field: "what",
            letter: 'w',
            first: [First::A, First::Z],
        },
    ]),
    id: Some("instance_id"),
    actions: &["transitions", "all-transitions"],
    said: |_, _| None,
    rows,
};

fn rows(state: &State, table: &Arranged) -> Option<Cached<Rows<Row>>> {
    let shown = state
        .transitions
        .iter()
        .filter(|(_, one)| table.of.as_ref().is_none_or(|of| *of == one.key));
    let rows = shown.map(|(number, one)| Row {
        // As text in the order in which they came, the newest first.
        id: format!("{:012}", 999_999_999_999 - number as u64),
        of: Some(one.key.clone()),
        label: one.name.clone(),
        cells: vec![
            Cell::At(one.at),
            Cell::Text(Some(one.name.clone())),
            Cell::Kind(Arc::clone(one)),
            Cell::Change(Arc::clone(one)),
        ],
    });
    let value = Rows {
        rows: rows.collect(),
        ..Rows::default()
    };
    Some(Cached {
        value,
        at: state.now,
    })
}
