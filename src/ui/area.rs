//! Parts of an area, each within it.

use super::canvas::Line;
use crate::text;
use ratatui::layout::{Margin, Rect};

/// What is cut out of an area.
pub trait Area {
    /// Its first rows.
    fn head(self, rows: u16) -> Rect;
    /// What is below so many rows.
    fn below(self, rows: u16) -> Rect;
    /// Its last rows.
    fn tail(self, rows: u16) -> Rect;
    /// Without its first cells.
    fn behind(self, cells: u16) -> Rect;
    /// Without a cell on either side.
    fn inset(self) -> Rect;
}

impl Area for Rect {
    fn head(self, rows: u16) -> Rect {
        let height = rows.min(self.height);
        Rect { height, ..self }
    }

    fn below(self, rows: u16) -> Rect {
        let rows = rows.min(self.height);
        let (y, height) = (self.y + rows, self.height - rows);
        Rect { y, height, ..self }
    }

    fn tail(self, rows: u16) -> Rect {
        self.below(self.height.saturating_sub(rows))
    }

    fn behind(self, cells: u16) -> Rect {
        let cells = cells.min(self.width);
        let (x, width) = (self.x + cells, self.width - cells);
        Rect { x, width, ..self }
    }

    fn inset(self) -> Rect {
        self.inner(Margin::new(1, 0))
    }
}

/// Cells of a text.
pub fn cells(text: &str) -> u16 {
    u16::try_from(text::width(text)).unwrap_or(u16::MAX / 4)
}

/// Rows that lines take.
pub fn rows(lines: &[Line]) -> u16 {
    u16::try_from(lines.len()).unwrap_or(u16::MAX / 4)
}
