//! The order of the list. Equal rows go by id, so that the order never depends on the answer's.

use super::column::{Column, First, Key};
use super::row::Row;
use crate::model::{InstanceId, Scope};

/// Which end comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// The column's natural order: worst, fullest or first in the alphabet on top.
    Natural,
    /// The other way round.
    Reversed,
}

/// The order the user asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    /// By what.
    pub column: Column,
    /// Which end first.
    pub direction: Direction,
}

impl Default for Sort {
    fn default() -> Self {
        Self {
            column: Column::Severity,
            direction: Direction::Natural,
        }
    }
}

impl Sort {
    /// The same column the other way round.
    #[must_use]
    pub fn flipped(self) -> Self {
        let direction = match self.direction {
            Direction::Natural => Direction::Reversed,
            Direction::Reversed => Direction::Natural,
        };
        Self { direction, ..self }
    }

    /// What comes first.
    pub fn first(self) -> First {
        let [natural, reversed] = self.column.first();
        match self.direction {
            Direction::Natural => natural,
            Direction::Reversed => reversed,
        }
    }

    /// Orders rows in place. `rows` maps what is sorted to the row it stands for.
    pub fn apply<'a, T: Copy>(self, items: &mut [T], rows: impl Fn(T) -> &'a Row) {
        // Keys are computed once a row, not once a comparison: this runs on 10,000 rows.
        let mut keyed: Vec<(Key<'a>, (&'a InstanceId, &'a Scope), T)> = items
            .iter()
            .map(|item| {
                let row = rows(*item);
                let identity = (&row.key.id, &row.key.scope);
                (self.column.key(row), identity, *item)
            })
            .collect();
        keyed.sort_by(|a, b| {
            let natural = a.0.cmp(&b.0);
            let ordered = match self.direction {
                Direction::Natural => natural,
                Direction::Reversed => natural.reverse(),
            };
            ordered.then_with(|| a.1.cmp(&b.1))
        });
        for (slot, (_, _, item)) in items.iter_mut().zip(keyed) {
            *slot = item;
        }
    }
}
