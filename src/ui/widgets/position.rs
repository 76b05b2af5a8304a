//! The mark of what has more lines than it shows, at the right end of the line above it.

use crate::ui::area::{Area as _, cells};
use crate::ui::canvas::Canvas;
use crate::ui::seen::Seen;
use crate::ui::theme::Role;
use crate::ui::words::Words;
use ratatui::layout::Rect;

/// Cells that the mark takes of the line it stands in.
pub fn width(w: &Words, seen: Seen) -> u16 {
    seen.text(w).map_or(0, |text| cells(&text) + 1)
}

/// Draws the mark into a line, a cell before its end; nothing when all can be seen.
pub fn draw(canvas: &mut Canvas<'_>, line: Rect, seen: Seen) {
    let Some(text) = seen.text(canvas.words) else {
        return;
    };
    let room = cells(&text).min(line.width.saturating_sub(1));
    let place = line.behind(line.width.saturating_sub(room + 1));
    canvas.put(place.x, place.y, room, &text, Role::Plain);
}
