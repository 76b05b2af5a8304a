//! Where the charts of the live tab are.

use crate::state::view::{FRAME_ROWS, ScreenSize};

/// Rows of the tab that are no chart: its heading, and the axis of time below all charts.
const AROUND: u16 = 2;
/// Cells from which on two charts stand side by side.
const SIDE_BY_SIDE: u16 = 60;
/// Rows of a chart, with its title, below which charts scroll; and above which they do not grow.
const LEAST: u16 = 4;
const MOST: u16 = 14;

/// Charts in rows and columns, of which some rows can be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grid {
    pub columns: u16,
    /// Rows of a chart, with its title.
    pub height: u16,
    /// Rows of charts.
    pub rows: usize,
    /// ... that can be seen at once.
    pub shown: usize,
}

impl Grid {
    /// So many charts on a screen of this size.
    pub fn of(size: ScreenSize, charts: usize) -> Self {
        let columns = if size.width >= SIDE_BY_SIDE { 2 } else { 1 };
        let rows = charts.div_ceil(usize::from(columns)).max(1);
        let room = size.height.saturating_sub(FRAME_ROWS + AROUND);
        let shown = usize::from(room / LEAST).clamp(1, rows);
        let each = room / u16::try_from(shown).unwrap_or(u16::MAX);
        Self {
            columns,
            height: each.min(MOST),
            rows,
            shown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(width: u16, height: u16, charts: usize) -> [usize; 4] {
        let grid = Grid::of(ScreenSize { width, height }, charts);
        let (columns, height) = (usize::from(grid.columns), usize::from(grid.height));
        [columns, height, grid.rows, grid.shown]
    }

    #[test]
    fn charts_grow_with_the_screen_and_scroll_where_they_would_be_too_low() {
        assert_eq!(grid(80, 24, 7), [2, 4, 4, 4]);
        assert_eq!(grid(80, 24, 13), [2, 4, 7, 4]);
        assert_eq!(grid(120, 40, 13), [2, 4, 7, 7]);
        assert_eq!(grid(160, 45, 13), [2, 5, 7, 7]);
        assert_eq!(grid(160, 45, 7), [2, 9, 4, 4]);
        assert_eq!(grid(200, 100, 7), [2, 14, 4, 4]);
        assert_eq!(grid(40, 10, 13), [1, 2, 13, 1]);
        assert_eq!(grid(40, 10, 0), [1, 2, 1, 1]);
    }
}
