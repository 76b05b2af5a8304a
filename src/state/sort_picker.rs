//! The columns to sort by: those of the list, or of a table in front of it.

use super::State;
use super::column::Column;
use super::column::First;
use super::list_cursor::ListCursor;
use super::table::{TableColumn, TableView};

/// A column to sort by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortColumn {
    Instances(Column),
    InFront(&'static TableColumn),
}

impl SortColumn {
    /// The letter that sorts by it where the columns are listed; no other there has it.
    pub fn letter(self) -> char {
        match self {
            Self::Instances(column) => column.letter(),
            Self::InFront(column) => column.letter,
        }
    }
}

/// A choice of the column to sort by.
#[derive(Debug)]
pub struct SortPicker {
    /// The column under the cursor.
    pub pick: ListCursor<SortColumn>,
    /// The table that is sorted, and in front again afterwards; the list if there is none.
    pub over: Option<Box<TableView>>,
}

impl SortPicker {
    /// One with the cursor on the column in force.
    pub fn new(state: &State, over: Option<Box<TableView>>) -> Self {
        let pick = ListCursor::default();
        let mut picker = Self { pick, over };
        let columns = picker.columns(state);
        let now = picker.now(state).map(|(column, _)| column);
        let place = columns.iter().position(|column| Some(*column) == now);
        picker.pick.go_to(place.unwrap_or(0), &columns);
        picker
    }

    /// The columns there are, in their order.
    pub fn columns(&self, state: &State) -> Vec<SortColumn> {
        match &self.over {
            None if let Some(table) = state.pane_table() => {
                let columns = table.columns().iter();
                columns.map(SortColumn::InFront).collect()
            }
            None => {
                let columns = state.profiles.list_shape().columns().into_iter();
                columns.map(SortColumn::Instances).collect()
            }
            Some(table) => {
                let columns = table.columns().iter();
                columns.map(SortColumn::InFront).collect()
            }
        }
    }

    /// The column in force, and what it puts on top.
    pub fn now(&self, state: &State) -> Option<(SortColumn, First)> {
        match &self.over {
            None if let Some(table) = state.pane_table() => {
                let (column, first) = table.sorted_by()?;
                Some((SortColumn::InFront(column), first))
            }
            None => {
                let sort = state.fleet.sort();
                Some((SortColumn::Instances(sort.column), sort.first()))
            }
            Some(table) => {
                let (column, first) = table.sorted_by()?;
                Some((SortColumn::InFront(column), first))
            }
        }
    }
}
