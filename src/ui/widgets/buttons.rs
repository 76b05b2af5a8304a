//! A row of buttons: `>[ Cancel ]   [ Delete ]`. The mark shows the focus, not only the style.

use super::Focus;
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use ratatui::layout::Rect;

/// Draws buttons into the first row of an area, left to right.
pub fn draw(canvas: &mut Canvas<'_>, area: Rect, buttons: &[(&str, Focus)]) {
    if area.height == 0 {
        return;
    }
    let mut x = area.x;
    for (label, focus) in buttons {
        let (mark, role) = match focus {
            Focus::Here => (">", Role::Title),
            Focus::Elsewhere => (" ", Role::Plain),
        };
        let room = area.right().saturating_sub(x);
        x = canvas.put(x, area.y, room, &format!("{mark}[ {label} ]"), role) + 2;
    }
}
