//! Which columns fit, and how wide they are. Columns fall away by priority; NAME, STATUS, STORAGE
//! and WHY always stay, and WHY takes what is left.

use super::LEAD;
use crate::state::sort::Column;

/// A column with its place on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Which.
    pub column: Column,
    /// Cells.
    pub width: u16,
}

/// Storage as percent alone.
pub const PERCENT: u16 = 5;
/// ... with used and usable GB.
pub const FIGURES: u16 = 17;
/// ... and with a bar.
pub const BAR: u16 = 24;

/// What stays at any width.
const LEAST: [(Column, u16); 3] = [
    (Column::Name, 12),
    (Column::Status, 8),
    (Column::Storage, PERCENT),
];

/// What is added as width allows, the most useful first: a column at a width, as long as WHY
/// keeps so many cells.
const MORE: [(Column, u16, u16); 15] = [
    (Column::Name, 16, 12),
    (Column::Status, 10, 12),
    (Column::Status, 14, 16),
    (Column::Storage, FIGURES, 22),
    (Column::Name, 20, 22),
    (Column::Version, 10, 22),
    (Column::Age, 5, 22),
    (Column::Spec, 10, 22),
    (Column::Storage, BAR, 26),
    (Column::Type, 11, 26),
    (Column::Address, 15, 26),
    (Column::Zone, 8, 26),
    (Column::Name, 28, 30),
    (Column::Tags, 24, 30),
    (Column::Status, 15, 30),
];

/// The columns for a pane of this width, in display order.
#[must_use]
pub fn slots(width: u16) -> Vec<Slot> {
    let mut widths: Vec<(Column, u16)> = LEAST.into();
    let taken: u16 = LEAST.iter().map(|(_, width)| width + 1).sum();
    let mut why = width.saturating_sub(LEAD + taken);
    for (column, wide, keeps) in MORE {
        let place = widths.iter().position(|(known, _)| *known == column);
        let costs = match place {
            Some(at) => wide.saturating_sub(widths[at].1),
            None => wide + 1,
        };
        if why.saturating_sub(costs) < keeps {
            continue;
        }
        why -= costs;
        match place {
            Some(at) => widths[at].1 = wide,
            None => widths.push((column, wide)),
        }
    }
    widths.push((Column::Why, why));
    let shown = Column::ALL.into_iter().filter_map(|column| {
        let (_, width) = widths.iter().find(|(known, _)| *known == column)?;
        Some(Slot {
            column,
            width: *width,
        })
    });
    shown.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(width: u16) -> Vec<Column> {
        slots(width).iter().map(|slot| slot.column).collect()
    }

    #[test]
    fn name_status_storage_and_why_stay_at_the_smallest_width() {
        let least = [Column::Name, Column::Status, Column::Storage, Column::Why];
        assert_eq!(columns(40), least);
        assert_eq!(columns(60), least);
    }

    #[test]
    fn every_column_but_the_letter_is_there_when_there_is_room() {
        assert_eq!(columns(220), Column::ALL[1..]);
    }

    #[test]
    fn the_columns_fill_the_width_exactly() {
        for width in 40..300 {
            let cells: u16 = slots(width).iter().map(|slot| slot.width + 1).sum();
            assert_eq!(LEAD + cells - 1, width);
        }
    }
}
